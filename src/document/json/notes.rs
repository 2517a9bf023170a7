//! What is found while a JSON text is read, and from where on the reading is a guess.
//!
//! Unaware of JSON's grammar.

use super::{Dialect, SYNTAX_JSON};
use crate::diag::{At, Diagnostic, MOST_FINDINGS};
use crate::document::bytes::one_character;
use crate::source::{Route, SourceFile, Span};

/// Longest text that a help repeats, in bytes.
pub(super) const LONGEST_SAMPLE: usize = 60;

/// The findings of one file.
pub(super) struct Notes<'a> {
    /// The file.
    pub(super) file: &'a SourceFile,
    /// What was found.
    pub(super) findings: Vec<Diagnostic>,
    /// The first byte whose meaning is a guess.
    pub(super) doubt: Option<usize>,
    /// What the file may hold that JSON has not.
    pub(super) dialect: Dialect,
    /// Whether the file's end cannot be read, which is told.
    pub(super) is_cut: bool,
}

impl<'a> Notes<'a> {
    /// Nothing was found yet.
    pub(super) fn new(file: &'a SourceFile, dialect: Dialect) -> Self {
        Self {
            file,
            findings: Vec::new(),
            doubt: None,
            dialect,
            is_cut: false,
        }
    }

    /// The file's text from byte `start` to byte `end`.
    pub(super) fn text(&self, start: usize, end: usize) -> &'a str {
        self.file.text().get(start..end).unwrap_or_default()
    }

    /// The same as a place.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start, end)
    }

    /// The last character before byte `end`.
    pub(super) fn last_character(&self, end: usize) -> Span {
        let before = self.text(0, end);
        let width = before.chars().next_back().map_or(0, char::len_utf8);
        one_character(self.file, end - width)
    }

    /// Adds a finding, unless one was told right there. One more than are listed tells that there are
    /// more.
    pub(super) fn push(&mut self, finding: Diagnostic) {
        let last = self.findings.last().and_then(Diagnostic::primary);
        if last.is_some() && last == finding.primary() {
            return;
        }
        if self.findings.len() <= MOST_FINDINGS {
            self.findings.push(finding);
        }
    }

    /// Takes back the last finding, if it was about what starts at byte `start`; whether it was.
    pub(super) fn unsay(&mut self, start: usize) -> bool {
        let last = self.findings.last().and_then(Diagnostic::primary);
        let is_it = last.is_some_and(|last| last.start == start);
        if is_it {
            self.findings.pop();
        }
        is_it
    }

    /// Says that what was written from byte `at` on is a guess.
    pub(super) fn doubt_from(&mut self, at: usize) {
        self.doubt = Some(self.doubt.map_or(at, |known| known.min(at)));
    }

    /// The bytes from `start` to `end` as a help repeats them, if they are short.
    pub(super) fn sample(&self, start: usize, end: usize) -> Option<&'a str> {
        let text = self.text(start, end);
        let is_short = text.len() <= LONGEST_SAMPLE && !text.contains(['\n', '`']);
        (is_short && !text.is_empty()).then_some(text)
    }
}

/// A finding about JSON's grammar with its first label.
pub(super) fn slip(message: impl Into<String>, at: Span, label: impl Into<String>) -> Diagnostic {
    Diagnostic::new(&SYNTAX_JSON, Route::root(), message).label(At::Span(at.first_line()), label)
}

/// `text` as JSON has it.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The same with a change that replaces `at`, and a help that says it if it is short.
pub(super) fn written(finding: Diagnostic, at: Span, text: &str) -> Diagnostic {
    let is_short = text.len() <= LONGEST_SAMPLE && !text.contains('`');
    let finding = match is_short {
        true => finding.help(format!("write {text}")),
        false => finding,
    };
    finding.fix(At::Span(at), text)
}
