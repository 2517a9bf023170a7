//! What is read.
//!
//! Unaware of what a source really holds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::foreign;
use super::scalar::{Duration, Language, Text};
use crate::role::Role;

/// One source: a file or URL (`path`), many files (`glob`), or a generated one (`lavfi`).
/// Exactly one of the three.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-excludes" = [["path", "glob"], ["path", "lavfi"], ["glob", "lavfi"]], "x-aliases" = { "url": "path", "uri": "path", "file": "path", "src": "path", "source": "path", "filename": "path", "pattern": "glob", "lang": "language", "ss": "start", "from": "start", "to": "end", "until": "end", "picture": "video", "start_time": "start", "end_time": "end", "file_path": "path", "filepath": "path" }, "x-likely" = { "i": "path", "input": "path", "file_input": "path", "location": "path", "seek": "start", "seek_to": "start", "skip": "start", "offset": "start", "trim_start": "start", "start_at": "start", "trim_end": "end", "end_at": "end", "stop_at": "end", "audio_language": "language", "begin": "start", "in_point": "start", "in": "start", "out_point": "end", "stop": "end", "t": "end", "duration": "end", "length": "end", "tracks": "audio", "audio_tracks": "audio" }, "x-foreign" = foreign::input()))]
pub struct Input {
    /// File, relative to the manifest, or an `http`/`https` URL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Text", extend("examples" = ["media/film.mov", "https://example.com/film.mp4"]))]
    pub path: Option<Text>,

    /// Files, relative to the manifest: every match becomes a job of its own. `*` is any name,
    /// `**` any folders, `{mov,mp4}` either. At most one input of a manifest has a `glob`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Text", extend("examples" = ["media/**/*.{mov,mp4}"]))]
    pub glob: Option<Text>,

    /// A source that ffmpeg generates: a libavfilter graph whose outputs are `out0`, `out1`, …
    /// or that has one unnamed output.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Text", extend("examples" = ["testsrc2=size=1280x720:rate=25:duration=10[out0];sine=duration=10[out1]"]))]
    pub lavfi: Option<Text>,

    /// Leaves out what comes before, in the source's own time; snapped to a frame of the output.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Duration", extend("x-foreign" = foreign::start(), "x-negative" = "write `start = 0`, or leave it out: it is counted from the beginning of the source"))]
    pub start: Option<Duration>,

    /// Leaves out what comes after, in the source's own time; snapped to a frame of the output.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Duration", extend("x-foreign" = foreign::end(), "x-negative" = "write the time from the beginning of the source, such as `end = \"00:01:30\"`: nothing is counted back from its end"))]
    pub end: Option<Duration>,

    /// Whether its picture may be used. `false` for a file that only adds sound. Default `true`.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    #[schemars(extend("default" = true))]
    pub video: bool,

    /// Which of its sound tracks are used, and what they are. Default: all, as the file describes
    /// them; `[]` for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<AudioTrack>", extend("x-foreign" = foreign::tracks(), "examples" = [[{ "track": 0, "language": "en" }]]))]
    pub audio: Option<Vec<AudioTrack>>,

    /// Language of its sound where the `audio` list does not say. Default: what the file says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Language", extend("x-each" = "audio"))]
    pub language: Option<Language>,

    /// Whether an absent file is left out instead of an error. Default `false`.
    #[serde(default, skip_serializing_if = "is_no")]
    #[schemars(extend("default" = false))]
    pub optional: bool,

    /// Options for ffmpeg before this input, such as `["-reconnect", "1"]`, for what has no key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["-reconnect", "1"]]))]
    pub args: Vec<Text>,
}

/// One sound track of an input.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{ "track": 0, "language": "en" }], "x-aliases" = { "index": "track", "lang": "language", "title": "label", "name": "label", "lng": "language", "is_default": "default" }, "x-likely" = { "stream": "track", "stream_index": "track", "id": "track", "number": "track", "track_number": "track", "track_id": "track", "position": "track", "type": "role", "kind": "role" }))]
pub struct AudioTrack {
    /// Position among the file's sound tracks, from 0, as in ffmpeg's `a:0`.
    #[schemars(range(min = 0, max = 255), extend("x-stream" = "a", "examples" = [0]))]
    pub track: u32,

    /// Language of the track. Default: the input's, else what the file says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Language")]
    pub language: Option<Language>,

    /// Name for the player's menu. Default: the language's own name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Text", extend("examples" = ["English"]))]
    pub label: Option<Text>,

    /// What the track is for. Default: what the file says, else `main`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Role")]
    pub role: Option<Role>,

    /// Whether players should start with it; at most one track of an output. Default: the first.
    #[serde(default, skip_serializing_if = "is_no")]
    #[schemars(extend("default" = false))]
    pub default: bool,
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_yes(value: &bool) -> bool {
    *value
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_no(value: &bool) -> bool {
    !*value
}
