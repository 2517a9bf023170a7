//! Keys that a table may have and does not have yet, with a place for the value.
//!
//! Unaware of what stands in values.

use std::collections::HashSet;

use super::super::guide::{self, Offer, has_names, is_table};
use super::super::names::mentions;
use super::super::outline::Cursor;
use super::super::write;
use super::fitting::{fitting, free_name};
use super::{Ask, Item, after, kind, names, syntax, whole};
use crate::document::Syntax;
use crate::source::{Route, Segment};

/// Keys of the table at `table`.
pub(super) fn keys(ask: &Ask<'_>, cursor: &Cursor, table: &Route) -> Vec<Item> {
    let written: Vec<String> = ask
        .outline
        .names_in(table)
        .filter(|(_, key)| !(key.span.start <= cursor.at && cursor.at <= key.span.end))
        .map(|(name, _)| name)
        .collect();
    let mut items: Vec<Item> = ask
        .guide
        .keys(table)
        .into_iter()
        .filter(|offer| !written.iter().any(|name| name == offer.name))
        .filter(|offer| !is_excluded(ask, table, &written, offer.name))
        .map(|offer| key(ask, cursor, table, &offer))
        .collect();
    let own = ask.guide.at(table);
    if let Some(shape) = own.iter().find(|shape| has_names(shape)) {
        let inner = shape.get("additionalProperties").unwrap_or(shape);
        let wanted = wanted(ask, table);
        items.extend(
            wanted
                .into_iter()
                .filter(|(name, _)| !written.contains(name))
                .map(|(name, why)| {
                    let offer = Offer {
                        name: &name,
                        shape: inner,
                        required: false,
                    };
                    Item {
                        detail: Some(why),
                        kind: kind::REFERENCE,
                        ..key(ask, cursor, table, &offer)
                    }
                }),
        );
        if items.is_empty()
            && let Some(name) = sample(ask, own.as_slice(), table)
        {
            let offer = Offer {
                name: &name,
                shape: inner,
                required: false,
            };
            items.push(Item {
                detail: Some(OWN_NAME.to_owned()),
                kind: kind::REFERENCE,
                ..key(ask, cursor, table, &offer)
            });
        }
    }
    let is_line = !cursor.in_brackets && !is_behind_dot(ask, cursor);
    if syntax(ask) == Syntax::Toml && is_line && !table.is_root() {
        items.extend(tables(ask, cursor));
    }
    items
}

/// What is said of a name that is only an example.
const OWN_NAME: &str = "a name of your own";

/// A whole manifest, to begin with: JSON has no keys before its brackets.
pub(super) fn first(ask: &Ask<'_>) -> Item {
    let version = ask.guide.at(&Route::root().key("version"));
    let end = ask.paper.text().len();
    Item {
        label: "{ \"version\": 1 }".to_owned(),
        kind: kind::MODULE,
        detail: Some("a manifest".to_owned()),
        doc: version
            .first()
            .map(|shape| guide::doc(shape))
            .unwrap_or_default(),
        snippet: "{\n  \"version\": 1$0\n\\}\n".to_owned(),
        span: 0..end,
        filter: Some("{ \"version".to_owned()),
    }
}

/// An example of a name for a table of names, if it is free.
fn sample(ask: &Ask<'_>, shapes: &[&serde_json::Value], table: &Route) -> Option<String> {
    let [Segment::Key(kind)] = table.segments() else {
        return None;
    };
    let example = shapes.iter().find_map(|shape| write::sample_name(shape))?;
    Some(free_name(&example, &names(ask, kind)))
}

/// Whether a key that is written excludes this one.
fn is_excluded(ask: &Ask<'_>, table: &Route, written: &[String], key: &str) -> bool {
    let is_given = |other: &str| {
        let is_off = || ask.outline.text_of(&table.key(other)) == Some("false");
        written.iter().any(|name| name == other) && !is_off()
    };
    let pairs = ask.guide.excludes(table);
    pairs
        .iter()
        .any(|(one, other)| (*one == key && is_given(other)) || (*other == key && is_given(one)))
}

/// Whether the cursor's word goes on with a dotted key.
fn is_behind_dot(ask: &Ask<'_>, cursor: &Cursor) -> bool {
    let before = ask.paper.text().get(..whole(cursor).start);
    before.is_some_and(|before| before.trim_end_matches([' ', '\t']).ends_with('.'))
}

fn key(ask: &Ask<'_>, cursor: &Cursor, table: &Route, offer: &Offer<'_>) -> Item {
    let syntax = syntax(ask);
    let shape = fitting(ask, &table.key(offer.name), offer.shape);
    let shape = shape.as_ref();
    let snippet = if cursor.followed {
        write::escaped(&syntax.key(offer.name))
    } else {
        let at_top = table.is_root() && !cursor.in_brackets;
        let braces = cursor.in_brackets && syntax != Syntax::Json;
        let mut text = write::entry(syntax, offer.name, shape, at_top, braces);
        let next = after(ask, cursor).trim_start();
        if syntax == Syntax::Json && next.starts_with('"') {
            text.push(',');
        }
        text
    };
    let mut detail = guide::kind(offer.shape);
    if offer.required {
        detail += ", needed";
    }
    Item {
        label: offer.name.to_owned(),
        kind: if is_table(offer.shape) {
            kind::MODULE
        } else {
            kind::PROPERTY
        },
        detail: Some(detail),
        doc: guide::doc(offer.shape),
        snippet,
        span: whole(cursor),
        filter: cursor.quote.map(|quote| format!("{quote}{}", offer.name)),
    }
}

/// Names that something in the manifest waits for, or that a base defines, for the table at `table`.
fn wanted(ask: &Ask<'_>, table: &Route) -> Vec<(String, String)> {
    let [Segment::Key(kind)] = table.segments() else {
        return Vec::new();
    };
    let mut all: Vec<(String, String)> = Vec::new();
    let mut known = HashSet::new();
    for mention in mentions(ask.outline, ask.guide) {
        let fits = mention.name.table == *kind && !mention.is_definition();
        // The word at the cursor asks for nothing.
        let at_cursor = ask.outline.cursor.as_ref().is_some_and(|cursor| {
            mention.whole.start <= cursor.at && cursor.at <= mention.whole.end
        });
        let word = mention.name.word;
        if fits && !at_cursor && !word.is_empty() && known.insert(word.clone()) {
            all.push((word, "named in this file".to_owned()));
        }
    }
    for (name, summary) in names(ask, kind) {
        if known.insert(name.clone()) {
            all.push((name, format!("extended: {summary}")));
        }
    }
    all
}

/// Headers of tables that the manifest may have, on a line of their own.
fn tables(ask: &Ask<'_>, cursor: &Cursor) -> Vec<Item> {
    let root = Route::root();
    let offers = ask.guide.keys(&root);
    offers
        .iter()
        .filter(|offer| is_table(offer.shape))
        // A header may stand once.
        .filter(|offer| {
            write::has_named_tables(offer.shape) || !is_written(ask, cursor, offer.name)
        })
        .map(|offer| Item {
            label: format!("[{}]", header_label(offer)),
            kind: kind::MODULE,
            detail: Some("table".to_owned()),
            doc: guide::doc(offer.shape),
            snippet: {
                let shape = fitting(ask, &root.key(offer.name), offer.shape);
                write::entry(Syntax::Toml, offer.name, &shape, true, false)
            },
            span: whole(cursor),
            filter: None,
        })
        .collect()
}

/// Whether the manifest has this outermost key, elsewhere than at the cursor.
fn is_written(ask: &Ask<'_>, cursor: &Cursor, name: &str) -> bool {
    let root = Route::root();
    let mut written = ask.outline.names_in(&root);
    written.any(|(known, key)| {
        known == name && (key.span.end < cursor.at || cursor.at < key.span.start)
    })
}

fn header_label(offer: &Offer<'_>) -> String {
    if write::has_named_tables(offer.shape) {
        format!("{}.…", offer.name)
    } else {
        offer.name.to_owned()
    }
}

/// Names in a TOML header, below the cursor's route.
pub(super) fn headers(ask: &Ask<'_>, cursor: &Cursor) -> Vec<Item> {
    let table = &cursor.route;
    let mut items = Vec::new();
    let item = |label: &str, doc: String, detail: String| Item {
        label: label.to_owned(),
        kind: kind::MODULE,
        detail: Some(detail),
        doc,
        snippet: write::escaped(&Syntax::Toml.key(label)),
        span: whole(cursor),
        filter: None,
    };
    let is_list = is_list_header(ask, cursor);
    for offer in ask.guide.keys(table) {
        let doc = guide::doc(offer.shape);
        let items_of = offer.shape.get("items").unwrap_or(&serde_json::Value::Null);
        if is_list && is_table(items_of) {
            items.push(item(offer.name, doc, "list of tables".to_owned()));
        } else if is_table(offer.shape) {
            let is_taken = table.is_root() && is_written(ask, cursor, offer.name);
            let is_free = write::has_named_tables(offer.shape) || !(is_list || is_taken);
            if is_free {
                items.push(item(offer.name, doc, "table".to_owned()));
            }
        }
    }
    let written: Vec<String> = ask
        .outline
        .names_in(table)
        .filter(|(_, key)| key.span.end < cursor.at || cursor.at < key.span.start)
        .map(|(name, _)| name)
        .collect();
    for (name, why) in wanted(ask, table) {
        if !written.contains(&name) {
            items.push(item(&name, String::new(), why));
        }
    }
    let shapes = ask.guide.at(table);
    if items.is_empty()
        && let Some(name) = sample(ask, &shapes, table)
    {
        items.push(item(&name, String::new(), OWN_NAME.to_owned()));
    }
    items
}

/// Whether the header at the cursor is one of a list of tables: `[[…]]`.
fn is_list_header(ask: &Ask<'_>, cursor: &Cursor) -> bool {
    let before = ask.paper.text().get(..cursor.at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.trim_start().starts_with("[[")
}
