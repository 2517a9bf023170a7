//! Sections of the top level that are indented below another one, and entries that stand beside
//! their section instead of below it. YAML reads both as something else; they are put where they
//! belong, so that the slip is told once and everything else is still looked at.
//!
//! Unaware of TOML and JSON, in which this cannot happen unseen, and of what a section holds.

use serde_json::Value;

use super::code::{UNKNOWN_KEY, WRONG_TYPE};
use super::shape::{is_own, property};
use crate::diag::{At, Diagnostic, Diagnostics, names};
use crate::document::{Document, Entry, Kind, Map, Node, Syntax};
use crate::source::{Route, SourceFile, Span};

mod headless;

/// By how many spaces entries are indented.
const STEP: usize = 2;

/// How many names a finding lists.
const MOST_NAMED: usize = 3;

/// Puts sections where they belong, and reports those that were not there.
pub(super) fn straighten(schema: &Value, diagnostics: &mut Diagnostics, document: &mut Document) {
    let Kind::Map(root) = &document.root.kind else {
        return;
    };
    let is_yaml = Syntax::of(&document.root.span.file) == Some(Syntax::Yaml);
    let sections = Sections { schema };
    if !is_yaml || !sections.is_askew(root) {
        return;
    }
    let mut findings = Vec::new();
    let Kind::Map(root) = std::mem::replace(&mut document.root.kind, Kind::Bad) else {
        return;
    };
    let root = sections.lifted(root, &mut findings);
    let root = sections.sunk(root, &mut findings);
    let root = sections.headed(root, &mut findings);
    document.root.kind = Kind::Map(root);
    // What stands on or after the line of a syntax error may be an echo of that.
    findings.retain(|finding| {
        let place = finding.primary();
        !place.is_some_and(|place| document.is_after_break(place))
    });
    diagnostics.extend(findings);
}

/// The sections that a manifest has.
struct Sections<'a> {
    schema: &'a Value,
}

impl Sections<'_> {
    fn is_known(&self, key: &str) -> bool {
        !property(self.schema, key).is_null()
    }

    /// Whether it is a table of named tables.
    fn is_group(&self, key: &str) -> bool {
        let entry = property(self.schema, key).get("additionalProperties");
        entry.is_some_and(|entry| {
            ["properties", "oneOf"]
                .iter()
                .any(|keyword| entry.get(*keyword).is_some())
        })
    }

    /// Whether anything is to be done at all.
    fn is_askew(&self, root: &Map) -> bool {
        let entries: Vec<&Entry> = root.iter().collect();
        let has_strays = entries.windows(2).any(
            |two| matches!(two, [section, next] if self.is_empty(section) && self.is_stray(next)),
        );
        has_strays
            || self.has_headless(root)
            || entries.iter().any(|section| {
                let inner = section
                    .value
                    .as_map()
                    .filter(|_| self.is_group(&section.key));
                inner.is_some_and(|inner| {
                    // The sections are few, the entries may be many.
                    let all = super::shape::keys(self.schema);
                    let mut lost = all.into_iter().filter(|key| root.get(key).is_none());
                    lost.any(|key| inner.get(key).is_some())
                })
            })
    }

    fn is_empty(&self, section: &Entry) -> bool {
        self.is_group(&section.key) && is_absent(&section.value)
    }

    /// Whether an entry of the top level can only belong to a section.
    fn is_stray(&self, entry: &Entry) -> bool {
        let is_table = entry.value.as_map().is_some_and(|map| !map.is_empty());
        let is_private = is_own(&entry.key) || entry.key.starts_with(['.', '$']);
        is_table && !self.is_known(&entry.key) && !is_private
    }

    /// Sections that are indented below another one become sections of the top level.
    fn lifted(&self, root: Map, findings: &mut Vec<Diagnostic>) -> Map {
        let given: Vec<String> = root.iter().map(|entry| entry.key.clone()).collect();
        let is_lost = |key: &str| self.is_group(key) && !given.iter().any(|given| given == key);
        let mut done = Map::new();
        for mut section in root {
            let partial = section.value.partial;
            let is_group = self.is_group(&section.key);
            let Kind::Map(inner) = &mut section.value.kind else {
                done.set(section);
                continue;
            };
            if !is_group || !inner.iter().any(|entry| is_lost(&entry.key)) {
                done.set(section);
                continue;
            }
            let above = section.key.clone();
            let mut own = Map::new();
            let mut lifted: Vec<(Entry, Map)> = Vec::new();
            let mut entries = std::mem::take(inner).into_iter().peekable();
            while let Some(entry) = entries.next() {
                let follows = entries
                    .peek()
                    .is_some_and(|next| next.value.as_map().is_some());
                let is_header = is_lost(&entry.key) && is_absent(&entry.value) && follows;
                if is_header {
                    findings.push(inside(&above, &entry, None));
                    lifted.push((entry, Map::new()));
                } else if is_lost(&entry.key) && holds_tables(&entry.value) {
                    let end = entry.value.span.end;
                    findings.push(inside(&above, &entry, Some(end)));
                    done.set(entry);
                } else if let Some((_, map)) = lifted.last_mut() {
                    map.set(entry);
                } else {
                    own.set(entry);
                }
            }
            section.value.kind = Kind::Map(own);
            done.set(section);
            for (header, map) in lifted {
                done.set(filled(header, map, partial));
            }
        }
        done
    }

    /// Entries beside an empty section become its own.
    fn sunk(&self, root: Map, findings: &mut Vec<Diagnostic>) -> Map {
        let mut done = Map::new();
        let mut entries = root.into_iter().peekable();
        while let Some(section) = entries.next() {
            if !self.is_empty(&section) {
                done.set(section);
                continue;
            }
            let mut map = Map::new();
            while let Some(entry) = entries.next_if(|entry| self.is_stray(entry)) {
                map.set(entry);
            }
            if map.is_empty() {
                done.set(section);
                continue;
            }
            findings.extend(beside(&section, &map));
            done.set(filled(section, map, false));
        }
        done
    }
}

/// Whether a key has no value at all.
fn is_absent(value: &Node) -> bool {
    matches!(value.kind, Kind::Null) && value.span.is_empty() && value.via.is_none()
}

/// Whether it holds tables, and nothing else.
fn holds_tables(value: &Node) -> bool {
    let tables = value.as_map().filter(|map| !map.is_empty());
    let is_own = value.via.is_none() && !value.span.text().starts_with('{');
    is_own && tables.is_some_and(|map| map.iter().all(|entry| entry.value.as_map().is_some()))
}

/// The section of `header` with these entries.
fn filled(header: Entry, map: Map, partial: bool) -> Entry {
    let file = &header.key_span.file;
    let start = map.iter().map(|entry| entry.key_span.start).min();
    let end = map.iter().map(|entry| entry.value.span.end).max();
    let span = Span::new(
        file,
        start.unwrap_or(header.key_span.end),
        end.unwrap_or(header.key_span.end),
    );
    let mut value = Node::new(span, Kind::Map(map));
    value.partial = partial;
    Entry { value, ..header }
}

/// The finding for a section inside of another one. `end` is where its entries end, if they are
/// indented below it.
fn inside(above: &str, section: &Entry, end: Option<usize>) -> Diagnostic {
    let key = &section.key;
    let at = section.key_span.clone();
    let file = at.file.clone();
    let (_, column) = file.line_column(at.start);
    let message = format!("`{key}` stands inside `{above}`");
    let finding = Diagnostic::new(&UNKNOWN_KEY, Route::root().key(key.as_str()), message)
        .label(At::Span(at.clone()), "belongs at the top level");
    let help = match end {
        None => format!("write `{key}:` at the start of its line"),
        Some(_) => {
            format!("write `{key}:` at the start of its line, and all below it less indented")
        }
    };
    let finding = finding.help(help);
    let last = end.unwrap_or(at.end);
    match moved(&file, (at.start, last), |line| {
        line.get(..column - 1)
            .filter(|lead| lead.bytes().all(|b| b == b' '))
            .and_then(|_| line.get(column - 1..))
            .map(str::to_owned)
    }) {
        Some((span, text)) => finding.fix(At::Span(span), text),
        None => finding,
    }
}

/// The finding for entries that stand beside their section.
fn beside(section: &Entry, map: &Map) -> Option<Diagnostic> {
    let first = map.iter().next()?;
    let end = map.iter().map(|entry| entry.value.span.end).max()?;
    let key = &section.key;
    let shown = names(map.iter().map(|entry| entry.key.as_str()).take(MOST_NAMED));
    let finding = Diagnostic::new(
        &WRONG_TYPE,
        Route::root().key(key.as_str()),
        format!("`{key}` is empty, and its keys stand beside it"),
    )
    .label(At::Span(first.key_span.clone()), "not below its name")
    .label(At::Span(section.key_span.clone()), "nothing is below this")
    .help(format!("indent {shown} below `{key}:` by {STEP} spaces"));
    let file = &first.key_span.file;
    let place = (first.key_span.start, end);
    // What is deep enough already stays where it is.
    let lines = file.line_of(place.0)..=file.line_of(end.saturating_sub(1));
    let indented = lines.filter_map(|number| {
        let line = file.text().get(file.line_range(number))?;
        let depth = line.len() - line.trim_start_matches(' ').len();
        (depth > 0 && !line.trim().is_empty()).then_some(depth)
    });
    let is_deep = indented.min().is_some_and(|depth| depth > STEP);
    let change = |line: &str| match is_deep && line.starts_with(' ') {
        true => Some(line.to_owned()),
        false => Some(format!("{}{line}", " ".repeat(STEP))),
    };
    Some(match moved(file, place, change) {
        Some((span, text)) => finding.fix(At::Span(span), text),
        None => finding,
    })
}

/// The lines from one byte to another, each as `change` makes it.
fn moved(
    file: &SourceFile,
    (start, end): (usize, usize),
    change: impl Fn(&str) -> Option<String>,
) -> Option<(Span, String)> {
    let first = file.line_of(start);
    let last = file.line_of(end.saturating_sub(1).max(start));
    let from = file.line_range(first).start;
    let to = file.line_range(last).end;
    let mut text = String::with_capacity(to - from);
    for number in first..=last {
        let line = file.text().get(file.line_range(number))?;
        if line.trim().is_empty() {
            text += line;
        } else {
            text += &change(line)?;
        }
        if number < last {
            text.push('\n');
        }
    }
    Some((Span::new(file, from, to), text))
}
