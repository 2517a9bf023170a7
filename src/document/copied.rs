//! What comes along when a text is copied: a fence of Markdown, a shell's here-document, the marks of a
//! diff, of a quoted mail, of a listing with numbers. It is left out, so that the manifest itself is
//! read and checked as usual.
//!
//! Unaware of the language the text is written in; asked only where its reader comes to a halt.

use std::ops::Range;

use super::bytes::has_long_texts;
use super::node::{Entry, Kind, Node, Trail};
use super::places::Places;
use crate::diag::{At, Code, Diagnostic, Severity};
use crate::source::{Route, SourceFile, Span};

mod marks;

/// Lines or marks that are no part of the manifest.
pub static COPIED_ALONG: Code = Code {
    name: "copied-along",
    severity: Severity::Error,
    summary: "something came along when the manifest was copied",
    explanation: "\
A manifest that was copied out of a web page, a chat, a shell script, a mail or a review can bring
something along that is no part of it: the lines of ``` around a block of Markdown, `cat > film.yaml
<<EOF` and `EOF`, the `+` and `-` of a diff, `>` or a number at the start of every line, a `–` or `•` that a word processor put in place of
`-`. rendit reads the manifest without it, and `rendit fix` removes it.

Wrong: a file whose first line is ```` ```yaml ````

Right: the same file without that line, and without the ``` at its end
",
};

/// A text without what came along.
pub(super) struct Cleaned {
    /// The text that is left, under the same name.
    pub(super) file: SourceFile,
    /// From its bytes to those of the file.
    pub(super) places: Places,
    /// What was wrong.
    pub(super) finding: Diagnostic,
}

/// One line that is not empty.
#[derive(Clone, Copy)]
struct Line<'a> {
    /// Its first byte.
    start: usize,
    /// Where the next one begins.
    end: usize,
    /// Without blanks at its end.
    text: &'a str,
}

impl Line<'_> {
    /// Where its line break begins.
    fn break_at(&self, file: &SourceFile) -> usize {
        let line = file.text().get(self.start..self.end).unwrap_or_default();
        self.start + line.trim_end_matches(['\n', '\r']).len()
    }
}

/// What is to be left out, and what is said of it.
struct Removal {
    finding: Diagnostic,
    /// In order.
    ranges: Vec<Range<usize>>,
    /// What stands there instead of each; nothing, if this is empty.
    instead: Vec<&'static str>,
    is_sure: bool,
}

/// Whether a tree holds what no manifest does and what copying brings: no table at all, keys of the top
/// level that begin with a mark or a number, words behind a typographic dash.
pub(super) fn is_odd(root: &Node) -> bool {
    let Kind::Map(map) = &root.kind else {
        return !matches!(root.kind, Kind::Null);
    };
    let is_named = |entry: &Entry| {
        let first = entry.key.chars().next();
        first.is_none_or(|c| c.is_alphabetic() || matches!(c, '_' | '$' | '.' | '/' | ';'))
    };
    if !map.iter().all(is_named) {
        return true;
    }
    if root.span.file.text().is_ascii() {
        return false;
    }
    let mut is_odd = false;
    root.walk(&Trail::Root, &mut |trail, node| {
        let is_item = matches!(trail, Trail::Index(..));
        is_odd |= match &node.kind {
            Kind::Str(_) => marks::is_marked(node.span.text(), is_item),
            Kind::Map(map) => map
                .iter()
                .any(|entry| marks::is_marked(entry.key_span.text(), false)),
            _ => false,
        };
    });
    is_odd
}

/// The text without what came along; `None` if nothing did, or if nothing would be left.
pub(super) fn clean(file: &SourceFile) -> Option<Cleaned> {
    let lines = lines(file);
    let removal = fence(file, &lines)
        .or_else(|| shell(file, &lines))
        .or_else(|| marks::diff(file, &lines))
        .or_else(|| marks::everywhere(file, &lines))
        .or_else(|| marks::bullets(file, &lines))
        .or_else(|| marks::colons(file, &lines))?;
    let Removal {
        finding,
        ranges,
        instead,
        is_sure,
    } = removal;
    let (first, last) = (ranges.first()?, ranges.last()?);
    let (start, end) = (first.start, last.end);
    let text = file.text();
    let mut left = String::with_capacity(text.len());
    let mut at = 0;
    let instead = || instead.iter().copied().chain(std::iter::repeat(""));
    for (range, instead) in ranges.iter().zip(instead()) {
        left += text.get(at..range.start)?;
        left += instead;
        at = range.end;
    }
    left += text.get(at..)?;
    if left.trim().is_empty() {
        return None;
    }
    let kept_after = text.len() - end;
    let fix = left.get(start..left.len() - kept_after)?.to_owned();
    let changes = ranges.iter().zip(instead());
    let places = Places::after(changes.map(|(range, instead)| (range.clone(), instead.len())));
    Some(Cleaned {
        file: SourceFile::new(file.name(), left),
        places,
        finding: finding
            .fix(At::Span(Span::new(file, start, end)), fix)
            .sure(is_sure),
    })
}

fn lines(file: &SourceFile) -> Vec<Line<'_>> {
    let whole = file.text();
    let mut at = 0;
    let mut lines = Vec::new();
    for line in whole.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let text = line.trim_end();
        if !text.is_empty() {
            lines.push(Line {
                start,
                end: at,
                text,
            });
        }
    }
    lines
}

fn finding(message: &str, at: Span, label: &str) -> Diagnostic {
    Diagnostic::new(&COPIED_ALONG, Route::root(), message).label(At::Span(at), label)
}

fn span(file: &SourceFile, line: &Line<'_>) -> Span {
    Span::new(file, line.start, line.start + line.text.len())
}

/// The lines of ``` around a block of Markdown.
fn fence(file: &SourceFile, lines: &[Line<'_>]) -> Option<Removal> {
    let first = lines.first()?;
    let is_fence = |line: &&Line<'_>| line.text.starts_with("```") || line.text.starts_with("~~~");
    if has_long_texts(file) && !is_fence(&first) {
        return None;
    }
    let fences: Vec<&Line<'_>> = lines.iter().filter(is_fence).collect();
    let end = file.text().len();
    let message = "a fence of Markdown";
    match fences.as_slice() {
        [open, close] => {
            let before = if open.start == first.start {
                0
            } else {
                open.start
            };
            let has_prose = before > 0 || lines.last().is_some_and(|last| last.start > close.start);
            let help = match has_prose {
                true => "keep nothing but the lines between the two",
                false => "remove this line, and the one at the end",
            };
            let finding = finding(message, span(file, open), "no part of the manifest");
            Some(Removal {
                finding: finding
                    .label(At::Span(span(file, close)), "ends here")
                    .help(help),
                ranges: vec![0..open.end, close.start..end],
                instead: Vec::new(),
                is_sure: true,
            })
        }
        [only] => {
            let is_last = lines.last().is_some_and(|last| last.start == only.start);
            let is_opening = only.start == first.start || only.text.len() > 3 && !is_last;
            let is_at_edge = only.start == first.start || is_last;
            let range = match is_opening {
                true => 0..only.end,
                false => only.start..end,
            };
            let finding = finding(message, span(file, only), "no part of the manifest");
            Some(Removal {
                finding: finding.help(match (is_at_edge, is_opening) {
                    (true, _) => "remove this line",
                    (false, true) => "remove this line and all above it",
                    (false, false) => "remove this line and all below it",
                }),
                ranges: vec![range],
                instead: Vec::new(),
                is_sure: is_at_edge,
            })
        }
        _ => None,
    }
}

/// Words that end a here-document.
const LAST_WORDS: [&str; 6] = ["EOF", "EOT", "EOM", "EOS", "END", "HEREDOC"];

/// `cat > film.yaml <<EOF` and `EOF`, or a prompt with a command.
fn shell(file: &SourceFile, lines: &[Line<'_>]) -> Option<Removal> {
    let (first, last) = (lines.first()?, lines.last()?);
    let command = command(first.text);
    let word = command.and_then(|command| last_word(command));
    let is_end = |line: &&Line<'_>| match word {
        Some(word) => line.text == word,
        None => LAST_WORDS.contains(&line.text),
    };
    let end = match word {
        Some(_) => lines.iter().rev().find(is_end),
        None => Some(last).filter(is_end),
    };
    if command.is_none() && end.is_none() {
        return None;
    }
    let mut ranges = Vec::new();
    let mut finding = None;
    if command.is_some() {
        ranges.push(first.start..first.end);
        finding = Some(self::finding(
            "a command of a shell",
            span(file, first),
            "no part of the manifest",
        ));
    }
    let mut is_sure = true;
    if let Some(end) = end {
        ranges.push(end.start..file.text().len());
        is_sure = last.start == end.start;
        finding = Some(match finding {
            Some(finding) => finding.label(At::Span(span(file, end)), "ends here"),
            None => self::finding(
                "the end of a shell's here-document",
                span(file, end),
                "no part of the manifest",
            ),
        });
    }
    Some(Removal {
        finding: finding?.help(match (command.is_some(), end.is_some(), is_sure) {
            (true, true, true) => "remove this line, and the one at the end",
            (_, true, false) => "keep nothing but the lines between the two",
            _ => "remove this line",
        }),
        ranges,
        instead: Vec::new(),
        is_sure,
    })
}

/// The command of a line that is one.
fn command(line: &str) -> Option<&str> {
    let bare = line.strip_prefix("$ ").unwrap_or(line);
    let mut words = bare.split_whitespace();
    let is_writer = matches!(
        words.next(),
        Some("cat" | "tee" | "sudo" | "rendit" | "kubectl" | "docker" | "ssh")
    );
    let is_here = bare.contains("<<") && is_writer;
    (is_here || line.starts_with("$ ")).then_some(bare)
}

/// The word that ends the here-document of a command.
fn last_word(command: &str) -> Option<&str> {
    let (_, rest) = command.split_once("<<")?;
    let rest = rest.trim_start_matches(['-', '~', ' ']);
    let rest = rest.trim_start_matches(['\'', '"', '\\']);
    let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_'));
    let word = rest.get(..end.unwrap_or(rest.len()))?;
    (!word.is_empty()).then_some(word)
}
