//! Patterns of other tools, as globs: `^film_.*\.mov$`, `a/*.mov, b/*.mov`, `*.{mov, mp4}`.
//!
//! Unaware of files, and of what is said of a pattern.

/// What such a pattern is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// A regular expression.
    Expression,
    /// Several patterns in one text.
    Several,
    /// Words in braces, with blanks between them.
    Blanks,
}

/// What a pattern of another tool is, and the glob that means the same, if there is one; `None` for what
/// is a glob, as far as that can be told.
pub fn foreign(pattern: &str) -> Option<(Foreign, Option<String>)> {
    if let Some(glob) = several(pattern) {
        return Some((Foreign::Several, Some(glob)));
    }
    if is_expression(pattern) {
        return Some((Foreign::Expression, as_glob(pattern)));
    }
    let bare = without_blanks(pattern);
    (bare != pattern).then_some((Foreign::Blanks, Some(bare)))
}

/// Whether a text has marks that mean something in a regular expression, and hardly ever stand in a glob.
fn is_expression(pattern: &str) -> bool {
    let name = pattern.rsplit('/').next().unwrap_or(pattern);
    let is_anchored = pattern.starts_with('^')
        || name.starts_with('^')
        || pattern.ends_with('$') && !pattern.ends_with("$$");
    let has_any = [".*\\.", ".+\\.", ".*(", ".+("]
        .iter()
        .any(|mark| name.contains(mark));
    let has_class = ["\\d+", "\\w+", "\\d*", "\\w*", "\\d{", "]+", "]*\\."]
        .iter()
        .any(|mark| name.contains(mark));
    // `media\.cache` is a folder of another system.
    let has_point = pattern.contains('/') && name.contains("\\.");
    is_anchored || has_any || has_class || has_point
}

/// A regular expression as a glob, where a glob can say it.
fn as_glob(expression: &str) -> Option<String> {
    let text = expression.strip_prefix('^').unwrap_or(expression);
    let text = text.strip_suffix('$').unwrap_or(text).replace("/^", "/");
    let mut glob = String::new();
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        let (piece, length) = piece(rest, c)?;
        // `.*.*` is any name as well.
        if piece != "*" || !glob.ends_with('*') {
            glob += &piece;
        }
        rest = rest.get(length..)?;
    }
    // Any name and any ending.
    let is_whole = !glob.is_empty() && glob.chars().any(char::is_alphanumeric);
    is_whole.then_some(glob)
}

/// The first thing that an expression says, as a glob says it, and how long it is.
fn piece(rest: &str, first: char) -> Option<(String, usize)> {
    let after = |at: usize| rest.as_bytes().get(at).copied().unwrap_or(0);
    let repeats = |at: usize| matches!(after(at), b'*' | b'+').then(|| at + 1);
    Some(match first {
        '.' => match repeats(1) {
            Some(end) => ("*".to_owned(), end + usize::from(after(end) == b'?')),
            None => (".".to_owned(), 1),
        },
        '\\' => {
            let class = match after(1) {
                b'd' => "[0-9]",
                b'w' => "?",
                b'.' | b'-' | b'_' | b'/' => return Some((char::from(after(1)).to_string(), 2)),
                _ => return None,
            };
            match repeats(2) {
                Some(end) => ("*".to_owned(), end),
                None if after(2) != b'{' => (class.to_owned(), 2),
                None => {
                    let end = rest.find('}')?;
                    let count: usize = rest.get(3..end)?.parse().ok().filter(|n| *n < 12)?;
                    (class.repeat(count), end + 1)
                }
            }
        }
        '[' => {
            let end = rest.find(']')? + 1;
            match repeats(end) {
                Some(end) => ("*".to_owned(), end),
                None => (rest.get(..end)?.to_owned(), end),
            }
        }
        '(' => {
            let end = rest.find(')')?;
            let words = rest.get(1..end)?;
            let words = words.strip_prefix("?:").unwrap_or(words);
            let is_word = |word: &str| {
                !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            };
            let is_list = words.contains('|') && words.split('|').all(is_word);
            (is_list && !matches!(after(end + 1), b'*' | b'+' | b'?')).then(|| {
                let glob = format!("{{{}}}", words.replace('|', ","));
                (glob, end + 1)
            })?
        }
        '*' | '+' | '?' | '|' | ')' | '^' | '$' | '{' | '}' => return None,
        _ => match after(first.len_utf8()) {
            b'*' | b'+' | b'?' => return None,
            _ => (first.to_string(), first.len_utf8()),
        },
    })
}

/// Several patterns with marks between them as one, if they differ in one word.
fn several(text: &str) -> Option<String> {
    let mark = ['|', ';', ',', ' '].into_iter().find(|mark| {
        let outside = text.split(['{', '[', '(']).next().unwrap_or(text);
        // Names may hold blanks.
        let has_ending = |part: &str| {
            let ending = part.rsplit_once("*.").map(|(_, ending)| ending);
            ending.is_some_and(|ending| ending.chars().all(char::is_alphanumeric))
        };
        let is_mark = *mark != ' ' || text.split_whitespace().all(has_ending);
        is_mark && outside.contains(*mark) && text.split(*mark).count() > 1
    })?;
    let parts: Vec<&str> = text.split(mark).map(str::trim).collect();
    // `media/*.mov|*.mp4`: both in the same folder.
    let folder = parts.first()?.rsplit_once('/').map(|(folder, _)| folder);
    let whole = |part: &&str| match folder.filter(|_| !part.contains('/')) {
        Some(folder) => format!("{folder}/{part}"),
        None => (*part).to_owned(),
    };
    let parts: Vec<String> = parts.iter().take(MOST + 1).map(whole).collect();
    let all: Vec<&str> = parts.iter().map(String::as_str).collect();
    let is_pattern = |part: &&str| part.contains('*') && part.contains('.') && !part.contains('(');
    if all.len() > MOST || !all.iter().all(is_pattern) {
        return None;
    }
    joined(&all)
}

/// So many patterns are made one.
const MOST: usize = 12;

/// One glob for several that have a beginning and an end in common.
pub fn joined(all: &[&str]) -> Option<String> {
    let first = all.first()?;
    if all.iter().any(|part| part.contains(['{', '}', ',', '$'])) || all.len() < 2 {
        return None;
    }
    let common = |a: &str, b: &str| a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let is_edge = |c: char| matches!(c, '/' | '.' | '*');
    let start = all.iter().map(|part| common(first, part)).min()?;
    let before: String = first.chars().take(start).collect();
    // A word is kept whole.
    let before = before.get(..before.rfind(is_edge).map_or(0, |at| at + 1))?;
    let rests: Vec<&str> = all
        .iter()
        .filter_map(|part| part.get(before.len()..))
        .collect();
    let reversed: Vec<String> = rests
        .iter()
        .map(|part| part.chars().rev().collect())
        .collect();
    let last = reversed.first()?;
    let end = reversed.iter().map(|part| common(last, part)).min()?;
    let after: String = last.chars().take(end).collect();
    let after: String = after.chars().rev().collect();
    let after = after.get(after.find(is_edge).unwrap_or(after.len())..)?;
    let words: Option<Vec<&str>> = rests.iter().map(|part| part.strip_suffix(after)).collect();
    let words = words?;
    let is_word = |word: &&str| !word.is_empty() && !word.contains('*');
    words
        .iter()
        .all(is_word)
        .then(|| format!("{before}{{{}}}{after}", words.join(",")))
}

/// Without the blanks in braces.
fn without_blanks(pattern: &str) -> String {
    let mut depth = 0_usize;
    let mut last = ' ';
    let mut bare = String::new();
    for c in pattern.chars() {
        match c {
            '{' => depth += 1,
            '}' => {
                if depth == 1 {
                    bare.truncate(bare.trim_end().len());
                }
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
        let is_blank = c == ' ' && depth > 0 && matches!(last, ',' | '{');
        if !is_blank {
            bare.push(c);
            last = c;
        }
    }
    bare
}
