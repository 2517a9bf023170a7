//! Which single keystrokes may put a text right.
//!
//! Unaware of what a text says; of its language it knows how lists and new lines begin.

use std::ops::Range;

use crate::document::{Kind, Node, Syntax};
use crate::source::{SourceFile, Span};

/// A line that is longer is not searched.
const MOST_CHARACTERS: usize = 300;

/// Signs that languages read. Letters at the wrong place make a misspelt word, which is told as such.
const SIGNS: &str = "\"'`:=,;.-#[]{}()$& \n";

/// What happened at the keyboard.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Slip {
    /// Two neighbours have changed places.
    Swapped(char, char),
    /// A sign is there twice.
    Twice(char),
    /// A sign is not there.
    Missing(char),
    /// A line break is not there.
    Joined,
    /// A line is there twice.
    Again,
    /// A line, with those below it that belong to it, begins too far left or right: the spaces it has
    /// and those that it is to have.
    Indented(usize, usize),
}

/// A change that takes back one slip.
#[derive(Clone, Debug)]
pub(super) struct Edit {
    pub slip: Slip,
    /// Where, in bytes.
    pub at: usize,
    /// How much is replaced there.
    pub old: usize,
    /// By what.
    pub new: String,
}

impl Edit {
    /// The text without the slip.
    pub(super) fn apply(&self, text: &str) -> String {
        let (before, rest) = text.split_at_checked(self.at).unwrap_or((text, ""));
        let rest = rest.get(self.old..).unwrap_or_default();
        format!("{before}{}{rest}", self.new)
    }

    /// Whether the tree of the text without the slip takes its signs for signs: not for a part of a
    /// text, where anything may stand.
    pub(super) fn is_read(&self, root: &Node) -> bool {
        if matches!(self.slip, Slip::Indented(..)) {
            return true;
        }
        let mut signs = Vec::new();
        let mut at = self.at;
        for c in self.new.chars() {
            if is_sign(c) && c != '\n' {
                signs.push(at);
            }
            at += c.len_utf8();
        }
        let range = self.at..self.at + self.new.len();
        !swallows(root, &range, &signs)
    }

    /// Where that stood before which is at `at` without the slip.
    pub(super) fn before(&self, at: usize) -> usize {
        match at < self.at + self.new.len() {
            true => at,
            false => at - self.new.len() + self.old,
        }
    }
}

/// What may put `lines` of a file right, the likeliest first. Signs are added and taken away only in a
/// text that its language cannot read.
pub(super) fn edits(file: &SourceFile, lines: &[usize], is_broken: bool) -> Vec<Edit> {
    let mut swaps = Vec::new();
    let mut others = Vec::new();
    let text = file.text();
    for line in lines {
        let range = file.line_range(*line);
        if range.len() > MOST_CHARACTERS {
            continue;
        }
        // With the last character of the line above, and the end of this one.
        let above = text[..range.start].char_indices().rev().nth(1);
        let start = above.map_or(range.start, |(at, _)| at);
        let end = (range.end + 1).min(text.len());
        // Behind the beginning of a comment nothing is read.
        let comment = match Syntax::of(file) {
            Some(Syntax::Json) => None,
            _ => text.get(range.clone()).and_then(|line| line.find(" #")),
        };
        let end = comment.map_or(end, |at| range.start + at);
        let places = text.get(start..end).unwrap_or_default().char_indices();
        for at in places.map(|(at, _)| start + at) {
            let known = swaps.iter().any(|edit: &Edit| edit.at == at);
            swaps.extend(swap(text, at).filter(|_| !known));
        }
        swaps.extend(again(file, *line));
        if is_broken {
            let range = range.start..range.end.min(end);
            others.extend(twice(text, range.clone()));
            others.extend(missing(file, range));
        }
    }
    if Syntax::of(file) == Some(Syntax::Yaml) {
        let mut near = lines.to_vec();
        near.extend(lines.iter().map(|line| line.saturating_sub(1)));
        let all = near.iter().enumerate();
        let first = all.filter(|(at, line)| !near[..*at].contains(line));
        let (single, several): (Vec<Edit>, Vec<Edit>) = first
            .flat_map(|(_, line)| indented(file, *line))
            .partition(|edit| !edit.new.contains('\n'));
        others.extend(single);
        others.extend(several);
    }
    swaps.append(&mut others);
    swaps
}

/// Without a line that stands again right below or above.
fn again(file: &SourceFile, line: usize) -> Option<Edit> {
    let text = file.text();
    let of = |line: usize| text.get(file.line_range(line)).unwrap_or_default();
    let below = (line + 1 < file.lines() && of(line + 1) == of(line)).then_some(line + 1);
    let above = (line > 0 && of(line - 1) == of(line)).then_some(line);
    let second = below.or(above).filter(|_| !of(line).trim().is_empty())?;
    let range = file.line_range(second);
    Some(Edit {
        slip: Slip::Again,
        at: range.start,
        old: (range.end + 1).min(text.len()) - range.start,
        new: String::new(),
    })
}

/// How many lines above are looked at for an indentation that a line may take.
const MOST_ABOVE: usize = 40;

/// With a line, and the lines that are indented as it is or deeper below it, at the indentation of a
/// line above.
fn indented(file: &SourceFile, line: usize) -> Vec<Edit> {
    let text = file.text();
    let depth = |line: usize| {
        let line = text.get(file.line_range(line)).unwrap_or_default();
        let inner = line.trim_start_matches(' ');
        let is_blank = inner.trim().is_empty() || inner.starts_with('#');
        (!is_blank && !inner.starts_with('\t')).then_some(line.len() - inner.len())
    };
    let Some(own) = depth(line) else {
        return Vec::new();
    };
    let above = (0..line).rev().filter_map(depth).take(MOST_ABOVE);
    let mut depths: Vec<usize> = above.collect();
    let below = depths.first().map(|last| last + 2);
    depths.sort_unstable();
    depths.dedup();
    // Below a key first: there the items of its list stand as most people indent them.
    depths.splice(0..0, below);
    depths.retain(|depth| *depth != own);
    let belongs = |at: &usize| depth(*at).is_none_or(|depth| depth >= own);
    let mut end = line;
    while end + 1 < file.lines() && belongs(&(end + 1)) {
        end += 1;
    }
    // The items of a list, and what is indented below them, perhaps by mistake.
    let is_item = |line: usize| {
        let text = text.get(file.line_range(line)).unwrap_or_default();
        depth(line) == Some(own) && text.trim_start().starts_with('-')
    };
    let run = |belongs: &dyn Fn(usize) -> bool| {
        let mut last = line;
        while is_item(line) && last < end && belongs(last + 1) {
            last += 1;
        }
        last
    };
    let items = run(&is_item);
    let with_keys = run(&|line| is_item(line) || depth(line).is_some_and(|depth| depth > own));
    let mut ends = vec![line, items, with_keys, end];
    ends.dedup();
    let mut edits = Vec::new();
    for last in ends {
        let (start, end) = (file.line_range(line).start, file.line_range(last).end);
        let old = text.get(start..end).unwrap_or_default();
        if old.len() > MOST_CHARACTERS * 4 {
            continue;
        }
        for new in &depths {
            let shift = |line: &str| match *new > own {
                true if line.trim().is_empty() => line.to_owned(),
                true => format!("{}{line}", " ".repeat(new - own)),
                false => {
                    let blank = line.len() - line.trim_start_matches(' ').len();
                    line.get(blank.min(own - new)..)
                        .unwrap_or_default()
                        .to_owned()
                }
            };
            let (old, new_text) = match last == line {
                true => (own, " ".repeat(*new)),
                false => {
                    let lines: Vec<String> = old.split('\n').map(shift).collect();
                    (old.len(), lines.join("\n"))
                }
            };
            edits.push(Edit {
                slip: Slip::Indented(own, *new),
                at: start,
                old,
                new: new_text,
            });
        }
    }
    edits
}

/// Whether a text or key that meets `range` has one of the `signs` within, or brackets and quotes
/// without a partner.
fn swallows(node: &Node, range: &Range<usize>, signs: &[usize]) -> bool {
    match &node.kind {
        Kind::Str(_) => is_swallower(&node.span, range, signs),
        Kind::Seq(items) => items.iter().any(|item| swallows(item, range, signs)),
        Kind::Map(map) => map.iter().any(|entry| {
            is_swallower(&entry.key_span, range, signs) || swallows(&entry.value, range, signs)
        }),
        Kind::Null | Kind::Bool(_) | Kind::Num(_) | Kind::Bad => false,
    }
}

fn is_swallower(span: &Span, range: &Range<usize>, signs: &[usize]) -> bool {
    if span.end < range.start || span.start > range.end {
        return false;
    }
    let text = span.text();
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    let inner = match quote {
        Some(quote) => text.trim_matches(quote),
        None => text,
    };
    let start = span.start + (text.len() - text.trim_start_matches(['"', '\'']).len());
    let within = start..start + inner.len();
    let placeholder = |at: usize| {
        let before = inner.get(..at - start).unwrap_or_default();
        let after = inner.get(at - start..).unwrap_or_default();
        match after.starts_with('}') {
            true => before
                .rfind("${")
                .is_some_and(|open| !before[open..].contains('}')),
            false => after.starts_with("{") && before.ends_with('$'),
        }
    };
    let is_odd =
        |open: char, close: char| inner.matches(open).count() != inner.matches(close).count();
    signs
        .iter()
        .any(|at| within.contains(at) && !placeholder(*at))
        || is_odd('{', '}')
        || is_odd('[', ']')
        || is_odd('(', ')')
        || inner.contains('"')
        || inner.ends_with([',', ':', ';'])
}

fn pair(text: &str, at: usize) -> Option<(char, char)> {
    let mut letters = text.get(at..)?.chars();
    Some((letters.next()?, letters.next()?))
}

fn is_sign(c: char) -> bool {
    SIGNS.contains(c)
}

fn swap(text: &str, at: usize) -> Option<Edit> {
    let (first, second) = pair(text, at)?;
    let are_blank = first.is_whitespace() && second.is_whitespace();
    if first == second || are_blank || !(is_sign(first) || is_sign(second)) {
        return None;
    }
    if first == '\r' || second == '\r' {
        return None;
    }
    // A quote within a word is no quote.
    let rest = text.get(at + first.len_utf8() + second.len_utf8()..)?;
    let before = text.get(..at)?.chars().next_back();
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let is_quote = |c: char| matches!(c, '"' | '\'');
    let is_within = is_quote(second) && is_word(before) && is_word(Some(first))
        || is_quote(first) && is_word(Some(second)) && is_word(rest.chars().next());
    // `r"x"` and `u"x"` are texts of other languages.
    let is_prefix = is_quote(second) && !is_word(before) && "rRuUbBfFlL".contains(first);
    // `${rungs}` is a name that is not known, and no brace too early.
    let is_name = second == '}' && first.is_alphanumeric() && {
        let before = text.get(..at)?;
        before
            .rfind("${")
            .is_some_and(|open| !before.get(open..).unwrap_or_default().contains('}'))
    };
    if is_within || is_prefix || is_name {
        return None;
    }
    Some(Edit {
        slip: Slip::Swapped(first, second),
        at,
        old: first.len_utf8() + second.len_utf8(),
        new: format!("{second}{first}"),
    })
}

/// Without one of two equal signs.
fn twice(text: &str, range: Range<usize>) -> Vec<Edit> {
    let line = text.get(range.clone()).unwrap_or_default();
    let indent = line.len() - line.trim_start().len();
    let signs = line.char_indices().skip(indent);
    let doubled = signs.filter_map(|(at, c)| {
        let (first, second) = pair(line, at)?;
        (first == second && is_sign(c)).then_some((range.start + at, c))
    });
    doubled
        .map(|(at, c)| Edit {
            slip: Slip::Twice(c),
            at,
            old: c.len_utf8(),
            new: String::new(),
        })
        .collect()
}

/// With one more sign, or a line break, between two words.
fn missing(file: &SourceFile, range: Range<usize>) -> Vec<Edit> {
    let line = file.text().get(range.clone()).unwrap_or_default();
    let is_yaml = Syntax::of(file) == Some(Syntax::Yaml);
    let inner = line.trim_start();
    let indent = line.len() - inner.len();
    let mut all = Vec::new();
    let mut add = |at: usize, slip: Slip, new: String| {
        all.push(Edit {
            slip,
            at: range.start + at,
            old: 0,
            new,
        });
    };
    if is_yaml && indent > 0 {
        add(indent - 1, Slip::Missing('-'), "-".to_owned());
    }
    let dashes = inner.len() - inner.trim_start_matches("- ").len();
    let depth = match is_yaml {
        true => indent + dashes,
        false => indent,
    };
    let mut last = ' ';
    for (at, c) in inner.char_indices() {
        let at = indent + at;
        let is_word = |c: char| !c.is_whitespace() && !is_sign(c);
        if is_word(c) && !is_word(last) {
            if at > indent {
                let new = format!("{}{}", file.line_end(), " ".repeat(depth));
                add(at, Slip::Joined, new);
            }
            add(at, Slip::Missing('"'), "\"".to_owned());
        }
        if matches!(c, '"' | '-') && last.is_whitespace() || is_word(c) && last.is_whitespace() {
            add(at, Slip::Missing('['), "[".to_owned());
            add(at, Slip::Missing('{'), "{".to_owned());
        }
        if is_word(last) && !is_word(c) || matches!(last, '"' | ']' | '}') {
            for sign in ['"', ',', ']', '}'] {
                add(at, Slip::Missing(sign), sign.to_string());
            }
        }
        last = c;
    }
    for sign in ['"', ',', ']', '}'] {
        add(line.trim_end().len(), Slip::Missing(sign), sign.to_string());
    }
    all
}
