//! One value written in TOML, YAML and JSON is one manifest, with the same findings.

use proptest::prelude::*;
use rendit::diag::{Diagnostic, Diagnostics};
use rendit::document::{self, Syntax};
use rendit::source::SourceFile;
use serde_json::{Value, json};

use crate::alone::load;
use crate::program::{manifests, repository};

/// Code and route of every finding, sorted, and what the jobs are.
fn meaning(name: &str, text: &str) -> (Vec<String>, Value) {
    let file = SourceFile::new(name, text);
    let line = |one: &Diagnostic| format!("{} {}", one.code.name, one.route);
    let (found, jobs) = load(&file);
    let mut lines: Vec<String> = found.iter().map(line).collect();
    lines.sort();
    let jobs = jobs.into_iter().flatten().map(|job| job.manifest);
    (lines, json!(jobs.collect::<Vec<_>>()))
}

/// The manifests of jobs/ as values.
fn values() -> Vec<Value> {
    let read = |name: &String| {
        let text = std::fs::read_to_string(repository().join("jobs").join(name)).unwrap();
        let file = SourceFile::new(name.as_str(), text);
        let document = document::parse(&mut Diagnostics::new(), &file).unwrap();
        document.root.to_json()
    };
    manifests("jobs").iter().map(read).collect()
}

/// Every place in a value, as a JSON pointer; the root is none.
fn places(value: &Value, here: &str, all: &mut Vec<String>) {
    let mut see = |key: String, inner: &Value| {
        let there = format!("{here}/{}", key.replace('~', "~0").replace('/', "~1"));
        all.push(there.clone());
        places(inner, &there, all);
    };
    match value {
        Value::Object(table) => table
            .iter()
            .for_each(|(key, inner)| see(key.clone(), inner)),
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(index, inner)| see(index.to_string(), inner));
        }
        _ => {}
    }
}

#[derive(Clone, Debug)]
enum Change {
    Write(Value),
    Rename(&'static str),
    Remove,
}

/// Changes the value at a place as somebody's slip would.
fn change(root: &mut Value, place: &str, change: &Change) {
    let (above, key) = place.rsplit_once('/').unwrap_or_default();
    let key = key.replace("~1", "/").replace("~0", "~");
    match root.pointer_mut(above) {
        Some(Value::Object(table)) => {
            // The order stays, as in a text.
            let old = std::mem::take(table);
            for (name, value) in old {
                match change {
                    _ if name != key => drop(table.insert(name, value)),
                    Change::Write(new) => drop(table.insert(name, new.clone())),
                    Change::Rename(new) => drop(table.insert((*new).to_owned(), value)),
                    Change::Remove => {}
                }
            }
        }
        Some(Value::Array(items)) => {
            if let (Ok(at), Change::Write(new)) = (key.parse::<usize>(), change)
                && let Some(item) = items.get_mut(at)
            {
                *item = new.clone();
            }
        }
        _ => {}
    }
}

fn slip() -> impl Strategy<Value = Change> {
    let values = vec![
        json!(1),
        json!(-3),
        json!(7.5),
        json!(true),
        json!("hd"),
        json!("sonud"),
        json!("6 seconds"),
        json!("${film.stem}"),
        json!("${flim.stem}"),
        json!("no"),
        json!(""),
        json!([]),
        json!(["hd", "hd"]),
        json!({}),
        json!({ "height": 720 }),
    ];
    prop_oneof![
        4 => prop::sample::select(values).prop_map(Change::Write),
        1 => prop::sample::select(vec!["codce", "x", "dir"]).prop_map(Change::Rename),
        1 => Just(Change::Remove),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn one_manifest_has_one_meaning(
        which in any::<prop::sample::Index>(),
        slips in prop::collection::vec((any::<prop::sample::Index>(), slip()), 0..4),
    ) {
        let mut value = which.get(values().as_slice()).clone();
        for (place, slip) in slips {
            let mut all = Vec::new();
            places(&value, "", &mut all);
            if !all.is_empty() {
                let place: &String = place.get(all.as_slice());
                change(&mut value, place, &slip);
            }
        }
        let Value::Object(table) = &value else { return Ok(()) };
        let write = |syntax| document::write(table, syntax, &|_| None);
        let toml = write(Syntax::Toml);
        let theirs = meaning("a.json", &write(Syntax::Json));
        prop_assert_eq!(&meaning("a.toml", &toml), &theirs, "{}", toml);
        let yaml = write(Syntax::Yaml);
        prop_assert_eq!(&meaning("a.yaml", &yaml), &theirs, "{}", yaml);
    }
}
