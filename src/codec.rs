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
    "libvpx": "VP8 is not encoded: write `codec = \"vp9\"`, which plays wherever it does",
    "vp8": "VP8 is not encoded: write `codec = \"vp9\"`, which plays wherever it does",
    "prores": "ProRes is not encoded: write `codec = \"h264\"`, or `codec = \"hevc\"` and `pixel_format = \"yuv420p10le\"`",
    "prores_ks": "ProRes is not encoded: write `codec = \"h264\"`, or `codec = \"hevc\"` and `pixel_format = \"yuv420p10le\"`",
    "dnxhd": "DNxHD is not encoded: write `codec = \"h264\"`, or `codec = \"hevc\"` and `pixel_format = \"yuv420p10le\"`",
    "dnxhr": "DNxHR is not encoded: write `codec = \"h264\"`, or `codec = \"hevc\"` and `pixel_format = \"yuv420p10le\"`",
    "mpeg2": "MPEG-2 is not encoded: write `codec = \"h264\"`, which plays wherever it does",
    "mpeg2video": "MPEG-2 is not encoded: write `codec = \"h264\"`, which plays wherever it does",
    "mpeg4": "MPEG-4 Part 2 is not encoded: write `codec = \"h264\"`, which plays wherever it does",
    "xvid": "MPEG-4 Part 2 is not encoded: write `codec = \"h264\"`, which plays wherever it does",
    "vvc": "VVC is not encoded: write `codec = \"av1\"`",
    "h266": "VVC is not encoded: write `codec = \"av1\"`",
    "copy": "pictures are always encoded anew",
    "aac": "that is a codec of sound, which has a ladder of its own, with `type = \"audio\"`",
    "opus": "that is a codec of sound, which has a ladder of its own, with `type = \"audio\"`",
    "ac3": "that is a codec of sound, which has a ladder of its own, with `type = \"audio\"`",
    "eac3": "that is a codec of sound, which has a ladder of its own, with `type = \"audio\"`",
    "flac": "that is a codec of sound, which has a ladder of its own, with `type = \"audio\"`",
    "libfdk_aac": "that is a codec of sound, which has a ladder of its own, with `type = \"audio\"`",
    "libopus": "that is a codec of sound, which has a ladder of its own, with `type = \"audio\"`",
    "mp3": "that is a codec of sound, which has a ladder of its own, with `type = \"audio\"`",
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
    "mp2": "MP2 is not encoded: write `codec = \"aac\"`, which plays wherever it does",
    "mp3": "MP3 is not encoded: write `codec = \"aac\"`, which plays wherever it does",
    "libmp3lame": "MP3 is not encoded: write `codec = \"aac\"`, which plays wherever it does",
    "he-aac": "AAC is always AAC-LC: write `codec = \"aac\"`",
    "aac_he": "AAC is always AAC-LC: write `codec = \"aac\"`",
    "aac_he_v2": "AAC is always AAC-LC: write `codec = \"aac\"`",
    "heaac": "AAC is always AAC-LC: write `codec = \"aac\"`",
    "vorbis": "Vorbis is not encoded: write `codec = \"opus\"`, which came after it",
    "libvorbis": "Vorbis is not encoded: write `codec = \"opus\"`, which came after it",
    "pcm": "PCM is not written: write `codec = \"flac\"`, which is without loss too",
    "pcm_s16le": "PCM is not written: write `codec = \"flac\"`, which is without loss too",
    "wav": "PCM is not written: write `codec = \"flac\"`, which is without loss too",
    "alac": "ALAC is not encoded: write `codec = \"flac\"`, which is without loss too",
    "h264": "that is a codec of pictures, which have a ladder of their own, with `type = \"video\"`",
    "hevc": "that is a codec of pictures, which have a ladder of their own, with `type = \"video\"`",
    "av1": "that is a codec of pictures, which have a ladder of their own, with `type = \"video\"`",
    "vp9": "that is a codec of pictures, which have a ladder of their own, with `type = \"video\"`",
    "libx264": "that is a codec of pictures, which have a ladder of their own, with `type = \"video\"`",
    "dts": "DTS is not encoded: write `codec = \"eac3\"`, which has as many channels",
    "dca": "DTS is not encoded: write `codec = \"eac3\"`, which has as many channels",
    "truehd": "TrueHD is not encoded: write `codec = \"flac\"`, which is without loss too",
    "copy": "sound is always encoded anew"
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
