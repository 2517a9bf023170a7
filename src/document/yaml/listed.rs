//! A manifest that begins as the item of a list: `- name: film`.
//!
//! Unaware of what a manifest means.

use std::ops::Range;

use super::code::YAML_SLIP;
use super::{Reading, read};
use crate::diag::{At, Diagnostic};
use crate::document::node::DUPLICATE_KEY;
use crate::document::places::Places;
use crate::source::{Route, SourceFile, Span};

/// How many lines such an item has at most.
const MOST_LINES: usize = 2000;

/// The file read without the dash, if that makes a mapping of it.
pub(super) fn unlisted(file: &SourceFile) -> Option<super::Read> {
    let line = |number: usize| file.text().get(file.line_range(number)).unwrap_or_default();
    let says = |number: &usize| {
        let line = line(*number).trim();
        !line.is_empty() && !line.starts_with('#') && line != "---"
    };
    let first = (0..file.lines()).find(says)?;
    let item = line(first).strip_prefix("- ")?;
    let key = item.split_once(':')?.0;
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if key.is_empty() || !key.chars().all(is_name) {
        return None;
    }
    let start = file.line_range(first).start;
    let dash = start..start + 2;
    let mut cuts: Vec<Range<usize>> = vec![dash];
    for number in first + 1..file.lines() {
        let text = line(number);
        if text.starts_with("- ") || cuts.len() > MOST_LINES {
            return None;
        }
        if text.starts_with("  ") {
            let start = file.line_range(number).start;
            cuts.push(start..start + 2);
        } else if says(&number) {
            break;
        }
    }
    let mut text = String::with_capacity(file.text().len());
    let mut at = 0;
    for cut in &cuts {
        text += file.text().get(at..cut.start)?;
        at = cut.end;
    }
    let end = at;
    let written = text.get(start..)?.to_owned();
    text += file.text().get(at..)?;
    let whole = SourceFile::new(file.name(), text);
    let Reading {
        root,
        findings,
        stop: None,
    } = read(&whole)
    else {
        return None;
    };
    let is_twice = findings.iter().any(|one| one.code == &DUPLICATE_KEY);
    if root.as_map().is_none() || is_twice {
        return None;
    }
    let places = Places::after(cuts.iter().map(|cut| (cut.clone(), 0)));
    let reading = Reading {
        root,
        findings,
        stop: None,
    };
    let mut read = reading.done();
    read.restore(&whole, &places, file);
    read.root.span = Span::new(file, 0, file.text().len());
    let help = match cuts.len() {
        1 => "remove it",
        _ => "remove it, and indent the lines below by 2 spaces less",
    };
    let finding = Diagnostic::new(
        &YAML_SLIP,
        Route::root(),
        "a `- ` before the manifest's first key",
    );
    read.findings.push(
        finding
            .label(
                At::Span(Span::new(file, start, start + 1)),
                "makes a list of the manifest",
            )
            .help(help)
            .fix(At::Span(Span::new(file, start, end)), written),
    );
    Some(read)
}
