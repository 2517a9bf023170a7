//! The command line: exit codes, help, forms of findings, options, and what happens to a closed pipe.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::golden;
use crate::program::{end_of, folder, rendit, repository, said};

/// A manifest that needs no media: two seconds of a generated picture.
const GOOD: &str = r#"version = 1
[inputs.film]
lavfi = "testsrc2=size=320x180:rate=25:duration=2"
[ladders.hd]
type = "video"
preset = "ultrafast"
rungs = [{ height = 90, bit_rate = "100k" }]
[outputs.web]
type = "hls"
dir = "out/web"
ladders = ["hd"]
"#;

fn with_manifest(name: &str, text: &str) -> PathBuf {
    let folder = folder(name);
    std::fs::write(folder.join("film.toml"), text).unwrap();
    folder
}

#[test]
fn exit_0_done() {
    let folder = with_manifest("cli-done", GOOD);
    for args in [
        &["check", "film.toml"][..],
        &["plan", "film.toml"],
        &["run", "film.toml"],
        &["verify", "film.toml"],
        &["probe", "out/web/master.m3u8"],
        &["schema"],
        &["explain"],
        &["explain", "unknown-key"],
        &["completions", "bash"],
        &["--version"],
    ] {
        let said = said(&folder, args);
        assert_eq!(said.code, Some(0), "{args:?}\n{}", said.err);
    }
}

#[test]
fn exit_1_a_step_failed_or_an_output_did_not_verify() {
    let folder = with_manifest("cli-failed", GOOD);
    let unpublished = said(&folder, &["verify", "film.toml", "--format", "short"]);
    assert_eq!(unpublished.code, Some(1), "{}", unpublished.err);
    assert!(
        unpublished.err.contains("error[output-missing]"),
        "{}",
        unpublished.err
    );
    // A value that only the encoder can judge.
    let unknown = GOOD.replace(
        "preset",
        "args = [\"-x264-params\", \"bframes=many\"]\npreset",
    );
    std::fs::write(folder.join("film.toml"), unknown).unwrap();
    let failed = said(&folder, &["run", "film.toml", "--format", "short"]);
    assert_eq!(failed.code, Some(1), "{}", failed.err);
    assert!(failed.err.contains("film.toml:6:"), "{}", failed.err);
    assert!(!folder.join("out/web").exists());
}

#[test]
fn exit_2_a_manifest_or_the_command_line_is_wrong() {
    let folder = with_manifest("cli-wrong", &GOOD.replace("rungs", "rung"));
    for args in [
        &["check", "film.toml"][..],
        &["plan", "film.toml"],
        &["run", "film.toml"],
        &["verify", "film.toml"],
        &["check", "absent.toml"],
        &["check", "."],
        &["check"],
        &["chekc", "film.toml"],
        &["run", "film.toml", "--jobs", "0"],
        &["explain", "unknown-kye"],
        &["check", "film.toml", "--set", "nonsense"],
        &["plan", "film.toml", "--facts", "film.toml"],
        &["probe", "--facts", "film.toml"],
        &[],
    ] {
        let said = said(&folder, args);
        assert_eq!(said.code, Some(2), "{args:?}\n{}", said.err);
        assert!(!said.err.is_empty(), "{args:?}");
    }
    assert!(!folder.join("out/web").exists());
}

#[test]
fn exit_3_the_environment_cannot_do_it() {
    let folder = with_manifest("cli-environment", GOOD);
    for verb in ["plan", "run", "verify"] {
        let said = said(
            &folder,
            &[
                verb,
                "film.toml",
                "--ffmpeg",
                "nowhere/ffmpeg",
                "--format",
                "short",
            ],
        );
        assert_eq!(said.code, Some(3), "{}", said.err);
        assert!(said.err.contains("error[ffmpeg-missing]"), "{}", said.err);
    }
    let absent = GOOD.replace("preset = \"ultrafast\"", "encoder = \"libopenh264\"");
    std::fs::write(folder.join("film.toml"), absent).unwrap();
    let said = said(&folder, &["run", "film.toml", "--format", "short"]);
    assert_eq!(said.code, Some(3), "{}", said.err);
    assert!(
        said.err
            .starts_with("film.toml:6:11: error[missing-encoder]"),
        "{}",
        said.err
    );
    // What `check` only thought likely gives way to what the ffmpeg at hand says.
    let misspelt = GOOD.replace("preset", "filters = [\"hqdn3\"]\npreset");
    std::fs::write(folder.join("film.toml"), misspelt).unwrap();
    let said = crate::program::said(&folder, &["plan", "film.toml", "--format", "short"]);
    assert_eq!(said.code, Some(3), "{}", said.err);
    assert!(
        said.err
            .starts_with("film.toml:6:12: error[missing-filter]"),
        "{}",
        said.err
    );
    assert_eq!(said.err.matches("hqdn3`").count(), 1, "{}", said.err);
}

#[test]
fn exit_130_interrupted() {
    let endless = GOOD
        .replace(":duration=2", "")
        .replace("[ladders", "end = \"1h\"\n[ladders");
    for (name, signal) in [("cli-int", Signal::INT), ("cli-term", Signal::TERM)] {
        let folder = with_manifest(name, &endless);
        let mut command = rendit(&folder, &["run", "film.toml", "--progress", "json"]);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // Not before the encode runs.
        let running = lines.any(|line| line.unwrap().contains("\"event\":\"progress\""));
        assert!(running);
        let asked = std::time::Instant::now();
        kill_process(Pid::from_child(&child), signal).unwrap();
        let last = lines.map(Result::unwrap).last().unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(130));
        assert!(asked.elapsed().as_secs() < 5, "{:?}", asked.elapsed());
        let last: Value = serde_json::from_str(&last).unwrap();
        assert_eq!(last["outcome"], "interrupted");
        assert!(!folder.join("out/web").exists());
    }
}

#[test]
fn help_is_as_committed() {
    let verbs = [
        "init",
        "check",
        "fix",
        "plan",
        "run",
        "verify",
        "probe",
        "show",
        "schema",
        "explain",
        "lsp",
        "man",
        "completions",
    ];
    let here = repository();
    let whole = said(&here, &["--help"]);
    golden::hold("tests/ui/help/rendit.txt", &whole.out);
    let listed = whole.out.split("Options:").next().unwrap();
    for verb in verbs {
        assert!(listed.contains(&format!("\n  {verb} ")), "{verb}");
        let said = said(&here, &[verb, "-h"]);
        golden::hold(&format!("tests/ui/help/{verb}.txt"), &said.out);
    }
    let commands = listed.lines().filter(|line| line.starts_with("  ")).count();
    assert_eq!(commands, verbs.len(), "{listed}");
}

#[test]
fn findings_come_in_every_form() {
    let folder = with_manifest("cli-forms", &GOOD.replace("rungs", "rung"));
    let check = |form: &str| said(&folder, &["check", "film.toml", "--format", form]);
    let human = check("human");
    assert!(
        human.err.contains("film.toml:7:1") && human.err.contains("1 error in 1 file"),
        "{}",
        human.err
    );
    assert_eq!(human.out, "");
    let short = check("short");
    assert!(
        short.err.starts_with("film.toml:7:1: error[unknown-key]: "),
        "{}",
        short.err
    );
    let json: Value = serde_json::from_str(&check("json").out).unwrap();
    assert_eq!(json["findings"][0]["code"], "unknown-key");
    let github = check("github").out;
    assert!(
        github.starts_with("::error file=film.toml,line=7,"),
        "{github}"
    );
    let sarif: Value = serde_json::from_str(&check("sarif").out).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
}

#[test]
fn several_manifests_are_told_of_in_one_run() {
    let folder = with_manifest("cli-several", &GOOD.replace("rungs", "rung"));
    std::fs::write(folder.join("other.yaml"), "version: 2\n").unwrap();
    std::fs::write(folder.join("good.toml"), GOOD).unwrap();
    let args = [
        "check",
        "film.toml",
        "other.yaml",
        "absent.toml",
        "good.toml",
        "--format",
        "short",
    ];
    let said = said(&folder, &args);
    assert_eq!(said.code, Some(2));
    for part in [
        "film.toml:7:1: ",
        "other.yaml:1:10: ",
        "`absent.toml`: there is no such file",
    ] {
        assert!(said.err.contains(part), "{part}: {}", said.err);
    }
    assert!(!said.err.contains("good.toml"), "{}", said.err);
}

/// Two manifests that write to one place are found out although each is fine alone.
#[test]
fn manifests_do_not_overwrite_each_other() {
    let folder = with_manifest("cli-collide", GOOD);
    std::fs::write(folder.join("copy.toml"), GOOD).unwrap();
    let both = said(
        &folder,
        &["check", "film.toml", "copy.toml", "--format", "short"],
    );
    assert_eq!(both.code, Some(2), "{}", both.err);
    assert!(both.err.contains("error[output-collision]"), "{}", both.err);
}

#[test]
fn set_overrides_a_value() {
    let folder = with_manifest("cli-set", GOOD);
    let plan = |set: &[&str]| {
        let mut args = vec!["plan", "film.toml", "--format", "json"];
        args.extend(set.iter().flat_map(|set| ["--set", set]));
        said(&folder, &args)
    };
    let changed = plan(&["outputs.web.dir=out/other", "ladders.hd.rungs[0].height=72"]);
    assert_eq!(changed.code, Some(0), "{}", changed.err);
    let plans: Value = serde_json::from_str(&changed.out).unwrap();
    assert_eq!(plans[0]["outputs"][0]["target"], "out/other");
    assert_eq!(plans[0]["renditions"][0]["media"]["height"], 72);
    let wrong = plan(&["outputs.web.segment_duration=six"]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.err.contains("--set"), "{}", wrong.err);
}

#[test]
fn colour_is_asked_for_or_left_out() {
    let folder = with_manifest("cli-colour", &GOOD.replace("rungs", "rung"));
    let check = |when: &str, no_colour: bool| {
        let mut command = rendit(&folder, &["check", "film.toml", "--color", when]);
        if no_colour {
            command.env("NO_COLOR", "1");
        }
        end_of(&mut command).err.contains('\u{1b}')
    };
    assert!(check("always", false));
    assert!(check("always", true), "what is asked for by name wins");
    assert!(!check("auto", false), "a pipe is no terminal");
    assert!(!check("never", false));
}

/// On a terminal colour is the rule, and `NO_COLOR` ends it (no-color.org).
#[cfg(target_os = "linux")]
#[test]
fn no_color_is_honoured_on_a_terminal() {
    use rustix::pty::{OpenptFlags, grantpt, ioctl_tiocgptpeer, openpt, unlockpt};
    let folder = with_manifest("cli-terminal", &GOOD.replace("rungs", "rung"));
    let coloured = |no_colour: Option<&str>| {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
        let ours = openpt(flags).unwrap();
        grantpt(&ours).unwrap();
        unlockpt(&ours).unwrap();
        let theirs = ioctl_tiocgptpeer(&ours, flags).unwrap();
        let mut command = rendit(&folder, &["check", "film.toml"]);
        command.env("TERM", "xterm").stderr(Stdio::from(theirs));
        command.envs(no_colour.map(|value| ("NO_COLOR", value)));
        let mut child = command.stdout(Stdio::null()).spawn().unwrap();
        drop(command);
        let mut text = Vec::new();
        // Reading fails once the other end is closed.
        let _ = std::fs::File::from(ours).read_to_end(&mut text);
        assert_eq!(child.wait().unwrap().code(), Some(2));
        assert!(!text.is_empty());
        text.contains(&0x1b)
    };
    assert!(coloured(None));
    assert!(coloured(Some("")), "empty is as good as absent");
    assert!(!coloured(Some("1")));
}

#[test]
fn unknown_codes_are_guessed() {
    let wrong = said(&repository(), &["explain", "unknown-kye"]);
    assert!(
        wrong.err.contains("did you mean `unknown-key`?"),
        "{}",
        wrong.err
    );
    let right = said(&repository(), &["explain", "unknown-key"]);
    assert!(right.out.contains("Wrong:"), "{}", right.out);
}

#[test]
fn a_file_that_is_no_text_or_has_no_known_ending_is_told() {
    let folder = folder("cli-files");
    std::fs::write(folder.join("bytes.toml"), [0xff, 0xfe, 0x00]).unwrap();
    std::fs::write(folder.join("film.txt"), GOOD).unwrap();
    for (name, code) in [
        ("bytes.toml", "not-text"),
        ("film.txt", "unknown-file-type"),
    ] {
        let said = said(&folder, &["check", name, "--format", "short"]);
        assert!(said.err.contains(&format!("error[{code}]")), "{}", said.err);
        assert_eq!(said.code, Some(2));
    }
}

/// `rendit schema | head -1`
#[test]
fn a_closed_pipe_is_nobodys_fault() {
    for args in [
        &["schema"][..],
        &["explain"],
        &["completions", "zsh"],
        &["--help"],
    ] {
        let mut command = rendit(&repository(), args);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {err}");
        assert_eq!(err, "", "{args:?}");
    }
}

#[test]
fn quiet_is_quiet_and_errors_are_still_told() {
    let folder = with_manifest("cli-quiet", GOOD);
    let fine = said(&folder, &["run", "film.toml", "-q"]);
    assert_eq!(
        (fine.code, fine.out.as_str(), fine.err.as_str()),
        (Some(0), "", "")
    );
    std::fs::write(folder.join("film.toml"), GOOD.replace("rungs", "rung")).unwrap();
    assert!(
        said(&folder, &["check", "film.toml", "-q"])
            .err
            .contains("unknown key")
    );
}

/// What is published stands in words that can be read by a person and opened.
#[test]
fn a_run_without_terminal_says_what_it_did() {
    let folder = with_manifest("cli-lines", GOOD);
    let run = said(&folder, &["run", "film.toml"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let opened: Vec<&str> = run
        .err
        .lines()
        .filter_map(|line| line.split_once("open "))
        .map(|(_, path)| path)
        .collect();
    assert_eq!(opened, ["out/web/master.m3u8"], "{}", run.err);
    assert!(Path::new(&folder).join(opened[0]).is_file());
}

/// A slip in the name of a key's file: the file beside it is offered.
#[test]
fn a_key_file_with_nearly_that_name_is_offered() {
    let text = format!(
        "{GOOD}encryption = \"aes\"\n[encryption.aes]\ntype = \"aes-128\"\nkey_file = \"keys/flm.key\"\nkey_uri = \"https://example.com/key\"\n"
    );
    let folder = with_manifest("cli-near-key", &text);
    std::fs::create_dir(folder.join("keys")).unwrap();
    std::fs::write(folder.join("keys/film.key"), [0; 16]).unwrap();
    let end = end_of(&mut rendit(&folder, &["plan", "film.toml"]));
    assert_eq!(end.code, Some(2), "{}", end.err);
    assert!(
        end.err.contains("did you mean `keys/film.key`?"),
        "{}",
        end.err
    );
}

/// The key comes from the environment when it is needed, and is nowhere afterwards.
#[test]
fn a_key_may_come_from_the_environment() {
    let text = format!(
        "{GOOD}encryption = \"aes\"\n[encryption.aes]\ntype = \"aes-128\"\nkey_env = \"FILM_KEY\"\nkey_uri = \"https://example.com/key\"\n"
    );
    let folder = with_manifest("cli-key", &text);
    let run = |key: Option<&str>| {
        let mut command = rendit(&folder, &["run", "film.toml", "--format", "short"]);
        command.env_remove("FILM_KEY");
        command.envs(key.map(|key| ("FILM_KEY", key)));
        end_of(&mut command)
    };
    let absent = run(None);
    assert_eq!(absent.code, Some(2), "{}", absent.err);
    assert!(
        absent
            .err
            .starts_with("film.toml:15:11: error[key-unusable]"),
        "{}",
        absent.err
    );
    let key = "00112233445566778899aabbccddeeff";
    let done = run(Some(key));
    assert_eq!(done.code, Some(0), "{}", done.err);
    let playlist = std::fs::read_to_string(folder.join("out/web/h264_90p.m3u8")).unwrap();
    assert!(
        playlist.contains("#EXT-X-KEY:METHOD=AES-128,URI=\"https://example.com/key\""),
        "{playlist}"
    );
    let mut left = vec![folder.clone()];
    while let Some(folder) = left.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                left.push(path);
            } else {
                let bytes = std::fs::read(&path).unwrap();
                let text = String::from_utf8_lossy(&bytes).to_lowercase();
                assert!(!text.contains(key), "{}", path.display());
            }
        }
    }
}

#[test]
fn what_is_wrong_in_a_shared_base_is_told_once() {
    let folder = folder("cli-shared");
    let house = "version = 1\n[ladders.hd]\ntype = \"video\"\nrungs = [{ heigt = 720, bit_rate = \"2M\" }]\n\
        [outputs.web]\ntype = \"hls\"\ndir = \"out/${film.stem}\"\nladders = [\"hd\"]\n";
    let film = "version: 1\nextends: [house.toml]\ninputs: { film: { path: a.mp4 } }\n";
    let other = film.replace("a.mp4", "b.mp4");
    for (name, text) in [("house.toml", house), ("a.yaml", film), ("b.yaml", &other)] {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let said = said(&folder, &["check", "--format=short", "a.yaml", "b.yaml"]);
    let expected = "house.toml:4:12: error[unknown-key]: unknown key `heigt`\n";
    assert_eq!(said.err, expected);
    assert_eq!(said.code, Some(2));
}
