//! A job: one manifest, checked and with every template filled in, for one source.
//!
//! Unaware of how it was checked and of what the source holds.

use camino::{Utf8Path, Utf8PathBuf};

use crate::manifest::Manifest;

/// What is left to do once a manifest is known to make sense. A batch gives one for each item.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// What reports call it: the manifest's `name`, else its file name; a batch adds the item.
    pub name: String,
    /// The manifest's file, as it was named.
    pub manifest_path: Utf8PathBuf,
    /// The manifest's folder, `.` for a bare file name: relative paths in the manifest begin here.
    pub root: Utf8PathBuf,
    /// The file of a batch that this job is for, relative to `root`.
    pub item: Option<Utf8PathBuf>,
    /// The manifest with every template filled in; the `glob` of a batch has become a `path`.
    ///
    /// `segment_path` and a file output's `path` are still templates of the names that only an
    /// output knows: fill them with [`crate::check::template::finish`].
    pub manifest: Manifest,
}

impl Job {
    /// The folder that the paths of the manifest at `manifest_path` are relative to.
    pub fn root_of(manifest_path: &Utf8Path) -> &Utf8Path {
        match manifest_path.parent() {
            Some(folder) if folder != "" => folder,
            _ => Utf8Path::new("."),
        }
    }
}
