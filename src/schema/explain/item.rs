//! Keys of a list's item that stand in the table beside the list: `height` in a ladder instead of in
//! one of its `rungs`. All of them are one slip, and are told once.
//!
//! Unaware of tables that have the list as well.

use serde_json::{Map, Value};

use super::{About, Finding, Site};
use crate::diag::{At, Diagnostic, names};
use crate::schema::code::UNKNOWN_KEY;
use crate::schema::shape::{item_key, keys, list_of};

/// The finding for those of `unexpected` that belong to one list, and these keys.
pub(super) fn explain(site: &Site<'_>, unexpected: &[String]) -> Option<(Finding, Vec<String>)> {
    let table = site.node.as_map()?;
    let mut free = keys(site.owner);
    free.retain(|key| table.get(key).is_none());
    let list = unexpected
        .iter()
        .find_map(|key| list_of(site.owner, key, &free))?;
    let mut item = Map::new();
    let mut moved = Vec::new();
    for key in unexpected {
        if list_of(site.owner, key, &free) == Some(list)
            && let Some(name) = item_key(site.owner, list, key)
            && let Some(entry) = table.get(key)
        {
            item.insert(name.to_owned(), entry.value.to_json());
            moved.push(key.clone());
        }
    }
    let first = site.route.key(moved.first()?.as_str());
    let what = match moved.len() {
        1 => "belongs",
        _ => "belong",
    };
    let mut diagnostic = Diagnostic::new(
        &UNKNOWN_KEY,
        first,
        format!(
            "{} {what} in an item of `{list}`",
            names(moved.iter().map(String::as_str))
        ),
    );
    for key in &moved {
        diagnostic = diagnostic.label(At::Key(site.route.key(key.as_str())), "not a key here");
    }
    let value = Value::Array(vec![Value::Object(item)]);
    let entry = site.syntax.entry(list, &value);
    let help = match excluded(site.owner, list, |key| table.get(key).is_some()) {
        Some(other) => {
            format!("`{other}` chooses for itself: leave them out, or write `{entry}` in its place")
        }
        None => format!("write `{entry}`"),
    };
    let finding = Finding {
        diagnostic: diagnostic.help(help),
        about: About::Misspelt {
            meant: site.route.key(list),
        },
    };
    Some((finding, moved))
}

/// The key of the table that the list cannot stand beside (`x-excludes`).
fn excluded<'a>(owner: &'a Value, list: &str, has: impl Fn(&str) -> bool) -> Option<&'a str> {
    let pairs = owner.get("x-excludes")?.as_array()?;
    let mut others = pairs.iter().filter_map(|pair| {
        let (one, other) = (pair.get(0)?.as_str()?, pair.get(1)?.as_str()?);
        (one == list).then_some(other)
    });
    others.find(|other| has(other))
}
