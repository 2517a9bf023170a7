//! The grammar of templates: where the placeholders of a text are, and how the last ones are filled.
//!
//! Unaware of what any name means.

use std::ops::Range;

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text that stands for itself; a `$$` comes as `$`.
    Literal(&'a str),
    /// A placeholder.
    Placeholder {
        /// What stands between the braces.
        name: &'a str,
        /// Bytes of the whole placeholder, `${` and `}` included.
        range: Range<usize>,
    },
}

/// What is wrong with the form of a placeholder.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Flaw {
    /// No `}` follows. The bytes of what can be a name after `${`.
    Unclosed(usize),
    /// Nothing stands between the braces.
    Empty,
    /// Two braces on each side, as GitHub Actions has it; the name between them.
    Doubled(String),
}

/// The pieces of a text in order, and what is malformed in it. `$$` is a literal `$`; a `$` before
/// anything but `{` or `$` stands for itself.
pub fn parse(text: &str) -> (Vec<Piece<'_>>, Vec<(Range<usize>, Flaw)>) {
    let mut pieces = Vec::new();
    let mut flaws = Vec::new();
    let mut plain = 0;
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('$')) {
        let dollar = at + found;
        let after = text.get(dollar + 1..).unwrap_or_default();
        let next = after.chars().next();
        if !matches!(next, Some('$' | '{')) {
            at = dollar + 1;
            continue;
        }
        let before = text.get(plain..dollar).unwrap_or_default();
        if !before.is_empty() {
            pieces.push(Piece::Literal(before));
        }
        if next == Some('$') {
            pieces.push(Piece::Literal("$"));
            at = dollar + 2;
            plain = at;
            continue;
        }
        let inside = text.get(dollar + 2..).unwrap_or_default();
        // A second `${` before any `}`: the first was never closed.
        let limit = inside.find("${").unwrap_or(inside.len());
        let doubled = inside
            .get(..limit)
            .and_then(|inside| inside.strip_prefix('{'));
        if let Some((name, _)) = doubled.and_then(|inside| inside.split_once("}}")) {
            at = dollar + "${{".len() + name.len() + "}}".len();
            plain = at;
            flaws.push((dollar..at, Flaw::Doubled(name.trim().to_owned())));
            continue;
        }
        match inside.get(..limit).and_then(|inside| inside.find('}')) {
            Some(length) => {
                let range = dollar..dollar + 2 + length + 1;
                at = range.end;
                if length == 0 {
                    flaws.push((range, Flaw::Empty));
                } else {
                    let name = inside.get(..length).unwrap_or_default();
                    pieces.push(Piece::Placeholder { name, range });
                }
            }
            None => {
                at = dollar + 2 + limit;
                let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
                let rest = inside.get(..limit).unwrap_or_default();
                let name = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
                // A dot before the end belongs to the file's name, as in `${film.stem.mp4`.
                flaws.push((dollar..at, Flaw::Unclosed(name)));
            }
        }
        plain = at;
    }
    let rest = text.get(plain..).unwrap_or_default();
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest));
    }
    (pieces, flaws)
}

/// The template that stands for exactly `text`.
pub fn escape(text: &str) -> String {
    text.replace('$', "$$")
}

/// Fills what [`crate::check::check`] left in place: `rendition` and `number` in a `segment_path`,
/// `rung` in the `path` of a file output. `value` gives `None` for a name it does not know; that
/// placeholder is kept as it stands.
pub fn finish<'v>(text: &str, value: impl Fn(&str) -> Option<&'v str>) -> String {
    let mut done = String::with_capacity(text.len());
    let (pieces, _) = parse(text);
    for piece in pieces {
        match piece {
            Piece::Literal(literal) => done.push_str(literal),
            Piece::Placeholder { name, range } => {
                let kept = text.get(range).unwrap_or_default();
                done.push_str(value(name).unwrap_or(kept));
            }
        }
    }
    done
}
