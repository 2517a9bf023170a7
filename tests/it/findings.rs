//! Findings as text: a golden file for each format, and hostile texts for the people's one.
#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

use rendit::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use rendit::document;
use rendit::report::findings::{Style, closing, github, human, json, sarif, short};
use rendit::source::{Route, SourceFile, Span};

use crate::schema_engine::{check, checker};

static MISSING_TOOL: Code = Code {
    name: "missing-tool",
    severity: Severity::Error,
    summary: "a tool is missing",
    explanation: "Install it.\n",
};

static ODD: Code = Code {
    name: "odd",
    severity: Severity::Warning,
    summary: "it is odd",
    explanation: "It works.\n",
};

const MAIN: &str = "\
version = 1
nme = \"Bün\"

[inputs.film]
path = 7

# far


# away

[outputs.web]
type = \"hls\"
segment_duration = \"six\"
codec = \"hevk\"
";

fn span(file: &SourceFile, text: &str) -> Span {
    let start = file.text().find(text).expect("it is there");
    Span::new(file, start, start + text.len())
}

/// One of each: schema findings with fixes, places far apart and in two files, a note, a
/// warning, and a finding without a place.
fn sample() -> Vec<Diagnostic> {
    let (mut findings, _) = check("jobs/main, copy.toml", MAIN);
    let main = findings[0].primary().expect("a place").file.clone();
    let base = SourceFile::new("/etc/base é.yaml", "a: 1\r\nkey: 50%: x\r\nb: 2\r\n");
    let route = Route::parse("outputs.web.segment_duration").expect("a route");
    findings.push(
        Diagnostic::new(&ODD, route, "the length is odd")
            .label(At::Span(span(&main, "\"six\"")), "this length")
            .label(At::Span(span(&main, "7")), "for this file")
            .label(At::Span(span(&base, "50%: x")), "which this asks for")
            .help("take another length, such as \"4s\", which is a whole number of frames at every usual frame rate and does not leave a short segment behind\nor none")
            .note("[hls @ 0x1] first line of a log that is so long that it would be wrapped if it were not shown exactly as it is, which it is\n[hls @ 0x1] second line"),
    );
    findings.push(
        Diagnostic::new(&MISSING_TOOL, Route::root(), "ffmpeg is not installed")
            .help("install it with your package manager"),
    );
    findings
}

fn golden(name: &str, got: &str) {
    let path = format!(
        "{}/tests/fixtures/findings/{name}",
        env!("CARGO_MANIFEST_DIR")
    );
    let got = got.replace(env!("CARGO_PKG_VERSION"), "VERSION");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &got).expect("written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        got == expected,
        "{name} differs; UPDATE=1 rewrites it\n{got}"
    );
}

#[test]
fn every_format_is_as_the_golden_file() {
    let findings = sample();
    let text = human(&findings, Style::default()) + &closing(&findings, 2);
    golden("human.txt", &text);
    golden("short.txt", &short(&findings));
    golden("findings.json", &json(&findings));
    golden("github.txt", &github(&findings));
    golden("findings.sarif", &sarif(&findings));
}

#[test]
fn colour_changes_nothing_but_colour() {
    let findings = sample();
    let plain = human(&findings, Style::default());
    let colour = Style {
        colour: true,
        ..Style::default()
    };
    let coloured = human(&findings, colour);
    assert!(!plain.contains('\u{1b}') && coloured.contains('\u{1b}'));
    let mut stripped = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        stripped += before;
        rest = after.split_once('m').expect("a colour").1;
    }
    stripped += rest;
    // Two labels get two colours, and so the blanks between them may be drawn otherwise.
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(words(&stripped), words(&plain));
}

fn of_text(name: &str, text: &str) -> Vec<Diagnostic> {
    let mut diagnostics = Diagnostics::new();
    let file = SourceFile::new(name, text);
    if let Some(document) = document::parse(&mut diagnostics, &file) {
        checker().check(&mut diagnostics, &document);
    }
    diagnostics.into_sorted(&[file])
}

#[test]
fn long_lines_are_cut_around_what_matters() {
    let long = "é".repeat(70_000);
    let text = format!(
        "version = 1\noutputs = {{ a = {{ type = \"file\", path = \"{long}\", nam = \"{long}\" }}, b = {{}} }}\n"
    );
    let drawn = human(&of_text("a.toml", &text), Style::default());
    assert!(drawn.contains("[a.toml:2:70045]"), "{drawn}");
    assert!(drawn.len() < 4000, "{}", drawn.len());
    assert!(drawn.lines().all(|line| line.chars().count() < 250));
    let minified = format!("{{\"version\": 9, \"name\": \"{long}\", \"outputs\": 3}}");
    let drawn = human(&of_text("a.json", &minified), Style::default());
    assert!(
        drawn.contains("[a.json:1:13]") && drawn.contains("[a.json:1:70039]"),
        "{drawn}"
    );
}

#[test]
fn line_numbers_hold_in_files_with_crlf() {
    let text = "version = 1\r\nname = \"\"\r\noutputs = 3\r\n";
    let drawn = human(&of_text("a.toml", text), Style::default());
    for line in [
        " 1 │ version = 1\n",
        " 2 │ name = \"\"\n",
        " 3 │ outputs = 3\n",
    ] {
        assert!(drawn.contains(line), "{line:?} is not in {drawn}");
    }
}

#[test]
fn nothing_from_a_manifest_reaches_the_terminal_raw() {
    let text =
        "version = 1\noutputs = {}\n\"\\u001b[31m\" = 1\nname = \"\u{202e}\u{9b}31m\" # \u{202e}\n";
    let findings = of_text("a\u{1b}[2J.toml", text);
    for drawn in [
        human(&findings, Style::default()),
        short(&findings),
        github(&findings),
    ] {
        assert!(drawn.contains("unknown key"));
        assert!(
            !drawn.contains(['\u{1b}', '\u{9b}', '\u{202e}']),
            "{drawn:?}"
        );
    }
}

#[test]
fn empty_files_and_many_findings_are_drawn() {
    for name in ["a.toml", "a.yaml", "a.json"] {
        for text in ["", "\n", "\u{feff}", "# c", "\r\n\r\n"] {
            let drawn = human(&of_text(name, text), Style::default());
            assert!(drawn.contains("error["), "{name} {text:?}: {drawn}");
            assert!(!drawn.contains("Failed to read"), "{drawn}");
        }
    }
    let keys: String = (0..150).map(|index| format!("zz{index}zz = 1\n")).collect();
    let findings = of_text("a.toml", &format!("version = 1\n{keys}[outputs]\n"));
    let drawn = human(&findings, Style::default());
    assert!(drawn.ends_with("… and 50 more findings\n\n"));
    assert_eq!(short(&findings).lines().count(), 150);
}

#[test]
fn the_closing_line_counts() {
    let findings = sample();
    assert_eq!(closing(&findings, 3), "6 errors, 1 warning in 3 files\n");
    assert_eq!(closing(&[], 1), "no errors in 1 file\n");
    assert_eq!(closing(&findings[..1], 1), "1 error in 1 file\n");
}
