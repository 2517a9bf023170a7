//! Questions to the schema: who asked for this, what does it expect, which variants are there.
//!
//! Unaware of any document.

use std::collections::BTreeSet;
use std::fmt;
use std::rc::Rc;

use indexmap::IndexSet;
use serde_json::Value;

use super::keyword::{fits, rule_of};
use crate::diag::{is_clear, suggest};
use crate::source::{Route, Segment};

/// The schema of `key` in a table.
pub fn property<'a>(owner: &'a Value, key: &str) -> &'a Value {
    let known = rule_of(owner, "properties").and_then(|all| rule_of(all, key));
    known.unwrap_or(&Value::Null)
}

/// The names of the keys that a table may have, but for the one that only editors read.
pub fn keys(owner: &Value) -> Vec<&str> {
    let properties = owner.get("properties").and_then(Value::as_object);
    let names = properties.into_iter().flat_map(|all| all.keys());
    names
        .map(String::as_str)
        .filter(|name| *name != "$schema")
        .collect()
}

/// Whether a key of the top level means nothing to rendit, such as `x-common`: with YAML such keys hold
/// what anchors name, as in compose files.
pub(super) fn is_own(key: &str) -> bool {
    key.starts_with("x-")
}

/// What a value must be, in the schema author's words: "a duration such as \"6s\"".
pub(super) fn expects(owner: &Value) -> Option<&str> {
    ["errorMessage", "patternErrorMessage"]
        .iter()
        .find_map(|keyword| owner.get(*keyword)?.as_str())
}

/// The first paragraph of the documentation, in one line.
pub(super) fn doc(owner: &Value) -> Option<String> {
    let text = owner.get("description")?.as_str()?;
    let lines = text.lines().map(str::trim);
    let first: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
    (!first.is_empty()).then(|| first.join(" "))
}

/// The first example.
pub fn example(owner: &Value) -> Option<&Value> {
    owner.get("examples")?.as_array()?.first()
}

/// The one value that is allowed, if there is but one.
pub(super) fn only_value(owner: &Value) -> Option<Value> {
    let least = owner.get("minimum").and_then(Value::as_i64);
    let most = owner.get("maximum").and_then(Value::as_i64);
    let between = least.filter(|least| Some(*least) == most).map(Value::from);
    owner.get("const").cloned().or(between)
}

/// The texts of an `enum`.
pub fn options(owner: &Value) -> Vec<&str> {
    let all = owner.get("enum").and_then(Value::as_array);
    all.map_or_else(Vec::new, |all| {
        all.iter().filter_map(Value::as_str).collect()
    })
}

/// What `written` most likely stands for: another name for the same (`x-aliases`) or for something
/// like it (`x-likely`), or a near one.
pub(super) fn meant<'a>(owner: &'a Value, written: &str, among: &[&'a str]) -> Option<&'a str> {
    let mut known = ["x-aliases", "x-likely"]
        .iter()
        .filter_map(|list| listed(owner.get(*list)?, written)?.as_str());
    let known = known.find(|name| among.contains(name));
    known.or_else(|| suggest(written, among.iter().copied()))
}

/// What a list of names has for `written`, in capitals or not, as an option with a dash before it
/// (`-maxrate`), or in the manner of other languages (`videoBitrate`, `hls-time`).
fn listed<'a>(list: &'a Value, written: &str) -> Option<&'a Value> {
    let lower = written.to_lowercase();
    let bare = written.trim_start_matches('-');
    let get = |name: &str| list.get(name);
    get(&lower).or_else(|| {
        let mut snake = String::new();
        for c in bare.chars() {
            if c.is_uppercase() && !snake.is_empty() && !snake.ends_with('_') {
                snake.push('_');
            }
            match c {
                '-' | ' ' => snake.push('_'),
                _ => snake.extend(c.to_lowercase()),
            }
        }
        get(&bare.to_lowercase()).or_else(|| get(&snake))
    })
}

/// What is to be said of a key that people bring from elsewhere and that has no like here.
pub(super) fn foreign<'a>(owner: &'a Value, key: &str) -> Option<&'a str> {
    listed(owner.get("x-foreign")?, key)?.as_str()
}

/// The key that `written` is another name for, whether it is free or not.
pub(super) fn alias<'a>(owner: &'a Value, written: &str) -> Option<&'a str> {
    listed(owner.get("x-aliases")?, written)?.as_str()
}

/// The key of an item of `list` that `written` is, or another name for.
pub(super) fn item_key<'a>(owner: &'a Value, list: &str, written: &'a str) -> Option<&'a str> {
    let item = property(owner, list).get("items")?;
    if !property(item, written).is_null() {
        return Some(written);
    }
    listed(item.get("x-aliases")?, written)?.as_str()
}

/// The list among the keys `free` whose items have a key `written`, which the table itself has not,
/// under no other name either.
pub(super) fn list_of<'a>(owner: &'a Value, written: &str, free: &[&'a str]) -> Option<&'a str> {
    let is_alias = |key: &&str| suggest(written, [*key]).is_none();
    let near = meant(owner, written, free);
    let needed = lacking(owner, |key| !free.contains(&key));
    if near
        .as_ref()
        .is_some_and(|near| is_alias(near) || needed.contains(near))
    {
        return None;
    }
    let mut lists = free.iter().copied();
    lists.find(|list| match near {
        // A near name is not as good as the very name.
        Some(_) => item_key(owner, list, written) == Some(written),
        None => item_key(owner, list, written).is_some(),
    })
}

/// The keys that a table must have and that `table` lacks.
pub(super) fn lacking(owner: &Value, has: impl Fn(&str) -> bool) -> Vec<&str> {
    let required = owner.get("required").and_then(Value::as_array);
    let names = required.into_iter().flatten().filter_map(Value::as_str);
    names.filter(|name| !has(name)).collect()
}

/// The schema of the value at `route`, where no variant has to be chosen on the way.
pub(super) fn at<'a>(schema: &'a Value, route: &Route) -> &'a Value {
    route.segments().iter().fold(schema, |owner, segment| {
        let below = match segment {
            Segment::Key(key) => match property(owner, key) {
                Value::Null => owner.get("additionalProperties"),
                known => Some(known),
            },
            Segment::Index(_) => owner.get("items"),
        };
        below.unwrap_or(&Value::Null)
    })
}

/// Whether it is a table of named things.
pub(super) fn has_entries(owner: &Value) -> bool {
    owner
        .get("additionalProperties")
        .is_some_and(Value::is_object)
}

/// Whether `key`, in a table of tables by name, is rather a key of such a table: its name is
/// missing in between.
pub(super) fn is_of_entry(names: &Value, key: &str, value: &Value) -> bool {
    let Some(entry) = names.get("additionalProperties") else {
        return false;
    };
    let branches = ["oneOf", "anyOf"]
        .iter()
        .find_map(|list| entry.get(*list)?.as_array());
    let knows = |table: &Value| !property(table, key).is_null();
    !value.is_object() && (knows(entry) || branches.is_some_and(|all| all.iter().any(knows)))
}

/// For a table that stands at the top level under an unknown name: the one group of named tables,
/// such as `ladders`, in which it would be right.
pub(super) fn group_of<'a>(schema: &'a Value, table: &Value) -> Option<&'a str> {
    if table.as_object().is_none_or(serde_json::Map::is_empty) {
        return None;
    }
    let groups = schema.get("properties")?.as_object()?.iter();
    let mut fitting = groups.filter_map(|(name, group)| {
        let entry = group.get("additionalProperties")?;
        let is_table = entry.get("properties").is_some() || entry.get("oneOf").is_some();
        (is_table && fits(entry, table)).then_some(name.as_str())
    });
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}

/// Whether that is beyond doubt: a known other name, or a slip of a letter.
pub(super) fn is_sure(owner: &Value, written: &str, name: &str, among: &[&str]) -> bool {
    let aliases = owner.get("x-aliases");
    let known = aliases.and_then(|all| listed(all, written)?.as_str());
    known == Some(name) || is_clear(written, name, among.iter().copied())
}

/// The variants of an internally tagged enum: branches of `oneOf`, each a table with one key
/// whose value is fixed.
#[derive(Clone)]
pub struct Variants<'a> {
    /// The key that tells the variants apart.
    pub tag: &'a str,
    /// Its value and the schema for each variant.
    pub all: Rc<[(&'a str, &'a Value)]>,
}

impl<'a> Variants<'a> {
    /// The variants of `owner`; `None` if it is no tagged enum.
    pub fn of(owner: &'a Value) -> Option<Self> {
        let branches = rule_of(owner, "oneOf").or_else(|| rule_of(owner, "anyOf"))?;
        Self::among(branches.as_array()?)
    }

    /// The same, from the branches.
    pub(super) fn among(branches: &'a [Value]) -> Option<Self> {
        let properties = rule_of(branches.first()?, "properties")?.as_object()?;
        let (tag, _) = properties
            .iter()
            .find(|(_, value)| rule_of(value, "const").is_some_and(Value::is_string))?;
        let all = branches
            .iter()
            .map(|branch| Some((rule_of(property(branch, tag), "const")?.as_str()?, branch)))
            .collect::<Option<Vec<_>>>()?;
        let all = all.into();
        Some(Self { tag, all })
    }

    /// The values of the tag.
    pub(super) fn names(&self) -> Vec<&'a str> {
        self.all.iter().map(|(name, _)| *name).collect()
    }

    /// Whether a table would be valid as this variant, whatever its tag says.
    fn fits(&self, (name, branch): (&str, &Value), table: &Value) -> bool {
        let mut whole = table.clone();
        let Some(keys) = whole.as_object_mut() else {
            return false;
        };
        keys.insert(self.tag.to_owned(), Value::from(name));
        fits(branch, &whole)
    }

    /// The variants that a table would be valid as, whatever its tag says.
    pub(super) fn valid(&self, table: &Value) -> Vec<&'a str> {
        let all = self.all.iter().copied();
        let fitting = all.filter(|variant| self.fits(*variant, table));
        fitting.map(|(name, _)| name).collect()
    }

    /// The one variant that a table without its tag would be valid as; `None` if there are several.
    pub(super) fn only_fit(&self, table: &Value) -> Option<&'a str> {
        let all = self.all.iter().copied();
        let mut fitting = all.filter(|variant| self.fits(*variant, table));
        match (fitting.next(), fitting.next()) {
            (Some((name, _)), None) => Some(name),
            (Some(_), Some(_)) => None,
            // Something else is wrong, too: the variant that knows every key that any other knows.
            (None, _) => {
                let known = |branch: &Value| {
                    let mut known = BTreeSet::new();
                    known_keys(branch, table, "", &mut known);
                    known
                };
                let all: Vec<(&str, BTreeSet<String>)> = self
                    .all
                    .iter()
                    .map(|(name, branch)| (*name, known(branch)))
                    .collect();
                let knows_most = |(name, known): &&(&str, BTreeSet<String>)| {
                    let mut others = all.iter().filter(|(other, _)| other != name);
                    others.all(|(_, other)| other.is_subset(known) && other.len() < known.len())
                };
                let (name, _) = all.iter().find(knows_most)?;
                Some(name)
            }
        }
    }

    /// Of the variants `among`, the one that the entry's own name speaks of, such as `dash` or `web-hls`,
    /// else a text in it, such as the folder `out/dash`.
    pub(super) fn hinted(
        &self,
        owner: &Value,
        entry: &Route,
        (table, among): (&Value, &[&'a str]),
    ) -> Option<&'a str> {
        let aliases = owner.get("x-aliases");
        let variant = |word: &str| {
            let word = word.to_ascii_lowercase();
            self.names().into_iter().find(|known| *known == word)
        };
        // A file's ending says less than a name does: `manifest.mpd` is in a `cmaf` package, too.
        let other_name = |word: &str| {
            let word = word.to_ascii_lowercase();
            variant(aliases?.get(&word)?.as_str()?)
        };
        let named = |word: &str| variant(word).or_else(|| other_name(word));
        let said_in = |text: &str| one_of_words(text, &variant);
        let Some(Segment::Key(name)) = entry.segments().last() else {
            return None;
        };
        let by_name = named(name).or_else(|| one_of_words(name, &named));
        let by_name = by_name.filter(|name| among.contains(name));
        by_name.or_else(|| {
            let texts = table
                .as_object()?
                .iter()
                .filter(|(key, _)| *key != self.tag);
            let mut texts = texts.filter_map(|(_, value)| said_in(value.as_str()?));
            texts.find(|name| among.contains(name))
        })
    }

    /// The position of the variant of that name.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.all.iter().position(|(known, _)| *known == name)
    }

    /// The variant that has most of these keys; `None` when no key speaks for any, or the keys
    /// speak for several alike.
    pub(super) fn by_keys(&self, table: &serde_json::Map<String, Value>) -> Option<&'a str> {
        let whole = Value::Object(table.clone());
        let fits = |branch: &Value| {
            let mut known = BTreeSet::new();
            known_keys(branch, &whole, "", &mut known);
            known.len()
        };
        let mut scores: Vec<(usize, &str)> = self
            .all
            .iter()
            .map(|(name, branch)| (fits(branch), *name))
            .collect();
        scores.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        match scores.as_slice() {
            [(best, name), (second, _), ..] if best > second => Some(name),
            [(best, name)] if *best > 0 => Some(name),
            _ => None,
        }
    }
}

/// What the words of a text are called, if all that are called something are called the same.
fn one_of_words<'a>(text: &str, named: &dyn Fn(&str) -> Option<&'a str>) -> Option<&'a str> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let mut known = words.filter_map(named);
    let first = known.next()?;
    known.all(|other| other == first).then_some(first)
}

/// The keys of `value`, at every depth, that a schema knows.
fn known_keys(owner: &Value, value: &Value, path: &str, known: &mut BTreeSet<String>) {
    match value {
        Value::Object(table) => {
            for (key, below) in table {
                let schema = property(owner, key);
                if schema.is_null() {
                    continue;
                }
                let path = format!("{path}.{key}");
                known_keys(schema, below, &path, known);
                known.insert(path);
            }
        }
        Value::Array(items) => {
            let schema = owner.get("items").unwrap_or(&Value::Null);
            for (position, item) in items.iter().enumerate() {
                known_keys(schema, item, &format!("{path}[{position}]"), known);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The key that `written` is another name for (`x-aliases`) in tables of the schema, if all that know it
/// mean the same.
pub(super) fn other_name<'a>(schema: &'a Value, written: &str) -> Option<&'a str> {
    ["x-aliases", "x-likely"].iter().find_map(|list| {
        let mut names = BTreeSet::new();
        other_names(schema, list, written, &mut names);
        let first = names.pop_first()?;
        names.is_empty().then_some(first)
    })
}

fn other_names<'a>(schema: &'a Value, list: &str, written: &str, names: &mut BTreeSet<&'a str>) {
    let properties = schema.get("properties").and_then(Value::as_object);
    if properties.is_some() {
        let all = schema.get(list);
        names.extend(all.and_then(|all| listed(all, written)?.as_str()));
    }
    for (_, below) in properties.into_iter().flatten() {
        other_names(below, list, written, names);
    }
    for keyword in ["additionalProperties", "items"] {
        if let Some(below) = schema.get(keyword) {
            other_names(below, list, written, names);
        }
    }
    for keyword in ["oneOf", "anyOf", "allOf"] {
        let branches = schema.get(keyword).and_then(Value::as_array);
        for branch in branches.into_iter().flatten() {
            other_names(branch, list, written, names);
        }
    }
}

/// Other tables of the schema that have a key of this name, as `ladders.*.rungs[*]`.
pub(super) fn tables_with(schema: &Value, key: &str) -> Vec<String> {
    let mut found = Vec::new();
    search(schema, key, &Trail::Root, &mut found);
    let mut seen = BTreeSet::new();
    found.retain(|place| seen.insert(place.clone()));
    found
}

/// The way through a schema; most are never written out.
enum Trail<'t> {
    Root,
    Key(&'t Trail<'t>, &'t str),
    Item(&'t Trail<'t>),
}

impl fmt::Display for Trail<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Key(Self::Root, key) => f.write_str(key),
            Self::Key(above, key) => write!(f, "{above}.{key}"),
            Self::Item(above) => write!(f, "{above}[*]"),
        }
    }
}

fn search(schema: &Value, key: &str, path: &Trail<'_>, found: &mut Vec<String>) {
    let properties = schema.get("properties").and_then(Value::as_object);
    for (name, below) in properties.into_iter().flatten() {
        if name == key {
            found.push(match path {
                Trail::Root => "the top level".to_owned(),
                path => format!("`{path}`"),
            });
        }
        search(below, key, &Trail::Key(path, name), found);
    }
    if let Some(below) = schema.get("additionalProperties") {
        search(below, key, &Trail::Key(path, "*"), found);
    }
    if let Some(below) = schema.get("items") {
        search(below, key, &Trail::Item(path), found);
    }
    for keyword in ["oneOf", "anyOf", "allOf"] {
        let Some(branches) = schema.get(keyword).and_then(Value::as_array) else {
            continue;
        };
        // Only some variants have it: which ones?
        if let Some(variants) = Variants::among(branches) {
            let each = variants.all.iter().map(|(name, branch)| {
                let mut places = Vec::new();
                search(branch, key, path, &mut places);
                (*name, places)
            });
            found.extend(of_variants(variants.tag, &each.collect::<Vec<_>>()));
            continue;
        }
        for branch in branches {
            search(branch, key, path, found);
        }
    }
}

/// The places that some variants have, each with the variants if not all have it.
fn of_variants(tag: &str, each: &[(&str, Vec<String>)]) -> Vec<String> {
    let all: IndexSet<&String> = each.iter().flat_map(|(_, places)| places).collect();
    let told = all.into_iter().map(|place| {
        let having = each.iter().filter(|(_, places)| places.contains(place));
        let having: Vec<String> = having.map(|(name, _)| format!("`{name}`")).collect();
        if having.len() == each.len() {
            return place.clone();
        }
        format!("{place} of {tag} {}", having.join(" or "))
    });
    told.collect()
}
