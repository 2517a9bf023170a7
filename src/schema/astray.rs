//! Entries that stand in the wrong section or inside of a neighbour: `[inputs.sound]` over the keys of
//! a ladder, `[ladders.hd.sound]` instead of `[ladders.sound]`. They are put where they belong, so that
//! the slip is told once, nothing that names them is called undefined, and the rest is checked as usual.
//!
//! Unaware of what a section holds, and of sections of YAML at a wrong depth.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::code::UNKNOWN_KEY;
use super::shape::{meant, property};
use crate::diag::{At, Diagnostic, Diagnostics};
use crate::document::{Document, Entry, Kind, Map, Node, Syntax};
use crate::source::Route;

mod reading;
mod header;
mod headless;
mod misnamed;
mod listed;
mod loose;
mod outdent;
mod sunken;
mod raised;

use reading::Reading;

/// Puts entries where they belong, and reports those that were not there. `is_part` tells that the
/// document is extended by another one.
pub(super) fn gather(
    schema: &Value,
    diagnostics: &mut Diagnostics,
    document: &mut Document,
    is_part: bool,
) {
    let sunken = sunken::lifted(document);
    let is_open = document.is_broken() || is_part || document.get(&extends()).is_some();
    let sections = Sections::of(schema, is_open);
    let mut findings = raised::lifted(&sections, document);
    findings.extend(headless::headed(&sections, diagnostics, document));
    findings.extend(sunken);
    findings.extend(misnamed::renamed(&sections, document));
    findings.extend(listed::named(&sections, document));
    findings.extend(loose::gathered(&sections, document));
    let Kind::Map(root) = &document.root.kind else {
        return;
    };
    let moves = sections.moves(root);
    findings.extend(moves.iter().map(Move::told));
    let way = |one: &Move<'_>| Owned {
        from: one.section.key.clone(),
        above: one.above.map(|above| above.key.clone()),
        name: one.entry.key.clone(),
        to: one.to.to_owned(),
    };
    let moves: Vec<Owned> = moves.iter().map(way).collect();
    if !moves.is_empty()
        && let Kind::Map(root) = std::mem::replace(&mut document.root.kind, Kind::Bad)
    {
        document.root.kind = Kind::Map(carried_out(root, &moves));
    }
    // What stands on or after the line of a syntax error may be an echo of that.
    findings.retain(|finding| {
        let place = finding.primary();
        !place.is_some_and(|place| document.is_after_break(place))
    });
    diagnostics.extend(findings);
}

fn extends() -> Route {
    Route::root().key("extends")
}

/// The sections of a manifest that hold tables by name.
struct Sections<'a> {
    schema: &'a Value,
    /// The name of each, and what an entry of it is.
    all: Vec<(&'a str, &'a Value)>,
    /// Whether what is lacking may be written elsewhere.
    is_open: bool,
}

/// The names that are used somewhere, gathered when the first is looked for.
struct Asked<'b, 'a> {
    sections: &'b Sections<'a>,
    root: &'b Map,
    names: OnceCell<HashSet<(&'b str, &'b str)>>,
}

impl Asked<'_, '_> {
    fn is_used(&self, section: &str, name: &str) -> bool {
        let names = self.names.get_or_init(|| self.sections.asked(self.root));
        names.contains(&(section, name))
    }
}

/// An entry that stands in the wrong place.
struct Move<'a> {
    section: &'a Entry,
    /// The neighbour that it stands inside of.
    above: Option<&'a Entry>,
    entry: &'a Entry,
    /// The section that it belongs to.
    to: &'a str,
    is_sure: bool,
}

/// The same, when the tree is taken apart.
struct Owned {
    from: String,
    above: Option<String>,
    name: String,
    to: String,
}

impl<'a> Sections<'a> {
    fn of(schema: &'a Value, is_open: bool) -> Self {
        let properties = schema.get("properties").and_then(Value::as_object);
        let all = properties
            .into_iter()
            .flatten()
            .filter_map(|(name, group)| {
                let entry = group.get("additionalProperties")?;
                let is_table = entry.get("properties").is_some() || entry.get("oneOf").is_some();
                is_table.then_some((name.as_str(), entry))
            });
        Self {
            schema,
            all: all.collect(),
            is_open,
        }
    }

    fn entry_of(&self, name: &str) -> Option<&'a Value> {
        let (_, entry) = self.all.iter().find(|(known, _)| *known == name)?;
        Some(entry)
    }

    fn moves<'b>(&'b self, root: &'b Map) -> Vec<Move<'b>> {
        let asked = Asked {
            sections: self,
            root,
            names: OnceCell::new(),
        };
        let mut taken: HashSet<(&str, &str)> = HashSet::new();
        let mut moves = Vec::new();
        for section in root.iter() {
            let (Some(own), Some(entries)) = (self.entry_of(&section.key), section.value.as_map())
            else {
                continue;
            };
            for entry in entries.iter() {
                let Some(table) = table_of(entry) else {
                    continue;
                };
                let here = Reading::of(own, table);
                if here.is_good(self.is_open) {
                    continue;
                }
                let found = self.elsewhere(section, entry, &here, &asked);
                for one in found
                    .into_iter()
                    .chain(self.inside(section, entry, own, root))
                {
                    if taken.insert((one.to, &one.entry.key)) {
                        moves.push(one);
                    }
                }
            }
        }
        moves
    }

    /// The names that are used, each with the section that it is looked for in.
    fn asked<'b>(&'b self, root: &'b Map) -> HashSet<(&'b str, &'b str)> {
        let mut asked = HashSet::new();
        for section in root.iter() {
            let (Some(own), Some(entries)) = (self.entry_of(&section.key), section.value.as_map())
            else {
                continue;
            };
            for entry in entries.iter() {
                for key in entry.value.as_map().into_iter().flat_map(Map::iter) {
                    let mut kinds = reading::branches(own);
                    let Some(to) = kinds.find_map(|kind| {
                        property(kind, &key.key)
                            .get("x-ref")
                            .and_then(Value::as_str)
                    }) else {
                        continue;
                    };
                    let items: &[Node] = match &key.value.kind {
                        Kind::Seq(items) => items,
                        _ => std::slice::from_ref(&key.value),
                    };
                    asked.extend(items.iter().filter_map(|item| Some((to, item.as_str()?))));
                }
            }
        }
        asked
    }

    /// An entry whose keys are those of another section.
    fn elsewhere<'b>(
        &'b self,
        section: &'b Entry,
        entry: &'b Entry,
        here: &Reading,
        asked: &Asked<'b, 'a>,
    ) -> Option<Move<'b>> {
        let root = asked.root;
        let table = table_of(entry)?;
        let mut best: Option<(&str, Reading, bool)> = None;
        let mut is_tie = false;
        for (to, other) in &self.all {
            if *to == section.key || !is_free(root, to, &entry.key) {
                continue;
            }
            let there = Reading::of(other, table);
            if there.known() * 2 <= table.len() {
                continue;
            }
            let is_asked = asked.is_used(to, &entry.key);
            let is_lost = !self.is_open && is_asked || self.is_lost(root, to, here, &there);
            let is_theirs =
                there.is_better_than(here) && there.known() >= 2 || is_lost && there.is_good(false);
            if !is_theirs {
                continue;
            }
            is_tie = best
                .as_ref()
                .is_some_and(|(_, known, _)| known.rank() == there.rank());
            if best
                .as_ref()
                .is_none_or(|(_, known, _)| known.rank() < there.rank())
            {
                let is_sure = there.is_good(false) && (there.is_better_than(here) || is_asked);
                best = Some((to, there, is_sure));
            }
        }
        let (to, _, is_sure) = best.filter(|_| !is_tie)?;
        Some(Move {
            section,
            above: None,
            entry,
            to,
            is_sure,
        })
    }

    /// Whether a whole section is missing, of which an entry that lacks much where it stands would be
    /// a good one.
    fn is_lost(&self, root: &Map, to: &str, here: &Reading, there: &Reading) -> bool {
        let required = self.schema.get("required").and_then(Value::as_array);
        let is_required = required.is_some_and(|all| all.iter().any(|one| one == to));
        let is_missing = is_required && root.get(to).is_none();
        let says_more = there.known() > usize::from(there.names_variant());
        is_missing && says_more && !self.is_open && here.lacking > 1 && there.is_good(false)
    }

    /// Entries that stand inside of this one.
    fn inside<'b>(
        &'b self,
        section: &'b Entry,
        above: &'b Entry,
        own: &'a Value,
        root: &'b Map,
    ) -> Vec<Move<'b>> {
        let Some(table) = table_of(above) else {
            return Vec::new();
        };
        let is_named = Reading::of(own, table).names_variant();
        let mut moves = Vec::new();
        for entry in table.iter() {
            let Some(inner) = table_of(entry) else {
                continue;
            };
            let mut kinds = reading::branches(own);
            let is_key = |kind: &Value| {
                let known = super::shape::keys(kind);
                known.contains(&entry.key.as_str()) || meant(kind, &entry.key, &known).is_some()
            };
            if kinds.any(is_key) || is_named && is_wrapper(own, table, inner) {
                continue;
            }
            let mut best: Option<(&str, Reading)> = None;
            for (to, other) in &self.all {
                let is_own = *to == section.key;
                let there = Reading::of(other, inner);
                let is_named = is_own && there.names_variant();
                let is_theirs = (there.known() * 2 > inner.len() || is_named)
                    && (there.known() >= 2 || is_named || is_own && there.is_good(false))
                    && is_free(root, to, &entry.key);
                let rank = |known: &Reading, to: &str| (known.rank(), to == section.key);
                let is_best = best
                    .as_ref()
                    .is_none_or(|(name, known)| rank(known, name) < rank(&there, to));
                if is_theirs && is_best {
                    best = Some((to, there));
                }
            }
            if let Some((to, there)) = best {
                moves.push(Move {
                    section,
                    above: Some(above),
                    entry,
                    to,
                    is_sure: there.is_good(false),
                });
            }
        }
        moves
    }
}

/// Whether a table holds nothing but keys that the entry around it, which says what it is, lacks:
/// `[outputs.web.options]`.
fn is_wrapper(own: &Value, above: &Map, inner: &Map) -> bool {
    let has = |kind: &Value, one: &Entry| !property(kind, &one.key).is_null();
    inner.iter().all(|one| above.get(&one.key).is_none())
        && reading::branches(own).any(|kind| inner.iter().all(|one| has(kind, one)))
}

/// The keys of an entry that is written where it stands.
fn table_of(entry: &Entry) -> Option<&Map> {
    let table = entry.value.as_map().filter(|table| !table.is_empty());
    table.filter(|_| entry.value.via.is_none())
}

/// Whether a section has no entry of that name yet.
fn is_free(root: &Map, section: &str, name: &str) -> bool {
    match root.get(section) {
        Some(section) => match &section.value.kind {
            Kind::Map(entries) => entries.get(name).is_none(),
            _ => false,
        },
        None => true,
    }
}

impl Move<'_> {
    /// The finding.
    fn told(&self) -> Diagnostic {
        let (name, to) = (&self.entry.key, self.to);
        let from = &self.section.key;
        let key = &self.entry.key_span;
        let (message, label) = match self.above {
            Some(above) if to == from => (
                format!("`{name}` stands inside `{}`", above.key),
                format!("belongs beside `{}`", above.key),
            ),
            Some(above) => (
                format!(
                    "`{name}` stands inside `{}`, but has the keys of `{to}`",
                    above.key
                ),
                format!("belongs in `{to}`"),
            ),
            None => (
                format!("`{name}` stands in `{from}`, but has the keys of `{to}`"),
                format!("belongs in `{to}`"),
            ),
        };
        let route = Route::root().key(to).key(name.as_str());
        let finding = Diagnostic::new(&UNKNOWN_KEY, route, message);
        let depth = if self.above.is_some() { 2 } else { 1 };
        let syntax = Syntax::of(&key.file).unwrap_or(Syntax::Toml);
        if let Some(change) = header::moved(&[&self.entry.value], depth, to) {
            let written = change.header;
            return finding
                .label(At::Span(change.wrong), label)
                .help(format!("write the header as `{written}`"))
                .fix(At::Span(change.span), change.text)
                .sure(self.is_sure);
        }
        let finding = finding.label(At::Span(key.clone()), label);
        let own = self.above.filter(|_| to == from);
        match (syntax, own) {
            (Syntax::Toml, _) => finding.help(format!(
                "move it out of here, below a header of its own: `[{to}.{}]`",
                syntax.key(name)
            )),
            (Syntax::Yaml, Some(above)) => {
                let finding = finding.help(format!(
                    "indent `{name}:` like `{}:`, and all below it less",
                    above.key
                ));
                match outdent::moved(above, self.entry) {
                    Some((span, text)) => finding.fix(At::Span(span), text).sure(self.is_sure),
                    None => finding,
                }
            }
            (Syntax::Yaml, None) => finding.help(format!("move it below `{to}:`")),
            (Syntax::Json, Some(above)) => finding.help(format!(
                "move it out of \"{}\", and put it beside that",
                above.key
            )),
            (Syntax::Json, None) => finding.help(format!("move it into the object \"{to}\"")),
        }
    }
}

/// The tree with everything in its place.
fn carried_out(root: Map, moves: &[Owned]) -> Map {
    let left: HashSet<&str> = moves.iter().map(|one| one.from.as_str()).collect();
    let mut ways: HashMap<(&str, Option<&str>, &str), &str> = HashMap::new();
    for one in moves {
        let way = (one.from.as_str(), one.above.as_deref(), one.name.as_str());
        ways.insert(way, &one.to);
    }
    let mut moved: HashMap<String, Vec<Entry>> = HashMap::new();
    let mut done: Vec<Entry> = Vec::new();
    for mut section in root {
        let name = section.key.clone();
        if let Kind::Map(entries) = &mut section.value.kind
            && left.contains(name.as_str())
        {
            let mut kept = Map::new();
            for mut entry in std::mem::take(entries) {
                if let Some(to) = ways.get(&(&name, None, &entry.key)) {
                    moved.entry((*to).to_owned()).or_default().push(entry);
                    continue;
                }
                let above = entry.key.clone();
                let is_implied = headless::is_implied(&entry.value)
                    && entry.value.span.text() != format!("[{name}.{}]", entry.key);
                if let Kind::Map(keys) = &mut entry.value.kind {
                    let out = |key: &str| {
                        ways.get(&(name.as_str(), Some(above.as_str()), key))
                            .map(|to| (*to).to_owned())
                    };
                    if keys.iter().any(|key| out(&key.key).is_some()) {
                        let mut rest = Map::new();
                        for key in std::mem::take(keys) {
                            match out(&key.key) {
                                Some(to) => moved.entry(to).or_default().push(key),
                                None => rest.set(key),
                            }
                        }
                        *keys = rest;
                        // A name that was only a part of the header.
                        if is_implied && keys.is_empty() {
                            continue;
                        }
                    }
                }
                kept.set(entry);
            }
            *entries = kept;
        }
        done.push(section);
    }
    for one in moves {
        if let Some(more) = moved.remove(one.to.as_str()) {
            put(&mut done, &one.to, more);
        }
    }
    // A section that is empty now was never one.
    done.retain(|section| {
        let is_empty = section.value.as_map().is_some_and(Map::is_empty);
        !(is_empty && left.contains(section.key.as_str()))
    });
    done.into_iter().collect()
}

/// Adds entries to a section, which may be the first ones of it.
fn put(root: &mut Vec<Entry>, to: &str, more: Vec<Entry>) {
    let Some(first) = more.first() else {
        return;
    };
    let (key_span, span) = (first.key_span.clone(), first.value.span.clone());
    let section = root.iter_mut().find(|section| section.key == to);
    match section.map(|section| &mut section.value.kind) {
        Some(Kind::Map(entries)) => more.into_iter().for_each(|entry| join(entries, entry)),
        Some(_) => {}
        None => root.push(Entry {
            key: to.to_owned(),
            key_span,
            value: Node::new(span, Kind::Map(more.into_iter().collect())),
        }),
    }
}

/// Adds an entry, to what stands there under its name if there is anything.
fn join(entries: &mut Map, mut entry: Entry) {
    if let Some(known) = entries
        .get(&entry.key)
        .and_then(|known| known.value.as_map())
        && let Kind::Map(keys) = &mut entry.value.kind
    {
        known.iter().cloned().for_each(|key| keys.set(key));
    }
    entries.set(entry);
}
