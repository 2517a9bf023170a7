//! One key pressed too early, too often or not at all: one finding at the slip, and a cure that brings
//! back what was meant.

use std::fs;

use rendit::diag::{Diagnostic, Diagnostics, Severity};
use rendit::source::SourceFile;
use serde_json::Value;

use crate::alone::{fixed, judge};
use crate::program::repository;

const TOML: &str = r#"version = 1
name = "Trailer"
[vars]
site = "out/site"
[inputs.film]
path = "media/film.mp4"
[ladders.hd]
type = "video"
preset = "fast"
args = ["-x264-params", "aq-mode=3"]
rungs = [
  { height = 720, bit_rate = "2500k" },
  { height = 360, bit_rate = "800k" },
]
[ladders.sound]
type = "audio"
[outputs.web]
type = "hls"
dir = "${vars.site}/${film.stem}"
ladders = ["hd", "sound"]
"#;

const YAML: &str = r#"version: 1
name: Trailer of May
vars:
  site: out/site
inputs:
  film:
    path: media/film.mp4
ladders:
  hd:
    type: video
    preset: fast
    args: ["-x264-params", "aq-mode=3"]
    rungs:
      - { height: 720, bit_rate: 2500k }
      - { height: 360, bit_rate: 800k }
  sound:
    type: audio
outputs:
  web:
    type: hls
    dir: ${vars.site}/${film.stem}
    ladders: [hd, sound]
"#;

const JSON: &str = r#"{
  "version": 1,
  "name": "Trailer",
  "vars": { "site": "out/site" },
  "inputs": {
    "film": { "path": "media/film.mp4" }
  },
  "ladders": {
    "hd": {
      "type": "video",
      "args": ["-x264-params", "aq-mode=3"],
      "rungs": [{ "height": 720, "bit_rate": "2500k" }]
    },
    "sound": { "type": "audio" }
  },
  "outputs": {
    "web": {
      "type": "hls",
      "dir": "${vars.site}/${film.stem}",
      "ladders": ["hd", "sound"]
    }
  }
}
"#;

/// What is replaced, by what, and what is said of it.
type Case = (&'static str, &'static str, &'static str);

const TOML_CASES: &[Case] = &[
    (
        "name = \"Trailer\"\n",
        "name = \"Trailer\n\"",
        "3:1 syntax-toml the end of the line and `\"` have changed places | write `name = \"Trailer\"`",
    ),
    ("[ladders.sound]\n", "[ladders.sound\n]", ""),
    (
        "args = [\"-x264-params\", ",
        "args = [\"-x264-params,\" ",
        "10:22 syntax-toml `,` and `\"` have changed places | write `args = [\"-x264-params\", \"aq-mode=3\"]`",
    ),
    (
        "\"fast\"\nargs",
        "\"fast\"args",
        "9:16 syntax-toml two keys on one line | write `args = [\"-x264-params\", \"aq-mode=3\"]` on a line of its own",
    ),
    (
        "path = \"media",
        "path = \"\"media",
        "6:8 syntax-toml a quote too many | write \"media/film.mp4\"",
    ),
    (
        "dir = \"${vars.site}/",
        "dir = \"${vars.sit}e/",
        "19:18 unknown-name `}` and `e` have changed places | write `dir = \"${vars.site}/${film.stem}\"`",
    ),
];

const YAML_CASES: &[Case] = &[
    (
        "    preset: fast\n",
        "  preset: fast\n",
        "11:3 syntax-yaml the indentation is wrong | indent it by 4 spaces",
    ),
    (
        "    dir: $",
        "dir: $",
        "21:1 syntax-yaml the indentation is wrong | indent it by 4 spaces",
    ),
    (
        "      - { height: 720, bit_rate: 2500k }\n      - { height: 360",
        "  - { height: 720, bit_rate: 2500k }\n  - { height: 360",
        "14:3 syntax-yaml the indentation is wrong | indent it by 6 spaces",
    ),
    (
        "  sound:\n    type",
        "    sound:\n    type",
        "16:5 duplicate-key the indentation is wrong | indent it by 2 spaces",
    ),
    (
        "    ladders: [hd",
        "  ladders: [hd",
        "22:3 wrong-type the indentation is wrong | indent it by 4 spaces",
    ),
    (
        "    dir: $",
        "    dir :$",
        "21:8 syntax-yaml a space and `:` have changed places | write `dir: ${vars.site}/${film.stem}`",
    ),
    (
        "preset: fast\n",
        "preset: fas\nt",
        "12:1 syntax-yaml the end of the line and `t` have changed places | write `preset: fast`",
    ),
    (
        "[hd, sound]",
        "[h,d sound]",
        "22:16 unknown-reference `,` and `d` have changed places | write `ladders: [hd, sound]`",
    ),
    (
        "path: media",
        "pat:h media",
        "7:8 yaml-slip `:` and `h` have changed places | write `path: media/film.mp4`",
    ),
    ("[\"-x264-params\", ", "[\"-x264-params\" ", ""),
    ("      - { height: 360", "       { height: 360", ""),
];

const JSON_CASES: &[Case] = &[
    (
        "\"name\": \"Trailer\"",
        "n\"ame\": \"Trailer\"",
        "3:3 syntax-json `n` and `\"` have changed places | write `\"name\": \"Trailer\",`",
    ),
    (
        "\"Trailer\",",
        "\"Trailer,\"",
        "3:19 syntax-json `,` and `\"` have changed places | write `\"name\": \"Trailer\",`",
    ),
    (
        "    \"sound\": {",
        "    \"soun\"d: {",
        "14:10 syntax-json `\"` and `d` have changed places | write `\"sound\": { \"type\": \"audio\" }`",
    ),
    (
        "\"sound\"]",
        "\"sound]\"",
        "20:31 syntax-json `]` and `\"` have changed places | write `\"ladders\": [\"hd\", \"sound\"]`",
    ),
];

fn said(found: &[Diagnostic]) -> Vec<String> {
    let one = |finding: &Diagnostic| {
        let place = finding.primary().unwrap();
        let (line, column) = place.file.line_column(place.start);
        let help = finding.help.as_deref().unwrap_or("-");
        let code = finding.code.name;
        format!("{line}:{column} {code} {} | {help}", finding.message)
    };
    found.iter().map(one).collect()
}

fn value(name: &str, text: &str) -> Option<Value> {
    let mut found = Diagnostics::new();
    let file = SourceFile::new(name, text);
    let document = rendit::document::parse(&mut found, &file)?;
    (!found.has_errors()).then(|| document.root.to_json())
}

#[test]
fn a_slip_of_one_key_is_one_finding_that_is_cured() {
    let all = [
        ("a.toml", TOML, TOML_CASES),
        ("a.yaml", YAML, YAML_CASES),
        ("a.json", JSON, JSON_CASES),
    ];
    let mut wrong = Vec::new();
    for (name, base, cases) in all {
        assert_eq!(
            said(&judge(&SourceFile::new(name, base))),
            [""; 0],
            "{name}"
        );
        for (from, to, wanted) in cases {
            assert_eq!(base.matches(from).count(), 1, "{from}");
            let text = base.replace(from, to);
            let told = said(&judge(&SourceFile::new(name, &text)));
            if told.len() != 1 || !wanted.is_empty() && told[0] != *wanted {
                wrong.push(format!("{name} {to:?}: {told:#?}"));
            }
            let cured = fixed(name, &text);
            if value(name, cured.file.text()) != value(name, base) {
                wrong.push(format!("{name} {to:?} became\n{}", cured.file.text()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A missing space, or two characters that have changed places: nobody knows.
#[test]
fn what_may_be_two_slips_is_offered_and_not_applied() {
    let text = YAML.replace("name: Trailer of May", "name:A trailer of May");
    let found = judge(&SourceFile::new("a.yaml", &text));
    assert_eq!(
        said(&found),
        ["2:1 syntax-yaml a `:` without a space after it | write `name: A trailer of May`"]
    );
    assert_eq!(fixed("a.yaml", &text).file.text(), text);
    // There is only one way to read this one.
    let text = YAML.replace("name: Trailer of May", "name:Trailer of May");
    assert_eq!(fixed("a.yaml", &text).file.text(), YAML);
}

/// Every manifest of the repository and the ones above, with one character taken away, typed twice or
/// behind its neighbour: a sure fix never makes more findings, and hardly ever another manifest.
#[test]
fn no_sure_fix_makes_a_slip_worse() {
    let texts = manifests();
    let errors = |found: &[Diagnostic]| {
        let errors = found.iter().filter(|one| one.severity() == Severity::Error);
        errors.count()
    };
    let (mut count, mut tried, mut several, mut back, mut other) = (0, 0, 0, 0, 0);
    for (name, text) in &texts {
        let base = value(name, text);
        let letters: Vec<(usize, char)> = text.char_indices().collect();
        for (at, pair) in letters.windows(2).enumerate() {
            let [(start, one), (next, two)] = pair else {
                continue;
            };
            let end = next + two.len_utf8();
            let (before, after) = (&text[..*start], &text[end..]);
            let slips = [
                format!("{before}{two}{after}"),
                format!("{before}{one}{one}{two}{after}"),
                format!("{before}{two}{one}{after}"),
            ];
            for slip in slips {
                count += 1;
                // Few of them, and others of each text.
                if (count + at) % 97 != 0 || value(name, &slip) == base {
                    continue;
                }
                let found = judge(&SourceFile::new(name, &slip));
                tried += 1;
                several += usize::from(found.len() > 1);
                let fixed = fixed(name, &slip);
                assert!(
                    errors(&fixed.left) <= errors(&found) && fixed.left.len() <= found.len(),
                    "{slip}\nbecame\n{}",
                    fixed.file.text()
                );
                if fixed.left.is_empty() && fixed.file.text() != slip {
                    let is_back = value(name, fixed.file.text()) == base;
                    back += usize::from(is_back);
                    other += usize::from(!is_back);
                }
            }
        }
    }
    assert!(tried > 150, "{tried}");
    assert!(
        several * 20 < tried,
        "{several} of {tried} are several findings"
    );
    // A name that was misspelt where it is defined may be misspelt everywhere afterwards.
    assert!(
        other * 15 < back,
        "{other} beside {back} became something else"
    );
}

/// A name with a letter too many is no brace that came too early, and a pattern of Windows has folders.
#[test]
fn what_looks_like_a_slip_of_one_key_is_none() {
    for (from, to) in [
        ("${film.stem}", "${film.stems}"),
        ("${vars.site}", "${vars.sites}"),
        ("${film.stem}", "${film.stem1}"),
    ] {
        let text = TOML.replace(from, to);
        assert_eq!(judge(&SourceFile::new("a.toml", &text)).len(), 1, "{to}");
        let cured = fixed("a.toml", &text);
        let cured = cured.file.text();
        assert!(cured == text || cured == TOML, "{cured}");
    }
    let batch = TOML
        .replace(
            "path = \"media/film.mp4\"",
            "glob = \"media/shows/**/*.{mov,mp4}\"",
        )
        .replace("${film.stem}", "${film.folder}/${film.stem}");
    assert_eq!(said(&judge(&SourceFile::new("a.toml", &batch))), [""; 0]);
    let windows = batch.replace("media/shows/**/*", r"media\shows\**\*");
    assert_ne!(windows, batch);
    assert_eq!(fixed("a.toml", &windows).file.text(), batch);
}

/// The manifests above and those of `jobs/` that stand alone.
fn manifests() -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = [("a.toml", TOML), ("a.yaml", YAML), ("a.json", JSON)]
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .to_vec();
    for entry in fs::read_dir(repository().join("jobs")).unwrap() {
        let path = entry.unwrap().path();
        let ending = path
            .extension()
            .map(|ending| ending.to_str().unwrap().to_owned());
        if let Some(ending) = ending.filter(|ending| ["toml", "yaml"].contains(&ending.as_str())) {
            let text = fs::read_to_string(&path).unwrap();
            if !text.contains("extends") {
                texts.push((format!("a.{ending}"), text));
            }
        }
    }
    texts
}

/// A line that an editor's shortcut doubled, or took away.
#[test]
fn a_line_twice_or_gone_is_one_finding() {
    let mut wrong = Vec::new();
    for (name, text) in manifests() {
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            if line.trim().is_empty() || line.trim_start().starts_with('#') {
                continue;
            }
            let twice = [&lines[..=at], &lines[at..]].concat().join("\n") + "\n";
            let found = judge(&SourceFile::new(&*name, &twice));
            let cured = fixed(&name, &twice);
            let cured = cured.file.text();
            // A rung that is there twice may be one that was to be changed.
            let is_back = cured == twice || value(&name, cured) == value(&name, &text);
            if found.len() != 1 || !is_back {
                wrong.push(format!("{name} twice {line:?}: {:#?}", said(&found)));
            }
            let gone = [&lines[..at], &lines[at + 1..]].concat().join("\n") + "\n";
            let found = judge(&SourceFile::new(&*name, &gone));
            // The last of several leaves a comma behind.
            let commas = found.iter().filter(|one| one.message.contains("a comma"));
            if found.len() > 1 + commas.count() {
                wrong.push(format!("{name} without {line:?}: {:#?}", said(&found)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
