//! Runs the program and keeps what it said.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a run of the program left.
#[derive(Debug)]
pub struct Said {
    /// The exit code; `None` where a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// A job that a shell has put into the background ignores SIGINT, one under `nohup` SIGHUP, and so would
/// everything that the tests start. A signal with a handler is an ordinary one again for the programs
/// that are started.
pub fn take_interrupts() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        let ignored = ignored.and_then(|bits| u64::from_str_radix(bits.trim(), 16).ok());
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGHUP] {
            if ignored.is_some_and(|bits| bits & (1 << (signal - 1)) != 0) {
                let flag = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
                signal_hook::flag::register(signal, flag).unwrap();
            }
        }
    });
}

/// The program with `args`, about to run in `folder`, without colour or terminal.
pub fn rendit(folder: &Path, args: &[&str]) -> Command {
    take_interrupts();
    let mut command = Command::new(env!("CARGO_BIN_EXE_rendit"));
    command.args(args).current_dir(folder);
    command.env_remove("NO_COLOR").env_remove("COLUMNS");
    command.env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"));
    command.stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub fn end_of(command: &mut Command) -> Said {
    let output = command.output().unwrap();
    Said {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs `rendit ARGS` in `folder` to its end.
pub fn said(folder: &Path, args: &[&str]) -> Said {
    end_of(&mut rendit(folder, args))
}

/// The repository.
pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// An empty folder for one test.
pub fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// The manifests in a folder of the repository, by file name, sorted.
pub fn manifests(folder: &str) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(repository().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| {
            [".toml", ".yaml", ".json"]
                .iter()
                .any(|ending| name.ends_with(ending))
        })
        .filter(|name| !name.ends_with(".facts.json"))
        .collect();
    names.sort();
    assert!(!names.is_empty(), "no manifests in {folder}");
    names
}

/// Makes the clips that the manifests in jobs/ read, below `folder`.
pub fn make_media(folder: &Path) {
    let script = repository().join("tests/media.sh");
    let mut command = Command::new("sh");
    let said = end_of(command.arg(script).arg(folder));
    assert_eq!(said.code, Some(0), "{}", said.err);
}
