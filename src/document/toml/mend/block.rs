//! Blocks in braces where TOML has a header: `inputs "film" {`, and `[outputs.web] {`.
//!
//! Unaware of what stands in them.

use super::{Mend, Scan};

/// In so many lines the brace that closes a block is looked for.
const MOST_LINES: usize = 200;

/// `inputs "film" {`, as HCL has it; the next line.
pub(super) fn labelled(scan: &mut Scan<'_>, start: usize) -> Option<usize> {
    let text = scan.text;
    let first = text.word(start);
    let label = text.blanks(first);
    let end = match text.byte(label) {
        quote @ (b'"' | b'\'') => text.closing(label + 1, quote)? + 1,
        _ => text.word(label),
    };
    let brace = text.blanks(end);
    if first == start || label == first || end == label || text.byte(brace) != b'{' {
        return None;
    }
    let name = text.part(label..end).trim_matches(['"', '\'']);
    let is_bare = !name.is_empty() && name.bytes().all(super::text::is_bare);
    let name = if is_bare { name } else { text.part(label..end) };
    let header = format!("[{}.{name}]", text.part(start..first));
    let close = closing(scan, brace)?;
    scan.mends.push(
        Mend::new(
            "a block in braces, as HCL has it",
            start..brace + 1,
            "TOML has a header here",
        )
        .edit(start..brace + 1, header.clone())
        .edit(close.0..close.1, "")
        .say(format!("write `{header}`, and remove the `}}` below")),
    );
    Some(text.next_line(brace))
}

/// Notes the brace at `brace` behind a header that begins at `start`.
pub(super) fn behind_header(scan: &mut Scan<'_>, start: usize, brace: usize) -> Option<()> {
    let text = scan.text;
    let (from, to) = closing(scan, brace).filter(|_| text.byte(brace) == b'{')?;
    let end = text.trimmed(start, brace);
    let header = text.part(start..end);
    scan.mends.push(
        Mend::new("a brace behind a header", brace..brace + 1, "not needed")
            .edit(end..brace + 1, "")
            .edit(from..to, "")
            .say(format!("write `{header}`, and remove the `}}` below")),
    );
    Some(())
}

/// `[outputs][web]`: the parts of a name in brackets each, the second of which is at `next`.
pub(super) fn parts(scan: &mut Scan<'_>, start: usize, mut next: usize) -> Option<()> {
    let text = scan.text;
    let mut name = text
        .part(start + 1..next)
        .trim_end()
        .strip_suffix(']')?
        .to_owned();
    while text.byte(next) == b'[' {
        let end = text.key(next + 1)?;
        if text.byte(end) != b']' {
            return None;
        }
        name += ".";
        name += text.part(next + 1..end).trim_matches('"');
        next = end + 1;
    }
    let is_name = name
        .bytes()
        .all(|byte| super::text::is_bare(byte) || byte == b'.');
    if !is_name || !text.is_rest_empty(next) {
        return None;
    }
    scan.mends.push(
        Mend::new(
            "a header in several brackets",
            start..next,
            "parts have dots between them",
        )
        .edit(start..next, format!("[{name}]")),
    );
    Some(())
}

/// The line that closes the block whose brace is at `brace`, if nothing else opens in it.
fn closing(scan: &Scan<'_>, brace: usize) -> Option<(usize, usize)> {
    let text = scan.text;
    if !text.is_rest_empty(brace + 1) {
        return None;
    }
    let mut line = text.next_line(brace);
    for _ in 0..MOST_LINES {
        let start = text.blanks(line);
        let next = text.next_line(start);
        if line >= text.len() {
            return None;
        }
        if text.byte(start) == b'}' && text.is_rest_empty(start + 1) {
            return Some((line, next));
        }
        let is_plain = text.is_rest_empty(start) || text.is_assignment(start);
        let content = text.part(start..text.line_end(start)).trim_end();
        if !is_plain || content.ends_with('{') {
            return None;
        }
        line = next;
    }
    None
}
