//! Whether a text is a manifest: editors hand over every TOML, YAML and JSON file.
//!
//! Unaware of what is wrong with it. In doubt it is one: a manifest with mistakes must not be passed
//! over.

use camino::Utf8Path;

use super::outline::Outline;
use crate::diag::suggest;
use crate::source::Route;

/// Files that others own, although they have keys that manifests have too.
const OTHERS: [&str; 14] = [
    "package.json",
    "package-lock.json",
    "composer.json",
    "deno.json",
    "tsconfig.json",
    "jsconfig.json",
    "action.yml",
    "action.yaml",
    "Cargo.toml",
    "pyproject.toml",
    "Chart.yaml",
    "pubspec.yaml",
    "docker-compose.yml",
    "docker-compose.yaml",
];

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A manifest.
    Manifest,
    /// Nothing yet: it could become one.
    Blank,
    /// Something else.
    Foreign,
}

/// How a line begins that opens the ladders of a manifest in TOML or YAML.
const LADDERS: [&str; 3] = ["\n[ladders.", "\nladders:", "\nladders."];

/// Whether a line opens the ladders of a manifest.
pub fn has_ladders(text: &str) -> bool {
    LADDERS.iter().any(|line| text.contains(line))
}

/// What the text at `path` is, by its name and its outermost keys; `keys` are those of a manifest.
/// The outline is made only where a glance does not tell.
pub fn recognise(
    path: &Utf8Path,
    text: &str,
    outline: impl FnOnce() -> Outline,
    keys: &[&str],
) -> Kind {
    if text.contains("rendit.schema.json") {
        return Kind::Manifest;
    }
    if path.file_name().is_some_and(|name| OTHERS.contains(&name)) {
        return Kind::Foreign;
    }
    if has_ladders(text) {
        return Kind::Manifest;
    }
    let outline = outline();
    let mut written: Vec<String> = Vec::new();
    for key in &outline.keys {
        let mut top = Route::root();
        if let Some(crate::source::Segment::Key(name)) = key.route.segments().first() {
            top = top.key(name.as_str());
        }
        let name = top.last();
        if !name.is_empty() && name != "$schema" && !written.contains(&name) {
            written.push(name);
        }
    }
    if written.is_empty() {
        return Kind::Blank;
    }
    let known = written
        .iter()
        .filter(|name| suggest(name, keys.iter().copied()).is_some())
        .count();
    if written.iter().any(|name| name == "ladders") || known * 2 > written.len() {
        Kind::Manifest
    } else {
        Kind::Foreign
    }
}
