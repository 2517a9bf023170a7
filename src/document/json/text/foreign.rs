//! Texts in the quotes of other languages and of word processors, and those that lack their first
//! quote.
//!
//! Unaware of JSON's own texts.

use super::escape::escape_quotes;
use super::open::{close_at, without_tail};
use super::{Text, instead, rest_of_line};
use crate::document::json::notes::{Notes, slip};
use crate::document::json::token::{TYPOGRAPHIC, is_end};

/// A text in single quotes or backquotes.
pub(in crate::document::json) fn other_quotes(
    notes: &mut Notes<'_>,
    start: usize,
    quote: char,
) -> Text {
    let first = start + 1;
    let rest = rest_of_line(notes, first);
    let mut escaped = false;
    let mut close = None;
    let mut doubled = 0;
    for (at, c) in rest.char_indices() {
        if at < doubled {
            continue;
        }
        let after = rest.get(at + c.len_utf8()..).unwrap_or_default();
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == quote && at > 0 && quote == '\'' && after.starts_with(quote) {
            // YAML's way of writing one quote.
            doubled = at + 2;
        } else if c == quote && is_end(after) {
            close = Some(at);
            break;
        }
    }
    let Some(close) = close else {
        let kept = without_tail(rest);
        return close_at(notes, start, first + kept.len());
    };
    let inside = rest.get(..close).unwrap_or_default();
    let plain = escape_quotes(&inside.replace("\\'", "'").replace("''", "'"));
    let message = match quote {
        '`' => "backquotes",
        _ => "single quotes",
    };
    let end = first + close + 1;
    let finding = slip(message, notes.span(start, end), "JSON has double quotes");
    instead(notes, start, end, finding, &plain)
}

/// A text that starts with a typographic quote of `width` bytes.
pub(in crate::document::json) fn typographic(
    notes: &mut Notes<'_>,
    start: usize,
    width: usize,
) -> Text {
    let first = start + width;
    let rest = rest_of_line(notes, first);
    let is_quote = |c: char| c == '"' || TYPOGRAPHIC.contains(&c);
    let closes = |(at, c): &(usize, char)| {
        is_quote(*c) && is_end(rest.get(at + c.len_utf8()..).unwrap_or_default())
    };
    let (length, end) = match rest.char_indices().find(closes) {
        Some((at, c)) => (at, first + at + c.len_utf8()),
        None => {
            let length = without_tail(rest).len();
            (length, first + length)
        }
    };
    let inside = rest.get(..length).unwrap_or_default();
    let finding = slip(
        "typographic quotes",
        notes.span(start, end),
        "not JSON's quotes",
    );
    instead(notes, start, end, finding, &escape_quotes(inside))
}

/// A text whose quotes have backslashes before them, as in a text of another program.
pub(in crate::document::json) fn escaped(notes: &mut Notes<'_>, start: usize) -> Option<Text> {
    let first = start + 2;
    let rest = rest_of_line(notes, first);
    let length = rest.find("\\\"")?;
    let inside = rest.get(..length)?;
    if inside.contains('"') || !is_end(rest.get(length + 2..)?) {
        return None;
    }
    let end = first + length + 2;
    let finding = slip(
        "quotes with backslashes before them",
        notes.span(start, end),
        "JSON has `\"` alone",
    );
    Some(instead(notes, start, end, finding, inside))
}

/// A text without its opening quote: from byte `start` to its closing quote before `end`.
pub(in crate::document::json) fn unopened(notes: &mut Notes<'_>, start: usize, end: usize) -> Text {
    let finding = slip(
        "a text without its first quote",
        notes.span(start, end),
        "`\"` is missing before this",
    );
    instead(notes, start, end, finding, notes.text(start, end - 1))
}

/// `"""text"""`, as other languages have it.
pub(super) fn tripled(notes: &mut Notes<'_>, start: usize) -> Option<Text> {
    let line = rest_of_line(notes, start);
    let inside = line.strip_prefix("\"\"\"")?.split("\"\"\"").next()?;
    let end = start + inside.len() + 6;
    (line.len() >= inside.len() + 6).then(|| {
        let finding = slip(
            "a text in triple quotes",
            notes.span(start, end),
            "one quote is enough",
        );
        instead(notes, start, end, finding, &escape_quotes(inside))
    })
}
