//! Counts the frames of an elementary stream, and finds its keyframes.
//!
//! Unaware of transport packets and times.

use crate::media::MediaError;
use crate::media::keyframe::{nal_type_h264, nal_type_hevc};

/// What one PES packet's bytes hold.
pub(super) struct Found {
    pub frames: u32,
    pub keyframe: bool,
}

/// A stream that is read PES packet by PES packet.
pub(super) enum Elementary {
    H264,
    Hevc,
    /// ADTS; holds the part of a frame that the next PES packet goes on with.
    Aac(Vec<u8>),
    Other,
}

impl Elementary {
    pub fn new(stream_type: u8) -> Self {
        match stream_type {
            0x1b => Self::H264,
            0x24 => Self::Hevc,
            0x0f => Self::Aac(Vec::new()),
            _ => Self::Other,
        }
    }

    pub fn pes(&mut self, bytes: &[u8]) -> Result<Found, MediaError> {
        match self {
            // A picture's first slice begins with macroblock 0, which Exp-Golomb writes as one bit.
            Self::H264 => Ok(count(bytes, |unit| {
                let kind = nal_type_h264(unit)?;
                let first = matches!(kind, 1 | 5) && unit.get(1)? & 0x80 != 0;
                Some((first, kind == 5))
            })),
            // first_slice_segment_in_pic_flag, behind a header of two bytes.
            Self::Hevc => Ok(count(bytes, |unit| {
                let kind = nal_type_hevc(unit)?;
                let first = kind < 32 && unit.get(2)? & 0x80 != 0;
                Some((first, matches!(kind, 19 | 20)))
            })),
            Self::Aac(left) => {
                left.extend_from_slice(bytes);
                let (frames, used) = adts_frames(left)?;
                left.drain(..used);
                Ok(Found {
                    frames,
                    keyframe: true,
                })
            }
            Self::Other => Ok(Found {
                frames: 0,
                keyframe: false,
            }),
        }
    }

    /// Errors if the last frame is not whole.
    pub fn finish(&self) -> Result<(), MediaError> {
        match self {
            Self::Aac(left) if !left.is_empty() => Err(MediaError::malformed(
                "the AAC stream",
                "its last frame is cut off",
            )),
            _ => Ok(()),
        }
    }
}

/// Counts over all NAL units; `look` says whether a unit begins a picture and whether it is IDR.
fn count(bytes: &[u8], look: impl Fn(&[u8]) -> Option<(bool, bool)>) -> Found {
    let mut found = Found {
        frames: 0,
        keyframe: false,
    };
    for unit in nal_units(bytes) {
        if let Some((first, idr)) = look(unit) {
            found.frames += u32::from(first);
            found.keyframe |= idr;
        }
    }
    found
}

/// The bytes behind every start code 00 00 01 (ITU-T H.264 annex B); each reaches to the end, as only
/// its first bytes are looked at.
fn nal_units(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes
        .windows(3)
        .enumerate()
        .filter(|(_, window)| *window == [0, 0, 1])
        .filter_map(|(at, _)| bytes.get(at + 3..))
}

/// Whole frames at the start of `bytes`, and the bytes they take (ISO/IEC 14496-3 §1.A.3.2).
fn adts_frames(bytes: &[u8]) -> Result<(u32, usize), MediaError> {
    let (mut frames, mut used) = (0, 0);
    while let Some([a, b, _, d, e, f, ..]) = bytes.get(used..) {
        if *a != 0xff || b & 0xf6 != 0xf0 {
            return Err(MediaError::malformed(
                "the AAC stream",
                "a frame has no ADTS header",
            ));
        }
        let length = usize::from(d & 3) << 11 | usize::from(*e) << 3 | usize::from(f >> 5);
        if length < 7 {
            return Err(MediaError::malformed(
                "the AAC stream",
                "a frame is shorter than its header",
            ));
        }
        if bytes.len() < used + length {
            break;
        }
        used += length;
        frames += 1;
    }
    Ok((frames, used))
}
