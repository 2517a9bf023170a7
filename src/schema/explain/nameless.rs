//! A table written where tables by name belong: `[encryption]` instead of `[encryption.aes]`, or keys
//! of an entry that are not indented below its name. One slip makes every such key wrong; it is told
//! once.
//!
//! Unaware of what else may be wrong with these keys.

use indexmap::{IndexMap, IndexSet};

use super::Explainer;
use crate::diag::{At, Diagnostic, names};
use crate::document::{Kind, Syntax};
use crate::schema::code::WRONG_TYPE;
use crate::schema::fault::Fault;
use crate::schema::shape::{at, example, has_entries, is_of_entry};
use crate::source::{Route, Segment};

/// Keys without the name of the entry that they belong to.
pub(super) struct Nameless {
    /// The table of named tables.
    route: Route,
    /// The keys, in their order.
    keys: IndexSet<String>,
    /// A name that stands there with nothing below it.
    empty: Option<String>,
}

/// All such tables, by route.
#[derive(Default)]
pub(super) struct Groups(IndexMap<Route, Nameless>);

impl Groups {
    /// The tables.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Nameless> {
        self.0.values()
    }

    /// Whether a fault is said with one of them.
    pub(super) fn cover(&self, fault: &Fault<'_>) -> bool {
        // Most often there are none.
        if self.0.is_empty() {
            return false;
        }
        let Some((table, key)) = entry_of(fault) else {
            return false;
        };
        let group = self.0.get(&table);
        group.is_some_and(|group| group.keys.contains(key) || group.empty.as_deref() == Some(key))
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

/// Finds all such tables.
pub(super) fn groups(explainer: &Explainer<'_>, faults: &[Fault<'_>]) -> Groups {
    let mut groups = Groups::default();
    for (table, key) in faults.iter().filter_map(entry_of) {
        let owner = at(explainer.schema, &table);
        if !has_entries(owner) {
            continue;
        }
        let value = explainer.document.nearest(&table.key(key)).to_json();
        if !is_of_entry(owner, key, &value) {
            continue;
        }
        let group = groups.0.entry(table.clone());
        let group = group.or_insert_with(|| Nameless {
            route: table,
            keys: IndexSet::new(),
            empty: None,
        });
        group.keys.insert(key.to_owned());
    }
    if groups.0.is_empty() {
        return groups;
    }
    for (table, key) in faults.iter().filter_map(entry_of) {
        let Some(group) = groups.0.get_mut(&table) else {
            continue;
        };
        let node = || explainer.document.nearest(&table.key(key));
        if group.empty.is_none() && matches!(node().kind, Kind::Null) {
            group.empty = Some(key.to_owned());
        }
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
    if let Some(finding) = too_far_left(explainer, group) {
        return finding;
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

/// Keys of YAML that are written right below an entry, and are not indented as its keys are.
fn too_far_left(explainer: &Explainer<'_>, group: &Nameless) -> Option<Diagnostic> {
    if explainer.document.syntax_at(&group.route) != Syntax::Yaml {
        return None;
    }
    let first = group.keys.first()?;
    let table = explainer.document.get(&group.route)?.as_map()?;
    let mut above = None;
    for entry in table.iter() {
        if entry.key == *first {
            break;
        }
        above = Some(entry);
    }
    let above = above.filter(|above| above.value.as_map().is_some_and(|map| !map.is_empty()))?;
    let keys = names(group.keys.iter().map(String::as_str));
    let name = &above.key;
    let what = &group.route;
    let verb = if group.keys.len() > 1 {
        "stand"
    } else {
        "stands"
    };
    Some(
        Diagnostic::new(
            &WRONG_TYPE,
            group.route.clone(),
            format!("{keys} {verb} beside the entries of `{what}`, not in one"),
        )
        .label(
            At::Key(group.route.key(first.as_str())),
            format!("not below `{name}`"),
        )
        .help(format!("indent {keys} more than `{name}`")),
    )
}
