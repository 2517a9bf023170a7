//! Indentation that is not made of spaces: tabs, and no-break spaces that came with a copied text.
//!
//! Unaware of the tree.

use super::guess::{Reach, Scene, reach};
use super::layout::finding;
use super::line::Line;
use crate::diag::{At, Diagnostic};
use crate::source::{SourceFile, Span};

/// The finding, if the line where the reader stopped, or the one above, is indented so.
pub(super) fn explain(scene: &Scene<'_>) -> Option<Diagnostic> {
    let lines = std::iter::once(Some(&scene.here)).chain([scene.before.as_ref()]);
    let odd = lines
        .flatten()
        .find_map(|line| odd_blank(scene.file, line.number))?;
    match odd {
        '\t' => tabs(scene),
        _ => no_break(scene.file, scene.here.number),
    }
}

/// What a line starts with before its content.
fn lead(file: &SourceFile, number: usize) -> &str {
    let line = file.text().get(file.line_range(number)).unwrap_or_default();
    let content = line.trim_start_matches(is_blank);
    line.get(..line.len() - content.len()).unwrap_or_default()
}

fn is_blank(c: char) -> bool {
    is_odd(c) || c == ' '
}

/// A character that looks like a space in the indentation, and is none.
pub(in crate::document::yaml) fn is_odd(c: char) -> bool {
    c == '\u{feff}' || c == '\u{200b}' || (c.is_whitespace() && !matches!(c, ' ' | '\n' | '\r'))
}

fn odd_blank(file: &SourceFile, number: usize) -> Option<char> {
    let is_empty = Line::of(file, number).is_some_and(|line| line.content.is_empty());
    lead(file, number)
        .chars()
        .find(|c| is_odd(*c))
        .filter(|_| !is_empty)
}

/// The lines that have such a character in their indentation, the first of them at most at `last`.
fn affected(file: &SourceFile, odd: impl Fn(char) -> bool, last: usize) -> Option<(usize, usize)> {
    let is_one = |number: &usize| odd_blank(file, *number).is_some_and(&odd);
    let first = (0..=last).find(is_one)?;
    let end = (first..file.lines()).rev().find(is_one)?;
    Some((first, end))
}

/// The text of some lines with other indentation.
fn rewritten(
    file: &SourceFile,
    (first, last): (usize, usize),
    new: impl Fn(char) -> String,
) -> (Span, String) {
    let start = file.line_range(first).start;
    let end = file.line_range(last).start + lead(file, last).len();
    let mut text = String::new();
    for number in first..=last {
        let lead = lead(file, number);
        text += &lead.chars().map(&new).collect::<String>();
        let range = file.line_range(number);
        if number < last {
            let rest = range.start + lead.len()..file.line_range(number + 1).start;
            text += file.text().get(rest).unwrap_or_default();
        }
    }
    (Span::new(file, start, end), text)
}

/// No-break spaces in the indentation of lines up to `last`, and below.
pub(in crate::document::yaml) fn no_break(file: &SourceFile, last: usize) -> Option<Diagnostic> {
    let run = affected(file, |c| c != '\t', last)?;
    let lead = lead(file, run.0);
    let at = lead.find(is_odd)?;
    let count = lead
        .get(at..)?
        .chars()
        .take_while(|c| is_odd(*c))
        .map(char::len_utf8)
        .sum::<usize>();
    let start = file.line_range(run.0).start + at;
    let (span, text) = rewritten(file, run, |c| match c {
        '\t' => "\t".to_owned(),
        '\u{feff}' | '\u{200b}' => String::new(),
        _ => " ".to_owned(),
    });
    let width = lead.chars().count();
    Some(
        finding(
            "a no-break space in the indentation",
            Span::new(file, start, start + count),
            "looks like a space",
        )
        .help(format!("indent with {width} plain spaces instead"))
        .fix(At::Span(span), text),
    )
}

/// Tabs in the indentation: shown at the first of the file.
fn tabs(scene: &Scene<'_>) -> Option<Diagnostic> {
    let file = scene.file;
    let run = affected(file, |c| c == '\t', scene.here.number)?;
    let first = lead(file, run.0);
    let tabs = first.chars().filter(|c| *c == '\t').count();
    let spaces = first.chars().count() - tabs;
    let at = file.line_range(run.0).start + first.find('\t')?;
    let shown = finding(
        "a tab in the indentation",
        Span::new(file, at, at + 1),
        "indent with spaces",
    );
    let unit = unit(file).unwrap_or(2);
    let expected = depth(file, run.0, unit);
    let wanted = expected
        .and_then(|depth| depth.checked_sub(spaces))
        .filter(|width| width % tabs == 0)
        .map(|width| width / tabs);
    let mut widths: Vec<usize> = wanted.into_iter().chain([unit, 2, 4, 8]).collect();
    let mut seen = Vec::new();
    widths.retain(|width| {
        let is_new = !seen.contains(width);
        seen.push(*width);
        is_new
    });
    let with = |width: usize| {
        rewritten(file, run, |c| match c {
            '\t' => " ".repeat(width),
            c => c.to_string(),
        })
    };
    let fitting: Vec<(usize, Reach)> = widths
        .iter()
        .map(|width| {
            let (span, text) = with(*width);
            (*width, reach(scene, &span, &text))
        })
        .filter(|(_, reach)| *reach != Reach::Same)
        .collect();
    let Some((width, reach)) = fitting.first().copied() else {
        return Some(shown.help("indent YAML with spaces, not with tabs"));
    };
    let (span, text) = with(width);
    let is_known = Some(width) == wanted || fitting.len() == 1;
    let depth = spaces + tabs * width;
    Some(
        shown
            .help(match depth {
                0 => "remove it: this belongs at the start of its line".to_owned(),
                _ => format!("indent with {depth} spaces instead; YAML allows no tabs there"),
            })
            .fix(At::Span(span), text)
            .sure(reach == Reach::End && is_known),
    )
}

/// By how many spaces the file indents its first line that is indented.
fn unit(file: &SourceFile) -> Option<usize> {
    (0..file.lines())
        .filter(|number| odd_blank(file, *number).is_none())
        .filter_map(|number| Line::of(file, number))
        .find(|line| line.indent > 0 && !line.content.is_empty())
        .map(|line| line.indent)
}

/// How deep a line belongs below the one above it.
fn depth(file: &SourceFile, number: usize, unit: usize) -> Option<usize> {
    let above = Line::before(file, number)?;
    let opens = above.key().is_some() && above.value().is_empty();
    match (opens, above.is_item()) {
        (true, _) => Some(above.column + unit),
        (false, false) => Some(above.indent),
        (false, true) => above.key().is_some().then_some(above.column),
    }
}
