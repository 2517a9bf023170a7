//! Files whose names mean something to shells, to ffmpeg, to templates or to playlists.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use super::film::{Film, STILL};
use super::measure::shown;
use super::{codes, rendit};
use crate::program::folder;

/// Stems of files, each of which becomes a package and a file of its own.
const STEMS: &[&str] = &[
    " two  blanks ",
    "it's \"quoted\"",
    "100%d %05d %%",
    "[a] {x} *?",
    "take:2",
    "http:take",
    "--dash",
    "new\nline",
    "ünï日本🎬 u\u{308}",
    "back\\slash",
    "a,b;c=d|e",
    "$(touch pwned)`touch pwned`",
    "${film.stem}",
    "#1 & <2>",
    "~",
    "\u{1b}[31mred\t",
];

const MANIFEST: &str = r#"version = 1
[inputs.film]
glob = "media/*.mp4"
[ladders.hd]
type = "video"
preset = "ultrafast"
rungs = [{ height = 90, crf = 18 }]
[outputs.web]
type = "cmaf"
dir = "out/web/${film.stem}"
segment_duration = 1
ladders = ["hd"]
[outputs.file]
type = "file"
path = "out/file/${film.stem}.mp4"
ladders = ["hd"]
"#;

/// A fifth of a second.
const SHORT: Film = Film { frames: 5, ..STILL };

#[test]
fn files_of_any_name_in_a_batch() {
    let folder = folder("sources-names");
    let media = folder.join("media");
    std::fs::create_dir(&media).unwrap();
    SHORT.make(&folder);
    for stem in STEMS {
        std::fs::copy(folder.join("film.mp4"), media.join(format!("{stem}.mp4"))).unwrap();
    }
    std::fs::write(folder.join("job.toml"), MANIFEST).unwrap();
    let said = rendit(&folder, "run", &["job.toml".into()]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(
        !said.err.contains('\u{1b}') && !said.out.contains('\u{1b}'),
        "{}",
        said.err
    );
    for stem in STEMS {
        let web = folder.join("out/web").join(stem);
        for name in ["master.m3u8", "manifest.mpd"] {
            assert!(web.join(name).is_file(), "{stem}: {name}");
        }
        assert!(
            folder.join(format!("out/file/{stem}.mp4")).is_file(),
            "{stem}"
        );
    }
    assert!(!folder.join("pwned").exists() && !media.join("pwned").exists());
    // One of them is looked at; the program has read all of them back.
    let result = shown(&folder, "file:out/file/100%d %05d %%.mp4", "", "V");
    assert_eq!(result.numbers(), [0, 1, 2, 3, 4]);
}

#[test]
fn files_of_any_name_by_path() {
    let folder = folder("sources-paths");
    SHORT.make(&folder);
    let manifests: Vec<String> = (0..)
        .zip([
            "take:2.mp4",
            "-y.mp4",
            "it's 100%d.mp4",
            "new\nline.mp4",
            "sub/../ü[a].mp4",
            "$${x}.mp4",
        ])
        .map(|(number, name): (u32, &str)| {
            std::fs::create_dir_all(folder.join("sub")).unwrap();
            std::fs::copy(
                folder.join("film.mp4"),
                folder.join(name.replace("$$", "$")),
            )
            .unwrap();
            let quoted = toml::Value::String(name.to_owned()).to_string();
            let text = MANIFEST
                .replace("glob = \"media/*.mp4\"", &format!("path = {quoted}"))
                .replace("${film.stem}", &format!("{number}"));
            let manifest = format!("{number}.toml");
            std::fs::write(folder.join(&manifest), text).unwrap();
            manifest
        })
        .collect();
    let said = rendit(&folder, "run", &manifests);
    // One name looks as if an escape had made it.
    let warning = "3.toml:3:8: warning[backslash-path]: a path with a control character\n";
    assert_eq!((said.code, &*said.err), (Some(0), warning));
    for number in 0..manifests.len() {
        assert!(
            folder.join(format!("out/file/{number}.mp4")).is_file(),
            "{number}"
        );
        assert!(
            folder
                .join(format!("out/web/{number}/master.m3u8"))
                .is_file(),
            "{number}"
        );
    }
}

/// A name that is no text cannot stand in a plan. It is told, and the others are done.
#[test]
fn a_name_that_is_no_text_is_told() {
    let folder = folder("sources-bytes");
    let media = folder.join("media");
    std::fs::create_dir(&media).unwrap();
    SHORT.make(&folder);
    let odd = media.join(OsStr::from_bytes(b"caf\xe9.mp4"));
    if std::fs::copy(folder.join("film.mp4"), &odd).is_err() {
        return; // A file system of text alone.
    }
    std::fs::copy(folder.join("film.mp4"), media.join("tea.mp4")).unwrap();
    std::fs::write(folder.join("job.toml"), MANIFEST).unwrap();
    let said = rendit(&folder, "run", &["job.toml".into()]);
    assert_eq!(codes(&said, "job.toml:"), ["name-not-text"], "{}", said.err);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(folder.join("out/file/tea.mp4").is_file());
}
