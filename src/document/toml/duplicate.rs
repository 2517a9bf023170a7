//! Where a key that is given again was given first: the TOML reader knows the second place only.
//!
//! Unaware of all other complaints.

use crate::diag::{At, Diagnostic};
use crate::document::node::{DUPLICATE_KEY, Kind, Node};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::source::{Route, SourceFile, Span};

/// The first place of the key that is given again at `again`.
pub(super) fn first_given(root: &Node, again: &Span) -> Option<Span> {
    if let Some(header) = header_around(again) {
        let twin = same_header_before(&header);
        if twin.is_some() {
            return twin;
        }
    }
    let key = again.text().trim_matches(['"', '\'']);
    let section = last_header_before(again);
    nearest_before(root, again, key, section).or_else(|| nearest_before(root, again, key, 0))
}

/// The last place from byte `from` on where `key` is written before `again`.
fn nearest_before(root: &Node, again: &Span, key: &str, from: usize) -> Option<Span> {
    let mut nearest: Option<Span> = None;
    visit(root, again, &mut |entry_key, key_span| {
        let before = key_span.start < again.start && key_span.start >= from;
        let nearer = nearest
            .as_ref()
            .is_none_or(|known| known.start < key_span.start);
        if entry_key == key && before && nearer {
            nearest = Some(key_span.clone());
        }
    });
    nearest
}

/// The finding for a list that is written in brackets and by headers as well.
pub(super) fn mixed(key: &str, again: &Span, first: &Span) -> Option<Diagnostic> {
    let finding =
        |message: String| Diagnostic::new(&DUPLICATE_KEY, Route::root().key(key), message);
    if again.text().starts_with("[[") && !first.text().starts_with('[') {
        let name = again.text().trim_matches(['[', ']', ' ']);
        let name = name.rsplit('.').next().unwrap_or(name).trim();
        let help = match item_below(again) {
            Some(item) => format!("write it into the list: `{item}`"),
            None => "write it into the list, as a table in braces".to_owned(),
        };
        return Some(
            finding(format!("an item of `{name}` outside of its list"))
                .label(At::Span(again.clone()), "a list already")
                .label(At::Span(first.clone()), "the list")
                .help(help),
        );
    }
    let header = header_around(first).filter(|header| header.text().starts_with("[["))?;
    let is_list = again
        .file
        .text()
        .get(again.end..)?
        .trim_start_matches([' ', '\t', '"', '\'', '=']);
    (is_list.starts_with('[') && !again.text().starts_with('[')).then(|| {
        finding(format!("`{key}` is a list already"))
            .label(At::Span(again.clone()), "the list again, in brackets")
            .label(At::Span(header.clone()), "its items have headers")
            .help(format!(
                "write every item below a header of its own, `{}`, or all of them into this list",
                header.text()
            ))
    })
}

/// The table below a header as one in braces, if it is short and plain.
fn item_below(header: &Span) -> Option<String> {
    let file = &header.file;
    let mut pairs = Vec::new();
    for line in file.line_of(header.start) + 1..file.lines() {
        let text = file.text().get(file.line_range(line))?.trim();
        if text.starts_with('[') || pairs.len() > 8 {
            break;
        }
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let (_, value) = text.split_once('=')?;
        let opens = |one: char| value.matches(one).count();
        if text.contains('#') || opens('[') != opens(']') || opens('{') != opens('}') {
            return None;
        }
        pairs.push(text.to_owned());
    }
    (!pairs.is_empty() && pairs.len() <= 8).then(|| format!("{{ {} }}", pairs.join(", ")))
}

/// Visits the keys of all tables but those in braces that `again` lies outside of.
fn visit(node: &Node, again: &Span, look: &mut dyn FnMut(&str, &Span)) {
    match &node.kind {
        Kind::Map(map) => {
            let in_braces = node.span.text().starts_with('{');
            if in_braces && !(node.span.start < again.start && again.start < node.span.end) {
                return;
            }
            for entry in map.iter() {
                look(&entry.key, &entry.key_span);
                visit(&entry.value, again, look);
            }
        }
        Kind::Seq(items) => items.iter().for_each(|item| visit(item, again, look)),
        Kind::Null | Kind::Bool(_) | Kind::Num(_) | Kind::Str(_) | Kind::Bad => {}
    }
}

/// The bytes of the tables whose header is given again, from behind the header to the next one:
/// their keys are given again with it. `duplicates` are the places of all that is given again.
pub(super) fn repeated_tables(
    file: &SourceFile,
    duplicates: impl Iterator<Item = usize>,
) -> Vec<Range<usize>> {
    let lines: BTreeSet<usize> = duplicates.map(|at| file.line_of(at)).collect();
    let mut tables = Vec::new();
    for line in lines {
        if header_in_line(file, line).is_none() {
            continue;
        }
        let next = (line + 1..file.lines()).find(|line| header_in_line(file, *line).is_some());
        let end = next.map_or(file.text().len(), |next| file.line_range(next).start);
        tables.push(file.line_range(line).end..end);
    }
    tables
}

/// Of the tables whose header is given again, those that give one of their keys again too: what stands
/// there, with the tables below them, was meant for another table. `duplicates` is in no order.
pub(super) fn copies(file: &SourceFile, duplicates: &[usize]) -> Vec<Range<usize>> {
    let mut sorted = duplicates.to_vec();
    sorted.sort_unstable();
    let tables = repeated_tables(file, sorted.iter().copied());
    let has_twins = |table: &Range<usize>| {
        let first = sorted.partition_point(|at| *at < table.start);
        sorted.get(first).is_some_and(|at| *at < table.end)
    };
    let mut copies: Vec<Range<usize>> = Vec::new();
    for table in tables.into_iter().filter(has_twins) {
        if copies
            .last()
            .is_some_and(|last| last.contains(&table.start))
        {
            continue;
        }
        let header = header_in_line(file, file.line_of(table.start));
        let name = header.as_ref().map_or("", |header| header.text());
        let below = format!("{}.", name.trim_matches(['[', ']', ' ']));
        let mut end = table.end;
        for line in file.line_of(table.end)..file.lines() {
            let header = header_in_line(file, line);
            let is_below = header.is_none_or(|header| {
                let name = header.text().trim_start_matches(['[', ' ']);
                name.starts_with(&below)
            });
            if !is_below {
                break;
            }
            end = file.line_range(line).end;
        }
        copies.push(table.start..end);
    }
    copies
}

/// A key that is given again beside others of its table: a header is missing above them.
pub(super) struct Headless {
    /// Whether it is the first of them.
    pub is_first: bool,
    /// The table that holds it now.
    pub header: Span,
}

/// Of the places of all that is given again, those of which a table has several.
pub(super) fn headless(
    file: &SourceFile,
    duplicates: impl Iterator<Item = usize>,
) -> BTreeMap<usize, Headless> {
    let mut again: Vec<usize> = duplicates.collect();
    again.sort_unstable();
    let mut found = BTreeMap::new();
    if again.len() < 2 {
        return found;
    }
    let headers = headers(file);
    let holder = |at: usize| {
        headers
            .partition_point(|header| header.start <= at)
            .checked_sub(1)
    };
    for table in again.chunk_by(|one, other| holder(*one) == holder(*other)) {
        let Some(header) = table.first().and_then(|at| headers.get(holder(*at)?)) else {
            continue;
        };
        // A header that is given again is another mistake.
        if table.len() < 2 || table.iter().any(|at| *at < header.end) {
            continue;
        }
        for at in table {
            let is_first = Some(at) == table.first();
            let header = header.clone();
            found.insert(*at, Headless { is_first, header });
        }
    }
    found
}

/// The headers of the file's tables.
pub(super) fn headers(file: &SourceFile) -> Vec<Span> {
    let header_at = |line: usize| {
        header_in_line(file, line).filter(|header| header.start == file.line_range(line).start)
    };
    (0..file.lines()).filter_map(header_at).collect()
}

/// The line of `span`, without spaces around it, if it is a table's header.
pub(super) fn header_around(span: &Span) -> Option<Span> {
    header_in_line(&span.file, span.file.line_of(span.start))
}

fn header_in_line(file: &SourceFile, line: usize) -> Option<Span> {
    let range = file.line_range(line);
    let text = file.text().get(range.clone())?;
    let indent = text.len() - text.trim_start().len();
    let header = text.trim_start();
    let end = header.rfind(']')? + 1;
    header
        .starts_with('[')
        .then(|| Span::new(file, range.start + indent, range.start + indent + end))
}

fn same_header_before(header: &Span) -> Option<Span> {
    let file = &header.file;
    (0..file.line_of(header.start))
        .filter_map(|line| header_in_line(file, line))
        .find(|earlier| earlier.text() == header.text())
}

/// First byte of the section that holds `span`.
fn last_header_before(span: &Span) -> usize {
    let file = &span.file;
    (0..file.line_of(span.start))
        .rev()
        .find_map(|line| {
            header_in_line(file, line).filter(|header| header.start == file.line_range(line).start)
        })
        .map_or(0, |header| header.start)
}
