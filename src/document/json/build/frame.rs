//! An object or list that is not closed yet.
//!
//! Unaware of tokens beyond the one before.

use crate::document::json::token::{Bracket, Token};
use crate::document::node::{Entry, Kind, Map, Node};
use crate::source::{Route, Span};

/// What stands before the next token.
#[derive(Clone, Copy, Debug)]
pub(super) enum After {
    /// The opening bracket.
    Start,
    /// This comma.
    Comma(Token),
    /// This key.
    Key(Token),
    /// This colon.
    Colon(Token),
    /// A value.
    Value,
}

/// An object or list that is not closed yet.
pub(super) struct Frame {
    pub(super) bracket: Bracket,
    /// The byte where it begins.
    pub(super) start: usize,
    pub(super) after: After,
    /// Keys that no value follows.
    pub(super) bare: Vec<Token>,
    /// Whether the next value belongs to nothing, which is told already.
    pub(super) drops: bool,
    /// Whether what stands between two values is told already.
    pub(super) has_junk: bool,
    /// Whether a key in this list is told already.
    pub(super) has_keys: bool,
    /// Whether what it lacks may be written all the same.
    pub(super) is_partial: bool,
    /// Whether brackets were added here, whose cure brings a comma.
    pub(super) is_forgiven: bool,
    items: Vec<Node>,
    map: Map,
    /// The key whose value comes next.
    key: Option<(String, Span)>,
    /// How many keys have values.
    pairs: usize,
    /// Whether nothing but a comma came after the last bare key.
    pub(super) is_bare_last: bool,
    /// Whether the key that has come has a hole for a value.
    is_refilled: bool,
}

/// A key that was given before: its name, this place, and the first one.
pub(super) struct Again {
    pub(super) key: String,
    pub(super) here: Span,
    pub(super) first: Span,
}

impl Frame {
    /// One that begins at byte `start`.
    pub(super) fn new(bracket: Bracket, start: usize) -> Self {
        Self {
            bracket,
            start,
            after: After::Start,
            bare: Vec::new(),
            drops: false,
            has_junk: false,
            has_keys: false,
            is_partial: false,
            is_forgiven: false,
            items: Vec::new(),
            map: Map::new(),
            key: None,
            pairs: 0,
            is_bare_last: false,
            is_refilled: false,
        }
    }

    /// Whether nothing stands in it.
    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty() && self.map.is_empty() && self.bare.is_empty()
    }

    /// A key has come.
    pub(super) fn name(&mut self, key: String, span: Span, token: Token) {
        self.key = Some((key, span));
        self.is_bare_last = false;
        self.after = After::Key(token);
    }

    /// The key that has come holds its colon inside of the quotes; whether it did.
    pub(super) fn takes_colon_out(&mut self) -> bool {
        let Some((key, _)) = &mut self.key else {
            return false;
        };
        let Some(plain) = key.strip_suffix(':').filter(|plain| !plain.is_empty()) else {
            return false;
        };
        *key = plain.to_owned();
        true
    }

    /// A value has come.
    pub(super) fn put(&mut self, node: Node) -> Option<Again> {
        self.after = After::Value;
        let key = self.key.take();
        if std::mem::take(&mut self.drops) {
            return None;
        }
        if self.bracket == Bracket::Square {
            self.items.push(node);
            return None;
        }
        let (key, key_span) = key?;
        self.pairs += 1;
        if !std::mem::take(&mut self.is_refilled)
            && let Some(first) = self.map.get(&key)
        {
            let first = first.key_span.clone();
            let here = key_span;
            return Some(Again { key, here, first });
        }
        self.map.set(Entry {
            key,
            key_span,
            value: node,
        });
        None
    }

    /// The key that has come gets no value.
    pub(super) fn leave_hole(&mut self) {
        if let Some((key, key_span)) = self.key.take()
            && self.map.get(&key).is_none()
        {
            let mut value = Node::new(key_span.clone(), Kind::Bad);
            value.partial = true;
            self.map.set(Entry {
                key,
                key_span,
                value,
            });
        }
    }

    /// Whether a key with a value has come.
    pub(super) fn has_pairs(&self) -> bool {
        self.pairs > 0
    }

    /// The key before the comma gets a value after all; whether there is one.
    pub(super) fn takes_back_key(&mut self) -> bool {
        let (Some(bare), Some(last)) = (self.bare.last(), self.map.iter().next_back()) else {
            return false;
        };
        if last.key_span.start != bare.start || !self.is_bare_last {
            return false;
        }
        self.key = Some((last.key.clone(), last.key_span.clone()));
        self.is_refilled = true;
        self.bare.pop();
        true
    }

    /// The value that has come last is none.
    pub(super) fn spoil_last(&mut self) {
        let last = match self.bracket {
            Bracket::Square => self.items.last_mut(),
            Bracket::Brace => {
                let key = self.map.iter().next_back().map(|entry| entry.key.clone());
                key.and_then(|key| self.map.get_mut(&key))
                    .map(|entry| &mut entry.value)
            }
        };
        if let Some(last) = last {
            last.kind = Kind::Bad;
        }
    }

    /// Whether it is an object that holds nothing but several words.
    pub(super) fn is_list_in_braces(&self) -> bool {
        self.bracket == Bracket::Brace && self.pairs == 0 && self.bare.len() > 1
    }

    /// What it holds, if it is one value in parentheses.
    pub(super) fn only_item(&mut self) -> Option<Node> {
        let is_one = self.bracket == Bracket::Square && self.items.len() == 1;
        is_one.then(|| self.items.pop()).flatten()
    }

    /// What it holds.
    pub(super) fn into_kind(self) -> Kind {
        if self.has_keys || self.is_list_in_braces() {
            return Kind::Bad;
        }
        match self.bracket {
            Bracket::Brace => Kind::Map(self.map),
            Bracket::Square => Kind::Seq(self.items),
        }
    }

    /// The route of the value that comes next; `here` is its own.
    pub(super) fn next(&self, here: &Route) -> Route {
        match (self.bracket, &self.key) {
            (Bracket::Square, _) => here.index(self.items.len()),
            (Bracket::Brace, Some((key, _))) => here.key(key.as_str()),
            (Bracket::Brace, None) => here.clone(),
        }
    }
}
