//! Files and folders: the few accesses that the stage makes, in one place.
//!
//! Unaware of media.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: the disk is its job"
)]

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::unix::fs::MetadataExt;

use camino::{Utf8Path, Utf8PathBuf};

/// One file below a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Path relative to the folder.
    pub path: Utf8PathBuf,
    /// Bytes.
    pub bytes: u64,
    /// When its bytes were written: nanoseconds since 1970, for comparison only.
    pub modified: i64,
    /// When anything of it was changed, which nobody can set: likewise.
    pub changed: i64,
    /// Whether it is a file, rather than a link or something stranger.
    pub regular: bool,
    /// Whether it is a folder.
    pub folder: bool,
}

/// All that is below a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// Everything that is no folder, sorted by path.
    pub files: Vec<Entry>,
    /// Folders with nothing in them, sorted by path.
    pub empty: Vec<Utf8PathBuf>,
}

/// Every file below `folder`, sorted by path. Folders without files do not show. A name that is not
/// UTF-8 is an error.
pub fn files(folder: &Utf8Path) -> io::Result<Vec<Entry>> {
    Ok(tree(folder)?.files)
}

/// Everything below `folder`. A name that is not UTF-8 is an error.
pub fn tree(folder: &Utf8Path) -> io::Result<Tree> {
    let mut found = Tree::default();
    let mut left = vec![Utf8PathBuf::new()];
    while let Some(inner) = left.pop() {
        let mut empty = true;
        for entry in fs::read_dir(folder.join(&inner))? {
            empty = false;
            let entry = entry?;
            let name = entry.file_name().into_string().map_err(|name| {
                io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!("{} is not UTF-8", name.to_string_lossy()),
                )
            })?;
            let path = inner.join(name);
            if entry.file_type()?.is_dir() {
                left.push(path);
            } else {
                found.files.push(describe(&folder.join(&path), path)?);
            }
        }
        if empty && inner != "" {
            found.empty.push(inner);
        }
    }
    found.files.sort_by(|a, b| a.path.cmp(&b.path));
    found.empty.sort();
    Ok(found)
}

/// One file as an entry called `path`. A link is not followed.
pub fn describe(file: &Utf8Path, path: Utf8PathBuf) -> io::Result<Entry> {
    let data = fs::symlink_metadata(file)?;
    let nanoseconds = |seconds: i64, rest: i64| seconds.wrapping_mul(1_000_000_000) + rest;
    Ok(Entry {
        path,
        bytes: data.len(),
        modified: nanoseconds(data.mtime(), data.mtime_nsec()),
        changed: nanoseconds(data.ctime(), data.ctime_nsec()),
        regular: data.is_file(),
        folder: data.is_dir(),
    })
}

/// Whether something stands there, be it a link that leads nowhere.
pub fn exists(path: &Utf8Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
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

/// Writes a whole new file, with its folders. It is on the disk once it was settled.
pub fn write(path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    File::create(path)?.write_all(bytes)
}

/// Writes a whole file that is never seen half: beside its place, then renamed. When this returns it
/// is on the disk, name and all.
pub fn replace(path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
    let name = path.file_name().unwrap_or("file");
    let beside = path.with_file_name(format!(".{name}.new"));
    write(&beside, bytes)?;
    settle(&beside)?;
    fs::rename(&beside, path)?;
    settle(folder_of(path))
}

/// The folder that holds `path`.
pub fn folder_of(path: &Utf8Path) -> &Utf8Path {
    match path.parent() {
        Some(folder) if folder != "" => folder,
        _ => Utf8Path::new("."),
    }
}

/// Waits until a file or folder is on the disk.
pub fn settle(path: &Utf8Path) -> io::Result<()> {
    let file = File::open(path)?;
    match file.sync_all() {
        // Some network file systems cannot be asked this of a folder.
        Err(error) if error.raw_os_error() == Some(INVALID) && file.metadata()?.is_dir() => Ok(()),
        settled => settled,
    }
}

/// `EINVAL`: the same number on Linux, macOS and the BSDs.
const INVALID: i32 = 22;

/// From this many files on, the whole file system is asked to write rather than each file: waiting
/// once instead of thousands of times (12 times faster for 600 files on ext4).
const MANY: usize = 64;

/// Waits until a folder with everything in it is on the disk.
pub fn settle_tree(folder: &Utf8Path) -> io::Result<()> {
    let files = files(folder)?;
    #[cfg(target_os = "linux")]
    if files.len() >= MANY && rustix::fs::syncfs(File::open(folder)?).is_ok() {
        return Ok(());
    }
    let mut folders = std::collections::BTreeSet::from([folder.to_owned()]);
    for entry in files {
        let file = folder.join(&entry.path);
        settle(&file)?;
        folders.extend(
            file.ancestors()
                .skip(1)
                .take_while(|above| above.starts_with(folder))
                .map(Utf8Path::to_owned),
        );
    }
    folders.iter().try_for_each(|folder| settle(folder))
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
