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

use super::disk::{self, Entry, Tree};

/// The files of one target, of the package that stands there and of one that is about to.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
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
    modified: i64,
    changed: i64,
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

    /// Keeps the receipt of a target, in place of an older one.
    pub fn keep(&self, target: &Utf8Path, receipt: &Receipt) -> io::Result<()> {
        let receipt = Receipt {
            format: 1,
            target: target.to_string(),
            ..receipt.clone()
        };
        let text = serde_json::to_string_pretty(&receipt)?;
        disk::replace(&self.place(target), text.as_bytes())
    }
}

impl Receipt {
    /// A receipt for all that stands at `place`. Asks `stopped` between two files, and gives `None`
    /// once it says so.
    pub fn for_all(place: &Utf8Path, stopped: &dyn Fn() -> bool) -> io::Result<Option<Self>> {
        let mut receipt = Self::default();
        for entry in look(place)?.files {
            if stopped() {
                return Ok(None);
            }
            let digest = disk::digest(&whole(place, &entry))?;
            receipt.files.push(Made {
                path: entry.path,
                bytes: entry.bytes,
                modified: entry.modified,
                changed: entry.changed,
                digest,
            });
        }
        Ok(Some(receipt))
    }

    /// A receipt for what is on either: said before an exchange, after which one of both stands
    /// there.
    #[must_use]
    pub fn or(mut self, other: &Self) -> Self {
        let new = other.files.iter().filter(|made| !self.files.contains(made));
        let new: Vec<Made> = new.cloned().collect();
        self.files.extend(new);
        self
    }

    /// Whether nothing is on it.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// What stands at `place` and rendit did not make, or that changed since. A folder with nothing
    /// in it is somebody's too, and ends with `/` here.
    pub fn strangers(&self, place: &Utf8Path) -> io::Result<Vec<Utf8PathBuf>> {
        let mut by_path: std::collections::HashMap<&Utf8Path, Vec<&Made>> =
            std::collections::HashMap::with_capacity(self.files.len());
        for made in &self.files {
            by_path.entry(&made.path).or_default().push(made);
        }
        let found = look(place)?;
        let mut strangers = Vec::new();
        for entry in found.files {
            let candidates = by_path.get(&*entry.path).map_or(&[][..], Vec::as_slice);
            if !knows(candidates, place, &entry)? {
                strangers.push(entry.path);
            }
        }
        strangers.extend(found.empty.into_iter().map(|folder| folder.join("")));
        Ok(strangers)
    }
}

fn knows(candidates: &[&Made], place: &Utf8Path, entry: &Entry) -> io::Result<bool> {
    let mut alike = candidates.iter().filter(|made| made.bytes == entry.bytes);
    if !entry.regular || alike.clone().next().is_none() {
        return Ok(false);
    }
    // Not even a tool that sets the time of modification back leaves the time of change.
    let same = |made: &&&Made| (made.modified, made.changed) == (entry.modified, entry.changed);
    if alike.any(|made| same(&made)) {
        return Ok(true);
    }
    // Copied, renamed or checked out again: the times are new, the bytes may be ours.
    let digest = disk::digest(&whole(place, entry))?;
    Ok(candidates.iter().any(|made| made.digest == digest))
}

/// A single file is an entry with an empty path.
fn look(place: &Utf8Path) -> io::Result<Tree> {
    let single = disk::describe(place, Utf8PathBuf::new())?;
    if single.folder {
        return disk::tree(place);
    }
    Ok(Tree {
        files: vec![single],
        empty: Vec::new(),
    })
}

fn whole(place: &Utf8Path, entry: &Entry) -> Utf8PathBuf {
    if entry.path.as_str().is_empty() {
        place.to_owned()
    } else {
        place.join(&entry.path)
    }
}
