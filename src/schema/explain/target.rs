//! A folder where a file is published, and a playlist where a folder is: `dir = "out/archive"` in a file
//! output, `path = "out/web/master.m3u8"` in a package.
//!
//! Unaware of endings of files.

use serde_json::Value;

use super::Site;
use crate::document::{Document, Entry, Kind, Map};
use crate::schema::shape::property;
use crate::source::{Route, Span};

/// The endings of playlists, and the keys that name them.
const PLAYLISTS: [(&str, &str); 2] = [(".m3u8", "playlist"), (".mpd", "mpd")];

/// What to write for `key`, which stands for `name`: an entry, or two.
pub(super) fn reworded(
    site: &Site<'_>,
    table: &Map,
    key: &str,
    name: &str,
) -> Option<(Vec<String>, Option<Span>)> {
    let entry = table.get(key)?;
    let text = entry.value.as_str().filter(|text| !text.is_empty())?;
    let is_file = property(site.owner, "type").get("const") == Some(&Value::from("file"));
    let entries = match name {
        "path" if is_file => {
            let path = file(site.document, table, text)?;
            vec![site.syntax.entry(name, &path.into())]
        }
        "dir" => {
            let (folder, file) = text
                .rsplit_once('/')
                .filter(|(folder, _)| !folder.is_empty())?;
            let (_, playlist) = PLAYLISTS.iter().find(|(end, _)| file.ends_with(end))?;
            let is_free = table.get(playlist).is_none();
            if !is_free || file.contains("${") || property(site.owner, playlist).is_null() {
                return None;
            }
            let dir = site.syntax.entry(name, &folder.into());
            vec![dir, site.syntax.entry(playlist, &file.into())]
        }
        _ => return None,
    };
    let (from, to) = (&entry.key_span, &entry.value.span);
    let is_near = from.file.is(&to.file) && from.end <= to.start && entry.value.via.is_none();
    let span = is_near.then(|| Span::new(&from.file, from.start, to.end));
    Some((entries, span))
}

/// For a package without its folder, of which a playlist's name says it: the value at fault, and both
/// entries.
pub(super) fn of_playlist(site: &Site<'_>) -> Option<(Route, String)> {
    let table = site.node.as_map()?;
    PLAYLISTS.iter().find_map(|(_, key)| {
        let path = table.get(key)?.value.as_str()?;
        let (folder, name) = path
            .rsplit_once('/')
            .filter(|(folder, _)| !folder.is_empty())?;
        let dir = site.syntax.entry("dir", &folder.into());
        let own = site.syntax.entry(key, &name.into());
        Some((site.route.key(*key), format!("write `{dir}` and `{own}`")))
    })
}

/// The entries as they stand where the first one begins.
pub(super) fn joined(entries: &[String], at: &Span, comma: bool) -> String {
    let file = &at.file;
    let line = file.line_range(file.line_of(at.start));
    let before = file.text().get(line.start..at.start).unwrap_or_default();
    let comma = if comma { "," } else { "" };
    match before.trim().is_empty() {
        true => entries.join(&format!("{comma}{}{before}", file.line_end())),
        false => entries.join(", "),
    }
}

/// A file in a folder, named after the input that it is made of.
fn file(document: &Document, table: &Map, folder: &str) -> Option<String> {
    let bare = folder.trim_end_matches('/');
    let last = bare.rsplit('/').next()?;
    if last.rsplit('}').next()?.contains('.') {
        return None;
    }
    let inputs = document.get(&Route::root().key("inputs"))?.as_map()?;
    let listed = table.get("inputs").map(|list| &list.value);
    let first = listed.and_then(|list| match &list.kind {
        Kind::Seq(items) => items.first()?.as_str(),
        _ => None,
    });
    let glob = |entry: &Entry| {
        Some(
            entry
                .value
                .as_map()?
                .get("glob")?
                .value
                .as_str()?
                .to_owned(),
        )
    };
    let batch = inputs
        .iter()
        .find_map(|input| Some((input.key.as_str(), glob(input)?)));
    let name = first
        .or_else(|| batch.as_ref().map(|(name, _)| *name))
        .or_else(|| Some(&*inputs.iter().next()?.key))?;
    let part = |part: &str| format!("${{{name}.{part}}}");
    let (stem, within) = (part("stem"), part("folder"));
    if last.contains(&stem) && bare == folder {
        return Some(format!("{folder}.mp4"));
    }
    // What another placeholder stands for may be a file already.
    if last.ends_with('}') && !last.ends_with(&within) {
        return None;
    }
    let is_deep = batch.is_some_and(|(batch, glob)| {
        let folders = glob.rsplit_once('/').map_or("", |(folders, _)| folders);
        batch == name && folders.contains(['*', '?', '[', '{'])
    });
    Some(match is_deep && !bare.contains(&within) {
        true => format!("{bare}/{within}/{stem}.mp4"),
        false => format!("{bare}/{stem}.mp4"),
    })
}
