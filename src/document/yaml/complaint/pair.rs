//! A key and its value that stand together otherwise than they should: the value in the line below,
//! both in quotes as one text, several pairs on one line.
//!
//! Unaware of the tree.

use super::guess::{Guess, Scene};
use super::layout::finding;
use super::line::{Line, rest, without_comment};
use crate::diag::At;
use crate::source::{SourceFile, Span};

/// Longest line that is looked into, in bytes.
const LONGEST: usize = 1024;

/// Keys that manifests have often, of which the second of two on one line may be one.
const USUAL: [&str; 24] = [
    "bit_rate",
    "channels",
    "codec",
    "crf",
    "dir",
    "encoder",
    "encryption",
    "height",
    "inputs",
    "ladders",
    "language",
    "max_bit_rate",
    "path",
    "playlist",
    "preset",
    "profile",
    "rungs",
    "sample_rate",
    "segment_duration",
    "single_file",
    "start",
    "tune",
    "type",
    "width",
];

/// The line where the reader stopped, and the one above it.
fn lines<'a, 'b>(scene: &'b Scene<'a>) -> impl Iterator<Item = &'b Line<'a>> {
    std::iter::once(&scene.here).chain(scene.before.as_ref())
}

/// The next line that holds more than a comment.
fn next(file: &SourceFile, number: usize) -> Option<Line<'_>> {
    (number + 1..file.lines())
        .take(super::line::MOST)
        .filter_map(|number| Line::of(file, number))
        .find(Line::says_something)
}

/// `preset:`, and below it `fast` at the depth of the key.
pub(super) fn value_below(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let guesses = lines(scene).filter_map(|value| {
        let key = Line::before(file, value.number)?;
        let name = key.key()?;
        let is_open = key.content.ends_with(':') && key.column == value.column && !value.is_item();
        let is_one = !value.content.starts_with('-')
            && !value.bare().contains([' ', ':', '{', '[', '=', ';', ',']);
        let holds = next(file, value.number).is_some_and(|next| next.indent > value.column);
        if !is_open || !is_one || holds || key.number + 1 != value.number {
            return None;
        }
        let text = value.bare();
        let from = key.start + key.content.len();
        Some(Guess {
            finding: finding(
                "a value in the line below its key",
                value.span(file, 0, text.len()),
                "not indented, it is a key",
            )
            .label(At::Span(key.span(file, 0, name.len())), "has no value here")
            .help(format!("write `{name}: {text}`")),
            span: Span::new(file, from, value.start),
            text: " ".to_owned(),
            is_sure: true,
        })
    });
    guesses.collect()
}

/// `"preset: fast"`, and `"preset: fast`, whose quote swallows the lines below.
pub(super) fn in_quotes(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let above = Line::above(file, scene.here.number);
    let open = above
        .take(super::line::MOST)
        .find(|line| line.content.starts_with(['"', '\'']) && rest(line.content).quote.is_some());
    let guesses = lines(scene).chain(&open).filter_map(|line| {
        let bare = line.bare();
        let quote = bare.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let inner = bare.get(1..)?;
        let inner = inner.strip_suffix(quote).unwrap_or(inner);
        if let Some(key) = inner.strip_suffix(':').filter(|key| is_word(key)) {
            let whole = line.span(file, 0, bare.len());
            return Some(Guess {
                finding: finding(
                    "a `:` inside of the quotes of a key",
                    whole.clone(),
                    "a text, and no key",
                )
                .help(format!("write `{key}:`")),
                span: whole,
                text: inner.to_owned(),
                is_sure: true,
            });
        }
        let (key, value) = inner.split_once(": ")?;
        if !is_word(key) || value.trim().is_empty() || inner.contains(['"', '\'', '\\']) {
            return None;
        }
        let whole = line.span(file, 0, bare.len());
        Some(Guess {
            finding: finding(
                "a key and its value in one pair of quotes",
                whole.clone(),
                "one text, and no key with a value",
            )
            .help(format!("write `{inner}`")),
            span: whole,
            text: inner.to_owned(),
            is_sure: true,
        })
    });
    guesses.collect()
}

/// How far a key is looked for that may stand in the same entry.
const NEAR: usize = 30;

/// Whether the entry that holds line `number`, at `column`, has `key` in another line.
fn stands_near(file: &SourceFile, number: usize, column: usize, key: &str) -> bool {
    let near = |lines: &mut dyn Iterator<Item = usize>| -> Vec<Line<'_>> {
        let lines = lines.take(NEAR).filter_map(|line| Line::of(file, line));
        let lines = lines.filter(|line| !line.content.is_empty());
        lines.take_while(|line| line.column >= column).collect()
    };
    let is_there = |line: &Line<'_>| line.column == column && line.key() == Some(key);
    // An item begins an entry of its own.
    let starts = |line: &Line<'_>| line.column == column && line.indent < column;
    let above = near(&mut (0..number).rev());
    let below = near(&mut (number + 1..file.lines()));
    let is_first = Line::of(file, number).is_some_and(|own| starts(&own));
    let end = above
        .iter()
        .position(starts)
        .map_or(above.len(), |at| at + 1);
    let above = above.get(..end).filter(|_| !is_first).unwrap_or_default();
    let mut below = below.iter().take_while(|line| !starts(line));
    above.iter().any(is_there) || below.any(is_there)
}

/// `preset: fast, codec: h264`, and the same with a semicolon or with nothing between them.
pub(super) fn on_one_line(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let line = &scene.here;
    let text = without_comment(line.content).trim_end();
    // Only the last value may have quotes or brackets.
    let plain = text.find(['{', '[', '"', '\'']).unwrap_or(text.len());
    let Some(own) = line.key().filter(|_| text.len() <= LONGEST) else {
        return Vec::new();
    };
    // A path may hold such a thing.
    let mut is_sure = USUAL.contains(&own) && !matches!(own, "dir" | "path" | "playlist");
    // Where each pair starts, and where the one before it ends.
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let colons = text.match_indices(": ").skip(1);
    for (colon, _) in colons.filter(|(at, _)| *at < plain) {
        let before = text.get(..colon).unwrap_or_default();
        let Some((value, key)) = before.rsplit_once(' ') else {
            return Vec::new();
        };
        let end = value.trim_end_matches([' ', ',', ';']).len();
        let is_pair = is_word(key) && key.starts_with(|c: char| c.is_ascii_lowercase());
        if !is_pair || value.get(..end).is_none_or(|value| value.ends_with(':')) {
            return Vec::new();
        }
        let from = starts.last().map_or(0, |(_, start)| *start);
        let pair = text.get(from..end).unwrap_or_default();
        let value = pair.split_once(": ").map_or(pair, |(_, value)| value);
        is_sure &= USUAL.contains(&key) && !value.trim().contains(' ') && key != own;
        is_sure &= !stands_near(file, line.number, line.column, key);
        starts.push((end, colon - key.len()));
    }
    let Some((_, first)) = starts.first().copied() else {
        return Vec::new();
    };
    let mut meant = String::new();
    let mut from = 0;
    for (end, start) in &starts {
        meant += text.get(from..*end).unwrap_or_default();
        meant += file.line_end();
        meant += &" ".repeat(line.column);
        from = *start;
    }
    meant += text.get(from..).unwrap_or_default();
    let key = text.get(first..).and_then(|rest| rest.split(':').next());
    let key = key.unwrap_or_default();
    vec![Guess {
        finding: finding(
            "two keys on one line",
            line.span(file, first, first + key.len()),
            "a line break is missing before this",
        )
        .help(match is_sure {
            true => format!("put `{key}` on a line of its own, indented by {} spaces", line.column),
            false => format!(
                "put `{key}` on a line of its own, indented by {} spaces; or quote a text that contains `: `",
                line.column
            ),
        }),
        span: line.span(file, 0, text.len()),
        text: meant,
        is_sure,
    }]
}

fn is_word(key: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    !key.is_empty() && key.chars().all(is_letter)
}
