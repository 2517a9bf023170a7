//! Remembers what a tool said, in a folder of small JSON files.
//!
//! Does not know what is remembered. A file that is absent, unreadable or about something else is no
//! memory; a memory that cannot be written is none the worse: the tool is asked again.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: keeps what a tool said on disk"
)]

use std::fs;
use std::io::Write;
use std::sync::atomic::{AtomicU32, Ordering};

use camino::Utf8Path;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Raised whenever the meaning of what is kept changes.
const EDITION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Entry<T> {
    edition: u32,
    key: String,
    value: T,
}

/// What `folder` holds under `key`, else what `ask` answers, which is then kept.
///
/// # Errors
/// Those of `ask`; they are not remembered.
pub fn recall<T, E>(
    folder: Option<&Utf8Path>,
    key: &str,
    ask: impl FnOnce() -> Result<T, E>,
) -> Result<T, E>
where
    T: Serialize + DeserializeOwned,
{
    let Some(folder) = folder else {
        return ask();
    };
    let name = blake3::hash(key.as_bytes()).to_hex();
    let file = folder.join(format!("{}.json", name.get(..32).unwrap_or(&name)));
    let known = fs::read(&file).ok();
    let known: Option<Entry<T>> = known.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    if let Some(entry) = known.filter(|entry| entry.edition == EDITION && entry.key == key) {
        return Ok(entry.value);
    }
    let entry = Entry {
        edition: EDITION,
        key: key.to_owned(),
        value: ask()?,
    };
    keep(&file, &entry);
    Ok(entry.value)
}

/// Writes beside the file and renames, so that nobody ever reads half an entry.
fn keep(file: &Utf8Path, entry: &impl Serialize) {
    static WRITTEN: AtomicU32 = AtomicU32::new(0);
    let Ok(text) = serde_json::to_vec(entry) else {
        return;
    };
    if let Some(folder) = file.parent()
        && fs::create_dir_all(folder).is_err()
    {
        return;
    }
    let turn = WRITTEN.fetch_add(1, Ordering::Relaxed);
    let partial = file.with_extension(format!("{}-{turn}.partial", std::process::id()));
    let written = fs::File::create_new(&partial).and_then(|mut out| out.write_all(&text));
    if written.and_then(|()| fs::rename(&partial, file)).is_err() {
        drop(fs::remove_file(&partial));
    }
}
