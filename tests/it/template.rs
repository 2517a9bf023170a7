//! Templates: what names stand for, where they may stand, and that results stay in their place.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};
use proptest::prelude::*;
use rendit::check::paths::{Parts, normal, safe_name};
use rendit::check::template::{escape, finish};
use rendit::check::{Surroundings, batch_glob, check, texts};
use rendit::diag::{At, Diagnostics};
use rendit::job::Job;
use rendit::manifest::{Manifest, Output};
use serde_json::{Value, json};

fn manifest(inputs: Value, vars: Value, path: &str) -> Manifest {
    let whole = json!({
        "version": 1,
        "vars": vars,
        "inputs": inputs,
        "ladders": { "hd": { "type": "video", "rungs": [{ "crf": 23 }] } },
        "outputs": { "web": { "type": "file", "path": path, "ladders": ["hd"] } },
    });
    serde_json::from_value(whole).unwrap()
}

fn run(manifest: &Manifest, item: Option<&str>) -> (Diagnostics, Option<Vec<Job>>) {
    let environment = BTreeMap::from([
        ("OUT".to_string(), "/srv".to_string()),
        ("EMPTY".to_string(), String::new()),
        ("UP".to_string(), "../..".to_string()),
    ]);
    let items: Option<Vec<Utf8PathBuf>> = item.map(|item| vec![item.into()]);
    let surroundings = Surroundings {
        manifest_path: Utf8Path::new("jobs/.demo 1.toml"),
        environment: &environment,
        items: items.as_deref(),
    };
    let mut diagnostics = Diagnostics::new();
    let jobs = check(
        &mut diagnostics,
        manifest,
        &rendit::source::Routes::default(),
        &surroundings,
    );
    (diagnostics, jobs)
}

/// The path of the file output, or the code and the place of the first finding.
fn filled(manifest: &Manifest, item: Option<&str>) -> String {
    let (diagnostics, jobs) = run(manifest, item);
    // Each template names some of the variables.
    let mut told = diagnostics.as_slice().iter();
    if let Some(one) = told.find(|one| one.code.name != "unused-definition") {
        return match &one.labels[0].at {
            At::Within(route, range) => format!("{} at {route} {range:?}", one.code.name),
            _ => format!("{} at {}", one.code.name, one.route),
        };
    }
    let jobs = jobs.unwrap();
    let Output::File(file) = &jobs[0].manifest.outputs["web"] else {
        panic!("not the output that was written");
    };
    finish(file.path.as_str(), |name| {
        (name == "rung").then_some("720p")
    })
}

#[test]
fn names_have_values() {
    let inputs = json!({
        "film": { "path": "media/a.b.mov" },
        "web": { "path": "https://example.com/v/clip.mp4?token=a/b.c" },
        "sound": { "path": "${film.dir}/${film.stem}.flac" },
        "bars": { "lavfi": "testsrc2" },
    });
    let vars =
        json!({ "a": "${vars.b}-${job}", "b": "x", "dollar": "$${rung}", "out": "${env.OUT}" });
    for (template, expected) in [
        ("${film.path}.mp4", "media/a.b.mov.mp4"),
        (
            "o/${film.name}/${film.stem}.${film.ext}",
            "o/a.b.mov/a.b.mov",
        ),
        ("o/${film.folder}/x.mp4", "o/./x.mp4"),
        (
            "o/${web.name}-${web.stem}.${web.ext}",
            "o/clip.mp4-clip.mp4",
        ),
        ("o/${sound.dir}/${sound.stem}.mp4", "o/media/a.b.mp4"),
        ("o/${vars.a}.mp4", "o/x-demo-1.mp4"),
        ("o/${rung}.mp4", "o/720p.mp4"),
        ("o/$${rung}.mp4", "o/${rung}.mp4"),
        ("o/${vars.dollar}.mp4", "o/${rung}.mp4"),
        ("o/$5$$$.mp4", "o/$5$$.mp4"),
        ("${env.OUT}/x.mp4", "/srv/x.mp4"),
        ("${vars.out}/x.mp4", "/srv/x.mp4"),
        // Mistakes, at their own bytes.
        (
            "o/é${flim.stem}.mp4",
            "unknown-name at outputs.web.path 4..16",
        ),
        (
            "o/${film.steam}.mp4",
            "unknown-name at outputs.web.path 2..15",
        ),
        (
            "o/${bars.stem}.mp4",
            "unknown-name at outputs.web.path 2..14",
        ),
        (
            "o/${env.NOPE}.mp4",
            "unknown-name at outputs.web.path 2..13",
        ),
        ("o/${number}.mp4", "unknown-name at outputs.web.path 2..11"),
        ("o/${}.mp4", "template-syntax at outputs.web.path 2..5"),
        ("o/${job.mp4", "template-syntax at outputs.web.path 2..11"),
        (
            "o/${job${job}.mp4",
            "template-syntax at outputs.web.path 2..7",
        ),
        // Where it leads.
        ("${env.EMPTY}/x.mp4", "outside-root at outputs.web.path"),
        ("o/${env.UP}/x.mp4", "outside-root at outputs.web.path"),
        ("o/a/${env.UP}/x.mp4", "o/a/../../x.mp4"),
    ] {
        let manifest = manifest(inputs.clone(), vars.clone(), template);
        assert_eq!(filled(&manifest, None), expected, "{template}");
    }
}

#[test]
fn near_names_are_offered() {
    let inputs = json!({ "film": { "path": "media/film.mov" } });
    for (template, expected) in [
        ("${flim.stem}.mp4", "did you mean `${film.stem}`?"),
        ("${film.Stem}.mp4", "did you mean `${film.stem}`?"),
        ("${rungs}.mp4", "did you mean `${rung}`?"),
        ("${var.site}.mp4", "did you mean `${vars.site}`?"),
        (
            "${x}.mp4",
            "write one of `film.stem`, `vars.site`, `rung`, `job`, `env.NAME`",
        ),
    ] {
        let manifest = manifest(inputs.clone(), json!({ "site": "x" }), template);
        let (diagnostics, _) = run(&manifest, None);
        let help = diagnostics.as_slice()[0].help.as_deref();
        assert_eq!(help, Some(expected), "{template}");
    }
}

#[test]
fn circles_are_told_once() {
    for (inputs, vars, expected) in [
        (
            json!({ "film": { "path": "f.mov" } }),
            json!({ "a": "${vars.b}", "b": "x${vars.c}", "c": "${vars.a}", "d": "${vars.a}" }),
            "variable-cycle at vars.c 0..9",
        ),
        (
            json!({ "film": { "path": "f.mov" } }),
            json!({ "a": "${vars.a}" }),
            "variable-cycle at vars.a 0..9",
        ),
        (
            json!({ "a": { "path": "${b.path}" }, "b": { "path": "${a.path}" } }),
            json!({}),
            "variable-cycle at inputs.b.path 0..9",
        ),
        (
            json!({ "film": { "glob": "${film.stem}/*" } }),
            json!({}),
            "variable-cycle at inputs.film.glob 0..12",
        ),
        (
            json!({ "film": { "path": "f.mov" } }),
            json!({ "a": "${film.stem}" }),
            "unknown-name at vars.a 0..12",
        ),
    ] {
        let manifest = manifest(inputs, vars, "o.mp4");
        assert_eq!(filled(&manifest, None), expected);
        assert_eq!(run(&manifest, None).0.as_slice().len(), 1, "{expected}");
    }
}

#[test]
fn hostile_variables_end_soon() {
    let inputs = json!({ "film": { "path": "f.mov" } });
    let doubling: serde_json::Map<String, Value> = (0..60)
        .map(|n| {
            (
                format!("v{n}"),
                format!("${{vars.v{0}}}x${{vars.v{0}}}", n + 1).into(),
            )
        })
        .chain([("v60".to_string(), "x".into())])
        .collect();
    let chain: serde_json::Map<String, Value> = (0..20_000)
        .map(|n| (format!("v{n}"), format!("${{vars.v{}}}", n + 1).into()))
        .chain([("v20000".to_string(), "x".into())])
        .collect();
    for vars in [doubling, chain] {
        let manifest = manifest(inputs.clone(), vars.into(), "o.mp4");
        let (diagnostics, jobs) = run(&manifest, None);
        assert!(jobs.is_none());
        let mut all = diagnostics.as_slice().iter();
        assert!(all.all(|one| one.code.name == "template-limit"));
    }
}

#[test]
fn a_batch_names_its_item() {
    for (glob, item, template, expected) in [
        (
            "media/**/*.mov",
            "media/a/b/c.mov",
            "o/${film.folder}/${film.stem}.mp4",
            "o/a/b/c.mp4",
        ),
        (
            "media/a/*.mov",
            "media/a/c.mov",
            "o/${film.folder}/${film.stem}.mp4",
            "o/./c.mp4",
        ),
        (
            "*/{a,b}.mov",
            "x/a.mov",
            "o/${film.folder}/${film.stem}.mp4",
            "o/x/a.mp4",
        ),
        (
            "/srv/**/a.mov",
            "/srv/x/a.mov",
            "o/${film.folder}.mp4",
            "o/x.mp4",
        ),
        (
            "m/*",
            "m/$rung.${rung}",
            "o/${film.name}.mp4",
            "o/$rung.${rung}.mp4",
        ),
        ("m/*", "m/...mp4", "o/${film.stem}/x.mp4", "o/__/x.mp4"),
    ] {
        let manifest = manifest(json!({ "film": { "glob": glob } }), json!({}), template);
        assert_eq!(filled(&manifest, Some(item)), expected, "{item}");
    }
    // Mistakes are found before anybody looks for items.
    let blind = manifest(
        json!({ "film": { "glob": "m/*" } }),
        json!({}),
        "o/${film.nam}.mp4",
    );
    assert_eq!(
        filled(&blind, None),
        "unknown-name at outputs.web.path 2..13"
    );
}

#[test]
fn the_glob_is_known_before_its_items() {
    let manifest = manifest(
        json!({ "film": { "glob": "${vars.where}/*.{mov,mp4}" } }),
        json!({ "where": "media/${job}" }),
        "o/${film.stem}.mp4",
    );
    let environment = BTreeMap::new();
    let surroundings = Surroundings {
        manifest_path: Utf8Path::new("demo.toml"),
        environment: &environment,
        items: None,
    };
    let found = batch_glob(&manifest, &surroundings);
    assert_eq!(
        found,
        Some(("film".into(), "media/demo/*.{mov,mp4}".into()))
    );
}

#[test]
fn paths_have_parts() {
    for (path, dir, stem, ext) in [
        ("film.mov", ".", "film", "mov"),
        ("/film", "/", "film", ""),
        ("a/.hidden", "a", ".hidden", ""),
        ("a/film.tar.gz", "a", "film.tar", "gz"),
        ("http://h/a/b.mp4#t=1", "http://h/a", "b", "mp4"),
        ("https://host", "https:/", "host", ""),
        ("https://host/..", "https://host", "__", ""),
    ] {
        let parts = Parts::of(path);
        assert_eq!(
            (&*parts.dir, &*parts.stem, &*parts.ext),
            (dir, stem, ext),
            "{path}"
        );
    }
    for (name, safe) in [
        ("a b/c", "a-b-c"),
        ("..", "job"),
        ("-", "job"),
        ("é.1", "é.1"),
    ] {
        assert_eq!(safe_name(name), safe);
    }
}

/// A manifest with every key that the schema knows, and in every template its own route.
fn full(schema: &Value, root: &Value, route: &str) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.trim_start_matches('#');
        let mut target = root.pointer(pointer).unwrap().clone();
        // Keys beside a reference add to it.
        for (key, value) in schema.as_object().unwrap() {
            if key != "$ref" {
                target[key] = value.clone();
            }
        }
        return full(&target, root, route);
    }
    if schema["x-template"] == true {
        return route.into();
    }
    if let Some(fixed) = schema.get("const") {
        return fixed.clone();
    }
    if let Some(properties) = schema["properties"].as_object() {
        let entry = |(key, value): (&String, &Value)| {
            let route = if route.is_empty() {
                key.clone()
            } else {
                format!("{route}.{key}")
            };
            (key.clone(), full(value, root, &route))
        };
        return Value::Object(properties.iter().map(entry).collect());
    }
    if let Some(values) = schema
        .get("additionalProperties")
        .filter(|values| values.is_object())
    {
        // One entry for every variant.
        let mut target = values;
        while let Some(reference) = target["$ref"].as_str() {
            target = root.pointer(reference.trim_start_matches('#')).unwrap();
        }
        let variants: Vec<&Value> = match target["oneOf"].as_array() {
            Some(variants) => variants.iter().collect(),
            None => vec![values],
        };
        let entry = |(number, variant): (usize, &&Value)| {
            let key = format!("v{number}");
            let value = variant_of(variant, root, &format!("{route}.{key}"));
            (key, value)
        };
        return Value::Object(variants.iter().enumerate().map(entry).collect());
    }
    if let Some(items) = schema.get("items") {
        return json!([full(items, root, &format!("{route}[0]"))]);
    }
    if let Some(first) = schema["enum"].get(0) {
        return first.clone();
    }
    if let Some(first) = schema["oneOf"].get(0) {
        return full(first, root, route);
    }
    if let Some(example) = schema["examples"].get(0) {
        return example.clone();
    }
    match schema["type"].as_str() {
        Some("boolean") => true.into(),
        Some("integer" | "number") => 1.into(),
        Some("string") => "x".into(),
        _ => panic!("nothing is known of {route}: {schema}"),
    }
}

/// A tagged variant: a reference to its keys, with the tag beside it.
fn variant_of(variant: &Value, root: &Value, route: &str) -> Value {
    if variant["x-template"] == true {
        return full(variant, root, route);
    }
    let mut own = variant.clone();
    let mut value = json!({});
    if let Some(reference) = variant["$ref"].as_str() {
        let target = root.pointer(reference.trim_start_matches('#')).unwrap();
        value = full(target, root, route);
        own.as_object_mut().unwrap().remove("$ref");
    }
    if own.get("properties").is_some() {
        let more = full(&own, root, route);
        value
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
    }
    value
}

fn marked(value: &Value, found: &mut BTreeSet<String>, route: String) {
    match value {
        Value::String(text) if *text == route => {
            found.insert(route);
        }
        Value::Object(table) => {
            for (key, value) in table {
                let dot = if route.is_empty() { "" } else { "." };
                marked(value, found, format!("{route}{dot}{key}"));
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                marked(value, found, format!("{route}[{index}]"));
            }
        }
        _ => {}
    }
}

#[test]
fn every_template_of_the_schema_is_visited() {
    let schema = schemars::schema_for!(Manifest).to_value();
    let value = full(&schema, &schema, "");
    let mut expected = BTreeSet::new();
    marked(&value, &mut expected, String::new());
    assert!(
        expected.len() > 20,
        "the walk has lost its way: {expected:?}"
    );
    let mut manifest: Manifest = serde_json::from_value(value).unwrap();
    let mut visited = BTreeSet::new();
    texts::visit(&mut manifest, &mut |route, _, text| {
        assert_eq!(
            text.as_str(),
            route.to_string(),
            "a text under another's route"
        );
        assert!(visited.insert(route.to_string()), "{route} twice");
    });
    assert_eq!(visited, expected);
}

/// Pieces of which hostile paths are made.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "..", ".", "/", "//", "a", "b.mov", "...", " ", "$", "${", "}", "é", "-", "\\", "~", "*",
    ]);
    prop::collection::vec(piece, 0..7).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn a_relative_result_never_leaves_the_root(
        item in hostile(),
        path in hostile(),
        variable in hostile(),
        parts in prop::collection::vec(prop::sample::select(vec![
            "${film.stem}", "${film.folder}", "${film.dir}", "${film.name}", "${other.stem}",
            "${other.dir}", "${vars.v}", "${job}", "/", "..", "out", ".",
        ]), 1..6),
    ) {
        let inputs = json!({ "film": { "glob": "media/**/*" }, "other": { "path": format!("x{path}") } });
        let template = format!("{}.mp4", parts.concat());
        let manifest = manifest(inputs, json!({ "v": escape(&variable) }), &template);
        let (_, jobs) = run(&manifest, Some(&item));
        for job in jobs.unwrap_or_default() {
            let Output::File(file) = &job.manifest.outputs["web"] else {
                panic!("not the output that was written");
            };
            let result = finish(file.path.as_str(), |_| None);
            let result = normal(Utf8Path::new(&result));
            if result.is_absolute() {
                // Only as written: by the first piece of the template.
                let first = parts[0];
                let by_item = ["${film.dir}"].contains(&first) && item.starts_with('/');
                let by_variable = first == "${vars.v}" && variable.starts_with('/');
                prop_assert!(first == "/" || by_item || by_variable, "{}", result);
            } else {
                prop_assert!(!result.starts_with(".."), "{}", result);
            }
        }
    }

    #[test]
    fn escaped_text_stands_for_itself(text in hostile()) {
        prop_assert_eq!(finish(&escape(&text), |_| Some("x")), text);
    }

    #[test]
    fn any_text_can_be_parsed(text in ".{0,40}") {
        rendit::check::template::parse(&text);
    }
}
