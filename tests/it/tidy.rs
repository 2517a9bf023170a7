//! The rules of the house that no compiler knows, each as a test: the order of modules, sizes,
//! names, what may not be written, and the registry of diagnostics.

use std::collections::BTreeSet;
use std::path::Path;

use rendit::cli::codes;

use arrows::{House, code};

mod arrows;

/// Every file below `folder`, as a path relative to it, with its text.
fn files(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    let mut left = vec![root.clone()];
    while let Some(folder) = left.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                left.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap();
                found.push((name.to_owned(), text));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "nothing in {folder}");
    found
}

fn sources() -> Vec<(String, String)> {
    files("src")
}

fn house<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> House {
    let mut house = House::default();
    for (name, text) in files {
        house.add(name, text);
    }
    house
}

#[track_caller]
fn none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

#[test]
fn no_arrow_points_backward() {
    let files = sources();
    let house = house(files.iter().map(|(name, text)| (&**name, &**text)));
    assert!(house.order().len() > 20, "{:?}", house.order());
    none(
        "a module imports only what is declared above it; declare it above, or move what is shared",
        &house.backward(),
    );
}

#[test]
fn backward_arrows_are_seen() {
    let backward = |texts: &[(&str, &str)]| house(texts.iter().copied()).backward();
    let lib = ("lib.rs", "pub mod low;\npub mod high;\n");
    let inner = ("high.rs", "mod first;\nmod second;\nfn f() { second::g() }");
    for (file, text) in [
        ("low.rs", "use crate::high::Thing;"),
        ("low.rs", "use crate::{diag, high::{self, Thing}};"),
        ("low.rs", "fn f() -> crate::high::Thing { todo() }"),
        ("low.rs", "pub use super::high;"),
        ("low.rs", "/* \" */ use crate :: high;"),
        (
            "low.rs",
            "const A: char = '\"'; use crate::high; const B: char = '\"';",
        ),
        ("low.rs", "const A: &str = r#\"\"\"#; use crate::high;"),
        ("low.rs", "fn f<'a>(a: &'a str) { crate::high::g(a) }"),
    ] {
        assert_eq!(
            backward(&[lib, (file, text)]),
            Vec::<String>::new(),
            "no such module"
        );
        assert_eq!(
            backward(&[lib, inner, (file, text)]),
            ["low uses high"],
            "{text}"
        );
    }
    for text in ["use super::second;", "use crate::high::second::g;"] {
        let found = backward(&[lib, inner, ("high/first.rs", text), ("high/second.rs", "")]);
        assert_eq!(found, ["high::first uses high::second"], "{text}");
    }
    for (file, text) in [
        (
            "low.rs",
            "//! See [`crate::high`].\n// use crate::high;\nconst A: &str = \"crate::high\";",
        ),
        (
            "high/first.rs",
            "use super::{self as room, Thing}; use crate::low; use crate::high;",
        ),
        (
            "high/second.rs",
            "use super::first::{Thing as Other, g}; use crate::high::first;",
        ),
    ] {
        let all = [
            lib,
            inner,
            ("low.rs", ""),
            ("high/first.rs", ""),
            ("high/second.rs", ""),
        ];
        let texts: Vec<(&str, &str)> = all
            .into_iter()
            .filter(|(name, _)| *name != file)
            .chain([(file, text)])
            .collect();
        none("falsely seen", &backward(&texts));
    }
}

#[test]
fn files_are_short_and_well_named() {
    let mut found = Vec::new();
    for (name, text) in sources() {
        let lines = text.lines().count();
        if lines > 600 {
            found.push(format!(
                "{name}: {lines} lines; 600 are the most, below 300 the aim"
            ));
        }
        let banned = ["utils", "util", "common", "helpers", "types", "misc", "mod"];
        for part in name.trim_end_matches(".rs").split('/') {
            if banned.contains(&part) {
                found.push(format!(
                    "{name}: `{part}` says nothing; name what it is for"
                ));
            }
        }
        if !text.starts_with("//! ") {
            found.push(format!(
                "{name}: begins without the `//!` that says its job"
            ));
        }
    }
    none("files", &found);
}

/// What stands nowhere in `src`, and why.
const REFUSED: &[(&str, &str)] = &[
    (
        "#[allow",
        "`#[expect(lint, reason = \"…\")]` tells when it is no longer needed",
    ),
    (
        "#![allow",
        "`#![expect(lint, reason = \"…\")]` tells when it is no longer needed",
    ),
    ("#[cfg(test)]", "tests stand in tests/it"),
    (".unwrap()", "say what happens instead"),
    (".expect(", "say what happens instead"),
    ("panic!(", "a finding, not a crash"),
    ("unreachable!(", "a finding, not a crash"),
    ("todo!(", "finish it"),
    ("unimplemented!(", "finish it"),
    ("dbg!(", "left over"),
    (
        "print!(",
        "only `cli` and `report` write, to what they are given",
    ),
    (
        "println!(",
        "only `cli` and `report` write, to what they are given",
    ),
    (
        "eprintln!(",
        "only `cli` and `report` write, to what they are given",
    ),
    ("process::exit", "only main ends the process"),
];

fn refused(text: &str) -> Vec<&'static str> {
    let code = code(text);
    let word = |text: &str| text.ends_with(|c: char| c.is_alphanumeric() || c == '_');
    REFUSED
        .iter()
        .filter(|(what, _)| {
            // `print!(` is no part of `eprint!(`'s name.
            let begins = what.starts_with(char::is_alphabetic);
            code.match_indices(what)
                .any(|(at, _)| !(begins && word(&code[..at])))
        })
        .map(|(what, _)| *what)
        .collect()
}

#[test]
fn what_is_refused_stands_nowhere() {
    let mut found = Vec::new();
    for (name, text) in sources() {
        for what in refused(&text) {
            let why = REFUSED.iter().find(|(known, _)| *known == what).unwrap().1;
            found.push(format!("{name}: `{what}`: {why}"));
        }
    }
    none("refused", &found);
}

#[test]
fn what_is_refused_is_seen() {
    for (what, _) in REFUSED {
        let text = format!("fn f() {{ a{what}1); }}");
        let text = if what.starts_with(char::is_alphabetic) {
            text.replace(&format!("a{what}"), &format!("a; {what}"))
        } else {
            text
        };
        assert_eq!(refused(&text), [*what], "{text}");
    }
    none(
        "falsely seen",
        &refused("// .unwrap() panic!(\nlet a = \"todo!(\";")
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
    );
}

#[test]
fn no_file_names_a_machine() {
    let here = env!("CARGO_MANIFEST_DIR");
    let mut found = Vec::new();
    let mut texts: Vec<(String, String)> = Vec::new();
    for folder in ["src", "tests", "jobs", "schema", "benches", ".ci"] {
        if Path::new(here).join(folder).is_dir() {
            let inside = files(folder).into_iter();
            texts.extend(inside.map(|(name, text)| (format!("{folder}/{name}"), text)));
        }
    }
    for name in [
        "README.md",
        "CHANGELOG.md",
        "Cargo.toml",
        "Makefile",
        "clippy.toml",
    ] {
        let text = std::fs::read_to_string(Path::new(here).join(name)).unwrap();
        texts.push((name.to_owned(), text));
    }
    // Put together, so that this file does not name them.
    let homes = ["root", "Users", "home/runner", "work"].map(|home| format!("\"/{home}/"));
    for (name, text) in texts {
        // What the jobs made, and the tools that the matrix installs, belong to the machine.
        if ["jobs/out/", "jobs/.rendit/", "tests/matrix/node_modules/"]
            .iter()
            .any(|made| name.starts_with(made))
        {
            continue;
        }
        if text.contains(here) || homes.iter().any(|home| text.contains(home)) {
            found.push(name);
        }
    }
    none("files that name a place of one machine", &found);
}

/// Names of every `static X: Code` in a text.
fn declared(text: &str) -> Vec<String> {
    text.split(": Code = Code {")
        .skip(1)
        .map(|rest| {
            let name = rest.split_once("name: \"").unwrap().1;
            name.split_once('"').unwrap().0.to_owned()
        })
        .collect()
}

#[test]
fn every_diagnostic_is_registered_once() {
    let mut declared: Vec<String> = sources()
        .iter()
        .flat_map(|(_, text)| declared(text))
        .collect();
    declared.sort();
    let registered: Vec<&str> = codes::all().iter().map(|code| code.name).collect();
    assert!(registered.len() > 100);
    assert_eq!(
        declared, registered,
        "declared in src, and listed in `cli::codes`"
    );
}

#[test]
fn diagnostics_are_explained() {
    let mut found = Vec::new();
    let mut known = BTreeSet::new();
    for code in codes::all() {
        let name = code.name;
        if !known.insert(name) {
            found.push(format!("{name}: twice"));
        }
        let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !name.chars().all(kebab) || name.starts_with('-') || name.ends_with('-') {
            found.push(format!("{name}: not in kebab-case"));
        }
        if code.summary.ends_with('.') || code.summary.is_empty() {
            found.push(format!(
                "{name}: a summary is one sentence without a full stop"
            ));
        }
        for part in ["Wrong: ", "Right: "] {
            // An example may begin on its own line.
            let on_its_own = part.replace(' ', "\n");
            if ![part, &on_its_own]
                .iter()
                .any(|part| code.explanation.contains(*part))
            {
                found.push(format!("{name}: no `{part}` in its explanation"));
            }
        }
    }
    none("diagnostics", &found);
}

#[test]
fn a_rule_is_named_after_its_file() {
    let mut found = Vec::new();
    for rule in rendit::check::RULES {
        let file = format!("check/{}.rs", rule.code.name.replace('-', "_"));
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("src")
            .join(&file);
        match std::fs::read_to_string(path) {
            Ok(text) if declared(&text).iter().any(|name| name == rule.code.name) => {}
            _ => found.push(format!("{}: not declared in src/{file}", rule.code.name)),
        }
    }
    none("rules", &found);
}

/// The table in the crate's comment is the order in which modules are declared.
#[test]
fn the_table_of_modules_is_the_order() {
    let files = sources();
    let house = house(files.iter().map(|(name, text)| (&**name, &**text)));
    let (_, text) = files.iter().find(|(name, _)| name == "lib.rs").unwrap();
    let table: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("//! | [`")?.split_once("`] | "))
        .map(|(name, _)| name)
        .filter(|name| !name.contains(':'))
        .collect();
    assert_eq!(table, house.order());
}

/// The rooms below the line are the only ones that are excused from `clippy.toml`'s list.
#[test]
fn only_effects_touch_the_world() {
    let files = sources();
    let house = house(files.iter().map(|(name, text)| (&**name, &**text)));
    let line = house
        .order()
        .iter()
        .position(|room| room == "event")
        .unwrap();
    let pure = &house.order()[..=line];
    let mut found = Vec::new();
    for (name, text) in &files {
        let room = name.split(['/', '.']).next().unwrap();
        if pure.iter().any(|pure| pure == room) && code(text).contains("disallowed_methods") {
            found.push(name.clone());
        }
    }
    none("pure modules that touch the world", &found);
}
