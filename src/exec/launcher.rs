//! The seam behind which one call of a tool runs, here or elsewhere.
//!
//! Does not know where that is; [`super::local`] runs calls on this machine, and a cluster's
//! scheduler can take its place: all a call needs is a view of the same files.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};

use super::cancel::Cancel;
use super::excerpt::Excerpt;
use super::progress::Sample;
use crate::plan::{Arg, Command};

/// Runs one call to its end.
pub trait Launcher: Sync {
    /// Runs `call` and blocks until it and all that it started are gone. Hands every progress
    /// block and every stderr line to `watch` as they come. Once `cancel` is raised, the call is
    /// gone within [`super::local::GRACE`].
    ///
    /// # Errors
    /// The call could not be started, or its end could not be learnt. A call that ran and failed is
    /// an [`Exit`], not an error.
    fn launch(
        &self,
        call: &Call<'_>,
        cancel: &Cancel,
        watch: &mut dyn FnMut(ToolLine<'_>),
    ) -> Result<Exit, LaunchError>;
}

/// What is to be run.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// The call.
    pub command: &'a Command,
    /// Where a relative [`Command::directory`] starts.
    pub root: &'a Utf8Path,
    /// Where all of stderr is kept, readable by its owner alone; an older file is replaced. `None`
    /// keeps only the [`Excerpt`].
    pub log: Option<&'a Utf8Path>,
}

/// What a running tool tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ToolLine<'a> {
    /// It moves on.
    Progress(Sample),
    /// A line of stderr.
    Said(&'a str),
}

/// How a call ended.
#[derive(Clone, Debug)]
pub struct Exit {
    /// Its status.
    pub ending: Ending,
    /// What it said.
    pub said: Excerpt,
    /// Whether it was made to end.
    pub cancelled: bool,
}

/// A process's status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It ended by itself with this code; 0 says little (see [`super::failure`]).
    Code(i32),
    /// This signal ended it.
    Signal(i32),
}

impl Ending {
    /// Whether it claims success.
    pub fn is_success(self) -> bool {
        self == Ending::Code(0)
    }
}

/// Why a call did not start.
#[derive(Debug, thiserror::Error)]
pub enum LaunchError {
    /// There is no such program.
    #[error("there is no program `{0}`")]
    NoProgram(String),
    /// The program must not or cannot be run here.
    #[error("the program `{program}` cannot be run: {source}")]
    NotExecutable {
        /// The program.
        program: String,
        /// Why.
        source: io::Error,
    },
    /// The folder that it should run in is missing.
    #[error("there is no folder `{0}` to run in")]
    NoDirectory(Utf8PathBuf),
    /// The log cannot be written.
    #[error("the log `{path}` cannot be written: {source}")]
    Log {
        /// The log.
        path: Utf8PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The wish to stop came first.
    #[error("interrupted")]
    Cancelled,
    /// The system is out of something, such as processes.
    #[error("`{program}` cannot be run: {source}")]
    System {
        /// The program.
        program: String,
        /// Why.
        source: io::Error,
    },
}

/// The options by which ffmpeg talks to a program rather than a person: no questions, progress on
/// stdout, levels and nothing below a warning on stderr.
const REPORTING: [&[&str]; 5] = [
    &["-nostdin"],
    &["-hide_banner"],
    &["-nostats"],
    &["-loglevel", "level+warning"],
    &["-progress", "pipe:1"],
];

/// The same call of ffmpeg with every option of `REPORTING` that it lacks, put first, where
/// global options stand.
pub fn reporting(command: &Command) -> Command {
    let has = |name: &str| command.args.iter().any(|arg| arg.text == name);
    let mut args = Vec::new();
    for option in REPORTING {
        let [name, ..] = option else { continue };
        // `-v` is another name of `-loglevel`.
        if has(name) || (*name == "-loglevel" && has("-v")) {
            continue;
        }
        args.extend(option.iter().map(|text| Arg {
            text: (*text).to_owned(),
            origin: None,
            parts: Vec::new(),
        }));
    }
    args.extend(command.args.iter().cloned());
    Command {
        args,
        ..command.clone()
    }
}
