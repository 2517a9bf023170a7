//! Whether encryption keys are there: lengths and names, never the keys themselves.
//!
//! A key-info file is read as ffmpeg's HLS muxer takes it (`doc/muxers.texi`): the URI, the key's
//! file, and optionally the IV, a line each.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: looks for keys"
)]

use std::collections::BTreeMap;

use camino::Utf8Path;
use zeroize::Zeroizing;

use crate::facts::Key;
use crate::manifest::encryption::hex;
use crate::manifest::{Encryption, Manifest};
use crate::probe;

/// What is known of every key of a manifest; paths start at `root`.
pub fn keys(root: &Utf8Path, manifest: &Manifest) -> BTreeMap<String, Key> {
    manifest
        .encryption
        .iter()
        .map(|(name, Encryption::Aes128(asked))| {
            let mut key = Key::default();
            let named = asked.key_info_file.as_ref().or(asked.key_file.as_ref());
            if let Some(file) = named.filter(|file| !root.join(file.as_str()).exists()) {
                key.near = near(root, file.as_str());
            } else if let Some(file) = &asked.key_info_file {
                read_info(root, file.as_str(), &mut key);
            } else if let Some(file) = &asked.key_file {
                key.length = length(&root.join(file.as_str()));
            } else if let Some(variable) = &asked.key_env {
                let value = std::env::var(variable).ok().map(Zeroizing::new);
                key.length = value.map(|text| hex(&text).map_or(0, |_| 16));
            }
            (name.clone(), key)
        })
        .collect()
}

/// The file that was most likely meant, as it would stand in the manifest.
fn near(root: &Utf8Path, file: &str) -> Option<String> {
    let near = probe::near(&root.join(file))?;
    let name = Utf8Path::new(&near).file_name()?;
    Some(Utf8Path::new(file).with_file_name(name).into_string())
}

fn length(path: &Utf8Path) -> Option<u64> {
    let data = std::fs::metadata(path).ok()?;
    data.is_file().then_some(data.len())
}

fn read_info(root: &Utf8Path, file: &str, key: &mut Key) {
    let Ok(text) = std::fs::read_to_string(root.join(file)) else {
        return;
    };
    let mut lines = text.lines().map(str::trim);
    key.uri = lines.next().filter(|uri| !uri.is_empty()).map(Into::into);
    key.path = lines.next().filter(|path| !path.is_empty()).map(Into::into);
    key.iv = lines.next().filter(|iv| !iv.is_empty()).map(Into::into);
    if let Some(path) = &key.path {
        key.length = length(&root.join(path));
    }
}
