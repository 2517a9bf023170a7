//! Broken TOML whose line leaves no doubt about what was meant.
//!
//! Unaware of the tree. What is offered is a guess until the text has been read again: the fix
//! engine does that.

use crate::source::{SourceFile, Span};

/// The change that cures the reader's complaint at `span`.
pub(super) fn repair(complaint: &str, span: &Span) -> Option<(Span, String)> {
    let what = complaint.split(", expected").next().unwrap_or(complaint);
    match what {
        "missing comma between array elements" | "missing comma between key-value pairs" => {
            let at = end_of_before(&span.file, span.start)?;
            Some((at, ",".to_owned()))
        }
        _ => None,
    }
}

/// The empty place after the last character before `at` that shows.
fn end_of_before(file: &SourceFile, at: usize) -> Option<Span> {
    let end = file.text().get(..at)?.trim_end().len();
    Some(Span::new(file, end, end))
}

/// `key: value`, as YAML has it: the colon, and what to write for it.
pub(super) fn assignment(complaint: &str, span: &Span) -> Option<(Span, String)> {
    let what = complaint.split(", expected").next().unwrap_or(complaint);
    let is_such = matches!(
        what,
        "missing assignment between key-value pairs"
            | "invalid key-value pair"
            | "invalid unquoted key"
            | "key with no value"
    );
    if !is_such {
        return None;
    }
    let file = &span.file;
    let range = file.line_range(file.line_of(span.start));
    let line = file.text().get(range.clone())?;
    let colon = line.find(':')?;
    let key = line.get(..colon)?.trim();
    let is_key = !key.is_empty()
        && key
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    let value = line.get(colon + 1..)?;
    (is_key && value.starts_with(' ') && !line.contains('=')).then(|| {
        let at = range.start + colon;
        (Span::new(file, at, at + 1), " =".to_owned())
    })
}
