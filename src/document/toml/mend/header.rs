//! Headers of tables and of tables in lists.
//!
//! Unaware of what follows them.

use std::ops::Range;

use super::{Help, Mend, Scan, block, rest};

/// So many mistakes may be told before headers are no longer looked for in the whole text.
const MOST_ASKED: usize = 100;

/// Looks at the header that begins at `start`; where to go on.
pub(super) fn line(scan: &mut Scan<'_>, start: usize) -> usize {
    told(scan, start).unwrap_or_else(|| scan.text.next_line(start))
}

fn told(scan: &mut Scan<'_>, start: usize) -> Option<usize> {
    let text = scan.text;
    let width = if text.starts(start, "[[") { 2 } else { 1 };
    let name = text.blanks(start + width);
    let Some(name_end) = text.key(name) else {
        if half_quoted(scan, start, width).is_some() {
            return None;
        }
        return two_dots(scan, start, name, width);
    };
    let close = text.blanks(name_end);
    let (shut, after) = shuts(scan, close);
    let shutter = if width == 2 { "]]" } else { "]" };
    if shut == 0 {
        if text.is_rest_empty(close) && width == 1 && has_twin(scan, name..name_end, "[[", "]]") {
            let mend = Mend::new(
                "a list's header has lost its brackets",
                start..name_end,
                "the other items have two on each side",
            )
            .edit(start..start, "[")
            .edit(name_end..name_end, "]]");
            scan.mends.push(mend);
            return None;
        }
        if text.is_rest_empty(close) {
            let mend = Mend::new(
                unclosed(width),
                start..name_end,
                format!("`{shutter}` is missing"),
            )
            .edit(name_end..name_end, shutter);
            scan.mends.push(mend);
            return None;
        }
        if matches!(text.byte(close), b'}' | b')') && text.is_rest_empty(close + 1) {
            let mend = Mend::new(
                unclosed(width),
                close..close + 1,
                format!("`{shutter}` belongs here"),
            )
            .edit(close..close + 1, shutter)
            .show(start..close + 1);
            scan.mends.push(mend);
            return None;
        }
        return odd_name(scan, start, name, width);
    }
    if text.is_rest_empty(after) {
        uneven(scan, start..after, close, (width, shut));
        return None;
    }
    if shut != width {
        return None;
    }
    let next = text.blanks(after);
    if matches!(text.byte(next), b',' | b':' | b';' | b'=' | b'.') && text.is_rest_empty(next + 1) {
        scan.mends.push(
            Mend::new("something follows a header", next..next + 1, "not needed")
                .edit(after..next + 1, "")
                .show(start..next + 1),
        );
        return None;
    }
    if next > after && rest::behind(scan, next).is_some() {
        return None;
    }
    if width == 1
        && (block::behind_header(scan, start, next).is_some()
            || text.byte(next) == b'[' && block::parts(scan, start, next).is_some())
    {
        return None;
    }
    if text.is_pair(next) {
        let key = text.part(next..text.key(next)?);
        scan.mends.push(
            Mend::new(
                "a key in the line of a header",
                next..next + key.len(),
                "belongs into the next line",
            )
            .edit(after..next, text.line_break())
            .say(format!("put `{key}` on a line of its own")),
        );
        return Some(next);
    }
    None
}

/// Whether a header elsewhere has this name, or begins with it.
fn has_twin(scan: &Scan<'_>, name: Range<usize>, opener: &str, closer: &str) -> bool {
    let text = scan.text;
    let twin = format!("{opener}{}{closer}", text.part(name));
    scan.mends.len() < MOST_ASKED && text.part(0..text.len()).contains(&twin)
}

/// `[ladders."sound]`: the quote that closes a name is missing.
fn half_quoted(scan: &mut Scan<'_>, start: usize, width: usize) -> Option<()> {
    let text = scan.text;
    let end = text.trimmed(start, text.line_end(start));
    let header = text.part(start..end);
    let inside = header
        .get(width..)?
        .strip_suffix(if width == 2 { "]]" } else { "]" })?;
    let quote = inside.find(['"', '\''])?;
    let mark = inside.get(quote..=quote)?;
    let name = inside.get(quote + 1..)?;
    let is_one = inside.matches(['"', '\'']).count() == 1;
    if !is_one || name.is_empty() || name.contains(['[', ']', '#']) {
        return None;
    }
    let at = start + width + quote;
    let mend = Mend::new(
        "a name is not closed",
        at..end - width,
        "its closing quote is missing",
    );
    let is_bare = name.bytes().all(super::text::is_bare);
    let mend = match is_bare {
        true => mend.edit(at..at + 1, ""),
        false => mend.edit(end - width..end - width, mark.to_owned()),
    };
    scan.mends.push(mend.show(start..end));
    Some(())
}

/// `[ladders..hd]`.
fn two_dots(scan: &mut Scan<'_>, start: usize, name: usize, width: usize) -> Option<usize> {
    let text = scan.text;
    let first = text.word(name);
    let mut next = first;
    while text.byte(next) == b'.' {
        next += 1;
    }
    let end = text
        .key(next)
        .filter(|_| first > name && next == first + 2)?;
    let (shut, after) = shuts(scan, text.blanks(end));
    if shut == width && text.is_rest_empty(after) {
        scan.mends.push(
            Mend::new("a dot too many", next - 1..next, "not needed")
                .edit(next - 1..next, "")
                .show(start..after),
        );
    }
    None
}

/// `ladders.hd` in a line of its own, above keys with values: a header without its brackets. The next
/// line.
pub(super) fn bare(scan: &mut Scan<'_>, start: usize, end: usize) -> Option<usize> {
    let text = scan.text;
    let name = text.part(start..end);
    let next = text.next_line(start);
    let is_name = name.contains('.') && !name.contains([' ', '"', '\'']);
    if !is_name || !text.is_pair(text.blanks(next)) || scan.mends.len() >= MOST_ASKED {
        return None;
    }
    let (opener, closer) = match text.part(0..text.len()).contains(&format!("[[{name}]]")) {
        true => ("[[", "]]"),
        false => ("[", "]"),
    };
    scan.mends.push(
        Mend::new(
            "a header without its brackets",
            start..end,
            "no key with a value",
        )
        .edit(start..start, opener)
        .edit(end..end, closer),
    );
    Some(next)
}

fn unclosed(width: usize) -> &'static str {
    match width {
        2 => "a list's header is not closed",
        _ => "a table's header is not closed",
    }
}

/// How many `]` stand there, with blanks between them, and where they end.
fn shuts(scan: &Scan<'_>, mut at: usize) -> (usize, usize) {
    let text = scan.text;
    let mut count = 0;
    let mut end = at;
    while text.byte(at) == b']' && count < 4 {
        count += 1;
        end = at + 1;
        at = text.blanks(end);
    }
    (count, end)
}

/// A header with more brackets on one side than on the other.
fn uneven(scan: &mut Scan<'_>, header: Range<usize>, close: usize, (width, shut): (usize, usize)) {
    let text = scan.text;
    let Range { start, end } = header;
    if shut == width {
        return;
    }
    let name = text.part(start..end).trim_matches(['[', ']', ' ', '\t']);
    let is_entry = name.split('.').count() == 2 && !name.contains('"');
    if shut < width && is_entry && !has_twin(scan, start..close, "", "]]") {
        let mend = Mend::new("a bracket too many", start..start + 1, "not needed");
        scan.mends
            .push(mend.edit(start..start + 1, "").show(start..end));
        return;
    }
    if shut < width {
        let mend = Mend::new(unclosed(width), start..end, "`]` is missing").edit(end..end, "]");
        scan.mends.push(mend);
        return;
    }
    // Headers of the same list elsewhere tell that this one is of the list too.
    let list = format!("[{}", text.part(start..end));
    let is_list = width == 1 && shut == 2 && scan.mends.len() < MOST_ASKED && {
        let mut twins = text.part(0..text.len()).match_indices(&list);
        twins.next().is_some()
    };
    let mend = if is_list {
        Mend::new(
            "a list's header is not opened",
            start..end,
            "`[` is missing",
        )
        .edit(start..start, "[")
    } else {
        Mend::new("a bracket too many", end - 1..end, "not needed").edit(close + width..end, "")
    };
    scan.mends.push(mend.show(start..end));
}

/// `[ladders.my hd]` and `[outputs/web]`.
fn odd_name(scan: &mut Scan<'_>, start: usize, name: usize, width: usize) -> Option<usize> {
    let text = scan.text;
    let mut at = name;
    let mut edits = Vec::new();
    let mut mark = b' ';
    loop {
        let end = text.key(at)?;
        let next = text.blanks(end);
        let byte = text.byte(next);
        if byte == b']' {
            let (shut, after) = shuts(scan, next);
            if shut != width || !text.is_rest_empty(after) || edits.is_empty() {
                return None;
            }
            let is_dotted = text.part(name..end).contains('.');
            let mut mend = match (mark, is_dotted) {
                (b' ', true) => Mend::new("a space in a name", name..end, "a name is one word"),
                (b' ', false) => Mend::new(
                    "a space in a header",
                    name..end,
                    "parts have dots between them",
                ),
                _ => Mend::new(
                    "a header with a mark that is no dot",
                    name..end,
                    "parts have dots between them",
                ),
            };
            mend.edits = edits;
            // Headers of the same group elsewhere leave no doubt.
            let words: Vec<&str> = text.part(name..end).split_whitespace().collect();
            let whole = format!("[{}]", words.join("."));
            let is_known = |text: &str| text.contains(&whole);
            let is_twin = mark == b' ' && scan.mends.len() < MOST_ASKED;
            if is_twin && words.len() > 2 && is_known(text.part(0..text.len())) {
                for edit in &mut mend.edits {
                    edit.text = ".".into();
                }
                mend.message = "a space in a header";
                mend.label = "parts have dots between them".into();
                scan.mends.push(mend.show(start..after));
                return None;
            }
            if is_twin && words.len() == 2 && !is_dotted && is_section(scan, words.first()?) {
                scan.mends.push(mend.show(start..after));
                return None;
            }
            mend = mend.show(start..after);
            if mark == b' ' && is_dotted {
                let quoted = text.part(name..end).rsplit('.').next().unwrap_or_default();
                let or = format!(", or quote the name: \"{}\"", quoted.trim());
                mend.help = Help::ShowAnd(start..after, or.into());
            }
            scan.mends.push(mend.guess());
            return None;
        }
        if matches!(byte, b'/' | b':' | b'>' | b'\\' | b',') {
            mark = byte;
            at = text.blanks(next + 1);
            edits.push(super::edit(end..at, "."));
        } else if next > end {
            // `[outputs web]`, but `[outputs.my web]`.
            let is_first = !text.part(name..end).contains('.') && edits.is_empty();
            let between = if is_first { "." } else { "-" };
            edits.push(super::edit(end..next, between));
            at = next;
        } else {
            return None;
        }
    }
}

/// Whether other headers begin with this word.
fn is_section(scan: &Scan<'_>, word: &str) -> bool {
    let text = scan.text.part(0..scan.text.len());
    text.contains(&format!("\n[{word}.")) || text.contains(&format!("\n[[{word}."))
}

/// `{outputs.web]`: a header that a brace opens.
pub(super) fn by_brace(scan: &mut Scan<'_>, start: usize) -> Option<usize> {
    let text = scan.text;
    if !matches!(text.byte(start), b'{' | b'(' | b'<') {
        return None;
    }
    let width = if text.byte(start + 1) == b'[' { 2 } else { 1 };
    let end = text.key(text.blanks(start + width))?;
    let close = text.blanks(end);
    if width == 1 && matches!(text.byte(close), b'}' | b')' | b'>') && text.is_rest_empty(close + 1)
    {
        scan.mends.push(
            Mend::new(
                "a table's header in other brackets",
                start..close + 1,
                "TOML has `[` and `]` here",
            )
            .edit(start..start + 1, "[")
            .edit(close..close + 1, "]"),
        );
        return Some(text.next_line(close));
    }
    let (shut, after) = shuts(scan, close);
    if shut != width || !text.is_rest_empty(after) {
        return None;
    }
    scan.mends.push(
        Mend::new(
            "a table's header is not opened",
            start..start + 1,
            "`[` belongs here",
        )
        .edit(start..start + 1, "[")
        .show(start..after),
    );
    Some(text.next_line(after))
}

/// `outputs.web]`: a header without the bracket that opens it. The key ends at `close`, but for
/// blanks.
pub(super) fn unopened(scan: &mut Scan<'_>, start: usize, close: usize) -> Option<usize> {
    let text = scan.text;
    let (shut, after) = shuts(scan, close);
    if shut > 2 || !text.is_rest_empty(after) {
        return None;
    }
    let (message, opener) = match shut {
        2 => ("a list's header is not opened", "[["),
        _ => ("a table's header is not opened", "["),
    };
    scan.mends.push(
        Mend::new(message, start..after, format!("`{opener}` is missing"))
            .edit(start..start, opener),
    );
    Some(text.next_line(after))
}
