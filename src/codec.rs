//! What each codec is: encoders, how each spells rate control and keyframes, containers.
//!
//! Unaware of manifests, sources and plans.

pub mod video;
pub mod audio;
pub mod rfc6381;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Video codec.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(extend("x-aliases" = {
    "h265": "hevc", "x265": "hevc", "libx265": "hevc", "hvc1": "hevc", "hev1": "hevc", "h.265": "hevc",
    "avc": "h264", "x264": "h264", "libx264": "h264", "avc1": "h264", "h.264": "h264", "avc3": "h264", "mpeg-4 avc": "h264", "h.264/avc": "h264", "h264/avc": "h264",
    "libsvtav1": "av1", "svt-av1": "av1", "svtav1": "av1", "svt_av1": "av1", "av01": "av1", "vp09": "vp9", "libvpx-vp9": "vp9"
}, "x-foreign" = {
    "h264_nvenc": "write `codec = \"h264\"` and `encoder = \"h264_nvenc\"`",
    "hevc_nvenc": "write `codec = \"hevc\"` and `encoder = \"hevc_nvenc\"`",
    "av1_nvenc": "write `codec = \"av1\"` and `encoder = \"av1_nvenc\"`",
    "h264_qsv": "write `codec = \"h264\"` and `encoder = \"h264_qsv\"`",
    "hevc_qsv": "write `codec = \"hevc\"` and `encoder = \"hevc_qsv\"`",
    "av1_qsv": "write `codec = \"av1\"` and `encoder = \"av1_qsv\"`",
    "h264_amf": "write `codec = \"h264\"` and `encoder = \"h264_amf\"`",
    "hevc_amf": "write `codec = \"hevc\"` and `encoder = \"hevc_amf\"`",
    "av1_amf": "write `codec = \"av1\"` and `encoder = \"av1_amf\"`",
    "h264_vaapi": "write `codec = \"h264\"` and `encoder = \"h264_vaapi\"`",
    "hevc_vaapi": "write `codec = \"hevc\"` and `encoder = \"hevc_vaapi\"`",
    "av1_vaapi": "write `codec = \"av1\"` and `encoder = \"av1_vaapi\"`",
    "h264_videotoolbox": "write `codec = \"h264\"` and `encoder = \"h264_videotoolbox\"`",
    "hevc_videotoolbox": "write `codec = \"hevc\"` and `encoder = \"hevc_videotoolbox\"`",
    "libaom-av1": "write `codec = \"av1\"` and `encoder = \"libaom-av1\"`",
    "librav1e": "write `codec = \"av1\"` and `encoder = \"librav1e\"`",
    "libaom": "write `codec = \"av1\"` and `encoder = \"libaom-av1\"`",
    "aom": "write `codec = \"av1\"` and `encoder = \"libaom-av1\"`",
    "libvpx": "write `codec = \"vp9\"`, which plays wherever it does: VP8 is not encoded",
    "vp8": "write `codec = \"vp9\"`, which plays wherever it does: VP8 is not encoded",
    "prores": "write `codec = \"h264\"`, or `codec = \"hevc\"` and `pixel_format = \"yuv420p10le\"`: ProRes is not encoded",
    "prores_ks": "write `codec = \"h264\"`, or `codec = \"hevc\"` and `pixel_format = \"yuv420p10le\"`: ProRes is not encoded",
    "dnxhd": "write `codec = \"h264\"`, or `codec = \"hevc\"` and `pixel_format = \"yuv420p10le\"`: DNxHD is not encoded",
    "dnxhr": "write `codec = \"h264\"`, or `codec = \"hevc\"` and `pixel_format = \"yuv420p10le\"`: DNxHR is not encoded",
    "mpeg2": "write `codec = \"h264\"`, which plays wherever it does: MPEG-2 is not encoded",
    "mpeg2video": "write `codec = \"h264\"`, which plays wherever it does: MPEG-2 is not encoded",
    "mpeg4": "write `codec = \"h264\"`, which plays wherever it does: MPEG-4 Part 2 is not encoded",
    "xvid": "write `codec = \"h264\"`, which plays wherever it does: MPEG-4 Part 2 is not encoded",
    "vvc": "write `codec = \"av1\"`: VVC is not encoded",
    "h266": "write `codec = \"av1\"`: VVC is not encoded",
    "copy": "leave it out: pictures are always encoded anew",
    "aac": "write it in a ladder of its own for sound, with `type = \"audio\"`",
    "opus": "write it in a ladder of its own for sound, with `type = \"audio\"`",
    "ac3": "write it in a ladder of its own for sound, with `type = \"audio\"`",
    "eac3": "write it in a ladder of its own for sound, with `type = \"audio\"`",
    "flac": "write it in a ladder of its own for sound, with `type = \"audio\"`",
    "libfdk_aac": "write it in a ladder of its own for sound, with `type = \"audio\"`",
    "libopus": "write it in a ladder of its own for sound, with `type = \"audio\"`",
    "mp3": "write it in a ladder of its own for sound, with `type = \"audio\"`",
    "libx264rgb": "write `codec = \"h264\"` and `encoder = \"libx264rgb\"`"
}))]
pub enum VideoCodec {
    /// H.264 / AVC, through libx264: plays everywhere.
    #[default]
    H264,
    /// H.265 / HEVC, through libx265: about half the bits; Apple's and newer devices.
    Hevc,
    /// AV1, through SVT-AV1: the smallest files; current browsers and devices.
    Av1,
    /// VP9, through libvpx: browsers and Android.
    Vp9,
}

/// Audio codec.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(extend("x-aliases" = {
    "mp4a": "aac", "mp4a.40.2": "aac", "aaclc": "aac", "lc-aac": "aac", "dolby digital": "ac3", "dolby digital plus": "eac3", "aac-lc": "aac", "libopus": "opus", "ac-3": "ac3",
    "e-ac-3": "eac3", "eac-3": "eac3", "ec-3": "eac3", "ddp": "eac3"
}, "x-likely" = { "dolby": "ac3" }, "x-foreign" = {
    "libfdk_aac": "write `codec = \"aac\"` and `encoder = \"libfdk_aac\"`",
    "aac_at": "write `codec = \"aac\"` and `encoder = \"aac_at\"`",
    "mp2": "write `codec = \"aac\"`, which plays wherever it does: MP2 is not encoded",
    "mp3": "write `codec = \"aac\"`, which plays wherever it does: MP3 is not encoded",
    "libmp3lame": "write `codec = \"aac\"`, which plays wherever it does: MP3 is not encoded",
    "he-aac": "write `codec = \"aac\"`: it is always AAC-LC",
    "aac_he": "write `codec = \"aac\"`: it is always AAC-LC",
    "aac_he_v2": "write `codec = \"aac\"`: it is always AAC-LC",
    "heaac": "write `codec = \"aac\"`: it is always AAC-LC",
    "vorbis": "write `codec = \"opus\"`, which came after it: Vorbis is not encoded",
    "libvorbis": "write `codec = \"opus\"`, which came after it: Vorbis is not encoded",
    "pcm": "write `codec = \"flac\"`, which is without loss too: PCM is not written",
    "pcm_s16le": "write `codec = \"flac\"`, which is without loss too: PCM is not written",
    "wav": "write `codec = \"flac\"`, which is without loss too: PCM is not written",
    "alac": "write `codec = \"flac\"`, which is without loss too: ALAC is not encoded",
    "h264": "write it in a ladder of its own for pictures, with `type = \"video\"`",
    "hevc": "write it in a ladder of its own for pictures, with `type = \"video\"`",
    "av1": "write it in a ladder of its own for pictures, with `type = \"video\"`",
    "vp9": "write it in a ladder of its own for pictures, with `type = \"video\"`",
    "libx264": "write it in a ladder of its own for pictures, with `type = \"video\"`",
    "dts": "write `codec = \"eac3\"`, which has as many channels: DTS is not encoded",
    "dca": "write `codec = \"eac3\"`, which has as many channels: DTS is not encoded",
    "truehd": "write `codec = \"flac\"`, which is without loss too: TrueHD is not encoded",
    "copy": "leave it out: sound is always encoded anew"
}))]
pub enum AudioCodec {
    /// AAC-LC: plays everywhere.
    #[default]
    Aac,
    /// Opus: the best sound for few bits; browsers and Android.
    Opus,
    /// Dolby Digital: televisions and receivers, up to 5.1.
    Ac3,
    /// Dolby Digital Plus: televisions and receivers, up to 5.1 here.
    Eac3,
    /// FLAC: lossless.
    Flac,
}

/// How a pixel is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(extend("x-aliases" = { "yuv420p10": "yuv420p10le", "10bit": "yuv420p10le", "10-bit": "yuv420p10le", "10 bit": "yuv420p10le", "p010": "yuv420p10le", "p010le": "yuv420p10le", "8bit": "yuv420p", "8-bit": "yuv420p", "8 bit": "yuv420p", "nv12": "yuv420p", "4:2:0": "yuv420p", "4:2:2": "yuv422p", "4:4:4": "yuv444p", "420p": "yuv420p" }))]
pub enum PixelFormat {
    /// 8 bits, 4:2:0: every player.
    Yuv420p,
    /// 10 bits, 4:2:0: HEVC, AV1 and VP9 players; few for H.264.
    Yuv420p10le,
    /// 8 bits, 4:2:2: for editing, not for streaming.
    Yuv422p,
    /// 10 bits, 4:2:2: for editing, not for streaming.
    Yuv422p10le,
    /// 8 bits, 4:4:4: for editing, not for streaming.
    Yuv444p,
}

impl PixelFormat {
    /// ffmpeg's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yuv420p => "yuv420p",
            Self::Yuv420p10le => "yuv420p10le",
            Self::Yuv422p => "yuv422p",
            Self::Yuv422p10le => "yuv422p10le",
            Self::Yuv444p => "yuv444p",
        }
    }
}
