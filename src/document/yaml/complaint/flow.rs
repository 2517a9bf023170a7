//! Several keys on one line: without braces around them, or without a comma between two of them.
//!
//! Unaware of the tree.

use super::guess::{Guess, Scene};
use super::layout::finding;
use super::line::{Line, MOST, without_comment};
use crate::diag::At;
use crate::source::Span;

/// Longest line that is looked into, in bytes.
const LONGEST: usize = 1024;

/// `- height: 720, bit_rate: 2500k`.
pub(super) fn braceless(scene: &Scene<'_>) -> Vec<Guess> {
    let line = &scene.here;
    let text = line.bare();
    if text.len() > LONGEST || text.contains(['{', '[', '"', '\'']) {
        return Vec::new();
    }
    let is_pair = |part: &str| {
        let key = part.trim().split_once(": ").map(|(key, _)| key);
        key.is_some_and(is_word)
    };
    // The keys of the item itself, or those behind the line's own key.
    let starts = match line.is_item() {
        true => vec![0],
        false => text.find(": ").map(|colon| colon + 2).into_iter().collect(),
    };
    let mut guesses = Vec::new();
    for start in starts {
        let keys = text.get(start..).unwrap_or_default();
        let round = keys
            .strip_prefix('(')
            .and_then(|keys| keys.strip_suffix(')'));
        let message = match round {
            Some(_) => "round brackets around a mapping",
            None => "several keys on one line need braces",
        };
        let keys = round.unwrap_or(keys);
        let mut parts = keys.split(", ");
        if !keys.contains(", ") || !parts.all(is_pair) {
            continue;
        }
        let meant = format!("{{ {} }}", keys.trim());
        let span = line.span(scene.file, start, text.len());
        guesses.push(Guess {
            finding: finding(message, span.clone(), "neither one text nor a mapping")
                .help(format!("write {meant}")),
            span,
            text: meant,
            is_sure: true,
        });
    }
    guesses
}

/// Lines of `{ … }` below a key, without `- `.
pub(super) fn dashless(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let is_row =
        |line: &Line<'_>| line.content.starts_with('{') && line.indent == scene.here.indent;
    let above = Line::above(file, scene.here.number).take_while(is_row);
    let below = (scene.here.number..file.lines()).take(MOST);
    let below = below.map_while(|number| Line::of(file, number).filter(is_row));
    let mut items: Vec<Line<'_>> = above.chain(below).collect();
    items.sort_by_key(|line| line.number);
    let (Some(first), Some(last)) = (items.first(), items.last()) else {
        return Vec::new();
    };
    let Some(key) = Line::before(file, first.number).filter(|line| line.value().is_empty()) else {
        return Vec::new();
    };
    let Some(name) = key.key().filter(|_| items.len() > 1 && !first.is_item()) else {
        return Vec::new();
    };
    let row = |line: &Line<'_>| line.first + line.indent;
    let whole = Span::new(file, row(first), last.start);
    let mut text = String::new();
    let mut from = row(first);
    for line in &items {
        text += file.text().get(from..row(line)).unwrap_or_default();
        text += "- ";
        from = line.start;
    }
    vec![Guess {
        finding: finding(
            &format!("the items of `{name}` have no `- `"),
            key.span(file, 0, name.len()),
            "a list",
        )
        .label(
            At::Span(first.span(file, 0, 1)),
            "`- ` is missing before this",
        )
        .help("write `- ` before each"),
        span: whole,
        text,
        is_sure: true,
    }]
}

/// `{ height: 720 bit_rate: 2500k }`.
pub(super) fn commaless(scene: &Scene<'_>) -> Vec<Guess> {
    let line = &scene.here;
    let text = without_comment(line.content);
    if text.len() > LONGEST || !text.contains('{') {
        return Vec::new();
    }
    let mut guesses = Vec::new();
    for (colon, _) in text.match_indices(": ") {
        let before = text.get(..colon).unwrap_or_default();
        let Some((value, key)) = before.rsplit_once(' ') else {
            continue;
        };
        let end = value.trim_end();
        if !is_word(key) || end.ends_with([',', '{', '[', ':', '-']) || !end.contains('{') {
            continue;
        }
        if let Some(value) = end.strip_suffix(';') {
            let at = line.span(scene.file, value.len(), end.len());
            guesses.push(Guess {
                finding: finding("a `;` instead of a comma", at.clone(), "no `,`")
                    .help("write a comma instead"),
                span: at,
                text: ",".to_owned(),
                is_sure: true,
            });
            continue;
        }
        let last = end.rsplit([' ', ',', '{']).next().unwrap_or(end);
        guesses.push(Guess {
            finding: finding(
                "a comma is missing in a mapping",
                line.span(scene.file, end.len() - last.len(), end.len()),
                "no `,` after this",
            )
            .help(format!("write {last}, {key}: …")),
            span: line.span(scene.file, end.len(), end.len()),
            text: ",".to_owned(),
            is_sure: true,
        });
    }
    guesses
}

fn is_word(key: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    !key.is_empty() && key.chars().all(is_letter)
}
