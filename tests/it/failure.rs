//! What ffmpeg says when it fails is understood, and points at the manifest's value: the installed
//! ffmpeg (or `RENDIT_TEST_FFMPEG`) is made to fail, and recorded words of 5.1, 8.1 and 9.0 are read.
//!
//! With `UPDATE=1` the words of the ffmpeg at hand are recorded.

#[rustfmt::skip]
mod cases;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;

use camino::{Utf8Path, Utf8PathBuf};
use rendit::exec::cancel::Cancel;
use rendit::exec::excerpt::Excerpt;
use rendit::exec::failure::{Failure, codes, judge};
use rendit::exec::launcher::{Call, Ending, Launcher, reporting};
use rendit::exec::local::Local;
use rendit::plan::{Arg, Command, Part};
use rendit::source::Route;

use crate::launch::{ffmpeg, folder};
use cases::{CASES, Case, How};

fn fixtures() -> Utf8PathBuf {
    Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/ffmpeg")
}

/// Reads the notation of [`Case::args`].
fn arg(token: &str) -> Arg {
    let route = |text: &str| Route::parse(text).unwrap();
    let mut text = String::new();
    let mut parts = Vec::new();
    let mut rest = token;
    while let Some((before, inner)) = rest.split_once('{') {
        text.push_str(before);
        let (part, after) = inner.split_once('}').unwrap();
        let (words, origin) = part.split_once('@').unwrap_or((part, ""));
        let start = text.len();
        text.push_str(words);
        if !origin.is_empty() {
            let (end, origin) = (text.len(), route(origin));
            parts.push(Part { start, end, origin });
        }
        rest = after;
    }
    let (tail, origin) = match rest.split_once('@') {
        Some((tail, origin)) => (tail, Some(route(origin))),
        None => (rest, None),
    };
    text.push_str(tail);
    Arg {
        text,
        origin,
        parts,
    }
}

fn command(args: &str) -> Command {
    Command {
        program: ffmpeg(),
        args: args.split(' ').filter(|t| !t.is_empty()).map(arg).collect(),
        directory: Utf8PathBuf::new(),
    }
}

/// The same call, run under conditions that make it fail.
fn wrapped(command: &Command, how: &How) -> Command {
    let mut wrapped = command.clone();
    let before = match how {
        How::SmallFiles => vec!["sh", "-c", "ulimit -f 64; exec \"$0\" \"$@\""],
        // root may do everything until it lets go of that.
        How::Unprivileged if rustix::process::geteuid().is_root() => {
            let rights = "-dac_override,-dac_read_search";
            vec!["setpriv", "--bounding-set", rights]
        }
        _ => return wrapped,
    };
    let mut words = before.into_iter();
    wrapped.program = words.next().unwrap().to_owned();
    let words = words.chain([command.program.as_str()]).map(|text| Arg {
        text: text.to_owned(),
        origin: None,
        parts: Vec::new(),
    });
    wrapped.args.splice(0..0, words);
    wrapped
}

/// What is wrong with what was made of a case; empty if nothing is.
fn complaint(case: &Case, failure: Option<&Failure>) -> String {
    let Some(failure) = failure else {
        return format!("{}: not seen to fail\n", case.name);
    };
    let origin = failure.origin.as_ref().map(Route::to_string);
    let right = failure.code.name == case.code
        && origin.unwrap_or_default() == case.origin
        && case
            .words
            .iter()
            .any(|words| failure.decisive.contains(words))
        && !failure.help.is_empty()
        && !failure.message.contains('…')
        && !failure.decisive.contains("@ 0x");
    if right {
        String::new()
    } else {
        format!("{}: {failure:#?}\n", case.name)
    }
}

/// The sources that cases read.
fn prepare(root: &Utf8Path) {
    let make = |args: &str| {
        let status = std::process::Command::new(ffmpeg())
            .args("-nostdin -v error -y -f lavfi -i".split(' '))
            .args(args.split(' '))
            .current_dir(root)
            .status();
        assert!(status.unwrap().success(), "{args}");
    };
    make("testsrc2=s=320x180:r=25:d=1 -c:v libx264 -preset ultrafast -pix_fmt yuv420p good.mp4");
    make(
        "testsrc2=s=320x180:r=25:d=4 -c:v libx264 -preset ultrafast -pix_fmt yuv420p \
          -movflags +faststart fast.mp4",
    );
    make("testsrc2=s=640x360:r=25:d=2 -c:v libx264 -preset ultrafast -pix_fmt yuv420p good.ts");
    let read = |name: &str| fs::read(root.join(name)).unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(root.join(name), bytes).unwrap();
    let good = read("good.mp4");
    write("truncated.mp4", &good[..good.len() / 2]);
    write("secret.mp4", &good);
    let fast = read("fast.mp4");
    write("half.mp4", &fast[..fast.len() / 2]);
    write("garbage.mp4", &b"this is no video at all\n".repeat(100));
    write("garbage", &b"this is no video at all\n".repeat(100));
    write("empty.mp4", b"");
    let mut stream = read("good.ts");
    for at in (20_000..stream.len()).step_by(3001) {
        stream[at] ^= 0x5a;
    }
    write("damaged.ts", &stream);
    for name in ["folder", "protected"] {
        fs::create_dir(root.join(name)).unwrap();
    }
    for (name, mode) in [("secret.mp4", 0o000), ("protected", 0o555)] {
        fs::set_permissions(root.join(name), fs::Permissions::from_mode(mode)).unwrap();
    }
}

/// A web server that knows errors only; it ends with the tests.
fn serve() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut line = String::new();
            let mut reader = BufReader::new(&stream);
            // What is not text is a greeting of TLS.
            let _ = reader.read_line(&mut line);
            let status = line.split(['/', ' ']).nth(2).unwrap_or("400").to_owned();
            while line.trim() != "" {
                line.clear();
                if reader.read_line(&mut line).is_err() {
                    break;
                }
            }
            let reason = if status == "404" {
                "Not Found"
            } else {
                "Error"
            };
            let _ = write!(
                &stream,
                "HTTP/1.1 {status} {reason}\r\nContent-Length: 0\r\n\r\n"
            );
        }
    });
    port
}

#[test]
fn the_ffmpeg_at_hand() {
    let root = folder("failure");
    prepare(&root);
    let port = serve().to_string();
    let nobody = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port().to_string()
    };
    let update = std::env::var_os("UPDATE").is_some();
    let mut complaints = String::new();
    let mut recorded = String::new();
    for case in CASES {
        if case.how == How::Recorded && !update {
            continue;
        }
        let args = case.args.replace("PORT", &port).replace("NOBODY", &nobody);
        let command = reporting(&command(&format!("-y -abort_on empty_output {args}")));
        let wrapped = wrapped(&command, &case.how);
        let call = Call {
            command: &wrapped,
            root: &root,
            log: None,
        };
        let exit = Local.launch(&call, &Cancel::new(), &mut |_| {}).unwrap();
        let failure = judge(&command, exit.ending, &exit.said);
        if case.how != How::Recorded {
            complaints += &complaint(case, failure.as_ref());
        }
        let ending = match exit.ending {
            Ending::Code(code) => format!("code {code}"),
            Ending::Signal(signal) => format!("signal {signal}"),
        };
        writeln!(recorded, "== {} {ending}", case.name).unwrap();
        for line in exit.said.lines().take(40) {
            let line = line.replace(&port, "PORT").replace(&nobody, "NOBODY");
            writeln!(recorded, "{}", same_addresses(&line)).unwrap();
        }
    }
    if update {
        fs::write(fixtures().join(format!("{}.txt", version())), recorded).unwrap();
    }
    assert_eq!(complaints, "");
}

/// Addresses differ from run to run, recordings should not.
fn same_addresses(line: &str) -> String {
    let mut pieces = line.split(" @ 0x");
    let mut same = pieces.next().unwrap().to_owned();
    for piece in pieces {
        same.push_str(" @ 0x55");
        same.push_str(piece.trim_start_matches(|c: char| c.is_ascii_hexdigit()));
    }
    same
}

/// `5.1`, `8.1`, `9.0` …
fn version() -> String {
    let output = std::process::Command::new(ffmpeg())
        .arg("-version")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let version = text.split(' ').nth(2).unwrap().trim_start_matches('n');
    version.split('.').take(2).collect::<Vec<_>>().join(".")
}

#[test]
fn recorded_words_of_three_versions() {
    let mut complaints = String::new();
    let mut told = BTreeSet::new();
    for version in ["5.1", "8.1", "9.0"] {
        let text = fs::read_to_string(fixtures().join(format!("{version}.txt"))).unwrap();
        let records: BTreeMap<&str, (Ending, Excerpt)> = text
            .split("== ")
            .skip(1)
            .map(|record| {
                let (head, lines) = record.split_once('\n').unwrap();
                let [name, kind, number] = *head.split(' ').collect::<Vec<_>>() else {
                    panic!("{head}");
                };
                let number = number.parse().unwrap();
                let ending = match kind {
                    "code" => Ending::Code(number),
                    _ => Ending::Signal(number),
                };
                (name, (ending, lines.lines().collect()))
            })
            .collect();
        for case in CASES {
            // This build of 8.1 has no encoders of cards at all.
            if (version, case.name) == ("8.1", "no-card") {
                continue;
            }
            let (ending, said) = &records[case.name];
            let failure = judge(&command(case.args), *ending, said);
            if let Some(failure) = &failure {
                let (message, help) = (&failure.message, &failure.help);
                told.insert(format!("{}: {message}\n    {help}\n", case.name));
            }
            let complaint = complaint(case, failure.as_ref());
            if !complaint.is_empty() {
                complaints += &format!("{version} {complaint}");
            }
        }
    }
    assert_eq!(complaints, "");
    let told: String = told.into_iter().collect();
    let golden = fixtures().join("told.txt");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&golden, &told).unwrap();
    }
    assert_eq!(told, fs::read_to_string(&golden).unwrap());
}

#[test]
fn success_without_words_is_no_failure() {
    for said in [
        "",
        "[swscaler @ 0x55] [warning] deprecated pixel format used, make sure you did set range correctly",
        "[libvpx-vp9 @ 0x55] [warning] Neither bitrate nor constrained quality specified",
        "x265 [info]: frame I: 1, Avg QP:27.85\n[https @ 0x55] [warning] HTTP error 404 Not Found",
        "[tls @ 0x55] [error] The TLS connection was non-properly terminated.",
        "nope.mp4: No such file or directory",
    ] {
        let said: Excerpt = said.lines().collect();
        assert_eq!(judge(&command("-i a b"), Ending::Code(0), &said), None);
    }
}

#[test]
fn silence_and_signals() {
    for (ending, said, code) in [
        (Ending::Code(1), "", "ffmpeg-failed"),
        (Ending::Code(255), "", "ffmpeg-killed"),
        (Ending::Signal(15), "", "ffmpeg-killed"),
        (Ending::Signal(9), "[error] something else", "ffmpeg-killed"),
        (Ending::Code(137), "", "ffmpeg-killed"),
        (Ending::Signal(25), "", "file-too-large"),
        (Ending::Signal(11), "", "ffmpeg-crashed"),
        (
            Ending::Code(1),
            "[error] Cannot allocate memory",
            "out-of-memory",
        ),
        // The unknown first line, not its follow-ups.
        (
            Ending::Code(1),
            "[a @ 0x5] [error] strange\n[error] Conversion failed!",
            "ffmpeg-failed",
        ),
        // A full disk is the cause even where the source was damaged before.
        (
            Ending::Code(228),
            "[h264 @ 0x5] [error] error while decoding MB 1 2\n\
             [out#0/mp4 @ 0x5] [error] Error writing trailer: No space left on device",
            "disk-full",
        ),
        (
            Ending::Code(69),
            "[h264 @ 0x5] [error] error while decoding MB 1 2\n\
             [dec @ 0x5] [error] Decode error rate 1 exceeds maximum 0.666667",
            "source-unreadable",
        ),
        // 5.1 ends with 0 when only the end of a file did not fit.
        (
            Ending::Code(0),
            "[error] Error writing trailer of o.mp4: No space left on device",
            "disk-full",
        ),
    ] {
        let said: Excerpt = said.lines().collect();
        let failure = judge(&command("-i a b"), ending, &said).unwrap();
        assert_eq!(failure.code.name, code, "{ending:?} {said:?}");
        assert!(failure.is_fatal());
        if code == "ffmpeg-failed" && ending == Ending::Code(1) && said.lines().count() > 0 {
            assert_eq!(failure.decisive, "strange");
        }
    }
}

#[test]
fn passwords_in_urls_are_not_shown() {
    let mut call = command("-i url o.mp4");
    call.args[1].text = "https://ann:secret@a.example/film.mp4".to_owned();
    let line = "[error] https://ann:secret@a.example/film.mp4: Server returned 404 Not Found";
    let failure = judge(&call, Ending::Code(1), &[line].into_iter().collect()).unwrap();
    let shown = format!("{failure:?}");
    assert!(!shown.contains("secret"), "{shown}");
    assert!(shown.contains("https://…@a.example/film.mp4"), "{shown}");
}

#[test]
fn explanations_are_complete() {
    let mut names: Vec<&str> = Vec::new();
    for code in codes() {
        names.push(code.name);
        for part in ["Wrong", "Right", "Source:"] {
            assert!(
                code.explanation.contains(part),
                "{} lacks {part}",
                code.name
            );
        }
        assert!(!code.summary.ends_with('.') && !code.summary.is_empty());
    }
    // Some are the probe's, which reads the same sources.
    let all = rendit::cli::codes::all();
    for case in CASES {
        let known = all.iter().any(|code| code.name == case.code);
        assert!(known, "{}", case.name);
    }
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "each code once");
}

proptest::proptest! {
    #[test]
    fn no_words_make_it_panic(
        lines in proptest::collection::vec("(\\[[a-z#0-9]{1,6} @ 0x5\\] )?(\\[error\\] )?.{0,40}", 0..8),
        code in -1..3_i32,
        which in 0..60_usize,
    ) {
        let case = &CASES[which.min(CASES.len() - 1)];
        // Each rule's own words, cut and followed by anything.
        let words: Vec<String> = lines
            .iter()
            .zip(case.words.iter().cycle())
            .map(|(line, words)| format!("{line}{words}{line}"))
            .chain(lines.iter().cloned())
            .collect();
        let _ = judge(&command(case.args), Ending::Code(code), &words.into_iter().collect());
    }
}
