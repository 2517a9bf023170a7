//! Settled findings as text, for people and for programs.
//!
//! Unaware of how they were found, and of where the text goes: nothing is written here.

use std::borrow::Cow;

use crate::diag::{At, Diagnostic, Severity, keys, without_keys};
use crate::source::Span;

mod window;
mod github;
mod human;
mod json;
mod sarif;

pub use github::github;
pub use human::human;
pub use json::json;
pub use sarif::sarif;

/// How findings look to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether to use terminal colours. The text makes sense without them.
    pub colour: bool,
    /// Where lines of text are wrapped, in characters. Lines of the manifest are not.
    pub width: usize,
    /// How many findings are shown in full.
    pub most: usize,
}

impl Default for Style {
    /// Without colours, 100 characters wide, at most 100 findings.
    fn default() -> Self {
        Self {
            colour: false,
            width: 100,
            most: 100,
        }
    }
}

/// The findings as they may be shown to anybody: without keys, and without fixes that hold one.
fn public(findings: &[Diagnostic]) -> Cow<'_, [Diagnostic]> {
    let holds = |text: &str| !keys(text).is_empty();
    let is_private = |one: &Diagnostic| {
        holds(&one.message)
            || one.help.as_deref().is_some_and(holds)
            || one.fix.as_ref().is_some_and(|fix| holds(&fix.text))
            || one.labels.iter().any(|label| holds(&label.text))
            || one.notes.iter().any(|note| holds(note))
    };
    if !findings.iter().any(is_private) {
        return Cow::Borrowed(findings);
    }
    let mut shown = findings.to_vec();
    let hide = |text: &mut String| {
        if let Some(hidden) = without_keys(text) {
            *text = hidden;
        }
    };
    for finding in &mut shown {
        hide(&mut finding.message);
        finding.help.iter_mut().for_each(hide);
        finding.notes.iter_mut().for_each(hide);
        let labels = finding.labels.iter_mut();
        labels.for_each(|label| hide(&mut label.text));
        finding.fix = finding.fix.take().filter(|fix| !holds(&fix.text));
    }
    Cow::Owned(shown)
}

/// One line for each finding: `file:line:column: error[code]: message`.
pub fn short(findings: &[Diagnostic]) -> String {
    let mut text = String::new();
    for finding in public(findings).iter() {
        if let Some(span) = finding.primary() {
            let (line, column) = span.file.line_column(span.start);
            text += &format!("{}:{line}:{column}: ", shown(span.file.name()));
        }
        let message = shown(&finding.message).replace('\n', " ");
        text += &format!("{}: {message}\n", headline(finding));
    }
    text
}

/// "2 errors, 1 warning in 3 files", with a line feed.
pub fn closing(findings: &[Diagnostic], files: usize) -> String {
    let is_error = |finding: &&Diagnostic| finding.severity() == Severity::Error;
    let errors = findings.iter().filter(is_error).count();
    let warnings = findings.len() - errors;
    let counted = |count: usize, what: &str| match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    };
    let found = match (errors, warnings) {
        (0, 0) => "no errors".to_owned(),
        (_, 0) => counted(errors, "error"),
        (0, _) => counted(warnings, "warning"),
        _ => format!(
            "{}, {}",
            counted(errors, "error"),
            counted(warnings, "warning")
        ),
    };
    format!("{found} in {}\n", counted(files, "file"))
}

/// `error[unknown-key]`.
fn headline(finding: &Diagnostic) -> String {
    format!("{}[{}]", severity(finding), finding.code.name)
}

fn severity(finding: &Diagnostic) -> &'static str {
    match finding.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// A place as lines and columns, from 1; columns count characters, the end is one past the last.
#[derive(Clone, Copy)]
struct Region {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl Region {
    fn of(span: &Span) -> Self {
        let (line, column) = span.file.line_column(span.start);
        let (end_line, end_column) = span.file.line_column(span.end);
        Self {
            line,
            column,
            end_line,
            end_column,
        }
    }
}

/// The labels that have bytes, the primary one first, with their words.
fn labels(finding: &Diagnostic) -> impl Iterator<Item = (&Span, &str)> {
    finding.labels.iter().filter_map(|label| match &label.at {
        At::Span(span) => Some((span, label.text.as_str())),
        At::Value(_) | At::Key(_) | At::Within(..) => None,
    })
}

/// What to do about it, where no lines of text are shown: the help, or the words at the place.
fn advice(finding: &Diagnostic) -> Option<&str> {
    let words = || finding.labels.first().map(|label| label.text.as_str());
    let advice = finding.help.as_deref().or_else(words);
    advice.filter(|text| !text.is_empty())
}

/// The text that cures a finding, and what it replaces.
fn fix(finding: &Diagnostic) -> Option<(&Span, &str)> {
    let fix = finding.fix.as_ref()?;
    match &fix.at {
        At::Span(span) => Some((span, fix.text.as_str())),
        At::Value(_) | At::Key(_) | At::Within(..) => None,
    }
}

/// `text` with everything visible that could move the cursor, colour the terminal or turn the
/// direction of writing: manifests may come from strangers. Line feeds and tabs stay.
fn shown(text: &str) -> String {
    text.chars()
        .map(|c| if c == '\n' { c } else { visible(c) })
        .collect()
}

fn visible(c: char) -> char {
    match c {
        '\t' => c,
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' => '\u{fffd}',
        '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => '\u{fffd}',
        _ => c,
    }
}
