//! A key and what stands between it and its value.
//!
//! Unaware of values.

use super::{Help, Mend, Scan};

/// What scripts write before a name.
const WORDS: [&str; 7] = ["const", "export", "let", "local", "set", "val", "var"];

/// Most words that are taken for one key.
const MOST_WORDS: usize = 4;

/// Where the value of the key at `at` may begin: after a `=`, or after what was written for it.
pub(super) fn after(scan: &mut Scan<'_>, at: usize) -> Option<usize> {
    let text = scan.text;
    let key_end = text.key(at)?;
    let next = text.blanks(key_end);
    let gap = if next > key_end { "" } else { " " };
    match (text.byte(next), text.byte(next + 1)) {
        (b'=', b'=' | b'>') => {
            let message = match text.byte(next + 1) {
                b'=' => "one `=` too many",
                _ => "a `=>` after a key",
            };
            let extra = next + 1..next + 2;
            scan.mends.push(
                Mend::new(message, extra.clone(), "not needed")
                    .edit(extra, "")
                    .show(at..next + 2),
            );
            Some(next + 2)
        }
        // `= =`
        (b'=', b' ') if text.byte(text.blanks(next + 1)) == b'=' => {
            let extra = text.blanks(next + 1);
            scan.mends.push(
                Mend::new("one `=` too many", extra..extra + 1, "not needed")
                    .edit(next + 1..extra + 1, "")
                    .show(at..extra + 1),
            );
            Some(extra + 1)
        }
        (b'=', _) => Some(next + 1),
        (b':', b'=') => {
            let colon = next..next + 1;
            scan.mends.push(
                Mend::new("a `:=` after a key", colon.clone(), "not needed")
                    .edit(colon, "")
                    .show(at..next + 2),
            );
            Some(next + 2)
        }
        (b'+' | b'?', b'=') => {
            let mark = next..next + 1;
            let message = match text.byte(next) {
                b'+' => "a `+=` after a key",
                _ => "a `?=` after a key",
            };
            let mut mend = Mend::new(message, mark.clone(), "not needed")
                .edit(mark, "")
                .show(at..next + 2);
            mend.is_sure = false;
            scan.mends.push(mend);
            Some(next + 2)
        }
        (b':', b'/' | b':') => None,
        (b':', follows) => {
            let is_tight = !matches!(follows, b' ' | b'\t');
            let sign = format!("{gap}={}", if is_tight { " " } else { "" });
            scan.mends.push(
                Mend::new(
                    "a `:` after a key, as in YAML",
                    next..next + 1,
                    "TOML has `=` here",
                )
                .edit(next..next + 1, sign)
                .show(at..next + 1),
            );
            Some(next + 1)
        }
        _ => words(scan, at, key_end),
    }
}

/// `segment duration = `: words that are one key.
fn words(scan: &mut Scan<'_>, at: usize, first_end: usize) -> Option<usize> {
    let text = scan.text;
    if text.word(at) != first_end {
        return None;
    }
    let mut end = first_end;
    let mut gaps: Vec<std::ops::Range<usize>> = Vec::new();
    loop {
        let next = text.blanks(end);
        let word_end = text.word(next);
        if word_end == next {
            let is_assigned = text.byte(next) == b'=' && text.byte(next + 1) != b'=';
            if !is_assigned || gaps.is_empty() {
                return None;
            }
            let first = text.part(at..first_end);
            let mend = match gaps.as_slice() {
                [gap] if WORDS.contains(&first) => Mend::new(
                    "a word before a key, as scripts have it",
                    at..first_end,
                    "not needed",
                )
                .edit(at..gap.end, "")
                .show(at..end),
                _ => {
                    let mend = Mend::new("a space in a key", at..end, "a key is one word");
                    gaps.into_iter().fold(mend, |mend, gap| mend.edit(gap, "_"))
                }
            };
            scan.mends.push(mend);
            return Some(next + 1);
        }
        if next == end || gaps.len() >= MOST_WORDS {
            return None;
        }
        gaps.push(end..next);
        end = word_end;
    }
}

/// Has what was noted about the key at `at` since `before` show its value, which ends at `end`, too.
pub(super) fn show_all(scan: &mut Scan<'_>, before: usize, at: usize, end: usize) {
    let text = scan.text;
    if text.line(at) != text.line(end) {
        return;
    }
    for mend in scan.mends.iter_mut().skip(before) {
        if let Help::Show(range) = &mut mend.help
            && range.start == at
        {
            range.end = end;
        }
    }
}
