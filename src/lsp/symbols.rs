//! The symbols of a text: its keys, in each other as they lie.
//!
//! Unaware of what they mean.

use std::ops::Range;

use super::outline::{Key, Outline};
use super::paper::Paper;
use super::protocol::DocumentSymbol;
use crate::source::{Route, Segment};

/// Kinds of the protocol (`SymbolKind`).
const OBJECT: u8 = 19;
const ARRAY: u8 = 18;
const STRING: u8 = 15;
const PROPERTY: u8 = 7;

/// How deeply symbols lie in each other.
const MAX_DEPTH: usize = 12;

struct Symbol {
    route: Route,
    name: String,
    detail: Option<String>,
    span: Range<usize>,
    selection: Range<usize>,
    children: Vec<Symbol>,
}

/// The symbols of a text.
pub fn symbols(outline: &Outline, paper: &Paper) -> Vec<DocumentSymbol> {
    let text = paper.text();
    let mut flat: Vec<Symbol> = Vec::new();
    for (position, key) in outline.keys.iter().enumerate() {
        // `a.b.c = 1` and `[a.b]` are one symbol: their last name.
        let is_inner = outline
            .keys
            .get(position + 1)
            .is_some_and(|next| next.start == key.start && next.span != key.span);
        if !is_inner {
            flat.push(symbol(outline, key, text));
        }
    }
    let mut flat = flat.into_iter().peekable();
    let mut roots = Vec::new();
    while let Some(first) = flat.next() {
        roots.push(nest(first, &mut flat, 0));
    }
    roots
        .into_iter()
        .map(|symbol| dressed(symbol, paper))
        .collect()
}

fn symbol(outline: &Outline, key: &Key, text: &str) -> Symbol {
    let name = if key.in_header {
        key.route.to_string()
    } else {
        let written = text.get(key.start..key.span.end).unwrap_or_default();
        written.trim_matches(['"', '\'']).to_owned()
    };
    let detail = outline.text_of(&key.route).map(|text| {
        let line = text.lines().next().unwrap_or_default();
        line.chars().take(80).collect()
    });
    Symbol {
        name: if name.is_empty() {
            "\"\"".to_owned()
        } else {
            name
        },
        route: key.route.clone(),
        detail,
        span: key.start..key.end.max(key.span.end),
        selection: key.span.clone(),
        children: Vec::new(),
    }
}

/// Takes all that lies inside of a symbol.
fn nest(
    mut symbol: Symbol,
    flat: &mut std::iter::Peekable<impl Iterator<Item = Symbol>>,
    depth: usize,
) -> Symbol {
    while let Some(next) = flat.next_if(|next| next.span.start < symbol.span.end) {
        if depth < MAX_DEPTH {
            let child = nest(next, flat, depth + 1);
            symbol.span.end = symbol.span.end.max(child.span.end);
            symbol.children.push(child);
        }
    }
    symbol.children = by_item(&symbol.route, std::mem::take(&mut symbol.children));
    symbol
}

/// Keys of tables in a list, put together item by item.
fn by_item(list: &Route, children: Vec<Symbol>) -> Vec<Symbol> {
    let mut items: Vec<Symbol> = Vec::new();
    let depth = list.segments().len();
    for child in children {
        let Some(Segment::Index(index)) = child.route.segments().get(depth) else {
            items.push(child);
            continue;
        };
        let route = list.index(*index);
        match items.last_mut().filter(|item| item.route == route) {
            Some(item) => {
                item.span.end = item.span.end.max(child.span.end);
                item.children.push(child);
            }
            None => items.push(Symbol {
                name: format!("[{index}]"),
                detail: None,
                span: child.span.clone(),
                selection: child.selection.clone(),
                route,
                children: vec![child],
            }),
        }
    }
    for item in &mut items {
        if matches!(item.route.segments().last(), Some(Segment::Index(_))) && item.detail.is_none()
        {
            let words = item
                .children
                .iter()
                .filter_map(|child| child.detail.clone());
            let words: Vec<String> = words.take(3).collect();
            item.detail = Some(words.join(", "));
        }
    }
    items
}

fn dressed(symbol: Symbol, paper: &Paper) -> DocumentSymbol {
    let is_list = |child: &Symbol| matches!(child.route.segments().last(), Some(Segment::Index(_)));
    let kind = match (&symbol.detail, symbol.children.first()) {
        (_, Some(first)) if is_list(first) => ARRAY,
        (_, Some(_)) => OBJECT,
        (Some(_), None) => STRING,
        (None, None) => PROPERTY,
    };
    DocumentSymbol {
        name: symbol.name,
        detail: symbol.detail.filter(|detail| !detail.is_empty()),
        kind,
        range: paper.range(&symbol.span),
        selection_range: paper.range(&symbol.selection),
        children: symbol
            .children
            .into_iter()
            .map(|child| dressed(child, paper))
            .collect(),
    }
}
