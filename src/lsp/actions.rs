//! Changes of text that cure findings.
//!
//! Unaware of how they were found: a finding brings its own fix.

use std::ops::Range;

use crate::diag::{At, Diagnostic};
use crate::source::SourceFile;

/// A change of one file's text.
#[derive(Clone, Debug)]
pub struct Cure<'a> {
    /// What it cures.
    pub finding: &'a Diagnostic,
    /// What it replaces.
    pub span: Range<usize>,
    /// By what.
    pub text: &'a str,
    /// What it does, for a menu.
    pub title: String,
}

impl Cure<'_> {
    /// Whether nothing else can have been meant.
    pub fn is_sure(&self) -> bool {
        self.finding.fix.as_ref().is_some_and(|fix| fix.is_sure)
    }
}

/// The fixes of `findings` in `file`, in the order of the text.
pub fn cures<'a>(findings: &'a [Diagnostic], file: &SourceFile) -> Vec<Cure<'a>> {
    let mut all: Vec<Cure<'a>> = findings
        .iter()
        .filter_map(|finding| {
            let fix = finding.fix.as_ref()?;
            let At::Span(span) = &fix.at else { return None };
            span.file.is(file).then(|| Cure {
                finding,
                span: span.start..span.end,
                text: &fix.text,
                title: title(span.text(), &fix.text),
            })
        })
        .collect();
    all.sort_by_key(|cure| (cure.span.start, cure.span.end));
    all
}

/// Those that can all be applied at once: none lies over one before it.
pub fn together<'a>(cures: &[Cure<'a>]) -> Vec<Cure<'a>> {
    let mut end = None;
    cures
        .iter()
        .filter(|cure| {
            let is_free = end.is_none_or(|end| cure.span.start >= end);
            if is_free {
                // Two insertions at one place would depend on their order.
                end = Some(cure.span.end.max(cure.span.start + 1));
            }
            is_free
        })
        .cloned()
        .collect()
}

fn title(old: &str, new: &str) -> String {
    let short = |text: &str| {
        let line = text.trim().lines().next().unwrap_or_default();
        let mut short: String = line.chars().take(40).collect();
        if short.len() < text.trim().len() {
            short.push('…');
        }
        short
    };
    match (old.trim().is_empty(), new.trim().is_empty()) {
        (true, true) => blanks(old, new).to_owned(),
        (false, true) => format!("Remove `{}`", short(old)),
        (true, false) => format!("Insert `{}`", short(new)),
        (false, false) => format!("Change `{}` to `{}`", short(old), short(new)),
    }
}

/// What a change of blanks does.
fn blanks(old: &str, new: &str) -> &'static str {
    match (old, new) {
        ("", " ") => "Insert a space",
        _ if new.contains('\n') && !old.contains('\n') => "Insert a line break",
        _ if old.contains('\t') && !new.contains('\t') => "Write spaces for the tab",
        _ if new.len() > old.len() => "Insert spaces",
        _ if new.is_empty() && old == " " => "Remove the space",
        _ => "Remove spaces",
    }
}
