//! What shells, other tools and other languages would fill in, in a text: `$HOME`, `{film.stem}`,
//! `%(name)s`, `%Y`, `vars.site + "/web"`.
//!
//! Unaware of what is said about it.

use super::template::{Piece, parse};
use super::texts::Place;
use crate::document::expression;

/// What can be named in templates.
#[derive(Clone, Copy, Default)]
pub struct Known<'a> {
    /// The inputs.
    pub inputs: &'a [String],
    /// The variables.
    pub vars: &'a [String],
}

/// The first thing that is not filled in: where, and what to write instead.
pub fn slip(text: &str, known: Known<'_>, place: Place) -> Option<(usize, usize, String)> {
    if let Some(whole) = expression::joined(text, &|name| meant(name, known)) {
        return Some((0, text.len(), whole));
    }
    if let Some(end) = bare(text, known).filter(|_| place != Place::Variable) {
        let name = text.get(..end)?;
        return Some((0, end, format!("${{{name}}}")));
    }
    if is_plain(text) {
        return None;
    }
    let found = python(text, known)
        .or_else(|| shell(text, known))
        .or_else(|| braces(text, known, place))
        .or_else(|| date(text))
        .or_else(|| counter(text, place))?;
    let mut found = found;
    if place == Place::Segments {
        // Segments get their endings themselves.
        let rest = text.get(found.1..).unwrap_or_default();
        if [".ts", ".m4s", ".mp4"].contains(&rest) {
            found.1 = text.len();
        }
    }
    let (pieces, _) = parse(text);
    let is_free = !pieces.iter().any(|piece| match piece {
        Piece::Placeholder { range, .. } => range.contains(&found.0),
        Piece::Literal(_) => false,
    });
    is_free.then_some(found)
}

/// Where a variable ends that a text begins with, as if that were its name: `vars.site/web`.
fn bare(text: &str, known: Known<'_>) -> Option<usize> {
    let rest = text.strip_prefix("vars.")?;
    let name = rest.split('/').next()?;
    known
        .vars
        .iter()
        .any(|one| one == name)
        .then(|| "vars.".len() + name.len())
}

/// Whether nothing in a text but `${…}` looks as if somebody filled it in: most texts.
fn is_plain(text: &str) -> bool {
    let mut bytes = text.bytes().peekable();
    let mut last = 0;
    while let Some(byte) = bytes.next() {
        let is_odd = match byte {
            b'%' => true,
            b'$' => bytes.peek() != Some(&b'{'),
            b'{' => last != b'$',
            _ => false,
        };
        if is_odd {
            return false;
        }
        last = byte;
    }
    true
}

/// What a bare name stands for, if it is one that templates know.
fn meant(name: &str, known: Known<'_>) -> Option<String> {
    let owner = name.split('.').next().unwrap_or(name);
    let is_known = match name.contains('.') {
        true => ["vars", "env"].contains(&owner) || known.inputs.iter().any(|one| one == owner),
        false => matches!(name, "job" | "rung" | "rendition" | "number"),
    };
    if is_known {
        return Some(format!("${{{name}}}"));
    }
    if known.vars.iter().any(|one| one == name) {
        return Some(format!("${{vars.{name}}}"));
    }
    let is_constant = name.len() > 1 && name.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    is_constant.then(|| format!("${{env.{name}}}"))
}

/// `$HOME`, `$film.stem`, `$Number$`; not `$$`.
fn shell(text: &str, known: Known<'_>) -> Option<(usize, usize, String)> {
    let mut from = 0;
    while let Some(at) = text.get(from..)?.find('$').map(|at| at + from) {
        let rest = text.get(at + 1..)?;
        if rest.starts_with(['$', '{']) {
            from = at + 2;
            continue;
        }
        // `$(film.stem)` of make, `$(date +%F)` of a shell.
        if let Some((inner, _)) = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
            let word = inner.split_whitespace().next().unwrap_or(inner);
            let meant = meant(inner.trim(), known);
            let meant = meant.unwrap_or_else(|| format!("${{env.{}}}", word.to_ascii_uppercase()));
            return Some((at, at + "$()".len() + inner.len(), meant));
        }
        let length = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.'))
            .unwrap_or(rest.len());
        let name = rest.get(..length)?.trim_end_matches('.');
        // Names have two parts: the ending of `$film.stem.mp4` is the file's.
        let second = name.match_indices('.').nth(1);
        let name = name.get(..second.map_or(name.len(), |(dot, _)| dot))?;
        let end = at + 1 + name.len();
        // DASH's own: `$RepresentationID$`, `$Number%05d$`.
        let dash = match name {
            "RepresentationID" => Some("${rendition}"),
            "Number" | "Time" => Some("${number}"),
            _ => None,
        };
        if let Some(meant) = dash {
            let close = text
                .get(end..)?
                .find('$')
                .map_or(end, |close| end + close + 1);
            return Some((at, close, meant.to_owned()));
        }
        if let Some(meant) = meant(name, known) {
            return Some((at, end, meant));
        }
        from = at + 1;
    }
    None
}

/// `{film.stem}` and `{{ film.stem }}`; not `{mov,mp4}`.
fn braces(text: &str, known: Known<'_>, place: Place) -> Option<(usize, usize, String)> {
    let mut from = 0;
    while let Some(at) = text.get(from..)?.find('{').map(|at| at + from) {
        let close = at + text.get(at..)?.find('}')?;
        if at > 0 && text.get(at - 1..at) == Some("$") {
            from = close;
            continue;
        }
        let name = text.get(at..close)?.trim_matches(['{', ' ']);
        // Two braces are no pattern of a `glob`.
        let is_double = text.get(at..).is_some_and(|rest| rest.starts_with("{{"));
        let own = match meant(name, known) {
            None if is_double && !name.is_empty() => Some(format!("${{vars.{name}}}")),
            own => own.filter(|_| is_double || place != Place::Source || name.contains('.')),
        };
        if let Some(meant) = own {
            let rest = text.get(close..)?;
            return Some((
                at,
                close + rest.len() - rest.trim_start_matches('}').len(),
                meant,
            ));
        }
        from = close;
    }
    None
}

/// `%(film.stem)s` of Python.
fn python(text: &str, known: Known<'_>) -> Option<(usize, usize, String)> {
    let at = text.find("%(")?;
    let rest = text.get(at + 2..)?;
    let (name, after) = rest.split_once(')')?;
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    if name.is_empty() || !name.chars().all(is_name) {
        return None;
    }
    let form = after.find(|c: char| c.is_ascii_alphabetic())?;
    // `50%(final)cut`: what Python writes ends in one of these, and stops there.
    let rest = after.get(form + 1..)?;
    let ends = after.get(form..)?.starts_with(['s', 'd', 'i', 'f', 'r'])
        && !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    let is_form = after
        .get(..form)?
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
    let meant = meant(name, known).unwrap_or_else(|| match name.contains('.') {
        true => format!("${{{name}}}"),
        false => format!("${{vars.{name}}}"),
    });
    let end = at + 2 + name.len() + 1 + form + 1;
    (is_form && ends).then_some((at, end, meant))
}

/// `%Y-%m-%d` of `strftime`.
fn date(text: &str) -> Option<(usize, usize, String)> {
    let start = text.find("%Y")?;
    let last = text.rfind('%')?;
    let is_letter = |c: &char| c.is_ascii_alphabetic();
    let letter = text.get(last + 1..)?.chars().next().filter(is_letter)?;
    Some((
        start,
        last + 1 + letter.len_utf8(),
        "${env.DATE}".to_owned(),
    ))
}

/// `%05d` in a segment's path, as ffmpeg has it.
fn counter(text: &str, place: Place) -> Option<(usize, usize, String)> {
    if place != Place::Segments {
        return None;
    }
    let at = text.find('%')?;
    let rest = text.get(at + 1..)?;
    let end = rest.find('d').filter(|end| {
        rest.get(..*end)
            .is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
    })?;
    Some((at, at + 2 + end, "${number}".to_owned()))
}
