//! Keys that a table may have and does not have yet, with a place for the value.
//!
//! Unaware of what stands in values.

use super::super::guide::{self, Offer, has_names, is_table};
use super::super::names::mentions;
use super::super::outline::Cursor;
use super::super::write;
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
    }
    if syntax(ask) == Syntax::Toml && !cursor.in_brackets && !table.is_root() {
        items.extend(tables(ask, cursor));
    }
    items
}

fn key(ask: &Ask<'_>, cursor: &Cursor, table: &Route, offer: &Offer<'_>) -> Item {
    let syntax = syntax(ask);
    let snippet = if cursor.followed {
        write::escaped(&syntax.key(offer.name))
    } else {
        let at_top = table.is_root() && !cursor.in_brackets;
        let braces = cursor.in_brackets && syntax != Syntax::Json;
        let mut text = write::entry(syntax, offer.name, offer.shape, at_top, braces);
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
    for mention in mentions(ask.outline, ask.guide) {
        let fits = mention.name.table == *kind && !mention.is_definition();
        let is_new = all.iter().all(|(known, _)| *known != mention.name.word);
        // The word at the cursor asks for nothing.
        let at_cursor = ask.outline.cursor.as_ref().is_some_and(|cursor| {
            mention.whole.start <= cursor.at && cursor.at <= mention.whole.end
        });
        if fits && is_new && !at_cursor && !mention.name.word.is_empty() {
            all.push((mention.name.word, "named in this file".to_owned()));
        }
    }
    for (name, summary) in names(ask, kind) {
        if all.iter().all(|(known, _)| *known != name) {
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
        .map(|offer| Item {
            label: format!("[{}]", header_label(offer)),
            kind: kind::MODULE,
            detail: Some("table".to_owned()),
            doc: guide::doc(offer.shape),
            snippet: write::entry(Syntax::Toml, offer.name, offer.shape, true, false),
            span: whole(cursor),
            filter: None,
        })
        .collect()
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
    for offer in ask.guide.keys(table) {
        if is_table(offer.shape) {
            let doc = guide::doc(offer.shape);
            items.push(item(offer.name, doc, "table".to_owned()));
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
    items
}
