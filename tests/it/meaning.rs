//! Mistakes in what is said, not in how it is written: a unit that is lost, a type at odds with its keys,
//! a target that all matches share. One finding where it must be changed, and what to type.

use std::collections::BTreeMap;

use rendit::diag::At;
use rendit::source::SourceFile;

use crate::alone::{fixed, judge};
use crate::likely::agrees;
use crate::literal::{JSON, TOML, YAML, line};

/// What comes of the fix.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fixes {
    /// `rendit fix` leaves no mistake.
    Cured,
    /// It is offered, and would leave no mistake.
    Offered,
    /// It is offered, and leaves something to do.
    Begun,
    /// There is none.
    Open,
}

use Fixes::{Begun, Cured, Offered, Open};

/// The manifest, what is replaced, by what, what is said of it, the help, and what comes of the fix.
pub type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Fixes,
);

pub fn hold(cases: &[Case]) {
    let names = BTreeMap::from([(YAML, "a.yaml"), (TOML, "a.toml"), (JSON, "a.json")]);
    for (base, what, by, expected, help, fixes) in cases {
        assert!(base.contains(what), "{what}");
        let text = base.replacen(what, by, 1);
        for text in [text.clone(), text.replace('\n', "\r\n")] {
            let name = names[base];
            let found = judge(&SourceFile::new(name, &text));
            let lines: Vec<String> = found.iter().map(line).collect();
            assert_eq!(lines, [*expected], "{by}");
            agrees(&found[0], &text);
            assert_eq!(found[0].help.as_deref().unwrap_or_default(), *help, "{by}");
            let fix = found[0].fix.as_ref();
            let after = match fix {
                Some(fix) if fix.is_sure => {
                    let after = fixed(name, &text);
                    assert_eq!(after.left.len(), 0, "{}", after.file.text());
                    assert_ne!(after.file.text(), text);
                    Cured
                }
                Some(fix) => {
                    let At::Span(at) = &fix.at else { panic!() };
                    let after = format!("{}{}{}", &text[..at.start], fix.text, &text[at.end..]);
                    assert_eq!(fixed(name, &text).file.text(), text);
                    match judge(&SourceFile::new(name, &after)).is_empty() {
                        true => Offered,
                        false => Begun,
                    }
                }
                None => Open,
            };
            assert_eq!(after, *fixes, "{by}");
        }
    }
}

/// Manifests in which something is replaced by what is right as well.
pub fn stays_clean(cases: &[(&str, &str, &str)]) {
    let names = BTreeMap::from([(YAML, "a.yaml"), (TOML, "a.toml"), (JSON, "a.json")]);
    for (base, what, by) in cases {
        assert!(base.contains(what), "{what}");
        let found = judge(&SourceFile::new(names[base], base.replacen(what, by, 1)));
        assert!(found.is_empty(), "{by}: {found:?}");
    }
}

#[test]
fn a_rate_without_its_unit() {
    hold(&[
        (
            YAML,
            "720, bit_rate: 2500k",
            "720, bit_rate: 4500k, max_bit_rate: 6",
            "13:55 out-of-range `max_bit_rate` is 6, but the least is 1000",
            "did you mean 6M?",
            Offered,
        ),
        (
            TOML,
            r#""2500k""#,
            r#""4500k", max_bit_rate = "6""#,
            r#"14:54 out-of-range `max_bit_rate` is "6", but the least is 1000"#,
            r#"did you mean "6M"?"#,
            Offered,
        ),
        (
            JSON,
            r#""2500k""#,
            r#""4500k", "max_bit_rate": 6"#,
            "12:63 out-of-range `max_bit_rate` is 6, but the least is 1000",
            r#"did you mean "6M"?"#,
            Offered,
        ),
        (
            TOML,
            r#""2500k""#,
            "3500",
            "14:30 bit-rate-size 3500 is very few bits for 720 lines of h264",
            "write `3500k`: a plain number is bits per second",
            Offered,
        ),
        (
            YAML,
            "2500k",
            "3",
            "13:34 out-of-range `bit_rate` is 3, but the least is 1000",
            "did you mean 3M?",
            Offered,
        ),
        (
            YAML,
            "800k",
            r#""0.8""#,
            r#"14:34 out-of-range `bit_rate` is "0.8", but the least is 1000"#,
            r#"did you mean "0.8M"?"#,
            Offered,
        ),
        (
            TOML,
            r#""2500k""#,
            r#""2500k", max_bit_rate = 3500"#,
            "14:54 peak-below-average the peak is below the average",
            "write `3500k`: a plain number is bits per second",
            Offered,
        ),
        (
            TOML,
            r#""2500k""#,
            r#""2500k", buffer_size = 5000"#,
            "14:53 bit-rate-size 5k is a very small buffer for 2500k a second",
            "write `5000k`: a plain number is bits per second",
            Offered,
        ),
        (
            JSON,
            r#""bit_rate": "2500k""#,
            r#""crf": 23, "max_bit_rate": 6000"#,
            "12:53 bit-rate-size 6k is very few bits for 720 lines of h264",
            "write `6000k`: a plain number is bits per second",
            Offered,
        ),
        (
            YAML,
            "2500k",
            "2500M",
            "13:34 bit-rate-size 2500000k is very many bits for 720 lines of h264",
            "did you mean `2500k`?",
            Offered,
        ),
        (
            YAML,
            "128k",
            "128",
            "18:21 out-of-range `bit_rate` is 128, but the least is 1000",
            "did you mean 128k?",
            Offered,
        ),
        (
            TOML,
            r#""128k""#,
            "128.0",
            "20:23 out-of-range `bit_rate` is 128.0, but the least is 1000",
            r#"did you mean "128k"?"#,
            Offered,
        ),
        (
            YAML,
            "channels: 2",
            "channels: 2, sample_rate: 48.0",
            "18:53 out-of-range `sample_rate` is 48.0, but the least is 8000",
            "did you mean 48000?",
            Offered,
        ),
    ]);
}

#[test]
fn a_unit_in_the_key() {
    hold(&[
        (
            YAML,
            "bit_rate: 2500k",
            "bit_rate_kbps: 2500",
            "13:24 unknown-key unknown key `bit_rate_kbps`",
            "write `bit_rate: 2500k`",
            Cured,
        ),
        (
            TOML,
            r#"bit_rate = "2500k""#,
            "bitrateKbps = 2500",
            "14:19 unknown-key unknown key `bitrateKbps`",
            r#"write `bit_rate = "2500k"`"#,
            Cured,
        ),
        (
            JSON,
            r#""bit_rate": "2500k""#,
            r#""kbps": 2500"#,
            "12:26 unknown-key unknown key `kbps`",
            r#"write `"bit_rate": "2500k"`"#,
            Offered,
        ),
        (
            TOML,
            r#"type = "hls""#,
            "type = \"hls\"\nsegment_duration_ms = 6000",
            "24:1 unknown-key unknown key `segment_duration_ms`",
            r#"write `segment_duration = "6000ms"`"#,
            Cured,
        ),
        (
            YAML,
            "type: hls",
            "type: hls\n    segmentDurationMs: 6000",
            "22:5 unknown-key unknown key `segmentDurationMs`",
            "write `segment_duration: 6000ms`",
            Cured,
        ),
        (
            JSON,
            r#""type": "hls""#,
            r#""type": "hls", "segment_length_in_seconds": 6"#,
            "20:22 unknown-key unknown key `segment_length_in_seconds`",
            r#"write `"segment_duration": "6s"`"#,
            Cured,
        ),
        (
            YAML,
            "channels: 2",
            "channels: 2, sample_rate_khz: 48",
            "18:40 unknown-key unknown key `sample_rate_khz`",
            "write `sample_rate: 48000`",
            Cured,
        ),
        (
            YAML,
            "language: en",
            "start_min: 2",
            "7:5 unknown-key unknown key `start_min`",
            "write `start: 2m`",
            Cured,
        ),
    ]);
}

#[test]
fn a_type_at_odds_with_its_keys() {
    hold(&[
        (
            YAML,
            "type: dash",
            "type: hls",
            r#"26:11 wrong-value `type` is "hls", but the other keys are not"#,
            "write `type: dash`, which the keys here fit",
            Offered,
        ),
        (
            TOML,
            "[outputs.dash]\ntype = \"dash\"",
            "[outputs.dash]\ntype = \"hls\"\nmpd = \"a.mpd\"",
            r#"29:8 wrong-value `type` is "hls", but the other keys are not"#,
            r#"write `type = "dash"`, which the keys here fit"#,
            Offered,
        ),
        (
            JSON,
            r#""type": "hls","#,
            "\"type\": \"file\",\n      \"segment_duration\": \"4s\",",
            r#"20:15 wrong-value `type` is "file", but the other keys are not"#,
            r#"write `"type": "hls"` or `"type": "cmaf"`, which have the keys here"#,
            Open,
        ),
        (
            TOML,
            "[outputs.dash]\ntype = \"dash\"",
            "[outputs.tv]\ntype = \"file\"\nsegment_duration = \"4s\"\nsingle_file = true",
            r#"29:8 wrong-value `type` is "file", but the other keys are not"#,
            r#"write `type = "dash"`, which the keys here fit"#,
            Offered,
        ),
        (
            YAML,
            "    type: dash\n",
            "    type: hls\n    playlist: a.m3u8\n    mpd: a.mpd\n",
            r#"26:11 wrong-value `type` is "hls", but the other keys are not"#,
            "write `type: cmaf`, which the keys here fit",
            Offered,
        ),
        (
            YAML,
            "    type: dash\n",
            "",
            "25:3 missing-key missing key `type`",
            "did you mean `type: dash`? The keys here fit `cmaf`, too",
            Offered,
        ),
        (
            TOML,
            "type = \"hls\"\n",
            "",
            "22:1 missing-key missing key `type`",
            r#"write `type = "hls"` or `type = "cmaf"`, which have the keys here"#,
            Open,
        ),
        (
            JSON,
            "      \"type\": \"hls\",\n      \"dir\": \"${vars.site}/web\"",
            r#"      "dir": "${vars.site}/hls""#,
            "19:5 missing-key missing key `type`",
            r#"did you mean `"type": "hls"`? The keys here fit `cmaf`, too"#,
            Offered,
        ),
        (
            TOML,
            "[ladders.sound]\ntype = \"audio\"\nrungs = [{ bit_rate = \"128k\", channels = 2 }]",
            "[ladders.sound]\nrungs = [{ bit_rate = \"128k\" }]",
            "18:1 missing-key missing key `type`",
            r#"did you mean `type = "audio"`? The keys here fit `video`, too"#,
            Offered,
        ),
        (
            YAML,
            "    type: hls\n",
            "    type: hls\n    format: hls\n",
            "22:5 unknown-key unknown key `format`",
            "leave it out: `type: hls` says so already",
            Open,
        ),
    ]);
}

#[test]
fn places_behind_a_variable() {
    hold(&[
        (
            TOML,
            r#""out/site""#,
            r#""../site""#,
            "4:8 outside-root the output leads out of the manifest's folder",
            r#"write a path below the manifest's folder, such as `site = "site"`, or an absolute one"#,
            Open,
        ),
        (
            YAML,
            "out/site",
            "../../site",
            "3:9 outside-root the output leads out of the manifest's folder",
            r#"write a path below the manifest's folder, such as `site: "site"`, or an absolute one"#,
            Open,
        ),
        (
            JSON,
            r#""out/site""#,
            r#""s3://bucket""#,
            "3:21 outside-root outputs are files of this machine",
            "write a path, and copy what is published there afterwards",
            Open,
        ),
        (
            YAML,
            "  site: out/site",
            "  root: ../x\n  site: ${vars.root}/site",
            "3:9 outside-root the output leads out of the manifest's folder",
            r#"write a path below the manifest's folder, such as `root: "x"`, or an absolute one"#,
            Open,
        ),
        (
            TOML,
            r#""${vars.site}/web""#,
            r#""../${vars.site}/web""#,
            "24:7 outside-root the output leads out of the manifest's folder",
            r#"write a path below the manifest's folder, such as `dir = "${vars.site}/web"`, or an absolute one"#,
            Open,
        ),
    ]);
}

#[test]
fn sizes_and_numbers_in_words() {
    hold(&[
        (
            YAML,
            "height: 720",
            "height: HD",
            r#"13:19 wrong-type `height` is "HD", but must be an integer"#,
            "did you mean 720?",
            Offered,
        ),
        (
            TOML,
            "height = 720",
            r#"height = "Full-HD""#,
            r#"14:14 wrong-type `height` is "Full-HD", but must be an integer"#,
            "write 1080",
            Cured,
        ),
        (
            JSON,
            r#""height": 720"#,
            r#""height": [1280, 720]"#,
            "12:21 wrong-type `height` is a list, but must be an integer",
            "write 720; the other side follows from the picture's aspect",
            Open,
        ),
        (
            TOML,
            "height = 720",
            "resolution = { width = 1280, height = 720 }",
            "14:5 unknown-key unknown key `resolution`",
            "write them without `resolution`: `width = 1280, height = 720`",
            Open,
        ),
        (
            YAML,
            "height: 720",
            "height: -2, width: 1280",
            "13:19 out-of-range `height` is -2, but the least is 16",
            "leave it out: it follows from the other side, and is always even",
            Open,
        ),
        (
            YAML,
            "height: 720",
            "height: source",
            r#"13:19 wrong-type `height` is "source", but must be an integer"#,
            "leave it out: then the source's size counts",
            Open,
        ),
        (
            YAML,
            "720, bit_rate: 2500k",
            "720, bit_rate: ~3M",
            r#"13:34 bad-format `bit_rate` is "~3M", but must be a bit rate such as "2500k", "4.5M" or 2500000"#,
            "did you mean 3M?",
            Offered,
        ),
        (
            TOML,
            r#""2500k""#,
            r#""2_500k""#,
            r#"14:30 bad-format `bit_rate` is "2_500k", but must be a bit rate such as "2500k", "4.5M" or 2500000"#,
            r#"write "2500k""#,
            Cured,
        ),
        (
            YAML,
            "channels: 2",
            "channels: 2ch",
            r#"18:37 wrong-type `channels` is "2ch", but must be an integer"#,
            "write 2",
            Cured,
        ),
        (
            JSON,
            r#""channels": 2"#,
            r#""channels": 6.1"#,
            "16:77 wrong-type `channels` is 6.1, but must be an integer",
            "write 7",
            Cured,
        ),
        (
            YAML,
            "channels: 2",
            "channels: 5.1(side)",
            r#"18:37 wrong-type `channels` is "5.1(side)", but must be an integer"#,
            "write 6",
            Cured,
        ),
        (
            YAML,
            "channels: 2",
            "channels: 2, sample_rate: 44.1kHz",
            r#"18:53 wrong-type `sample_rate` is "44.1kHz", but must be an integer"#,
            "write 44100",
            Cured,
        ),
        (
            YAML,
            "720, bit_rate",
            "720, max_frame_rate: 59.94i, bit_rate",
            r#"13:40 bad-format `max_frame_rate` is "59.94i", but must be a frame rate such as 30, "29.97" or "30000/1001""#,
            "did you mean 29.97?",
            Offered,
        ),
        (
            TOML,
            "720, bit_rate",
            "720, max_frame_rate = -25, bit_rate",
            "14:36 out-of-range `max_frame_rate` is -25, but it must be more than 0",
            "did you mean 25?",
            Offered,
        ),
        (
            TOML,
            "720, bit_rate",
            r#"720, max_frame_rate = "ntsc", bit_rate"#,
            r#"14:36 bad-format `max_frame_rate` is "ntsc", but must be a frame rate such as 30, "29.97" or "30000/1001""#,
            r#"did you mean "30000/1001"?"#,
            Offered,
        ),
        (
            YAML,
            "language: en",
            r#"end: """#,
            r#"7:10 bad-format `end` is "", but must be a duration such as "6s", "500ms", "1m30s", "00:01:30.5" or 6"#,
            "give it a value, such as `end: 2s`, or remove the key if it is not needed",
            Open,
        ),
        (
            YAML,
            "language: en",
            "audio: 0:a:1",
            r#"7:12 wrong-type `audio` is "0:a:1", but must be a list"#,
            "write [{ track: 1 }]",
            Offered,
        ),
    ]);
}

#[test]
fn languages_with_their_countries() {
    hold(&[
        (
            YAML,
            "language: en",
            "language: English (US)",
            r#"7:15 bad-format `language` is "English (US)", but must be a language tag such as "en" or "pt-BR""#,
            "write en-US",
            Cured,
        ),
        (
            TOML,
            r#"language = "en""#,
            r#"language = "Portuguese (Brazil)""#,
            r#"8:12 bad-format `language` is "Portuguese (Brazil)", but must be a language tag such as "en" or "pt-BR""#,
            r#"write "pt-BR""#,
            Cured,
        ),
        (
            JSON,
            r#""language": "en""#,
            r#""language": "Brazilian Portuguese""#,
            r#"5:48 bad-format `language` is "Brazilian Portuguese", but must be a language tag such as "en" or "pt-BR""#,
            r#"write "pt-BR""#,
            Cured,
        ),
        (
            YAML,
            "language: en",
            "language: english-uk",
            r#"7:15 bad-format `language` is "english-uk", but must be a language tag such as "en" or "pt-BR""#,
            "write en-GB",
            Cured,
        ),
        (
            YAML,
            "language: en",
            "language: none",
            r#"7:15 bad-format `language` is "none", but must be a language tag such as "en" or "pt-BR""#,
            "leave it out: then what the file says counts",
            Open,
        ),
    ]);
}

#[test]
fn keys_of_other_tools() {
    hold(&[
        (
            TOML,
            r#"preset = "fast""#,
            r#"encoder_preset = "fast""#,
            "12:1 unknown-key unknown key `encoder_preset`",
            "",
            Cured,
        ),
        (
            YAML,
            "preset: fast",
            "bit_depth: 10",
            "11:5 unknown-key unknown key `bit_depth`",
            "write it as a pixel format: `pixel_format: yuv420p10le` for 10 bits",
            Open,
        ),
        (
            YAML,
            "preset: fast",
            "crf: 23",
            "11:5 unknown-key unknown key `crf`",
            "write `crf: 23` into the items of `rungs`",
            Open,
        ),
        (
            YAML,
            "bit_rate: 2500k",
            "vmaf: 95",
            "13:24 unknown-key unknown key `vmaf`",
            "write constant quality as `crf: 23`",
            Open,
        ),
        (
            YAML,
            "channels: 2",
            "ch: 2",
            "18:27 unknown-key unknown key `ch`",
            "",
            Cured,
        ),
        (
            YAML,
            "channels: 2",
            "codec: aac",
            "18:27 unknown-key unknown key `codec`",
            "write another ladder for another codec: all rungs of one have its `codec`",
            Open,
        ),
        (
            TOML,
            r#"type = "hls""#,
            "type = \"hls\"\nvar_stream_map = \"v:0,a:0\"",
            "24:1 unknown-key unknown key `var_stream_map`",
            "leave it out: `ladders` and `inputs` say what goes in",
            Open,
        ),
        (
            TOML,
            r#"type = "hls""#,
            "type = \"hls\"\nsegment_format = \"ts\"",
            "24:1 unknown-key unknown key `segment_format`",
            "",
            Offered,
        ),
        (
            JSON,
            r#""type": "dash""#,
            r#""type": "dash", "min_buffer_time": 2"#,
            "26:23 unknown-key unknown key `min_buffer_time`",
            "leave it out: rendit writes the MPD as players want it",
            Open,
        ),
        (
            YAML,
            "type: hls",
            "type: hls\n    name: Web",
            "22:5 unknown-key unknown key `name`",
            "leave it out: an output's name is its key below `outputs`",
            Open,
        ),
        (
            YAML,
            "preset: fast",
            "encoder: x264",
            "11:14 encoder-codec ffmpeg has no encoder `x264`",
            "write `libx264`",
            Cured,
        ),
        (
            TOML,
            r#"preset = "fast""#,
            r#"encoder = "nvenc""#,
            "12:11 encoder-codec ffmpeg has no encoder `nvenc`",
            "write `h264_nvenc`",
            Cured,
        ),
        (
            YAML,
            "preset: fast",
            "encoder: libx265",
            "11:14 encoder-codec `libx265` writes hevc, not h264",
            r#"write `codec: "hevc"`, or `encoder: "libx264"`"#,
            Open,
        ),
        (
            TOML,
            "version = 1",
            "version = 1\n[ignore]\nlanguage-tag = \"x\"",
            "2:2 unknown-key unknown key `ignore`",
            "",
            Begun,
        ),
        (
            TOML,
            "version = 1",
            "version = 1\n[allow]\nlanguage-tag = true",
            r#"3:16 wrong-type `language-tag` is true, but must be a reason, such as "the CDN is inside our network""#,
            r#"write the reason, such as "agreed with the client""#,
            Open,
        ),
        (
            YAML,
            "version: 1",
            "version: 1\nallow:\n  language-tag: { reason: old }",
            r#"3:17 wrong-type `language-tag` is a mapping, but must be a reason, such as "the CDN is inside our network""#,
            "write old, without a mapping",
            Open,
        ),
        (
            YAML,
            "version: 1",
            "version: 1\nallow: { all: because }",
            "2:10 unknown-key unknown key `all`",
            "name each warning by its code, with its own reason",
            Open,
        ),
    ]);
}

#[test]
fn a_digit_or_a_name_that_slipped() {
    hold(&[
        (
            YAML,
            "path: film.mp4",
            "path: film.mp4\n    optional: ture",
            "7:15 wrong-type `optional` is \"ture\", but must be true or false",
            "did you mean true?",
            Offered,
        ),
        (
            YAML,
            "height: 720",
            "height: 72",
            "13:19 bit-rate-size 2500k is much too far from what 72 lines need",
            "did you mean `720`?",
            Offered,
        ),
        (
            TOML,
            "height = 720",
            "height = 7200",
            "14:14 bit-rate-size 2500k is much too far from what 7200 lines need",
            "did you mean `720`?",
            Offered,
        ),
        (
            YAML,
            "type: hls",
            "type: hls\n    segment_path: \"${rung}/${number}\"",
            "22:20 unknown-name `${rung}` has a value only in the `path` of a file output",
            "did you mean `${rendition}`?",
            Offered,
        ),
        (
            YAML,
            "type: hls",
            "type: hls\n    segment_path: \"${rendition}/${index}\"",
            "22:33 unknown-name nothing is called `index` here",
            "did you mean `${number}`?",
            Offered,
        ),
        (
            YAML,
            "${vars.site}/web",
            "${vars.site}/${film.stem}",
            "22:23 unknown-name nothing is called `film.stem` here",
            "did you mean `${movie.stem}`?",
            Offered,
        ),
        (
            YAML,
            "type: hls",
            "type: hls\n    playlist: true",
            "22:15 wrong-type `playlist` is true, but must be a string",
            "leave it out: it is always written",
            Open,
        ),
        (
            YAML,
            "language: en",
            "start: 0:02:00:00",
            r#"7:12 bad-format `start` is "0:02:00:00", but must be a duration such as "6s", "500ms", "1m30s", "00:01:30.5" or 6"#,
            r#"did you mean "0:02:00"?"#,
            Offered,
        ),
        (
            YAML,
            "preset: fast",
            "pixel_format: 4:2:0",
            r#"11:19 wrong-value `pixel_format` cannot be "4:2:0""#,
            "one of `yuv420p`, `yuv420p10le`, `yuv422p`, `yuv422p10le`, `yuv444p`",
            Cured,
        ),
        (
            YAML,
            "preset: fast",
            "max_fps: 30",
            "11:5 unknown-key unknown key `max_fps`",
            "write `max_frame_rate: 30`",
            Offered,
        ),
        (
            YAML,
            "language: en",
            "required: false",
            "7:5 unknown-key unknown key `required`",
            "leave it out: an absent file is an error; for one that may be absent, write `optional: true`",
            Open,
        ),
        (
            YAML,
            "streams: audio",
            "type: audio",
            "31:18 unknown-key unknown key `type`",
            "",
            Cured,
        ),
        (
            YAML,
            "key_file: keys/film.key",
            "key_file: 00112233445566778899aabbccddeeff",
            "35:15 key-source a key instead of its file",
            r#"put its 16 bytes into a file, and write the path of that, such as `key_file: "keys/film.key"`: a key never stands in a manifest"#,
            Open,
        ),
        (
            YAML,
            "key_uri: https://example.com/film.key",
            "key_uri: https://example.com/film.key\n    iv: random",
            r#"37:9 bad-format `iv` is "random", but must be 32 hex digits"#,
            "leave it out: then each segment has one of its own",
            Open,
        ),
        (
            YAML,
            "encryption: aes",
            "encryption: keys/film.key",
            "24:17 unknown-reference no encryption is called `keys/film.key`",
            "did you mean `aes`?",
            Offered,
        ),
        (
            YAML,
            "  sound:\n",
            "  audio:\n",
            "15:3 unknown-reference no ladder is called `sound`, which 2 places name",
            "did you mean `sound`?",
            Open,
        ),
        (
            YAML,
            "language: en",
            "audio: [{ track: 0, role: audio description }]",
            r#"7:31 wrong-value `role` cannot be "audio description""#,
            "one of `main`, `alternate`, `dub`, `commentary`, `description`",
            Cured,
        ),
    ]);
}

#[test]
fn names_by_what_they_are() {
    hold(&[
        (
            YAML,
            "    type: hls\n",
            "    type: hls\n    inputs: [film.mp4]\n",
            "22:14 unknown-reference no input is called `film.mp4`",
            "did you mean `movie`?",
            Cured,
        ),
        (
            TOML,
            r#"type = "hls""#,
            "type = \"hls\"\ninputs = [\"film.mp4\"]",
            "24:11 unknown-reference no input is called `film.mp4`",
            "did you mean `movie`?",
            Cured,
        ),
        (
            JSON,
            "\"ladders\": [\"hd\", \"sound\"],\n      \"enc",
            "\"ladders\": [\"hd\", \"aac\"],\n      \"enc",
            "22:25 unknown-reference no ladder is called `aac`",
            "did you mean `sound`?",
            Offered,
        ),
    ]);
}

/// The manifest with a `glob`, and an output that has this target.
fn batch(glob: &str, target: &str) -> String {
    TOML.replace("path = \"film.mp4\"", &format!("glob = \"{glob}\""))
        .replace("${vars.site}/web", &format!("${{vars.site}}/{target}"))
        .replace("out/dash", "out/dash/${movie.folder}/${movie.stem}")
}

#[test]
fn a_batch_tells_its_matches_apart() {
    for (glob, target, message, meant) in [
        (
            "in/*.mp4",
            "web",
            "every match of `movie`",
            "web/${movie.stem}",
        ),
        (
            "in/*.mp4",
            "${movie.folder}/hls",
            "every match of `movie`",
            "${movie.folder}/${movie.stem}/hls",
        ),
        (
            "in/**/*.mp4",
            "${movie.folder}",
            "all matches of `movie` in one folder",
            "${movie.folder}/${movie.stem}",
        ),
        (
            "in/*/master.mp4",
            "${movie.stem}",
            "every match of `movie`",
            "${movie.folder}/${movie.stem}",
        ),
    ] {
        let text = batch(glob, target);
        let found = judge(&SourceFile::new("a.toml", &text));
        let lines: Vec<String> = found.iter().map(line).collect();
        let expected = format!("24:7 batch-target {message} would be published here");
        assert_eq!(lines, [expected], "{glob} {target}");
        let help = format!("write `${{vars.site}}/{meant}`");
        assert_eq!(found[0].help.as_ref(), Some(&help));
        let fix = found[0].fix.as_ref().unwrap();
        assert!(!fix.is_sure);
        let At::Span(at) = &fix.at else { panic!() };
        let after = format!("{}{}{}", &text[..at.start], fix.text, &text[at.end..]);
        assert!(
            judge(&SourceFile::new("a.toml", &after)).is_empty(),
            "{after}"
        );
    }
    for (glob, target) in [
        ("in/*.mp4", "${movie.stem}"),
        ("in/*.mp4", "${movie.name}"),
        ("in/**/*.mp4", "${movie.stem}"),
        ("in/*.{mov,mp4}", "${movie.stem}"),
        ("in/*/master.mp4", "${movie.folder}"),
        ("in/film.mp4", "web"),
    ] {
        let found = judge(&SourceFile::new("a.toml", batch(glob, target)));
        let is_told = found.iter().any(|one| one.code.name == "batch-target");
        assert!(!is_told, "{glob} {target}: {found:?}");
    }
    // Others that extend a part of a manifest may say where.
    let part = batch("in/*.mp4", "web");
    let part = format!(
        "{}{}",
        &part[..part.find("[ladders.hd]").unwrap()],
        &part[part.find("[outputs.web]").unwrap()..]
    );
    let found = judge(&SourceFile::new("a.toml", &part));
    assert!(
        found.iter().all(|one| one.code.name != "batch-target"),
        "{found:?}"
    );
}

#[test]
fn what_looks_alike_is_right() {
    stays_clean(&[
        (
            YAML,
            "720, bit_rate: 2500k",
            "720, bit_rate: 2500000, max_bit_rate: 6M, buffer_size: 9M",
        ),
        (
            YAML,
            "720, bit_rate: 2500k",
            "720, crf: 20, max_bit_rate: 300k",
        ),
        (
            YAML,
            "720, bit_rate: 2500k",
            "720, crf: 20, max_bit_rate: 40M, buffer_size: 500k",
        ),
        (
            YAML,
            "720, bit_rate: 2500k",
            "720, bit_rate: 2500k, buffer_size: 100M",
        ),
        (YAML, "site: out/site", "site: /srv/www"),
        (YAML, "site: out/site", "site: out/../site"),
        (YAML, "language: en", "language: pt-BR"),
        (YAML, "preset: fast", "encoder: h264_nvenc"),
        (
            TOML,
            "[outputs.web]\ntype = \"hls\"",
            "[outputs.dash-too]\ntype = \"hls\"",
        ),
    ]);
}
