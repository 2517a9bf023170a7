//! What stands between the quotes of a text: its escapes, and what may not stand there.
//!
//! Unaware of where the text ends.

use super::Text;
use crate::document::json::notes::{Notes, slip, written};
use crate::document::slashes::{self, Meant};

/// A text with a tab or another control character at byte `at`.
pub(super) fn control_character(notes: &mut Notes<'_>, end: usize, at: usize) -> Text {
    let message = match notes.text(at, at + 1) {
        "\t" => "a tab inside of a text",
        _ => "a control character inside of a text",
    };
    let span = notes.span(at, at + 1);
    notes.push(slip(message, span, "cannot stand in a text").help("remove it, or write a space"));
    Text {
        end,
        meant: Some(None),
    }
}

/// A text with an escape that JSON does not have: most often a path of Windows.
pub(super) fn bad_escape(notes: &mut Notes<'_>, start: usize, end: usize) -> Text {
    let inside = notes.text(start + 1, end - 1);
    let (at, width) = first_bad_escape(inside).unwrap_or((0, inside.len()));
    let escape = inside.get(at..at + width).unwrap_or_default();
    let span = notes.span(start + 1 + at, start + 1 + at + width);
    let is_half = width == 6 && escape.is_ascii();
    let finding = if is_half {
        slip(
            "half of a character after a backslash",
            span,
            "needs its other half",
        )
        .help("write the character itself")
    } else {
        let finding = slip("an unknown escape after a backslash", span, "not an escape");
        let here = notes.span(start, end);
        let text = format!("\"{}\"", doubled(inside));
        match slashes::meant(slashes::key_before(notes.text(0, start), ':'), inside) {
            Meant::Path(path) => written(finding, here, &format!("\"{path}\"")),
            Meant::Outside => finding.help(slashes::FROM_HERE),
            Meant::Unknown => written(finding, here, &text).sure(false),
            Meant::Text => written(finding, here, &text),
        }
    };
    notes.push(finding);
    Text {
        end,
        meant: Some(None),
    }
}

/// Where the first escape is that JSON does not have, and its length.
fn first_bad_escape(inside: &str) -> Option<(usize, usize)> {
    let mut rest = inside.char_indices();
    while let Some((at, c)) = rest.next() {
        if c != '\\' {
            continue;
        }
        let (_, letter) = rest.next()?;
        let width = match letter {
            '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' => continue,
            'u' => {
                let digits = inside.get(at + 2..).unwrap_or_default();
                let hex = digits
                    .chars()
                    .take_while(char::is_ascii_hexdigit)
                    .take(4)
                    .count();
                // A surrogate that is not one of a pair is no character.
                let is_whole = hex == 4 && decode(inside.get(at..at + 6)?).is_some();
                let is_pair = hex == 4
                    && inside
                        .get(at..at + 12)
                        .is_some_and(|two| decode(two).is_some());
                if is_whole || is_pair {
                    if is_pair && !is_whole {
                        rest.nth(9);
                    }
                    continue;
                }
                2 + hex
            }
            other => 1 + other.len_utf8(),
        };
        return Some((at, width));
    }
    None
}

/// Every backslash that is not doubled yet, and does not stand before a quote, doubled.
pub(super) fn doubled(inside: &str) -> String {
    let mut done = String::with_capacity(inside.len() + 8);
    let mut rest = inside.chars().peekable();
    while let Some(c) = rest.next() {
        done.push(c);
        if c != '\\' {
            continue;
        }
        match rest.next_if(|next| matches!(next, '\\' | '"')) {
            Some(next) => done.push(next),
            None => done.push('\\'),
        }
    }
    done
}

/// Every quote with a backslash before it.
pub(super) fn escape_quotes(inside: &str) -> String {
    let mut done = String::with_capacity(inside.len() + 8);
    let mut escaped = false;
    for c in inside.chars() {
        if c == '"' && !escaped {
            done.push('\\');
        }
        escaped = c == '\\' && !escaped;
        done.push(c);
    }
    done
}

/// What stands between quotes, decoded; `None` if JSON cannot read it.
pub(in crate::document::json) fn decode(inside: &str) -> Option<String> {
    if !inside.contains(['\\', '"']) && !inside.contains(|c: char| c < ' ') {
        return Some(inside.to_owned());
    }
    serde_json::from_str(&format!("\"{inside}\"")).ok()
}
