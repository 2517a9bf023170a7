//! Brackets and braces: one that is not closed, and so swallows lines; one too many, or of the wrong
//! kind.
//!
//! Unaware of the tree.

use super::guess::{Guess, Scene};
use super::layout::finding;
use super::line::{Line, MOST, closing, rest};

/// How many lines with an open bracket are tried.
const MOST_OPEN: usize = 4;

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
