//! Text to spanned tree: TOML, YAML and JSON become one [`Node`] tree whose every part knows the
//! bytes that it came from.
//!
//! Unaware of what a manifest means, of the schema, and of how findings are shown. The parser
//! crates are a private choice of the files beside this one.

pub mod node;
mod locate;
mod toml;
mod yaml;
mod json;
mod merge;

use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::source::{Route, SourceFile, Span};

pub use merge::{BAD_OVERRIDE, Override};
pub use node::{Entry, Kind, Map, Node};

/// How deeply tables and lists may lie in each other. Manifests need about six levels; the limit
/// keeps every walk over a tree, and the parsers, off the end of the stack.
pub const MAX_DEPTH: usize = 64;

/// The file's name has an ending that no reader knows.
pub static UNKNOWN_FILE_TYPE: Code = Code {
    name: "unknown-file-type",
    severity: Severity::Error,
    summary: "a manifest's name ends in .toml, .yaml, .yml or .json",
    explanation: "\
The syntax of a manifest is chosen by the ending of its file name: `.toml`, `.yaml` or `.yml`, or
`.json`. Nothing is guessed from the text, because many texts are valid in two of these syntaxes
and mean different things in them.

Wrong: `rendit check film.conf`

Right: `rendit check film.toml`
",
};

/// The bytes are not UTF-8 text.
pub static NOT_TEXT: Code = Code {
    name: "not-text",
    severity: Severity::Error,
    summary: "a manifest is UTF-8 text without NUL characters",
    explanation: "\
A manifest is UTF-8 text. TOML 1.0 asks for UTF-8, JSON (RFC 8259 §8.1) too, and rendit asks the
same of YAML. A file saved as UTF-16 or Latin-1, or a media file given in place of a manifest, is
refused at the first byte that is no UTF-8.

The NUL character is refused as well, also when it is written as an escape such as `\\u0000`: no
path and no argument of a program can hold it.

Wrong: a file saved by an editor as \"UTF-16 LE\" or \"Windows-1252\"

Right: the same file saved as \"UTF-8\"
",
};

/// Tables and lists lie in each other too deeply.
pub static TOO_DEEP: Code = Code {
    name: "too-deep",
    severity: Severity::Error,
    summary: "tables and lists lie in each other too deeply",
    explanation: "\
Tables and lists may lie in each other at most 64 deep. No manifest needs a tenth of that; a file
that goes deeper is broken, or made to exhaust the reader.

Wrong: `vars = [[[[[[[[ … ]]]]]]]]`, with hundreds of brackets

Right: the values themselves, in one list
",
};

/// Every code that this module raises.
pub static CODES: &[&Code] = &[
    &BAD_OVERRIDE,
    &json::SYNTAX_JSON,
    &NOT_TEXT,
    &TOO_DEEP,
    &toml::BAD_NUMBER,
    &toml::SYNTAX_TOML,
    &UNKNOWN_FILE_TYPE,
    &yaml::ALIAS_BUDGET,
    &node::DUPLICATE_KEY,
    &yaml::SYNTAX_YAML,
    &yaml::YAML_ALIAS,
    &yaml::YAML_DOCUMENTS,
    &yaml::YAML_KEY,
    &yaml::YAML_MERGE,
    &yaml::YAML_TAG,
];

/// In which language a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// TOML 1.0; what TOML 1.1 adds is read too.
    Toml,
    /// YAML 1.2, core schema.
    Yaml,
    /// JSON, RFC 8259.
    Json,
}

impl Syntax {
    /// By the ending of the file's name; `None` for an unknown one.
    pub fn of(file: &SourceFile) -> Option<Self> {
        let (_, ending) = file.name().rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "toml" => Some(Self::Toml),
            "yaml" | "yml" => Some(Self::Yaml),
            "json" => Some(Self::Json),
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
        if self == Self::Yaml && is_plain_word(text) && yaml::is_string(text) {
            return text.to_owned();
        }
        quoted(text)
    }

    /// `name` as a key of this language.
    pub fn key(self, name: &str) -> String {
        let bare = match self {
            Self::Toml => is_plain_word(name),
            Self::Yaml => is_plain_word(name) && yaml::is_string(name),
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

fn is_plain_word(text: &str) -> bool {
    text.chars().next().is_some_and(|first| first != '-')
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

/// A manifest as it was written: the tree, and the files that it was read from.
#[derive(Clone, Debug)]
pub struct Document {
    /// The whole tree; a table unless the file holds something else.
    pub root: Node,
    /// The files that the tree was made of; the first is the manifest itself.
    pub files: Vec<SourceFile>,
    /// The first syntax error of each file that has one.
    broken: Vec<Span>,
}

impl Document {
    /// A document of one whole file.
    fn new(root: Node, file: &SourceFile, broken: Option<Span>) -> Self {
        Self {
            root,
            files: vec![file.clone()],
            broken: broken.into_iter().collect(),
        }
    }

    /// The value at `route`.
    pub fn get(&self, route: &Route) -> Option<&Node> {
        let found = locate::find(&self.root, route);
        found.exact.then_some(found.node)
    }

    /// The value at `route`, or the nearest one above it that exists.
    pub fn nearest(&self, route: &Route) -> &Node {
        locate::find(&self.root, route).node
    }

    /// The routes of values that could not be read; what is wrong with them is reported already.
    pub fn holes(&self) -> Vec<Route> {
        let mut holes = Vec::new();
        self.root.walk(&Route::root(), &mut |route, node| {
            if matches!(node.kind, Kind::Bad) {
                holes.push(route.clone());
            }
        });
        holes
    }

    /// Whether a syntax error hides part of what was written: absence proves nothing then.
    pub fn is_broken(&self) -> bool {
        !self.broken.is_empty()
    }

    /// Whether `span` lies on or after the line of its file's first syntax error, where the tree
    /// cannot be trusted.
    pub fn is_after_break(&self, span: &Span) -> bool {
        let line = |span: &Span| span.file.line_of(span.start);
        self.broken
            .iter()
            .any(|broken| broken.file.is(&span.file) && line(span) >= line(broken))
    }

    /// The syntax in which the value at `route` is written, or what would hold it.
    pub fn syntax_at(&self, route: &Route) -> Syntax {
        let found = locate::find(&self.root, route);
        // The command line's `--set` is read with TOML's words.
        Syntax::of(&found.node.span.file).unwrap_or(Syntax::Toml)
    }

    /// The bytes that a place stands for.
    ///
    /// A value is its text; a table or list is its key, its `[header]` or the first line of the
    /// list item; what is absent or empty is the nearest thing that should hold it.
    pub fn locate(&self, at: &At) -> Option<Span> {
        Some(locate::resolve(&self.root, at).span)
    }

    /// The same finding with every place as known bytes, and a label at every YAML alias through
    /// which a labelled value is used. A fix whose place cannot be found exactly is dropped.
    pub fn settle(&self, diagnostic: Diagnostic) -> Diagnostic {
        locate::settle(&self.root, diagnostic)
    }

    /// Lays this document over `base`, the file that it extends: tables merge key by key, lists
    /// and single values replace. Every span stays with its own file.
    #[must_use]
    pub fn over(mut self, base: Document) -> Self {
        self.root = Node::merge_over(base.root, self.root);
        self.files.extend(base.files);
        self.broken.extend(base.broken);
        self
    }

    /// Puts one `--set NAME=VALUE` in place; `None` if it names a place that cannot be.
    pub fn set(&mut self, diagnostics: &mut Diagnostics, change: Override) -> Option<()> {
        let file = change.key.file.clone();
        merge::apply(diagnostics, &mut self.root, change)?;
        self.files.push(file);
        Some(())
    }
}

/// Reads a file's bytes as text.
///
/// # Errors
/// A [`NOT_TEXT`] finding at the first byte that is not UTF-8, or at a NUL.
pub fn decode(name: &str, bytes: &[u8]) -> Result<SourceFile, Box<Diagnostic>> {
    let (wrong_at, message, help) = match std::str::from_utf8(bytes) {
        Ok(text) => match text.find('\0') {
            None => return Ok(SourceFile::new(name, text)),
            Some(at) => (
                at,
                "the file holds a NUL character, so it is not text",
                "a manifest is a text file; is this a media file?",
            ),
        },
        Err(_) if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) => (
            0,
            "the file is UTF-16, not UTF-8",
            "save it as UTF-8 in your editor",
        ),
        Err(error) => (
            error.valid_up_to(),
            "the file is not UTF-8 text",
            "save it as UTF-8 in your editor",
        ),
    };
    let file = SourceFile::new(name, String::from_utf8_lossy(bytes));
    // A byte order mark is not part of the file's text, but of its bytes.
    let mark = if bytes.starts_with("\u{feff}".as_bytes()) {
        '\u{feff}'.len_utf8()
    } else {
        0
    };
    let span = one_character(&file, wrong_at.saturating_sub(mark));
    Err(Box::new(
        Diagnostic::new(&NOT_TEXT, Route::root(), message)
            .label(At::Span(span), "up to here it is text")
            .help(help),
    ))
}

/// Reads a file in the syntax that its name tells.
///
/// A file with syntax errors still yields what could be read before and around them, so that one
/// run finds as much as possible; `None` only when there is nothing to look at.
pub fn parse(diagnostics: &mut Diagnostics, file: &SourceFile) -> Option<Document> {
    let Some(syntax) = Syntax::of(file) else {
        diagnostics.push(
            Diagnostic::new(
                &UNKNOWN_FILE_TYPE,
                Route::root(),
                format!("`{}` has no ending that names its syntax", file.name()),
            )
            .label(At::Span(Span::new(file, 0, 0)), "TOML, YAML or JSON?")
            .help("end the file's name in .toml, .yaml, .yml or .json"),
        );
        return None;
    };
    let (mut root, mut findings) = match syntax {
        Syntax::Toml => toml::parse(file),
        Syntax::Yaml => yaml::parse(file),
        Syntax::Json => json::parse(file),
    };
    refuse_nul(&mut root, &mut findings);
    let broken = findings
        .iter()
        .filter(|finding| is_syntax(finding.code))
        .filter_map(Diagnostic::primary)
        .min_by_key(|span| span.start)
        .cloned();
    diagnostics.extend(findings);
    Some(Document::new(root, file, broken))
}

/// Whether a finding of this code leaves a hole in the tree.
fn is_syntax(code: &Code) -> bool {
    [
        &toml::SYNTAX_TOML,
        &yaml::SYNTAX_YAML,
        &json::SYNTAX_JSON,
        &yaml::ALIAS_BUDGET,
        &TOO_DEEP,
    ]
    .contains(&code)
}

/// A NUL can be written as an escape, but no path and no argument can hold it.
fn refuse_nul(root: &mut Node, findings: &mut Vec<Diagnostic>) {
    root.walk_mut(&Route::root(), &mut |route, node| {
        if node.as_str().is_some_and(|text| text.contains('\0')) {
            findings.push(
                Diagnostic::new(&NOT_TEXT, route.clone(), "a NUL character in a text")
                    .label(At::Span(node.span.first_line()), "holds a NUL"),
            );
            node.kind = Kind::Bad;
        }
    });
}

/// The character at byte `at`; at the end of a line, the last one before it that shows.
fn one_character(file: &SourceFile, at: usize) -> Span {
    let at = file.floor(at);
    let (before, after) = file.text().split_at(at);
    if let Some(here) = after.chars().next().filter(|c| !matches!(c, '\n' | '\r')) {
        return Span::new(file, at, at + here.len_utf8());
    }
    let before = before.trim_end();
    let width = before.chars().next_back().map_or(0, char::len_utf8);
    Span::new(file, before.len() - width, before.len())
}
