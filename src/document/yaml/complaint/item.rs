//! Items of lists: beside keys, at another depth than their neighbours, without the space after
//! their dash, or without the dash.
//!
//! Unaware of the tree.

use super::blank;
use super::guess::{Guess, Reach, Scene, reach};
use super::layout::finding;
use super::line::{Line, MOST};
use crate::diag::{At, Diagnostic};
use crate::source::{SourceFile, Span};

/// `- key: value` among keys.
pub(super) fn beside_keys(scene: &Scene<'_>) -> Vec<Guess> {
    let line = &scene.here;
    let file = scene.file;
    let Some(key) = line.key().filter(|_| line.is_item()) else {
        return Vec::new();
    };
    let dash = line.first + line.indent;
    let span = Span::new(file, dash, line.start);
    // The key may belong where the dash is, or where it stands.
    let there = (span.clone(), String::new());
    let here = (span.clone(), " ".repeat(line.column - line.indent));
    let ends = |one: &(Span, String)| reach(scene, &one.0, &one.1) == Reach::End;
    let opens = line.value().is_empty();
    let (first, second) = if opens { (there, here) } else { (here, there) };
    let is_first = opens || !ends(&second);
    let is_second = !ends(&first);
    let guess = |(at, text): (Span, String), is_sure| Guess {
        finding: finding(
            "a list item beside keys",
            span.clone(),
            format!("`{key}` is no item of a list"),
        )
        .help(match text.is_empty() {
            true => "remove the `- `".to_owned(),
            false => format!(
                "remove the `- `, and indent `{key}` by {} spaces",
                line.column
            ),
        }),
        span: at,
        text,
        is_sure,
    };
    vec![guess(first, is_first), guess(second, is_second)]
}

/// Whether a line's dash stands where the keys of a mapping do.
fn is_among_keys(file: &SourceFile, line: &Line<'_>) -> bool {
    let key = Line::above(file, line.number).find(|above| above.indent <= line.indent);
    let Some(key) = key.filter(|key| key.indent == line.indent && !key.is_item()) else {
        return false;
    };
    let is_twin = Line::above(file, line.number)
        .find(Line::is_item)
        .is_some_and(|item| item.key() == line.key() && item.indent + 2 == line.indent);
    if is_twin {
        return false;
    }
    let mut below = (key.number + 1..line.number).filter_map(|number| Line::of(file, number));
    let first = below.find(Line::says_something);
    key.key().is_some() && !first.is_some_and(|first| first.is_item())
}

/// An item that is indented otherwise than the one above.
pub(super) fn indentation(scene: &Scene<'_>) -> Vec<Guess> {
    let line = &scene.here;
    let file = scene.file;
    if !line.is_item() || (line.key().is_some() && is_among_keys(file, line)) {
        return Vec::new();
    }
    let above = Line::above(file, line.number).find(|above| above.is_item());
    let Some(above) = above.filter(|above| above.indent != line.indent) else {
        return Vec::new();
    };
    let dash = line.first + line.indent;
    vec![Guess {
        finding: finding(
            "the indentation fits nothing above",
            Span::new(file, dash, dash + 1),
            if line.indent < above.indent {
                "less than the item above"
            } else {
                "more than the item above"
            },
        )
        .help(format!(
            "indent it by {} spaces, like the item above",
            above.indent
        )),
        span: Span::new(file, line.first, dash),
        text: " ".repeat(above.indent),
        is_sure: above.indent.abs_diff(line.indent) == 1,
    }]
}

/// `-height: 720`.
pub(super) fn close_dash(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let lines = std::iter::once(Some(&scene.here)).chain([scene.before.as_ref()]);
    let close = lines.flatten().filter_map(|line| {
        let rest = line.content.strip_prefix('-')?;
        let is_item =
            |c: char| c.is_alphabetic() || matches!(c, '{' | '[' | '"' | '\'') || blank::is_odd(c);
        rest.starts_with(is_item).then(|| Guess {
            finding: finding(
                "a `-` without a space after it",
                line.span(file, 0, 1),
                "no item of a list like this",
            )
            .help(format!("write `- {}`", rest.trim_end())),
            span: line.span(file, 1, 1),
            text: " ".to_owned(),
            is_sure: true,
        })
    });
    close.collect()
}

/// A line among items that has no dash.
pub(super) fn without_dash(scene: &Scene<'_>) -> Vec<Guess> {
    let line = &scene.here;
    let file = scene.file;
    let is_among = Line::above(file, line.number)
        .find(|above| above.indent <= line.indent)
        .is_some_and(|above| above.is_item() && above.indent == line.indent);
    if line.is_item() || !is_among {
        return Vec::new();
    }
    let shown = line.key().map_or(line.bare().len(), str::len);
    vec![Guess {
        finding: finding(
            "a list item was expected",
            line.span(file, 0, shown),
            "`- ` is missing before this",
        )
        .help(format!("write `- {}`", line.bare())),
        span: line.span(file, 0, 0),
        text: "- ".to_owned(),
        is_sure: false,
    }]
}

/// An item's keys where the dash of the item above stands: its own is lost.
pub(super) fn lost_dash(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let line = &scene.here;
    let Some(key) = line.key().filter(|_| !line.is_item()) else {
        return Vec::new();
    };
    let item = Line::above(file, line.number).find(|above| above.indent <= line.indent);
    let item = item.filter(|item| item.is_item() && item.indent == line.indent);
    let Some(item) = item.filter(|item| item.key() == Some(key)) else {
        return Vec::new();
    };
    let pad = item.column - item.indent;
    let mut text = format!("-{}", " ".repeat(pad.saturating_sub(1)));
    let mut end = line.start;
    // The keys after it may stand as far to the left.
    let rest = (line.number + 1..file.lines())
        .filter_map(|number| Line::of(file, number))
        .filter(Line::says_something)
        .take_while(|next| {
            next.indent == line.indent && !next.is_item() && next.key() != Some(key)
        });
    for next in rest {
        text += file.text().get(end..next.start).unwrap_or_default();
        text += &" ".repeat(pad);
        end = next.start;
    }
    vec![Guess {
        finding: finding(
            "a list item was expected",
            line.span(file, 0, key.len()),
            "`- ` is missing before this",
        )
        .help(format!("write `- {}`", line.bare())),
        span: Span::new(file, line.start, end),
        text,
        is_sure: true,
    }]
}

/// Keys of a list's first item, whose line with the dash is missing.
pub(super) fn first_dash(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let item = &scene.here;
    if item.column == item.indent {
        return Vec::new();
    }
    let mut above = Line::above(file, item.number);
    let mut first = None;
    let opener = above.find(|line| {
        let is_key = line.indent == item.column && !line.is_item();
        if is_key {
            first = Some(line.number);
        }
        !is_key
    });
    let (Some(first), Some(opener)) = (first.and_then(|first| Line::of(file, first)), opener)
    else {
        return Vec::new();
    };
    let opens = opener.key().is_some() && opener.value().is_empty();
    let Some(key) = first.key().filter(|_| opens && opener.column < item.indent) else {
        return Vec::new();
    };
    let span = Span::new(file, first.first + item.indent, first.start);
    vec![Guess {
        finding: finding(
            "a list item was expected",
            first.span(file, 0, key.len()),
            "`- ` is missing before this",
        )
        .help(format!("write `- {}`", first.bare())),
        text: format!("-{}", " ".repeat(item.column - item.indent - 1)),
        span,
        is_sure: true,
    }]
}

/// The list that has items with such a first key.
fn list_of(item: &Line<'_>) -> Option<&'static str> {
    let inner = item.content.trim_start_matches(['{', ' ']);
    match inner.split_once(':')?.0 {
        "height" | "width" | "bit_rate" | "crf" | "channels" => Some("rungs"),
        "streams" | "id" => Some("adaptation_sets"),
        "track" | "label" | "role" => Some("audio"),
        _ => None,
    }
}

/// The first item of a list whose line is missing, if its key tells which list.
pub(super) fn headless(scene: &Scene<'_>) -> Option<Diagnostic> {
    let file = scene.file;
    let item = Some(&scene.here).filter(|line| line.is_item());
    let item = item.or(scene.before.as_ref().filter(|line| line.is_item()))?;
    let above = Line::before(file, item.number)?;
    let key = above.key().filter(|_| !above.value().is_empty())?;
    let list = list_of(item)?;
    let depth = above.column;
    let before: Vec<Line<'_>> = Line::above(file, item.number)
        .take_while(|line| line.column >= depth)
        .collect();
    let after = (item.number + 1..file.lines())
        .take(MOST)
        .filter_map(|number| Line::of(file, number))
        .filter(Line::says_something)
        .take_while(|line| line.column >= depth);
    let is_in_item = before
        .iter()
        .any(|line| line.is_item() && line.column == depth);
    let is_list = |line: &Line<'_>| line.column == depth && line.key() == Some(list);
    let is_there = before.iter().any(is_list) || after.into_iter().any(|line| is_list(&line));
    if item.indent < depth || depth == 0 || is_in_item || is_there {
        return None;
    }
    let end = file.line_end();
    let text = format!("{}{list}:{end}", " ".repeat(depth));
    let at = Span::new(file, item.first, item.first);
    let dash = item.first + item.indent;
    (reach(scene, &at, &text) == Reach::End).then(|| {
        finding(
            &format!("the line `{list}:` is missing before this item"),
            Span::new(file, dash, dash + 1),
            format!("`{key}` above has its value already"),
        )
        .help(format!(
            "write `{list}:` on a line of its own above, indented by {depth} spaces like `{key}`"
        ))
        .fix(At::Span(at), text)
        .sure(false)
    })
}

/// An item below a key that has its value already: the line with the list's key is missing.
pub(super) fn without_list(scene: &Scene<'_>) -> Option<Diagnostic> {
    let file = scene.file;
    let item = Some(&scene.here).filter(|line| line.is_item());
    let item = item.or(scene.before.as_ref().filter(|line| line.is_item()))?;
    let above = Line::before(file, item.number)?;
    let key = above.key().filter(|_| !above.value().is_empty())?;
    let is_below = item.indent >= above.column && !above.is_item();
    let dash = item.first + item.indent;
    is_below.then(|| {
        finding(
            "a list item where no list is",
            Span::new(file, dash, dash + 1),
            format!("`{key}` above has its value already"),
        )
        .help(format!(
            "write a line with the key of this list above, indented by {} spaces like `{key}`",
            above.column
        ))
    })
}

/// `ladders: - hd`, an item on the line of its list's key.
pub(super) fn beside_key(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let line = &scene.here;
    let value = line.value();
    let (Some(key), Some(item)) = (line.key(), value.strip_prefix("- ")) else {
        return Vec::new();
    };
    let Some(at) = line.content.find(value) else {
        return Vec::new();
    };
    // Further ones stand in its line, or each in a line below.
    let mut items: Vec<&str> = item.split(" - ").map(str::trim).collect();
    let mut end = line.start + at + value.len();
    let has_comment = at + value.len() < line.content.len();
    let below = (line.number + 1..).map_while(|number| Line::of(file, number));
    let below = below.take_while(|_| !has_comment);
    for next in below.take_while(|next| next.is_item() && is_plain(next.content)) {
        items.push(next.content);
        end = next.start + next.content.len();
    }
    let text = format!("[{}]", items.join(", "));
    vec![Guess {
        finding: finding(
            "a list item where no list is",
            line.span(file, at, at + 1),
            "an item has a line of its own",
        )
        .help(format!(
            "write `{key}: {text}`, or each item on a line below"
        )),
        span: Span::new(file, line.start + at, end),
        text,
        is_sure: items.iter().all(|item| is_plain(item)),
    }]
}

/// Whether an item holds nothing but a text without marks.
fn is_plain(item: &str) -> bool {
    !item.is_empty() && !item.contains([':', ',', '[', ']', '{', '}', '#', '"', '\''])
}
