//! Slips of grammar in words, with the changes that cure them.
//!
//! Unaware of the tree.

mod comma;

use crate::diag::{At, Diagnostic};
use crate::document::expression;
use crate::document::json::joined::{ASSIGNED, BARE_KEY, DASH};
use crate::document::json::notes::{Notes, quoted, slip, written};
use crate::document::json::text::NOT_CLOSED;
use crate::document::json::token::{Token, What};
use crate::document::json::word;
use crate::document::node::{Kind, Node};
use crate::document::slashes;
use crate::document::toml::BAD_NUMBER;
use crate::source::{Route, Span};

pub(super) use comma::{
    comma_for_colon, commas_in_number, extra_commas, foreign_comma, missing_comma, trailing_comma,
    trailing_commas,
};

/// Among how many findings the one of a key's quote is looked for.
const MOST_OPEN: usize = 64;

fn span(notes: &Notes<'_>, token: Token) -> Span {
    notes.span(token.start, token.end)
}

/// `=` instead of `:`, before `value` if that is known.
pub(super) fn foreign_colon(
    notes: &mut Notes<'_>,
    token: Token,
    key: Option<Token>,
    value: Option<Token>,
) {
    let here = span(notes, token);
    let message = format!("a `{}` after a key", here.text());
    let from = key.map_or(token.start, |key| key.end);
    let gap = notes.text(from, token.start);
    let is_near = gap.trim().is_empty();
    let from = if is_near { from } else { token.start };
    let rest = notes.text(token.end, token.end + 1);
    let text = if rest.trim().is_empty() { ":" } else { ": " };
    // `type = "hls"`: the quotes that the key lacks are told with it.
    if let Some(key) = key.filter(|key| key.what == What::Word && is_near)
        && notes.unsay(key.start)
    {
        let name = quoted(notes.text(key.start, key.end));
        let label = format!(
            "JSON has quotes around the key, and `:` for `{}`",
            here.text()
        );
        let finding = slip(ASSIGNED, notes.span(key.start, token.end), label);
        let sample = value
            .filter(|value| {
                let text = notes.text(value.start, value.end);
                value.what == What::Text || value.what == What::Word && word::is_value(text)
            })
            .and_then(|value| notes.sample(value.start, value.end));
        let shown = sample.unwrap_or("…");
        let finding = finding.help(format!("write {name}: {shown}"));
        let gone = notes.span(key.start, token.end);
        return notes.push(finding.fix(At::Span(gone), format!("{name}{text}")));
    }
    let gone = notes.span(from, token.end);
    let help = match key.and_then(|key| notes.sample(key.start, key.end)) {
        Some(key) => format!("write {}: …", quoted(key.trim_matches(['"', '\'']))),
        None => "write `:`".to_owned(),
    };
    let finding = slip(message, here, "JSON has `:` here");
    notes.push(finding.help(help).fix(At::Span(gone), text));
}

/// A value right after a key.
pub(super) fn missing_colon(notes: &mut Notes<'_>, key: Token) {
    let place = notes.last_character(key.end);
    let finding = slip(
        "a `:` is missing after a key",
        place,
        "`:` is missing after this",
    );
    let help = match notes.sample(key.start, key.end) {
        Some(key) => format!("write {key}: …"),
        None => "write `:` after the key".to_owned(),
    };
    let end = notes.span(key.end, key.end);
    notes.push(finding.help(help).fix(At::Span(end), ":"));
}

/// A colon before the quote that closes a key.
pub(super) fn quoted_colon(notes: &mut Notes<'_>, key: Token) {
    let here = span(notes, key);
    let finding = slip(
        "a `:` inside of a key's quotes",
        here.clone(),
        "`:` belongs after the quote",
    );
    let plain = here.text().replace(':', "");
    notes.push(written(finding, here, &format!("{plain}:")));
}

/// A colon that no key stands before.
pub(super) fn extra_colon(notes: &mut Notes<'_>, token: Token) {
    let here = span(notes, token);
    let message = format!("a `{}` too many", here.text());
    let finding = slip(message, here.clone(), "not needed").help("remove it");
    notes.push(finding.fix(At::Span(here), ""));
}

/// A colon after a value, or after nothing.
pub(super) fn stray_colon(notes: &mut Notes<'_>, token: Token) {
    let here = span(notes, token);
    let message = format!("a `{}` where no key stands before it", here.text());
    notes.push(
        slip(message, here, "not expected here")
            .help("write each key with one value: \"key\": value, and a comma after it"),
    );
}

/// Nothing after a colon.
pub(super) fn missing_value(notes: &mut Notes<'_>, colon: Token) {
    let here = span(notes, colon);
    notes.push(
        slip("the value is missing", here, "a value belongs after this")
            .help("write a value, or remove the key to leave it out"),
    );
}

/// A key that is nothing but a key.
pub(super) fn bare_key(notes: &mut Notes<'_>, key: Token) {
    let here = span(notes, key);
    let help = match notes.sample(key.start, key.end) {
        Some(key) => format!("write {key}: …, or remove the key"),
        None => "write `:` and a value after it, or remove it".to_owned(),
    };
    let finding = slip("a key without a value", here, "`:` and a value are missing");
    notes.push(finding.help(help));
}

/// A key that is not closed, which is told; and that has no value.
pub(super) fn half_a_key(notes: &mut Notes<'_>, key: Token) {
    let here = span(notes, key);
    let is_told = |one: &&mut Diagnostic| {
        let place = one.primary();
        let is_in = place.is_some_and(|at| here.start <= at.start && at.end <= here.end);
        one.message == NOT_CLOSED && is_in
    };
    let text = here.text().trim_start_matches('"');
    let first = notes.findings.iter_mut().take(MOST_OPEN);
    if !text.is_empty()
        && let Some(told) = { first }.find(is_told)
    {
        // The quote alone makes no key with a value of it.
        told.fix = None;
        told.help = Some(format!("write \"{text}\": …, or remove it"));
    }
}

/// `{"a", "b"}`.
pub(super) fn list_in_braces(notes: &mut Notes<'_>, whole: &Span) {
    let opener = notes.span(whole.start, whole.start + 1);
    let finding = slip(
        "a list in braces",
        opener,
        "a list is written in `[` and `]`",
    );
    let inside = whole
        .text()
        .strip_prefix('{')
        .and_then(|text| text.strip_suffix('}'));
    notes.push(match inside {
        Some(inside) => {
            let inside = match inside.contains('\n') {
                // A comment would swallow the bracket.
                true => inside,
                false => inside.trim(),
            };
            let text = format!("[{inside}]");
            written(finding, whole.clone(), &text)
        }
        None => finding,
    });
}

/// `["a": 1]`.
pub(super) fn key_in_list(notes: &mut Notes<'_>, colon: Token, key: Option<Token>, open: usize) {
    let here = key.map_or_else(|| span(notes, colon), |key| span(notes, key));
    let opener = notes.span(open, open + 1);
    notes.push(
        slip("a key in a list", here, "a list has no keys")
            .label(At::Span(opener), "the list is opened here")
            .help("write an object in braces: { \"key\": value }"),
    );
}

/// An object or list where a key belongs.
pub(super) fn no_key(notes: &mut Notes<'_>, token: Token) {
    let here = span(notes, token);
    notes.push(
        slip("a value without a key", here, "a key belongs before this")
            .help("write \"key\": before it, or close the object before this"),
    );
}

/// Something that is neither a value nor a key of its own.
pub(super) fn two_values(notes: &mut Notes<'_>, token: Token, before: Token) {
    let here = span(notes, token);
    if before.end == token.start {
        if before.what == What::Word {
            // It is told that this one has no quotes.
            notes.unsay(before.start);
        }
        let joined = notes.text(before.start, token.end);
        if notes.text(token.start, token.end) == "." && joined.ends_with("\".") {
            return dot(notes, before, token);
        }
        let inside: String = joined.chars().filter(|c| *c != '"').collect();
        let finding = slip("text outside of the quotes", here, "does not belong here");
        let text = quoted(&inside);
        if notes.text(before.start, before.end).ends_with('(') {
            let whole = notes.span(before.start, before.end);
            let finding = slip("a call, as in a program", whole, "JSON calls nothing");
            return notes.push(finding.help("write the text that it gives, in quotes"));
        }
        notes.push(match before.is_scalar() && !joined.contains('\\') {
            true => written(finding, notes.span(before.start, token.end), &text),
            false => finding,
        });
        return;
    }
    notes.push(
        slip(
            "two values without anything between them",
            here,
            "neither a key nor a value",
        )
        .help("remove it, or write a comma and a key before it"),
    );
}

/// A `.` right behind a text, where a comma or nothing belongs.
fn dot(notes: &mut Notes<'_>, before: Token, token: Token) {
    let here = span(notes, token);
    let finding = slip("a `.` instead of a comma", here.clone(), "not JSON");
    let next = notes.text(token.end, notes.file.text().len()).trim_start();
    notes.push(match next.chars().next() {
        Some('"' | '{' | '[') => {
            let help = match notes.sample(before.start, before.end) {
                Some(text) => format!("write {text},"),
                None => "write `,`".to_owned(),
            };
            finding.help(help).fix(At::Span(here), ",")
        }
        Some('}' | ']') => finding.help("remove it").fix(At::Span(here), ""),
        _ => finding.help("write `,` or remove it"),
    });
}

/// `- dir: "out"`: a key like an item of YAML.
pub(super) fn dash(notes: &mut Notes<'_>, token: Token) {
    let here = span(notes, token);
    let rest = notes.text(token.end, notes.file.text().len());
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let gone = notes.span(token.start, token.end + blanks);
    let finding = slip(DASH, here, "JSON has none");
    notes.push(finding.help("remove it").fix(At::Span(gone), ""));
}

/// A key without quotes.
pub(super) fn bare_word_key(notes: &mut Notes<'_>, token: Token) {
    let here = span(notes, token);
    if here.text().starts_with("...") || here.text().starts_with("**") {
        return dots(notes, here);
    }
    if here.text() == "*/" {
        let finding = slip(
            "a `*/` that ends no comment",
            here.clone(),
            "no `/*` stands before it",
        );
        return notes.push(finding.help("remove it").fix(At::Span(here), ""));
    }
    let text = quoted(here.text());
    let finding = slip(BARE_KEY, here.clone(), "quote this");
    notes.push(written(finding, here, &text));
}

/// `...` for what is left out, or for what stands elsewhere.
fn dots(notes: &mut Notes<'_>, here: Span) {
    let mark = match here.text().starts_with('*') {
        true => "**",
        false => "...",
    };
    let message = format!("JSON has no `{mark}`");
    let finding = slip(message, here, "neither a key nor a value");
    notes.push(finding.help("write out what it stands for, or remove it"));
}

/// A key that is written twice in a row.
pub(super) fn key_twice(notes: &mut Notes<'_>, key: Token, again: Token) {
    let here = span(notes, again);
    let gone = notes.span(key.end, again.end);
    let finding = slip(
        "a key written twice",
        here,
        "the key stands before this already",
    );
    notes.push(finding.help("remove it").fix(At::Span(gone), ""));
}

/// The value of a word; what is wrong with it is told.
pub(super) fn word(notes: &mut Notes<'_>, token: Token, route: impl Fn() -> Route) -> Node {
    let here = span(notes, token);
    if here.text().starts_with("...") {
        dots(notes, here.clone());
        return Node::new(here, Kind::Bad);
    }
    if let Some(meant) = expression::variable(here.text()) {
        let finding = slip(
            "a name where a value belongs",
            here.clone(),
            "JSON has no names",
        );
        notes.push(written(finding, here.clone(), &quoted(&meant)).sure(false));
        let is_variable = meant.starts_with("${vars.");
        let kind = if is_variable {
            Kind::Str(meant)
        } else {
            Kind::Bad
        };
        return Node::new(here, kind);
    }
    let (kind, slipped) = word::read(here.text());
    if let (Kind::Bad, None) = (&kind, &slipped) {
        let message = "a manifest has no infinite or undefined numbers";
        let finding = Diagnostic::new(&BAD_NUMBER, route(), message);
        notes.push(finding.label(At::Span(here.clone()), "cannot be read"));
    }
    if let Some(slipped) = slipped {
        if matches!(kind, Kind::Str(_))
            && let Some(node) = path(notes, &here, slipped.message, slipped.label)
        {
            return node;
        }
        let finding = slip(slipped.message, here.clone(), slipped.label).help(slipped.help);
        notes.push(match slipped.write {
            Some(text) => finding.fix(At::Span(here.clone()), text),
            None => finding,
        });
    }
    Node::new(here, kind)
}

/// `media\film.mp4` without quotes, and with backslashes between its folders: both are told as one.
fn path(notes: &mut Notes<'_>, here: &Span, message: &str, label: &str) -> Option<Node> {
    let text = here.text();
    if !text.contains('\\') || text.contains('"') {
        return None;
    }
    let line = notes.file.line_range(notes.file.line_of(here.start)).start;
    let key = slashes::key_before(notes.text(line, here.start), ':');
    let finding = slip(message, here.clone(), label);
    match slashes::meant(key, text) {
        slashes::Meant::Path(path) => {
            notes.push(written(finding, here.clone(), &quoted(&path)));
            Some(Node::new(here.clone(), Kind::Str(path)))
        }
        slashes::Meant::Outside => {
            notes.push(finding.help(slashes::FROM_HERE));
            Some(Node::new(here.clone(), Kind::Bad))
        }
        slashes::Meant::Unknown | slashes::Meant::Text => None,
    }
}
