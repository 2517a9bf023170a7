//! Brackets held against the indentation.
//!
//! Unaware of keys, values and what stands between them.

use super::mender::{Closed, Hand, Mender};
use super::{Act, MOST_LOOKED_AT};
use crate::document::json::token::Bracket;

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
