//! A value as a file of TOML, YAML or JSON, laid out as people lay out manifests.
//!
//! Unaware of what a manifest means. Texts that a reader of YAML 1.1 would take for something else
//! are quoted.

use serde_json::{Map, Value};

use super::Syntax;
use crate::source::Route;

/// What is said of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Comment {
    /// On lines of its own before it.
    Above(String),
    /// On the same line.
    Behind(String),
}

/// What is said of the value at a route; `None` for nothing. JSON has no comments, so it is not
/// asked there.
pub type Remark<'a> = &'a dyn Fn(&Route) -> Option<Comment>;

/// The text of a table. Values that are null are left out.
pub fn write(table: &Map<String, Value>, syntax: Syntax, remark: Remark<'_>) -> String {
    let mut writer = Writer {
        text: String::new(),
        syntax,
        remark,
    };
    match syntax {
        Syntax::Toml => writer.toml(table, &Route::root()),
        Syntax::Yaml => writer.yaml(table, &Route::root(), 0),
        Syntax::Json => {
            // Strings and numbers cannot fail to be written.
            writer.text = serde_json::to_string_pretty(table).unwrap_or_default();
            writer.text.push('\n');
        }
    }
    writer.text
}

struct Writer<'a> {
    text: String,
    syntax: Syntax,
    remark: Remark<'a>,
}

impl Writer<'_> {
    /// In TOML a table's single values come before the tables in it.
    fn toml(&mut self, table: &Map<String, Value>, route: &Route) {
        for (key, value) in table {
            let here = route.key(key.as_str());
            match value {
                Value::Object(_) | Value::Null => {}
                Value::Array(items) if items.iter().any(Value::is_object) => {
                    let key = self.syntax.key(key);
                    self.line(&format!("{key} = ["), &here);
                    self.items(items, &here, "  ", ",");
                    self.text += "]\n";
                }
                _ => {
                    let entry = self.syntax.entry(key, value);
                    self.line(&entry, &here);
                }
            }
        }
        for (key, value) in table {
            let Value::Object(below) = value else {
                continue;
            };
            let here = route.key(key.as_str());
            let holds_tables_only = !below.is_empty() && below.values().all(Value::is_object);
            if !holds_tables_only {
                if !self.text.is_empty() {
                    self.text.push('\n');
                }
                let keys: Vec<String> = here
                    .segments()
                    .iter()
                    .map(|segment| match segment {
                        crate::source::Segment::Key(key) => self.syntax.key(key),
                        crate::source::Segment::Index(index) => index.to_string(),
                    })
                    .collect();
                self.line(&format!("[{}]", keys.join(".")), &here);
            }
            self.toml(below, &here);
        }
    }

    fn yaml(&mut self, table: &Map<String, Value>, route: &Route, depth: usize) {
        let indent = "  ".repeat(depth);
        for (key, value) in table {
            let here = route.key(key.as_str());
            match value {
                Value::Null => {}
                Value::Object(below) if !below.is_empty() => {
                    if depth == 0 && !self.text.is_empty() {
                        self.text.push('\n');
                    }
                    let key = self.syntax.key(key);
                    self.line(&format!("{indent}{key}:"), &here);
                    self.yaml(below, &here, depth + 1);
                }
                Value::Array(items) if items.iter().any(Value::is_object) => {
                    let key = self.syntax.key(key);
                    self.line(&format!("{indent}{key}:"), &here);
                    self.items(items, &here, &format!("{indent}  - "), "");
                }
                _ => {
                    let entry = self.syntax.entry(key, value);
                    self.line(&format!("{indent}{entry}"), &here);
                }
            }
        }
    }

    fn items(&mut self, items: &[Value], route: &Route, before: &str, after: &str) {
        for (position, item) in items.iter().enumerate() {
            let item = self.syntax.value(item);
            self.line(&format!("{before}{item}{after}"), &route.index(position));
        }
    }

    fn line(&mut self, line: &str, route: &Route) {
        let remark = (self.remark)(route);
        if let Some(Comment::Above(remark)) = &remark {
            let indent = line.len() - line.trim_start().len();
            for remark in remark.lines() {
                let indent = line.get(..indent).unwrap_or_default();
                self.text += &format!("{indent}# {remark}\n");
            }
        }
        self.text += line;
        if let Some(Comment::Behind(remark)) = &remark {
            self.text += "  # ";
            self.text += &remark.replace(['\n', '\r'], " ");
        }
        self.text.push('\n');
    }
}
