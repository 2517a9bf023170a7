//! The kinds of failure.
//!
//! Does not know by which words ffmpeg tells them, nor what is said about each.

use crate::exec::launcher::Ending;

/// A kind of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Missing,
    Denied,
    Directory,
    Unreadable,
    Truncated,
    HttpStatus,
    Connection,
    HostName,
    Tls,
    Protocol,
    Damaged,
    NoTrack,
    NoStreams,
    UnknownEncoder,
    EncoderUnusable,
    UnknownOption,
    BadValue,
    OutOfRange,
    UnusedOption,
    Preset,
    Setting,
    PixelFormat,
    OddSize,
    UnknownFilter,
    FilterOption,
    FilterValue,
    UnknownMuxer,
    UnknownExtension,
    UnfitCodec,
    OutputMissing,
    OutputDenied,
    OutputDirectory,
    OutputExists,
    EmptyOutput,
    DiskFull,
    FileTooLarge,
    NoMemory,
    Killed,
    Crashed,
    Stopped,
    Rest,
}

/// Where a class is put into words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Source,
    Setting,
    System,
}

impl Class {
    pub(super) fn subject(self) -> Subject {
        match self {
            Class::Missing
            | Class::Denied
            | Class::Directory
            | Class::Unreadable
            | Class::Truncated
            | Class::HttpStatus
            | Class::Connection
            | Class::HostName
            | Class::Tls
            | Class::Protocol
            | Class::Damaged
            | Class::NoTrack
            | Class::NoStreams => Subject::Source,
            Class::UnknownEncoder
            | Class::EncoderUnusable
            | Class::UnknownOption
            | Class::BadValue
            | Class::OutOfRange
            | Class::UnusedOption
            | Class::Preset
            | Class::Setting
            | Class::PixelFormat
            | Class::OddSize
            | Class::UnknownFilter
            | Class::FilterOption
            | Class::FilterValue
            | Class::UnknownMuxer
            | Class::UnknownExtension
            | Class::UnfitCodec => Subject::Setting,
            Class::OutputMissing
            | Class::OutputDenied
            | Class::OutputDirectory
            | Class::OutputExists
            | Class::EmptyOutput
            | Class::DiskFull
            | Class::FileTooLarge
            | Class::NoMemory
            | Class::Killed
            | Class::Crashed
            | Class::Stopped
            | Class::Rest => Subject::System,
        }
    }
}

/// The class of a call that a signal ended. Numbers are the same on Linux and macOS (signal(7)),
/// but for BUS. A shell that runs the tool tells 128 + n.
pub(super) fn of_signal(ending: Ending) -> Option<Class> {
    let signal = match ending {
        Ending::Signal(signal) => signal,
        Ending::Code(code @ (134 | 137 | 139 | 153)) => code - 128,
        Ending::Code(_) => return None,
    };
    Some(match signal {
        9 => Class::Killed,
        25 => Class::FileTooLarge,
        1 | 2 | 15 => Class::Stopped,
        _ => Class::Crashed,
    })
}
