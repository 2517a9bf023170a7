//! Numbers with a comma in braces, such as `{ bit_rate: 2,5M }`: YAML takes what stands behind the comma
//! for a key.
//!
//! Unaware of the tree.

use super::code::YAML_SLIP;
use crate::diag::{At, Diagnostic};
use crate::document::grouped::{self, Number};
use crate::source::{Route, Span};

/// Longest number that is looked at, in bytes.
const LONGEST: usize = 40;

/// The whole number that begins with a value at `span`, and what was meant by it.
pub(super) fn whole(span: &Span) -> Option<(Span, Number)> {
    let file = &span.file;
    let line = file.line_range(file.line_of(span.start));
    let end = file.floor(line.end.min(span.start + LONGEST));
    let text = file.text().get(span.start..end)?;
    let is_digits = span.text().bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits || !text.get(span.text().len()..)?.starts_with(',') {
        return None;
    }
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, ',' | '/');
    let part = text.get(..text.find(|c| !is_part(c))?)?;
    let part = part.trim_end_matches(',');
    // Behind the comma may be a key after all.
    let is_key = text.get(part.len()..)?.trim_start().starts_with(':');
    let number = grouped::read(part).filter(|_| !is_key)?;
    Some((Span::new(file, span.start, span.start + part.len()), number))
}

/// The finding for such a number.
pub(super) fn told(route: Route, whole: &Span, number: &Number) -> Diagnostic {
    let finding = Diagnostic::new(&YAML_SLIP, route, "a comma in a number")
        .label(At::Span(whole.clone()), number.label);
    match &number.other {
        Some(other) => finding.help(format!("write {} or {other}", number.text)),
        None => finding
            .help(format!("write {}", number.text))
            .fix(At::Span(whole.clone()), number.text.clone())
            .sure(number.is_sure),
    }
}
