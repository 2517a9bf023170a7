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
use crate::workspace::Matched;

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

/// A match that cannot be written down.
pub static NAME_NOT_TEXT: Code = Code {
    name: "name-not-text",
    severity: Severity::Warning,
    summary: "a file that `glob` means has a name that is no text, and is left out",
    explanation: "Names of files are bytes; those of manifests, plans and playlists are UTF-8 text. A \
name that is no such text, mostly one in Latin-1 from an old disk or archive, cannot be written down \
there. The file is left out of the batch, and the others are done.\n\n\
Wrong: a file called `caf` and the byte E9 among those that `glob` finds.\n\n\
Right: the same file renamed to `café`, for example with \
`convmv -r -f latin1 -t utf8 --notest media`.",
};

/// Every code that looking for matches can raise.
pub static CODES: &[&Code] = &[&NAME_NOT_TEXT, &NO_MATCH];

/// The files below `root` that `pattern` means. `input` is the input's name.
///
/// # Errors
/// Nothing matches.
pub fn matches(root: &Utf8Path, pattern: &str, input: &str) -> Result<Matched, Box<Diagnostic>> {
    let route = Route::root().key("inputs").key(input).key("glob");
    let mut matches = Matched {
        files: Vec::new(),
        findings: Vec::new(),
    };
    // A pattern that cannot be read has been reported when the manifest was checked.
    let Ok(glob) = glob(pattern) else {
        return Ok(matches);
    };
    let lead = fixed_lead(pattern);
    let mut unnamed = Vec::new();
    let mut left = vec![lead.clone()];
    while let Some(folder) = left.pop() {
        let Ok(entries) = list(&root.join(&folder)) else {
            continue;
        };
        for entry in entries {
            let path = folder.join(&entry.name);
            if entry.name.starts_with('.') {
                continue;
            }
            // Whether anything in a folder would match is seen only by going there.
            let meant = match entry.is_folder {
                true => goes_below(pattern, &path),
                false => glob.is_match(&path),
            };
            if !entry.is_text {
                unnamed.extend(meant.then_some(path));
            } else if entry.is_folder {
                left.push(path);
            } else if meant {
                matches.files.push(path);
            }
        }
    }
    matches.files.sort();
    unnamed.sort();
    if matches.files.is_empty() {
        let looked = if lead.as_str().is_empty() {
            root.to_owned()
        } else {
            root.join(&lead)
        };
        let finding = Diagnostic::new(&NO_MATCH, route, format!("no file matches `{pattern}`"))
            .here(format!("nothing below `{looked}` fits"));
        return Err(Box::new(match unnamed.first() {
            None => {
                finding.help("patterns start at the manifest's folder; letters count as written")
            }
            Some(path) => finding.help(format!("rename `{path}`: its name is not UTF-8 text")),
        }));
    }
    matches.findings.extend(unnamed.iter().map(|path| {
        let message = format!("`{path}` is left out: its name is not UTF-8 text");
        Diagnostic::new(&NAME_NOT_TEXT, route.clone(), message)
            .here("found by this pattern")
            .help("rename it")
    }));
    Ok(matches)
}

/// Whether a pattern can mean something inside of a folder.
fn goes_below(pattern: &str, folder: &Utf8Path) -> bool {
    pattern.contains("**") || pattern.split('/').count() > folder.components().count()
}

struct Entry {
    /// What is no text is replaced by U+FFFD.
    name: String,
    is_text: bool,
    is_folder: bool,
}

fn list(folder: &Utf8Path) -> io::Result<Vec<Entry>> {
    let folder = if folder == "" {
        Utf8Path::new(".")
    } else {
        folder
    };
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let Ok(entry) = entry else { continue };
        let name = entry.file_name();
        entries.push(Entry {
            name: name.to_string_lossy().into_owned(),
            is_text: name.to_str().is_some(),
            is_folder: entry.file_type()?.is_dir(),
        });
    }
    Ok(entries)
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
