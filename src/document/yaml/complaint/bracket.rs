//! Brackets and braces: one that is not closed, and so swallows lines; one too many, or of the wrong
//! kind.
//!
//! Unaware of the tree.

use super::guess::{Guess, Scene};
use super::layout::finding;
use super::line::{Line, MOST, closing, rest};

/// How many lines with an open bracket are tried.
const MOST_OPEN: usize = 4;

/// Longest line that is looked into, in bytes.
const LONGEST: usize = 4096;

/// A bracket that a line opens and does not close.
pub(super) fn unclosed(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let own = Line::of(file, scene.here.number);
    let lines = own.into_iter().chain(Line::above(file, scene.here.number));
    let open = lines.take(MOST).filter_map(|line| {
        let rest = rest(line.content);
        let is_open = rest.quote.is_none() && rest.extra.is_none() && !rest.open.is_empty();
        is_open.then_some((line, rest))
    });
    let mut guesses = Vec::new();
    for (line, rest) in open.take(MOST_OPEN) {
        let Some((bracket, start)) = rest.open.last().copied() else {
            continue;
        };
        let missing: String = rest
            .open
            .iter()
            .rev()
            .map(|(one, _)| closing(*one))
            .collect();
        let text = line.content.get(..rest.end).unwrap_or_default();
        let before_comma = text.trim_end_matches(',').trim_end().len();
        let what = if bracket == '[' {
            "a list in brackets is not closed"
        } else {
            "a mapping in braces is not closed"
        };
        let is_spaced = text
            .get(start + 1..)
            .is_some_and(|inner| inner.starts_with(' '));
        let gap = if is_spaced && bracket == '{' { " " } else { "" };
        // A comma may end the list, or separate it from what follows.
        let mut ends = vec![before_comma];
        if before_comma < rest.end {
            ends.push(rest.end);
        }
        for end in ends {
            guesses.push(Guess {
                finding: finding(
                    what,
                    line.span(file, start, end),
                    format!("`{missing}` is missing"),
                )
                .help(format!("close it with `{missing}`")),
                span: line.span(file, end, end),
                text: format!("{gap}{missing}"),
                is_sure: missing.len() == 1 && before_comma == rest.end,
            });
        }
    }
    guesses
}

/// `[[hd, sound]`, a list opened twice; `[hd, sound)`, one closed as in other languages; and
/// `[- hd, - sound]`, one with dashes.
pub(super) fn odd_list(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let own = Line::of(file, scene.here.number);
    let lines = own.into_iter().chain(Line::above(file, scene.here.number));
    let mut guesses = Vec::new();
    for line in lines.take(MOST_OPEN) {
        let bare = line.bare();
        let all = rest(bare);
        if all.quote.is_some() || all.extra.is_some() || bare.len() > LONGEST {
            continue;
        }
        let open = all.open.last().copied();
        if let Some((bracket, start)) = open.filter(|_| all.open.len() == 1) {
            let close = closing(bracket);
            let inner = bare.get(start + 1..).unwrap_or_default();
            let second = inner.len() - inner.trim_start().len();
            if bracket == '[' && inner.trim_start().starts_with('[') && bare.ends_with(close) {
                let at = start + 1 + second;
                guesses.push(Guess {
                    finding: finding(
                        "a bracket too many",
                        line.span(file, at, at + 1),
                        "opens a list in a list",
                    )
                    .help(format!("write {}", bare.get(at..).unwrap_or_default())),
                    span: line.span(file, start, at),
                    text: String::new(),
                    is_sure: bare.matches('[').count() == 2,
                });
            }
            if bare.ends_with(')') && !inner.contains('(') {
                let at = bare.len() - 1;
                guesses.push(Guess {
                    finding: finding(
                        "a list in brackets is not closed",
                        line.span(file, at, at + 1),
                        format!("`{close}` was expected"),
                    )
                    .help(format!("write `{close}` instead of `)`")),
                    span: line.span(file, at, at + 1),
                    text: close.to_string(),
                    is_sure: true,
                });
            }
        }
        if let Some(start) = bare.find("[- ")
            && let Some(inner) = bare
                .get(start + 1..)
                .and_then(|rest| rest.strip_suffix(']'))
            && inner.split(',').all(|item| item.trim().starts_with("- "))
        {
            let items = inner
                .split(',')
                .map(|item| item.trim().trim_start_matches("- "));
            let items: Vec<&str> = items.collect();
            let text = format!("[{}]", items.join(", "));
            guesses.push(Guess {
                finding: finding(
                    "dashes in a list in brackets",
                    line.span(file, start + 1, start + 2),
                    "its items have commas, and no dashes",
                )
                .help(format!("write {text}")),
                span: line.span(file, start, bare.len()),
                text,
                is_sure: !inner.contains(['"', '\'', '[', '{']),
            });
        }
    }
    guesses
}

/// A bracket that closes nothing, or the wrong one.
pub(super) fn misfit(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let line = &scene.here;
    let rest = rest(line.content);
    let Some((bracket, at)) = rest.extra else {
        return Vec::new();
    };
    let span = line.span(file, at, at + 1);
    let before = line.content.get(..at).unwrap_or_default();
    let open = before.matches(['[', '{']).count() > before.matches([']', '}']).count();
    if !open {
        return vec![Guess {
            finding: finding(
                "a bracket that closes nothing",
                span.clone(),
                "one too many",
            )
            .help(format!("remove this `{bracket}`")),
            span,
            text: String::new(),
            is_sure: true,
        }];
    }
    let other = if bracket == ']' { '}' } else { ']' };
    vec![Guess {
        finding: finding(
            "a bracket that closes nothing",
            span.clone(),
            format!("`{other}` was expected"),
        )
        .help(format!("write `{other}` instead of `{bracket}`")),
        span,
        text: other.to_string(),
        is_sure: true,
    }]
}
