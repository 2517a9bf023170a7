//! Failures of the machine and of what is written: codes, and what is said about each.
//!
//! Does not know ffmpeg's wordings, nor where the culprit stands in the manifest.

use super::Told;
use super::class::Class;
use super::clues::Clues;
use crate::diag::{Code, Severity};
use crate::exec::launcher::{Ending, LaunchError};

/// All of them.
pub(super) const CODES: &[&Code] = &[
    &OUTPUT_UNWRITABLE,
    &OUTPUT_EMPTY,
    &DISK_FULL,
    &FILE_TOO_LARGE,
    &OUT_OF_MEMORY,
    &FFMPEG_KILLED,
    &FFMPEG_CRASHED,
    &FFMPEG_FAILED,
    &FFMPEG_NOT_STARTED,
];

/// A place that cannot be written.
pub static OUTPUT_UNWRITABLE: Code = Code {
    name: "output-unwritable",
    severity: Severity::Error,
    summary: "a file cannot be written where it should be",
    explanation: "\
The folder of the file does not exist, may not be written by the user who runs rendit, or the file's
name is that of a folder. rendit makes the folders of outputs and of its work by itself, so one of
them was taken away or protected while the job ran, or raw `args` name another place.

Some writers of ffmpeg (`-f hls`) end with status 0 although nothing was written.

Wrong: an output on a read-only mount. Right: a folder in which `touch x` works.

Source: errno ENOENT, EACCES, EROFS, EISDIR (open(2)).
",
};

/// Nothing was written.
pub static OUTPUT_EMPTY: Code = Code {
    name: "output-empty",
    severity: Severity::Error,
    summary: "ffmpeg ran and wrote no frame",
    explanation: "\
Nothing of the source is left to encode. Usually `start` lies behind the end of the source, `end`
lies before `start`, or a filter such as `trim` or `select` lets nothing through. By itself ffmpeg
takes this for success.

Wrong: `start = \"00:10:00\"` for a source of five minutes. Right: a `start` inside the source;
`rendit probe SOURCE` shows its length.

Source: ffmpeg's manual, option `-abort_on empty_output`.
",
};

/// No space is left.
pub static DISK_FULL: Code = Code {
    name: "disk-full",
    severity: Severity::Error,
    summary: "no space is left where files are written",
    explanation: "\
The disk, or the quota of the user, is used up. What was published before is untouched: a package is
made beside its place and moved there when it is whole, so for a while both need space.

ffmpeg 5.1 ends with status 0 when only the end of a file did not fit, and all versions do so when
they write HLS or DASH; rendit reads the words, and verifies what was written.

Wrong: a work folder on a small `/tmp`. Right: free space for the old package, the new one and the
encoded tracks; `rendit clean` empties the cache.

Source: errno ENOSPC, EDQUOT (write(2)).
",
};

/// A file may not grow further.
pub static FILE_TOO_LARGE: Code = Code {
    name: "file-too-large",
    severity: Severity::Error,
    summary: "a file grew beyond a limit of the shell, the system or the disk",
    explanation: "\
A limit on the size of files was hit: `ulimit -f` of the shell or the service that runs rendit (the
system then ends ffmpeg with SIGXFSZ, without a word), or the 4 GiB of a FAT disk.

Wrong: `ulimit -f 1000` before a job. Right: `ulimit -f unlimited`, `LimitFSIZE=infinity` in a
systemd unit, an exFAT or ext4 disk.

Source: setrlimit(2), RLIMIT_FSIZE; errno EFBIG.
",
};

/// No memory is left.
pub static OUT_OF_MEMORY: Code = Code {
    name: "out-of-memory",
    severity: Severity::Error,
    summary: "ffmpeg ran out of memory",
    explanation: "\
ffmpeg asked for memory and got none. Encoders keep many pictures at once: a rung of 2160 lines takes
one to several gigabytes with x265 or AV1, and all rungs of a ladder run together.

Wrong: `--jobs 8` for 4K ladders on a machine with 8 GB. Right: `--jobs 1`, a faster preset, fewer
rungs at once, or a larger limit for the container.

Source: errno ENOMEM; setrlimit(2), RLIMIT_AS.
",
};

/// Somebody ended ffmpeg.
pub static FFMPEG_KILLED: Code = Code {
    name: "ffmpeg-killed",
    severity: Severity::Error,
    summary: "a signal from outside ended ffmpeg",
    explanation: "\
Not rendit, but somebody else ended ffmpeg. With SIGKILL that is nearly always the system, because
memory ran out: `dmesg | grep -i oom` on Linux shows it, and a container tells it in its status
(exit code 137).

Wrong: a container limit of 1 GB for a 4K ladder. Right: more memory, `--jobs 1`, or a faster preset.

A file that ffmpeg was writing when it was asked to end looks whole and is not; rendit throws it
away.

Source: signal(7); the kernel's documentation on the OOM killer.
",
};

/// ffmpeg fell over its own feet.
pub static FFMPEG_CRASHED: Code = Code {
    name: "ffmpeg-crashed",
    severity: Severity::Error,
    summary: "ffmpeg crashed",
    explanation: "\
The system ended ffmpeg because of a fault of its own (SIGSEGV, SIGABRT, SIGBUS, SIGFPE), or because
it was built for another processor (SIGILL). The manifest is not to blame, but it may be possible to
go around the fault.

Wrong: repeating the same call on the same file. Right: another version of ffmpeg (`--ffmpeg PATH`),
another encoder, or without the filter that the last lines name. Report it to ffmpeg with the command
and the source.

Source: signal(7).
",
};

/// Any other failure.
pub static FFMPEG_FAILED: Code = Code {
    name: "ffmpeg-failed",
    severity: Severity::Error,
    summary: "ffmpeg failed in a way that rendit does not know",
    explanation: "\
ffmpeg ended with an error that rendit has no better words for. The finding shows the line that
ffmpeg gave first, the end of its log and, if a value of the manifest is named there, that value.

Run the command that `rendit plan` prints by hand, with `-loglevel verbose`, to see more.

Wrong: a value that only ffmpeg understands, in raw `args`. Right: a key of the manifest, where there
is one: its values are checked before anything runs.

Source: ffmpeg's log.
",
};

/// ffmpeg could not be started.
pub static FFMPEG_NOT_STARTED: Code = Code {
    name: "ffmpeg-not-started",
    severity: Severity::Error,
    summary: "ffmpeg could not be started",
    explanation: "\
The program is not there, is not a program for this machine, may not be run by this user, or the
folder in which it should run is gone.

Wrong: `--ffmpeg ffmpeg-9` without such a program on the `PATH`. Right: `--ffmpeg /opt/ffmpeg-9/ffmpeg`,
or the system's own: `apt install ffmpeg`, `brew install ffmpeg`.

Source: execve(2).
",
};

/// Puts a failure of the machine into words.
pub(super) fn tell(class: Class, ending: Ending, clues: &Clues<'_>) -> Told {
    let file = clues
        .get("file")
        .map_or("the file".to_owned(), |file| format!("`{file}`"));
    let (code, message, help) = match class {
        Class::OutputMissing => (
            &OUTPUT_UNWRITABLE,
            format!("the folder of {file} does not exist"),
            "make the folder; was it taken away while the job ran?",
        ),
        Class::OutputDenied => (
            &OUTPUT_UNWRITABLE,
            format!("{file} may not be written"),
            "let the user who runs rendit write there, or choose another place",
        ),
        Class::OutputDirectory => (
            &OUTPUT_UNWRITABLE,
            format!("{file} is a folder"),
            "choose another name, or take the folder away",
        ),
        Class::OutputExists => (
            &OUTPUT_UNWRITABLE,
            format!("{file} exists and may not be replaced"),
            "take `-n` out of `args`",
        ),
        Class::EmptyOutput => (
            &OUTPUT_EMPTY,
            "nothing of the source is left to encode".to_owned(),
            "check that `start` and `end` lie inside the source, and what filters let through",
        ),
        Class::DiskFull => (
            &DISK_FULL,
            "no space is left on the disk".to_owned(),
            "free some space (`rendit clean` empties the cache) or choose another disk",
        ),
        Class::FileTooLarge => (
            &FILE_TOO_LARGE,
            "a file grew beyond what the system allows".to_owned(),
            "raise the limit: `ulimit -f unlimited`, or use a disk that holds large files",
        ),
        Class::NoMemory => (
            &OUT_OF_MEMORY,
            "ffmpeg ran out of memory".to_owned(),
            "use `--jobs 1`, a faster preset or fewer rungs",
        ),
        Class::Killed => (
            &FFMPEG_KILLED,
            "ffmpeg was killed, most likely because memory ran out".to_owned(),
            "use `--jobs 1`, a faster preset or fewer rungs; `dmesg` tells who killed it",
        ),
        Class::Stopped => (
            &FFMPEG_KILLED,
            "somebody else told ffmpeg to end".to_owned(),
            "run the job again",
        ),
        Class::Crashed => (
            &FFMPEG_CRASHED,
            match ending {
                Ending::Signal(signal) => format!("ffmpeg crashed with signal {signal}"),
                Ending::Code(code) => format!("ffmpeg crashed with exit code {code}"),
            },
            "try another version of ffmpeg with `--ffmpeg PATH`, or another encoder",
        ),
        _ => (
            &FFMPEG_FAILED,
            match ending {
                Ending::Signal(signal) => format!("ffmpeg failed with signal {signal}"),
                Ending::Code(code) => format!("ffmpeg failed with exit code {code}"),
            },
            "the end of its log may tell more; `rendit plan` prints the command to try by hand",
        ),
    };
    Told {
        code,
        message,
        help: help.to_owned(),
    }
}

/// Puts into words why a call did not start.
pub(super) fn not_started(error: &LaunchError) -> Told {
    let help = match error {
        LaunchError::NoProgram(_) => "install it, or name it with `--ffmpeg PATH`",
        LaunchError::NotExecutable { .. } => {
            "check its permissions and that it was built for this machine"
        }
        LaunchError::NoDirectory(_) => "was it taken away while the job ran?",
        LaunchError::Log { .. } => "check that the work folder can be written",
        LaunchError::Cancelled => "run the job again",
        LaunchError::System { .. } => "try again with `--jobs 1`",
    };
    Told {
        code: &FFMPEG_NOT_STARTED,
        message: error.to_string(),
        help: help.to_owned(),
    }
}
