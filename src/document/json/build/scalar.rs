//! Keys, and values without brackets; what is missing before one.
//!
//! Unaware of brackets.

use super::frame::{After, Frame};
use super::{Builder, slips};
use crate::document::grouped::{self, Number};
use crate::document::json::notes::Notes;
use crate::document::json::token::{Bracket, Token, What};
use crate::document::json::{text, word};
use crate::document::node::{Kind, Node};
use crate::source::{Route, Span};

/// So many groups of digits may one number have.
const MOST_GROUPS: usize = 12;

impl Builder<'_, '_> {
    pub(super) fn scalar(&mut self, at: usize, token: Token) {
        let is_key = self.is_before_colon(at);
        let before = self.before(at);
        let is_next_line = before.is_some_and(|before| self.is_next_line(before, token));
        let grouped = self.grouped(at).filter(|_| !is_key);
        let is_value = is_key && !is_next_line && self.is_value_before_colon(at);
        let is_dash = self.notes.text(token.start, token.end) == "-";
        if is_dash
            && self.token(at + 1).is_some_and(|next| next.is_scalar())
            && self.is_before_colon(at + 1)
        {
            return slips::dash(self.notes, token);
        }
        let Some(frame) = self.frames.last_mut() else {
            return self.value(token);
        };
        if frame.bracket == Bracket::Square {
            if let (After::Value, Some(before)) = (frame.after, before)
                && before.end == token.start
                && before.is_scalar()
                && !(before.what == What::Text && token.what == What::Text)
            {
                slips::two_values(self.notes, token, before);
                return frame.spoil_last();
            }
            self.before_value(at, token);
            if !self.row(at, None) {
                self.value(token);
            }
            return;
        }
        let after = frame.after;
        if !matches!(after, After::Key(_) | After::Colon(_)) && self.is_half_a_key(at, token) {
            return;
        }
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        match after {
            After::Colon(_) if is_value => {
                self.odd_colon = Some(at + 1);
                self.value(token);
            }
            After::Colon(colon) if is_key => {
                slips::missing_value(self.notes, colon);
                frame.leave_hole();
                self.key(token);
            }
            After::Colon(_) => {
                let key = at.checked_sub(2).and_then(|key| self.token(key));
                if !self.row(at, key) {
                    self.value(token);
                }
            }
            After::Key(key) if is_key && !is_next_line && is_same(self.notes, key, token) => {
                slips::key_twice(self.notes, key, token);
                frame.after = After::Key(token);
            }
            After::Key(key) if is_key || is_next_line => {
                frame.bare.push(key);
                frame.leave_hole();
                self.key(token);
            }
            After::Key(key) => {
                if key.what == What::Text && frame.takes_colon_out() {
                    slips::quoted_colon(self.notes, key);
                } else {
                    slips::missing_colon(self.notes, key);
                }
                self.value(token);
            }
            After::Comma(_) if grouped.is_some() => {
                let Some((last, whole, number)) = grouped else {
                    return;
                };
                slips::commas_in_number(self.notes, whole.clone(), &number);
                self.joined = last + 1;
                self.gone = self.gone.max(last);
                if let Some(frame) = self.frames.last_mut() {
                    frame.spoil_last();
                    frame.after = After::Value;
                }
            }
            After::Comma(comma)
                if !is_key && !is_next_line && is_value_of_key(self.notes, frame, token, comma) =>
            {
                slips::comma_for_colon(self.notes, comma);
                self.value(token);
            }
            After::Start | After::Comma(_) => self.key(token),
            After::Value => {
                let is_forgiven = std::mem::take(&mut frame.is_forgiven);
                if let Some(before) = before {
                    if !is_key && !is_next_line {
                        frame.spoil_last();
                        if !std::mem::replace(&mut frame.has_junk, true) {
                            slips::two_values(self.notes, token, before);
                        }
                        return;
                    }
                    if !is_forgiven {
                        slips::missing_comma(self.notes, before);
                    }
                }
                self.key(token);
            }
        }
    }

    /// Whether this is a key that is being written: a quote, nothing that closes it, and nothing after
    /// it in its line. What its object lacks is being written as well.
    fn is_half_a_key(&mut self, at: usize, token: Token) -> bool {
        let written = self.notes.text(token.start, token.end);
        let is_open = written.starts_with('"') && (written.len() == 1 || !written.ends_with('"'));
        let next = self.token(at + 1);
        let is_last = match next.map(|next| next.what) {
            Some(What::Comma | What::Colon) => false,
            _ => next.is_none_or(|next| self.is_next_line(token, next)),
        };
        if !is_open || !is_last || matches!(token.what, What::Word) {
            return false;
        }
        slips::half_a_key(self.notes, token);
        if let Some(frame) = self.frames.last_mut() {
            frame.is_partial = true;
            frame.is_forgiven = true;
            frame.after = After::Value;
        }
        true
    }

    /// The number whose second part, behind a comma, is the token with this number: its last token, its
    /// place, and what was meant.
    fn grouped(&self, at: usize) -> Option<(usize, Span, Number)> {
        let first = self.token(at.checked_sub(2)?)?;
        let mut last = at;
        let is_joined = |at: usize| {
            let (comma, part) = (self.token(at - 1)?, self.token(at)?);
            let before = self.token(at - 2)?;
            let is_part = part.what == What::Word && comma.what == What::Comma;
            (is_part && before.end == comma.start && comma.end == part.start).then_some(())
        };
        is_joined(last)?;
        while last - at < MOST_GROUPS && is_joined(last + 2).is_some() {
            last += 2;
        }
        let whole = self.notes.span(first.start, self.token(last)?.end);
        let number = grouped::read(whole.text())?;
        Some((last, whole, number))
    }

    fn key(&mut self, token: Token) {
        let span = self.notes.span(token.start, token.end);
        let written = span.text();
        let key = match token.what {
            What::Odd(index) => self.meant(index),
            What::Text => inside(written),
            _ => {
                slips::bare_word_key(self.notes, token);
                None
            }
        };
        let key = key.unwrap_or_else(|| written.to_owned());
        if let Some(frame) = self.frames.last_mut() {
            frame.name(key, span, token);
        }
    }

    fn value(&mut self, token: Token) {
        let node = match token.what {
            What::Word => {
                let frames = &self.frames;
                let next = |route: Route, frame: &Frame| frame.next(&route);
                slips::word(self.notes, token, || {
                    frames.iter().fold(Route::root(), next)
                })
            }
            What::Odd(index) => {
                let meant = self.meant(index);
                let span = self.notes.span(token.start, token.end);
                Node::new(span, meant.map_or(Kind::Bad, Kind::Str))
            }
            _ => {
                let span = self.notes.span(token.start, token.end);
                let text = inside(span.text());
                Node::new(span, text.map_or(Kind::Bad, Kind::Str))
            }
        };
        self.put(node);
    }
}

/// Whether this token is the value of the key before the comma; the key is expected to get one then.
fn is_value_of_key(notes: &Notes<'_>, frame: &mut Frame, token: Token, comma: Token) -> bool {
    let is_value = token.what == What::Word && word::is_value(notes.text(token.start, token.end));
    let is_known = frame.has_pairs() && comma.end < token.start;
    (is_value || is_known) && frame.takes_back_key()
}

/// Whether two tokens are the same text, with nothing but blanks between them.
fn is_same(notes: &Notes<'_>, one: Token, other: Token) -> bool {
    notes.text(one.start, one.end) == notes.text(other.start, other.end)
        && notes.text(one.end, other.start).trim().is_empty()
}

/// What stands between the quotes of a text, decoded.
fn inside(written: &str) -> Option<String> {
    text::decode(written.strip_prefix('"')?.strip_suffix('"')?)
}
