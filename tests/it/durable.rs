//! What stands in an output's place is the old one or the new one, whatever happens; and nothing of
//! anybody else's is touched.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::program::{Said, end_of, folder, rendit, said};

/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

const SOURCE: &str = r#"lavfi = "testsrc2=size=160x90:rate=25:duration=4""#;
const ENDLESS: &str = r#"lavfi = "testsrc2=size=160x90:rate=25:duration=360000""#;
const PACKAGE: &str = "type = \"cmaf\"\ndir = \"out/web\"\nsegment_duration = 1";

fn manifest(input: &str, output: &str, crf: u32) -> String {
    format!(
        r#"version = 1
[inputs.film]
{input}
[ladders.hd]
type = "video"
preset = "ultrafast"
rungs = [{{ height = 90, crf = {crf}, max_bit_rate = "400k" }}]
[outputs.web]
{output}
ladders = ["hd"]
"#
    )
}

/// A folder with a published package of the first of two qualities, and a manifest that now asks
/// for the second.
struct Site {
    folder: PathBuf,
    /// What stands there, and what the next run makes.
    trees: [Tree; 2],
    crf: u32,
}

impl Site {
    fn new(name: &str) -> Self {
        let folder = folder(&format!("durable-{name}"));
        let mut site = Self {
            folder,
            trees: [Tree::new(), Tree::new()],
            crf: 20,
        };
        site.ask(SOURCE);
        site.run_well();
        site.trees[1] = site.web();
        site.turn();
        fs::write(site.folder.join("out/neighbour.txt"), "mine").unwrap();
        site
    }

    /// The same with both packages known.
    fn with_both(name: &str) -> Self {
        let mut site = Self::new(name);
        site.run_well();
        site.trees[1] = site.web();
        assert_ne!(site.trees[0], site.trees[1]);
        site.turn();
        site
    }

    /// Now the other quality is wanted.
    fn turn(&mut self) {
        self.trees.swap(0, 1);
        self.crf = 60 - self.crf;
        self.ask(SOURCE);
    }

    fn ask(&self, input: &str) {
        self.write(&manifest(input, PACKAGE, self.crf));
    }

    fn write(&self, manifest: &str) {
        fs::write(self.folder.join("film.toml"), manifest).unwrap();
    }

    fn run(&self) -> Said {
        said(&self.folder, &["run", "film.toml"])
    }

    fn run_well(&self) {
        let said = self.run();
        assert_eq!(said.code, Some(0), "{}", said.err);
    }

    fn start(&self) -> Child {
        start(rendit(&self.folder, &["run", "film.toml"]))
    }

    fn web(&self) -> Tree {
        tree(&self.folder.join("out/web"))
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// The next run needs no help, makes the new package, and leaves nothing beside it.
    fn heals(&self, context: &str) {
        let said = self.run();
        assert_eq!(said.code, Some(0), "{context}\n{}", said.err);
        assert!(self.web() == self.trees[1], "{context}: not the new one");
        assert_eq!(
            names(&self.path("out")),
            ["neighbour.txt", "web"],
            "{context}"
        );
        let neighbour = fs::read_to_string(self.path("out/neighbour.txt"));
        assert_eq!(neighbour.unwrap(), "mine", "{context}");
        let work = names(&self.path(".rendit/work"));
        assert!(work.is_empty(), "{context}: {work:?} is left");
    }
}

/// Bytes of every file below a folder, by path; a link is where it leads.
type Tree = BTreeMap<PathBuf, Vec<u8>>;

fn tree(folder: &Path) -> Tree {
    let mut all = Tree::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        // Files come and go while a run is watched.
        let Ok(entry) = entry else { continue };
        let (path, name) = (entry.path(), PathBuf::from(entry.file_name()));
        if let Ok(target) = fs::read_link(&path) {
            all.insert(name, target.into_os_string().into_encoded_bytes());
        } else if path.is_dir() {
            let below = tree(&path).into_iter();
            all.extend(below.map(|(inner, bytes)| (name.join(inner), bytes)));
        } else if let Ok(bytes) = fs::read(&path) {
            all.insert(name, bytes);
        }
    }
    all
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn start(mut command: Command) -> Child {
    let quiet = command.arg("--quiet").stdout(Stdio::null());
    quiet.stderr(Stdio::piped()).spawn().unwrap()
}

fn send(child: &Child, signal: Signal) {
    let _ = kill_process(Pid::from_child(child), signal);
}

/// Waits until something is so; `false` if the child has ended first.
fn until(child: &mut Child, is_so: impl Fn() -> bool) -> bool {
    let begun = Instant::now();
    while !is_so() {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        assert!(begun.elapsed() < PATIENCE, "it never came");
        std::thread::sleep(Duration::from_micros(200));
    }
    true
}

/// Sends a signal, and waits for the end: within 2 s, and half a second for a busy machine.
fn stop(mut child: Child, signal: Signal) -> Said {
    send(&child, signal);
    let begun = Instant::now();
    child.wait().unwrap();
    let took = begun.elapsed();
    assert!(
        took < Duration::from_millis(2500),
        "it took {took:?} to end"
    );
    let output = child.wait_with_output().unwrap();
    Said {
        code: output.status.code(),
        out: String::new(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Nobody who was started in a folder lives there 2 s later.
#[cfg(target_os = "linux")]
fn assert_nobody_is_left(folder: &Path) {
    let alive = || -> Vec<String> {
        let processes = fs::read_dir("/proc").unwrap().flatten();
        let words = processes.filter_map(|process| {
            let place = fs::read_link(process.path().join("cwd")).ok()?;
            let words = fs::read_to_string(process.path().join("cmdline")).ok()?;
            // A dead one that nobody has waited for has no words.
            (place.starts_with(folder) && !words.is_empty()).then_some(words)
        });
        words.collect()
    };
    let begun = Instant::now();
    while !alive().is_empty() {
        let waited = begun.elapsed();
        assert!(
            waited < Duration::from_secs(2),
            "outlived rendit: {:?}",
            alive()
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Other systems cannot tell, and do not promise it.
#[cfg(not(target_os = "linux"))]
fn assert_nobody_is_left(_folder: &Path) {}

/// A name, and whether a run has come so far, as seen from outside.
type Moment = (&'static str, fn(&Site, u64) -> bool);

/// From the first file to the last. The number is the inode of the package that stood there.
const MOMENTS: [Moment; 6] = [
    ("first folder", |site, _| {
        let work = fs::read_dir(site.path(".rendit/work"));
        work.is_ok_and(|mut folders| folders.next().is_some())
    }),
    ("encode", |site, _| {
        let tracks = tree(&site.path(".rendit/work"));
        tracks.values().any(|bytes| bytes.len() > 500)
    }),
    ("package", |site, _| {
        site.path("out/.web.rendit-partial").exists()
    }),
    ("verify", |site, _| {
        site.path("out/.web.rendit-partial/manifest.mpd").exists()
    }),
    ("receipt", |site, _| {
        let receipts = tree(&site.path(".rendit/receipts"));
        receipts.values().any(|bytes| {
            let text = String::from_utf8_lossy(bytes);
            text.matches("\"manifest.mpd\"").count() > 1
        })
    }),
    ("exchange", |site, before| {
        inode(&site.path("out/web")) != before
    }),
];

fn inode(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |data| data.ino())
}

#[test]
fn killed_at_any_moment_a_run_leaves_the_old_package_or_the_new_one() {
    let mut site = Site::with_both("kill");
    for (name, is_here) in MOMENTS {
        for signal in [Signal::KILL, Signal::TERM] {
            let context = format!("{name}, {signal:?}");
            let mut child = site.start();
            let before = inode(&site.path("out/web"));
            until(&mut child, || is_here(&site, before));
            let said = stop(child, signal);
            assert_nobody_is_left(&site.folder);
            let web = site.web();
            match (web == site.trees[0], web == site.trees[1]) {
                // One who is asked to end says so.
                (true, false) if signal == Signal::TERM => {
                    assert_eq!(said.code, Some(130), "{context}\n{}", said.err);
                    assert_eq!(
                        names(&site.path("out")),
                        ["neighbour.txt", "web"],
                        "{context}"
                    );
                }
                (true, false) | (false, true) => {}
                _ => panic!("{context}: neither the old nor the new one"),
            }
            site.heals(&context);
            site.turn();
        }
    }
}

#[test]
fn a_package_that_was_moved_aside_is_put_back() {
    let site = Site::new("aside");
    let (place, aside) = (site.path("out/web"), site.path("out/.web.rendit-old"));
    let staging = site.path("out/.web.rendit-partial");
    // Killed between the two renames of a file system that cannot exchange; and now the run fails.
    fs::rename(&place, &aside).unwrap();
    fs::create_dir(&staging).unwrap();
    fs::write(staging.join("half.m4s"), "half").unwrap();
    fail_encodes_of(&site.folder, "*");
    let said = said(&site.folder, &["run", "film.toml", "--ffmpeg", "./ffmpeg"]);
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert!(site.web() == site.trees[0], "the old one is not back");
    assert_eq!(names(&site.path("out")), ["neighbour.txt", "web"]);
    // Killed after them, before the old one was removed.
    site.run_well();
    copy(&place, &aside);
    site.run_well();
    assert_eq!(names(&site.path("out")), ["neighbour.txt", "web"]);
    // But what is not ours is not removed even there.
    fs::create_dir(&aside).unwrap();
    fs::write(aside.join("letter.txt"), "mine").unwrap();
    let said = site.run();
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert!(said.err.contains("letter.txt"), "{}", said.err);
    assert!(aside.join("letter.txt").exists());
}

/// Puts a program `ffmpeg` into a folder that fails where its arguments fit a shell pattern.
fn fail_encodes_of(folder: &Path, pattern: &str) {
    let script = format!(
        "case \"$*\" in *-progress*) case \"$*\" in {pattern}) exit 1;; esac;; esac\n\
         exec ffmpeg \"$@\"\n"
    );
    program(&folder.join("ffmpeg"), &script);
}

/// Makes a shell script that can be called as a program.
fn program(path: &Path, script: &str) {
    fs::write(path, format!("#!/bin/sh\n{script}")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

#[test]
fn what_rendit_did_not_make_is_refused_by_name_before_any_work() {
    type Change = (&'static str, fn(&Path), &'static str);
    let changes: [Change; 7] = [
        (
            "a file",
            |web| fs::write(web.join("notes.txt"), "x").unwrap(),
            "notes.txt",
        ),
        (
            "an empty folder",
            |web| fs::create_dir(web.join("mine")).unwrap(),
            "mine/",
        ),
        (
            "a link",
            |web| symlink("..", web.join("up")).unwrap(),
            "`up`",
        ),
        (
            "an edit that neither size nor time betray",
            |web| {
                let path = web.join("master.m3u8");
                let time = fs::metadata(&path).unwrap().modified().unwrap();
                let text = fs::read_to_string(&path).unwrap();
                fs::write(&path, text.replace("EXTM3U", "EXTM3V")).unwrap();
                let file = File::options().write(true).open(&path).unwrap();
                file.set_modified(time).unwrap();
            },
            "master.m3u8",
        ),
        (
            "no receipts",
            |web| fs::remove_dir_all(web.join("../../.rendit/receipts")).unwrap(),
            "no note",
        ),
        (
            "a link in its place",
            |web| {
                fs::rename(web, web.join("../../elsewhere")).unwrap();
                symlink("../elsewhere", web).unwrap();
            },
            "symbolic link",
        ),
        (
            "a file in its place",
            |web| {
                fs::remove_dir_all(web).unwrap();
                fs::write(web, "mine").unwrap();
            },
            "a file stands there",
        ),
    ];
    let site = Site::new("foreign");
    for (position, (name, change, told)) in changes.into_iter().enumerate() {
        let twin = folder(&format!("durable-foreign-{position}"));
        fs::remove_dir(&twin).unwrap();
        copy(&site.folder, &twin);
        // The tree and its receipts are copies: that alone makes nobody a stranger.
        change(&twin.join("out/web"));
        let before = tree(&twin.join("out"));
        let said = said(&twin, &["run", "film.toml"]);
        assert_eq!(said.code, Some(1), "{name}\n{}", said.err);
        assert!(said.err.contains("error[not-ours]"), "{name}\n{}", said.err);
        assert!(said.err.contains(told), "{name}\n{}", said.err);
        assert!(
            !said.err.contains("encode"),
            "{name}: work was done\n{}",
            said.err
        );
        assert!(
            tree(&twin.join("out")) == before,
            "{name}: something changed"
        );
    }
}

#[test]
fn what_rendit_made_is_known_again() {
    type Change = (&'static str, fn(&Path));
    let changes: [Change; 4] = [
        ("copied away and back", |web| {
            let away = web.with_file_name("away");
            copy(web, &away);
            fs::remove_dir_all(web).unwrap();
            fs::rename(away, web).unwrap();
        }),
        ("new times, as of a checkout", |web| {
            for name in tree(web).keys() {
                let file = File::options().write(true).open(web.join(name)).unwrap();
                file.set_modified(std::time::UNIX_EPOCH).unwrap();
            }
        }),
        ("a file fewer", |web| {
            fs::remove_file(web.join("manifest.mpd")).unwrap();
        }),
        ("gone", |web| fs::remove_dir_all(web).unwrap()),
    ];
    let mut site = Site::with_both("known");
    for (name, change) in changes {
        change(&site.path("out/web"));
        site.heals(name);
        site.turn();
    }
}

#[test]
fn places_where_nothing_can_be_put_are_refused_before_any_work() {
    let folder = folder("durable-places");
    fs::write(folder.join("file"), "mine").unwrap();
    let long = "x".repeat(300);
    for (dir, told) in [
        ("file/web", "bad-place"),
        ("file/deep/web", "bad-place"),
        (long.as_str(), "too long"),
    ] {
        let output = PACKAGE.replace("out/web", dir);
        fs::write(folder.join("film.toml"), manifest(SOURCE, &output, 30)).unwrap();
        let said = said(&folder, &["run", "film.toml"]);
        assert_eq!(said.code, Some(1), "{dir}\n{}", said.err);
        assert!(said.err.contains(told), "{dir}\n{}", said.err);
        assert!(!said.err.contains("encode"), "{dir}\n{}", said.err);
    }
    assert_eq!(fs::read_to_string(folder.join("file")).unwrap(), "mine");
    // The longest name that a file system takes leaves no room for a longer one beside it.
    let name = "y".repeat(255);
    let output = PACKAGE.replace("out/web", &format!("out/{name}"));
    fs::write(folder.join("film.toml"), manifest(SOURCE, &output, 30)).unwrap();
    for _ in 0..2 {
        let said = said(&folder, &["run", "film.toml"]);
        assert_eq!(said.code, Some(0), "{}", said.err);
        assert_eq!(names(&folder.join("out")), [name.as_str()]);
    }
}

#[test]
fn a_full_disk_leaves_the_old_package() {
    let site = Site::new("full");
    // No file may grow beyond so many blocks of 512 or 1024 bytes: from none at all to enough.
    for blocks in [0, 1, 2, 4, 8, 16] {
        let mut command = Command::new("sh");
        let limited = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" run film.toml");
        command.args(["-c", &limited, env!("CARGO_BIN_EXE_rendit")]);
        command.current_dir(&site.folder).stdin(Stdio::null());
        command.env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"));
        let said = end_of(&mut command);
        assert_eq!(said.code, Some(1), "{blocks}: {}", said.err);
        assert!(said.err.contains("error["), "{blocks}: {}", said.err);
        assert!(site.web() == site.trees[0], "{blocks}: not the old one");
        assert_eq!(names(&site.path("out")), ["neighbour.txt", "web"]);
    }
    // The receipt is the last thing that is written before the exchange.
    let receipts = site.path(".rendit/receipts");
    fs::create_dir_all(receipts.join(receipt_being_written(&receipts))).unwrap();
    let said = site.run();
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert!(said.err.contains("error[disk]"), "{}", said.err);
    assert!(site.web() == site.trees[0], "not the old one");
    fs::remove_dir(receipts.join(receipt_being_written(&receipts))).unwrap();
    site.run_well();
    assert!(site.web() != site.trees[0], "not the new one");
}

/// The name under which a receipt is written before it takes its place.
fn receipt_being_written(receipts: &Path) -> String {
    let mut names = names(receipts);
    names.retain(|name| !name.starts_with('.'));
    format!(".{}.new", names.first().unwrap())
}

#[test]
fn a_signal_ends_an_endless_encode_and_a_second_one_at_once() {
    let site = Site::new("signal");
    site.ask(ENDLESS);
    for (signals, patience) in [
        (&[Signal::INT][..], 2500),
        (&[Signal::HUP], 2500),
        (&[Signal::INT, Signal::INT], 1000),
    ] {
        let mut child = site.start();
        assert!(until(&mut child, || {
            !tree(&site.path(".rendit/work")).is_empty()
        }));
        let begun = Instant::now();
        for signal in signals {
            send(&child, *signal);
            std::thread::sleep(Duration::from_millis(30));
        }
        assert_eq!(child.wait().unwrap().code(), Some(130), "{signals:?}");
        let took = begun.elapsed();
        assert!(
            took < Duration::from_millis(patience),
            "{signals:?}: {took:?}"
        );
        assert_nobody_is_left(&site.folder);
        assert!(site.web() == site.trees[0]);
        assert_eq!(names(&site.path("out")), ["neighbour.txt", "web"]);
    }
}

#[test]
fn a_signal_ends_planning_and_no_ffprobe_outlives_it() {
    let site = Site::new("planning");
    fs::write(site.path("film.mp4"), "never looked at").unwrap();
    site.ask("path = \"film.mp4\"");
    let script = "case \"$*\" in *film.mp4*) touch asked; exec sleep 600;; esac\n\
                  exec ffprobe \"$@\"\n";
    program(&site.path("ffprobe"), script);
    for (signal, code) in [(Signal::TERM, Some(130)), (Signal::KILL, None)] {
        let _ = fs::remove_file(site.path("asked"));
        let args = ["run", "film.toml", "--ffprobe", "./ffprobe"];
        let mut child = start(rendit(&site.folder, &args));
        assert!(until(&mut child, || site.path("asked").exists()));
        assert_eq!(stop(child, signal).code, code);
        assert_nobody_is_left(&site.folder);
    }
    // Whoever only looks is not ended in order, and leaves nobody behind either.
    let _ = fs::remove_file(site.path("asked"));
    let mut command = rendit(&site.folder, &["plan", "film.toml"]);
    command.args(["--ffprobe", "./ffprobe"]);
    let mut child = start(command);
    assert!(until(&mut child, || site.path("asked").exists()));
    stop(child, Signal::TERM);
    assert_nobody_is_left(&site.folder);
}

#[test]
fn runs_of_one_folder_wait_for_each_other_and_can_be_stopped_then() {
    let mut site = Site::with_both("together");
    let children = [site.start(), site.start(), site.start()];
    for child in children {
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{said}");
    }
    assert!(site.web() == site.trees[1]);
    site.turn();
    // Several spellings of one folder are one folder, and one manifest is one manifest.
    let twice = [
        "run",
        "film.toml",
        "../durable-together/film.toml",
        "film.toml",
    ];
    let said = said(&site.folder, &twice);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert_eq!(said.err.matches("start: encode").count(), 1, "{}", said.err);
    let lock = File::options().write(true).open(site.path(".rendit/lock"));
    let lock = lock.unwrap();
    lock.lock().unwrap();
    let mut child = rendit(&site.folder, &["run", "film.toml"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut word = [0; 7];
    std::io::Read::read_exact(child.stderr.as_mut().unwrap(), &mut word).unwrap();
    assert_eq!(&word, b"waiting");
    assert_eq!(stop(child, Signal::INT).code, Some(130));
}

#[test]
fn runs_of_two_folders_do_not_publish_to_one_place() {
    let place = folder("durable-shared");
    let output = PACKAGE.replace("out/web", place.join("web").to_str().unwrap());
    let folders = [folder("durable-one"), folder("durable-other")];
    for folder in &folders {
        fs::write(folder.join("film.toml"), manifest(ENDLESS, &output, 30)).unwrap();
    }
    let [one, other] = &folders;
    let mut child = start(rendit(one, &["run", "film.toml"]));
    assert!(until(&mut child, || place
        .join(".web.rendit-lock")
        .exists()));
    let second = said(other, &["run", "film.toml"]);
    assert_eq!(second.code, Some(1), "{}", second.err);
    assert!(second.err.contains("error[output-busy]"), "{}", second.err);
    // What one has killed, the other clears away.
    stop(child, Signal::KILL);
    fs::write(other.join("film.toml"), manifest(SOURCE, &output, 30)).unwrap();
    let second = said(other, &["run", "film.toml"]);
    assert_eq!(second.code, Some(0), "{}", second.err);
    assert_eq!(names(&place), ["web"]);
    // And what the other has published is not the first one's to replace.
    let first = said(one, &["run", "film.toml"]);
    assert_eq!(first.code, Some(1), "{}", first.err);
    assert!(first.err.contains("error[not-ours]"), "{}", first.err);
}

/// A batch of three clips of one second.
fn batch(name: &str) -> PathBuf {
    let folder = folder(&format!("durable-batch-{name}"));
    let made = Command::new("ffmpeg")
        .args("-v error -f lavfi -i testsrc2=size=160x90:rate=25:duration=1".split(' '))
        .args("-c:v libx264 -preset ultrafast a.mp4".split(' '))
        .current_dir(&folder)
        .status();
    assert!(made.unwrap().success());
    fs::copy(folder.join("a.mp4"), folder.join("b.mp4")).unwrap();
    fs::copy(folder.join("a.mp4"), folder.join("c.mp4")).unwrap();
    let output = "type = \"file\"\npath = \"out/${film.stem}.mp4\"";
    let text = manifest("glob = \"*.mp4\"", output, 30);
    fs::write(folder.join("film.toml"), text).unwrap();
    folder
}

#[test]
fn a_broken_item_stops_a_batch_or_is_passed_over() {
    for (name, begun) in [
        // Nothing is begun while it is known that something cannot be done.
        ("unreadable", false),
        // What shows only in the encode stops what comes after it.
        ("failing", true),
    ] {
        let folder = batch(name);
        let whole = fs::read(folder.join("b.mp4")).unwrap();
        let mut args = vec!["run", "film.toml"];
        if begun {
            fail_encodes_of(&folder, "*b.mp4*");
            args.extend(["--ffmpeg", "./ffmpeg", "--ffprobe", "ffprobe"]);
        } else {
            fs::write(folder.join("b.mp4"), "no video").unwrap();
        }
        let stopped = said(&folder, &args);
        let told = format!("{name}\n{}", stopped.err);
        assert_eq!(stopped.code, Some(1), "{told}");
        assert!(stopped.err.contains("error["), "{told}");
        assert!(stopped.err.contains("b.mp4`"), "{told}");
        assert!(!folder.join("out/c.mp4").exists(), "{told}");
        assert_eq!(stopped.err.contains("not begun: 1\n"), begun, "{told}");
        args.push("--keep-going");
        let went_on = said(&folder, &args);
        let told = format!("{name}\n{}", went_on.err);
        assert_eq!(went_on.code, Some(1), "{told}");
        assert_eq!(names(&folder.join("out")), ["a.mp4", "c.mp4"], "{told}");
        let (_, summary) = went_on.err.split_once("2 of 3 jobs done\n").unwrap();
        assert_eq!(summary.lines().count(), 1, "{told}");
        assert!(summary.contains("b.mp4"), "{told}");
        // The published ones are good, and the broken one can be mended by itself.
        fs::write(folder.join("b.mp4"), &whole).unwrap();
        for verb in ["run", "verify"] {
            let mended = said(&folder, &[verb, "film.toml"]);
            assert_eq!(mended.code, Some(0), "{name}: {verb}\n{}", mended.err);
        }
    }
}
