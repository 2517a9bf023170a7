//! What a sound track is for.
//!
//! Unaware of where it was said.

use serde::{Deserialize, Serialize};

/// What a sound track is for (DASH role scheme `urn:mpeg:dash:role:2011`).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schemars(extend("x-aliases" = { "dubbed": "dub", "dubbing": "dub", "audio description": "description", "audio-description": "description", "audio_description": "description", "ad": "description", "descriptive": "description", "alternative": "alternate", "alt": "alternate" }, "x-likely" = { "original": "main", "primary": "main", "default": "main", "voiceover": "dub", "voice-over": "dub", "director": "commentary", "comment": "commentary", "comments": "commentary" }))]
pub enum Role {
    /// The programme's own sound.
    #[default]
    Main,
    /// Another version of it.
    Alternate,
    /// Spoken over in another language.
    Dub,
    /// Somebody talks about it.
    Commentary,
    /// What is seen is told, for those who do not see it.
    Description,
}
