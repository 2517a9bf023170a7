//! Paths with backslashes, as Windows writes them: the cure has slashes, or there is none.

use rendit::diag::Severity;
use rendit::source::SourceFile;

use crate::alone::{fixed, judge};

const FROM_HERE: &str = "write a path from the manifest's folder, with `/` between the folders";

fn toml(path: &str) -> String {
    format!(
        "version = 1\n\n[inputs.film]\npath = {path} # here\n\n[ladders.a]\ntype = \"audio\"\n\n\
         [outputs.web]\ntype = \"hls\"\ndir = \"out\"\nladders = [\"a\"]\n"
    )
}

fn yaml(path: &str) -> String {
    format!(
        "version: 1\ninputs:\n  film:\n    path: {path} # here\nladders:\n  a:\n    type: audio\n\
         outputs:\n  web:\n    type: hls\n    dir: out\n    ladders: [a]\n"
    )
}

fn json(path: &str) -> String {
    format!(
        "{{\n  \"version\": 1,\n  \"inputs\": {{ \"film\": {{ \"path\": {path} }} }},\n  \
         \"ladders\": {{ \"a\": {{ \"type\": \"audio\" }} }},\n  \"outputs\": {{ \"web\": {{ \
         \"type\": \"hls\", \"dir\": \"out\", \"ladders\": [\"a\"] }} }}\n}}\n"
    )
}

/// What is written, and what is meant; `None` where only the one who wrote it knows.
const PATHS: &[(&str, Option<&str>)] = &[
    (
        r#""media\masters\trailer.mov""#,
        Some(r#""media/masters/trailer.mov""#),
    ),
    (r#""media\keynote.mov""#, Some(r#""media/keynote.mov""#)),
    (
        r#""..\Season 1\part.mkv""#,
        Some(r#""../Season 1/part.mkv""#),
    ),
    (
        r#""media\\masters\keynote.mov""#,
        Some(r#""media/masters/keynote.mov""#),
    ),
    (
        r#""media/masters\keynote.mov""#,
        Some(r#""media/masters/keynote.mov""#),
    ),
    (r#""C:\media\trailer.mov""#, None),
    (r#""\media\trailer.mov""#, None),
    (r#""\\server\media\trailer.mov""#, None),
];

#[test]
fn a_path_gets_slashes() {
    for (written, meant) in PATHS {
        for (name, text) in [
            ("a.toml", toml as fn(&str) -> String),
            ("a.yaml", yaml),
            ("a.json", json),
        ] {
            for end in ["\n", "\r\n"] {
                let wrong = text(written)
                    .replace('\n', end)
                    .replace(" # here", if end == "\n" { " # here" } else { "" });
                let right = meant.map(|meant| wrong.replace(written, meant));
                let found = judge(&SourceFile::new(name, &wrong));
                let helps: Vec<&str> = found
                    .iter()
                    .filter(|one| one.severity() == Severity::Error)
                    .map(|one| one.help.as_deref().unwrap_or_default())
                    .collect();
                let help = meant.map_or(FROM_HERE.to_owned(), |meant| format!("write {meant}"));
                assert_eq!(helps, [help], "{name} {written}");
                let cured = fixed(name, &wrong);
                assert_eq!(
                    cured.file.text(),
                    right.as_deref().unwrap_or(&wrong),
                    "{name}"
                );
            }
        }
    }
}

#[test]
fn elsewhere_a_backslash_stays_one() {
    let text = toml("\"film.mov\"") + "args = [\"-vf\", \"drawtext=text=a\\:b\"]\n";
    let cured = fixed("a.toml", &text);
    assert!(
        cured.file.text().contains(r"'drawtext=text=a\:b'"),
        "{}",
        cured.file.text()
    );
    // A letter that is written wrongly may have been meant.
    for path in [r#""caf\u00g.mov""#, r#""a\qb""#] {
        let text = toml(path);
        assert_eq!(fixed("a.toml", &text).file.text(), text);
    }
}
