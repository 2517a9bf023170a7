//! Marks at the start of lines: of a diff, of a quoted mail, of a listing with numbers.
//!
//! Unaware of fences and commands.

use std::ops::Range;

use super::{Line, Removal, finding};
use crate::document::bytes::has_long_texts;
use crate::source::{SourceFile, Span};

/// What a line is in a diff.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// `diff --git`, `@@ -1,3 +1,4 @@` and the like.
    Header,
    Added,
    Removed,
    /// Indented by the one space of a line that stays, or by more.
    Indented,
    Other,
}

/// The marks of a diff.
pub(super) fn diff(file: &SourceFile, lines: &[Line<'_>]) -> Option<Removal> {
    let mut parts: Vec<Part> = Vec::with_capacity(lines.len());
    for (position, line) in lines.iter().enumerate() {
        let next = lines.get(position + 1).map_or("", |next| next.text);
        let above = position
            .checked_sub(1)
            .and_then(|at| parts.get(at))
            .copied();
        parts.push(part(line.text, next, above));
    }
    let has = |wanted: Part| parts.contains(&wanted);
    let has_header = has(Part::Header);
    if !has_header && (!has(Part::Added) || has_long_texts(file)) {
        return None;
    }
    // Where every line has a mark, those that stay have a space.
    let is_whole = has(Part::Added) && !has(Part::Other);
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let (mut added, mut removed) = (0, 0);
    for (position, (line, part)) in lines.iter().zip(&parts).enumerate() {
        match part {
            Part::Header => ranges.push(line.start..line.end),
            Part::Added => {
                added += 1;
                ranges.push(line.start..line.start + 1);
            }
            Part::Removed if is_whole || has_header || is_replaced(&parts, position) => {
                removed += 1;
                ranges.push(line.start..line.end);
            }
            Part::Indented if is_whole => ranges.push(line.start..line.start + 1),
            Part::Removed | Part::Indented | Part::Other => {}
        }
    }
    let (first, part) = lines
        .iter()
        .zip(&parts)
        .find(|(_, part)| !matches!(part, Part::Other | Part::Indented))?;
    let (shown, label) = match part {
        Part::Header => (first.text.len(), "no part of the manifest"),
        Part::Removed => (1, "marks a line that was removed"),
        _ => (1, "marks a line that was added"),
    };
    let at = Span::new(file, first.start, first.start + shown);
    let mut cures = Vec::new();
    if has_header {
        let count = parts.iter().filter(|part| **part == Part::Header).count();
        cures.push(match count {
            1 => "remove this line".to_owned(),
            count => format!("remove the {count} lines that a diff has besides"),
        });
    }
    match added {
        0 => {}
        1 => cures.push("remove the `+` at the start of a line".to_owned()),
        count => cures.push(format!("remove the `+` at the start of {count} lines")),
    }
    match removed {
        0 => {}
        1 => cures.push("remove the line that starts with `-`".to_owned()),
        count => cures.push(format!("remove {count} lines that start with `-`")),
    }
    if is_whole && has(Part::Indented) {
        cures.push("remove the one space at the start of the others".to_owned());
    }
    Some(Removal {
        finding: finding("the marks of a diff", at, label).help(cures.join("; ")),
        ranges,
        instead: Vec::new(),
        is_sure: true,
    })
}

/// `above` is what the line above is.
fn part(line: &str, next: &str, above: Option<Part>) -> Part {
    let is_pair = line.starts_with("--- ") && next.starts_with("+++ ");
    let is_second = line.starts_with("+++ ") && above == Some(Part::Header);
    if is_pair || is_second || is_header(line) {
        return Part::Header;
    }
    let mut rest = line.chars();
    match (rest.next(), rest.next()) {
        // `+1` is a number.
        (Some('+'), Some(second)) if second.is_ascii_digit() || second == '.' => Part::Other,
        (Some('+'), _) => Part::Added,
        // One space behind a dash makes an item of a list.
        (Some('-'), Some(' ')) if !line.starts_with("-  ") => Part::Other,
        (Some('-'), _) if line != "---" => Part::Removed,
        (Some(' '), _) => Part::Indented,
        _ => Part::Other,
    }
}

/// Whether it is a line that nothing but a diff has.
fn is_header(line: &str) -> bool {
    const STARTS: [&str; 5] = [
        "diff --git ",
        "@@ -",
        "new file mode ",
        "deleted file mode ",
        "\\ No newline at end of file",
    ];
    is_index(line) || STARTS.iter().any(|start| line.starts_with(start))
}

/// `index 7441df85..e24427ae 100644`.
fn is_index(line: &str) -> bool {
    let is_hash = |text: &str| text.len() >= 4 && text.bytes().all(|b| b.is_ascii_hexdigit());
    let hashes = line.strip_prefix("index ").and_then(|rest| {
        let (both, mode) = rest.split_once(' ').unwrap_or((rest, ""));
        let is_mode = mode.bytes().all(|byte| byte.is_ascii_digit());
        both.split_once("..").filter(|_| is_mode)
    });
    hashes.is_some_and(|(old, new)| is_hash(old) && is_hash(new))
}

/// Whether the line of a run of removed ones stands right before or after one that was added.
fn is_replaced(parts: &[Part], position: usize) -> bool {
    let ends_at_added = |mut run: &mut dyn Iterator<Item = &Part>| {
        let end = (&mut run)
            .take(MOST_RUN)
            .find(|part| **part != Part::Removed);
        end == Some(&Part::Added)
    };
    let mut below = parts.iter().skip(position);
    let mut above = parts.iter().take(position).rev();
    ends_at_added(&mut below) || ends_at_added(&mut above)
}

/// How many removed lines may follow one another.
const MOST_RUN: usize = 100;

/// What can stand between a line's number and the line.
const GAPS: [&str; 7] = ["\t", " | ", "| ", "|", ": ", ") ", "  "];

/// A mark that every line has: `> ` of a mail, or its number.
pub(super) fn everywhere(file: &SourceFile, lines: &[Line<'_>]) -> Option<Removal> {
    let first = lines.first().filter(|_| lines.len() > 1)?;
    let (width, message, help) = if lines.iter().all(|line| line.text.starts_with('>')) {
        let has_space = |line: &Line<'_>| line.text == ">" || line.text.starts_with("> ");
        let width = match lines.iter().all(has_space) {
            true => 2,
            false => 1,
        };
        let widths = lines
            .iter()
            .map(|line| line.text.len().min(width))
            .collect();
        (
            widths,
            "the marks of a quoted mail",
            "remove the `>` at the start of every line",
        )
    } else {
        (
            numbers(lines)?,
            "the numbers of lines",
            "remove the number at the start of every line",
        )
    };
    let widths: Vec<usize> = width;
    let ranges: Vec<Range<usize>> = lines
        .iter()
        .zip(&widths)
        .map(|(line, width)| match *width < line.text.len() {
            true => line.start..line.start + width,
            // Nothing but the mark: blanks after it go as well.
            false => line.start..line.break_at(file),
        })
        .collect();
    let shown = first.text.get(..*widths.first()?)?.trim_end().len();
    let at = Span::new(file, first.start, first.start + shown.max(1));
    Some(Removal {
        finding: finding(message, at, "no part of the manifest").help(help),
        ranges,
        instead: Vec::new(),
        is_sure: true,
    })
}

/// How much of each line is its number, if all have one, each one more than the one above.
fn numbers(lines: &[Line<'_>]) -> Option<Vec<usize>> {
    let number = |line: &Line<'_>| {
        let bare = line.text.trim_start();
        let digits = bare
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(bare.len());
        let number: usize = bare.get(..digits)?.parse().ok()?;
        Some((number, line.text.len() - bare.len() + digits))
    };
    let first = number(lines.first()?)?.0;
    let mut counted = Vec::with_capacity(lines.len());
    for (position, line) in lines.iter().enumerate() {
        let (count, end) = number(line)?;
        // Lines that are empty but for their number may be lost.
        if count.checked_sub(first)? < position {
            return None;
        }
        counted.push(end);
    }
    let has = |gap: &&&str| {
        lines.iter().zip(&counted).all(|(line, end)| {
            let rest = line.text.get(*end..).unwrap_or_default();
            rest.is_empty() || rest.starts_with(**gap) || gap.trim_end() == rest
        })
    };
    let gap = GAPS.iter().find(has)?;
    let widths = lines.iter().zip(&counted);
    Some(
        widths
            .map(|(line, end)| line.text.len().min(end + gap.len()))
            .collect(),
    )
}

/// Marks of lists that word processors have.
const BULLETS: [&str; 10] = ["–", "—", "‐", "‑", "−", "•", "‣", "◦", "·", "▪"];

/// Whether a bare text begins behind such a mark, or goes on behind one if it is a list's item.
pub(super) fn is_marked(written: &str, is_item: bool) -> bool {
    if written.starts_with(['"', '\'', '|', '>']) {
        return false;
    }
    let is_mark = |line: &str| {
        BULLETS
            .iter()
            .any(|mark| line.trim_start().starts_with(mark))
    };
    let lines = if is_item { usize::MAX } else { 1 };
    written.lines().take(lines).any(is_mark)
}

/// Whether a text of several lines may begin somewhere, as YAML has it.
fn has_block_texts(lines: &[Line<'_>]) -> bool {
    let is_one = |line: &Line<'_>| {
        let last = line.text.split_whitespace().next_back();
        last.is_some_and(|last| last.starts_with(['|', '>']))
    };
    lines.iter().any(is_one)
}

/// A dash of typography, or a bullet, where an item of a list starts.
pub(super) fn bullets(file: &SourceFile, lines: &[Line<'_>]) -> Option<Removal> {
    let found: Vec<(usize, &str, &str)> = lines
        .iter()
        .enumerate()
        .filter_map(|(position, line)| {
            let bare = line.text.trim_start();
            let mark = BULLETS.iter().find(|mark| bare.starts_with(**mark))?;
            let rest = bare.get(mark.len()..)?;
            let is_item = rest.starts_with([' ', '\u{a0}', '\t']);
            let start = line.start + line.text.len() - bare.len();
            // Below a value it is more of that text.
            let above = lines.get(position.checked_sub(1)?)?.text;
            let indent = |text: &str| text.len() - text.trim_start().len();
            let may_start = above.ends_with(':') || indent(above) >= indent(line.text);
            let is_item = is_item && may_start;
            is_item.then_some((start, *mark, rest.trim_start()))
        })
        .collect();
    let (at, mark, rest) = *found.first()?;
    if has_long_texts(file) || has_block_texts(lines) {
        return None;
    }
    let rest = rest.split(" #").next().unwrap_or_default().trim_end();
    let label = match mark {
        "•" | "‣" | "◦" | "·" | "▪" => "no `-`, but a bullet",
        _ => "no `-`, but a dash of typography",
    };
    let ranges = found.iter().map(|(start, mark, _)| {
        let line = file.line_range(file.line_of(*start));
        let gap = file.text().get(start + mark.len()..line.end);
        let gap = gap.map_or(0, |gap| gap.len() - gap.trim_start().len());
        *start..start + mark.len() + gap
    });
    let at = Span::new(file, at, at + mark.len());
    Some(Removal {
        finding: finding("an item of a list without `-`", at, label)
            .help(format!("write `- {rest}`")),
        ranges: ranges.collect(),
        instead: vec!["- "; found.len()],
        is_sure: true,
    })
}

/// A colon of full width after a key.
pub(super) fn colons(file: &SourceFile, lines: &[Line<'_>]) -> Option<Removal> {
    if has_long_texts(file) || has_block_texts(lines) {
        return None;
    }
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '"');
    let found: Vec<(Range<usize>, &str, &str)> = lines
        .iter()
        .filter_map(|line| {
            let (before, after) = line.text.split_once('：')?;
            let key = before.trim_start().trim_start_matches("- ").trim();
            let is_key = !key.is_empty() && key.chars().all(is_word);
            let value = after.trim_start();
            let start = line.start + before.len();
            let end = line.start + line.text.len() - value.len();
            is_key.then_some((start..end, key, value))
        })
        .collect();
    let (range, key, value) = found.first()?;
    let value = value.split(" #").next().unwrap_or_default().trim_end();
    let at = Span::new(file, range.start, range.start + '：'.len_utf8());
    let meant = format!("{key}: {value}");
    let help = format!("write `{}`", meant.trim_end());
    let finding = finding("a colon of full width", at, "no `:`").help(help);
    Some(Removal {
        finding,
        ranges: found.iter().map(|(range, _, _)| range.clone()).collect(),
        instead: found
            .iter()
            .map(|(_, _, value)| if value.is_empty() { ":" } else { ": " })
            .collect(),
        is_sure: true,
    })
}
