//! Entries at the top level that belong in a section, `[sound]` instead of `[ladders.sound]`, and
//! sections inside of another one, `[ladders.outputs.web]`.
//!
//! Unaware of what stands in them.

use std::borrow::Cow;

use indexmap::IndexMap;

use super::{Reading, Sections, header, is_free, table_of};
use crate::diag::{At, Diagnostic};
use crate::document::{Document, Entry, Kind, Map, Node, Syntax};
use crate::schema::code::UNKNOWN_KEY;
use crate::schema::shape::{is_own, property};
use crate::source::{Route, Span};

/// Puts such entries into their sections, and reports them.
pub(super) fn gathered(sections: &Sections<'_>, document: &mut Document) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let Kind::Map(root) = &document.root.kind else {
        return findings;
    };
    let is_off = |entry: &Entry| {
        sections.home_of(entry, root).is_some()
            || sections.turned(entry, root).is_some()
            || sections.entry_of(&entry.key).is_some()
                && entry.value.as_map().is_some_and(|map| {
                    let mut names = sections.all.iter().filter_map(|(name, _)| map.get(name));
                    names.any(|inner| sections.is_inner(&entry.key, inner, root))
                })
    };
    if !root.iter().any(is_off) {
        return findings;
    }
    let mut moved: IndexMap<String, Vec<Entry>> = IndexMap::new();
    let mut kept: Vec<Entry> = Vec::new();
    for section in root.iter() {
        if let Some((inner, to)) = sections.turned(section, root) {
            findings.push(about_face(section, inner, to));
            let mut entry = inner.clone();
            entry.key.clone_from(&section.key);
            moved.entry(to.to_owned()).or_default().push(entry);
            continue;
        }
        if let Some(home) = sections.home_of(section, root) {
            findings.push(loose(section, &home, sections.lone_item(section, &home)));
            let mut entry = section.clone();
            if let Some((key, _)) = sections.lone_item(&entry, &home)
                && let Kind::Map(map) = &mut entry.value.kind
            {
                let parts = std::mem::take(map).into_iter().map(|mut part| {
                    if part.key == key {
                        let item = part.value.clone();
                        part.value = Node::new(item.span.clone(), Kind::Seq(vec![item]));
                    }
                    part
                });
                *map = parts.collect();
            }
            entry.key = home.name.into_owned();
            moved.entry(home.to.to_owned()).or_default().push(entry);
            continue;
        }
        let mut section = section.clone();
        if sections.entry_of(&section.key).is_some()
            && let Kind::Map(map) = &mut section.value.kind
        {
            let name = section.key.clone();
            let was_empty = map.is_empty();
            let mut own = Map::new();
            for inner in std::mem::take(map) {
                if sections.is_inner(&name, &inner, root)
                    && let Kind::Map(entries) = inner.value.kind.clone()
                {
                    findings.push(sunken(&name, &inner));
                    moved.entry(inner.key.clone()).or_default().extend(entries);
                } else {
                    own.set(inner);
                }
            }
            let is_left = !own.is_empty() || was_empty;
            *map = own;
            if !is_left {
                continue;
            }
        }
        kept.push(section);
    }
    for (to, entries) in moved {
        super::put(&mut kept, &to, entries);
    }
    document.root.kind = Kind::Map(kept.into_iter().collect());
    findings
}

/// Where a table of the top level belongs.
struct Home<'a> {
    /// The section.
    to: &'a str,
    /// Its name there.
    name: Cow<'a, str>,
    is_sure: bool,
}

impl Sections<'_> {
    /// The section that a table of the top level belongs to.
    fn home_of<'a>(&'a self, entry: &'a Entry, root: &Map) -> Option<Home<'a>> {
        let table = table_of(entry)?;
        let is_private = is_own(&entry.key) || entry.key.contains(['.', '$']);
        if is_private || !property(self.schema, &entry.key).is_null() {
            return None;
        }
        // `[laddershd]`, `[ladders_hd]`: the dot is missing.
        for (to, kind) in &self.all {
            let name = entry.key.strip_prefix(to).map(|rest| {
                let bare = rest.trim_start_matches(['_', '-']);
                if bare.is_empty() { rest } else { bare }
            });
            let Some(name) = name.filter(|name| !name.is_empty()) else {
                continue;
            };
            let there = Reading::of(kind, table);
            if there.known() * 2 > table.len() && can_take(root, to, name) {
                let is_sure = there.is_good(true);
                let name = Cow::Borrowed(name);
                return Some(Home { to, name, is_sure });
            }
        }
        // `[[sound.rungs]]`: a part of an entry that stands where it belongs.
        let mut parts = self.all.iter().filter(|(to, kind)| {
            let known = root.get(to).and_then(|section| section.value.as_map());
            let known = known.and_then(|known| known.get(&entry.key)?.value.as_map());
            let is_free = |known: &Map| {
                table.iter().all(|one| {
                    let is_list = |node: &Node| matches!(node.kind, Kind::Seq(_));
                    known
                        .get(&one.key)
                        .is_none_or(|other| is_list(&other.value) && is_list(&one.value))
                })
            };
            known.is_some_and(is_free) && Reading::of(kind, table).known() == table.len()
        });
        if let (Some((to, _)), None) = (parts.next(), parts.next()) {
            let name = Cow::Borrowed(entry.key.as_str());
            return Some(Home {
                to,
                name,
                is_sure: true,
            });
        }
        let fitting = self.all.iter().filter_map(|(to, kind)| {
            let there = Reading::of(kind, table);
            let is_theirs = there.known() * 2 > table.len()
                && (there.known() >= 2 || there.is_good(false))
                && is_free(root, to, &entry.key);
            is_theirs.then_some((*to, there))
        });
        let mut fitting: Vec<(&str, Reading)> = fitting.collect();
        fitting.sort_by_key(|(_, reading)| std::cmp::Reverse(reading.rank()));
        let (to, best) = fitting.first()?;
        let is_tie = fitting
            .get(1)
            .is_some_and(|(_, next)| next.rank() == best.rank());
        (!is_tie).then(|| Home {
            to,
            name: self.named_like(to, entry, root),
            is_sure: best.is_good(false),
        })
    }

    /// What stands in `[sound.ladders]`, and the section: the parts of the header have changed places.
    fn turned<'b>(&'b self, entry: &'b Entry, root: &Map) -> Option<(&'b Entry, &'b str)> {
        let mut inner = table_of(entry)?.iter();
        let (inner, None) = (inner.next()?, inner.next()) else {
            return None;
        };
        let kind = self.entry_of(&inner.key)?;
        let table = table_of(inner)?;
        let is_header = inner.value.span.text().starts_with('[');
        if !is_header || is_own(&entry.key) || !property(self.schema, &entry.key).is_null() {
            return None;
        }
        let is_theirs = Reading::of(kind, table).known() * 2 > table.len();
        (is_theirs && is_free(root, &inner.key, &entry.key)).then_some((inner, &*inner.key))
    }

    /// The name of a table of the top level in its section: of `[input]` the one name that is missing in
    /// `inputs`, if others ask for it, and else its own.
    fn named_like<'a>(&self, to: &str, entry: &'a Entry, root: &Map) -> Cow<'a, str> {
        let is_singular = || to.strip_suffix('s') == Some(&*entry.key.to_lowercase());
        let file = &entry.key_span.file;
        if Syntax::of(file) == Some(Syntax::Toml)
            && is_singular()
            && let Some((name, true)) = self.sought(to, root, file)
        {
            return Cow::Owned(name);
        }
        Cow::Borrowed(&entry.key)
    }

    /// The only part of an entry, if that is one item of a list below a header with one bracket on each
    /// side: its key, and the header.
    fn lone_item(&self, entry: &Entry, home: &Home<'_>) -> Option<(String, Span)> {
        let map = entry.value.as_map()?;
        let (Some(part), None) = (map.iter().next(), map.iter().nth(1)) else {
            return None;
        };
        let is_list = super::reading::branches(self.entry_of(home.to)?)
            .any(|kind| property(kind, &part.key).get("items").is_some());
        let header = &part.value.span;
        let is_table = part.value.as_map().is_some() && header.text().starts_with('[');
        (is_list && is_table).then(|| (part.key.clone(), header.clone()))
    }

    /// Whether what stands below a name of a section is a section itself.
    fn is_inner(&self, section: &str, inner: &Entry, root: &Map) -> bool {
        let Some(own) = self
            .entry_of(section)
            .filter(|_| self.entry_of(&inner.key).is_some())
        else {
            return false;
        };
        let Some(entries) = table_of(inner) else {
            return false;
        };
        let is_group = entries
            .iter()
            .all(|entry| table_of(entry).is_some() && is_free(root, &inner.key, &entry.key));
        is_group && Reading::of(own, entries).known() == 0
    }
}

/// Whether a section has no such entry, or only a part of it, in tables with headers of their own.
fn can_take(root: &Map, section: &str, name: &str) -> bool {
    let entries = root.get(section).and_then(|section| section.value.as_map());
    let entry = entries.and_then(|entries| entries.get(name));
    entry.is_none_or(|entry| super::headless::is_implied(&entry.value))
}

/// The finding for an entry at the top level.
fn loose(entry: &Entry, home: &Home<'_>, item: Option<(String, Span)>) -> Diagnostic {
    let Home { to, is_sure, .. } = *home;
    let name = &*home.name;
    let written = &entry.key;
    let syntax = Syntax::of(&entry.key_span.file).unwrap_or(Syntax::Toml);
    let route = Route::root().key(to).key(name);
    let finding = Diagnostic::new(&UNKNOWN_KEY, route, format!("unknown key `{written}`")).label(
        At::Span(entry.key_span.clone()),
        format!("did you mean `{to}.{name}`?"),
    );
    if let Some((key, header)) = item {
        let meant = format!("[[{to}.{}.{}]]", syntax.key(name), syntax.key(&key));
        return finding
            .help(format!("write the header as `{meant}`"))
            .fix(At::Span(header), meant)
            .sure(is_sure);
    }
    if name != written && syntax == Syntax::Toml {
        let key = format!("{to}.{}", syntax.key(name));
        let finding = finding.help(format!("write the header as `[{key}]`"));
        // Headers of tables inside of it say the name again.
        return match header::count(&entry.value) {
            0 | 1 => finding
                .fix(At::Span(entry.key_span.clone()), key)
                .sure(is_sure),
            _ => finding,
        };
    }
    let inner = header::of(&entry.value);
    if let Some(change) = header::moved(&inner, 0, to) {
        return finding
            .help(format!("write the header as `{}`", change.header))
            .fix(At::Span(change.span), change.text)
            .sure(is_sure);
    }
    finding.help(match syntax {
        Syntax::Toml => format!("write it as `{to}.{}`", syntax.key(name)),
        Syntax::Yaml => format!("indent it below `{to}:`"),
        Syntax::Json => format!("put it into the object \"{to}\""),
    })
}

/// The finding for a header whose parts have changed places.
fn about_face(entry: &Entry, inner: &Entry, to: &str) -> Diagnostic {
    let (first, last) = (&entry.key_span, &inner.key_span);
    let written = format!("{to}.{}", Syntax::Toml.key(&entry.key));
    let route = Route::root().key(to).key(entry.key.as_str());
    let finding = Diagnostic::new(&UNKNOWN_KEY, route, format!("unknown key `{}`", entry.key))
        .label(
            At::Span(first.clone()),
            format!("did you mean `{to}.{}`?", entry.key),
        )
        .help(format!("write the header as `[{written}]`"));
    let between = match first.file.is(&last.file) && first.end <= last.start {
        true => first.file.text().get(first.end..last.start),
        false => None,
    };
    let is_header = between.is_some_and(|between| between.trim() == ".");
    match is_header && header::count(&inner.value) == 1 {
        true => {
            let whole = Span::new(&first.file, first.start, last.end);
            finding.fix(At::Span(whole), written)
        }
        false => finding,
    }
}

/// The finding for a section inside of another one.
fn sunken(above: &str, section: &Entry) -> Diagnostic {
    let key = &section.key;
    let syntax = Syntax::of(&section.key_span.file).unwrap_or(Syntax::Toml);
    let route = Route::root().key(key.as_str());
    let finding = Diagnostic::new(
        &UNKNOWN_KEY,
        route,
        format!("`{key}` stands inside `{above}`"),
    )
    .label(
        At::Span(section.key_span.clone()),
        "belongs at the top level",
    );
    let entries = section.value.as_map();
    let tables: Vec<&Node> = entries
        .into_iter()
        .flat_map(Map::iter)
        .map(|entry| &entry.value)
        .collect();
    if let Some(change) = header::moved(&tables, 2, key) {
        return finding
            .help(format!("write the header without `{above}.`"))
            .fix(At::Span(change.span), change.text);
    }
    finding.help(match syntax {
        Syntax::Toml => format!("write the header without `{above}.`"),
        Syntax::Yaml => format!("indent it like `{above}`, with all that is below it"),
        Syntax::Json => format!("move it out of the object \"{above}\""),
    })
}
