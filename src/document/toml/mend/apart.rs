//! A value that does not begin in the line of its key, and a list that nothing opens.
//!
//! Unaware of what lies in lists.

use super::{Mend, Scan, brackets, rest, value};

/// Looks for the value of the key in the bytes from `start` to `key_end`, which has none in its line:
/// the `=` is at `sign`. Where to go on; `None` if what follows is no value.
pub(super) fn value_below(scan: &mut Scan<'_>, start: usize, sign: usize) -> Option<usize> {
    let text = scan.text;
    let line = below(scan, sign)?;
    let at = text.blanks(line);
    if text.is_header(at) || text.is_assignment(at) || text.byte(at) == b'-' {
        return None;
    }
    if let Some(end) = unopened(scan, at, sign, start) {
        scan.mends.push(
            Mend::new(
                "a list is not opened",
                sign..sign + 1,
                "`[` is missing behind this",
            )
            .edit(sign + 1..sign + 1, " [")
            .show(start..sign + 1),
        );
        return rest::after(scan, sign, end);
    }
    // A comment would swallow the value, but not what a bracket opens.
    let has_comment = !text.is_end(text.blanks(sign + 1));
    let is_bracket = matches!(text.byte(at), b'[' | b'{');
    if has_comment && !is_bracket {
        return None;
    }
    let is_value = matches!(text.byte(at), b'"' | b'\'' | b'[' | b'{')
        || super::bare::is_value(text.part(at..text.word(at)));
    if !is_value {
        return None;
    }
    let end = value::end(scan, at, start)?;
    let mut mend = Mend::new(
        "a value in the line below its key",
        sign..sign + 1,
        "the value belongs behind this",
    )
    .edit(
        sign + 1..if has_comment { sign + 1 } else { at },
        match has_comment {
            false => " ",
            true if text.byte(at) == b'[' => " [",
            true => " {",
        },
    );
    if has_comment {
        mend = mend.edit(at..at + 1, "");
    }
    mend = match text.line(at) == text.line(end) {
        true => mend.show(start..end),
        false => mend.say("write the value, or the bracket that opens it, in the line of its key"),
    };
    scan.mends.push(mend);
    rest::after(scan, at, end)
}

/// Items of a list without the line that opens it, from `at` on; where to go on.
pub(super) fn items(scan: &mut Scan<'_>, at: usize) -> Option<usize> {
    let text = scan.text;
    if !matches!(text.byte(at), b'{' | b'"' | b'\'') || text.is_assignment(at) {
        return None;
    }
    // What is not understood above may have opened it.
    let is_near = |mend: &Mend| text.line(mend.at.start) + 2 > text.line(at);
    if scan.lost.is_some() || scan.mends.last().is_some_and(is_near) {
        return None;
    }
    let before = scan.mends.len();
    let end = unopened(scan, at, at, at)?;
    scan.mends.truncate(before);
    let line_end = text.trimmed(at, text.line_end(at));
    let mut mend = Mend::new(
        "items of a list that nothing opens",
        at..line_end,
        "a key and `[` are missing above this",
    )
    .edit(at..end, "")
    .say("write the list's key above this line, with `= [` behind it")
    .guess();
    mend.is_offered = false;
    scan.mends.push(mend);
    Some(text.next_line(end))
}

/// The end of a list whose first item is at `at` and that nothing opens: after a `]` that begins its
/// line, or that nothing else in its line explains.
fn unopened(scan: &mut Scan<'_>, at: usize, opened: usize, base: usize) -> Option<usize> {
    let text = scan.text;
    if !matches!(text.byte(at), b'{' | b'"' | b'\'') && !text.byte(at).is_ascii_digit() {
        return None;
    }
    let before = scan.mends.len();
    let end = brackets::unopened(scan, at, opened, base);
    let end = end.filter(|end| text.byte(end - 1) == b']' && text.is_rest_empty(*end));
    if end.is_none() {
        scan.mends.truncate(before);
    }
    end
}

/// The next line that is not empty.
fn below(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let text = scan.text;
    let mut line = text.next_line(at);
    while line < text.len() && text.is_rest_empty(line) {
        line = text.next_line(line);
    }
    (line < text.len()).then_some(line)
}
