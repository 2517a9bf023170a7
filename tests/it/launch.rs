//! A launched call is heard to its end, and never outlives its launch.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use rendit::exec::cancel::{Cancel, Urgency};
use rendit::exec::launcher::{Call, Ending, Exit, LaunchError, Launcher, ToolLine, reporting};
use rendit::exec::local::{GRACE, Local};
use rendit::plan::{Arg, Command};

/// The ffmpeg that tests run.
pub fn ffmpeg() -> String {
    std::env::var("RENDIT_TEST_FFMPEG").unwrap_or_else(|_| "ffmpeg".to_owned())
}

/// An empty folder of this test's own.
pub fn folder(name: &str) -> Utf8PathBuf {
    let path = Utf8Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

fn command<'a>(program: &str, args: impl IntoIterator<Item = &'a str>) -> Command {
    let arg = |text: &str| Arg {
        text: text.to_owned(),
        origin: None,
        parts: Vec::new(),
    };
    Command {
        program: program.to_owned(),
        args: args.into_iter().map(arg).collect(),
        directory: Utf8PathBuf::new(),
    }
}

fn shell(script: &str) -> Command {
    command("sh", ["-c", script])
}

/// An encode that takes an hour, whose process id stands in the file `pid`.
fn endless_encode() -> Command {
    let ffmpeg = ffmpeg();
    let mut args = vec!["-c", "echo $$ > pid; exec \"$0\" \"$@\"", ffmpeg.as_str()];
    args.extend("-nostdin -v level+warning -progress pipe:1 -stats_period 0.1".split(' '));
    args.extend("-re -f lavfi -i testsrc2=s=64x64:d=3600 -c:v libx264 -y out.mp4".split(' '));
    command("sh", args)
}

/// A tool that will not be told to end.
fn stubborn_tool() -> Command {
    shell("trap '' TERM; echo $$ > pid; sleep 60 & while :; do sleep 1; done")
}

fn launch(command: &Command, root: &Utf8Path) -> Result<Exit, LaunchError> {
    let call = Call {
        command,
        root,
        log: None,
    };
    Local.launch(&call, &Cancel::new(), &mut |_| {})
}

fn said(exit: &Exit) -> Vec<&str> {
    exit.said.lines().collect()
}

fn pid_in(folder: &Utf8Path) -> i32 {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let text = fs::read_to_string(folder.join("pid")).unwrap_or_default();
        if let Ok(pid) = text.trim().parse() {
            return pid;
        }
        assert!(Instant::now() < deadline, "nothing was started");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Whether the process, or one of the group that it leads, runs. What is dead and unburied (there
/// may be no init in a container) does not.
fn runs(pid: i32) -> bool {
    let Ok(processes) = fs::read_dir("/proc") else {
        let group = rustix::process::Pid::from_raw(pid).unwrap();
        return rustix::process::test_kill_process(group).is_ok()
            || rustix::process::test_kill_process_group(group).is_ok();
    };
    processes.flatten().any(|process| {
        // proc_pid_stat(5): pid (name) state parent group …
        let stat = fs::read_to_string(process.path().join("stat")).unwrap_or_default();
        let Some((head, tail)) = stat.rsplit_once(')') else {
            return false;
        };
        let mut fields = tail.split_whitespace();
        let (state, group) = (fields.next(), fields.nth(1));
        let pid = pid.to_string();
        let ours = head.split(' ').next() == Some(&pid) || group == Some(&pid);
        ours && !matches!(state, Some("Z" | "X"))
    })
}

fn gone_within(pid: i32, time: Duration) -> bool {
    let deadline = Instant::now() + time;
    while runs(pid) {
        if Instant::now() > deadline {
            return false;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    true
}

#[test]
fn an_encode_reports_progress_to_its_end() {
    let root = folder("launch-progress");
    let ffmpeg = ffmpeg();
    let encode = "-y -f lavfi -i testsrc2=s=64x64:r=25:d=2 -c:v libx264 -f mp4 out.mp4";
    let encode = reporting(&command(&ffmpeg, encode.split(' ')));
    let call = Call {
        command: &encode,
        root: &root,
        log: None,
    };
    let mut samples = Vec::new();
    let exit = Local
        .launch(&call, &Cancel::new(), &mut |line| match line {
            ToolLine::Progress(sample) => samples.push(sample),
            ToolLine::Said(line) => panic!("unexpected words: {line}"),
        })
        .unwrap();
    assert_eq!(exit.ending, Ending::Code(0));
    let last = samples.last().unwrap();
    assert!(last.end);
    assert_eq!(last.frame, Some(50));
    assert!((1.8..=2.1).contains(&last.out_time.unwrap()), "{last:?}");
    assert!(samples.iter().rev().skip(1).all(|sample| !sample.end));
}

#[test]
fn words_and_status_are_kept() {
    let root = folder("launch-words");
    let log = root.join("log.txt");
    fs::write(&log, "older words").unwrap();
    fs::set_permissions(&log, fs::Permissions::from_mode(0o644)).unwrap();
    let script = "printf 'one\\r\\ntwo\\rth\\377ree \\033[31m\\n\\n' >&2; pwd >&2; exit 7";
    let script = shell(script);
    let call = Call {
        command: &script,
        root: &root,
        log: Some(&log),
    };
    let exit = Local.launch(&call, &Cancel::new(), &mut |_| {}).unwrap();
    assert_eq!(exit.ending, Ending::Code(7));
    assert!(!exit.cancelled);
    let expected = ["one", "two", "th\u{fffd}ree \u{fffd}[31m", root.as_str()];
    assert_eq!(said(&exit), expected);
    assert_eq!(
        fs::read_to_string(&log).unwrap(),
        expected.join("\n") + "\n"
    );
    let mode = fs::metadata(&log).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn standard_input_is_closed_and_signals_are_told() {
    let root = folder("launch-status");
    let exit = launch(&shell("read line && exit 1; kill -9 $$"), &root).unwrap();
    assert_eq!(exit.ending, Ending::Signal(9));
    assert!(!exit.cancelled, "nobody asked for it");
}

#[test]
fn a_flood_of_words_is_bounded_and_keeps_the_errors() {
    let root = folder("launch-flood");
    let script = "i=0; while [ $i -lt 3000 ]; do
        [ $i = 1500 ] && echo '[error] the cause' >&2
        echo \"[warning] line $i\" >&2; i=$((i+1))
        done; head -c 100000 /dev/zero | tr '\\0' x >&2";
    let exit = launch(&shell(script), &root).unwrap();
    let lines = said(&exit);
    assert_eq!(lines.len() + exit.said.dropped(), 3002);
    assert!(lines.len() <= 400, "{}", lines.len());
    assert_eq!(lines.first(), Some(&"[warning] line 0"));
    assert!(lines.contains(&"[error] the cause"));
    assert!(lines.iter().all(|line| line.len() < 5000));
}

#[test]
fn what_cannot_be_started_is_told() {
    let root = folder("launch-impossible");
    fs::write(root.join("text"), "no program").unwrap();
    let text = root.join("text");
    let missing = launch(&command("no-such-program-of-rendit", []), &root);
    assert!(
        matches!(missing, Err(LaunchError::NoProgram(_))),
        "{missing:?}"
    );
    let not_executable = launch(&command(text.as_str(), []), &root);
    assert!(matches!(
        not_executable,
        Err(LaunchError::NotExecutable { .. })
    ));
    let no_folder = launch(&shell("true"), &root.join("nowhere"));
    assert!(matches!(no_folder, Err(LaunchError::NoDirectory(_))));
    let cancel = Cancel::new();
    cancel.raise(Urgency::Stop);
    let shell = shell("touch started");
    let call = Call {
        command: &shell,
        root: &root,
        log: None,
    };
    let cancelled = Local.launch(&call, &cancel, &mut |_| {});
    assert!(matches!(cancelled, Err(LaunchError::Cancelled)));
    assert!(!root.join("started").exists());
}

/// Launches, raises `urgency` once the call runs, and tells how long its end took.
fn cancelled(name: &str, command: &Command, urgency: Urgency) -> (Exit, Duration) {
    let root = folder(name);
    let cancel = Cancel::new();
    let call = Call {
        command,
        root: &root,
        log: None,
    };
    let (exit, time) = std::thread::scope(|scope| {
        let running = scope.spawn(|| Local.launch(&call, &cancel, &mut |_| {}));
        pid_in(&root);
        std::thread::sleep(Duration::from_millis(300));
        let raised = Instant::now();
        cancel.raise(urgency);
        let exit = running.join().unwrap().unwrap();
        (exit, raised.elapsed())
    });
    // The kernel needs a moment to bury those of the group who are not our children.
    let left = GRACE.saturating_sub(time);
    assert!(gone_within(pid_in(&root), left), "the group is gone");
    assert!(exit.cancelled);
    assert!(time < GRACE, "{time:?}");
    (exit, time)
}

#[test]
fn a_cancelled_encode_is_gone_with_its_group() {
    cancelled("launch-cancel", &endless_encode(), Urgency::Stop);
}

#[test]
fn a_stubborn_tool_is_killed_with_its_children() {
    let stubborn = stubborn_tool();
    let (exit, time) = cancelled("launch-stubborn", &stubborn, Urgency::Stop);
    assert_eq!(exit.ending, Ending::Signal(9));
    assert!(time > Duration::from_secs(1), "no grace was given");
    let (exit, time) = cancelled("launch-hasty", &stubborn, Urgency::Kill);
    assert_eq!(exit.ending, Ending::Signal(9));
    assert!(time < Duration::from_secs(1), "{time:?}");
}

#[test]
fn what_a_tool_leaves_behind_goes_with_it() {
    let root = folder("launch-left");
    let start = Instant::now();
    let exit = launch(&shell("sleep 60 & echo $! > pid"), &root).unwrap();
    assert_eq!(exit.ending, Ending::Code(0));
    assert!(start.elapsed() < Duration::from_secs(10));
    assert!(gone_within(pid_in(&root), GRACE));
}

#[test]
fn a_listener_that_panics_leaves_nothing_behind() {
    let root = folder("launch-panic");
    let script = shell("echo $$ > pid; echo word >&2; sleep 60");
    let call = Call {
        command: &script,
        root: &root,
        log: None,
    };
    let launch = || Local.launch(&call, &Cancel::new(), &mut |_| panic!("on purpose"));
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(launch)).is_err());
    assert!(gone_within(pid_in(&root), GRACE));
}

/// The folder in which [`launching_process`] works when another test starts it.
const HELPER: &str = "RENDIT_TEST_LAUNCH_IN";

/// No test by itself: the process that [`nothing_survives_a_sigkill`] and others start and kill.
#[test]
fn launching_process() {
    let Ok(root) = std::env::var(HELPER) else {
        return;
    };
    let cancel = Cancel::new();
    let _listening = rendit::exec::signals::listen(&cancel).unwrap();
    let root = Utf8Path::new(&root);
    let command = match root.file_name() {
        Some("launch-signal-twice") => stubborn_tool(),
        _ => endless_encode(),
    };
    let call = Call {
        command: &command,
        root,
        log: None,
    };
    let exit = Local.launch(&call, &cancel, &mut |_| {}).unwrap();
    fs::write(root.join("ended"), exit.cancelled.to_string()).unwrap();
}

fn start_launching_process(root: &Utf8Path) -> std::process::Child {
    crate::program::take_interrupts();
    std::process::Command::new(std::env::current_exe().unwrap())
        .args(["launch::launching_process", "--exact", "--nocapture"])
        .env(HELPER, root)
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap()
}

/// Only Linux offers the means; see `exec::local`.
#[cfg(target_os = "linux")]
#[test]
fn nothing_survives_a_sigkill() {
    let root = folder("launch-sigkill");
    let mut process = start_launching_process(&root);
    let ffmpeg = pid_in(&root);
    std::thread::sleep(Duration::from_millis(300));
    assert!(runs(ffmpeg));
    process.kill().unwrap();
    process.wait().unwrap();
    assert!(gone_within(ffmpeg, GRACE));
    assert!(!root.join("ended").exists());
}

#[test]
fn each_signal_ends_the_call() {
    use rustix::process::{Pid, Signal, kill_process};
    for (name, signal) in [
        ("int", Signal::INT),
        ("term", Signal::TERM),
        ("hup", Signal::HUP),
    ] {
        let root = folder(&format!("launch-signal-{name}"));
        let mut process = start_launching_process(&root);
        let ffmpeg = pid_in(&root);
        std::thread::sleep(Duration::from_millis(300));
        kill_process(Pid::from_child(&process), signal).unwrap();
        assert!(gone_within(ffmpeg, GRACE), "{name}");
        assert!(process.wait().unwrap().success(), "{name}");
        assert_eq!(fs::read_to_string(root.join("ended")).unwrap(), "true");
    }
}

#[test]
fn a_second_signal_has_no_patience() {
    use rustix::process::{Pid, Signal, kill_process};
    let root = folder("launch-signal-twice");
    let mut process = start_launching_process(&root);
    let tool = pid_in(&root);
    std::thread::sleep(Duration::from_millis(300));
    let start = Instant::now();
    for _ in 0..2 {
        kill_process(Pid::from_child(&process), Signal::INT).unwrap();
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(gone_within(tool, GRACE));
    assert!(start.elapsed() < Duration::from_secs(1));
    assert!(process.wait().unwrap().success());
}
