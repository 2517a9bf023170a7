//! What is published.
//!
//! Unaware of how a format is packaged.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::foreign;
use super::scalar::{Duration, Language, Text};

/// Something to publish.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(extend("x-aliases" = { "m3u8": "hls", "apple": "hls", "mpd": "dash", "mpeg-dash": "dash", "mp4": "file", "mkv": "file", "webm": "file", "mov": "file", "vod": "file", "hls+dash": "cmaf", "dash+hls": "cmaf", "hls,dash": "cmaf", "dash,hls": "cmaf", "hls_dash": "cmaf", "dash_hls": "cmaf", "hls-dash": "cmaf", "dash-hls": "cmaf", "hls/dash": "cmaf", "both": "cmaf", "fmp4": "cmaf" }, "x-misfit" = foreign::output_misfits(), "x-foreign" = foreign::output_types()))]
pub enum Output {
    /// HTTP Live Streaming: playlists and segments.
    Hls(HlsOutput),
    /// MPEG-DASH: an MPD and segments.
    Dash(DashOutput),
    /// One set of fragmented MP4 segments with HLS playlists and a DASH MPD.
    Cmaf(CmafOutput),
    /// A single file: a re-encode.
    File(FileOutput),
}

/// An HLS package.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-aliases" = { "output": "dir", "folder": "dir", "directory": "dir", "out": "dir", "output_dir": "dir", "outdir": "dir", "destination": "dir", "hls_time": "segment_duration", "seg_duration": "segment_duration", "segment_time": "segment_duration", "segment_length": "segment_duration", "segment_size": "segment_duration", "target_duration": "segment_duration", "segment": "segment_duration", "renditions": "ladders", "variants": "ladders", "representations": "ladders", "master_pl_name": "playlist", "master_playlist": "playlist", "playlist_name": "playlist", "hls_allow_cache": "allow_cache" }, "x-likely" = { "path": "dir", "target": "dir", "output_path": "dir", "output_folder": "dir", "url": "dir", "source": "inputs", "sources": "inputs", "segment_seconds": "segment_duration", "segment_length_in_seconds": "segment_duration", "chunk_duration": "segment_duration", "chunk_length": "segment_duration", "hls_segment_duration": "segment_duration", "duration": "segment_duration", "hls_segment_type": "segments", "segment_type": "segments", "segment_format": "segments", "container": "segments", "format": "segments", "hls_segment_filename": "segment_path", "segment_filename": "segment_path", "media_seg_name": "segment_path", "segment_template": "segment_path", "master_manifest": "playlist", "manifest_name": "playlist", "profiles": "ladders", "presets": "ladders", "single_segment": "single_file", "on_demand": "single_file", "hls_output": "playlist", "manifest": "playlist", "byte_range": "single_file", "byteranges": "single_file", "byterange": "single_file", "fragment_length": "segment_duration", "fragment_duration": "segment_duration" }, "x-foreign" = foreign::hls_output()))]
pub struct HlsOutput {
    /// Folder of the package, relative to the manifest. It is replaced as a whole.
    #[schemars(extend("examples" = ["out/${film.stem}"]))]
    pub dir: Text,

    /// Inputs that go in. Default: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<String>", length(min = 1), extend("x-ref" = "inputs", "x-foreign" = foreign::inputs(), "examples" = [["film"]]))]
    pub inputs: Option<Vec<String>>,

    /// Ladders that go in: any number of video and audio ladders.
    #[schemars(length(min = 1), extend("x-ref" = "ladders", "examples" = [["hd", "sound"]]))]
    pub ladders: Vec<String>,

    /// Length of a segment; the exact length is a whole number of frames, shown by `plan`.
    /// Default `6s`.
    #[serde(default = "six_seconds")]
    #[schemars(extend("examples" = ["6s", "4s", "2s"]))]
    pub segment_duration: Duration,

    /// Form of the segments. Default `fmp4`.
    #[serde(default)]
    pub segments: HlsSegments,

    /// Whether each rendition is one file addressed by byte ranges. Default `false`.
    #[serde(default, skip_serializing_if = "is_no")]
    #[schemars(extend("default" = false))]
    pub single_file: bool,

    /// File name of the multivariant playlist. Default `master.m3u8`.
    #[serde(default = "master")]
    #[schemars(extend("x-foreign" = foreign::file_name(), "examples" = ["master.m3u8", "index.m3u8"]))]
    pub playlist: Text,

    /// Path of a segment in the package, without its ending; it needs `${rendition}` and, unless
    /// `single_file`, `${number}`. Default `${rendition}/${number}`.
    #[serde(default = "segment_path")]
    #[schemars(extend("examples" = ["${rendition}/${number}"]))]
    pub segment_path: Text,

    /// Writes `EXT-X-ALLOW-CACHE`, which old players read. Default: not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool", extend("examples" = [true]))]
    pub allow_cache: Option<bool>,

    /// Name of an `encryption` to use. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("x-ref" = "encryption", "examples" = ["aes"]))]
    pub encryption: Option<String>,

    /// With `segments = "ts"`: options for ffmpeg's MPEG-TS muxer, such as
    /// `["-mpegts_service_id", "2"]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["-mpegts_service_id", "2"]]))]
    pub args: Vec<Text>,
}

/// Form of HLS segments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(extend("x-aliases" = { "mp4": "fmp4", "m4s": "fmp4", "cmaf": "fmp4", "mpegts": "ts", "mpeg-ts": "ts" }))]
pub enum HlsSegments {
    /// Fragmented MP4: every codec, every player of the last years.
    #[default]
    Fmp4,
    /// MPEG-TS: H.264 with AAC or Dolby for the oldest players.
    Ts,
}

/// A DASH package.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-aliases" = { "output": "dir", "folder": "dir", "directory": "dir", "out": "dir", "output_dir": "dir", "outdir": "dir", "destination": "dir", "hls_time": "segment_duration", "seg_duration": "segment_duration", "segment_time": "segment_duration", "segment_length": "segment_duration", "segment_size": "segment_duration", "target_duration": "segment_duration", "segment": "segment_duration", "renditions": "ladders", "variants": "ladders", "representations": "ladders" }, "x-likely" = { "path": "dir", "target": "dir", "output_path": "dir", "output_folder": "dir", "url": "dir", "source": "inputs", "sources": "inputs", "segment_seconds": "segment_duration", "segment_length_in_seconds": "segment_duration", "chunk_duration": "segment_duration", "chunk_length": "segment_duration", "hls_segment_duration": "segment_duration", "duration": "segment_duration", "hls_segment_filename": "segment_path", "segment_filename": "segment_path", "media_seg_name": "segment_path", "segment_template": "segment_path", "dash_output": "mpd", "manifest": "mpd", "mpd_name": "mpd", "manifest_name": "mpd", "profiles": "ladders", "presets": "ladders", "single_segment": "single_file", "on_demand": "single_file", "byte_range": "single_file", "byteranges": "single_file", "byterange": "single_file", "fragment_length": "segment_duration", "fragment_duration": "segment_duration" }, "x-foreign" = foreign::dash_output()))]
pub struct DashOutput {
    /// Folder of the package, relative to the manifest. It is replaced as a whole.
    #[schemars(extend("examples" = ["out/${film.stem}"]))]
    pub dir: Text,

    /// Inputs that go in. Default: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<String>", length(min = 1), extend("x-ref" = "inputs", "x-foreign" = foreign::inputs(), "examples" = [["film"]]))]
    pub inputs: Option<Vec<String>>,

    /// Ladders that go in: any number of video and audio ladders.
    #[schemars(length(min = 1), extend("x-ref" = "ladders", "examples" = [["hd", "sound"]]))]
    pub ladders: Vec<String>,

    /// Length of a segment; the exact length is a whole number of frames, shown by `plan`.
    /// Default `6s`.
    #[serde(default = "six_seconds")]
    #[schemars(extend("examples" = ["6s", "4s", "2s"]))]
    pub segment_duration: Duration,

    /// Whether each rendition is one file addressed by byte ranges (`SegmentBase`). Default
    /// `false`: one file a segment (`SegmentTemplate`).
    #[serde(default, skip_serializing_if = "is_no")]
    #[schemars(extend("default" = false))]
    pub single_file: bool,

    /// File name of the MPD. Default `manifest.mpd`.
    #[serde(default = "manifest")]
    #[schemars(extend("x-foreign" = foreign::file_name(), "examples" = ["manifest.mpd"]))]
    pub mpd: Text,

    /// Path of a segment in the package, without its ending; it needs `${rendition}` and, unless
    /// `single_file`, `${number}`. Default `${rendition}/${number}`.
    #[serde(default = "segment_path")]
    #[schemars(extend("examples" = ["${rendition}/${number}"]))]
    pub segment_path: Text,

    /// Adaptation sets, in order: a rendition goes into the first that takes it. Default: one for
    /// each codec and language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [[{ "id": 0, "streams": "video" }, { "id": 1, "streams": "audio" }]]))]
    pub adaptation_sets: Vec<AdaptationSet>,
}

/// A CMAF package.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-aliases" = { "output": "dir", "folder": "dir", "directory": "dir", "out": "dir", "output_dir": "dir", "outdir": "dir", "destination": "dir", "hls_time": "segment_duration", "seg_duration": "segment_duration", "segment_time": "segment_duration", "segment_length": "segment_duration", "segment_size": "segment_duration", "target_duration": "segment_duration", "segment": "segment_duration", "renditions": "ladders", "variants": "ladders", "representations": "ladders", "master_pl_name": "playlist", "master_playlist": "playlist", "playlist_name": "playlist", "hls_allow_cache": "allow_cache" }, "x-likely" = { "path": "dir", "target": "dir", "output_path": "dir", "output_folder": "dir", "url": "dir", "source": "inputs", "sources": "inputs", "segment_seconds": "segment_duration", "segment_length_in_seconds": "segment_duration", "chunk_duration": "segment_duration", "chunk_length": "segment_duration", "hls_segment_duration": "segment_duration", "duration": "segment_duration", "hls_segment_filename": "segment_path", "segment_filename": "segment_path", "media_seg_name": "segment_path", "segment_template": "segment_path", "master_manifest": "playlist", "manifest_name": "playlist", "profiles": "ladders", "presets": "ladders", "single_segment": "single_file", "on_demand": "single_file", "hls_output": "playlist", "dash_output": "mpd", "manifest": "mpd", "mpd_name": "mpd", "manifest_name": "mpd", "profiles": "ladders", "presets": "ladders", "single_segment": "single_file", "on_demand": "single_file", "byte_range": "single_file", "byteranges": "single_file", "byterange": "single_file", "fragment_length": "segment_duration", "fragment_duration": "segment_duration" }, "x-foreign" = foreign::cmaf_output()))]
pub struct CmafOutput {
    /// Folder of the package, relative to the manifest. It is replaced as a whole.
    #[schemars(extend("examples" = ["out/${film.stem}"]))]
    pub dir: Text,

    /// Inputs that go in. Default: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<String>", length(min = 1), extend("x-ref" = "inputs", "x-foreign" = foreign::inputs(), "examples" = [["film"]]))]
    pub inputs: Option<Vec<String>>,

    /// Ladders that go in: any number of video and audio ladders.
    #[schemars(length(min = 1), extend("x-ref" = "ladders", "examples" = [["hd", "sound"]]))]
    pub ladders: Vec<String>,

    /// Length of a segment; the exact length is a whole number of frames, shown by `plan`.
    /// Default `6s`.
    #[serde(default = "six_seconds")]
    #[schemars(extend("examples" = ["6s", "4s", "2s"]))]
    pub segment_duration: Duration,

    /// Whether each rendition is one file addressed by byte ranges. Default `false`.
    #[serde(default, skip_serializing_if = "is_no")]
    #[schemars(extend("default" = false))]
    pub single_file: bool,

    /// File name of the multivariant playlist. Default `master.m3u8`.
    #[serde(default = "master")]
    #[schemars(extend("x-foreign" = foreign::file_name(), "examples" = ["master.m3u8", "index.m3u8"]))]
    pub playlist: Text,

    /// File name of the MPD. Default `manifest.mpd`.
    #[serde(default = "manifest")]
    #[schemars(extend("x-foreign" = foreign::file_name(), "examples" = ["manifest.mpd"]))]
    pub mpd: Text,

    /// Path of a segment in the package, without its ending; it needs `${rendition}` and, unless
    /// `single_file`, `${number}`. Default `${rendition}/${number}`.
    #[serde(default = "segment_path")]
    #[schemars(extend("examples" = ["${rendition}/${number}"]))]
    pub segment_path: Text,

    /// Writes `EXT-X-ALLOW-CACHE`, which old players read. Default: not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool", extend("examples" = [true]))]
    pub allow_cache: Option<bool>,

    /// Adaptation sets, in order: a rendition goes into the first that takes it. Default: one for
    /// each codec and language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [[{ "id": 0, "streams": "video" }, { "id": 1, "streams": "audio" }]]))]
    pub adaptation_sets: Vec<AdaptationSet>,

    /// Name of an `encryption` to use. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("x-ref" = "encryption", "examples" = ["aes"]))]
    pub encryption: Option<String>,
}

/// One DASH adaptation set: takes the renditions that fit everything given here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-aliases" = { "lang": "language", "type": "streams", "kind": "streams", "content_type": "streams", "media_type": "streams", "content": "streams" }, "x-foreign" = foreign::adaptation_set()))]
pub struct AdaptationSet {
    /// The set's `id` in the MPD; unique.
    #[schemars(range(min = 0, max = 65535), extend("examples" = [0], "x-unique" = true))]
    pub id: u32,

    /// Picture or sound. Default: either.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Streams")]
    pub streams: Option<Streams>,

    /// Only renditions of this ladder. Default: any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("x-ref" = "ladders", "examples" = ["hd"]))]
    pub ladder: Option<String>,

    /// Only sound of this language. Default: any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Language")]
    pub language: Option<Language>,
}

/// Picture or sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(extend("x-aliases" = { "v": "video", "a": "audio", "picture": "video", "pictures": "video", "sound": "audio", "sounds": "audio" }, "x-foreign" = foreign::streams()))]
pub enum Streams {
    /// Pictures.
    Video,
    /// Sound.
    Audio,
}

/// A single file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-aliases" = { "output": "path", "file": "path", "filename": "path", "out": "path", "destination": "path", "renditions": "ladders", "variants": "ladders", "representations": "ladders" }, "x-foreign" = foreign::file_output(), "x-likely" = { "dir": "path", "target": "path", "output_path": "path", "url": "path", "source": "inputs", "sources": "inputs", "gop": "keyframe_interval", "g": "keyframe_interval", "gop_size": "keyframe_interval", "keyint": "keyframe_interval" }))]
pub struct FileOutput {
    /// The file, relative to the manifest; its ending says the container: `.mp4`, `.m4a`, `.mov`,
    /// `.mkv`, `.mka` or `.webm`. With several rungs it needs `${rung}`, such as `720p`.
    #[schemars(extend("examples" = ["out/${film.folder}/${film.stem}.mp4"]))]
    pub path: Text,

    /// Inputs that go in. Default: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<String>", length(min = 1), extend("x-ref" = "inputs", "x-foreign" = foreign::inputs(), "examples" = [["film"]]))]
    pub inputs: Option<Vec<String>>,

    /// Ladders that go in: at most one video ladder, any number of audio ladders.
    #[schemars(length(min = 1), extend("x-ref" = "ladders", "examples" = [["archive", "sound"]]))]
    pub ladders: Vec<String>,

    /// Longest time from one keyframe to the next. Default `5s`.
    #[serde(default = "five_seconds")]
    #[schemars(extend("examples" = ["5s", "2s", "10s"]))]
    pub keyframe_interval: Duration,

    /// Options for the muxer that have no key here, such as `["-metadata", "title=Film"]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["-metadata", "title=Film"]]))]
    pub args: Vec<Text>,
}

fn six_seconds() -> Duration {
    Duration(crate::rational::Rational::whole(6))
}

fn five_seconds() -> Duration {
    Duration(crate::rational::Rational::whole(5))
}

fn master() -> Text {
    Text("master.m3u8".into())
}

fn manifest() -> Text {
    Text("manifest.mpd".into())
}

fn segment_path() -> Text {
    Text("${rendition}/${number}".into())
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_no(value: &bool) -> bool {
    !*value
}

impl Output {
    /// The inputs it names; `None` for all.
    pub fn inputs(&self) -> Option<&[String]> {
        match self {
            Self::Hls(output) => output.inputs.as_deref(),
            Self::Dash(output) => output.inputs.as_deref(),
            Self::Cmaf(output) => output.inputs.as_deref(),
            Self::File(output) => output.inputs.as_deref(),
        }
    }

    /// The ladders it names.
    pub fn ladders(&self) -> &[String] {
        match self {
            Self::Hls(output) => &output.ladders,
            Self::Dash(output) => &output.ladders,
            Self::Cmaf(output) => &output.ladders,
            Self::File(output) => &output.ladders,
        }
    }

    /// Where it goes: a folder, or a file.
    pub fn target(&self) -> &Text {
        match self {
            Self::Hls(output) => &output.dir,
            Self::Dash(output) => &output.dir,
            Self::Cmaf(output) => &output.dir,
            Self::File(output) => &output.path,
        }
    }

    /// Target length of a segment; `None` for a file.
    pub fn segment_duration(&self) -> Option<Duration> {
        match self {
            Self::Hls(output) => Some(output.segment_duration),
            Self::Dash(output) => Some(output.segment_duration),
            Self::Cmaf(output) => Some(output.segment_duration),
            Self::File(_) => None,
        }
    }

    /// Longest time between keyframes of a file.
    pub fn keyframe_interval(&self) -> Option<Duration> {
        match self {
            Self::File(output) => Some(output.keyframe_interval),
            Self::Hls(_) | Self::Dash(_) | Self::Cmaf(_) => None,
        }
    }

    /// The encryption it names.
    pub fn encryption(&self) -> Option<&str> {
        match self {
            Self::Hls(output) => output.encryption.as_deref(),
            Self::Cmaf(output) => output.encryption.as_deref(),
            Self::Dash(_) | Self::File(_) => None,
        }
    }
}
