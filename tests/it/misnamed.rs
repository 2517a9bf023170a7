//! Files in another language than their names say: one finding, at once, and nothing is changed.

use std::time::{Duration, Instant};

use crate::alone::fixed;
use crate::json_slips::{BASE as JSON, told_of};

const TOML: &str = r#"# the film
version = 1

[inputs.film]
path = "film.mp4"

[ladders.hd]
type = "video"
codec = "h264"
rungs = [
  { height = 720, bit_rate = "2500k" },
  { height = 360, bit_rate = "800k" },
]

[ladders.sound]
type = "audio"

[outputs.web]
type = "hls"
dir = "out/web"
ladders = ["hd", "sound"]
"#;

const YAML: &str = r#"# the film
version: 1
inputs:
  film:
    path: film.mp4
ladders:
  hd:
    type: video
    codec: h264
    rungs:
      - height: 720
        bit_rate: 2500k
      - { height: 360, bit_rate: 800k }
  sound: { type: audio }
outputs:
  web:
    type: hls
    dir: out/web
    ladders: [hd, sound]
"#;

/// Holds a text, and what becomes of it if single lines are lost, against the one finding.
fn hold(name: &str, text: &str, expected: &str) {
    for text in [text.to_owned(), text.replace('\n', "\r\n")] {
        assert_eq!(told_of(name, &text), [expected], "{name}: {text}");
        let start = Instant::now();
        assert_eq!(fixed(name, &text).file.text(), text);
        assert!(start.elapsed() < Duration::from_secs(2));
    }
}

fn hold_all(name: &str, text: &str, broken: &str, expected: &str) {
    hold(name, text, expected);
    assert_ne!(text, broken);
    hold(name, broken, expected);
}

#[test]
fn the_three_languages_in_each_others_files() {
    let toml = TOML
        .replacen("\"film.mp4\"", "\"film.mp4", 1)
        .replacen("codec = ", "codec ", 1);
    let yaml = YAML
        .replacen("codec: ", "codec ", 1)
        .replacen("      - height", "     - height", 1);
    let json =
        JSON.replacen("\"h264\",", "\"h264\"", 1)
            .replacen("\"film.mp4\" }", "\"film.mp4\"", 1);
    for (name, language) in [
        ("film.json", "JSON"),
        ("film.jsonc", "JSON"),
        ("film.toml", "TOML"),
    ] {
        let expected = format!("2:1 this is YAML, not {language} => name the file `film.yaml`");
        hold_all(name, YAML, &yaml, &expected);
    }
    for (name, language) in [
        ("film.json", "JSON"),
        ("film.yaml", "YAML"),
        ("film.yml", "YAML"),
    ] {
        let expected = format!("2:1 this is TOML, not {language} => name the file `film.toml`");
        hold_all(name, TOML, &toml, &expected);
    }
    hold_all(
        "film.toml",
        JSON,
        &json,
        "1:1 this is JSON, not TOML => name the file `film.json`",
    );
    let commented = JSON.replacen("  \"outputs\"", "  // where\n  \"outputs\"", 1);
    hold(
        "film.toml",
        &commented,
        "1:1 this is JSON, not TOML => name the file `film.jsonc`",
    );
}

/// YAML reads JSON; what is wrong in it is told as in a file of JSON.
#[test]
fn json_in_a_file_of_yaml() {
    assert_eq!(told_of("a.yaml", JSON), [""; 0]);
    let cases = [
        (
            "\"film.mp4\" }",
            "\"film.mp4\"",
            "4:32 an object is not closed => write `}` after `\"film.mp4\"`",
        ),
        (
            "\"sound\"],",
            "\"sound\",",
            "21:31 a list is not closed => write `]` after `\"sound\"`",
        ),
        (
            "    },\n    \"sound\"",
            "    },\n    },\n    \"sound\"",
            "15:5 a `},` too many => remove it",
        ),
    ];
    for (right, wrong, expected) in cases {
        // What YAML reads is no mistake.
        for (plain, more) in [("", ""), ("false\n", "false, # last\n")] {
            let text = JSON.replacen(right, wrong, 1).replacen(plain, more, 1);
            assert_eq!(told_of("a.yaml", &text), [expected], "{text}");
            let cured = fixed("a.yaml", &text);
            assert!(cured.left.is_empty(), "{:#?}", cured.left);
        }
    }
}

#[test]
fn texts_that_are_no_manifest_in_any_language() {
    let ini = "; settings\n[film]\npath = film.mp4\n\n[hls]\ndir=out/web\nladders = hd, sound\n";
    let variables = "# settings\nexport FILM=film.mp4\nOUT=\"out/web\"\nHEIGHT=720\n";
    let xml = "<?xml version=\"1.0\"?>\n<manifest version=\"1\">\n  <input path=\"film.mp4\"/>\n</manifest>\n";
    let page =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>film.toml</title></head>\n</html>\n";
    let write_it =
        "write it as TOML, which looks alike, with texts in quotes, and name it `a.toml`";
    let read_them = "a manifest reads them as `${env.FILM}`; `rendit init` writes a first manifest";
    let first = "a manifest is TOML, YAML or JSON; `rendit init` writes a first one";
    let save = "save the file itself, not the page that shows it";
    for (name, language) in [("a.toml", "TOML"), ("a.yaml", "YAML"), ("a.json", "JSON")] {
        if name != "a.toml" {
            hold(
                name,
                ini,
                &format!("2:1 this is an INI file, not {language} => {write_it}"),
            );
        }
        let expected =
            format!("2:1 these are environment variables, not {language} => {read_them}");
        hold(name, variables, &expected);
        hold(
            name,
            xml,
            &format!("1:1 this is XML, not {language} => {first}"),
        );
        hold(
            name,
            page,
            &format!("1:1 this is a web page, not {language} => {save}"),
        );
    }
    let quoted = "FILM=\"film.mp4\"\nHEIGHT=720\n";
    hold(
        "a.toml",
        quoted,
        &format!("1:1 these are environment variables, not TOML => {read_them}"),
    );
    let plain = "a manifest starts with `version = 1`; `rendit init` writes a first one";
    for text in [
        "This is a note.\nIt has two lines.\n",
        "name,height\nhd,720\n",
        "Film\n\n- one\n- two\n",
    ] {
        hold(
            "a.toml",
            text,
            &format!("1:1 this is plain text, not TOML => {plain}"),
        );
    }
}

/// Single habits of another language are mended, and do not make a file of that language.
#[test]
fn a_few_foreign_lines_are_told_line_by_line() {
    let texts = [
        ("a.toml", TOML.replacen("type = \"hls\"", "type: hls", 1)),
        ("a.toml", TOML.replace(" = \"", ": \"")),
        ("a.yaml", YAML.replacen("type: hls", "type = hls", 1)),
        ("a.yaml", YAML.replacen("dir: out/web", "dir=out/web", 1)),
        (
            "a.json",
            JSON.replacen("\"type\": \"hls\",", "type: hls", 1),
        ),
        ("a.json", JSON.replace("\":", "\" =")),
        ("a.json", JSON.replace('"', "").replacen('{', "", 1)),
    ];
    for (name, text) in texts {
        let told = told_of(name, &text);
        assert!(!told.is_empty(), "{text}");
        let is_misnamed = |line: &String| line.contains("this is");
        assert!(!told.iter().any(is_misnamed), "{told:#?}");
    }
}
