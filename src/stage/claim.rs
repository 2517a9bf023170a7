//! Says to other runs that an output is being made.
//!
//! Unaware of what is made. Runs that share a manifest's folder wait for each other elsewhere; this
//! is for runs of different folders that publish to one place.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: makes and removes lock files"
)]

use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::MetadataExt;

use camino::{Utf8Path, Utf8PathBuf};

use crate::compile::place;

/// While it lives, no other run makes the same output. It is a locked file beside the output's
/// place; the system unlocks it when we die, and whoever comes next takes it over.
#[derive(Debug)]
pub struct Claim {
    path: Utf8PathBuf,
    /// Open, and so locked.
    _file: File,
}

impl Claim {
    /// Claims the place `target`, whose folder is made; `None` if another run has claimed it.
    pub fn take(target: &Utf8Path) -> io::Result<Option<Self>> {
        let path = place::lock(target);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        loop {
            let file = File::options()
                .create(true)
                .truncate(false)
                .write(true)
                .open(&path)?;
            match file.try_lock() {
                // Some network file systems know no locks.
                Ok(()) | Err(TryLockError::Error(_)) => {}
                Err(TryLockError::WouldBlock) => return Ok(None),
            }
            // Whoever had it before us may have removed it between our two calls.
            let same = fs::symlink_metadata(&path).is_ok_and(|there| {
                file.metadata()
                    .is_ok_and(|ours| (ours.dev(), ours.ino()) == (there.dev(), there.ino()))
            });
            if same {
                return Ok(Some(Self { path, _file: file }));
            }
        }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        // Before it is unlocked, so that nobody takes over a file that we remove. If it cannot be
        // removed, the next run does.
        let _ = fs::remove_file(&self.path);
    }
}
