//! What ffmpeg can do is asked once, and what is no ffmpeg is told.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use camino::Utf8Path;
use rendit::diag::Severity;
use rendit::facts::Tools;
use rendit::probe::{ProbeError, codes, encoder_options, tools};
use rendit::source::Route;

use super::{ffmpeg, ffprobe, folder};

#[test]
fn the_tools_at_hand() {
    let memory = folder("memory").join("deep");
    let asked = tools(&ffmpeg(), &ffprobe(), Some(&memory)).unwrap();
    assert!(asked.encoders.contains("libx264"));
    assert!(asked.filters.contains("scale"));
    assert!(asked.muxers.contains("mp4"));
    assert!(asked.version.contains(|c: char| c.is_ascii_digit()));
    assert_eq!(tools(&ffmpeg(), &ffprobe(), Some(&memory)).unwrap(), asked);
    assert_eq!(tools(&ffmpeg(), &ffprobe(), None).unwrap(), asked);

    let options = |encoder| encoder_options(&asked, encoder, Some(&memory)).unwrap();
    let own = options("libx264").unwrap();
    assert!(own.contains("crf") && own.contains("x264-params") && !own.contains("medium"));
    assert_eq!(options("libnosuch"), None);
    assert_eq!(options("libx264"), Some(own));
}

/// A stand-in that counts how often it is asked for lists.
fn stand_in(path: &Utf8Path, version: &str, encoder: &str) {
    let script = format!(
        "#!/bin/sh
case \"$*\" in
*-version*) echo '{version}' ;;
*) echo asked >> \"$0.log\"
   printf '%s\\n' ' V....D {encoder}   x' ' .. scale V->V y' '  E mp4 z' ;;
esac
"
    );
    let partial = path.with_extension("new");
    fs::write(&partial, script).unwrap();
    fs::set_permissions(&partial, fs::Permissions::from_mode(0o755)).unwrap();
    fs::rename(&partial, path).unwrap();
}

fn asked_of(tool: &Utf8Path) -> usize {
    let log = format!("{tool}.log");
    fs::read_to_string(log).map_or(0, |log| log.lines().count())
}

#[test]
fn asked_once_for_each_binary() {
    let folder = folder("once");
    let (tool, memory) = (folder.join("ffmpeg"), folder.join("memory"));
    let ask = || tools(tool.as_str(), &ffprobe(), Some(&memory)).unwrap();
    stand_in(&tool, "ffmpeg version 6.0 Copyright", "one");
    assert!(ask().encoders.contains("one"));
    assert_eq!(asked_of(&tool), 3);
    ask();
    assert_eq!(asked_of(&tool), 3, "remembered");

    stand_in(&tool, "ffmpeg version 6.0 Copyright", "other");
    assert!(ask().encoders.contains("other"), "another file");
    assert_eq!(asked_of(&tool), 6);

    for entry in fs::read_dir(&memory).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(path.extension().unwrap(), "json", "nothing partial is left");
        fs::write(path, "{\"edition\":1,\"key\":\"x\",").unwrap();
    }
    assert!(ask().encoders.contains("other"), "a broken memory is none");
    assert_eq!(asked_of(&tool), 9);

    let nowhere = Utf8Path::new("/dev/null/memory");
    let asked = tools(tool.as_str(), &ffprobe(), Some(nowhere)).unwrap();
    assert!(
        asked.encoders.contains("other"),
        "no place for a memory is no error"
    );
}

#[test]
fn what_is_no_ffmpeg() {
    let folder = folder("foreign");
    let script = |name: &str, text: &str, mode: u32| {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        path.into_string()
    };
    let old = "#!/bin/sh\necho 'ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright'\n";
    let branch = "#!/bin/sh\necho 'ffmpeg version N-1-gabc Copyright'\necho 'libavutil      56. 70.100 / 56. 70.100'\n";
    let dumb = "#!/bin/sh\ncase $* in -version) echo 'ffmpeg version 7.1';; esac\n";
    let broken = "#!/bin/sh\necho 'libx264.so.164: cannot open shared object file' >&2\nexit 127\n";
    for (program, code, words) in [
        (
            "/nonexistent/ffmpeg".to_owned(),
            "ffmpeg-missing",
            "cannot find",
        ),
        (
            "rendit-no-such-ffmpeg".to_owned(),
            "ffmpeg-missing",
            "cannot find",
        ),
        (String::new(), "ffmpeg-missing", "cannot find"),
        (
            script("plain", old, 0o644),
            "ffmpeg-unusable",
            "permission denied",
        ),
        (folder.to_string(), "ffmpeg-unusable", "permission denied"),
        ("true".to_owned(), "ffmpeg-unusable", "is not ffmpeg"),
        (ffprobe(), "ffmpeg-unusable", "is not ffmpeg"),
        (script("old", old, 0o755), "ffmpeg-too-old", "4.4.2"),
        (
            script("branch", branch, 0o755),
            "ffmpeg-too-old",
            "N-1-gabc",
        ),
        (script("dumb", dumb, 0o755), "ffmpeg-unusable", "cannot say"),
        (
            script("broken", broken, 0o755),
            "ffmpeg-unusable",
            "cannot say",
        ),
    ] {
        let error = tools(&program, &ffprobe(), None).unwrap_err();
        assert!(error.is_of_tools(), "{program}");
        let finding = error.diagnostic(&Route::root().key("inputs"));
        assert_eq!(finding.code.name, code, "{program}");
        assert!(
            finding.message.contains(words),
            "{program}: {}",
            finding.message
        );
        assert!(
            finding.labels.is_empty() && finding.help.is_some(),
            "{program}"
        );
        if program.ends_with("broken") {
            assert!(
                finding.notes[0].contains("shared object"),
                "{:?}",
                finding.notes
            );
        }
    }
    let error = tools(&ffmpeg(), "rendit-no-such-ffprobe", None).unwrap_err();
    let missing = ProbeError::ToolMissing {
        tool: "ffprobe",
        program: "rendit-no-such-ffprobe".to_owned(),
    };
    assert_eq!(error, missing);
    let help = error.diagnostic(&Route::root()).help.unwrap();
    for way in ["apt install", "dnf install", "brew install", "--ffprobe"] {
        assert!(help.contains(way), "{help}");
    }
    let absent = Tools {
        ffmpeg: "rendit-no-such-ffmpeg".to_owned(),
        ..Tools::default()
    };
    assert!(encoder_options(&absent, "libx264", None).is_err());
}

#[test]
fn every_code_explains_itself() {
    let mut names = Vec::new();
    for code in codes::ALL {
        assert_eq!(code.severity, Severity::Error, "{}", code.name);
        assert!(!code.summary.ends_with('.') && !code.summary.is_empty());
        assert!(code.explanation.len() > 200, "{}", code.name);
        names.push(code.name);
    }
    let mut sorted = names.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(names, sorted);
}
