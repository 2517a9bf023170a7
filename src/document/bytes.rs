//! From a file's bytes to its text.
//!
//! Unaware of the language the text is written in.

use super::node::{Kind, Node};
use crate::diag::{At, Code, Diagnostic, Severity};
use crate::source::{Route, SourceFile, Span};

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

/// A NUL can be written as an escape, but no path and no argument can hold it.
pub(super) fn refuse_nul(root: &mut Node, findings: &mut Vec<Diagnostic>) {
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
pub(super) fn one_character(file: &SourceFile, at: usize) -> Span {
    let at = file.floor(at);
    let (before, after) = file.text().split_at(at);
    if let Some(here) = after.chars().next().filter(|c| !matches!(c, '\n' | '\r')) {
        return Span::new(file, at, at + here.len_utf8());
    }
    let before = before.trim_end();
    let width = before.chars().next_back().map_or(0, char::len_utf8);
    Span::new(file, before.len() - width, before.len())
}
