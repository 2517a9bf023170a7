//! Texts in quotes: where they end, and what was meant by those that are written wrongly.
//!
//! Unaware of what stands around them, but for the one character after the closing quote.

mod escape;
mod open;
mod foreign;

use super::notes::{Notes, slip, written};
use super::token::is_end;
use crate::diag::{At, Diagnostic};

pub(super) use escape::decode;
pub(super) use foreign::{escaped, other_quotes, typographic, unopened};
pub(super) use open::NOT_CLOSED;

use escape::escape_quotes;

/// A text in quotes.
pub(super) struct Text {
    /// The byte after its last.
    pub(super) end: usize,
    /// What was meant, if it is written wrongly; what is wrong is told already.
    pub(super) meant: Option<Option<String>>,
}

/// Reads texts one after the other.
#[derive(Default)]
pub(super) struct Reader {
    /// Up to here no quote ends a text that holds quotes itself.
    hopeless: usize,
}

impl Reader {
    /// The text whose double quote stands at byte `start`; `None` if the quote is one too many.
    /// `is_key` tells whether a key may stand here.
    pub(super) fn double(
        &mut self,
        notes: &mut Notes<'_>,
        start: usize,
        is_key: bool,
    ) -> Option<Text> {
        let bytes = notes.file.text().as_bytes();
        let mut at = start + 1;
        let mut escapes = false;
        let mut control = None;
        let end = loop {
            match bytes.get(at) {
                None | Some(b'\n' | b'\r') => return open::unclosed(notes, start, at, is_key),
                Some(b'"') => break at + 1,
                Some(b'\\') => {
                    escapes = true;
                    // A line break is not escaped by a backslash before it.
                    let is_last = matches!(bytes.get(at + 1), None | Some(b'\n' | b'\r'));
                    at += if is_last { 1 } else { 2 };
                }
                Some(0..=0x1f) => {
                    control = control.or(Some(at));
                    at += 1;
                }
                Some(_) => at += 1,
            }
        };
        if !is_end(notes.text(end, bytes.len()))
            && let Some(text) = self.stray_quote(notes, start, end, is_key)
        {
            return text;
        }
        if end == start + 2
            && let Some(text) = foreign::tripled(notes, start)
        {
            return Some(text);
        }
        if let Some(at) = control {
            return Some(escape::control_character(notes, end, at));
        }
        if escapes && decode(notes.text(start + 1, end - 1)).is_none() {
            return Some(escape::bad_escape(notes, start, end));
        }
        Some(Text { end, meant: None })
    }

    /// A text whose closing quote is followed by a letter: the quote before it is missing, or this
    /// one belongs to the text. The inner `None` is a quote too many.
    fn stray_quote(
        &mut self,
        notes: &mut Notes<'_>,
        start: usize,
        end: usize,
        is_key: bool,
    ) -> Option<Option<Text>> {
        let inside = notes.text(start + 1, end - 1).trim_end();
        if end == start + 2 {
            return Some(one_too_many(notes, start));
        }
        if is_key && let Some(key) = open::key_of(inside) {
            return Some(Some(open::close_at(notes, start, start + 1 + key)));
        }
        if inside.ends_with([',', ':', '{', '[']) {
            let kept = match inside.strip_suffix(':') {
                Some(key) => key.trim_end(),
                None => open::without_tail(inside),
            };
            if kept.is_empty() || kept.contains('"') {
                return Some(one_too_many(notes, start));
            }
            return Some(Some(open::close_about(notes, start, kept.len())));
        }
        let end = self.real_end(notes, end)?;
        let inner = notes.text(start + 1, end - 1);
        let escaped = escape_quotes(inner);
        let finding = slip(
            "a quote inside of a text",
            notes.span(start, end),
            "the quotes inside need a backslash",
        );
        Some(Some(instead(notes, start, end, finding, &escaped)))
    }

    /// The byte after a later quote in the line that ends a text.
    fn real_end(&mut self, notes: &Notes<'_>, from: usize) -> Option<usize> {
        if from < self.hopeless {
            return None;
        }
        let line = rest_of_line(notes, from);
        let mut stop = line.len();
        for (at, _) in line.match_indices('"') {
            let before = line.get(..at).unwrap_or_default();
            if last_shown(before).is_some_and(|c| matches!(c, ',' | ':' | '{' | '[')) {
                stop = at;
                break;
            }
            let after = line.get(at + 1..).unwrap_or_default();
            let next = after.trim_start_matches([' ', '\t']);
            if next.is_empty() || next.starts_with([',', '}', ']']) {
                return Some(from + at + 1);
            }
        }
        self.hopeless = from + stop;
        None
    }
}

/// Tells of a quote at byte `at` that belongs to no text.
pub(super) fn one_too_many(notes: &mut Notes<'_>, at: usize) -> Option<Text> {
    let span = notes.span(at, at + 1);
    let finding = slip("a quote too many", span.clone(), "opens no text");
    notes.push(finding.help("remove it").fix(At::Span(span), ""));
    None
}

/// Tells the finding with the text in double quotes as its cure, and gives what was meant.
/// `inside` stands between the quotes, with JSON's escapes.
fn instead(
    notes: &mut Notes<'_>,
    start: usize,
    end: usize,
    finding: Diagnostic,
    inside: &str,
) -> Text {
    let meant = decode(inside);
    let finding = match &meant {
        Some(_) => written(finding, notes.span(start, end), &format!("\"{inside}\"")),
        None => finding.help("JSON's texts are in double quotes"),
    };
    notes.push(finding);
    Text {
        end,
        meant: Some(meant),
    }
}

/// What follows byte `start` in its line.
fn rest_of_line<'a>(notes: &Notes<'a>, start: usize) -> &'a str {
    // The end is looked up: a file may be one line with thousands of texts.
    let end = notes.file.line_range(notes.file.line_of(start)).end;
    notes.text(start, end.max(start)).trim_end_matches('\r')
}

fn last_shown(text: &str) -> Option<char> {
    text.trim_end().chars().next_back()
}
