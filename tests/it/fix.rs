//! `rendit fix`: what is changed, what is not, and how the file is written.

use std::fs;
use std::process::{Command, Output};

use crate::alone::{fixed, judge};
use camino::{Utf8Path, Utf8PathBuf};
use proptest::prelude::*;
use rendit::diag::{Diagnostic, Severity};
use rendit::fix::fix;
use rendit::report::diff::unified;
use rendit::source::SourceFile;

fn errors(found: &[Diagnostic]) -> usize {
    let errors = found.iter();
    errors
        .filter(|one| one.severity() == Severity::Error)
        .count()
}

/// A manifest without mistakes, in which each case changes one line.
const TOML: &str = r#"version = 1

[inputs.film]
path = "media/film.mov"   # the film
language = "en"
optional = true

[ladders.hd]
type = "video"
codec = "hevc"
preset = "medium"
rungs = [
  { height = 1080, bit_rate = "4M" },
  { height = 720, bit_rate = "2M" },
]
args = ["-x265-params", "aq-mode=3"]

[ladders.sound]
type = "audio"
rungs = [{ bit_rate = "96k", channels = 2, sample_rate = 48000 }]

[outputs.web]
type = "cmaf"
dir = "out/${film.stem}"
ladders = ["hd", "sound"]
segment_duration = "6s"
playlist = "master.m3u8"
"#;

/// What was written, and what it becomes.
const CASES: &[(&str, &str)] = &[
    // Names.
    (r#"languge = "en""#, r#"language = "en""#),
    (r#"segment-duration = "6s""#, r#"segment_duration = "6s""#),
    (
        r#"ladders = ["hd", "sonud"]"#,
        r#"ladders = ["hd", "sound"]"#,
    ),
    (
        r#"ladders = ['hd', 'Sound']"#,
        r#"ladders = ['hd', 'sound']"#,
    ),
    (
        r#"ladders = ["hd", "sound", "hd"]"#,
        r#"ladders = ["hd", "sound"]"#,
    ),
    (r#"codec = "h265""#, r#"codec = "hevc""#),
    (r#"codec = 'HEVC'"#, r#"codec = 'hevc'"#),
    (r#"dir = "out/${flim.stem}""#, r#"dir = "out/${film.stem}""#),
    (r#"dir = "out/${film.stem""#, r#"dir = "out/${film.stem}""#),
    // Types.
    (r#"ladders = "hd""#, r#"ladders = ["hd"]"#),
    (r#"optional = "yes""#, "optional = true"),
    ("optional = yes", "optional = true"),
    ("optional = True", "optional = true"),
    ("codec = hevc", r#"codec = "hevc""#),
    (r#"version = "1""#, "version = 1"),
    // Units.
    (
        r#"segment_duration = "6 seconds""#,
        r#"segment_duration = "6s""#,
    ),
    (r#"segment_duration = " 6s""#, r#"segment_duration = "6s""#),
    (
        r#"segment_duration = '500 msec'"#,
        r#"segment_duration = '500ms'"#,
    ),
    (
        r#"  { height = "1080p", bit_rate = "4 Mbit/s" },"#,
        r#"  { height = 1080, bit_rate = "4M" },"#,
    ),
    (
        r#"rungs = [{ bit_rate = "96 kbps", channels = "stereo", sample_rate = "48 kHz" }]"#,
        r#"rungs = [{ bit_rate = "96k", channels = 2, sample_rate = 48000 }]"#,
    ),
    (r#"language = "en_US""#, r#"language = "en-US""#),
    (r#"language = "English""#, r#"language = "en""#),
    // Shape.
    (
        r#"args = ["-x265-params aq-mode=3"]"#,
        r#"args = ["-x265-params", "aq-mode=3"]"#,
    ),
    (r#"playlist = "master""#, r#"playlist = "master.m3u8""#),
    (
        r#"ladders = ["hd" "sound"]"#,
        r#"ladders = ["hd", "sound"]"#,
    ),
    (r#"language: "en""#, r#"language = "en""#),
];

/// Replaces the line of `text` that starts as `line` does, up to its `=`, `:` or `{`.
fn with_line(text: &str, line: &str) -> Option<String> {
    let key = |line: &str| -> String {
        let head = line.split(['=', ':']).next().unwrap_or_default();
        head.chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<String>()
            .replace("languge", "language")
    };
    let mut done = false;
    let lines: Vec<&str> = text
        .lines()
        .map(|old| {
            let is_same = !done && key(old) == key(line) && old.contains(['=', ':']);
            // The sound's rungs are in one line, the picture's are not.
            let fits = !line.starts_with("rungs") || old.contains("channels");
            if is_same && fits {
                done = true;
                line
            } else {
                old
            }
        })
        .collect();
    done.then(|| lines.join("\n") + "\n")
}

#[test]
fn what_leaves_no_doubt_is_fixed() {
    assert_eq!(errors(&judge(&SourceFile::new("film.toml", TOML))), 0);
    for (wrong, right) in CASES {
        let before = with_line(TOML, wrong).unwrap_or_else(|| panic!("no line for {wrong}"));
        let after = with_line(TOML, right).unwrap_or_else(|| panic!("no line for {right}"));
        assert!(
            errors(&judge(&SourceFile::new("film.toml", &before))) > 0,
            "{wrong} is no mistake"
        );
        let result = fixed("film.toml", &before);
        assert_eq!(result.file.text(), after, "{wrong}\n{:#?}", result.left);
        assert_eq!(errors(&result.left), 0, "{wrong}");
    }
}

#[test]
fn a_whole_file_of_mistakes_is_fixed_in_each_syntax() {
    let yaml = "\
# what is read
inputs:
  film:
    path: *.mov        # all
    language: en_US
  two: {path: b.mov, optional: yes}
ladders:
  hd:
    type: vidoe
    codec: H265
    rungs:
    - height: 480      # small
      bit_rate: 1 Mbit/s
    - {height: 1080p, bit_rate: 5M}
    preset: 8
  sound:
    rungs: [{channels: 2}]
outputs:
  web:
    type: cmaf
    dir: out/${film.stem
    ladders:
      - hd
      - hd
      - sound
    segment_duration: 6 sec   # short
";
    let after = "\
# what is read
version: 1
inputs:
  film:
    path: \"*.mov\"        # all
    language: en-US
  two: {path: b.mov, optional: true}
ladders:
  hd:
    type: video
    codec: hevc
    rungs:
    - height: 480      # small
      bit_rate: 1M
    - {height: 1080, bit_rate: 5M}
    preset: \"8\"
  sound:
    type: audio
    rungs: [{channels: 2}]
outputs:
  web:
    type: cmaf
    dir: out/${film.stem}
    ladders:
      - hd
      - sound
    segment_duration: 6s   # short
";
    let result = fixed("film.yaml", yaml);
    assert_eq!(result.file.text(), after, "{:#?}", result.left);
    assert_eq!(errors(&result.left), 0);
    let json = "{\r\n\t\"inputs\": { \"film\": { \"path\": \"a.mov\" } },\r\n\t\"ladders\": { \"hd\": { \"type\": \"video\", \"rungs\": [{ \"height\": \"720\", \"bit_rate\": \"2 Mbit\" },] } },\r\n\t\"outputs\": { \"web\": { \"type\": \"cmaf\", \"dir\": \"out\", \"ladders\": \"hd\" } }\r\n}\r\n";
    let after = "{\r\n\t\"version\": 1,\r\n\t\"inputs\": { \"film\": { \"path\": \"a.mov\" } },\r\n\t\"ladders\": { \"hd\": { \"type\": \"video\", \"rungs\": [{ \"height\": 720, \"bit_rate\": \"2M\" }] } },\r\n\t\"outputs\": { \"web\": { \"type\": \"cmaf\", \"dir\": \"out\", \"ladders\": [\"hd\"] } }\r\n}\r\n";
    let result = fixed("film.json", json);
    assert_eq!(result.file.text(), after, "{:#?}", result.left);
}

#[test]
fn rungs_are_put_in_order_unless_a_comment_would_lose_its_rung() {
    let rungs = |between: &str| {
        TOML.replace(
            "  { height = 1080, bit_rate = \"4M\" },\n",
            &format!("  {{ height = 480, bit_rate = \"1M\" }},{between}\n  {{ height = 1080, bit_rate = \"4M\" }},\n"),
        )
    };
    let result = fixed("film.toml", &rungs(""));
    let order: Vec<usize> = ["1080", "720", "480"]
        .iter()
        .filter_map(|size| result.file.text().find(&format!("height = {size}")))
        .collect();
    assert!(
        order.is_sorted() && order.len() == 3,
        "{}",
        result.file.text()
    );
    let kept = rungs("  # for phones");
    assert_eq!(fixed("film.toml", &kept).file.text(), kept);
}

#[test]
fn what_leaves_a_doubt_stays() {
    for line in [
        // Two names are equally near; digits are no slip; nothing is near.
        r#"codec = "h263""#,
        r#"ladders = ["hd", "noise"]"#,
        // Bytes or bits, thousands or a decimal comma.
        r#"  { height = 1080, bit_rate = "4 MB/s" },"#,
        r#"  { height = 1080, bit_rate = "4,500k" },"#,
        r#"segment_duration = "six""#,
        r#"segment_duration = true"#,
        r#"playlist = "master.txt""#,
    ] {
        let text = with_line(TOML, line).unwrap_or_else(|| panic!("no line for {line}"));
        let result = fixed("film.toml", &text);
        assert_eq!(result.file.text(), text, "{line}");
        assert!(errors(&result.left) > 0, "{line} is no mistake");
    }
    // Removing a rung that was copied may not be what was meant.
    let twice = TOML.replace(
        "height = 720, bit_rate = \"2M\"",
        "height = 1080, bit_rate = \"4M\"",
    );
    assert_eq!(fixed("film.toml", &twice).file.text(), twice);
}

#[test]
fn thousands_of_mistakes_are_fixed_in_a_moment() {
    let outputs: String = (0..1000)
        .map(|n| {
            format!("[outputs.o{n}]\ntype = \"cmaf\"\ndir = \"out/{n}\"\nladders = [\"hd\", \"sonud\"]\n")
        })
        .collect();
    let start = std::time::Instant::now();
    let result = fixed("film.toml", &format!("{TOML}{outputs}"));
    assert_eq!(errors(&result.left), 0);
    assert_eq!(result.cured.len(), 1000);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Whatever is done to a manifest: fixing never adds an error, and a second time changes nothing.
    #[test]
    fn fixing_is_idempotent_and_never_worse(
        changes in prop::collection::vec((0usize..2000, 0usize..4, prop::sample::select(vec![
            "", "\"", " ", ",", "x", "hd", "6 sec", "yes", "\n", "[", "}", "=", ":", "# c", "${film.stem", "1_000", "é",
        ])), 1..4),
        is_yaml in any::<bool>(),
    ) {
        let (name, start) = if is_yaml { ("film.yaml", YAML) } else { ("film.toml", TOML) };
        let mut text = start.to_owned();
        for (at, gone, new) in changes {
            let mut from = at.min(text.len());
            while !text.is_char_boundary(from) { from -= 1; }
            let mut to = (from + gone).min(text.len());
            while !text.is_char_boundary(to) { to += 1; }
            text.replace_range(from..to, new);
        }
        let before = judge(&SourceFile::new(name, &text));
        let once = fixed(name, &text);
        let hides = before.iter().any(|one| rendit::document::is_syntax(one.code));
        prop_assert!(hides || errors(&once.left) <= errors(&before), "{text}\n{}", once.file.text());
        let twice = fixed(name, once.file.text());
        prop_assert_eq!(twice.file.text(), once.file.text());
        prop_assert!(twice.cured.is_empty());
    }

    /// A diff is right whatever the texts are: carried out, it gives the new one.
    #[test]
    fn a_diff_leads_from_one_text_to_the_other(
        old in prop::collection::vec(prop::sample::select(vec!["a\n", "b\n", "\n", "c\r\n", "d"]), 0..30),
        new in prop::collection::vec(prop::sample::select(vec!["a\n", "b\n", "\n", "c\r\n", "d"]), 0..30),
    ) {
        let (old, new) = (old.concat(), new.concat());
        prop_assert_eq!(patched(&old, &unified("f", &old, &new)), new);
    }
}

const YAML: &str = "\
version: 1
inputs:
  film: {path: media/film.mov, language: en}   # the film
ladders:
  hd:
    type: video
    codec: hevc
    rungs:
      - {height: 1080, bit_rate: 4M}
      - {height: 720, bit_rate: 2M}
  sound: {type: audio}
outputs:
  web:
    type: cmaf
    dir: out/${film.stem}
    ladders: [hd, sound]
    segment_duration: 6s
";

/// Carries a unified diff out.
fn patched(old: &str, diff: &str) -> String {
    let lines: Vec<&str> = old.split_inclusive('\n').collect();
    let mut text = String::new();
    let mut at = 0;
    let mut hunk = diff.split_inclusive('\n').skip(2).peekable();
    while let Some(line) = hunk.next() {
        if let Some(header) = line.strip_prefix("@@ -") {
            let first = header.split(' ').next().unwrap();
            let (first, count) = first.split_once(',').unwrap_or((first, "1"));
            let first: usize = first.parse().unwrap();
            let upto = if count == "0" { first } else { first - 1 };
            text += &lines[at..upto].concat();
            at = upto;
            continue;
        }
        let (sign, rest) = line.split_at(1);
        let has_end = hunk.peek().is_none_or(|next| !next.starts_with('\\'));
        let rest = if has_end {
            rest
        } else {
            rest.strip_suffix('\n').unwrap()
        };
        match sign {
            " " | "-" => {
                assert_eq!(lines[at], rest);
                at += 1;
                if sign == " " {
                    text += rest;
                }
            }
            "+" => text += rest,
            _ => assert_eq!(sign, "\\"),
        }
    }
    text + &lines[at..].concat()
}

fn rendit(folder: &Utf8Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rendit"))
        .args(args)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn fresh(name: &str) -> Utf8PathBuf {
    let folder = Utf8PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("fix")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn a_diff_touches_nothing_and_shows_what_fixing_does() {
    let folder = fresh("diff");
    let wrong = TOML.replace("\"6s\"", "\"6 seconds\"");
    fs::write(folder.join("film.toml"), &wrong).unwrap();
    let shown = rendit(&folder, &["fix", "--diff", "film.toml"]);
    assert_eq!(shown.status.code(), Some(1));
    assert_eq!(fs::read_to_string(folder.join("film.toml")).unwrap(), wrong);
    let diff = String::from_utf8(shown.stdout).unwrap();
    assert_eq!(patched(&wrong, &diff), TOML);
    assert_eq!(
        rendit(&folder, &["fix", "film.toml"]).status.code(),
        Some(0)
    );
    assert_eq!(fs::read_to_string(folder.join("film.toml")).unwrap(), TOML);
    let again = rendit(&folder, &["fix", "--diff", "film.toml"]);
    assert_eq!((again.status.code(), again.stdout.len()), (Some(0), 0));
    // What is left is an error.
    fs::write(folder.join("film.toml"), TOML.replace("\"6s\"", "\"six\"")).unwrap();
    assert_eq!(
        rendit(&folder, &["fix", "film.toml"]).status.code(),
        Some(2)
    );
}

#[test]
fn line_ends_marks_links_and_modes_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = fresh("whole");
    fs::create_dir(folder.join("real")).unwrap();
    let real = folder.join("real/film.toml");
    let right = format!("\u{feff}{}", TOML.replace('\n', "\r\n"));
    fs::write(
        &real,
        right
            .replace("\"6s\"", "\"6 seconds\"")
            .replace("version = 1\r\n", ""),
    )
    .unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real/film.toml", folder.join("film.toml")).unwrap();
    let done = rendit(&folder, &["fix", "film.toml"]);
    assert_eq!(
        done.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let text = fs::read_to_string(&real).unwrap();
    // The line that was missing comes right before the first header, with the file's own line ends.
    assert_eq!(text.replacen("\u{feff}\r\n", "\u{feff}", 1), right);
    assert!(
        folder
            .join("film.toml")
            .symlink_metadata()
            .unwrap()
            .is_symlink()
    );
    assert_eq!(
        fs::metadata(&real).unwrap().permissions().mode() & 0o777,
        0o640
    );
    assert_eq!(fs::read_dir(folder.join("real")).unwrap().count(), 1);
    // A file that may not be written is not.
    fs::write(&real, text.replace("\"6s\"", "\"6 seconds\"")).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o440)).unwrap();
    let refused = rendit(&folder, &["fix", "film.toml"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("fix-refused"));
    assert!(fs::read_to_string(&real).unwrap().contains("6 seconds"));
}

#[test]
fn only_named_files_change_and_the_command_line_never_does() {
    let folder = fresh("extends");
    let base = TOML.replace("\"6s\"", "\"6 seconds\"");
    let own =
        "version = 1\nextends = [\"base.toml\"]\n[outputs.web]\nladders = [\"hd\", \"sonud\"]\n";
    fs::write(folder.join("base.toml"), &base).unwrap();
    fs::write(folder.join("film.toml"), own).unwrap();
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let done = rendit(&folder, &["fix", "film.toml"]);
    assert_eq!(done.status.code(), Some(2), "the base's mistake is left");
    assert_eq!(
        (read("base.toml"), read("film.toml")),
        (base, own.replace("sonud", "sound"))
    );
    let set = [
        "fix",
        "--set",
        "outputs.web.playlist=\"master\"",
        "film.toml",
        "base.toml",
    ];
    let done = rendit(&folder, &set);
    assert_eq!(
        done.status.code(),
        Some(2),
        "the command line's mistake is left"
    );
    assert_eq!(
        (read("base.toml"), read("film.toml")),
        (TOML.into(), own.replace("sonud", "sound"))
    );
}

/// Of many fixes some do not do; the others are applied all the same, and soon.
#[test]
fn fixes_that_do_not_do_hold_up_no_others() {
    let mut text = "version = 1\n[inputs.film]\npath = \"film.mp4\"\n\
        [ladders.sound]\ntype = \"audio\"\n"
        .to_owned();
    for number in 0..200 {
        let typo = match number % 2 {
            0 => "typ = \"hls\"\ntype = \"hls\"",
            _ => "typ = \"hls\"",
        };
        text += &format!(
            "[outputs.web{number}]\n{typo}\ndir = \"out/{number}\"\nladders = [\"sound\"]\n"
        );
    }
    let mut asked = 0;
    let cured = fix(&SourceFile::new("a.toml", &text), &mut |file| {
        asked += 1;
        judge(file)
    });
    assert_eq!(cured.left.len(), 100, "{:#?}", cured.left.first());
    assert_eq!(cured.cured.len(), 100);
    assert!(asked < 1000, "{asked}");
    let again = fix(&cured.file, &mut judge);
    assert_eq!(again.file.text(), cured.file.text());
}
