//! Goes through the tokens of a text whose brackets do not fit, keeps what is open and what was
//! closed, and writes down each change.
//!
//! Unaware of why: `layout` tells what the indentation says, `partner` what the tokens say.

use super::{Act, Change};
use crate::diag::MOST_FINDINGS;
use crate::document::json::token::{Bracket, Token, What};
use crate::source::SourceFile;

/// Where a token stands.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// Bytes before it in its line, if it is the first there.
    pub(super) first: Option<usize>,
    /// Bytes before the first token of its line.
    pub(super) indent: usize,
}

impl Place {
    /// The first token of a line, at this column.
    pub(super) fn at(column: usize) -> Self {
        Self {
            first: Some(column),
            indent: column,
        }
    }
}

/// An open bracket.
#[derive(Clone, Copy)]
pub(super) struct Hand {
    pub(super) token: usize,
    pub(super) bracket: Bracket,
    pub(super) indent: usize,
    /// Where the lines of its content begin.
    pub(super) child: Option<usize>,
    /// The last colon in it.
    pub(super) colon: Option<usize>,
}

/// A bracket that was closed.
#[derive(Clone, Copy)]
pub(super) struct Closed {
    pub(super) hand: Hand,
    /// The closing bracket.
    pub(super) closer: usize,
    /// Whether that starts its line.
    pub(super) is_first: bool,
    /// Whether it stands there as deep as the line that opens it.
    pub(super) is_below: bool,
}

pub(super) struct Mender<'t> {
    pub(super) file: &'t SourceFile,
    pub(super) tokens: &'t [Token],
    pub(super) by_layout: bool,
    pub(super) stack: Vec<Hand>,
    /// What was closed since the last line that does not start with a closing bracket.
    pub(super) recent: Vec<Closed>,
    /// How many more brackets are opened than closed.
    pub(super) missing: isize,
    pub(super) changes: Vec<Change>,
    pub(super) cost: usize,
}

impl<'t> Mender<'t> {
    pub(super) fn new(
        file: &'t SourceFile,
        tokens: &'t [Token],
        is_bare: bool,
        by_layout: bool,
    ) -> Self {
        let missing = tokens
            .iter()
            .map(|token| match token.what {
                What::Open(_) => 1,
                What::Close(_) => -1,
                _ => 0,
            })
            .sum();
        let mut mender = Self {
            file,
            tokens,
            by_layout,
            stack: Vec::new(),
            recent: Vec::new(),
            missing,
            changes: Vec::new(),
            cost: 0,
        };
        if is_bare {
            mender.missing += 1;
            mender.stack.push(Hand {
                token: 0,
                bracket: Bracket::Brace,
                indent: 0,
                child: None,
                colon: None,
            });
        }
        mender
    }

    pub(super) fn run(mut self) -> Self {
        let mut line = None;
        let mut indent = 0;
        for at in 0..self.tokens.len() {
            let Some(token) = self.tokens.get(at).copied() else {
                break;
            };
            let here = self.file.line_of(token.start);
            let is_first = line != Some(here);
            if is_first {
                indent = token.start - self.file.line_range(here).start;
            }
            line = Some(self.file.line_of(token.end.saturating_sub(1)));
            let place = Place {
                first: is_first.then_some(indent),
                indent,
            };
            if self.token(at, token, place) {
                return self;
            }
        }
        self.end();
        self
    }

    /// Looks at one token; whether all after it stands after the end.
    fn token(&mut self, at: usize, token: Token, place: Place) -> bool {
        let is_closer = matches!(token.what, What::Close(_));
        if self.by_layout
            && !is_closer
            && let Some(column) = place.first
            && self.before(at) != Some(What::Colon)
        {
            self.hold_against_layout(at, column);
        }
        if self.stack.is_empty() && at > 0 && self.is_after_end(at) {
            return true;
        }
        if self.changes.len() > MOST_FINDINGS {
            // Nobody reads on.
            self.change(at, Act::End, false);
            return true;
        }
        match token.what {
            What::Open(Bracket::Brace)
                if self.missing > 0 && self.before(at) == Some(What::Open(Bracket::Brace)) =>
            {
                // An object holds no object without a key.
                self.change(at, Act::Drop, true);
                self.missing -= 1;
            }
            What::Open(bracket) => {
                self.open_where_a_key_belongs(at);
                self.stack.push(Hand {
                    token: at,
                    bracket,
                    indent: place.indent,
                    child: None,
                    colon: None,
                });
            }
            What::Close(bracket) => self.closer(at, bracket, place),
            What::Text | What::Odd(_) | What::Word => {
                let next = self.tokens.get(at + 1).map(|next| next.what);
                if next == Some(What::Colon) {
                    self.key(at, place);
                }
            }
            What::Colon => {
                if let Some(top) = self.stack.last_mut() {
                    top.colon = Some(at);
                }
            }
            What::Comma => {}
        }
        false
    }

    pub(super) fn before(&self, at: usize) -> Option<What> {
        Some(self.tokens.get(at.checked_sub(1)?)?.what)
    }

    /// The outermost bracket is closed, and something follows. Whether that is after the end, and
    /// not in a table that was closed by a bracket too many.
    fn is_after_end(&mut self, at: usize) -> bool {
        let rest = self.tokens.get(at..).unwrap_or_default();
        if rest
            .iter()
            .all(|token| matches!(token.what, What::Close(_)))
        {
            // In one line any bracket before it may be the one too many.
            let is_certain = self.by_layout && self.recent.last().is_some_and(|last| last.is_first);
            for extra in (at..self.tokens.len()).take(MOST_FINDINGS) {
                self.change(extra, Act::Drop, is_certain);
            }
            if rest.len() > MOST_FINDINGS {
                self.change(at + MOST_FINDINGS, Act::End, false);
            }
            return true;
        }
        if self.missing < 0
            && let Some(last) = self.recent.pop()
        {
            // Any bracket before it may be the one too many.
            self.change(last.closer, Act::Drop, false);
            self.missing += 1;
            self.stack.push(last.hand);
            return false;
        }
        self.change(at, Act::End, false);
        true
    }

    /// Closes the last `count` open brackets before a token; before a comma that stands there.
    pub(super) fn close(&mut self, count: usize, before: usize) {
        let is_closer = matches!(
            self.tokens.get(before).map(|token| token.what),
            Some(What::Close(_))
        );
        let is_after_comma = self.before(before) == Some(What::Comma);
        let at = if is_after_comma && !is_closer {
            before - 1
        } else {
            before
        };
        for _ in 0..count {
            let Some(hand) = self.stack.pop() else {
                return;
            };
            self.change(at, Act::Close(hand.bracket, hand.token), true);
            self.missing -= 1;
        }
    }

    pub(super) fn open(&mut self, at: usize, place: Place) {
        self.change(at, Act::Open(Bracket::Brace), true);
        self.missing += 1;
        self.stack.push(Hand {
            token: at,
            bracket: Bracket::Brace,
            indent: place.indent,
            child: place.first,
            colon: None,
        });
    }

    /// What is still open at the file's end.
    fn end(&mut self) {
        let last = self.tokens.last().map(|token| token.what);
        let is_whole = !matches!(last, Some(What::Comma | What::Colon | What::Open(_)));
        let is_clear = self.by_layout
            && self.stack.len() == 1
            && self
                .stack
                .iter()
                .all(|hand| hand.child.is_some_and(|child| child > hand.indent));
        while let Some(hand) = self.stack.pop() {
            let act = Act::Close(hand.bracket, hand.token);
            self.change(self.tokens.len(), act, is_clear && is_whole);
        }
    }

    pub(super) fn change(&mut self, at: usize, act: Act, is_certain: bool) {
        self.cost += 1;
        self.changes.push(Change {
            at,
            act,
            is_certain,
        });
    }
}
