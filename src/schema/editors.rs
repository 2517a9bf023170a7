//! The schema as servers of editors take it, which know nothing of manifests but that.
//!
//! Unaware of any document. What is left out here stands in rendit's own schema, for its own findings
//! and completion: what these servers would make a mistake of, or what a rule of rendit says better.

use serde_json::{Map, Value, json};

/// What only rendit's own findings look at.
const OWN: [&str; 11] = [
    "x-aliases",
    "x-each",
    "x-environment",
    "x-foreign",
    "x-likely",
    "x-misfit",
    "x-negative",
    "x-peak",
    "x-scale",
    "x-stream",
    "x-unique",
];

/// The schema for servers that complete and complain by it alone.
pub fn for_editors(mut schema: Value) -> Value {
    visit(&mut schema);
    schema
}

fn visit(schema: &mut Value) {
    let Some(owner) = schema.as_object_mut() else {
        return;
    };
    for words in OWN {
        owner.shift_remove(words);
    }
    sentence(owner);
    plain_default(owner);
    flat_examples(owner);
    exclusions(owner);
    for (key, below) in owner.iter_mut() {
        match (key.as_str(), below) {
            ("properties", Value::Object(all)) => all.values_mut().for_each(visit),
            ("additionalProperties" | "items", below) => visit(below),
            ("oneOf" | "anyOf", Value::Array(all)) => all.iter_mut().for_each(visit),
            _ => {}
        }
    }
}

/// rendit says "`start` is 5 seconds, but must be …"; these servers say the words alone.
fn sentence(owner: &mut Map<String, Value>) {
    if let Some(Value::String(words)) = owner.get_mut("errorMessage") {
        words.insert_str(0, "must be ");
    }
}

/// taplo makes a snippet of a default, in which `${…}` is a place of its own.
fn plain_default(owner: &mut Map<String, Value>) {
    let default = owner.get("default").and_then(Value::as_str);
    if default.is_some_and(|default| default.contains("${")) {
        owner.shift_remove("default");
    }
}

/// Tombi writes a table inside a list as JSON, yaml-language-server as `[object Object]`.
fn flat_examples(owner: &mut Map<String, Value>) {
    let Some(Value::Array(examples)) = owner.get_mut("examples") else {
        return;
    };
    examples.retain(|example| !lists_tables(example));
    if examples.is_empty() {
        owner.shift_remove("examples");
    }
}

/// Whether a value has a table inside a list, at any depth.
pub(super) fn lists_tables(value: &Value) -> bool {
    match value {
        Value::Array(items) => items
            .iter()
            .any(|item| item.is_object() || lists_tables(item)),
        Value::Object(table) => table.values().any(lists_tables),
        _ => false,
    }
}

/// Of two keys that exclude each other (`x-excludes`) the second is refused beside the first, at its
/// own place. As `dependencies`: below `allOf` taplo completes no keys.
fn exclusions(owner: &mut Map<String, Value>) {
    let Some(Value::Array(pairs)) = owner.get("x-excludes") else {
        return;
    };
    let mut rules = Map::new();
    for pair in pairs {
        let (Some(one), Some(other)) = (
            pair.get(0).and_then(Value::as_str),
            pair.get(1).and_then(Value::as_str),
        ) else {
            continue;
        };
        let kind = |key: &str| owner.get("properties")?.get(key)?.get("type")?.as_str();
        // What is off, or empty, is as good as not there.
        let absent = match kind(other) {
            Some("boolean") => json!({
                "const": false,
                "errorMessage": format!("must not stand beside `{one}`: they exclude each other"),
            }),
            _ => Value::Bool(false),
        };
        let rule = rules.entry(one).or_insert_with(|| match kind(one) {
            Some("array") => json!({ "if": { "properties": { one: { "minItems": 1 } } }, "then": { "properties": {} } }),
            _ => json!({ "properties": {} }),
        });
        let place = match rule.get("then") {
            Some(_) => rule.pointer_mut("/then/properties"),
            None => rule.pointer_mut("/properties"),
        };
        if let Some(Value::Object(place)) = place {
            place.insert(other.to_owned(), absent);
        }
    }
    owner.insert("dependencies".to_owned(), Value::Object(rules));
}
