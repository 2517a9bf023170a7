//! Values and keys as other tools have them: one finding at the place of the mistake, and what to type.

use rendit::check::regular::{Foreign, foreign};

use crate::literal::{JSON, TOML, YAML};
use crate::meaning::Fixes::{Begun, Cured, Offered, Open};
use crate::meaning::{hold, stays_clean};

#[test]
fn a_codec_in_the_place_of_an_encoder() {
    hold(&[
        (
            TOML,
            r#"preset = "fast""#,
            r#"encoder = "h264""#,
            "12:11 encoder-codec `h264` is a codec, not an encoder",
            r#"write `encoder = "libx264"`, or leave it out"#,
            Cured,
        ),
        (
            TOML,
            r#"preset = "fast""#,
            r#"args = ["-x264-params", "aq-mode=3"]
encoder = "h264""#,
            "13:11 encoder-codec `h264` is a codec, not an encoder",
            r#"write `encoder = "libx264"`, or leave it out"#,
            Cured,
        ),
        (
            TOML,
            r#"preset = "fast""#,
            r#"encoder = "x264"
args = ["-x264-params", "aq-mode=3"]"#,
            "12:11 encoder-codec ffmpeg has no encoder `x264`",
            "write `libx264`",
            Cured,
        ),
        (
            YAML,
            "preset: fast",
            "codec: hevc
    encoder: h264",
            "12:14 encoder-codec `h264` is a codec, not an encoder",
            r#"write `encoder: "libx265"`, or `codec: "h264"`"#,
            Open,
        ),
        (
            YAML,
            "preset: fast",
            "encoder: hevc",
            "11:14 encoder-codec `hevc` is a codec, not an encoder",
            r#"write `codec: "hevc"` instead: libx265 is its usual encoder"#,
            Open,
        ),
        (
            JSON,
            r#""preset": "fast""#,
            r#""encoder": "AVC1""#,
            "10:18 encoder-codec `AVC1` is a codec, not an encoder",
            r#"write `"encoder": "libx264"`, or leave it out"#,
            Cured,
        ),
        (
            TOML,
            r#"preset = "fast""#,
            r#"encoder = "nvenc_h264""#,
            "12:11 encoder-codec ffmpeg has no encoder `nvenc_h264`",
            "write `h264_nvenc`",
            Cured,
        ),
        (
            TOML,
            r#"preset = "fast""#,
            r#"encoder = "LibX264""#,
            "12:11 encoder-codec ffmpeg has no encoder `LibX264`",
            "write `libx264`",
            Cured,
        ),
        (
            TOML,
            r#"type = "audio""#,
            r#"type = "audio"
encoder = "libopus""#,
            "20:11 encoder-codec `libopus` writes opus, not aac",
            r#"write `codec = "opus"`, or `encoder = "aac"`"#,
            Open,
        ),
        (
            JSON,
            r#""preset": "fast""#,
            r#""codec": { "name": "h264" }"#,
            "10:16 wrong-type `codec` is an object, but must be a string",
            r#"write `"codec": "h264"`"#,
            Cured,
        ),
        (
            TOML,
            r#"preset = "fast""#,
            r#"codec = { name = "hevc", preset = "slow" }"#,
            "12:9 wrong-type `codec` is a table, but must be a string",
            r#"write `codec = "hevc"`, and beside it `preset = "slow"`"#,
            Open,
        ),
        (
            YAML,
            "preset: fast",
            "codec:
      name: h265 # as others have it
      profile: main",
            "11:5 wrong-type `codec` is a mapping, but must be a string",
            "write `codec: hevc`, and beside it `profile: main`",
            Open,
        ),
    ]);
}

#[test]
fn several_parts_where_one_value_belongs() {
    hold(&[
        (
            JSON,
            r#""2500k""#,
            r#"{ "value": 4, "unit": "M" }"#,
            r#"12:38 wrong-type `bit_rate` is an object, but must be a bit rate such as "2500k", "4.5M" or 2500000"#,
            r#"write "4M""#,
            Cured,
        ),
        (
            YAML,
            "2500k",
            "{ value: 4000, unit: kbps }",
            r#"13:34 wrong-type `bit_rate` is a mapping, but must be a bit rate such as "2500k", "4.5M" or 2500000"#,
            "write 4000k",
            Cured,
        ),
        (
            TOML,
            r#""2500k""#,
            r#""500-900k""#,
            r#"14:30 bad-format `bit_rate` is "500-900k", but must be a bit rate such as "2500k", "4.5M" or 2500000"#,
            r#"write the average and the peak: `bit_rate = "500k"` and `max_bit_rate = "900k"`"#,
            Begun,
        ),
        (
            YAML,
            "2500k",
            "500k..900k",
            r#"13:34 bad-format `bit_rate` is "500k..900k", but must be a bit rate such as "2500k", "4.5M" or 2500000"#,
            "write the average and the peak: `bit_rate: 500k` and `max_bit_rate: 900k`",
            Begun,
        ),
        (
            JSON,
            r#""2500k""#,
            r#""2-4 Mbps""#,
            r#"12:38 bad-format `bit_rate` is "2-4 Mbps", but must be a bit rate such as "2500k", "4.5M" or 2500000"#,
            r#"write the average and the peak: `"bit_rate": "2M"` and `"max_bit_rate": "4M"`"#,
            Offered,
        ),
        (
            YAML,
            "2500k",
            "{ average: 4M, peak: 6M }",
            r#"13:34 wrong-type `bit_rate` is a mapping, but must be a bit rate such as "2500k", "4.5M" or 2500000"#,
            "write the average and the peak: `bit_rate: 4M` and `max_bit_rate: 6M`",
            Offered,
        ),
        (
            JSON,
            r#""2500k""#,
            r#"["4M", "6M"]"#,
            r#"12:38 wrong-type `bit_rate` is a list, but must be a bit rate such as "2500k", "4.5M" or 2500000"#,
            r#"write the average and the peak: `"bit_rate": "4M"` and `"max_bit_rate": "6M"`"#,
            Offered,
        ),
        (
            TOML,
            r#"bit_rate = "2500k""#,
            r#"bit_rate = "2M", max_bit_rate = "3-4M""#,
            r#"14:51 bad-format `max_bit_rate` is "3-4M", but must be a bit rate such as "2500k", "4.5M" or 2500000"#,
            r#"write one value, such as `max_bit_rate = "4M"`"#,
            Open,
        ),
        (
            TOML,
            r#""128k""#,
            r#""96-128k""#,
            r#"20:23 bad-format `bit_rate` is "96-128k", but must be a bit rate such as "2500k", "4.5M" or 2500000"#,
            r#"write one value, such as `bit_rate = "128k"`"#,
            Open,
        ),
        (
            TOML,
            r#"preset = "fast""#,
            "max_frame_rate = { num = 30000, den = 1001 }",
            r#"12:18 wrong-type `max_frame_rate` is a table, but must be a frame rate such as 30, "29.97" or "30000/1001""#,
            r#"write "30000/1001""#,
            Cured,
        ),
        (
            JSON,
            r#""preset": "fast""#,
            r#""max_frame_rate": [30000, 1001]"#,
            r#"10:25 wrong-type `max_frame_rate` is a list, but must be a frame rate such as 30, "29.97" or "30000/1001""#,
            r#"write "30000/1001""#,
            Cured,
        ),
    ]);
}

#[test]
fn times_of_a_source() {
    hold(&[
        (
            TOML,
            r#"path = "film.mp4""#,
            r#"path = "film.mp4"
end = "1:30m""#,
            r#"8:7 bad-format `end` is "1:30m", but must be a duration such as "6s", "500ms", "1m30s", "00:01:30.5" or 6"#,
            r#"did you mean "1m30s"?"#,
            Offered,
        ),
        (
            YAML,
            "path: film.mp4",
            "path: film.mp4
    end: 1:30h",
            r#"7:10 bad-format `end` is "1:30h", but must be a duration such as "6s", "500ms", "1m30s", "00:01:30.5" or 6"#,
            r#"did you mean "1h30m"?"#,
            Offered,
        ),
        (
            TOML,
            r#"path = "film.mp4""#,
            r#"path = "film.mp4"
end = "1m:30s""#,
            r#"8:7 bad-format `end` is "1m:30s", but must be a duration such as "6s", "500ms", "1m30s", "00:01:30.5" or 6"#,
            r#"write "1m30s""#,
            Cured,
        ),
        (
            JSON,
            r#""path": "film.mp4""#,
            r#""path": "film.mp4", "end": "00:01:30s""#,
            r#"5:43 bad-format `end` is "00:01:30s", but must be a duration such as "6s", "500ms", "1m30s", "00:01:30.5" or 6"#,
            r#"write "00:01:30""#,
            Cured,
        ),
        (
            TOML,
            r#"path = "film.mp4""#,
            r#"path = "film.mp4"
start = -5"#,
            "8:9 out-of-range `start` is -5, but the least is 0",
            "write `start = 0`, or leave it out: it is counted from the beginning of the source",
            Open,
        ),
        (
            YAML,
            "path: film.mp4",
            "path: film.mp4
    start: -5s",
            r#"7:12 bad-format `start` is "-5s", but must be a duration such as "6s", "500ms", "1m30s", "00:01:30.5" or 6"#,
            "write `start: 0`, or leave it out: it is counted from the beginning of the source",
            Open,
        ),
        (
            JSON,
            r#""path": "film.mp4""#,
            r#""path": "film.mp4", "start": "-00:00:05""#,
            r#"5:45 bad-format `start` is "-00:00:05", but must be a duration such as "6s", "500ms", "1m30s", "00:01:30.5" or 6"#,
            r#"write `"start": 0`, or leave it out: it is counted from the beginning of the source"#,
            Open,
        ),
        (
            TOML,
            r#"path = "film.mp4""#,
            r#"path = "film.mp4"
end = -5"#,
            "8:7 out-of-range `end` is -5, but the least is 0",
            r#"write the time from the beginning of the source, such as `end = "00:01:30"`: nothing is counted back from its end"#,
            Open,
        ),
        (
            YAML,
            "path: film.mp4",
            "path: film.mp4
    end: end",
            r#"7:10 bad-format `end` is "end", but must be a duration such as "6s", "500ms", "1m30s", "00:01:30.5" or 6"#,
            "leave it out: then the source is used to its end",
            Open,
        ),
        (
            TOML,
            r#"path = "film.mp4""#,
            r#"path = "film.mp4"
start = "5s"
duration = "1m30s""#,
            "9:1 unknown-key unknown key `duration`",
            r#"write `end = "95s"`"#,
            Offered,
        ),
        (
            YAML,
            "path: film.mp4",
            "path: film.mp4
    start: 1m
    duration: 00:00:30.5",
            "8:5 unknown-key unknown key `duration`",
            r#"write `end: "90.5s"`"#,
            Offered,
        ),
        (
            TOML,
            r#"preset = "fast""#,
            "max_frame_rate = 30000",
            "12:18 out-of-range `max_frame_rate` is 30000, but the most is 999",
            r#"did you mean "30000/1001"?"#,
            Offered,
        ),
        (
            YAML,
            "preset: fast",
            r#"max_frame_rate: "29970""#,
            r#"11:21 bad-format `max_frame_rate` is "29970", but must be a frame rate such as 30, "29.97" or "30000/1001""#,
            "did you mean 29.97?",
            Offered,
        ),
        (
            JSON,
            r#""preset": "fast""#,
            r#""max_frame_rate": "30000:1001""#,
            r#"10:25 bad-format `max_frame_rate` is "30000:1001", but must be a frame rate such as 30, "29.97" or "30000/1001""#,
            r#"write "30000/1001""#,
            Cured,
        ),
        (
            TOML,
            r#"preset = "fast""#,
            "max_frame_rate = 1000",
            "12:18 out-of-range `max_frame_rate` is 1000, but the most is 999",
            "write `max_frame_rate = 30`, for example. Most frames per second; a faster source is brought down to a whole fraction of its rate.",
            Open,
        ),
    ]);
}

#[test]
fn expressions_and_names_of_other_languages() {
    hold(&[
        (
            TOML,
            r#"dir = "${vars.site}/web""#,
            r#"dir = vars.site + "/" + movie.stem # both"#,
            "24:7 syntax-toml texts put together with `+`",
            r#"write "${vars.site}/${movie.stem}""#,
            Offered,
        ),
        (
            TOML,
            r#""${vars.site}/web""#,
            r#""vars.site + '/' + movie.stem""#,
            "24:8 not-filled-in `vars.site + '/' + movie.stem` is not filled in",
            "write `${vars.site}/${movie.stem}`",
            Offered,
        ),
        (
            YAML,
            "${vars.site}/web",
            r#"vars.site + "/" + movie.stem"#,
            r#"22:10 not-filled-in `vars.site + "/" + movie.stem` is not filled in"#,
            "write `${vars.site}/${movie.stem}`",
            Offered,
        ),
        (
            JSON,
            r#""${vars.site}/web""#,
            r#"vars.site + "/" + movie.stem"#,
            "21:14 syntax-json texts put together with `+`",
            r#"write "${vars.site}/${movie.stem}""#,
            Offered,
        ),
        (
            TOML,
            "${vars.site}/web",
            "${vars.site + '/' + movie.stem}",
            "24:8 unknown-name nothing is called `vars.site + '/' + movie.stem` here",
            "write `${vars.site}/${movie.stem}`",
            Cured,
        ),
        (
            TOML,
            r#""${vars.site}/web""#,
            "vars.site/web",
            "24:7 syntax-toml text without quotes",
            r#"write "${vars.site}/web""#,
            Offered,
        ),
        (
            YAML,
            "${vars.site}/web",
            "vars.site/web",
            "22:10 not-filled-in `vars.site` is not filled in",
            "write `${vars.site}`",
            Offered,
        ),
        (
            TOML,
            "${vars.site}/web",
            "${env:CDN}/web",
            "24:8 unknown-name nothing is called `env:CDN` here",
            "did you mean `${env.CDN}`?",
            Begun,
        ),
        (
            YAML,
            "${vars.site}/web",
            r#""${process.env.CDN}/web""#,
            "22:11 unknown-name nothing is called `process.env.CDN` here",
            "did you mean `${env.CDN}`?",
            Begun,
        ),
        (
            JSON,
            "${vars.site}/web",
            "${vars['site']}/web",
            "21:15 unknown-name nothing is called `vars['site']` here",
            "did you mean `${vars.site}`?",
            Cured,
        ),
        (
            TOML,
            "${vars.site}/web",
            "{{ cdn }}/web",
            "24:8 not-filled-in `{{ cdn }}` is not filled in",
            "write `${vars.cdn}`, and define `cdn` below `vars`",
            Begun,
        ),
        (
            TOML,
            r#""out/site""#,
            r#""{{ cdn }}/site""#,
            "4:9 not-filled-in `{{ cdn }}` is not filled in",
            "write `${vars.cdn}`, and define `cdn` below `vars`",
            Begun,
        ),
        (
            YAML,
            "out/site",
            "$CDN/site",
            "3:9 not-filled-in `$CDN` is not filled in",
            "write `${env.CDN}`",
            Begun,
        ),
        (
            TOML,
            "${vars.site}/web",
            "${vars.site}/${rung}",
            "24:21 unknown-name `${rung}` has a value only in the `path` of a file output",
            "leave it out: one folder holds all renditions, each in a folder of its own; names here are `movie.stem`, `vars.site`, `job`, `env.NAME`",
            Open,
        ),
        (
            YAML,
            "${vars.site}/web",
            "${vars.site}/${height}",
            "22:23 unknown-name nothing is called `height` here",
            "leave it out: one folder holds all renditions, each in a folder of its own; names here are `movie.stem`, `vars.site`, `job`, `env.NAME`",
            Open,
        ),
        (
            JSON,
            "${vars.site}/web",
            "${vars.site}/${title}",
            "21:28 unknown-name nothing is called `title` here",
            "write one of `movie.stem`, `vars.site`, `job`, `env.NAME`",
            Open,
        ),
    ]);
}

#[test]
fn lists_and_sections() {
    hold(&[
        (
            TOML,
            r#"path = "film.mp4""#,
            r#"path = "film.mp4"
audio = [0, 1]"#,
            "8:10 wrong-type `audio[0]` is 0, but must be a table",
            "write the list as [{ track = 0 }, { track = 1 }]",
            Begun,
        ),
        (
            YAML,
            "path: film.mp4",
            "path: film.mp4
    audio: [0, 1]",
            "7:13 wrong-type `audio[0]` is 0, but must be a mapping",
            "write the list as [{ track: 0 }, { track: 1 }]",
            Begun,
        ),
        (
            YAML,
            "path: film.mp4",
            "path: film.mp4
    audio:
      - 0 # original
      - 1",
            "8:9 wrong-type `audio[0]` is 0, but must be a mapping",
            "write the list as [{ track: 0 }, { track: 1 }]",
            Open,
        ),
        (
            JSON,
            r#""path": "film.mp4""#,
            r#""path": "film.mp4", "audio": ["en", "fr"]"#,
            r#"5:46 wrong-type `audio[0]` is "en", but must be an object"#,
            r#"write the list as [{ "track": 0, "language": "en" }, { "track": 1, "language": "fr" }]"#,
            Begun,
        ),
        (
            TOML,
            r#"path = "film.mp4""#,
            r#"path = "film.mp4"
audio = ["a:0", "0:a:1"]"#,
            r#"8:10 wrong-type `audio[0]` is "a:0", but must be a table"#,
            "write the list as [{ track = 0 }, { track = 1 }]",
            Begun,
        ),
        (
            TOML,
            r#"encryption = "aes""#,
            r#"encryption = "aes"
vars.x = "a""#,
            "27:1 unknown-key `vars.x` stands inside `outputs.web`",
            r#"move it below `[vars]`: `x = "a"`"#,
            Open,
        ),
        (
            YAML,
            "dir: ${vars.site}/web",
            "dir: ${vars.x}/${vars.site}
    vars: { x: a }",
            "23:5 unknown-key `vars` stands inside `outputs.web`",
            "move `x: a` into `vars` of the top level",
            Open,
        ),
        (
            JSON,
            r#""dir": "${vars.site}/web""#,
            r#""dir": "${vars.x}/${vars.site}", "vars": { "x": "a" }"#,
            "21:40 unknown-key `vars` stands inside `outputs.web`",
            r#"move `"x": "a"` into `vars` of the top level"#,
            Open,
        ),
        (
            TOML,
            r#"dir = "${vars.site}/web""#,
            r#"path = "${vars.site}/a.m3u8""#,
            "24:1 unknown-key unknown key `path`",
            r#"write `dir = "${vars.site}"` and `playlist = "a.m3u8"`"#,
            Offered,
        ),
        (
            YAML,
            "dir: ${vars.site}/web",
            "path: ${vars.site}/a.m3u8",
            "22:5 unknown-key unknown key `path`",
            r#"write `dir: "${vars.site}"` and `playlist: a.m3u8`"#,
            Offered,
        ),
        (
            TOML,
            r#"dir = "${vars.site}/web""#,
            r#"playlist = "${vars.site}/a.m3u8""#,
            "22:1 missing-key missing key `dir`",
            r#"write `dir = "${vars.site}"` and `playlist = "a.m3u8"`"#,
            Open,
        ),
        (
            JSON,
            r#""dir": "${vars.site}/web""#,
            r#""playlist": "${vars.site}/a.m3u8""#,
            "19:5 missing-key missing key `dir`",
            r#"write `"dir": "${vars.site}"` and `"playlist": "a.m3u8"`"#,
            Open,
        ),
        (
            TOML,
            r#"type = "dash"
dir = "out/dash"
ladders = ["hd", "sound"]
adaptation_sets = [
  { id = 0, streams = "video" },
  { id = 1, streams = "audio" },
]"#,
            r#"type = "file"
path = "out/dash/a.m3u8"
ladders = ["hd", "sound"]"#,
            "30:8 file-ending `.m3u8` is no container that is known here",
            r#"write `type = "hls"`, `dir = "out/dash"` and `playlist = "a.m3u8"`: a playlist is no file by itself"#,
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
            r#"video_filters = ["hqdn3d"]"#,
            "12:1 unknown-key unknown key `video_filters`",
            "",
            Cured,
        ),
        (
            YAML,
            "preset: fast",
            "gop_duration: 2s",
            "11:5 unknown-key unknown key `gop_duration`",
            "leave it out: keyframes follow from `segment_duration` (or a file's `keyframe_interval`) in the output",
            Open,
        ),
        (
            TOML,
            r#"preset = "fast""#,
            r#"tuning = "film""#,
            "12:1 unknown-key unknown key `tuning`",
            "",
            Offered,
        ),
        (
            JSON,
            r#""preset": "fast""#,
            r#""hls_time": 4"#,
            "10:7 unknown-key unknown key `hls_time`",
            r#"write `"segment_duration": 4` in `outputs.web` or `outputs.dash`"#,
            Open,
        ),
        (
            TOML,
            r#"preset = "fast""#,
            "crf_max = 30",
            "12:1 unknown-key unknown key `crf_max`",
            r#"write it into `args`: `args = ["-crf_max", "30"]`"#,
            Open,
        ),
        (
            TOML,
            "720, bit_rate",
            r#"720, vf = "hqdn3d", bit_rate"#,
            "14:19 unknown-key unknown key `vf`",
            r#"write `filters = ["hqdn3d"]` in `ladders.hd`"#,
            Open,
        ),
        (
            YAML,
            "preset: fast",
            "film_grain: 8",
            "11:5 unknown-key unknown key `film_grain`",
            r#"write it into the `args` of a ladder of AV1: `args: ["-svtav1-params", "film-grain=8"]`"#,
            Open,
        ),
        (
            TOML,
            r#"preset = "fast""#,
            "ar = 48000",
            "12:1 unknown-key unknown key `ar`",
            r#"write `sample_rate = 48000` in the rungs of a ladder with `type = "audio"`"#,
            Open,
        ),
        (
            TOML,
            r#"encryption = "aes""#,
            r#"encryption = "aes"
preset = "slow""#,
            "27:1 unknown-key unknown key `preset`",
            r#"write `preset = "slow"` in `ladders.*` of type `video` or `ladders.*.rungs[*]` of type `video`"#,
            Open,
        ),
        (
            TOML,
            r#"encryption = "aes""#,
            r#"encryption = "aes"
video_filters = ["hqdn3d"]"#,
            "27:1 unknown-key unknown key `video_filters`",
            r#"write `filters = ["hqdn3d"]` in `ladders.hd`"#,
            Open,
        ),
        (
            YAML,
            "language: en",
            "segment_time: 4",
            "7:5 unknown-key unknown key `segment_time`",
            "write `segment_duration: 4` in `outputs.web` or `outputs.dash`",
            Open,
        ),
        (
            JSON,
            r#""language": "en""#,
            r#""folder": "media""#,
            "5:36 unknown-key unknown key `folder`",
            r#"write all of it as one pattern: `"glob": "media/**/*.{mov,mp4}"`"#,
            Open,
        ),
        (
            TOML,
            r#"{ id = 0, streams = "video" }"#,
            r#"{ id = 0, streams = "video", codec = "h264" }"#,
            "33:32 unknown-key unknown key `codec`",
            r#"write `ladder = "hd"`: a set takes whole ladders"#,
            Open,
        ),
        (
            TOML,
            r#""128k""#,
            r#""128k", hwaccel = "cuda""#,
            "20:31 unknown-key unknown key `hwaccel`",
            r#"leave it out: sound has no pictures; write its rate: `bit_rate = "128k"`"#,
            Open,
        ),
        (
            TOML,
            r#"preset = "fast""#,
            r#"scale = "1280:720""#,
            "12:1 unknown-key unknown key `scale`",
            r#"write each as an item of `rungs`: `rungs = [{ height = 720, bit_rate = "2500k" }]`"#,
            Open,
        ),
        (
            TOML,
            r#"encryption = "aes""#,
            r#"encryption = "aes"
maxrate = "4M""#,
            "27:1 unknown-key unknown key `maxrate`",
            r#"write `bit_rate = "2500k"` in the rungs of a ladder"#,
            Open,
        ),
        (
            YAML,
            "720, bit_rate",
            "720, language: en, bit_rate",
            "13:24 unknown-key unknown key `language`",
            "leave it out, and write `language: en` in the input: it is that of the sound",
            Open,
        ),
    ]);
}

#[test]
fn rungs_and_settings_in_other_forms() {
    hold(&[
        (
            TOML,
            r#"{ height = 720, bit_rate = "2500k" }"#,
            r#""1280x720@2500k""#,
            r#"14:3 wrong-type `rungs[0]` is "1280x720@2500k", but must be a table"#,
            r#"write { height = 720, bit_rate = "2500k" }"#,
            Offered,
        ),
        (
            JSON,
            r#"{ "height": 720, "bit_rate": "2500k" }"#,
            r#"[720, "2500k"]"#,
            "12:9 wrong-type `rungs[0]` is a list, but must be an object",
            r#"write { "height": 720, "bit_rate": "2500k" }"#,
            Offered,
        ),
        (
            YAML,
            "height: 720, bit_rate: 2500k",
            "height: 720, crf: 18-23",
            r#"13:29 wrong-type `crf` is "18-23", but must be a number"#,
            "write one value, such as `crf: 23`",
            Open,
        ),
        (
            YAML,
            "height: 720",
            "height: <=720",
            r#"13:19 wrong-type `height` is "<=720", but must be an integer"#,
            "did you mean 720?",
            Offered,
        ),
        (
            TOML,
            "height = 720",
            "height = { max = 720 }",
            "14:14 wrong-type `height` is a table, but must be an integer",
            "write 720",
            Cured,
        ),
        (
            TOML,
            r#""2500k""#,
            r#""auto""#,
            r#"14:30 bad-format `bit_rate` is "auto", but must be a bit rate such as "2500k", "4.5M" or 2500000"#,
            "write `crf = 23` instead: constant quality takes the bits that it needs",
            Open,
        ),
        (
            JSON,
            r#""2500k""#,
            r#""2500k cbr""#,
            r#"12:38 bad-format `bit_rate` is "2500k cbr", but must be a bit rate such as "2500k", "4.5M" or 2500000"#,
            r#"did you mean "2500k"?"#,
            Offered,
        ),
        (
            TOML,
            r#"preset = "fast""#,
            "codec = 264",
            "12:9 wrong-type `codec` is 264, but must be a string",
            r#"write "h264""#,
            Cured,
        ),
        (
            YAML,
            "preset: fast",
            "codec: auto",
            r#"11:12 wrong-value `codec` cannot be "auto""#,
            "leave `codec` out. Codec of every rung. Default `h264`.",
            Open,
        ),
        (
            TOML,
            r#"preset = "fast""#,
            "tune = true",
            "12:8 wrong-type `tune` is true, but must be a string",
            r#"write `tune = "film"`, for example. What the encoder favours: `film`, `animation`, `grain`, … Default: nothing."#,
            Open,
        ),
        (
            YAML,
            "preset: fast",
            "tune: none",
            "11:11 unfit-setting libx264 has no tune `none`",
            "leave `tune` out: then the encoder's own counts",
            Open,
        ),
        (
            TOML,
            r#"preset = "fast""#,
            r#"profile = "High 4:2:0""#,
            "12:11 unfit-setting libx264 has no profile `High 4:2:0`",
            "write `high`",
            Cured,
        ),
        (
            JSON,
            r#""preset": "fast""#,
            r#""profile": { "name": "high" }"#,
            "10:18 wrong-type `profile` is an object, but must be a string",
            r#"write `"profile": "high"`"#,
            Cured,
        ),
        (
            TOML,
            r#"preset = "fast""#,
            "args = { refs = 4, aq-mode = 3 }",
            "12:8 wrong-type `args` is a table, but must be a list",
            r#"write a list: ["-refs", "4", "-aq-mode", "3"]"#,
            Open,
        ),
        (
            YAML,
            "preset: fast",
            "x264_params: { aq-mode: 3, ref: 4 }",
            "11:5 unknown-key unknown key `x264_params`",
            r#"write it into `args`: `args: ["-x264-params", "aq-mode=3:ref=4"]`"#,
            Open,
        ),
        (
            YAML,
            "preset: fast",
            "codec: hevc
    encoder: x265_10bit",
            "12:14 encoder-codec ffmpeg has no encoder `x265_10bit`",
            r#"write `encoder: "libx265"`, and `pixel_format: "yuv420p10le"` beside it"#,
            Open,
        ),
    ]);
}

#[test]
fn names_and_variables_in_other_forms() {
    hold(&[
        (
            YAML,
            "vars:
  site: out/site",
            "vars:
  - name: site
    value: out/site",
            "2:1 wrong-type `vars` is a list, but must be a mapping",
            "write `site: out/site`",
            Open,
        ),
        (
            JSON,
            r#"{ "site": "out/site" }"#,
            r#"[{ "name": "site", "value": "out/site" }]"#,
            "3:11 wrong-type `vars` is a list, but must be an object",
            r#"write { "site": "out/site" }"#,
            Open,
        ),
        (
            TOML,
            r#"[vars]
site = "out/site""#,
            r#"[[vars]]
name = "site"
value = "out/site""#,
            "3:1 wrong-type `vars` is a list, but must be a table",
            r#"write `[vars]` with `site = "out/site"`"#,
            Open,
        ),
        (
            TOML,
            r#""${vars.site}/web"
ladders = ["hd", "sound"]"#,
            r#""${vars.site}/web"
ladders = { hd = true, sound = true }"#,
            "25:11 wrong-type `ladders` is a table, but must be a list",
            r#"write ["hd", "sound"]"#,
            Offered,
        ),
        (
            JSON,
            r#"["hd", "sound"],
      "enc"#,
            r#"{ "hd": {}, "sound": {} },
      "enc"#,
            "22:18 wrong-type `ladders` is an object, but must be a list",
            r#"write ["hd", "sound"]"#,
            Offered,
        ),
        (
            TOML,
            r#"ladders = ["hd", "sound"]
enc"#,
            r#"ladders = [{ name = "hd" }, "sound"]
enc"#,
            "25:12 wrong-type `ladders[0]` is a table, but must be a string",
            r#"write "hd""#,
            Cured,
        ),
        (
            TOML,
            r#"ladders = ["hd", "sound"]
enc"#,
            r#"ladders = ["*"]
enc"#,
            "25:12 unknown-reference no ladder is called `*`",
            "write the names of all: `hd`, `sound`",
            Open,
        ),
        (
            TOML,
            r#"ladders = ["hd", "sound"]
enc"#,
            r#"ladders = ["hd", 1]
enc"#,
            "25:18 wrong-type `ladders[1]` is 1, but must be a string",
            "write the name of one: `hd`, `sound`",
            Open,
        ),
        (
            TOML,
            r#"language = "en""#,
            r#"language = ["en", "fr"]"#,
            r#"8:12 wrong-type `language` is a list, but must be a language tag such as "en" or "pt-BR""#,
            r#"write one for each track: `audio = [{ track = 0, language = "en" }, { track = 1, language = "fr" }]`"#,
            Open,
        ),
        (
            YAML,
            "language: en",
            "language: en,fr",
            r#"7:15 bad-format `language` is "en,fr", but must be a language tag such as "en" or "pt-BR""#,
            "write one for each track: `audio: [{ track: 0, language: en }, { track: 1, language: fr }]`",
            Open,
        ),
        (
            TOML,
            r#""keys/film.key""#,
            r#"{ path = "keys/film.key" }"#,
            "39:12 wrong-type `key_file` is a table, but must be a string",
            r#"write `key_file = "keys/film.key"`"#,
            Cured,
        ),
        (
            YAML,
            "version: 1",
            "version: 1
overwrite: true",
            "2:1 unknown-key unknown key `overwrite`",
            "leave it out: outputs are always replaced as a whole",
            Open,
        ),
    ]);
}

#[test]
fn patterns_of_files() {
    hold(&[
        (
            TOML,
            r#"path = "film.mp4""#,
            r#"path = "media/""#,
            "7:8 path-pattern a folder, and `path` is one file",
            r#"write `glob = "media/*"` for all files in it, or add the name of one file"#,
            Open,
        ),
        (
            YAML,
            "path: film.mp4",
            r#"path: '.*\.mov'"#,
            "6:11 path-pattern a pattern, and `path` is one file",
            r#"write `glob: "*.mov"`"#,
            Open,
        ),
    ]);
}

/// What a pattern of another tool is as a glob; nothing for a glob.
fn as_glob(pattern: &str) -> Option<String> {
    foreign(pattern).map(|(_, glob)| glob.unwrap_or_default())
}

#[test]
fn expressions_are_globs() {
    for (pattern, glob) in [
        (r".*\.mov", "*.mov"),
        (r"^film_.*$", "film_*"),
        (r"media/.*\.(mov|mp4)$", "media/*.{mov,mp4}"),
        (r"media/.+\.mov", "media/*.mov"),
        (r"media/film_\d+\.mov", "media/film_*.mov"),
        (r"media/film_\d{3}\.mov", "media/film_[0-9][0-9][0-9].mov"),
        (r"media/[0-9]+\.mov", "media/*.mov"),
        ("media/*.mov|media/*.mp4", "media/*.{mov,mp4}"),
        ("media/*.mov|*.mp4", "media/*.{mov,mp4}"),
        ("a/*.mov, b/*.mov", "{a,b}/*.mov"),
        ("media/*.mov;media/*.mp4", "media/*.{mov,mp4}"),
        ("media/*.{mov, mp4}", "media/*.{mov,mp4}"),
    ] {
        assert_eq!(as_glob(pattern).as_deref(), Some(glob), "{pattern}");
    }
    let found = foreign(r"^(film|clip)_\d+(_x)?\.mov$");
    assert_eq!(found, Some((Foreign::Expression, None)));
}

#[test]
fn globs_are_left_alone() {
    for glob in [
        "media/*.mov",
        "media/**/*.{mov,mp4}",
        "media/film.*",
        "media/my film*.mov",
        "media/[0-9][0-9].mov",
        "media/a.b*.mov",
        "media/a, b/*.mov",
        "media/a+b/*.mov",
        "media/$$*.mov",
        r"media/\*.mov",
        r"media\film_*.mov",
        r"media\.cache\*.mov",
        "media/*(1).mov",
        "media/{a,b}/*.{mov,mp4}",
    ] {
        assert_eq!(as_glob(glob), None, "{glob}");
    }
}

/// What is right stays without a finding, however much it looks like one of these.
#[test]
fn what_looks_alike_stays_clean() {
    stays_clean(&[
        (
            TOML,
            "path = \"film.mp4\"",
            "path = \"film.mp4\"\nend = \"1:30\"",
        ),
        (
            TOML,
            "path = \"film.mp4\"",
            "path = \"film.mp4\"\nstart = 0",
        ),
        (
            TOML,
            "path = \"film.mp4\"",
            "path = \"media/vars.site.mp4\"",
        ),
        (TOML, "path = \"film.mp4\"", "path = \"a+b.mp4\""),
        (TOML, "\"out/dash\"", "\"out/1+1/vars\""),
        (YAML, "path: film.mp4", "path: movie.stem + x.mp4"),
        (YAML, "preset: fast", "encoder: h264_nvenc"),
        (YAML, "preset: fast", "encoder: libx264rgb"),
        (YAML, "preset: fast", "max_frame_rate: 30000/1001"),
        (YAML, "preset: fast", "max_frame_rate: 240"),
        (
            JSON,
            "\"type\": \"audio\"",
            "\"type\": \"audio\", \"encoder\": \"aac\"",
        ),
    ]);
}
