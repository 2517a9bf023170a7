//! What the world told us, as plain data: what a source holds, what the tools can do.
//!
//! Does not know how it was asked; [`crate::probe`] does. Serialises, so that `plan --facts` needs
//! neither media nor tools.

mod grid;
mod options;

pub use grid::steady_rate;
pub use options::{Options, Question, Taker, Values};

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8PathBuf;
use serde::{Deserialize, Serialize};

use crate::rational::Rational;

/// Everything that planning one job needs to know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// What ffmpeg and ffprobe are.
    pub tools: Tools,
    /// What each input holds, by the input's name; an absent optional input is absent here.
    pub sources: BTreeMap<String, Source>,
    /// What is known of each encryption's key, by the encryption's name. Never the key.
    #[serde(default)]
    pub keys: BTreeMap<String, Key>,
}

/// What is known of a key without looking at it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// From a key-info file: what players fetch.
    pub uri: Option<String>,
    /// From a key-info file: the key's file.
    pub path: Option<Utf8PathBuf>,
    /// From a key-info file: 32 hex digits.
    pub iv: Option<String>,
    /// Bytes of the key; `None` where there is none.
    pub length: Option<u64>,
    /// Where there is none: a file beside it with nearly this name, as the manifest would write it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub near: Option<String>,
}

/// The ffmpeg and ffprobe at hand.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tools {
    /// How ffmpeg is called: a path or a bare name.
    pub ffmpeg: String,
    /// How ffprobe is called.
    pub ffprobe: String,
    /// Version as printed, such as `5.1.9-0+deb12u1`.
    pub version: String,
    /// Names of the encoders, such as `libx264`.
    pub encoders: BTreeSet<String>,
    /// Names of the filters.
    pub filters: BTreeSet<String>,
    /// Names of the muxers.
    pub muxers: BTreeSet<String>,
    /// What raw `args` may say; empty where a manifest has none.
    #[serde(default, skip_serializing_if = "Options::is_empty")]
    pub options: Options,
}

/// What a length rests on, and so what it is worth when a file was cut short.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Written down by whoever made the file. A file cut short still says it, so an encode that
    /// comes out shorter proves that something is missing.
    Header,
    /// Worked out from the bytes present: last timestamps, fragments, size over bit rate. A file cut
    /// short says less, and a whole one may be off by some frames.
    Bytes,
    /// There is no length, or nobody knows what it rests on.
    #[default]
    Unknown,
}

/// What one input holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// File or URL as the manifest names it, without ffmpeg's `file:`; empty for a generated source.
    pub path: Utf8PathBuf,
    /// ffprobe's `format_name`.
    pub format: String,
    /// Seconds that the container claims, from its smallest start to its last end.
    pub duration: Option<Rational>,
    /// What that length rests on.
    #[serde(default)]
    pub duration_basis: Basis,
    /// Bytes that the container's own structure promises beyond the end of the file: above nought,
    /// the file was cut short, whatever its duration says. `None` where the structure cannot tell.
    #[serde(default)]
    pub missing_bytes: Option<u64>,
    /// Whether an MPEG transport stream's clock jumps on the way, as where recordings were put one
    /// after another: times before and behind the jump cannot be told apart.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub clock_jumps: bool,
    /// Seconds; the smallest start of any stream.
    pub start: Option<Rational>,
    /// Bytes; `None` for URLs and generated sources.
    pub size: Option<u64>,
    /// Bits per second of the whole file.
    pub bit_rate: Option<u64>,
    /// Pictures, without cover art, in the file's order.
    pub video: Vec<VideoStream>,
    /// Sound, in the file's order.
    pub audio: Vec<AudioStream>,
    /// Subtitles, in the file's order.
    pub subtitles: Vec<SubtitleStream>,
}

/// One video stream.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VideoStream {
    /// Index among all streams of the file: ffmpeg's `0:INDEX`.
    pub index: u32,
    /// ffprobe's `codec_name`.
    pub codec: String,
    /// Coded pixels.
    pub width: u32,
    /// Coded pixels.
    pub height: u32,
    /// Width of a pixel over its height; 1 where the file says nothing.
    pub sample_aspect: Option<Rational>,
    /// Degrees clockwise that a player turns the picture: 0, 90, 180 or 270.
    pub rotation: u32,
    /// Whether the display matrix mirrors.
    #[serde(default)]
    pub mirrored: bool,
    /// ffprobe's `pix_fmt`.
    pub pixel_format: String,
    /// Bits of each sample: 8, 10, 12.
    pub bit_depth: u32,
    /// Frames per second: ffprobe's `r_frame_rate`, the finest grid that holds every frame.
    pub frame_rate: Option<Rational>,
    /// Frames per second: ffprobe's `avg_frame_rate`.
    pub average_frame_rate: Option<Rational>,
    /// Frames per second of the constant grid that holds the pictures' timestamps, found by
    /// [`steady_rate`] where the two rates above leave doubt; `None` where they do not.
    #[serde(default)]
    pub measured_frame_rate: Option<Rational>,
    /// Seconds; when the first picture is shown, on the container's clock.
    pub start: Option<Rational>,
    /// Seconds of this stream, where the file says so.
    pub duration: Option<Rational>,
    /// What that length rests on.
    #[serde(default)]
    pub duration_basis: Basis,
    /// Frames, where the file's header says so; never an estimate. Counts what is stored: an edit
    /// list may hide some.
    pub frames: Option<u64>,
    /// ffprobe's `field_order`; `None` where the file says nothing.
    pub field_order: Option<String>,
    /// ffprobe's `color_primaries`, where known.
    pub color_primaries: Option<String>,
    /// ffprobe's `color_transfer`, where known.
    pub color_transfer: Option<String>,
    /// ffprobe's `color_space`, where known.
    pub color_space: Option<String>,
    /// ffprobe's `color_range`: `tv` or `pc`, where known.
    pub color_range: Option<String>,
    /// ffprobe's `bit_rate`.
    pub bit_rate: Option<u64>,
    /// The file's language tag, as it stands there.
    pub language: Option<String>,
    /// Whether it is the file's default picture.
    #[serde(default)]
    pub default: bool,
}

/// One audio stream.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AudioStream {
    /// Index among all streams of the file.
    pub index: u32,
    /// ffprobe's `codec_name`.
    pub codec: String,
    /// Samples per second.
    pub sample_rate: u32,
    /// Channels.
    pub channels: u32,
    /// ffprobe's `channel_layout`, such as `5.1`; `None` where unknown.
    pub channel_layout: Option<String>,
    /// Seconds; when the first sample sounds. Versions differ about encoder delay: for AAC in a
    /// fragmented MP4 and Opus in WebM, ffprobe 5.1 counts it (−0.021) and 8.1 does not (0).
    pub start: Option<Rational>,
    /// Seconds of this stream, where the file says so.
    pub duration: Option<Rational>,
    /// What that length rests on.
    #[serde(default)]
    pub duration_basis: Basis,
    /// ffprobe's `bit_rate`.
    pub bit_rate: Option<u64>,
    /// The file's language tag, as it stands there.
    pub language: Option<String>,
    /// The file's title of the track.
    pub title: Option<String>,
    /// Flags set in the file: `default`, `dub`, `original`, `comment`, `hearing_impaired`, …
    #[serde(default)]
    pub dispositions: BTreeSet<String>,
}

/// One subtitle stream.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubtitleStream {
    /// Index among all streams of the file.
    pub index: u32,
    /// ffprobe's `codec_name`.
    pub codec: String,
    /// The file's language tag, as it stands there.
    pub language: Option<String>,
    /// The file's title of the track.
    pub title: Option<String>,
    /// Flags set in the file: `default`, `forced`, `hearing_impaired`, …
    #[serde(default)]
    pub dispositions: BTreeSet<String>,
}

impl VideoStream {
    /// Whether the picture is woven from two fields.
    pub fn is_interlaced(&self) -> bool {
        matches!(self.field_order.as_deref(), Some("tt" | "bb" | "tb" | "bt"))
    }

    /// Whether the transfer function is one of the high dynamic range kinds (PQ or HLG).
    pub fn is_hdr(&self) -> bool {
        matches!(
            self.color_transfer.as_deref(),
            Some("smpte2084" | "arib-std-b67")
        )
    }

    /// Pixels as they are shown: pixel aspect applied along the width, then turned.
    /// Not rounded to even numbers.
    pub fn display_size(&self) -> (Rational, Rational) {
        let aspect = self.sample_aspect.unwrap_or(Rational::ONE);
        let width = Rational::whole(i64::from(self.width)) * aspect;
        let height = Rational::whole(i64::from(self.height));
        if self.rotation % 180 == 90 {
            (height, width)
        } else {
            (width, height)
        }
    }
}

impl SubtitleStream {
    /// Whether the subtitles are pictures rather than text.
    pub fn is_bitmap(&self) -> bool {
        matches!(
            self.codec.as_str(),
            "hdmv_pgs_subtitle" | "dvd_subtitle" | "dvb_subtitle" | "xsub"
        )
    }
}
