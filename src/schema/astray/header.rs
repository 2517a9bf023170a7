//! The headers of a TOML table that belongs elsewhere, and of all tables inside of it, written anew.
//!
//! Unaware of why it is moved.

use std::ops::Range;

use crate::document::{Kind, Node};
use crate::source::Span;

/// What is to be written instead.
pub(super) struct Change {
    /// The part of the first header that is wrong.
    pub(super) wrong: Span,
    /// The first header as it should be.
    pub(super) header: String,
    /// What is replaced: from the first header to the last one.
    pub(super) span: Span,
    /// By what.
    pub(super) text: String,
}

/// The change that puts tables into `section`: the first `depth` keys of their headers are replaced by
/// that name. `None` if one of them has no header of its own.
pub(super) fn moved(tables: &[&Node], depth: usize, section: &str) -> Option<Change> {
    if !tables.iter().all(|table| is_header(table)) {
        return None;
    }
    let mut headers: Vec<&Span> = Vec::new();
    for table in tables {
        collect(table, &mut headers);
    }
    headers.sort_by_key(|header| header.start);
    let (first, last) = (headers.first()?, headers.last()?);
    let file = &first.file;
    let mut wrong = None;
    let mut written = None;
    let mut text = String::new();
    let mut end = None;
    for header in &headers {
        if !header.file.is(file) {
            return None;
        }
        let old = prefix(header.text(), depth)?;
        let (start, stop) = (header.start + old.start, header.start + old.end);
        let between = end.map_or(Some(""), |end| file.text().get(end..start));
        text += between?;
        text += section;
        text += ".";
        if wrong.is_none() {
            wrong = Some(Span::new(file, start, stop.saturating_sub(1).max(start)));
            let rest = file.text().get(stop..header.end)?;
            let before = file.text().get(header.start..start)?;
            written = Some(format!("{before}{section}.{rest}"));
        }
        end = Some(stop);
    }
    let wrong = wrong?;
    let start = wrong.start;
    text += file.text().get(end?..last.end)?;
    Some(Change {
        header: written?,
        span: Span::new(file, start, last.end),
        wrong,
        text,
    })
}

/// The table itself, or the tables in it that have headers of their own where it has none.
pub(super) fn of(table: &Node) -> Vec<&Node> {
    let Kind::Map(map) = &table.kind else {
        return vec![table];
    };
    let all = map.iter().flat_map(|entry| match &entry.value.kind {
        Kind::Seq(items) => items.iter().collect(),
        _ => vec![&entry.value],
    });
    let all: Vec<&Node> = all.collect();
    match is_header(table) && !all.iter().any(|one| one.span == table.span) {
        true => vec![table],
        false if !all.is_empty() && all.iter().all(|one| is_header(one)) => all,
        false => vec![table],
    }
}

/// How many headers a table has, with those of the tables inside of it.
pub(super) fn count(table: &Node) -> usize {
    let mut headers = Vec::new();
    collect(table, &mut headers);
    headers.len()
}

fn is_header(node: &Node) -> bool {
    matches!(node.kind, Kind::Map(_)) && node.span.text().starts_with('[')
}

fn collect<'a>(node: &'a Node, headers: &mut Vec<&'a Span>) {
    if is_header(node) {
        headers.push(&node.span);
    }
    match &node.kind {
        Kind::Map(map) => map.iter().for_each(|entry| collect(&entry.value, headers)),
        Kind::Seq(items) => items.iter().for_each(|item| collect(item, headers)),
        Kind::Null | Kind::Bool(_) | Kind::Num(_) | Kind::Str(_) | Kind::Bad => {}
    }
}

/// The bytes of a header's first `count` keys, up to the key after them.
fn prefix(header: &str, count: usize) -> Option<Range<usize>> {
    let bytes = header.as_bytes();
    let blank = |at: usize| matches!(bytes.get(at), Some(b' ' | b'\t'));
    let mut at = header.len() - header.trim_start_matches('[').len();
    while blank(at) {
        at += 1;
    }
    let start = at;
    for _ in 0..count {
        match bytes.get(at)? {
            quote @ (b'"' | b'\'') => {
                let length = header.get(at + 1..)?.find(char::from(*quote))?;
                at += length + 2;
            }
            _ => {
                let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
                at += header.get(at..)?.find(|c| !is_bare(c))?;
            }
        }
        while blank(at) {
            at += 1;
        }
        if bytes.get(at) != Some(&b'.') {
            return None;
        }
        at += 1;
        while blank(at) {
            at += 1;
        }
    }
    Some(start..at)
}
