//! Tables by name where a list of tables belongs, and the list alone where the table belongs that has
//! it: `rungs` with a name for each, a ladder that is nothing but its rungs.
//!
//! Unaware of names that say what is in an entry.

use serde_json::{Value, json};

use super::Site;
use crate::diag::{At, Diagnostic};
use crate::document::{Kind, Node, Syntax};
use crate::schema::keyword::fits;
use crate::schema::shape::{Variants, keys};
use crate::source::Span;

/// Longer values are not repeated in a help.
const LONGEST_SHOWN: usize = 160;

/// Entries with names where a list belongs.
pub(super) fn items(diagnostic: &Diagnostic, site: &Site<'_>) -> Option<Diagnostic> {
    let map = site.node.as_map().filter(|map| !map.is_empty())?;
    let is_table = |value: &Node| value.as_map().is_some_and(|map| !map.is_empty());
    if !map.iter().all(|entry| is_table(&entry.value)) {
        return None;
    }
    let list: Value = map.iter().map(|entry| entry.value.to_json()).collect();
    if !fits(site.owner, &list) {
        return None;
    }
    let finding = diagnostic.clone();
    let written = site.syntax.value(&list);
    let header = map.iter().next().map(|entry| entry.value.span.text());
    let finding = match header.filter(|text| text.starts_with('[')) {
        Some(header) => finding.help(format!(
            "write `[[{}]]` for `{header}`: items have no names",
            site.route
        )),
        None if written.len() <= LONGEST_SHOWN => {
            finding.help(format!("write a list, without names: {written}"))
        }
        None => finding.help("write a list, without names"),
    };
    Some(match without_names(site) {
        Some((span, text)) => finding.fix(At::Span(span), text),
        None => finding,
    })
}

/// The text of the entries without their names.
fn without_names(site: &Site<'_>) -> Option<(Span, String)> {
    let map = site.node.as_map()?;
    let span = &site.node.span;
    let file = &span.file;
    let is_own = |entry: &crate::document::Entry| {
        entry.value.via.is_none() && entry.key_span.file.is(file) && entry.value.span.file.is(file)
    };
    if site.node.via.is_some() || !map.iter().all(is_own) {
        return None;
    }
    let first = map.iter().next()?;
    if first.value.span.text().starts_with('[') {
        return headers(site);
    }
    let is_flow = span.text().starts_with('{') && span.text().ends_with('}');
    if !is_flow && site.syntax != Syntax::Yaml {
        return None;
    }
    let mut at = if is_flow {
        span.start + 1
    } else {
        first.key_span.start
    };
    let mut text = if is_flow {
        "[".to_owned()
    } else {
        String::new()
    };
    let mut end = at;
    for entry in map.iter() {
        let value = &entry.value.span;
        if entry.key_span.start < at || value.start < entry.key_span.end {
            return None;
        }
        text += file.text().get(at..entry.key_span.start)?;
        let between = file.text().get(entry.key_span.end..value.start)?;
        if between.contains(['#', '/', '&', '!']) {
            return None;
        }
        if !is_flow {
            // The keys below are indented as those of an item.
            let (_, column) = file.line_column(entry.key_span.start);
            let (_, inner) = file.line_column(value.start);
            if between.contains('\n') && inner != column + 2 {
                return None;
            }
            text += "- ";
        }
        at = value.start;
        end = value.end;
    }
    Some(match is_flow {
        true => {
            text += file.text().get(at..span.end - 1)?;
            (span.clone(), text + "]")
        }
        false => {
            text += file.text().get(at..end)?;
            (Span::new(file, first.key_span.start, end), text)
        }
    })
}

/// `[ladders.hd.rungs.high]` and the like, each as the header of an item.
fn headers(site: &Site<'_>) -> Option<(Span, String)> {
    let map = site.node.as_map()?;
    let file = &site.node.span.file;
    let header = format!("[[{}]]", site.route);
    let mut text = String::new();
    let mut whole: Option<Span> = None;
    for entry in map.iter() {
        let span = &entry.value.span;
        let is_header = span.text().starts_with('[') && !span.text().starts_with("[[");
        let has_more = |below: &crate::document::Entry| {
            matches!(&below.value.kind, Kind::Map(_)) && below.value.span.text().starts_with('[')
        };
        if !is_header || entry.value.as_map()?.iter().any(has_more) {
            return None;
        }
        match &mut whole {
            Some(known) => {
                text += file.text().get(known.end..span.start)?;
                known.end = span.end;
            }
            None => whole = Some(span.clone()),
        }
        text += &header;
    }
    Some((whole?, text))
}

/// A list where a table with a tag belongs that has just this list.
pub(super) fn list_alone(
    diagnostic: &Diagnostic,
    site: &Site<'_>,
    variants: &Variants<'_>,
) -> Option<Diagnostic> {
    let Kind::Seq(items) = &site.node.kind else {
        return None;
    };
    let list = site.node.to_json();
    if items.is_empty() || !items.iter().all(|item| item.as_map().is_some()) {
        return None;
    }
    let tag = variants.tag;
    let mut all = variants.all.iter().flat_map(|(name, branch)| {
        let list = &list;
        let fitting = keys(branch)
            .into_iter()
            .filter(move |key| fits(branch, &json!({ tag: name, *key: list })));
        fitting.map(move |key| (*name, key))
    });
    let (name, key) = all.next().filter(|_| all.next().is_none())?;
    let tagged = site.syntax.entry(tag, &name.into());
    let span = &site.node.span;
    let text = span.text();
    let is_flow = text.starts_with('[') && text.ends_with(']') && !text.starts_with("[[");
    if text.starts_with("[[") {
        let help = format!(
            "write `[{0}]` with `{tagged}`, and `[[{0}.{key}]]` for each",
            site.route
        );
        return Some(diagnostic.clone().help(help));
    }
    let sign = if site.syntax == Syntax::Toml {
        " ="
    } else {
        ":"
    };
    let key = format!("{}{sign}", site.syntax.key(key));
    let finding = diagnostic.clone();
    let (_, column) = span.file.line_column(span.start);
    let wrapped = match is_flow {
        true => format!("{{ {tagged}, {key} {text} }}"),
        false => {
            let indent = " ".repeat(column.saturating_sub(1));
            let end = span.file.line_end();
            format!("{tagged}{end}{indent}{key}{end}{indent}")
        }
    };
    let help = match is_flow {
        true if wrapped.len() <= LONGEST_SHOWN && !wrapped.contains('\n') => {
            format!("write {wrapped}")
        }
        true => format!("write {{ {tagged}, {key} … }}"),
        false => format!("write `{tagged}` and `{key}` above its items"),
    };
    let holder = site.document.get(&site.route.parent());
    let entry = holder.and_then(|holder| holder.as_map()?.get(&site.route.last()));
    let is_below =
        entry.is_some_and(|entry| span.file.line_column(entry.key_span.start).1 < column);
    let is_block = text.starts_with('-') && is_below;
    let is_own = site.node.via.is_none() && (is_flow || is_block);
    let finding = finding.help(help);
    // Nothing but what stands around the list is written anew.
    let place = match is_flow {
        true => span.clone(),
        false => Span::new(&span.file, span.start, span.start),
    };
    Some(match is_own {
        true => finding.fix(At::Span(place), wrapped),
        false => finding,
    })
}
