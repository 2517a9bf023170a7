//! Quotes: one that is not closed, and so swallows lines; one inside of a quoted text; a template in
//! braces, which must have quotes.
//!
//! Unaware of the tree.

use super::guess::{Guess, Scene};
use super::layout::finding;
use super::line::{Line, MOST, closing, rest};
use crate::diag::{At, Diagnostic};
use crate::document::yaml::first_error;
use crate::source::{SourceFile, Span};

/// Longest line that is looked into, in bytes.
const LONGEST: usize = 4096;

/// How many lines with an open quote are tried.
const MOST_OPEN: usize = 3;

/// A quote that a line opens and does not close, though the next line is a key or an item.
pub(super) fn unclosed(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let own = Line::of(file, scene.here.number);
    let lines = own.into_iter().chain(Line::above(file, scene.here.number));
    let open = lines.take(MOST).filter_map(|line| {
        let rest = rest(line.content);
        let (quote, at) = rest.quote?;
        let next = (line.number + 1..file.lines())
            .filter_map(|number| Line::of(file, number))
            .find(|next| !next.content.is_empty());
        let swallows = next.is_none_or(|next| next.key().is_some() || next.is_item());
        swallows.then_some((line, quote, at, rest.open.len()))
    });
    let mut guesses = Vec::new();
    for (line, quote, at, depth) in open.take(MOST_OPEN) {
        let bare = line.bare();
        if depth > 0 && !bare.ends_with([']', '}']) {
            guesses.extend(with_brackets(file, &line, quote, at));
        }
        let inside = bare.get(at + 1..).unwrap_or_default();
        // In a list the text ends before what follows it.
        let stop = if depth > 0 {
            inside.find([',', ']', '}']).unwrap_or(inside.len())
        } else {
            inside.len()
        };
        let text = inside.get(..stop).unwrap_or_default().trim_end();
        let end = at + 1 + text.len();
        let other = if quote == '"' { '\'' } else { '"' };
        let inner = text.strip_suffix(other).unwrap_or(text);
        if inner.len() < text.len() && !inner.is_empty() && !inner.contains(['"', '\'']) {
            guesses.push(Guess {
                finding: finding(
                    "a quote is not closed",
                    line.span(file, at, end),
                    format!("`{quote}` opens it, and `{other}` ends it"),
                )
                .help(format!("write {quote}{inner}{quote}")),
                span: line.span(file, end - 1, end),
                text: quote.to_string(),
                is_sure: depth == 0,
            });
            continue;
        }
        guesses.push(Guess {
            finding: finding(
                "a quote is not closed",
                line.span(file, at, end),
                format!("`{quote}` is missing after this"),
            )
            .help(format!("write {quote}{text}{quote}")),
            span: line.span(file, end, end),
            text: quote.to_string(),
            is_sure: depth == 0 && !text.is_empty() && !text.contains(['"', '\'']),
        });
    }
    guesses
}

/// `["hd", "sound`, where the text and the list around it are both open.
fn with_brackets(file: &SourceFile, line: &Line<'_>, quote: char, at: usize) -> Option<Guess> {
    let bare = line.bare();
    let text = bare.get(at + 1..)?.trim_end();
    let open = rest(bare).open;
    let closers: String = open.iter().rev().map(|(one, _)| closing(*one)).collect();
    let help = match text.is_empty() {
        true => format!("write the text, and `{quote}{closers}` after it"),
        false => format!("write {quote}{text}{quote}{closers}"),
    };
    Some(Guess {
        finding: finding(
            "a quote is not closed",
            line.span(file, at, bare.len()),
            format!("`{quote}{closers}` is missing after this"),
        )
        .help(help),
        span: line.span(file, bare.len(), bare.len()),
        text: format!("{quote}{closers}"),
        is_sure: false,
    })
}

/// The same, if what can be read once it is closed ends at another slip, which it had swallowed.
pub(super) fn swallowing(scene: &Scene<'_>) -> Option<Diagnostic> {
    let file = scene.file;
    unclosed(scene).into_iter().find_map(|guess| {
        let line = Line::of(file, file.line_of(guess.span.start))?;
        let next = (line.number + 1..file.lines())
            .filter_map(|number| Line::of(file, number))
            .find(|next| !next.content.is_empty())?;
        let mut text = file.text().to_owned();
        text.replace_range(guess.span.start..guess.span.end, &guess.text);
        let grown = guess.text.len();
        let at = (first_error(&text)? + guess.span.end - guess.span.start).saturating_sub(grown);
        // A text of several lines goes on deeper than it began.
        let is_swallowed = next.indent <= line.indent
            && next.number < scene.here.number
            && file.line_of(file.floor(at)) > next.number;
        is_swallowed.then(|| {
            let finding = guess.finding.fix(At::Span(guess.span), guess.text);
            finding.sure(false)
        })
    })
}

/// A quote inside of a text in the same quotes: `'Director's cut'`; or text that follows a quoted
/// one: `"media"/film.mp4`.
pub(super) fn inside(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let line = &scene.here;
    let bare = line.bare();
    if bare.len() > LONGEST {
        return Vec::new();
    }
    let column = scene.at.saturating_sub(line.start);
    let Some(start) = start_of_text(bare, column) else {
        return Vec::new();
    };
    let Some(value) = bare.get(start..) else {
        return Vec::new();
    };
    let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        return Vec::new();
    };
    let marks = value.matches(quote).count();
    let whole = line.span(file, start, bare.len());
    let inner = value
        .strip_prefix(quote)
        .and_then(|inner| inner.strip_suffix(quote));
    if let Some(inner) = inner.filter(|_| marks > 2) {
        let alone = value.trim_matches(quote);
        if !alone.contains(quote) && !alone.trim().is_empty() {
            let at = if value.get(1..).is_some_and(|rest| rest.starts_with(quote)) {
                start + 1
            } else {
                bare.len() - 1
            };
            let text = format!("{quote}{alone}{quote}");
            return vec![Guess {
                finding: finding(
                    "a quote too many",
                    line.span(file, at, at + 1),
                    "ends the text, or follows its end",
                )
                .help(format!("write {text}")),
                span: whole,
                text,
                is_sure: true,
            }];
        }
        let is_comma = inner.contains("\",") || inner.contains("',");
        let text = match quote {
            '\'' => format!("'{}'", inner.replace('\'', "''")),
            _ if !inner.contains(['\'', '\\']) => format!("'{inner}'"),
            _ => format!("\"{}\"", inner.replace('"', "\\\"")),
        };
        // An apostrophe stands between letters.
        let is_apostrophe = quote == '\'' && apostrophes(inner) == marks - 2;
        let end = start + 1 + inner.find(quote).unwrap_or(0);
        return vec![Guess {
            finding: finding(
                "a quote inside of a quoted text",
                line.span(file, end, end + 1),
                "ends the text here",
            )
            .help(format!("write {text}")),
            span: whole,
            text,
            is_sure: is_apostrophe && !is_comma,
        }];
    }
    let close = value.get(1..).and_then(|rest| rest.find(quote));
    let (Some(close), 2) = (close, marks) else {
        return Vec::new();
    };
    let (quoted, after) = value.split_at(close + 2);
    let is_word = !after.is_empty() && !after.contains([' ', '\\', ',', ']', '}', '#']);
    if !is_word || quoted.contains('\\') || after.contains(['"', '\'']) {
        return Vec::new();
    }
    let inner = quoted.trim_matches(quote);
    let text = format!("{quote}{inner}{after}{quote}");
    let from = start + close + 2;
    vec![Guess {
        finding: finding(
            "something follows a quoted text",
            line.span(file, from, bare.len()),
            "does not belong here",
        )
        .help(format!("write {text}")),
        span: whole,
        text,
        is_sure: true,
    }]
}

/// A list in brackets, one of whose words lacks a quote: `["hd, "sound"]`.
pub(super) fn in_list(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let own = Line::of(file, scene.here.number);
    let lines = own.into_iter().chain(Line::above(file, scene.here.number));
    let guesses = lines.take(MOST_OPEN).filter_map(|line| {
        let bare = line.bare();
        let start = bare.find('[').filter(|_| bare.len() <= LONGEST)? + 1;
        let list = bare.get(start..)?.strip_suffix(']')?;
        let mut at = start;
        let mut found = None;
        for part in list.split(',') {
            let word = part.trim();
            let plain = word.trim_matches(['"', '\'']);
            let from = at + (part.len() - part.trim_start().len());
            at += part.len() + 1;
            let is_word = !plain.is_empty()
                && !plain.contains(['"', '\'', ' ', ':', '{', '[', ']', '\\', '#']);
            let quotes = word.len() - plain.len();
            match quotes {
                _ if !is_word => return None,
                0 | 2 => {}
                1 if found.is_none() => found = Some((from, word, plain)),
                _ => return None,
            }
        }
        let (from, word, plain) = found?;
        let quote = word.chars().find(|c| matches!(c, '"' | '\''))?;
        let (message, side) = match word.starts_with(quote) {
            true => ("a quote is not closed", "after"),
            false => ("a quote is not opened", "before"),
        };
        let text = format!("{quote}{plain}{quote}");
        let span = line.span(file, from, from + word.len());
        Some(Guess {
            finding: finding(
                message,
                span.clone(),
                format!("`{quote}` is missing {side} this"),
            )
            .help(format!("write {text}")),
            span,
            text,
            // A quote alone may as well have its other half at the list's end.
            is_sure: list.matches(['"', '\'']).count() > 1,
        })
    });
    guesses.collect()
}

/// How many quotes of a text stand between letters.
fn apostrophes(text: &str) -> usize {
    let letters: Vec<char> = text.chars().collect();
    let is_one = |three: &&[char]| matches!(three, [before, '\'', after] if before.is_alphabetic() && after.is_alphabetic());
    letters.windows(3).filter(is_one).count()
}

/// Where the value starts in which `column` lies: after a key's colon, or at the item.
fn start_of_text(content: &str, column: usize) -> Option<usize> {
    let before = content.get(..column.min(content.len()))?;
    let after_key = before.find(": ").map(|at| at + 2);
    let start = after_key.filter(|_| !before.starts_with(['"', '\'']));
    let start = start.unwrap_or(0);
    let blanks = before.get(start..)?;
    Some(start + (blanks.len() - blanks.trim_start().len()))
}

/// `“a: b”`: typographic quotes keep nothing together.
pub(super) fn typographic(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let line = &scene.here;
    let bare = line.bare();
    let open = |c: char| matches!(c, '“' | '”' | '„' | '«' | '‘' | '’');
    let Some(start) = bare.find(open).filter(|_| bare.len() <= LONGEST) else {
        return Vec::new();
    };
    let value = bare.get(start..).unwrap_or_default();
    let inner = value.trim_start_matches(open);
    let inner = inner.trim_end_matches(|c| open(c) || c == '»');
    let is_value = bare
        .get(..start)
        .is_some_and(|before| before.is_empty() || before.ends_with(": "));
    if !is_value || inner.len() + 4 > value.len() || inner.contains(['"', '\\']) {
        return Vec::new();
    }
    let text = format!("\"{inner}\"");
    vec![Guess {
        finding: finding(
            "typographic quotes",
            line.span(file, start, bare.len()),
            "are part of the text",
        )
        .help(format!("write {text}")),
        span: line.span(file, start, bare.len()),
        text,
        is_sure: !inner.contains(open),
    }]
}

/// `${…}` in a mapping in braces or a list in brackets, where a brace ends the text.
pub(super) fn template(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let line = &scene.here;
    let content = line.bare();
    if content.len() > LONGEST {
        return Vec::new();
    }
    let mut text = String::new();
    let mut first: Option<(usize, usize, String)> = None;
    let mut copied = 0;
    let mut from = 0;
    while let Some(at) = content.get(from..).and_then(|rest| rest.find("${")) {
        let at = from + at;
        let Some(item) = item_around(content, at) else {
            from = at + 2;
            continue;
        };
        let (start, end) = item;
        let inner = content.get(start..end).unwrap_or_default();
        if inner.contains(['"', '\'', '\\']) || start < copied {
            from = end.max(at + 2);
            continue;
        }
        text += content.get(copied..start).unwrap_or_default();
        text += &format!("\"{inner}\"");
        first.get_or_insert_with(|| (start, end, inner.to_owned()));
        copied = end;
        from = end;
    }
    let Some((start, end, inner)) = first else {
        return Vec::new();
    };
    let from = line.start;
    let done = Span::new(file, from, from + copied);
    vec![Guess {
        finding: finding(
            "a `{` inside of braces or brackets",
            line.span(file, start, end),
            "must be quoted here",
        )
        .help(format!("write \"{inner}\"")),
        span: done,
        text,
        is_sure: true,
    }]
}

/// Start and end of the item of a flow collection around `at`, where a placeholder starts.
fn item_around(content: &str, at: usize) -> Option<(usize, usize)> {
    let before = content.get(..at)?;
    let is_inside = before.contains(['{', '[']);
    let start = before
        .char_indices()
        .rev()
        .find(|(at, c)| {
            let is_colon = *c == ':' && before.get(at + 1..).is_some_and(|s| s.starts_with(' '));
            let is_open = *c == '{' && !before.get(..*at).is_some_and(|s| s.ends_with('$'));
            matches!(c, ',' | '[') || is_colon || is_open
        })
        .map_or(0, |(at, c)| at + c.len_utf8());
    let blanks = before.get(start..)?;
    let start = start + (blanks.len() - blanks.trim_start().len());
    let mut depth = 0_usize;
    let mut end = content.len();
    for (step, c) in content.get(at..)?.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | ']' | '}' if depth == 0 => {
                end = at + step;
                break;
            }
            _ => {}
        }
    }
    let item = content.get(start..end)?.trim_end();
    is_inside.then_some((start, start + item.len()))
}

/// The finding for a value with `%(name)s` of Python in it; `quoted` is the value in quotes.
pub(super) fn python(value: &Span, quoted: &str) -> Option<Diagnostic> {
    let mut text = String::new();
    let mut rest = quoted;
    let mut first = None;
    while let Some((before, after)) = rest.split_once("%(") {
        let (name, after) = after.split_once(")s")?;
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        if name.is_empty() || !name.chars().all(is_name) {
            return None;
        }
        text += before;
        text += &match name.contains('.') {
            true => format!("${{{name}}}"),
            false => format!("${{vars.{name}}}"),
        };
        first.get_or_insert(name);
        rest = after;
    }
    text += rest;
    let shown = format!("%({})s", first?);
    let at = value.start + value.text().find(&shown)?;
    let at = Span::new(&value.file, at, at + shown.len());
    let message = format!("`{shown}` is not filled in");
    Some(
        finding(&message, at, "a placeholder of another program")
            .help(format!("write `{text}`"))
            .fix(At::Span(value.clone()), text)
            .sure(false),
    )
}
