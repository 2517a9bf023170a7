//! Counts the frames of an elementary stream, and finds its keyframes.
//!
//! Unaware of transport packets and times.

use crate::media::MediaError;
use crate::media::fields::Fields;
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
    Dolby(Dolby),
    Other,
}

impl Elementary {
    pub fn new(stream_type: u8) -> Self {
        match stream_type {
            0x1b => Self::H264,
            0x24 => Self::Hevc,
            0x0f => Self::Aac(Vec::new()),
            0x81 | 0x87 => Self::Dolby(Dolby::default()),
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
            Self::Dolby(dolby) => Ok(Found {
                frames: dolby.frames(bytes)?,
                keyframe: true,
            }),
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
            Self::Dolby(dolby) if !dolby.left.is_empty() || dolby.blocks > 0 => {
                Err(MediaError::malformed(DOLBY, "its last frame is cut off"))
            }
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

/// AC-3 and E-AC-3, of which sound is carried in frames of six blocks of 256 samples; E-AC-3 of a high
/// bit rate divides such a frame into several with a header each.
#[derive(Default)]
pub(super) struct Dolby {
    /// The part of a frame that the next PES packet goes on with.
    left: Vec<u8>,
    /// Blocks of a frame that is not whole yet.
    blocks: u32,
}

const DOLBY: &str = "the AC-3 stream";

impl Dolby {
    /// Frames of six blocks that end in `bytes`.
    fn frames(&mut self, bytes: &[u8]) -> Result<u32, MediaError> {
        self.left.extend_from_slice(bytes);
        let mut used = 0;
        while let Some(rest) = self.left.get(used..)
            && rest.len() >= SyncFrame::HEADER
        {
            let frame = SyncFrame::read(rest)?;
            if rest.len() < frame.length {
                break;
            }
            used += frame.length;
            self.blocks += frame.blocks;
        }
        self.left.drain(..used);
        let frames = self.blocks / 6;
        self.blocks %= 6;
        Ok(frames)
    }
}

/// What the header of one AC-3 or E-AC-3 frame says.
struct SyncFrame {
    /// Bytes.
    length: usize,
    /// Blocks of 256 samples; none where it only adds channels to the frame before.
    blocks: u32,
}

impl SyncFrame {
    /// Bytes that are looked at.
    const HEADER: usize = 6;

    /// ETSI TS 102 366 §4.4.1 and table 4.13; §E.1.3.1 for E-AC-3.
    fn read(bytes: &[u8]) -> Result<Self, MediaError> {
        const KILOBITS: [usize; 19] = [
            32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640,
        ];
        let malformed = |reason: &str| MediaError::malformed(DOLBY, reason);
        let mut fields = Fields::new("AC-3 frame", bytes);
        if fields.u16()? != 0x0b77 {
            return Err(malformed("a frame has no sync word"));
        }
        let (second, third) = (fields.u16()?, fields.u8()?);
        let version = fields.u8()? >> 3;
        let rate = third >> 6;
        if version > 10 {
            let blocks = match (rate, third >> 4 & 3) {
                (3, _) | (_, 3) => 6,
                (_, code) => u32::from(code) + 1,
            };
            let dependent = second >> 14 == 1;
            return Ok(Self {
                length: (usize::from(second & 0x7ff) + 1) * 2,
                blocks: if dependent { 0 } else { blocks },
            });
        }
        let code = usize::from(third & 0x3f);
        let kilobits = KILOBITS.get(code / 2);
        let kilobits = *kilobits.ok_or_else(|| malformed("a frame's size is unknown"))?;
        let words = match rate {
            0 => kilobits * 2,
            1 => kilobits * 96_000 / 44_100 + code % 2,
            2 => kilobits * 3,
            _ => return Err(malformed("a frame's sample rate is unknown")),
        };
        Ok(Self {
            length: words * 2,
            blocks: 6,
        })
    }
}
