//! `extends` that is gone, misspelt, in a wrong place, or that names no file: one finding, and none for each
//! name that the base would give.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use rendit::diag::Diagnostic;
use rendit::fix::fix;
use rendit::source::SourceFile;
use rendit::workspace::{self, Texts, World};

const HOUSE: &str = r#"version = 1
[vars]
site = "out"
[inputs.film]
path = "film.mp4"
[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2500k" }]
[ladders.sound]
type = "audio"
[encryption.aes]
type = "aes-128"
key_file = "keys/film.key"
key_uri = "https://example.com/film.key"
"#;

const TOML: &str = r#"# A child.
version = 1
extends = ["house.toml"]

# How it begins.
[inputs.film]
start = "2s"

[outputs.web]
type = "hls"
dir = "${vars.site}/${film.stem}"
ladders = ["hd", "sound"]
encryption = "aes"
"#;

const YAML: &str = "\
# A child.
version: 1
extends: [house.toml]
inputs:
  # How it begins.
  film:
    start: 2s
outputs:
  web:
    type: hls
    dir: ${vars.site}/${film.stem}
    ladders: [hd, sound]
    encryption: aes
  other: { type: dash, dir: \"${vars.site}/d\", ladders: [hd] }
";

const JSON: &str = r#"{
  "version": 1,
  "extends": ["house.toml"],
  "inputs": { "film": { "start": "2s" } },
  "outputs": {
    "web": {
      "type": "hls",
      "dir": "${vars.site}/${film.stem}",
      "ladders": ["hd", "sound"],
      "encryption": "aes"
    }
  }
}
"#;

/// A folder with some files.
struct Folder(Vec<SourceFile>);

impl Texts for Folder {
    fn read(&self, path: &Utf8Path) -> Result<SourceFile, Box<Diagnostic>> {
        let found = self.0.iter().find(|file| file.name() == path);
        found
            .cloned()
            .ok_or_else(|| workspace::unreadable(path, "there is no such file"))
    }

    fn same(&self, path: &Utf8Path) -> Utf8PathBuf {
        path.to_owned()
    }

    fn beside(&self, folder: &Utf8Path) -> Vec<String> {
        let files = self.0.iter().map(|file| Utf8Path::new(file.name()));
        let here = files.filter(|path| path.parent() == Some(folder));
        here.filter_map(|path| path.file_name().map(str::to_owned))
            .collect()
    }
}

fn judge(file: &SourceFile, more: &[&str]) -> Vec<Diagnostic> {
    let others = ["house.toml"].iter().chain(more);
    let files = others.map(|name| SourceFile::new(*name, HOUSE));
    let texts = Folder(files.chain([file.clone()]).collect());
    let world = World {
        texts: &texts,
        environment: &BTreeMap::new(),
        matches: None,
    };
    match workspace::load(&world, Utf8Path::new(file.name()), &[]) {
        Ok(loaded) => loaded.found.as_slice().to_vec(),
        Err(found) => found,
    }
}

fn line(one: &Diagnostic) -> String {
    let place = one.primary().unwrap();
    let (line, column) = place.file.line_column(place.start);
    let code = one.code.name;
    format!("{line}:{column} {code} {}", one.message)
}

/// What is replaced, by what, what is said, words of the help, whether it is cured at once.
type Case = (&'static str, &'static str, &'static str, &'static str, bool);

fn hold(name: &str, base: &str, cases: &[Case]) {
    assert!(judge(&SourceFile::new(name, base), &[]).is_empty());
    for (what, by, expected, help, is_cured) in cases {
        assert!(base.contains(what), "{what}");
        let text = base.replacen(what, by, 1);
        for text in [text.clone(), text.replace('\n', "\r\n")] {
            let file = SourceFile::new(name, &text);
            let found = judge(&file, &[]);
            let lines: Vec<String> = found.iter().map(line).collect();
            assert_eq!(lines, [*expected], "{text}");
            let said = found[0].help.clone().unwrap_or_default();
            assert!(said.contains(help), "{said}");
            let fixed = fix(&file, &mut |file| judge(file, &[]));
            match is_cured {
                true => assert!(fixed.left.is_empty(), "{}", fixed.file.text()),
                false => assert_eq!(fixed.file.text(), text),
            }
            let comments = |text: &str| text.matches('#').count();
            assert_eq!(comments(fixed.file.text()), comments(&text));
            let again = fix(&fixed.file, &mut |file| judge(file, &[]));
            assert_eq!(again.file.text(), fixed.file.text());
        }
    }
}

#[test]
fn in_toml() {
    let sunken = "move it above the first header: `extends = [\"house.toml\"]`";
    hold(
        "child.toml",
        TOML,
        &[
            (
                "extends = [\"house.toml\"]\n",
                "",
                "2:1 missing-key missing key `ladders`",
                "is `extends` missing? `house.toml` has `encryption`, `inputs`, `ladders`, `vars`: \
                 write `extends = [\"house.toml\"]`",
                false,
            ),
            (
                "extends =",
                "exends =",
                "3:1 unknown-key unknown key `exends`",
                "",
                true,
            ),
            (
                "extends =",
                "parent =",
                "3:1 unknown-key unknown key `parent`",
                "",
                false,
            ),
            (
                "extends = [\"house.toml\"]\n\n# How it begins.\n[inputs.film]\n",
                "\n# How it begins.\n[inputs.film]\nextends = [\"house.toml\"]  # the house\n",
                "6:1 unknown-key `extends` stands inside `inputs.film`",
                sunken,
                true,
            ),
            (
                "extends = [\"house.toml\"]\n\n# How it begins.\n[inputs.film]\n",
                "[vars]\nsite = \"x\"\nextends = [\"house.toml\"]\n[inputs.film]\n",
                "5:1 unknown-key `extends` stands inside `vars`",
                sunken,
                true,
            ),
            (
                "extends = [\"house.toml\"]\n\n# How it begins.\n[inputs.film]\nstart = \"2s\"\n",
                "[inputs.film]\nstart = \"2s\"\n[inputs]\nextends = \"house.toml\"\n",
                "6:1 unknown-key `extends` stands inside `inputs`",
                sunken,
                false,
            ),
            (
                "house.toml",
                "huose.toml",
                "3:12 manifest-unreadable cannot read `huose.toml`: there is no such file",
                "did you mean `house.toml`?",
                false,
            ),
            (
                "house.toml",
                "base/house.toml",
                "3:12 manifest-unreadable cannot read `base/house.toml`: there is no such file",
                "did you mean `house.toml`?",
                false,
            ),
            (
                "house.toml",
                "house.toml, house.toml",
                "3:12 manifest-unreadable cannot read `house.toml, house.toml`: there is no such file",
                "write each by itself: \"house.toml\", \"house.toml\"",
                true,
            ),
            (
                "house.toml",
                "",
                "3:12 manifest-unreadable cannot read ``: there is no such file",
                "name a manifest, or remove the text",
                false,
            ),
        ],
    );
}

#[test]
fn in_yaml() {
    let sunken = "without indentation: `extends: [house.toml]`";
    hold(
        "child.yaml",
        YAML,
        &[
            (
                "extends: [house.toml]\n",
                "",
                "2:1 missing-key missing key `ladders`",
                "write `extends: [house.toml]`",
                false,
            ),
            (
                "extends: [house.toml]\n",
                "#extends: [house.toml]\n",
                "2:1 missing-key missing key `ladders`",
                "write `extends: [house.toml]`",
                false,
            ),
            (
                "extends: [house.toml]\n",
                "extends: []\n",
                "2:1 missing-key missing key `ladders`",
                "write `extends: [house.toml]`",
                false,
            ),
            (
                "extends:",
                "extend:",
                "3:1 unknown-key unknown key `extend`",
                "",
                true,
            ),
            (
                "extends: [house.toml]\ninputs:\n",
                "inputs:\n  extends: [house.toml] # the house\n",
                "4:3 unknown-key `extends` stands inside `inputs`",
                sunken,
                true,
            ),
            (
                "extends: [house.toml]\ninputs:\n",
                "vars:\n  extends: [house.toml]\ninputs:\n",
                "4:3 unknown-key `extends` stands inside `vars`",
                sunken,
                false,
            ),
            (
                "extends: [house.toml]\ninputs:\n  # How it begins.\n  film:\n",
                "inputs:\n  # How it begins.\n  film:\n    extends:\n      - house.toml\n",
                "6:5 unknown-key `extends` stands inside `inputs.film`",
                sunken,
                false,
            ),
            (
                "house.toml",
                "house.yaml",
                "3:11 manifest-unreadable cannot read `house.yaml`: there is no such file",
                "did you mean `house.toml`?",
                false,
            ),
            (
                "house.toml",
                "elsewhere.toml",
                "3:11 manifest-unreadable cannot read `elsewhere.toml`: there is no such file",
                "the path is relative to the manifest that names it",
                false,
            ),
        ],
    );
}

#[test]
fn in_json() {
    hold(
        "child.json",
        JSON,
        &[
            (
                "  \"extends\": [\"house.toml\"],\n",
                "",
                "1:1 missing-key missing key `ladders`",
                "write `\"extends\": [\"house.toml\"]`",
                false,
            ),
            (
                "\"extends\"",
                "\"exends\"",
                "3:3 unknown-key unknown key `exends`",
                "",
                true,
            ),
            (
                "  \"extends\": [\"house.toml\"],\n  \"inputs\": {",
                "  \"inputs\": { \"extends\": [\"house.toml\"],",
                "3:15 unknown-key `extends` stands inside `inputs`",
                "move it out of `inputs`, beside `\"version\"`: `\"extends\": [\"house.toml\"]`",
                false,
            ),
        ],
    );
}

/// A comment above what the line is moved before stays with that.
#[test]
fn comments_stay_where_they_are() {
    for (name, text, moved) in [
        (
            "child.toml",
            "version = 1\n\n# Ours.\n[vars]\na = \"b\"\n[outputs.web]\ntype = \"hls\"\ndir = \"out\"\nladders = [\"hd\"]\nextends = [\"house.toml\"]",
            "version = 1\n\nextends = [\"house.toml\"]\n\n# Ours.\n[vars]\n",
        ),
        (
            "child.yaml",
            "version: 1\n# Ours.\nvars:\n  a: b\n  extends: [house.toml]\noutputs:\n  web: { type: hls, dir: out, ladders: [hd] }\n",
            "version: 1\nextends: [house.toml]\n# Ours.\nvars:\n  a: b\noutputs:\n",
        ),
        (
            "child.toml",
            "# All.\n[vars]\na = \"b\"\nextends = [\"house.toml\"]\n",
            "# All.\nextends = [\"house.toml\"]\n\n[vars]\na = \"b\"\n",
        ),
    ] {
        let fixed = fix(&SourceFile::new(name, text), &mut |file| judge(file, &[]));
        let now = fixed.file.text();
        // `version` may have been added before.
        assert!(now.contains(moved), "{now}");
    }
}

/// Of two manifests that would do, none is named; nor is one offered that lacks a name.
#[test]
fn only_what_is_certain_is_named() {
    let text = YAML.replace("extends: [house.toml]\n", "");
    let file = SourceFile::new("child.yaml", &text);
    let found = judge(&file, &["other.toml"]);
    let lines: Vec<String> = found.iter().map(line).collect();
    assert_eq!(lines, ["2:1 missing-key missing key `ladders`"]);
    let said = found[0].help.clone().unwrap_or_default();
    assert!(said.contains("Write `extends: [FILE]`"), "{said}");
    let text = text.replace("[hd, sound]", "[hd, noise]");
    let found = judge(&SourceFile::new("child.yaml", &text), &[]);
    let said = found[0].help.clone().unwrap_or_default();
    assert!(said.contains("Write `extends: [FILE]`"), "{said}");
}

/// What only looks alike is told as before.
#[test]
fn others_are_left_alone() {
    // A section that was forgotten, in a manifest that names nothing of a base.
    let text = "version: 1\ninputs:\n  film: { path: a.mp4 }\noutputs:\n  web: { type: hls, dir: out/a, ladders: [one] }\n";
    let found = judge(&SourceFile::new("a.yaml", text), &[]);
    let said = found[0].help.clone().unwrap_or_default();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(!said.contains("extends"), "{said}");
    // A variable with this name, and a ladder that would build on another.
    let whole = "version: 1\nvars: { extends: house.toml }\ninputs:\n  film: { path: \"${vars.extends}.mp4\" }\n\
ladders:\n  hd: { type: video, auto: true }\noutputs:\n  web: { type: hls, dir: out/a, ladders: [hd] }\n";
    let found = judge(&SourceFile::new("a.yaml", whole), &[]);
    assert!(found.is_empty(), "{found:#?}");
    let text = whole.replace("auto: true }", "auto: true, extends: sd }");
    let found = judge(&SourceFile::new("a.yaml", &text), &[]);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].message, "unknown key `extends`");
}
