//! How well a table reads as an entry of one section or another.
//!
//! Unaware of values, but for the one that tells variants apart.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::document::Map;
use crate::schema::keyword::rule_of;
use crate::schema::shape::{Variants, lacking, property};

/// A table, read as an entry of one section.
pub(super) struct Reading {
    /// The places of the keys that an entry has.
    known: BTreeSet<usize>,
    /// How many keys the table has.
    all: usize,
    /// How many keys an entry needs that the table lacks.
    pub(super) lacking: usize,
    /// The place of the key that tells variants apart, if the section has such a key.
    tag: Option<usize>,
}

/// What an entry can be: its variants, or the one thing that it is.
pub(super) fn branches(entry: &Value) -> impl Iterator<Item = &Value> {
    let all = rule_of(entry, "oneOf").and_then(Value::as_array);
    let only = all.is_none().then_some(entry);
    all.into_iter().flatten().chain(only)
}

/// The variant that a table names, as most do, and the key that names it.
fn named<'a>(entry: &'a Value, table: &Map) -> Option<(&'a str, &'a Value)> {
    let branches = rule_of(entry, "oneOf")?.as_array()?;
    branches.iter().find_map(|branch| {
        let keys = rule_of(branch, "properties")?.as_object()?;
        let (tag, name) = keys
            .iter()
            .find_map(|(key, value)| Some((key, rule_of(value, "const")?.as_str()?)))?;
        let written = table.get(tag)?.value.as_str()?;
        (written == name).then_some((tag.as_str(), branch))
    })
}

/// How many of some keys such a table can have, as the variant that it names.
pub(super) fn fitting<'a>(
    entry: &Value,
    table: &Map,
    keys: impl Iterator<Item = &'a str>,
) -> usize {
    let named = named(entry, table).map(|(_, branch)| branch);
    let has = |key: &&str| match named {
        Some(branch) => !property(branch, key).is_null(),
        None => branches(entry).any(|branch| !property(branch, key).is_null()),
    };
    keys.filter(has).count()
}

impl Reading {
    /// Of the variant that a table names, or else of the one that it is most like.
    pub(super) fn of(entry: &Value, table: &Map) -> Self {
        if let Some((tag, branch)) = named(entry, table) {
            return Self::of_one(branch, table, Some(tag));
        }
        let Some(variants) = Variants::of(entry) else {
            return Self::of_one(entry, table, None);
        };
        let readings = variants.all.iter().map(|(_, branch)| {
            let mut reading = Self::of_one(branch, table, Some(variants.tag));
            // It names nothing here.
            if let Some(tag) = reading.tag {
                reading.known.remove(&tag);
            }
            reading
        });
        let best = readings.max_by_key(Self::rank);
        best.unwrap_or_else(|| Self::of_one(entry, table, None))
    }

    fn of_one(branch: &Value, table: &Map, tag: Option<&str>) -> Self {
        let aliases = rule_of(branch, "x-aliases");
        let is_known = |key: &str| {
            !property(branch, key).is_null()
                || aliases.is_some_and(|all| all.get(key.to_lowercase()).is_some())
        };
        let keys = || table.iter().map(|entry| entry.key.as_str()).enumerate();
        let known = keys().filter(|(_, key)| is_known(key));
        Self {
            known: known.map(|(at, _)| at).collect(),
            all: table.len(),
            lacking: lacking(branch, |key| table.get(key).is_some()).len(),
            tag: tag.and_then(|tag| keys().find(|(_, key)| *key == tag).map(|(at, _)| at)),
        }
    }

    /// How many keys an entry has.
    pub(super) fn known(&self) -> usize {
        self.known.len()
    }

    /// Whether the table says which variant it is.
    pub(super) fn names_variant(&self) -> bool {
        self.tag.is_some_and(|tag| self.known.contains(&tag))
    }

    /// How well it reads, in numbers that can be compared.
    pub(super) fn rank(&self) -> (usize, usize) {
        // No table has a hundred keys that must be there.
        (self.known.len(), 100 - self.lacking.min(100))
    }

    /// Whether nothing is unknown, and nothing is lacking where that counts.
    pub(super) fn is_good(&self, is_open: bool) -> bool {
        self.known.len() == self.all && (is_open || self.lacking == 0)
    }

    /// Whether everything that the other reading knows is known to this one, and more: not only what
    /// tells variants apart.
    pub(super) fn is_better_than(&self, other: &Self) -> bool {
        let mut more = self.known.difference(&other.known);
        other.known.is_subset(&self.known) && more.any(|at| Some(*at) != self.tag)
    }
}
