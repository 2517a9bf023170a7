//! The file that keeps all that one call said.
//!
//! Does not know what is said.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: keeps the log of a call"
)]

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;

use camino::Utf8Path;

use crate::exec::launcher::LaunchError;

/// The most that a log may grow to, in bytes.
const LONGEST_LOG: usize = 64 << 20;

/// All that a call said, on disk, up to a bound.
pub(super) struct Log {
    file: File,
    room: usize,
}

impl Log {
    pub(super) fn create(path: &Utf8Path) -> Result<Self, LaunchError> {
        let create = || {
            // A new file rather than a truncated one: an old one may be readable by others.
            match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(path)
        };
        match create() {
            Ok(file) => Ok(Self {
                file,
                room: LONGEST_LOG,
            }),
            Err(source) => Err(LaunchError::Log {
                path: path.to_owned(),
                source,
            }),
        }
    }

    /// A log that cannot be written (a full disk) must not end the call: the excerpt has the rest.
    pub(super) fn write(&mut self, line: &str) {
        if self.room == 0 {
            return;
        }
        self.room = self.room.saturating_sub(line.len() + 1);
        let mut text = line.to_owned();
        text.push('\n');
        if self.room == 0 {
            text.push_str("(the log ends here: it has grown too long)\n");
        }
        let _ = self.file.write_all(text.as_bytes());
    }
}
