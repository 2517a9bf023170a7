//! What was found before a line became incomplete: it stays, at its new place, until the syntax is
//! whole again.
//!
//! Unaware of what was found. What lies on a line that has changed since is forgotten.

use std::ops::Range;

use crate::diag::{At, Diagnostic};
use crate::source::{SourceFile, Span};

/// Where the bytes of an older text are in a newer one: the lines before and after what changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Up to here nothing changed.
    before: usize,
    /// From here on nothing changed: in the older text, and in the newer.
    after: (usize, usize),
}

impl Shift {
    /// Compares two texts.
    pub fn between(old: &str, new: &str) -> Self {
        let (old, new) = (old.as_bytes(), new.as_bytes());
        let is_line_start =
            |text: &[u8], at: usize| at == 0 || text.get(at - 1).is_none_or(|byte| *byte == b'\n');
        let same = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        if same == old.len() && same == new.len() {
            return Self {
                before: same,
                after: (same, same),
            };
        }
        let head = old.get(..same).unwrap_or_default();
        let last_line = head.iter().rposition(|byte| *byte == b'\n');
        let before = last_line.map_or(0, |at| at + 1);
        let most = old.len().min(new.len()) - before;
        let ends = old.iter().rev().zip(new.iter().rev()).take(most);
        let tail = ends.take_while(|(a, b)| a == b).count();
        let (mut from, mut to) = (old.len() - tail, new.len() - tail);
        if !(is_line_start(old, from) && is_line_start(new, to)) {
            let rest = old.get(from..).unwrap_or_default();
            let line = rest.iter().position(|byte| *byte == b'\n');
            let skipped = line.map_or(rest.len(), |at| at + 1);
            from += skipped;
            to += skipped;
        }
        Self {
            before,
            after: (from, to),
        }
    }

    /// Where bytes of the older text are in the newer; `None` if they lie on a line that changed.
    pub fn place(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let (from, to) = self.after;
        if range.end <= self.before {
            Some(range.clone())
        } else if range.start >= from {
            Some(range.start - from + to..range.end - from + to)
        } else {
            None
        }
    }
}

/// An older finding in the newer texts; `None` if one of its places has changed. `newer` gives the
/// newer text of a file.
pub fn carried(
    finding: &Diagnostic,
    newer: &dyn Fn(&SourceFile) -> Option<(SourceFile, Shift)>,
) -> Option<Diagnostic> {
    let carry = |at: &At| match at {
        At::Span(span) => {
            let (file, shift) = newer(&span.file)?;
            let range = shift.place(&(span.start..span.end))?;
            Some(At::Span(Span::new(&file, range.start, range.end)))
        }
        other => Some(other.clone()),
    };
    let mut carried = finding.clone();
    for label in &mut carried.labels {
        label.at = carry(&label.at)?;
    }
    carried.fix = carried.fix.take().and_then(|mut fix| {
        fix.at = carry(&fix.at)?;
        Some(fix)
    });
    Some(carried)
}

/// What tells a finding from others of the same texts: its code, and its place.
pub fn mark(finding: &Diagnostic) -> (&'static str, String, usize) {
    let place = finding.primary();
    let place = place.map(|span| (span.file.name().to_owned(), span.start));
    let (file, start) = place.unwrap_or_default();
    (finding.code.name, file, start)
}
