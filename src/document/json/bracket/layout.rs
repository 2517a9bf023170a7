//! Brackets held against the indentation.
//!
//! Unaware of keys, values and what stands between them.

use super::mender::{Closed, Hand, Mender, Place};
use super::{Act, MOST_LOOKED_AT};
use crate::document::json::token::{Bracket, What};

impl Mender<'_> {
    /// A line's first token stands where the lines of its own table or list begin; if not, a
    /// bracket above it is missing or too many.
    pub(super) fn hold_against_layout(&mut self, at: usize, column: usize) {
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
                let is_another = self.is_another(from, at);
                let is_in_list = self
                    .stack
                    .last()
                    .is_some_and(|top| top.bracket == Bracket::Square);
                match (is_another, is_in_list) {
                    (true, true) => self.open(at, Place::at(column)),
                    (true, false) if self.opens_unnamed(at, column) => {}
                    _ => self.open_again(from),
                }
            } else if let Some(above) = above
                && top.is_some_and(|top| top.child.is_some() || column <= top.indent)
            {
                self.close(above + 1, at);
            } else if !self.opens_unnamed(at, column)
                && let Some(top) = self.stack.last_mut()
            {
                top.child = top.child.or(Some(column));
            }
        }
        self.recent.clear();
    }

    /// Whether a key stands after an object that has it already, and that is not closed too early: a
    /// further object is not opened.
    fn is_another(&self, from: usize, at: usize) -> bool {
        let closed = self.recent.get(from).filter(|_| self.missing < 0);
        closed.is_some_and(|closed| {
            let is_object = closed.hand.bracket == Bracket::Brace;
            is_object && closed.is_below && self.has_key(closed, at)
        })
    }

    /// A line stands one step deeper than it should, and a bracket is closed that was not opened: the
    /// line that opens it is missing.
    fn opens_unnamed(&mut self, at: usize, column: usize) -> bool {
        let step = self
            .stack
            .first()
            .and_then(|root| root.child?.checked_sub(root.indent));
        let (Some(step), Some(top)) = (step.filter(|step| *step > 0), self.stack.last()) else {
            return false;
        };
        let own = top.child.unwrap_or(top.indent + step);
        if self.stands_after_its_key(top) {
            return false;
        }
        if self.missing >= 0 || top.bracket != Bracket::Brace || column != own + step {
            return false;
        }
        let next = self.tokens.get(at + 1).map(|next| next.what);
        let bracket = match next {
            Some(What::Colon) => Bracket::Brace,
            _ => Bracket::Square,
        };
        self.change(at, Act::Open(bracket), false);
        self.missing += 1;
        if let Some(top) = self.stack.last_mut() {
            top.child = Some(own);
        }
        self.stack.push(Hand {
            token: at,
            bracket,
            indent: own,
            child: Some(column),
            colon: None,
        });
        true
    }

    /// Whether the last value of what is open begins in a line below its key: the bracket that is
    /// missing belongs there.
    fn stands_after_its_key(&self, top: &Hand) -> bool {
        let line = |at: usize| {
            let token = self.tokens.get(at);
            token.map(|token| self.file.line_of(token.start))
        };
        top.colon
            .is_some_and(|colon| line(colon) != line(colon + 1))
    }

    /// Those of the brackets closed last are still open; what closed them is too many.
    fn open_again(&mut self, from: usize) {
        if self.closes_at_the_end_of_its_line(from) {
            return;
        }
        let is_one = from + 1 == self.recent.len();
        for closed in self.recent.split_off(from).into_iter().rev() {
            let act = match is_one && closed.is_below {
                true => Act::DropOrOpen,
                false => Act::Drop,
            };
            self.change(closed.closer, act, act == Act::Drop);
            self.missing += 1;
            self.stack.push(closed.hand);
        }
    }

    /// The last bracket was closed in a line in which another one is opened and closed before it: that
    /// one was closed too early, and ends with its line.
    fn closes_at_the_end_of_its_line(&mut self, from: usize) -> bool {
        let Some(last) = self
            .recent
            .get(from)
            .copied()
            .filter(|_| from + 1 == self.recent.len())
        else {
            return false;
        };
        let line = |token: usize| {
            let token = self.tokens.get(token);
            token.map(|token| self.file.line_of(token.start))
        };
        let is_early = |closed: &&Closed| {
            closed.hand.bracket == last.hand.bracket
                && line(closed.hand.token) == line(last.closer)
                && line(last.hand.token) != line(last.closer)
        };
        let before = from.checked_sub(1).and_then(|at| self.recent.get(at));
        let Some(early) = before.filter(is_early).copied() else {
            return false;
        };
        if early.closer + 1 == last.closer {
            return false;
        }
        self.recent.truncate(from);
        self.change(early.closer, Act::Drop, true);
        self.missing += 1;
        self.stack.push(last.hand);
        true
    }

    /// A closing bracket starts its line at this column: what it says of the brackets before it.
    /// Whether it is itself one too many.
    pub(super) fn is_too_many_by_layout(
        &mut self,
        at: usize,
        bracket: Bracket,
        column: usize,
    ) -> bool {
        let fits = |hand: &Hand| hand.bracket == bracket && hand.indent == column;
        let is_shallower = self.stack.last().is_none_or(|top| top.indent < column);
        let is_own = |closed: &Closed| fits(&closed.hand) && !closed.is_first;
        if is_shallower && let Some(from) = self.recent.iter().position(is_own) {
            self.open_again(from);
        }
        let own = self.stack.iter().rev().take(MOST_LOOKED_AT).position(fits);
        // What stands this deep is closed already.
        let is_closed = |closed: &Closed| fits(&closed.hand);
        if is_shallower && own.is_none() && self.missing < 0 && self.recent.iter().any(is_closed) {
            self.change(at, Act::Drop, true);
            self.missing += 1;
            return true;
        }
        let top = self.stack.last().copied();
        let is_deeper = |top: Hand| top.indent >= column;
        if let Some(own) = own.filter(|own| *own > 0)
            && top.is_some_and(is_deeper)
        {
            self.close(own, at);
        }
        false
    }
}
