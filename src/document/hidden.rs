//! What a syntax error hides whose cure is known: what else is said of the same words may be an echo.
//!
//! Unaware of what is said of them.

use crate::diag::{At, Diagnostic};
use crate::source::Span;

/// A place of which nothing else is said.
#[derive(Clone, Debug)]
pub(super) enum Hidden {
    /// The line in which this stands: what is not closed is being written.
    Line(Span),
    /// What touches this.
    Words(Span),
}

impl Hidden {
    /// Whether what is said at `span` is left out.
    pub(super) fn covers(&self, span: &Span) -> bool {
        match self {
            Self::Line(at) => {
                at.file.is(&span.file) && span.file.line_of(span.start) == at.file.line_of(at.start)
            }
            Self::Words(at) => {
                at.file.is(&span.file) && span.start <= at.end && at.start <= span.end
            }
        }
    }
}

/// What those of the findings hide that stand at a `known` place.
pub(super) fn by(findings: &[Diagnostic], known: &[Span]) -> Vec<Hidden> {
    let hidden = |place: &Span| {
        let is_told = |one: &&Diagnostic| one.primary() == Some(place);
        let Some(change) = findings.iter().find(is_told).and_then(change) else {
            return Some(Hidden::Line(place.clone()));
        };
        // A mark between two things changes nothing of what stands beside it.
        if is_mark(change.new) && is_mark(change.old.text()) {
            return None;
        }
        let start = place.start.min(change.old.start);
        let end = place.end.max(change.old.end);
        Some(match is_balanced(change.new, change.old.text()) {
            true => Hidden::Words(Span::new(&place.file, start, end)),
            false => Hidden::Line(place.clone()),
        })
    };
    known.iter().filter_map(hidden).collect()
}

/// What is replaced, and by what.
struct Change<'a> {
    old: Span,
    new: &'a str,
}

/// What the sure cure of a finding changes, without what it writes as it stands there.
fn change(finding: &Diagnostic) -> Option<Change<'_>> {
    let fix = finding.fix.as_ref().filter(|fix| fix.is_sure)?;
    let At::Span(old) = &fix.at else {
        return None;
    };
    if !old.file.is(&finding.primary()?.file) {
        return None;
    }
    let (mut old, mut new) = (old.clone(), fix.text.as_str());
    let same = |(one, other): &(char, char)| one == other;
    let both = old.text().chars().zip(new.chars());
    let before: usize = both.take_while(same).map(|(c, _)| c.len_utf8()).sum();
    old.start += before;
    new = new.get(before..)?;
    let both = old.text().chars().rev().zip(new.chars().rev());
    let behind: usize = both.take_while(same).map(|(c, _)| c.len_utf8()).sum();
    old.end -= behind;
    new = new.get(..new.len() - behind)?;
    Some(Change { old, new })
}

fn is_mark(text: &str) -> bool {
    text.chars().all(|c| matches!(c, ',' | ';' | ' ' | '\t'))
}

/// Whether the text that is written opens and closes as much as the one in its place did.
fn is_balanced(new: &str, old: &str) -> bool {
    let count = |text: &str, mark: char| text.matches(mark).count();
    let fits = |open: char, close: char| {
        count(new, open) + count(old, close) == count(new, close) + count(old, open)
    };
    let quotes = |mark: char| (count(new, mark) + count(old, mark)).is_multiple_of(2);
    fits('{', '}') && fits('[', ']') && fits('(', ')') && quotes('"') && quotes('\'')
}
