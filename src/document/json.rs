//! JSON to spanned tree: the YAML reader makes the tree, `serde_json` is the judge of what JSON is.
//!
//! Unaware of what a manifest means.

use super::bytes::one_character;
use super::node::Node;
use super::yaml;
use crate::diag::{At, Code, Diagnostic, Severity};
use crate::source::{Route, SourceFile, Span};

/// The text is not JSON.
pub static SYNTAX_JSON: Code = Code {
    name: "syntax-json",
    severity: Severity::Error,
    summary: "the file is not valid JSON",
    explanation: "\
The file breaks JSON's grammar (RFC 8259). JSON has no comments, no commas after the last item, no
single quotes and no bare words but `true`, `false` and `null`. What the rest of rendit would say
about lines on and after the mistake is held back.

Wrong: `{ \"version\": 1, }`

Right: `{ \"version\": 1 }`

A manifest with comments is easier to keep as TOML or YAML.
",
};

/// Reads a whole file.
pub(super) fn parse(file: &SourceFile) -> (Node, Vec<Diagnostic>) {
    let text = without_tabs(file.text());
    let (root, mut findings) = yaml::parse_json(file, &text);
    let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(file.text()) else {
        return (root, findings);
    };
    // One judge is enough: what YAML says about a text that is no JSON helps nobody.
    findings.retain(|finding| finding.code != &yaml::SYNTAX_YAML);
    findings.push(explain(file, &error));
    (root, findings)
}

fn explain(file: &SourceFile, error: &serde_json::Error) -> Diagnostic {
    let line = file.line_range(error.line().saturating_sub(1));
    let mut at = (line.start + error.column().saturating_sub(1)).min(line.end);
    let words = error.to_string();
    let complaint = words.split(" at line ").next().unwrap_or(&words);
    let character = file
        .text()
        .get(file.floor(at)..)
        .and_then(|rest| rest.chars().next());
    let before = file.text().get(..file.floor(at)).unwrap_or_default();
    let before = before.trim_end();
    let (message, label, help) = match complaint {
        "trailing comma" => extra_comma(),
        "key must be a string" if character == Some('}') => extra_comma(),
        "expected value" if character == Some(']') && before.ends_with(',') => extra_comma(),
        "EOF while parsing a list" => ("a list is not closed", "`]` is missing", None),
        "EOF while parsing an object" => ("an object is not closed", "`}` is missing", None),
        "EOF while parsing a string" => ("a text is not closed", "`\"` is missing", None),
        "EOF while parsing a value" => ("a value is missing", "a value belongs here", None),
        "expected `,` or `}`" | "expected `,` or `]`" => (
            "a comma is missing",
            "`,` or a closing bracket was expected",
            None,
        ),
        "expected `:`" => ("a `:` is missing after a key", "`:` was expected", None),
        "key must be a string" if character == Some('/') => comment(),
        "key must be a string" => (
            "a key without quotes",
            "quote this",
            Some("JSON's keys are in double quotes"),
        ),
        "expected value" | "expected ident" if matches!(character, Some('/' | '#')) => comment(),
        "expected value" | "expected ident" => (
            "text without quotes",
            "no JSON value",
            Some("quote text with double quotes"),
        ),
        "trailing characters" => (
            "something follows the end of the manifest",
            "does not belong here",
            None,
        ),
        "recursion limit exceeded" => ("values lie too deeply in each other", "too deep", None),
        "invalid escape" => (
            "an unknown escape after a backslash",
            "not an escape",
            Some("write \\\\ for a backslash"),
        ),
        "control character (\\u0000-\\u001F) found while parsing a string" => (
            "a line break or control character in a text",
            "write \\n for a line break",
            None,
        ),
        other => (other, "here", None),
    };
    if complaint.starts_with("EOF") {
        at = file.text().trim_end().len();
    }
    let finding = Diagnostic::new(&SYNTAX_JSON, Route::root(), message)
        .label(At::Span(one_character(file, at)), label);
    let finding = match help {
        Some(help) => finding.help(help),
        None => finding,
    };
    if message != extra_comma().0 {
        return finding;
    }
    match before.strip_suffix(',') {
        Some(rest) => {
            let comma = Span::new(file, rest.len(), before.len());
            finding.fix(At::Span(comma), "")
        }
        None => finding,
    }
}

fn extra_comma() -> (&'static str, &'static str, Option<&'static str>) {
    (
        "a comma after the last item",
        "the comma before this is one too many",
        Some("remove the comma before this bracket"),
    )
}

fn comment() -> (&'static str, &'static str, Option<&'static str>) {
    (
        "a comment in JSON",
        "JSON has no comments",
        Some("remove it, or keep the manifest as TOML or YAML"),
    )
}

/// A copy with the same byte positions in which no tab separates tokens: JSON may indent with
/// them, YAML may not.
fn without_tabs(text: &str) -> String {
    let mut in_text = false;
    let mut escaped = false;
    text.chars()
        .map(|c| {
            match c {
                _ if escaped => escaped = false,
                '\\' if in_text => escaped = true,
                '"' => in_text = !in_text,
                '\t' if !in_text => return ' ',
                _ => {}
            }
            c
        })
        .collect()
}
