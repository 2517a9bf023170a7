//! What is known of the word at the cursor: its documentation, its value, where that comes from.
//!
//! Unaware of the protocol's session. Values of the environment are never shown.

use std::ops::Range;

use serde_json::Value;

use super::complete::{self, place};
use super::guide::{self, Guide};
use super::meaning::Meaning;
use super::names::{self, Form, Mention};
use super::outline::{Key, Outline, Scalar};
use super::write;
use crate::diag::{Diagnostic, Severity};
use crate::document::{Document, Kind, Node, Syntax};
use crate::source::{Route, Segment, SourceFile};

/// What is asked, and what is known.
pub struct Look<'a> {
    /// What the text holds.
    pub outline: &'a Outline,
    /// What the schema says.
    pub guide: &'a Guide<'a>,
    /// The file.
    pub file: &'a SourceFile,
    /// The manifest with all that it extends.
    pub document: Option<&'a Document>,
    /// Its texts, filled in.
    pub meaning: Option<&'a Meaning<'a>>,
    /// What was found in it.
    pub findings: &'a [Diagnostic],
}

/// What to show for byte `at`, in Markdown, and the bytes that it is about.
pub fn hover(look: &Look<'_>, at: usize) -> Option<(Range<usize>, String)> {
    let mut parts = Vec::new();
    let mut span = None;
    if let Some(scalar) = look.outline.scalar_at(at) {
        let (bytes, text) = value(look, scalar, at);
        span = Some(bytes);
        parts.extend(text);
    } else if let Some(key) = look.outline.key_at(at) {
        span = Some(key.span.clone());
        parts.extend(self::key(look, key));
    }
    for finding in look.findings {
        let here = finding.primary().filter(|primary| {
            primary.file.is(look.file) && primary.start <= at && at <= primary.end
        });
        if let Some(primary) = here {
            span = span.or(Some(primary.start..primary.end));
            parts.push(explained(finding));
        }
    }
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        return None;
    }
    Some((span?, parts.join("\n\n---\n\n")))
}

/// The code of a finding at length.
fn explained(finding: &Diagnostic) -> String {
    let kind = match finding.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let code = finding.code;
    format!(
        "**{kind}[{}]** {}\n\n{}",
        code.name,
        code.summary,
        code.explanation.trim()
    )
}

fn key(look: &Look<'_>, key: &Key) -> Vec<String> {
    let route = &key.route;
    let mut head = headline(look, route);
    if let Some(line) = whole_value(look, route) {
        head.push(line);
    }
    head.extend(origins(look, route));
    vec![head.join("\n\n")]
}

/// Name, type, documentation and default of the key at `route`.
fn headline(look: &Look<'_>, route: &Route) -> Vec<String> {
    let shapes = look.guide.at(route);
    let mut lines = Vec::new();
    let written = look.outline.text_at(route);
    let is_meant = |shape: &&&Value| written.is_some_and(|written| guide::means(shape, written));
    let Some(shape) = shapes.iter().find(is_meant).or(shapes.first()) else {
        return lines;
    };
    let named = look.guide.at(&route.parent());
    let is_name = named.iter().any(|shape| guide::has_names(shape));
    if is_name {
        let summary = look
            .document
            .map(|document| complete::summary(document, route))
            .filter(|summary| !summary.is_empty());
        let what = summary.unwrap_or_else(|| guide::kind(shape));
        lines.push(format!(
            "**{}** ({})",
            code(&route.to_string()),
            plain(&what)
        ));
    } else {
        let kind = guide::kind(shape);
        let what = guide::bounds(shape).map_or(kind.clone(), |bounds| format!("{kind}, {bounds}"));
        lines.push(format!("**{}** ({what})", code(&called(route))));
    }
    let doc = if shapes.len() > 1 && !is_meant(&shape) {
        // Which variant is meant is unknown: what each of them is.
        let all = shapes.iter().filter_map(|shape| guide::variant(shape));
        all.collect::<Vec<_>>().join("\n")
    } else {
        guide::doc(shape)
    };
    if !doc.is_empty() {
        lines.push(doc.clone());
    }
    let default = shape.get("default").filter(|default| !default.is_object());
    if let Some(default) = default.filter(|_| !doc.contains("Default")) {
        let written = write::value(look.outline.syntax, default);
        lines.push(format!("Default: {}", code(&written)));
    }
    lines
}

/// A key by its name, and an item of a list by that of the list: `args[0]`.
fn called(route: &Route) -> String {
    match route.segments().last() {
        Some(Segment::Index(index)) => format!("{}[{index}]", called(&route.parent())),
        _ => route.last(),
    }
}

/// The value at `route`, filled in, and the file that it comes from.
fn whole_value(look: &Look<'_>, route: &Route) -> Option<String> {
    let node = look.document?.get(route)?;
    let written = match &node.kind {
        Kind::Str(text) => match expansion(look, route, text) {
            Some(expanded) => format!("Value: {expanded}"),
            None => format!("Value: {}", code(&Syntax::Json.string(text))),
        },
        Kind::Bool(_) | Kind::Num(_) => format!("Value: {}", code(&node.to_json().to_string())),
        Kind::Seq(items) if items.iter().all(|item| item.as_map().is_none()) => {
            format!(
                "Value: {}",
                code(&write::value(Syntax::Json, &node.to_json()))
            )
        }
        Kind::Null | Kind::Seq(_) | Kind::Map(_) | Kind::Bad => return from(look, node),
    };
    Some(match from(look, node) {
        Some(from) => format!("{written}, {from}"),
        None => written,
    })
}

/// "from `house.toml`, line 12", if a value is not of this file.
fn from(look: &Look<'_>, node: &Node) -> Option<String> {
    let span = node.via.as_ref().unwrap_or(&node.span);
    if span.file.name() == look.file.name() {
        return None;
    }
    let (line, _) = span.file.line_column(span.start);
    Some(format!("from {}, line {line}", code(file_name(&span.file))))
}

fn file_name(file: &SourceFile) -> &str {
    let name = file.name();
    name.rsplit('/').next().unwrap_or(name)
}

/// The keys of a table that other files give, file by file.
fn origins(look: &Look<'_>, route: &Route) -> Vec<String> {
    let entries = look
        .document
        .and_then(|document| document.get(route))
        .and_then(Node::as_map);
    let mut files: Vec<(&str, Vec<String>)> = Vec::new();
    for entry in entries.into_iter().flat_map(|map| map.iter()) {
        let file = &entry.value.span.file;
        if file.name() == look.file.name() {
            continue;
        }
        let name = file_name(file);
        let key = code(&entry.key);
        match files.iter_mut().find(|(known, _)| *known == name) {
            Some((_, keys)) => keys.push(key),
            None => files.push((name, vec![key])),
        }
    }
    let line =
        |(file, keys): (&str, Vec<String>)| format!("From {}: {}", code(file), keys.join(", "));
    files.into_iter().map(line).collect()
}

fn value(look: &Look<'_>, scalar: &Scalar, at: usize) -> (Range<usize>, Vec<String>) {
    if look.guide.is_template(&scalar.route) {
        for (inside, name) in names::placeholders(scalar) {
            let whole = inside.start - 2..inside.end + 1;
            if whole.start <= at && at <= whole.end {
                return (whole, vec![placeholder(look, &scalar.route, name)]);
            }
        }
    }
    let mentions = names::mentions(look.outline, look.guide);
    let mention = names::at(&mentions, at).filter(|mention| mention.form == Form::Value);
    if let Some(mention) = mention {
        return (scalar.span.clone(), vec![definition(look, mention)]);
    }
    let mut lines = headline(look, &scalar.route);
    for shape in look.guide.at(&scalar.route) {
        let words = shape.get("enum").and_then(Value::as_array);
        let position = words.and_then(|words| words.iter().position(|word| *word == scalar.text));
        let doc = position.and_then(|position| {
            let docs = shape.get("markdownEnumDescriptions")?.as_array()?;
            docs.get(position)?.as_str()
        });
        let is_const = shape.get("const").is_some_and(|only| *only == scalar.text);
        if let Some(doc) = doc {
            lines = vec![format!("**{}**", code(&scalar.text)), doc.to_owned()];
        } else if is_const {
            lines = vec![format!("**{}**", code(&scalar.text)), guide::doc(shape)];
        }
    }
    if scalar.text.contains('$')
        && look.guide.is_template(&scalar.route)
        && let Some(expanded) = expansion(look, &scalar.route, &scalar.text)
    {
        lines.push(format!("Value: {expanded}"));
    }
    (scalar.span.clone(), vec![lines.join("\n\n")])
}

/// What a text becomes, as Markdown.
fn expansion(look: &Look<'_>, route: &Route, text: &str) -> Option<String> {
    if !look.guide.is_template(route) {
        return None;
    }
    let expanded = look.meaning?.expand(route, place(route), text)?;
    Some(match expanded.sample {
        Some(sample) => format!(
            "{} for a match called {}",
            code(&expanded.text),
            code(&sample)
        ),
        None => code(&expanded.text),
    })
}

/// What a placeholder stands for.
fn placeholder(look: &Look<'_>, route: &Route, name: &str) -> String {
    let head = format!("**{}**", code(&format!("${{{name}}}")));
    if let Some(variable) = name.strip_prefix("env.") {
        return format!(
            "{head}\n\nThe variable {} of the environment. Its value is not shown.",
            code(variable)
        );
    }
    if place(route).late_names().contains(&name) {
        return format!("{head}\n\nKnown when the output is made.");
    }
    let mut lines = vec![head];
    match name.rsplit_once('.') {
        Some(("vars", word)) => {
            let defined = Route::root().key("vars").key(word);
            lines.push("A variable of the manifest.".to_owned());
            if let Some(node) = look.document.and_then(|document| document.get(&defined)) {
                lines.extend(from(look, node).map(|from| format!("Defined {from}.")));
            }
        }
        Some((_, part)) => lines.push(complete::part_doc(part).to_owned()),
        None if name == "job" => {
            lines.push("The manifest's file name without its ending.".to_owned());
        }
        None => {}
    }
    if let Some(expanded) = expansion(look, route, &format!("${{{name}}}")) {
        lines.push(format!("Value: {expanded}"));
    }
    lines.join("\n\n")
}

/// What a name stands for.
fn definition(look: &Look<'_>, mention: &Mention) -> String {
    let route = names::route(&mention.name);
    let Some(node) = look.document.and_then(|document| document.get(&route)) else {
        return format!("**{}** is not defined", code(&route.to_string()));
    };
    let mut lines = headline(look, &route);
    lines.extend(from(look, node).map(|from| format!("Defined {from}.")));
    let written = node.to_json();
    let is_small = written.to_string().len() < 1000;
    if is_small && let Value::Object(table) = &written {
        let entries: Vec<String> = table
            .iter()
            .map(|(key, value)| {
                let separator = write::separator(look.outline.syntax);
                format!(
                    "{key}{separator}{}",
                    write::value(look.outline.syntax, value)
                )
            })
            .collect();
        let syntax = match look.outline.syntax {
            Syntax::Toml => "toml",
            Syntax::Yaml | Syntax::Json => "yaml",
        };
        lines.push(format!("```{syntax}\n{}\n```", entries.join("\n")));
    }
    lines.join("\n\n")
}

/// Text as code in Markdown, whatever it holds.
fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

/// Text of a stranger as plain Markdown: nothing in it is markup.
fn plain(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let escape = matches!(
                c,
                '*' | '_' | '`' | '[' | ']' | '<' | '>' | '\\' | '#' | '!'
            );
            escape.then_some('\\').into_iter().chain([c])
        })
        .filter(|c| !c.is_control())
        .collect()
}
