//! Words that people bring where a value belongs, and what to do about them.
//!
//! Unaware of keys.

use serde_json::Value;

use super::table;

/// Of one side of a picture.
pub(in crate::manifest) fn side() -> Value {
    table(&[&[
        (
            "-1 -2",
            "leave it out: it follows from the other side, and is always even",
        ),
        (
            "0 auto source original native same input keep",
            "leave it out: then the source's size counts",
        ),
    ]])
}

/// Of the most frames per second.
pub(in crate::manifest) fn frame_rate() -> Value {
    table(&[&[(
        "0 -1 auto source original native same input keep",
        "leave it out: then the source's rate counts",
    )]])
}

/// Of the average rate of a picture.
pub(in crate::manifest) fn picture_rate() -> Value {
    table(&[&[(
        "auto automatic default source original same vbr crf best",
        "write `crf = 23` instead: constant quality takes the bits that it needs",
    )]])
}

/// Of the constant quality of a rung.
pub(in crate::manifest) fn quality() -> Value {
    table(&[&[(
        "auto automatic default best high good medium low",
        "write a number: `crf = 23` is usual, and lower is better",
    )]])
}

/// Of the time where a source begins to be used.
pub(in crate::manifest) fn start() -> Value {
    table(&[&[(
        "start begin beginning first none auto zero 0%",
        "leave it out: then the source is used from its beginning",
    )]])
}

/// Of the time where a source ends to be used.
pub(in crate::manifest) fn end() -> Value {
    table(&[&[(
        "end eof last full whole none auto max inf infinity 100% -1",
        "leave it out: then the source is used to its end",
    )]])
}

/// Of a language tag.
pub(in crate::manifest) fn language() -> Value {
    table(&[&[(
        "none unknown original default auto source n/a undefined undetermined",
        "leave it out: then what the file says counts",
    )]])
}

/// Of the reason for which a warning is accepted.
pub(in crate::manifest) fn reason() -> Value {
    table(&[&[
        (
            "true",
            "write the reason, such as \"agreed with the client\"",
        ),
        (
            "false",
            "take it out: nothing is accepted that is not named",
        ),
    ]])
}

/// Of the warnings that are accepted.
pub(in crate::manifest) fn warnings() -> Value {
    table(&[&[(
        "all * any warnings",
        "name each warning by its code, with its own reason",
    )]])
}

/// Of what an adaptation set takes.
pub(in crate::manifest) fn streams() -> Value {
    table(&[&[
        ("both all any", "leave `streams` out for both"),
        (
            "subtitles subtitle text captions",
            "subtitles are not packaged yet",
        ),
    ]])
}

/// Of the list of an input's sound tracks.
pub(in crate::manifest) fn tracks() -> Value {
    table(&[&[("true all yes on any", "leave `audio` out for all of them")]])
}

/// Of a list of rungs.
pub(in crate::manifest) fn rungs() -> Value {
    table(&[&[(
        "auto true automatic auto-avc auto-h264 auto-hevc none no false",
        "write `auto = true` instead of `rungs`",
    )]])
}

/// Of the key that chooses rungs.
pub(in crate::manifest) fn auto() -> Value {
    table(&[&[(
        "h264 avc hevc h265 av1 vp9 x264 x265 auto-avc auto-h264 auto-hevc",
        "write `auto = true`; the codec has a key of its own, `codec`",
    )]])
}

/// Of the list of an output's inputs.
pub(in crate::manifest) fn inputs() -> Value {
    table(&[&[("true all any *", "leave `inputs` out for all of them")]])
}

/// Heights by their names.
pub(in crate::manifest) fn heights() -> Value {
    serde_json::json!({
        "fhd": "1080",
        "full hd": "1080",
        "full-hd": "1080",
        "fullhd": "1080",
        "hd720": "720",
        "hd1080": "1080",
        "hd480": "480",
        "qhd": "1440",
        "wqhd": "1440",
        "ultra hd": "2160",
        "ultra-hd": "2160",
        "ultrahd": "2160",
        "4k uhd": "2160",
        "uhd": "2160",
        "4k": "2160",
        "8k": "4320",
    })
}

/// Heights by names that mean several.
pub(in crate::manifest) fn likely_heights() -> Value {
    serde_json::json!({ "hd": "720", "sd": "480", "2k": "1440", "hq": "1080" })
}

/// Of the name of a playlist or MPD.
pub(in crate::manifest) fn file_name() -> Value {
    table(&[&[
        ("true yes", "leave it out: it is always written"),
        (
            "false no none",
            "it is always written; for one kind of playlist, choose `hls` or `dash` as `type`",
        ),
    ]])
}

/// Of an initialisation vector.
pub(in crate::manifest) fn iv() -> Value {
    table(&[&[(
        "random auto generate true",
        "leave it out: then each segment has one of its own",
    )]])
}

/// Of the rate of sound.
pub(in crate::manifest) fn sound_rate() -> Value {
    table(&[&[(
        "auto default source original same",
        "leave it out: then the codec's usual rate counts",
    )]])
}
