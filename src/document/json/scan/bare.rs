//! How long a word without quotes is.
//!
//! Unaware of what it means.

use super::Scanner;
use super::comment::is_one_slash;
use crate::document::json::token::{TYPOGRAPHIC, is_end, is_odd_blank, is_wide_mark};
use crate::document::json::word;

/// Longest `${…}` in a text without quotes, in bytes.
const LONGEST_NAME: usize = 200;

impl Scanner<'_, '_> {
    /// The length of the word that `rest` starts with.
    pub(super) fn word_length(&self, rest: &str) -> usize {
        let mut skipped = 0;
        for (at, c) in rest.char_indices() {
            if at < skipped {
                continue;
            }
            if c == '$' {
                skipped = at + name_length(rest.get(at..).unwrap_or_default());
                continue;
            }
            let here = rest.get(at..).unwrap_or_default();
            let starts_comment = c == '#' || here.starts_with("//") || here.starts_with("/*");
            let is_inside = match c {
                '\'' => true,
                '#' | '/' => {
                    let before = rest.get(..at).unwrap_or_default();
                    !(starts_comment && word::is_value(before))
                }
                c => !ends_word(c),
            };
            if !is_inside {
                return at;
            }
        }
        rest.len()
    }

    /// The length of the value without quotes that stands here: up to a comma, a bracket, a quote
    /// or a comment. Where a further key follows, it ends before that.
    pub(super) fn value_length(&self) -> usize {
        let rest = self.rest();
        let mut length = 0;
        let mut at = 0;
        loop {
            let word = rest.get(at..).unwrap_or_default();
            let mut end = at + self.word_length(word);
            // `C:\films`, `https://…` and `0:30` go on after the colon.
            while let Some(after) = rest
                .get(end..)
                .and_then(|left| left.strip_prefix([':', '=']))
            {
                if is_end(after) && !after.starts_with(['=', '/', '#']) {
                    break;
                }
                let more = self.word_length(after);
                if more == 0 && !after.starts_with(['=', '/', '#']) {
                    break;
                }
                let slashes = after.len() - after.trim_start_matches(['/', '=', '#']).len();
                let tail = after.get(slashes..).unwrap_or_default();
                end += 1 + slashes + self.word_length(tail);
            }
            let left = rest.get(end..).unwrap_or_default();
            let next = left.trim_start_matches([' ', '\t']);
            let is_key = next.starts_with([':', '=']) && !next.starts_with("==");
            if is_key && length > 0 {
                return length;
            }
            length = end;
            let is_one_slash = || {
                let value = rest.get(..length).unwrap_or_default();
                is_one_slash(next) && word::is_value(value)
            };
            let is_comment = next.starts_with('#')
                || next.starts_with("//")
                || next.starts_with("/*")
                || is_one_slash();
            let goes_on = next.len() < left.len() && !is_comment;
            let is_word = next
                .chars()
                .next()
                .is_some_and(|c| !ends_word(c) && c != '\'');
            if !goes_on || !is_word {
                return length;
            }
            at = rest.len() - next.len();
        }
    }
}

/// Whether a character is no part of a word.
fn ends_word(c: char) -> bool {
    let is_mark = matches!(c, ',' | ':' | ';' | '=' | '{' | '}' | '[' | ']' | '"' | '`');
    is_mark || c.is_whitespace() || is_odd_blank(c) || is_wide_mark(c) || TYPOGRAPHIC.contains(&c)
}

/// The length of a `${name}`, or of the `$` alone.
fn name_length(rest: &str) -> usize {
    if !rest.starts_with("${") {
        return 1;
    }
    let inside = rest
        .char_indices()
        .take_while(|(at, c)| *at < LONGEST_NAME && *c != '\n');
    let close = inside.into_iter().find(|(_, c)| *c == '}');
    close.map_or(1, |(at, _)| at + 1)
}
