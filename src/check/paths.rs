//! Paths as text: resolved without looking, so that they can be compared.
//!
//! Unaware of the disk: two names of one file, such as a link and its target, differ here.

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use globset::{GlobBuilder, GlobMatcher};

/// The path without `.` and without `..`, except for those `..` that lead out of where it starts.
/// The folder itself is the empty path.
pub fn normal(path: &Utf8Path) -> Utf8PathBuf {
    // Most are: nothing to look for in them.
    if is_normal(path.as_str()) {
        return path.to_owned();
    }
    let mut done = Utf8PathBuf::new();
    for component in path.components() {
        match component {
            Utf8Component::CurDir => {}
            Utf8Component::ParentDir => match done.components().next_back() {
                Some(Utf8Component::Normal(_)) => {
                    done.pop();
                }
                Some(Utf8Component::RootDir | Utf8Component::Prefix(_)) => {}
                _ => done.push(".."),
            },
            other => done.push(other.as_str()),
        }
    }
    done
}

/// Whether a path is its own normal form.
fn is_normal(path: &str) -> bool {
    let mut names = path.strip_prefix('/').unwrap_or(path).split('/');
    !path.contains('\\') && names.all(|name| !matches!(name, "" | "." | ".."))
}

/// A path of the manifest in the folder `root`, as seen from where the manifest's own path begins.
pub fn resolve(root: &Utf8Path, path: &str) -> Utf8PathBuf {
    normal(&root.join(Utf8Path::new(path)))
}

/// Whether a relative path leads out of the folder where it starts.
pub fn climbs(path: &Utf8Path) -> bool {
    normal(path).starts_with("..")
}

/// Whether `text` is a URL such as `https://example.com/film.mp4`.
pub fn is_url(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, _)| {
        !scheme.is_empty()
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '+')
    })
}

/// The path's ending in lower case, without the dot; empty if there is none.
pub fn ending(path: &str) -> String {
    Utf8Path::new(path)
        .extension()
        .unwrap_or_default()
        .to_lowercase()
}

/// `name` with everything replaced that has a meaning in paths or on command lines: letters,
/// digits, `-`, `_` and inner dots stay.
pub fn safe_name(name: &str) -> String {
    let safe: String = name
        .chars()
        .map(|c| match c {
            '-' | '_' | '.' => c,
            other if other.is_alphanumeric() => other,
            _ => '-',
        })
        .collect();
    let safe = safe.trim_start_matches(['.', '-']);
    if safe.is_empty() {
        "job".into()
    } else {
        safe.into()
    }
}

/// What a manifest's glob means: `*` and `?` stay within a folder, `**` is any folders, `[ab]` one of
/// the characters, `{a,b}` either, `\` takes the meaning from the next character.
///
/// # Errors
/// The pattern is malformed, such as a `[` without its `]`.
pub fn glob(pattern: &str) -> Result<GlobMatcher, globset::Error> {
    let pattern = normal(Utf8Path::new(pattern));
    let glob = GlobBuilder::new(pattern.as_str())
        .literal_separator(true)
        .backslash_escape(true)
        .build()?;
    Ok(glob.compile_matcher())
}

/// The parts of a source's path that templates can name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// The whole path or URL.
    pub path: String,
    /// What stands before the last `/`; `.` if nothing does.
    pub dir: String,
    /// The last name, without a URL's query.
    pub name: String,
    /// The last name without its ending.
    pub stem: String,
    /// The ending without its dot; may be empty.
    pub ext: String,
    /// The folder relative to the fixed leading part of the glob that found it; else `.`.
    pub folder: String,
}

impl Parts {
    /// What can be named.
    pub const NAMES: [&'static str; 6] = ["path", "dir", "stem", "ext", "folder", "name"];

    /// The parts of a path or URL as it was written.
    pub fn of(path: &str) -> Self {
        let (dir, name) = if is_url(path) {
            split_url(path)
        } else {
            let whole = Utf8Path::new(path);
            let dir = whole.parent().map_or(".", Utf8Path::as_str);
            (dir, whole.file_name().unwrap_or_default())
        };
        let (stem, ext) = match name.rsplit_once('.') {
            Some((stem, ext)) if !stem.is_empty() && name != ".." => (stem, ext),
            _ => (name, ""),
        };
        Self {
            path: path.into(),
            dir: if dir.is_empty() { "." } else { dir }.into(),
            name: undotted(name),
            stem: undotted(stem),
            ext: ext.into(),
            folder: ".".into(),
        }
    }

    /// The parts of a file that the glob `pattern` found.
    pub fn of_match(item: &Utf8Path, pattern: &str) -> Self {
        let mut parts = Self::of(item.as_str());
        let base = normal(&fixed_part(pattern));
        let dir = normal(Utf8Path::new(&parts.dir));
        if let Ok(folder) = dir.strip_prefix(&base)
            && !folder.as_str().is_empty()
        {
            parts.folder = folder.to_string();
        }
        parts
    }

    /// The part called `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        match name {
            "path" => Some(&self.path),
            "dir" => Some(&self.dir),
            "stem" => Some(&self.stem),
            "ext" => Some(&self.ext),
            "folder" => Some(&self.folder),
            "name" => Some(&self.name),
            _ => None,
        }
    }
}

/// A file called `...mp4` has the stem `..`: as part of a path that would be a step up.
fn undotted(name: &str) -> String {
    match name {
        "." | ".." => name.replace('.', "_"),
        _ => name.into(),
    }
}

/// What stands before the last `/` of a URL, and what follows it without query and fragment; the
/// host where nothing follows.
fn split_url(url: &str) -> (&str, &str) {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let bare = url.get(..end).unwrap_or(url).trim_end_matches('/');
    bare.rsplit_once('/').unwrap_or(("", bare))
}

/// The leading folders of a glob that hold no wildcard.
pub fn fixed_part(pattern: &str) -> Utf8PathBuf {
    let folders = Utf8Path::new(pattern).parent();
    let fixed = folders.into_iter().flat_map(Utf8Path::components);
    fixed
        .take_while(|component| !component.as_str().contains(['*', '?', '[', '{', '\\']))
        .map(|component| component.as_str())
        .collect()
}
