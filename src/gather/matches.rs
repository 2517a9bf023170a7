//! The files that a `glob` means.
//!
//! Unaware of media.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: looks into folders"
)]

use std::io;

use camino::{Utf8Path, Utf8PathBuf};

use crate::check::paths::glob;
use crate::diag::{Code, Diagnostic, Severity};
use crate::source::Route;

/// Nothing matches.
pub static NO_MATCH: Code = Code {
    name: "no-match",
    severity: Severity::Error,
    summary: "no file matches the pattern of `glob`",
    explanation: "The pattern is looked up from the manifest's folder, and nothing there fits it. \
Letters count as they are written, on every system; hidden files and folders are passed over.\n\n\
Wrong: `glob = \"media/*.MOV\"` for files named `*.mov`.\n\n\
Right: `glob = \"media/*.mov\"`.",
};

/// Every code that looking for matches can raise.
pub static CODES: &[&Code] = &[&NO_MATCH];

/// The files below `root` that `pattern` means, relative to it and sorted. `input` is the input's
/// name.
pub fn matches(
    root: &Utf8Path,
    pattern: &str,
    input: &str,
) -> Result<Vec<Utf8PathBuf>, Box<Diagnostic>> {
    let route = Route::root().key("inputs").key(input).key("glob");
    // A pattern that cannot be read has been reported when the manifest was checked.
    let Ok(glob) = glob(pattern) else {
        return Ok(Vec::new());
    };
    let lead = fixed_lead(pattern);
    let mut found = Vec::new();
    let mut left = vec![lead.clone()];
    while let Some(folder) = left.pop() {
        let Ok(entries) = list(&root.join(&folder)) else {
            continue;
        };
        for (name, is_folder) in entries {
            let path = folder.join(&name);
            if name.starts_with('.') {
                continue;
            }
            if is_folder {
                left.push(path);
            } else if glob.is_match(&path) {
                found.push(path);
            }
        }
    }
    found.sort();
    if found.is_empty() {
        let looked = if lead.as_str().is_empty() {
            root.to_owned()
        } else {
            root.join(&lead)
        };
        return Err(Box::new(
            Diagnostic::new(&NO_MATCH, route, format!("no file matches `{pattern}`"))
                .here(format!("nothing below `{looked}` fits"))
                .help("patterns start at the manifest's folder; letters count as written"),
        ));
    }
    Ok(found)
}

/// Names in a folder, and whether each is a folder. Names that are not UTF-8 are passed over.
fn list(folder: &Utf8Path) -> io::Result<Vec<(String, bool)>> {
    let folder = if folder == "" {
        Utf8Path::new(".")
    } else {
        folder
    };
    let mut names = Vec::new();
    for entry in folder.read_dir_utf8()? {
        let Ok(entry) = entry else { continue };
        let is_folder = entry.file_type()?.is_dir();
        names.push((entry.file_name().to_string(), is_folder));
    }
    Ok(names)
}

/// The folders of a pattern before its first wildcard.
pub fn fixed_lead(pattern: &str) -> Utf8PathBuf {
    let parts: Vec<&str> = pattern.split('/').collect();
    let wild = |part: &&str| part.contains(['*', '?', '[', '{', '\\']);
    let fixed = parts.iter().take_while(|part| !wild(part)).count();
    let fixed = fixed.min(parts.len().saturating_sub(1));
    let lead = parts.get(..fixed).unwrap_or_default().join("/");
    if lead.is_empty() && pattern.starts_with('/') {
        "/".into()
    } else {
        lead.into()
    }
}
