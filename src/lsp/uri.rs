//! `file:` addresses to paths, and back (RFC 8089, RFC 3986 §2.1).
//!
//! Unaware of what lies there.

use camino::{Utf8Path, Utf8PathBuf};

/// The path of an address. What is no file has a path too, so that a document without a name can be
/// checked: what follows the scheme.
pub fn path(uri: &str) -> Utf8PathBuf {
    let rest = match uri.split_once(':') {
        Some(("file", rest)) => {
            let rest = rest.strip_prefix("//").unwrap_or(rest);
            rest.find('/').and_then(|at| rest.get(at..)).unwrap_or(rest)
        }
        Some((_, rest)) => rest,
        None => uri,
    };
    let path = decoded(rest);
    // A drive of Windows: `/C:/films`.
    let is_drive = |text: &str| {
        let mut chars = text.chars();
        chars.next().is_some_and(|c| c.is_ascii_alphabetic()) && chars.next() == Some(':')
    };
    match path.strip_prefix('/') {
        Some(drive) if is_drive(drive) => Utf8PathBuf::from(drive),
        _ => Utf8PathBuf::from(path),
    }
}

/// The address of a file.
pub fn of(path: &Utf8Path) -> String {
    let text = path.as_str().replace('\\', "/");
    let mut uri = String::from("file://");
    if !text.starts_with('/') {
        uri.push('/');
    }
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => uri += &format!("%{byte:02X}"),
        }
    }
    uri
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after
            .get(..2)
            .filter(|_| *first == b'%')
            .and_then(|two| std::str::from_utf8(two).ok())
            .and_then(|two| u8::from_str_radix(two, 16).ok());
        match hex {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
