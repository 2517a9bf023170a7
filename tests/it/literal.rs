//! What people write where something else belongs: one finding, and a help that says literally what to
//! type, with the names and numbers of the file at hand.

use rendit::diag::Diagnostic;
use rendit::source::SourceFile;

use crate::alone::{fixed, judge};
use crate::likely::agrees;

pub const YAML: &str = "\
version: 1
vars:
  site: out/site
inputs:
  movie:
    path: film.mp4
    language: en
ladders:
  hd:
    type: video
    preset: fast
    rungs:
      - { height: 720, bit_rate: 2500k }
      - { height: 360, bit_rate: 800k }
  sound:
    type: audio
    rungs:
      - { bit_rate: 128k, channels: 2 }
outputs:
  web:
    type: hls
    dir: ${vars.site}/web
    ladders: [hd, sound]
    encryption: aes
  dash:
    type: dash
    dir: out/dash
    ladders: [hd, sound]
    adaptation_sets:
      - { id: 0, streams: video }
      - { id: 1, streams: audio }
encryption:
  aes:
    type: aes-128
    key_file: keys/film.key
    key_uri: https://example.com/film.key
";

pub const TOML: &str = r#"version = 1

[vars]
site = "out/site"

[inputs.movie]
path = "film.mp4"
language = "en"

[ladders.hd]
type = "video"
preset = "fast"
rungs = [
  { height = 720, bit_rate = "2500k" },
  { height = 360, bit_rate = "800k" },
]

[ladders.sound]
type = "audio"
rungs = [{ bit_rate = "128k", channels = 2 }]

[outputs.web]
type = "hls"
dir = "${vars.site}/web"
ladders = ["hd", "sound"]
encryption = "aes"

[outputs.dash]
type = "dash"
dir = "out/dash"
ladders = ["hd", "sound"]
adaptation_sets = [
  { id = 0, streams = "video" },
  { id = 1, streams = "audio" },
]

[encryption.aes]
type = "aes-128"
key_file = "keys/film.key"
key_uri = "https://example.com/film.key"
"#;

pub const JSON: &str = r#"{
  "version": 1,
  "vars": { "site": "out/site" },
  "inputs": {
    "movie": { "path": "film.mp4", "language": "en" }
  },
  "ladders": {
    "hd": {
      "type": "video",
      "preset": "fast",
      "rungs": [
        { "height": 720, "bit_rate": "2500k" },
        { "height": 360, "bit_rate": "800k" }
      ]
    },
    "sound": { "type": "audio", "rungs": [{ "bit_rate": "128k", "channels": 2 }] }
  },
  "outputs": {
    "web": {
      "type": "hls",
      "dir": "${vars.site}/web",
      "ladders": ["hd", "sound"],
      "encryption": "aes"
    },
    "dash": {
      "type": "dash",
      "dir": "out/dash",
      "ladders": ["hd", "sound"],
      "adaptation_sets": [
        { "id": 0, "streams": "video" },
        { "id": 1, "streams": "audio" }
      ]
    }
  },
  "encryption": {
    "aes": {
      "type": "aes-128",
      "key_file": "keys/film.key",
      "key_uri": "https://example.com/film.key"
    }
  }
}
"#;

/// What becomes of the manifest with the fixes that are sure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Cure {
    /// It is without mistakes.
    Cured,
    /// Nothing is changed.
    Open,
}

use Cure::{Cured, Open};

/// What is replaced, by what, what is said of it, words of the help, what the fix makes of it.
type Case = (&'static str, &'static str, &'static str, &'static str, Cure);

pub fn line(one: &Diagnostic) -> String {
    let place = one.primary().unwrap();
    let (line, column) = place.file.line_column(place.start);
    format!("{line}:{column} {} {}", one.code.name, one.message)
}

fn hold(name: &str, base: &str, cases: &[Case]) {
    let found = judge(&SourceFile::new(name, base));
    assert!(found.is_empty(), "{found:#?}");
    for (what, by, expected, help, cure) in cases {
        assert!(base.contains(what), "{what}");
        let text = base.replacen(what, by, 1);
        for text in [text.clone(), text.replace('\n', "\r\n")] {
            let found = judge(&SourceFile::new(name, &text));
            let lines: Vec<String> = found.iter().map(line).collect();
            assert_eq!(lines, [*expected], "{text}");
            agrees(&found[0], &text);
            let said = found[0].help.clone().unwrap_or_default();
            assert!(said.contains(help), "{by}: {said}");
            let after = fixed(name, &text);
            match cure {
                Cured => assert!(
                    after.left.is_empty(),
                    "{}\n{:?}",
                    after.file.text(),
                    after.left
                ),
                Open => assert_eq!(after.file.text(), text),
            }
        }
    }
}

#[test]
fn adaptation_sets_take_the_least_free_id() {
    hold(
        "a.yaml",
        YAML,
        &[
            (
                "{ id: 1, streams: audio }",
                "{ streams: audio }",
                "31:9 missing-key missing key `id`",
                "write `id: 1`",
                Open,
            ),
            (
                "{ id: 0, streams: video }",
                "{ streams: video } # the picture",
                "30:9 missing-key missing key `id`",
                "write `id: 0`",
                Open,
            ),
            (
                "{ id: 1, streams: audio }",
                "{ id: audio, streams: audio }",
                "31:15 wrong-type `id` is \"audio\", but must be an integer",
                "write `id: 1`",
                Open,
            ),
            (
                "{ id: 1, streams: audio }",
                "{ id: 0, streams: audio }",
                "31:15 adaptation-set-id two adaptation sets of `dash` have the id 0",
                "`id: 1`",
                Open,
            ),
            (
                "{ id: 1, streams: audio }",
                "{ id: 1, streams: sound }",
                "31:27 wrong-value `streams` cannot be \"sound\"",
                "",
                Cured,
            ),
            (
                "{ id: 1, streams: audio }",
                "{ id: 1, streams: both }",
                "31:27 wrong-value `streams` cannot be \"both\"",
                "leave `streams` out for both",
                Open,
            ),
        ],
    );
    hold(
        "a.toml",
        TOML,
        &[
            (
                "{ id = 1, streams = \"audio\" }",
                "{ streams = \"audio\" }",
                "34:3 missing-key missing key `id`",
                "write `id = 1`",
                Open,
            ),
            (
                "streams = \"video\"",
                "streams = \"picture\"",
                "33:23 wrong-value `streams` cannot be \"picture\"",
                "",
                Cured,
            ),
        ],
    );
    hold(
        "a.json",
        JSON,
        &[(
            "{ \"id\": 1, \"streams\": \"audio\" }",
            "{ \"streams\": \"audio\" }",
            "31:9 missing-key missing key `id`",
            "write `\"id\": 1`",
            Open,
        )],
    );
    // Those that lack it take one each.
    let text = TOML
        .replace("{ id = 0, streams", "{ streams")
        .replace("{ id = 1, streams", "{ streams");
    let found = judge(&SourceFile::new("a.toml", &text));
    let helps: Vec<String> = found.into_iter().filter_map(|one| one.help).collect();
    assert!(helps[0].starts_with("write `id = 0`"), "{helps:?}");
    assert!(helps[1].starts_with("write `id = 1`"), "{helps:?}");
}

#[test]
fn words_for_all_and_for_none() {
    hold(
        "a.yaml",
        YAML,
        &[
            (
                "language: en",
                "audio: no",
                "7:12 wrong-type `audio` is \"no\", but must be a list",
                "for none, write []",
                Open,
            ),
            (
                "language: en",
                "audio: none",
                "7:12 wrong-type `audio` is \"none\", but must be a list",
                "for none, write []",
                Open,
            ),
            (
                "language: en",
                "audio: true",
                "7:12 wrong-type `audio` is true, but must be a list",
                "leave `audio` out for all of them",
                Open,
            ),
            (
                "language: en",
                "audio: 1",
                "7:12 wrong-type `audio` is 1, but must be a list",
                "write [{ track: 1 }]",
                Open,
            ),
            (
                "language: en",
                "audio: [{ track: \"a:1\" }]",
                "7:22 wrong-type `track` is \"a:1\", but must be an integer",
                "write 1",
                Cured,
            ),
            (
                "ladders: [hd, sound]",
                "ladders: all",
                "23:14 wrong-type `ladders` is \"all\", but must be a list",
                "write the names of all: [hd, sound]",
                Open,
            ),
            (
                "ladders: [hd, sound]",
                "ladders: hd and sound",
                "23:14 wrong-type `ladders` is \"hd and sound\", but must be a list",
                "write a list: [hd, sound]",
                Cured,
            ),
            (
                "type: hls",
                "type: hls\n    inputs: all",
                "22:13 wrong-type `inputs` is \"all\", but must be a list",
                "leave `inputs` out for all of them",
                Open,
            ),
            (
                "encryption: aes",
                "encryption: true # yes",
                "24:17 wrong-type `encryption` is true, but must be a string",
                "write `encryption: aes`",
                Open,
            ),
            (
                "encryption: aes",
                "encryption: on",
                "24:17 unknown-reference no encryption is called `on`",
                "write its name: `aes`",
                Open,
            ),
            (
                "ladders: [hd, sound]",
                "ladders:",
                "23:5 wrong-type `ladders` is empty, but must be a list",
                "such as `ladders: [hd, sound]`",
                Open,
            ),
        ],
    );
    hold(
        "a.toml",
        TOML,
        &[
            (
                "language = \"en\"",
                "audio = false",
                "8:9 wrong-type `audio` is false, but must be a list",
                "for none, write []",
                Open,
            ),
            (
                "encryption = \"aes\"",
                "encryption = true",
                "26:14 wrong-type `encryption` is true, but must be a string",
                "write `encryption = \"aes\"`",
                Open,
            ),
        ],
    );
    hold(
        "a.json",
        JSON,
        &[(
            "\"encryption\": \"aes\"",
            "\"encryption\": true",
            "23:21 wrong-type `encryption` is true, but must be a string",
            "write `\"encryption\": \"aes\"`",
            Open,
        )],
    );
}

#[test]
fn rungs_and_auto() {
    let rungs = "    rungs:\n      - { height: 720, bit_rate: 2500k }\n      - { height: 360, bit_rate: 800k }\n";
    hold(
        "a.yaml",
        YAML,
        &[
            (
                rungs,
                "    rungs: auto\n",
                "12:12 wrong-type `rungs` is \"auto\", but must be a list",
                "write `auto: true` instead of `rungs`",
                Open,
            ),
            (
                rungs,
                "    auto: auto-avc\n",
                "12:11 wrong-type `auto` is \"auto-avc\", but must be true or false",
                "write `auto: true`",
                Open,
            ),
            (
                rungs,
                "    auto: maybe\n",
                "12:11 wrong-type `auto` is \"maybe\", but must be true or false",
                "write `auto: true` or `auto: false`",
                Open,
            ),
            (
                rungs,
                "    rungs: [720, 360]\n",
                "12:13 wrong-type `rungs[0]` is 720, but must be a mapping",
                "write the list as [{ height: 720, crf: 23 }, { height: 360, crf: 23 }]",
                Open,
            ),
            (
                rungs,
                "    rungs: 720p\n",
                "12:12 wrong-type `rungs` is \"720p\", but must be a list",
                "write [{ height: 720, crf: 23 }]",
                Open,
            ),
            (
                "720, bit_rate: 2500k",
                "720, quality: high",
                "13:24 unknown-key unknown key `quality`",
                "write a number, such as `crf: 23`",
                Open,
            ),
        ],
    );
}

#[test]
fn values_that_yaml_takes_for_comments() {
    hold(
        "a.yaml",
        YAML,
        &[
            (
                "path: film.mp4",
                "path: #1.mp4",
                "6:5 wrong-type `path` is empty, but must be a string",
                "quote it, `path: \"#1.mp4\"`",
                Open,
            ),
            (
                "path: film.mp4",
                "path: # the film",
                "6:5 wrong-type `path` is empty, but must be a string",
                "give it a value, such as `path: media/film.mov`",
                Open,
            ),
        ],
    );
}

#[test]
fn languages_get_their_usual_capitals() {
    hold(
        "a.yaml",
        YAML,
        &[
            (
                "language: en",
                "language: en_us",
                "7:15 bad-format `language` is \"en_us\", but must be a language tag such as \"en\" or \"pt-BR\"",
                "write en-US",
                Cured,
            ),
            (
                "language: en",
                "language: zh_Hant",
                "7:15 bad-format `language` is \"zh_Hant\", but must be a language tag such as \"en\" or \"pt-BR\"",
                "write zh-Hant",
                Cured,
            ),
        ],
    );
}

#[test]
fn examples_have_the_names_of_the_file() {
    hold(
        "a.yaml",
        YAML,
        &[
            (
                "    dir: out/dash\n",
                "",
                "25:3 missing-key missing key `dir`",
                "write `dir: \"out/${movie.stem}\"`",
                Open,
            ),
            (
                "    ladders: [hd, sound]\n",
                "",
                "20:3 missing-key missing key `ladders`",
                "write `ladders: [hd, sound]`",
                Open,
            ),
        ],
    );
    let from = YAML.find("ladders:").unwrap();
    let to = YAML.find("outputs:").unwrap();
    let text = format!("{}{}", &YAML[..from], &YAML[to..]).replace("hd, sound", "sd, stereo");
    let found = judge(&SourceFile::new("a.yaml", &text));
    let lines: Vec<String> = found.iter().map(line).collect();
    assert_eq!(lines, ["1:1 missing-key missing key `ladders`"]);
    let said = found[0].help.clone().unwrap_or_default();
    let sample = "write `ladders: { sd: { type: video, auto: true }, stereo: { type: audio } }`";
    assert!(said.starts_with(sample), "{said}");
}

#[test]
fn addresses_that_begin_nearly_right() {
    let told = "36:14 key-uri-relative no address begins as";
    for (written, right, cure) in [
        ("htps://a.com/k", "https://a.com/k", Cured),
        ("htpps://a.com/k", "https://a.com/k", Cured),
        ("htpts://a.com/k", "https://a.com/k", Cured),
        ("https//a.com/k", "https://a.com/k", Open),
        ("https:/a.com/k", "https://a.com/k", Open),
        ("https;//a.com/k", "https://a.com/k", Open),
        ("htp://a.com/k", "http://a.com/k", Open),
    ] {
        let text = YAML.replace("https://example.com/film.key", written);
        let found = judge(&SourceFile::new("a.yaml", &text));
        let lines: Vec<String> = found.iter().map(line).collect();
        assert_eq!(lines, [format!("{told} `{written}` does")]);
        let help = format!("write `{right}`");
        assert_eq!(found[0].help.as_deref(), Some(&*help), "{written}");
        let after = fixed("a.yaml", &text);
        assert_eq!(after.left.is_empty(), cure == Cured, "{written}");
        // The same of an input.
        let text = YAML.replace("path: film.mp4", &format!("path: {written}"));
        let found = judge(&SourceFile::new("a.yaml", &text));
        let lines: Vec<String> = found.iter().map(line).collect();
        let expected = format!("6:11 input-address no address begins as `{written}` does");
        assert_eq!(lines, [expected]);
    }
    for right in [
        "HTTPS://a.com/k",
        "skd://a.com/k",
        "https://${vars.site}/k",
        "https/a",
        "hls/film.key",
    ] {
        let text = YAML.replace("https://example.com/film.key", right);
        let found = judge(&SourceFile::new("a.yaml", &text));
        assert!(found.is_empty(), "{right}: {found:#?}");
    }
    // What a template made is not written here.
    let text = YAML
        .replace("site: out/site", "site: htps://a.com")
        .replace("${vars.site}/web", "out/web")
        .replace("https://example.com/", "${vars.site}/");
    let found = judge(&SourceFile::new("a.yaml", &text));
    let helps: Vec<Option<&str>> = found.iter().map(|one| one.help.as_deref()).collect();
    assert_eq!(helps, [Some("begin it with `https://`")]);
    assert_eq!(fixed("a.yaml", &text).file.text(), text);
}

#[test]
fn what_stays_of_a_placeholder() {
    hold(
        "a.yaml",
        YAML,
        &[
            (
                "${vars.site}/web",
                "${vars.site}}/web",
                "22:22 template-leftover a `}` too many after `${vars.site}`",
                "write `${vars.site}`",
                Open,
            ),
            (
                "${vars.site}/web",
                "$${vars.site}/web",
                "22:10 template-leftover `$${vars.site}` is not filled in",
                "write `${vars.site}`",
                Open,
            ),
            (
                "dir: out/dash",
                "dir: \"out/$${movie.stem}\"",
                "27:15 template-leftover `$${movie.stem}` is not filled in",
                "write `${movie.stem}`",
                Open,
            ),
        ],
    );
    hold(
        "a.toml",
        TOML,
        &[(
            "dir = \"out/dash\"",
            "dir = 'out/${movie.stem}}'",
            "30:25 template-leftover a `}` too many after `${movie.stem}`",
            "write `${movie.stem}`",
            Open,
        )],
    );
    for right in [
        "site: \"${job}\"",
        "site: out/$$HOME",
        "site: \"out/$${nothing}\"",
        "site: \"out/{${job}}\"",
        "site: \"out/{a,${job}}\"",
        "site: \"out/$$$${unknown}\"",
    ] {
        let text = YAML.replace("site: out/site", right);
        let found = judge(&SourceFile::new("a.yaml", &text));
        let is_leftover = |one: &Diagnostic| one.code.name == "template-leftover";
        assert!(!found.iter().any(is_leftover), "{right}: {found:#?}");
    }
}

#[test]
fn helps_know_what_is_there() {
    hold(
        "a.yaml",
        YAML,
        &[
            (
                "preset: fast",
                "args: [\"-refs\", \"4\"]\n    level: 4.1",
                "12:5 unknown-key unknown key `level`",
                "write it into `args`: `args: [\"-refs\", \"4\", \"-level\", \"4.1\"]`",
                Open,
            ),
            (
                "720, bit_rate: 2500k",
                "720, bit_rate: 2500k, level: 5.1",
                "13:41 unknown-key unknown key `level`",
                "`args: [\"-level\", \"5.1\"]`",
                Open,
            ),
            (
                "    type: hls\n",
                "    type: hls\n    path: out/x\n",
                "22:5 unknown-key unknown key `path`",
                "remove one of the two",
                Open,
            ),
            (
                "    type: hls\n",
                "    type: hls\n    segments: webm\n",
                "22:15 wrong-value `segments` cannot be \"webm\"",
                "write `segments: fmp4` or `segments: ts`",
                Open,
            ),
            (
                "type: aes-128",
                "type: cbcs",
                "34:11 wrong-value `type` cannot be \"cbcs\"",
                "write `type: aes-128`",
                Open,
            ),
            (
                "version: 1",
                "version: 2",
                "1:10 out-of-range `version` is 2, but the most is 1",
                "write `version: 1`",
                Open,
            ),
            (
                "language: en",
                "start: 1m 30s",
                "7:12 bad-format `start` is \"1m 30s\", but must be a duration such as \"6s\", \"500ms\", \"1m30s\", \"00:01:30.5\" or 6",
                "write \"1m30s\"",
                Cured,
            ),
            (
                "language: en",
                "trim: [2, 8]",
                "7:5 unknown-key unknown key `trim`",
                "`start: 2s` and `end: 8s`",
                Open,
            ),
            (
                "    type: audio\n",
                "    type: audio\n    codec: mp3\n",
                "17:12 wrong-value `codec` cannot be \"mp3\"",
                "write `codec: aac`",
                Open,
            ),
            (
                "ladders: [hd, sound]",
                "ladders: [hd, noise]",
                "23:19 unknown-reference no ladder is called `noise`",
                "define `ladders.noise`, or write `sound`",
                Open,
            ),
        ],
    );
    // A type that was changed, and the key of the other type that is left.
    let from = YAML.find("    type: dash").unwrap();
    let end = YAML.find("encryption:\n  aes").unwrap();
    let file = "    type: file\n    dir: out/x.mp4\n    ladders: [sound]\n";
    let text = format!("{}{file}{}", &YAML[..from], &YAML[end..]);
    let found = judge(&SourceFile::new("a.yaml", &text));
    let lines: Vec<String> = found.iter().map(line).collect();
    assert_eq!(lines, ["27:5 unknown-key unknown key `dir`"]);
    assert_eq!(found[0].labels[0].text, "did you mean `path`?");
}

#[test]
fn parts_of_paths_by_other_names() {
    for (written, meant) in [
        ("movie.basename", "movie.name"),
        ("movie.title", "movie.stem"),
        ("movie.parent", "movie.dir"),
        ("movie.suffix", "movie.ext"),
        ("movie", "movie.stem"),
        ("input.stem", "movie.stem"),
    ] {
        let text = TOML.replace("\"out/dash\"", &format!("\"out/${{{written}}}\""));
        let found = judge(&SourceFile::new("a.toml", &text));
        let lines: Vec<String> = found.iter().map(line).collect();
        let expected = format!("30:12 unknown-name nothing is called `{written}` here");
        assert_eq!(lines, [expected]);
        let help = format!("did you mean `${{{meant}}}`?");
        assert_eq!(found[0].help.as_deref(), Some(&*help));
        assert_eq!(fixed("a.toml", &text).file.text(), text);
    }
    let text = TOML.replace("\"out/dash\"", "\"out/${movie.height}\"");
    let found = judge(&SourceFile::new("a.toml", &text));
    let said = found[0].help.clone().unwrap_or_default();
    assert!(said.starts_with("write one of `${movie.path}`"), "{said}");
    // A variable that is nowhere is one mistake.
    let text = TOML.replace("\"out/dash\"", "\"${vars.base}/dash\"");
    let text = text.replace("${vars.site}/web", "${vars.base}/web");
    let found = judge(&SourceFile::new("a.toml", &text));
    let lines: Vec<String> = found.iter().map(line).collect();
    assert_eq!(
        lines,
        ["24:8 unknown-name nothing is called `vars.base` here"]
    );
}

const FILE: &str = "\
version: 1
inputs:
  film: { path: film.mp4 }
ladders:
  hd:
    type: video
    codec: h264
    rungs: [{ height: 720, bit_rate: 2500k }]
  sound:
    type: audio
    codec: aac
outputs:
  f:
    type: file
    path: out/film.mp4
    ladders: [hd, sound]
";

#[test]
fn a_file_and_its_ladders() {
    hold(
        "a.yaml",
        FILE,
        &[
            (
                "out/film.mp4",
                "out/film",
                "15:11 file-ending a file without an ending",
                "write `out/film.mp4`",
                Open,
            ),
            (
                "out/film.mp4",
                "out/${film.stem}.avi",
                "15:11 file-ending `.avi` is no container that is known here",
                "write `out/${film.stem}.mkv`",
                Open,
            ),
            (
                "type: audio",
                "type: video",
                "11:12 wrong-value `codec` cannot be \"aac\"",
                "`type: audio`",
                Open,
            ),
            (
                "type: audio",
                "type: sound",
                "10:11 wrong-value `type` cannot be \"sound\"",
                "",
                Cured,
            ),
            (
                "type: video",
                "type: h264",
                "6:11 wrong-value `type` cannot be \"h264\"",
                "write `type: video` and `codec: h264`",
                Open,
            ),
            (
                "rungs: [{ height: 720, bit_rate: 2500k }]",
                "auto: true\n    crf: 23",
                "9:5 unknown-key `crf` belongs in an item of `rungs`",
                "`auto` chooses for itself: leave them out",
                Open,
            ),
            (
                "rungs: [{ height: 720, bit_rate: 2500k }]",
                "max_height: 720",
                "5:3 rungs-missing `hd` has no rungs",
                "add `auto: true`",
                Open,
            ),
            (
                "2500k }]",
                "2500k }, { height: 720, bit_rate: 2500k }]",
                "8:47 duplicate-rung the same rung twice",
                "remove one",
                Open,
            ),
            (
                "[hd, sound]",
                "[hd, sound]\n    title: Film",
                "17:5 unknown-key unknown key `title`",
                "`args: [\"-metadata\", \"title=Film\"]`",
                Open,
            ),
            (
                "[hd, sound]",
                "[hd, sound]\n    encryption: aes",
                "17:5 unknown-key unknown key `encryption`",
                "a file is not encrypted",
                Open,
            ),
            (
                "codec: h264",
                "codec:",
                "7:5 wrong-type `codec` is empty, but must be a string",
                "such as `codec: h264`",
                Open,
            ),
        ],
    );
}

#[test]
fn sources_without_names() {
    hold(
        "a.yaml",
        FILE,
        &[
            (
                "inputs:\n  film: { path: film.mp4 }",
                "inputs: film.mp4",
                "2:9 wrong-type `inputs` is \"film.mp4\", but must be a mapping",
                "give each a name: `inputs: { film: { path: film.mp4 } }`",
                Open,
            ),
            (
                "inputs:\n  film: { path: film.mp4 }",
                "inputs: [a/Film.mp4, b.wav]",
                "2:9 wrong-type `inputs` is a list, but must be a mapping",
                "`inputs: { film: { path: a/Film.mp4 }, b: { path: b.wav } }`",
                Open,
            ),
            (
                "{ path: film.mp4 }",
                "[film.mp4]",
                "3:9 wrong-type `film` is a list, but must be a mapping",
                "write { path: film.mp4 }",
                Open,
            ),
            (
                "path: film.mp4",
                "path: [a.mp4, b.mp4]",
                "3:17 wrong-type `path` is a list, but must be a string",
                "such as `path: a.mp4`",
                Open,
            ),
            (
                "{ path: film.mp4 }",
                "",
                "3:3 wrong-type `film` is empty, but must be a mapping",
                "such as `film: { path: media/film.mov }`",
                Open,
            ),
        ],
    );
}

#[test]
fn languages_and_sets_are_told_once() {
    let set = "{ id: 1, streams: audio }";
    let text = YAML.replace(set, "{ id: 1, streams: audio, language: en }");
    for (wrong, help) in [
        ("xx", ""),
        ("en-uk", "write `en-GB`"),
        ("ger", "write `de`"),
    ] {
        // At the input: that the set takes nothing is an echo.
        let text = text.replace("    language: en\n", &format!("    language: {wrong}\n"));
        let found = judge(&SourceFile::new("a.yaml", &text));
        let codes: Vec<&str> = found.iter().map(|one| one.code.name).collect();
        assert_eq!(codes, ["language-tag"], "{wrong}");
        assert!(found[0].help.as_deref().unwrap_or("").contains(help));
    }
    for (wrong, help) in [
        ("xx", "did you mean `en`?"),
        ("en-uk", "write `en-GB`"),
        ("ger", "write `de`"),
    ] {
        // At the set.
        let text = YAML.replace(
            set,
            &format!("{{ id: 1, streams: audio, language: {wrong} }}"),
        );
        let found = judge(&SourceFile::new("a.yaml", &text));
        let lines: Vec<&str> = found.iter().map(|one| one.code.name).collect();
        assert_eq!(lines, ["language-tag"], "{wrong}");
        assert_eq!(found[0].help.as_deref(), Some(help));
    }
    // A language that is right, and that nobody speaks.
    let text = YAML.replace(set, "{ id: 1, streams: audio, language: fr }");
    let found = judge(&SourceFile::new("a.yaml", &text));
    let lines: Vec<&str> = found.iter().map(|one| one.code.name).collect();
    assert_eq!(lines, ["adaptation-set-language"]);
}

#[test]
fn ladders_by_their_kind() {
    let text = YAML.replacen("ladders: [hd, sound]", "ladders: [video, audio]", 1);
    let found = judge(&SourceFile::new("a.yaml", &text));
    let helps: Vec<Option<&str>> = found.iter().map(|one| one.help.as_deref()).collect();
    assert_eq!(
        helps,
        [Some("did you mean `hd`?"), Some("did you mean `sound`?")]
    );
    assert_eq!(fixed("a.yaml", &text).file.text(), text);
    // Of two nobody knows.
    let two = "  sound:\n    type: audio\n";
    let text = text.replace(two, &format!("  music:\n    type: audio\n{two}"));
    let found = judge(&SourceFile::new("a.yaml", &text));
    let said = found.iter().find(|one| one.message.contains("`audio`"));
    let said = said.and_then(|one| one.help.clone()).unwrap_or_default();
    assert!(!said.contains("did you mean `sound`"), "{said}");
}

#[test]
fn keys_in_a_wrong_section() {
    hold(
        "a.yaml",
        FILE,
        &[
            (
                "codec: h264",
                "keyframe_interval: 2s",
                "7:5 unknown-key unknown key `keyframe_interval`",
                "",
                Open,
            ),
            (
                "codec: h264",
                "optional: true",
                "7:5 unknown-key unknown key `optional`",
                "write `optional: true` in `inputs.film`",
                Open,
            ),
            (
                "path: film.mp4",
                "path: film.mp4, pixel_format: yuv420p",
                "3:27 unknown-key unknown key `pixel_format`",
                "write `pixel_format: yuv420p` in `ladders.hd`",
                Open,
            ),
        ],
    );
    hold(
        "a.toml",
        TOML,
        &[
            (
                "path = \"film.mp4\"",
                "path = \"film.mp4\"\nsegment_duration = \"6s\"",
                "8:1 unknown-key unknown key `segment_duration`",
                "write `segment_duration = \"6s\"` in `outputs.web` or `outputs.dash`",
                Open,
            ),
            (
                "key_file = \"keys/film.key\"",
                "key_env = \"$FILM_KEY\"",
                "39:11 bad-format `key_env` is \"$FILM_KEY\", but must be the name of an environment variable such as \"FILM_KEY\"",
                "write its name alone: \"FILM_KEY\"",
                Cured,
            ),
            (
                "key_file = \"keys/film.key\"",
                "key_env = \"${env.FILM_KEY}\"",
                "39:11 bad-format `key_env` is \"${env.FILM_KEY}\", but must be the name of an environment variable such as \"FILM_KEY\"",
                "write its name alone: \"FILM_KEY\"",
                Cured,
            ),
            (
                "dir = \"out/dash\"",
                "dir = \".\"",
                "30:7 output-over-input `dash` would replace the manifest's whole folder",
                "publish into a folder of its own",
                Open,
            ),
        ],
    );
    let from = YAML.find("      - { id: 0").unwrap();
    let to = YAML.find("encryption:\n  aes").unwrap();
    let text = format!(
        "{}      - video\n      - audio\n{}",
        &YAML[..from],
        &YAML[to..]
    );
    let found = judge(&SourceFile::new("a.yaml", &text));
    let helps: Vec<Option<&str>> = found.iter().map(|one| one.help.as_deref()).collect();
    let whole = "write the list as [{ id: 0, streams: video }, { id: 1, streams: audio }]";
    assert_eq!(helps, [Some(whole)]);
}
