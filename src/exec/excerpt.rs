//! The lines of a log that are kept in memory: the first, the last, and the errors between.
//!
//! Does not know what they mean. A damaged source makes ffmpeg write a line for every block of
//! every picture, so what is kept is bounded; the whole log goes to a file.

use std::collections::VecDeque;

use super::words::Words;

/// Lines kept from the beginning: the first error is usually the cause.
const FIRST: usize = 200;
/// Lines of grade error or above kept from the middle.
const ERRORS: usize = 100;
/// Lines kept from the end.
const LAST: usize = 100;

/// The lines of one call's stderr that are worth keeping.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    first: Vec<String>,
    errors: Vec<String>,
    last: VecDeque<String>,
    dropped: usize,
}

impl Excerpt {
    /// Adds a line.
    pub fn push(&mut self, line: String) {
        if self.first.len() < FIRST {
            self.first.push(line);
            return;
        }
        self.last.push_back(line);
        if self.last.len() <= LAST {
            return;
        }
        let Some(oldest) = self.last.pop_front() else {
            return;
        };
        if self.errors.len() < ERRORS && Words::of(&oldest).is_error() {
            self.errors.push(oldest);
        } else {
            self.dropped += 1;
        }
    }

    /// What was kept, as it was said.
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.first
            .iter()
            .chain(&self.errors)
            .chain(&self.last)
            .map(String::as_str)
    }

    /// How many lines were not kept.
    pub fn dropped(&self) -> usize {
        self.dropped
    }
}

impl<S: Into<String>> FromIterator<S> for Excerpt {
    fn from_iter<I: IntoIterator<Item = S>>(lines: I) -> Self {
        let mut excerpt = Self::default();
        for line in lines {
            excerpt.push(line.into());
        }
        excerpt
    }
}
