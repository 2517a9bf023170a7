//! What users may write. The doc comments are the reference manual and the editor's hover text.
//!
//! Knows nothing of where a value stands, of media or of ffmpeg. The same types are read by serde
//! and described by schemars, so the schema is the program's own.

mod foreign;
mod tongue;
pub mod scalar;
pub mod input;
pub mod ladder;
pub mod output;
pub mod encryption;
pub mod allow;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use allow::Allow;
pub use encryption::Encryption;
pub use input::{AudioTrack, Input};
pub use ladder::{AudioLadder, AudioRung, Ladder, VideoLadder, VideoRung};
pub use output::{
    AdaptationSet, CmafOutput, DashOutput, FileOutput, HlsOutput, HlsSegments, Output, Streams,
};
pub use scalar::{BitRate, Duration, FrameRate, Language, Text};

/// A rendit manifest: which inputs, which ladders, which outputs, which encryption.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "rendit manifest", extend("x-aliases" = { "include": "extends", "includes": "extends", "import": "extends", "imports": "extends", "inherits": "extends", "variables": "vars", "source": "inputs", "sources": "inputs", "title": "name" }, "x-likely" = { "base": "extends", "bases": "extends", "based_on": "extends", "parent": "extends", "parents": "extends", "inherit": "extends", "from": "extends", "use": "extends", "uses": "extends", "media": "inputs", "files": "inputs", "tracks": "inputs", "env": "vars", "environment": "vars", "parameters": "vars", "params": "vars", "constants": "vars", "globals": "vars", "settings": "vars", "definitions": "vars", "locals": "vars", "profiles": "ladders", "presets": "ladders", "renditions": "ladders", "encodes": "ladders", "encodings": "ladders", "targets": "outputs", "packages": "outputs", "destinations": "outputs", "packaging": "outputs", "drm": "encryption", "keys": "encryption", "ignore": "allow", "ignored": "allow", "suppress": "allow", "disable": "allow" }, "x-foreign" = foreign::manifest()))]
pub struct Manifest {
    /// Version of the manifest format. Always `1`.
    #[schemars(range(min = 1, max = 1), extend("examples" = [1]))]
    pub version: u32,

    /// Title of the job, for reports. Default: the manifest's file name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", length(min = 1), extend("examples" = ["Big Buck Bunny"]))]
    pub name: Option<String>,

    /// Manifests that this one builds on, relative to this file. Tables merge key by key, lists
    /// and single values replace; a later file wins over an earlier one, this file over all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["house.toml"]]))]
    pub extends: Vec<String>,

    /// Your own words, used as `${vars.NAME}`. Override one with `--set vars.NAME=VALUE`.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    #[schemars(extend("examples" = [{ "cdn": "https://cdn.example.com" }], "additionalProperties" = {
        "type": "string",
        "minLength": 1,
        "x-template": true,
        "description": "Text of your own; in other texts `${vars.NAME}` stands for it.",
        "examples": ["https://cdn.example.com"]
    }))]
    pub vars: IndexMap<String, Text>,

    /// What is read, by name. The first input of an output that has a picture gives the picture;
    /// all give their sound.
    #[schemars(extend("examples" = [{ "film": { "path": "media/film.mov" } }]))]
    pub inputs: IndexMap<String, Input>,

    /// How picture and sound are encoded, by name.
    #[schemars(extend("examples" = [{ "hd": { "type": "video", "auto": true }, "sound": { "type": "audio" } }]))]
    pub ladders: IndexMap<String, Ladder>,

    /// What is published, by name.
    #[schemars(extend("examples" = [{ "web": { "type": "cmaf", "dir": "out/film", "ladders": ["hd", "sound"] } }]))]
    pub outputs: IndexMap<String, Output>,

    /// How segments are encrypted, by name; an output asks for one by `encryption`.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    #[schemars(extend("examples" = [{ "aes": { "type": "aes-128", "key_file": "keys/film.key", "key_uri": "https://example.com/film.key" } }]))]
    pub encryption: IndexMap<String, Encryption>,

    /// Warnings that are accepted: the code of each with the reason. They are no longer shown. An
    /// error cannot be allowed.
    #[serde(default, skip_serializing_if = "Allow::is_empty")]
    #[schemars(extend("examples" = [{ "key-uri-http": "the CDN is inside our network" }]))]
    pub allow: Allow,
}
