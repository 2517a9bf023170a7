//! What people bring from other tools, or half change: one finding each, and what to type.

use crate::program::{folder, said};

/// The manifest with some of its lines replaced.
fn toml(changes: &[(&str, &str)]) -> String {
    let mut text = "version = 1

[vars]
site = \"out/site\"

[inputs.film]
path = \"film.mov\"

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
dir = \"${vars.site}/web\"
ladders = [\"hd\", \"sound\"]
"
    .to_owned();
    for (old, new) in changes {
        assert!(text.contains(old), "{old}");
        text = text.replacen(old, new, 1);
    }
    text
}

/// What was changed, the line of the one finding, its code, and words of its help.
type Case<'a> = (&'a [(&'a str, &'a str)], usize, &'a str, &'a str);

fn hold(name: &str, cases: &[Case<'_>]) {
    let folder = folder(name);
    for (changes, line, code, help) in cases {
        let text = toml(changes);
        std::fs::write(folder.join("a.toml"), &text).unwrap();
        let short = said(&folder, &["check", "--format=short", "a.toml"]).err;
        let found: Vec<&str> = short.lines().collect();
        let start = format!("a.toml:{line}:");
        let is_right = |one: &str| one.starts_with(&start) && one.contains(&format!("[{code}]"));
        assert!(
            matches!(found[..], [one] if is_right(one)),
            "{changes:?}: {found:?}"
        );
        let long = said(&folder, &["check", "a.toml"]).err;
        let long: String = long.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(long.contains(help), "{changes:?}: {long}");
    }
}

#[test]
fn placeholders_of_other_tools() {
    let dir = "\"${vars.site}/web\"";
    hold(
        "habits-templates",
        &[
            (
                &[(dir, "\"out/$(date +%F)\"")],
                21,
                "not-filled-in",
                "write `${env.DATE}`",
            ),
            (
                &[(dir, "\"out/$(film.stem)\"")],
                21,
                "not-filled-in",
                "write `${film.stem}`",
            ),
            (
                &[(dir, "\"out/%Y-%m-%d\"")],
                21,
                "not-filled-in",
                "write `${env.DATE}`",
            ),
            (
                &[(dir, "\"${{ vars.site }}/web\"")],
                21,
                "template-syntax",
                "write `${vars.site}`",
            ),
            (
                &[(dir, "\"{{ site }}/web\"")],
                21,
                "not-filled-in",
                "write `${vars.site}`",
            ),
            (
                &[(dir, "\"{{ vars.site }}/web\"")],
                21,
                "not-filled-in",
                "write `${vars.site}`",
            ),
            (
                &[(dir, "\"${site}/web\"")],
                21,
                "unknown-name",
                "did you mean `${vars.site}`?",
            ),
            (
                &[(dir, "\"${MEDIA}/web\"")],
                21,
                "unknown-name",
                "did you mean `${env.MEDIA}`?",
            ),
            (
                &[(dir, "\"${MEDIA:-media}/web\"")],
                21,
                "unknown-name",
                "write `${env.MEDIA}` and set it",
            ),
        ],
    );
}

#[test]
fn paths_and_addresses() {
    let film = "\"film.mov\"";
    hold(
        "habits-paths",
        &[
            (
                &[("site}/web", "site}/a.m3u8")],
                21,
                "folder-name",
                "let `dir` be `out/site`, and `playlist` be `a.m3u8`",
            ),
            (
                &[("\"out/site\"", "\"s3://bucket\"")],
                4,
                "outside-root",
                "write a path",
            ),
            (
                &[(film, "\"s3://bucket/film.mov\"")],
                7,
                "input-address",
                "copy the file here first",
            ),
            (
                &[(film, "\"file:///srv/film.mov\"")],
                7,
                "input-address",
                "write `/srv/film.mov`",
            ),
            (
                &[(film, "\"media/*.mov\"")],
                7,
                "path-pattern",
                "write `glob = \"media/*.mov\"`",
            ),
            (
                &[(film, "\"media\\film.mov\"")],
                7,
                "control-character",
                "write `/` between folders",
            ),
            (
                &[(film, "\"film.mov\\n\"")],
                7,
                "control-character",
                "write it on one line: `film.mov`",
            ),
            (
                &[("path = \"film", "glob = \"*")],
                21,
                "batch-target",
                "write `${vars.site}/web/${film.stem}`",
            ),
        ],
    );
}

#[test]
fn ladders_and_references() {
    let rungs = "  { height = 720, bit_rate = \"2500k\" },\n";
    hold(
        "habits-ladders",
        &[
            (
                &[(rungs, "  { height = 720 },\n  { bit_rate = \"2500k\" },\n")],
                12,
                "rung-rate",
                "make one of them",
            ),
            (
                &[(
                    "  { height = 360,",
                    "  { width = 480, height = 854, bit_rate = \"1200k\" },\n  { height = 360,",
                )],
                13,
                "rung-size",
                "write `width = 854, height = 480`",
            ),
            (
                &[("\"800k\"", "\"8000k\"")],
                13,
                "bit-rate-size",
                "did you mean `800k`?",
            ),
            (
                &[("\"hd\", \"sound\"]", "\"hd, sound\"]")],
                22,
                "unknown-reference",
                "write each by itself: \"hd\", \"sound\"",
            ),
            (
                &[(
                    "type = \"video\"\n",
                    "type = \"video\"\nprofile = \"High@L4.1\"\n",
                )],
                11,
                "unfit-setting",
                "write `high`",
            ),
            (
                &[(
                    "type = \"video\"\n",
                    "type = \"video\"\nfilters = [\"-vf\", \"yadif\"]\n",
                )],
                11,
                "filter-option",
                "remove `-vf`",
            ),
            (
                &[(
                    "type = \"video\"\n",
                    "type = \"video\"\ncodec = \"hevc\"\nargs = [\"-x264-params\", \"aq-mode=3\"]\n",
                )],
                12,
                "foreign-params",
                "write `-x265-params`",
            ),
        ],
    );
}

#[test]
fn tables_that_are_given_twice() {
    hold(
        "habits-twice",
        &[
            (
                &[(
                    "[ladders.hd]",
                    "[inputs.film]\npath = \"film.fr.flac\"\nvideo = false\n\n[ladders.hd]",
                )],
                9,
                "duplicate-key",
                "give one of the two another name",
            ),
            (
                &[("[ladders.sound]\n", "")],
                16,
                "duplicate-key",
                "keep one of the two",
            ),
            (
                &[(
                    "\"sound\"]\n",
                    "\"sound\"]\n\ntype = \"file\"\npath = \"out/film.mp4\"\nladders = [\"hd\"]\n",
                )],
                24,
                "syntax-toml",
                "write a header such as `[outputs.other]`",
            ),
        ],
    );
}

#[test]
fn lengths_of_time_as_compose_has_them() {
    let folder = folder("habits-durations");
    for (written, seconds) in [
        ("1m30s", Some("90s")),
        ("1h2m3.5s", Some("3723.5s")),
        ("1h30m", Some("5400s")),
        ("2h5s", Some("7205s")),
        ("30s1m", None),
        ("1m1m", None),
        ("1.5m30s", None),
    ] {
        let start = format!("\"film.mov\"\nstart = \"{written}\"");
        let text = toml(&[("\"film.mov\"", &start)]);
        std::fs::write(folder.join("a.toml"), text).unwrap();
        let shown = said(&folder, &["show", "a.toml"]);
        match seconds {
            Some(seconds) => assert!(
                shown.out.contains(&format!("start = \"{seconds}\"")),
                "{written}: {}",
                shown.out
            ),
            None => assert!(
                shown.err.contains("[bad-format]") || shown.err.contains("bad-format"),
                "{written}: {}",
                shown.err
            ),
        }
    }
}

#[test]
fn keys_of_a_rung_beside_the_rungs() {
    let rungs = "rungs = [
  { height = 720, bit_rate = \"2500k\" },
  { height = 360, bit_rate = \"800k\" },
]
";
    hold(
        "habits-items",
        &[
            (
                &[(rungs, "height = 1080\nbit_rate = \"5M\"\n")],
                11,
                "unknown-key",
                "write `rungs = [{ height = 1080, bit_rate = \"5M\" }]`",
            ),
            (
                &[(rungs, "\n[[rungs]]\nheight = 1080\nbit_rate = \"5M\"\n")],
                12,
                "unknown-key",
                "write `rungs = [{ height = 1080, bit_rate = \"5M\" }]` in `ladders.hd`",
            ),
            (
                &[("\"audio\"\n", "\"audio\"\nrungs = [{ crf = 4 }]\n")],
                18,
                "unknown-key",
                "write a rate: `bit_rate = \"128k\"`",
            ),
            (
                &[("\"audio\"\n", "\"audio\"\ncodec = \"libfdk_aac\"\n")],
                18,
                "wrong-value",
                "write `codec = \"aac\"` and `encoder = \"libfdk_aac\"`",
            ),
        ],
    );
}

#[test]
fn what_is_misnamed_has_no_echo() {
    hold(
        "habits-echo",
        &[
            (
                &[("site = \"out/site\"", "site = 2024")],
                4,
                "wrong-type",
                "quote it",
            ),
            (
                &[
                    ("version = 1\n", "version = 1\nextends = \"house.toml\"\n"),
                    ("path = \"film.mov\"\n", ""),
                ],
                2,
                "wrong-type",
                "write a list",
            ),
            (
                &[
                    ("version = 1\n", "version = 1\ninclude = [\"house.toml\"]\n"),
                    ("path = \"film.mov\"\n", ""),
                ],
                2,
                "unknown-key",
                "did you mean `extends`?",
            ),
            (
                &[
                    (
                        "version = 1\n",
                        "version = 1\n[allow]\nladder-stp = \"agreed\"\n",
                    ),
                    (
                        "height = 360, bit_rate = \"800k\"",
                        "height = 640, bit_rate = \"2400k\"",
                    ),
                ],
                3,
                "unknown-key",
                "did you mean `ladder-step`?",
            ),
        ],
    );
}

#[test]
fn words_of_other_tools() {
    let rung = "height = 720, bit_rate = \"2500k\"";
    let video = "type = \"video\"\n";
    let sound = "type = \"audio\"\n";
    let output = "type = \"hls\"\n";
    hold(
        "habits-words",
        &[
            (
                &[("height = 720", "resolution = \"1080p\"")],
                12,
                "unknown-key",
                "write `height = 1080`",
            ),
            (
                &[("height = 720", "size = \"1920x1080\"")],
                12,
                "unknown-key",
                "write `width = 1920` and `height = 1080`",
            ),
            (
                &[("height = 720", "scale = \"-2:720\"")],
                12,
                "unknown-key",
                "write `height = 720`",
            ),
            (
                &[("height = 720", "height = \"720p60\"")],
                12,
                "wrong-type",
                "write 720, and `max_frame_rate = 60` beside it",
            ),
            (
                &[(
                    "type = \"video\"",
                    "type = \"video\"\nmax_frame_rate = \"23,976\"",
                )],
                11,
                "bad-format",
                "did you mean \"23.976\"?",
            ),
            (
                &[("height = 720", "name = \"hd\", height = 720")],
                12,
                "unknown-key",
                "leave it out: rendit calls a rung by its size",
            ),
            (
                &[("bit_rate = \"2500k\"", "videoBitrate = \"2500k\"")],
                12,
                "unknown-key",
                "did you mean `bit_rate`?",
            ),
            (
                &[("bit_rate = \"2500k\"", "\"-b:v\" = \"2500k\"")],
                12,
                "unknown-key",
                "did you mean `bit_rate`?",
            ),
            (
                &[("\"2500k\"", "\"2,500k\"")],
                12,
                "bad-format",
                "did you mean \"2500k\"?",
            ),
            (
                &[("\"2500k\"", "[\"2500k\"]")],
                12,
                "wrong-type",
                "write \"2500k\", without a list",
            ),
            (
                &[(rung, "height = 720, bit_rate = \"2500k\", gop = 50")],
                12,
                "unknown-key",
                "keyframes follow from `segment_duration`",
            ),
            (
                &[(
                    rung,
                    "height = 720, bit_rate = \"2500k\", audio_bitrate = \"96k\"",
                )],
                12,
                "unknown-key",
                "write it in a ladder of its own for sound, with `type = \"audio\"`",
            ),
            (
                &[(video, "type = \"video\"\n\"-g\" = 50\n")],
                11,
                "unknown-key",
                "keyframes follow from `segment_duration`",
            ),
            (
                &[(video, "type = \"video\"\nbitrate = \"2M\"\n")],
                11,
                "unknown-key",
                "write `bit_rate = \"2M\"` into the items of `rungs`",
            ),
            (
                &[(
                    video,
                    "type = \"video\"\ncodec = \"h264\"\n\"c:v\" = \"libx264\"\n",
                )],
                12,
                "unknown-key",
                "remove one of the two",
            ),
            (
                &[(video, "type = \"video\"\nlevel = \"4.1\"\n")],
                11,
                "unknown-key",
                "`args = [\"-level\", \"4.1\"]`",
            ),
            (
                &[(video, "type = \"video\"\ncodec = \"aac\"\n")],
                11,
                "wrong-value",
                "with `type = \"audio\"`",
            ),
            (
                &[(video, "type = \"video\"\ncodec = \"h.265\"\n")],
                11,
                "wrong-value",
                "did you mean `hevc`?",
            ),
            (
                &[(sound, "type = \"audio\"\ncodec = \"pcm\"\n")],
                18,
                "wrong-value",
                "write `codec = \"flac\"`, which is without loss too",
            ),
            (
                &[(output, "type = \"mp4\"\n")],
                20,
                "wrong-value",
                "write `type = \"file\"` and a `path` with that ending for one file",
            ),
            (
                &[(output, "type = \"hls_fmp4\"\n")],
                20,
                "wrong-value",
                "write `type = \"hls\"`: its segments are fragmented MP4",
            ),
            (
                &[(output, "type = [\"hls\", \"dash\"]\n")],
                20,
                "wrong-type",
                "write `type = \"cmaf\"`",
            ),
            (
                &[(output, "type = \"hls\"\nwidevine = true\n")],
                21,
                "unknown-key",
                "write `encryption = \"aes\"`, and define that entry of `encryption` for AES-128",
            ),
            (
                &[(
                    output,
                    "type = \"hls\"\nkey = \"00112233445566778899aabbccddeeff\"\n",
                )],
                21,
                "unknown-key",
                "write `encryption = \"aes\"`, and the key in that entry",
            ),
            (
                &[(output, "type = \"hls\"\nsubtitle = \"en.vtt\"\n")],
                21,
                "unknown-key",
                "subtitles are not packaged yet",
            ),
            (
                &[(output, "type = \"hls\"\nsegment_duration = \"PT4S\"\n")],
                21,
                "bad-format",
                "write \"4s\"",
            ),
            (
                &[(output, "type = \"hls\"\nsingle_file = 1\n")],
                21,
                "wrong-type",
                "write true",
            ),
        ],
    );
}

#[test]
fn entries_in_help_are_in_the_syntax_of_the_file() {
    let folder = folder("habits-syntax");
    let yaml = "version: 1
inputs: { film: { path: film.mov } }
ladders:
  hd:
    type: video
    hwaccel: cuda
    rungs: [{ height: 720, bit_rate: 2500k }]
outputs:
  web: { type: hls, dir: out, ladders: [hd] }
";
    let help = |name: &str, text: &str| {
        std::fs::write(folder.join(name), text).unwrap();
        said(&folder, &["check", name]).err
    };
    let yaml = help("a.yaml", yaml);
    assert!(
        yaml.contains("help: name the encoder: `encoder: h264_nvenc`"),
        "{yaml}"
    );
    let json = r#"{ "version": 1, "inputs": { "film": { "path": "film.mov" } },
  "ladders": { "hd": { "type": "video", "rungs": [{ "resolution": "720p", "bit_rate": "2500k" }] } },
  "outputs": { "web": { "type": "hls", "dir": "out", "ladders": ["hd"] } } }"#;
    let json = help("a.json", json);
    assert!(json.contains("help: write `\"height\": 720`"), "{json}");
}

#[test]
fn an_option_without_its_value() {
    let video = "type = \"video\"\n";
    hold(
        "habits-values",
        &[
            (
                &[(
                    video,
                    "type = \"video\"\nargs = [\"-x264-params\", \"aq-mode=3\", \"-refs\"]\n",
                )],
                11,
                "args-shape",
                "such as `\"-refs\", \"4\"`",
            ),
            (
                &[(
                    video,
                    "type = \"video\"\nargs = [\"-refs\", \"-bf\", \"2\"]\n",
                )],
                11,
                "args-shape",
                "such as `\"-refs\", \"4\"`",
            ),
            (
                &[("\"800k\" }", "\"800k\", args = [\"-flags:v\"] }")],
                13,
                "args-shape",
                "such as `\"-flags:v\", \"+cgop\"`",
            ),
            (
                &[(
                    "path = \"film.mov\"\n",
                    "path = \"film.mov\"\nargs = [\"-reconnect\"]\n",
                )],
                8,
                "args-shape",
                "such as `\"-reconnect\", \"1\"`",
            ),
            (
                &[(video, "type = \"video\"\nargs = [\"refs\"]\n")],
                11,
                "args-shape",
                "`\"-refs\", \"4\"`",
            ),
            (
                &[(video, "type = \"video\"\nargs = [[\"-refs\", \"4\"]]\n")],
                11,
                "wrong-type",
                "write its items without brackets of their own",
            ),
        ],
    );
    let folder = folder("habits-flags");
    for args in [
        "[\"-flags\", \"-cgop\"]",
        "[\"-flags\", \"-cgop\", \"-bf\", \"2\"]",
        "[\"-some_new_switch\"]",
        "[\"-deblock\", \"-1:-1\"]",
    ] {
        let text = toml(&[(video, &format!("type = \"video\"\nargs = {args}\n"))]);
        std::fs::write(folder.join("a.toml"), text).unwrap();
        let short = said(&folder, &["check", "--format=short", "a.toml"]).err;
        assert!(!short.contains("error"), "{args}: {short}");
    }
}

#[test]
fn a_renamed_input_is_not_guessed_by_fix() {
    let folder = folder("habits-renamed");
    let text = toml(&[
        ("[inputs.film]", "[inputs.movie]"),
        (
            "[ladders.hd]",
            "[inputs.film_fr]\npath = \"a.flac\"\nvideo = false\n[ladders.hd]",
        ),
        ("${vars.site}/web", "${film.stem}"),
    ]);
    std::fs::write(folder.join("a.toml"), &text).unwrap();
    said(&folder, &["fix", "a.toml"]);
    assert_eq!(
        std::fs::read_to_string(folder.join("a.toml")).unwrap(),
        text
    );
}

/// What looks like another tool's, and is a name or a value.
#[test]
fn what_only_looks_like_another_tools_is_left_alone() {
    let folder = folder("habits-alike");
    for changes in [
        [("film.mov", "media/50%(final)cut.mov")],
        [(
            "type = \"video\"",
            "type = \"video\"\nargs = [\"-disposition:v:0\", \"-default\"]",
        )],
        [(
            "type = \"video\"",
            "type = \"video\"\nargs = [\"-flags\", \"-cgop\"]",
        )],
    ] {
        std::fs::write(folder.join("a.toml"), toml(&changes)).unwrap();
        let said = said(&folder, &["check", "--format=short", "a.toml"]).err;
        assert_eq!(said, "", "{changes:?}");
    }
    // A dollar that stands for itself names no rung, and somebody has to say so.
    let file = "type = \"file\"\npath = \"out/${film.stem}-$$rung.mp4\"";
    let text = toml(&[
        ("type = \"hls\"\ndir = \"${vars.site}/web\"", file),
        ("[vars]\nsite = \"out/site\"\n", ""),
    ]);
    std::fs::write(folder.join("a.toml"), text).unwrap();
    let said = said(&folder, &["check", "--format=short", "a.toml"]).err;
    assert!(said.contains("[file-rungs]"), "{said}");
}

/// A size with its frame rate: the rate is not dropped without a word.
#[test]
fn a_fix_drops_no_frame_rate() {
    let folder = folder("habits-scan");
    let text = toml(&[("height = 720", "height = \"720p60\"")]);
    std::fs::write(folder.join("a.toml"), &text).unwrap();
    said(&folder, &["fix", "a.toml"]);
    assert_eq!(
        std::fs::read_to_string(folder.join("a.toml")).unwrap(),
        text
    );
}
