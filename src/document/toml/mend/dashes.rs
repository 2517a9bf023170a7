//! A list with dashes, as YAML has it.
//!
//! Unaware of all other mistakes.

use toml::de::DeValue;

use super::{Edit, Mend, Scan, bare, edit};

struct Dashes<'s, 'a> {
    scan: &'s Scan<'a>,
    edits: Vec<Edit>,
    /// Where the last value ends.
    end: usize,
    keeps_comments: bool,
}

/// Reads the lines of dashes below the key in the bytes from `start` to `key_end`; where to go on.
/// `None` if there are none, or not such that a list of TOML can be made of them.
pub(super) fn list(scan: &mut Scan<'_>, start: usize, key_end: usize) -> Option<usize> {
    let text = scan.text;
    let (mut line, mut first) = shown(scan, text.next_line(key_end));
    let indent = first - line;
    let whole_first = first;
    let mut dashes = Dashes {
        scan,
        edits: Vec::new(),
        end: key_end,
        keeps_comments: true,
    };
    let mut is_first = true;
    while text.byte(first) == b'-'
        && matches!(text.byte(first + 1), b' ' | b'\t')
        && first - line == indent
    {
        let value = text.blanks(first + 1);
        dashes.gap(value, if is_first { " = [" } else { ", " });
        is_first = false;
        (line, first) = dashes.item(value, indent)?;
    }
    if is_first {
        return None;
    }
    let Dashes {
        mut edits,
        end,
        keeps_comments,
        ..
    } = dashes;
    let comma = usize::from(text.byte(end) == b',');
    edits.push(edit(end..end + comma, "]"));
    let first_end = text.trimmed(whole_first, text.line_end(whole_first));
    let mut mend = Mend::new(
        "a list with dashes, as in YAML",
        whole_first..first_end,
        "a list of TOML has brackets",
    )
    .show(start..end + comma);
    mend.edits = edits;
    mend.is_sure = keeps_comments;
    scan.mends.push(mend);
    Some(text.next_line(end))
}

/// The next line from `line` on that holds more than a comment, and where it begins to show.
fn shown(scan: &Scan<'_>, mut line: usize) -> (usize, usize) {
    let text = scan.text;
    while line < text.len() && text.is_rest_empty(line) {
        line = text.next_line(line);
    }
    (line, text.blanks(line))
}

impl Dashes<'_, '_> {
    /// What stands between the last value and the next thing becomes `between`.
    fn gap(&mut self, next: usize, between: &'static str) {
        self.keeps_comments &= !self.scan.text.part(self.end..next).contains('#');
        self.edits.push(edit(self.end..next, between));
        self.end = next;
    }

    /// One item; the line after it and where that begins to show.
    fn item(&mut self, at: usize, indent: usize) -> Option<(usize, usize)> {
        let text = self.scan.text;
        let is_table = self.value_of_key(at).is_some();
        if !is_table {
            self.value(at)?;
            return Some(shown(self.scan, text.next_line(self.end)));
        }
        self.edits.push(edit(at..at, "{ "));
        self.pair(at)?;
        loop {
            let (line, next) = shown(self.scan, text.next_line(self.end));
            if next - line <= indent || text.byte(next) == 0 || text.byte(next) == b'-' {
                self.edits.push(edit(self.end..self.end, " }"));
                return Some((line, next));
            }
            self.gap(next, ", ");
            self.pair(next)?;
        }
    }

    /// Where the value of the key at `at` begins, if there is one.
    fn value_of_key(&self, at: usize) -> Option<(usize, usize)> {
        let text = self.scan.text;
        let end = text.word(at);
        let sign = text.blanks(end);
        let is_sign = match text.byte(sign) {
            b'=' => true,
            b':' => matches!(text.byte(sign + 1), b' ' | b'\t'),
            _ => false,
        };
        (end > at && is_sign).then(|| (end, text.blanks(sign + 1)))
    }

    fn pair(&mut self, at: usize) -> Option<()> {
        let (key_end, value) = self.value_of_key(at)?;
        self.edits.push(edit(key_end..value, " = "));
        self.value(value)
    }

    /// A value that goes to the end of its line.
    fn value(&mut self, at: usize) -> Option<()> {
        let text = self.scan.text;
        let line_end = text.line_end(at);
        let line = text.part(at..line_end);
        let stop = line.find(" #").map_or(line_end, |comment| at + comment);
        let mut end = text.trimmed(at, stop);
        if text.part(at..end).ends_with(',') {
            end = text.trimmed(at, end - 1);
        }
        let word = text.part(at..end);
        if word.is_empty() {
            return None;
        }
        if word.starts_with(['"', '\'', '[', '{']) {
            DeValue::parse(word).ok()?;
        } else if !bare::is_value(word) {
            if word.contains(['"', '\'', '\\', '#']) {
                return None;
            }
            self.edits.push(edit(at..at, "\""));
            self.edits.push(edit(end..end, "\""));
        }
        self.end = end;
        Some(())
    }
}
