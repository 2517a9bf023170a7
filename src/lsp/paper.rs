//! One text as an editor counts it: lines and code units to bytes, and back.
//!
//! Unaware of what the text says.

use crate::source::{SourceFile, Span};

use super::protocol::{Change, Position, Range};

/// What an editor counts in a line (LSP 3.17, `PositionEncodingKind`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Units {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: what every client knows.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl Units {
    /// The first of the client's encodings that rendit knows; UTF-16 if it names none.
    pub fn negotiate<'a>(offered: impl IntoIterator<Item = &'a str>) -> Self {
        let known = |name: &str| match name {
            "utf-8" => Some(Self::Utf8),
            "utf-16" => Some(Self::Utf16),
            "utf-32" => Some(Self::Utf32),
            _ => None,
        };
        offered.into_iter().find_map(known).unwrap_or_default()
    }

    /// Its name in the protocol.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Utf32 => "utf-32",
        }
    }

    fn width(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}

/// A text with its lines.
#[derive(Clone, Debug)]
pub struct Paper {
    /// The text, without its byte order mark.
    pub file: SourceFile,
    /// Whether the text began with a byte order mark, which editors may count.
    marked: bool,
    /// Where lines begin; a line ends at `\n`, `\r\n` or `\r`.
    starts: Vec<usize>,
    units: Units,
}

impl Paper {
    /// `raw` is the text as it came.
    pub fn new(name: &str, raw: &str, units: Units) -> Self {
        let marked = raw.starts_with('\u{feff}');
        Self::of(SourceFile::new(name, raw), marked, units)
    }

    /// Of a text that was read from the disk.
    pub fn of(file: SourceFile, marked: bool, units: Units) -> Self {
        let bytes = file.text().as_bytes();
        let mut starts = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            let is_end = match byte {
                b'\n' => true,
                b'\r' => bytes.get(at + 1) != Some(&b'\n'),
                _ => false,
            };
            if is_end {
                starts.push(at + 1);
            }
        }
        Self {
            file,
            marked,
            starts,
            units,
        }
    }

    /// Its text.
    pub fn text(&self) -> &str {
        self.file.text()
    }

    /// Where byte `at` stands.
    pub fn position(&self, at: usize) -> Position {
        let at = self.file.floor(at);
        let line = self.starts.partition_point(|start| *start <= at) - 1;
        let start = self.starts.get(line).copied().unwrap_or(0);
        let before = self.text().get(start..at).unwrap_or_default();
        let mut units: usize = before.chars().map(|c| self.units.width(c)).sum();
        if line == 0 && self.marked {
            units += self.units.width('\u{feff}');
        }
        Position {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            character: u32::try_from(units).unwrap_or(u32::MAX),
        }
    }

    /// The byte at a place; what lies beyond a line is its end, as the protocol asks.
    pub fn offset(&self, position: Position) -> usize {
        let line = usize::try_from(position.line).unwrap_or(usize::MAX);
        let Some(start) = self.starts.get(line).copied() else {
            return self.text().len();
        };
        let end = self.starts.get(line + 1).copied();
        let text = self
            .text()
            .get(start..end.unwrap_or(self.text().len()))
            .unwrap_or_default();
        let mut left = usize::try_from(position.character).unwrap_or(usize::MAX);
        if line == 0 && self.marked {
            left = left.saturating_sub(self.units.width('\u{feff}'));
        }
        for (at, c) in text.char_indices() {
            if left == 0 || c == '\n' || c == '\r' {
                return start + at;
            }
            // Half a character is its start.
            let width = self.units.width(c);
            if left < width {
                return start + at;
            }
            left -= width;
        }
        start + text.len()
    }

    /// Where bytes `start..end` stand.
    pub fn range(&self, bytes: &std::ops::Range<usize>) -> Range {
        Range {
            start: self.position(bytes.start),
            end: self.position(bytes.end.max(bytes.start)),
        }
    }

    /// Where a span of this text stands; an empty one is made a character wide, so that it shows.
    pub fn visible(&self, span: &Span) -> Range {
        if !span.is_empty() {
            return self.range(&(span.start..span.end));
        }
        let text = self.text();
        let after = text.get(span.start..).and_then(|rest| rest.chars().next());
        let end = match after {
            Some(c) if c != '\n' && c != '\r' => span.start + c.len_utf8(),
            _ => span.start,
        };
        self.range(&(span.start..end))
    }

    /// The bytes of a range.
    pub fn bytes(&self, range: &Range) -> std::ops::Range<usize> {
        let start = self.offset(range.start);
        start..self.offset(range.end).max(start)
    }

    /// The text, as it came, after a change.
    pub fn changed(&self, change: &Change) -> String {
        let Some(range) = &change.range else {
            return change.text.clone();
        };
        let bytes = self.bytes(range);
        let text = self.text();
        let mark = if self.marked { "\u{feff}" } else { "" };
        let before = text.get(..bytes.start).unwrap_or_default();
        let after = text.get(bytes.end..).unwrap_or_default();
        format!("{mark}{before}{}{after}", change.text)
    }
}
