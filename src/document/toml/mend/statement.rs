//! Line by line: headers, and keys with their values.
//!
//! Unaware of what lies inside of values.

use super::{Mend, Scan, apart, assign, bare, block, dashes, header, rest, value, words};

/// Looks at every statement of the text.
pub(super) fn all(scan: &mut Scan<'_>) {
    let mut heads = Vec::new();
    let mut at = 0;
    while at < scan.text.len() {
        at = one(scan, at, &mut heads);
    }
}

/// A table's header as YAML writes it: its indentation, and its whole name.
struct Head {
    indent: usize,
    name: String,
}

/// Most characters of such a name.
const LONGEST_NAME: usize = 200;

/// One statement; where the next one begins.
fn one(scan: &mut Scan<'_>, at: usize, heads: &mut Vec<Head>) -> usize {
    let text = scan.text;
    let start = text.blanks(at);
    match text.byte(start) {
        b'#' => return text.next_line(start),
        b'[' => {
            heads.clear();
            return header::line(scan, start);
        }
        b';' => return rest::comment(scan, start, 1),
        b'/' if text.byte(start + 1) == b'/' => return rest::comment(scan, start, 2),
        // A key may be made of dashes.
        b'-' if text.part(start..text.line_end(start)).starts_with("-- ")
            && text.byte(text.blanks(start + 2)) != b'=' =>
        {
            return rest::comment(scan, start, 2);
        }
        b'-' if matches!(text.byte(start + 1), b' ' | b'\t')
            && text.is_pair(text.blanks(start + 1)) =>
        {
            return dashed(scan, start, heads);
        }
        b'=' if !text.is_rest_empty(start + 1) && !text.starts(start, "===") => {
            return nameless(scan, start);
        }
        b'/' if text.byte(start + 1) == b'*' => {
            let end = text.trimmed(start, text.line_end(start));
            if text.part(start + 2..end).ends_with("*/") {
                return rest::block(scan, start, end);
            }
        }
        _ if text.is_end(start) => return text.next_line(start),
        _ => {}
    }
    if let Some(next) = rule(scan, start) {
        return next;
    }
    if let Some(next) = block::labelled(scan, start).or_else(|| words::line(scan, start)) {
        return next;
    }
    let before = scan.mends.len();
    if let Some(next) = pair(scan, start, heads) {
        return next;
    }
    scan.mends.truncate(before);
    let found = header::by_brace(scan, start).or_else(|| apart::items(scan, start));
    found.unwrap_or_else(|| {
        scan.mends.truncate(before);
        text.next_line(start)
    })
}

fn pair(scan: &mut Scan<'_>, start: usize, heads: &mut Vec<Head>) -> Option<usize> {
    let text = scan.text;
    let key_end = text.key(start)?;
    let next = text.blanks(key_end);
    let sign = text.byte(next);
    if matches!(sign, b'=' | b':') && text.is_rest_empty(next + 1) {
        let list = dashes::list(scan, start, key_end);
        return match sign {
            b':' => Some(list.unwrap_or_else(|| head(scan, start, key_end, heads))),
            _ => list.or_else(|| apart::value_below(scan, start, next)),
        };
    }
    if sign == b']' {
        heads.clear();
        return header::unopened(scan, start, next);
    }
    if text.is_rest_empty(next) {
        if bare::height(text.part(start..key_end)).is_some() && bare::size(scan, start, key_end) {
            return Some(text.next_line(key_end));
        }
        return quoted_pair(scan, start, key_end).or_else(|| header::bare(scan, start, key_end));
    }
    let before = scan.mends.len();
    let value = match assign::after(scan, start) {
        Some(after) => text.blanks(after),
        None => {
            let is_dash = sign == b'-' && matches!(text.byte(next + 1), b' ');
            let behind = text.byte(text.blanks(next + 1));
            if is_dash
                && next > key_end
                && (matches!(behind, b'"' | b'\'' | b'[') || behind.is_ascii_digit())
            {
                scan.mends.push(
                    Mend::new("a `-` after a key", next..next + 1, "TOML has `=` here")
                        .edit(next..next + 1, "=")
                        .show(start..next + 1),
                );
                let value = text.blanks(next + 1);
                let end = value::end(scan, value, start)?;
                assign::show_all(scan, before, start, end);
                return rest::after(scan, value, end);
            }
            let is_value = matches!(sign, b'"' | b'\'' | b'[' | b'{') || sign.is_ascii_digit();
            if next > key_end && !is_value {
                return option(scan, start, next);
            }
            if next == key_end || !is_value {
                return None;
            }
            scan.mends.push(
                Mend::new(
                    "a `=` is missing",
                    start..key_end,
                    "`=` belongs behind this",
                )
                .edit(key_end..key_end, " =")
                .show(start..key_end),
            );
            next
        }
    };
    if text.is_rest_empty(value) {
        return None;
    }
    let Some(end) = value::end(scan, value, start) else {
        if matches!(text.byte(value), b'[' | b'{') {
            scan.lost.get_or_insert(start);
        }
        return None;
    };
    assign::show_all(scan, before, start, end);
    rest::after(scan, value, end)
}

/// `preset fast` and `-preset fast`, a key and one word as on a command line; the next line.
fn option(scan: &mut Scan<'_>, start: usize, value: usize) -> Option<usize> {
    let text = scan.text;
    let end = text.trimmed(value, text.word(value));
    let key = text.part(start..text.key(start)?);
    let name = key.trim_start_matches('-');
    let is_name =
        name.starts_with(|c: char| c.is_ascii_alphabetic()) && !name.contains(['"', '\'']);
    if end == value || !is_name || !text.is_rest_empty(end) {
        return None;
    }
    let word = text.part(value..end);
    let written = match bare::is_value(word) {
        true => word.to_owned(),
        false => format!("\"{word}\""),
    };
    let mut mend = Mend::new("a `=` is missing", start..end, "a key has `=` behind it")
        .edit(start..end, format!("{name} = {written}"));
    mend.is_sure = false;
    scan.mends.push(mend);
    Some(text.next_line(end))
}

/// `---` and `=====`: a line that only sets apart what stands around it; the next line.
fn rule(scan: &mut Scan<'_>, start: usize) -> Option<usize> {
    let text = scan.text;
    let end = text.trimmed(start, text.line_end(start));
    let mark = text.byte(start);
    let is_rule = matches!(mark, b'-' | b'=' | b'*' | b'~' | b'_')
        && end > start + 2
        && text.part(start..end).bytes().all(|byte| byte == mark);
    is_rule.then(|| {
        scan.mends.push(
            Mend::new("a line of marks", start..end, "neither a key nor a header")
                .edit(start..start, "# ")
                .show(start..end),
        );
        text.next_line(end)
    })
}

/// `- type = "hls"`: a key like an item of YAML; where to go on.
fn dashed(scan: &mut Scan<'_>, start: usize, heads: &mut Vec<Head>) -> usize {
    let text = scan.text;
    let key = text.blanks(start + 1);
    let line_end = text.trimmed(start, text.line_end(start));
    scan.mends.push(
        Mend::new(
            "a `-` before a key, as in YAML",
            start..start + 1,
            "a key has none",
        )
        .edit(start..key, "")
        .show(start..line_end),
    );
    one(scan, key, heads)
}

/// `= "film.mp4"`: the key is missing; the next line.
fn nameless(scan: &mut Scan<'_>, start: usize) -> usize {
    let text = scan.text;
    let end = text.trimmed(start, text.line_end(start));
    let mut mend = Mend::new("a key is missing", start..start + 1, "no key before this")
        .edit(start..end, "")
        .say("write the key before the `=`, or remove this line")
        .guess();
    mend.is_offered = false;
    scan.mends.push(mend);
    text.next_line(start)
}

/// `"duration = 4s"`: quotes around a key and its value.
fn quoted_pair(scan: &mut Scan<'_>, start: usize, end: usize) -> Option<usize> {
    let text = scan.text;
    if !matches!(text.byte(start), b'"' | b'\'') || !text.is_pair(start + 1) {
        return None;
    }
    let sign = text.blanks(text.word(start + 1));
    let value = text.blanks(sign + 1);
    let word = text.part(value..end - 1);
    if word.is_empty() || word.contains(['=', '"', '\'', '\\']) {
        return None;
    }
    let mut mend = Mend::new(
        "quotes around a key and its value",
        start..end,
        "a key has none",
    )
    .edit(start..start + 1, "");
    mend = match bare::is_value(word) {
        true => mend.edit(end - 1..end, ""),
        false => mend.edit(value..value, "\"").edit(end - 1..end, "\""),
    };
    scan.mends.push(mend);
    Some(text.next_line(end))
}

/// `vars:` in a line of its own; the next line.
fn head(scan: &mut Scan<'_>, start: usize, key_end: usize, heads: &mut Vec<Head>) -> usize {
    let text = scan.text;
    let indent = start - text.line_start(start);
    while heads.last().is_some_and(|head| head.indent >= indent) {
        heads.pop();
    }
    let above = heads
        .last()
        .map(|head| head.name.clone() + ".")
        .unwrap_or_default();
    let colon = text.blanks(key_end);
    let mut mend = Mend::new(
        "a table's header, as YAML writes it",
        start..colon + 1,
        "TOML has brackets here",
    )
    .edit(start..start, format!("[{above}"))
    .edit(key_end..colon + 1, "]");
    mend.is_sure = indent == 0 || !above.is_empty();
    mend.is_known = mend.is_sure;
    scan.mends.push(mend);
    let name = above + text.part(start..key_end);
    if name.len() <= LONGEST_NAME {
        heads.push(Head { indent, name });
    }
    text.next_line(start)
}
