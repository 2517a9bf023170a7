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
        // The tables of a list are shown by their own keys; generic servers break on examples of them.
        let shown =
            shown.iter().any(|word| !key[word].is_null()) || key["items"]["properties"].is_object();
        if !described || !shown {
            found.push(route.to_owned());
        }
    });
    assert!(count > 80, "{count}");
    assert!(
        found.is_empty(),
        "keys without a description or an example: {found:#?}"
    );
}

/// Every table of the schema, and every other value.
fn owners<'a>(schema: &'a Value, see: &mut dyn FnMut(&'a Value)) {
    see(schema);
    let lists = ["oneOf", "anyOf"].iter();
    let several = lists.flat_map(|list| schema[list].as_array().into_iter().flatten());
    let keys = schema["properties"].as_object().into_iter();
    let below = several.chain(keys.flat_map(|all| all.values()));
    for one in below.chain([&schema["items"], &schema["additionalProperties"]]) {
        if one.is_object() {
            owners(one, see);
        }
    }
}

/// What servers that know only the schema make a mistake of.
#[test]
fn generic_servers_can_take_it_as_it_is() {
    fn lists_tables(value: &Value) -> bool {
        match value {
            Value::Array(all) => all.iter().any(|one| one.is_object() || lists_tables(one)),
            Value::Object(all) => all.values().any(lists_tables),
            _ => false,
        }
    }
    let schema = schema();
    let mut count = 0;
    owners(&schema, &mut |owner| {
        count += 1;
        let default = &owner["default"];
        assert!(!default.to_string().contains("${"), "taplo: {default}");
        for example in owner["examples"].as_array().into_iter().flatten() {
            assert!(
                !lists_tables(example),
                "Tombi, yaml-language-server: {example}"
            );
            let validator = jsonschema::draft7::new(owner).unwrap();
            assert!(validator.is_valid(example), "{example} in {owner:#}");
        }
        if let Some(words) = owner["errorMessage"].as_str() {
            assert!(words.starts_with("must be "), "no sentence: {words}");
        }
    });
    assert!(count > 150, "{count}");
    let word = &schema["properties"]["vars"]["additionalProperties"];
    assert!(
        word["description"]
            .as_str()
            .unwrap()
            .contains("${vars.NAME}")
    );
}

/// Two keys that exclude each other are refused by the schema where rendit refuses them, and nowhere
/// else.
#[test]
fn it_knows_which_keys_exclude_each_other() {
    let validator = jsonschema::draft7::new(&schema()).unwrap();
    let manifest = |table: &str, text: &str| {
        let toml = format!("version = 1\n[{table}]\n{text}\n");
        let file = SourceFile::new("a.toml", toml);
        let document = rendit::document::parse(&mut rendit::diag::Diagnostics::new(), &file);
        document.unwrap().root.to_json()
    };
    let (film, hd) = ("inputs.film", "ladders.hd");
    let aes = "encryption.aes";
    let right = [
        (film, "path = 'a'"),
        (film, "glob = 'a'\nstart = 1"),
        (hd, "type = 'video'\nauto = true\nmax_height = 720"),
        (hd, "type = 'video'\nauto = true\nrungs = []"),
        (
            hd,
            "type = 'video'\nauto = false\nrungs = [{ height = 720, crf = 23 }]",
        ),
        (
            hd,
            "type = 'video'\nrungs = [{ crf = 23, max_bit_rate = '2M' }]",
        ),
        (
            aes,
            "type = 'aes-128'\nkey_file = 'a'\nkey_uri = 'b'\niv = '00000000000000000000000000000001'",
        ),
        (aes, "type = 'aes-128'\nkey_info_file = 'a'"),
    ];
    for (table, text) in right {
        assert!(validator.is_valid(&manifest(table, text)), "{text}");
    }
    let wrong = [
        (film, "path = 'a'\nglob = 'a'"),
        (film, "lavfi = 'a'\npath = 'a'"),
        (film, "lavfi = 'a'\nglob = 'a'"),
        (hd, "type = 'video'\nauto = true\nrungs = [{ crf = 23 }]"),
        (
            hd,
            "type = 'video'\nmin_height = 100\nrungs = [{ crf = 23 }]",
        ),
        (
            hd,
            "type = 'video'\nrungs = [{ crf = 23, bit_rate = '2M' }]",
        ),
        (aes, "type = 'aes-128'\nkey_file = 'a'\nkey_env = 'A'"),
        (aes, "type = 'aes-128'\nkey_info_file = 'a'\nkey_uri = 'b'"),
    ];
    for (table, text) in wrong {
        assert!(!validator.is_valid(&manifest(table, text)), "{text}");
    }
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
