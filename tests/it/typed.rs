//! Helps and fixes speak of what was typed: placeholders stay, secrets are not shown, and what is only
//! a consequence is not told.

use rendit::report::findings::{Style, github, human, json, sarif, short};
use rendit::source::SourceFile;

use crate::alone::{fixed, judge};

const FILM: &str = r#"version = 1

[vars]
title = "Spring"

[inputs.talk]
path = "media/talk.mov"

[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2500k" }]
args = ["-metadata", "title=${vars.title}"]

[ladders.sound]
type = "audio"

[outputs.web]
type = "hls"
dir = "out/web"
ladders = ["hd", "sound"]
"#;

/// The findings in short, the helps, and the text after the sure fixes.
fn told(text: &str) -> (Vec<String>, Vec<String>, String) {
    let found = judge(&SourceFile::new("a.toml", text));
    let helps = found.iter().filter_map(|one| one.help.clone()).collect();
    let lines = short(&found).lines().map(str::to_owned).collect();
    (lines, helps, fixed("a.toml", text).file.text().to_owned())
}

#[test]
fn a_fix_keeps_placeholders() {
    let args = r#"args = ["-metadata", "title=${vars.title}"]"#;
    for (what, by, message, after) in [
        (
            args,
            r#"args = ["-metadata title=${vars.title}"]"#,
            "an option and its value in one item: `-metadata title=${vars.title}`",
            args,
        ),
        (
            args,
            r#"args = ["-metadata title=${vars.title} $$5"]"#,
            "an option and its value in one item: `-metadata title=${vars.title} $$5`",
            r#"args = ["-metadata", "title=${vars.title} $$5"]"#,
        ),
        (
            args,
            r#"args = ["-metadata 'title=The ${vars.title}'"]"#,
            "an option and its value in one item: `-metadata 'title=The ${vars.title}'`",
            r#"args = ["-metadata", "title=The ${vars.title}"]"#,
        ),
        (
            args,
            r#"args = "-metadata title=${vars.title}""#,
            "`args` is \"-metadata title=${vars.title}\", but must be a list",
            args,
        ),
        (
            r#"dir = "out/web""#,
            "dir = \"out/web\"\nplaylist = \"${vars.title}\"",
            "`Spring` does not end in `.m3u8`",
            "dir = \"out/web\"\nplaylist = \"${vars.title}.m3u8\"",
        ),
        (
            r#"dir = "out/web""#,
            "dir = \"out/web\"\nsegment_path = \"${vars.title}/${rendition}/${number}.m4s\"",
            "segments get their `.m4s` themselves",
            "dir = \"out/web\"\nsegment_path = \"${vars.title}/${rendition}/${number}\"",
        ),
    ] {
        assert!(told(FILM).0.is_empty(), "{:?}", told(FILM));
        let (lines, _, text) = told(&FILM.replace(what, by));
        let [line] = lines.as_slice() else {
            panic!("{by}: {lines:?}");
        };
        assert!(line.contains(message), "{line}");
        assert_eq!(text, FILM.replace(what, after));
    }
    // What is filled in brings the slip with it: nothing here is the place to mend it.
    let slips = [
        FILM.replace("Spring", "-refs 4")
            .replace(args, "args = [\"${vars.title}\"]"),
        FILM.replace("Spring", "a.ts").replace(
            "dir = \"out/web\"",
            "dir = \"out/web\"\nsegment_path = \"${rendition}/${number}${vars.title}\"",
        ),
    ];
    for text in slips {
        let (lines, _, after) = told(&text);
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert_eq!(after, text);
    }
}

#[test]
fn a_blank_in_a_value_is_no_item() {
    let args = r#"args = ["-metadata", "title=${vars.title}"]"#;
    let typed = FILM.replace(args, r#"args = "-metadata title=A ${vars.title} -refs 4""#);
    let (_, helps, after) = told(&typed);
    assert_eq!(
        helps,
        [r#"write a list: ["-metadata", "title=A ${vars.title}", "-refs", "4"]"#]
    );
    assert_eq!(after, typed, "not beyond doubt");
}

const KEY: &str = "0123456789abcdefFEDCBA9876543210";

/// Wherever a key stands by mistake: not in a message, a help, a label or a fix, in any form.
#[test]
fn a_key_is_in_no_help_and_no_fix() {
    let base = "version: 1\ninputs: { film: { path: media/film.mp4 } }\nladders:\n  hd: { type: video, \
                rungs: [{ height: 360, bit_rate: 800k }] }\noutputs:\n  hls:\n    type: hls\n    dir: out\n    \
                ladders: [hd]\n    encryption: aes\nencryption:\n  aes:\n    type: aes-128\n";
    let key = KEY.to_lowercase();
    for lines in [
        format!("    note: {key}\n    key_file: {key},\n    key_uri: {key};\n"),
        format!("    key: {key};\n"),
        format!("    key_file: \"\"{key}\"\n"),
        format!("    key_file: \"{key}\" x\n"),
        format!("    options: {{ key_file: {key}, key_uri: x }}\n"),
        format!("  key_file: {key}\n  key_uri: x\n"),
    ] {
        let text = format!("{base}{lines}");
        let found = judge(&SourceFile::new("a.yaml", &text));
        assert!(!found.is_empty(), "{lines}");
        let shown = [
            human(&found, Style::default()),
            short(&found),
            json(&found),
            sarif(&found),
            github(&found),
        ];
        for shown in shown {
            assert!(!shown.contains(&key), "{lines}: {shown}");
        }
    }
    // Taken for a part of an expression.
    let toml = FILM.replace(
        "ladders = [\"hd\", \"sound\"]\n",
        "ladders = [\"hd\", \"sound\"]\nencryption = \"aes\"\n",
    );
    for value in [
        format!("\"{key}\" + vars.x"),
        format!("vars.{key}"),
        format!("env(\"{key}\")"),
        format!("os.environ[\"{key}\"]"),
        format!("\"${{env.{key}}}\""),
        format!("\"${{{key}}}\""),
    ] {
        let text = format!(
            "{toml}\n[encryption.aes]\ntype = \"aes-128\"\nkey_uri = \"https://a.com/k\"\nkey_file = {value}\n"
        );
        let found = judge(&SourceFile::new("a.toml", &text));
        assert!(!found.is_empty(), "{value}");
        for shown in [
            human(&found, Style::default()),
            short(&found),
            json(&found),
            sarif(&found),
        ] {
            assert!(!shown.contains(&key), "{value}: {shown}");
        }
    }
    let inline = base.replace(
        "encryption: aes\nencryption:",
        &format!("encryption: {{ key: {key}, key_uri: x }}\nencryption:"),
    );
    let found = judge(&SourceFile::new("a.yaml", &inline));
    assert!(!json(&found).contains(&key), "{}", json(&found));
}

#[test]
fn a_key_is_shown_nowhere() {
    let encryption = format!(
        "\n[encryption.aes]\ntype = \"aes-128\"\nkey_uri = \"https://example.com/k\"\nkey_env = \"{KEY}\"\n"
    );
    let text = FILM.replace(
        "ladders = [\"hd\", \"sound\"]\n",
        "ladders = [\"hd\", \"sound\"]\nencryption = \"aes\"\n",
    );
    for line in ["key_env", "key", "key_hex", "secret"] {
        let text = text.clone() + &encryption.replace("key_env", line);
        let found = judge(&SourceFile::new("a.toml", &text));
        assert!(!found.is_empty(), "{line}");
        let style = Style::default();
        let shown = [
            human(&found, style),
            short(&found),
            json(&found).to_string(),
            sarif(&found).to_string(),
        ];
        for shown in shown {
            assert!(!shown.contains("89abcdef"), "{line}: {shown}");
        }
        if line == "key_env" {
            let help = found[0].help.as_deref().unwrap_or_default();
            assert!(help.contains("a key never stands in a manifest"), "{help}");
        }
    }
    // An initialisation vector is none.
    let text = text + &encryption.replace("key_env", "iv");
    let drawn = human(&judge(&SourceFile::new("a.toml", &text)), Style::default());
    assert!(
        drawn.contains("has no key") && !drawn.contains('•'),
        "{drawn}"
    );
    for typed in [
        "${env.STUDIO_KEY}",
        "$STUDIO_KEY",
        "${STUDIO_KEY}",
        "%STUDIO_KEY%",
    ] {
        let encryption = encryption.replace(KEY, typed);
        let text = FILM.replace(
            "ladders = [\"hd\", \"sound\"]\n",
            "ladders = [\"hd\", \"sound\"]\nencryption = \"aes\"\n",
        ) + &encryption;
        let (lines, helps, after) = told(&text);
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert_eq!(helps, ["write its name alone: \"STUDIO_KEY\""]);
        assert_eq!(after, text.replace(typed, "STUDIO_KEY"));
    }
}

#[test]
fn a_backslash_is_no_folder() {
    let path = r#"path = "media/talk.mov""#;
    for (typed, help) in [
        (r"path = 'media\talk.mov'", "write `media/talk.mov`"),
        (r"path = 'media\old\talk.mov'", "write `media/old/talk.mov`"),
        (r#"path = "media\talk.mov""#, "write `media/talk.mov`"),
        (
            r#"path = "media\raw\talk.mov""#,
            "write `media/raw/talk.mov`",
        ),
        (r#"path = "media\new.mov""#, "write `media/new.mov`"),
        (
            r"path = 'C:\media\talk.mov'",
            "write a path from the manifest's folder",
        ),
    ] {
        let (lines, helps, after) = told(&FILM.replace(path, typed));
        assert_eq!(lines.len(), 1, "{typed}: {lines:?}");
        assert!(lines[0].contains("warning[backslash-path]"), "{lines:?}");
        assert!(helps[0].starts_with(help), "{helps:?}");
        let is_cured = typed.contains("= '") && !typed.contains("C:");
        let cured = typed.replace('\\', "/");
        let expected = if is_cured { &cured } else { typed };
        assert_eq!(after, FILM.replace(path, expected));
    }
    let (lines, ..) = told(&FILM.replace(path, r"glob = 'media/\[a\]*.mov'"));
    assert!(
        !lines.iter().any(|line| line.contains("backslash")),
        "{lines:?}"
    );
}

#[test]
fn one_cause_is_told_once() {
    let more = "\n[outputs.tv]\ntype = \"dash\"\ndir = \"out/tv\"\nladders = [\"hd\", \"sound\"]\n";
    let path = "path = \"media/talk.mov\"\n";
    // Turned off once, however many outputs need it.
    for (typed, message) in [
        (
            "video = false\n",
            "`talk` gives no picture, but `hd` needs it",
        ),
        (
            "audio = []\n",
            "`talk` gives no sound, but `sound` needs it",
        ),
    ] {
        let text = FILM.replace(path, &format!("{path}{typed}")) + more;
        let (lines, ..) = told(&text);
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(
            lines[0].starts_with("a.toml:8:") && lines[0].contains(message),
            "{lines:?}"
        );
    }
    // The ladder that fits the file stands unused.
    let opus = "\n[ladders.web]\ntype = \"audio\"\ncodec = \"opus\"\n";
    let file = "\n[outputs.cut]\ntype = \"file\"\npath = \"out/cut.webm\"\nladders = [\"vp9\", \"sound\"]\n";
    let vp9 = "\n[ladders.vp9]\ntype = \"video\"\ncodec = \"vp9\"\nrungs = [{ height = 720, bit_rate = \"2M\" }]\n";
    let (lines, helps, _) = told(&format!("{FILM}{opus}{vp9}{file}"));
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!(helps, ["name `web` here instead, which fits"]);
    // A set for the sound of a picture.
    let sets = "adaptation_sets = [{ id = 0, ladder = \"hd\", streams = \"audio\" }, { id = 1, streams = \"audio\" }]\n";
    let (lines, helps, _) = told(&format!("{FILM}{more}{sets}"));
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(
        lines[0].contains("the ladder `hd` has no sound: this set takes nothing"),
        "{lines:?}"
    );
    assert_eq!(
        helps,
        ["write `streams = \"video\"`, or name another ladder"]
    );
}

#[test]
fn variables_that_no_text_names_are_told() {
    let text = FILM.replace("title = \"Spring\"", "title = \"Spring\"\ntitel = \"Lent\"");
    let (lines, helps, _) = told(&text);
    assert_eq!(
        lines,
        ["a.toml:5:1: warning[unused-definition]: no text uses `vars.titel`"]
    );
    assert_eq!(helps, ["did you mean `title`, which texts name?"]);
    let text = FILM.replace("title = \"Spring\"", "title = \"Spring\"\nsite = \"out\"");
    let (_, helps, _) = told(&text);
    assert_eq!(
        helps,
        ["write `${vars.site}` where it belongs, or remove it here"]
    );
    // Another variable may name it.
    let text = text.replace("\"Spring\"", "\"Spring ${vars.site}\"");
    assert!(told(&text).0.is_empty());
}

#[test]
fn a_wrong_language_is_told_where_it_stands() {
    let more = "\n[outputs.tv]\ntype = \"dash\"\ndir = \"out/tv\"\nladders = [\"hd\", \"sound\"]\n\
                adaptation_sets = [{ id = 0, streams = \"video\" }, { id = 1, language = \"en\" }, { id = 2, language = \"de\" }]\n";
    let inputs = "path = \"media/talk.mov\"\nlanguage = \"en\"\n\n[inputs.german]\npath = \"media/de.wav\"\nvideo = false\nlanguage = ";
    for (typed, help) in [
        ("\"german\"", "write \"de\""),
        ("\"de_AT\"", "write \"de-AT\""),
        ("\"de-AT\"", "did you mean `de-AT`?"),
    ] {
        let text = FILM.replace("path = \"media/talk.mov\"", &format!("{inputs}{typed}")) + more;
        let (lines, helps, _) = told(&text);
        assert_eq!(lines.len(), 1, "{typed}: {lines:?}");
        assert_eq!(helps, [help]);
    }
}

#[test]
fn a_name_that_is_misspelt_where_it_is_defined_is_told_there() {
    let more = "\n[outputs.tv]\ntype = \"dash\"\ndir = \"out/tv\"\nladders = [\"hd\", \"sound\"]\n";
    let text = format!("{FILM}{more}").replace("[ladders.sound]", "[ladders.sonud]");
    let (lines, helps, after) = told(&text);
    assert_eq!(
        lines,
        [
            "a.toml:14:10: error[unknown-reference]: no ladder is called `sound`, which 2 places name"
        ]
    );
    assert_eq!(helps, ["did you mean `sound`?"]);
    assert_eq!(after, text, "either side may be wrong");
}

const YAML: &str = "\
version: 1
x-note: draft -- ask Anna
x-options: { a: 1, -b: 2 }
inputs:
  film:
    path: media/film.mov
ladders:
  hd:
    type: video
    auto: true
outputs:
  web:
    type: hls
    dir: films -- final
    ladders: [hd]
    encryption: aes
encryption:
  aes:
    type: aes-128
    key_file: keys -- old
    key_uri: https://example.com/k
";

#[test]
fn what_people_may_mean_is_left_alone() {
    let found = judge(&SourceFile::new("a.yaml", YAML));
    assert!(found.is_empty(), "{}", short(&found));
    let path = r#"path = "media/talk.mov""#;
    // The cure may be wrong: it is offered, and not applied.
    for (what, by) in [
        (path, r"path = 'media/my\ talk.mov'"),
        (path, r"path = 'media/AC\DC.mov'"),
        (path, r"path = '\media\talk.mov'"),
        (path, r#"path = "httpp://example.com/talk.mov""#),
        (
            r#"rungs = [{ height = 720, bit_rate = "2500k" }]"#,
            "[[ladders.hd.rungs]]\nheight = 720\nbit_rate = \"2M\"\n# was too low\nbit_rate = \"3M\"",
        ),
    ] {
        let text = FILM
            .replace(what, by)
            .replace("args = [\"-metadata\", \"title=${vars.title}\"]\n", "");
        let (lines, _, after) = told(&text.replace("[vars]\ntitle = \"Spring\"\n", ""));
        assert_eq!(lines.len(), 1, "{by}: {lines:?}");
        assert!(after.contains(by), "{after}");
    }
    // A file that is named by its digest can be read in its own finding.
    let digest = "media/0123456789abcdef0123456789abcdef.mov";
    let text = FILM.replace(path, &format!("paht = \"{digest}\""));
    let drawn = human(&judge(&SourceFile::new("a.toml", &text)), Style::default());
    assert!(drawn.contains(digest), "{drawn}");
    // A base is named from here.
    let text = FILM.replace(
        "version = 1",
        "version = 1\nextends = [\"..\\shared\\base.toml\"]",
    );
    let (_, helps, after) = told(&text);
    assert!(helps.iter().all(|help| !help.contains("'..")), "{helps:?}");
    assert!(!after.contains("'.."), "{after}");
    // Nothing is open that a parenthesis could close.
    let json = r#"{ "version": 1, "inputs": { "a": { "path": "a.mov" } }, "ladders": { "v": { "type": "video", "auto": true } },
 "outputs": { "w": { "type": "hls", "dir": "o", "ladders": ["v"] } } })"#;
    let found = judge(&SourceFile::new("a.json", json));
    assert_eq!(found.len(), 1, "{}", short(&found));
    assert!(!short(&found).contains("is closed by"), "{}", short(&found));
    // A set for a picture in a language takes none, but it is a set for pictures.
    let set = "\n[outputs.tv]\ntype = \"dash\"\ndir = \"out/tv\"\nladders = [\"hd\"]\nadaptation_sets = [{ id = 0, ladder = \"hd\", streams = \"video\", language = \"en\" }]\n";
    let (lines, ..) = told(&format!("{FILM}{set}"));
    assert!(
        !lines.iter().any(|line| line.contains("has no sound")),
        "{lines:?}"
    );
}
