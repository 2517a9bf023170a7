//! The README is true: its manifests are right, its commands run, what they print is what it shows,
//! and its tables are those of the schema and of the events.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use serde_json::Value;

use crate::golden;
use crate::program::{Said, end_of, folder, make_media, repository, said};

mod reference;

/// Two tests rewrite parts of one file.
static REWRITING: Mutex<()> = Mutex::new(());

/// A fenced block: the language, the lines inside, and a name that stands above it.
struct Block<'a> {
    language: &'a str,
    name: Option<&'a str>,
    text: &'a str,
}

fn blocks(readme: &str) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    let mut rest = readme;
    while let Some((before, after)) = rest.split_once("\n```") {
        let (language, inside) = after.split_once('\n').unwrap();
        let end = if inside.starts_with("```") {
            0
        } else {
            inside.find("\n```").unwrap() + 1
        };
        let above = before.trim_end().rsplit('\n').next().unwrap_or_default();
        let name = above
            .strip_prefix('`')
            .and_then(|line| line.strip_suffix("`:"));
        found.push(Block {
            language,
            name,
            text: &inside[..end],
        });
        rest = &inside[end..];
        rest = rest.strip_prefix("```").unwrap();
    }
    found
}

fn readme() -> String {
    std::fs::read_to_string(repository().join("README.md")).unwrap()
}

/// The README's manifests as files, with the media that they read. Gives their names.
fn written(readme: &str, folder: &Path) -> Vec<String> {
    make_media(folder);
    let mut names = Vec::new();
    for (number, block) in blocks(readme).iter().enumerate() {
        if !["toml", "yaml"].contains(&block.language) {
            continue;
        }
        let unnamed = format!("block-{number}.{}", block.language);
        let name = block.name.map_or(unnamed, str::to_owned);
        std::fs::write(folder.join(&name), block.text).unwrap();
        names.push(name);
    }
    assert!(names.len() >= 7, "{names:?}");
    names
}

/// A line of the README's shell, with rendit in its path.
fn shell(folder: &Path, line: &str) -> Said {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_rendit"));
    let path = std::env::var("PATH").unwrap();
    let path = format!("{}:{path}", program.parent().unwrap().display());
    let mut command = Command::new("sh");
    command
        .args(["-c", line])
        .current_dir(folder)
        .env("PATH", path);
    command.env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"));
    end_of(&mut command)
}

/// What stays the same from run to run: no figures, no progress, no line of a step that was slow.
fn lasting(text: &str) -> Vec<String> {
    text.lines()
        .filter(|line| {
            !line.contains('%')
                && !line.contains("] done: package")
                && !line.contains("] done: verify")
        })
        .map(|line| {
            line.chars()
                .filter(|c| !c.is_ascii_digit() && *c != '.')
                .collect()
        })
        .collect()
}

#[test]
fn its_manifests_are_right_and_its_commands_do_what_it_shows() {
    let _alone = REWRITING.lock();
    let readme = readme();
    let folder = folder("readme");
    let names = written(&readme, &folder);
    let mut args = vec!["check", "--format", "short"];
    args.extend(names.iter().map(String::as_str));
    let checked = said(&folder, &args);
    assert_eq!(
        (checked.code, checked.err.as_str()),
        (Some(0), ""),
        "no warning either"
    );

    let mut renewed = readme.clone();
    let makefile = std::fs::read_to_string(repository().join("Makefile")).unwrap();
    for block in blocks(&readme)
        .iter()
        .filter(|block| block.language == "console")
    {
        let mut parts = Vec::new();
        for part in block.text.split("$ ").skip(1) {
            let (line, shown) = part.split_once('\n').unwrap();
            if let Some(target) = line.strip_prefix("make ") {
                assert!(makefile.contains(&format!("\n{target}:")), "{line}");
                parts.push(format!("$ {line}\n{shown}"));
                continue;
            }
            let said = shell(&folder, line);
            assert_eq!(said.code, Some(0), "{line}\n{}", said.err);
            // Long products are not shown.
            let told = said.err + &said.out;
            let is_shown = ["rendit plan film.toml", "rendit run film.toml"].contains(&line);
            let kept = match lasting(shown) == lasting(&told) || !is_shown {
                true => shown.to_owned(),
                false => told,
            };
            parts.push(format!("$ {line}\n{kept}"));
        }
        renewed = renewed.replace(
            &format!("```console\n{}```", block.text),
            &format!("```console\n{}```", parts.concat()),
        );
    }
    let broken = folder.join("broken");
    std::fs::create_dir_all(&broken).unwrap();
    let film = std::fs::read_to_string(folder.join("film.toml")).unwrap();
    std::fs::write(
        broken.join("film.toml"),
        film.replace("\"sound\"]", "\"sonud\"]"),
    )
    .unwrap();
    let mistake = said(&broken, &["check", "film.toml"]);
    assert_eq!(mistake.code, Some(2));
    let shown: Vec<Block<'_>> = blocks(&readme)
        .into_iter()
        .filter(|block| block.language == "text")
        .collect();
    assert_eq!(shown.len(), 1);
    renewed = renewed.replace(
        &format!("```text\n{}```", shown[0].text),
        &format!("```text\n{}```", mistake.err),
    );

    golden::hold("README.md", &renewed);
}

const BEGIN: &str =
    "<!-- manifest: made from the schema; `UPDATE=1 cargo test readme` rewrites it -->\n";

#[test]
fn its_reference_is_the_schema() {
    let _alone = REWRITING.lock();
    let schema = rendit::workspace::schema();
    let readme = readme();
    let (before, rest) = readme.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once("<!-- end -->").unwrap();
    let tables = reference::tables(schema);
    golden::hold(
        "README.md",
        &format!("{before}{BEGIN}{tables}\n<!-- end -->{after}"),
    );
}

/// Rows of the table under a heading, as cells.
fn rows<'a>(readme: &'a str, heading: &str) -> Vec<Vec<&'a str>> {
    let (_, section) = readme.split_once(&format!("\n### {heading}\n")).unwrap();
    section
        .split("\n#")
        .next()
        .unwrap()
        .lines()
        .filter(|line| line.starts_with("| "))
        // Heads and their rule.
        .skip(2)
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect()
}

/// The contract of `--progress json`: every kind of event, with all of its keys.
#[test]
fn its_events_are_those_that_are_written() {
    let readme = readme();
    let rows = rows(&readme, "Progress for programs");
    let events =
        std::fs::read_to_string(repository().join("tests/fixtures/events/run.ndjson")).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for line in events.lines() {
        let event: Value = serde_json::from_str(line).unwrap();
        let kind = event["event"].as_str().unwrap();
        let row = rows.iter().find(|row| row[0] == format!("`{kind}`"));
        let row = row.unwrap_or_else(|| panic!("the README does not tell of {kind}"));
        for key in event
            .as_object()
            .unwrap()
            .keys()
            .filter(|key| *key != "event")
        {
            assert!(
                row[1].contains(&format!("`{key}`")),
                "{kind}: the README does not tell of {key}"
            );
        }
        seen.insert(kind.to_owned());
    }
    assert_eq!(
        rows.len(),
        seen.len(),
        "every kind stands in the fixture, which every reporter shows: {seen:?}"
    );
}

/// The contract of `--format json`: every key of a finding, and of what is in it.
#[test]
fn its_keys_of_findings_are_those_that_are_written() {
    let readme = readme();
    let told: String = rows(&readme, "Findings for programs").concat().concat();
    let text = std::fs::read_to_string(repository().join("tests/fixtures/findings/findings.json"));
    let report: Value = serde_json::from_str(&text.unwrap()).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for finding in report["findings"].as_array().unwrap() {
        let labels = finding["labels"].as_array().unwrap();
        for object in [finding, &finding["fix"]].into_iter().chain(labels) {
            seen.extend(
                object
                    .as_object()
                    .into_iter()
                    .flat_map(|object| object.keys()),
            );
        }
    }
    assert!(seen.len() > 15, "{seen:?}");
    for key in seen {
        assert!(
            told.contains(&format!("`{key}`")),
            "the README does not tell of {key}"
        );
    }
}

#[test]
fn its_verbs_options_and_exit_codes_are_those_of_the_program() {
    let readme = readme();
    let here = repository();
    let help = said(&here, &["--help"]).out;
    let commands = help
        .split("Commands:\n")
        .nth(1)
        .unwrap()
        .split("\n\n")
        .next()
        .unwrap();
    let verbs: Vec<&str> = commands
        .lines()
        .map(|line| line.split_whitespace().next().unwrap())
        .collect();
    let rows_of_verbs = rows(&readme, "Verbs");
    let told: Vec<&str> = rows_of_verbs
        .iter()
        .map(|row| row[0].split_whitespace().nth(1).unwrap())
        .collect();
    assert_eq!(
        told.iter()
            .map(|verb| verb.trim_matches('`'))
            .collect::<Vec<_>>(),
        verbs
    );
    let options = readme
        .split_once("\n### Options\n")
        .unwrap()
        .1
        .split("\n#")
        .next()
        .unwrap();
    for verb in verbs {
        let help = said(&here, &[verb, "--help"]).out;
        for word in help
            .split_whitespace()
            .filter(|word| word.starts_with("--") && word.len() > 2)
        {
            let name = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
            let known = ["--help", "--version"].contains(&name)
                || options.contains(name)
                || options.contains(&format!("`{name}"));
            let short = [("--quiet", "`-q`"), ("--verbose", "`-v`")];
            let known = known
                || short
                    .iter()
                    .any(|(long, short)| name == *long && options.contains(short));
            assert!(known, "the README does not tell of {verb} {name}");
        }
    }
    let rows_of_codes = rows(&readme, "Exit codes");
    let codes: Vec<&str> = rows_of_codes.iter().map(|row| row[0]).collect();
    assert_eq!(codes, ["0", "1", "2", "3", "130"], "{codes:?}");
}
