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
                match self.is_another(from, at) {
                    true => self.open(at, Place::at(column)),
                    false => self.open_again(from),
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

    /// Whether a key stands in a list, after an object that has it already: a further object is not
    /// opened.
    fn is_another(&self, from: usize, at: usize) -> bool {
        let is_in_list = self
            .stack
            .last()
            .is_some_and(|top| top.bracket == Bracket::Square);
        let closed = self
            .recent
            .get(from)
            .filter(|_| self.missing < 0 && is_in_list);
        closed
            .is_some_and(|closed| closed.hand.bracket == Bracket::Brace && self.has_key(closed, at))
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

    /// Those of the brackets closed last are still open; what closed them is too many.
    fn open_again(&mut self, from: usize) {
        if self.closes_at_the_end_of_its_line(from) {
            return;
        }
        for closed in self.recent.split_off(from).into_iter().rev() {
            self.change(closed.closer, Act::Drop, true);
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
