//! Whether a text is a manifest: editors hand over every TOML, YAML and JSON file.
//!
//! Unaware of what is wrong with it. A manifest says so by the schema that it names or by its file's
//! name, or it has ladders or outputs of the types that there are. Words that other tools use as well,
//! such as `extends` or `inputs`, are no proof.

use std::collections::HashSet;

use camino::Utf8Path;
use serde_json::Value;

use super::outline::Outline;
use crate::diag::suggest;
use crate::document::ENDINGS;
use crate::schema::shape::{Variants, keys, property};
use crate::source::{Route, Segment};

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

/// Whether a line opens the ladders of a manifest: a glance at a text that is too large to be read.
pub fn has_ladders(text: &str) -> bool {
    LADDERS.iter().any(|line| text.contains(line))
}

/// What the text at `path` is; `schema` is that of manifests. The outline is made only where a glance
/// does not tell.
pub fn recognise(
    path: &Utf8Path,
    text: &str,
    outline: impl FnOnce() -> Outline,
    schema: &Value,
) -> Kind {
    let name = path.file_name().unwrap_or_default();
    if let Some(named) = schema_of_comment(text) {
        return by_schema(named);
    }
    if OTHERS.contains(&name) {
        return Kind::Foreign;
    }
    if is_named_ours(name) {
        return Kind::Manifest;
    }
    let outline = outline();
    if let Some(named) = outline.text_at(&Route::root().key("$schema")) {
        return by_schema(named);
    }
    let signs = Signs::of(&outline, schema);
    if signs.known + signs.foreign == 0 {
        Kind::Blank
    } else if signs.known <= signs.foreign {
        Kind::Foreign
    } else if signs.is_manifest() {
        Kind::Manifest
    } else if name.starts_with('.') {
        // The settings of some other tool.
        Kind::Foreign
    } else {
        Kind::Blank
    }
}

/// Whether a text that is no manifest by itself may be a part of one: a section of a manifest begins in
/// it, and no schema and no name says that it is another's.
pub fn may_be_part(path: &Utf8Path, text: &str, schema: &Value) -> bool {
    if OTHERS.contains(&path.file_name().unwrap_or_default()) || schema_of_comment(text).is_some() {
        return false;
    }
    let keys = keys(schema);
    text.lines().any(|line| {
        let word = line.trim_start_matches(['[', '{', '"', ' ']);
        let key = keys.iter().find_map(|key| word.strip_prefix(key));
        key.is_some_and(|rest| rest.starts_with(['.', ']', ':', '"', ' ', '=']))
    })
}

fn by_schema(named: &str) -> Kind {
    let file = named.rsplit('/').next().unwrap_or(named);
    if file.contains("rendit") {
        Kind::Manifest
    } else {
        Kind::Foreign
    }
}

/// The schema that a comment names, as taplo, Tombi and yaml-language-server read it.
fn schema_of_comment(text: &str) -> Option<&str> {
    let lines = text.trim_start_matches('\u{feff}').lines();
    let comments = lines.take_while(|line| line.trim().is_empty() || line.starts_with('#'));
    for line in comments {
        let comment = line.trim_start_matches('#').trim_start();
        let named = comment.strip_prefix(":schema ").or_else(|| {
            let rest = comment.strip_prefix("yaml-language-server:")?;
            rest.trim_start().strip_prefix("$schema=")
        });
        if let Some(named) = named {
            return Some(named.trim());
        }
    }
    None
}

/// `film.rendit.toml`
fn is_named_ours(name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem.ends_with(".rendit")
}

/// What speaks for a manifest, and what against it.
#[derive(Default)]
struct Signs {
    /// How many outermost keys a manifest has, or nearly.
    known: usize,
    /// How many it has not.
    foreign: usize,
    /// Whether a ladder or an output is of a type that there is.
    typed: bool,
    /// Whether it is of version 1.
    version: bool,
    /// Whether there are ladders at all.
    ladders: bool,
    /// Whether an input has a source.
    sourced: bool,
    /// Whether it extends files.
    extends: bool,
}

impl Signs {
    fn of(outline: &Outline, schema: &Value) -> Self {
        let keys = keys(schema);
        let types = |table: &str| {
            let entries = property(schema, table).get("additionalProperties");
            let variants = entries.and_then(Variants::of);
            variants.map_or_else(Vec::new, |variants| {
                variants.all.iter().map(|(name, _)| *name).collect()
            })
        };
        let (ladder_types, output_types) = (types("ladders"), types("outputs"));
        let mut signs = Self::default();
        let mut written = HashSet::new();
        let mut file_outputs = HashSet::new();
        for key in &outline.keys {
            match key.route.segments() {
                [Segment::Key(name)] if written.insert(name.to_string()) => {
                    if suggest(name, keys.iter().copied()).is_some() {
                        signs.known += 1;
                    } else {
                        signs.foreign += 1;
                    }
                    signs.ladders |= name.as_str() == "ladders";
                }
                [Segment::Key(table), Segment::Key(_), Segment::Key(key)]
                    if is_like(table, "ladders") && key.as_str() == "rungs" =>
                {
                    signs.typed = true;
                }
                _ => {}
            }
        }
        for scalar in &outline.scalars {
            match scalar.route.segments() {
                [Segment::Key(key)] if key.as_str() == "version" => {
                    signs.version = scalar.text == "1";
                }
                [Segment::Key(key), Segment::Index(_)] if key.as_str() == "extends" => {
                    let ending = scalar.text.rsplit_once('.').map(|(_, ending)| ending);
                    signs.extends |= ending.is_some_and(|ending| ENDINGS.contains(&ending));
                }
                [Segment::Key(table), Segment::Key(_), Segment::Key(key)] => {
                    let text = scalar.text.as_str();
                    let key = key.as_str();
                    if key == "type" && is_like(table, "ladders") {
                        signs.typed |= ladder_types.contains(&text);
                    } else if key == "type" && is_like(table, "outputs") && text == "file" {
                        // Others have outputs of this name, too.
                        file_outputs.insert(scalar.route.parent().key("ladders"));
                    } else if key == "type" && is_like(table, "outputs") {
                        signs.typed |= output_types.contains(&text);
                    } else if matches!(key, "path" | "glob" | "lavfi") {
                        signs.sourced |= is_like(table, "inputs");
                    }
                }
                _ => {}
            }
        }
        let mut lists = outline.keys.iter().map(|key| &key.route);
        if !signs.typed && !file_outputs.is_empty() {
            signs.typed = lists.any(|route| file_outputs.contains(route));
        }
        signs
    }

    /// Whether it is one beyond doubt: what has no types yet must have no stranger's key either.
    fn is_manifest(&self) -> bool {
        let has_body = self.ladders || self.sourced;
        let is_begun = match (self.version, self.extends) {
            (true, true) => true,
            (true, false) | (false, true) => has_body,
            (false, false) => false,
        };
        self.typed || (is_begun && self.foreign == 0)
    }
}

/// Whether a key of the outermost table is this one, or this one misspelt.
fn is_like(written: &str, name: &str) -> bool {
    written == name || suggest(written, [name]).is_some()
}
