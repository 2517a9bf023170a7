//! Lines that are no `key: value`: `key = value` as in TOML, a colon that is missing or has no space
//! after it, comments and headers of other languages.
//!
//! Unaware of the tree.

use super::guess::{Guess, Scene};
use super::layout::finding;
use super::line::{Line, without_comment};
use crate::source::{SourceFile, Span};

/// How many lines of one kind are taken for one slip.
const MOST_LINES: usize = 500;

/// How many of them a help writes.
const MOST_TOLD: usize = 3;

/// What a line does instead of `key: value`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::document::yaml) enum Way {
    /// `key = value`.
    Equals,
    /// `key:value`.
    Close,
    /// `key value`, or a key alone.
    Bare,
    /// `key; value`, `key, value`.
    Mark,
    /// `// words`.
    Comment,
}

/// One such line: what it does, what is labelled, and what to write.
pub(in crate::document::yaml) struct Slip {
    pub(in crate::document::yaml) way: Way,
    /// How many bytes of it are the label.
    pub(in crate::document::yaml) shown: (usize, usize),
    /// The line as it should be.
    pub(in crate::document::yaml) meant: String,
    /// Whether it says so beyond doubt.
    pub(in crate::document::yaml) is_sure: bool,
}

/// The slip of a line's content, if it is one of these.
pub(in crate::document::yaml) fn slip(content: &str) -> Option<Slip> {
    if let Some(slip) = comment(content) {
        return Some(slip);
    }
    let width = content
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-')))
        .unwrap_or(content.len());
    let (key, after) = content.split_at(width);
    if key.is_empty() || key.starts_with('-') || !key.contains(char::is_alphabetic) {
        return None;
    }
    let spaced = after.trim_start();
    let gap = after.len() - spaced.len();
    for mark in ["=>", ":=", "="] {
        let Some(value) = spaced.strip_prefix(mark) else {
            continue;
        };
        let value = value.trim_start();
        if value.is_empty() || value.starts_with('=') {
            return None;
        }
        return Some(Slip {
            way: Way::Equals,
            shown: (width + gap, width + gap + mark.len()),
            meant: format!("{key}: {}", from_toml(value)),
            is_sure: !value.starts_with("\"\"\"") && !value.starts_with("'''"),
        });
    }
    if let Some(value) = after.strip_prefix(':') {
        let first = value.chars().next()?;
        let value = value.trim_start();
        let is_close = !first.is_ascii_whitespace() && !matches!(first, '/' | ':');
        return (is_close && !value.is_empty()).then(|| Slip {
            way: Way::Close,
            shown: (0, width + 1),
            meant: format!("{key}: {value}"),
            is_sure: true,
        });
    }
    if let Some(value) = after.strip_prefix([';', ',']) {
        let bare = without_comment(value).trim();
        let is_apart = value.is_empty() || value.starts_with(' ');
        let is_one = !bare.contains([':', ',', ';', '=', ']', '}']);
        return (is_apart && is_one).then(|| Slip {
            way: Way::Mark,
            shown: (width, width + 1),
            meant: format!("{key}:{value}"),
            is_sure: true,
        });
    }
    let is_end = after.is_empty() || after.starts_with(' ');
    let bare = without_comment(spaced).trim();
    if !is_end || bare.contains(": ") || bare.ends_with(':') {
        return None;
    }
    let meant = if bare.is_empty() {
        format!("{key}:{after}")
    } else {
        format!("{key}: {spaced}")
    };
    Some(Slip {
        way: Way::Bare,
        shown: (0, width),
        meant,
        is_sure: true,
    })
}

/// A value of TOML in one line.
fn from_toml(value: &str) -> String {
    if value.starts_with('{') && !value.contains(['"', '\'']) {
        return value.replace(" = ", ": ");
    }
    value.to_owned()
}

/// `// words`, `; words`, `/* words */`.
fn comment(content: &str) -> Option<Slip> {
    let mark = ["//", "/*", ";", "<!--", "-- "]
        .into_iter()
        .find(|mark| content.starts_with(mark))?;
    let words = content.get(mark.len()..)?;
    let mark = mark.trim_end();
    let words = words.strip_suffix("*/").unwrap_or(words);
    let words = words.strip_suffix("-->").unwrap_or(words);
    Some(Slip {
        way: Way::Comment,
        shown: (0, mark.len()),
        meant: format!("# {}", words.trim()).trim_end().to_owned(),
        // `-- ` may be a dash of a list too many.
        is_sure: mark == "//"
            || content.starts_with("; ")
            || content.ends_with("*/")
            || content.ends_with("-->"),
    })
}

/// Lines that are no `key: value`, around the one where the reader stopped.
pub(super) fn lines(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let mut guesses = Vec::new();
    let mut seeds = vec![scene.here.number];
    seeds.extend(scene.before.as_ref().map(|line| line.number));
    for seed in seeds {
        let Some(one) = seen(file, seed) else {
            continue;
        };
        let like = |number: &usize| seen(file, *number).is_some_and(|slip| is_like(&one, &slip));
        let above = (0..seed).rev().take(MOST_LINES).take_while(like).count();
        let below = (seed + 1..file.lines())
            .take(MOST_LINES)
            .take_while(like)
            .count();
        let mut runs = vec![
            (seed - above, seed + below),
            (seed - above, seed),
            (seed, seed),
        ];
        runs.dedup();
        guesses.extend(runs.into_iter().filter_map(|run| of_run(file, run)));
    }
    guesses
}

fn seen(file: &SourceFile, number: usize) -> Option<Slip> {
    let line = Line::of(file, number)?;
    // A word that is an item of a list is no key.
    let is_text = |slip: &Slip| match slip.way {
        Way::Bare => slip.meant.trim_end().ends_with(':'),
        Way::Mark => true,
        Way::Equals | Way::Close | Way::Comment => false,
    };
    let holds_keys = || {
        let next = Line::of(file, number + 1);
        next.is_some_and(|next| {
            next.column == line.column && !next.is_item() && next.key().is_some()
        })
    };
    slip(line.content).filter(|slip| !line.is_item() || !is_text(slip) || holds_keys())
}

/// Whether two slips are of one making.
fn is_like(one: &Slip, other: &Slip) -> bool {
    one.way == other.way
}

/// The finding for lines of one kind.
fn of_run(file: &SourceFile, (from, to): (usize, usize)) -> Option<Guess> {
    let mut told: Vec<String> = Vec::new();
    let mut text = String::new();
    let mut is_sure = true;
    let top = Line::of(file, from)?;
    let mut end = top.start;
    for number in from..=to {
        let line = Line::of(file, number)?;
        let slip = slip(line.content)?;
        text += file.text().get(end..line.start)?;
        text += &slip.meant;
        end = line.start + line.content.len();
        is_sure &= slip.is_sure;
        if told.len() < MOST_TOLD {
            told.push(format!("`{}`", without_comment_of(&slip)));
        }
    }
    let first = slip(top.content)?;
    let label = top.span(file, first.shown.0, first.shown.1);
    let message = said(&first, top.content);
    Some(Guess {
        finding: finding(&message.0, label, message.1).help(format!("write {}", told.join(", "))),
        span: Span::new(file, top.start, end),
        text,
        is_sure,
    })
}

fn without_comment_of(slip: &Slip) -> &str {
    match slip.way {
        Way::Comment => &slip.meant,
        _ => without_comment(&slip.meant).trim_end(),
    }
}

/// Message and label.
pub(in crate::document::yaml) fn said(slip: &Slip, content: &str) -> (String, &'static str) {
    let key = content.get(..slip.shown.1).unwrap_or_default();
    match slip.way {
        Way::Equals => ("`=` after a key, as in TOML".to_owned(), "YAML has `:`"),
        Way::Close => (
            "a `:` without a space after it".to_owned(),
            "no key like this",
        ),
        Way::Bare => (
            format!("a `:` is missing after `{key}`"),
            "no key without `:`",
        ),
        Way::Mark => {
            let mark = content.get(slip.shown.0..slip.shown.1).unwrap_or_default();
            (format!("a `{mark}` after a key"), "YAML has `:`")
        }
        Way::Comment => (
            "a comment of another language".to_owned(),
            "comments start with `#`",
        ),
    }
}

/// `-preset fast`, `--preset=fast`: a key with dashes before it, as on a command line.
pub(super) fn options(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let lines = std::iter::once(Some(&scene.here)).chain([scene.before.as_ref()]);
    let guesses = lines.flatten().filter_map(|line| {
        let name = line.content.trim_start_matches('-');
        let width = line.content.len() - name.len();
        let one = slip(name).filter(|one| matches!(one.way, Way::Bare | Way::Equals))?;
        let has_value = !one.meant.trim_end().ends_with(':');
        if line.is_item() || !(1..=2).contains(&width) || !has_value {
            return None;
        }
        let whole = line.span(file, 0, line.content.len());
        Some(Guess {
            finding: finding(
                "an option, as on a command line",
                line.span(file, 0, width + one.shown.1),
                "a key has no dashes, and `:` behind it",
            )
            .help(format!("write `{}`", without_comment_of(&one))),
            span: whole,
            text: one.meant,
            is_sure: false,
        })
    });
    guesses.collect()
}

/// `[encryption.aes]`, a table's header of TOML.
pub(super) fn header(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let lines = std::iter::once(Some(&scene.here)).chain([scene.before.as_ref()]);
    let headers = lines.flatten().filter_map(|line| {
        let bare = line.bare();
        let inner = bare.strip_prefix('[')?.strip_suffix(']')?;
        let names: Vec<&str> = inner
            .trim_matches(['[', ']'])
            .split('.')
            .map(str::trim)
            .collect();
        let is_name = |name: &&str| {
            !name.is_empty()
                && name
                    .chars()
                    .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '"'))
        };
        if line.is_item() || !names.iter().all(is_name) {
            return None;
        }
        let mut text = String::new();
        let mut help = String::new();
        for (depth, name) in names.iter().enumerate() {
            let indent = line.indent + 2 * depth;
            if depth > 0 {
                text += &format!("\n{}", " ".repeat(indent));
                help += &format!(", below it `{name}:`, indented by {indent} spaces");
            } else {
                help += &format!("write `{name}:`");
            }
            text += &format!("{name}:");
        }
        help += ", and its keys below that, indented more";
        Some(Guess {
            finding: finding(
                "a header of a table, as in TOML",
                line.span(file, 0, bare.len()),
                "YAML has no headers",
            )
            .help(help),
            span: line.span(file, 0, bare.len()),
            text,
            is_sure: false,
        })
    });
    headers.collect()
}
