//! Sections under a name that is nearly theirs: `[ladder.hd]` instead of `[ladders.hd]`, beside the
//! right one or in its place.
//!
//! Unaware of what stands in them.

use std::collections::HashMap;

use super::{Sections, header};
use crate::diag::{At, Diagnostic, disguise};
use crate::document::{Document, Entry, Kind, Map, Node, Syntax};
use crate::schema::code::UNKNOWN_KEY;
use crate::schema::shape::{is_own, is_sure, meant, property};
use crate::source::Route;

/// Reads such sections as those that were meant, and reports them.
pub(super) fn renamed(sections: &Sections<'_>, document: &mut Document) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let Kind::Map(root) = &document.root.kind else {
        return findings;
    };
    let mut meant: HashMap<String, String> = HashMap::new();
    for section in root.iter() {
        if let Some((name, is_sure)) = sections.near(section, root)
            && !meant.values().any(|other| other == name)
        {
            findings.push(told(section, name, is_sure, root));
            meant.insert(section.key.clone(), name.to_owned());
        }
    }
    if meant.is_empty() {
        return findings;
    }
    let Kind::Map(root) = std::mem::replace(&mut document.root.kind, Kind::Bad) else {
        return findings;
    };
    let mut done: Vec<Entry> = Vec::new();
    let mut more: Vec<Entry> = Vec::new();
    let given: Vec<String> = root.iter().map(|entry| entry.key.clone()).collect();
    for mut section in root {
        match meant.get(&section.key) {
            Some(name) => {
                let is_given = given.contains(name);
                section.key.clone_from(name);
                if is_given { &mut more } else { &mut done }.push(section);
            }
            None => done.push(section),
        }
    }
    for section in more {
        let twin = done.iter_mut().find(|one| one.key == section.key);
        if let Some(Kind::Map(entries)) = twin.map(|twin| &mut twin.value.kind)
            && let Kind::Map(others) = section.value.kind
        {
            others.into_iter().for_each(|entry| entries.set(entry));
        }
    }
    document.root.kind = Kind::Map(done.into_iter().collect());
    findings
}

impl Sections<'_> {
    /// The section that an unknown key of the top level is meant for, and whether that is sure.
    fn near(&self, section: &Entry, root: &Map) -> Option<(&str, bool)> {
        let written = &section.key;
        let entries = section.value.as_map().filter(|map| !map.is_empty())?;
        let is_group = entries.iter().all(|entry| entry.value.as_map().is_some());
        if !is_group || is_own(written) || !property(self.schema, written).is_null() {
            return None;
        }
        let names: Vec<&str> = self.all.iter().map(|(name, _)| *name).collect();
        let alike = names.iter().find(|name| disguise(written, name).is_some());
        let name = alike
            .copied()
            .or_else(|| meant(self.schema, written, &names))?;
        // Given under both names: nobody can know.
        let is_free = entries
            .iter()
            .all(|entry| super::is_free(root, name, &entry.key));
        let is_sure = || alike.is_some() || is_sure(self.schema, written, name, &names);
        is_free.then(|| (name, is_sure()))
    }
}

fn told(section: &Entry, name: &str, is_sure: bool, root: &Map) -> Diagnostic {
    let written = &section.key;
    let at = At::Span(section.key_span.clone());
    let syntax = Syntax::of(&section.key_span.file).unwrap_or(Syntax::Toml);
    let route = Route::root().key(written.as_str());
    let finding = Diagnostic::new(&UNKNOWN_KEY, route, format!("unknown key `{written}`")).label(
        at.clone(),
        disguise(written, name).unwrap_or_else(|| format!("did you mean `{name}`?")),
    );
    let entries = section.value.as_map();
    let tables: Vec<&Node> = entries
        .into_iter()
        .flat_map(Map::iter)
        .map(|entry| &entry.value)
        .collect();
    if let Some(change) = header::moved(&tables, 1, name) {
        let help = match tables.len() {
            1 => format!("write the header as `{}`", change.header),
            _ => format!("write the headers as `{}` and so on", change.header),
        };
        return finding
            .help(help)
            .fix(At::Span(change.span), change.text)
            .sure(is_sure);
    }
    let first = entries.and_then(|map| map.iter().next());
    match (root.get(name), first) {
        (None, _) => finding.fix(at, syntax.key(name)).sure(is_sure),
        (Some(_), Some(first)) => finding.help(match syntax {
            Syntax::Toml => format!("write it as `{name}.{}`", syntax.key(&first.key)),
            Syntax::Yaml => format!("write what is below it below `{name}:`"),
            Syntax::Json => format!("write what is in it into the object \"{name}\""),
        }),
        (Some(_), None) => finding,
    }
}
