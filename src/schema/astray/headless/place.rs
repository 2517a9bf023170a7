//! What is said of keys whose header is missing, and the tree with that header.
//!
//! Unaware of how they were found.

use std::collections::HashSet;

use crate::diag::{At, Diagnostic};
use crate::document::{Entry, Kind, Map, Node, Syntax};
use crate::schema::astray::put;
use crate::schema::code::UNKNOWN_KEY;
use crate::source::{Route, SourceFile, Span};

/// Where keys belong.
pub(super) enum Place {
    /// In a section, as the entry of that name.
    Entry(String, String),
    /// In a section of texts.
    Texts(String),
    /// In a list of the table that they stand in, by its header.
    List(Span),
}

/// Keys without a header.
pub(super) struct Headless {
    /// The section and the entry in which they stand.
    pub(super) from: (String, String),
    /// The list in that entry, and the item of it.
    pub(super) item: Option<(String, usize)>,
    /// The keys.
    pub(super) keys: Vec<Entry>,
    /// Where the first one stands.
    pub(super) first: Span,
    pub(super) to: Place,
    pub(super) is_sure: bool,
    /// The place of the finding that says of one of them that it is given again.
    pub(super) repeated: Option<usize>,
}

impl Headless {
    /// The finding.
    pub(super) fn told(&self, file: &SourceFile) -> Diagnostic {
        let above = Route::root()
            .key(self.from.0.as_str())
            .key(self.from.1.as_str());
        let (header, route, label) = match &self.to {
            Place::Entry(section, name) => (
                format!("[{section}.{}]", Syntax::Toml.key(name)),
                Route::root().key(section.as_str()).key(name.as_str()),
                format!("from here on, these are keys of `{section}`"),
            ),
            Place::Texts(section) => (
                format!("[{section}]"),
                Route::root().key(section.as_str()),
                format!("from here on, these belong in `{section}`"),
            ),
            Place::List(header) => (
                header.text().to_owned(),
                above,
                "an item of the list begins here".to_owned(),
            ),
        };
        let key = self.first.text();
        let help = match self.is_sure {
            true => format!("write `{header}` above this line"),
            false => format!("write a header such as `{header}` above this line"),
        };
        let line = file.line_range(file.line_of(self.first.start)).start;
        let end = file.line_end();
        Diagnostic::new(
            &UNKNOWN_KEY,
            route,
            format!("a header is missing above `{key}`"),
        )
        .label(At::Span(self.first.clone()), label)
        .help(help)
        .fix(At::Span(Span::new(file, line, line)), header + end)
        .sure(self.is_sure)
    }

    /// The tree with the header.
    pub(super) fn carried_out(self, root: Map) -> Map {
        let moved: HashSet<usize> = self.keys.iter().map(|key| key.key_span.start).collect();
        let without = |node: &mut Node| {
            if let Kind::Map(map) = &mut node.kind {
                let keys = std::mem::take(map).into_iter();
                *map = keys
                    .filter(|key| !moved.contains(&key.key_span.start))
                    .collect();
            }
        };
        let mut done: Vec<Entry> = Vec::new();
        for mut section in root {
            if section.key == self.from.0 && self.from.1.is_empty() {
                without(&mut section.value);
            } else if section.key == self.from.0
                && let Kind::Map(entries) = &mut section.value.kind
            {
                let mut kept = Map::new();
                for mut entry in std::mem::take(entries) {
                    if entry.key == self.from.1 {
                        match (&self.item, &mut entry.value.kind) {
                            (Some((list, position)), Kind::Map(map)) => {
                                let mut keys = Map::new();
                                for mut key in std::mem::take(map) {
                                    if key.key == *list
                                        && let Kind::Seq(items) = &mut key.value.kind
                                        && let Some(item) = items.get_mut(*position)
                                    {
                                        without(item);
                                    }
                                    keys.set(key);
                                }
                                *map = keys;
                            }
                            _ => without(&mut entry.value),
                        }
                    }
                    kept.set(entry);
                }
                *entries = kept;
            }
            done.push(section);
        }
        if self.from.0.is_empty() {
            done.retain(|key| !moved.contains(&key.key_span.start));
        }
        let (to, name) = match self.to {
            Place::Entry(to, name) => (to, name),
            Place::Texts(to) => {
                put(&mut done, &to, self.keys);
                return done.into_iter().collect();
            }
            // What an item lacks or has too much is not looked at.
            Place::List(_) => return done.into_iter().collect(),
        };
        let value = Node::new(
            self.first.clone(),
            Kind::Map(self.keys.into_iter().collect()),
        );
        let entry = Entry {
            key: name,
            key_span: self.first,
            value,
        };
        put(&mut done, &to, vec![entry]);
        done.into_iter().collect()
    }
}
