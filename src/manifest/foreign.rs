//! What other tools have that has no like here, and what to do about it: `x-foreign` of the schema.
//!
//! An entry is a key, ` = ` and a JSON value; who shows it turns it into the syntax of the file. Unaware of
//! names that are only another word for a key: those stand beside their table, as `x-aliases`.

use serde_json::{Map, Value};

mod ladders;
mod outputs;
mod values;

pub(super) use ladders::{audio_ladder, audio_rung, ladder_types, video_ladder, video_rung};
pub(super) use outputs::{
    adaptation_set, cmaf_output, dash_output, file_output, hls_output, output_misfits, output_types,
};
pub(super) use values::{
    auto, end, file_name, frame_rate, heights, inputs, iv, language, likely_heights, picture_rate,
    quality, reason, rungs, side, sound_rate, start, streams, tracks, warnings,
};

/// Names with spaces between them, and what is said of each.
type Row = (&'static str, &'static str);

fn table(parts: &[&[Row]]) -> Value {
    let mut all = Map::new();
    for (names, words) in parts.iter().copied().flatten() {
        for name in names.split(' ') {
            all.insert(name.to_owned(), Value::from(*words));
        }
    }
    Value::Object(all)
}

/// Of the top level.
pub(super) fn manifest() -> Value {
    table(&[&[
        ("author date", "leave it out, or write it as a comment"),
        (
            "jobs parallel threads log_level loglevel verbose progress keep_going dry_run",
            "leave it out: it is an option of `rendit run`, see `rendit run --help`",
        ),
        (
            "ffmpeg ffprobe ffmpeg_path",
            "write it on the command line: `--ffmpeg PATH`",
        ),
        (
            "overwrite force clean",
            "leave it out: outputs are always replaced as a whole",
        ),
        (
            "subtitles subtitle captions text",
            "leave it out: subtitles are not packaged yet",
        ),
    ]])
}

/// Of an input.
pub(super) fn input() -> Value {
    table(&[&[
        (
            "type media_type input_type input_format kind format container codec vcodec acodec fps_in bitrate bit_rate resolution width height size fps frame_rate framerate channels channel_layout sample_rate",
            "leave it out: rendit looks into the file",
        ),
        (
            "stream stream_index track track_num track_number audio_track audio_stream audio_map audio_selectors audio_index",
            "name the sound tracks that are used: `audio = [{ \"track\": 0 }]`",
        ),
        (
            "trim cut clip range segment",
            "write it as two keys: `start = \"2s\"` and `end = \"8s\"`",
        ),
        (
            "required must_exist",
            "leave it out: an absent file is an error; for one that may be absent, write `optional = true`",
        ),
        (
            "paths files",
            "write one `path` for each input, or one `glob` for all of them",
        ),
        (
            "loop stream_loop",
            "write it into `args`: `args = [\"-stream_loop\", \"1\"]`",
        ),
        (
            "filters vf filter video_filters vfilters",
            "write `filters = [\"hqdn3d\"]` in a ladder",
        ),
        (
            "deinterlace yadif interlaced",
            "write `filters = [\"bwdif\"]` in a ladder",
        ),
        (
            "folder dir directory recursive extension extensions ext include includes exclude regex regexp filter_glob match",
            "write all of it as one pattern: `glob = \"media/**/*.{mov,mp4}\"`",
        ),
        (
            "gop gop_duration keyint g keyframes crf_max playlist_type tuning",
            "leave it out: an input is only read; ladders and outputs say what is made of it",
        ),
        (
            "hwaccel hw_accel hwaccel_device",
            "write it into `args`: `args = [\"-hwaccel\", \"auto\"]`",
        ),
        (
            "copy_ts copyts genpts timecode_source timecode",
            "leave it out: rendit keeps the time itself",
        ),
        (
            "subtitles subtitle captions text",
            "leave it out: subtitles are not packaged yet",
        ),
        (
            "extra_input_args input_args options params",
            "write it into `args`: `args = [\"-reconnect\", \"1\"]`",
        ),
    ]])
}

/// Of an encryption.
pub(super) fn encryption() -> Value {
    table(&[&[
        (
            "key secret key_hex hex_key aes_key value",
            "write `key_file` or `key_env`: a key never stands in a manifest",
        ),
        (
            "pssh kid key_id content_id system_id clear_lead license_url la_url",
            "leave it out: there is no DRM, whole segments are encrypted with AES-128",
        ),
        (
            "rotation key_rotation rotate hls_flags periodic_rekey",
            "leave it out: one key for the whole package",
        ),
    ]])
}
