//! Words on lines of their own that are meant for people: a text in three quotes, as in Python.
//!
//! Unaware of what stands around them.

use super::{Mend, Scan};

/// Longer texts are left alone, in bytes.
const LONGEST: usize = 4000;

/// A text in three quotes that is neither a key nor a value and begins at `start`; the next line.
pub(super) fn line(scan: &mut Scan<'_>, start: usize) -> Option<usize> {
    let text = scan.text;
    let quotes = ["\"\"\"", "'''"]
        .into_iter()
        .find(|one| text.starts(start, one))?;
    let inner = start + quotes.len();
    let limit = text.floor(inner + LONGEST);
    let close = inner + text.part(inner..limit).find(quotes)?;
    let end = close + quotes.len();
    if !text.is_end(text.blanks(end)) {
        return None;
    }
    let words = text.part(inner..close).trim();
    let lines: Vec<String> = words
        .lines()
        .map(|line| format!("# {}", line.trim()).trim_end().to_owned())
        .collect();
    let first = text.trimmed(start, text.line_end(start));
    let mend = Mend::new(
        "a text that is neither a key nor a value",
        start..first,
        "a comment starts with `#`",
    )
    .edit(start..end, lines.join(text.line_break()));
    scan.mends.push(match lines.as_slice() {
        [] => mend.say("remove it"),
        [one] => mend.say(format!("write `{one}`")),
        _ => mend.say("write `#` before each of its lines, without the quotes"),
    });
    Some(text.next_line(end))
}
