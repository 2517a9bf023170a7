//! What a sound track is for.
//!
//! Unaware of where it was said.

use serde::{Deserialize, Serialize};

/// What a sound track is for (DASH role scheme `urn:mpeg:dash:role:2011`).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
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
