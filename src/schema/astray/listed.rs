//! Sections that are written as lists of tables with names in them: `[[outputs]]` with `name = "web"`,
//! and entries that are lists of one: `[[outputs.web]]`. Both are read as the tables that were meant.
//!
//! Unaware of what a section holds.

use super::Sections;
use crate::diag::{At, Diagnostic};
use crate::document::{Document, Entry, Kind, Map, Node, Syntax};
use crate::schema::code::WRONG_TYPE;
use crate::schema::explain::a_table;
use crate::schema::shape::property;
use crate::source::{Route, SourceFile, Span};

/// What people call the name of an entry.
const NAMES: [&str; 3] = ["name", "id", "label"];

/// Reads such sections as tables by name, and reports them.
pub(super) fn named(sections: &Sections<'_>, document: &mut Document) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let Kind::Map(root) = &document.root.kind else {
        return findings;
    };
    let is_off = |entry: &Entry| {
        let is_section = sections.entry_of(&entry.key).is_some();
        is_section
            && match &entry.value.kind {
                Kind::Seq(items) => sections.names(&entry.key, items).is_some(),
                Kind::Map(map) => map.iter().any(|entry| lone(&entry.value).is_some()),
                _ => false,
            }
    };
    if !root.iter().any(is_off) {
        return findings;
    }
    let Kind::Map(root) = std::mem::replace(&mut document.root.kind, Kind::Bad) else {
        return findings;
    };
    let mut done = Map::new();
    for mut section in root {
        if is_off(&section) {
            let span = section.value.span.clone();
            match std::mem::replace(&mut section.value.kind, Kind::Bad) {
                Kind::Seq(items) => {
                    let names = sections.names(&section.key, &items).unwrap_or_default();
                    findings.push(told(&section.key, &section.key_span, &items, &names));
                    let entries = items.into_iter().zip(names).map(as_entry).collect();
                    section.value.kind = Kind::Map(entries);
                }
                Kind::Map(map) => {
                    let entries = map.into_iter().map(|mut entry| {
                        if let Some(finding) = lone_told(&section.key, &entry)
                            && let Kind::Seq(items) = &mut entry.value.kind
                            && let Some(only) = items.pop()
                        {
                            findings.push(finding);
                            entry.value = only;
                        }
                        entry
                    });
                    section.value.kind = Kind::Map(entries.collect());
                }
                other => section.value.kind = other,
            }
            section.value.span = span;
        }
        done.set(section);
    }
    document.root.kind = Kind::Map(done);
    findings
}

/// The name of an item of a list, and where it is written.
struct Name {
    name: String,
    key: String,
    /// From its key to the end of its value.
    span: Span,
    value: Span,
}

impl Sections<'_> {
    /// The names of all items, if each has one of its own.
    fn names(&self, section: &str, items: &[Node]) -> Option<Vec<Name>> {
        let entry = self.entry_of(section)?;
        let mut names: Vec<Name> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for item in items {
            let table = item.as_map()?;
            let is_own = |key: &str| {
                super::reading::branches(entry).any(|kind| !property(kind, key).is_null())
            };
            let mut keys = NAMES.into_iter().filter(|key| !is_own(key));
            let found = keys.find_map(|key| table.get(key))?;
            let name = found.value.as_str()?;
            let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
            if name.is_empty() || !name.chars().all(is_word) || !seen.insert(name.to_owned()) {
                return None;
            }
            let span = Span::new(
                &found.key_span.file,
                found.key_span.start,
                found.value.span.end,
            );
            names.push(Name {
                name: name.to_owned(),
                key: found.key.clone(),
                span,
                value: found.value.span.clone(),
            });
        }
        (!names.is_empty()).then_some(names)
    }
}

/// The item as an entry of its section.
fn as_entry((mut item, name): (Node, Name)) -> Entry {
    if let Kind::Map(map) = &mut item.kind {
        let keys = std::mem::take(map).into_iter();
        *map = keys.filter(|key| key.key != name.key).collect();
    }
    Entry {
        key: name.name,
        key_span: name.value,
        value: item,
    }
}

/// The finding for a section that is a list.
fn told(section: &str, key: &Span, items: &[Node], names: &[Name]) -> Diagnostic {
    let syntax = Syntax::of(&key.file).unwrap_or(Syntax::Toml);
    let route = Route::root().key(section);
    let table = a_table(syntax);
    let message = format!("`{section}` is a list, but must be {table}");
    let finding = Diagnostic::new(&WRONG_TYPE, route, message)
        .label(At::Span(key.clone()), "each needs a name instead");
    let Some(first) = names.first() else {
        return finding;
    };
    let (name, named) = (syntax.key(&first.name), first.span.text());
    let is_header = items.iter().all(|item| item.span.text().starts_with("[["));
    let (help, change) = match syntax {
        Syntax::Toml if is_header => (
            format!("write `[{section}.{name}]`, without `{named}`"),
            headers(section, items, names),
        ),
        Syntax::Toml => (format!("write `{section} = {{ {name} = {{ … }} }}`"), None),
        Syntax::Yaml => (
            format!("write `{name}:` instead of `- {named}`"),
            dashes(key, names),
        ),
        Syntax::Json => (
            format!("write {name}: {{ … }} in braces instead of {{ {named}, … }} in brackets"),
            None,
        ),
    };
    let finding = finding.help(help);
    match change {
        Some((span, text)) => finding.fix(At::Span(span), text),
        None => finding,
    }
}

/// Headers with the names in them, and without the lines of the names.
fn headers(section: &str, items: &[Node], names: &[Name]) -> Option<(Span, String)> {
    let first = &items.first()?.span;
    let file = &first.file;
    let mut edits: Vec<(usize, usize, String)> = Vec::new();
    for (item, name) in items.iter().zip(names) {
        let inner = item.as_map()?;
        // Tables inside of the item have the list's name in their headers.
        let is_plain = inner
            .iter()
            .all(|key| !key.value.span.text().starts_with("[") || is_flow(&key.value));
        let key = Syntax::Toml.key(&name.name);
        let (from, to) = lines_of(file, &name.span)?;
        if !is_plain || !item.span.file.is(file) {
            return None;
        }
        edits.push((item.span.start, item.span.end, format!("[{section}.{key}]")));
        edits.push((from, to, String::new()));
    }
    edits.sort_by_key(|(start, ..)| *start);
    let start = first.start;
    let end = edits.last()?.1;
    let mut text = String::new();
    let mut at = start;
    for (from, to, new) in edits {
        text += file.text().get(at..from)?;
        text += &new;
        at = to;
    }
    Some((Span::new(file, start, end), text))
}

/// Whether it is a list in one piece, and not one that headers make.
fn is_flow(value: &Node) -> bool {
    matches!(&value.kind, Kind::Seq(_)) && !value.span.text().starts_with("[[")
        || value.as_str().is_some()
}

/// The whole line of something that has one for itself.
fn lines_of(file: &SourceFile, span: &Span) -> Option<(usize, usize)> {
    let line = file.line_of(span.start);
    let range = file.line_range(line);
    let before = file.text().get(range.start..span.start)?;
    let after = file.text().get(span.end..range.end)?;
    let is_alone = before.trim().is_empty() && after.trim().is_empty();
    // With the line break before it.
    let above = file.line_range(line.checked_sub(1)?);
    let end = file.text().get(above.clone())?.trim_end_matches('\r').len();
    is_alone.then_some((above.start + end, span.end))
}

/// Items whose first key is the name, as entries.
fn dashes(section: &Span, names: &[Name]) -> Option<(Span, String)> {
    let file = &section.file;
    let (_, column) = file.line_column(section.start);
    let first = names.first()?;
    let (mut text, mut at, mut start) = (String::new(), None, 0);
    for name in names {
        let line = file.line_range(file.line_of(name.span.start));
        let lead = file.text().get(line.start..name.span.start)?;
        let dash = lead.strip_suffix("- ")?;
        let is_deep = dash.bytes().all(|byte| byte == b' ') && dash.len() >= column;
        let after = file.text().get(name.span.end..line.end)?;
        if !is_deep || !after.trim().is_empty() {
            return None;
        }
        let from = name.span.start - 2;
        match at {
            Some(at) => text += file.text().get(at..from)?,
            None => start = from,
        }
        text += &Syntax::Yaml.key(&name.name);
        text.push(':');
        at = Some(name.span.end);
    }
    (!first.name.is_empty()).then(|| at.map(|end| (Span::new(file, start, end), text)))?
}

/// The only item of a list that a header with two brackets makes.
fn lone(value: &Node) -> Option<&Node> {
    let Kind::Seq(items) = &value.kind else {
        return None;
    };
    match items.as_slice() {
        [only] if only.as_map().is_some() && only.span.text().starts_with("[[") => Some(only),
        _ => None,
    }
}

/// The finding for an entry that is such a list.
fn lone_told(section: &str, entry: &Entry) -> Option<Diagnostic> {
    let header = &lone(&entry.value)?.span;
    let inner = header.text().strip_prefix("[[")?.strip_suffix("]]")?;
    let route = Route::root().key(section).key(entry.key.as_str());
    let message = format!("`{}` is a list, but must be a table", entry.key);
    Some(
        Diagnostic::new(&WRONG_TYPE, route, message)
            .label(At::Span(header.clone()), "makes a list")
            .help(format!("write the header as `[{inner}]`"))
            .fix(At::Span(header.clone()), format!("[{inner}]")),
    )
}
