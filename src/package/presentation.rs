//! What really stands in a package, and the rates measured of it.
//!
//! Unaware of playlists, MPDs and files: sizes and times are handed in by whoever wrote them.

use crate::plan::{Container, Role};
use crate::rational::Rational;

/// A package: renditions that start together at nought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presentation {
    /// How segments are laid out.
    pub container: Container,
    /// The renditions in ladder order.
    pub renditions: Vec<Rendition>,
}

/// One track in segments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendition {
    /// Unique, without white space.
    pub id: String,
    /// RFC 6381 codec string.
    pub codecs: String,
    /// Ticks of a second.
    pub timescale: u32,
    /// What it is.
    pub media: Media,
    /// The init segment; MPEG-TS has none.
    pub init: Option<Resource>,
    /// Where the `sidx` box stands in a single file that DASH addresses by byte ranges.
    pub index: Option<ByteRange>,
    /// Ticks of the first segment that lie before nought and are cut off by the edit list: an
    /// encoder's priming.
    pub priming: u64,
    /// The segments in order, each beginning where the one before ends.
    pub segments: Vec<Segment>,
}

/// Picture or sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Media {
    /// A picture of square pixels.
    Video {
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
        /// Frames per second.
        frame_rate: Rational,
        /// How its light is coded.
        range: VideoRange,
    },
    /// Sound.
    Audio {
        /// Channels.
        channels: u32,
        /// Samples per second.
        sample_rate: u32,
        /// BCP 47 tag; `und` where nobody knows.
        language: String,
        /// Name for menus.
        label: String,
        /// What it is for.
        role: Role,
        /// Whether players should start with it.
        default: bool,
        /// HLS: tracks of one group replace each other; one codec and one rung in each group.
        group: String,
    },
}

/// `VIDEO-RANGE` (RFC 8216bis §4.4.6.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum VideoRange {
    /// BT.1886 and its like.
    #[default]
    Sdr,
    /// BT.2100 hybrid log-gamma.
    Hlg,
    /// BT.2100 perceptual quantisation.
    Pq,
}

/// A file of the package or a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// Path relative to the package, not encoded.
    pub path: String,
    /// The part; `None`: the whole file.
    pub range: Option<ByteRange>,
}

/// A part of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByteRange {
    /// First byte.
    pub offset: u64,
    /// Bytes.
    pub length: u64,
}

/// One segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Path relative to the package, not encoded.
    pub path: String,
    /// The part of that file; `None`: the whole.
    pub range: Option<ByteRange>,
    /// Ticks of its first sample after the edit list; the first segment's is 0.
    pub start: i64,
    /// Ticks until the next segment starts.
    pub duration: u64,
    /// Bytes as they are fetched, encryption included.
    pub bytes: u64,
    /// The part of the file that shows the first picture: from the start of the segment to the end of
    /// that sample. `None` for sound, and where the segment is encrypted as a whole: a part of it
    /// cannot be decrypted on its own terms, for its last block is not padded.
    pub key_frame: Option<ByteRange>,
    /// How it is encrypted.
    pub key: Option<Key>,
}

/// AES-128 over a whole segment (RFC 8216 §5.2). Holds no key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// What players fetch.
    pub uri: String,
    /// The initialisation vector; `None`: the segment's media sequence number, counted from 0.
    pub iv: Option<[u8; 16]>,
}

impl Rendition {
    /// Seconds of one segment.
    pub fn seconds(&self, segment: &Segment) -> Rational {
        ticks(segment.duration, self.timescale)
    }

    /// Seconds of one segment's media, with what the edit list cuts off: what HLS players measure in
    /// the segment itself, and align the next one by.
    pub fn media_seconds(&self, segment: &Segment) -> Rational {
        let priming = if segment.start == 0 { self.priming } else { 0 };
        ticks(segment.duration.saturating_add(priming), self.timescale)
    }

    /// Seconds from nought to the end of the last segment.
    pub fn duration(&self) -> Rational {
        let end = self.segments.last().map_or(0, |segment| {
            u64::try_from(segment.start)
                .unwrap_or(0)
                .saturating_add(segment.duration)
        });
        ticks(end, self.timescale)
    }

    /// Seconds of the longest segment.
    pub fn longest_segment(&self) -> Rational {
        let longest = self.segments.iter().map(|segment| segment.duration).max();
        ticks(longest.unwrap_or(0), self.timescale)
    }

    /// Sizes and lengths of the segments, to be measured.
    pub fn pieces(&self) -> Vec<Piece> {
        self.segments
            .iter()
            .map(|segment| Piece {
                bytes: segment.bytes,
                duration: segment.duration,
            })
            .collect()
    }

    /// Sizes and lengths of the key frames, if every segment has one that can be fetched alone.
    pub fn key_frames(&self) -> Option<Vec<Piece>> {
        let is_video = matches!(self.media, Media::Video { .. });
        if !is_video || self.segments.is_empty() {
            return None;
        }
        self.segments
            .iter()
            .map(|segment| {
                let frame = segment.key_frame.filter(|_| segment.key.is_none())?;
                Some(Piece {
                    bytes: frame.length,
                    duration: segment.duration,
                })
            })
            .collect()
    }
}

fn ticks(count: u64, timescale: u32) -> Rational {
    Rational::new(
        i64::try_from(count).unwrap_or(i64::MAX),
        i64::from(timescale.max(1)),
    )
}

/// What a rate is measured of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Bytes.
    pub bytes: u64,
    /// Ticks.
    pub duration: u64,
}

/// The peak segment bit rate of HLS (RFC 8216 §4.1), bits per second, rounded up: the largest rate of
/// any run of segments that lasts between 0.5 and 1.5 target durations. Where no run does, the
/// average: there is too little to have a peak.
pub fn peak_bit_rate(pieces: &[Piece], timescale: u32, target_duration: u64) -> u64 {
    let target = u128::from(target_duration) * u128::from(timescale);
    let mut peak = None;
    for start in 0..pieces.len() {
        let (mut bytes, mut duration) = (0_u128, 0_u128);
        for piece in pieces.iter().skip(start) {
            bytes += u128::from(piece.bytes);
            duration += u128::from(piece.duration);
            if duration * 2 > target * 3 {
                break;
            }
            if duration > 0 && duration * 2 >= target {
                peak = peak.max(Some(rate(bytes, duration, timescale)));
            }
        }
    }
    peak.unwrap_or_else(|| average_bit_rate(pieces, timescale))
}

/// The average segment bit rate of HLS (RFC 8216 §4.1), bits per second, rounded up.
pub fn average_bit_rate(pieces: &[Piece], timescale: u32) -> u64 {
    let bytes = pieces.iter().map(|piece| u128::from(piece.bytes)).sum();
    let duration = pieces.iter().map(|piece| u128::from(piece.duration)).sum();
    rate(bytes, duration, timescale)
}

fn rate(bytes: u128, duration: u128, timescale: u32) -> u64 {
    let bits = bytes * 8 * u128::from(timescale);
    u64::try_from(bits.div_ceil(duration.max(1))).unwrap_or(u64::MAX)
}

/// `@bandwidth` of DASH (ISO/IEC 23009-1 §5.3.5.2), bits per second: the smallest whole rate at which
/// a client that starts at any segment, and plays once `buffer` ticks' worth of bits have come, holds
/// every segment whole before its first frame is due.
///
/// Stricter than the standard, which asks for samples rather than whole segments; so never too small.
pub fn buffered_bit_rate(pieces: &[Piece], timescale: u32, buffer: u64) -> u64 {
    if pieces.is_empty() {
        return 0;
    }
    let timescale = i128::from(timescale);
    // For all starts i and segments j >= i: bits(i..=j) <= rate * (buffer + time(j) - time(i)).
    // Whether a rate suffices is seen in one pass that keeps the best start so far.
    let suffices = |rate: u64| {
        let rate = i128::from(rate);
        let (mut bits, mut time) = (0_i128, 0_i128);
        let mut best_start = i128::MAX;
        pieces.iter().all(|piece| {
            best_start = best_start.min(bits * timescale - rate * time);
            bits += i128::from(piece.bytes) * 8;
            let due = bits * timescale - rate * time - best_start;
            time += i128::from(piece.duration);
            due <= rate * i128::from(buffer)
        })
    };
    let (mut below, mut above) = (0, 1_u64 << 40);
    while above - below > 1 {
        let middle = below + (above - below) / 2;
        if suffices(middle) {
            above = middle;
        } else {
            below = middle;
        }
    }
    above
}
