//! Anchors by their names, for aliases that name none.
//!
//! Unaware of the tree: looks through the text, and takes what looks like an anchor for one.

use super::code::{YAML_ALIAS, YAML_MERGE};
use super::complaint;
use crate::diag::{At, Diagnostic, is_clear, names, suggest};
use crate::document::node::Map;
use crate::source::{Route, SourceFile, Span};

/// How many anchors of a file are looked at.
const MOST: usize = 1000;

/// Every `&name` of a file that stands where a value starts.
#[derive(Default)]
pub(super) struct Anchors(Vec<Span>);

impl Anchors {
    pub(super) fn of(file: &SourceFile) -> Self {
        let text = file.text();
        let names = text.match_indices('&').filter_map(|(at, _)| {
            let before = text.get(..at)?.chars().next_back();
            let starts = before.is_none_or(|c| matches!(c, ' ' | '\n' | '[' | '{' | ','));
            let rest = text.get(at + 1..)?;
            let length = rest.find(|c: char| c.is_whitespace() || ",[]{}".contains(c));
            let end = at + 1 + length.unwrap_or(rest.len());
            (starts && end > at + 1).then(|| Span::new(file, at, end))
        });
        Self(names.take(MOST).collect())
    }

    /// The anchor of this name that ends before `before`.
    fn find(&self, name: &str, before: usize) -> Option<&Span> {
        let is_one = |span: &&Span| span.end <= before && name_of(span) == name;
        self.0.iter().rev().find(is_one)
    }

    /// The one that was probably meant.
    fn near(&self, name: &str, before: usize) -> Option<(&Span, bool)> {
        let names = || {
            let above = self.0.iter().filter(|span| span.end <= before);
            above.map(name_of)
        };
        let other_case = names().find(|known| known.eq_ignore_ascii_case(name));
        let meant = other_case.or_else(|| suggest(name, names()))?;
        let is_sure = other_case.is_some() || is_clear(name, meant, names());
        Some((self.find(meant, before)?, is_sure))
    }
}

fn name_of(span: &Span) -> &str {
    span.text().get(1..).unwrap_or_default()
}

/// What is known of the place of an alias.
pub(super) struct Place<'a> {
    pub(super) anchors: &'a Anchors,
    /// A key of the same name that ends above, if there is one.
    pub(super) key: Option<Span>,
    /// Whether the alias is the value of `<<`.
    pub(super) is_merge: bool,
    /// The variables that are defined above.
    pub(super) variables: Option<&'a Map>,
}

/// The finding for `*name` without an anchor of that name.
pub(super) fn unknown(place: &Place<'_>, route: Route, name: &str, span: &Span) -> Diagnostic {
    let file = &span.file;
    let finding = Diagnostic::new(&YAML_ALIAS, route, format!("no anchor is named `{name}`"));
    let shown = |label: String| finding.clone().label(At::Span(span.clone()), label);
    let is_word = name
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    if let Some(anchor) = place.anchors.find(&format!("{name}:"), span.start) {
        let colon = Span::new(file, anchor.end - 1, anchor.end);
        return shown(format!("the anchor is called `{name}:`"))
            .label(At::Span(colon.clone()), "part of the name")
            .help(format!("remove the `:` after `&{name}`"))
            .fix(At::Span(colon), "");
    }
    if is_word && let Some((anchor, is_sure)) = place.anchors.near(name, span.start) {
        let meant = name_of(anchor);
        return shown(format!("did you mean `*{meant}`?"))
            .label(At::Span(anchor.clone()), "an anchor")
            .help(format!("write `*{meant}`"))
            .fix(At::Span(span.clone()), format!("*{meant}"))
            .sure(is_sure);
    }
    let none = shown(format!("no `&{name}` above this"));
    if let Some(key) = &place.key {
        let cure = named(key, name);
        let none = none.label(At::Span(key.clone()), "has no anchor");
        let none = none.help(format!("write `{name}: &{name}` above"));
        return match cure {
            Some(at) => none.fix(At::Span(at), format!(" &{name}")),
            None => none,
        };
    }
    if place.is_merge {
        return none.help(format!(
            "write `&{name}` above, before the mapping that is to be merged"
        ));
    }
    // A star makes no reference to a variable.
    let (head, tail) = match name.split_once('/') {
        Some((head, _)) => (head, name.get(head.len()..).unwrap_or_default()),
        None => (name, ""),
    };
    let variable = head.strip_prefix("vars.").unwrap_or(head);
    let is_variable = place
        .variables
        .is_some_and(|vars| vars.get(variable).is_some());
    if is_variable && !tail.contains(['"', '\\', '*']) {
        let text = format!("\"${{vars.{variable}}}{tail}\"");
        return none
            .help(format!("write {text}: a variable is no anchor"))
            .fix(At::Span(span.clone()), text);
    }
    let above = place
        .anchors
        .0
        .iter()
        .filter(|anchor| anchor.end <= span.start);
    let above: Vec<String> = above
        .map(|anchor| format!("*{}", name_of(anchor)))
        .collect();
    let finding = match above.is_empty() || !is_word {
        true => none.help("quote a text that starts with `*`, such as \"*.mp4\""),
        false => none.help(format!(
            "anchors above are {}: write one of them, or `&{name}` above, before the value that is meant",
            names(above.iter().map(String::as_str))
        )),
    };
    match complaint::quoted(file, span.start) {
        // A name may also be the misspelt name of an anchor.
        Some((whole, text)) if name.contains(['.', '/', '*']) => finding.fix(At::Span(whole), text),
        _ => finding,
    }
}

/// Where an anchor is written for the value of a key: behind its colon.
fn named(key: &Span, name: &str) -> Option<Span> {
    let rest = key.file.text().get(key.end..)?;
    let after = rest.strip_prefix(':')?;
    let is_free = !after.trim_start_matches(' ').starts_with(['&', '*', '!']);
    let at = key.end + 1;
    (is_free && !name.is_empty()).then(|| Span::new(&key.file, at, at))
}

/// The finding for `<<` with something that is no mapping.
pub(super) fn no_mapping(
    place: &Place<'_>,
    route: Route,
    word: Option<&str>,
    at: &Span,
) -> Diagnostic {
    let finding = Diagnostic::new(
        &YAML_MERGE,
        route,
        "`<<` merges a mapping, or a list of mappings",
    );
    let shown = finding.label(At::Span(at.first_line()), "no mapping");
    let Some(word) = word else {
        return shown.help("write `<<: *name`, where `&name` stands before a mapping");
    };
    let name = word.trim_start_matches(['&', '*']);
    if let Some(anchor) = place.anchors.find(name, at.start) {
        return shown
            .label(At::Span(anchor.clone()), "the anchor")
            .help(format!("write `<<: *{name}`"))
            .fix(At::Span(at.clone()), format!("*{name}"));
    }
    match &place.key {
        Some(key) => shown
            .label(At::Span(key.clone()), "has no anchor")
            .help(format!(
                "write `{name}: &{name}` above, and `<<: *{name}` here"
            )),
        None => shown.help("write `<<: *name`, where `&name` stands before a mapping"),
    }
}
