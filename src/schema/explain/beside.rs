//! What to write, as far as the rest of the document tells: a number that no other item has, a name that
//! is defined.
//!
//! Unaware of what is wrong.

use std::collections::HashSet;

use serde_json::Value;

use super::Site;
use crate::document::{Document, Kind, Map, Node};
use crate::schema::keyword::fits;
use crate::schema::shape::{Variants, example, property};
use crate::source::{Route, Segment};

/// How many names a help writes out.
const MOST_NAMES: usize = 12;

/// How many places for a key are named.
const MOST_HOMES: usize = 2;

/// How many entries an example has.
const MOST_ASKED: usize = 4;

/// What the names of ladders of sound have in them.
const SOUND: [&str; 9] = [
    "sound", "audio", "aac", "opus", "ac3", "flac", "stereo", "surround", "music",
];

/// The value of an example for `key` in the table at `holder`, with the names that the document has. Of a
/// key that must differ in every item of a list (`x-unique`), the least number that is free.
pub(super) fn sample(
    document: &Document,
    holder: &Route,
    key: &str,
    wanted: &Value,
) -> Option<Value> {
    let is_unique = wanted.get("x-unique").is_some();
    let at = match holder.segments().last() {
        Some(Segment::Index(at)) if is_unique => *at,
        _ => return fitted(document, holder, key, wanted),
    };
    let Kind::Seq(items) = &document.get(&holder.parent())?.kind else {
        return example(wanted).cloned();
    };
    let number = |item: &Node| item.as_map()?.get(key)?.value.to_json().as_u64();
    let others = items.iter().enumerate().filter(|(other, _)| *other != at);
    let taken: HashSet<u64> = others.filter_map(|(_, item)| number(item)).collect();
    // Those before it that have none take one each.
    let before = items.iter().take(at).filter(|item| number(item).is_none());
    let mut free = (0..).filter(|number| !taken.contains(number));
    free.nth(before.count()).map(Value::from)
}

/// An example in the document's own names: entries that it names and lacks, names that it has.
fn fitted(document: &Document, holder: &Route, key: &str, wanted: &Value) -> Option<Value> {
    let sample = example(wanted)?;
    let has = |section: &str| names_in(document, section);
    if let Some(section) = wanted.get("x-ref").and_then(Value::as_str) {
        let names = has(section);
        return Some(match (names.first(), sample.is_array()) {
            (Some(_), true) if names.len() <= MOST_NAMES => Value::from(names),
            (Some(name), false) => Value::from(*name),
            _ => sample.clone(),
        });
    }
    if holder.is_root()
        && let Value::Object(entries) = sample
    {
        let asked = asked(document, key);
        let kinds: Vec<&Value> = entries.values().collect();
        if let Some(first) = kinds.first().filter(|_| !asked.is_empty()) {
            // The second example of ladders is sound.
            let kind = |name: &str| kinds.get(usize::from(is_sound(name))).unwrap_or(first);
            let entries = asked
                .iter()
                .map(|name| ((*name).to_owned(), (*kind(name)).clone()));
            return Some(entries.collect::<serde_json::Map<_, _>>().into());
        }
    }
    let inputs = has("inputs");
    Some(match (sample, inputs.first()) {
        (Value::String(text), Some(first)) if !inputs.contains(&"film") => {
            text.replace("${film.", &format!("${{{first}.")).into()
        }
        _ => named(document, sample),
    })
}

/// An example with the names of the document where one of its keys is called like a section.
fn named(document: &Document, sample: &Value) -> Value {
    let Value::Object(keys) = sample else {
        return sample.clone();
    };
    let keys = keys.iter().map(|(key, value)| {
        let names = names_in(document, key);
        let is_few = (1..=MOST_NAMES).contains(&names.len());
        let value = match value {
            Value::Array(_) if is_few => Value::from(names),
            _ => named(document, value),
        };
        (key.clone(), value)
    });
    Value::Object(keys.collect())
}

/// Names that entries list under the word for a section, such as `ladders` of an output.
fn asked<'a>(document: &'a Document, section: &str) -> Vec<&'a str> {
    let mut names = Vec::new();
    let sections = document.root.as_map().into_iter().flat_map(Map::iter);
    let entries = sections.flat_map(|one| one.value.as_map().into_iter().flat_map(Map::iter));
    for entry in entries {
        let list = entry.value.as_map().and_then(|keys| keys.get(section));
        let Some(Kind::Seq(items)) = list.map(|list| &list.value.kind) else {
            continue;
        };
        for name in items.iter().filter_map(Node::as_str) {
            if names.len() < MOST_ASKED && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

/// Whether a ladder with that name is most likely one of sound.
fn is_sound(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SOUND.iter().any(|word| name.contains(word))
}

fn names_in<'a>(document: &'a Document, section: &str) -> Vec<&'a str> {
    let table = document.get(&Route::root().key(section));
    let entries = table.and_then(Node::as_map).into_iter();
    let names = entries.flat_map(|map| map.iter().map(|entry| entry.key.as_str()));
    names.take(MOST_NAMES + 1).collect()
}

/// The entries of the document that may have a key with this value, and lack it: one or two.
pub(super) fn homes(
    schema: &Value,
    document: &Document,
    (key, value): (&str, &Value),
    knows: &dyn Fn(&Value) -> bool,
) -> Vec<String> {
    let sections = document.root.as_map().into_iter().flat_map(Map::iter);
    let mut homes = Vec::new();
    for section in sections {
        let entry = property(schema, &section.key).get("additionalProperties");
        let Some(kind) = entry.filter(|kind| kind.is_object()) else {
            continue;
        };
        let variants = Variants::of(kind);
        for one in section.value.as_map().into_iter().flat_map(Map::iter) {
            let Some(keys) = one.value.as_map() else {
                continue;
            };
            let tag = variants
                .as_ref()
                .and_then(|variants| keys.get(variants.tag));
            let name = tag.and_then(|tag| tag.value.as_str());
            let branch = match &variants {
                Some(variants) => name
                    .and_then(|name| variants.position(name))
                    .and_then(|at| variants.all.get(at))
                    .map(|(_, branch)| *branch),
                None => Some(kind),
            };
            let branch = branch.filter(|branch| knows(branch));
            let kind = branch.map_or(&Value::Null, |branch| property(branch, key));
            let has = !kind.is_null() && fits(kind, value);
            if has && keys.get(key).is_none() {
                let route = Route::root().key(section.key.as_str());
                homes.push(format!("`{}`", route.key(one.key.as_str())));
            }
            if homes.len() > MOST_HOMES {
                return Vec::new();
            }
        }
    }
    homes
}

/// What is defined in the section that a value is to name one of.
pub(super) fn defined<'a>(site: &Site<'a>) -> Vec<&'a str> {
    let section = site.owner.get("x-ref").and_then(Value::as_str);
    section.map_or_else(Vec::new, |name| names_in(site.document, name))
}

/// A word for all that there are, where a list of names belongs: the list.
pub(super) fn all(site: &Site<'_>) -> Option<Value> {
    let is_word = match &site.node.kind {
        Kind::Bool(flag) => *flag,
        Kind::Str(text) => matches!(&*text.to_ascii_lowercase(), "all" | "*" | "any"),
        _ => false,
    };
    let names = defined(site);
    let is_known = !names.is_empty() && names.len() <= MOST_NAMES && !names.contains(&"all");
    (is_word && is_known).then(|| Value::from(names))
}
