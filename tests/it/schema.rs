//! The committed schema: current, valid, small, and a manual by itself.

use std::collections::BTreeSet;

use rendit::source::SourceFile;
use serde_json::Value;

use crate::golden;
use crate::program::{manifests, repository};

fn schema() -> Value {
    serde_json::from_str(&rendit::cli::load::schema_text()).unwrap()
}

/// Calls `see` for every key of every table, with the route to it; `*` stands for a name that the
/// user chooses, `[]` for a place in a list.
fn keys(schema: &Value, route: &str, see: &mut dyn FnMut(&str, &Value)) {
    for several in ["oneOf", "anyOf", "allOf"] {
        for one in schema[several].as_array().into_iter().flatten() {
            keys(one, route, see);
        }
    }
    for (key, value) in schema["properties"].as_object().into_iter().flatten() {
        let route = format!("{route}.{key}");
        see(&route, value);
        keys(value, &route, see);
    }
    if schema["additionalProperties"].is_object() {
        keys(&schema["additionalProperties"], &format!("{route}.*"), see);
    }
    if schema["items"].is_object() {
        keys(&schema["items"], &format!("{route}[]"), see);
    }
}

#[test]
fn the_committed_schema_is_current() {
    let text = rendit::cli::load::schema_text();
    golden::hold("schema/rendit.schema.json", &text);
    assert!(
        text.len() < 150_000,
        "editors load it: {} bytes",
        text.len()
    );
}

/// An editor sees one file: what it lacks may stand in another that it extends.
#[test]
fn it_asks_a_file_only_for_its_version() {
    assert_eq!(schema()["required"], serde_json::json!(["version"]));
    let whole = &rendit::workspace::schema()["required"];
    assert!(whole.as_array().is_some_and(|all| all.len() > 1), "{whole}");
}

#[test]
fn it_is_a_valid_draft_07_schema() {
    let schema = schema();
    assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    jsonschema::draft7::meta::validate(&schema).unwrap();
}

#[test]
fn every_key_is_described_and_shown() {
    let mut found = Vec::new();
    let mut count = 0;
    keys(&schema(), "", &mut |route, key| {
        count += 1;
        let described = key["description"]
            .as_str()
            .is_some_and(|text| text.len() > 4);
        let shown = ["examples", "enum", "default", "const"];
        if !described || !shown.iter().any(|word| !key[word].is_null()) {
            found.push(route.to_owned());
        }
    });
    assert!(count > 80, "{count}");
    assert!(
        found.is_empty(),
        "keys without a description or an example: {found:#?}"
    );
}

/// Every key that a manifest writes, as [`keys`] writes routes.
fn written(value: &Value, route: &str, found: &mut BTreeSet<String>) {
    let chosen = [".vars", ".inputs", ".ladders", ".outputs", ".encryption"].contains(&route);
    for (name, value) in value.as_object().into_iter().flatten() {
        let name = if chosen { "*" } else { name };
        let route = format!("{route}.{name}");
        written(value, &route, found);
        found.insert(route);
    }
    for value in value.as_array().into_iter().flatten() {
        written(value, &format!("{route}[]"), found);
    }
}

/// Keys that no job uses, and where they are tried.
const ELSEWHERE: &[(&str, &str)] = &[
    (".$schema", "for JSON manifests alone: editors read it"),
    (
        ".encryption.*.key_env",
        "needs a variable: tests/it/cli.rs sets it",
    ),
];

/// A key that no job uses is a key that nobody has tried.
#[test]
fn every_key_stands_in_some_job() {
    let schema = schema();
    let mut found = BTreeSet::new();
    for name in manifests("jobs") {
        let text = std::fs::read_to_string(repository().join("jobs").join(&name)).unwrap();
        let mut diagnostics = rendit::diag::Diagnostics::new();
        let document = rendit::document::parse(&mut diagnostics, &SourceFile::new(&name, text));
        written(&document.unwrap().root.to_json(), "", &mut found);
    }
    let mut missing = BTreeSet::new();
    keys(&schema, "", &mut |route, _| {
        // Any warning can be allowed, in the same way.
        if !found.contains(route) && !route.starts_with(".allow.") {
            missing.insert(route.to_owned());
        }
    });
    for (elsewhere, _) in ELSEWHERE {
        missing.remove(*elsewhere);
    }
    assert!(
        missing.is_empty(),
        "keys that stand in no manifest of jobs/: {missing:#?}"
    );
}
