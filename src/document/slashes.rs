//! Paths with backslashes between the folders, as Windows writes them.
//!
//! Unaware of the syntax around a text, and of why its escapes are not right.

use crate::diag::{At, Diagnostic};
use crate::source::Span;

/// What a text with an escape that its syntax does not have was meant for.
pub(super) enum Meant {
    /// A path, with `/` between its folders.
    Path(String),
    /// A path from a drive's letter or from the root: where it lies seen from the manifest is unknown.
    Outside,
    /// A path perhaps, or a text with a backslash.
    Unknown,
    /// A text for ffmpeg or for people: the backslash is one.
    Text,
}

/// What to write for a path from elsewhere.
pub(super) const FROM_HERE: &str =
    "write a path from the manifest's folder, with `/` between the folders";

/// What was meant by `inside`, which stands between double quotes behind `key`, if behind any.
pub(super) fn meant(key: Option<&str>, inside: &str) -> Meant {
    let Some(key) = key else {
        return Meant::Unknown;
    };
    if matches!(key, "args" | "filters" | "lavfi" | "name" | "label") {
        return Meant::Text;
    }
    // In a glob, a backslash before a sign takes its meaning; none takes that of a letter.
    let is_glob = key == "glob";
    let mut behind = inside.split('\\').skip(1);
    if is_glob && !behind.any(|part| part.starts_with(char::is_alphanumeric)) {
        return Meant::Text;
    }
    let is_plain =
        |c: char| c.is_alphanumeric() || "_-. (){}$\\/".contains(c) || is_glob && "*?,".contains(c);
    let mut letters = inside.chars();
    let is_drive = letters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && letters.next() == Some(':')
        && letters.next() == Some('\\');
    if is_drive || inside.starts_with('\\') {
        return Meant::Outside;
    }
    let parts: Vec<&str> = inside.split('\\').filter(|part| !part.is_empty()).collect();
    let is_ended = parts.last().is_some_and(|last| {
        let ending = last.rsplit_once('.').map(|(_, ending)| ending);
        ending.is_some_and(|ending| {
            (2..=5).contains(&ending.len()) && ending.chars().all(|c| c.is_ascii_alphanumeric())
        })
    });
    // `\u00e9` may be a letter that is written wrongly.
    let is_letter = parts.iter().skip(1).any(|part| {
        let rest = part.strip_prefix(['u', 'U', 'x']);
        rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_hexdigit()))
    });
    let is_sure = inside.chars().all(is_plain)
        && !inside.ends_with('\\')
        && !is_letter
        && (parts.len() > 2 || is_ended);
    match is_sure {
        true => Meant::Path(parts.join("/")),
        false => Meant::Unknown,
    }
}

/// The key that ends `before`, without what stands between it and its value: `=` or `:`.
pub(super) fn key_before(before: &str, sign: char) -> Option<&str> {
    let key = before.trim_end().strip_suffix(sign)?.trim_end();
    let key = key.trim_end_matches(['"', '\'']);
    let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let length: usize = key
        .chars()
        .rev()
        .take_while(|c| is_key(*c))
        .map(char::len_utf8)
        .sum();
    key.get(key.len() - length..).filter(|key| !key.is_empty())
}

/// The finding about an escape at `span`, in a syntax that has texts in single quotes and keys before
/// `sign`, with its help and its cure.
pub(super) fn told(finding: Diagnostic, span: &Span, sign: char) -> Diagnostic {
    let Some(whole) = quoted_around(span) else {
        return finding.help("write \\\\ for a backslash, or use single quotes");
    };
    let file = &span.file;
    let line = file.line_range(file.line_of(whole.start)).start;
    let before = file.text().get(line..whole.start).unwrap_or_default();
    let inside = whole.text().trim_matches('"');
    let write = |text: String| {
        let finding = finding.clone().help(format!("write {text}"));
        finding.fix(At::Span(whole.clone()), text)
    };
    // In single quotes a backslash is a backslash.
    let literal = match inside.contains('\'') {
        true => format!("\"{}\"", inside.replace('\\', "\\\\")),
        false => format!("'{inside}'"),
    };
    // An item of a list in one line is what the line's key says.
    let items = before
        .trim_start()
        .find('[')
        .and_then(|at| before.trim_start().get(..at));
    let key = key_before(before, sign).or_else(|| key_before(items?, sign));
    match meant(key, inside) {
        Meant::Path(path) => write(format!("\"{path}\"")),
        Meant::Outside => finding.help(FROM_HERE),
        Meant::Unknown => write(literal).sure(false),
        // Some of its backslashes may be doubled already.
        Meant::Text => write(literal).sure(!inside.contains("\\\\")),
    }
}

/// The text in double quotes, in its line, in which `span` lies; none if it holds a quote.
fn quoted_around(span: &Span) -> Option<Span> {
    let file = &span.file;
    let range = file.line_range(file.line_of(span.start));
    let line = file.text().get(range.clone())?;
    let mut open: Option<(usize, char)> = None;
    let mut letters = line.char_indices();
    while let Some((at, c)) = letters.next() {
        match open {
            None if c == '#' => return None,
            None if matches!(c, '"' | '\'') => open = Some((at, c)),
            None => {}
            Some((_, '"')) if c == '\\' => {
                let (_, next) = letters.next()?;
                // A quote behind a backslash may be the last of the text.
                if next == '"' {
                    return None;
                }
            }
            Some((start, quote)) if c == quote => {
                let found = range.start + start..range.start + at + 1;
                if quote == '"' && found.start < span.start && span.start < found.end {
                    let is_whole = found.len() > 2 && !line.contains("\"\"\"");
                    return is_whole.then(|| Span::new(file, found.start, found.end));
                }
                open = None;
            }
            Some(_) => {}
        }
    }
    None
}
