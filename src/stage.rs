//! rendit's own hands on the disk: cuts tracks into segments, encrypts them, writes playlists and
//! MPD, and puts finished outputs in their places.
//!
//! Unaware of how ffmpeg is started and of what is shown. Everything is made in a staging place
//! beside its target; nothing that rendit did not make is removed or overwritten.

pub mod disk;
pub mod receipt;
pub mod claim;
pub mod publish;
pub mod keys;
pub mod cut;
pub mod track;
pub mod transport;
pub mod package;

use crate::diag::{Code, Diagnostic, Severity};
use crate::source::Route;

/// Every code that this room can raise.
pub static CODES: &[&Code] = &[
    &DISK,
    &BAD_TRACK,
    &publish::NOT_OURS,
    &publish::BAD_PLACE,
    &publish::OUTPUT_BUSY,
    &keys::KEY_UNREADABLE,
];

/// The disk refuses.
pub static DISK: Code = Code {
    name: "disk",
    severity: Severity::Error,
    summary: "a file could not be written or read",
    explanation: "The system refused to create, write, read or rename a file: the disk is full, \
the folder is not yours to write to, or something is in the way. Nothing was published: what stood \
in the output's place before stands there still.\n\n\
Wrong: `dir = \"/film\"` without the right to write there.\n\n\
Right: `dir = \"out/film\"`, and free space for two copies of the package.",
};

/// A finished track is not what was asked for.
pub static BAD_TRACK: Code = Code {
    name: "bad-track",
    severity: Severity::Error,
    summary: "a finished track or segment is not what the plan says",
    explanation: "ffmpeg said that it succeeded, and what it wrote is not what was asked for: frames \
are missing, a keyframe is not where a segment must begin, or a file is cut short. A source that \
ends early, a full disk, or an option in `args` that moves keyframes are the usual causes. Nothing \
was published.\n\n\
Wrong: `args = [\"-x264-params\", \"keyint=250:min-keyint=25\"]`, which moves the keyframes off the \
segment borders.\n\n\
Right: leave keyframes to `segment_duration`.",
};

/// What went wrong, with the part of the manifest that it belongs to.
pub type Failure = Box<Diagnostic>;

/// A failed access to the disk as a finding.
pub fn disk(origin: &Route, doing: &str, error: &std::io::Error) -> Failure {
    let help = match error.kind() {
        std::io::ErrorKind::StorageFull => "nothing was published; free some space and run again",
        std::io::ErrorKind::PermissionDenied => "choose a folder that you may write to",
        _ => "nothing was published; what stood there before stands there still",
    };
    Box::new(
        Diagnostic::new(&DISK, origin.clone(), format!("cannot {doing}: {error}"))
            .here("asked for here")
            .help(help),
    )
}

/// A track that is not what the plan says, as a finding.
pub fn bad_track(origin: &Route, message: impl Into<String>) -> Failure {
    Box::new(Diagnostic::new(&BAD_TRACK, origin.clone(), message).here("asked for here"))
}
