//! Entries whose section's line is missing, so that they are read as more entries of the section above.
//!
//! Unaware of sections that stand at a wrong depth.

use serde_json::Value;

use super::{Sections, filled};
use crate::diag::{At, Diagnostic};
use crate::document::{Entry, Kind, Map, Node};
use crate::schema::code::MISSING_KEY;
use crate::schema::shape::{Variants, keys, property};
use crate::source::{Route, Span};

/// Which entries of a section belong to another one.
struct Lost<'a> {
    /// How many entries of the section are its own.
    own: usize,
    /// The section whose line is missing.
    section: &'a str,
}

impl Sections<'_> {
    /// Whether the line of any section is missing.
    pub(super) fn has_headless(&self, root: &Map) -> bool {
        root.iter()
            .any(|section| self.lost(root, section).is_some())
    }

    /// Entries of a section without its line become a section of the top level.
    pub(super) fn headed(&self, root: Map, findings: &mut Vec<Diagnostic>) -> Map {
        let cuts: Vec<Option<(usize, String)>> = root
            .iter()
            .map(|section| {
                let lost = self.lost(&root, section)?;
                Some((lost.own, lost.section.to_owned()))
            })
            .collect();
        let mut done = Map::new();
        for (mut section, cut) in root.into_iter().zip(cuts) {
            let (Some((own, name)), Kind::Map(inner)) = (cut, &mut section.value.kind) else {
                done.set(section);
                continue;
            };
            let mut entries = std::mem::take(inner).into_iter();
            *inner = entries.by_ref().take(own).collect();
            let lost: Map = entries.collect();
            let Some(first) = lost.iter().next().map(|entry| entry.key_span.clone()) else {
                done.set(section);
                continue;
            };
            findings.push(told(&name, &section, &first));
            let header = Entry {
                key: name,
                key_span: first.clone(),
                value: Node::new(first, Kind::Null),
            };
            let partial = section.value.partial;
            done.set(section);
            done.set(filled(header, lost, partial));
        }
        done
    }

    /// What the entries of `section` lack, if all from one on belong to one section that is absent.
    fn lost(&self, root: &Map, section: &Entry) -> Option<Lost<'_>> {
        let inner = section.value.as_map()?;
        let is_block = !section.value.span.text().starts_with('{') && section.value.via.is_none();
        let own_entry = property(self.schema, &section.key).get("additionalProperties")?;
        let mut absent = keys(self.schema)
            .into_iter()
            .filter(|key| self.is_group(key) && root.get(key).is_none())
            .peekable();
        if !is_block || absent.peek().is_none() {
            return None;
        }
        let is_own =
            |entry: &&Entry| !is_table(&entry.value) || names_itself(own_entry, &entry.value);
        let own = inner.iter().take_while(is_own).count();
        if own == 0 || own == inner.len() {
            return None;
        }
        let mut fitting = absent.filter(|key| {
            let Some(entry) = property(self.schema, key).get("additionalProperties") else {
                return false;
            };
            let mut lost = inner.iter().skip(own);
            lost.all(|one| one.value.via.is_none() && is_rather(entry, own_entry, &one.value))
        });
        let section = fitting.next()?;
        fitting.next().is_none().then_some(Lost { own, section })
    }
}

fn is_table(value: &Node) -> bool {
    value.as_map().is_some_and(|map| !map.is_empty())
}

/// Whether a table is rather such an entry than one of the section that it stands in: it names itself
/// one, and has more keys of one.
fn is_rather(entry: &Value, own: &Value, value: &Node) -> bool {
    let Some(map) = value.as_map() else {
        return false;
    };
    let known = |entry: &Value| {
        let count = |branch: &Value| {
            let keys = map.iter().map(|one| property(branch, &one.key));
            keys.filter(|key| !key.is_null()).count()
        };
        let branches = entry.get("oneOf").and_then(Value::as_array);
        let of_variants = branches.into_iter().flatten().map(count).max();
        of_variants.unwrap_or_else(|| count(entry))
    };
    names_itself(entry, value) && known(entry) > known(own)
}

/// Whether a table says that it is one of these: by the key that tells them apart, or else by all its
/// keys.
fn names_itself(entry: &Value, value: &Node) -> bool {
    let Some(map) = value.as_map().filter(|map| !map.is_empty()) else {
        return false;
    };
    match Variants::of(entry) {
        Some(variants) => {
            let tag = map.get(variants.tag).and_then(|tag| tag.value.as_str());
            tag.is_some_and(|tag| variants.position(tag).is_some())
        }
        None => map.iter().all(|one| !property(entry, &one.key).is_null()),
    }
}

fn told(name: &str, above: &Entry, first: &Span) -> Diagnostic {
    let file = &first.file;
    let message = format!("the line `{name}:` is missing before `{}`", first.text());
    let finding = Diagnostic::new(&MISSING_KEY, Route::root(), message)
        .label(At::Span(first.clone()), format!("belongs in `{name}`"))
        .label(
            At::Span(above.key_span.clone()),
            format!("read as one of `{}`", above.key),
        )
        .help(format!("write `{name}:` on a line of its own above"));
    let line = file.line_range(file.line_of(first.start));
    let end = file.line_end();
    let start = Span::new(file, line.start, line.start);
    let (_, column) = file.line_column(above.key_span.start);
    let indent = " ".repeat(column - 1);
    finding.fix(At::Span(start), format!("{indent}{name}:{end}"))
}
