//! What people write where something else belongs: a word for all or for none, a truth value for a name,
//! heights for rungs, a text that YAML takes for a comment.
//!
//! Unaware of units, and of values that are only quoted or wrapped wrongly.

use serde_json::Value;

use super::words::in_syntax;
use super::{Site, beside};
use crate::diag::{Cure, names};
use crate::document::{Kind, Node, Syntax};
use crate::schema::keyword::fits;
use crate::schema::shape::{example, foreign, only_value, options, property};
use crate::source::{Segment, Span};

/// How long a list of heights may be.
const MOST_HEIGHTS: usize = 20;

/// A word that people bring from elsewhere (`x-foreign`), where no word belongs.
pub(super) fn of_elsewhere(site: &Site<'_>) -> Option<String> {
    let word = match &site.node.kind {
        Kind::Str(text) => text.clone(),
        Kind::Bool(flag) => flag.to_string(),
        Kind::Num(number) => number.to_string(),
        _ => return None,
    };
    foreign(site.owner, &word).map(|words| in_syntax(words, site.syntax))
}

/// Less than nothing, where the schema says what that would mean (`x-negative`).
pub(super) fn negative(site: &Site<'_>) -> Option<String> {
    let words = site.owner.get("x-negative")?.as_str()?;
    let is_negative = match &site.node.kind {
        Kind::Num(number) => number.as_f64().is_some_and(|number| number < 0.0),
        Kind::Str(text) => {
            let rest = text.trim().strip_prefix(['-', '−']);
            rest.is_some_and(|rest| rest.trim().starts_with(|c: char| c.is_ascii_digit()))
        }
        _ => false,
    };
    is_negative.then(|| in_syntax(words, site.syntax))
}

/// A truth value where the name of something is awaited, or the names of all.
pub(super) fn reference(site: &Site<'_>) -> Option<(String, Option<Cure>)> {
    if let Some(all) = numbered(site) {
        let all = names(all.iter().copied());
        return Some((format!("write the name of one: {all}"), None));
    }
    let table = site.owner.get("x-ref")?.as_str()?;
    let is_list = site.owner.get("items").is_some();
    if matches!(site.node.kind, Kind::Map(_)) && !is_list {
        if let Some(name) = twin(site, table) {
            let entry = site.syntax.entry(&site.route.last(), &Value::from(name));
            return Some((format!("write `{entry}`, which says the same"), None));
        }
        return Some((defined_apart(site, table), None));
    }
    if let Kind::Seq(items) = &site.node.kind
        && !is_list
        && let [only] = items.as_slice()
        && only.as_map().is_some()
    {
        let inner = Site {
            node: only,
            ..*site
        };
        return Some((defined_apart(&inner, table), None));
    }
    if is_list && let Some(all) = beside::all(site) {
        let help = format!("write the names of all: {}", site.syntax.value(&all));
        return Some((help, Some(Cure::Write(site.route.clone(), all))));
    }
    if matches!(site.node.kind, Kind::Num(_)) {
        let all = beside::defined(site);
        if all.is_empty() {
            return None;
        }
        let all = names(all.iter().copied());
        return Some((format!("write the name of one: {all}"), None));
    }
    let Kind::Bool(is_wanted) = site.node.kind else {
        return None;
    };
    if !is_wanted {
        return Some(("remove the key to have none".to_owned(), None));
    }
    Some(match beside::defined(site).as_slice() {
        [] => {
            let help = format!("define one below `{table}`, and write its name here");
            (help, None)
        }
        [only] => {
            let key = site.route.last();
            let name = Value::from(*only);
            let help = format!("write `{}`", site.syntax.entry(&key, &name));
            (help, Some(Cure::Write(site.route.clone(), name)))
        }
        all => {
            let all = names(all.iter().copied());
            (format!("write the name of one: {all}"), None)
        }
    })
}

/// A number in a list of names of a section that is called like the list: these names, if none is that
/// number.
fn numbered<'a>(site: &Site<'a>) -> Option<Vec<&'a str>> {
    let [.., Segment::Key(list), Segment::Index(_)] = site.route.segments() else {
        return None;
    };
    let Kind::Num(number) = &site.node.kind else {
        return None;
    };
    let section = site.document.root.as_map()?.get(list)?.value.as_map()?;
    let names = section.iter().map(|entry| entry.key.as_str());
    let names: Vec<&str> = names.take(MOST_HEIGHTS).collect();
    let text = number.to_string();
    (!names.is_empty() && !names.contains(&text.as_str())).then_some(names)
}

/// What to write for a table where the name of an entry belongs.
fn defined_apart(site: &Site<'_>, table: &str) -> String {
    let general = format!("define it below `{table}`, and write its name here");
    let Some(map) = site.node.as_map() else {
        return general;
    };
    let key = site.route.last();
    // `[outputs.hls.encryption.aes]` has a name already.
    let mut entries = map.iter();
    let (name, value) = match (entries.next(), entries.next()) {
        (Some(only), None) if only.value.as_map().is_some() => (only.key.clone(), &only.value),
        _ => {
            let name = example(site.owner).and_then(Value::as_str);
            (name.unwrap_or(table).to_owned(), site.node)
        }
    };
    let entry = site.syntax.entry(&key, &Value::from(name.as_str()));
    let taken = site
        .document
        .root
        .as_map()
        .and_then(|root| root.get(table)?.value.as_map()?.get(&name));
    if taken.is_some() {
        return general;
    }
    let header = &value.span;
    if header.text().starts_with('[') && site.syntax == Syntax::Toml {
        return format!(
            "write the header as `[{table}.{name}]`, and `{entry}` below the keys of `{}`",
            site.route.parent()
        );
    }
    let inner = value.to_json();
    let whole = match (site.syntax, value.as_map()) {
        (Syntax::Toml, Some(map)) => {
            let keys = map
                .iter()
                .map(|one| site.syntax.entry(&one.key, &one.value.to_json()));
            let keys: Vec<String> = keys.map(|line| format!("`{line}`")).collect();
            format!(
                "at the end of the file `[{table}.{name}]` with {}",
                keys.join(", ")
            )
        }
        (Syntax::Toml, None) => return general,
        (Syntax::Yaml | Syntax::Json, _) => {
            let entry = serde_json::json!({ name.as_str(): inner });
            format!("at the top level `{}`", site.syntax.entry(table, &entry))
        }
    };
    match whole.len() > MOST_WRITTEN || map.is_empty() {
        true => general,
        false => format!("write `{entry}` here, and {whole}"),
    }
}

/// Longer tables are not repeated in a help.
const MOST_WRITTEN: usize = 200;

/// What is written out in one place, and the name of the entry that says the same.
pub(super) fn by_name(site: &Site<'_>) -> Option<(Span, String)> {
    let span = &site.node.span;
    let is_own = site.node.via.is_none() && span.text().starts_with('{');
    let is_whole = span.text().ends_with('}') && !span.text().contains(['#', '/']);
    let name = twin(site, site.owner.get("x-ref")?.as_str()?).filter(|_| is_own)?;
    let holds_comment = !is_whole && span.text().contains('\n');
    (!holds_comment).then(|| (span.clone(), site.syntax.value(&Value::from(name))))
}

/// The entry of a section that says just what is written out here.
fn twin<'a>(site: &Site<'a>, section: &str) -> Option<&'a str> {
    let entries = site.document.root.as_map()?.get(section)?.value.as_map()?;
    let own = site.node.to_json();
    let mut same = entries.iter().filter(|entry| entry.value.to_json() == own);
    same.next().map(|entry| entry.key.as_str())
}

/// A value of YAML that a `#` before it makes a comment: `path: #1.mp4`.
pub(super) fn swallowed<'a>(site: &Site<'a>) -> Option<&'a str> {
    let Some(Segment::Key(key)) = site.route.segments().last() else {
        return None;
    };
    let holder = site.document.get(&site.route.parent())?.as_map()?;
    let key = &holder.get(key)?.key_span;
    if site.syntax != Syntax::Yaml || !matches!(site.node.kind, Kind::Null) {
        return None;
    }
    let line = key.file.line_range(key.file.line_of(key.start));
    let rest = key.file.text().get(key.end..line.end)?.trim_start();
    let text = rest.strip_prefix(':')?.trim();
    let word = text.strip_prefix('#')?;
    let is_word = !word.is_empty() && !word.contains([' ', '#']);
    (is_word && fits(site.owner, &Value::from(text))).then_some(text)
}

/// The key with a value that it could have: names that are defined, or the example.
pub(super) fn filled(site: &Site<'_>) -> Option<String> {
    let Some(Segment::Key(key)) = site.route.segments().last() else {
        return None;
    };
    let names = beside::defined(site);
    let is_list = site.owner.get("items").is_some();
    let value = match names.first() {
        Some(_) if is_list => Value::from(names),
        Some(name) => Value::from(*name),
        None => beside::sample(site.document, &site.route.parent(), key, site.owner)
            .or_else(|| only_value(site.owner))
            .or_else(|| Some(Value::from(*options(site.owner).first()?)))
            .or_else(|| first_key(site.owner))?,
    };
    fits(site.owner, &value).then(|| site.syntax.entry(key, &value))
}

/// A table with the first of its keys that has an example.
fn first_key(owner: &Value) -> Option<Value> {
    let keys = owner.get("properties")?.as_object()?;
    let (key, value) = keys
        .iter()
        .find_map(|(key, kind)| Some((key, example(kind)?)))?;
    Some(serde_json::json!({ key.as_str(): value }))
}

/// A file by itself, or a list of files, where sources have names: each with a name of its own.
pub(super) fn named_sources(site: &Site<'_>) -> Option<Value> {
    let entry = site.owner.get("additionalProperties")?;
    if property(entry, "path").is_null() {
        return None;
    }
    let items: &[Node] = match &site.node.kind {
        Kind::Seq(items) => items,
        Kind::Str(_) => std::slice::from_ref(site.node),
        _ => return None,
    };
    let mut named = serde_json::Map::new();
    for item in items.iter().take(MOST_HEIGHTS) {
        let path = item.as_str()?;
        let file = path.rsplit(['/', '\\']).next()?;
        let stem = file.split('.').next()?.to_ascii_lowercase();
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        let name: String = stem
            .chars()
            .map(|c| if is_name(c) { c } else { '_' })
            .collect();
        let table = serde_json::json!({ "path": path });
        if !fits(entry, &table) || named.insert(name, table).is_some() {
            return None;
        }
    }
    let named = Value::from(named);
    (!items.is_empty() && items.len() <= MOST_HEIGHTS && fits(site.owner, &named)).then_some(named)
}

/// The only file of a list, where one source belongs.
pub(super) fn sole_source(site: &Site<'_>, items: &[Node]) -> Option<(String, Option<Cure>)> {
    let [only] = items else {
        return None;
    };
    let table = serde_json::json!({ "path": only.as_str()? });
    let help = format!("write {}", site.syntax.value(&table));
    fits(site.owner, &table).then_some((help, None))
}

/// What to write where one text belongs, and several stand in a list.
pub(super) fn one_of_them(site: &Site<'_>, items: &[Node]) -> Option<String> {
    let Some(Segment::Key(key)) = site.route.segments().last() else {
        return None;
    };
    let values: Vec<Value> = items.iter().map(Node::to_json).collect();
    let first = values.first()?;
    let is_text = values.iter().all(|value| fits(site.owner, value));
    let entry = site.syntax.entry(key, first);
    is_text.then(|| format!("write one of them, such as `{entry}`; each needs an entry of its own"))
}

/// Languages in one text or list, where one belongs: a list of tracks, under the key that the schema names
/// for it (`x-each`).
pub(super) fn each(site: &Site<'_>) -> Option<String> {
    let list = site.owner.get("x-each")?.as_str()?;
    let texts: Vec<&str> = match &site.node.kind {
        Kind::Seq(items) => items.iter().map(Node::as_str).collect::<Option<_>>()?,
        Kind::Str(text) => text
            .split([',', ';', '+', '/', '|'])
            .map(str::trim)
            .collect(),
        _ => return None,
    };
    let key = site.route.last();
    let tracks: Vec<Value> = texts
        .iter()
        .take(MOST_HEIGHTS)
        .enumerate()
        .map(|(at, text)| serde_json::json!({ "track": at, key.clone(): text }))
        .collect();
    let is_several = texts.len() > 1 && texts.len() <= MOST_HEIGHTS;
    let is_right = texts
        .iter()
        .all(|text| fits(site.owner, &Value::from(*text)));
    let entry = site.syntax.entry(list, &Value::from(tracks));
    (is_several && is_right).then(|| format!("write one for each track: `{entry}`"))
}

/// Globs that differ in their ending only, as one.
pub(super) fn one_glob(site: &Site<'_>) -> Option<Value> {
    let Kind::Seq(globs) = &site.node.kind else {
        return None;
    };
    let parts = globs.iter().map(|glob| glob.as_str()?.rsplit_once('.'));
    let parts: Vec<(&str, &str)> = parts.collect::<Option<_>>()?;
    let (stem, _) = parts.first()?;
    let is_word = |end: &str| !end.is_empty() && end.chars().all(|c| c.is_ascii_alphanumeric());
    let mut endings: Vec<&str> = Vec::new();
    for (other, end) in &parts {
        if other != stem || !is_word(end) {
            return None;
        }
        if !endings.contains(end) {
            endings.push(end);
        }
    }
    let is_glob = matches!(site.route.segments().last(), Some(Segment::Key(key)) if key == "glob");
    let is_several = is_glob && (2..=MOST_ENDINGS).contains(&endings.len());
    let whole = Value::from(format!("{stem}.{{{}}}", endings.join(",")));
    (is_several && fits(site.owner, &whole)).then_some(whole)
}

/// So many endings are put together.
const MOST_ENDINGS: usize = 12;

/// The names in a table where a list of names belongs: `{ video: hd, audio: [sound] }`.
pub(super) fn names_within(site: &Site<'_>) -> Option<Value> {
    let defined = beside::defined(site);
    let mut names: Vec<&str> = Vec::new();
    for entry in site.node.as_map()?.iter().take(MOST_HEIGHTS) {
        // `{ hd: true, sound: {} }`
        if let Some(name) = defined.iter().find(|name| **name == entry.key) {
            let is_off = matches!(entry.value.kind, Kind::Bool(false));
            names.extend((!is_off && !names.contains(name)).then_some(*name));
            continue;
        }
        let items: &[Node] = match &entry.value.kind {
            Kind::Seq(items) => items,
            _ => std::slice::from_ref(&entry.value),
        };
        for item in items {
            let name = item.as_str().filter(|name| defined.contains(name))?;
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let list = Value::from(names);
    fits(site.owner, &list).then_some(list)
}

/// The end of the scale that a number lies on, and what it is the scale of: a key of a table around it
/// says that (`x-scale`).
pub(super) fn scale(site: &Site<'_>) -> Option<(String, Value)> {
    let rule = site.owner.get("x-scale")?;
    let key = rule.get("key")?.as_str()?;
    let mut holder = site.route.parent();
    let name = loop {
        let table = site.document.get(&holder).and_then(Node::as_map);
        let named = table.and_then(|table| table.get(key));
        match named {
            Some(entry) => break entry.value.as_str()?,
            None if holder.is_root() => break rule.get("default")?.as_str()?,
            None => holder = holder.parent(),
        }
    };
    let most = rule.get("most")?.get(name)?;
    Some((name.to_owned(), most.clone()))
}

/// The key with the one value that it can have.
pub(super) fn only(site: &Site<'_>) -> Option<String> {
    let Some(Segment::Key(key)) = site.route.segments().last() else {
        return None;
    };
    let value = only_value(site.owner)?;
    Some(format!("write `{}`", site.syntax.entry(key, &value)))
}

fn is_text(node: &Node) -> bool {
    node.as_str().is_some()
}

/// Whether it says that there is none.
pub(super) fn is_none(node: &Node) -> bool {
    match &node.kind {
        Kind::Bool(flag) => !flag,
        Kind::Str(text) => {
            let text = text.to_ascii_lowercase();
            matches!(&*text, "no" | "none" | "off" | "false" | "disabled")
        }
        _ => false,
    }
}

/// The list of one table whose only key that must be there has this value: `audio: 1`.
pub(super) fn one_item(site: &Site<'_>) -> Option<(String, Option<Cure>)> {
    let required = site.owner.get("items")?.get("required")?.as_array()?;
    let [key] = required.as_slice() else {
        return None;
    };
    let (key, kind) = (
        key.as_str()?,
        property(site.owner.get("items")?, key.as_str()?),
    );
    // `0:a:1`, as ffmpeg has it.
    let stream = site
        .node
        .as_str()
        .and_then(|text| stream(kind, text.trim()));
    let value = stream.map_or_else(|| site.node.to_json(), Value::from);
    let list = serde_json::json!([{ key: value }]);
    let written = site.syntax.value(&list);
    let cure = Cure::Write(site.route.clone(), list.clone());
    fits(site.owner, &list).then(|| (format!("write {written}"), Some(cure)))
}

/// `a:1` and `0:a:1` of ffmpeg as the position of a sound track (`x-stream`).
pub(super) fn stream(owner: &Value, text: &str) -> Option<u32> {
    let kind = owner.get("x-stream")?.as_str()?;
    let text = text.strip_prefix("0:").unwrap_or(text);
    text.strip_prefix(kind)?.strip_prefix(':')?.parse().ok()
}

/// The table whose only key that must be there has this value.
pub(super) fn only_key(site: &Site<'_>) -> Option<(String, Option<Cure>)> {
    let required = site.owner.get("required")?.as_array()?;
    let [key] = required.as_slice() else {
        return None;
    };
    let table = serde_json::json!({ key.as_str()?: site.node.to_json() });
    let written = site.syntax.value(&table);
    let cure = Cure::Write(site.route.clone(), table.clone());
    fits(site.owner, &table).then(|| (format!("write {written}"), Some(cure)))
}

/// A height where a list of tables with a height belongs, and the list.
pub(super) fn height(site: &Site<'_>) -> Option<Value> {
    let item = site.owner.get("items")?;
    let list = Value::from(vec![table(pixels(site.node)?)]);
    (!property(item, "height").is_null() && fits(site.owner, &list)).then_some(list)
}

/// Where an item stands in a list of heights, or of `video` and `audio`, and the list of tables that
/// belongs there. All of them are told with the first.
pub(super) fn tables(site: &Site<'_>) -> Option<(usize, Value)> {
    let Some(Segment::Index(at)) = site.route.segments().last() else {
        return None;
    };
    let [has_height, has_streams] =
        ["height", "streams"].map(|key| !property(site.owner, key).is_null());
    let track = property(site.owner, "track");
    if !has_height && !has_streams && track.is_null() {
        return None;
    }
    let Kind::Seq(items) = &site.document.get(&site.route.parent())?.kind else {
        return None;
    };
    if items.len() > MOST_HEIGHTS {
        return None;
    }
    let item = |(at, node): (usize, &Node)| match has_height {
        true => pixels(node).map(table),
        false if has_streams => Some(serde_json::json!({ "id": at, "streams": node.as_str()? })),
        false => self::track(track, at, node),
    };
    let tables: Option<Vec<Value>> = items.iter().enumerate().map(item).collect();
    let tables = tables?;
    let is_right = tables.iter().all(|table| fits(site.owner, table));
    // One of them is told by itself.
    let is_lone = tables.len() == 1 && !track.is_null() && !items.iter().any(is_text);
    (is_right && !is_lone).then(|| (*at, Value::from(tables)))
}

/// A number, `a:1`, or a language: the sound track with that position, or the next one in that language.
fn track(owner: &Value, at: usize, node: &Node) -> Option<Value> {
    let position = match &node.kind {
        Kind::Num(_) => return Some(serde_json::json!({ "track": node.to_json() })),
        Kind::Str(text) => stream(owner, text.trim()).or_else(|| text.trim().parse().ok()),
        _ => return None,
    };
    Some(match position {
        Some(position) => serde_json::json!({ "track": position }),
        None => serde_json::json!({ "track": at, "language": node.as_str()?.trim() }),
    })
}

fn table(height: u32) -> Value {
    serde_json::json!({ "height": height, "crf": 23 })
}

/// `720`, `720p`.
fn pixels(node: &Node) -> Option<u32> {
    let text = match &node.kind {
        Kind::Num(number) => number.to_string(),
        Kind::Str(text) => text.trim().trim_end_matches(['p', 'P']).to_owned(),
        _ => return None,
    };
    text.parse().ok()
}
