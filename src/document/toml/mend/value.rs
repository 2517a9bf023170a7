//! Values outside of brackets.
//!
//! Unaware of keys.

use super::{Mend, Scan, bare, brackets, quote};

/// The end of the value that begins at `at`, in a statement that begins at `base`. `None` if it is
/// not understood; what was noted about it is then to be forgotten.
pub(super) fn end(scan: &mut Scan<'_>, at: usize, base: usize) -> Option<usize> {
    let text = scan.text;
    match text.byte(at) {
        b'"' | b'\'' => quote::end(scan, at, false),
        b'[' | b'{' => brackets::end(scan, at, base),
        b'(' => parentheses(scan, at, base),
        _ => bare_line(scan, at),
    }
}

/// A bare value outside of brackets: it goes to the end of the line, if it is none of TOML.
fn bare_line(scan: &mut Scan<'_>, at: usize) -> Option<usize> {
    let text = scan.text;
    let line_end = text.line_end(at);
    let line = text.part(at..line_end);
    let token = line.find([' ', '\t', ',', ';', '#']).unwrap_or(line.len());
    let next = line.as_bytes().get(token + 1).copied().unwrap_or(0);
    let is_comma = line.as_bytes().get(token) == Some(&b',') && next.is_ascii_digit();
    let is_unit = is_apart_from_unit(line.split('#').next().unwrap_or(line).trim_end());
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
    if let Some(comma) = comma_in_number(word) {
        let mut mend = Mend::new("a comma in a number", at..end, "TOML has a point there")
            .edit(at + comma..at + comma + 1, ".");
        mend.is_sure = false;
        scan.mends.push(mend);
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
    if is_apart_from_unit(word) {
        let gap = word.find(' ').unwrap_or(0);
        scan.mends.push(
            Mend::new("text without quotes", at..end, "quote this")
                .edit(at..at, "\"")
                .edit(at + gap..text.blanks(at + gap), "")
                .edit(end..end, "\""),
        );
        return Some(end);
    }
    if word.contains('#') || word.contains(" = ") || bare::first_value(word).is_some() {
        return None;
    }
    if quote::unopened(scan, at, end).is_none() {
        bare::tell(scan, at, end)?;
    }
    Some(end)
}

/// Whether it is a number and its unit, such as `2 s`.
fn is_apart_from_unit(word: &str) -> bool {
    let Some((number, unit)) = word.split_once(' ') else {
        return false;
    };
    matches!(unit.trim_start(), "s" | "ms" | "m" | "h" | "k" | "M") && bare::is_value(number)
}

/// Where the comma of `29,97` is.
fn comma_in_number(word: &str) -> Option<usize> {
    let (whole, part) = word.split_once(',')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(whole) && is_number(part)).then_some(whole.len())
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
