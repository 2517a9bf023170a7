//! Two mistakes side by side: both are told at once, and one hides the other nowhere.

use rendit::source::SourceFile;

use crate::alone::{fixed, judge};

pub const TOML: &str = "version = 1
[inputs.film]
path = \"film.mp4\"
[ladders.hd]
type = \"video\"
rungs = [
  { height = 720, bit_rate = \"2500k\" },
  { height = 360, bit_rate = \"800k\" },
]
[ladders.sound]
type = \"audio\"
[outputs.web]
type = \"hls\"
dir = \"out/web\"
ladders = [\"hd\", \"sound\"]
";

pub const YAML: &str = "version: 1
inputs:
  film: { path: film.mp4 }
ladders:
  hd:
    type: video
    rungs:
      - { height: 720, bit_rate: 2500k }
      - { height: 360, bit_rate: 800k }
  sound: { type: audio }
outputs:
  web:
    type: hls
    dir: out/web
    ladders: [hd, sound]
";

pub const JSON: &str = r#"{
  "version": 1,
  "inputs": { "film": { "path": "film.mp4" } },
  "ladders": {
    "hd": {
      "type": "video",
      "rungs": [
        { "height": 720, "bit_rate": "2500k" },
        { "height": 360, "bit_rate": "800k" }
      ]
    },
    "sound": { "type": "audio" }
  },
  "outputs": {
    "web": {
      "type": "hls",
      "dir": "out/web",
      "ladders": ["hd", "sound"]
    }
  }
}
"#;

/// What is said, as `line:column message`, in the order of places.
fn told(name: &str, text: &str) -> Vec<String> {
    let mut found: Vec<(usize, String)> = judge(&SourceFile::new(name, text))
        .iter()
        .map(|one| {
            let place = one.primary().unwrap();
            let (line, column) = place.file.line_column(place.start);
            (place.start, format!("{line}:{column} {}", one.message))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, line)| line).collect()
}

/// What is replaced, by what, and what is said of it.
type Case<'a> = (&'a str, &'a str, &'a [&'a str]);

fn hold(name: &str, base: &str, cases: &[Case<'_>]) {
    assert_eq!(told(name, base), [""; 0]);
    for (old, new, expected) in cases {
        assert!(base.contains(old), "{old}");
        let text = base.replacen(old, new, 1);
        for text in [text.clone(), text.replace('\n', "\r\n")] {
            assert_eq!(told(name, &text), *expected, "{text}");
            let left = fixed(name, &text).left;
            let is_left = |one: &str| left.iter().any(|finding| one.ends_with(&finding.message));
            let no_syntax = |one: &rendit::diag::Diagnostic| !one.code.name.starts_with("syntax");
            assert!(left.iter().all(no_syntax), "{text}\n{left:#?}");
            assert!(
                expected.iter().any(|one| !is_left(one)),
                "{text}\n{left:#?}"
            );
        }
    }
}

#[test]
fn toml() {
    hold(
        "a.toml",
        TOML,
        &[
            (
                "720, bit_rate = \"2500k\"",
                "720, profile = \"hihg\" bit_rate = \"2500k\"",
                &[
                    "7:29 libx264 has no profile `hihg`",
                    "7:34 a comma is missing in a table",
                ],
            ),
            (
                "720, bit_rate = \"2500k\"",
                "720 profile = \"hihg\", bit_rate = \"2500k\"",
                &[
                    "7:18 a comma is missing in a table",
                    "7:28 libx264 has no profile `hihg`",
                ],
            ),
            (
                "height = 720, bit_rate = \"2500k\"",
                "height : 720, profile = \"hihg\", bit_rate = \"2500k\"",
                &[
                    "7:12 a `:` after a key, as in YAML",
                    "7:29 libx264 has no profile `hihg`",
                ],
            ),
            (
                "720, bit_rate = \"2500k\"",
                "720, # large\n    profile = \"hihg\" # good\n    bit_rate = \"2500k\"",
                &[
                    "8:15 libx264 has no profile `hihg`",
                    "8:20 a comma is missing in a table",
                ],
            ),
            (
                "[\"hd\", \"sound\"]",
                "[\"hdd\" \"sound\"]",
                &[
                    "15:12 no ladder is called `hdd`",
                    "15:16 a comma is missing in a list",
                ],
            ),
            (
                "dir = \"out/web\"",
                "dir = \"out/web\",\nsegment_duration = \"6q\";",
                &[
                    "14:16 something follows the value",
                    "15:20 `segment_duration` is \"6q\", but must be a duration such as \"6s\", \"500ms\", \"1m30s\", \"00:01:30.5\" or 6",
                    "15:24 something follows the value",
                ],
            ),
            (
                "type = \"audio\"",
                "type == \"audoi\"",
                &["11:7 one `=` too many", "11:9 `type` cannot be \"audoi\""],
            ),
        ],
    );
}

#[test]
fn yaml() {
    hold(
        "a.yaml",
        YAML,
        &[
            (
                "720, bit_rate: 2500k",
                "720 profile: hihg, bit_rate: 2500k",
                &[
                    "8:19 a comma is missing in a mapping",
                    "8:32 libx264 has no profile `hihg`",
                ],
            ),
            (
                "720, bit_rate: 2500k",
                "720, profile: hihg bit_rate: 2500k",
                &[
                    "8:33 a comma is missing in a mapping",
                    "8:33 libx264 has no profile `hihg`",
                ],
            ),
            (
                "[hd, sound]",
                "[\"hdd\" \"sound\"]",
                &[
                    "15:15 no ladder is called `hdd`",
                    "15:19 a comma is missing in a list",
                ],
            ),
            (
                "720, bit_rate: 2500k",
                "720, profile = hihg, bit_rate: 2500k",
                &[
                    "8:32 `=` after a key, as in TOML",
                    "8:34 libx264 has no profile `hihg`",
                ],
            ),
        ],
    );
}

#[test]
fn json() {
    hold(
        "a.json",
        JSON,
        &[
            (
                "\"ladders\": [\"hd\", \"sound\"]",
                "\"ladders\": \"hd\" \"segment_duration\": 6",
                &[
                    "18:18 `ladders` is \"hd\", but must be a list",
                    "18:21 a comma is missing",
                ],
            ),
            (
                "\"ladders\": [\"hd\", \"sound\"]",
                "\"ladders\": \"hd\"\n      \"segment_duration\": 6",
                &[
                    "18:18 `ladders` is \"hd\", but must be a list",
                    "18:21 a comma is missing",
                ],
            ),
            (
                "\"type\": \"video\",",
                "\"type\": \"video\",\n      \"profile\": \"hihg\"",
                &[
                    "7:18 libx264 has no profile `hihg`",
                    "7:23 a comma is missing",
                ],
            ),
        ],
    );
}

#[test]
fn a_line_that_is_being_typed_is_not_judged() {
    let text = TOML.replace("type = \"hls\"", "type = \"hl");
    assert_eq!(told("a.toml", &text).len(), 1);
    let text = TOML.replace("[\"hd\", \"sound\"]", "[\"hdd\"");
    assert_eq!(told("a.toml", &text).len(), 1);
}
