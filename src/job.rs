//! One job: a manifest in which nothing is left to be resolved.
//!
//! Unaware of how it was resolved, and of what its sources hold.

use camino::Utf8PathBuf;

use crate::manifest::Manifest;

/// A manifest with every template expanded, for one batch item where it has a `glob`.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// For reports: the manifest's `name` or file name, and the item.
    pub name: String,
    /// The manifest, as it was named.
    pub manifest_path: Utf8PathBuf,
    /// The manifest's folder: relative paths start there. `.` where the name has none.
    pub root: Utf8PathBuf,
    /// The match of the `glob` input, relative to the root.
    pub item: Option<Utf8PathBuf>,
    /// The manifest; its `glob` input has become a `path`.
    pub manifest: Manifest,
}
