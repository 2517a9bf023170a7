//! Runs calls on this machine: one child process with a group of its own for each call.
//!
//! Does not know what a call is for, nor what its words mean.
//!
//! A call never outlives its launch, however that ends:
//!
//! - it ends by itself, and whatever it left behind in its group is killed;
//! - it is cancelled: TERM to the group, then KILL; all within [`GRACE`];
//! - the launching thread unwinds: KILL, and the child is reaped;
//! - this process is itself killed with SIGKILL: where the system can, the child is killed too
//!   ([`crate::tether`]). It is when the *thread* that forked ends, which is why that thread stays
//!   and waits.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: starts processes and waits for them"
)]

mod log;

use std::cell::Cell;
use std::io::{self, Read};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

use super::cancel::{Cancel, Urgency};
use super::excerpt::Excerpt;
use super::launcher::{Call, Ending, Exit, LaunchError, Launcher, ToolLine};
use super::progress::Blocks;
use super::words::Lines;
use crate::tether;
use log::Log;

/// A cancelled call is gone this long after the wish.
pub const GRACE: Duration = Duration::from_secs(2);
/// How long after TERM comes KILL; the rest of [`GRACE`] is for the kernel and for us.
const PATIENCE: Duration = Duration::from_millis(1500);
/// How long output is read after the child has ended. A process that left the child's group and
/// kept its pipes would otherwise hold us for ever.
const DRAIN: Duration = Duration::from_secs(1);
/// Lines in flight between the readers and us; a reader that is ahead waits, and so does the child.
const QUEUE: usize = 256;

/// This machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct Local;

impl Launcher for Local {
    fn launch(
        &self,
        call: &Call<'_>,
        cancel: &Cancel,
        watch: &mut dyn FnMut(ToolLine<'_>),
    ) -> Result<Exit, LaunchError> {
        let mut log = call.log.map(Log::create).transpose()?;
        let (sender, receiver) = mpsc::sync_channel(QUEUE);
        let waker = sender.clone();
        // A full queue needs no further message: the urgency is looked at after each.
        let _waking = cancel.on_raise(move || drop(waker.try_send(Message::Raised)));
        if cancel.is_raised() {
            return Err(LaunchError::Cancelled);
        }
        let mut leash = Leash::new(spawn(call)?);
        leash
            .attend(&sender)
            .map_err(|source| system(call, source))?;
        drop(sender);

        let mut blocks = Blocks::default();
        let mut said = Excerpt::default();
        leash.supervise(&receiver, cancel, &mut |line| match line {
            Line::Out(line) => {
                if let Some(sample) = blocks.line(&line) {
                    watch(ToolLine::Progress(sample));
                }
            }
            Line::Err(line) => {
                if let Some(log) = &mut log {
                    log.write(&line);
                }
                watch(ToolLine::Said(&line));
                said.push(line);
            }
        });
        let cancelled = leash.signalled.is_some();
        let status = leash.reap().map_err(|source| system(call, source))?;
        Ok(Exit {
            ending: ending(status),
            said,
            cancelled,
        })
    }
}

fn system(call: &Call<'_>, source: io::Error) -> LaunchError {
    LaunchError::System {
        program: call.command.program.clone(),
        source,
    }
}

fn ending(status: ExitStatus) -> Ending {
    match (status.code(), status.signal()) {
        (Some(code), _) => Ending::Code(code),
        (None, Some(signal)) => Ending::Signal(signal),
        // Neither: only a stopped process has neither, and that is not waited for.
        (None, None) => Ending::Code(-1),
    }
}

fn spawn(call: &Call<'_>) -> Result<Child, LaunchError> {
    let program = &call.command.program;
    let directory = call.root.join(&call.command.directory);
    let mut command = std::process::Command::new(located(program));
    command
        .args(call.command.args.iter().map(|arg| &arg.text))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        // Its words are read, not shown on a terminal (`libavutil/log.c`).
        .env("AV_LOG_FORCE_NOCOLOR", "1")
        .process_group(0);
    if !directory.as_str().is_empty() {
        command.current_dir(&directory);
    }
    tether::tie(&mut command);
    command.spawn().map_err(|source| match source.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            if !directory.as_str().is_empty() && !directory.is_dir() =>
        {
            LaunchError::NoDirectory(directory.clone())
        }
        io::ErrorKind::NotFound => LaunchError::NoProgram(program.clone()),
        io::ErrorKind::PermissionDenied | io::ErrorKind::NotADirectory => {
            LaunchError::NotExecutable {
                program: program.clone(),
                source,
            }
        }
        _ => system(call, source),
    })
}

/// A relative path to a program means our own folder, not the one that the child will run in.
fn located(program: &str) -> std::path::PathBuf {
    if !program.contains('/') {
        return program.into();
    }
    std::path::absolute(program).unwrap_or_else(|_| program.into())
}

enum Message {
    Line(Line),
    Closed,
    Exited,
    Raised,
}

enum Line {
    Out(String),
    Err(String),
}

/// Holds a child and its group until both are gone.
struct Leash {
    child: Child,
    group: Pid,
    reaped: bool,
    /// When TERM was sent.
    signalled: Option<Instant>,
    killed: bool,
    ended: Option<Instant>,
}

impl Leash {
    fn new(child: Child) -> Self {
        Self {
            group: Pid::from_child(&child),
            child,
            reaped: false,
            signalled: None,
            killed: false,
            ended: None,
        }
    }

    /// Starts the threads that read the child's pipes and await its end.
    fn attend(&mut self, sender: &SyncSender<Message>) -> io::Result<()> {
        if let Some(out) = self.child.stdout.take() {
            read(out, Line::Out, sender.clone())?;
        }
        if let Some(err) = self.child.stderr.take() {
            read(err, Line::Err, sender.clone())?;
        }
        let (group, sender) = (self.group, sender.clone());
        named("await").spawn(move || {
            // Leaves the child unreaped, so that its id stays ours until the group was killed.
            let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
            while let Err(rustix::io::Errno::INTR) = waitid(WaitId::Pid(group), options) {}
            let _ = sender.send(Message::Exited);
        })?;
        Ok(())
    }

    /// Hands on lines until the child has ended and its pipes are read; ends it when asked to.
    fn supervise(
        &mut self,
        receiver: &Receiver<Message>,
        cancel: &Cancel,
        each: &mut dyn FnMut(Line),
    ) {
        let mut open = 2;
        loop {
            self.obey(cancel.urgency());
            let drained = |ended: Instant| open == 0 || ended.elapsed() >= DRAIN;
            if self.ended.is_some_and(drained) {
                return;
            }
            let message = match self.deadline() {
                None => receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(deadline) => {
                    receiver.recv_timeout(deadline.saturating_duration_since(Instant::now()))
                }
            };
            match message {
                Ok(Message::Line(line)) => each(line),
                Ok(Message::Closed) => open -= 1,
                Ok(Message::Raised) => {}
                Ok(Message::Exited) => {
                    self.ended = Some(Instant::now());
                    // Whatever it started and left behind goes too, and with it the pipes.
                    self.kill();
                }
                Err(RecvTimeoutError::Timeout) => {}
                // All watchers are gone: there is nothing to hear any more.
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn deadline(&self) -> Option<Instant> {
        if let Some(ended) = self.ended {
            return Some(ended + DRAIN);
        }
        let signalled = self.signalled.filter(|_| !self.killed)?;
        Some(signalled + PATIENCE)
    }

    fn obey(&mut self, urgency: Urgency) {
        if urgency == Urgency::None || self.ended.is_some() {
            return;
        }
        let now = Instant::now();
        let signalled = *self.signalled.get_or_insert_with(|| {
            // Fails only when the group is gone already.
            let _ = kill_process_group(self.group, Signal::TERM);
            now
        });
        if urgency == Urgency::Kill || now >= signalled + PATIENCE {
            self.kill();
        }
    }

    fn kill(&mut self) {
        self.killed = true;
        let _ = kill_process_group(self.group, Signal::KILL);
    }

    fn reap(&mut self) -> io::Result<ExitStatus> {
        let status = self.child.wait()?;
        self.reaped = true;
        Ok(status)
    }
}

impl Drop for Leash {
    fn drop(&mut self) {
        if !self.reaped {
            self.kill();
            let _ = self.reap();
        }
    }
}

fn named(name: &str) -> thread::Builder {
    thread::Builder::new().name(name.to_owned())
}

fn read(
    mut pipe: impl Read + Send + 'static,
    line: fn(String) -> Line,
    sender: SyncSender<Message>,
) -> io::Result<()> {
    named("read").spawn(move || {
        let mut lines = Lines::default();
        let mut buffer = [0; 8192];
        let heard = Cell::new(true);
        let mut hand_on = |text| heard.set(sender.send(Message::Line(line(text))).is_ok());
        while heard.get() {
            match pipe.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => lines.push(buffer.get(..count).unwrap_or_default(), &mut hand_on),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => break,
            }
        }
        lines.end(&mut hand_on);
        let _ = sender.send(Message::Closed);
    })?;
    Ok(())
}
