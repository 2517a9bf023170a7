//! Brackets that do not fit: which one is missing, too many, or the wrong one, and where.
//!
//! Unaware of values. Two readings are tried, one that trusts the indentation and one that does
//! not, and the one that needs fewer changes is taken.

use super::token::{Bracket, Token, What};
use crate::diag::MOST_FINDINGS;
use crate::document::MAX_DEPTH;
use crate::source::SourceFile;

/// How many open brackets are looked at for the one that a closing bracket belongs to.
const MOST_LOOKED_AT: usize = MAX_DEPTH + 1;

/// A change of the tokens, at the token with this number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    /// The number of a token, or how many there are.
    pub(super) at: usize,
    /// What is done.
    pub(super) act: Act,
    /// Whether nothing else can have been meant.
    pub(super) is_certain: bool,
}

/// What is done at a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// The bracket that the token with this number opened is closed before it.
    Close(Bracket, usize),
    /// This bracket is opened before it.
    Open(Bracket),
    /// It is a bracket too many.
    Drop,
    /// It closes this bracket, which the token with this number opened.
    Turn(Bracket, usize),
    /// All from here on stands after the end.
    End,
}

/// What is wrong with the brackets of a text.
#[derive(Debug)]
pub(super) enum Fit {
    /// Nothing.
    Good,
    /// They lie too deeply in each other at this token, and do not fit.
    TooDeep(usize),
    /// These changes make them fit.
    Mended(Vec<Change>),
}

/// Whether the brackets fit. Without the outermost brace, which `is_bare` tells, the tokens are
/// what stands in one.
pub(super) fn check(file: &SourceFile, tokens: &[Token], is_bare: bool) -> Fit {
    if !is_bare && is_good(tokens) {
        return Fit::Good;
    }
    let mut depth: usize = 0;
    for (at, token) in tokens.iter().enumerate() {
        match token.what {
            What::Open(_) => depth += 1,
            What::Close(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Fit::TooDeep(at);
        }
    }
    let by_layout = Mender::new(file, tokens, is_bare, true).run();
    let plain = Mender::new(file, tokens, is_bare, false).run();
    let mut best = if by_layout.cost <= plain.cost {
        by_layout
    } else {
        plain
    };
    best.changes.sort_by_key(|change| change.at);
    Fit::Mended(best.changes)
}

/// Whether every bracket is closed by its own kind, and nothing follows the last one.
fn is_good(tokens: &[Token]) -> bool {
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.what {
            What::Open(bracket) => open.push(bracket),
            What::Close(bracket) if open.pop() != Some(bracket) => return false,
            _ => {}
        }
        if open.is_empty() && at + 1 < tokens.len() {
            return false;
        }
    }
    open.is_empty()
}

/// Where a token stands.
#[derive(Clone, Copy)]
struct Place {
    /// Bytes before it in its line, if it is the first there.
    first: Option<usize>,
    /// Bytes before the first token of its line.
    indent: usize,
}

/// An open bracket.
#[derive(Clone, Copy)]
struct Hand {
    token: usize,
    bracket: Bracket,
    indent: usize,
    /// Where the lines of its content begin.
    child: Option<usize>,
    /// The last colon in it.
    colon: Option<usize>,
}

/// A bracket that was closed.
#[derive(Clone, Copy)]
struct Closed {
    hand: Hand,
    /// The closing bracket.
    closer: usize,
    /// Whether that starts its line.
    is_first: bool,
}

struct Mender<'t> {
    file: &'t SourceFile,
    tokens: &'t [Token],
    by_layout: bool,
    stack: Vec<Hand>,
    /// What was closed since the last line that does not start with a closing bracket.
    recent: Vec<Closed>,
    /// How many more brackets are opened than closed.
    missing: isize,
    changes: Vec<Change>,
    cost: usize,
}

impl<'t> Mender<'t> {
    fn new(file: &'t SourceFile, tokens: &'t [Token], is_bare: bool, by_layout: bool) -> Self {
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

    fn run(mut self) -> Self {
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

    fn before(&self, at: usize) -> Option<What> {
        Some(self.tokens.get(at.checked_sub(1)?)?.what)
    }

    /// A line's first token stands where the lines of its own table or list begin; if not, a
    /// bracket above it is missing or too many.
    fn hold_against_layout(&mut self, at: usize, column: usize) {
        let agrees = self
            .stack
            .last()
            .is_some_and(|top| top.child == Some(column));
        if !agrees {
            let is_own = |closed: &Closed| closed.hand.child == Some(column);
            let mut above = self.stack.iter().rev().take(MOST_LOOKED_AT).skip(1);
            let above = above.position(|hand| hand.child == Some(column));
            let top = self.stack.last().copied();
            if let Some(from) = self.recent.iter().position(is_own) {
                self.open_again(from);
            } else if let Some(above) = above
                && top.is_some_and(|top| top.child.is_some() || column <= top.indent)
            {
                self.close(above + 1, at);
            } else if let Some(top) = self.stack.last_mut() {
                top.child = top.child.or(Some(column));
            }
        }
        self.recent.clear();
    }

    /// Those of the brackets closed last are still open; what closed them is too many.
    fn open_again(&mut self, from: usize) {
        for closed in self.recent.split_off(from).into_iter().rev() {
            self.change(closed.closer, Act::Drop, true);
            self.missing += 1;
            self.stack.push(closed.hand);
        }
    }

    /// A bracket is opened in an object where a key belongs, and there are closing ones missing:
    /// the object is not closed.
    fn open_where_a_key_belongs(&mut self, at: usize) {
        let before = self.before(at);
        let is_item = !matches!(before, None | Some(What::Colon | What::Open(_)));
        let mut above = self.stack.iter().rev().map(|hand| hand.bracket);
        let is_in_list =
            above.next() == Some(Bracket::Brace) && above.next() == Some(Bracket::Square);
        if is_item && is_in_list && self.missing > 0 {
            self.close(1, at);
        }
    }

    /// A key in a list, or in the place of a value.
    fn key(&mut self, at: usize, place: Place) {
        let before = self.before(at);
        if before == Some(What::Colon) {
            if self.missing < 0 {
                self.open(at, place);
            }
            return;
        }
        let top = self.stack.last().copied();
        if top.is_none_or(|top| top.bracket != Bracket::Square) {
            return;
        }
        let is_first = matches!(before, Some(What::Open(_)));
        let mut above = self
            .stack
            .iter()
            .rev()
            .skip_while(|hand| hand.bracket == Bracket::Square);
        if self.missing > 0 && !is_first && above.next().is_some() {
            let lists = self.stack.iter().rev();
            let lists = lists
                .take_while(|hand| hand.bracket == Bracket::Square)
                .count();
            self.close(lists, at);
        } else if self.missing < 0 && (is_first || before == Some(What::Comma)) {
            self.open(at, place);
        }
    }

    fn open(&mut self, at: usize, place: Place) {
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

    fn closer(&mut self, at: usize, bracket: Bracket, place: Place) {
        if self.by_layout
            && let Some(column) = place.first
        {
            let fits = |hand: &Hand| hand.bracket == bracket && hand.indent == column;
            let is_shallower = self.stack.last().is_none_or(|top| top.indent < column);
            let is_own = |closed: &Closed| fits(&closed.hand) && !closed.is_first;
            if is_shallower && let Some(from) = self.recent.iter().position(is_own) {
                self.open_again(from);
            }
            let own = self.stack.iter().rev().take(MOST_LOOKED_AT).position(fits);
            // What stands this deep is closed already.
            let is_closed = |closed: &Closed| fits(&closed.hand);
            if is_shallower
                && own.is_none()
                && self.missing < 0
                && self.recent.iter().any(is_closed)
            {
                self.change(at, Act::Drop, true);
                self.missing += 1;
                return;
            }
            let top = self.stack.last().copied();
            let is_deeper = |top: Hand| top.indent >= column;
            if let Some(own) = own.filter(|own| *own > 0)
                && top.is_some_and(is_deeper)
            {
                self.close(own, at);
            }
        }
        let Some(top) = self.stack.last().copied() else {
            return;
        };
        let is_below = |hand: &Hand| hand.bracket == bracket;
        let below = self
            .stack
            .iter()
            .rev()
            .take(MOST_LOOKED_AT)
            .position(is_below);
        match below {
            Some(0) => {}
            Some(below) if self.missing > 0 => self.close(below, at),
            _ if self.missing >= 0 => self.turn(at, bracket, top),
            _ if self.opens_after_colon(bracket, top) => return,
            _ => {
                self.change(at, Act::Drop, true);
                self.missing += 1;
                return;
            }
        }
        if let Some(hand) = self.stack.pop() {
            if self.recent.len() > 2 * MOST_LOOKED_AT {
                self.recent.drain(..MOST_LOOKED_AT);
            }
            self.recent.push(Closed {
                hand,
                closer: at,
                is_first: place.first.is_some(),
            });
        }
    }

    /// A bracket of the other kind closes: one of the two is the wrong one.
    fn turn(&mut self, at: usize, bracket: Bracket, top: Hand) {
        let what = |at: usize| self.tokens.get(at).map(|token| token.what);
        let is_opened = matches!(what(top.token), Some(What::Open(_)));
        let has_key = what(top.token + 2) == Some(What::Colon);
        let has_value = matches!(what(top.token + 1), Some(What::Open(_)))
            || what(top.token + 2) == Some(What::Comma);
        let is_wrongly_opened = match bracket {
            Bracket::Brace => has_key,
            Bracket::Square => has_value,
        };
        if is_opened && is_wrongly_opened {
            self.change(top.token, Act::Turn(bracket, at), true);
        } else {
            self.change(at, Act::Turn(top.bracket, top.token), true);
        }
    }

    /// A list is closed that was not opened: its bracket is missing after the last colon of the
    /// object.
    fn opens_after_colon(&mut self, bracket: Bracket, top: Hand) -> bool {
        let Some(colon) = top.colon.filter(|_| bracket == Bracket::Square) else {
            return false;
        };
        let next = self.tokens.get(colon + 1).map(|token| token.what);
        let is_table = next == Some(What::Open(Bracket::Brace));
        let is_several = self
            .tokens
            .get(colon + 2)
            .is_some_and(|after| after.what == What::Comma);
        if !is_table && !is_several {
            return false;
        }
        self.change(colon + 1, Act::Open(bracket), true);
        self.missing += 1;
        true
    }

    /// The outermost bracket is closed, and something follows. Whether that is after the end, and
    /// not in a table that was closed by a bracket too many.
    fn is_after_end(&mut self, at: usize) -> bool {
        let rest = self.tokens.get(at..).unwrap_or_default();
        if rest
            .iter()
            .all(|token| matches!(token.what, What::Close(_)))
        {
            for extra in (at..self.tokens.len()).take(MOST_FINDINGS) {
                self.change(extra, Act::Drop, true);
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
    fn close(&mut self, count: usize, before: usize) {
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

    fn change(&mut self, at: usize, act: Act, is_certain: bool) {
        self.cost += 1;
        self.changes.push(Change {
            at,
            act,
            is_certain,
        });
    }
}
