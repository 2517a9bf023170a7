//! Failures of what is read: codes, and what is said about each.
//!
//! Does not know ffmpeg's wordings, nor where the culprit stands in the manifest.

use super::Told;
use super::class::Class;
use super::clues::Clues;
use super::origin::Outline;
use crate::diag::{Code, Severity};
use crate::probe::codes::{SOURCE_MISSING, SOURCE_UNREACHABLE, SOURCE_UNREADABLE};

/// All that are declared here; the probe, which reads the same sources, has declared the others.
pub(super) const CODES: &[&Code] = &[&SOURCE_DENIED, &SOURCE_DAMAGED, &TRACK_MISSING];

/// A source that may not be read.
pub static SOURCE_DENIED: Code = Code {
    name: "source-denied",
    severity: Severity::Error,
    summary: "a source may not be read",
    explanation: "\
The file is there, but the user who runs rendit may not read it, or may not enter one of the folders
above it.

Wrong: a file with mode `0600` of another user. Right: `chmod a+r FILE`, and `a+x` for its folders,
or run rendit as the user who owns it.

Source: errno EACCES (open(2)).
",
};

/// A source with broken places.
pub static SOURCE_DAMAGED: Code = Code {
    name: "source-damaged",
    severity: Severity::Warning,
    summary: "a source has broken places; ffmpeg decoded around them",
    explanation: "\
A decoder or demuxer of ffmpeg met data that breaks the rules of its format. It conceals such places
or leaves them out, goes on, and ends with status 0. The product plays, and shows smeared blocks or
is shorter than it should be.

Recordings that begin in the middle of a broadcast always start this way, and are fine after the
first keyframe. Damage elsewhere is a broken disk, a broken copy, or lost packets.

If frames are missing in the end, verification fails the output. Otherwise look at the places that
the log names, and get a clean copy of the source.

Wrong: publishing what nobody looked at. Right: `ffmpeg -v error -i SOURCE -f null -` prints nothing
for a sound file.

Source: ffmpeg's own log; the status is 0 in versions 5.1, 8.1 and 9.0.
",
};

/// A track that a source does not have.
pub static TRACK_MISSING: Code = Code {
    name: "track-missing",
    severity: Severity::Error,
    summary: "a source does not have the track that was asked for",
    explanation: "\
A stream specifier such as `0:a:5` (the sixth sound track of the first input) matches nothing in the
source, or nothing is left to be written after all selections.

Wrong: selecting a sixth sound track of a file that has two. Right: `rendit probe SOURCE` lists the
tracks and their numbers; counting starts at 0.

Source: ffmpeg's manual, \"Stream specifiers\" and option `-map`.
",
};

/// Puts a failure of a source into words.
pub(super) fn tell(class: Class, clues: &Clues<'_>, call: &Outline<'_>) -> Told {
    let file = call.input(clues).map(|arg| arg.text.as_str());
    let file = file.or(clues.get("file")).unwrap_or("the source");
    let file = file.strip_prefix("file:").unwrap_or(file);
    let (code, message, help) = match class {
        Class::Missing => (
            &SOURCE_MISSING,
            format!(
                "`{}` does not exist",
                clues
                    .get("file")
                    .filter(|_| call.input(clues).is_none())
                    .unwrap_or(file)
            ),
            "paths are relative to the manifest; was it moved while the job ran?",
        ),
        Class::Denied => (
            &SOURCE_DENIED,
            format!("`{file}` may not be read"),
            "let the user who runs rendit read it: `chmod a+r FILE`",
        ),
        Class::Directory => (
            &SOURCE_UNREADABLE,
            format!("`{file}` is a folder"),
            "name a file in it, or all of them with `glob = \"folder/*.mp4\"`",
        ),
        Class::Truncated => (
            &SOURCE_UNREADABLE,
            format!("`{file}` is empty, cut short or not a video: it has no index"),
            "copy or download it again; `ffprobe FILE` shows what can be read of it",
        ),
        Class::HttpStatus => (
            &SOURCE_UNREACHABLE,
            format!(
                "the server does not give `{file}`: {}",
                clues.word("status")
            ),
            "open the address in a browser; signed addresses run out",
        ),
        Class::Connection => (
            &SOURCE_UNREACHABLE,
            format!(
                "`{file}` cannot be fetched: {}",
                clues
                    .get("reason")
                    .unwrap_or("connection refused")
                    .to_lowercase()
            ),
            "check the address and port, and that the server runs",
        ),
        Class::HostName => (
            &SOURCE_UNREACHABLE,
            format!("there is no host `{}`", clues.word("name")),
            "check the host's name and the network",
        ),
        Class::Tls => (
            &SOURCE_UNREACHABLE,
            format!("no secure connection for `{file}`"),
            "check that the server speaks `https` on that port and that its certificate is trusted",
        ),
        Class::Protocol => (
            &SOURCE_UNREACHABLE,
            format!("what stands before the colon in `{file}` is taken for a protocol"),
            "write `file:` in front of a file name with a colon",
        ),
        Class::Damaged => (
            &SOURCE_DAMAGED,
            format!("`{file}` has broken places"),
            "ffmpeg decoded around them; look at the product, or get a clean copy of the source",
        ),
        Class::NoTrack => (
            &TRACK_MISSING,
            match clues.get("value") {
                Some(map) => format!("the source has no track `{map}`"),
                None => "a track of an input that does not exist was asked for".to_owned(),
            },
            "`rendit probe SOURCE` lists its tracks; counting starts at 0",
        ),
        Class::NoStreams => (
            &TRACK_MISSING,
            "no track is left to be written".to_owned(),
            "select a track, or take out what leaves all of them out (`-vn`, `-an`)",
        ),
        _ => (
            &SOURCE_UNREADABLE,
            format!("`{file}` is not media that ffmpeg can read"),
            "`ffprobe FILE` shows what can be read of it; copy or download it again",
        ),
    };
    Told {
        code,
        message,
        help: help.to_owned(),
    }
}
