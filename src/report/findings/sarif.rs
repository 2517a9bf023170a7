//! Findings as SARIF 2.1.0, which code scanners exchange.
//!
//! Unaware of terminals. Sections named here are those of the OASIS standard.

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::{Region, advice, fix, labels, severity};
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// One SARIF log with one run.
pub fn sarif(findings: &[Diagnostic]) -> String {
    let findings = &*super::public(findings);
    let mut rules: Vec<&Code> = findings.iter().map(|finding| finding.code).collect();
    rules.sort_by_key(|code| code.name);
    rules.dedup_by_key(|code| code.name);
    let tool = json!({ "driver": {
        "name": "rendit",
        "version": env!("CARGO_PKG_VERSION"),
        "rules": rules.iter().map(|code| rule(code)).collect::<Vec<_>>(),
    }});
    let log = Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool,
            column_kind: "unicodeCodePoints",
            results: Results { findings, rules },
        }],
    };
    // Strings and numbers cannot fail to be written.
    let text = serde_json::to_string_pretty(&log).unwrap_or_default();
    format!("{text}\n")
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    version: &'a str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Value,
    /// §3.14.17: our columns count characters, not UTF-16 units.
    column_kind: &'a str,
    results: Results<'a>,
}

/// Made one after the other while they are written: each takes many times its text.
struct Results<'a> {
    findings: &'a [Diagnostic],
    rules: Vec<&'a Code>,
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let results = self.findings.iter();
        serializer.collect_seq(results.map(|finding| result(finding, &self.rules)))
    }
}

/// §3.49
fn rule(code: &Code) -> Value {
    json!({
        "id": code.name,
        "shortDescription": { "text": code.summary },
        "help": { "text": code.explanation, "markdown": code.explanation },
    })
}

/// §3.27
fn result(finding: &Diagnostic, rules: &[&Code]) -> Value {
    let mut text = finding.message.clone();
    if let Some(help) = advice(finding) {
        text += "\n";
        text += help;
    }
    let mut result = json!({
        "ruleId": finding.code.name,
        "level": severity(finding),
        "message": { "text": text },
    });
    let mut put = |name: &str, value: Value| {
        if let Value::Object(table) = &mut result {
            table.insert(name.to_owned(), value);
        }
    };
    if let Some(index) = rules.iter().position(|code| code.name == finding.code.name) {
        put("ruleIndex", index.into());
    }
    let mut places = labels(finding);
    if let Some((span, _)) = places.next() {
        let mut location = json!({ "physicalLocation": physical(span) });
        if !finding.route.is_root() {
            let route = finding.route.to_string();
            location["logicalLocations"] = json!([{ "fullyQualifiedName": route }]);
        }
        put("locations", json!([location]));
    }
    let related: Vec<Value> = places
        .map(|(span, text)| json!({ "physicalLocation": physical(span), "message": { "text": text } }))
        .collect();
    if !related.is_empty() {
        put("relatedLocations", related.into());
    }
    if let Some((span, text)) = fix(finding) {
        put(
            "fixes",
            json!([{
                "description": { "text": format!("replace by {text}") },
                "artifactChanges": [{
                    "artifactLocation": { "uri": uri(span.file.name()) },
                    "replacements": [{
                        "deletedRegion": region(span),
                        "insertedContent": { "text": text },
                    }],
                }],
            }]),
        );
    }
    result
}

fn physical(span: &Span) -> Value {
    json!({
        "artifactLocation": { "uri": uri(span.file.name()) },
        "region": region(span),
    })
}

/// §3.30: the end column is one past the last character.
fn region(span: &Span) -> Value {
    let region = Region::of(span);
    json!({
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    })
}

/// A path as a URI reference (RFC 3986 §2): everything that has a meaning there is escaped.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    if path.starts_with('/') {
        uri += "file://";
    }
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => uri += &format!("%{byte:02X}"),
        }
    }
    uri
}
