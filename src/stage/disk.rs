//! Files and folders: the few accesses that the stage makes, in one place.
//!
//! Unaware of media.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: the disk is its job"
)]

use std::fs::{self, File};
use std::io::{self, Read, Write};

use camino::{Utf8Path, Utf8PathBuf};

/// One file below a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Path relative to the folder.
    pub path: Utf8PathBuf,
    /// Bytes.
    pub bytes: u64,
    /// Nanoseconds since 1970, for comparison only.
    pub modified: u128,
}

/// Every file below `folder`, sorted by path. Folders without files do not show. A name that is not
/// UTF-8 is an error.
pub fn files(folder: &Utf8Path) -> io::Result<Vec<Entry>> {
    let mut found = Vec::new();
    let mut left = vec![Utf8PathBuf::new()];
    while let Some(inner) = left.pop() {
        for entry in fs::read_dir(folder.join(&inner))? {
            let entry = entry?;
            let name = entry.file_name().into_string().map_err(|name| {
                io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!("{} is not UTF-8", name.to_string_lossy()),
                )
            })?;
            let path = inner.join(name);
            let kind = entry.file_type()?;
            if kind.is_dir() {
                left.push(path);
            } else {
                found.push(describe(&folder.join(&path), path)?);
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

/// One file as an entry called `path`.
pub fn describe(file: &Utf8Path, path: Utf8PathBuf) -> io::Result<Entry> {
    let data = fs::symlink_metadata(file)?;
    let modified = data
        .modified()
        .ok()
        .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok())
        .map_or(0, |since| since.as_nanos());
    Ok(Entry {
        path,
        bytes: data.len(),
        modified,
    })
}

/// Removes a file or a whole folder; nothing there is fine.
pub fn remove(path: &Utf8Path) -> io::Result<()> {
    let data = match fs::symlink_metadata(path) {
        Ok(data) => data,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    if data.is_dir() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    }
}

/// Writes a whole new file, with its folders, and waits until it is on the disk.
pub fn write(path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Writes a whole file that is never seen half: beside its place, then renamed.
pub fn replace(path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
    let name = path.file_name().unwrap_or("file");
    let beside = path.with_file_name(format!(".{name}.new"));
    write(&beside, bytes)?;
    fs::rename(&beside, path)
}

/// Waits until a file or folder is on the disk.
pub fn settle(path: &Utf8Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// BLAKE3 of a file's bytes, as hex digits.
pub fn digest(path: &Utf8Path) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    let mut file = File::open(path)?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            count => hasher.update(buffer.get(..count).unwrap_or_default()),
        };
    }
    Ok(hasher.finalize().to_hex().to_string())
}
