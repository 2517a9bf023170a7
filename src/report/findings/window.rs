//! The lines around the labels of one finding: the primary place first, long lines cut.
//!
//! Unaware of how they are drawn. `miette` draws places in the order of their offsets, panics on
//! columns beyond 65535 (zkat/miette 7.6, also seen as swc-project/swc#10518) and prints whole
//! lines however long they are, so it is given a text made here instead of the file.

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::visible;
use crate::diag::keys;
use crate::source::{SourceFile, Span};

/// Lines before and after a labelled line.
const CONTEXT: usize = 1;
/// Longer lines, in bytes, are cut.
const LONG: usize = 240;
/// How much of a cut line is shown before and after a label, in bytes.
const AROUND: usize = 60;
/// How much of a label is shown, in bytes.
const LABEL: usize = 120;

/// Lines of one file that are shown together.
struct Window {
    name: String,
    first_line: usize,
    /// Bytes of [`Windows::text`].
    range: std::ops::Range<usize>,
    lines: usize,
}

/// A label's bytes in [`Windows::text`], and where that is in the file.
#[derive(Clone)]
pub(super) struct Mark {
    pub(super) range: std::ops::Range<usize>,
    pub(super) text: String,
    line: usize,
    column: usize,
}

/// All that is shown of the files for one finding.
pub(super) struct Windows {
    text: String,
    windows: Vec<Window>,
    pub(super) marks: Vec<Mark>,
}

/// A label before it is placed.
struct Pending {
    span: Span,
    text: String,
    line: usize,
    /// Its position among the finding's labels; 0 is the primary one.
    order: usize,
}

impl Windows {
    /// The windows for these labels, the primary one first; `None` if there is none.
    pub(super) fn new<'a>(labels: impl Iterator<Item = (&'a Span, &'a str)>) -> Option<Self> {
        let mut pending: Vec<Pending> = labels
            .enumerate()
            .map(|(order, (span, text))| Pending {
                span: clipped(span),
                text: text.to_owned(),
                line: span.file.line_of(span.start),
                order,
            })
            .collect();
        pending.sort_by_key(|label| (label.line, label.span.start));
        let mut groups: Vec<Vec<Pending>> = Vec::new();
        for label in pending {
            let home = groups
                .iter_mut()
                .find(|group| group.last().is_some_and(|last| are_near(last, &label)));
            match home {
                Some(group) => group.push(label),
                None => groups.push(vec![label]),
            }
        }
        groups.sort_by_key(|group| group.iter().map(|label| label.order).min());
        let mut windows = Self {
            text: String::new(),
            windows: Vec::new(),
            marks: Vec::new(),
        };
        for group in &groups {
            windows.add(group);
        }
        windows.marks.sort_by_key(|mark| mark.range.start);
        (!windows.marks.is_empty()).then_some(windows)
    }

    fn add(&mut self, group: &[Pending]) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            return;
        };
        let file = &first.span.file;
        // Context around a cut line would tell nothing.
        let context = if is_long(file, first.line) {
            0
        } else {
            CONTEXT
        };
        let from = first.line.saturating_sub(context);
        let mut to = (last.line + context).min(file.lines().saturating_sub(1));
        if to > last.line && file.line_range(to).is_empty() {
            to -= 1;
        }
        // A line feed keeps the windows apart for anyone who looks for line ends.
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.len();
        for line in from..=to {
            if line > from {
                self.text.push('\n');
            }
            let here: Vec<&Pending> = group.iter().filter(|label| label.line == line).collect();
            self.add_line(file, line, &here);
        }
        self.windows.push(Window {
            name: super::shown(file.name()),
            first_line: from,
            range: start..self.text.len(),
            lines: to - from + 1,
        });
    }

    fn add_line(&mut self, file: &SourceFile, line: usize, labels: &[&Pending]) {
        let range = file.line_range(line);
        let (mut from, mut to) = (range.start, range.end);
        if is_long(file, line) {
            let first = labels.iter().map(|label| label.span.start).min();
            let last = labels.iter().map(|label| label.span.end).max();
            from = file
                .floor(first.unwrap_or(from).saturating_sub(AROUND))
                .max(from);
            to = file.floor(last.unwrap_or(from) + AROUND).min(to);
        }
        if from > range.start {
            self.text.push('…');
        }
        // Where each character of the file is in the text: what is made visible may be longer.
        let written = file
            .text()
            .get(from..to)
            .unwrap_or_default()
            .trim_end_matches('\r');
        let mut starts: Vec<(usize, usize)> = Vec::with_capacity(written.len());
        let whole = file.text().get(range.clone()).unwrap_or_default();
        let hidden = keys(whole);
        for (at, c) in written.char_indices() {
            starts.push((from + at, self.text.len()));
            let at_line = from - range.start + at;
            let is_hidden = hidden.iter().any(|key| key.contains(&at_line));
            self.text.push(if is_hidden { '•' } else { visible(c) });
        }
        starts.push((from + written.len(), self.text.len()));
        let place = |at: usize| {
            let position = starts.partition_point(|(byte, _)| *byte < at);
            starts
                .get(position)
                .or(starts.last())
                .map_or(0, |(_, place)| *place)
        };
        for label in labels {
            let (real_line, column) = file.line_column(label.span.start);
            self.marks.push(Mark {
                range: place(label.span.start)..place(label.span.end),
                text: super::shown(&label.text),
                line: real_line,
                column,
            });
        }
        if to < range.end {
            self.text.push('…');
        }
    }

    /// The primary label comes first in the text of its window only if nothing else does; this is
    /// the one that a finding is about.
    pub(super) fn primary(&self, order_zero: &Span) -> Option<usize> {
        let (line, column) = order_zero.file.line_column(order_zero.start);
        self.marks
            .iter()
            .position(|mark| (mark.line, mark.column) == (line, column))
    }
}

/// What is shown of a label: the part on its first line, and not too much of that.
fn clipped(span: &Span) -> Span {
    let line = span.first_line();
    Span::new(&line.file, line.start, line.end.min(line.start + LABEL))
}

fn is_long(file: &SourceFile, line: usize) -> bool {
    file.line_range(line).len() > LONG
}

/// Whether the second label, which is below or right of the first, fits into its window.
fn are_near(first: &Pending, second: &Pending) -> bool {
    if !first.span.file.is(&second.span.file) {
        return false;
    }
    let file = &first.span.file;
    if is_long(file, first.line) || is_long(file, second.line) {
        return first.line == second.line && second.span.start <= first.span.end + 2 * AROUND;
    }
    // Windows that touch are one.
    second.line <= first.line + 2 * CONTEXT + 1
}

impl SourceCode for Windows {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let end = span.offset() + span.len();
        let window = self
            .windows
            .iter()
            .find(|window| window.range.start <= span.offset() && end <= window.range.end)
            .ok_or(MietteError::OutOfBounds)?;
        let data = self.text.get(window.range.clone()).unwrap_or_default();
        let mark = self
            .marks
            .iter()
            .find(|mark| mark.range.start == span.offset());
        // Without context it is the place of a label that is asked for.
        let (line, column) = match mark.filter(|_| before == 0 && after == 0) {
            Some(mark) => (mark.line - 1, mark.column - 1),
            None => (window.first_line, 0),
        };
        Ok(Box::new(MietteSpanContents::new_named(
            window.name.clone(),
            data.as_bytes(),
            (window.range.start, window.range.len()).into(),
            line,
            column,
            window.lines,
        )))
    }
}
