//! From routes to bytes: where a value, a key, or part of a string is written.
//!
//! Unaware of why anyone asks.

use std::ops::Range;

use super::node::{Kind, Node};
use crate::diag::At;
use crate::source::{Route, Segment, Span};

/// Where a route leads.
pub(super) struct Found<'a> {
    /// The value, or the nearest one above it that exists.
    pub(super) node: &'a Node,
    /// Its key, where it has one.
    pub(super) key: Option<&'a Span>,
    /// What names it: key, table header, or first line of the list item.
    anchor: Span,
    /// The aliases crossed on the way, outermost first.
    pub(super) via: Vec<Span>,
    /// Whether the whole route exists.
    pub(super) exact: bool,
}

/// The bytes that a place stands for.
pub(super) struct Place {
    pub(super) span: Span,
    /// The aliases crossed on the way, outermost first.
    pub(super) via: Vec<Span>,
    /// Whether the bytes are the very thing that was asked for, and not what stands for it.
    pub(super) literal: bool,
}

/// Follows `route` as far as it exists.
pub(super) fn find<'a>(root: &'a Node, route: &Route) -> Found<'a> {
    let mut found = Found {
        node: root,
        key: None,
        anchor: opening_line(&root.span),
        via: Vec::new(),
        exact: true,
    };
    for segment in route.segments() {
        let next = match (segment, &found.node.kind) {
            (Segment::Key(key), Kind::Map(map)) => map
                .get(key)
                .map(|entry| (&entry.value, Some(&entry.key_span))),
            (Segment::Index(index), Kind::Seq(items)) => items.get(*index).map(|item| (item, None)),
            _ => None,
        };
        let Some((node, key)) = next else {
            found.exact = false;
            break;
        };
        found.anchor = match key {
            _ if is_header(node) => node.span.clone(),
            Some(key) => key.clone(),
            None if node.span.is_empty() => found.anchor,
            None => node.span.first_line(),
        };
        found.node = node;
        found.key = key;
        found.via.extend(node.via.clone());
    }
    found
}

/// The bytes of a place.
pub(super) fn resolve(root: &Node, at: &At) -> Place {
    let (route, range) = match at {
        At::Span(span) => {
            return Place {
                span: span.clone(),
                via: Vec::new(),
                literal: true,
            };
        }
        At::Key(route) => {
            let found = find(root, route);
            return match found.key.filter(|_| found.exact) {
                Some(key) => Place {
                    span: key.clone(),
                    via: found.via,
                    literal: true,
                },
                None => standing_for(found),
            };
        }
        At::Value(route) => (route, None),
        At::Within(route, range) => (route, Some(range)),
    };
    let found = find(root, route);
    let is_table = matches!(found.node.kind, Kind::Map(_) | Kind::Seq(_));
    if !found.exact || is_table || found.node.span.is_empty() {
        return standing_for(found);
    }
    let inside = range.and_then(|range| inside_literal(found.node, range));
    Place {
        literal: range.is_none() || inside.is_some(),
        span: inside.unwrap_or_else(|| found.node.span.clone()),
        via: found.via,
    }
}

fn standing_for(found: Found<'_>) -> Place {
    Place {
        span: found.anchor,
        via: found.via,
        literal: false,
    }
}

/// Whether the node is a TOML table with a `[header]`: no other table's text opens with a bracket.
pub(super) fn is_header(node: &Node) -> bool {
    matches!(node.kind, Kind::Map(_)) && node.span.text().starts_with('[')
}

/// What stands for a whole file: its first line that says something.
pub(super) fn opening_line(root: &Span) -> Span {
    let file = &root.file;
    let says_something = |line: &usize| {
        let text = file.text().get(file.line_range(*line)).unwrap_or_default();
        let text = text.trim();
        !text.is_empty() && !text.starts_with('#')
    };
    let line = (0..file.lines()).find(says_something).unwrap_or(0);
    let range = file.line_range(line);
    let text = file.text().get(range.clone()).unwrap_or_default();
    let indent = text.len() - text.trim_start().len();
    Span::new(
        file,
        range.start + indent,
        range.start + text.trim_end().len(),
    )
}

/// Bytes `range` of the decoded string `node`, if its text is written as it reads.
fn inside_literal(node: &Node, range: &Range<usize>) -> Option<Span> {
    let decoded = node.as_str().filter(|decoded| !decoded.is_empty())?;
    decoded.get(range.clone())?;
    let start = node.span.start + node.span.text().find(decoded)?;
    Some(Span::new(
        &node.span.file,
        start + range.start,
        start + range.end,
    ))
}
