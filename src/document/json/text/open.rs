//! Texts that no quote ends: where they end all the same.
//!
//! Unaware of texts that are closed.

use super::escape::doubled;
use super::{Text, instead, one_too_many};
use crate::document::json::notes::{Notes, slip, written};
use crate::document::json::token::{TYPOGRAPHIC, is_end};
use crate::document::slashes::{self, Meant};

/// How many lines after a text's first one are looked at for its closing quote.
const MOST_LINES: usize = 8;

/// The message of a text that no quote ends.
pub(in crate::document::json) const NOT_CLOSED: &str = "a text is not closed";

/// A text that no quote ends before the line does, at byte `end`.
pub(super) fn unclosed(
    notes: &mut Notes<'_>,
    start: usize,
    end: usize,
    is_key: bool,
) -> Option<Text> {
    let inside = notes.text(start + 1, end);
    let smart = |(at, c): &(usize, char)| {
        TYPOGRAPHIC.contains(c) && is_end(inside.get(at + c.len_utf8()..).unwrap_or_default())
    };
    if let Some((at, c)) = inside.char_indices().find(smart) {
        let end = start + 1 + at + c.len_utf8();
        let finding = slip(
            "typographic quotes",
            notes.span(start, end),
            "not JSON's quotes",
        );
        let meant = inside.get(..at).unwrap_or_default();
        return Some(instead(notes, start, end, finding, meant));
    }
    if is_key && let Some(key) = key_of(inside) {
        return Some(close_at(notes, start, start + 1 + key));
    }
    if let Some(end) = lone_quote(notes, end) {
        let finding = slip(
            "a line break inside of a text",
            notes.span(start, end),
            "the quote that closes it stands in the next line",
        );
        return Some(instead(notes, start, end, finding, inside.trim_end()));
    }
    if let Some(end) = end_in_later_line(notes, end) {
        let finding = slip(
            "a line break inside of a text",
            notes.span(start, end),
            "the text goes on in the next line",
        );
        notes.push(finding.help("write the text in one line, with \\n for a line break"));
        return Some(Text {
            end,
            meant: Some(None),
        });
    }
    let kept = without_tail(inside);
    // Quotes inside of the text are two.
    let is_odd = kept.matches("\\\"").count() % 2 == 1;
    if is_odd && let Some(path) = kept.strip_suffix("\\\"") {
        let end = start + 1 + kept.len();
        let finding = slip(
            "the backslash before the quote keeps the text open",
            notes.span(end - 2, end),
            "no end of the text",
        );
        let here = notes.span(start, end);
        let text = format!("\"{}\"", doubled(&format!("{path}\\")));
        notes.push(
            match slashes::meant(slashes::key_before(notes.text(0, start), ':'), path) {
                Meant::Path(path) => written(finding, here, &format!("\"{path}\"")),
                Meant::Outside => finding.help(slashes::FROM_HERE),
                Meant::Unknown => written(finding, here, &text).sure(false),
                Meant::Text => written(finding, here, &text),
            },
        );
        return Some(Text {
            end,
            meant: Some(None),
        });
    }
    let before = notes.text(0, start).chars().next_back();
    let is_after_text = before.is_some_and(|c| c == '"' || c.is_alphanumeric());
    if kept.is_empty() && is_after_text {
        return one_too_many(notes, start);
    }
    if kept.is_empty() {
        let finding = slip(
            NOT_CLOSED,
            notes.span(start, start + 1),
            "nothing stands after this",
        );
        notes.push(finding.help("write the text and a `\"` after it, or remove this"));
        return Some(Text {
            end: start + 1,
            meant: Some(None),
        });
    }
    Some(close_about(notes, start, kept.len()))
}

/// A text whose closing quote is missing, after `length` bytes if these do not look like a key with
/// its value.
pub(super) fn close_about(notes: &mut Notes<'_>, start: usize, length: usize) -> Text {
    let end = start + 1 + length;
    let kept = notes.text(start + 1, end);
    if !kept.ends_with([':', ';']) && !kept.contains(": ") {
        return close_at(notes, start, end);
    }
    let here = notes.span(start, end);
    let finding = slip(NOT_CLOSED, here, "`\"` is missing in here");
    notes.push(finding.help("write `\"` where the text ends"));
    notes.doubt_from(start);
    Text {
        end,
        meant: Some(None),
    }
}

/// A text whose closing quote is missing at byte `end`.
pub(super) fn close_at(notes: &mut Notes<'_>, start: usize, end: usize) -> Text {
    let inside: String = notes.text(start, end).chars().skip(1).collect();
    let at = notes.last_character(end);
    // `"en'`: the other quote closes nothing.
    let closed = inside.strip_suffix('\'');
    if let Some(text) = closed.filter(|text| !text.is_empty() && !text.contains('\'')) {
        let finding = slip(NOT_CLOSED, at, "`\"` belongs here");
        return instead(notes, start, end, finding, text);
    }
    let finding = slip(NOT_CLOSED, at, "`\"` is missing after this");
    instead(notes, start, end, finding, &inside)
}

/// The length of the key that a text starts with, if a colon follows it.
pub(super) fn key_of(inside: &str) -> Option<usize> {
    let is_of_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '.');
    let key = inside.trim_start_matches(is_of_key);
    let length = inside.len() - key.len();
    (length > 0 && key.trim_start().starts_with(':')).then_some(length)
}

/// A text without the commas and brackets at its end that close something else.
pub(super) fn without_tail(text: &str) -> &str {
    let mut kept = text.trim_end();
    let (mut braces, mut squares) = (0_isize, 0_isize);
    for c in kept.chars() {
        match c {
            '{' => braces -= 1,
            '}' => braces += 1,
            '[' => squares -= 1,
            ']' => squares += 1,
            _ => {}
        }
    }
    loop {
        let rest = match kept.chars().next_back() {
            Some(',' | ';') => kept.strip_suffix([',', ';']),
            Some('{') => {
                braces += 1;
                kept.strip_suffix('{')
            }
            Some('[') => {
                squares += 1;
                kept.strip_suffix('[')
            }
            Some('}') if braces > 0 => {
                braces -= 1;
                kept.strip_suffix('}')
            }
            Some(']') if squares > 0 => {
                squares -= 1;
                kept.strip_suffix(']')
            }
            _ => None,
        };
        match rest {
            Some(rest) => kept = rest.trim_end(),
            None => return kept,
        }
    }
}

/// The byte after a quote that starts the line after byte `end`, and closes a text.
fn lone_quote(notes: &Notes<'_>, end: usize) -> Option<usize> {
    let rest = notes.text(end, notes.file.text().len());
    let line = rest.strip_prefix('\r').unwrap_or(rest).strip_prefix('\n')?;
    let line = line.trim_start_matches([' ', '\t']);
    let after = line.strip_prefix('"')?;
    let next = after.trim_start_matches([' ', '\t', '\r']);
    let is_end = next.is_empty() || next.starts_with(['\n', ',', ':', '}', ']']);
    is_end.then(|| end + rest.len() - after.len())
}

/// The byte after the quote that ends a text in one of the lines after byte `end`, if those lines
/// are no JSON of their own.
fn end_in_later_line(notes: &Notes<'_>, end: usize) -> Option<usize> {
    let mut start = end;
    for _ in 0..MOST_LINES {
        let rest = notes.text(start, notes.file.text().len());
        let line = rest.strip_prefix('\r').unwrap_or(rest).strip_prefix('\n')?;
        start += rest.len() - line.len();
        let line = line.split('\n').next()?;
        let first = line.trim_start().chars().next();
        if !first.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '(' | '_')) {
            return None;
        }
        if let Some(at) = line.find('"') {
            let after = line.get(at + 1..)?.trim();
            let is_end = after.is_empty() || after.starts_with([',', '}', ']']);
            let is_key = line.get(..at)?.contains([':', ',']);
            return (is_end && !is_key).then_some(start + at + 1);
        }
        if line.trim_end().ends_with([',', '{', '[']) || line.contains(": ") {
            return None;
        }
        start += line.trim_end_matches('\r').len();
    }
    None
}
