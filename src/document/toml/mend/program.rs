//! Calls and names of programs where a value belongs.
//!
//! Unaware of what they are called with.

use super::{Mend, Scan};
use crate::document::{called, expression};

/// `path.join("out", "web")` and `vars.site` at `at`, a call and a name of programs: within brackets or
/// outside; where it ends.
pub(super) fn end(scan: &mut Scan<'_>, at: usize, is_inside: bool) -> Option<usize> {
    let text = scan.text;
    if text.starts(at, "<<") && !is_inside {
        return heredoc(scan, at);
    }
    let line = text.part(at..text.line_end(at));
    let stop = match is_inside {
        true => line.find([',', ' ', '}', ']']),
        false => line.find(" #"),
    };
    let word = line.get(..stop.unwrap_or(line.len()))?.trim_end();
    if let Some(meant) = expression::variable(word) {
        let end = at + word.len();
        let mut mend = Mend::new("a name where a value belongs", at..end, "TOML has no names")
            .edit(at..end, format!("\"{meant}\""));
        mend.is_sure = false;
        scan.mends.push(mend);
        return Some(end);
    }
    let length = called::length(line)?;
    // What goes on behind it ends with its line.
    let behind = line.get(length..)?;
    let more = match is_inside {
        true => 0,
        false => behind.split(" #").next()?.trim_end().len(),
    };
    let end = at + length + more;
    let mend = Mend::new("a call, as in a program", at..end, "TOML calls nothing");
    // Tables are written otherwise here.
    let meaning = called::meaning(line.get(..length)?).filter(|text| !text.starts_with('{'));
    let mut mend = match meaning.filter(|_| more == 0) {
        Some(meant) => mend.edit(at..end, meant),
        None => {
            let mut mend = mend.edit(at..end, "\"\"");
            mend.is_offered = false;
            mend.say(match more {
                0 => "write the text that it gives, in quotes",
                _ => "write one text in quotes, `${vars.NAME}` for what is filled in",
            })
        }
    };
    mend.is_sure = false;
    scan.mends.push(mend);
    Some(end)
}

/// In so many lines the end of a text of several lines is looked for.
const MOST_LINES: usize = 100;

/// `<<EOF`, a text of several lines up to a line with this word, as shells and HCL have it.
fn heredoc(scan: &mut Scan<'_>, at: usize) -> Option<usize> {
    let text = scan.text;
    let word = text.part(at..text.line_end(at)).trim_end();
    let name = word.strip_prefix("<<")?.trim_start_matches(['-', '~']);
    let name = name.trim_matches(['"', '\'']);
    if name.is_empty() || !name.bytes().all(super::text::is_bare) {
        return None;
    }
    let first = text.next_line(at);
    let mut line = first;
    for _ in 0..MOST_LINES {
        let end = text.line_end(line);
        if text.part(line..end).trim() != name {
            line = text.next_line(line);
            if line >= text.len() {
                return None;
            }
            continue;
        }
        let inside = text.part(first..line);
        let words = inside.trim();
        if words.contains(['\\', '"']) {
            return None;
        }
        let written = match words.contains('\n') {
            true => format!("\"\"\"{}{inside}\"\"\"", text.line_break()),
            false => format!("\"{words}\""),
        };
        let stop = text.trimmed(line, end);
        let mend = Mend::new(
            "a text of several lines, as shells have it",
            at..at + word.len(),
            "TOML has three quotes around it",
        )
        .edit(at..stop, written.clone());
        scan.mends.push(match written.contains('\n') {
            true => mend.say(format!(
                "write `\"\"\"` for `{word}`, and for the `{name}` below"
            )),
            false => mend.say(format!("write {written}")),
        });
        return Some(stop);
    }
    None
}
