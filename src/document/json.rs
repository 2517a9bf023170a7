//! JSON to spanned tree, by an own reader: one that goes on after a mistake, says what is wrong in
//! words, and knows what was meant where only one thing can have been.
//!
//! Unaware of what a manifest means.

mod token;
mod notes;
mod joined;
mod word;
mod text;
mod scan;
mod bracket;
mod tell;
mod build;
mod opening;

use super::node::{Kind, Map, Node};
use crate::diag::{Code, Diagnostic, Severity};
use crate::source::{SourceFile, Span};

use bracket::Fit;
use notes::Notes;
use opening::Opening;

/// The text is not JSON.
pub static SYNTAX_JSON: Code = Code {
    name: "syntax-json",
    severity: Severity::Error,
    summary: "the file is not valid JSON",
    explanation: "\
The file breaks JSON's grammar (RFC 8259). JSON has no comments, no commas after the last item, no
single quotes and no bare words but `true`, `false` and `null`. The reader goes on after such a
mistake, so several may be reported in one run. Where it cannot know what was meant, such as after a
bracket that is missing somewhere, what the rest of rendit would say is held back.

In a file whose name ends in `.jsonc`, comments that start with `//` or stand between `/*` and `*/`
are read over, and so is a comma after the last item.

Wrong: `{ \"version\": 1, }`

Right: `{ \"version\": 1 }`

A manifest with comments is kept as `film.jsonc`, or as TOML or YAML.
",
};

/// What a file may hold that JSON has not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Nothing: RFC 8259.
    Plain,
    /// `//` and `/*` comments, and a comma after the last item, as editors read `.jsonc`.
    WithComments,
    /// `#` comments, and a comma after the last item: YAML between braces.
    InYaml,
}

impl Dialect {
    /// By the ending of the file's name.
    pub(super) fn of(file: &SourceFile) -> Self {
        let is_jsonc = |(_, ending): (&str, &str)| ending.eq_ignore_ascii_case("jsonc");
        match file.name().rsplit_once('.').is_some_and(is_jsonc) {
            true => Self::WithComments,
            false => Self::Plain,
        }
    }
}

/// A file that was read.
pub(super) struct Read {
    /// The tree.
    pub(super) root: Node,
    /// What is wrong.
    pub(super) findings: Vec<Diagnostic>,
    /// The first byte from which on the tree is a guess.
    pub(super) doubt: Option<usize>,
}

/// Reads a whole file.
pub(super) fn parse(file: &SourceFile, dialect: Dialect) -> Read {
    let mut notes = Notes::new(file, dialect);
    let mut root = read(&mut notes).unwrap_or_else(|| {
        let mut root = Node::new(Span::new(file, 0, 0), Kind::Map(Map::new()));
        root.partial = true;
        root
    });
    root.span = Span::new(file, 0, file.text().len());
    if notes.doubt.is_some() {
        root.partial = true;
    }
    notes
        .findings
        .sort_by_key(|finding| finding.primary().map_or(0, |span| span.start));
    Read {
        root,
        findings: joined::joined(notes.findings),
        doubt: notes.doubt,
    }
}

/// The tree; `None` if the file holds nothing that could be one.
fn read(notes: &mut Notes<'_>) -> Option<Node> {
    let mut scanned = scan::scan(notes);
    let opening = opening::tell(notes, &mut scanned.tokens);
    if opening == Opening::Foreign {
        return None;
    }
    let is_bare = opening == Opening::Bare;
    let changes = match bracket::check(notes.file, &scanned.tokens, is_bare) {
        Fit::Good => Vec::new(),
        Fit::Mended(changes) => changes,
        Fit::TooDeep(at) => {
            // What follows may be thousands of brackets.
            scanned.tokens.truncate(at + 1);
            if let Some(token) = scanned.tokens.get(at) {
                notes.doubt_from(token.start);
            }
            Vec::new()
        }
    };
    tell::tell(notes, &scanned.tokens, &changes, is_bare);
    build::build(notes, &scanned, &changes, is_bare)
}
