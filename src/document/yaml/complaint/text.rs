//! Texts that must stand in quotes as a whole: a placeholder at their start, or words behind a quote.
//!
//! Unaware of the tree.

use super::guess::{Guess, Scene};
use super::layout::finding;
use super::line::Line;
use crate::document::expression;

/// Longest line that is looked into, in bytes.
const LONGEST: usize = 1024;

/// Where the value of a line, or the item that it is, starts in its content.
fn value_start(line: &Line<'_>) -> Option<usize> {
    let bare = line.bare();
    if bare.len() > LONGEST {
        return None;
    }
    match line.key() {
        Some(key) => {
            let rest = bare.get(key.len() + 1..)?;
            Some(bare.len() - rest.trim_start().len())
        }
        None => line.is_item().then_some(0),
    }
}

/// `{vars.site}/{film.stem}` and `%{vars.site}`: placeholders without their `$`.
pub(super) fn placeholders(scene: &Scene<'_>) -> Vec<Guess> {
    let line = &scene.here;
    let bare = line.bare();
    let Some(start) = value_start(line) else {
        return Vec::new();
    };
    let text = bare.get(start..).unwrap_or_default();
    let Some(meant) = filled(text) else {
        return Vec::new();
    };
    let whole = line.span(scene.file, start, bare.len());
    vec![Guess {
        finding: finding(
            "a placeholder without `$`",
            whole.clone(),
            "a text cannot start with this",
        )
        .help(format!("write \"{meant}\"")),
        span: whole,
        text: format!("\"{meant}\""),
        is_sure: true,
    }]
}

/// The text with `${` before each of its names; `None` if it does not begin with a placeholder, or holds
/// anything else in braces.
pub(in crate::document::yaml) fn filled(text: &str) -> Option<String> {
    if !text.starts_with(['{', '%', '@']) || text.contains(['"', '\'', '\\', '`']) {
        return None;
    }
    let mut meant = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        let name = name.trim();
        let is_letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        let mut parts = name.split('.');
        let is_name =
            name.contains('.') && parts.all(|part| !part.is_empty() && part.chars().all(is_letter));
        if !is_name {
            return None;
        }
        meant += before.trim_end_matches(['%', '@', '$']);
        meant += &format!("${{{name}}}");
        rest = after;
    }
    meant += rest;
    (!meant.is_empty() && meant.starts_with("${") && !meant.contains(": ")).then_some(meant)
}

/// `"Episode" 7`: words behind a quote that ends the text too early.
pub(super) fn behind_quote(scene: &Scene<'_>) -> Vec<Guess> {
    let line = &scene.here;
    let bare = line.bare();
    let Some(start) = value_start(line) else {
        return Vec::new();
    };
    let text = bare.get(start..).unwrap_or_default();
    let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        return Vec::new();
    };
    let Some((inside, rest)) = text.get(1..).and_then(|text| text.split_once(quote)) else {
        return Vec::new();
    };
    if let Some(sum) = rest.trim_start().strip_prefix("+ ") {
        return vec![put_together(scene, start, inside, sum)];
    }
    let words = rest.trim();
    let is_word = words.starts_with(char::is_alphanumeric);
    let is_plain = !rest.contains(['"', '\'', '\\']) && !inside.contains('\\');
    if !is_word || !is_plain || !rest.starts_with(' ') || rest.contains(": ") {
        return Vec::new();
    }
    let meant = format!("{quote}{inside}{rest}{quote}");
    let from = start + inside.len() + 2 + (rest.len() - rest.trim_start().len());
    vec![Guess {
        finding: finding(
            "something follows a quoted text",
            line.span(scene.file, from, bare.len()),
            "outside of the quotes",
        )
        .help(format!("write {meant}")),
        span: line.span(scene.file, start, bare.len()),
        text: meant,
        is_sure: false,
    }]
}

/// `"out/web" + name`: texts put together, as other languages do.
fn put_together(scene: &Scene<'_>, start: usize, first: &str, rest: &str) -> Guess {
    let line = &scene.here;
    let bare = line.bare();
    let mut text = first.to_owned();
    let mut is_known = true;
    for part in rest.split('+').map(str::trim) {
        let is_quoted =
            part.len() > 1 && part.starts_with(['"', '\'']) && part.ends_with(['"', '\'']);
        match expression::placeholder(&expression::as_template(part)) {
            Some(name) => text += &name,
            None if is_quoted => text += part.trim_matches(['"', '\'']),
            None => is_known = false,
        }
    }
    let whole = line.span(scene.file, start, bare.len());
    let found = finding(
        "texts put together with `+`",
        whole.clone(),
        "YAML does not put texts together",
    );
    let text = format!("\"{text}\"");
    let found = match is_known && !text.contains('`') {
        true => found.help(format!("write {text}")),
        false => found.help("write one text in quotes, `${vars.NAME}` for what is filled in"),
    };
    Guess {
        finding: found,
        span: whole,
        text,
        is_sure: false,
    }
}

/// `["hd" "sound"]`.
pub(super) fn commaless(scene: &Scene<'_>) -> Vec<Guess> {
    let line = &scene.here;
    let bare = line.bare();
    if bare.len() > LONGEST || !bare.contains('[') {
        return Vec::new();
    }
    let mut text = String::new();
    let mut first = None;
    let mut copied = 0;
    let mut open: Option<(usize, char)> = None;
    let mut before: Option<(usize, usize)> = None;
    for (at, c) in bare.char_indices() {
        match open {
            Some((start, quote)) if c == quote => {
                open = None;
                before = Some((start, at + 1));
            }
            Some(_) => {}
            None if matches!(c, '"' | '\'') => {
                if let Some((start, end)) = before.take().filter(|(_, end)| *end < at) {
                    text += bare.get(copied..end).unwrap_or_default();
                    text += ",";
                    copied = end;
                    first.get_or_insert((start, end));
                }
                open = Some((at, c));
            }
            None if c == ' ' => {}
            None => before = None,
        }
    }
    let Some((start, end)) = first else {
        return Vec::new();
    };
    let item = bare.get(start..end).unwrap_or_default();
    vec![Guess {
        finding: finding(
            "a comma is missing in a list",
            line.span(scene.file, end - 1, end),
            "no `,` after this",
        )
        .help(format!("write {item},")),
        span: line.span(scene.file, 0, copied),
        text,
        is_sure: true,
    }]
}
