//! One value of a manifest as it was written, and where.
//!
//! Unaware of the syntax it was written in, and of what it means.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::diag::{At, Code, Diagnostic, Severity};
use crate::source::{Route, Span};

/// Tables with more keys than this are looked up by hash, so that large files stay linear.
const INDEX_ABOVE: usize = 16;

/// One key is given twice in one table.
pub static DUPLICATE_KEY: Code = Code {
    name: "duplicate-key",
    severity: Severity::Error,
    summary: "a key is given twice in one table",
    explanation: "\
A key may be given once in a table. Readers differ in which of two they keep, so rendit keeps
neither silently: it reads the first, and says where the second is. (TOML 1.0, \"Keys\"; YAML 1.2.2
§3.2.1.1; RFC 8259 §4 only says \"should\", and rendit holds JSON to the same rule.)

In TOML a table's header may be given once too. To make a list of tables, write double brackets.

Wrong:

```toml
[ladders.hd]
codec = \"h264\"
codec = \"hevc\"
```

Right:

```toml
[ladders.hd]
codec = \"hevc\"
```
",
};

/// A value, its place, and how it came there.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its text, with quotes or brackets; of a TOML table, its `[header]`.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
    /// The YAML alias (`*name`) or merge (`<<: *name`) through which it came here.
    pub via: Option<Span>,
    /// Whether a syntax error ended the reading while it was open: what it lacks may be written
    /// all the same.
    pub partial: bool,
    /// What to know about it if it is refused, such as "in YAML 1.2 this is a string".
    pub note: Option<&'static str>,
}

/// The way to a node while a tree is walked: few are ever asked for their [`Route`].
pub enum Trail<'t> {
    /// To the root.
    Root,
    /// To the value of a key.
    Key(&'t Trail<'t>, &'t str),
    /// To an item of a list.
    Index(&'t Trail<'t>, usize),
}

impl Trail<'_> {
    /// The same as a route.
    pub fn route(&self) -> Route {
        match self {
            Self::Root => Route::root(),
            Self::Key(above, key) => above.route().key(*key),
            Self::Index(above, index) => above.route().index(*index),
        }
    }
}

/// What a [`Node`] is.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Nothing: YAML's and JSON's `null`.
    Null,
    /// True or false.
    Bool(bool),
    /// A number that JSON can hold.
    Num(serde_json::Number),
    /// Text, decoded.
    Str(String),
    /// A list.
    Seq(Vec<Node>),
    /// A table.
    Map(Map),
    /// A hole left by something wrong that is reported already.
    Bad,
}

/// One key of a table with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key, decoded.
    pub key: String,
    /// Where the key is written, with its quotes.
    pub key_span: Span,
    /// Its value.
    pub value: Node,
}

/// A table: its entries in the order they were written, each key once.
#[derive(Clone, Debug, Default)]
pub struct Map {
    entries: Vec<Entry>,
    /// Of a large table: where each key is.
    index: Option<HashMap<String, usize, RandomState>>,
}

impl Map {
    /// An empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many keys it has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has no key.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Its entries, as they were written.
    pub fn iter(&self) -> std::slice::Iter<'_, Entry> {
        self.entries.iter()
    }

    /// The entry of `key`.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.get(self.position(key)?)
    }

    /// The entry of `key`, to change its value. Changing its key would hide it.
    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Entry> {
        let position = self.position(key)?;
        self.entries.get_mut(position)
    }

    /// Adds an entry, or replaces the one that has its key, in place.
    pub fn set(&mut self, entry: Entry) {
        if let Some(known) = self.get_mut(&entry.key) {
            *known = entry;
            return;
        }
        if self.entries.len() == INDEX_ABOVE {
            let keys = self.entries.iter().enumerate();
            let index = keys.map(|(at, entry)| (entry.key.clone(), at)).collect();
            self.index = Some(index);
        }
        if let Some(index) = &mut self.index {
            index.insert(entry.key.clone(), self.entries.len());
        }
        self.entries.push(entry);
    }

    fn position(&self, key: &str) -> Option<usize> {
        if let Some(index) = &self.index {
            return index.get(key).copied();
        }
        self.entries.iter().position(|entry| entry.key == key)
    }
}

impl IntoIterator for Map {
    type Item = Entry;
    type IntoIter = std::vec::IntoIter<Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl FromIterator<Entry> for Map {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        let mut map = Self::new();
        for entry in entries {
            map.set(entry);
        }
        map
    }
}

impl Node {
    /// A value written at `span`.
    pub fn new(span: Span, kind: Kind) -> Self {
        Self {
            span,
            kind,
            via: None,
            partial: false,
            note: None,
        }
    }

    /// The table, if it is one.
    pub fn as_map(&self) -> Option<&Map> {
        match &self.kind {
            Kind::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The text, if it is a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The value without its places; a hole becomes null.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value;
        match &self.kind {
            Kind::Null | Kind::Bad => Value::Null,
            Kind::Bool(flag) => Value::Bool(*flag),
            Kind::Num(number) => Value::Number(number.clone()),
            Kind::Str(text) => Value::String(text.clone()),
            Kind::Seq(items) => Value::Array(items.iter().map(Node::to_json).collect()),
            Kind::Map(map) => Value::Object(
                map.iter()
                    .map(|entry| (entry.key.clone(), entry.value.to_json()))
                    .collect(),
            ),
        }
    }

    /// Calls `look` on this node and all below it, with their routes.
    pub fn walk(&self, trail: &Trail<'_>, look: &mut dyn FnMut(&Trail<'_>, &Node)) {
        look(trail, self);
        match &self.kind {
            Kind::Seq(items) => {
                for (index, item) in items.iter().enumerate() {
                    item.walk(&Trail::Index(trail, index), look);
                }
            }
            Kind::Map(map) => {
                for entry in map.iter() {
                    entry.value.walk(&Trail::Key(trail, &entry.key), look);
                }
            }
            Kind::Null | Kind::Bool(_) | Kind::Num(_) | Kind::Str(_) | Kind::Bad => {}
        }
    }

    /// The same, to change them.
    pub(super) fn walk_mut(
        &mut self,
        trail: &Trail<'_>,
        look: &mut dyn FnMut(&Trail<'_>, &mut Node),
    ) {
        look(trail, self);
        match &mut self.kind {
            Kind::Seq(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    item.walk_mut(&Trail::Index(trail, index), look);
                }
            }
            Kind::Map(map) => {
                for entry in &mut map.entries {
                    entry.value.walk_mut(&Trail::Key(trail, &entry.key), look);
                }
            }
            Kind::Null | Kind::Bool(_) | Kind::Num(_) | Kind::Str(_) | Kind::Bad => {}
        }
    }
}

impl Node {
    /// Changes the place of everything in it.
    pub(super) fn change_spans(&mut self, change: &dyn Fn(&mut Span)) {
        change(&mut self.span);
        if let Some(via) = &mut self.via {
            change(via);
        }
        match &mut self.kind {
            Kind::Seq(items) => items.iter_mut().for_each(|item| item.change_spans(change)),
            Kind::Map(map) => {
                for entry in &mut map.entries {
                    change(&mut entry.key_span);
                    entry.value.change_spans(change);
                }
            }
            Kind::Null | Kind::Bool(_) | Kind::Num(_) | Kind::Str(_) | Kind::Bad => {}
        }
    }
}

/// The finding for a key that is given a second time.
pub(super) fn duplicate_key(route: Route, again: Span, first: Option<Span>) -> Diagnostic {
    let is_header = again.text().starts_with('[');
    let is_value = |first: &Span| is_header && !first.text().starts_with('[');
    let has_value = first.as_ref().is_some_and(is_value);
    let message = match is_header {
        true if has_value => format!("`{}` has a value already, and is no table", route.last()),
        true => format!("the table `{}` is given twice", again.text()),
        false => format!("duplicate key `{}`", route.last()),
    };
    let finding = Diagnostic::new(&DUPLICATE_KEY, route, message)
        .label(At::Span(again), "given again here")
        .help(match is_header {
            true if has_value => "remove this table, or the value above",
            true => "give one of the two another name, or remove it",
            false => "keep one of the two",
        });
    match first {
        Some(first) => finding.label(At::Span(first), "first given here"),
        None => finding,
    }
}
