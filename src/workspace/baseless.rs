//! A manifest whose `extends` names no file, or that has lost its `extends`: which file beside it is
//! meant.
//!
//! Unaware of what a manifest means; it looks for names.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::json;

use super::{Texts, heir};
use crate::diag::{Cure, Diagnostic, Diagnostics, names, suggest};
use crate::document::{self, Document, Kind, Map, Node, Trail, is_manifest_name};
use crate::schema::MISSING_KEY;
use crate::source::Route;

/// The sections that every manifest has, its own or those of what it extends.
const NEEDED: [&str; 3] = ["inputs", "ladders", "outputs"];

/// How many files beside a manifest are looked into. Of more, several would do.
const MOST_FILES: usize = 16;

/// Names that a manifest uses and does not define, each with its section.
type Asked = BTreeSet<(&'static str, String)>;

/// Adds what was meant by a name in `extends` that cannot be read, from the folder that it leads to or
/// from those around; `own` is the manifest's path.
pub(super) fn meant(
    finding: Diagnostic,
    texts: &dyn Texts,
    own: &Utf8Path,
    (name, at): (&str, Route),
) -> Diagnostic {
    let folder = own.parent().unwrap_or(Utf8Path::new(""));
    if name.trim().is_empty() {
        return finding.help("name a manifest, or remove the text");
    }
    let several: Vec<String> = name
        .split([',', ';'])
        .map(|one| one.trim().to_owned())
        .collect();
    if several.len() > 1 && several.iter().all(|one| is_there(texts, folder, own, one)) {
        let quoted: Vec<String> = several.iter().map(|one| format!("\"{one}\"")).collect();
        return finding
            .help(format!("write each by itself: {}", quoted.join(", ")))
            .cure(Cure::Split(at, several));
    }
    let inside = manifests(texts, &folder.join(name), own);
    let inside = match inside.as_slice() {
        [only] => Some(Utf8Path::new(name).join(only).into_string()),
        _ => None,
    };
    match inside.or_else(|| near(texts, own, name)) {
        Some(near) => finding
            .help(format!("did you mean `{near}`?"))
            .cure(Cure::Write(at, near.into()))
            .sure(false),
        None => finding.help("the path is relative to the manifest that names it"),
    }
}

fn near(texts: &dyn Texts, own: &Utf8Path, name: &str) -> Option<String> {
    let folder = own.parent().unwrap_or(Utf8Path::new(""));
    let (wanted, path) = (Utf8Path::new(name), folder.join(name));
    let file = wanted.file_name()?;
    let there = path.parent().unwrap_or(Utf8Path::new(""));
    let beside = manifests(texts, there, own);
    let others = || beside.iter().map(String::as_str).filter(|one| *one != file);
    let stem = wanted.file_stem().unwrap_or(file);
    let mut twins = others().filter(|one| Utf8Path::new(one).file_stem() == Some(stem));
    let twin = twins.next().filter(|_| twins.next().is_none());
    if let Some(near) = twin.or_else(|| suggest(file, others())) {
        return Some(wanted.with_file_name(near).into_string());
    }
    ["", ".."].into_iter().find_map(|step| {
        let around = folder.join(step);
        let is_there = manifests(texts, &around, own).iter().any(|one| one == file);
        let found = Utf8Path::new(step).join(file).into_string();
        (is_there && found != name).then_some(found)
    })
}

/// Whether a manifest of that name can be read from there.
fn is_there(texts: &dyn Texts, folder: &Utf8Path, own: &Utf8Path, name: &str) -> bool {
    let path = folder.join(name);
    let there = path.parent().unwrap_or(Utf8Path::new(""));
    let all = manifests(texts, there, own);
    path.file_name()
        .is_some_and(|file| all.iter().any(|one| one == file))
}

/// The manifests of a folder, but for the one that asks.
fn manifests(texts: &dyn Texts, folder: &Utf8Path, own: &Utf8Path) -> Vec<String> {
    let mut all = texts.beside(folder);
    let own = texts.same(own);
    all.retain(|name| is_manifest_name(name) && texts.same(&folder.join(name)) != own);
    all.sort_unstable();
    all
}

/// Tells that the `extends` of a manifest is gone, where it lacks whole sections; whether what else it
/// lacks is an echo of that.
pub(super) fn tell_lost(
    found: &mut Diagnostics,
    document: &Document,
    texts: &dyn Texts,
    own: &Utf8Path,
) -> bool {
    let extends = document.get(&Route::root().key("extends"));
    let is_none = extends.is_none_or(|node| matches!(&node.kind, Kind::Seq(all) if all.is_empty()));
    let Some(root) = document.root.as_map().filter(|_| is_none) else {
        return false;
    };
    let missing: Vec<&str> = NEEDED
        .into_iter()
        .filter(|key| root.get(key).is_none())
        .collect();
    let is_told = |one: &Diagnostic| one.code == &MISSING_KEY && one.route.is_root();
    // A manifest that is only begun lacks all of them.
    let is_begun = missing.len() < NEEDED.len() || root.get("vars").is_some();
    if missing.is_empty() || !is_begun || !found.as_slice().iter().any(is_told) {
        return false;
    }
    let asked = asked(document, root);
    let holes: BTreeSet<&str> = asked.iter().map(|(section, _)| *section).collect();
    let is_lost = holes.iter().any(|section| !missing.contains(section));
    let base = base(texts, own, &missing, &asked);
    if base.is_none() && !is_lost {
        return false;
    }
    let lacking: BTreeSet<&str> = missing.iter().copied().chain(holes).collect();
    let file = base.as_ref().map_or("FILE", |path| path.as_str());
    let line = document
        .syntax_at(&Route::root())
        .entry("extends", &json!([file]));
    let lacking = names(lacking);
    let help = match &base {
        Some(base) => format!("is `extends` missing? `{base}` has {lacking}: write `{line}`"),
        None => {
            format!("is `extends` missing? Write `{line}`, with the manifest that has {lacking}")
        }
    };
    found.help_instead(is_told, |before| match before {
        Some(before) if !is_lost => format!("{help}\n{before}"),
        _ => help.clone(),
    });
    is_lost
}

/// What a manifest uses and does not define.
fn asked(document: &Document, root: &Map) -> Asked {
    let mut asked = Asked::new();
    let table = |section: &str| root.get(section).and_then(|entry| entry.value.as_map());
    let mut ask = |section: &'static str, name: &str| {
        let known = table(section).is_some_and(|table| table.get(name).is_some());
        if !known {
            asked.insert((section, name.to_owned()));
        }
    };
    for output in table("outputs").into_iter().flat_map(Map::iter) {
        let keys = output.value.as_map();
        for section in ["inputs", "ladders", "encryption"] {
            let value = keys
                .and_then(|keys| keys.get(section))
                .map(|entry| &entry.value);
            let items: &[Node] = match value {
                Some(Node {
                    kind: Kind::Seq(items),
                    ..
                }) => items,
                Some(one) => std::slice::from_ref(one),
                None => &[],
            };
            let names = items.iter().filter_map(Node::as_str);
            names.for_each(|name| ask(section, name));
        }
    }
    document.root.walk(&Trail::Root, &mut |_, node| {
        let text = node.as_str().unwrap_or_default();
        let names = text.split("${vars.").skip(1);
        for name in names.filter_map(|rest| Some(rest.split_once('}')?.0)) {
            ask("vars", name);
        }
    });
    // An input that only changes a part of what it is elsewhere.
    for input in table("inputs").into_iter().flat_map(Map::iter) {
        let is_changed = input.value.as_map().is_some_and(|keys| !keys.is_empty());
        if is_changed && heir::is_part(input, "inputs") {
            asked.insert(("inputs", input.key.clone()));
        }
    }
    // A slip in the name of a variable that is there is told as such.
    let known = table("vars");
    let known = || {
        known
            .into_iter()
            .flat_map(Map::iter)
            .map(|one| one.key.as_str())
    };
    asked.retain(|(section, name)| *section != "vars" || suggest(name, known()).is_none());
    asked
}

/// The only manifest beside `own`, or in the folder above, that has all that is missing.
fn base(texts: &dyn Texts, own: &Utf8Path, missing: &[&str], asked: &Asked) -> Option<Utf8PathBuf> {
    let folder = own.parent().unwrap_or(Utf8Path::new(""));
    let mut only = None;
    for step in ["", ".."] {
        let around = folder.join(step);
        let all = manifests(texts, &around, own);
        if all.len() > MOST_FILES {
            return None;
        }
        for name in all {
            let Ok(file) = texts.read(&around.join(&name)) else {
                continue;
            };
            let document = document::parse(&mut Diagnostics::new(), &file);
            let Some(document) = document.filter(|document| !document.is_broken()) else {
                continue;
            };
            let has = |route: Route| document.get(&route).is_some();
            let section = |name: &str| Route::root().key(name);
            let has_all = missing.iter().all(|one| has(section(one)))
                && asked
                    .iter()
                    .all(|(one, name)| has(section(one).key(name.as_str())));
            if !has_all {
                continue;
            }
            if only.is_some() {
                return None;
            }
            only = Some(Utf8Path::new(step).join(name));
        }
    }
    only
}
