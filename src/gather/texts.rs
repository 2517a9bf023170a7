//! Texts from the disk.
//!
//! Unaware of what they say.

#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: reads manifests and the environment"
)]

use std::collections::BTreeMap;
use std::io::{self, Read};

use camino::{Utf8Path, Utf8PathBuf};

use crate::diag::Diagnostic;
use crate::document;
use crate::source::SourceFile;
use crate::workspace::{Texts, unreadable};

/// How many entries of a folder are looked at.
const MOST_BESIDE: usize = 1_000;

/// The files of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl Texts for Disk {
    fn read(&self, path: &Utf8Path) -> Result<SourceFile, Box<Diagnostic>> {
        let bytes = self
            .bytes(path)
            .map_err(|error| unreadable(path, &reason(&error)))?;
        if bytes.len() > document::MOST_BYTES {
            return Err(document::too_large(path.as_str()));
        }
        document::decode(path.as_str(), &bytes)
    }

    fn same(&self, path: &Utf8Path) -> Utf8PathBuf {
        path.canonicalize_utf8().unwrap_or_else(|_| path.to_owned())
    }

    fn beside(&self, folder: &Utf8Path) -> Vec<String> {
        let here = Utf8Path::new(".");
        let folder = if folder.as_str().is_empty() {
            here
        } else {
            folder
        };
        let entries = folder.read_dir_utf8().into_iter().flatten().flatten();
        let files = entries
            .take(MOST_BESIDE)
            .filter(|entry| entry.path().is_file());
        files.map(|entry| entry.file_name().to_owned()).collect()
    }
}

impl Disk {
    /// The bytes of a file, but of a larger one than a manifest may be only enough to tell.
    ///
    /// # Errors
    /// What the system says.
    pub fn bytes(self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let most = document::MOST_BYTES as u64 + 1;
        std::fs::File::open(path)?
            .take(most)
            .read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// The environment's variables, but for those that are no UTF-8.
pub fn environment() -> BTreeMap<String, String> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect()
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".into(),
        io::ErrorKind::IsADirectory => "it is a folder".into(),
        io::ErrorKind::PermissionDenied => "you may not read it".into(),
        _ => error.to_string(),
    }
}
