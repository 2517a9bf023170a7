//! What follows a value in its line.
//!
//! Unaware of the value itself.

use super::{Mend, Scan, brackets, quote};
use crate::document::expression;

/// Where to go on after the value in the bytes from `start` to `end`; `None` if what follows it is
/// not understood.
pub(super) fn after(scan: &mut Scan<'_>, start: usize, end: usize) -> Option<usize> {
    let text = scan.text;
    let at = text.blanks(end);
    if text.is_rest_empty(at) {
        return Some(text.next_line(end));
    }
    let mut marks = at;
    while matches!(text.byte(marks), b',' | b';' | b'\\') {
        marks += 1;
    }
    let next = text.blanks(marks);
    if marks > at && text.is_rest_empty(next) {
        scan.mends.push(
            Mend::new("something follows the value", at..marks, "not needed")
                .edit(at..marks, "")
                .say("remove it: a line ends without a mark"),
        );
        return Some(text.next_line(end));
    }
    if next > end && text.is_assignment(next) {
        let key = text.part(next..text.key(next)?);
        let line = text.line_start(start);
        let indent = text.part(line..text.blanks(line));
        scan.mends.push(
            Mend::new(
                "two keys on one line",
                next..next + key.len(),
                "a line break is missing before this",
            )
            .edit(end..next, text.line_break().to_owned() + indent)
            .say(format!("put `{key}` on a line of its own")),
        );
        return Some(next);
    }
    match text.byte(at) {
        b',' => list(scan, start, next),
        b']' if text.byte(start) == b'{' && text.is_rest_empty(at + 1) => {
            // `film = { … }]` may be an entry of a table as well.
            let mut mend = Mend::new(
                "a list is not opened",
                start..start + 1,
                "`[` is missing before this",
            )
            .edit(start..start, "[")
            .say("write `[` before `{`, or remove the `]` at the end");
            mend.is_sure = false;
            scan.mends.push(mend);
            Some(text.next_line(end))
        }
        b'+' if sum(scan, start, end, at).is_some() => Some(text.next_line(end)),
        _ if behind(scan, at).is_some() => Some(text.next_line(at)),
        b']' | b'}' | b')' if text.is_rest_empty(at + 1) => {
            scan.mends.push(
                Mend::new("a bracket too many", at..at + 1, "nothing is open here")
                    .edit(end..at + 1, "")
                    .say("remove it"),
            );
            Some(text.next_line(end))
        }
        _ => None,
    }
}

/// `"out/" + vars.site`: notes the sum whose first text ends at `end`, and whose `+` is at `plus`.
fn sum(scan: &mut Scan<'_>, start: usize, end: usize, plus: usize) -> Option<()> {
    let text = scan.text;
    let inside = |from: usize, to: usize| {
        let word = text.part(from..to);
        match text.byte(from) {
            b'"' => word.get(1..word.len() - 1).map(str::to_owned),
            _ => expression::placeholder(word),
        }
    };
    let mut whole = inside(start, end)?;
    let mut at = plus;
    let mut last = end;
    while text.byte(at) == b'+' {
        let part = text.blanks(at + 1);
        last = match text.byte(part) {
            b'"' => text.closing(part + 1, b'"')? + 1,
            _ => text.key(part)?,
        };
        whole += &inside(part, last)?;
        at = text.blanks(last);
    }
    if !text.is_rest_empty(at) {
        return None;
    }
    let mut mend = Mend::new(
        "texts put together with `+`",
        start..last,
        "TOML does not put texts together",
    )
    .edit(start..last, format!("\"{whole}\""));
    mend.is_sure = false;
    scan.mends.push(mend);
    Some(())
}

/// Notes the comment of another language at `at`, behind something else in its line; nothing if there
/// is none.
pub(super) fn behind(scan: &mut Scan<'_>, at: usize) -> Option<usize> {
    let text = scan.text;
    let end = text.trimmed(at, text.line_end(at));
    let line = text.part(at..end);
    if line.starts_with("/*") && line.ends_with("*/") && line.len() > 4 {
        return Some(block(scan, at, end));
    }
    if line.starts_with("//") {
        return Some(comment(scan, at, 2));
    }
    // A dash or two may be part of something else.
    if line.starts_with("-- ") {
        return Some(comment(scan, at, 2));
    }
    line.starts_with(';').then(|| comment(scan, at, 1))
}

/// A comment as other languages begin it, with a mark of so many bytes at `at`; the next line.
pub(super) fn comment(scan: &mut Scan<'_>, at: usize, width: usize) -> usize {
    let text = scan.text;
    let mark = at..at + width;
    scan.mends.push(
        Mend::new(
            "a comment that is none for TOML",
            mark.clone(),
            "a comment starts with `#`",
        )
        .edit(mark, "#")
        .show(at..text.trimmed(at, text.line_end(at))),
    );
    text.next_line(at)
}

/// `/* words */` on a line of its own, in the bytes from `at` to `end`; the next line.
pub(super) fn block(scan: &mut Scan<'_>, at: usize, end: usize) -> usize {
    let text = scan.text;
    let words = text.trimmed(at, end - 2);
    scan.mends.push(
        Mend::new(
            "a comment that is none for TOML",
            at..at + 2,
            "a comment starts with `#`",
        )
        .edit(at..at + 2, "#")
        .edit(words..end, "")
        .show(at..end),
    );
    text.next_line(at)
}

/// `"hd", "sound"`: a list without its brackets; its second text is at `at`.
fn list(scan: &mut Scan<'_>, start: usize, mut at: usize) -> Option<usize> {
    let text = scan.text;
    let is_text = match text.byte(start) {
        b'"' | b'\'' => true,
        b'{' => false,
        _ => return None,
    };
    loop {
        let end = match (text.byte(at), is_text) {
            (b'"' | b'\'', true) => quote::end(scan, at, false)?,
            (b'{', false) => brackets::end(scan, at, start)?,
            _ => return None,
        };
        at = text.blanks(end);
        if text.is_rest_empty(at) {
            scan.mends.push(
                Mend::new(
                    "a list without brackets",
                    start..end,
                    if is_text {
                        "several texts"
                    } else {
                        "several tables"
                    },
                )
                .edit(start..start, "[")
                .edit(end..end, "]"),
            );
            return Some(text.next_line(end));
        }
        if text.byte(at) == b']' && text.is_rest_empty(at + 1) {
            scan.mends.push(
                Mend::new("a list is not opened", start..at + 1, "`[` is missing")
                    .edit(start..start, "["),
            );
            return Some(text.next_line(end));
        }
        if text.byte(at) != b',' {
            return None;
        }
        at = text.blanks(at + 1);
    }
}
