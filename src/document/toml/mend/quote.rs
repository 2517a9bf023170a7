//! Quoted texts, and those that lack a quote.
//!
//! Unaware of what holds them.

use super::bare;
use super::{Mend, Scan, Text};

/// The end of the text that begins with the quote at `at`; `is_inside` brackets or not. `None` if
/// no end can be made out.
pub(super) fn end(scan: &mut Scan<'_>, at: usize, is_inside: bool) -> Option<usize> {
    let text = scan.text;
    let quote = text.byte(at);
    let triple = if quote == b'"' { "\"\"\"" } else { "'''" };
    if text.starts(at, triple) {
        return end_of_lines(scan, at, triple, is_inside);
    }
    let Some(close) = text.closing(at + 1, quote) else {
        return unclosed(scan, at, is_inside);
    };
    let body = text.part(at + 1..close);
    let follows = text.byte(close + 1);
    if let Some(end) = doubled(scan, at, close, is_inside) {
        return Some(end);
    }
    let is_text = |at: usize| {
        let byte = text.byte(at);
        byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'$')
    };
    let runs_on = is_text(close + 1) || (follows == b'.' && is_text(close + 2));
    if !runs_on {
        return Some(close + 1);
    }
    if !is_inside {
        return around_quote(scan, at, close);
    }
    // In `["hd, "sound"]` the second quote opens a text.
    let comma = body
        .find(',')
        .filter(|_| body.trim_end().ends_with([',', '=']))?;
    let end = at + 1 + comma;
    let one = if quote == b'"' { "\"" } else { "'" };
    scan.mends.push(
        Mend::new(
            "a text is not closed",
            at..end,
            "its closing quote is missing",
        )
        .edit(end..end, one),
    );
    Some(end)
}

/// `""film.mp4"` and `"film.mp4""`: a quote too many on one side; the end of the text.
fn doubled(scan: &mut Scan<'_>, at: usize, close: usize, is_inside: bool) -> Option<usize> {
    let text = scan.text;
    let quote = text.byte(at);
    let is_end = |at: usize| {
        let next = text.blanks(at);
        text.is_rest_empty(at) || (is_inside && matches!(text.byte(next), b',' | b']' | b'}'))
    };
    let (extra, end) = if close == at + 1 {
        let end = text.closing(at + 2, quote)? + 1;
        let body = text.part(at + 2..end - 1);
        let is_text = body.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '/');
        if !is_text || body.contains([',', '=', '#']) {
            return None;
        }
        (at..at + 1, end)
    } else {
        (close + 1..close + 2, close + 2)
    };
    if text.byte(extra.start) != quote || !is_end(end) {
        return None;
    }
    scan.mends.push(
        Mend::new("a quote too many", extra.clone(), "not needed")
            .edit(extra, "")
            .show(at..end),
    );
    Some(end)
}

/// `'Director's cut'`: a text with a quote in it, outside of brackets.
fn around_quote(scan: &mut Scan<'_>, at: usize, inner: usize) -> Option<usize> {
    let text = scan.text;
    let (own, other) = if text.byte(at) == b'"' {
        ('"', "'")
    } else {
        ('\'', "\"")
    };
    let line = text.part(at..text.line_end(at));
    let last = at + line.rfind(own).filter(|last| at + last > inner)?;
    let inside = text.part(at + 1..last);
    if inside.contains(other)
        || inside.contains('\\')
        || inside.contains('=')
        || inside.contains('#')
    {
        return None;
    }
    let end = last + 1;
    // `""a""`
    if inner == at + 1 && text.byte(last - 1) == text.byte(last) {
        scan.mends.push(
            Mend::new(
                "two quotes on each side of a text",
                at..end,
                "one is enough",
            )
            .edit(at..at + 1, "")
            .edit(last..end, ""),
        );
        return Some(end);
    }
    scan.mends.push(
        Mend::new("a quote inside of a quoted text", at..end, "ends too early")
            .edit(at..at + 1, other)
            .edit(last..end, other),
    );
    Some(end)
}

/// A text whose quote is missing in its line.
fn unclosed(scan: &mut Scan<'_>, at: usize, is_inside: bool) -> Option<usize> {
    let text = scan.text;
    let line_end = text.trimmed(at + 1, text.line_end(at));
    let mut end = line_end;
    let quote = if text.byte(at) == b'"' { "\"" } else { "'" };
    let comment = text.part(at + 1..line_end).find(" #");
    if let Some(comment) = comment {
        end = text.trimmed(at + 1, at + 1 + comment);
    }
    let body = text.part(at + 1..end);
    // A backslash may have taken the quote.
    if body.contains('\\') && quote == "\"" || body.is_empty() {
        return None;
    }
    let missing = |end: usize| {
        Mend::new(
            "a text is not closed",
            at..end,
            "its closing quote is missing",
        )
    };
    // `"a'` and `"a”`.
    let wrong = body
        .trim_end_matches([',', ']', '}', ' '])
        .chars()
        .next_back();
    if let Some(wrong) = wrong.filter(|c| matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’')) {
        let shut = at + 1 + body.rfind(wrong)?;
        let after = shut + wrong.len_utf8();
        let is_only = !text.part(at + 1..shut).contains(['"', '\'']);
        return is_only.then(|| {
            scan.mends.push(
                Mend::new(
                    "a text is closed by another quote",
                    at..after,
                    "its two quotes differ",
                )
                .edit(shut..after, quote),
            );
            after
        });
    }
    if is_inside {
        if let Some(cut) = key_after_comma(body) {
            end = at + 1 + cut;
        }
        while end > at + 1 && matches!(text.byte(end - 1), b',' | b']' | b'}' | b' ' | b'\t') {
            end -= 1;
        }
    }
    let mut mend = missing(end).edit(end..end, quote);
    mend.is_sure = comment.is_none();
    scan.mends.push(mend);
    Some(end)
}

/// Where `, key = ` begins: no text goes on there.
fn key_after_comma(body: &str) -> Option<usize> {
    body.match_indices(',').map(|(at, _)| at).find(|at| {
        let next = body.get(at + 1..).unwrap_or_default().trim_start();
        let word = next.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
        word.len() < next.len() && word.trim_start().starts_with('=')
    })
}

/// The end of a text in triple quotes.
fn end_of_lines(
    scan: &mut Scan<'_>,
    at: usize,
    triple: &'static str,
    is_inside: bool,
) -> Option<usize> {
    let text = scan.text;
    let mut from = at + 3;
    while let Some(found) = text.part(from..text.len()).find(triple) {
        let close = from + found;
        let before = text.part(at + 3..close);
        let slashes = before.len() - before.trim_end_matches('\\').len();
        if triple == "'''" || slashes.is_multiple_of(2) {
            // Up to two quotes may stand before those that close.
            let mut end = close + 3;
            while end < close + 5 && text.byte(end) == text.byte(at) {
                end += 1;
            }
            return Some(end);
        }
        from = close + 1;
    }
    if is_inside {
        return None;
    }
    let quote = triple.get(..1).unwrap_or_default();
    let line_end = text.trimmed(at, text.line_end(at));
    let line = text.part(at + 3..line_end);
    let inside = line.trim_end_matches(quote);
    if !inside.is_empty()
        && inside.len() < line.len()
        && !inside.contains(quote)
        && !inside.contains('\\')
    {
        let end = at + 3 + inside.len();
        scan.mends.push(
            Mend::new(
                "a text in triple quotes is not closed",
                at..line_end,
                "opened by three quotes",
            )
            .edit(at..at + 3, quote)
            .edit(end..line_end, quote),
        );
        return Some(line_end);
    }
    let (end, is_one_line) = last_line(scan, at);
    let mut mend = Mend::new(
        "a text in triple quotes is not closed",
        at..line_end,
        format!("`{triple}` is missing behind it"),
    )
    .edit(end..end, triple);
    if !is_one_line {
        mend = mend.say(format!("write `{triple}` where the text ends"));
    }
    mend.is_sure = is_one_line;
    scan.mends.push(mend);
    Some(end)
}

/// Where a text that began at `at` and has no end stops to look like one, and whether that is in its
/// first line.
fn last_line(scan: &Scan<'_>, at: usize) -> (usize, bool) {
    let text = scan.text;
    let first = text.line_end(at);
    let mut end = first;
    let mut line = text.next_line(at);
    while line < text.len() {
        let start = text.blanks(line);
        if text.is_header(start) || text.is_pair(start) {
            break;
        }
        end = text.line_end(line);
        line = text.next_line(line);
    }
    let end = text.trimmed(at, end);
    (end, end <= first)
}

/// A text whose opening quote is missing, such as `aac"`: these bytes.
pub(super) fn unopened(scan: &mut Scan<'_>, start: usize, end: usize) -> Option<()> {
    let text = scan.text;
    let word = text.part(start..end);
    let quote = word
        .chars()
        .next_back()
        .filter(|c| matches!(c, '"' | '\''))?;
    let one = if quote == '"' { "\"" } else { "'" };
    let inside = word.get(..word.len() - 1)?;
    // `“aac"`.
    if let Some(first) = inside.chars().next().filter(|c| bare::QUOTES.contains(c)) {
        let opened = start..start + first.len_utf8();
        let text = inside.get(first.len_utf8()..)?;
        if text.is_empty() || text.contains(['"', '\'', '\\']) || text.contains(bare::QUOTES) {
            return None;
        }
        scan.mends.push(
            Mend::new("typographic quotes", start..end, "not TOML's quotes").edit(opened, one),
        );
        return Some(());
    }
    if inside.contains(['"', '\'', '\\']) || inside.contains(bare::QUOTES) || bare::is_value(inside)
    {
        return None;
    }
    scan.mends.push(
        Mend::new(
            "a text is not opened",
            start..end,
            "its opening quote is missing",
        )
        .edit(start..start, one),
    );
    Some(())
}

/// Whether a letter stands before the quote of a text, as in `f"out/x"` of Python.
pub(super) fn is_prefixed(text: Text<'_>, at: usize) -> bool {
    let letter = text.byte(at).to_ascii_lowercase();
    matches!(letter, b'f' | b'r' | b'b' | b'u') && matches!(text.byte(at + 1), b'"' | b'\'')
}

/// Tells of such a text; where it ends.
pub(super) fn prefixed(scan: &mut Scan<'_>, at: usize) -> Option<usize> {
    let text = scan.text;
    let end = text.closing(at + 2, text.byte(at + 1))? + 1;
    scan.mends.push(
        Mend::new(
            "a letter before a text, as in Python",
            at..at + 1,
            "not needed",
        )
        .edit(at..at + 1, "")
        .show(at..end),
    );
    Some(end)
}
