//! The right thing in another form: a table where a list of tables belongs, one item in a list, options
//! written as keys.
//!
//! Unaware of texts and numbers that only look different.

use serde_json::Value;

use super::words::a_table;
use super::{Site, people};
use crate::diag::Cure;
use crate::document::{Kind, Map, Node, Syntax};
use crate::schema::keyword::fits;
use crate::schema::shape::{example, has_entries, property};
use crate::source::{Segment, Span};

/// How many options written as keys are written as items.
const MOST_OPTIONS: usize = 20;

/// The only text of a table, where a text with a form of its own belongs: `{ reason = "…" }`.
pub(super) fn sole_text(site: &Site<'_>) -> Option<Value> {
    let mut entries = site.node.as_map()?.iter();
    let inner = entries.next()?.value.to_json();
    let is_sole = entries.next().is_none() && inner.is_string();
    (is_sole && site.owner.get("pattern").is_some() && fits(site.owner, &inner)).then_some(inner)
}

/// The same thing in another form: a table where a list of tables belongs, a list where named tables
/// belong, a text where a table belongs that says no more.
pub(super) fn reshaped(site: &Site<'_>, allowed: &[String]) -> Option<(String, Option<Cure>)> {
    let wants = |name: &str| allowed.iter().any(|one| one == name);
    match &site.node.kind {
        Kind::Map(map)
            if wants("array")
                && takes_options(site.owner, map)
                && as_items(map).is_some_and(|all| fits(site.owner, &all)) =>
        {
            let list = as_items(map)?;
            let help = format!("write a list: {}", site.syntax.value(&list));
            Some((help, Some(Cure::Write(site.route.clone(), list))))
        }
        Kind::Map(map) if wants("array") && only_text(site, map).is_some() => {
            let list = only_text(site, map)?;
            Some((format!("write {}", site.syntax.value(&list)), None))
        }
        Kind::Map(_) if wants("array") => {
            let list = Value::Array(vec![site.node.to_json()]);
            let is_flow = site.node.span.text().starts_with('{');
            if !fits(site.owner, &list) {
                return None;
            }
            Some(match site.syntax {
                _ if is_flow => (
                    "put brackets around it: a list with one item".to_owned(),
                    Some(Cure::Wrap(site.route.clone())),
                ),
                Syntax::Toml => (format!("write the header as `[[{}]]`", site.route), None),
                Syntax::Yaml | Syntax::Json => (
                    "write `- ` before the first key, and indent the others like it".to_owned(),
                    None,
                ),
            })
        }
        Kind::Seq(_) | Kind::Str(_) if wants("object") && reasons(site).is_some() => {
            let table = reasons(site)?;
            let entry = site.syntax.entry(&site.route.last(), &table);
            Some((format!("write each with its reason: `{entry}`"), None))
        }
        Kind::Seq(items) if wants("object") && variables(site, items).is_some() => {
            let table = variables(site, items)?;
            let entries = table.as_object()?.iter();
            let lines = entries.map(|(key, value)| format!("`{}`", site.syntax.entry(key, value)));
            let lines = lines.collect::<Vec<_>>().join(", ");
            let help = match site.syntax {
                Syntax::Toml => format!("write `[{}]` with {lines}", site.route),
                Syntax::Yaml => format!("write {lines}"),
                Syntax::Json => format!("write {}", site.syntax.value(&table)),
            };
            Some((help, None))
        }
        Kind::Seq(items) if wants("object") && has_entries(site.owner) => {
            if let Some(told) = one_table(site, items) {
                let has_names = "remove each `- `: every entry has a name already".to_owned();
                let is_block = site.syntax == Syntax::Yaml && told.0.starts_with("remove");
                return Some(if is_block { (has_names, None) } else { told });
            }
            let sample = example(site.owner)?.as_object()?;
            let name = sample.keys().next()?;
            Some(match site.syntax {
                Syntax::Toml => (
                    format!("give each a name instead: `[{}.{name}]`", site.route),
                    None,
                ),
                Syntax::Yaml | Syntax::Json => (
                    format!("give each a name, such as `{name}:`, instead of a place in a list"),
                    None,
                ),
            })
        }
        Kind::Seq(items) if wants("object") => lone_header(site)
            .map(|help| (help, None))
            .or_else(|| one_table(site, items))
            .or_else(|| people::sole_source(site, items))
            .or_else(|| entries(site, items))
            .or_else(|| sample(site)),
        Kind::Seq(items) if wants("string") => {
            let is_item = matches!(site.route.segments().last(), Some(Segment::Index(_)));
            if is_item && items.iter().all(|item| fits(site.owner, &item.to_json())) {
                let help = "write its items without brackets of their own";
                return Some((help.to_owned(), None));
            }
            let [only] = items.as_slice() else {
                return people::one_of_them(site, items).map(|help| (help, None));
            };
            let value = only.to_json();
            let written = site.syntax.value(&value);
            fits(site.owner, &value).then(|| (format!("write {written}, without a list"), None))
        }
        Kind::Str(text) if wants("object") && site.owner.get("properties").is_some() => {
            let key = if text.contains('*') { "glob" } else { "path" };
            let table = serde_json::json!({ key: text });
            let written = site.syntax.value(&table);
            if !fits(site.owner, &table) {
                return sample(site);
            }
            Some({
                let cure = Cure::Write(site.route.clone(), table);
                (format!("write {written}"), Some(cure))
            })
        }
        Kind::Str(_) | Kind::Num(_) if wants("object") => {
            people::only_key(site).or_else(|| sample(site))
        }
        Kind::Bool(false) | Kind::Str(_)
            if wants("array")
                && people::is_none(site.node)
                && fits(site.owner, &Value::Array(Vec::new())) =>
        {
            let none = Value::Array(Vec::new());
            let cure = Cure::Write(site.route.clone(), none);
            Some(("for none, write []".to_owned(), Some(cure)))
        }
        Kind::Num(_) | Kind::Str(_) if wants("array") => people::one_item(site),
        _ => None,
    }
}

/// The only text of a table, such as a path, as the list that belongs there.
fn only_text(site: &Site<'_>, map: &Map) -> Option<Value> {
    let mut entries = map.iter();
    let (entry, None) = (entries.next()?, entries.next()) else {
        return None;
    };
    let is_option = entry.key.starts_with('-');
    let list = Value::from(vec![entry.value.as_str().filter(|_| !is_option)?]);
    fits(site.owner, &list).then_some(list)
}

/// Names of a table's keys by themselves, with the value that the example has for one.
fn reasons(site: &Site<'_>) -> Option<Value> {
    let texts: Vec<&str> = match &site.node.kind {
        Kind::Str(text) => vec![text.as_str()],
        Kind::Seq(items) => items.iter().map(Node::as_str).collect::<Option<_>>()?,
        _ => return None,
    };
    let sample = example(site.owner)?.as_object()?;
    let reason = sample.values().next().filter(|value| value.is_string())?;
    let is_known = |text: &&str| !property(site.owner, text).is_null();
    if texts.is_empty() || texts.len() > MOST_OPTIONS || !texts.iter().all(is_known) {
        return None;
    }
    let table = texts
        .iter()
        .map(|text| ((*text).to_owned(), reason.clone()));
    let table = Value::Object(table.collect());
    fits(site.owner, &table).then_some(table)
}

/// `- name: site` with its `value`, and `- site=out/site`, where texts by name belong.
fn variables(site: &Site<'_>, items: &[Node]) -> Option<Value> {
    let entry = site.owner.get("additionalProperties")?;
    if entry.get("type")? != "string" || items.is_empty() || items.len() > MOST_OPTIONS {
        return None;
    }
    let mut table = serde_json::Map::new();
    for item in items {
        let (name, value) = match &item.kind {
            Kind::Str(text) => text.split_once('=')?,
            Kind::Map(map) => {
                let text = |names: [&str; 2]| {
                    let mut found = names.iter().filter_map(|name| map.get(name));
                    found.next()?.value.as_str()
                };
                (text(["name", "key"])?, text(["value", "default"])?)
            }
            _ => return None,
        };
        table.insert(name.trim().to_owned(), value.trim().into());
    }
    let table = Value::from(table);
    fits(site.owner, &table).then_some(table)
}

/// Whether a list is one of options of a program, or a table looks like some.
fn takes_options(owner: &Value, map: &Map) -> bool {
    let is_option = |text: &str| text.starts_with('-');
    let sample = example(owner).and_then(|list| list.get(0)?.as_str());
    sample.is_some_and(is_option) || map.iter().all(|entry| is_option(&entry.key))
}

/// Options of a program that are written as keys, such as `-svtav1-params: film-grain=8`, as items.
fn as_items(map: &Map) -> Option<Value> {
    let mut items = Vec::new();
    for entry in map.iter().take(MOST_OPTIONS + 1) {
        let value = match &entry.value.kind {
            Kind::Str(text) => text.as_str(),
            Kind::Num(_) => entry.value.span.text(),
            _ => return None,
        };
        let dash = if entry.key.starts_with('-') { "" } else { "-" };
        items.extend([format!("{dash}{}", entry.key), value.to_owned()]);
    }
    (!items.is_empty() && map.len() <= MOST_OPTIONS).then(|| Value::from(items))
}

/// The only item of a list in brackets, where that item belongs by itself; what to type, and what is
/// replaced by the item.
pub(super) fn lone_item(site: &Site<'_>) -> Option<(String, String, Span)> {
    let Kind::Seq(items) = &site.node.kind else {
        return None;
    };
    let [only] = items.as_slice() else {
        return None;
    };
    let is_single = !matches!(only.kind, Kind::Seq(_) | Kind::Bad | Kind::Null)
        && variables(site, items).is_none();
    let list = &site.node.span;
    let item = only.span.text();
    let is_flow = list.text().starts_with('[') && only.span.file.is(&list.file);
    let is_own = site.node.via.is_none() && only.via.is_none();
    if !is_single || !is_flow || !is_own || !fits(site.owner, &only.to_json()) {
        return None;
    }
    // Nothing may stand beside it that would be lost.
    let whole = list.text();
    let before = whole.get(1..only.span.start.checked_sub(list.start)?)?;
    let after = whole.get(only.span.end.checked_sub(list.start)?..)?;
    let after = after.trim_start().trim_start_matches(',').trim();
    if !before.trim().is_empty() || !matches!(after, "]" | "") {
        return None;
    }
    let help = match item.contains('\n') {
        true => "remove the `[` before the `{`, and its `]`".to_owned(),
        false => format!("write {item}, without a list"),
    };
    Some((help, item.to_owned(), list.clone()))
}

/// Several tables, each of which would be right there.
fn entries(site: &Site<'_>, items: &[Node]) -> Option<(String, Option<Cure>)> {
    let is_right = items.iter().all(|item| fits(site.owner, &item.to_json()));
    let help = "make an entry of each, with a name of its own".to_owned();
    (items.len() > 1 && is_right).then_some((help, None))
}

/// A list that is the one table which belongs there, whole or key by key.
fn one_table(site: &Site<'_>, items: &[Node]) -> Option<(String, Option<Cure>)> {
    let mut table = serde_json::Map::new();
    for item in items {
        let Value::Object(keys) = item.to_json() else {
            return None;
        };
        // Two of a kind are two entries.
        if keys.keys().any(|key| table.contains_key(key)) {
            return None;
        }
        table.extend(keys);
    }
    let table = Value::Object(table);
    if !fits(site.owner, &table) {
        return None;
    }
    let written = site.node.span.text();
    let is_flow = written.starts_with('[') && !written.starts_with("[[");
    let help = match site.syntax {
        Syntax::Toml if !is_flow => format!("write the header as `[{}]`", site.route),
        Syntax::Yaml if !is_flow => "remove the `- `: it is one, and no list".to_owned(),
        _ => format!("write {}", site.syntax.value(&table)),
    };
    Some((help, None))
}

/// `[[ladders.hd]]`: what to write for one header with two brackets.
pub(super) fn lone_header(site: &Site<'_>) -> Option<String> {
    let Kind::Seq(items) = &site.node.kind else {
        return None;
    };
    let is_header = matches!(items.as_slice(), [one] if one.span.text().starts_with("[["));
    is_header.then(|| format!("write the header as `[{}]`", site.route))
}

/// What a table could be.
fn sample(site: &Site<'_>) -> Option<(String, Option<Cure>)> {
    let sample = site.syntax.value(example(site.owner)?);
    Some((
        format!("write {} such as {sample}", a_table(site.syntax)),
        None,
    ))
}
