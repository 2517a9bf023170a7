//! A table written where tables by name belong: `[encryption]` instead of `[encryption.aes]`, or keys
//! of an entry that are not indented below its name. One slip makes every such key wrong; it is told
//! once.
//!
//! Unaware of what else may be wrong with these keys.

use super::Explainer;
use crate::diag::{At, Diagnostic, names};
use crate::document::{Kind, Syntax};
use crate::schema::code::WRONG_TYPE;
use crate::schema::fault::Fault;
use crate::schema::shape::{at, example, is_of_entry};
use crate::source::{Route, Segment};

/// Keys without the name of the entry that they belong to.
pub(super) struct Nameless {
    /// The table of named tables.
    route: Route,
    /// The keys, in their order.
    keys: Vec<String>,
    /// A name that stands there with nothing below it.
    empty: Option<String>,
}

impl Nameless {
    /// Whether a fault is said with this.
    pub(super) fn covers(&self, fault: &Fault<'_>) -> bool {
        let Some((table, key)) = entry_of(fault) else {
            return false;
        };
        let is_stray = self.keys.iter().any(|stray| stray == key);
        table == self.route && (is_stray || self.empty.as_deref() == Some(key))
    }
}

/// The table and the key of the value that a fault is about.
fn entry_of<'a>(fault: &'a Fault<'_>) -> Option<(Route, &'a str)> {
    let Fault::Plain { route, .. } = fault else {
        return None;
    };
    match route.segments().last()? {
        Segment::Key(key) => Some((route.parent(), key)),
        Segment::Index(_) => None,
    }
}

/// All such tables.
pub(super) fn groups(explainer: &Explainer<'_>, faults: &[Fault<'_>]) -> Vec<Nameless> {
    let mut groups: Vec<Nameless> = Vec::new();
    for (table, key) in faults.iter().filter_map(entry_of) {
        let value = explainer.document.nearest(&table.key(key)).to_json();
        if !is_of_entry(at(explainer.schema, &table), key, &value) {
            continue;
        }
        match groups.iter_mut().find(|group| group.route == table) {
            Some(group) if group.keys.iter().any(|known| known == key) => {}
            Some(group) => group.keys.push(key.to_owned()),
            None => groups.push(Nameless {
                route: table,
                keys: vec![key.to_owned()],
                empty: None,
            }),
        }
    }
    for group in &mut groups {
        let mut all = faults.iter().filter_map(entry_of);
        let is_empty = |(table, key): &(Route, &str)| {
            let node = explainer.document.nearest(&table.key(*key));
            *table == group.route && matches!(node.kind, Kind::Null)
        };
        group.empty = all.find(is_empty).map(|(_, key)| key.to_owned());
    }
    groups
}

/// The finding for one of them.
pub(super) fn explain(explainer: &Explainer<'_>, group: &Nameless) -> Diagnostic {
    let keys = names(group.keys.iter().map(String::as_str));
    let what = group.route.to_string();
    let syntax = explainer.document.syntax_at(&group.route);
    if let (Some(empty), Some(first)) = (&group.empty, group.keys.first()) {
        let first = group.route.key(first.as_str());
        return Diagnostic::new(
            &WRONG_TYPE,
            group.route.clone(),
            format!("`{empty}` is empty, and its keys stand beside it"),
        )
        .label(At::Key(first), "not below its name")
        .label(
            At::Key(group.route.key(empty.as_str())),
            "nothing is below this",
        )
        .help(format!("indent {keys} more than `{empty}`"));
    }
    let sample = example(at(explainer.schema, &group.route)).and_then(|one| one.as_object());
    let name = sample.and_then(|one| one.keys().next());
    let name = name.map_or("main", String::as_str);
    let help = match syntax {
        Syntax::Toml => format!("write the header with a name, such as `[{what}.{name}]`"),
        Syntax::Yaml => {
            format!("add a line with a name, such as `{name}:`, and indent these keys below it")
        }
        Syntax::Json => format!("put these keys into an object with a name, such as `\"{name}\"`"),
    };
    Diagnostic::new(
        &WRONG_TYPE,
        group.route.clone(),
        format!("`{what}` has keys of an entry, but not the entry's name"),
    )
    .here(format!("{keys} belong to a named {}", syntax.table()))
    .help(help)
}
