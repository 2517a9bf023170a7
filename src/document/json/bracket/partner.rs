//! Brackets held against the tokens beside them: which of two belong together, and what is missing
//! before a key or after a colon.
//!
//! Unaware of lines.

use super::mender::{Closed, Hand, Mender, Place};
use super::{Act, MOST_LOOKED_AT};
use crate::document::json::token::{Bracket, Token, What};

impl Mender<'_> {
    /// A bracket is opened in an object where a key belongs, and there are closing ones missing:
    /// the object is not closed.
    pub(super) fn open_where_a_key_belongs(&mut self, at: usize) {
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
    pub(super) fn key(&mut self, at: usize, place: Place) {
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
        } else if self.missing < 0
            && (is_first || before == Some(What::Comma))
            && !self.opens_last_again(at)
        {
            self.open(at, place);
        }
    }

    /// The object before the comma was closed too early, since it has no such key yet.
    fn opens_last_again(&mut self, at: usize) -> bool {
        let is_it = |last: &&Closed| {
            last.closer + 2 == at && last.hand.bracket == Bracket::Brace && !self.has_key(last, at)
        };
        let Some(last) = self.recent.last().filter(is_it).copied() else {
            return false;
        };
        self.recent.pop();
        self.change(last.closer, Act::Drop, true);
        self.missing += 1;
        self.stack.push(last.hand);
        true
    }

    /// Whether an object that was closed has the key that the token with this number is.
    pub(super) fn has_key(&self, closed: &Closed, key: usize) -> bool {
        let text = |token: &Token| self.file.text().get(token.start..token.end);
        let Some(wanted) = self.tokens.get(key).and_then(text) else {
            return false;
        };
        let inside = self.tokens.get(closed.hand.token..closed.closer);
        let inside = inside.unwrap_or_default();
        let mut depth = 0;
        inside.iter().zip(inside.iter().skip(1)).any(|(one, next)| {
            match one.what {
                What::Open(_) => depth += 1,
                What::Close(_) => depth -= 1,
                _ => {}
            }
            depth == 1 && next.what == What::Colon && text(one) == Some(wanted)
        })
    }

    /// Whether a key follows this token in the same line, without a comma between.
    fn is_before_key(&self, at: usize) -> bool {
        let (Some(here), Some(next)) = (self.tokens.get(at), self.tokens.get(at + 1)) else {
            return false;
        };
        let has_colon = self
            .tokens
            .get(at + 2)
            .is_some_and(|two| two.what == What::Colon);
        has_colon
            && next.is_scalar()
            && self.file.line_of(here.start) == self.file.line_of(next.start)
    }

    pub(super) fn closer(&mut self, at: usize, bracket: Bracket, place: Place) {
        if self.by_layout
            && let Some(column) = place.first
            && self.is_too_many_by_layout(at, bracket, column)
        {
            return;
        }
        let Some(top) = self.stack.last().copied() else {
            return;
        };
        if self.missing < 0 && top.bracket == Bracket::Brace && self.is_before_key(at) {
            // It would need a comma as well.
            self.change(at, Act::Drop, true);
            self.missing += 1;
            return;
        }
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
                is_below: place.first == Some(hand.indent),
            });
        }
    }

    /// A bracket of the other kind closes: one of the two is the wrong one.
    fn turn(&mut self, at: usize, bracket: Bracket, top: Hand) {
        let what = |at: usize| self.tokens.get(at).map(|token| token.what);
        let is_opened = matches!(what(top.token), Some(What::Open(_)));
        let has_key = what(top.token + 2) == Some(What::Colon);
        let has_value = matches!(what(top.token + 1), Some(What::Open(_)))
            || what(top.token + 2) == Some(What::Comma)
            || (top.token + 2 == at && what(top.token + 1) != Some(What::Comma));
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
        let what = |at: usize| self.tokens.get(at).map(|token| token.what);
        let is_several = what(colon + 2) == Some(What::Comma)
            && !matches!(what(colon + 3), None | Some(What::Close(_)))
            && what(colon + 4) != Some(What::Colon);
        if !is_table && !is_several {
            return false;
        }
        self.change(colon + 1, Act::Open(bracket), true);
        self.missing += 1;
        true
    }
}
