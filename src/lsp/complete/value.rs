//! Values: words of an `enum`, truth values, examples, names that are defined elsewhere.
//!
//! Unaware of what stands inside texts; [`super::text`] knows placeholders and files.

use serde_json::Value;

use super::super::guide;
use super::super::outline::Cursor;
use super::super::write;
use super::fitting::fitting;
use super::{Ask, Item, kind, names, quoted_rest, syntax, text};
use crate::document::Syntax;
use crate::source::Segment;

/// Values at the cursor.
pub(super) fn values(ask: &Ask<'_>, cursor: &Cursor) -> Vec<Item> {
    if let Some(items) = text::placeholders(ask, cursor) {
        return items;
    }
    let mut items = Vec::new();
    if text::is_path(&cursor.route) {
        items.extend(text::files(ask, cursor));
    }
    if let Some(table) = ask.guide.reference(&cursor.route) {
        items.extend(references(ask, cursor, table));
        return items;
    }
    for shape in ask.guide.at(&cursor.route) {
        let docs = shape
            .get("markdownEnumDescriptions")
            .and_then(Value::as_array);
        let words = shape.get("enum").and_then(Value::as_array);
        for (position, word) in words.into_iter().flatten().enumerate() {
            let doc = docs.and_then(|docs| docs.get(position)?.as_str());
            add(
                ask,
                cursor,
                &mut items,
                word,
                doc.unwrap_or_default(),
                kind::ENUM_MEMBER,
            );
        }
        if let Some(only) = shape.get("const") {
            add(
                ask,
                cursor,
                &mut items,
                only,
                &guide::doc(shape),
                kind::ENUM_MEMBER,
            );
        }
        if shape.get("type").is_some_and(|kind| kind == "boolean") {
            for flag in [true, false] {
                let doc = guide::doc(shape);
                add(
                    ask,
                    cursor,
                    &mut items,
                    &Value::Bool(flag),
                    &doc,
                    kind::VALUE,
                );
            }
        }
        if shape.get("enum").is_some() || shape.get("const").is_some() {
            continue;
        }
        let fitting = fitting(ask, &cursor.route, shape);
        let shape = fitting.as_ref();
        let default = shape.get("default").filter(|value| !is_empty(value));
        let examples = shape.get("examples").and_then(Value::as_array);
        for example in default.into_iter().chain(examples.into_iter().flatten()) {
            add(
                ask,
                cursor,
                &mut items,
                example,
                &guide::doc(shape),
                kind::VALUE,
            );
        }
    }
    if items.is_empty() {
        // An item of a list whose examples stand at the list.
        if let Some(Segment::Index(_)) = cursor.route.segments().last() {
            for shape in ask.guide.at(&cursor.route.parent()) {
                let lists = shape.get("examples").and_then(Value::as_array);
                let examples = lists.into_iter().flatten().filter_map(Value::as_array);
                for example in examples.flatten() {
                    add(
                        ask,
                        cursor,
                        &mut items,
                        example,
                        &guide::doc(shape),
                        kind::VALUE,
                    );
                }
            }
        }
    }
    items
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.is_empty(),
        Value::Object(table) => table.is_empty(),
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

/// Adds a value, if it can stand where the cursor is and is not there yet.
fn add(ask: &Ask<'_>, cursor: &Cursor, items: &mut Vec<Item>, value: &Value, doc: &str, kind: u8) {
    let label = match value {
        Value::String(text) => text.clone(),
        other => write::value(syntax(ask), other),
    };
    let written = match (cursor.quote, value) {
        (Some(quote), Value::String(text)) => quoted_rest(text, quote, cursor),
        (Some(_), _) => return,
        (None, value) => write::value(syntax(ask), value),
    };
    if items.iter().any(|known| known.label == label) {
        return;
    }
    items.push(Item {
        label,
        kind,
        detail: None,
        doc: doc.to_owned(),
        snippet: write::escaped(&written),
        span: cursor.token.clone(),
        filter: cursor.quote.is_none().then_some(written),
    });
}

/// Names of a table that are not in the list yet.
fn references(ask: &Ask<'_>, cursor: &Cursor, table: &str) -> Vec<Item> {
    let in_list = matches!(cursor.route.segments().last(), Some(Segment::Index(_)));
    let list = cursor.route.parent();
    let is_taken = |name: &str| {
        in_list
            && ask.outline.scalars.iter().any(|scalar| {
                let is_here = scalar.span.start <= cursor.at && cursor.at <= scalar.span.end;
                scalar.route.parent() == list && scalar.text == name && !is_here
            })
    };
    let is_list = ask
        .guide
        .at(&cursor.route)
        .iter()
        .any(|shape| shape.get("type").is_some_and(|kind| kind == "array"));
    let all = names(ask, table);
    all.into_iter()
        .filter(|(name, _)| !is_taken(name))
        .map(|(name, summary)| {
            let word = Syntax::string(syntax(ask), &name);
            let written = match cursor.quote {
                Some(quote) => quoted_rest(&name, quote, cursor),
                None if is_list => format!("[{word}]"),
                None => word,
            };
            Item {
                label: name,
                kind: kind::REFERENCE,
                detail: (!summary.is_empty()).then_some(summary),
                doc: String::new(),
                snippet: write::escaped(&written),
                span: cursor.token.clone(),
                filter: cursor.quote.is_none().then_some(written),
            }
        })
        .collect()
}
