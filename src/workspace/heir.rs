//! What changes only a part of what is defined elsewhere, and goes astray: an entry that nothing completes,
//! an entry that is made another kind of thing, a `--set` that reaches nothing.
//!
//! Unaware of how files are read and joined.

use crate::diag::{At, Diagnostic, Diagnostics, names, suggest};
use crate::document::{BAD_OVERRIDE, Document, Entry, Map, Override};
use crate::schema::shape::{Variants, keys, property};
use crate::schema::{MISSING_KEY, UNKNOWN_KEY, WRONG_VALUE};
use crate::source::{Route, Routes, Segment, SourceFile, Span};

/// The sections whose entries are put together of several files, and what each holds.
const SECTIONS: [(&str, &str); 4] = [
    ("inputs", "input"),
    ("ladders", "ladder"),
    ("outputs", "output"),
    ("encryption", "encryption"),
];

/// What says by itself that an input is whole.
const SOURCES: [&str; 3] = ["path", "glob", "lavfi"];

/// How many mistaken names are told as such; those of one manifest are few.
const MOST_TOLD: usize = 100;

/// An entry of which a file says that it is another kind of thing than what it extends says.
pub(super) struct Turned {
    route: Route,
    /// Where it is said.
    tag: Span,
    /// What is said.
    to: String,
    /// Where else it is said.
    base: Span,
    /// What is said there.
    from: String,
}

/// The entries of `own` that are of another type in `base`.
pub(super) fn turned(schema: &serde_json::Value, own: &Document, base: &Document) -> Vec<Turned> {
    let mut all = Vec::new();
    for (section, _) in SECTIONS {
        let route = Route::root().key(section);
        let group = property(schema, section);
        let Some(variants) = group.get("additionalProperties").and_then(Variants::of) else {
            continue;
        };
        let entries = own.get(&route).and_then(|node| node.as_map());
        for entry in entries.into_iter().flat_map(|map| map.iter()) {
            let route = route.key(entry.key.as_str());
            let tag = route.key(variants.tag);
            let (Some(here), Some(there)) = (own.get(&tag), base.get(&tag)) else {
                continue;
            };
            let (Some(to), Some(from)) = (here.as_str(), there.as_str()) else {
                continue;
            };
            let is_variant = |name: &str| variants.all.iter().any(|(known, _)| *known == name);
            if to != from && is_variant(to) && is_variant(from) {
                all.push(Turned {
                    route,
                    tag: here.span.clone(),
                    to: to.to_owned(),
                    base: there.span.clone(),
                    from: from.to_owned(),
                });
            }
        }
    }
    all
}

/// What does not fit an entry's new type, since other files wrote it for another one, is told once.
pub(super) fn tell_turned(found: &mut Diagnostics, all: &[Turned], tainted: &mut Routes) {
    for one in all {
        let is_elsewhere = |finding: &Diagnostic| {
            let place = finding.primary();
            place.is_some_and(|place| !place.file.is(&one.tag.file))
        };
        let is_below = |finding: &Diagnostic| one.route.holds(&finding.route);
        let is_blamed = |finding: &&Diagnostic| {
            finding.code == &UNKNOWN_KEY && is_below(finding) && is_elsewhere(finding)
        };
        if !found.as_slice().iter().any(|finding| is_blamed(&finding)) {
            continue;
        }
        found.retain(|finding| {
            let is_tag = finding.primary() == Some(&one.tag);
            let is_lost = finding.code == &MISSING_KEY || finding.code == &UNKNOWN_KEY;
            let is_echo = is_elsewhere(finding) || is_tag || is_lost;
            !(is_below(finding) && is_echo)
        });
        let base = one.base.file.name();
        let message = format!("`{}` is of type `{}` in `{base}`", one.route, one.from);
        let help = format!("to have one of type `{}`, give it another name", one.to);
        found.push(
            Diagnostic::new(&WRONG_VALUE, one.route.key("type"), message)
                .label(
                    At::Span(one.tag.clone()),
                    format!("cannot become `{}`", one.to),
                )
                .label(
                    At::Span(one.base.clone()),
                    format!("`{}` is `{}` here", one.route.last(), one.from),
                )
                .help(help),
        );
        tainted.insert(one.route.clone());
    }
}

/// Tells entries that hold only a part, and that nothing completes: their names are mistaken.
pub(super) fn tell_orphans(found: &mut Diagnostics, document: &Document, tainted: &mut Routes) {
    let Some(own) = document.files.first() else {
        return;
    };
    let set_name = |file: &SourceFile| file.name() == "--set";
    if document.files.len() < 2 || document.is_broken() {
        return;
    }
    let mut told = Vec::new();
    for (section, what) in SECTIONS {
        let all = Route::root().key(section);
        let Some(entries) = document.get(&all).and_then(|node| node.as_map()) else {
            continue;
        };
        let mut others: Option<Vec<&str>> = None;
        for entry in entries.iter() {
            let route = all.key(entry.key.as_str());
            if !is_part(entry, section) || !is_lone(entry) || !is_told(found, &route, section) {
                continue;
            }
            // Each is compared with all others.
            if told.len() >= MOST_TOLD {
                break;
            }
            let is_set = set_name(&entry.key_span.file);
            if !is_set && !entry.key_span.file.is(own) {
                continue;
            }
            let others = others.get_or_insert_with(|| {
                let is_other = |one: &&Entry| !is_lone(one) || !is_part(one, section);
                entries
                    .iter()
                    .filter(is_other)
                    .filter(|one| is_set || reaches(one, own))
                    .map(|one| one.key.as_str())
                    .collect()
            });
            if others.is_empty() {
                continue;
            }
            let near = suggest(&entry.key, others.iter().copied());
            let finding = match is_set {
                true => unreached(entry, section, what, near, others),
                false => orphan(document, entry, &all, near, others),
            };
            told.push((route, finding));
        }
    }
    let routes: Routes = told.iter().map(|(route, _)| route.clone()).collect();
    found.retain(|one| !(one.code == &MISSING_KEY && routes.cover(&one.route)));
    for (route, finding) in told {
        found.push(document.settle(finding));
        tainted.insert(route);
    }
}

/// Whether an entry lacks what every whole one has.
pub(super) fn is_part(entry: &Entry, section: &str) -> bool {
    let Some(map) = entry.value.as_map().filter(|_| !entry.value.partial) else {
        return false;
    };
    match section {
        "inputs" => SOURCES.iter().all(|key| map.get(key).is_none()),
        _ => map.get("type").is_none(),
    }
}

/// Whether all of an entry stands in one file.
fn is_lone(entry: &Entry) -> bool {
    let own = &entry.key_span.file;
    let map = entry.value.as_map();
    map.into_iter()
        .flat_map(|map| map.iter())
        .all(|inner| inner.key_span.file.is(own) || inner.key_span.file.name() == "--set")
}

/// Whether other files than `own` hold some of an entry.
fn reaches(entry: &Entry, own: &SourceFile) -> bool {
    let is_base = |span: &Span| !span.file.is(own) && span.file.name() != "--set";
    let map = entry.value.as_map();
    is_base(&entry.key_span)
        || map
            .into_iter()
            .flat_map(|map| map.iter())
            .any(|inner| is_base(&inner.key_span))
}

/// Whether what an entry lacks is all that is wrong with it so far.
fn is_told(found: &Diagnostics, route: &Route, section: &str) -> bool {
    let mut here = found
        .as_slice()
        .iter()
        .filter(|one| route.holds(&one.route));
    match section {
        // That an input has no source is found later.
        "inputs" => here.next().is_none(),
        _ => here.any(|one| one.code == &MISSING_KEY && one.route == *route),
    }
}

/// For an entry of a file that extends others.
fn orphan(
    document: &Document,
    entry: &Entry,
    all: &Route,
    near: Option<&str>,
    others: &[&str],
) -> Diagnostic {
    let route = all.key(entry.key.as_str());
    let at = At::Key(route.clone());
    let is_input = all.last() == "inputs";
    let lacks = match is_input {
        true => "a source",
        false => "`type`",
    };
    let finding = Diagnostic::new(
        &MISSING_KEY,
        route.clone(),
        format!("nothing that this extends has `{route}`"),
    )
    .label(at.clone(), format!("by itself, it lacks {lacks}"));
    let only = || only_like(document, entry, all, others);
    let Some(meant) = near.or_else(only) else {
        let others = names(others.iter().copied());
        return finding.help(format!("write {lacks}, or name one of {others}"));
    };
    let finding = finding
        .label(
            At::Key(all.key(meant)),
            format!("`{meant}` is defined here"),
        )
        .help(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("did you mean `{meant}`? If this is a new one, it needs {lacks}"),
        });
    let near = meant;
    // What stands beside it would be given twice.
    let is_beside = document
        .locate(&At::Key(all.key(near)))
        .is_some_and(|key| key.file.is(&entry.key_span.file));
    match is_beside {
        true => finding,
        false => finding
            .fix(at, document.syntax_at(&route).key(near))
            .sure(false),
    }
}

/// The only other entry that has all keys of this one, and that this one's file says nothing of.
fn only_like<'a>(
    document: &Document,
    entry: &Entry,
    all: &Route,
    others: &[&'a str],
) -> Option<&'a str> {
    let keys = entry.value.as_map().filter(|map| !map.is_empty())?;
    let section = document.get(all)?.as_map()?;
    let mut alike = others.iter().filter(|name| {
        let other = section.get(name);
        other.is_some_and(|other| {
            let map = other.value.as_map();
            let has_all = |map: &Map| keys.iter().all(|one| map.get(&one.key).is_some());
            !other.key_span.file.is(&entry.key_span.file) && map.is_some_and(has_all)
        })
    });
    let only = alike.next()?;
    alike.next().is_none().then_some(*only)
}

/// For an entry that only `--set` has.
fn unreached(
    entry: &Entry,
    section: &str,
    what: &str,
    near: Option<&str>,
    others: &[&str],
) -> Diagnostic {
    let (name, route) = (&entry.key, Route::root().key(section));
    let finding = refused(
        &entry.key_span,
        &route,
        format!("no {what} is called `{name}`"),
        "not defined",
    );
    let written = entry.key_span.file.text().trim_start();
    let rest = written.strip_prefix(&route.key(name.as_str()).to_string());
    match (near, rest) {
        (Some(near), Some(rest)) => {
            finding.help(format!("write `--set {}{rest}`", route.key(near)))
        }
        (Some(near), None) => finding.help(format!("did you mean `{near}`?")),
        (None, _) => finding.help(format!("there are {}", names(others.iter().copied()))),
    }
}

fn refused(key: &Span, route: &Route, message: String, label: &str) -> Diagnostic {
    let at = At::Span(key.clone());
    Diagnostic::new(&BAD_OVERRIDE, route.clone(), message).label(at, label)
}

/// Why a `--set` would do nothing, if that is plain before it is tried; `all` are the texts of all.
pub(super) fn misses(
    schema: &serde_json::Value,
    document: &Document,
    change: &Override,
    all: &[String],
) -> Option<Diagnostic> {
    let [Segment::Key(first), rest @ ..] = change.route.segments() else {
        return None;
    };
    let text = change.key.file.text().trim_start();
    if property(schema, first).is_null()
        && document.get(&Route::root().key(first.as_str())).is_none()
    {
        let near = suggest(first, keys(schema))?;
        let message = format!("a manifest has no `{first}`");
        let finding = refused(&change.key, &change.route, message, "not known");
        return Some(match text.strip_prefix(first.as_str()) {
            Some(rest) => finding.help(format!("write `--set {near}{rest}`")),
            None => finding.help(format!("did you mean `{near}`?")),
        });
    }
    let ("vars", [Segment::Key(name)]) = (first.as_str(), rest) else {
        return None;
    };
    let texts = document.files.iter().map(SourceFile::text);
    let mut texts = texts.chain(all.iter().map(String::as_str));
    let is_known = document.get(&change.route).is_some();
    if is_known || document.is_broken() || texts.any(|text| names_variable(text, name)) {
        return None;
    }
    let message = format!("nothing names the variable `{name}`");
    let finding = refused(&change.key, &change.route, message, "without effect");
    let vars = Route::root().key("vars");
    let map = document.get(&vars).and_then(|node| node.as_map());
    let known: Vec<&str> = map
        .into_iter()
        .flat_map(|map| map.iter())
        .map(|one| one.key.as_str())
        .collect();
    Some(match suggest(name, known.iter().copied()) {
        Some(near) => match text.strip_prefix(&change.route.to_string()) {
            Some(rest) => finding.help(format!("write `--set {}{rest}`", vars.key(near))),
            None => finding.help(format!("did you mean `{near}`?")),
        },
        None if known.is_empty() => finding.help(format!(
            "write `${{{}}}` where it is to stand",
            change.route
        )),
        None => finding.help(format!("there are {}", names(known))),
    })
}

/// Whether a text holds `${vars.NAME}`.
fn names_variable(text: &str, name: &str) -> bool {
    let mention = format!("vars.{name}");
    text.match_indices(&mention).any(|(at, found)| {
        let before = text.get(..at).unwrap_or_default().trim_end();
        let after = text.get(at + found.len()..).unwrap_or_default();
        before.ends_with("${") && after.trim_start().starts_with('}')
    })
}
