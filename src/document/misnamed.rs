//! A file that is written in another language than its name says: one finding tells it, instead of
//! one for every line.
//!
//! Unaware of what the readers make of it; asked only about a file that its own reader cannot read.

use super::Syntax;
use super::json::SYNTAX_JSON;
use super::toml::SYNTAX_TOML;
use super::yaml::SYNTAX_YAML;
use crate::diag::{At, Code, Diagnostic};
use crate::source::{Route, SourceFile, Span};

/// How many lines of the language of the name a file may hold for each that is of another one.
const OWN_PER_OTHER: usize = 4;

/// The finding, if the file is surely in another language than `named`.
pub(super) fn tell(file: &SourceFile, named: Syntax) -> Option<Diagnostic> {
    let lines = Lines::of(file);
    let language = lines.language(named)?;
    let first = lines.first?;
    let (name, starts, code) = described(named);
    let stem = file.stem();
    let (message, help) = match language {
        Language::Manifest(_, ending) => (
            format!("this is {}, not {name}", language.name()),
            format!("name the file `{stem}.{ending}`"),
        ),
        Language::Ini => (
            format!("this is an INI file, not {name}"),
            format!(
                "write it as TOML, which looks alike, with texts in quotes, and name it `{stem}.toml`"
            ),
        ),
        Language::Variables => (
            format!("these are environment variables, not {name}"),
            format!(
                "a manifest reads them as `${{env.{}}}`; `rendit init` writes a first manifest",
                lines.variable.unwrap_or("NAME")
            ),
        ),
        Language::Xml => (
            format!("this is XML, not {name}"),
            "a manifest is TOML, YAML or JSON; `rendit init` writes a first one".to_owned(),
        ),
        Language::Page => (
            format!("this is a web page, not {name}"),
            "save the file itself, not the page that shows it".to_owned(),
        ),
        Language::Prose => (
            format!("this is plain text, not {name}"),
            "a manifest starts with `version = 1`; `rendit init` writes a first one".to_owned(),
        ),
    };
    let finding = Diagnostic::new(code, Route::root(), message);
    Some(finding.label(At::Span(first), starts).help(help))
}

/// Whether the file, whatever its name says, is JSON: its keys are in quotes.
pub(super) fn is_json(file: &SourceFile) -> bool {
    let lines = Lines::of(file);
    let is_other = lines.mappings + lines.headers + lines.assignments > 0;
    lines.start.starts_with('{') && lines.json > 0 && !is_other
}

/// What a language is called, how it differs, and the code of its mistakes.
fn described(named: Syntax) -> (&'static str, &'static str, &'static Code) {
    match named {
        Syntax::Toml => ("TOML", "TOML has `key = value`", &SYNTAX_TOML),
        Syntax::Yaml => ("YAML", "YAML has `key: value`", &SYNTAX_YAML),
        Syntax::Json => ("JSON", "JSON starts with `{`", &SYNTAX_JSON),
    }
}

/// What a file may be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Language {
    /// One of a manifest's own, and the ending of its files.
    Manifest(Syntax, &'static str),
    /// `key = value`, without quotes.
    Ini,
    /// `NAME=value`, for a shell.
    Variables,
    Xml,
    /// HTML.
    Page,
    Prose,
}

impl Language {
    fn name(self) -> &'static str {
        match self {
            Self::Manifest(syntax, _) => described(syntax).0,
            Self::Ini | Self::Variables | Self::Xml | Self::Page | Self::Prose => "",
        }
    }
}

/// What a line looks like.
enum Shape<'t> {
    /// Blank, or a comment of any language.
    Nothing,
    /// `[inputs.film]`
    Header,
    /// `key = value`, with the key and the value.
    Assignment(&'t str, &'t str),
    /// `key: value`, with the value.
    Mapping(&'t str),
    /// `- value`
    Item,
    /// `"key": value,` or a brace.
    Json,
    /// What stands in several languages, or in none.
    Other,
}

/// How many lines of a file look like what.
#[derive(Default)]
struct Lines<'t> {
    first: Option<Span>,
    /// What it starts with.
    start: &'t str,
    headers: usize,
    assignments: usize,
    /// Assignments of texts without quotes.
    bare: usize,
    /// Assignments of environment variables.
    variables: usize,
    /// The first of these.
    variable: Option<&'t str>,
    mappings: usize,
    /// Keys with nothing after the colon, and items.
    nesting: usize,
    items: usize,
    json: usize,
    others: usize,
    /// Comments that start with `;`.
    semicolons: usize,
    /// Comments that start with `//` or `/*`.
    slashes: usize,
}

impl<'t> Lines<'t> {
    fn of(file: &'t SourceFile) -> Self {
        let mut lines = Self::default();
        for number in 0..file.lines() {
            let range = file.line_range(number);
            let whole = file.text().get(range.clone()).unwrap_or_default();
            let line = whole.trim();
            let shape = shape(line);
            if lines.first.is_none() && !matches!(shape, Shape::Nothing) {
                let start = range.start + whole.len() - whole.trim_start().len();
                lines.first = Some(Span::new(file, start, start + line.len()));
                lines.start = line;
            }
            lines.add(line, &shape);
        }
        lines
    }

    fn add(&mut self, line: &str, shape: &Shape<'t>) {
        match shape {
            Shape::Nothing => {
                self.semicolons += usize::from(line.starts_with(';'));
                self.slashes += usize::from(line.starts_with('/'));
            }
            Shape::Header => self.headers += 1,
            Shape::Assignment(key, value) => {
                self.assignments += 1;
                self.bare += usize::from(is_bare(value));
                if is_variable(key) {
                    self.variables += 1;
                    self.variable.get_or_insert(key);
                }
            }
            Shape::Mapping(value) => {
                self.mappings += 1;
                self.nesting += usize::from(value.is_empty());
            }
            Shape::Item => {
                self.items += 1;
                self.nesting += 1;
            }
            Shape::Json => self.json += 1,
            Shape::Other => self.others += 1,
        }
    }

    /// The language, if it is surely another one than `named`.
    fn language(&self, named: Syntax) -> Option<Language> {
        if self.start.starts_with('<') {
            return markup(self.start);
        }
        let toml = self.headers + self.assignments;
        if self.headers == 0 && self.variables > 0 && self.variables == toml {
            let is_all = self.mappings + self.json + self.items + self.others == 0;
            let least = if named == Syntax::Toml { 2 } else { 1 };
            return (is_all && toml >= least).then_some(Language::Variables);
        }
        let outnumber = |other: usize, own: usize| other >= own * OWN_PER_OTHER && other > 0;
        match named {
            Syntax::Json if self.start.starts_with('{') => None,
            Syntax::Json if outnumber(self.mappings, self.json + toml) => Some(YAML),
            Syntax::Json if outnumber(toml, self.json + self.mappings) => Some(self.like_toml()),
            Syntax::Json => None,
            Syntax::Yaml => {
                let least = if self.headers > 0 { 1 } else { 2 };
                let is_it = toml >= least && outnumber(toml, self.json + self.mappings);
                (is_it && (self.headers > 0 || self.mappings == 0)).then(|| self.like_toml())
            }
            Syntax::Toml if self.start.starts_with('{') => {
                let ending = if self.slashes > 0 { "jsonc" } else { "json" };
                outnumber(self.json, toml).then_some(Language::Manifest(Syntax::Json, ending))
            }
            Syntax::Toml => {
                let is_yaml = self.headers == 0 && self.mappings > 2 && self.nesting > 0;
                if is_yaml && outnumber(self.mappings, self.assignments + self.json) {
                    return Some(YAML);
                }
                let known = toml + self.mappings + self.json;
                (known == 0 && self.others + self.items > 1).then_some(Language::Prose)
            }
        }
    }

    fn like_toml(&self) -> Language {
        if self.semicolons > 0 || self.bare * 2 > self.assignments {
            return Language::Ini;
        }
        Language::Manifest(Syntax::Toml, "toml")
    }
}

const YAML: Language = Language::Manifest(Syntax::Yaml, "yaml");

fn markup(start: &str) -> Option<Language> {
    let inside = start.strip_prefix('<')?;
    let has_name = inside.starts_with(|c: char| c == '?' || c == '!' || c.is_ascii_alphabetic());
    let small = inside.get(..inside.len().min(13)).unwrap_or_default();
    let small = small.to_ascii_lowercase();
    let is_page = small.starts_with("!doctype html") || small.starts_with("html");
    has_name.then_some(if is_page {
        Language::Page
    } else {
        Language::Xml
    })
}

fn shape(line: &str) -> Shape<'_> {
    let is_comment =
        line.starts_with(['#', ';']) || line.starts_with("//") || line.starts_with("/*");
    if line.is_empty() || is_comment {
        return Shape::Nothing;
    }
    if is_header(line) {
        return Shape::Header;
    }
    if line == "-" || line.starts_with("- ") {
        return Shape::Item;
    }
    if line.starts_with(['{', '}']) {
        let is_brace = line
            .chars()
            .all(|c| matches!(c, '{' | '}' | '[' | ']' | ',' | ' '));
        let is_json = is_brace || line.contains("\":") || line.contains("\" :");
        return if is_json { Shape::Json } else { Shape::Other };
    }
    let line = line.strip_prefix("export ").unwrap_or(line);
    let Some((key, is_quoted)) = key(line) else {
        return Shape::Other;
    };
    let rest = line.get(key.len()..).unwrap_or_default().trim_start();
    let is_entry = line.ends_with([',', '{', '[']);
    if let Some(value) = rest.strip_prefix('=') {
        let is_other = value.starts_with(['=', '>']) || line.ends_with(',');
        return match is_other {
            true => Shape::Other,
            false => Shape::Assignment(key, value.trim()),
        };
    }
    match rest.strip_prefix(':') {
        Some(_) if is_quoted || is_entry => Shape::Json,
        Some(value) if value.is_empty() || value.starts_with([' ', '\t']) => {
            Shape::Mapping(value.trim())
        }
        _ => Shape::Other,
    }
}

/// `[inputs.film]` or `[[rungs]]`, with a comment after it.
fn is_header(line: &str) -> bool {
    let inside = line.trim_start_matches('[');
    let Some((name, rest)) = inside.split_once(']') else {
        return false;
    };
    let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '"');
    let rest = rest.trim_start_matches(']').trim_start();
    inside.len() < line.len()
        && name.starts_with(char::is_alphabetic)
        && name.chars().all(is_of_name)
        && (rest.is_empty() || rest.starts_with(['#', ';']))
}

/// The key that a line starts with, and whether it is quoted.
fn key(line: &str) -> Option<(&str, bool)> {
    if line.starts_with('"') {
        let end = line.get(1..)?.find('"')? + 2;
        return Some((line.get(..end)?, true));
    }
    let is_of_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$');
    let length = line.len() - line.trim_start_matches(is_of_key).len();
    (length > 0).then_some((line.get(..length)?, false))
}

/// Whether a value is a text without quotes.
fn is_bare(value: &str) -> bool {
    let is_word = |word: &str| value == word;
    !value.starts_with(['"', '\'', '[', '{', '-', '+', '.'])
        && !value.starts_with(|c: char| c.is_ascii_digit())
        && !["true", "false"].into_iter().any(is_word)
}

/// Whether a name is that of an environment variable; no key of a manifest is.
pub(super) fn is_variable(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_uppercase())
        && key
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}
