//! Keys of TOML whose header is missing, so that they stand in the table above: those of an output
//! below the ones of a ladder.
//!
//! Unaware of what a section holds. A header is put in, and everything read as if it had been there.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::{Reading, Sections, reading};
use crate::diag::{Diagnostic, Diagnostics};
use crate::document::{DUPLICATE_KEY, Document, Entry, Kind, Map, Node, Syntax};
use crate::schema::shape::{example, property};
use crate::source::{SourceFile, Span};

mod place;

use place::{Headless, Place};

/// Puts keys without a header where they belong, and reports them.
pub(super) fn headed(
    sections: &Sections<'_>,
    diagnostics: &mut Diagnostics,
    document: &mut Document,
) -> Vec<Diagnostic> {
    let file = document.root.span.file.clone();
    let mut findings = Vec::new();
    if Syntax::of(&file) != Some(Syntax::Toml) || document.is_cut() {
        return findings;
    }
    // Each round puts one header in; a file that lost many is no longer a slip.
    for _ in 0..MOST {
        let Kind::Map(root) = &document.root.kind else {
            break;
        };
        let repeated = repeated(diagnostics, &file);
        let Some(found) = sections.headless(root, &file, &repeated) else {
            break;
        };
        findings.push(found.told(&file));
        if let Some(again) = found.repeated {
            diagnostics.retain(|one| {
                one.code != &DUPLICATE_KEY || one.primary().is_none_or(|at| at.start != again)
            });
        }
        let Kind::Map(root) = std::mem::replace(&mut document.root.kind, Kind::Bad) else {
            break;
        };
        document.root.kind = Kind::Map(found.carried_out(root));
        if !diagnostics
            .as_slice()
            .iter()
            .any(|one| one.code == &DUPLICATE_KEY)
        {
            document.forget_twins();
        }
    }
    findings
}

/// The name for an entry of each section, once somebody asks: to find it is a look at the whole file.
#[derive(Default)]
struct Names(RefCell<HashMap<String, Option<(String, bool)>>>);

/// How many keys are looked for in the whole text.
const MOST_ASKED: usize = 8;

/// How many such headers are put in.
const MOST: usize = 4;

/// A key that is given again, and its place.
struct Again {
    key: Span,
    value: String,
}

/// The keys that were found to be given again, in one line with their values.
fn repeated(diagnostics: &Diagnostics, file: &SourceFile) -> Vec<Again> {
    let all = diagnostics.as_slice().iter();
    let all = all.filter(|one| one.code == &DUPLICATE_KEY);
    all.filter_map(|one| {
        let key = one.primary().filter(|at| at.file.is(file))?;
        let line = file.line_range(file.line_of(key.start));
        let (_, value) = file.text().get(key.end..line.end)?.split_once('=')?;
        let value = value.trim();
        let inner = value.strip_prefix('"')?.strip_suffix('"')?;
        Some(Again {
            key: key.clone(),
            value: inner.to_owned(),
        })
    })
    .collect()
}

impl Sections<'_> {
    fn headless(&self, root: &Map, file: &SourceFile, repeated: &[Again]) -> Option<Headless> {
        let names = &Names::default();
        let whole = (root, file, names);
        let found = self.texts(root, file);
        let found = found.or_else(|| self.in_texts(root, file, names));
        let found = found.or_else(|| self.at_top(root, file, names));
        if found.is_some() {
            return found;
        }
        for section in root.iter() {
            let (Some(own), Some(entries)) = (self.entry_of(&section.key), section.value.as_map())
            else {
                continue;
            };
            for entry in entries.iter() {
                let from = (section.key.as_str(), entry.key.as_str());
                let Some(table) = entry.value.as_map() else {
                    continue;
                };
                if let Some(found) = self.tail(whole, repeated, (&entry.value, own), from) {
                    return Some(found);
                }
                for list in table.iter() {
                    let Kind::Seq(items) = &list.value.kind else {
                        continue;
                    };
                    let kind = reading::branches(own)
                        .find_map(|kind| property(kind, &list.key).get("items"));
                    let Some(kind) = kind else { continue };
                    for (position, item) in items.iter().enumerate() {
                        if let Some(mut found) = self.tail(whole, repeated, (item, kind), from) {
                            found.item = Some((list.key.clone(), position));
                            return Some(found);
                        }
                    }
                }
            }
        }
        None
    }

    /// Texts at the top level that templates look for in a section which is missing.
    fn texts(&self, root: &Map, file: &SourceFile) -> Option<Headless> {
        let all = self.schema.get("properties").and_then(Value::as_object)?;
        let mut free = all
            .iter()
            .filter(|(name, kind)| root.get(name).is_none() && is_texts(kind));
        let (section, _) = free.next()?;
        let mut inline: Vec<&Entry> = root
            .iter()
            .filter(|entry| !is_headed(&entry.value))
            .collect();
        inline.sort_by_key(|entry| entry.key_span.start);
        let is_stray = |entry: &&&Entry| {
            property(self.schema, &entry.key).is_null() && entry.value.as_str().is_some()
        };
        let count = inline.iter().rev().take_while(is_stray).count();
        let strays = inline.get(inline.len() - count..)?;
        let first = strays.first()?;
        let is_asked = |entry: &&Entry| {
            file.text()
                .contains(&format!("${{{section}.{}}}", entry.key))
        };
        strays
            .iter()
            .take(MOST_ASKED)
            .all(is_asked)
            .then(|| Headless {
                from: (String::new(), String::new()),
                item: None,
                first: first.key_span.clone(),
                keys: strays.iter().map(|entry| (*entry).clone()).collect(),
                to: Place::Texts(section.clone()),
                is_sure: true,
                repeated: None,
            })
    }

    /// Keys of an entry that stand at the top, above the first header: of a section that is missing, or
    /// of the only one that has such keys.
    fn at_top(&self, root: &Map, file: &SourceFile, names: &Names) -> Option<Headless> {
        if self.is_open {
            return None;
        }
        let mut inline: Vec<&Entry> = root
            .iter()
            .filter(|entry| !is_headed(&entry.value))
            .collect();
        inline.sort_by_key(|entry| entry.key_span.start);
        let is_stray = |entry: &&&Entry| property(self.schema, &entry.key).is_null();
        let count = inline.iter().rev().take_while(is_stray).count();
        let strays = inline.get(inline.len() - count..)?;
        let first = strays.first()?;
        let keys: Map = strays.iter().map(|entry| (*entry).clone()).collect();
        let required = self.schema.get("required").and_then(Value::as_array)?;
        let is_missing = |to: &str| root.get(to).is_none() && required.iter().any(|one| one == to);
        let fitting = self.all.iter().filter(|(_, kind)| {
            let there = Reading::of(kind, &keys);
            there.is_good(false) && (there.lacking == 0 || there.names_variant())
        });
        let (missing, given): (Vec<_>, Vec<_>) = fitting.partition(|(to, _)| is_missing(to));
        let (to, _) = match (missing.as_slice(), given.as_slice()) {
            ([only], _) => *only,
            ([], [only]) if keys.len() > 1 => *only,
            _ => return None,
        };
        let (name, is_sure) = self.name_for(to, root, file, names)?;
        Some(Headless {
            from: (String::new(), String::new()),
            item: None,
            first: first.key_span.clone(),
            keys: keys.into_iter().collect(),
            to: Place::Entry((*to).to_owned(), name),
            is_sure,
            repeated: None,
        })
    }

    /// Keys of an entry of a missing section that stand in a table of texts, where any key may stand.
    fn in_texts(&self, root: &Map, file: &SourceFile, names: &Names) -> Option<Headless> {
        let required = self.schema.get("required").and_then(Value::as_array)?;
        let is_missing = |(to, _): &&(&str, &Value)| {
            root.get(to).is_none() && required.iter().any(|one| one == to)
        };
        for texts in root.iter() {
            let kind = property(self.schema, &texts.key).get("additionalProperties");
            let is_texts =
                kind.is_some_and(|kind| kind.get("type") == Some(&Value::from("string")));
            let Some(map) = texts.value.as_map().filter(|_| is_texts) else {
                continue;
            };
            if !texts.value.span.text().starts_with('[') || self.is_open {
                continue;
            }
            let mut inline: Vec<&Entry> = map.iter().collect();
            inline.sort_by_key(|entry| entry.key_span.start);
            for (to, kind) in self.all.iter().filter(is_missing) {
                let of = |from: usize| -> Map {
                    let keys = inline.iter().skip(from);
                    keys.map(|entry| (*entry).clone()).collect()
                };
                let is_key = |entry: &&Entry| {
                    reading::branches(kind).any(|kind| !property(kind, &entry.key).is_null())
                };
                let others = inline
                    .iter()
                    .rev()
                    .take_while(|entry| is_key(entry))
                    .count();
                let at = inline.len() - others;
                let keys = of(at);
                if keys.is_empty() || !Reading::of(kind, &keys).is_good(false) {
                    continue;
                }
                let Some((name, is_sure)) = self.name_for(to, root, file, names) else {
                    continue;
                };
                if !is_sure && keys.len() == 1 {
                    continue;
                }
                return Some(Headless {
                    from: (texts.key.clone(), String::new()),
                    item: None,
                    first: inline.get(at)?.key_span.clone(),
                    keys: keys.into_iter().collect(),
                    to: Place::Entry((*to).to_owned(), name),
                    is_sure,
                    repeated: None,
                });
            }
        }
        None
    }

    /// The last keys of a table, if they are those of an entry of a section.
    fn tail(
        &self,
        (root, file, names): (&Map, &SourceFile, &Names),
        repeated: &[Again],
        (node, own): (&Node, &Value),
        from: (&str, &str),
    ) -> Option<Headless> {
        if !node.span.text().starts_with('[') || !node.span.file.is(file) {
            return None;
        }
        let table = node.as_map()?;
        let is_stray = |entry: &&Entry| {
            reading::branches(own).all(|kind| property(kind, &entry.key).is_null())
        };
        if !table.iter().any(|entry| is_stray(&entry)) {
            return None;
        }
        let mut inline: Vec<&Entry> = table
            .iter()
            .filter(|entry| !is_headed(&entry.value))
            .collect();
        inline.sort_by_key(|entry| entry.key_span.start);
        let at = inline.iter().position(is_stray)?;
        let (head, tail) = inline.split_at(at);
        let first = tail.first()?.key_span.clone();
        let above = head
            .last()
            .map_or(node.span.end, |entry| entry.value.span.end);
        let again = repeated
            .iter()
            .find(|one| (above..first.start).contains(&one.key.start));
        let mut keys: Map = tail.iter().map(|entry| (*entry).clone()).collect();
        if let Some(again) = again {
            let value = Node::new(again.key.clone(), Kind::Str(again.value.clone()));
            keys.set(Entry {
                key: again.key.text().to_owned(),
                key_span: again.key.clone(),
                value,
            });
        }
        let head: Map = head.iter().map(|entry| (*entry).clone()).collect();
        let rest: Map = table
            .iter()
            .filter(|entry| keys.get(&entry.key).is_none() || head.get(&entry.key).is_some())
            .cloned()
            .collect();
        if head.is_empty() || !Reading::of(own, &rest).is_good(true) {
            return None;
        }
        if let Some(list) = list_with_headers(own, table, &keys) {
            return Some(Headless {
                from: (from.0.to_owned(), from.1.to_owned()),
                item: None,
                first,
                keys: keys.into_iter().collect(),
                to: Place::List(list),
                is_sure: true,
                repeated: None,
            });
        }
        // One unknown key among those of the table is only an unknown key.
        let is_here = || {
            let fit = reading::fitting(own, table, tail.iter().skip(1).map(|entry| &*entry.key));
            again.is_none() && fit * 2 >= tail.len() - 1
        };
        if keys.len() < 2 || is_here() {
            return None;
        }
        let mut fitting = self.all.iter().filter(|(_, kind)| {
            let there = Reading::of(kind, &keys);
            there.is_good(true) && (there.lacking == 0 || there.names_variant() || keys.len() > 2)
        });
        let (to, _) = fitting.next()?;
        if fitting.next().is_some() {
            return None;
        }
        let (name, is_sure) = self.name_for(to, root, file, names)?;
        Some(Headless {
            from: (from.0.to_owned(), from.1.to_owned()),
            item: None,
            first: again.map_or(first, |again| again.key.clone()),
            keys: keys.into_iter().collect(),
            to: Place::Entry((*to).to_owned(), name),
            is_sure,
            repeated: again.map(|again| again.key.start),
        })
    }

    /// The name of an entry that must be somewhere in a section, or else a name that is free; whether
    /// that is sure.
    fn name_for(
        &self,
        to: &str,
        root: &Map,
        file: &SourceFile,
        names: &Names,
    ) -> Option<(String, bool)> {
        let mut known = names.0.borrow_mut();
        let name = known.entry(to.to_owned());
        name.or_insert_with(|| self.sought(to, root, file)).clone()
    }

    pub(super) fn sought(&self, to: &str, root: &Map, file: &SourceFile) -> Option<(String, bool)> {
        let given = root.get(to).and_then(|section| section.value.as_map());
        let is_given = |name: &str| given.is_some_and(|given| given.get(name).is_some());
        let mut wanted: Vec<String> = Vec::new();
        let asked = self.asked(root);
        let names = asked.iter().filter(|(section, _)| *section == to);
        wanted.extend(
            names
                .map(|(_, name)| (*name).to_owned())
                .filter(|name| !is_given(name)),
        );
        if property(self.schema, to)
            .pointer("/additionalProperties/properties/path")
            .is_some()
        {
            let names = placeholders(file.text()).into_iter();
            wanted.extend(names.filter(|name| !is_given(name)).map(str::to_owned));
        }
        // Tables inside of it have headers of their own.
        let implied = given.into_iter().flat_map(Map::iter).filter(|entry| {
            !entry
                .value
                .span
                .text()
                .starts_with(&format!("[{to}.{}]", entry.key))
                && is_implied(&entry.value)
        });
        wanted.extend(implied.map(|entry| entry.key.clone()));
        wanted.sort();
        wanted.dedup();
        if let [only] = wanted.as_slice() {
            return Some((only.clone(), true));
        }
        let sample = example(property(self.schema, to))?
            .as_object()?
            .keys()
            .next()?;
        let mut free = [sample.as_str(), "other", "more"]
            .into_iter()
            .filter(|name| !is_given(name));
        free.next().map(|name| (name.to_owned(), false))
    }
}

/// Whether a section holds texts by name.
fn is_texts(section: &Value) -> bool {
    let kind = section
        .get("additionalProperties")
        .and_then(|kind| kind.get("type"));
    kind == Some(&Value::from("string"))
}

/// The header of the list whose items have these keys, if its items have headers.
fn list_with_headers(own: &Value, table: &Map, keys: &Map) -> Option<Span> {
    table.iter().find_map(|list| {
        let Kind::Seq(items) = &list.value.kind else {
            return None;
        };
        let header = items.first()?.span.clone();
        let mut kinds = reading::branches(own);
        let kind = kinds.find_map(|kind| property(kind, &list.key).get("items"))?;
        let is_item = header.text().starts_with("[[") && Reading::of(kind, keys).is_good(true);
        is_item.then_some(header)
    })
}

/// The names before the dot of `${film.stem}`.
fn placeholders(text: &str) -> HashSet<&str> {
    let parts = text.split("${").skip(1);
    let names = parts.filter_map(|part| Some(part.split_once('.')?.0));
    let is_word = |name: &&str| {
        name.chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    };
    names
        .filter(is_word)
        .filter(|name| !matches!(*name, "vars" | "env"))
        .collect()
}

/// Whether it is there only for what has headers inside of it.
pub(super) fn is_implied(value: &Node) -> bool {
    value
        .as_map()
        .is_some_and(|map| !map.is_empty() && map.iter().all(|entry| is_headed(&entry.value)))
}

/// Whether it has a header, or is a list of tables with headers.
fn is_headed(value: &Node) -> bool {
    let is_header = |node: &Node| node.as_map().is_some() && node.span.text().starts_with('[');
    match &value.kind {
        Kind::Seq(items) => items.iter().any(is_header),
        _ => is_header(value) || is_implied(value),
    }
}
