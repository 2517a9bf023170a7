//! One line of YAML as it looks, without what stands around it: indentation, dashes, key, value;
//! which quote and which brackets it leaves open.
//!
//! Unaware of whether it lies inside of a text of several lines.

use crate::source::{SourceFile, Span};

/// How far up and down lines are looked for.
pub(super) const MOST: usize = 1000;

/// A line without its indentation and without `- `.
pub(super) struct Line<'a> {
    pub(super) number: usize,
    /// Byte at which the line starts.
    pub(super) first: usize,
    /// Spaces before anything else.
    pub(super) indent: usize,
    /// Byte at which its content starts.
    pub(super) start: usize,
    /// Spaces, dashes included, before its content.
    pub(super) column: usize,
    /// What is left, without blanks at its end.
    pub(super) content: &'a str,
}

impl<'a> Line<'a> {
    pub(super) fn of(file: &'a SourceFile, number: usize) -> Option<Self> {
        if number >= file.lines() {
            return None;
        }
        let range = file.line_range(number);
        let line = file.text().get(range.clone())?.trim_end();
        let mut content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        while let Some(rest) = content.strip_prefix("- ") {
            content = rest.trim_start_matches(' ');
        }
        let column = line.len() - content.len();
        Some(Self {
            number,
            first: range.start,
            indent,
            start: range.start + column,
            column,
            content,
        })
    }

    /// The nearest line above that holds more than a comment.
    pub(super) fn before(file: &'a SourceFile, number: usize) -> Option<Self> {
        Self::above(file, number).next()
    }

    /// The lines above that hold more than a comment, from below.
    pub(super) fn above(file: &'a SourceFile, number: usize) -> impl Iterator<Item = Self> {
        (0..number)
            .rev()
            .take(MOST)
            .filter_map(|line| Self::of(file, line))
            .filter(Self::says_something)
    }

    /// Whether it holds more than a comment.
    pub(super) fn says_something(&self) -> bool {
        !self.content.is_empty() && !self.content.starts_with('#')
    }

    /// Whether it is an item of a list.
    pub(super) fn is_item(&self) -> bool {
        self.column > self.indent || self.content == "-"
    }

    /// The key that it starts with.
    pub(super) fn key(&self) -> Option<&'a str> {
        let (key, rest) = self.content.split_once(':')?;
        let is_word = !key.is_empty()
            && key
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | '\''));
        (is_word && (rest.is_empty() || rest.starts_with(' '))).then_some(key)
    }

    /// What stands after its key, without a comment.
    pub(super) fn value(&self) -> &'a str {
        let rest = self.content.split_once(':').map_or("", |(_, rest)| rest);
        without_comment(rest).trim()
    }

    /// The content without a comment.
    pub(super) fn bare(&self) -> &'a str {
        without_comment(self.content).trim_end()
    }

    /// A part of the content.
    pub(super) fn span(&self, file: &SourceFile, from: usize, to: usize) -> Span {
        Span::new(file, self.start + from, self.start + to)
    }
}

/// A line up to its comment.
pub(super) fn without_comment(text: &str) -> &str {
    if text.starts_with('#') {
        return "";
    }
    text.split(" #").next().unwrap_or_default()
}

/// What a text of one line leaves open.
pub(super) struct Rest {
    /// A quote that is not closed: which, and where.
    pub(super) quote: Option<(char, usize)>,
    /// Brackets that are not closed, from the outside.
    pub(super) open: Vec<(char, usize)>,
    /// A closing bracket that does not fit: which, and where.
    pub(super) extra: Option<(char, usize)>,
    /// Where the last thing ends that is no comment.
    pub(super) end: usize,
}

/// Reads a line as if nothing were open before it.
pub(super) fn rest(text: &str) -> Rest {
    let mut rest = Rest {
        quote: None,
        open: Vec::new(),
        extra: None,
        end: text.trim_end().len(),
    };
    // Where a value may start, a quote or bracket means something.
    let mut may_start = true;
    let mut before = ' ';
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if let Some((quote, _)) = rest.quote {
            if escaped {
                escaped = false;
            } else if c == '\\' && quote == '"' {
                escaped = true;
            } else if c == quote {
                rest.quote = None;
                before = c;
            }
            continue;
        }
        let is_value = may_start || matches!(before, '[' | '{' | ',');
        match c {
            '#' if before == ' ' => {
                rest.end = text.get(..at).unwrap_or_default().trim_end().len();
                break;
            }
            '"' | '\'' if is_value => rest.quote = Some((c, at)),
            '[' | '{' if is_value || !rest.open.is_empty() => rest.open.push((c, at)),
            ']' | '}' => match rest.open.last() {
                Some((open, _)) if closing(*open) == c => {
                    rest.open.pop();
                }
                _ if rest.extra.is_none() => rest.extra = Some((c, at)),
                _ => {}
            },
            _ => {}
        }
        let separates = c == ' ' && (may_start || matches!(before, ':' | '-' | ',' | '[' | '{'));
        may_start = separates;
        before = c;
    }
    rest
}

/// The bracket that closes `open`.
pub(super) fn closing(open: char) -> char {
    if open == '[' { ']' } else { '}' }
}
