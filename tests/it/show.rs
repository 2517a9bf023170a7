//! `rendit show`: what is shown means the same.

use std::fs;
use std::process::Command;

use camino::{Utf8Path, Utf8PathBuf};
use rendit::cli::load::{Look, load};
use rendit::manifest::Manifest;

fn rendit(args: &[&str]) -> (String, String, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_rendit"))
        .args(args)
        .env("SHOW_SECRET", "s3cr3t")
        .output()
        .unwrap();
    (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
        output.status.code(),
    )
}

/// The manifests of all jobs, with every template filled in.
fn jobs(path: &Utf8Path) -> Vec<Manifest> {
    let loaded = load(path, &[], Look::AtDisk).unwrap_or_else(|_| panic!("{path} cannot be read"));
    let found = loaded.found.as_slice();
    let jobs = loaded.jobs.unwrap_or_else(|| panic!("{path}: {found:#?}"));
    let manifests = jobs.into_iter().map(|job| Manifest {
        extends: Vec::new(),
        ..job.manifest
    });
    manifests.collect()
}

fn folder(name: &str) -> Utf8PathBuf {
    let folder = Utf8PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("show")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Texts that one reader or another takes for something else.
const ODD: &str = r##"
version = 1
name = "no"
[vars]
a = "on"
b = "1:30"
c = "2026-11-22"
d = "1_000"
e = "0b10"
f = "~"
g = "$$5 and $${x} # ${env.PATH}"
h = " blank\tand \\ \"quotes\" 'too' \u0001"
i = "1e3"
"j k.l" = "${vars.g}|${job}"
[inputs.film]
path = "media/${vars.c}: film.mov"
start = "0.1234567"
[inputs.other]
path = "${env.PATH}/x.mov"
video = false
language = "no"
[ladders.hd]
type = "video"
max_frame_rate = "29.97"
rungs = [{ crf = 23.0, max_bit_rate = 1234567 }, { crf = 30.5, height = 240 }]
args = ["-x264-params", "a=${vars.j k.l}"]
[ladders.sound]
type = "audio"
[outputs.web]
type = "cmaf"
dir = "out/${film.stem}/${other.stem}"
ladders = ["hd", "sound"]
segment_path = "${rendition}/$$-${vars.c}-${number}"
[allow]
ladder-order = "y"
"##;

#[test]
fn what_is_shown_is_read_as_the_same_jobs_in_every_language() {
    let folder = folder("all");
    let source = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("jobs");
    for entry in source.read_dir_utf8().unwrap().flatten() {
        if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
        }
    }
    fs::write(folder.join("odd.toml"), ODD).unwrap();
    for item in ["a.mov", "no/b c.mkv"] {
        let item = folder.join("media/archive").join(item);
        fs::create_dir_all(item.parent().unwrap()).unwrap();
        fs::write(item, "").unwrap();
    }
    let manifests: Vec<Utf8PathBuf> = folder
        .read_dir_utf8()
        .unwrap()
        .flatten()
        .filter(|entry| entry.file_type().unwrap().is_file())
        .map(|entry| entry.into_path())
        .collect();
    assert!(manifests.len() > 10);
    for path in manifests {
        let wanted = jobs(&path);
        assert!(!wanted.is_empty(), "{path}");
        for language in ["toml", "yaml", "json"] {
            let (text, talk, exit) = rendit(&["show", "--to", language, path.as_str()]);
            assert_eq!(exit, Some(0), "{talk}");
            // The same name, because `${job}` is in some.
            let again = folder.join(language);
            let _ = fs::create_dir(&again);
            let _ = std::os::unix::fs::symlink("../media", again.join("media"));
            let again = again
                .join(path.file_name().unwrap())
                .with_extension(language);
            fs::write(&again, &text).unwrap();
            assert_eq!(jobs(&again), wanted, "{text}");
            let (twice, ..) = rendit(&["show", "--to", language, again.as_str()]);
            assert_eq!(twice, text);
        }
    }
}

#[test]
fn the_environment_is_not_shown_unless_asked_for() {
    let folder = folder("secret");
    let path = folder.join("film.toml");
    let text = ODD.replace("env.PATH", "env.SHOW_SECRET");
    fs::write(&path, text).unwrap();
    let (shown, ..) = rendit(&["show", path.as_str()]);
    assert!(
        !shown.contains("s3cr3t") && shown.contains("${env.SHOW_SECRET}/x.mov"),
        "{shown}"
    );
    let (shown, ..) = rendit(&["show", "--env", path.as_str()]);
    assert!(
        shown.contains("s3cr3t/x.mov") && !shown.contains("${env."),
        "{shown}"
    );
}

#[test]
fn words_that_old_readers_of_yaml_misread_are_quoted() {
    let folder = folder("quoted");
    let path = folder.join("odd.toml");
    fs::write(&path, ODD).unwrap();
    let (shown, ..) = rendit(&["show", "--to", "yaml", path.as_str()]);
    for line in [
        "name: \"no\"",
        "  a: \"on\"",
        "  b: \"1:30\"",
        "  c: \"2026-11-22\"",
        "  d: \"1_000\"",
        "  e: \"0b10\"",
        "  f: \"~\"",
        "  i: \"1e3\"",
        "    language: \"no\"",
    ] {
        assert!(shown.lines().any(|shown| shown == line), "{line}\n{shown}");
    }
}

#[test]
fn a_batch_keeps_its_names_until_an_item_is_named() {
    let folder = folder("batch");
    fs::create_dir_all(folder.join("in")).unwrap();
    fs::write(folder.join("in/a.mov"), "").unwrap();
    let path = folder.join("batch.yaml");
    let text = "\
version: 1
vars: {from: in}
inputs: {film: {glob: '${vars.from}/*.mov'}, subs: {path: '${film.dir}/${film.stem}.wav'}}
ladders: {hd: {type: video, auto: true}}
outputs: {web: {type: file, path: 'out/${film.stem}-${rung}.mp4', ladders: [hd]}}
";
    fs::write(&path, text).unwrap();
    let (shown, ..) = rendit(&["show", path.as_str()]);
    for line in [
        "    glob: \"in/*.mov\"",
        "    path: \"${film.dir}/${film.stem}.wav\"",
        "    path: \"out/${film.stem}-${rung}.mp4\"",
    ] {
        assert!(shown.lines().any(|shown| shown == line), "{line}\n{shown}");
    }
    let (shown, talk, _) = rendit(&["show", "--item", "in/a.mov", path.as_str()]);
    for line in [
        "    path: in/a.mov",
        "    path: in/a.wav",
        "    path: \"out/a-${rung}.mp4\"",
    ] {
        assert!(
            shown.lines().any(|shown| shown == line),
            "{line}\n{shown}{talk}"
        );
    }
    let (_, talk, exit) = rendit(&["show", "--item", "in/b.mov", path.as_str()]);
    assert_eq!(exit, Some(2));
    assert!(talk.contains("did you mean `in/a.mov`"), "{talk}");
}

#[test]
fn origins_name_file_and_line() {
    let folder = folder("origin");
    fs::write(folder.join("base.toml"), "version = 1\n[vars]\na = \"x\"\nb = \"y\"\n[inputs.film]\npath = \"a.mov\"\n[ladders.hd]\ntype = \"video\"\nauto = true\n[outputs.web]\ntype = \"dash\"\ndir = \"out\"\nladders = [\"hd\"]\n").unwrap();
    let path = folder.join("film.yaml");
    fs::write(&path, "version: 1\nextends: [base.toml]\nvars:\n  a: z\n").unwrap();
    let (shown, ..) = rendit(&["show", "--origin", "--set", "vars.b=w", path.as_str()]);
    let base = folder.join("base.toml");
    for line in [
        format!("  a: z  # {path}:4"),
        "  b: w  # command line".to_owned(),
        format!("    dir: out  # {base}:12"),
        "    mpd: manifest.mpd  # default".to_owned(),
    ] {
        assert!(shown.lines().any(|shown| shown == line), "{line}\n{shown}");
    }
    let (shown, talk, exit) = rendit(&["show", "--origin", "--to", "json", path.as_str()]);
    assert_eq!((shown.as_str(), exit), ("", Some(2)), "{talk}");
}

#[test]
fn a_manifest_with_mistakes_is_not_shown() {
    let folder = folder("wrong");
    let path = folder.join("film.toml");
    fs::write(&path, ODD.replace("type = \"cmaf\"", "type = \"cmav\"")).unwrap();
    let (shown, talk, exit) = rendit(&["show", path.as_str()]);
    assert_eq!((shown.as_str(), exit), ("", Some(2)));
    assert!(talk.contains("wrong-value"), "{talk}");
}
