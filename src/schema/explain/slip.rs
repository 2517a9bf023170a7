//! Values of YAML that are of the wrong type because of one character: `*hd` where the name `hd`
//! belongs, `- hd:` with a colon, rungs by name instead of in a list.
//!
//! Unaware of faults in texts and numbers.

use serde_json::Value;

use super::Site;
use crate::diag::{At, Diagnostic};
use crate::document::{Entry, Kind, Map, Syntax};
use crate::schema::keyword::fits;
use crate::schema::shape::property;
use crate::source::{Segment, Span};

/// How far before an alias a `<<` is looked for.
const NEAR: usize = 200;

/// The finding with what to type, if it is one of these slips. `diagnostic` has no labels.
pub(super) fn told(
    diagnostic: &Diagnostic,
    site: &Site<'_>,
    allowed: &[String],
) -> Option<Diagnostic> {
    if site.syntax != Syntax::Yaml {
        return None;
    }
    let wants = |name: &str| allowed.iter().any(|one| one == name);
    if wants("string") {
        return alias(diagnostic, site)
            .or_else(|| colon(diagnostic, site))
            .or_else(|| option(diagnostic, site));
    }
    if wants("array") {
        return named_items(diagnostic, site)
            .or_else(|| only_names(diagnostic, site))
            .or_else(|| quoted_alias(diagnostic, site));
    }
    None
}

/// `[*hd]` where a name belongs.
fn alias(diagnostic: &Diagnostic, site: &Site<'_>) -> Option<Diagnostic> {
    let via = site.node.via.as_ref()?;
    let name = via.text().strip_prefix('*')?;
    let line = via.file.line_range(via.file.line_of(via.start));
    let near = via
        .file
        .floor(via.start.saturating_sub(NEAR))
        .max(line.start);
    let before = via.file.text().get(near..via.start)?;
    if before.contains("<<") || !matches!(site.node.kind, Kind::Map(_) | Kind::Seq(_)) {
        return None;
    }
    let is_item = matches!(site.route.segments().last(), Some(Segment::Index(_)));
    let mut finding = diagnostic.clone();
    finding.labels.clear();
    Some(
        finding
            .label(At::Span(via.clone()), "stands for all that it names")
            .help(format!("write `{name}`, without `*`"))
            .fix(At::Span(via.clone()), name)
            // Lists hold names; elsewhere a text may be anything.
            .sure(site.owner.get("x-ref").is_some() || is_item),
    )
}

/// `"*rungs"`, an alias in quotes.
fn quoted_alias(diagnostic: &Diagnostic, site: &Site<'_>) -> Option<Diagnostic> {
    let name = site.node.as_str()?.strip_prefix('*')?;
    let written = &site.node.span;
    let is_quoted = written.text().starts_with(['"', '\'']);
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    (is_quoted && !name.is_empty() && name.chars().all(is_name)).then(|| {
        diagnostic
            .clone()
            .help(format!("write *{name}, without quotes"))
            .fix(At::Span(written.clone()), format!("*{name}"))
            .sure(false)
    })
}

/// `[-x264-params: aq-mode=3]`, an option and its value where texts belong.
fn option(diagnostic: &Diagnostic, site: &Site<'_>) -> Option<Diagnostic> {
    let mut entries = site.node.as_map()?.iter();
    let (entry, None) = (entries.next()?, entries.next()) else {
        return None;
    };
    let Some(Segment::Index(_)) = site.route.segments().last() else {
        return None;
    };
    let value = match &entry.value.kind {
        Kind::Str(text) => text.as_str(),
        Kind::Num(_) | Kind::Bool(_) => entry.value.span.text(),
        _ => return None,
    };
    if !entry.key.starts_with('-') || value.is_empty() {
        return None;
    }
    let quoted = |text: &str| Value::from(text).to_string();
    let items = format!("{}, {}", quoted(&entry.key), quoted(value));
    let finding = diagnostic.clone().help(format!("write two items: {items}"));
    let holder = site.document.get(&site.route.parent())?;
    let is_flow = holder.span.text().starts_with('[');
    let whole = Span::new(
        &entry.key_span.file,
        entry.key_span.start,
        entry.value.span.end,
    );
    let is_plain = holder.via.is_none() && entry.value.via.is_none() && site.node.via.is_none();
    let is_line = whole.start < whole.end && !whole.text().contains(['\n', '{', '#']);
    let is_bare = !site.node.span.text().starts_with('{');
    Some(match is_flow && is_plain && is_line && is_bare {
        true => finding.fix(At::Span(whole), items),
        false => finding,
    })
}

/// `- hd:` where a text belongs.
fn colon(diagnostic: &Diagnostic, site: &Site<'_>) -> Option<Diagnostic> {
    let mut entries = site.node.as_map()?.iter();
    let (entry, None) = (entries.next()?, entries.next()) else {
        return None;
    };
    let is_absent = matches!(entry.value.kind, Kind::Null) && entry.value.span.is_empty();
    let key = &entry.key_span;
    let at = Span::new(&key.file, key.end, key.end + 1);
    if !is_absent || at.text() != ":" || site.node.via.is_some() {
        return None;
    }
    let mut finding = diagnostic.clone();
    finding.labels.clear();
    Some(
        finding
            .label(At::Span(at.clone()), "makes a mapping of it")
            .help(format!("write `{}`, without the colon", key.text()))
            .fix(At::Span(at), ""),
    )
}

/// `hd:` and `sound:` below each other, where a list of names belongs.
fn only_names(diagnostic: &Diagnostic, site: &Site<'_>) -> Option<Diagnostic> {
    let map = site.node.as_map().filter(|map| !map.is_empty())?;
    let is_absent = |entry: &Entry| {
        matches!(entry.value.kind, Kind::Null)
            && entry.value.span.is_empty()
            && entry.key_span.text() == entry.key
    };
    let names: Vec<&str> = map.iter().map(|entry| entry.key.as_str()).collect();
    let list = Value::from(names.clone());
    if !map.iter().all(is_absent) || !fits(site.owner, &list) {
        return None;
    }
    let help = format!("write a list: {}", site.syntax.value(&list));
    let finding = diagnostic.clone().help(help);
    let first = &map.iter().next()?.key_span;
    let file = &first.file;
    let (_, column) = file.line_column(first.start);
    let mut end = first.start;
    let mut text = String::new();
    for entry in map.iter() {
        let between = file.text().get(end..entry.key_span.start)?;
        let is_plain = |c: char| c.is_whitespace() || c == ':';
        if !between.chars().all(is_plain) {
            return Some(finding);
        }
        if end > first.start {
            text += between.trim_start_matches(':');
        }
        text += "- ";
        text += &entry.key;
        end = entry.key_span.end;
    }
    let colon = Span::new(file, end, end + 1);
    let is_block = colon.text() == ":" && column > 1;
    Some(match is_block && !site.node.span.text().starts_with('{') {
        true => finding.fix(At::Span(Span::new(file, first.start, end + 1)), text),
        false => finding,
    })
}

/// `720p: { … }` where a list of tables with a height belongs.
fn named_items(diagnostic: &Diagnostic, site: &Site<'_>) -> Option<Diagnostic> {
    let map = site.node.as_map().filter(|map| !map.is_empty())?;
    let item = site.owner.get("items")?;
    if property(item, "height").is_null() || site.node.span.text().starts_with('{') {
        return None;
    }
    let heights: Vec<(&Entry, u64)> = map
        .iter()
        .filter_map(|entry| Some((entry, height(&entry.key)?)))
        .collect();
    if heights.len() < map.len() {
        return None;
    }
    let (first, height) = heights.first()?;
    let finding = match rest(first) {
        Some("") | None => diagnostic.clone().help(format!(
            "write `- height: {height}`, with the other keys below"
        )),
        Some(rest) => diagnostic
            .clone()
            .help(format!("write `{}`", in_braces(first, *height, rest))),
    };
    Some(match rewritten(map, &heights) {
        Some((span, text)) => finding.fix(At::Span(span), text),
        None => finding,
    })
}

/// `720p`, `720`.
fn height(key: &str) -> Option<u64> {
    key.trim_end_matches(['p', 'P']).parse().ok()
}

/// What stands in the braces of an entry.
fn rest(entry: &Entry) -> Option<&str> {
    let inner = entry.value.span.text().strip_prefix('{')?;
    Some(inner.strip_suffix('}')?.trim())
}

/// An entry in braces as an item of a list.
fn in_braces(entry: &Entry, height: u64, rest: &str) -> String {
    let keys = entry.value.as_map();
    match keys.is_some_and(|keys| keys.get("height").is_some()) {
        true => format!("- {{ {rest} }}"),
        false => format!("- {{ height: {height}, {rest} }}"),
    }
}

/// All entries as items of a list.
fn rewritten(map: &Map, heights: &[(&Entry, u64)]) -> Option<(Span, String)> {
    let (first, _) = heights.first()?;
    let (last, _) = heights.last()?;
    let file = &first.key_span.file;
    let mut text = String::new();
    let mut end = first.key_span.start;
    for (entry, height) in heights {
        let keys = entry.value.as_map()?;
        // What its name says may stand in it as well, if that is the same.
        let own = keys.get("height").map(|own| own.value.to_json());
        let is_same = own
            .as_ref()
            .is_some_and(|own| own.as_u64() == Some(*height));
        let is_flow = entry.value.span.text().starts_with('{');
        if own.is_some() && !(is_same && is_flow) || entry.value.via.is_some() {
            return None;
        }
        text += file.text().get(end..entry.key_span.start)?;
        if let Some(rest) = rest(entry).filter(|rest| !rest.is_empty()) {
            text += &in_braces(entry, *height, rest);
            end = entry.value.span.end;
        } else {
            // The keys below must be indented as those of an item.
            let (_, column) = file.line_column(entry.key_span.start);
            let (_, inner) = file.line_column(keys.iter().next()?.key_span.start);
            if inner != column + 2 {
                return None;
            }
            text += &format!("- height: {height}");
            end = entry.key_span.end + 1;
        }
    }
    let end = end.max(last.key_span.end);
    (!map.is_empty()).then(|| (Span::new(file, first.key_span.start, end), text))
}
