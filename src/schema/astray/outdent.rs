//! The lines of a YAML entry that is indented too deep, less indented.
//!
//! Unaware of why.

use crate::document::{Entry, Map};
use crate::source::{SourceFile, Span};

/// The change that puts `entry`, the last thing inside of `above`, beside it; `None` where more would
/// have to be moved than its own lines.
pub(super) fn moved(above: &Entry, entry: &Entry) -> Option<(Span, String)> {
    let file = &entry.key_span.file;
    let is_last = |keys: &Map| {
        let others = keys.iter().filter(|key| key.key != entry.key);
        let mut others = others.filter(|key| key.value.as_map().is_none());
        others.all(|key| key.value.span.end <= entry.key_span.start)
    };
    let is_flow = above.value.span.text().starts_with('{');
    if is_flow || !above.value.as_map().is_some_and(is_last) || !above.key_span.file.is(file) {
        return None;
    }
    let by = indent(file, &entry.key_span)?.checked_sub(indent(file, &above.key_span)?)?;
    let first = file.line_of(entry.key_span.start);
    let last = file.line_of(entry.value.span.end.saturating_sub(1));
    let from = file.line_range(first).start;
    let to = file.line_range(last).end;
    let mut text = String::with_capacity(to - from);
    for number in first..=last {
        let line = file.text().get(file.line_range(number))?;
        text += match line.trim().is_empty() {
            true => line,
            false => {
                let lead = line.get(..by)?;
                let is_blank = lead.bytes().all(|byte| byte == b' ');
                is_blank.then_some(line.get(by..)?)?
            }
        };
        if number < last {
            text.push('\n');
        }
    }
    Some((Span::new(file, from, to), text))
}

/// How far a key that begins its line is indented.
fn indent(file: &SourceFile, key: &Span) -> Option<usize> {
    let line = file.line_range(file.line_of(key.start));
    let lead = file.text().get(line.start..key.start)?;
    lead.bytes().all(|byte| byte == b' ').then_some(lead.len())
}
