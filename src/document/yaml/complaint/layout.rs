//! Slips that the reader notices later or elsewhere than they were made: a line with other
//! indentation than the one above, a bracket that is not closed, a colon without its space, a comma
//! as in JSON.
//!
//! Unaware of the tree; looks at the line of the complaint and at the one before it.

use granit_parser::ErrorKind as K;

use super::SYNTAX_YAML;
use crate::diag::{At, Diagnostic};
use crate::source::{Route, SourceFile, Span};

/// The finding, if the slip is one of these.
pub(super) fn explain(file: &SourceFile, at: usize, kind: &K) -> Option<Diagnostic> {
    let at = file.floor(at);
    let here = Line::of(file, file.line_of(at))?;
    let before = (0..here.number)
        .rev()
        .take(MOST)
        .filter_map(|line| Line::of(file, line))
        .find(|line| !line.content.is_empty() && !line.content.starts_with('#'));
    match kind {
        K::MappingValueNotAllowed
        | K::InvalidColonPlacement
        | K::ExpectedBlockMappingKey
        | K::ExpectedBlockSequenceEntry
        | K::InvalidIndentation
        | K::SimpleKeyExpected
        | K::InvalidSimpleKey
        | K::MappingKeyNotAllowed => {
            let open = before.as_ref().and_then(|before| bracket(file, before));
            open.or_else(|| colon(file, &here))
                .or_else(|| indentation(file, &here, before.as_ref()?))
        }
        K::InvalidTrailingSingleQuotedScalar | K::InvalidTrailingDoubleQuotedScalar => {
            comma(file, at)
        }
        _ => None,
    }
}

/// How far up the line before is looked for.
const MOST: usize = 1000;

/// A line without its indentation and without `- `.
struct Line<'a> {
    number: usize,
    /// Byte at which its content starts.
    start: usize,
    /// Spaces, dashes included, before its content.
    column: usize,
    content: &'a str,
}

impl<'a> Line<'a> {
    fn of(file: &'a SourceFile, number: usize) -> Option<Self> {
        let range = file.line_range(number);
        let line = file.text().get(range.clone())?.trim_end();
        let mut content = line.trim_start_matches(' ');
        while let Some(rest) = content.strip_prefix("- ") {
            content = rest.trim_start_matches(' ');
        }
        let column = line.len() - content.len();
        Some(Self {
            number,
            start: range.start + column,
            column,
            content,
        })
    }

    /// The key that it starts with.
    fn key(&self) -> Option<&'a str> {
        let (key, rest) = self.content.split_once(':')?;
        let is_word = !key.is_empty()
            && key
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '"'));
        (is_word && (rest.is_empty() || rest.starts_with(' '))).then_some(key)
    }

    fn value(&self) -> &'a str {
        let rest = self.content.split_once(':').map_or("", |(_, rest)| rest);
        rest.split(" #").next().unwrap_or_default().trim()
    }
}

fn finding(message: &str, span: Span, label: impl Into<String>) -> Diagnostic {
    Diagnostic::new(&SYNTAX_YAML, Route::root(), message).label(At::Span(span), label)
}

/// The line before opens a list or mapping and does not close it.
fn bracket(file: &SourceFile, before: &Line<'_>) -> Option<Diagnostic> {
    let value = before.value();
    let (open, close, what) = match value.chars().next()? {
        '[' => ('[', ']', "a list in brackets is not closed"),
        '{' => ('{', '}', "a mapping in braces is not closed"),
        _ => return None,
    };
    let count = |wanted: char| value.chars().filter(|c| *c == wanted).count();
    if value.contains(['"', '\'']) || count(open) <= count(close) {
        return None;
    }
    let start = before.start + before.content.find(value)?;
    let end = start + value.len();
    Some(
        finding(
            what,
            Span::new(file, start, end),
            format!("`{close}` is missing"),
        )
        .help(format!("close it with `{close}`"))
        .fix(At::Span(Span::new(file, end, end)), close.to_string())
        .sure(false),
    )
}

/// `dir:out/web`.
fn colon(file: &SourceFile, here: &Line<'_>) -> Option<Diagnostic> {
    let (key, rest) = here.content.split_once(':')?;
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    if !is_key || rest.is_empty() || rest.starts_with([' ', '/', ':']) {
        return None;
    }
    let end = here.start + key.len() + 1;
    let span = Span::new(file, here.start, end);
    Some(
        finding("a `:` without a space after it", span, "no key like this")
            .help(format!("write `{key}: {rest}`"))
            .fix(At::Span(Span::new(file, end, end)), " "),
    )
}

/// A key that is indented otherwise than the key above it, which has its value already.
fn indentation(file: &SourceFile, here: &Line<'_>, before: &Line<'_>) -> Option<Diagnostic> {
    let key = here.key()?;
    let above = before.key()?;
    let indented = |line: &Line<'_>| {
        let start = file.line_range(line.number).start;
        let before = file.text().get(start..line.start);
        before.is_some_and(|before| before.chars().all(|c| c == ' '))
    };
    if !indented(here) {
        return None;
    }
    if here.column == before.column || before.value().is_empty() {
        return None;
    }
    let span = Span::new(file, here.start, here.start + key.len());
    let how = if here.column > before.column {
        "more"
    } else {
        "less"
    };
    // Less is also right, if it is what a table further up has.
    let fits_above = here.column < before.column
        && (0..before.number)
            .rev()
            .take(MOST)
            .filter_map(|line| Line::of(file, line))
            .any(|line| line.column == here.column && line.key().is_some());
    if fits_above {
        return None;
    }
    Some(
        finding(
            "the indentation fits nothing above",
            span,
            format!("{how} than `{above}`"),
        )
        .help(format!(
            "indent it by {} spaces, like `{above}` above",
            before.column
        )),
    )
}

/// `"type": "hls",` outside of braces.
fn comma(file: &SourceFile, at: usize) -> Option<Diagnostic> {
    let rest = file.text().get(at..)?;
    let is_last = rest.strip_prefix(',')?.lines().next()?.trim().is_empty();
    let span = Span::new(file, at, at + 1);
    is_last.then(|| {
        finding("a comma at the end of a line", span.clone(), "not in YAML")
            .help("remove the comma: each key has a line of its own")
            .fix(At::Span(span), "")
    })
}
