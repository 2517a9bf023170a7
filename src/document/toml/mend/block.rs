//! Blocks in braces where TOML has a header: `inputs "film" {`, and `[outputs.web] {`.
//!
//! Unaware of what stands in them.

use super::text::Text;
use super::{Edit, Mend, Scan, edit};

/// In so many lines the brace that closes a block is looked for.
const MOST_LINES: usize = 200;

/// Blocks in blocks beyond which nothing is made out.
const DEEPEST: usize = 6;

/// `inputs "film" {` and `outputs { web { … } }`, as HCL has it; the next line.
pub(super) fn labelled(scan: &mut Scan<'_>, start: usize) -> Option<usize> {
    let head = head(scan.text, start)?;
    let mut blocks = Blocks {
        text: scan.text,
        lines: MOST_LINES,
        first: None,
    };
    let body = blocks.block(&head, "", DEEPEST)?;
    // One key with a table has lost its `=`.
    if head.is_one && !body.has_blocks {
        return None;
    }
    let header = blocks.first?;
    let mend = Mend::new(
        "a block in braces, as HCL has it",
        head.start..head.brace + 1,
        "TOML has a header here",
    );
    scan.mends.push(Mend {
        edits: body.edits,
        ..mend.say(format!("write `{header}`, and remove the `}}` below"))
    });
    Some(body.end)
}

/// The first line of a block.
struct Head {
    start: usize,
    /// Its words, with dots between them.
    name: String,
    is_one: bool,
    brace: usize,
}

fn head(text: Text<'_>, start: usize) -> Option<Head> {
    let first = text.word(start);
    if first == start {
        return None;
    }
    let mut name = text.part(start..first).to_owned();
    let mut is_one = true;
    let mut at = text.blanks(first);
    while text.byte(at) != b'{' {
        let end = match text.byte(at) {
            quote @ (b'"' | b'\'') => text.closing(at + 1, quote)? + 1,
            _ => text.word(at),
        };
        if end == at {
            return None;
        }
        let label = text.part(at..end).trim_matches(['"', '\'']);
        let is_bare = !label.is_empty() && label.bytes().all(super::text::is_bare);
        name += ".";
        name += if is_bare { label } else { text.part(at..end) };
        is_one = false;
        at = text.blanks(end);
    }
    text.is_rest_empty(at + 1).then_some(Head {
        start,
        name,
        is_one,
        brace: at,
    })
}

/// What is known of a block that was read to its end.
struct Body {
    edits: Vec<Edit>,
    has_blocks: bool,
    has_keys: bool,
    /// Where the line behind it begins.
    end: usize,
}

struct Blocks<'a> {
    text: Text<'a>,
    /// How many lines more are looked at.
    lines: usize,
    /// The first header that is written.
    first: Option<String>,
}

impl Blocks<'_> {
    /// A block with all that lies in it; `above` is the name of the one around it.
    fn block(&mut self, head: &Head, above: &str, depth: usize) -> Option<Body> {
        let name = match above {
            "" => head.name.clone(),
            above => format!("{above}.{}", head.name),
        };
        self.named(head, &name, format!("[{name}]"), depth)
    }

    fn named(&mut self, head: &Head, name: &str, header: String, depth: usize) -> Option<Body> {
        let text = self.text;
        let known = self.first.clone();
        self.first.get_or_insert_with(|| header.clone());
        let mut body = self.body(text.next_line(head.brace), name, depth.checked_sub(1)?)?;
        if body.has_keys || !body.has_blocks {
            body.edits
                .insert(0, edit(head.start..head.brace + 1, header));
            return Some(body);
        }
        // Without a key of its own its name stands in the headers below.
        if known.is_none() {
            self.first = body
                .edits
                .iter()
                .map(|edit| edit.text.to_string())
                .find(|text| text.starts_with('['));
        }
        body.edits.insert(0, self.gone(head.start, head.brace + 1));
        Some(body)
    }

    /// What takes out the bytes from `start` to `end`, with their line if nothing else stands there.
    fn gone(&self, start: usize, end: usize) -> Edit {
        let text = self.text;
        match text.is_end(text.blanks(end)) {
            true => edit(text.line_start(start)..text.next_line(start), ""),
            false => edit(start..text.blanks(end), ""),
        }
    }

    /// The lines from `line` up to the brace that closes them.
    fn body(&mut self, mut line: usize, name: &str, depth: usize) -> Option<Body> {
        let text = self.text;
        let mut body = Body {
            edits: Vec::new(),
            has_blocks: false,
            has_keys: false,
            end: 0,
        };
        let mut names: Vec<(String, usize)> = Vec::new();
        while line < text.len() {
            self.lines = self.lines.checked_sub(1)?;
            let start = text.blanks(line);
            if text.byte(start) == b'}' && text.is_rest_empty(start + 1) {
                body.edits.push(self.gone(start, start + 1));
                body.end = text.next_line(start);
                self.make_lists(&mut body, &names);
                return Some(body);
            }
            if text.is_rest_empty(start) {
                line = text.next_line(start);
            } else if let Some(head) = head(text, start) {
                let inner = self.block(&head, name, depth)?;
                names.push((format!("[{name}.{}]", head.name), body.edits.len()));
                body.edits.extend(inner.edits);
                body.has_blocks = true;
                line = inner.end;
            } else if text.is_assignment(start) && !body.has_blocks {
                line = self.behind_value(start)?;
                body.has_keys = true;
            } else {
                return None;
            }
        }
        None
    }

    /// Blocks of one name in one block are the items of a list.
    fn make_lists(&mut self, body: &mut Body, names: &[(String, usize)]) {
        for (header, at) in names {
            let is_again = names.iter().filter(|(other, _)| other == header).count() > 1;
            if let Some(edit) = body
                .edits
                .get_mut(*at)
                .filter(|edit| is_again && edit.text == *header)
            {
                edit.text = format!("[{header}]").into();
            }
        }
    }

    /// The line behind the value of the key that begins at `start`; lists may have several lines.
    fn behind_value(&self, start: usize) -> Option<usize> {
        let text = self.text;
        let mut line = start;
        let mut open = 0_isize;
        for _ in 0..MOST_LINES {
            let end = text.line_end(line);
            let content = text.part(line..end).trim_end();
            for byte in content.bytes() {
                match byte {
                    b'[' => open += 1,
                    b']' => open -= 1,
                    _ => {}
                }
            }
            line = text.next_line(end);
            if open <= 0 {
                let is_other = content.ends_with([',', '{']);
                return (!is_other).then_some(line);
            }
            if line >= text.len() {
                return None;
            }
        }
        None
    }
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
