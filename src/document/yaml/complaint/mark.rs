//! Marks that do not belong: a brace or a dash behind a key whose keys stand below, a dash too many, a
//! star for a dash, a comma too many, a comment of another language behind a value.
//!
//! Unaware of the tree.

use super::guess::{Guess, Scene};
use super::layout::finding;
use super::line::{Line, MOST, rest};
use crate::source::Span;

/// How many keys with such a mark are tried.
const MOST_OPEN: usize = 3;

/// `hd: {`, `hd: -`, `hd: [`, with its keys or items below in lines of their own.
pub(super) fn behind_key(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let own = Line::of(file, scene.here.number);
    let lines = own.into_iter().chain(Line::above(file, scene.here.number));
    let guesses = lines.take(MOST).filter_map(|line| {
        let name = line.key()?;
        let value = line.value();
        if !matches!(value, "{" | "-" | "[" | "[{") {
            return None;
        }
        let next = (line.number + 1..file.lines())
            .filter_map(|number| Line::of(file, number))
            .find(Line::says_something)?;
        let is_block = next.indent > line.column && !next.bare().ends_with(',');
        if !is_block || (next.key().is_none() && !next.is_item()) {
            return None;
        }
        let at = line.content.find(value)?;
        let from = line.content.get(..at)?.trim_end().len();
        Some(Guess {
            finding: finding(
                &format!("a `{value}` behind a key whose lines stand below"),
                line.span(file, at, at + value.len()),
                "not needed",
            )
            .help(format!("write `{name}:`")),
            span: line.span(file, from, at + value.len()),
            text: String::new(),
            is_sure: true,
        })
    });
    guesses.take(MOST_OPEN).collect()
}

/// `-- height: 480` and `* height: 480` among items.
pub(super) fn odd_dash(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let lines = std::iter::once(&scene.here).chain(scene.before.as_ref());
    let guesses = lines.filter_map(|line| {
        let (mark, message, label) = ["--", "*"]
            .into_iter()
            .zip([
                ("a dash too many", "an item has one `-`"),
                ("an item of a list without `-`", "no `-`, but a star"),
            ])
            .find(|(mark, _)| line.content.starts_with(&format!("{mark} ")))
            .map(|(mark, (message, label))| (mark, message, label))?;
        let words = line.bare().get(mark.len()..)?.trim();
        let start = line.first + line.indent;
        let is_beside = |other: &Line<'_>| other.is_item() && other.indent == line.indent;
        let above = Line::above(file, line.number).find(|above| above.indent <= line.indent);
        let below = (line.number + 1..file.lines())
            .take(MOST)
            .filter_map(|number| Line::of(file, number))
            .filter(Line::says_something);
        let below: Vec<Line<'_>> = below
            .take_while(|below| below.indent >= line.indent)
            .collect();
        let is_item = above.is_some_and(|above| is_beside(&above))
            || below
                .iter()
                .find(|below| below.indent == line.indent)
                .is_some_and(is_beside);
        if !is_item || line.is_item() {
            return None;
        }
        // What is left out as a comment has no lines of its own below.
        let holds = below.first().is_some_and(|next| next.indent > line.indent);
        let is_key = words.split_once(": ").is_some();
        let help = match mark == "--" && !holds {
            true => format!("write `- {words}`, or `# {words}` if it is a comment"),
            false => format!("write `- {words}`"),
        };
        Some(Guess {
            finding: finding(message, Span::new(file, start, start + mark.len()), label).help(help),
            span: Span::new(file, start, start + mark.len()),
            text: "-".to_owned(),
            is_sure: mark == "*" || (holds && is_key),
        })
    });
    guesses.collect()
}

/// `- - height: 480` below an item with one dash.
pub(super) fn second_dash(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let lines = std::iter::once(&scene.here).chain(scene.before.as_ref());
    let guesses = lines.filter_map(|line| {
        let start = line.first + line.indent;
        let dashes = file.text().get(start..line.start)?;
        let is_twice = dashes.matches('-').count() == 2;
        let is_beside = |other: &Line<'_>| other.is_item() && other.column == other.indent + 2;
        let item = Line::above(file, line.number).find(|above| above.indent <= line.indent)?;
        if !is_twice || item.indent != line.indent || !is_beside(&item) {
            return None;
        }
        let second = start + dashes.rfind('-')?;
        Some(Guess {
            finding: finding(
                "a dash too many",
                Span::new(file, second, second + 1),
                "an item has one `-`",
            )
            .help(format!("write `- {}`", line.bare())),
            span: Span::new(file, second, line.start),
            text: String::new(),
            is_sure: item.key().is_some() && item.key() == line.key(),
        })
    });
    guesses.collect()
}

/// `[hd,, sound]`, `[, hd]`.
pub(super) fn comma(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let line = &scene.here;
    let text = line.bare();
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let is_twice = c == ',' && matches!(before, ',' | '[' | '{');
        if is_twice && text.contains(['[', '{']) {
            return vec![Guess {
                finding: finding(
                    "a comma too many",
                    line.span(file, at, at + 1),
                    "nothing stands before it",
                )
                .help("remove this `,`"),
                span: line.span(file, at, at + 1),
                text: String::new(),
                is_sure: !text.contains(['"', '\'']),
            }];
        }
        if c != ' ' {
            before = c;
        }
    }
    Vec::new()
}

/// `- { height: 720 },` and `ladders: [hd],`, with the comma that a list in brackets has.
pub(super) fn comma_behind(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let lines = std::iter::once(&scene.here).chain(scene.before.as_ref());
    let lines = lines.filter(|line| line.is_item() || line.key().is_some());
    let mut found = lines.filter_map(|line| {
        let bare = line.bare();
        let inside = bare.strip_suffix([',', ';'])?;
        let is_value = inside.ends_with(['}', ']', '"', '\'']);
        let whole = rest(inside);
        let is_closed = whole.quote.is_none() && whole.open.is_empty() && whole.extra.is_none();
        let span = line.span(file, bare.len() - 1, bare.len());
        (is_value && is_closed).then_some((span, line.is_item()))
    });
    let guess = found.next().map(|(span, is_item)| Guess {
        finding: finding(
            match (span.text(), is_item) {
                (",", true) => "a comma behind an item",
                (",", false) => "a comma behind a value",
                _ => "a semicolon behind a value",
            },
            span.clone(),
            match is_item {
                true => "lists with dashes have none",
                false => "each key has a line of its own",
            },
        )
        .help("remove it"),
        span,
        text: String::new(),
        is_sure: true,
    });
    guess.into_iter().collect()
}

/// `},` in a line of its own, which closes what a key above it opens.
pub(super) fn comma_behind_brace(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let lines = std::iter::once(&scene.here).chain(scene.before.as_ref());
    let guesses = lines.filter_map(|line| {
        let bare = line.bare();
        let inside = bare.strip_suffix([',', ';'])?;
        if line.is_item()
            || inside.is_empty()
            || !inside.bytes().all(|one| matches!(one, b'}' | b']'))
        {
            return None;
        }
        let span = line.span(file, inside.len(), bare.len());
        Some(Guess {
            finding: finding(
                "a comma behind a value",
                span.clone(),
                "each key has a line of its own",
            )
            .help("remove it"),
            span,
            text: String::new(),
            is_sure: true,
        })
    });
    guesses.collect()
}

/// `* hd`, where all items of a list have stars.
pub(super) fn stars(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let is_star = |line: &Line<'_>| {
        line.content.starts_with("* ") && line.indent == scene.here.indent && !line.is_item()
    };
    let own = (scene.here.number..file.lines()).take(MOST);
    let below = own.map_while(|number| Line::of(file, number).filter(is_star));
    let above = Line::above(file, scene.here.number).take_while(is_star);
    let mut items: Vec<Line<'_>> = above.chain(below).collect();
    items.sort_by_key(|line| line.number);
    let (Some(first), Some(last)) = (items.first(), items.last()) else {
        return Vec::new();
    };
    let mut text = String::new();
    let mut from = first.start;
    for line in &items {
        text += file.text().get(from..line.start).unwrap_or_default();
        text += "-";
        from = line.start + 1;
    }
    let words = first.bare().get(1..).unwrap_or_default().trim();
    vec![Guess {
        finding: finding(
            "an item of a list without `-`",
            first.span(file, 0, 1),
            "no `-`, but a star",
        )
        .help(format!("write `- {words}`")),
        span: Span::new(file, first.start, last.start + 1),
        text,
        is_sure: true,
    }]
}

/// `"index.m3u8" // the name`, behind a text in quotes or what brackets close.
pub(super) fn comment(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let lines = std::iter::once(&scene.here).chain(scene.before.as_ref());
    let guesses = lines.filter_map(|line| {
        let bare = line.bare();
        let marks = [" -- ", " // ", " ; ", " /* ", " <!-- "];
        let (at, mark) = marks
            .into_iter()
            .filter_map(|mark| Some((bare.find(mark)?, mark)))
            .min()?;
        let value = bare.get(..at)?.trim_end();
        let whole = rest(value);
        let is_closed = value.ends_with(['"', '\'', ']', '}'])
            && whole.quote.is_none()
            && whole.open.is_empty()
            && whole.extra.is_none();
        // `rungs: -- from large to small`, with the items below.
        let next = Line::of(file, line.number + 1);
        let is_opener = value.ends_with(':')
            && line.key().is_some_and(|key| key.len() + 1 == value.len())
            && next.is_some_and(|next| next.column > line.column && next.says_something());
        if !is_closed && !is_opener {
            return None;
        }
        let words = bare.get(at + mark.len()..)?;
        let words = words.strip_suffix("*/").unwrap_or(words);
        let words = words.strip_suffix("-->").unwrap_or(words).trim();
        let mark = mark.trim();
        Some(Guess {
            finding: finding(
                "a comment of another language",
                line.span(file, at + 1, at + 1 + mark.len()),
                "comments start with `#`",
            )
            .help(format!("write `# {words}`")),
            span: line.span(file, at + 1, bare.len()),
            text: format!("# {words}"),
            is_sure: true,
        })
    });
    guesses.collect()
}
