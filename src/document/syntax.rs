//! The three languages of a manifest, and how to write a word in each.
//!
//! Unaware of how they are read.

use super::yaml;
use crate::diag::{Code, Severity};
use crate::source::SourceFile;

/// The file's name has an ending that no reader knows.
pub static UNKNOWN_FILE_TYPE: Code = Code {
    name: "unknown-file-type",
    severity: Severity::Error,
    summary: "a manifest's name ends in .toml, .yaml, .yml, .json or .jsonc",
    explanation: "\
The syntax of a manifest is chosen by the ending of its file name: `.toml`, `.yaml` or `.yml`,
`.json`, or `.jsonc` for JSON with comments. Nothing is guessed from the text, because many texts are valid in two of these syntaxes
and mean different things in them.

Wrong: `rendit check film.conf`

Right: `rendit check film.toml`
",
};

/// How the names of manifests end, after the point.
pub const ENDINGS: [&str; 5] = ["toml", "yaml", "yml", "json", "jsonc"];

/// Whether a file's name ends like that of a manifest.
pub fn is_manifest_name(name: &str) -> bool {
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&&*ending))
}

/// In which language a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// TOML 1.0; what TOML 1.1 adds is read too.
    Toml,
    /// YAML 1.2, core schema.
    Yaml,
    /// JSON, RFC 8259; with comments in a file that ends in `.jsonc`.
    Json,
}

impl Syntax {
    /// By the ending of the file's name; `None` for an unknown one.
    pub fn of(file: &SourceFile) -> Option<Self> {
        let (_, ending) = file.name().rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "toml" => Some(Self::Toml),
            "yaml" | "yml" => Some(Self::Yaml),
            "json" | "jsonc" => Some(Self::Json),
            _ => None,
        }
    }

    /// The language's own word for a table.
    pub fn table(self) -> &'static str {
        match self {
            Self::Toml => "table",
            Self::Yaml => "mapping",
            Self::Json => "object",
        }
    }

    /// `text` as a string of this language. In YAML a word that can mean nothing else stays bare.
    pub fn string(self, text: &str) -> String {
        if self == Self::Yaml && is_bare_yaml(text) {
            return text.to_owned();
        }
        quoted(text)
    }

    /// `text` as a string of this language, quoted as `written` is.
    pub fn string_like(self, written: &str, text: &str) -> String {
        let fits_single = !text.contains(['\'', '\\']) && !text.contains(char::is_control);
        if written.starts_with('\'') && self != Self::Json && fits_single {
            format!("'{text}'")
        } else if written.starts_with(['"', '\'']) {
            quoted(text)
        } else {
            self.string(text)
        }
    }

    /// A single value of this language; lists and tables in one line.
    pub fn value(self, value: &serde_json::Value) -> String {
        use serde_json::Value;
        match value {
            Value::String(text) => self.string(text),
            Value::Array(items) => {
                let items: Vec<String> = items.iter().map(|item| self.value(item)).collect();
                format!("[{}]", items.join(", "))
            }
            Value::Object(table) if table.is_empty() => "{}".to_owned(),
            Value::Object(table) => {
                let entries: Vec<String> = table
                    .iter()
                    .map(|(key, value)| self.entry(key, value))
                    .collect();
                format!("{{ {} }}", entries.join(", "))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
        }
    }

    /// A key with a value, in one line.
    pub fn entry(self, key: &str, value: &serde_json::Value) -> String {
        let (key, value) = (self.key(key), self.value(value));
        match self {
            Self::Toml => format!("{key} = {value}"),
            Self::Yaml | Self::Json => format!("{key}: {value}"),
        }
    }

    /// `name` as a key of this language.
    pub fn key(self, name: &str) -> String {
        let bare = match self {
            Self::Toml => is_plain_word(name),
            Self::Yaml => is_bare_yaml(name) && is_plain_word(name),
            Self::Json => false,
        };
        if bare { name.to_owned() } else { quoted(name) }
    }
}

/// A double-quoted string that TOML, YAML and JSON all read as `text`.
fn quoted(text: &str) -> String {
    // JSON leaves U+007F bare, which TOML forbids.
    serde_json::Value::from(text)
        .to_string()
        .replace('\u{7f}', "\\u007f")
}

/// Whether YAML readers of every version take a bare `text` for a string: words that start with a
/// letter, and quantities such as `800k`. YAML 1.1 takes `2026-11-22` for a date, `1_000`, `0b10`
/// and `1e3` for numbers, and `yes` for a truth value (<https://yaml.org/type/>).
fn is_bare_yaml(text: &str) -> bool {
    let letters = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_quantity = letters.len() < text.len()
        && !text.starts_with('0')
        && (1..=3).contains(&letters.len())
        && letters.chars().all(|c| c.is_ascii_alphabetic())
        && !letters.starts_with(['e', 'E']);
    let is_path = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | '.');
    let is_word = text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(is_path);
    (is_word || is_quantity) && yaml::is_string(text)
}

fn is_plain_word(text: &str) -> bool {
    text.chars().next().is_some_and(|first| first != '-')
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}
