//! Inside of texts: names in `${…}`, and files.
//!
//! Unaware of the disk.

use super::super::names::is_name;
use super::super::outline::Cursor;
use super::super::write;
use super::{Ask, Item, kind, names, quoted_rest, syntax};
use crate::check::paths::Parts;
use crate::check::texts::Place;
use crate::document::{ENDINGS, Syntax};
use crate::source::{Route, Segment};

/// Most files that are offered at once.
const MOST_FILES: usize = 500;

/// What may be named in the text at `route`; see [`crate::check::texts`].
pub fn place(route: &Route) -> Place {
    let keys: Vec<&str> = route
        .segments()
        .iter()
        .filter_map(|segment| match segment {
            Segment::Key(key) => Some(key.as_str()),
            Segment::Index(_) => None,
        })
        .collect();
    match keys.as_slice() {
        ["vars", ..] => Place::Variable,
        ["inputs", _, "path" | "glob"] => Place::Source,
        ["outputs", _, "dir"] => Place::Folder,
        ["outputs", _, "path"] => Place::File,
        ["outputs", _, "segment_path"] => Place::Segments,
        _ => Place::Plain,
    }
}

/// Whether the text at `route` names something on the disk that is read.
pub fn is_path(route: &Route) -> bool {
    match route.segments() {
        [Segment::Key(extends), Segment::Index(_)] => extends == "extends",
        [Segment::Key(table), _, Segment::Key(key)] => {
            (table == "inputs" && key == "path")
                || (table == "encryption" && (key == "key_file" || key == "key_info_file"))
        }
        _ => false,
    }
}

/// Names for the placeholder that the cursor is in; `None` outside of one.
pub(super) fn placeholders(ask: &Ask<'_>, cursor: &Cursor) -> Option<Vec<Item>> {
    if !ask.guide.is_template(&cursor.route) {
        return None;
    }
    let text = ask.paper.text();
    let before = text.get(cursor.token.start..cursor.at)?;
    let gap = gap(ask, cursor, before)?;
    let item = |name: String, detail: String, doc: &str| {
        let (span, written, filter) = gap.filled(ask, cursor, &name);
        Item {
            snippet: write::escaped(&written),
            label: name,
            kind: kind::VARIABLE,
            detail: (!detail.is_empty()).then_some(detail),
            doc: doc.to_owned(),
            span,
            filter,
        }
    };
    let place = place(&cursor.route);
    let mut items = Vec::new();
    for late in place.late_names() {
        let doc = "Known when the output is made.";
        items.push(item((*late).to_owned(), String::new(), doc));
    }
    if place != Place::Variable {
        // An input's own path cannot name itself.
        let own = cursor.route.parent().last();
        for (name, source) in names(ask, "inputs") {
            let generated = ask
                .document
                .and_then(|document| {
                    document.get(&Route::root().key("inputs").key(name.as_str()).key("lavfi"))
                })
                .is_some();
            if generated || (place == Place::Source && name == own) {
                continue;
            }
            for part in Parts::NAMES {
                items.push(item(
                    format!("{name}.{part}"),
                    source.clone(),
                    part_doc(part),
                ));
            }
        }
    }
    let own_variable = (place == Place::Variable).then(|| cursor.route.last());
    for (name, value) in names(ask, "vars") {
        if own_variable.as_ref() != Some(&name) {
            items.push(item(
                format!("vars.{name}"),
                value,
                "A variable of the manifest.",
            ));
        }
    }
    let doc = "The manifest's file name without its ending.";
    items.push(item("job".to_owned(), String::new(), doc));
    for name in ask.environment.iter().filter(|name| is_name(name)) {
        let doc = "A variable of the environment.";
        items.push(item(format!("env.{name}"), "environment".to_owned(), doc));
    }
    Some(items)
}

/// Where a name goes.
struct Gap {
    /// The `$`.
    open: usize,
    /// Where the name begins: behind `${`, or at a `$` that has no brace yet.
    start: usize,
    /// Where it ends.
    end: usize,
    /// Whether the closing brace is there.
    closes: bool,
}

/// The placeholder that is begun before the cursor.
fn gap(ask: &Ask<'_>, cursor: &Cursor, before: &str) -> Option<Gap> {
    let rest = ask.paper.text().get(cursor.at..).unwrap_or_default();
    let dollars = before.len() - before.trim_end_matches('$').len();
    if dollars % 2 == 1 && !rest.starts_with('{') {
        let open = cursor.at - 1;
        return Some(Gap {
            open,
            start: open,
            end: cursor.at,
            closes: false,
        });
    }
    let open = before.rfind("${")?;
    let typed = before.get(open + 2..)?;
    if typed.contains('}') || (open > 0 && before.get(..open)?.ends_with('$')) {
        return None;
    }
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-');
    let end = cursor.at + rest.find(|c| !is_name(c)).unwrap_or(rest.len());
    Some(Gap {
        open: cursor.token.start + open,
        start: cursor.token.start + open + 2,
        end,
        closes: ask.paper.text().get(end..)?.starts_with('}'),
    })
}

impl Gap {
    /// What is replaced for a name, by what, and what the typed word is compared with.
    fn filled(
        &self,
        ask: &Ask<'_>,
        cursor: &Cursor,
        name: &str,
    ) -> (std::ops::Range<usize>, String, Option<String>) {
        let text = ask.paper.text();
        // Between brackets YAML needs quotes around braces.
        if syntax(ask) == Syntax::Yaml && cursor.in_brackets && cursor.quote.is_none() {
            let end = self.end + usize::from(self.closes);
            let before = text.get(cursor.token.start..self.open).unwrap_or_default();
            let after = text.get(end..cursor.token.end).unwrap_or_default();
            let whole = format!("{before}${{{name}}}{after}");
            let span = cursor.token.start..cursor.token.end.max(end);
            return (span, format!("\"{whole}\""), Some(whole));
        }
        let span = self.start..self.end;
        if self.start == self.open {
            let whole = format!("${{{name}}}");
            return (span, whole.clone(), Some(whole));
        }
        let brace = if self.closes { "" } else { "}" };
        (span, format!("{name}{brace}"), None)
    }
}

/// What a part of an input's path is.
pub fn part_doc(part: &str) -> &'static str {
    match part {
        "path" => "The whole path of the input.",
        "dir" => "The folder of the input.",
        "stem" => "The file name of the input without its ending.",
        "ext" => "The ending of the input's file name, without the dot.",
        "folder" => "Where a match lies, seen from the fixed beginning of its `glob`.",
        "name" => "The file name of the input.",
        _ => "",
    }
}

/// Files and folders that continue the path that is being typed.
pub(super) fn files(ask: &Ask<'_>, cursor: &Cursor) -> Vec<Item> {
    let text = ask.paper.text();
    let typed = text.get(cursor.token.start..cursor.at).unwrap_or_default();
    if typed.contains("://") || typed.contains("${") {
        return Vec::new();
    }
    let cut = typed.rfind('/').map_or(0, |slash| slash + 1);
    let folder = typed.get(..cut).unwrap_or_default();
    let wants_manifest =
        matches!(cursor.route.segments(), [Segment::Key(key), ..] if key == "extends");
    let mut files = (ask.files)(folder);
    files.retain(|file| {
        let is_hidden = file.name.starts_with('.');
        let ending = file.name.rsplit_once('.').map(|(_, ending)| ending);
        let is_manifest = ending.is_some_and(|ending| ENDINGS.contains(&ending));
        !is_hidden && (file.is_folder || !wants_manifest || is_manifest)
    });
    files.sort_by(|a, b| (!a.is_folder, &a.name).cmp(&(!b.is_folder, &b.name)));
    files.truncate(MOST_FILES);
    files
        .into_iter()
        .map(|file| {
            let name = if file.is_folder {
                format!("{}/", file.name)
            } else {
                file.name
            };
            let (written, span) = match cursor.quote {
                // The quote stays open behind a folder: more is to come.
                Some(quote) if !file.is_folder => (
                    quoted_rest(&name, quote, cursor),
                    cursor.token.start + cut..cursor.token.end,
                ),
                Some(_) => (name.clone(), cursor.token.start + cut..cursor.token.end),
                None => {
                    let whole = format!("{folder}{name}");
                    (syntax(ask).string(&whole), cursor.token.clone())
                }
            };
            Item {
                kind: if file.is_folder {
                    kind::FOLDER
                } else {
                    kind::FILE
                },
                detail: None,
                doc: String::new(),
                snippet: write::escaped(&written),
                span,
                filter: cursor.quote.is_none().then(|| written.clone()),
                label: name,
            }
        })
        .collect()
}
