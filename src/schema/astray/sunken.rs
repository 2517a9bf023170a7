//! `extends` inside of a section or of an entry: below the first header of TOML, or indented in YAML. It
//! is read as if it stood at the top level, so that nothing of what it names is called missing.
//!
//! Unaware of what stands in the files that it names.

use crate::diag::{At, Diagnostic};
use crate::document::{Document, Entry, Kind, Map, Node, Syntax, is_manifest_name};
use crate::schema::code::UNKNOWN_KEY;
use crate::schema::shape::is_own;
use crate::source::{Route, SourceFile, Span};

const EXTENDS: &str = "extends";

/// Lifts it to the top level, and reports it.
pub(super) fn lifted(document: &mut Document) -> Option<Diagnostic> {
    let Kind::Map(root) = &document.root.kind else {
        return None;
    };
    if root.get(EXTENDS).is_some() {
        return None;
    }
    let (route, entry) = root.iter().find_map(sunken)?;
    let mut lifted = entry.clone();
    let finding = told(&route, &lifted, root);
    if let Kind::Str(_) = lifted.value.kind {
        let item = lifted.value.clone();
        lifted.value = Node::new(item.span.clone(), Kind::Seq(vec![item]));
    }
    if let Kind::Map(root) = std::mem::replace(&mut document.root.kind, Kind::Bad) {
        let rest = root.into_iter().filter_map(|section| {
            match Route::root().key(section.key.as_str()).holds(&route) {
                true => without(section, &route),
                false => Some(section),
            }
        });
        document.root.kind = Kind::Map(rest.chain([lifted]).collect());
    }
    Some(finding)
}

/// An `extends` in a section or in one of its entries that can mean nothing there.
fn sunken(section: &Entry) -> Option<(Route, &Entry)> {
    let map = section.value.as_map().filter(|_| !is_own(&section.key))?;
    let route = Route::root().key(section.key.as_str());
    if let Some(entry) = map.get(EXTENDS) {
        // A variable or a reason may have this name.
        let is_text = matches!(entry.value.kind, Kind::Str(_));
        let may_be_text = matches!(&*section.key, "vars" | "allow");
        return (names_files(&entry.value) && !(is_text && may_be_text))
            .then(|| (route.key(EXTENDS), entry));
    }
    map.iter().find_map(|entry| {
        let inner = entry.value.as_map()?.get(EXTENDS)?;
        let route = route.key(entry.key.as_str()).key(EXTENDS);
        names_files(&inner.value).then_some((route, inner))
    })
}

/// Whether a value names manifests, and nothing else.
fn names_files(value: &Node) -> bool {
    let is_name = |node: &Node| node.as_str().is_some_and(is_manifest_name);
    match &value.kind {
        Kind::Seq(items) => !items.is_empty() && items.iter().all(is_name),
        _ => is_name(value),
    }
}

/// The section without what stands at `route`; nothing, if it held nothing else.
fn without(mut section: Entry, route: &Route) -> Option<Entry> {
    let Kind::Map(entries) = &mut section.value.kind else {
        return Some(section);
    };
    let here = Route::root().key(section.key.as_str());
    let kept = std::mem::take(entries).into_iter().filter_map(|mut entry| {
        let here = here.key(entry.key.as_str());
        if here == *route {
            return None;
        }
        if here.holds(route)
            && let Kind::Map(keys) = &mut entry.value.kind
        {
            let others = std::mem::take(keys).into_iter();
            *keys = others.filter(|key| key.key != EXTENDS).collect();
            return (!keys.is_empty()).then_some(entry);
        }
        Some(entry)
    });
    *entries = kept.collect();
    (!entries.is_empty()).then_some(section)
}

fn told(route: &Route, entry: &Entry, root: &Map) -> Diagnostic {
    let key = &entry.key_span;
    let syntax = Syntax::of(&key.file).unwrap_or(Syntax::Toml);
    let above = route.parent();
    let list = match entry.value.to_json() {
        text @ serde_json::Value::String(_) => serde_json::Value::from(vec![text]),
        list => list,
    };
    let line = syntax.entry(EXTENDS, &list);
    let help = match syntax {
        Syntax::Toml => format!("move it above the first header: `{line}`"),
        Syntax::Yaml => format!("move it out of `{above}`, without indentation: `{line}`"),
        Syntax::Json => format!("move it out of `{above}`, beside `\"version\"`: `{line}`"),
    };
    let message = format!("`{EXTENDS}` stands inside `{above}`");
    let finding = Diagnostic::new(&UNKNOWN_KEY, route.clone(), message)
        .label(At::Span(key.clone()), "belongs at the top level")
        .help(help);
    match moved(entry, root, route) {
        Some((span, text)) => finding.fix(At::Span(span), text),
        None => finding,
    }
}

/// The change that moves its line to the top level; `None` if it has no line of its own, or if what it
/// stands in would be left empty.
fn moved(entry: &Entry, root: &Map, route: &Route) -> Option<(Span, String)> {
    let (key, value) = (&entry.key_span, &entry.value);
    let file = &key.file;
    let range = file.line_range(file.line_of(key.start));
    let line = file.text().get(range.clone())?.trim();
    let list = &value.span;
    let is_list = value.via.is_none() && list.text().starts_with('[');
    if !is_list || list.start < key.end || list.end > range.end || !line.starts_with(key.text()) {
        return None;
    }
    let rest = file.text().get(list.end..range.end)?.trim();
    if !rest.is_empty() && !rest.starts_with('#') {
        return None;
    }
    let section = root
        .iter()
        .find(|section| Route::root().key(section.key.as_str()).holds(route))?;
    let inner = section.value.as_map()?;
    let is_entry = route.segments().len() > 2;
    let holder = match is_entry {
        true => inner.get(&route.parent().last())?.value.as_map()?,
        false => inner,
    };
    let is_left = holder.len() > 1;
    let (to, gap) = match Syntax::of(file)? {
        Syntax::Toml if is_left || !is_entry => (first_header(file, root)?, 2),
        Syntax::Yaml if is_left => (section.key_span.start, 1),
        Syntax::Toml | Syntax::Yaml | Syntax::Json => return None,
    };
    if file.line_column(to).1 != 1 || to > range.start {
        return None;
    }
    let to = above_comment(file, to);
    let between = file.text().get(to..range.start)?;
    let end = (range.end + 1).min(file.text().len());
    let moved = format!("{line}{}{between}", file.line_end().repeat(gap));
    Some((Span::new(file, to, end), moved))
}

/// Where the comment right above a line begins, so that it stays with that line; one that begins the file
/// speaks of all of it.
pub(super) fn above_comment(file: &SourceFile, start: usize) -> usize {
    let text = |line: usize| file.text().get(file.line_range(line)).unwrap_or_default();
    let line = file.line_of(start);
    let above = (0..line).rev();
    let comment = above.take_while(|line| text(*line).starts_with('#')).last();
    match comment {
        Some(first) if first > 0 => file.line_range(first).start,
        _ => start,
    }
}

/// Where the line of the first header of a TOML file begins. A section may be opened by the header of an
/// entry, and have its own only later.
pub(super) fn first_header(file: &SourceFile, root: &Map) -> Option<usize> {
    let sections = root.iter().filter(|one| one.value.as_map().is_some());
    let keys = sections.flat_map(|section| {
        let entries = section.value.as_map().into_iter().flat_map(Map::iter);
        entries.chain([section]).map(|entry| &entry.key_span)
    });
    let lines = keys
        .filter(|key| key.file.is(file))
        .map(|key| file.line_range(file.line_of(key.start)));
    let headers = lines.filter(|line| {
        let text = file.text().get(line.clone()).unwrap_or_default();
        text.trim_start().starts_with('[')
    });
    headers.map(|line| line.start).min()
}
