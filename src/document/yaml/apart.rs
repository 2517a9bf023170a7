//! A line of `---` or `...` in the middle of a manifest, where nothing new begins.
//!
//! Unaware of what a manifest means: two documents that share no key are one.

use super::code::YAML_DOCUMENTS;
use super::{Reading, read};
use crate::diag::{At, Diagnostic};
use crate::document::node::DUPLICATE_KEY;
use crate::document::places::Places;
use crate::source::{Route, SourceFile, Span};

/// Most such lines in one file.
const MOST: usize = 8;

/// The file read as one document, if that is what its documents are together; with the lines that part
/// them told.
pub(super) fn joined(file: &SourceFile) -> Option<super::Read> {
    let lines = marks(file);
    if lines.is_empty() || lines.len() > MOST {
        return None;
    }
    // A comment is as long: nothing moves.
    let mut text = file.text().to_owned();
    for line in &lines {
        text.replace_range(line.start..line.start + 1, "#");
    }
    let whole = SourceFile::new(file.name(), text);
    let Reading {
        root,
        findings,
        stop: None,
    } = read(&whole)
    else {
        return None;
    };
    let is_apart = |one: &Diagnostic| [&YAML_DOCUMENTS, &DUPLICATE_KEY].contains(&one.code);
    if root.as_map().is_none() || findings.iter().any(is_apart) {
        return None;
    }
    let reading = Reading {
        root,
        findings,
        stop: None,
    };
    let mut read = reading.done();
    read.restore(&whole, &Places::default(), file);
    read.root.span = Span::new(file, 0, file.text().len());
    read.findings.extend(lines.into_iter().map(told));
    Some(read)
}

/// The lines that part documents, behind the first line that holds something.
fn marks(file: &SourceFile) -> Vec<Span> {
    let says = |number: &usize| {
        let line = file.text().get(file.line_range(*number));
        let line = line.unwrap_or_default().trim();
        !line.is_empty() && !line.starts_with(['#', '%']) && line != "---"
    };
    let first = (0..file.lines()).find(says).unwrap_or(file.lines());
    let lines = (first..file.lines()).filter_map(|number| {
        let range = file.line_range(number);
        let line = file.text().get(range.clone())?;
        let mark = line
            .get(..3)
            .filter(|mark| matches!(*mark, "---" | "..."))?;
        let rest = line.get(mark.len()..)?.trim();
        let is_alone = rest.is_empty() || rest.starts_with('#') && line.get(3..4) == Some(" ");
        is_alone.then(|| Span::new(file, range.start, range.start + mark.len()))
    });
    lines.take(MOST + 1).collect()
}

fn told(mark: Span) -> Diagnostic {
    let file = &mark.file;
    let line = file.line_range(file.line_of(mark.start));
    let next = (line.end + 1).min(file.text().len());
    let is_alone = file.text().get(line.clone()).map(str::trim) == Some(mark.text());
    // A comment behind it stays.
    let gone = match is_alone {
        true => Span::new(file, line.start, next),
        false => Span::new(file, mark.start, mark.end + 1),
    };
    let finding = Diagnostic::new(
        &YAML_DOCUMENTS,
        Route::root(),
        format!("a `{}` within the manifest", mark.text()),
    );
    finding
        .label(At::Span(mark), "a second document would start here")
        .help("remove it: a manifest is one YAML document")
        .fix(At::Span(gone), "")
}
