//! Two entries of a section with one name, where outputs name one that is not there: what the second was
//! to be called.
//!
//! Unaware of what the two say.

use std::collections::BTreeSet;

use crate::diag::{At, Diagnostic, Diagnostics, Fix};
use crate::document::{DUPLICATE_KEY, Document, Entry, Kind, Map, Node, Syntax};
use crate::source::{Route, Segment};

/// The sections whose entries outputs name, each with the keys of an output that do.
const NAMED: [(&str, &[&str]); 3] = [
    ("inputs", &["inputs"]),
    ("ladders", &["ladders", "adaptation_sets"]),
    ("encryption", &["encryption"]),
];

/// Says of a name that is given twice which name the second entry lacks, if it can be but one.
pub(super) fn tell(found: &mut Diagnostics, document: &Document) {
    let all = found.as_slice().iter();
    let twins: Vec<(u64, &'static str)> = all
        .filter_map(|one| Some((one.mark(), section_of(one)?)))
        .collect();
    for (section, keys) in NAMED {
        let mut own = twins.iter().filter(|(_, of)| *of == section);
        let (Some((mark, _)), None) = (own.next(), own.next()) else {
            continue;
        };
        let missing = missing(document, section, keys);
        let mut missing = missing.iter();
        let (Some(name), None) = (missing.next(), missing.next()) else {
            continue;
        };
        found.change(|one| {
            if one.mark() == *mark {
                rename(one, document, name);
            }
        });
    }
}

/// The section of which an entry is given twice.
fn section_of(finding: &Diagnostic) -> Option<&'static str> {
    if finding.code != &DUPLICATE_KEY {
        return None;
    }
    let text = finding.primary()?.text();
    let section = match header(text) {
        Some((section, _)) => section,
        None if text.starts_with('[') => return None,
        None => match finding.route.segments() {
            [Segment::Key(section), Segment::Key(_)] => section.as_str(),
            _ => return None,
        },
    };
    let mut all = NAMED.iter();
    all.find_map(|(name, _)| (*name == section).then_some(*name))
}

/// Section and name of `[ladders.hd]`.
fn header(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    let (section, name) = inner.split_once('.')?;
    let is_plain = !inner.contains(['[', ']', '"', '\'']) && !name.contains('.');
    is_plain.then_some((section.trim(), name.trim()))
}

/// Names that outputs have for entries of a section, and that none of its entries has.
fn missing<'a>(document: &'a Document, section: &str, keys: &[&str]) -> BTreeSet<&'a str> {
    let table = document.get(&Route::root().key(section));
    let defined = table.and_then(Node::as_map);
    let outputs = document.get(&Route::root().key("outputs"));
    let outputs = outputs
        .and_then(Node::as_map)
        .into_iter()
        .flat_map(Map::iter);
    let mut names = BTreeSet::new();
    for output in outputs.filter_map(|entry| entry.value.as_map()) {
        for entry in keys.iter().filter_map(|key| output.get(key)) {
            match &entry.value.kind {
                Kind::Seq(items) => names.extend(items.iter().filter_map(name_of)),
                _ => names.extend(entry.value.as_str()),
            }
        }
    }
    names.retain(|name| defined.is_none_or(|map| map.get(name).is_none()));
    names
}

/// The name that an item is, or that an adaptation set has.
fn name_of(item: &Node) -> Option<&str> {
    match item.as_map() {
        Some(set) => set
            .get("ladder")
            .and_then(|entry: &Entry| entry.value.as_str()),
        None => item.as_str(),
    }
}

fn rename(finding: &mut Diagnostic, document: &Document, name: &str) {
    let Some(place) = finding.primary().cloned() else {
        return;
    };
    // Its keys are given again, and a line with its name is missing above.
    if let Some(help) = &finding.help
        && let Some((before, rest)) = help.split_once("such as `")
        && let Some((made_up, after)) = rest.split_once(":`")
    {
        let line = format!("{made_up}:");
        if let Some(fix) = &mut finding.fix {
            fix.text = fix.text.replacen(&line, &format!("{name}:"), 1);
        }
        finding.help = Some(format!("{before}such as `{name}:`{after}"));
        return;
    }
    if !finding.message.starts_with("duplicate key") && header(place.text()).is_none() {
        return;
    }
    let syntax = document.syntax_at(&finding.route);
    let old = place.text();
    let (text, holds_all) = match header(old) {
        Some((section, twin)) => {
            let below = format!("[{section}.{twin}.");
            let after = place.file.text().get(place.end..).unwrap_or_default();
            let new = format!("[{section}.{}]", Syntax::Toml.key(name));
            (new, !after.contains(&below))
        }
        None if syntax == Syntax::Toml => (syntax.key(name), true),
        None => (syntax.string_like(old, name), true),
    };
    finding.help = Some(format!(
        "rename this one to `{name}`: outputs name it and nothing defines it"
    ));
    let fix = Fix {
        at: At::Span(place),
        text,
        is_sure: false,
    };
    finding.fix = Some(fix).filter(|_| holds_all);
}
