//! What can go wrong when the world is asked, and how it is said to the user.
//!
//! Does not know how anything was asked; the findings' codes are in [`crate::probe::codes`].

use std::io;
use std::time::Duration;

use camino::Utf8PathBuf;

use crate::diag::{Code, Diagnostic};
use crate::probe::codes;
use crate::source::Route;

/// How to get a usable ffmpeg, for the systems that most people have.
const INSTALL: &str = "install ffmpeg 5.1 or newer, which brings ffprobe with it: \
     `apt install ffmpeg` (Debian, Ubuntu), `dnf install ffmpeg` from RPM Fusion or \
     `dnf install ffmpeg-free` (Fedora), `brew install ffmpeg` (macOS); or name another one with \
     `--ffmpeg PATH --ffprobe PATH`";

/// Why facts could not be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProbeError {
    /// There is no such program.
    #[error("cannot find `{program}`")]
    ToolMissing {
        /// `ffmpeg` or `ffprobe`.
        tool: &'static str,
        /// How it was called.
        program: String,
    },
    /// The program is there and cannot be started.
    #[error("cannot start `{program}`: {reason}")]
    ToolBarred {
        /// `ffmpeg` or `ffprobe`.
        tool: &'static str,
        /// How it was called.
        program: String,
        /// The operating system's words.
        reason: String,
    },
    /// The program is another one.
    #[error("`{program}` is not {tool}")]
    ToolForeign {
        /// `ffmpeg` or `ffprobe`.
        tool: &'static str,
        /// How it was called.
        program: String,
        /// First line that it answered to `-version`.
        said: String,
    },
    /// The program is older than 5.1.
    #[error("`{program}` is {tool} {version}, and 5.1 is the oldest that works")]
    ToolTooOld {
        /// `ffmpeg` or `ffprobe`.
        tool: &'static str,
        /// How it was called.
        program: String,
        /// As it tells itself.
        version: String,
    },
    /// The program ended badly on a plain question, or answered nothing.
    #[error("`{program}` cannot say what it is able to do")]
    ToolFailed {
        /// `ffmpeg` or `ffprobe`.
        tool: &'static str,
        /// How it was called.
        program: String,
        /// Its last words; may be empty.
        said: String,
    },
    /// There is no such file.
    #[error("no such file: `{path}`")]
    SourceMissing {
        /// As the manifest names it.
        path: Utf8PathBuf,
        /// A file beside it with nearly this name.
        near: Option<String>,
    },
    /// There is something that cannot be read as a file at all.
    #[error("cannot read `{path}`: {reason}")]
    SourceBarred {
        /// As the manifest names it.
        path: Utf8PathBuf,
        /// Why, in plain words.
        reason: String,
        /// What to do about it.
        help: &'static str,
    },
    /// The file has no bytes.
    #[error("`{path}` is empty")]
    SourceEmpty {
        /// As the manifest names it.
        path: Utf8PathBuf,
    },
    /// The file's table of contents is not there: a recording or copy that never ended.
    #[error("`{path}` is incomplete: {said}")]
    SourceIncomplete {
        /// As the manifest names it.
        path: Utf8PathBuf,
        /// ffprobe's decisive words.
        said: String,
    },
    /// ffprobe makes nothing of it.
    #[error("cannot make sense of `{path}`: {said}")]
    SourceUnreadable {
        /// As the manifest names it.
        path: Utf8PathBuf,
        /// ffprobe's decisive words.
        said: String,
    },
    /// A server could not be reached, or refused.
    #[error("cannot reach `{url}`: {said}")]
    SourceUnreachable {
        /// As the manifest names it.
        url: String,
        /// ffprobe's decisive words.
        said: String,
    },
    /// ffprobe did not come to an end.
    #[error("`{subject}` told nothing about itself within {} seconds", .limit.as_secs())]
    SourceStalled {
        /// Path, URL or graph.
        subject: String,
        /// How long was waited.
        limit: Duration,
    },
    /// The graph of a generated source does not work.
    #[error("the filter graph `{graph}` does not work: {said}")]
    GraphRefused {
        /// As the manifest writes it.
        graph: String,
        /// ffprobe's decisive words.
        said: String,
    },
}

impl ProbeError {
    /// The operating system's refusal to start a tool.
    pub fn cannot_start(tool: &'static str, program: &str, error: &io::Error) -> Self {
        let program = program.to_owned();
        if error.kind() == io::ErrorKind::NotFound {
            return ProbeError::ToolMissing { tool, program };
        }
        ProbeError::ToolBarred {
            tool,
            program,
            reason: plain(error),
        }
    }

    /// The operating system's refusal to open a source.
    pub fn cannot_open(path: Utf8PathBuf, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
                ProbeError::SourceMissing { path, near: None }
            }
            io::ErrorKind::PermissionDenied => ProbeError::SourceBarred {
                path,
                reason: plain(error),
                help: "give the user who runs rendit the right to read it, and to enter the folders \
                     above it",
            },
            _ => ProbeError::SourceBarred {
                path,
                reason: plain(error),
                help: "check the path and the disk it is on",
            },
        }
    }

    /// The code of the finding.
    pub fn code(&self) -> &'static Code {
        match self {
            ProbeError::ToolMissing { .. } => &codes::FFMPEG_MISSING,
            ProbeError::ToolBarred { .. }
            | ProbeError::ToolForeign { .. }
            | ProbeError::ToolFailed { .. } => &codes::FFMPEG_UNUSABLE,
            ProbeError::ToolTooOld { .. } => &codes::FFMPEG_TOO_OLD,
            ProbeError::SourceMissing { .. } => &codes::SOURCE_MISSING,
            ProbeError::SourceEmpty { .. } => &codes::SOURCE_EMPTY,
            ProbeError::SourceIncomplete { .. } => &codes::SOURCE_INCOMPLETE,
            ProbeError::SourceBarred { .. } | ProbeError::SourceUnreadable { .. } => {
                &codes::SOURCE_UNREADABLE
            }
            ProbeError::SourceUnreachable { .. } => &codes::SOURCE_UNREACHABLE,
            ProbeError::SourceStalled { .. } => &codes::SOURCE_STALLED,
            ProbeError::GraphRefused { .. } => &codes::GRAPH_REFUSED,
        }
    }

    /// Whether a tool is at fault rather than a source: the environment, not the manifest.
    pub fn is_of_tools(&self) -> bool {
        [
            &codes::FFMPEG_MISSING,
            &codes::FFMPEG_UNUSABLE,
            &codes::FFMPEG_TOO_OLD,
        ]
        .contains(&self.code())
    }

    /// The finding. `route` leads to what names the source (`inputs.film.path`); a tool's fault is
    /// shown without a place.
    pub fn diagnostic(&self, route: &Route) -> Diagnostic {
        if self.is_of_tools() {
            let finding = Diagnostic::new(self.code(), Route::root(), self.to_string());
            let finding = finding.help(self.help());
            return match self {
                ProbeError::ToolForeign { said, .. } | ProbeError::ToolFailed { said, .. }
                    if !said.is_empty() =>
                {
                    finding.note(format!("it said: {said}"))
                }
                _ => finding,
            };
        }
        Diagnostic::new(self.code(), route.clone(), self.to_string())
            .here(self.spot())
            .help(self.help())
    }

    fn spot(&self) -> &'static str {
        match self {
            ProbeError::SourceMissing { .. } => "there is nothing here",
            ProbeError::SourceEmpty { .. } => "0 bytes",
            ProbeError::SourceIncomplete { .. } => "cut short",
            ProbeError::SourceUnreachable { .. } => "no answer from here",
            ProbeError::SourceStalled { .. } => "gave up waiting",
            ProbeError::GraphRefused { .. } => "ffmpeg refuses this",
            _ => "this cannot be read",
        }
    }

    fn help(&self) -> String {
        let help = match self {
            ProbeError::ToolMissing { .. } | ProbeError::ToolTooOld { .. } => INSTALL,
            ProbeError::ToolBarred { .. } => {
                "make it executable (`chmod +x`), or name another one with `--ffmpeg PATH --ffprobe PATH`"
            }
            ProbeError::ToolForeign { .. } => {
                "`--ffmpeg` and `--ffprobe` take the two programs themselves, each its own"
            }
            ProbeError::ToolFailed { .. } => {
                "try `ffmpeg -version` and `ffmpeg -encoders` in a shell; a library that it needs \
                 may be missing: reinstall it"
            }
            ProbeError::SourceMissing {
                near: Some(near), ..
            } => return format!("did you mean `{near}`?"),
            ProbeError::SourceMissing {
                near: None, path, ..
            } if path.as_str().contains(char::is_control) => {
                "the path holds a control character: in double quotes `\\f`, `\\n` and `\\t` part no \
                 folders; write `/`, or use single quotes"
            }
            ProbeError::SourceMissing {
                near: None, path, ..
            } if path.as_str().contains('*') => {
                "for every file that fits, write `glob` in place of `path`"
            }
            ProbeError::SourceMissing { near: None, .. } => {
                "paths are relative to the manifest that names them"
            }
            ProbeError::SourceBarred { help, .. } => help,
            ProbeError::SourceEmpty { .. } => {
                "a copy or download seems to have failed: fetch the file again"
            }
            ProbeError::SourceIncomplete { .. } => {
                "the end of the file is not there, and with it the index: wait for the recording or \
                 copy to finish, or fetch the file again"
            }
            ProbeError::SourceUnreadable { .. } => {
                "check that it plays elsewhere; it may be no media file, damaged, encrypted, or of \
                 a format that this ffmpeg was built without"
            }
            ProbeError::SourceUnreachable { .. } => {
                "check the address, and that this machine may reach it; a file that is fetched first \
                 is the safer input"
            }
            ProbeError::SourceStalled { .. } => {
                "a slow or silent server, or a disk that hangs: try again, or fetch the file first"
            }
            ProbeError::GraphRefused { .. } => {
                "try it by itself: `ffmpeg -f lavfi -i 'GRAPH' -t 1 -f null -`"
            }
        };
        help.to_owned()
    }
}

/// "permission denied" rather than "Permission denied (os error 13)".
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}
