//! From a file's bytes to its text.
//!
//! Unaware of the language the text is written in.

use super::node::{Kind, Node, Trail};
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

/// Most bytes of a manifest, together with all that it extends: some ten thousand outputs.
pub const MOST_BYTES: usize = 1 << 20;

/// Most lines, commas and opening brackets of one file, and most dots: a bound for the values and
/// tables that it holds, which take far more memory than their text.
const MOST_MARKS: usize = 70_000;

/// Most keys of one table, and most items of one list.
const MOST_ENTRIES: usize = 12_000;

/// More than anybody writes.
pub static MANIFEST_TOO_LARGE: Code = Code {
    name: "manifest-too-large",
    severity: Severity::Error,
    summary: "a manifest of more than 1 MiB, or of more than 70,000 values",
    explanation: "\
A manifest holds at most 1 MiB of text, together with all that it extends; a file at most 70,000
lines, commas and opening brackets, and 70,000 dots; a table at most 12,000 keys, and a list 12,000
items. A larger file is none that somebody wrote, such as a media file or a log given by mistake, and
reading it would take the memory that encoders need.

Wrong: an input and an output for each of fifty thousand films

Right: one input with a `glob`, and `${film.stem}` in the `dir` of one output

Source: rendit's own limit.
",
};

/// Reads a file's bytes as text.
///
/// # Errors
/// A [`NOT_TEXT`] finding at the first byte that is not UTF-8, or at a NUL; [`MANIFEST_TOO_LARGE`].
pub fn decode(name: &str, bytes: &[u8]) -> Result<SourceFile, Box<Diagnostic>> {
    let file = decode_any(name, bytes)?;
    check_size(&file)?;
    Ok(file)
}

/// How many bytes are such ones. Counted in small sums, a processor counts many bytes at a time.
fn count(bytes: &[u8], is_one: impl Fn(u8) -> bool) -> usize {
    let sum = |some: &[u8]| some.iter().map(|byte| u8::from(is_one(*byte))).sum::<u8>();
    let parts = bytes.chunks(usize::from(u8::MAX));
    parts.map(|some| usize::from(sum(some))).sum()
}

/// Whether a manifest may be as large as this one.
///
/// # Errors
/// [`MANIFEST_TOO_LARGE`].
pub fn check_size(file: &SourceFile) -> Result<(), Box<Diagnostic>> {
    let text = file.text().as_bytes();
    let is_mark = |byte: u8| matches!(byte, b'\n' | b',' | b'[' | b'{');
    let is_large = text.len() > MOST_BYTES
        || text.len() > MOST_MARKS
            && (count(text, is_mark) > MOST_MARKS || count(text, |byte| byte == b'.') > MOST_MARKS);
    if is_large {
        return Err(too_large(file.name()));
    }
    Ok(())
}

/// A conflict that a merge of git left in the text.
pub static MERGE_CONFLICT: Code = Code {
    name: "merge-conflict",
    severity: Severity::Error,
    summary: "the file holds a conflict that git could not merge",
    explanation: "Lines that begin with `<<<<<<<`, `=======` and `>>>>>>>` stand around the two versions \
of a place that was changed on both sides of a merge. Nothing in such a file is certain: keep one \
version, or what is right of both, and remove the three lines.\n\n\
Wrong: a file with `<<<<<<< HEAD` in it.\n\nRight: the same after `git mergetool`, or mended by \
hand.\n\nSource: git's manual, `git-merge`, \"How conflicts are presented\".",
};

/// What stands around the versions of a place.
const MARKS: [&str; 3] = ["<<<<<<<", "=======", ">>>>>>>"];

/// A line of a conflict of which others were removed already.
fn left_over(file: &SourceFile) -> Option<Diagnostic> {
    let text = file.text();
    let lines = (0..file.lines()).map(|line| file.line_range(line));
    let mut marks = lines.filter(|range| {
        let line = text.get(range.clone()).unwrap_or_default().trim_end();
        MARKS.iter().any(|mark| {
            line.strip_prefix(mark)
                .is_some_and(|rest| rest.is_empty() || *mark != "=======" && rest.starts_with(' '))
        })
    });
    let first = marks.next()?;
    let end = (first.end + 1).min(text.len());
    let whole = Span::new(file, first.start, end);
    let finding = Diagnostic::new(
        &MERGE_CONFLICT,
        Route::root(),
        "a merge of git is not finished here",
    )
    .label(At::Span(whole.first_line()), "a line of git's");
    Some(match marks.next() {
        Some(next) => {
            let next = Span::new(file, next.start, next.end).first_line();
            finding
                .label(At::Span(next), "another")
                .help("keep one of the two versions, and remove these lines")
        }
        None => finding
            .help("keep one of the two versions, and remove this line")
            .fix(At::Span(whole), "")
            .sure(false),
    })
}

/// Whether there may be texts or comments of several lines, which hold what they like.
pub(super) fn has_long_texts(file: &SourceFile) -> bool {
    let mut opens = ["\"\"\"", "'''", "/*"].iter();
    opens.any(|open| file.text().contains(open))
}

/// The finding for a merge that was not finished.
pub(super) fn conflict(file: &SourceFile) -> Option<Diagnostic> {
    let text = file.text();
    if !MARKS.iter().any(|mark| text.contains(mark)) {
        return None;
    }
    let mut wanted = MARKS.iter();
    let mut next = wanted.next();
    let mut lines = Vec::new();
    for line in 0..file.lines() {
        let range = file.line_range(line);
        let mark = next.filter(|mark| {
            let content = text.get(range.clone()).unwrap_or_default();
            content.starts_with(**mark)
        });
        if mark.is_some() {
            lines.push(Span::new(file, range.start, range.end).first_line());
            next = wanted.next();
        }
    }
    let [ours, between, theirs] = lines.as_slice() else {
        return left_over(file);
    };
    let finding = Diagnostic::new(
        &MERGE_CONFLICT,
        Route::root(),
        "a merge of git is not finished here",
    );
    Some(
        finding
            .label(At::Span(ours.clone()), "one version")
            .label(At::Span(between.clone()), "the other")
            .label(At::Span(theirs.clone()), "up to here")
            .help("keep one of the two versions, and remove these three lines"),
    )
}

/// A table or list that holds more than any may.
pub(super) fn crowd(root: &Node) -> Option<Span> {
    let mut found = None;
    root.walk(&Trail::Root, &mut |_, node| {
        let length = match &node.kind {
            Kind::Map(map) => map.len(),
            Kind::Seq(items) => items.len(),
            _ => 0,
        };
        if length > MOST_ENTRIES && found.is_none() {
            found = Some(node.span.clone());
        }
    });
    found
}

/// Says that the file called `name` is too large.
pub fn too_large(name: &str) -> Box<Diagnostic> {
    let message = format!("`{name}` is too large for a manifest");
    let finding = Diagnostic::new(&MANIFEST_TOO_LARGE, Route::root(), message);
    Box::new(finding.help(
        "at most 1 MiB, 70,000 lines, commas and brackets, and 12,000 entries in one place; for many \
         sources write one input with a `glob`",
    ))
}

fn decode_any(name: &str, bytes: &[u8]) -> Result<SourceFile, Box<Diagnostic>> {
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
    root.walk_mut(&Trail::Root, &mut |trail, node| {
        if node.as_str().is_some_and(|text| text.contains('\0')) {
            findings.push(
                Diagnostic::new(&NOT_TEXT, trail.route(), "a NUL character in a text")
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
