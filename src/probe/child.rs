//! Runs one of ffmpeg's tools for its words, and ends it when it takes too long.
//!
//! Does not know what is asked, nor what the words mean.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: runs a tool and waits for it"
)]

use std::ffi::OsStr;
use std::io::{self, Read};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::tether;

/// Bytes kept of each stream: a file with absurd metadata must not fill the memory.
const KEPT: u64 = 64 * 1024 * 1024;

/// How often the child is looked at once its output has ended.
const TICK: Duration = Duration::from_millis(2);

/// How often it is asked, while output is read, whether to go on.
const GLANCE: Duration = Duration::from_millis(50);

/// What a child said.
pub struct Words {
    /// How it ended; `None` if it was killed at the time limit.
    pub status: Option<ExitStatus>,
    /// Its standard output; bytes that are not UTF-8 are replaced.
    pub stdout: String,
    /// Its standard error, likewise.
    pub stderr: String,
}

/// Runs `program` with nothing to read, never through a shell.
///
/// # Errors
/// The operating system's, when the program cannot be started. A child that fails is no error here.
pub fn listen<A: AsRef<OsStr>>(
    program: &str,
    arguments: impl IntoIterator<Item = A>,
    limit: Duration,
) -> io::Result<Words> {
    listen_until(program, arguments, limit, &|| false)
}

/// [`listen`] that also ends the child soon after `stopped` says so.
///
/// # Errors
/// As of [`listen`].
pub fn listen_until<A: AsRef<OsStr>>(
    program: &str,
    arguments: impl IntoIterator<Item = A>,
    limit: Duration,
    stopped: &dyn Fn() -> bool,
) -> io::Result<Words> {
    let mut command = Command::new(program);
    command
        .args(arguments)
        // A report file or colours that the user's shell asks for would come between us.
        .env_remove("FFREPORT")
        .env("AV_LOG_FORCE_NOCOLOR", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    tether::tie(&mut command);
    let mut child = command.spawn()?;
    let ends = Instant::now().checked_add(limit);
    let goes_on = || left(ends) > Duration::ZERO && !stopped();
    let stdout = child.stdout.take().map(gather);
    let stderr = child.stderr.take().map(gather);
    let stdout = stdout.and_then(|words| receive(&words, &goes_on));
    let stderr = stderr.and_then(|words| receive(&words, &goes_on));
    // Output may end before the child does.
    let mut status = child.try_wait()?;
    while status.is_none() && goes_on() {
        thread::sleep(TICK);
        status = child.try_wait()?;
    }
    if status.is_none() {
        child.kill()?;
        child.wait()?;
    }
    Ok(Words {
        status,
        stdout: stdout.unwrap_or_default(),
        stderr: stderr.unwrap_or_default(),
    })
}

fn gather(mut pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = pipe.by_ref().take(KEPT).read_to_end(&mut bytes);
        if read.is_ok() {
            // What is beyond is read and dropped, so that the child can end.
            drop(io::copy(&mut pipe, &mut io::sink()));
        }
        drop(sender.send(String::from_utf8_lossy(&bytes).into_owned()));
    });
    receiver
}

fn receive(words: &Receiver<String>, goes_on: &dyn Fn() -> bool) -> Option<String> {
    loop {
        match words.recv_timeout(GLANCE) {
            Ok(words) => return Some(words),
            Err(RecvTimeoutError::Timeout) if goes_on() => {}
            Err(_) => return None,
        }
    }
}

/// A limit beyond the clock's reach is none worth waiting out: an hour at a time is enough.
fn left(ends: Option<Instant>) -> Duration {
    ends.map_or(Duration::from_secs(3600), |ends| {
        ends.saturating_duration_since(Instant::now())
    })
}
