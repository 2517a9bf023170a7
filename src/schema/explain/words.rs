//! Words for values and keys, in the language that the manifest is written in.
//!
//! Unaware of what is wrong with them.

use serde_json::Value;

use super::variable;

use crate::document::{Kind, Node, Syntax};
use crate::source::{Route, Segment};

/// How much of a text is quoted back.
const SHOWN: usize = 40;

/// What a message calls the value at `route`: "`codec`", "`rungs[2]`", "the manifest".
pub(super) fn called(route: &Route) -> String {
    let segments = route.segments();
    let from = segments
        .iter()
        .rposition(|segment| matches!(segment, Segment::Key(_)));
    let mut shown = Route::root();
    for segment in segments.get(from.unwrap_or(0)..).unwrap_or_default() {
        shown = match segment {
            Segment::Key(key) => shown.key(key.as_str()),
            Segment::Index(index) => shown.index(*index),
        };
    }
    if shown.is_root() {
        "the manifest".to_owned()
    } else {
        format!("`{shown}`")
    }
}

/// What was written, in short.
pub(super) fn described(node: &Node, syntax: Syntax) -> String {
    match &node.kind {
        Kind::Null => "empty".to_owned(),
        Kind::Bool(flag) => flag.to_string(),
        // Of many digits a float shows but some.
        Kind::Num(_) if is_digits(node.span.text()) => node.span.text().to_owned(),
        Kind::Num(number) => number.to_string(),
        Kind::Str(text) if variable::is_key(text) => "32 hex digits".to_owned(),
        Kind::Str(text) => {
            let mut short: String = text.chars().take(SHOWN).collect();
            if short.len() < text.len() {
                short.push('…');
            }
            Value::from(short).to_string()
        }
        Kind::Seq(_) => "a list".to_owned(),
        Kind::Map(_) => a_table(syntax),
        Kind::Bad => "unreadable".to_owned(),
    }
}

fn is_digits(text: &str) -> bool {
    (1..=SHOWN).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// "a table", "a mapping", "an object".
pub(in crate::schema) fn a_table(syntax: Syntax) -> String {
    let article = if syntax == Syntax::Json { "an" } else { "a" };
    format!("{article} {}", syntax.table())
}

/// The types that the schema allows, as "a string or an integer".
pub(super) fn types(kind: &Value, syntax: Syntax) -> String {
    let all: Vec<String> = type_names(kind)
        .iter()
        .map(|name| one_type(name, syntax))
        .collect();
    all.join(" or ")
}

/// The schema's names of the allowed types.
pub(super) fn type_names(kind: &Value) -> Vec<String> {
    let all = match kind {
        Value::Array(all) => all.as_slice(),
        only => std::slice::from_ref(only),
    };
    let names = all.iter().filter_map(Value::as_str);
    names.map(str::to_owned).collect()
}

fn one_type(name: &str, syntax: Syntax) -> String {
    match name {
        "object" => a_table(syntax),
        "array" => "a list".to_owned(),
        "integer" => "an integer".to_owned(),
        "boolean" => "true or false".to_owned(),
        other => format!("a {other}"),
    }
}

/// Words of the schema, in which entries are written as in TOML, in the syntax of the file.
pub(super) fn in_syntax(words: &str, syntax: Syntax) -> String {
    let parts = words.split('`').enumerate().map(|(at, part)| {
        let entry = part.split_once(" = ").filter(|_| at % 2 == 1);
        let entry = entry.and_then(|(key, value)| {
            let value: Value = serde_json::from_str(value).ok()?;
            Some(syntax.entry(key, &value))
        });
        entry.unwrap_or_else(|| part.to_owned())
    });
    parts.collect::<Vec<_>>().join("`")
}
