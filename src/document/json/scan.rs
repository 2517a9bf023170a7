//! A JSON text to tokens. Comments, odd spaces and wrong quotes are told here and read as what was
//! meant.
//!
//! Unaware of which token may follow which; knows only whether a value was announced by a colon.

mod comment;
mod bare;
mod round;

use super::notes::{Notes, slip};
use super::text::{self, Reader, Text};
use super::token::{Bracket, TYPOGRAPHIC, Token, What, is_end, is_odd_blank};
use crate::diag::At;

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
        round: Vec::new(),
        open: Vec::new(),
        comments: Vec::new(),
    };
    scanner.all();
    scanner.tell_comments();
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
    /// What the parentheses stand for that are open.
    round: Vec<Bracket>,
    /// The brackets that are open; whether a closing one fits is not looked at.
    open: Vec<Bracket>,
    /// The bytes of those comments that may not stand in the file.
    comments: Vec<(usize, usize)>,
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
                b'\\' if self.byte(self.at + 1) == Some(b'"') => {
                    match text::escaped(self.notes, self.at) {
                        Some(text) => self.text(text),
                        None => self.other(),
                    }
                }
                b'\\' if self.is_at_line_end() => self.line_goes_on(),
                b'(' => self.open_round(),
                b')' => match (self.round.pop(), self.open.last().copied()) {
                    (Some(bracket), _) => self.mark(What::Close(bracket), 1),
                    (None, Some(bracket)) => self.lone_parenthesis(bracket),
                    (None, None) => self.mark(What::Close(Bracket::Square), 1),
                },
                _ => self.other(),
            }
        }
    }

    fn mark(&mut self, what: What, width: usize) {
        self.push(what, self.at + width);
    }

    /// A parenthesis that closes what a bracket opened.
    fn lone_parenthesis(&mut self, bracket: Bracket) {
        let here = self.notes.span(self.at, self.at + 1);
        let closer = bracket.closer();
        let finding = slip(
            format!("{} is closed by `)`", bracket.noun()),
            here.clone(),
            format!("`{closer}` belongs here"),
        );
        let finding = finding.help(format!("write `{closer}`"));
        self.notes
            .push(finding.fix(At::Span(here), closer.to_string()));
        self.mark(What::Close(bracket), 1);
    }

    fn push(&mut self, what: What, end: usize) {
        match what {
            What::Open(bracket) => self.open.push(bracket),
            What::Close(_) => drop(self.open.pop()),
            _ => {}
        }
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
        if !is_key && self.filled_in() {
            return;
        }
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

    /// The letter that Python writes before the quotes of some texts; whether it is one.
    fn prefix(&mut self, end: usize) -> bool {
        let word = self.notes.text(self.at, end);
        if !matches!(word, "r" | "R" | "u" | "U" | "b" | "B" | "f" | "F") {
            return false;
        }
        let here = self.notes.span(self.at, end);
        let finding = slip(
            "a letter before the quotes",
            here.clone(),
            "JSON has none here",
        );
        let is_sure = !matches!(word, "f" | "F");
        self.notes.push(
            finding
                .help("remove it")
                .fix(At::Span(here), "")
                .sure(is_sure),
        );
        self.at = end;
        true
    }

    /// Anything without quotes. After a colon it may hold blanks and colons.
    fn word(&mut self) {
        if self.call() || self.condition() {
            return;
        }
        let length = if self.is_announced() {
            self.value_length()
        } else {
            self.word_length(self.rest())
        };
        let word = self.rest().get(..length).unwrap_or_default();
        let length = match word
            .find(')')
            .filter(|at| !self.round.is_empty() && *at > 0)
        {
            Some(at) => at,
            None => length,
        };
        let end = self.at + length.max(self.rest().chars().next().map_or(1, char::len_utf8));
        let after = self.notes.text(end, self.notes.file.text().len());
        if after.starts_with(['"', '\'']) && self.prefix(end) {
            return;
        }
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
}
