//! Texts in quotes: where they end, and what was meant by those that are written wrongly.
//!
//! Unaware of what stands around them, but for the one character after the closing quote.

use super::notes::{Notes, slip, written};
use super::token::{TYPOGRAPHIC, is_end};
use crate::diag::{At, Diagnostic};

/// How many lines after a text's first one are looked at for its closing quote.
const MOST_LINES: usize = 8;

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
                None | Some(b'\n' | b'\r') => return unclosed(notes, start, at, is_key),
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
            && let Some(text) = tripled(notes, start)
        {
            return Some(text);
        }
        if let Some(at) = control {
            return Some(control_character(notes, end, at));
        }
        if escapes && decode(notes.text(start + 1, end - 1)).is_none() {
            return Some(bad_escape(notes, start, end));
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
        if is_key && let Some(key) = key_of(inside) {
            return Some(Some(close_at(notes, start, start + 1 + key)));
        }
        if inside.ends_with([',', ':', '{', '[']) {
            let kept = match inside.strip_suffix(':') {
                Some(key) => key.trim_end(),
                None => without_tail(inside),
            };
            if kept.is_empty() || kept.contains('"') {
                return Some(one_too_many(notes, start));
            }
            return Some(Some(close_about(notes, start, kept.len())));
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

/// A text in single quotes or backquotes.
pub(super) fn other_quotes(notes: &mut Notes<'_>, start: usize, quote: char) -> Text {
    let first = start + 1;
    let rest = rest_of_line(notes, first);
    let mut escaped = false;
    let mut close = None;
    for (at, c) in rest.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == quote && is_end(rest.get(at + 1..).unwrap_or_default()) {
            close = Some(at);
            break;
        }
    }
    let Some(close) = close else {
        let kept = without_tail(rest);
        return close_at(notes, start, first + kept.len());
    };
    let inside = rest.get(..close).unwrap_or_default();
    let plain = escape_quotes(&inside.replace("\\'", "'"));
    let message = match quote {
        '`' => "backquotes",
        _ => "single quotes",
    };
    let end = first + close + 1;
    let finding = slip(message, notes.span(start, end), "JSON has double quotes");
    instead(notes, start, end, finding, &plain)
}

/// A text that starts with a typographic quote of `width` bytes.
pub(super) fn typographic(notes: &mut Notes<'_>, start: usize, width: usize) -> Text {
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

/// A text without its opening quote: from byte `start` to its closing quote before `end`.
pub(super) fn unopened(notes: &mut Notes<'_>, start: usize, end: usize) -> Text {
    let finding = slip(
        "a text without its first quote",
        notes.span(start, end),
        "`\"` is missing before this",
    );
    instead(notes, start, end, finding, notes.text(start, end - 1))
}

/// The message of a text that no quote ends.
pub(super) const NOT_CLOSED: &str = "a text is not closed";

/// A text that no quote ends before the line does, at byte `end`.
fn unclosed(notes: &mut Notes<'_>, start: usize, end: usize, is_key: bool) -> Option<Text> {
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
    if let Some(path) = kept.strip_suffix("\\\"") {
        let end = start + 1 + kept.len();
        let finding = slip(
            "the backslash before the quote keeps the text open",
            notes.span(end - 2, end),
            "no end of the text",
        );
        let text = format!("\"{}\"", doubled(&format!("{path}\\")));
        notes.push(written(finding, notes.span(start, end), &text));
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
    Some(close_about(notes, start, kept.len()))
}

/// A text whose closing quote is missing, after `length` bytes if these do not look like a key with
/// its value.
fn close_about(notes: &mut Notes<'_>, start: usize, length: usize) -> Text {
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
fn close_at(notes: &mut Notes<'_>, start: usize, end: usize) -> Text {
    let inside: String = notes.text(start, end).chars().skip(1).collect();
    let at = notes.last_character(end);
    let finding = slip(NOT_CLOSED, at, "`\"` is missing after this");
    instead(notes, start, end, finding, &inside)
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

/// `"""text"""`, as other languages have it.
fn tripled(notes: &mut Notes<'_>, start: usize) -> Option<Text> {
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

fn control_character(notes: &mut Notes<'_>, end: usize, at: usize) -> Text {
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
fn bad_escape(notes: &mut Notes<'_>, start: usize, end: usize) -> Text {
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
        let text = format!("\"{}\"", doubled(inside));
        written(finding, notes.span(start, end), &text)
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
fn doubled(inside: &str) -> String {
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
fn escape_quotes(inside: &str) -> String {
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
pub(super) fn decode(inside: &str) -> Option<String> {
    if !inside.contains(['\\', '"']) && !inside.contains(|c: char| c < ' ') {
        return Some(inside.to_owned());
    }
    serde_json::from_str(&format!("\"{inside}\"")).ok()
}

/// The length of the key that a text starts with, if a colon follows it.
fn key_of(inside: &str) -> Option<usize> {
    let is_of_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '.');
    let key = inside.trim_start_matches(is_of_key);
    let length = inside.len() - key.len();
    (length > 0 && key.trim_start().starts_with(':')).then_some(length)
}

/// A text without the commas and brackets at its end that close something else.
fn without_tail(text: &str) -> &str {
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

/// What follows byte `start` in its line.
fn rest_of_line<'a>(notes: &Notes<'a>, start: usize) -> &'a str {
    // The end is looked up: a file may be one line with thousands of texts.
    let end = notes.file.line_range(notes.file.line_of(start)).end;
    notes.text(start, end.max(start)).trim_end_matches('\r')
}

fn last_shown(text: &str) -> Option<char> {
    text.trim_end().chars().next_back()
}
