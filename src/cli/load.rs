//! Manifests from disk, for the verbs.
//!
//! Unaware of media, and of how a manifest is put together: [`crate::workspace`] knows.

use camino::Utf8Path;

use crate::diag::Diagnostic;
use crate::gather::matches;
use crate::gather::texts::{Disk, environment};
use crate::workspace::{self, World};

pub use crate::workspace::{CODES, Loaded, schema_text};

/// Whether the disk is asked for the matches of a `glob`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Only the text counts.
    AtText,
    /// The disk too.
    AtDisk,
}

/// Loads one manifest. `Err` only where there is no text to speak of.
pub fn load(path: &Utf8Path, set: &[String], look: Look) -> Result<Loaded, Vec<Diagnostic>> {
    let environment = environment();
    let world = World {
        texts: &Disk,
        environment: &environment,
        matches: (look == Look::AtDisk).then_some(&matches::matches),
    };
    workspace::load(&world, path, set)
}
