//! Values that are several tokens in a row: texts put together with `+`, and a list that has lost its
//! brackets.
//!
//! Unaware of what stands around them.

use super::Builder;
use crate::document::called;
use crate::document::json::notes::{slip, written};
use crate::document::json::text;
use crate::document::json::token::{Token, What};
use crate::document::node::{Kind, Node};

/// Most tokens that are looked at, so that long rows of them do not take for ever.
const MOST: usize = 24;

/// What a sum is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part<'a> {
    /// A text, without its quotes.
    Text(&'a str),
    /// Anything else.
    Name(&'a str),
    Plus,
}

impl Builder<'_, '_> {
    /// Reads a value of several tokens from the one with this number on; whether it is one. In a
    /// list there are commas of its own.
    pub(super) fn row(&mut self, at: usize, key: Option<Token>) -> bool {
        let read = self.sum(at);
        let Some((last, node)) = read.or_else(|| self.bare_list(at, key?)) else {
            return false;
        };
        self.joined = last + 1;
        self.gone = self.gone.max(last);
        self.put(node);
        true
    }

    /// `vars.site + "/dash"`.
    fn sum(&mut self, at: usize) -> Option<(usize, Node)> {
        let first = self.token(at)?;
        let mut last = at;
        let mut parts = Vec::new();
        add(
            first.what,
            self.notes.text(first.start, first.end),
            &mut parts,
        )?;
        while let Some(next) = self.next_in_line(last).filter(|_| last - at < MOST) {
            if !next.is_scalar() || self.is_before_colon(last + 1) {
                break;
            }
            add(next.what, self.notes.text(next.start, next.end), &mut parts)?;
            last += 1;
        }
        let mut values = Vec::new();
        for (number, part) in parts.iter().enumerate() {
            match (number % 2 == 0, part) {
                (true, Part::Plus) => return None,
                (true, value) => values.push(*value),
                (false, Part::Plus) => {}
                (false, _) => return None,
            }
        }
        let is_sum = values.len() > 1 && parts.len() % 2 == 1;
        let is_text = |one: &Part<'_>| matches!(one, Part::Text(_));
        let is_named = |one: &Part<'_>| one.template().is_some();
        if !is_sum || !values.iter().any(|one| is_text(one) || is_named(one)) {
            return None;
        }
        let whole = self.notes.span(first.start, self.token(last)?.end);
        let finding = slip(
            "texts put together with `+`",
            whole.clone(),
            "JSON does not put texts together",
        );
        let inside: Option<String> = values.iter().map(Part::template).collect();
        let (finding, kind) = match inside {
            Some(inside) => {
                let kind = text::decode(&inside).map_or(Kind::Bad, Kind::Str);
                let finding = written(finding, whole.clone(), &format!("\"{inside}\""));
                (finding.sure(false), kind)
            }
            None => (
                finding.help("write one text in quotes, `${vars.NAME}` for what is filled in"),
                Kind::Bad,
            ),
        };
        self.notes.push(finding);
        Some((last, Node::new(whole, kind)))
    }

    /// `"ladders": "hd", "sound"`: texts that no colon follows, up to the end of the line, after a
    /// key whose name is a plural.
    fn bare_list(&mut self, at: usize, key: Token) -> Option<(usize, Node)> {
        let name = self.notes.text(key.start, key.end).trim_matches('"');
        if !name.ends_with('s') {
            return None;
        }
        let first = self.token(at)?;
        let mut items = vec![self.item(first).filter(|_| first.what == What::Text)?];
        let mut last = at;
        while let Some(comma) = self.next_in_line(last).filter(|_| last - at < MOST) {
            let item = self.next_in_line(last + 1);
            let (What::Comma, Some(item)) = (comma.what, item) else {
                break;
            };
            if item.what != What::Text || self.is_before_colon(last + 2) {
                break;
            }
            items.push(self.item(item)?);
            last += 2;
        }
        let end = self.token(last)?.end;
        let next = self.token(last + 1);
        let is_whole = next.is_none_or(|next| {
            matches!(next.what, What::Comma | What::Close(_))
                || self.notes.text(end, next.start).contains('\n')
        });
        if items.len() < 2 || !is_whole {
            return None;
        }
        let whole = self.notes.span(first.start, end);
        let finding = slip(
            "a list without brackets",
            whole.clone(),
            "a list is written in `[` and `]`",
        );
        let text = format!("[{}]", whole.text());
        let finding = written(finding, whole.clone(), &text).sure(false);
        self.notes.push(finding);
        Some((last, Node::new(whole, Kind::Seq(items))))
    }

    fn item(&self, token: Token) -> Option<Node> {
        let span = self.notes.span(token.start, token.end);
        let text = text::decode(inside(span.text())?);
        Some(Node::new(span, text.map_or(Kind::Bad, Kind::Str)))
    }

    /// The token after the one with this number, if it stands in the same line.
    fn next_in_line(&self, at: usize) -> Option<Token> {
        let (token, next) = (self.token(at)?, self.token(at + 1)?);
        let gap = self.notes.text(token.end, next.start);
        gap.bytes()
            .all(|byte| byte == b' ' || byte == b'\t')
            .then_some(next)
    }
}

impl Part<'_> {
    /// As it stands in a text, if that is known.
    fn template(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some((*text).to_owned()),
            Self::Name(name) => called::placeholder(name),
            Self::Plus => None,
        }
    }
}

/// Adds what a token with this text says.
fn add<'t>(what: What, written: &'t str, parts: &mut Vec<Part<'t>>) -> Option<()> {
    match what {
        What::Text => parts.push(Part::Text(inside(written)?)),
        What::Word => {
            for (number, name) in written.split('+').enumerate() {
                if number > 0 {
                    parts.push(Part::Plus);
                }
                let name = name.trim();
                if !name.is_empty() {
                    parts.push(Part::Name(name));
                }
            }
        }
        _ => return None,
    }
    Some(())
}

fn inside(written: &str) -> Option<&str> {
    written.strip_prefix('"')?.strip_suffix('"')
}
