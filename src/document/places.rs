//! From the bytes that a reader saw to those of the file.
//!
//! Unaware of why they differ.

use std::ops::Range;

use crate::source::{SourceFile, Span};

/// What was changed in a text before it was read, or where the text begins in its file.
#[derive(Debug, Default)]
pub(super) struct Places(Vec<Moved>);

#[derive(Debug)]
struct Moved {
    /// In the text that was read.
    new: Range<usize>,
    /// In the file.
    old: Range<usize>,
}

impl Places {
    /// A text that begins at byte `offset` of its file.
    pub(super) fn from(offset: usize) -> Self {
        Self(vec![Moved {
            new: 0..0,
            old: 0..offset,
        }])
    }

    /// A text after changes, given in order: what was replaced, and how long it is now.
    pub(super) fn after(edits: impl Iterator<Item = (Range<usize>, usize)>) -> Self {
        let mut moved: Vec<Moved> = Vec::new();
        for (old, length) in edits {
            let start = moved.last().map_or(old.start, |last| {
                last.new.end + old.start.saturating_sub(last.old.end)
            });
            moved.push(Moved {
                new: start..start + length,
                old,
            });
        }
        Self(moved)
    }

    /// A text after one change. Where that keeps the lines, each is compared with what it was, so
    /// that nothing is displaced that has not changed.
    pub(super) fn after_change(old: &Span, new: &str) -> Self {
        let written = old.text();
        let is_by_line = written.split('\n').count() == new.split('\n').count();
        let pairs: Vec<(&str, &str)> = match is_by_line {
            true => written.split('\n').zip(new.split('\n')).collect(),
            false => vec![(written, new)],
        };
        let mut at = old.start;
        let edits = pairs.into_iter().map(|(before, after)| {
            let start = same(before.chars(), after.chars());
            let (rest, other) = (before.get(start..), after.get(start..));
            let (rest, other) = (rest.unwrap_or_default(), other.unwrap_or_default());
            let end = same(rest.chars().rev(), other.chars().rev());
            let range = at + start..at + before.len() - end;
            at += before.len() + 1;
            (range, other.len() - end)
        });
        Self::after(edits)
    }

    /// The place in the file.
    pub(super) fn old(&self, at: usize) -> usize {
        let count = self.0.partition_point(|moved| moved.new.start <= at);
        let Some(moved) = count.checked_sub(1).and_then(|last| self.0.get(last)) else {
            return at;
        };
        match at < moved.new.end {
            true => (moved.old.start + (at - moved.new.start)).min(moved.old.end),
            false => moved.old.end.saturating_add(at - moved.new.end),
        }
    }

    /// The same bytes in the file: what was changed right after them is no part of them.
    pub(super) fn span(&self, file: &SourceFile, span: &Span) -> Span {
        let start = self.old(span.start);
        let end = if span.is_empty() {
            start
        } else {
            self.old_end(span.end)
        };
        Span::new(file, start, end)
    }

    fn old_end(&self, end: usize) -> usize {
        let count = self.0.partition_point(|moved| moved.new.start < end);
        let Some(moved) = count.checked_sub(1).and_then(|last| self.0.get(last)) else {
            return end;
        };
        match end <= moved.new.end {
            true => (moved.old.start + (end - moved.new.start)).min(moved.old.end),
            false => moved.old.end.saturating_add(end - moved.new.end),
        }
    }
}

/// How many bytes both have alike.
fn same(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> usize {
    let alike = one.zip(other).take_while(|(one, other)| one == other);
    alike.map(|(c, _)| c.len_utf8()).sum()
}
