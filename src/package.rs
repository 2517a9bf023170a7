//! How finished tracks become a package: its playlists and its MPD as text.
//!
//! Pure: measures and writes from plain values that say what really stands in the package. Unaware of
//! files, of keys, and of how the segments were made.

pub mod address;
pub mod presentation;
mod variants;
pub mod hls;
mod xml;
pub mod dash;

use camino::Utf8PathBuf;

use crate::plan::Container;

/// One text file of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFile {
    /// Where it stands, relative to the package.
    pub path: Utf8PathBuf,
    /// All of it.
    pub text: String,
}

/// Why a presentation cannot be written as a playlist or an MPD.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackageError {
    /// An adaptation set names it, or nothing is there at all.
    #[error("there is no rendition `{0}`")]
    NoRendition(String),
    /// A rendition that says less than a manifest needs.
    #[error("rendition `{rendition}` {reason}")]
    Rendition {
        /// Its id.
        rendition: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl PackageError {
    fn rendition(rendition: &presentation::Rendition, reason: impl Into<String>) -> Self {
        Self::Rendition {
            rendition: rendition.id.clone(),
            reason: reason.into(),
        }
    }
}

/// What every manifest relies on: ids that differ, segments without gaps, an init segment.
fn check(presentation: &presentation::Presentation) -> Result<(), PackageError> {
    if presentation.renditions.is_empty() {
        return Err(PackageError::NoRendition("*".to_owned()));
    }
    let mut ids = std::collections::HashSet::new();
    for rendition in &presentation.renditions {
        let fail = |reason: &str| Err(PackageError::rendition(rendition, reason));
        if !ids.insert(rendition.id.as_str()) {
            return fail("is there twice");
        }
        if rendition.timescale == 0 {
            return fail("has no timescale");
        }
        if rendition.segments.is_empty() {
            return fail("has no segments");
        }
        if presentation.container == Container::Fmp4 && rendition.init.is_none() {
            return fail("has no init segment");
        }
        let mut time = 0;
        for segment in &rendition.segments {
            if segment.start != time || segment.duration == 0 {
                return fail("has a gap between its segments");
            }
            time = segment.start.saturating_add_unsigned(segment.duration);
        }
    }
    Ok(())
}
