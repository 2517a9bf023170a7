//! How picture and sound are encoded.
//!
//! Unaware of the source; [`crate::ladder`] fits rungs to it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::foreign;
use super::scalar::{BitRate, FrameRate, Text};
use crate::codec::{AudioCodec, PixelFormat, VideoCodec};

/// A set of renditions of one codec.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(extend("x-aliases" = { "sound": "audio", "sounds": "audio", "picture": "video", "pictures": "video" }, "x-foreign" = foreign::ladder_types()))]
pub enum Ladder {
    /// Pictures.
    Video(VideoLadder),
    /// Sound.
    Audio(AudioLadder),
}

/// Renditions of the picture.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-excludes" = [["rungs", "auto"], ["rungs", "max_height"], ["rungs", "min_height"]], "x-aliases" = { "pix_fmt": "pixel_format", "pixfmt": "pixel_format", "renditions": "rungs", "variants": "rungs", "representations": "rungs", "qualities": "rungs", "vf": "filters", "video_filters": "filters", "vfilters": "filters", "video_filter": "filters", "vcodec": "codec", "c:v": "codec", "c": "codec", "video_codec": "codec", "encoder_preset": "preset", "encoder_profile": "profile", "codec_profile": "profile", "encoder_tune": "tune" }, "x-likely" = { "codec_options": "args", "codec_params": "args", "encoder_options": "args", "encoder_args": "args", "encoder_params": "args", "encopts": "args", "encoder_opts": "args", "enc_options": "args", "speed": "preset", "cpu_used": "preset", "quality_preset": "preset", "speed_preset": "preset", "tuning": "tune", "fps": "max_frame_rate", "max_fps": "max_frame_rate", "frame_rate": "max_frame_rate", "framerate": "max_frame_rate", "r": "max_frame_rate", "options": "args", "params": "args", "extra_args": "args", "ffmpeg_args": "args" }, "x-foreign" = foreign::video_ladder()))]
pub struct VideoLadder {
    /// Codec of every rung. Default `h264`.
    #[serde(default)]
    pub codec: VideoCodec,

    /// ffmpeg's encoder. Default: `libx264`, `libx265`, `libsvtav1` or `libvpx-vp9` by `codec`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", length(min = 1), extend("examples" = ["libx264", "libaom-av1"]))]
    pub encoder: Option<String>,

    /// The encoder's own speed setting: `ultrafast` … `veryslow` (x264, x265), `0` … `13` (SVT-AV1),
    /// `-cpu-used` `0` … `8` (libvpx, libaom). Default: `medium`, `8` and `2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", length(min = 1), extend("examples" = ["veryfast", "medium", "slow"]))]
    pub preset: Option<String>,

    /// What the encoder favours: `film`, `animation`, `grain`, … Default: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", length(min = 1), extend("examples" = ["film", "animation"]))]
    pub tune: Option<String>,

    /// Codec profile: `baseline`, `main`, `high` (H.264), `main`, `main10` (HEVC). Default: the encoder's choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", length(min = 1), extend("examples" = ["main", "high"]))]
    pub profile: Option<String>,

    /// Pixel format. Default `yuv420p`, which every player shows; `yuv420p10le` for 10 bits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "PixelFormat")]
    pub pixel_format: Option<PixelFormat>,

    /// Most frames per second; a faster source is brought down to a whole fraction of its rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "FrameRate")]
    pub max_frame_rate: Option<FrameRate>,

    /// The renditions, from large to small or small to large. Either these or `auto`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-foreign" = foreign::rungs(), "examples" = [[{ "height": 720, "bit_rate": "2800k" }, { "height": 360, "bit_rate": "800k" }]]))]
    pub rungs: Vec<VideoRung>,

    /// Chooses the rungs by codec and source size; never larger than the source, at least one.
    /// Default `false`.
    #[serde(default, skip_serializing_if = "is_no")]
    #[schemars(extend("default" = false, "x-foreign" = foreign::auto()))]
    pub auto: bool,

    /// With `auto`: the largest short side. Default: the source's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u32", range(min = 16, max = 8640), extend("x-units" = { "p": "", "px": "" }, "x-side" = "short", "x-foreign" = foreign::side(), "x-likely" = foreign::likely_heights(), "x-aliases" = foreign::heights(), "examples" = [1080]))]
    pub max_height: Option<u32>,

    /// With `auto`: the smallest short side. Default 144.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u32", range(min = 16, max = 8640), extend("x-units" = { "p": "", "px": "" }, "x-side" = "short", "x-likely" = foreign::likely_heights(), "x-aliases" = foreign::heights(), "default" = 144, "examples" = [240]))]
    pub min_height: Option<u32>,

    /// ffmpeg video filters, run one after another before scaling, such as `["hqdn3d", "eq=gamma=1.1"]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["hqdn3d"]]))]
    pub filters: Vec<Text>,

    /// Options for the encoder that have no key here, such as `["-x264-params", "aq-mode=3"]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["-x264-params", "aq-mode=3"]]))]
    pub args: Vec<Text>,
}

impl VideoLadder {
    /// ffmpeg's encoder: the one that is asked for, or the codec's usual one.
    pub fn encoder_name(&self) -> &str {
        let asked = self.encoder.as_deref();
        asked.unwrap_or(self.codec.default_encoder())
    }
}

/// One rendition of the picture. Keys here win over the ladder's.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{ "height": 720, "bit_rate": "2800k" }], "x-excludes" = [["bit_rate", "crf"]], "x-aliases" = { "bitrate": "bit_rate", "b": "bit_rate", "b:v": "bit_rate", "b:a": "bit_rate", "vb": "bit_rate", "ab": "bit_rate", "video_bitrate": "bit_rate", "video_bit_rate": "bit_rate", "vbitrate": "bit_rate", "v_bitrate": "bit_rate", "target_bitrate": "bit_rate", "average_bitrate": "bit_rate", "avg_bitrate": "bit_rate", "maxrate": "max_bit_rate", "max_rate": "max_bit_rate", "peak_bitrate": "max_bit_rate", "max_bitrate": "max_bit_rate", "vbv_maxrate": "max_bit_rate", "vbv_bufsize": "buffer_size", "maxbitrate": "max_bit_rate", "bufsize": "buffer_size", "vbv_buffer_size": "buffer_size", "hrd_buffer_size": "buffer_size", "h": "height", "w": "width" }, "x-likely" = { "kbps": "bit_rate", "mbps": "bit_rate", "bps": "bit_rate", "max_kbps": "max_bit_rate", "peak": "max_bit_rate", "vbv": "buffer_size", "buffer": "buffer_size", "res": "height", "lines": "height", "vertical_resolution": "height", "pixel_height": "height", "max_width": "width", "max_height": "height", "quality": "crf", "tuning": "tune", "speed": "preset", "cpu_used": "preset", "bandwidth": "bit_rate", "cq": "crf", "rate": "bit_rate", "resolution": "height", "size": "height", "scale": "height", "s": "height", "fps": "max_frame_rate", "max_fps": "max_frame_rate", "frame_rate": "max_frame_rate", "framerate": "max_frame_rate", "r": "max_frame_rate" }, "x-foreign" = foreign::video_rung()))]
pub struct VideoRung {
    /// Pixels of the picture's short side, after rotation and pixel aspect; the other side follows
    /// from the picture's aspect. Default: the source's size. Never enlarged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u32", range(min = 16, max = 8640), extend("x-units" = { "p": "", "px": "", "pixels": "", "lines": "" }, "x-side" = "short", "x-foreign" = foreign::side(), "x-likely" = foreign::likely_heights(), "x-aliases" = foreign::heights(), "examples" = [1080, 720, 480]))]
    pub height: Option<u32>,

    /// Most pixels of the picture's long side: with `height`, the picture fits inside both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u32", range(min = 16, max = 15360), extend("x-units" = { "px": "", "pixels": "" }, "x-side" = "long", "x-foreign" = foreign::side(), "examples" = [1920, 1280]))]
    pub width: Option<u32>,

    /// Average bits per second; peaks are held to `max_bit_rate`. Either this or `crf`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "BitRate", extend("x-usual" = [64_000, 60_000_000], "x-peak" = "max_bit_rate", "x-foreign" = foreign::picture_rate()))]
    pub bit_rate: Option<BitRate>,

    /// Constant quality: lower is better and larger; 0 … 51 (x264, x265), 0 … 63 (AV1, VP9).
    /// Either this or `bit_rate`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "f64", range(min = 0, max = 63), extend("x-foreign" = foreign::quality(), "x-scale" = { "key": "codec", "default": "h264", "most": { "h264": 51, "hevc": 51 } }, "examples" = [23]))]
    pub crf: Option<f64>,

    /// Most bits per second over `buffer_size` (the VBV). Default with `bit_rate`: 1.5 times that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "BitRate", extend("x-usual" = [64_000, 60_000_000]))]
    pub max_bit_rate: Option<BitRate>,

    /// Bits of the decoder's buffer (the VBV). Default: two seconds of `max_bit_rate`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "BitRate", extend("x-usual" = [64_000, 60_000_000]))]
    pub buffer_size: Option<BitRate>,

    /// As the ladder's `preset`, for this rung.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", length(min = 1), extend("examples" = ["slow"]))]
    pub preset: Option<String>,

    /// As the ladder's `tune`, for this rung.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", length(min = 1), extend("examples" = ["film"]))]
    pub tune: Option<String>,

    /// As the ladder's `profile`, for this rung.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", length(min = 1), extend("examples" = ["main"]))]
    pub profile: Option<String>,

    /// As the ladder's `max_frame_rate`, for this rung.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "FrameRate")]
    pub max_frame_rate: Option<FrameRate>,

    /// Further options for the encoder, after the ladder's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["-refs", "4"]]))]
    pub args: Vec<Text>,
}

/// Renditions of the sound.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-aliases" = { "renditions": "rungs", "variants": "rungs", "representations": "rungs", "qualities": "rungs", "af": "filters", "audio_filters": "filters", "afilters": "filters", "audio_filter": "filters", "acodec": "codec", "c:a": "codec", "c": "codec", "audio_codec": "codec" }, "x-likely" = { "options": "args", "params": "args", "extra_args": "args", "ffmpeg_args": "args" }, "x-foreign" = foreign::audio_ladder()))]
pub struct AudioLadder {
    /// Codec of every rung. Default `aac`.
    #[serde(default)]
    pub codec: AudioCodec,

    /// ffmpeg's encoder. Default: `aac`, `libopus`, `ac3`, `eac3` or `flac` by `codec`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", length(min = 1), extend("examples" = ["libfdk_aac"]))]
    pub encoder: Option<String>,

    /// The renditions: each is made of every sound track. Default: one, at the codec's usual rate.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [[{ "bit_rate": "128k", "channels": 2 }]]))]
    pub rungs: Vec<AudioRung>,

    /// ffmpeg audio filters, run one after another, such as `["volume=-3dB"]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["volume=-3dB"]]))]
    pub filters: Vec<Text>,

    /// Options for the encoder that have no key here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["-aac_coder", "twoloop"]]))]
    pub args: Vec<Text>,
}

impl AudioLadder {
    /// ffmpeg's encoder: the one that is asked for, or the codec's usual one.
    pub fn encoder_name(&self) -> &str {
        let asked = self.encoder.as_deref();
        asked.unwrap_or(self.codec.default_encoder())
    }
}

/// One rendition of the sound.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{ "bit_rate": "128k", "channels": 2 }], "x-aliases" = { "bitrate": "bit_rate", "b": "bit_rate", "b:a": "bit_rate", "ab": "bit_rate", "target_bitrate": "bit_rate", "ac": "channels", "ch": "channels", "mixdown": "channels", "audio_channels": "channels", "audio_bitrate": "bit_rate", "audio_sample_rate": "sample_rate", "channel_count": "channels", "ar": "sample_rate", "samplerate": "sample_rate", "sampling_rate": "sample_rate" }, "x-foreign" = foreign::audio_rung(), "x-likely" = { "kbps": "bit_rate", "bps": "bit_rate", "rate": "bit_rate", "channel_layout": "channels", "layout": "channels", "max_channels": "channels" }))]
pub struct AudioRung {
    /// Bits per second. Default: by codec and channels, such as 64k for each channel of AAC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "BitRate", extend("x-foreign" = foreign::sound_rate(), "x-usual" = [6_000, 999_000], "examples" = ["128k", "96k", "384k"]))]
    pub bit_rate: Option<BitRate>,

    /// Most channels; a track with more is mixed down, one with fewer stays as it is.
    /// Default: 2 for AAC and Opus, 6 for the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u32", range(min = 1, max = 8), extend("x-units" = { "ch": "", "channel": "", "channels": "" }, "x-likely" = { "surround": "6", "5_1": "6", "7_1": "8", "multichannel": "6" }, "x-aliases" = { "mono": "1", "stereo": "2", "joint stereo": "2", "quad": "4", "5.0": "5", "5.1": "6", "5.1(side)": "6", "5.1ch": "6", "7.1ch": "8", "6.1": "7", "7.1": "8", "7.1(wide)": "8", "one": "1", "two": "2", "six": "6", "eight": "8" }, "examples" = [2, 6]))]
    pub channels: Option<u32>,

    /// Samples per second. Default: 48000, or 44100 where the source has that and the codec can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u32", range(min = 8000, max = 192_000), extend("x-units" = { "hz": "", "khz": "000", "k": "000" }, "examples" = [48000]))]
    pub sample_rate: Option<u32>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_no(value: &bool) -> bool {
    !*value
}
