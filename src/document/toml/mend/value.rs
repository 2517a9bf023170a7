//! Values outside of brackets.
//!
//! Unaware of keys.

use super::{Help, Mend, Scan, bare, brackets, program, quote};
use crate::document::expression;

/// The end of the value that begins at `at`, in a statement that begins at `base`. `None` if it is
/// not understood; what was noted about it is then to be forgotten.
pub(super) fn end(scan: &mut Scan<'_>, at: usize, base: usize) -> Option<usize> {
    let text = scan.text;
    match text.byte(at) {
        b'"' | b'\'' => quote::end(scan, at, false),
        b'[' | b'{' => brackets::end(scan, at, base),
        b'(' => {
            let before = scan.mends.len();
            let end = brackets::opens(scan, at).and_then(|_| brackets::end(scan, at, base));
            end.or_else(|| {
                scan.mends.truncate(before);
                parentheses(scan, at, base)
            })
        }
        _ if quote::is_prefixed(text, at) => quote::prefixed(scan, at),
        _ => of_environment(scan, at)
            .or_else(|| program::end(scan, at, false))
            .or_else(|| bare_line(scan, at)),
    }
}

/// `os.environ["SITE"]` and `process.env.SITE`; where it ends.
fn of_environment(scan: &mut Scan<'_>, at: usize) -> Option<usize> {
    let text = scan.text;
    let end = text.trimmed(at, text.line_end(at));
    let word = text.part(at..end);
    let name = [
        "os.environ[",
        "os.getenv(",
        "os.environ.get(",
        "process.env.",
        "ENV[",
    ]
    .into_iter()
    .find_map(|start| word.strip_prefix(start))?;
    let name = name
        .trim_end_matches([']', ')', ';', ','])
        .trim_matches(['"', '\'']);
    let is_name = !name.is_empty() && name.bytes().all(super::text::is_bare);
    if !is_name {
        return None;
    }
    let mut mend = Mend::new(
        "a variable of the environment, as other languages have it",
        at..end,
        "TOML has a text here",
    )
    .edit(at..end, format!("\"${{env.{name}}}\""));
    mend.is_sure = false;
    scan.mends.push(mend);
    Some(end)
}

/// A bare value outside of brackets: it goes to the end of the line, if it is none of TOML.
fn bare_line(scan: &mut Scan<'_>, at: usize) -> Option<usize> {
    let text = scan.text;
    let line_end = text.line_end(at);
    let line = text.part(at..line_end);
    let token = line.find([' ', '\t', ',', ';', '#']).unwrap_or(line.len());
    let next = line.as_bytes().get(token + 1).copied().unwrap_or(0);
    let is_comma = line.as_bytes().get(token) == Some(&b',') && next.is_ascii_digit();
    let before = line.split('#').next().unwrap_or(line);
    let is_unit = bare::is_apart_from_unit(before.trim_end_matches([',', ';', ' ', '\t']));
    if !is_comma && !is_unit && bare::is_value(text.part(at..at + token)) {
        return Some(at + token);
    }
    let comment = line.char_indices().find(|(index, c)| {
        *c == '#'
            && line
                .get(..*index)
                .is_some_and(|before| before.ends_with([' ', '\t']))
    });
    let stop = comment.map_or(line_end, |(index, _)| at + index);
    let end = text.trimmed(at, stop);
    let end = match text.byte(end - usize::from(end > at)) {
        b',' | b';' => text.trimmed(at, end - 1),
        _ => end,
    };
    let word = text.part(at..end);
    if let Some(whole) = expression::joined(word, &expression::placeholder) {
        let mut mend = Mend::new(
            "texts put together with `+`",
            at..end,
            "TOML does not put texts together",
        )
        .edit(at..end, format!("\"{whole}\""));
        mend.is_sure = false;
        scan.mends.push(mend);
        return Some(end);
    }
    if bare::grouped(scan, at, end) {
        return Some(end);
    }
    if let Some(digits) = word.strip_suffix('.')
        && !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
    {
        scan.mends.push(
            Mend::new("a number that ends in a point", at..end, "no digit follows")
                .edit(end - 1..end, ""),
        );
        return Some(end);
    }
    if bare::apart(scan, at, end) {
        return Some(end);
    }
    // A `#` right behind a text may begin a comment, or be a part of it.
    let is_doubtful = word.contains('#');
    if word.contains(" = ") || bare::first_value(word).is_some() {
        return None;
    }
    let before = scan.mends.len();
    if quote::unopened(scan, at, end).is_none() {
        bare::tell(scan, at, end)?;
    }
    if let Some((value, rest)) = word.split_once('#').filter(|_| is_doubtful) {
        for mend in scan.mends.iter_mut().skip(before) {
            mend.is_sure = false;
            mend.help = Help::Say(
                format!("write \"{value}\" #{rest}, or \"{word}\" if all of it is the text").into(),
            );
        }
    }
    Some(end)
}

/// `({ crf = 24 })` and `("hd", "sound")`, as other languages write lists.
fn parentheses(scan: &mut Scan<'_>, at: usize, base: usize) -> Option<usize> {
    let text = scan.text;
    let stop = text.trimmed(at, text.line_end(at));
    if text.byte(stop - 1) != b')' {
        return bare_line(scan, at);
    }
    let before = scan.mends.len();
    let mut item = text.blanks(at + 1);
    // Every item is a whole value.
    let is_list = loop {
        if item + 1 == stop {
            break true;
        }
        let start = text.byte(item);
        let end = match start {
            b'"' | b'\'' | b'[' | b'{' => end(scan, item, base).unwrap_or(item),
            _ => {
                let end = text.word(item);
                let is_value = bare::is_value(text.part(item..end));
                if is_value { end } else { item }
            }
        };
        if end == item || end >= stop {
            break false;
        }
        item = text.blanks(end);
        if text.byte(item) == b',' {
            item = text.blanks(item + 1);
        } else if item + 1 != stop {
            break false;
        }
    };
    if !is_list {
        scan.mends.truncate(before);
        return bare_line(scan, at);
    }
    scan.mends.push(
        Mend::new(
            "round brackets around a list",
            at..stop,
            "TOML has `[` and `]`",
        )
        .edit(at..at + 1, "[")
        .edit(stop - 1..stop, "]"),
    );
    Some(stop)
}
