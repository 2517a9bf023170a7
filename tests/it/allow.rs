//! Warnings that a manifest accepts.

use std::fs;
use std::process::Command;

use camino::Utf8PathBuf;
use rendit::cli::codes;
use rendit::diag::Severity;
use rendit::manifest::allow::WARNINGS;

const MANIFEST: &str = r#"
version = 1
[inputs.film]
path = "film.mov"
[ladders.hd]
type = "video"
codec = "hevc"
rungs = [{ height = 720, bit_rate = "2M" }]
[outputs.web]
type = "hls"
segments = "ts"
dir = "out"
ladders = ["hd"]
"#;

fn folder(name: &str) -> Utf8PathBuf {
    let folder = Utf8PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("allow")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// `line: code` of each finding of `rendit check`, and the exit code.
fn check(folder: &Utf8PathBuf, file: &str) -> (Vec<String>, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_rendit"))
        .args(["check", "--format", "json", file])
        .current_dir(folder)
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap();
    let told = findings
        .iter()
        .map(|one| {
            let text = |key: &str| one[key].as_str().unwrap().to_owned();
            format!("{}:{}: {}", text("file"), one["line"], text("code"))
        })
        .collect();
    (told, output.status.code())
}

#[test]
fn the_schema_lists_every_warning() {
    let all = codes::all();
    let warnings: Vec<(&str, &str)> = all
        .iter()
        .filter(|code| code.severity == Severity::Warning)
        .map(|code| (code.name, code.summary))
        .collect();
    assert_eq!(warnings, WARNINGS);
}

#[test]
fn an_accepted_warning_is_not_shown_in_any_syntax() {
    let folder = folder("syntax");
    let yaml = "\
version: 1
inputs: {film: {path: film.mov}}
ladders: {hd: {type: video, codec: hevc, rungs: [{height: 720, bit_rate: 2M}]}}
outputs: {web: {type: hls, segments: ts, dir: out, ladders: [hd]}}
";
    fs::write(folder.join("a.toml"), MANIFEST).unwrap();
    fs::write(folder.join("a.yaml"), yaml).unwrap();
    assert_eq!(
        check(&folder, "a.toml"),
        (vec!["a.toml:13: hevc-in-ts".into()], Some(0))
    );
    assert_eq!(
        check(&folder, "a.yaml"),
        (vec!["a.yaml:4: hevc-in-ts".into()], Some(0))
    );
    fs::write(
        folder.join("b.toml"),
        format!("{MANIFEST}[allow]\nhevc-in-ts = \"our boxes want it\"\n"),
    )
    .unwrap();
    fs::write(
        folder.join("b.yaml"),
        format!("{yaml}allow:\n  hevc-in-ts: our boxes want it\n"),
    )
    .unwrap();
    assert_eq!(check(&folder, "b.toml"), (vec![], Some(0)));
    assert_eq!(check(&folder, "b.yaml"), (vec![], Some(0)));
}

#[test]
fn a_reason_is_needed_and_errors_cannot_be_allowed() {
    let folder = folder("wrong");
    for (entry, expected) in [
        ("hevc-in-ts = \" \"", "bad-format"),
        ("hevc-in-ts = true", "wrong-type"),
        ("hevc-in-tss = \"x\"", "unknown-key"),
        ("unknown-key = \"x\"", "unknown-key"),
    ] {
        fs::write(
            folder.join("a.toml"),
            format!("{MANIFEST}[allow]\n{entry}\n"),
        )
        .unwrap();
        let (told, exit) = check(&folder, "a.toml");
        assert!(
            told.contains(&format!("a.toml:15: {expected}")),
            "{entry}: {told:?}"
        );
        assert_eq!(exit, Some(2));
    }
}

#[test]
fn what_does_not_occur_is_told_in_the_manifest_itself_only() {
    let folder = folder("unused");
    let base = format!("{MANIFEST}[allow]\nhevc-in-ts = \"x\"\nladder-order = \"x\"\n");
    fs::write(folder.join("base.toml"), &base).unwrap();
    let own = "version = 1\nextends = [\"base.toml\"]\n[allow]\nlong-segments = \"x\"\nno-sound = \"only plan knows\"\n";
    fs::write(folder.join("own.toml"), own).unwrap();
    assert_eq!(
        check(&folder, "base.toml"),
        (vec!["base.toml:16: unused-allow".into()], Some(0))
    );
    assert_eq!(
        check(&folder, "own.toml"),
        (vec!["own.toml:4: unused-allow".into()], Some(0))
    );
    fs::write(
        folder.join("own.toml"),
        format!("{own}unused-allow = \"for later\"\n"),
    )
    .unwrap();
    assert_eq!(check(&folder, "own.toml"), (vec![], Some(0)));
}
