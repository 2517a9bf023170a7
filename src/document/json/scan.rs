//! A JSON text to tokens. Comments, odd spaces and wrong quotes are told here and read as what was
//! meant.
//!
//! Unaware of which token may follow which; knows only whether a value was announced by a colon.

use super::notes::{Notes, slip};
use super::text::{self, Reader, Text};
use super::token::{Bracket, TYPOGRAPHIC, Token, What, is_end, is_odd_blank, is_wide_mark};
use super::word;
use crate::diag::At;

/// Longest `${…}` in a text without quotes, in bytes.
const LONGEST_NAME: usize = 200;

/// A text in tokens.
pub(super) struct Scanned {
    /// All tokens.
    pub(super) tokens: Vec<Token>,
    /// What was meant by each odd text.
    pub(super) meant: Vec<Option<String>>,
}

/// Reads all tokens.
pub(super) fn scan(notes: &mut Notes<'_>) -> Scanned {
    let mut scanner = Scanner {
        notes,
        at: 0,
        texts: Reader::default(),
        tokens: Vec::new(),
        meant: Vec::new(),
    };
    scanner.all();
    Scanned {
        tokens: scanner.tokens,
        meant: scanner.meant,
    }
}

struct Scanner<'n, 'a> {
    notes: &'n mut Notes<'a>,
    at: usize,
    texts: Reader,
    tokens: Vec<Token>,
    meant: Vec<Option<String>>,
}

impl<'a> Scanner<'_, 'a> {
    fn rest(&self) -> &'a str {
        self.notes.text(self.at, self.notes.file.text().len())
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.notes.file.text().as_bytes().get(at).copied()
    }

    fn all(&mut self) {
        while let Some(byte) = self.byte(self.at) {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => self.at += 1,
                b'{' => self.mark(What::Open(Bracket::Brace), 1),
                b'[' => self.mark(What::Open(Bracket::Square), 1),
                b'}' => self.mark(What::Close(Bracket::Brace), 1),
                b']' => self.mark(What::Close(Bracket::Square), 1),
                b',' | b';' => self.mark(What::Comma, 1),
                b':' => {
                    let width = if self.byte(self.at + 1) == Some(b'=') {
                        2
                    } else {
                        1
                    };
                    self.mark(What::Colon, width);
                }
                b'=' => {
                    let is_two = matches!(self.byte(self.at + 1), Some(b'=' | b'>'));
                    self.mark(What::Colon, if is_two { 2 } else { 1 });
                }
                b'"' => self.double(),
                b'/' | b'#' if self.is_comment() => self.comment(),
                b'\'' | b'`' => {
                    let text = text::other_quotes(self.notes, self.at, char::from(byte));
                    self.text(text);
                }
                b'(' => {
                    let here = self.notes.span(self.at, self.at + 1);
                    let finding = slip("parentheses", here, "JSON has none");
                    self.notes
                        .push(finding.help("write `[` and `]` around a list, and nothing else"));
                    self.mark(What::Open(Bracket::Square), 1);
                }
                b')' => self.mark(What::Close(Bracket::Square), 1),
                _ => self.other(),
            }
        }
    }

    fn mark(&mut self, what: What, width: usize) {
        self.push(what, self.at + width);
    }

    fn push(&mut self, what: What, end: usize) {
        self.tokens.push(Token {
            what,
            start: self.at,
            end,
        });
        self.at = end;
    }

    fn double(&mut self) {
        let rest = self.rest().get(1..).unwrap_or_default();
        let follows = |last: &Token| last.end == self.at && last.is_scalar();
        if self.tokens.last().is_some_and(follows) && is_end(rest) && !rest.starts_with('"') {
            // `"key"":`
            text::one_too_many(self.notes, self.at);
            self.at += 1;
            return;
        }
        let is_key = !self.is_announced();
        match self.texts.double(self.notes, self.at, is_key) {
            Some(text) => self.text(text),
            None => self.at += 1,
        }
    }

    fn text(&mut self, text: Text) {
        let what = match text.meant {
            None => What::Text,
            Some(meant) => {
                self.meant.push(meant);
                What::Odd(u32::try_from(self.meant.len() - 1).unwrap_or(u32::MAX))
            }
        };
        self.push(what, text.end.max(self.at + 1));
    }

    /// Whether a colon stands before this in the same line: a value follows.
    fn is_announced(&self) -> bool {
        self.tokens.last().is_some_and(|last| {
            last.what == What::Colon && !self.notes.text(last.end, self.at).contains('\n')
        })
    }

    /// Whether a comment starts here, and no value such as `#ff0000` or `//server/films`.
    fn is_comment(&self) -> bool {
        let rest = self.rest();
        if rest.starts_with("/*") {
            return true;
        }
        let Some(after) = rest.strip_prefix("//").or(rest.strip_prefix('#')) else {
            return false;
        };
        let is_word = after.starts_with(|c: char| c.is_alphanumeric());
        !(is_word && self.is_announced())
    }

    /// A comment; comments in lines of their own that follow each other are told once.
    fn comment(&mut self) {
        let start = self.at;
        let mut end = start;
        let is_alone = self.own_lines(start, start);
        loop {
            let rest = self.rest();
            let length = match rest.strip_prefix("/*") {
                Some(inside) => inside.find("*/").map_or(rest.len(), |at| at + 4),
                None => rest.find('\n').unwrap_or(rest.len()),
            };
            let text = rest
                .get(..length)
                .unwrap_or_default()
                .trim_end_matches('\r');
            end = end.max(self.at + text.len());
            self.at += length;
            let next = self.rest();
            let gap = next.len() - next.trim_start_matches([' ', '\t', '\r', '\n']).len();
            let here = self.at;
            self.at += gap;
            let goes_on = is_alone && gap > 0 && self.own_lines(start, end);
            if !goes_on || !matches!(self.byte(self.at), Some(b'/' | b'#')) || !self.is_comment() {
                self.at = here;
                break;
            }
        }
        let gone = self.gone(start, end);
        let finding = slip(
            "a comment in JSON",
            self.notes.span(start, end),
            "JSON has no comments",
        )
        .help("remove it, or keep the manifest as TOML or YAML");
        let is_closed = !self.notes.text(start, end).starts_with("/*")
            || end < self.notes.file.text().len()
            || self.notes.text(start, end).ends_with("*/");
        let span = self.notes.span(gone.0, gone.1);
        self.notes
            .push(finding.fix(At::Span(span), "").sure(is_closed));
    }

    /// Whether nothing else stands in the lines from byte `start` to byte `end`.
    fn own_lines(&self, start: usize, end: usize) -> bool {
        let file = self.notes.file;
        let first = file.line_range(file.line_of(start)).start;
        let last = file.line_range(file.line_of(end)).end;
        let is_blank = |text: &str| text.trim().is_empty();
        let after = if end > start {
            self.notes.text(end, last)
        } else {
            ""
        };
        is_blank(self.notes.text(first, start)) && is_blank(after)
    }

    /// What goes with a comment: its lines, or the blanks between it and its neighbour.
    fn gone(&self, start: usize, end: usize) -> (usize, usize) {
        let file = self.notes.file;
        if self.own_lines(start, end) {
            let first = file.line_range(file.line_of(start)).start;
            let last = file.line_range(file.line_of(end)).end;
            return (first, (last + 1).min(file.text().len()));
        }
        let line = file.line_range(file.line_of(start)).start;
        let before = self.notes.text(line, start);
        if before.trim().is_empty() {
            let after = self.notes.text(end, file.text().len());
            let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
            return (start, end + blanks);
        }
        let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
        (start - blanks, end)
    }

    fn other(&mut self) {
        let Some(first) = self.rest().chars().next() else {
            return;
        };
        match first {
            '，' | '、' | '；' => self.mark(What::Comma, first.len_utf8()),
            '：' => self.mark(What::Colon, first.len_utf8()),
            c if TYPOGRAPHIC.contains(&c) => {
                let text = text::typographic(self.notes, self.at, c.len_utf8());
                self.text(text);
            }
            c if is_odd_blank(c) => self.odd_blanks(),
            _ => self.word(),
        }
    }

    fn odd_blanks(&mut self) {
        let start = self.at;
        let mut end = start;
        let mut plain = String::new();
        let mut kept = 0;
        let mut shows = false;
        for c in self.rest().chars() {
            if is_odd_blank(c) {
                if c.is_whitespace() {
                    plain.push(' ');
                    shows = true;
                }
                end = self.at + c.len_utf8();
                kept = plain.len();
            } else if matches!(c, ' ' | '\t') {
                plain.push(c);
            } else {
                break;
            }
            self.at += c.len_utf8();
        }
        self.at = end;
        plain.truncate(kept);
        let span = self.notes.span(start, end);
        let finding = if shows {
            slip(
                "a space that is none for JSON",
                span.clone(),
                "a no-break space or another odd one",
            )
            .help("write a plain space")
        } else {
            slip("an invisible character", span.clone(), "JSON has none here").help("remove it")
        };
        self.notes.push(finding.fix(At::Span(span), plain));
    }

    /// Anything without quotes. After a colon it may hold blanks and colons.
    fn word(&mut self) {
        let length = if self.is_announced() {
            self.value_length()
        } else {
            self.word_length(self.rest())
        };
        let end = self.at + length.max(self.rest().chars().next().map_or(1, char::len_utf8));
        let after = self.notes.text(end, self.notes.file.text().len());
        if let Some(after) = after.strip_prefix('"')
            && is_end(after)
            && !after.starts_with('"')
        {
            let text = text::unopened(self.notes, self.at, end + 1);
            self.text(text);
            return;
        }
        self.push(What::Word, end);
    }

    /// The length of the word that `rest` starts with.
    fn word_length(&self, rest: &str) -> usize {
        let mut skipped = 0;
        for (at, c) in rest.char_indices() {
            if at < skipped {
                continue;
            }
            if c == '$' {
                skipped = at + name_length(rest.get(at..).unwrap_or_default());
                continue;
            }
            let here = rest.get(at..).unwrap_or_default();
            let starts_comment = c == '#' || here.starts_with("//") || here.starts_with("/*");
            let is_inside = match c {
                '\'' => true,
                '#' | '/' => {
                    let before = rest.get(..at).unwrap_or_default();
                    !(starts_comment && word::is_value(before))
                }
                c => !ends_word(c),
            };
            if !is_inside {
                return at;
            }
        }
        rest.len()
    }

    /// The length of the value without quotes that stands here: up to a comma, a bracket, a quote
    /// or a comment. Where a further key follows, it ends before that.
    fn value_length(&self) -> usize {
        let rest = self.rest();
        let mut length = 0;
        let mut at = 0;
        loop {
            let word = rest.get(at..).unwrap_or_default();
            let mut end = at + self.word_length(word);
            // `C:\films`, `https://…` and `0:30` go on after the colon.
            while let Some(after) = rest
                .get(end..)
                .and_then(|left| left.strip_prefix([':', '=']))
            {
                if is_end(after) && !after.starts_with(['=', '/', '#']) {
                    break;
                }
                let more = self.word_length(after);
                if more == 0 && !after.starts_with(['=', '/', '#']) {
                    break;
                }
                let slashes = after.len() - after.trim_start_matches(['/', '=', '#']).len();
                let tail = after.get(slashes..).unwrap_or_default();
                end += 1 + slashes + self.word_length(tail);
            }
            let left = rest.get(end..).unwrap_or_default();
            let next = left.trim_start_matches([' ', '\t']);
            let is_key = next.starts_with([':', '=']) && !next.starts_with("==");
            if is_key && length > 0 {
                return length;
            }
            length = end;
            let is_comment =
                next.starts_with('#') || next.starts_with("//") || next.starts_with("/*");
            let goes_on = next.len() < left.len() && !is_comment;
            let is_word = next
                .chars()
                .next()
                .is_some_and(|c| !ends_word(c) && c != '\'');
            if !goes_on || !is_word {
                return length;
            }
            at = rest.len() - next.len();
        }
    }
}

/// Whether a character is no part of a word.
fn ends_word(c: char) -> bool {
    let is_mark = matches!(c, ',' | ':' | ';' | '=' | '{' | '}' | '[' | ']' | '"' | '`');
    is_mark || c.is_whitespace() || is_odd_blank(c) || is_wide_mark(c) || TYPOGRAPHIC.contains(&c)
}

/// The length of a `${name}`, or of the `$` alone.
fn name_length(rest: &str) -> usize {
    if !rest.starts_with("${") {
        return 1;
    }
    let inside = rest
        .char_indices()
        .take_while(|(at, c)| *at < LONGEST_NAME && *c != '\n');
    let close = inside.into_iter().find(|(_, c)| *c == '}');
    close.map_or(1, |(at, _)| at + 1)
}
