//! What a text holds, key by key, however broken it is: every key and every single value with its
//! route and its bytes, and what could be written at the cursor.
//!
//! The readers of [`crate::document`] decide what a manifest means; an editor also wants to know
//! where it is in a line that is half typed. So this reader never gives up: an open string ends with
//! its line, an open bracket before the next line that can only be outside of it. Unaware of the
//! schema.

mod flow;
mod toml;
mod yaml;

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;

use crate::document::Syntax;
use crate::source::Route;

/// How deeply brackets may lie in each other.
const MAX_NESTING: usize = 64;

/// One place where a key is written. A TOML header names several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The route that it leads to.
    pub route: Route,
    /// Its bytes, with quotes.
    pub span: Range<usize>,
    /// Its bytes, without quotes.
    pub inner: Range<usize>,
    /// Whether it stands in a TOML `[header]`.
    pub in_header: bool,
    /// Where what it opens begins: the key, or the header.
    pub start: usize,
    /// Where its value ends.
    pub end: usize,
}

/// One place where a single value is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// Its route.
    pub route: Route,
    /// Its bytes, with quotes.
    pub span: Range<usize>,
    /// Its bytes, without quotes.
    pub inner: Range<usize>,
    /// The text that it stands for.
    pub text: String,
    /// Its quote; `None` for a bare word or number.
    pub quote: Option<char>,
}

/// What could be written at the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// A key of the table at the cursor's route.
    Key,
    /// The value at the cursor's route.
    Value,
    /// The value at the cursor's route, or, if that is a table, one of its keys: YAML's next line.
    Node,
    /// A name in a TOML `[header]`, below the cursor's route.
    Header,
    /// Nothing: inside a comment, after a value.
    Nothing,
}

/// The cursor, and what is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Its byte.
    pub at: usize,
    /// What could be written.
    pub slot: Slot,
    /// Of a key: the table; of a value: the value itself.
    pub route: Route,
    /// The word that is being written, without quotes.
    pub token: Range<usize>,
    /// The quote that opens it.
    pub quote: Option<char>,
    /// Whether the quote is closed.
    pub closed: bool,
    /// Whether the key has its `=` or `:` already.
    pub followed: bool,
    /// Whether it stands between brackets.
    pub in_brackets: bool,
    /// What must be written before a word here, such as the space after YAML's `:`.
    pub lead: &'static str,
}

/// A text as far as it can be understood.
#[derive(Clone, Debug)]
pub struct Outline {
    /// Its syntax.
    pub syntax: Syntax,
    /// Every key, in the order of the text.
    pub keys: Vec<Key>,
    /// Every single value, in the order of the text.
    pub scalars: Vec<Scalar>,
    /// What is at the cursor, if one was given.
    pub cursor: Option<Cursor>,
    /// The first single value at a route, once somebody asks.
    index: OnceCell<HashMap<Route, usize, RandomState>>,
}

impl Outline {
    /// Reads a text; `cursor` is a byte of it.
    pub fn read(syntax: Syntax, text: &str, cursor: Option<usize>) -> Self {
        let mut scanner = Scanner {
            text,
            at: 0,
            last: 0,
            wanted: cursor,
            syntax,
            keys: Vec::new(),
            scalars: Vec::new(),
            cursor: None,
            nest: Vec::new(),
            lost: false,
            orphan: None,
            floor: None,
            tables: HashMap::new(),
        };
        match syntax {
            Syntax::Toml => scanner.toml(),
            Syntax::Yaml => scanner.yaml(),
            Syntax::Json => scanner.json(),
        }
        Self {
            syntax,
            keys: scanner.keys,
            scalars: scanner.scalars,
            cursor: scanner.cursor,
            index: OnceCell::new(),
        }
    }

    /// The key that holds byte `at`.
    pub fn key_at(&self, at: usize) -> Option<&Key> {
        let holds = |key: &&Key| key.span.start <= at && at <= key.span.end;
        self.keys.iter().find(holds)
    }

    /// The single value that holds byte `at`.
    pub fn scalar_at(&self, at: usize) -> Option<&Scalar> {
        let holds = |scalar: &&Scalar| scalar.span.start <= at && at <= scalar.span.end;
        self.scalars.iter().find(holds)
    }

    /// The text of the single value at `route`, for one who asks once.
    pub fn text_at(&self, route: &Route) -> Option<&str> {
        let scalar = self.scalars.iter().find(|scalar| scalar.route == *route)?;
        Some(&scalar.text)
    }

    /// The text of the single value at `route`, for one who asks for many.
    pub fn text_of(&self, route: &Route) -> Option<&str> {
        let index = self.index.get_or_init(|| {
            let mut index =
                HashMap::with_capacity_and_hasher(self.scalars.len(), RandomState::default());
            for (position, scalar) in self.scalars.iter().enumerate() {
                index.entry(scalar.route.clone()).or_insert(position);
            }
            index
        });
        let scalar = self.scalars.get(*index.get(route)?)?;
        Some(&scalar.text)
    }

    /// The names of the keys of the table at `route`, each place once.
    pub fn names_in<'a>(&'a self, route: &'a Route) -> impl Iterator<Item = (String, &'a Key)> {
        let depth = route.segments().len();
        self.keys.iter().filter_map(move |key| {
            let is_child = key.route.segments().len() == depth + 1 && route.holds(&key.route);
            is_child.then(|| (key.route.last(), key))
        })
    }
}

/// A word in quotes, or an unclosed one.
struct Quoted {
    span: Range<usize>,
    inner: Range<usize>,
    text: String,
    quote: char,
    closed: bool,
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// Where the last word ended.
    last: usize,
    wanted: Option<usize>,
    syntax: Syntax,
    keys: Vec<Key>,
    scalars: Vec<Scalar>,
    cursor: Option<Cursor>,
    /// Open brackets.
    nest: Vec<u8>,
    /// Whether an open bracket turned out to be unclosed.
    lost: bool,
    /// A key that was found where an item of an unclosed list was expected.
    orphan: Option<Quoted>,
    /// In YAML: the indent of the mapping that an open bracket lies in.
    floor: Option<usize>,
    /// In TOML: how many `[[tables]]` there are at a route.
    tables: HashMap<Route, usize>,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn peek_at(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Goes one character on.
    fn bump(&mut self) {
        self.at += self.rest().chars().next().map_or(1, char::len_utf8);
    }

    fn line_end(&self) -> usize {
        self.rest()
            .find('\n')
            .map_or(self.text.len(), |found| self.at + found)
    }

    /// The bytes since the line began.
    fn column(&self) -> usize {
        let before = self.text.get(..self.at).unwrap_or_default();
        self.at - before.rfind('\n').map_or(0, |found| found + 1)
    }

    /// Notes what is at the cursor, if that is where the scanner is; the first note counts.
    fn note(&mut self, slot: Slot, route: &Route, token: Range<usize>) -> Option<&mut Cursor> {
        let at = self.wanted?;
        if self.cursor.is_some() || at < token.start || token.end < at {
            return None;
        }
        self.cursor = Some(Cursor {
            at,
            slot,
            route: route.clone(),
            token,
            quote: None,
            closed: true,
            followed: false,
            in_brackets: !self.nest.is_empty(),
            lead: "",
        });
        self.cursor.as_mut()
    }

    /// The same for a word in quotes: the cursor must be between them.
    fn note_quoted(&mut self, slot: Slot, route: &Route, word: &Quoted) {
        let Some(at) = self.wanted else { return };
        let end = if word.closed {
            word.inner.end
        } else {
            word.span.end
        };
        if at < word.inner.start || end < at {
            return;
        }
        let token = if word.closed {
            word.inner.clone()
        } else {
            word.inner.start..at
        };
        let (quote, closed) = (word.quote, word.closed);
        if let Some(cursor) = self.note(slot, route, token) {
            cursor.quote = Some(quote);
            cursor.closed = closed;
        }
    }

    /// Skips blanks, and line feeds too if `lines`; the cursor may be there. Notices when an open
    /// bracket must end before the line that it comes to.
    fn blank(&mut self, lines: bool, slot: Slot, route: &Route) {
        let start = self.at;
        let mut crossed = false;
        loop {
            match self.peek() {
                Some(b' ' | b'\t' | b'\r') => self.at += 1,
                Some(b'\n') if lines => {
                    self.at += 1;
                    crossed = true;
                }
                Some(b'#') if self.is_comment() => self.comment(),
                Some(b'/') if self.syntax == Syntax::Json && self.peek_at(1) == Some(b'/') => {
                    self.comment();
                }
                Some(b'/') if self.syntax == Syntax::Json && self.peek_at(1) == Some(b'*') => {
                    crossed |= self.long_comment();
                }
                _ => break,
            }
        }
        if crossed && self.is_outside() {
            self.lost = true;
            // Blank lines before that line may still be inside.
        }
        let Some(wanted) = self.wanted else { return };
        let follows_word = self
            .peek()
            .is_some_and(|next| !matches!(next, b'\n' | b',' | b']' | b'}'));
        let is_here = start <= wanted && wanted < self.at;
        let is_at_end = wanted == self.at && start <= wanted && !follows_word;
        if is_here || is_at_end {
            self.note(slot, route, wanted..wanted);
        }
    }

    fn is_comment(&self) -> bool {
        let before = self.at.checked_sub(1);
        let before = before.and_then(|at| self.text.as_bytes().get(at).copied());
        match self.syntax {
            Syntax::Toml => true,
            Syntax::Yaml => before.is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')),
            Syntax::Json => false,
        }
    }

    fn comment(&mut self) {
        let start = self.at;
        self.at = self.line_end();
        self.note(Slot::Nothing, &Route::root(), start + 1..self.at);
    }

    /// Skips a comment that may have several lines; whether it has.
    fn long_comment(&mut self) -> bool {
        let start = self.at;
        let end = self.rest().find("*/");
        self.at = end.map_or(self.text.len(), |end| start + end + 2);
        self.note(Slot::Nothing, &Route::root(), start + 1..self.at);
        self.text
            .get(start..self.at)
            .is_some_and(|text| text.contains('\n'))
    }

    /// Whether the line that begins here cannot lie in the bracket that is open.
    fn is_outside(&self) -> bool {
        let Some(bracket) = self.nest.last() else {
            return false;
        };
        match self.syntax {
            Syntax::Toml => toml::is_statement(self.rest(), *bracket == b'['),
            Syntax::Yaml => {
                let closes = matches!(self.peek(), Some(b']' | b'}') | None);
                !closes && self.floor.is_some_and(|floor| self.column() <= floor)
            }
            Syntax::Json => false,
        }
    }

    /// Reads a word in quotes; it ends with its line if nothing closes it.
    fn quoted(&mut self) -> Quoted {
        let start = self.at;
        let quote = if self.peek() == Some(b'\'') {
            '\''
        } else {
            '"'
        };
        let triple = if quote == '"' { "\"\"\"" } else { "'''" };
        let is_triple = self.syntax == Syntax::Toml && self.rest().starts_with(triple);
        if is_triple {
            let inner = start + 3;
            let rest = self.text.get(inner..).unwrap_or_default();
            if let Some(length) = rest.find(triple) {
                self.at = inner + length + 3;
                return self.finish_quoted(start, inner..inner + length, quote, true);
            }
        }
        let inner = start + 1;
        self.at = inner;
        let escapes = quote == '"';
        let closed = loop {
            match self.peek() {
                None => break false,
                Some(b'\n') if self.syntax != Syntax::Yaml || self.is_next_line_new() => {
                    break false;
                }
                Some(b'\\') if escapes => {
                    self.at += 1;
                    self.bump();
                }
                Some(byte) if char::from(byte) == quote => {
                    let doubled = self.syntax == Syntax::Yaml
                        && quote == '\''
                        && self.peek_at(1) == Some(b'\'');
                    if !doubled {
                        break true;
                    }
                    self.at += 2;
                }
                Some(_) => self.bump(),
            }
        };
        self.at = self.at.min(self.text.len());
        let mut end = self.at;
        if closed {
            self.at += 1;
        } else {
            let written = self.text.get(inner..end).unwrap_or_default();
            end = inner + written.trim_end().len();
        }
        self.finish_quoted(start, inner..end, quote, closed)
    }

    fn finish_quoted(
        &mut self,
        start: usize,
        inner: Range<usize>,
        quote: char,
        closed: bool,
    ) -> Quoted {
        self.last = self.at;
        let raw = self.text.get(inner.clone()).unwrap_or_default();
        let text = match quote {
            '"' if raw.contains('\\') => {
                serde_json::from_str(&format!("\"{raw}\"")).unwrap_or_else(|_| raw.to_owned())
            }
            '\'' if self.syntax == Syntax::Yaml => raw.replace("''", "'"),
            _ => raw.to_owned(),
        };
        Quoted {
            span: start..self.at,
            inner,
            text,
            quote,
            closed,
        }
    }

    /// Whether the next line of a YAML text begins something of its own.
    fn is_next_line_new(&self) -> bool {
        let rest = self.rest().get(1..).unwrap_or_default();
        let line = rest.lines().next().unwrap_or_default().trim();
        line.is_empty() || line.starts_with("- ") || line.ends_with(':') || line.contains(": ")
    }

    /// Reads a bare word up to where `ends` says; blanks at its end are not part of it.
    fn bare(&mut self, ends: impl Fn(&str) -> bool) -> Range<usize> {
        let start = self.at;
        while !self.rest().is_empty() && !self.rest().starts_with('\n') && !ends(self.rest()) {
            self.bump();
        }
        let word = self.text.get(start..self.at).unwrap_or_default();
        let end = start + word.trim_end().len();
        self.at = end;
        self.last = end;
        start..end
    }

    fn add_quoted(&mut self, route: &Route, word: Quoted) {
        self.scalars.push(Scalar {
            route: route.clone(),
            span: word.span,
            inner: word.inner,
            text: word.text,
            quote: Some(word.quote),
        });
    }

    fn add_bare(&mut self, route: &Route, span: Range<usize>) {
        let text = self.text.get(span.clone()).unwrap_or_default().to_owned();
        self.scalars.push(Scalar {
            route: route.clone(),
            span: span.clone(),
            inner: span,
            text,
            quote: None,
        });
    }

    fn add_key(&mut self, route: Route, span: Range<usize>, inner: Range<usize>) -> usize {
        self.keys.push(Key {
            route,
            start: span.start,
            end: span.end,
            span,
            inner,
            in_header: false,
        });
        self.keys.len() - 1
    }

    /// The value of a key ends where the last word did.
    fn end_key(&mut self, key: usize) {
        let last = self.last;
        if let Some(key) = self.keys.get_mut(key) {
            key.end = last.max(key.span.end);
        }
    }
}
