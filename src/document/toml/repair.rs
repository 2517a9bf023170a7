//! Broken TOML whose line leaves no doubt about what was meant.
//!
//! Unaware of the tree. What is offered is a guess until the text has been read again: the fix
//! engine does that.

use super::SYNTAX_TOML;
use crate::diag::{At, Diagnostic};
use crate::source::{Route, Span};

/// The message for a comma that is missing between two items.
pub(super) const NO_COMMA: &str = "a comma is missing in a list";

/// Whether the reader complains of a comma that is missing.
pub(super) fn is_comma(error: &toml::de::Error) -> bool {
    error.message().starts_with("missing comma between")
}

/// A comma that is missing before `next`: the finding stands where it belongs.
pub(super) fn comma(complaint: &str, next: &Span) -> Diagnostic {
    let file = &next.file;
    let is_list = complaint.starts_with("missing comma between array");
    let message = match is_list {
        true => NO_COMMA,
        false => "a comma is missing in a table",
    };
    let finding = Diagnostic::new(&SYNTAX_TOML, Route::root(), message);
    let before = file.text().get(..next.start).unwrap_or_default().trim_end();
    let Some(last) = before.chars().next_back() else {
        return finding.label(At::Span(next.clone()), "`,` is missing before this");
    };
    let end = before.len();
    let line = file.line_range(file.line_of(end - last.len_utf8()));
    let above = file.text().get(line.start..end).unwrap_or_default().trim();
    // Behind a comment the place is unknown.
    let is_comment = file.line_of(next.start) != file.line_of(end - 1) && above.contains('#');
    if is_comment {
        return finding
            .label(At::Span(next.clone()), "`,` is missing before this")
            .help("write `,` behind what stands before this");
    }
    let is_whole =
        file.line_of(next.start) != file.line_of(end - 1) && above.len() <= LONGEST_SHOWN;
    let help = match is_whole {
        true => format!("write `{above},`"),
        false => "write `,` behind this".to_owned(),
    };
    let place = Span::new(file, end - last.len_utf8(), end);
    finding
        .label(At::Span(place), "`,` is missing behind this")
        .help(help)
        .fix(At::Span(Span::new(file, end, end)), ",")
}

/// Longer lines are not repeated in a help.
const LONGEST_SHOWN: usize = 80;

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
