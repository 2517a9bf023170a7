//! Which warnings are accepted, and why.
//!
//! Unaware of what raises them; a test holds the list against the codes.

use std::borrow::Cow;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::foreign;

/// Every warning, with its summary, by name.
pub const WARNINGS: [(&str, &str); 32] = [
    (
        "adaptation-set-language",
        "an adaptation set for a language that no sound has",
    ),
    (
        "audio-bit-rate",
        "a bit rate that the audio codec cannot use",
    ),
    (
        "backslash-path",
        "a path with a backslash, or with what an escape made of one",
    ),
    (
        "batch-target",
        "every match of a `glob` would be published at the same place",
    ),
    (
        "bit-rate-order",
        "a larger picture of a ladder has fewer bits than a smaller one",
    ),
    (
        "bit-rate-size",
        "ten times too many or too few bits for the picture's size",
    ),
    ("blank-path", "a path that begins or ends with a blank"),
    (
        "duplicate-input",
        "two inputs of an output that bring the same sound",
    ),
    (
        "folder-name",
        "the folder of a package is named like a file",
    ),
    (
        "hevc-in-ts",
        "HEVC in MPEG-TS segments, which Apple's players refuse",
    ),
    ("key-uri-http", "players fetch a key over plain `http`"),
    (
        "key-uri-relative",
        "a key's URI that lacks `https://`, has it misspelt, or is a file of this machine",
    ),
    (
        "ladder-order",
        "the rungs of a ladder are listed neither up nor down",
    ),
    (
        "ladder-step",
        "two neighbouring rungs are less than a factor of 1.2 apart in bits",
    ),
    (
        "language-tag",
        "a language tag that is not registered, or not the shortest one",
    ),
    (
        "long-segments",
        "segments of more than 30 seconds, or keyframes that far apart",
    ),
    (
        "lossless-rung",
        "lossless H.264 in a streaming output, which hardly any player shows",
    ),
    (
        "low-level",
        "a level of H.264 that is too low for the size of a rung",
    ),
    (
        "name-not-text",
        "a file that `glob` means has a name that is no text, and is left out",
    ),
    (
        "no-sound",
        "an audio ladder is asked for, but no input has sound",
    ),
    (
        "output-case",
        "two outputs that are one where upper and lower case are the same",
    ),
    (
        "owned-filter",
        "a filter for what rendit does itself: size, frame rate, cuts, times",
    ),
    (
        "path-pattern",
        "a `path` that looks like a pattern of many files, or a `glob` that is none",
    ),
    (
        "sound-dropped",
        "the source has sound, and no output takes it",
    ),
    (
        "source-damaged",
        "a source has broken places; ffmpeg decoded around them",
    ),
    (
        "subtitles-dropped",
        "the source's subtitle tracks are not carried over",
    ),
    (
        "template-leftover",
        "a brace or a dollar too many beside a placeholder",
    ),
    (
        "unknown-filter",
        "a filter whose name is nearly that of one that ffmpeg has",
    ),
    ("unused-allow", "a warning is allowed that does not occur"),
    (
        "unused-definition",
        "a ladder, an encryption or a variable that nothing uses",
    ),
    (
        "wide-pixel-format",
        "a pixel format for editing in a streaming output",
    ),
    (
        "width-as-height",
        "a rung's `height` is a number that is usual for widths",
    ),
];

/// Accepted warnings: the code of each, and the reason.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Allow(pub IndexMap<String, String>);

impl Allow {
    /// Whether nothing is accepted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl JsonSchema for Allow {
    fn schema_name() -> Cow<'static, str> {
        "Allow".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let codes: serde_json::Map<String, serde_json::Value> = WARNINGS
            .iter()
            .map(|(name, summary)| {
                let schema = serde_json::json!({
                    "type": "string",
                    "description": format!("Why this is accepted: {summary}."),
                    "pattern": r"\S",
                    "errorMessage": "a reason, such as \"the CDN is inside our network\"",
                    "examples": ["agreed with the client"],
                    "x-foreign": foreign::reason(),
                });
                ((*name).to_owned(), schema)
            })
            .collect();
        json_schema!({
            "type": "object",
            "properties": codes,
            "additionalProperties": false,
            "x-foreign": foreign::warnings(),
            "x-unknown": "only warnings can be allowed; an error has to be cured",
        })
    }
}
