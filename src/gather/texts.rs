//! Texts from the disk.
//!
//! Unaware of what they say.

#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: reads manifests and the environment"
)]

use std::collections::BTreeMap;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};

use crate::diag::Diagnostic;
use crate::document;
use crate::source::SourceFile;
use crate::workspace::{Texts, unreadable};

/// The files of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl Texts for Disk {
    fn read(&self, path: &Utf8Path) -> Result<SourceFile, Box<Diagnostic>> {
        match std::fs::read(path) {
            Ok(bytes) => document::decode(path.as_str(), &bytes),
            Err(error) => Err(unreadable(path, &reason(&error))),
        }
    }

    fn same(&self, path: &Utf8Path) -> Utf8PathBuf {
        path.canonicalize_utf8().unwrap_or_else(|_| path.to_owned())
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
