//! Headers of lists that were lost between two items: the keys of the second item are given again in
//! the first.
//!
//! Unaware of all other complaints.

use std::collections::BTreeSet;
use std::ops::Range;

use super::SYNTAX_TOML;
use super::complaint::DUPLICATE;
use super::duplicate::headers;
use super::mend::Mended;
use crate::diag::{At, Diagnostic};
use crate::document::places::Places;
use crate::source::{Route, SourceFile, Span};

/// Of so many keys that are given again it is asked which item they belong to.
const MOST: usize = 200;

/// A header to put in.
struct Lost {
    /// The first byte of the line above which it belongs.
    at: usize,
    /// The first key of the item.
    key: Span,
    /// The header of the item before.
    header: Span,
    /// Whether the item says something else than the one before.
    is_new: bool,
}

/// The file with these headers, if there are any.
pub(super) fn mend(file: &SourceFile, errors: &[toml::de::Error]) -> Option<Mended> {
    let again = errors.iter().filter(|one| one.message() == DUPLICATE);
    let mut again: Vec<Range<usize>> = again.filter_map(toml::de::Error::span).collect();
    again.sort_by_key(|range| range.start);
    if again.is_empty() || again.len() > MOST {
        return None;
    }
    let headers = headers(file);
    let holder = |at: usize| headers.partition_point(|header| header.start <= at);
    let mut lost = Vec::new();
    for table in again.chunk_by(|one, other| holder(one.start) == holder(other.start)) {
        let first = table.first()?;
        let header = headers.get(holder(first.start).checked_sub(1)?)?;
        if header.text().starts_with("[[") && first.start >= header.end {
            lost.extend(items(file, header, table));
        }
    }
    let mut changes: Vec<Change> = lost.iter().filter_map(|one| told(file, one)).collect();
    changes.extend(one_bracket(file, &headers, &again));
    changes.sort_by_key(|one| one.edits.first().map(|(range, _)| range.start));
    let mut text = String::new();
    let mut end = 0;
    let edits: Vec<&(Range<usize>, String)> = changes.iter().flat_map(|one| &one.edits).collect();
    for (range, written) in &edits {
        text += file.text().get(end..range.start)?;
        text += written;
        end = range.end;
    }
    text += file.text().get(end..)?;
    let lengths = edits
        .iter()
        .map(|(range, written)| (range.clone(), written.len()));
    let places = Places::after(lengths);
    let findings: Vec<Diagnostic> = changes.into_iter().map(|one| one.finding).collect();
    let known = findings.iter().filter_map(Diagnostic::primary);
    let known = known.cloned().collect();
    (!findings.is_empty()).then(|| Mended {
        text,
        places,
        known,
        findings,
        lost: None,
    })
}

/// A mistake, and what cures it.
struct Change {
    edits: Vec<(Range<usize>, String)>,
    finding: Diagnostic,
}

/// `[ladders.hd.rungs]` where the other items of the list have `[[ladders.hd.rungs]]`.
fn one_bracket(file: &SourceFile, headers: &[Span], again: &[Range<usize>]) -> Option<Change> {
    let lines: BTreeSet<usize> = again.iter().map(|at| file.line_of(at.start)).collect();
    let header = headers
        .iter()
        .find(|header| lines.contains(&file.line_of(header.start)))?;
    let name = header.text().trim_matches(['[', ']']);
    let (one, two) = (format!("[{name}]"), format!("[[{name}]]"));
    let mut lone = headers.iter().filter(|header| header.text() == one);
    let (Some(lone), None) = (lone.next(), lone.next()) else {
        return None;
    };
    let mut twins = headers.iter().filter(|header| header.text() == two);
    let twin = twins.next()?;
    let label = "the list has two brackets here";
    let finding = Diagnostic::new(
        &SYNTAX_TOML,
        Route::root(),
        "an item of a list with one bracket on each side",
    )
    .label(At::Span(lone.clone()), "the header of a table")
    .label(At::Span(twin.clone()), label)
    .help(format!("write `{two}`"))
    .fix(At::Span(lone.clone()), two.clone())
    .sure(twins.next().is_some());
    Some(Change {
        edits: vec![
            (lone.start..lone.start, "[".to_owned()),
            (lone.end..lone.end, "]".to_owned()),
        ],
        finding,
    })
}

/// A line of the file.
struct Line<'a> {
    start: usize,
    indent: &'a str,
    content: &'a str,
}

impl<'a> Line<'a> {
    fn of(file: &'a SourceFile, number: usize) -> Option<Self> {
        let range = file.line_range(number);
        let text = file.text().get(range.clone())?;
        let content = text.trim_start();
        Some(Self {
            start: range.start,
            indent: text.get(..text.len() - content.len())?,
            content: content.trim_end(),
        })
    }

    /// Whether it is a key and its value.
    fn is_pair(&self) -> bool {
        let key = self.content.split_once('=').map(|(key, _)| key.trim());
        key.is_some_and(|key| {
            let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '"');
            !key.is_empty() && key.chars().all(is_bare)
        })
    }

    /// Whether it sets what is below it apart.
    fn is_gap(&self) -> bool {
        self.content.is_empty() || self.content.starts_with('#')
    }
}

/// The items that begin among the keys that one table is given again.
fn items(file: &SourceFile, header: &Span, again: &[Range<usize>]) -> Vec<Lost> {
    let mut groups: Vec<Vec<&Range<usize>>> = Vec::new();
    let mut seen = BTreeSet::new();
    for range in again {
        let key = file.text().get(range.clone()).unwrap_or_default();
        if !seen.insert(key) || groups.is_empty() {
            seen = BTreeSet::from([key]);
            groups.push(Vec::new());
        }
        if let Some(group) = groups.last_mut() {
            group.push(range);
        }
    }
    let above = file.line_of(header.start);
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut from = above + 1;
    let mut lost = Vec::new();
    for group in groups {
        let Some(first) = group.first() else {
            continue;
        };
        let line = file.line_of(first.start);
        let lines = |range: Range<usize>| range.filter_map(|number| Line::of(file, number));
        known.extend(lines(from..line).map(|line| line.content));
        // Keys that only this item has may stand before the first that is given again.
        let own = (from..line)
            .rev()
            .take_while(|number| Line::of(file, *number).is_some_and(|line| line.is_pair()))
            .count();
        let gap = (line - own)
            .checked_sub(1)
            .and_then(|number| Line::of(file, number));
        let is_apart = gap.is_some_and(|gap| gap.is_gap());
        let start = if is_apart { line - own } else { line };
        if group.len() < 2 && !is_apart {
            return Vec::new();
        }
        let Some(at) = Line::of(file, start) else {
            continue;
        };
        let begin = at.start + at.indent.len();
        let key = at.content.split('=').next().unwrap_or_default().trim_end();
        // One key alone may as well be given twice.
        let is_new = group.len() > 1
            && group.iter().all(|range| {
                let line = Line::of(file, file.line_of(range.start));
                line.is_some_and(|line| !known.contains(line.content))
            });
        lost.push(Lost {
            at: at.start,
            key: Span::new(file, begin, begin + key.len()),
            header: header.clone(),
            is_new,
        });
        from = line;
    }
    lost
}

fn told(file: &SourceFile, lost: &Lost) -> Option<Change> {
    let indent = Line::of(file, file.line_of(lost.at))?.indent;
    let header = lost.header.text();
    let written = format!("{indent}{header}{}", file.line_end());
    let message = format!("a header is missing above `{}`", lost.key.text());
    let finding = Diagnostic::new(&SYNTAX_TOML, Route::root(), message)
        .label(At::Span(lost.key.clone()), "a further item begins here")
        .label(At::Span(lost.header.clone()), "the item above")
        .help(format!("write `{header}` above this line"))
        .fix(At::Span(Span::new(file, lost.at, lost.at)), written.clone())
        .sure(lost.is_new);
    Some(Change {
        edits: vec![(lost.at..lost.at, written)],
        finding,
    })
}
