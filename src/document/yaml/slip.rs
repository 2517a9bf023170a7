//! Texts that are valid YAML, and surely not what was meant: typographic quotes, a dash or a colon
//! without its space, TOML's `=`, no-break spaces.
//!
//! Unaware of the tree and of what any key means.

mod ending;

use super::code::YAML_SLIP;
use super::complaint::{Way, is_odd, line_slip, no_break, said};
use crate::diag::{At, Diagnostic};
use crate::source::{Route, SourceFile, Span};

pub(super) use ending::{cut, lone_name, mark_behind};

/// What is said of a bare text, and what it should be.
pub(super) struct Slip {
    pub(super) finding: Diagnostic,
    /// The text that was meant, if it is a single one.
    pub(super) meant: Option<String>,
    /// Whether nothing below can be trusted.
    pub(super) ends_reading: bool,
}

/// How far into its line a text is looked at, so that long lines stay linear.
const MOST_BEFORE: usize = 1000;

fn slip(message: impl Into<String>, at: Span, label: impl Into<String>) -> Diagnostic {
    Diagnostic::new(&YAML_SLIP, Route::root(), message).label(At::Span(at), label)
}

/// The slip in a bare text, if there is one. `span` is where it is written, `text` what it says.
pub(super) fn of(span: &Span, text: &str) -> Option<Slip> {
    let first = text.chars().next()?;
    let last = text.chars().next_back()?;
    if is_odd(first) || is_odd(last) {
        return odd_blank(span, text);
    }
    if is_opening(first) && is_closing(last) && text.chars().count() > 2 {
        return typographic(span, text);
    }
    if !matches!(first, '-' | '/') && !span.text().contains(['\n', '=', ':']) {
        return None;
    }
    let is_own_line = starts_line(span);
    (if is_own_line { own_line(span) } else { None }).or_else(|| below(span))
}

fn is_opening(c: char) -> bool {
    matches!(
        c,
        '“' | '”' | '„' | '‟' | '«' | '‘' | '’' | '‚' | '‹' | '»' | '›' | '″'
    )
}

fn is_closing(c: char) -> bool {
    is_opening(c) || matches!(c, '"' | '\'')
}

/// `“film.mp4”`.
fn typographic(span: &Span, text: &str) -> Option<Slip> {
    let inner = text.strip_prefix(is_opening)?.strip_suffix(is_closing)?;
    let is_whole = !inner.contains(is_opening) && !inner.contains('"');
    let is_one_line = !span.text().contains('\n');
    if !is_whole || !is_one_line || inner.contains('\\') {
        return None;
    }
    let meant = format!("\"{inner}\"");
    let finding = slip("typographic quotes", span.clone(), "are part of the text")
        .help(format!("write {meant}"))
        .fix(At::Span(span.clone()), meant);
    Some(Slip {
        finding,
        meant: Some(inner.to_owned()),
        ends_reading: false,
    })
}

/// A no-break space, which YAML takes for a letter.
fn odd_blank(span: &Span, text: &str) -> Option<Slip> {
    let file = &span.file;
    let line = file.line_range(file.line_of(span.start));
    let is_near = span.start - line.start < MOST_BEFORE;
    let before = file.text().get(line.start..span.start)?;
    if is_near && before.trim().is_empty() && text.starts_with(is_odd) {
        return Some(Slip {
            finding: no_break(file, file.line_of(span.start))?,
            meant: None,
            ends_reading: true,
        });
    }
    let is_any = |c: char| is_odd(c) || c == ' ';
    let meant = text.trim_matches(is_any);
    if meant.is_empty() || span.text().contains('\n') {
        return None;
    }
    let written = span.text();
    let lead = written.len() - written.trim_start_matches(is_any).len();
    let tail = written.trim_end_matches(is_any).len();
    let (shown, where_) = if lead > 0 {
        (Span::new(file, span.start, span.start + lead), "before")
    } else {
        (Span::new(file, span.start + tail, span.end), "after")
    };
    let finding = slip(
        format!("a no-break space {where_} a text"),
        shown,
        "looks like a space, and is part of the text",
    )
    .help(format!("write `{meant}`"))
    .fix(At::Span(span.clone()), meant);
    Some(Slip {
        finding,
        meant: Some(meant.to_owned()),
        ends_reading: false,
    })
}

/// Keys whose values are paths, in which nobody means a quote.
pub const PATHS: [&str; 9] = [
    "dir",
    "glob",
    "key_file",
    "key_info_file",
    "key_uri",
    "mpd",
    "path",
    "playlist",
    "segment_path",
];

/// `playlist: index.m3u8"`: the quote is part of the text.
pub(super) fn last_quote(key: &str, span: &Span, text: &str) -> Option<Slip> {
    let inner = text.strip_suffix('"').filter(|_| PATHS.contains(&key))?;
    if inner.is_empty() || inner.contains(['"', '\'', '\\', '\n']) || span.text() != text {
        return None;
    }
    let meant = format!("\"{inner}\"");
    let finding = slip(
        "a quote is not opened",
        span.clone(),
        "`\"` is missing before this",
    )
    .help(format!("write {meant}"))
    .fix(At::Span(span.clone()), meant);
    Some(Slip {
        finding,
        meant: Some(inner.to_owned()),
        ends_reading: false,
    })
}

/// Keys whose values may say anything, be it directly or below them.
pub const FREE: [&str; 7] = ["allow", "args", "filters", "label", "lavfi", "name", "vars"];

/// `fast // quick`: one word, and behind it what other languages take for a comment. Tells how much of
/// the text the value is.
pub(super) fn comment_behind(span: &Span, text: &str) -> Option<(usize, Slip)> {
    let (value, rest) = text.split_once(' ')?;
    let rest = rest.trim_start();
    let mark = ["//", "--", ";", "/*"].into_iter().find(|mark| {
        let words = rest.strip_prefix(mark);
        words.is_some_and(|words| words.starts_with(' '))
    })?;
    let words = rest.get(mark.len()..)?;
    let words = words.strip_suffix("*/").unwrap_or(words).trim();
    if words.is_empty() || value.is_empty() || span.text() != text {
        return None;
    }
    let at = span.start + (text.len() - rest.len());
    let finding = slip(
        "a comment of another language",
        Span::new(&span.file, at, at + mark.len()),
        "part of the text; comments start with `#`",
    )
    .help(format!("write `# {words}`"))
    .fix(
        At::Span(Span::new(&span.file, at, span.end)),
        format!("# {words}"),
    );
    let slip = Slip {
        finding,
        meant: Some(value.to_owned()),
        ends_reading: false,
    };
    Some((value.len(), slip))
}

/// A key with a mark that is none of its letters: `preset:: fast`, and `-preset: fast` below other
/// keys.
pub(super) fn key(span: &Span, text: &str, is_first: bool) -> Option<Slip> {
    let (meant, message, label, shown) = match (text.strip_suffix(':'), text.strip_prefix('-')) {
        (Some(key), _) => {
            let at = span.start + key.len();
            (key, "a `:` too many", "not needed", at..at + 1)
        }
        (None, Some(key)) if !is_first => {
            let at = span.start;
            (
                key,
                "a `-` before a key",
                "no item of a list like this",
                at..at + 1,
            )
        }
        _ => return None,
    };
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let is_word = meant.starts_with(|c: char| c.is_alphabetic()) && meant.chars().all(is_name);
    if !is_word || span.text() != text {
        return None;
    }
    let finding = slip(
        message,
        Span::new(&span.file, shown.start, shown.end),
        label,
    )
    .help(format!("write `{meant}:`"))
    .fix(At::Span(span.clone()), meant);
    Some(Slip {
        finding,
        meant: Some(meant.to_owned()),
        ends_reading: false,
    })
}

/// Whether nothing but spaces stands before a text on its line.
fn starts_line(span: &Span) -> bool {
    let file = &span.file;
    let line = file.line_range(file.line_of(span.start));
    let before = file.text().get(line.start..span.start);
    let is_near = span.start - line.start < MOST_BEFORE;
    is_near && line.start > 0 && before.is_some_and(|before| before.bytes().all(|b| b == b' '))
}

/// The lines of a text, each with its first byte, without blanks around them.
fn lines(span: &Span) -> impl Iterator<Item = (usize, &str)> {
    let mut at = span.start;
    span.text().split('\n').filter_map(move |line| {
        let start = at + (line.len() - line.trim_start_matches(' ').len());
        at += line.len() + 1;
        let line = line.trim();
        (!line.is_empty()).then_some((start, line))
    })
}

/// What follows a dash that has no space after it.
fn close_dash(line: &str) -> Option<&str> {
    let rest = line.strip_prefix('-')?;
    let word = rest.trim_start_matches(is_odd);
    let is_word = word.starts_with(|c: char| c.is_alphabetic() || matches!(c, '"' | '\'' | '{'));
    is_word.then_some(word)
}

/// `-option` on the first line of a list of options: the dash is the option's, and the item's is lost.
pub(super) fn option(span: &Span) -> Option<Slip> {
    let file = &span.file;
    let first = span.text().lines().next()?.trim();
    let name = first.split_whitespace().next()?;
    close_dash(first)?;
    let rest: Vec<(usize, &str)> = lines(span).skip(1).collect();
    let is_list = rest.iter().all(|(_, line)| line.starts_with("- "));
    let help = match first.len() > name.len() {
        true => format!("write `- {name}`, and what follows it as an item of its own"),
        false => format!("write `- {name}`"),
    };
    let finding = slip(
        "a list item was expected",
        Span::new(file, span.start, span.start + name.len()),
        "`- ` is missing before this",
    )
    .help(help)
    .fix(At::Span(Span::new(file, span.start, span.start)), "- ")
    .sure(is_list && first.len() == name.len());
    Some(Slip {
        finding,
        meant: None,
        ends_reading: false,
    })
}

/// A text on lines of its own, where a list or keys belong.
fn own_line(span: &Span) -> Option<Slip> {
    let file = &span.file;
    let first = span.text().lines().next()?.trim();
    if let Some(word) = close_dash(first) {
        let mut text = String::new();
        let mut end = span.start;
        for (at, line) in lines(span) {
            if let Some(word) = close_dash(line) {
                text += file.text().get(end..at)?;
                text += "- ";
                end = at + line.len() - word.len();
            }
        }
        let finding = slip(
            "a `-` without a space after it",
            Span::new(file, span.start, span.start + 1),
            "no item of a list like this",
        )
        .help(format!("write `- {word}`"))
        .fix(At::Span(Span::new(file, span.start, end)), text);
        return Some(Slip {
            finding,
            meant: None,
            ends_reading: false,
        });
    }
    let mut text = String::new();
    let mut told = Vec::new();
    let mut end = span.start;
    let mut first = None;
    for (at, line) in lines(span) {
        let one = line_slip(line).filter(|one| matches!(one.way, Way::Equals | Way::Close))?;
        text += file.text().get(end..at)?;
        text += &one.meant;
        end = at + line.len();
        if told.len() < 3 {
            told.push(format!("`{}`", one.meant));
        }
        first.get_or_insert((one, line));
    }
    let (one, line) = first?;
    let (message, label) = said(&one, line);
    let at = Span::new(file, span.start + one.shown.0, span.start + one.shown.1);
    let finding = slip(message, at, label)
        .help(format!("write {}", told.join(", ")))
        .fix(At::Span(Span::new(file, span.start, end)), text)
        .sure(one.is_sure);
    Some(Slip {
        finding,
        meant: None,
        ends_reading: false,
    })
}

/// A line that is taken for more of the text above it, though it is an item or a comment.
fn below(span: &Span) -> Option<Slip> {
    let file = &span.file;
    let (at, line) = lines(span)
        .skip(1)
        .find(|(_, line)| line.starts_with("- ") || line.starts_with("// "))?;
    let start = file.line_range(file.line_of(at)).start;
    if line.starts_with("//") {
        let before = file.text().get(span.start..start)?.trim();
        let finding = slip(
            "a comment of another language",
            Span::new(file, at, at + 2),
            "part of the text above",
        )
        .help(format!("write `#{}`", line.trim_start_matches('/')))
        .fix(At::Span(Span::new(file, at, at + 2)), "#");
        return Some(Slip {
            finding,
            meant: (!before.contains('\n')).then(|| before.to_owned()),
            ends_reading: false,
        });
    }
    // An item belongs under the dash of the item whose text it has become.
    let own = file.line_range(file.line_of(span.start));
    let lead = file.text().get(own.start..span.start)?;
    let is_all = || lines(span).skip(1).all(|(_, line)| line.starts_with("- "));
    if let Some(key) = lead.trim().strip_suffix(':')
        && !key.contains([' ', '{', '[', ','])
        && is_all()
        // With a colon the reader itself complains.
        && !file.text().get(span.end..)?.trim_start_matches(' ').starts_with(':')
    {
        let (_, text) = lines(span).next()?;
        let depth = lead.len() - lead.trim_start().len();
        let finding = slip(
            "a list item where no list is",
            Span::new(file, at, at + 1),
            format!("part of the text of `{key}` above"),
        )
        .help(format!(
            "write a line with the key of this list above, indented by {depth} spaces like `{key}`"
        ));
        return Some(Slip {
            finding,
            meant: Some(text.to_owned()),
            ends_reading: false,
        });
    }
    let dash = lead.rfind("- ")?;
    let is_item = lead.get(dash + 1..)?.trim().is_empty();
    let finding = slip(
        "the indentation fits nothing above",
        Span::new(file, at, at + 1),
        "more than the item above",
    )
    .help(format!("indent it by {dash} spaces, like the item above"));
    let mut text = String::new();
    let mut end = start;
    for (at, line) in lines(span).skip(1) {
        if line.starts_with("- ") {
            text += file
                .text()
                .get(end..file.line_range(file.line_of(at)).start)?;
            text += &" ".repeat(dash);
            end = at;
        }
    }
    is_item.then(|| Slip {
        finding: finding.fix(At::Span(Span::new(file, start, end)), text),
        meant: None,
        ends_reading: false,
    })
}

/// A key and its value on one line behind the mark of a comment, as other languages have it. `is_first`
/// tells that it is the first key of its mapping.
pub(super) fn comment(key: &Span, end: usize, is_first: bool) -> Option<Diagnostic> {
    if !key.text().starts_with(['/', ';', '-', '<']) {
        return None;
    }
    let file = &key.file;
    let line = file.line_range(file.line_of(key.start));
    if key.start - line.start >= MOST_BEFORE {
        return None;
    }
    let content = file.text().get(key.start..line.end)?.trim_end();
    let one = line_slip(content).filter(|one| one.way == Way::Comment)?;
    let before = file.text().get(line.start..key.start)?;
    let (message, label) = said(&one, content);
    let finding = slip(
        message,
        Span::new(file, key.start + one.shown.0, key.start + one.shown.1),
        label,
    )
    .help(format!("write `{}`", one.meant));
    let is_alone = before.bytes().all(|byte| byte == b' ') && end <= line.end;
    // The first key behind dashes may be an item of a list.
    let is_sure = one.is_sure || content.starts_with('-') && !is_first || content.starts_with(';');
    let whole = Span::new(file, key.start, key.start + content.len());
    Some(match is_alone {
        true => finding.fix(At::Span(whole), one.meant).sure(is_sure),
        false => finding,
    })
}

/// A key of a mapping in braces without a value, such as `height:360`: the key and the value that
/// were meant, each with its place.
pub(super) fn entry(key: &Span) -> Option<((String, Span), (String, Span))> {
    let written = key.text();
    if written.contains('\n') {
        return None;
    }
    let one = line_slip(written).filter(|one| one.way != Way::Comment)?;
    let (name, value) = one.meant.split_once(": ")?;
    let at = written.rfind(value)?;
    let file = &key.file;
    let name_span = Span::new(file, key.start, key.start + name.len());
    let value_span = Span::new(file, key.start + at, key.end);
    Some(((name.to_owned(), name_span), (value.to_owned(), value_span)))
}

/// The finding for such keys of one mapping.
pub(super) fn entries(file: &SourceFile, keys: &[Span]) -> Option<Diagnostic> {
    let first = keys.first()?;
    let one = line_slip(first.text())?;
    let mut text = String::new();
    let mut told = Vec::new();
    let mut end = first.start;
    for key in keys {
        let meant = line_slip(key.text())?.meant;
        text += file.text().get(end..key.start)?;
        text += &meant;
        end = key.end;
        if told.len() < 3 {
            told.push(format!("`{meant}`"));
        }
    }
    let (message, label) = said(&one, first.text());
    let at = Span::new(file, first.start + one.shown.0, first.start + one.shown.1);
    Some(
        slip(message, at, label)
            .help(format!("write {}", told.join(", ")))
            .fix(At::Span(Span::new(file, first.start, end)), text),
    )
}
