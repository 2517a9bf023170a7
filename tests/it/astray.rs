//! Entries in the wrong section, inside of a neighbour, at the top level, or in a list: one finding, and
//! what names them is not called undefined.

use rendit::diag::Diagnostic;
use rendit::source::SourceFile;

use crate::alone::{fixed, judge};

const TOML: &str = r#"version = 1
[inputs.film]
path = "film.mp4"
[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2500k" }]
[ladders.sound]
type = "audio"
codec = "aac"
[outputs.web]
type = "hls"
dir = "out/web"
ladders = ["hd", "sound"]
encryption = "aes"
[encryption.aes]
type = "aes-128"
key_file = "keys/film.key"
key_uri = "https://example.com/film.key"
"#;

const YAML: &str = "\
version: 1
inputs:
  film:
    path: film.mp4
ladders:
  hd:
    type: video
    rungs:
      - { height: 720, bit_rate: 2500k }
  sound:
    type: audio
outputs:
  web:
    type: hls
    dir: out/web
    ladders: [hd, sound]
";

const JSON: &str = r#"{
  "version": 1,
  "inputs": { "film": { "path": "film.mp4" } },
  "ladders": {
    "hd": { "type": "video", "auto": true },
    "sound": { "type": "audio" }
  },
  "outputs": {
    "web": { "type": "hls", "dir": "out/web", "ladders": ["hd", "sound"] }
  }
}
"#;

/// What is replaced by what, `line:column: message`, words of the help, whether the fix cures it.
type Case = (&'static str, &'static str, &'static str, &'static str, bool);

fn line(one: &Diagnostic) -> String {
    let place = one.primary().unwrap();
    let (line, column) = place.file.line_column(place.start);
    format!("{line}:{column}: {}", one.message)
}

fn hold(name: &str, base: &str, cases: &[Case]) {
    let found = judge(&SourceFile::new(name, base));
    assert!(found.is_empty(), "{found:#?}");
    for (what, by, expected, help, is_cured) in cases {
        assert!(base.contains(what), "{what}");
        let text = base.replacen(what, by, 1);
        for text in [text.clone(), text.replace('\n', "\r\n")] {
            let found = judge(&SourceFile::new(name, &text));
            let lines: Vec<String> = found.iter().map(line).collect();
            assert_eq!(lines, [*expected], "{text}");
            let said = found[0].help.clone().unwrap_or_default();
            assert!(said.contains(help), "{said}\n{text}");
            let after = fixed(name, &text);
            let now = after.file.text();
            match is_cured {
                true => assert!(after.left.is_empty(), "{now}\n{:#?}", after.left),
                false => assert_eq!(now, text),
            }
            let is_crlf = text.contains("\r\n");
            let lone = now.replace("\r\n", "");
            assert!(!lone.contains(if is_crlf { '\n' } else { '\r' }), "{now:?}");
            assert!(!lone.contains("\r\r"), "{now:?}");
        }
    }
}

#[test]
fn headers_of_toml() {
    hold(
        "a.toml",
        TOML,
        &[
            // Inside of a neighbour.
            (
                "[ladders.sound]",
                "[ladders.hd.sound]  # all of it",
                "7:2: `sound` stands inside `hd`",
                "write the header as `[ladders.sound]`",
                true,
            ),
            (
                "[ladders.hd]",
                "[inputs.film.film_fr]\npath = \"fr.flac\"\n[ladders.hd]",
                "4:2: `film_fr` stands inside `film`",
                "write the header as `[inputs.film_fr]`",
                true,
            ),
            (
                "[ladders.sound]",
                "[inputs.film.\"sound\"]",
                "7:2: `sound` stands inside `film`, but has the keys of `ladders`",
                "write the header as `[ladders.\"sound\"]`",
                true,
            ),
            // In another section.
            (
                "[ladders.sound]",
                "[inputs.sound]",
                "7:2: `sound` stands in `inputs`, but has the keys of `ladders`",
                "write the header as `[ladders.sound]`",
                true,
            ),
            (
                "[outputs.web]",
                "[ ladders . web ]",
                "10:3: `web` stands in `ladders`, but has the keys of `outputs`",
                "write the header as `[ outputs.web ]`",
                true,
            ),
            (
                "[inputs.film]\npath",
                "[outputs.film]\nlanguage = \"en\"\npath",
                "2:2: `film` stands in `outputs`, but has the keys of `inputs`",
                "write the header as `[inputs.film]`",
                true,
            ),
            (
                "[inputs.film]",
                "[outputs.film]",
                "2:2: `film` stands in `outputs`, but has the keys of `inputs`",
                "write the header as `[inputs.film]`",
                false,
            ),
            (
                "[encryption.aes]",
                "[outputs.aes]",
                "15:2: `aes` stands in `outputs`, but has the keys of `encryption`",
                "write the header as `[encryption.aes]`",
                true,
            ),
            (
                "[ladders.hd]\ntype = \"video\"\nrungs = [{ height = 720, bit_rate = \"2500k\" }]",
                "[inputs.hd]\ntype = \"video\"\n[[inputs.hd.rungs]]\nheight = 720\nbit_rate = \"2500k\"",
                "4:2: `hd` stands in `inputs`, but has the keys of `ladders`",
                "write the header as `[ladders.hd]`",
                true,
            ),
            (
                "[ladders.sound]\ntype = \"audio\"\ncodec = \"aac\"",
                "[outputs.sound]\ntype = \"audio\"",
                "7:2: `sound` stands in `outputs`, but has the keys of `ladders`",
                "write the header as `[ladders.sound]`",
                true,
            ),
            // At the top level, or a section in a section.
            (
                "[ladders.sound]",
                "[sound]",
                "7:2: unknown key `sound`",
                "write the header as `[ladders.sound]`",
                true,
            ),
            (
                "[outputs.web]",
                "[ladders.outputs.web]",
                "10:10: `outputs` stands inside `ladders`",
                "write the header without `ladders.`",
                true,
            ),
            // A section under nearly its name.
            (
                "[ladders.sound]",
                "[ladder.sound]",
                "7:2: unknown key `ladder`",
                "write the header as `[ladders.sound]`",
                true,
            ),
            (
                "[ladders.hd]\ntype = \"video\"\nrungs = [{ height = 720, bit_rate = \"2500k\" }]\n[ladders.sound]",
                "[ladder.hd]\ntype = \"video\"\n[[ladder.hd.rungs]]\nheight = 720\nbit_rate = \"2500k\"\n[ladder.sound]",
                "4:2: unknown key `ladder`",
                "write the headers as `[ladders.hd]` and so on",
                true,
            ),
            // In a list.
            (
                "[outputs.web]",
                "[[outputs]]\nname = \"web\"",
                "10:3: `outputs` is a list, but must be a table",
                "write `[outputs.web]`, without `name = \"web\"`",
                true,
            ),
            (
                "\n[ladders.hd]\ntype = \"video\"\nrungs = [{ height = 720, bit_rate = \"2500k\" }]\n[ladders.sound]\ntype = \"audio\"",
                "\n[[ladders]]  # large\ntype = \"video\"\nid = \"hd\"\nauto = true\n[[ladders]]\ntype = \"audio\"\nid = \"sound\"",
                "4:3: `ladders` is a list, but must be a table",
                "write `[ladders.hd]`, without `id = \"hd\"`",
                true,
            ),
            (
                "[outputs.web]",
                "[[outputs.web]]",
                "10:1: `web` is a list, but must be a table",
                "write the header as `[outputs.web]`",
                true,
            ),
        ],
    );
}

/// A manifest with texts, and a list that is written by headers.
const LONG: &str = r#"version = 1

[vars]
site = "out/site"

[inputs.film]
path = "film.mp4"
start = "10s"

[ladders.hd]
type = "video"
preset = "slow"

[[ladders.hd.rungs]]
height = 720
bit_rate = "2500k"

[[ladders.hd.rungs]]
height = 360
bit_rate = "800k"

[ladders.sound]
type = "audio"
codec = "opus"

[outputs.web]
type = "hls"
dir = "${vars.site}/${film.stem}"
ladders = ["hd", "sound"]

[outputs.copy]
type = "file"
path = "out/${film.stem}.${rung}.mp4"
ladders = ["hd"]
"#;

#[test]
fn headers_that_are_missing() {
    hold(
        "a.toml",
        LONG,
        &[
            (
                "[vars]\n",
                "",
                "3:1: a header is missing above `site`",
                "write `[vars]` above this line",
                true,
            ),
            (
                "[inputs.film]\n",
                "",
                "6:1: a header is missing above `path`",
                "write `[inputs.film]` above this line",
                true,
            ),
            (
                "[ladders.hd]\n",
                "",
                "10:1: a header is missing above `type`",
                "write `[ladders.hd]` above this line",
                true,
            ),
            (
                "[[ladders.hd.rungs]]\n",
                "",
                "14:1: a header is missing above `height`",
                "write `[[ladders.hd.rungs]]` above this line",
                true,
            ),
            (
                "[ladders.sound]\n",
                "# sound\n",
                "23:1: a header is missing above `type`",
                "write `[ladders.sound]` above this line",
                true,
            ),
            (
                "[outputs.web]\n",
                "",
                "26:1: a header is missing above `type`",
                "write a header such as `[outputs.web]` above this line",
                false,
            ),
            (
                "[ladders.hd]\n",
                "[laddershd]\n",
                "10:2: unknown key `laddershd`",
                "write the header as `[ladders.hd]`",
                true,
            ),
            (
                "[inputs.film]\n",
                "[inputs_film]\n",
                "6:2: unknown key `inputs_film`",
                "write the header as `[inputs.film]`",
                true,
            ),
        ],
    );
}

#[test]
fn what_stands_astray_is_checked_too() {
    let text = TOML
        .replace("[ladders.sound]", "[ladders.hd.sound]")
        .replace("codec = \"aac\"", "codek = \"aac\"");
    let found = judge(&SourceFile::new("a.toml", text));
    let mut lines: Vec<String> = found.iter().map(line).collect();
    lines.sort();
    assert_eq!(
        lines,
        [
            "7:2: `sound` stands inside `hd`",
            "9:1: unknown key `codek`"
        ]
    );
}

#[test]
fn mappings_of_yaml() {
    hold(
        "a.yaml",
        YAML,
        &[
            (
                "  sound:\n    type: audio\n",
                "    # all of it\n    sound:\n      type: audio\n\n",
                "11:5: `sound` stands inside `hd`",
                "indent `sound:` like `hd:`, and all below it less",
                true,
            ),
            (
                "    type: video\n    rungs:\n      - { height: 720, bit_rate: 2500k }\n  sound:\n    type: audio\n",
                "    sound:\n      type: audio\n    type: video\n    auto: true\n",
                "7:5: `sound` stands inside `hd`",
                "indent `sound:` like `hd:`, and all below it less",
                false,
            ),
            (
                "ladders:\n  hd:\n    type: video\n    rungs:\n      - { height: 720, bit_rate: 2500k }\n  sound:\n    type: audio\n",
                "  sound:\n    type: audio\n    codec: aac\nladders:\n  hd:\n    type: video\n    auto: true\n",
                "5:3: `sound` stands in `inputs`, but has the keys of `ladders`",
                "move it below `ladders:`",
                false,
            ),
            (
                "  hd:\n    type: video\n    rungs:\n      - { height: 720, bit_rate: 2500k }\n  sound:\n",
                "  - name: hd\n    type: video\n    rungs:\n      - { height: 720, bit_rate: 2500k }\n  - name: sound\n",
                "5:1: `ladders` is a list, but must be a mapping",
                "write `hd:` instead of `- name: hd`",
                true,
            ),
            (
                "outputs:\n  web:\n    type: hls",
                "outputs:\n  - type: hls\n    name: web",
                "12:1: `outputs` is a list, but must be a mapping",
                "write `web:` instead of `- name: web`",
                false,
            ),
        ],
    );
}

#[test]
fn objects_of_json() {
    hold(
        "a.json",
        JSON,
        &[
            (
                "\"auto\": true },\n    \"sound\": { \"type\": \"audio\" }",
                "\"auto\": true,\n    \"sound\": { \"type\": \"audio\" } }",
                "6:5: `sound` stands inside `hd`",
                "move it out of \"hd\", and put it beside that",
                false,
            ),
            (
                "\"film.mp4\" } },\n  \"ladders\": {\n    \"hd\": { \"type\": \"video\", \"auto\": true },\n    \"sound\": { \"type\": \"audio\" }",
                "\"film.mp4\" },\n    \"sound\": { \"type\": \"audio\", \"codec\": \"aac\" } },\n  \"ladders\": {\n    \"hd\": { \"type\": \"video\", \"auto\": true }",
                "4:5: `sound` stands in `inputs`, but has the keys of `ladders`",
                "move it into the object \"ladders\"",
                false,
            ),
        ],
    );
}

/// Entries that other files complete are left where they are.
#[test]
fn parts_are_not_moved() {
    for text in [
        "version = 1\nextends = [\"b.toml\"]\n[outputs.film]\npath = \"out/film.mp4\"\n",
        "version = 1\n[inputs.film]\npath = \"a.mp4\"\ntype = \"video\"\ncodec = \"h264\"\n",
        "version = 1\n[outputs.web]\ntype = \"video\"\n",
        "version = 1\n[inputs.film.audio]\ntrack = 0\nlanguage = \"en\"\n",
        "version = 1\n[outputs.web.encryption]\ntype = \"aes-128\"\nkey_file = \"a.key\"\nkey_uri = \"a\"\n",
        "version = 1\n[ladders.hd.rungz]\nheight = 720\nbit_rate = \"2M\"\n",
    ] {
        let found = judge(&SourceFile::new("a.toml", text));
        let is_move = |one: &Diagnostic| one.message.contains(" stands in");
        assert!(!found.iter().any(is_move), "{text}\n{found:#?}");
    }
}

/// What a table says of itself is not enough: its keys have to say so, too.
#[test]
fn an_input_with_a_type_does_not_become_a_ladder() {
    let text = "version: 1\ninputs:\n  film:\n    path: a.mov\n  music:\n    path: b.wav\n    type: audio\n\
        outputs:\n  web:\n    type: hls\n    dir: out\n    ladders: [hd]\n";
    assert_eq!(fixed("a.yaml", text).file.text(), text);
}

#[test]
fn a_lost_line_is_indented_like_its_neighbours() {
    let text: String = YAML.lines().map(|line| format!("  {line}\n")).collect();
    let lost = text.replacen("  outputs:\n", "", 1);
    assert_eq!(fixed("a.yaml", &lost).file.text(), text);
}

/// A look at the whole file for each entry would take minutes.
#[test]
fn many_entries_with_keys_of_others_take_no_square_of_their_number() {
    let mut text = TOML.replace(
        "[outputs.web]",
        "[ladders.other]\ntype = \"audio\"\n[ladders.more]\ntype = \"audio\"\n[outputs.web]",
    );
    for index in 0..1000 {
        text += &format!(
            "[outputs.o{index}]\ntype = \"hls\"\ndir = \"out/{index}\"\nladders = [\"hd\"]\ncodec = \"h264\"\npreset = \"fast\"\npixel_format = \"yuv420p\"\n"
        );
    }
    let start = std::time::Instant::now();
    assert!(judge(&SourceFile::new("a.toml", &text)).len() > 1000);
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

/// What holds anchors may be called like a section.
#[test]
fn keys_of_your_own_are_no_misspelt_sections() {
    let own = "x-ladders:\n  fast: &fast\n    preset: fast\nx-input:\n  film:\n    path: b.mov\n";
    let text = YAML.replace("inputs:\n", &format!("{own}inputs:\n"));
    let text = text.replace("    type: video\n", "    <<: *fast\n    type: video\n");
    let found = judge(&SourceFile::new("a.yaml", &text));
    assert!(found.is_empty(), "{found:#?}");
}
