//! Bytes, words and keys of a text.
//!
//! Unaware of mistakes.

use std::ops::Range;

use crate::source::SourceFile;

/// A file's text, asked byte by byte.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    file: &'a SourceFile,
}

impl<'a> Text<'a> {
    pub(super) fn new(file: &'a SourceFile) -> Self {
        Self { file }
    }

    /// Where a character begins, at a byte or before it.
    pub(super) fn floor(self, at: usize) -> usize {
        self.file.floor(at.min(self.len()))
    }

    pub(super) fn len(self) -> usize {
        self.file.text().len()
    }

    /// The byte there; 0 at the end.
    pub(super) fn byte(self, at: usize) -> u8 {
        self.file.text().as_bytes().get(at).copied().unwrap_or(0)
    }

    pub(super) fn part(self, range: Range<usize>) -> &'a str {
        self.file.text().get(range).unwrap_or_default()
    }

    pub(super) fn starts(self, at: usize, with: &str) -> bool {
        let bytes = self.file.text().as_bytes();
        bytes
            .get(at..)
            .is_some_and(|rest| rest.starts_with(with.as_bytes()))
    }

    pub(super) fn line(self, at: usize) -> usize {
        self.file.line_of(at)
    }

    pub(super) fn line_start(self, at: usize) -> usize {
        self.file.line_range(self.line(at)).start
    }

    /// Where the line's text ends, before what ends the line.
    pub(super) fn line_end(self, at: usize) -> usize {
        let range = self.file.line_range(self.line(at));
        match range.end > at && self.byte(range.end - 1) == b'\r' {
            true => range.end - 1,
            false => range.end,
        }
    }

    pub(super) fn next_line(self, at: usize) -> usize {
        let end = self.file.line_range(self.line(at)).end;
        (end + 1).min(self.len())
    }

    /// How the file ends its lines.
    pub(super) fn line_break(self) -> &'static str {
        self.file.line_end()
    }

    /// After spaces and tabs.
    pub(super) fn blanks(self, mut at: usize) -> usize {
        while matches!(self.byte(at), b' ' | b'\t') {
            at += 1;
        }
        at
    }

    /// The end of what shows before `at`, not before `start`.
    pub(super) fn trimmed(self, start: usize, at: usize) -> usize {
        start + self.part(start..at).trim_end().len()
    }

    /// Whether nothing but a comment stands from there to the end of the line.
    pub(super) fn is_rest_empty(self, at: usize) -> bool {
        let at = self.blanks(at);
        self.is_end(at) || self.byte(at) == b'#'
    }

    /// Whether the line ends there.
    pub(super) fn is_end(self, at: usize) -> bool {
        matches!(self.byte(at), 0 | b'\n') || self.starts(at, "\r\n")
    }

    /// The end of a bare word there; `at` itself if there is none.
    pub(super) fn word(self, mut at: usize) -> usize {
        while is_bare(self.byte(at)) {
            at += 1;
        }
        at
    }

    /// The end of a key there, bare or quoted, in parts or one: `a."b".c`.
    pub(super) fn key(self, at: usize) -> Option<usize> {
        let mut at = at;
        loop {
            let end = match self.byte(at) {
                quote @ (b'"' | b'\'') => self.closing(at + 1, quote)? + 1,
                _ => self.word(at),
            };
            if end == at {
                return None;
            }
            let next = self.blanks(end);
            if self.byte(next) != b'.' {
                return Some(end);
            }
            at = self.blanks(next + 1);
        }
    }

    /// The quote that closes a text of one line, whose inside begins at `at`.
    pub(super) fn closing(self, mut at: usize, quote: u8) -> Option<usize> {
        loop {
            match self.byte(at) {
                byte if byte == quote => return Some(at),
                0 | b'\n' => return None,
                b'\\' if quote == b'"' => at += 2,
                _ => at += 1,
            }
        }
    }

    /// Whether the line that begins at `at` (after blanks) is the header of a table, whole.
    pub(super) fn is_header(self, at: usize) -> bool {
        let width = if self.starts(at, "[[") { 2 } else { 1 };
        let start = self.blanks(at + width);
        if self.byte(at) != b'[' || !(self.byte(start).is_ascii_alphabetic()) {
            return false;
        }
        let Some(end) = self.key(start) else {
            return false;
        };
        let is_value = matches!(self.part(start..end), "true" | "false" | "inf" | "nan");
        let close = self.blanks(end);
        let shut = if width == 2 { "]]" } else { "]" };
        !is_value && self.starts(close, shut) && self.is_rest_empty(close + width)
    }

    /// Whether a key and a `=` stand there.
    pub(super) fn is_pair(self, at: usize) -> bool {
        let end = self.key(at).map(|end| self.blanks(end));
        end.is_some_and(|end| self.byte(end) == b'=')
    }

    /// Whether a key and a `=` stand there, or a `:` as in YAML.
    pub(super) fn is_assignment(self, at: usize) -> bool {
        let Some(end) = self.key(at) else {
            return false;
        };
        let sign = self.blanks(end);
        let is_colon = self.byte(end) == b':'
            && (matches!(self.byte(end + 1), b' ' | b'"' | b'\'') || self.is_end(end + 1));
        self.byte(sign) == b'=' || is_colon
    }
}

pub(super) fn is_bare(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}
