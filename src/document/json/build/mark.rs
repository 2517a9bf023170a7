//! Commas and colons: those that are too many, those that stand for each other.
//!
//! Unaware of brackets and of what values are.

use super::frame::After;
use super::{Builder, slips};
use crate::document::json::Dialect;
use crate::document::json::token::{Bracket, Token, What};

impl Builder<'_, '_> {
    pub(super) fn comma(&mut self, at: usize, token: Token) {
        let next = self.token(at + 1).map(|next| next.what);
        let is_last = matches!(next, None | Some(What::Close(_)));
        let is_before_value = self.is_value_next(at);
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        frame.is_forgiven = false;
        frame.has_junk = false;
        match frame.after {
            After::Start | After::Comma(_) => return self.extra_commas(at),
            After::Key(key) => {
                frame.bare.push(key);
                frame.leave_hole();
                frame.is_bare_last = true;
            }
            After::Colon(colon)
                if is_before_value
                    && frame.bracket == Bracket::Brace
                    && !frame.drops
                    && !self.notes.text(colon.end, token.start).contains('\n') =>
            {
                slips::extra_commas(self.notes, &[token], None);
                return;
            }
            After::Colon(colon) => {
                if !frame.drops {
                    slips::missing_value(self.notes, colon);
                }
                frame.drops = false;
                frame.leave_hole();
            }
            After::Value => frame.is_bare_last = false,
        }
        frame.after = After::Comma(token);
        let is_bare_last = frame.is_bare_last;
        if self.notes.text(token.start, token.end) != "," && !is_last && !is_bare_last {
            slips::foreign_comma(self.notes, token);
        }
    }

    pub(super) fn colon(&mut self, at: usize, token: Token) {
        let before = self.before(at);
        let next = self.token(at + 1);
        let is_before_key =
            next.is_some_and(|next| next.is_scalar()) && self.is_before_colon(at + 1);
        let is_between = matches!(before.map(|before| before.what), Some(What::Close(_)))
            && matches!(next.map(|next| next.what), Some(What::Open(_)));
        let is_instead = match self.frames.last().map(|frame| (frame.bracket, frame.after)) {
            Some((Bracket::Brace, After::Value)) => is_before_key,
            Some((Bracket::Square, After::Value)) => is_between,
            _ => false,
        };
        if is_instead || self.odd_colon == Some(at) {
            return self.colon_after_value(at, token);
        }
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        match (frame.bracket, frame.after) {
            (Bracket::Brace, After::Key(key)) => {
                if self.notes.text(token.start, token.end) != ":" {
                    slips::foreign_colon(self.notes, token, Some(key), next);
                }
            }
            (Bracket::Brace, After::Colon(_)) => {
                slips::extra_colon(self.notes, token);
                return;
            }
            (Bracket::Brace, After::Comma(comma)) if frame.takes_back_key() => {
                slips::extra_commas(self.notes, &[comma], None);
            }
            (Bracket::Brace, _) => {
                slips::stray_colon(self.notes, token);
                frame.drops = true;
                frame.is_partial = true;
            }
            (Bracket::Square, _) => {
                if !frame.has_keys {
                    slips::key_in_list(self.notes, token, before, frame.start);
                }
                frame.has_keys = true;
                frame.drops = true;
            }
        }
        frame.after = After::Colon(token);
    }

    /// A colon after a value: one too many, or instead of a comma.
    fn colon_after_value(&mut self, at: usize, token: Token) {
        let next = self.token(at + 1).map(|next| next.what);
        if matches!(next, None | Some(What::Comma | What::Close(_))) {
            return slips::extra_colon(self.notes, token);
        }
        slips::foreign_comma(self.notes, token);
        if let Some(frame) = self.frames.last_mut() {
            frame.after = After::Comma(token);
        }
    }

    /// One comma or several that stand after another one, or after an opening bracket.
    fn extra_commas(&mut self, at: usize) {
        let is_comma = |one: &&Token| one.what == What::Comma;
        let rest = self.scanned.tokens.get(at..).unwrap_or_default();
        let commas: Vec<Token> = rest.iter().take_while(is_comma).copied().collect();
        let next = rest.get(commas.len()).map(|next| next.what);
        self.gone = at + commas.len();
        let is_last = matches!(next, None | Some(What::Close(_)));
        if let Some(frame) = self.frames.last_mut()
            && let After::Comma(first) = frame.after
            && is_last
            && self.notes.dialect == Dialect::Plain
        {
            frame.after = After::Value;
            return slips::trailing_commas(self.notes, first, &commas);
        }
        let before = at.checked_sub(1).and_then(|at| self.token(at));
        slips::extra_commas(self.notes, &commas, before);
    }

    /// Whether a value follows in the same line, after further commas or none, and no key.
    fn is_value_next(&self, at: usize) -> bool {
        let is_comma = |at: &usize| self.token(*at).is_some_and(|one| one.what == What::Comma);
        let mut next = at + 1;
        while is_comma(&next) {
            next += 1;
        }
        let (Some(here), Some(value)) = (self.token(at), self.token(next)) else {
            return false;
        };
        let is_value = matches!(value.what, What::Open(_))
            || (value.is_scalar() && !self.is_before_colon(next));
        is_value && !self.is_next_line(here, value)
    }

    /// Whether this token is a value although a colon follows it: a comma, a bracket or a further key
    /// comes after that.
    pub(super) fn is_value_before_colon(&self, at: usize) -> bool {
        let (Some(colon), Some(after)) = (self.token(at + 1), self.token(at + 2)) else {
            return true;
        };
        match after.what {
            What::Comma | What::Close(_) => true,
            What::Open(_) | What::Colon => false,
            What::Text | What::Odd(_) | What::Word => {
                self.is_before_colon(at + 2) && self.is_next_line(colon, after)
            }
        }
    }
}
