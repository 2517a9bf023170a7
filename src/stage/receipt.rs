//! What rendit made: for every target, the files it put there. Kept beside the manifest, never in
//! the output.
//!
//! Unaware of what the files are. A target all of whose files are on a receipt is rendit's own and
//! may be replaced; any other file there is somebody's.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: reads what was noted"
)]

use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

use super::disk::{self, Entry};

/// The files of one target, of the package that stands there and of one that is about to.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Receipt {
    /// Version of this shape.
    format: u32,
    /// The target, as the manifest names it.
    target: String,
    /// Files that may stand there.
    files: Vec<Made>,
}

/// One file that rendit made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Made {
    path: Utf8PathBuf,
    bytes: u64,
    modified: u128,
    digest: String,
}

/// Where receipts lie: `.rendit/receipts/` beside the manifest, one file a target.
pub struct Receipts {
    folder: Utf8PathBuf,
}

impl Receipts {
    /// Receipts of a manifest's folder.
    pub fn new(root: &Utf8Path) -> Self {
        Self {
            folder: root.join(crate::compile::place::STATE).join("receipts"),
        }
    }

    fn place(&self, target: &Utf8Path) -> Utf8PathBuf {
        let digest = blake3::hash(target.as_str().as_bytes()).to_hex();
        self.folder.join(format!("{}.json", &digest[..16]))
    }

    /// The receipt of a target; an empty one where none can be read.
    pub fn of(&self, target: &Utf8Path) -> Receipt {
        let text = std::fs::read_to_string(self.place(target)).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Notes that the files below `made` are about to stand at `target`. With `keep`, what stood
    /// there may still stand there too: said before the exchange, not after it.
    pub fn note(&self, target: &Utf8Path, made: &Utf8Path, keep: bool) -> io::Result<()> {
        let mut files = if keep {
            self.of(target).files
        } else {
            Vec::new()
        };
        for entry in entries(made)? {
            let digest = disk::digest(&whole(made, &entry))?;
            files.push(Made {
                path: entry.path,
                bytes: entry.bytes,
                modified: entry.modified,
                digest,
            });
        }
        let receipt = Receipt {
            format: 1,
            target: target.to_string(),
            files,
        };
        let text = serde_json::to_string_pretty(&receipt)?;
        disk::replace(&self.place(target), text.as_bytes())
    }
}

impl Receipt {
    /// The files at `place` that rendit did not make, or that changed since.
    pub fn strangers(&self, place: &Utf8Path) -> io::Result<Vec<Utf8PathBuf>> {
        let mut strangers = Vec::new();
        for entry in entries(place)? {
            if !self.knows(place, &entry)? {
                strangers.push(entry.path);
            }
        }
        Ok(strangers)
    }

    fn knows(&self, place: &Utf8Path, entry: &Entry) -> io::Result<bool> {
        let candidates: Vec<&Made> = self
            .files
            .iter()
            .filter(|made| made.path == entry.path && made.bytes == entry.bytes)
            .collect();
        if candidates
            .iter()
            .any(|made| made.modified == entry.modified)
        {
            return Ok(true);
        }
        if candidates.is_empty() {
            return Ok(false);
        }
        // Copied or checked out again: the time is new, the bytes are ours.
        let digest = disk::digest(&whole(place, entry))?;
        Ok(candidates.iter().any(|made| made.digest == digest))
    }
}

/// A single file is an entry with an empty path.
fn entries(place: &Utf8Path) -> io::Result<Vec<Entry>> {
    if place.is_dir() {
        disk::files(place)
    } else {
        Ok(vec![disk::describe(place, Utf8PathBuf::new())?])
    }
}

fn whole(place: &Utf8Path, entry: &Entry) -> Utf8PathBuf {
    if entry.path.as_str().is_empty() {
        place.to_owned()
    } else {
        place.join(&entry.path)
    }
}
