//! What was most likely meant, where more than one value is in question: the finding, the help, and the
//! fix that an editor offers. What is not beyond doubt is left alone by `rendit fix`.

use rendit::diag::{At, Diagnostic};
use rendit::source::SourceFile;

use crate::alone::{fixed, judge};
use crate::literal::{JSON, TOML, YAML, line};

/// What comes of the fix.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fixes {
    /// `rendit fix` leaves no mistake.
    Cures,
    /// It is offered, and would leave no mistake.
    Offers,
    /// It is offered, and leaves something to do.
    Begins,
    /// There is none.
    Nothing,
}

use Fixes::{Begins, Cures, Nothing, Offers};

type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Fixes,
);

fn hold(name: &str, base: &str, cases: &[Case]) {
    let mut wrong = Vec::new();
    for (what, by, expected, help, fixes) in cases {
        assert!(base.contains(what), "{what}");
        let text = base.replacen(what, by, 1);
        for text in [text.clone(), text.replace('\n', "\r\n")] {
            let found = judge(&SourceFile::new(name, &text));
            let lines: Vec<String> = found.iter().map(line).collect();
            let Some(first) = found.first().filter(|_| lines == [*expected]) else {
                wrong.push(format!("{by}\n  {lines:?}"));
                continue;
            };
            let said = first.help.clone().unwrap_or_default();
            if said != *help {
                wrong.push(format!("{by}\n  {said}"));
            }
            agrees(first, &text);
            let is_sure = first.fix.as_ref().map(|fix| fix.is_sure);
            let after = match &first.fix {
                Some(fix) => {
                    let At::Span(at) = &fix.at else { panic!() };
                    format!("{}{}{}", &text[..at.start], fix.text, &text[at.end..])
                }
                None => text.clone(),
            };
            let left = judge(&SourceFile::new(name, &after));
            let done = match (is_sure, left.is_empty()) {
                (None, _) => Nothing,
                (Some(true), true) => Cures,
                (Some(false), true) => Offers,
                (Some(_), false) => Begins,
            };
            if done != *fixes {
                wrong.push(format!("{by}\n  {done:?}: {left:?}\n{after}"));
            }
            let mended = fixed(name, &text);
            if (is_sure != Some(true)) != (mended.file.text() == text) {
                wrong.push(format!("{by}\n  {}", mended.file.text()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A help that says what to write, and the fix, say the same.
pub fn agrees(one: &Diagnostic, text: &str) {
    let (Some(help), Some(fix)) = (&one.help, &one.fix) else {
        return;
    };
    let At::Span(at) = &fix.at else { panic!() };
    let after = format!("{}{}{}", &text[..at.start], fix.text, &text[at.end..]);
    let written = help
        .strip_prefix("write ")
        .or_else(|| help.strip_prefix("did you mean "));
    let Some(written) = written else {
        return;
    };
    let quoted = ['`', '"'].into_iter().find_map(|mark| {
        let (inner, _) = written.strip_prefix(mark)?.split_once(mark)?;
        Some(inner)
    });
    if let Some(quoted) = quoted {
        assert!(after.contains(quoted), "{help}\n{after}");
    }
}

#[test]
fn a_name_that_is_taken() {
    let help = "rename this one to `sound`: outputs name it and nothing defines it";
    hold(
        "a.yaml",
        YAML,
        &[
            (
                "  sound:",
                "  hd:",
                "15:3 duplicate-key duplicate key `hd`",
                help,
                Offers,
            ),
            (
                "  sound:",
                "  \"hd\":",
                "15:3 duplicate-key duplicate key `hd`",
                help,
                Offers,
            ),
        ],
    );
    hold(
        "a.json",
        JSON,
        &[(
            "\"sound\": {",
            "\"hd\": {",
            "16:5 duplicate-key duplicate key `hd`",
            help,
            Offers,
        )],
    );
    hold(
        "a.toml",
        TOML,
        &[(
            "[ladders.sound]",
            "[ladders.hd]",
            "18:1 duplicate-key the table `[ladders.hd]` is given twice",
            help,
            Offers,
        )],
    );
}

#[test]
fn an_entry_written_where_its_name_belongs() {
    hold(
        "a.json",
        JSON,
        &[(
            "\"encryption\": \"aes\"",
            "\"encryption\": { \"type\": \"aes-128\", \"key_file\": \"keys/film.key\", \"key_uri\": \"https://example.com/film.key\" }",
            "23:21 wrong-type `encryption` is an object, but must be a string",
            "write `\"encryption\": \"aes\"`, which says the same",
            Cures,
        )],
    );
    hold(
        "a.yaml",
        YAML,
        &[
            (
                "    encryption: aes",
                "    encryption: { type: aes-128, key_file: keys/film.key, key_uri: \"https://example.com/film.key\" }",
                "24:17 wrong-type `encryption` is a mapping, but must be a string",
                "write `encryption: aes`, which says the same",
                Cures,
            ),
            (
                "    encryption: aes",
                "    encryption: { type: aes-128, key_file: keys/other.key, key_uri: \"https://example.com/film.key\" }",
                "24:17 wrong-type `encryption` is a mapping, but must be a string",
                "define it below `encryption`, and write its name here",
                Nothing,
            ),
        ],
    );
}

#[test]
fn the_types_that_have_the_keys() {
    hold(
        "a.json",
        JSON,
        &[(
            "      \"type\": \"hls\",\n",
            "",
            "19:5 missing-key missing key `type`",
            "write `\"type\": \"hls\"` or `\"type\": \"cmaf\"`, which have the keys here",
            Nothing,
        )],
    );
    hold(
        "a.toml",
        TOML,
        &[(
            "type = \"hls\"\n",
            "",
            "22:1 missing-key missing key `type`",
            "write `type = \"hls\"` or `type = \"cmaf\"`, which have the keys here",
            Nothing,
        )],
    );
}

#[test]
fn numbers_in_other_units() {
    let rate = "must be a bit rate such as \"2500k\", \"4.5M\" or 2500000";
    for (written, help, fixes) in [
        ("2.8MB", "did you mean \"2.8M\"?", Offers),
        ("-2500k", "did you mean \"2500k\"?", Offers),
        ("2500m", "did you mean \"2500k\"?", Offers),
        ("4m", "write \"4M\"", Cures),
        ("5 MBit", "write \"5M\"", Cures),
    ] {
        let text = TOML.replacen("\"2500k\"", &format!("\"{written}\""), 1);
        let found = judge(&SourceFile::new("a.toml", &text));
        let [one] = found.as_slice() else {
            panic!("{found:?}");
        };
        assert!(one.message.ends_with(rate), "{}", one.message);
        assert_eq!(one.help.as_deref(), Some(help));
        let fix = one.fix.as_ref().unwrap();
        assert_eq!(fix.is_sure, fixes == Cures, "{written}");
    }
    let duration =
        "but must be a duration such as \"6s\", \"500ms\", \"1m30s\", \"00:01:30.5\" or 6";
    for (written, help) in [
        ("4f", "4s"),
        ("100 frames", "4s"),
        ("-6s", "6s"),
        ("150f", "6s"),
        ("00:00:06:12", "00:00:06.48"),
        ("00:01:30:00", "00:01:30"),
    ] {
        let text = TOML.replacen(
            "encryption = \"aes\"",
            &format!("encryption = \"aes\"\nsegment_duration = \"{written}\""),
            1,
        );
        let found = judge(&SourceFile::new("a.toml", &text));
        let [one] = found.as_slice() else {
            panic!("{found:?}");
        };
        assert!(one.message.ends_with(duration), "{}", one.message);
        assert_eq!(one.help, Some(format!("did you mean \"{help}\"?")));
        assert!(!one.fix.as_ref().unwrap().is_sure);
    }
    hold(
        "a.yaml",
        YAML,
        &[
            (
                "height: 720",
                "height: 720i",
                "13:19 wrong-type `height` is \"720i\", but must be an integer",
                "did you mean 720?",
                Offers,
            ),
            (
                "bit_rate: 2500k",
                "crf: 70",
                "13:29 out-of-range `crf` is 70, but the scale of h264 ends at 51",
                "write `crf: 23`, for example. Constant quality: lower is better and larger; 0 … 51 (x264, x265), 0 … 63 (AV1, VP9). Either this or `bit_rate`.",
                Nothing,
            ),
            (
                "channels: 2",
                "channels: two",
                "18:37 wrong-type `channels` is \"two\", but must be an integer",
                "write 2",
                Cures,
            ),
        ],
    );
}

#[test]
fn languages_by_their_names() {
    for (written, tag) in [
        ("Danish", "da"),
        ("dansk", "da"),
        ("Français", "fr"),
        ("Magyar", "hu"),
        ("日本語", "ja"),
    ] {
        let text = YAML.replacen("language: en", &format!("language: {written}"), 1);
        let after = fixed("a.yaml", &text);
        assert!(after.left.is_empty(), "{:?}", after.left);
        assert_eq!(
            after.file.text(),
            YAML.replacen("language: en", &format!("language: {tag}"), 1)
        );
    }
}

#[test]
fn what_yaml_makes_of_a_character() {
    hold(
        "a.yaml",
        YAML,
        &[
            (
                "    preset: fast\n",
                "    preset: fast\n    args: [-x264-params: aq-mode=3]\n",
                "12:12 wrong-type `args[0]` is a mapping, but must be a string",
                "write two items: \"-x264-params\", \"aq-mode=3\"",
                Cures,
            ),
            (
                "    preset: fast\n",
                "    preset: fast\n    args:\n      - -x264-params: aq-mode=3\n",
                "13:9 wrong-type `args[0]` is a mapping, but must be a string",
                "write two items: \"-x264-params\", \"aq-mode=3\"",
                Nothing,
            ),
            (
                "  site: out/site",
                "  - site: out/site",
                "2:1 wrong-type `vars` is a list, but must be a mapping",
                "remove each `- `: every entry has a name already",
                Nothing,
            ),
            (
                "    ladders: [hd, sound]\n    encryption",
                "    ladders: hd, sound]\n    encryption",
                "23:14 wrong-type `ladders` is \"hd, sound]\", but must be a list",
                "write a list: [hd, sound]",
                Cures,
            ),
            (
                "    rungs:\n      - { bit_rate: 128k, channels: 2 }",
                "    rungs: \"*sounds\"",
                "17:12 wrong-type `rungs` is \"*sounds\", but must be a list",
                "write *sounds, without quotes",
                Begins,
            ),
        ],
    );
}

#[test]
fn vectors_of_another_length() {
    let uri = "key_uri = \"https://example.com/film.key\"";
    for (written, message, help, is_sure) in [
        (
            "\"000102030405060708090a0b0c0d0e\"",
            "`iv` has 30 hex digits, but must have 32",
            "write 2 more",
            None,
        ),
        (
            "\"000102030405060708090a0b0c0d0e0f1011\"",
            "`iv` has 36 hex digits, but must have 32",
            "write 4 less",
            None,
        ),
        (
            "\"00010203-0405-0607-0809-0a0b0c0d0e0f\"",
            "`iv` is in groups, but must be 32 hex digits",
            "write \"000102030405060708090a0b0c0d0e0f\"",
            Some(true),
        ),
    ] {
        let text = TOML.replacen(uri, &format!("{uri}\niv = {written}"), 1);
        let found = judge(&SourceFile::new("a.toml", &text));
        let [one] = found.as_slice() else {
            panic!("{found:?}");
        };
        assert_eq!(
            (one.message.as_str(), one.help.as_deref()),
            (message, Some(help))
        );
        assert_eq!(one.fix.as_ref().map(|fix| fix.is_sure), is_sure);
    }
}

#[test]
fn paths_that_name_something_else() {
    hold(
        "a.yaml",
        YAML,
        &[
            (
                "path: film.mp4",
                "path: \"film.mp4 \"",
                "6:11 blank-path a path that ends with a blank",
                "write `film.mp4`",
                Offers,
            ),
            (
                "  site: out/site",
                "  site: ~/site",
                "3:9 not-filled-in `~` is not filled in",
                "write `${env.HOME}/site`",
                Begins,
            ),
            (
                "    dir: out/dash",
                "    dir: out/dash\n    segment_path: \"${rendition}/seg\"",
                "28:19 segment-path all segments of a rendition would be one file",
                "write `segment_path: \"${rendition}/seg-${number}\"`",
                Offers,
            ),
            (
                "    dir: out/dash",
                "    dir: out/dash\n    segment_path: part_",
                "28:19 segment-path all segments would be one file",
                "write `segment_path: \"${rendition}/part_${number}\"`",
                Offers,
            ),
        ],
    );
    let batch = YAML
        .replace("path: film.mp4", "glob: in/*.mp4")
        .replace("/web", "/web/${movie.stem}")
        .replace("out/dash", "out/dash/${movie.stem}");
    let batch: &str = batch.leak();
    hold(
        "a.yaml",
        batch,
        &[
            (
                "in/*.mp4",
                "in/*.(mp4|mov)",
                "6:11 path-pattern `(`, `|` and `)` are letters in a `glob`",
                "write \"in/*.{mp4,mov}\"",
                Cures,
            ),
            (
                "in/*.mp4",
                "in/@(a|b).mp4",
                "6:11 path-pattern `(`, `|` and `)` are letters in a `glob`",
                "write \"in/{a,b}.mp4\"",
                Offers,
            ),
            (
                "in/*.mp4",
                "in/reels/",
                "6:11 path-pattern a `glob` without `*` matches one name",
                "for the files in it, write \"in/reels/*\"",
                Offers,
            ),
        ],
    );
    for fine in [
        "in/film.mp4",
        "in/*",
        "**/a*",
        "in/{a,b}",
        "in/a(1).mp4",
        "in/(*)",
    ] {
        let text = batch.replace("in/*.mp4", &format!("\"{fine}\""));
        let found = judge(&SourceFile::new("a.yaml", &text));
        assert!(found.is_empty(), "{fine}: {found:?}");
    }
}

#[test]
fn one_name_is_told_once() {
    let set = "{ id: 0, streams: video }";
    let ladders = "ladders: [hd, sound]\n    adaptation_sets";
    let base = YAML.replacen(set, "{ id: 0, ladder: hd }", 1);
    for (typed, message) in [
        ("[\"hd, sound\"]", "no ladder is called `hd, sound`"),
        ("[HD, sound]", "no ladder is called `HD`"),
    ] {
        let text = base.replacen(ladders, &ladders.replace("[hd, sound]", typed), 1);
        let found = judge(&SourceFile::new("a.yaml", &text));
        let said: Vec<&str> = found.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(said, [message]);
    }
}

#[test]
fn what_holds_all_of_a_file() {
    let file = r#"version = 1
[inputs.film]
path = "film.mp4"
[ladders.hd]
type = "video"
codec = "VIDEO"
rungs = [{ height = 720, bit_rate = "2M" }]
[ladders.sound]
type = "audio"
codec = "AUDIO"
[outputs.f]
type = "file"
path = "out/f.END"
ladders = ["hd", "sound"]
"#;
    for (video, audio, end, help) in [
        (
            "av1",
            "opus",
            "mov",
            "write `.webm`, `.mp4` or `.mkv`, which hold all of it",
        ),
        ("av1", "aac", "mov", "write `.mp4` or `.mkv`"),
        (
            "hevc",
            "aac",
            "webm",
            "write `.mp4` or `.mkv`, or take `codec = \"vp9\"` in `hd` and `codec = \"opus\"` in `sound`",
        ),
        (
            "hevc",
            "opus",
            "webm",
            "write `.mp4` or `.mkv`, or take `codec = \"vp9\"` in `hd`",
        ),
        (
            "vp9",
            "aac",
            "webm",
            "write `.mp4` or `.mkv`, or take `codec = \"opus\"` in `sound`",
        ),
    ] {
        let text = file
            .replace("VIDEO", video)
            .replace("AUDIO", audio)
            .replace("END", end);
        let found = judge(&SourceFile::new("a.toml", &text));
        let helps: Vec<Option<&str>> = found.iter().map(|one| one.help.as_deref()).collect();
        assert_eq!(helps, [Some(help)]);
    }
}

/// A key of another tool says nothing of a header, as long as what follows it belongs here.
#[test]
fn a_key_of_another_tool_among_those_of_the_table() {
    hold(
        "a.toml",
        TOML,
        &[
            (
                "language = \"en\"",
                "lang = \"en\"\nend = \"9s\"",
                "8:1 unknown-key unknown key `lang`",
                "",
                Cures,
            ),
            (
                "path = \"film.mp4\"\n",
                "path = \"film.mp4\"\nss = \"2s\" # from here\nend = \"9s\"\n",
                "8:1 unknown-key unknown key `ss`",
                "",
                Cures,
            ),
            (
                "preset = \"fast\"",
                "pix_fmt = \"yuv420p\"\npreset = \"fast\"",
                "12:1 unknown-key unknown key `pix_fmt`",
                "",
                Cures,
            ),
            (
                "ladders = [\"hd\", \"sound\"]\nencryption",
                "ladders = [\"hd\", \"sound\"]\nhls_time = 6\nsegments = \"ts\"\nencryption",
                "26:1 unknown-key unknown key `hls_time`",
                "",
                Cures,
            ),
            (
                "dir = \"${vars.site}/web\"",
                "folder = \"${vars.site}/web\"",
                "24:1 unknown-key unknown key `folder`",
                "",
                Cures,
            ),
            // What follows belongs elsewhere: there a header is missing.
            (
                "\n[outputs.dash]\ntype",
                "type",
                "27:1 syntax-toml `outputs.web` is given again from here on",
                "write a header such as `[outputs.other]` above it, or remove what is given twice",
                Nothing,
            ),
        ],
    );
}

const FILM: &str = r#"version = 1
[inputs.film]
path = "media/film.mp4"
[ladders.hd]
type = "video"
rungs = [{ height = 360, bit_rate = "800k" }]
[ladders.sound]
type = "audio"
[outputs.web]
type = "hls"
dir = "out/${film.stem}"
ladders = ["hd", "sound"]
[outputs.copy]
type = "file"
path = "out/copy.mp4"
ladders = ["hd", "sound"]
"#;

#[test]
fn headers_and_places_by_the_names_that_others_use() {
    hold(
        "a.toml",
        FILM,
        &[
            (
                "[inputs.film]",
                "[input]",
                "2:2 unknown-key unknown key `input`",
                "write the header as `[inputs.film]`",
                Cures,
            ),
            (
                "[ladders.sound]",
                "[sound.ladders]",
                "7:2 unknown-key unknown key `sound`",
                "write the header as `[ladders.sound]`",
                Cures,
            ),
            (
                "[ladders.sound]",
                "[ sound . ladders ] # stereo",
                "7:3 unknown-key unknown key `sound`",
                "write the header as `[ladders.sound]`",
                Cures,
            ),
            (
                "[ladders.sound]\ntype = \"audio\"",
                "type = \"audio\"\nrungs = [{ bit_rate = \"128k\" }]",
                "7:1 syntax-toml `ladders.hd` is given again from here on",
                "write `[ladders.sound]` above it, or remove what is given twice",
                Nothing,
            ),
            (
                "path = \"out/copy.mp4\"",
                "dir = \"out/copy\"",
                "15:1 unknown-key unknown key `dir`",
                "write `path = \"out/copy/${film.stem}.mp4\"`",
                Offers,
            ),
            (
                "path = \"out/copy.mp4\"",
                "path = \"out/copy/\"",
                "15:8 file-ending a file without an ending",
                "write `out/copy/${film.stem}.mp4`; there are `.mp4`, `.m4a`, `.mov`, `.mkv`, `.mka`, `.webm`",
                Offers,
            ),
            (
                "dir = \"out/${film.stem}\"",
                "path = \"out/${film.stem}/index.m3u8\"\nsegments = \"ts\"",
                "11:1 unknown-key unknown key `path`",
                "write `dir = \"out/${film.stem}\"` and `playlist = \"index.m3u8\"`",
                Offers,
            ),
            (
                "dir = \"out/${film.stem}\"",
                "description = \"main site\"\ndir = \"out/${film.stem}\"",
                "11:1 unknown-key unknown key `description`",
                "leave it out, or write a comment: `# main site`",
                Nothing,
            ),
            (
                "version = 1",
                "version = 1\ncomment = \"of May\"",
                "2:1 unknown-key unknown key `comment`",
                "write `x-comment = \"of May\"`: such keys are yours",
                Offers,
            ),
        ],
    );
    hold(
        "a.toml",
        TOML,
        &[(
            "key_uri = \"https://example.com/film.key\"\n",
            "key_uri = \"https://example.com/film.key\"\nname = \"Film\"\n# the end\n",
            "41:1 unknown-key `name` stands inside `encryption.aes`",
            "move it above the first header: `name = \"Film\"`",
            Cures,
        )],
    );
    hold(
        "a.json",
        JSON,
        &[
            (
                "[\"hd\", \"sound\"],\n      \"encryption\"",
                "\"hd+sound\",\n      \"encryption\"",
                "22:18 wrong-type `ladders` is \"hd+sound\", but must be a list",
                "write a list: [\"hd\", \"sound\"]",
                Cures,
            ),
            (
                "[\"hd\", \"sound\"],\n      \"encryption\"",
                "{ \"video\": \"hd\", \"audio\": [\"sound\"] },\n      \"encryption\"",
                "22:18 wrong-type `ladders` is an object, but must be a list",
                "write [\"hd\", \"sound\"]",
                Offers,
            ),
            (
                "\"dir\": \"${vars.site}/web\"",
                "\"path\": \"${vars.site}/web/master.m3u8\"",
                "21:7 unknown-key unknown key `path`",
                "write `\"dir\": \"${vars.site}/web\"` and `\"playlist\": \"master.m3u8\"`",
                Offers,
            ),
            (
                "\"type\": \"hls\"",
                "\"_comment\": \"main\", \"type\": \"hls\"",
                "20:7 unknown-key unknown key `_comment`",
                "leave it out: there is no such key",
                Nothing,
            ),
        ],
    );
    hold(
        "a.yaml",
        YAML,
        &[(
            "- { height: 720, bit_rate: 2500k }\n      - { height: 360, bit_rate: 800k }",
            "720p: { height: 720, bit_rate: 2500k }\n      360p: { bit_rate: 800k }",
            "12:5 wrong-type `rungs` is a mapping, but must be a list",
            "write `- { height: 720, bit_rate: 2500k }`",
            Cures,
        )],
    );
    let batch = FILM
        .replace(
            "path = \"media/film.mp4\"",
            "glob = [\"in/**/*.mov\", \"in/**/*.mxf\"]",
        )
        .replace("out/copy.mp4", "out/${film.folder}/${film.stem}.mp4")
        .replace("out/${film.stem}\"", "web/${film.folder}/${film.stem}\"");
    let alike = "glob = \"in/**/*.{mov,mxf}\"";
    let given = "glob = [\"in/**/*.mov\", \"in/**/*.mxf\"]";
    let wrong = "3:8 wrong-type `glob` is a list, but must be a string";
    hold(
        "a.toml",
        &batch,
        &[(
            given,
            given,
            wrong,
            "write `glob = \"in/**/*.{mov,mxf}\"`",
            Offers,
        )],
    );
    let other = "glob = [\"in/*.mov\", \"out/*.mxf\"]";
    let one = "write one of them, such as `glob = \"in/*.mov\"`; each needs an entry of its own";
    hold("a.toml", &batch, &[(given, other, wrong, one, Nothing)]);
    let batch = batch.replace(given, alike);
    hold(
        "a.toml",
        &batch,
        &[
            (
                "out/${film.folder}/${film.stem}.mp4",
                "out/${film.folder}/",
                "15:8 file-ending a file without an ending",
                "write `out/${film.folder}/${film.stem}.mp4`; there are `.mp4`, `.m4a`, `.mov`, `.mkv`, `.mka`, `.webm`",
                Offers,
            ),
            (
                "out/${film.folder}/${film.stem}.mp4",
                "out/proxy.mp4",
                "15:8 batch-target every match of `film` would be published here",
                "write `out/${film.folder}/${film.stem}.mp4`",
                Offers,
            ),
            (
                "path = \"out/${film.folder}/${film.stem}.mp4\"",
                "dir = \"out/files\"",
                "15:1 unknown-key unknown key `dir`",
                "write `path = \"out/files/${film.folder}/${film.stem}.mp4\"`",
                Offers,
            ),
        ],
    );
}
