//! What is no readable source is told in plain words; what only has a strange name is read.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use rendit::facts::Tools;
use rendit::probe::{LIMIT, Opening, ProbeError, gather, source, sources};
use rendit::source::Route;

use super::{ffprobe, folder, make, probe};

#[test]
fn hostile_names() {
    let folder = folder("names");
    make(&folder, "-f lavfi -i sine=d=0.2 -c:a pcm_s16le plain.wav");
    for name in [
        "in:put.wav",
        "-dash.wav",
        "it's a \"x\",[y];.wav",
        "100%d.wav",
        "new\nline.wav",
        "ünï日本.wav",
        "file:x.wav",
        "$(touch pwned)`touch pwned`.wav",
        "back\\slash.wav",
        "  blanks  .wav",
        "*?.wav",
    ] {
        let path = folder.join(name);
        fs::copy(folder.join("plain.wav"), &path).unwrap();
        let source = probe(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!((source.audio.len(), source.path), (1, path), "{name}");
    }
    assert!(!folder.join("pwned").exists());
}

#[test]
fn broken_files() {
    let folder = folder("broken");
    let video = "-f lavfi -i testsrc2=s=160x90:r=25:d=1 -c:v libx264 -preset ultrafast";
    make(&folder, &format!("{video} whole.mp4"));
    let whole = fs::read(folder.join("whole.mp4")).unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).unwrap();
    write("empty.mp4", b"");
    write(
        "garbage.mp4",
        &whole
            .iter()
            .map(|byte| byte.wrapping_mul(37))
            .collect::<Vec<u8>>(),
    );
    write("text.mov", b"once upon a time\n");
    write("cut.mp4", &whole[..whole.len() / 2]);
    fs::create_dir(folder.join("folder.mp4")).unwrap();
    std::os::unix::fs::symlink("loop.mp4", folder.join("loop.mp4")).unwrap();
    for (name, code, message, help) in [
        ("empty.mp4", "source-empty", "is empty", "again"),
        (
            "garbage.mp4",
            "source-unreadable",
            "Invalid data",
            "plays elsewhere",
        ),
        (
            "text.mov",
            "source-unreadable",
            "Invalid data",
            "plays elsewhere",
        ),
        (
            "cut.mp4",
            "source-incomplete",
            "moov atom not found",
            "fetch the file again",
        ),
        ("folder.mp4", "source-unreadable", "it is a folder", "glob"),
        ("loop.mp4", "source-unreadable", "symbolic links", "path"),
        ("whale.mp4", "source-missing", "no such file", "whole.mp4"),
        (
            "none/x.mp4",
            "source-missing",
            "no such file",
            "relative to the manifest",
        ),
        (
            "whole.mp4/x.mp4",
            "source-missing",
            "no such file",
            "relative",
        ),
        ("nul\0.mp4", "source-unreadable", "cannot read", "path"),
    ] {
        let error = probe(folder.join(name)).unwrap_err();
        let route = Route::root().key("inputs").key("film").key("path");
        let finding = error.diagnostic(&route);
        assert_eq!(finding.code.name, code, "{name}: {error}");
        assert_eq!(finding.route, route, "{name}");
        assert!(
            finding.message.contains(message),
            "{name}: {}",
            finding.message
        );
        assert!(
            !finding.message.contains("0x"),
            "{name}: {}",
            finding.message
        );
        let said = finding.help.unwrap();
        assert!(said.contains(help), "{name}: {said}");
        assert_eq!(finding.labels.len(), 1, "{name}");
        assert!(!error.is_of_tools(), "{name}");
    }
    let error = probe("/dev/null").unwrap_err();
    assert!(error.to_string().contains("no regular file"), "{error}");
}

#[test]
fn files_that_may_not_be_read() {
    let folder = folder("barred");
    let path = folder.join("secret.mp4");
    fs::write(&path, "x").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    // Root reads everything; what the system would say to others is told alike.
    let error = match fs::read(&path) {
        Ok(_) => ProbeError::cannot_open(path, &std::io::ErrorKind::PermissionDenied.into()),
        Err(_) => probe(&path).unwrap_err(),
    };
    assert_eq!(error.code().name, "source-unreadable");
    assert!(error.to_string().contains("permission denied"), "{error}");
    let help = error.diagnostic(&Route::root()).help.unwrap();
    assert!(help.contains("the right to read"), "{help}");
}

#[test]
fn graphs() {
    let lavfi = |graph: &str| source(&ffprobe(), &Opening::Lavfi(graph.to_owned()), LIMIT);
    let graph = "testsrc2=s=320x180:r=30000/1001:d=3[out0];sine=d=2[out1]";
    let made = lavfi(graph).unwrap();
    assert_eq!((made.video.len(), made.audio.len()), (1, 1));
    assert_eq!(made.video[0].grid(), super::rational("30000/1001"));
    assert_eq!(
        (made.path, made.size, made.duration),
        (Utf8PathBuf::new(), None, None)
    );
    for graph in [
        "",
        "nosuchfilter",
        "testsrc2=nope=1",
        "testsrc2[a];[b]",
        "sine\0",
    ] {
        let error = lavfi(graph).unwrap_err();
        assert_eq!(error.code().name, "graph-refused", "{graph}: {error}");
    }
}

#[test]
fn servers() {
    for path in ["http://host/x", "HTTPS://host/x"] {
        assert_eq!(Opening::path(path.into()), Opening::Url(path.to_owned()));
    }
    for path in ["http:/x", "file:x", "-i", "ünï", ""] {
        assert_eq!(Opening::path(path.into()), Opening::File(path.into()));
    }
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = format!("http://{}/film.mp4", listener.local_addr().unwrap());
    let began = Instant::now();
    let limit = Duration::from_millis(700);
    let error = source(&ffprobe(), &Opening::Url(silent), limit).unwrap_err();
    assert_eq!(error.code().name, "source-stalled", "{error}");
    assert!(began.elapsed() < Duration::from_secs(20));

    let refusing = format!("http://{}/film.mp4", listener.local_addr().unwrap());
    drop(listener);
    let error = source(&ffprobe(), &Opening::Url(refusing), LIMIT).unwrap_err();
    assert_eq!(error.code().name, "source-unreachable", "{error}");
    assert!(error.to_string().contains("Connection refused"), "{error}");

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let page = format!("http://{}/film.mp4", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut visitor in listener.incoming().flatten() {
            drop(visitor.read(&mut [0; 4096]));
            let answer =
                b"HTTP/1.0 200 OK\r\nContent-Length: 28\r\n\r\n<html>please sign in</html>\n";
            drop(visitor.write_all(answer));
        }
    });
    let error = source(&ffprobe(), &Opening::Url(page), LIMIT).unwrap_err();
    assert_eq!(error.code().name, "source-unreadable", "{error}");

    let error = source(
        "rendit-no-such-ffprobe",
        &Opening::Url("http://x".to_owned()),
        LIMIT,
    );
    assert!(error.unwrap_err().is_of_tools());
}

#[test]
fn batches() {
    let folder = folder("batch");
    make(&folder, "-f lavfi -i sine=d=0.2 -c:a pcm_s16le a.wav");
    let names = ["a.wav", "b.wav", "a.wav", "c.wav", "a.wav"];
    let paths = names.map(|name| folder.join(name));
    let openings: Vec<Opening> = paths.iter().map(|path| Opening::path(path)).collect();
    for at_once in [0, 1, 3, 100] {
        let answers = sources(&ffprobe(), &openings, at_once, LIMIT);
        let read: Vec<bool> = answers.iter().map(Result::is_ok).collect();
        assert_eq!(read, [true, false, true, false, true], "{at_once}");
    }
    let tools = Tools {
        ffprobe: ffprobe(),
        ..Tools::default()
    };
    let input = |name: &str, file: &str| (name.to_owned(), Opening::path(&folder.join(file)));
    let inputs = [
        input("x", "a.wav"),
        input("y", "b.wav"),
        input("z", "c.wav"),
    ];
    let errors = gather(&tools, &inputs, 2).unwrap_err();
    let failed: Vec<&str> = errors.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(failed, ["y", "z"]);
    let facts = gather(&tools, &inputs[..1], 2).unwrap();
    assert_eq!(facts.sources["x"].audio.len(), 1);
    assert_eq!(facts.tools, tools);
    let text = serde_json::to_string(&facts).unwrap();
    assert_eq!(facts, serde_json::from_str(&text).unwrap());
    assert!(sources(&ffprobe(), &[], 4, LIMIT).is_empty());
    assert!(!Utf8Path::new("b.wav").exists());
}
