//! Keys that are given a second time in a block mapping: the dash of a list's next item is missing, the
//! line with an entry's name, or a section was opened again. Where several keys start anew, that is
//! one slip and not as many duplicates.
//!
//! Unaware of the parser and of what any key means.

use super::code::YAML_SLIP;
use crate::diag::{At, Diagnostic};
use crate::document::node::{DUPLICATE_KEY, Entry, Kind, Map, Node, duplicate_key};
use crate::source::{Route, Segment, Span};

/// Where a mapping stands, of which keys came again.
pub(super) struct Setting<'a> {
    pub(super) route: &'a Route,
    /// What the mapping is written as.
    pub(super) span: &'a Span,
    pub(super) holder: Holder,
}

/// What a mapping belongs to.
pub(super) enum Holder {
    /// It is an item of a list.
    List,
    /// It is the value of this key.
    Key(Span),
    /// It is the whole file.
    File,
    /// Something in braces or brackets.
    Nothing,
}

/// What the keys that came again are.
pub(super) enum Again {
    /// Further items of the list.
    Items(Vec<Map>),
    /// Further entries beside the one that the mapping is, under the names that were proposed.
    Entries(Vec<(String, Map)>),
    /// Nothing but duplicates.
    Twins,
}

/// Sorts out what was given from the first repeated key on. `map` holds what stands before it.
pub(super) fn untangle(
    setting: &Setting<'_>,
    map: &mut Map,
    rest: Vec<Entry>,
    findings: &mut Vec<Diagnostic>,
) -> Again {
    let is_block = !setting.span.text().starts_with('{');
    let groups = match &setting.holder {
        Holder::Nothing => Err(rest),
        _ if !is_block => Err(rest),
        Holder::List => grouped(map, rest, |first, group| shares(first, group) > 1),
        Holder::Key(_) | Holder::File => grouped(map, rest, starts_anew),
    };
    match (groups, &setting.holder) {
        (Ok(groups), Holder::List) => {
            for group in &groups {
                findings.extend(dashless(setting, group));
            }
            Again::Items(groups)
        }
        (Ok(groups), Holder::Key(key)) => {
            let mut named = Vec::with_capacity(groups.len());
            for (position, group) in groups.into_iter().enumerate() {
                let name = format!("{}_{}", key.text().trim_matches(['"', '\'']), position + 2);
                findings.extend(nameless(setting, key, &group, &name));
                named.push((name, group));
            }
            Again::Entries(named)
        }
        (Ok(groups), _) => {
            findings.extend(groups.iter().filter_map(|group| second(map, group)));
            Again::Twins
        }
        (Err(rest), _) => {
            twins(setting, map, rest, findings);
            Again::Twins
        }
    }
}

/// The entries in groups without repetition; as they came, if they are not like the first group.
fn grouped(
    first: &Map,
    rest: Vec<Entry>,
    is_like: impl Fn(&Map, &Map) -> bool,
) -> Result<Vec<Map>, Vec<Entry>> {
    let mut groups: Vec<Map> = vec![Map::new()];
    let mut rest = rest.into_iter();
    while let Some(entry) = rest.next() {
        if let Some(group) = groups.last().filter(|one| one.get(&entry.key).is_some()) {
            // Where the keys begin anew, and no single one is given again.
            if !is_like(first, group) {
                let group = groups.into_iter().flatten();
                return Err(group.chain([entry]).chain(rest).collect());
            }
            groups.push(Map::new());
        }
        if let Some(group) = groups.last_mut() {
            group.set(entry);
        }
    }
    if groups.iter().all(|group| is_like(first, group)) {
        Ok(groups)
    } else {
        Err(groups.into_iter().flatten().collect())
    }
}

/// How many keys both have.
fn shares(first: &Map, group: &Map) -> usize {
    let both = group.iter().filter(|entry| first.get(&entry.key).is_some());
    both.count()
}

/// Whether a group begins as the first one does, and goes on so.
fn starts_anew(first: &Map, group: &Map) -> bool {
    let key = |map: &Map| map.iter().next().map(|entry| entry.key.clone());
    key(first) == key(group) && shares(first, group) > 1
}

/// The finding for an item without its dash.
fn dashless(setting: &Setting<'_>, group: &Map) -> Option<Diagnostic> {
    let key = &group.iter().next()?.key_span;
    let list = setting.route.parent();
    let what = list.segments().last().map(|segment| match segment {
        Segment::Key(key) => format!(" of `{key}`"),
        Segment::Index(_) => String::new(),
    });
    let message = format!(
        "an item{} has no `- `: its keys are given again",
        what.unwrap_or_default()
    );
    let finding = Diagnostic::new(&YAML_SLIP, setting.route.clone(), message)
        .label(At::Span(key.clone()), "`- ` is missing before this")
        .label(
            At::Span(Span::new(&key.file, setting.span.start, setting.span.start)),
            "the item above",
        )
        .help(format!("write `- {}`", entry_line(key)));
    Some(match dash(setting.span, key) {
        Some((span, text)) => finding.fix(At::Span(span), text),
        None => finding,
    })
}

/// The line of a key, from the key on and without a comment.
fn entry_line(key: &Span) -> &str {
    let line = key.file.line_range(key.file.line_of(key.start));
    let rest = key.file.text().get(key.start..line.end).unwrap_or_default();
    rest.split(" #").next().unwrap_or_default().trim_end()
}

/// The dash of a key that is indented like the keys of the item that starts at `item`.
fn dash(item: &Span, key: &Span) -> Option<(Span, String)> {
    let file = &key.file;
    let above = file.line_range(file.line_of(item.start));
    let lead = file.text().get(above.start..item.start)?;
    let at = lead.rfind('-')?;
    let is_dash = lead.get(at + 1..)?.bytes().all(|byte| byte == b' ');
    let line = file.line_range(file.line_of(key.start));
    let before = file.text().get(line.start..key.start)?;
    let is_plain = before.bytes().all(|byte| byte == b' ');
    if !is_dash || !is_plain || before.len() != lead.len() {
        return None;
    }
    let start = line.start + at;
    let text = format!("-{}", " ".repeat(lead.len() - at - 1));
    Some((Span::new(file, start, key.start), text))
}

/// The finding for an entry without the line of its name.
fn nameless(setting: &Setting<'_>, above: &Span, group: &Map, name: &str) -> Option<Diagnostic> {
    let key = &group.iter().next()?.key_span;
    let file = &key.file;
    let message = format!("the keys of `{}` are given again", above.text());
    let finding = Diagnostic::new(&DUPLICATE_KEY, setting.route.clone(), message)
        .label(At::Span(key.clone()), "a line with a name is missing above")
        .label(At::Span(above.clone()), "the entry so far")
        .help(format!(
            "write a line with a name above, such as `{name}:`, indented like `{}:`",
            above.text()
        ));
    let line = file.line_range(file.line_of(key.start));
    let (_, column) = file.line_column(above.start);
    let end = file.line_end();
    let text = format!("{}{name}:{end}", " ".repeat(column - 1));
    Some(
        finding
            .fix(At::Span(Span::new(file, line.start, line.start)), text)
            .sure(false),
    )
}

/// The finding for a second manifest below the first one.
fn second(map: &Map, group: &Map) -> Option<Diagnostic> {
    let key = &group.iter().next()?.key_span;
    let first = &map.iter().next()?.key_span;
    let message = "a second manifest starts below the first";
    let finding = Diagnostic::new(&DUPLICATE_KEY, Route::root(), message)
        .label(At::Span(key.clone()), "given again here, with all below")
        .label(At::Span(first.clone()), "first given here");
    Some(finding.help("remove one of the two, or put it into a file of its own"))
}

/// Keys of which each is told by itself.
fn twins(setting: &Setting<'_>, map: &mut Map, rest: Vec<Entry>, findings: &mut Vec<Diagnostic>) {
    let route = setting.route;
    let is_one = map.len() == 1 && matches!(setting.holder, Holder::List);
    let is_block = !setting.span.text().starts_with('{');
    let last = map.iter().last().map(|entry| entry.key.clone());
    for entry in rest {
        let is_next = last.as_ref() == Some(&entry.key);
        let Some(first) = map.get(&entry.key) else {
            map.set(entry);
            continue;
        };
        if let Some(finding) = reopened(route, first, &entry, is_next) {
            findings.push(finding);
            let joined = joined(&first.value, entry.value);
            let first = Entry {
                key: entry.key,
                key_span: first.key_span.clone(),
                value: joined,
            };
            map.set(first);
            continue;
        }
        let known = Some(first.key_span.clone());
        let is_same = is_same(&first.value, &entry.value);
        let fix = match is_same {
            true => own_line(&entry),
            false => None,
        };
        let key = entry.key_span;
        let finding = duplicate_key(route.key(entry.key.as_str()), key.clone(), known);
        findings.push(match fix {
            Some(line) => finding
                .help("remove one of the two: they are the same")
                .fix(At::Span(line), ""),
            None if is_one && is_block => {
                let line = entry_line(&key).to_owned();
                finding.help(format!(
                    "write `- {line}` for another item, or keep one of the two"
                ))
            }
            None => finding,
        });
    }
}

/// Whether both are the same single value.
fn is_same(one: &Node, other: &Node) -> bool {
    let is_single = |node: &Node| {
        !matches!(node.kind, Kind::Map(_) | Kind::Seq(_) | Kind::Bad)
            && node.via.is_none()
            && !node.span.is_empty()
    };
    is_single(one) && is_single(other) && one.span.text() == other.span.text()
}

/// The lines of an entry that nothing else stands on.
fn own_line(entry: &Entry) -> Option<Span> {
    let file = &entry.key_span.file;
    let from = file.line_range(file.line_of(entry.key_span.start));
    let to = file.line_range(file.line_of(entry.value.span.end));
    let before = file.text().get(from.start..entry.key_span.start)?;
    let after = file.text().get(entry.value.span.end..to.end)?;
    let end = (to.end + 1).min(file.text().len());
    let is_own = before.trim().is_empty() && after.trim().is_empty();
    is_own.then(|| Span::new(file, from.start, end))
}

/// The finding for a table of tables that is opened a second time, with other tables in it.
fn reopened(route: &Route, first: &Entry, again: &Entry, is_next: bool) -> Option<Diagnostic> {
    let (one, other) = (tables(&first.value)?, tables(&again.value)?);
    if other.iter().any(|entry| one.get(&entry.key).is_some()) {
        return None;
    }
    let key = &again.key;
    let message = format!("`{key}` is opened a second time");
    let finding = Diagnostic::new(&YAML_SLIP, route.key(key.as_str()), message)
        .label(At::Span(again.key_span.clone()), "given again here")
        .label(At::Span(first.key_span.clone()), "first given here");
    let file = &again.key_span.file;
    let column = |map: &Map| {
        let key = map.iter().next().map(|entry| &entry.key_span);
        key.map(|key| file.line_column(key.start).1)
    };
    let line = file.line_range(file.line_of(again.key_span.start));
    let header = Span::new(file, line.start, (line.end + 1).min(file.text().len()));
    let is_alone = header.text().trim() == format!("{}:", again.key_span.text());
    if is_next && is_alone && column(one) == column(other) {
        return Some(
            finding
                .help("remove this line: what follows belongs to the same")
                .fix(At::Span(header), ""),
        );
    }
    Some(finding.help(format!(
        "move what is below this to the first `{key}:`, and remove this line"
    )))
}

/// The tables of a block mapping that holds nothing else.
fn tables(node: &Node) -> Option<&Map> {
    let map = node.as_map().filter(|map| !map.is_empty())?;
    let is_own = node.via.is_none() && !node.span.text().starts_with(['{', '&', '!']);
    let is_table = |entry: &Entry| {
        let inner = entry.value.as_map();
        inner.is_some_and(|inner| !inner.is_empty()) && entry.value.via.is_none()
    };
    (is_own && map.iter().all(is_table)).then_some(map)
}

/// Both tables in one.
fn joined(first: &Node, again: Node) -> Node {
    let mut joined = first.clone();
    if let (Kind::Map(map), Kind::Map(more)) = (&mut joined.kind, again.kind) {
        for entry in more {
            map.set(entry);
        }
        joined.span.end = joined.span.end.max(again.span.end);
    }
    joined
}
