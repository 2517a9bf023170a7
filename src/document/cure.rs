//! Cures as changes of text: what a rule wants in the manifest's own terms, written into the file in
//! its own syntax and layout.
//!
//! Unaware of why. Where comments would be lost, or a YAML alias would carry the change elsewhere,
//! nothing is done.

use serde_json::Value;

use super::locate::{Found, find, is_header, opening_line};
use super::node::{Kind, Map, Node};
use super::syntax::Syntax;
use crate::diag::Cure;
use crate::source::{Route, Segment, SourceFile, Span};

/// What is replaced, and by what.
type Change = Option<(Span, String)>;

/// The change of text that a cure stands for.
pub(super) fn carry_out(root: &Node, cure: &Cure) -> Change {
    match cure {
        Cure::Write(route, value) => write(&own(root, route)?, value),
        Cure::Wrap(route) => wrap(&own(root, route)?),
        Cure::Add(route, key, value) => add(root, route, key, value),
        Cure::Remove(route) => remove(root, route),
        Cure::Split(route, items) => split(root, route, items),
        Cure::Order(route, order) => reorder(&own(root, route)?, order),
    }
}

/// The place of a route that exists and is written nowhere else.
fn own<'a>(root: &'a Node, route: &Route) -> Option<Found<'a>> {
    let found = find(root, route);
    (found.exact && found.via.is_empty()).then_some(found)
}

fn syntax(span: &Span) -> Option<Syntax> {
    Syntax::of(&span.file)
}

fn write(found: &Found<'_>, value: &Value) -> Change {
    let span = &found.node.span;
    let is_single = !matches!(found.node.kind, Kind::Map(_) | Kind::Seq(_) | Kind::Bad);
    if !is_single || span.is_empty() || is_block_text(span) {
        return None;
    }
    let syntax = syntax(span)?;
    let text = match value {
        Value::String(text) => syntax.string_like(span.text(), text),
        other => syntax.value(other),
    };
    Some((span.clone(), text))
}

fn wrap(found: &Found<'_>) -> Change {
    let span = &found.node.span;
    let syntax = syntax(span)?;
    let inside = match &found.node.kind {
        Kind::Str(text) if !is_block_text(span) => syntax.string_like(span.text(), text),
        Kind::Num(_) | Kind::Bool(_) => span.text().to_owned(),
        Kind::Map(_) if span.text().starts_with('{') => span.text().to_owned(),
        _ => return None,
    };
    Some((span.clone(), format!("[{inside}]")))
}

/// YAML's `|` and `>`, and TOML's triple quotes.
fn is_block_text(span: &Span) -> bool {
    let text = span.text();
    text.starts_with(['|', '>'])
        || text.starts_with("\"\"\"")
        || text.starts_with("'''")
        || text.contains('\n')
}

fn add(root: &Node, route: &Route, key: &str, value: &Value) -> Change {
    let found = own(root, route)?;
    let map = found.node.as_map()?;
    if map.get(key).is_some() {
        return None;
    }
    let span = &found.node.span;
    let file = &span.file;
    let syntax = syntax(span)?;
    let entry = syntax.entry(key, value);
    if map.is_empty() && has_comment(span.text()) {
        return None;
    }
    // A comment may stand before the outermost brace.
    if span.text().starts_with('{') || (syntax == Syntax::Json && !map.is_empty()) {
        return Some(add_in_braces(span, map, &entry));
    }
    match syntax {
        Syntax::Toml if route.is_root() => {
            let line = opening_line(span);
            let gap = if line.text().starts_with('[') { 2 } else { 1 };
            let text = entry + &file.line_end().repeat(gap);
            let start = line.start;
            (!map.is_empty()).then(|| (Span::new(file, start, start), text))
        }
        Syntax::Toml if is_header(found.node) && is_header_of(span.text(), route) => {
            let end = end_of_line(file, span.end);
            Some((
                Span::new(file, end, end),
                format!("{}{entry}", file.line_end()),
            ))
        }
        Syntax::Toml | Syntax::Json => None,
        Syntax::Yaml => {
            let is_here = |at: &&Span| at.file.is(file) && at.start >= span.start;
            let keys = map.iter().filter(|entry| entry.value.via.is_none());
            let first = keys
                .map(|entry| &entry.key_span)
                .filter(is_here)
                .min_by_key(|key| key.start)?;
            let (_, column) = file.line_column(first.start);
            let indent = " ".repeat(column - 1);
            let text = format!("{entry}{}{indent}", file.line_end());
            Some((Span::new(file, first.start, first.start), text))
        }
    }
}

fn add_in_braces(span: &Span, map: &Map, entry: &str) -> (Span, String) {
    let file = &span.file;
    let is_here = |at: &&Span| at.file.is(file) && at.start > span.start && at.end <= span.end;
    let keys = map.iter().map(|entry| &entry.key_span);
    let Some(first) = keys.filter(is_here).min_by_key(|key| key.start) else {
        let end = span.end.saturating_sub(1);
        return (Span::new(file, span.start + 1, end), format!(" {entry} "));
    };
    let before = Span::new(file, span.start + 1, first.start);
    let gap = match before.text().rfind('\n') {
        Some(at) => format!(
            "{}{}",
            file.line_end(),
            before.text().get(at + 1..).unwrap_or_default()
        ),
        None => " ".to_owned(),
    };
    (
        Span::new(file, first.start, first.start),
        format!("{entry},{gap}"),
    )
}

fn remove(root: &Node, route: &Route) -> Change {
    let list = own(root, &route.parent())?;
    let (Kind::Seq(items), Some(Segment::Index(index))) =
        (&list.node.kind, route.segments().last())
    else {
        return None;
    };
    let item = used(items.get(*index)?);
    let file = &item.file;
    if items.len() < 2 || item.text().starts_with("[[") {
        return None;
    }
    if list.node.span.text().starts_with('[') {
        let gone = match (
            items.get(index + 1),
            index.checked_sub(1).and_then(|at| items.get(at)),
        ) {
            (Some(next), _) => Span::new(file, item.start, used(next).start),
            (None, Some(before)) => Span::new(file, used(before).end, item.end),
            (None, None) => return None,
        };
        let is_tidy =
            gap_is_tidy(file, item.end, gone.end) && gap_is_tidy(file, gone.start, item.start);
        return is_tidy.then(|| (gone, String::new()));
    }
    // A block list of YAML: the item has lines of its own.
    let first = file.line_range(file.line_of(item.start));
    let last = file.line_range(file.line_of(item.end));
    let before = file.text().get(first.start..item.start)?.trim();
    let after = file.text().get(item.end..last.end)?.trim();
    let end = (last.end + 1).min(file.text().len());
    (before == "-" && after.is_empty()).then(|| (Span::new(file, first.start, end), String::new()))
}

fn split(root: &Node, route: &Route, texts: &[String]) -> Change {
    let list = own(root, &route.parent())?;
    let found = own(root, route)?;
    let span = &found.node.span;
    if found.node.as_str().is_none() || is_block_text(span) {
        return None;
    }
    let syntax = syntax(span)?;
    let items: Vec<String> = texts
        .iter()
        .map(|text| syntax.string_like(span.text(), text))
        .collect();
    if list.node.span.text().starts_with('[') {
        return Some((span.clone(), items.join(", ")));
    }
    let (_, column) = span.file.line_column(span.start);
    let indent = " ".repeat(column.checked_sub(3)?);
    let between = format!("{}{indent}- ", span.file.line_end());
    Some((span.clone(), items.join(&between)))
}

fn reorder(list: &Found<'_>, order: &[usize]) -> Change {
    let Kind::Seq(items) = &list.node.kind else {
        return None;
    };
    let spans: Vec<Span> = items.iter().map(used).collect();
    let (first, last) = (spans.first()?, spans.last()?);
    let file = &first.file;
    let mut all: Vec<usize> = order.to_vec();
    all.sort_unstable();
    if !all.into_iter().eq(0..spans.len()) || first.text().starts_with("[[") {
        return None;
    }
    let mut text = String::new();
    for (position, from) in order.iter().enumerate() {
        let here = spans.get(position)?;
        let item = spans.get(*from)?;
        if !item.file.is(file) {
            return None;
        }
        text += item.text();
        if let Some(next) = spans.get(position + 1) {
            if next.start < here.end || !gap_is_tidy(file, here.end, next.start) {
                return None;
            }
            text += file.text().get(here.end..next.start)?;
        }
    }
    // What follows the last item on its line speaks of that item.
    let rest = file.text().get(last.end..end_of_line(file, last.end))?;
    (!has_comment(rest)).then(|| (Span::new(file, first.start, last.end), text))
}

/// Whether a text may hold a comment of any language.
fn has_comment(text: &str) -> bool {
    text.contains('#') || text.contains("//") || text.contains("/*")
}

/// Whether nothing but punctuation stands there: a comment would lose what it speaks of.
fn gap_is_tidy(file: &SourceFile, start: usize, end: usize) -> bool {
    let gap = file.text().get(start..end);
    gap.is_some_and(|gap| {
        gap.chars()
            .all(|c| c.is_whitespace() || matches!(c, ',' | '-'))
    })
}

/// Where a list's item is written: an alias, if it is one.
fn used(node: &Node) -> Span {
    node.via.clone().unwrap_or_else(|| node.span.clone())
}

/// Whether a TOML header opens the very table at `route`, and not one inside of it.
fn is_header_of(header: &str, route: &Route) -> bool {
    let keys = route
        .segments()
        .iter()
        .filter(|segment| matches!(segment, Segment::Key(_)));
    let inside = header.trim_matches(['[', ']']);
    let plain = !inside.contains(['"', '\'']);
    plain
        && inside
            .split('.')
            .map(str::trim)
            .eq(keys.map(|segment| match segment {
                Segment::Key(key) => key.as_str(),
                Segment::Index(_) => "",
            }))
}

/// Where the line of byte `at` ends, before its line feed and carriage return.
fn end_of_line(file: &SourceFile, at: usize) -> usize {
    let range = file.line_range(file.line_of(at));
    let line = file.text().get(range.clone()).unwrap_or_default();
    range.start + line.trim_end_matches('\r').len()
}
