//! `rendit init`: the manifest checks clean, plans, and overwrites nothing.

use std::fs;
use std::process::{Command, Output};

use camino::{Utf8Path, Utf8PathBuf};

fn folder(name: &str) -> Utf8PathBuf {
    let folder = Utf8PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("init")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("media")).unwrap();
    folder
}

fn rendit(folder: &Utf8Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rendit"))
        .args(args)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn clip(folder: &Utf8Path, name: &str, inputs: &[&str], options: &[&str]) {
    let mut command = Command::new("ffmpeg");
    command.args(["-v", "error", "-y"]);
    for input in inputs {
        command.args(["-f", "lavfi", "-i", input]);
    }
    let made = command
        .args(options)
        .arg(folder.join(name))
        .status()
        .unwrap();
    assert!(made.success());
}

/// The new manifest is checked without a finding, and planned.
fn is_good(folder: &Utf8Path, manifest: &str) -> String {
    let checked = rendit(folder, &["check", "--format", "short", manifest]);
    assert_eq!(String::from_utf8_lossy(&checked.stderr), "");
    assert_eq!(checked.status.code(), Some(0));
    let planned = rendit(folder, &["plan", manifest]);
    assert_eq!(
        planned.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&planned.stderr)
    );
    String::from_utf8(planned.stdout).unwrap()
}

#[test]
fn a_film_gets_a_ladder_of_its_own_sizes() {
    let folder = folder("film");
    let inputs = [
        "testsrc2=size=640x360:rate=25:duration=2",
        "sine=duration=2",
    ];
    let options = [
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-c:a",
        "aac",
        "-metadata:s:a:0",
        "language=eng",
    ];
    let name = "media/$5 film, no: 1.mp4";
    clip(&folder, name, &inputs, &options);
    let schema = "https://example.com/rendit.schema.json";
    let arguments = ["init", name, "-o", "film.toml", "--schema", schema];
    let made = rendit(&folder, &arguments);
    assert_eq!(
        made.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    let plan = is_good(&folder, "film.toml");
    assert!(
        plan.contains("640x360") && plan.contains("aac_en"),
        "{plan}"
    );
    let text = fs::read_to_string(folder.join("film.toml")).unwrap();
    assert!(text.starts_with(&format!("#:schema {schema}\n")), "{text}");
    assert!(
        text.contains("height = 360") && !text.contains("height = 720"),
        "{text}"
    );
    // What is there stays.
    let again = rendit(&folder, &["init", name, "-o", "film.toml"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&again.stderr).contains("exists"));
    assert_eq!(fs::read_to_string(folder.join("film.toml")).unwrap(), text);
}

#[test]
fn languages_folders_and_the_schema_are_respected() {
    let folder = folder("places");
    clip(
        &folder,
        "media/a.mov",
        &["testsrc2=size=90x160:rate=30:duration=1"],
        &["-c:v", "mpeg4"],
    );
    clip(&folder, "media/b.flac", &["sine=duration=1"], &[]);
    fs::create_dir_all(folder.join("jobs/deep")).unwrap();
    fs::create_dir_all(folder.join("schema")).unwrap();
    fs::write(folder.join("schema/rendit.schema.json"), "{}").unwrap();
    for (source, manifest) in [
        ("media/a.mov", "jobs/deep/a.yaml"),
        ("media/a.mov", "jobs/a.json"),
        ("media/b.flac", "jobs/b.yml"),
        ("media/b.flac", "b.toml"),
    ] {
        let made = rendit(&folder, &["init", source, "-o", manifest]);
        assert_eq!(
            made.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        is_good(&folder, manifest);
    }
    let yaml = fs::read_to_string(folder.join("jobs/deep/a.yaml")).unwrap();
    assert!(
        yaml.starts_with("# yaml-language-server: $schema=../../schema/rendit.schema.json\n"),
        "{yaml}"
    );
    assert!(yaml.contains("path: \"../../media/a.mov\""), "{yaml}");
    let toml = fs::read_to_string(folder.join("b.toml")).unwrap();
    assert!(
        toml.contains("# language = \"en\"") && !toml.contains("video"),
        "{toml}"
    );
}

#[test]
fn what_cannot_be_probed_makes_no_file() {
    let folder = folder("none");
    fs::write(folder.join("media/text.mp4"), "no film").unwrap();
    for source in ["media/text.mp4", "media/absent.mp4"] {
        let made = rendit(&folder, &["init", source, "-o", "film.toml"]);
        assert_eq!(made.status.code(), Some(1));
        assert!(!folder.join("film.toml").exists());
    }
    let made = rendit(&folder, &["init", "media/text.mp4", "-o", "film.txt"]);
    assert_eq!(made.status.code(), Some(2));
}
