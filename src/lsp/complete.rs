//! What could be written at the cursor: keys, values, names, placeholders, files.
//!
//! Unaware of the protocol's session and of the disk: it is told the files of a folder.

mod fitting;
mod key;
mod text;
mod value;

use std::collections::HashMap;
use std::ops::Range;

use serde_json::{Value, json};

use super::guide::Guide;
use super::outline::{Cursor, Outline, Slot};
use super::paper::Paper;
use super::protocol::{CompletionItem, TextEdit};
use crate::document::{Document, Syntax};
use crate::source::Route;

pub use text::{is_path, part_doc, place};

/// One entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Whether it is a folder.
    pub is_folder: bool,
}

/// Lists the folder of a path that is relative to the manifest.
pub type Files<'a> = &'a dyn Fn(&str) -> Vec<File>;

/// What is asked, and what is known.
pub struct Ask<'a> {
    /// The text.
    pub paper: &'a Paper,
    /// What it holds, with the cursor.
    pub outline: &'a Outline,
    /// What the schema says.
    pub guide: &'a Guide<'a>,
    /// The manifest with all that it extends, as far as it could be read.
    pub document: Option<&'a Document>,
    /// What it extends, alone.
    pub base: Option<&'a Document>,
    /// Names of environment variables.
    pub environment: &'a [String],
    /// What lies in folders.
    pub files: Files<'a>,
    /// Whether the client knows snippets.
    pub snippets: bool,
    /// Whether the client indents lines that are inserted, if it is asked to.
    pub adjusts: bool,
}

/// A thing that could be written, before it is put into the protocol's words.
struct Item {
    label: String,
    kind: u8,
    detail: Option<String>,
    doc: String,
    /// What is written: a snippet.
    snippet: String,
    /// What it replaces.
    span: Range<usize>,
    /// What the typed word is compared with, if not the label.
    filter: Option<String>,
}

/// Kinds of the protocol (`CompletionItemKind`).
mod kind {
    pub const VARIABLE: u8 = 6;
    pub const MODULE: u8 = 9;
    pub const PROPERTY: u8 = 10;
    pub const VALUE: u8 = 12;
    pub const FILE: u8 = 17;
    pub const REFERENCE: u8 = 18;
    pub const FOLDER: u8 = 19;
    pub const ENUM_MEMBER: u8 = 20;
}

/// What could be written at the cursor of the outline, the likeliest first.
pub fn complete(ask: &Ask<'_>) -> Vec<CompletionItem> {
    if syntax(ask) == Syntax::Json && ask.paper.text().trim().is_empty() {
        return vec![dress(ask, 0, key::first(ask))];
    }
    let Some(cursor) = &ask.outline.cursor else {
        return Vec::new();
    };
    let mut items = match cursor.slot {
        Slot::Nothing => Vec::new(),
        Slot::Key => key::keys(ask, cursor, &cursor.route),
        Slot::Header => key::headers(ask, cursor),
        Slot::Value => value::values(ask, cursor),
        Slot::Node if ask.guide.is_table(&cursor.route) => key::keys(ask, cursor, &cursor.route),
        Slot::Node => value::values(ask, cursor),
    };
    for item in &mut items {
        if !cursor.lead.is_empty() && cursor.quote.is_none() {
            item.snippet.insert_str(0, cursor.lead);
        }
    }
    let dressed = items.into_iter().enumerate();
    dressed
        .map(|(position, item)| dress(ask, position, item))
        .collect()
}

fn dress(ask: &Ask<'_>, position: usize, item: Item) -> CompletionItem {
    let plain = super::write::flattened(&item.snippet);
    // A snippet that only stands for its own text needs no snippet's rights.
    let is_plain = item.snippet.replace("\\$", "$").replace("\\}", "}") == plain;
    let (mut new_text, format) = if ask.snippets && !is_plain {
        (item.snippet, 2)
    } else {
        (plain, 1)
    };
    let has_lines = new_text.contains('\n');
    if has_lines && format == 1 && !ask.adjusts {
        new_text = new_text.replace('\n', &format!("\n{}", indent(ask, item.span.start)));
    }
    CompletionItem {
        label: item.label,
        kind: item.kind,
        detail: item.detail,
        documentation: (!item.doc.is_empty())
            .then(|| json!({ "kind": "markdown", "value": item.doc })),
        sort_text: format!("{position:05}"),
        filter_text: item.filter,
        insert_text_format: format,
        insert_text_mode: (has_lines && ask.adjusts).then_some(2),
        text_edit: TextEdit {
            range: ask.paper.range(&item.span),
            new_text,
        },
    }
}

/// The blanks that the line of byte `at` begins with.
fn indent<'a>(ask: &'a Ask<'_>, at: usize) -> &'a str {
    let before = ask.paper.text().get(..at).unwrap_or_default();
    let line = before.get(before.rfind('\n').map_or(0, |found| found + 1)..);
    let line = line.unwrap_or_default();
    let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
    line.get(..blanks).unwrap_or_default()
}

/// The names that a table defines, here and in what is extended, each with a few words. What the cursor
/// is writing is no name yet.
fn names(ask: &Ask<'_>, table: &str) -> Vec<(String, String)> {
    let route = Route::root().key(table);
    let at = ask.outline.cursor.as_ref().map(|cursor| cursor.at);
    let is_here = |start: usize, end: usize| at.is_some_and(|at| start <= at && at <= end);
    let mut all: Vec<(String, String)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (name, key) in ask.outline.names_in(&route) {
        if !places.contains_key(&name) && !is_here(key.span.start, key.span.end) {
            places.insert(name.clone(), all.len());
            all.push((name, String::new()));
        }
    }
    for document in [ask.document, ask.base].into_iter().flatten() {
        let entries = document.get(&route).and_then(|node| node.as_map());
        for entry in entries.into_iter().flat_map(|map| map.iter()) {
            let key = &entry.key_span;
            let is_own = key.file.name() == ask.paper.file.name();
            let known = places.get(&entry.key).and_then(|at| all.get_mut(*at));
            if known.is_none() && is_own && is_here(key.start, key.end) {
                continue;
            }
            let summary = summary(document, &route.key(entry.key.as_str()));
            match known {
                Some((_, known)) if known.is_empty() => *known = summary,
                Some(_) => {}
                None => {
                    places.insert(entry.key.clone(), all.len());
                    all.push((entry.key.clone(), summary));
                }
            }
        }
    }
    all.retain(|(name, _)| !name.is_empty());
    all
}

/// What a named thing is, in a few words: its type, codec or source.
pub fn summary(document: &Document, route: &Route) -> String {
    if let Some(text) = document.get(route).and_then(|node| node.as_str()) {
        return text.to_owned();
    }
    let said = |key: &str| {
        let node = document.get(&route.key(key))?;
        node.as_str().map(str::to_owned)
    };
    let words: Vec<String> = ["type", "codec", "path", "glob", "lavfi", "dir"]
        .iter()
        .filter_map(|key| said(key))
        .collect();
    words.join(", ")
}

/// The bytes of the cursor's word with its quotes.
fn whole(cursor: &Cursor) -> Range<usize> {
    let (start, end) = (cursor.token.start, cursor.token.end);
    match cursor.quote {
        Some(_) => start.saturating_sub(1)..end + usize::from(cursor.closed),
        None => start..end,
    }
}

/// What follows the cursor's word.
fn after<'a>(ask: &'a Ask<'_>, cursor: &Cursor) -> &'a str {
    let text = ask.paper.text();
    text.get(whole(cursor).end..).unwrap_or_default()
}

/// A text inside of quotes that are open already.
fn quoted_rest(text: &str, quote: char, cursor: &Cursor) -> String {
    let inner = match quote {
        '"' => {
            let quoted = Value::from(text).to_string();
            let inner = quoted
                .strip_prefix('"')
                .and_then(|rest| rest.strip_suffix('"'));
            inner.unwrap_or(text).to_owned()
        }
        _ => text.to_owned(),
    };
    if cursor.closed {
        inner
    } else {
        format!("{inner}{quote}")
    }
}

fn syntax(ask: &Ask<'_>) -> Syntax {
    ask.outline.syntax
}
