//! What finished media files say, and how their samples are laid out anew.
//!
//! Works on readers and bytes that it is given; opens nothing, writes nothing, starts nothing. Every
//! length in a file is a claim: it is held against the bytes at hand before it is believed.

pub mod fields;
pub mod boxes;
pub mod sample_entry;
mod moov;
mod moof;
pub mod track;
pub mod cut;
pub mod fragment;
pub mod init;
pub mod keyframe;
pub mod ts;

use std::fmt;

pub use cut::{Cut, cut};
pub use fragment::{fragment_head, sidx, styp};
pub use init::init_segment;
pub use keyframe::is_keyframe;
pub use sample_entry::{Handler, SampleEntry};
pub use track::{Sample, Track};
pub use ts::TransportStream;

/// Four letters that name a box, a brand or a sample entry.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FourCc(pub [u8; 4]);

impl fmt::Display for FourCc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.escape_ascii())
    }
}

impl fmt::Debug for FourCc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FourCc({self})")
    }
}

/// Why a media file could not be understood.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// The file could not be read.
    #[error("reading failed: {0}")]
    Read(#[from] std::io::Error),
    /// The file ends before something that it announces.
    #[error(
        "the file is truncated: {what} at byte {offset} needs {needed} bytes, and {available} are left"
    )]
    Truncated {
        /// What was announced.
        what: String,
        /// Byte of the file where it begins.
        offset: u64,
        /// Bytes that it claims.
        needed: u64,
        /// Bytes from there to the end.
        available: u64,
    },
    /// Something inside contradicts itself.
    #[error("{what} is malformed: {reason}")]
    Malformed {
        /// The part of the file.
        what: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A part that must be there is not.
    #[error("there is no {0}")]
    Missing(&'static str),
    /// Lawful, but not something that rendit makes or reads.
    #[error("{0} is not supported")]
    Unsupported(String),
}

impl MediaError {
    pub(crate) fn malformed(what: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Malformed {
            what: what.into(),
            reason: reason.into(),
        }
    }
}
