//! Findings as one JSON object, whose shape is versioned.
//!
//! Unaware of terminals and of other tools' formats.
//!
//! ```json
//! {
//!   "version": 1,
//!   "findings": [
//!     {
//!       "code": "unknown-reference",
//!       "severity": "error",
//!       "message": "no ladder is called `sonud`",
//!       "file": "film.toml", "line": 12, "column": 18, "end_line": 12, "end_column": 25,
//!       "route": "outputs.web.ladders[1]",
//!       "labels": [
//!         { "file": "film.toml", "line": 12, "column": 18, "end_line": 12, "end_column": 25,
//!           "text": "not defined" }
//!       ],
//!       "help": "did you mean `sound`?",
//!       "fix": {
//!         "file": "film.toml", "line": 12, "column": 18, "end_line": 12, "end_column": 25,
//!         "start": 190, "end": 197, "text": "\"sound\"", "sure": true
//!       },
//!       "notes": []
//!     }
//!   ],
//!   "errors": 1,
//!   "warnings": 0
//! }
//! ```
//!
//! Lines and columns count from 1, columns in characters; an end is one past the last. `start` and
//! `end` are bytes of the file's text, without its byte order mark. A finding without a place (no
//! ffmpeg, for instance) has null in `file` to `end_column`; `help` and `fix` may be null. The first
//! label is at the finding's own place. `sure` says whether `rendit fix` applies the fix unasked.

use serde::Serialize;

use super::{Region, fix, labels, severity};
use crate::diag::{Diagnostic, Severity};
use crate::source::Span;

/// The version of the object's shape. It grows when a field changes its meaning or goes; new
/// fields may come without.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    findings: Vec<Finding<'a>>,
    errors: usize,
    warnings: usize,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    route: String,
    labels: Vec<Labelled<'a>>,
    help: Option<&'a str>,
    fix: Option<Fixing<'a>>,
    notes: &'a [String],
}

/// Lines and columns count from 1, columns in characters; the end is one past the last. All are
/// null for a finding without a place.
#[derive(Default, Serialize)]
struct Place<'a> {
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
}

#[derive(Serialize)]
struct Labelled<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    text: &'a str,
}

/// Replacing bytes `start..end` of the file's text (without its byte order mark) by `text`.
#[derive(Serialize)]
struct Fixing<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    start: usize,
    end: usize,
    text: &'a str,
    /// Whether nothing else can have been meant.
    sure: bool,
}

/// `{"version": 1, "findings": […], "errors": n, "warnings": n}`, on several lines.
pub fn json(findings: &[Diagnostic]) -> String {
    let findings = &*super::public(findings);
    let is_error = |finding: &&Diagnostic| finding.severity() == Severity::Error;
    let errors = findings.iter().filter(is_error).count();
    let report = Report {
        version: VERSION,
        findings: findings.iter().map(finding).collect(),
        errors,
        warnings: findings.len() - errors,
    };
    // Strings and numbers cannot fail to be written.
    let text = serde_json::to_string_pretty(&report).unwrap_or_default();
    format!("{text}\n")
}

fn finding(finding: &Diagnostic) -> Finding<'_> {
    Finding {
        code: finding.code.name,
        severity: severity(finding),
        message: &finding.message,
        place: finding.primary().map(place).unwrap_or_default(),
        route: finding.route.to_string(),
        labels: labels(finding)
            .map(|(span, text)| Labelled {
                place: place(span),
                text,
            })
            .collect(),
        help: finding.help.as_deref(),
        fix: fix(finding).map(|(span, text)| Fixing {
            sure: finding.fix.as_ref().is_some_and(|fix| fix.is_sure),
            place: place(span),
            start: span.start,
            end: span.end,
            text,
        }),
        notes: &finding.notes,
    }
}

fn place(span: &Span) -> Place<'_> {
    let region = Region::of(span);
    Place {
        file: Some(span.file.name()),
        line: Some(region.line),
        column: Some(region.column),
        end_line: Some(region.end_line),
        end_column: Some(region.end_column),
    }
}
