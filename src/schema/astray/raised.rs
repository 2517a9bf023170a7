//! `version`, and keys such as `vars.site`, below a header or inside of a section: they belong at the top
//! level, and are read as if they stood there.
//!
//! Unaware of `extends`, and of sections with a header of their own.

use serde_json::Value;

use super::Sections;
use super::sunken::{above_comment, first_header};
use crate::diag::{At, Diagnostic};
use crate::document::{Document, Entry, Kind, Map, Node, Syntax};
use crate::schema::code::UNKNOWN_KEY;
use crate::schema::shape::{is_own, property};
use crate::source::{Route, Segment, SourceFile, Span};

const VERSION: &str = "version";

const VARS: &str = "vars";

/// So deep it is looked for such keys: in the items of an entry's lists.
const DEEPEST: usize = 4;

/// So many are put in their place; a file with more of them is no longer a slip.
const MOST: usize = 16;

/// Puts such keys at the top level, and reports them.
pub(super) fn lifted(sections: &Sections<'_>, document: &mut Document) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let Kind::Map(root) = &document.root.kind else {
        return findings;
    };
    let has_version = root.get(VERSION).is_some();
    let mut found: Vec<(Route, Entry)> = Vec::new();
    for section in root.iter().filter(|section| !is_own(&section.key)) {
        let route = Route::root().key(section.key.as_str());
        look(&section.value, &route, &mut |route, entry| {
            let is_version = !has_version && is_version(entry);
            let is_wanted = is_version || sections.is_stray(route, entry, root);
            let is_first = !is_version || found.iter().all(|(_, known)| known.key != VERSION);
            if is_wanted && is_first && found.len() < MOST {
                found.push((route.clone(), entry.clone()));
            }
            is_wanted
        });
    }
    for (route, entry) in &found {
        findings.push(told(route, entry, root));
    }
    for (route, entry) in found {
        let Kind::Map(root) = std::mem::replace(&mut document.root.kind, Kind::Bad) else {
            break;
        };
        let mut kept: Vec<Entry> = root.into_iter().collect();
        let (first, rest) = route
            .segments()
            .split_first()
            .unwrap_or((&Segment::Index(0), &[]));
        kept.retain_mut(|section| {
            let is_holder = matches!(first, Segment::Key(key) if *key == section.key);
            let was_empty = section.value.as_map().is_none_or(Map::is_empty);
            if is_holder {
                take(&mut section.value, rest, &entry.key);
            }
            !is_holder || was_empty || section.value.as_map().is_none_or(|map| !map.is_empty())
        });
        match entry.value.kind {
            Kind::Map(entries) => super::put(&mut kept, &entry.key, entries.into_iter().collect()),
            _ => kept.push(entry),
        }
        document.root.kind = Kind::Map(kept.into_iter().collect());
    }
    findings
}

/// Shows the keys in `node`, which is at `route`, and those below it but for what `see` takes.
fn look(node: &Node, route: &Route, see: &mut dyn FnMut(&Route, &Entry) -> bool) {
    if node.via.is_some() || route.segments().len() > DEEPEST {
        return;
    }
    match &node.kind {
        Kind::Map(map) => {
            for entry in map.iter() {
                // What is handed on to another program may have any name.
                if !see(route, entry) && entry.key != "args" {
                    look(&entry.value, &route.key(entry.key.as_str()), see);
                }
            }
        }
        Kind::Seq(items) => {
            for (at, item) in items.iter().enumerate() {
                look(item, &route.index(at), see);
            }
        }
        Kind::Null | Kind::Bool(_) | Kind::Num(_) | Kind::Str(_) | Kind::Bad => {}
    }
}

/// A text may have this name; a number is the manifest's version.
fn is_version(entry: &Entry) -> bool {
    entry.key == VERSION && entry.value.to_json() == 1
}

impl Sections<'_> {
    /// Whether it is the first part of `vars.site = "x"`, or `inputs = { … }` where no such key can be,
    /// with nothing of that name where it belongs.
    fn is_stray(&self, above: &Route, entry: &Entry, root: &Map) -> bool {
        let Some(inner) = entry.value.as_map().filter(|map| !map.is_empty()) else {
            return self.is_last(above, entry, root);
        };
        let kind = property(self.schema, &entry.key).get("additionalProperties");
        let Some(kind) = kind else {
            return false;
        };
        let is_text = kind.get("type") == Some(&Value::from("string"));
        let file = &entry.key_span.file;
        let after = file.text().get(entry.key_span.end..).unwrap_or_default();
        let is_written_so = match Syntax::of(file) {
            Some(Syntax::Toml) => {
                self.is_written_here(above, entry, after) && is_first_in_line(&entry.key_span)
            }
            // Tables by name may be meant for the entry.
            _ => is_text && entry.key == VARS && above.segments().len() > 1,
        };
        if !is_written_so {
            return false;
        }
        let known = root
            .get(&entry.key)
            .and_then(|section| section.value.as_map());
        inner.iter().all(|one| {
            let is_such = match &one.value.kind {
                Kind::Map(_) => !is_text,
                Kind::Str(_) => is_text,
                _ => false,
            };
            is_such && known.is_none_or(|known| known.get(&one.key).is_none())
        })
    }
}

impl Sections<'_> {
    /// Whether a text of the top level, such as `name`, is the last thing in a file of TOML, below keys
    /// of an entry that has no such key.
    fn is_last(&self, above: &Route, entry: &Entry, root: &Map) -> bool {
        let file = &entry.key_span.file;
        let [Segment::Key(section), Segment::Key(_)] = above.segments() else {
            return false;
        };
        let is_text = entry.value.as_str().is_some() && entry.value.via.is_none();
        let kind = property(self.schema, &entry.key).get("type");
        let is_texts = kind.is_some_and(|kind| {
            *kind == "string" || *kind == serde_json::json!(["string", "null"])
        });
        if Syntax::of(file) != Some(Syntax::Toml) || !is_text || !is_texts {
            return false;
        }
        let own = self.entry_of(section);
        let is_known = own.is_none_or(|own| {
            super::reading::branches(own).any(|kind| {
                let is_foreign = crate::schema::shape::foreign(kind, &entry.key).is_some();
                is_foreign || !property(kind, &entry.key).is_null()
            })
        });
        let rest = file.text().get(entry.value.span.end..).unwrap_or_default();
        let is_end = rest.lines().all(|line| {
            let line = line.trim();
            line.is_empty() || line.starts_with('#')
        });
        !is_known && is_end && root.get(&entry.key).is_none() && is_first_in_line(&entry.key_span)
    }

    /// Whether a key with this text behind it is dotted, or has a table in braces that is not known where
    /// it stands.
    fn is_written_here(&self, above: &Route, entry: &Entry, after: &str) -> bool {
        if after.trim_start_matches([' ', '\t']).starts_with('.') {
            return true;
        }
        let section = above.segments().first().and_then(name_of);
        let kind = section.and_then(|section| self.entry_of(section));
        let is_known = kind.is_some_and(|kind| {
            super::reading::branches(kind).any(|kind| !property(kind, &entry.key).is_null())
        });
        entry.value.span.text().starts_with('{') && !is_known
    }
}

fn is_first_in_line(key: &Span) -> bool {
    let line = key.file.line_range(key.file.line_of(key.start));
    let before = key.file.text().get(line.start..key.start);
    before.is_some_and(|before| before.trim().is_empty())
}

/// Takes `key` out of what is at `route` below `node`.
fn take(node: &mut Node, route: &[Segment], key: &str) {
    match (&mut node.kind, route.split_first()) {
        (Kind::Map(map), None) => {
            let entries = std::mem::take(map).into_iter();
            *map = entries.filter(|entry| entry.key != key).collect();
        }
        (Kind::Map(map), Some((Segment::Key(name), rest))) => {
            let entries = std::mem::take(map).into_iter();
            let entries = entries.map(|mut entry| {
                if entry.key == *name {
                    take(&mut entry.value, rest, key);
                }
                entry
            });
            *map = entries.collect();
        }
        (Kind::Seq(items), Some((Segment::Index(at), rest))) => {
            if let Some(item) = items.get_mut(*at) {
                take(item, rest, key);
            }
        }
        _ => {}
    }
}

fn told(above: &Route, entry: &Entry, root: &Map) -> Diagnostic {
    let key = &entry.key_span;
    let file = &key.file;
    let syntax = Syntax::of(file).unwrap_or(Syntax::Toml);
    let value = first_of(entry);
    let line = file.line_range(file.line_of(key.start));
    let written = file
        .text()
        .get(key.start..value.end.min(line.end).max(key.end));
    let written = written.unwrap_or(&entry.key).trim();
    let is_whole = value.first_line() == *value;
    let whole = format!("{written} … }}");
    let written = if is_whole { written } else { &whole };
    let name = written.split(['=', ':']).next().unwrap_or(written).trim();
    let name = name.trim_matches(['"', '\'']);
    let header = root.get(&entry.key).map(|section| &section.value.span);
    let header = header.filter(|span| span.text() == format!("[{}]", entry.key));
    let section = root
        .iter()
        .find(|one| Some(one.key.as_str()) == above.segments().first().and_then(name_of));
    // `[manifest]` above `version` alone is no section.
    let lone = section.filter(|one| {
        let is_lone = one.value.as_map().is_some_and(|map| map.len() == 1);
        is_lone && above.segments().len() == 1 && syntax == Syntax::Toml
    });
    let help = match (syntax, header, lone) {
        (Syntax::Toml, Some(header), _) => {
            let rest = written
                .split_once('.')
                .map_or(written, |(_, rest)| rest.trim());
            format!("move it below `{}`: `{rest}`", header.text())
        }
        (Syntax::Toml, None, Some(lone)) => format!(
            "move it above the first header: `{written}`, and remove `{}`",
            lone.value.span.text()
        ),
        (Syntax::Toml, None, None) => format!("move it above the first header: `{written}`"),
        (Syntax::Yaml | Syntax::Json, ..) if entry.key == VARS && root.get(VARS).is_some() => {
            let inner = entry.value.as_map().into_iter().flat_map(Map::iter);
            let inner: Vec<String> = inner
                .take(MOST)
                .map(|one| format!("`{}`", syntax.entry(&one.key, &one.value.to_json())))
                .collect();
            format!("move {} into `{VARS}` of the top level", inner.join(", "))
        }
        (Syntax::Yaml, ..) if entry.key == VARS => {
            format!(
                "move it out of `{above}`, with what is below it: `{VARS}:` without indentation"
            )
        }
        (Syntax::Yaml, ..) => {
            format!("move it out of `{above}`, without indentation: `{written}`")
        }
        (Syntax::Json, ..) => {
            format!("move it out of `{above}`, to the start of the manifest: `{written}`")
        }
    };
    let route = above.key(entry.key.as_str());
    let finding = Diagnostic::new(
        &UNKNOWN_KEY,
        route,
        format!("`{name}` stands inside `{above}`"),
    )
    .label(At::Span(key.clone()), "belongs at the top level")
    .help(help);
    match moved(entry, root, lone).filter(|_| header.is_none() && syntax == Syntax::Toml) {
        Some((span, text)) => finding.fix(At::Span(span), text),
        None => finding,
    }
}

fn name_of(segment: &Segment) -> Option<&str> {
    match segment {
        Segment::Key(key) => Some(key.as_str()),
        Segment::Index(_) => None,
    }
}

/// The first value of an entry.
fn first_of(entry: &Entry) -> &Span {
    let span = &entry.value.span;
    let inner = entry
        .value
        .as_map()
        .filter(|_| !span.text().starts_with('{'));
    let first = inner.and_then(|map| map.iter().next());
    first.map_or(span, first_of)
}

/// Where the last thing in an entry ends that is written there.
fn last_of(entry: &Entry) -> &Span {
    let span = &entry.value.span;
    let inner = entry
        .value
        .as_map()
        .filter(|_| !span.text().starts_with('{'));
    let ends = inner.into_iter().flat_map(Map::iter).map(last_of);
    ends.max_by_key(|span| span.end).unwrap_or(span)
}

/// The change that moves its lines above the first header of a TOML file; `None` if other lines stand
/// between them.
fn moved(entry: &Entry, root: &Map, lone: Option<&Entry>) -> Option<(Span, String)> {
    let (key, last) = (&entry.key_span, last_of(entry));
    let file = &key.file;
    let (first, end) = (
        file.line_of(key.start),
        file.line_of(last.end.max(key.end) - 1),
    );
    if !is_first_in_line(key) || !last.file.is(file) {
        return None;
    }
    let mut text = String::new();
    for line in first..=end {
        let line = file.text().get(file.line_range(line))?.trim();
        // Every line is of this entry, and nothing in it is of several lines.
        let is_own =
            line.starts_with(key.text()) && !line.contains("\"\"\"") && !line.contains("'''");
        if !is_own || matches!(line.chars().next_back(), Some('[' | '{' | ',')) {
            return None;
        }
        text += line;
        text += file.line_end();
    }
    let below = file.line_range(end);
    let stop = (below.end + 1).min(file.text().len());
    let header = first_header(file, root)?;
    if file.line_column(header).1 != 1 || header > key.start {
        return None;
    }
    if let Some(lone) = lone {
        // Without the header above it, it stands at the top level.
        let is_first = file.line_of(lone.value.span.start) == file.line_of(header)
            && lone.key_span.file.is(file)
            && is_right_below(file, header, key.start);
        return is_first.then(|| (Span::new(file, header, stop), text));
    }
    let to = above_comment(file, header);
    let start = file.line_range(first).start;
    let between = file.text().get(to..start)?;
    Some((
        Span::new(file, to, stop),
        format!("{text}{}{between}", file.line_end()),
    ))
}

/// Whether nothing but the header stands between it and the key.
fn is_right_below(file: &SourceFile, header: usize, key: usize) -> bool {
    let between = file
        .text()
        .get(file.line_range(file.line_of(header)).end..key);
    between.is_some_and(|between| between.trim().is_empty())
}
