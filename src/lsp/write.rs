//! Words, values and snippets in each syntax.
//!
//! Unaware of where they go.

use serde_json::Value;

use super::guide::{has_names, is_table};
use crate::document::Syntax;
use crate::schema::shape::options;

/// A value as it is written on one line.
pub fn value(syntax: Syntax, value: &Value) -> String {
    match value {
        Value::String(text) => syntax.string(text),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| self::value(syntax, item)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(table) => {
            let entries: Vec<String> = table
                .iter()
                .map(|(key, value)| {
                    let (key, value) = (syntax.key(key), self::value(syntax, value));
                    format!("{key}{}{value}", separator(syntax))
                })
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
        other => other.to_string(),
    }
}

/// What stands between a key and its value.
pub fn separator(syntax: Syntax) -> &'static str {
    match syntax {
        Syntax::Toml => " = ",
        Syntax::Yaml | Syntax::Json => ": ",
    }
}

/// Text as part of a snippet.
pub fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('$', "\\$")
        .replace('}', "\\}")
}

/// A new key with a place for its value, as a snippet. `at_top` is the top level of a TOML file,
/// where tables have headers; `in_brackets` keeps it on one line.
pub fn entry(syntax: Syntax, name: &str, shape: &Value, at_top: bool, in_brackets: bool) -> String {
    let key = escaped(&syntax.key(name));
    if syntax == Syntax::Toml && at_top && is_table(shape) {
        if has_named_tables(shape) {
            return format!("[{key}.{}]\n$0", placeholder(1, &entry_name(shape)));
        }
        return format!("[{key}]\n$0");
    }
    let value = place(syntax, shape, in_brackets);
    let separator = if value.starts_with('\n') {
        ":"
    } else {
        separator(syntax)
    };
    format!("{key}{separator}{value}")
}

/// A place for a value of a shape.
fn place(syntax: Syntax, shape: &Value, in_brackets: bool) -> String {
    if let Some(only) = shape.get("const") {
        return escaped(&value(syntax, only));
    }
    let mut words = options(shape);
    if !words.is_empty() {
        let default = shape.get("default").and_then(Value::as_str);
        words.sort_by_key(|word| Some(*word) != default);
        let words: Vec<String> = words
            .iter()
            .map(|word| word.replace(['|', ','], ""))
            .collect();
        let choice = format!("${{1|{}|}}", words.join(","));
        return quoted(syntax, &choice);
    }
    if is_table(shape) {
        return table(syntax, shape, in_brackets);
    }
    let sample = sample(shape);
    let kinds = kinds(shape);
    match kinds.first().copied() {
        Some("boolean") => match shape.get("default") {
            Some(Value::Bool(true)) => "${1|false,true|}".to_owned(),
            _ => "${1|true,false|}".to_owned(),
        },
        Some("array") => list(syntax, shape, in_brackets),
        Some("string") => match sample {
            Some(Value::String(text)) if shape.get("x-ref").is_none() => {
                quoted(syntax, &placeholder(1, &text))
            }
            Some(other) if shape.get("x-ref").is_none() => placeholder(1, &value(syntax, &other)),
            _ => quoted(syntax, "$1"),
        },
        _ => match sample {
            Some(sample) => placeholder(1, &value(syntax, &sample)),
            None => "$1".to_owned(),
        },
    }
}

fn table(syntax: Syntax, shape: &Value, in_brackets: bool) -> String {
    let name = placeholder(1, &entry_name(shape));
    match syntax {
        _ if in_brackets && syntax != Syntax::Json => "{ $1 }".to_owned(),
        Syntax::Toml if has_named_tables(shape) => format!("{{ {name} = {{ $0 }} }}"),
        Syntax::Toml => "{ $1 }".to_owned(),
        Syntax::Yaml if has_named_tables(shape) => format!("\n  {name}:\n    $0"),
        Syntax::Yaml => "\n  $0".to_owned(),
        Syntax::Json if has_named_tables(shape) => format!("{{\n  \"{name}\": {{ $0 }}\n}}"),
        Syntax::Json => "{ $0 }".to_owned(),
    }
}

fn list(syntax: Syntax, shape: &Value, in_brackets: bool) -> String {
    let items = shape.get("items").unwrap_or(&Value::Null);
    if is_table(items) {
        return match syntax {
            _ if in_brackets => "[{ $1 }]".to_owned(),
            Syntax::Toml => "[\n  { $1 },\n]".to_owned(),
            Syntax::Yaml => "\n  - $0".to_owned(),
            Syntax::Json => "[\n  { $1 }\n]".to_owned(),
        };
    }
    let is_text = kinds(items).first() == Some(&"string");
    match syntax {
        Syntax::Toml | Syntax::Json if is_text => "[\"$1\"]".to_owned(),
        _ => "[$1]".to_owned(),
    }
}

/// Whether it is a table of tables under names of the user's own.
pub fn has_named_tables(shape: &Value) -> bool {
    has_names(shape) && shape.get("additionalProperties").is_some_and(is_table)
}

fn kinds(shape: &Value) -> Vec<&str> {
    match shape.get("type") {
        Some(Value::String(kind)) => vec![kind],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The default, or else the first example.
fn sample(shape: &Value) -> Option<Value> {
    let example = || shape.get("examples")?.as_array()?.first().cloned();
    shape.get("default").cloned().or_else(example)
}

/// The name of the example of a table of names.
pub fn sample_name(shape: &Value) -> Option<String> {
    let example = shape.get("examples").and_then(|all| all.get(0));
    let name = example
        .and_then(Value::as_object)
        .and_then(|table| table.keys().next());
    name.cloned()
}

fn entry_name(shape: &Value) -> String {
    sample_name(shape).unwrap_or_else(|| "name".to_owned())
}

fn placeholder(number: usize, text: &str) -> String {
    if text.is_empty() {
        return format!("${number}");
    }
    format!("${{{number}:{}}}", escaped(text))
}

/// Quotes around a snippet, where the syntax needs them.
fn quoted(syntax: Syntax, snippet: &str) -> String {
    match syntax {
        Syntax::Yaml if !snippet.contains("\\$") => snippet.to_owned(),
        Syntax::Toml | Syntax::Json | Syntax::Yaml => format!("\"{snippet}\""),
    }
}

/// A snippet as the text that it stands for, for clients that know no snippets.
pub fn flattened(snippet: &str) -> String {
    let mut text = String::new();
    let mut chars = snippet.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => text.extend(chars.next()),
            '$' if chars.peek().is_some_and(char::is_ascii_digit) => {
                while chars.next_if(char::is_ascii_digit).is_some() {}
            }
            '$' if chars.peek() == Some(&'{') => {
                chars.next();
                while chars.next_if(char::is_ascii_digit).is_some() {}
                let is_choice = chars.next() == Some('|');
                let mut taken = false;
                while let Some(inner) = chars.next() {
                    match inner {
                        '}' => break,
                        '\\' => text.extend(chars.next()),
                        ',' if is_choice => taken = true,
                        '|' if is_choice => {}
                        other if !taken => text.push(other),
                        _ => {}
                    }
                }
            }
            other => text.push(other),
        }
    }
    text
}
