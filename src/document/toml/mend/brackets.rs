//! Lists and tables in brackets, with all that lies in them.
//!
//! Unaware of keys outside of brackets.

use std::ops::Range;

use super::text::is_bare;
use super::{Mend, Scan, assign, bare, program, quote};

mod closing;

/// Brackets in brackets beyond which nothing is made out: a line may be read anew for each of them.
const DEEPEST: usize = 12;

/// Longer lines are not repeated in a help.
const LONGEST_SHOWN: usize = 80;

#[derive(Clone, Copy, PartialEq)]
enum Awaits {
    /// An item of a list, or a key.
    More,
    /// A comma, or the end.
    Comma,
}

/// What is open.
#[derive(Clone)]
struct Open {
    at: usize,
    is_list: bool,
    /// Whether it is a table whose braces are missing.
    is_bare: bool,
}

impl Open {
    fn bracket(at: usize, is_list: bool) -> Self {
        Self {
            at,
            is_list,
            is_bare: false,
        }
    }
}

/// Where the brackets may have to be closed.
#[derive(Clone)]
struct Spot {
    /// What stands before.
    last: Range<usize>,
    stack: Vec<Open>,
    mends: usize,
}

struct Brackets<'s, 'a> {
    scan: &'s mut Scan<'a>,
    base: usize,
    stack: Vec<Open>,
    awaits: Awaits,
    /// The last thing that is no space and no comment.
    last: Range<usize>,
    /// The first line that may be a statement of its own.
    spot: Option<Spot>,
}

/// The end of the value that the bracket at `at` opens, in a statement that begins at `base`. `None`
/// if it is not understood.
pub(super) fn end(scan: &mut Scan<'_>, at: usize, base: usize) -> Option<usize> {
    let is_list = match scan.text.byte(at) {
        b'(' => opens(scan, at)?,
        byte => byte == b'[',
    };
    let mut brackets = Brackets {
        scan,
        base,
        stack: vec![Open::bracket(at, is_list)],
        awaits: Awaits::More,
        last: at..at + 1,
        spot: None,
    };
    brackets.walk(at + 1)
}

/// Whether the round bracket at `at` opens a list, and not a table; `None` if it opens neither.
pub(super) fn opens(scan: &Scan<'_>, at: usize) -> Option<bool> {
    let text = scan.text;
    let mut inner = at + 1;
    while matches!(text.byte(inner), b' ' | b'\t' | b'\r' | b'\n') {
        inner += 1;
    }
    match text.byte(inner) {
        b'"' | b'\'' if !text.is_assignment(inner) => Some(true),
        b'[' | b'{' | b'(' => Some(true),
        _ if text.is_assignment(inner) => Some(false),
        _ => None,
    }
}

/// The same for a list whose items begin at `at`, and that is missing the bracket which belongs behind
/// the byte `opened`. `None` too if nothing closes it.
pub(super) fn unopened(
    scan: &mut Scan<'_>,
    at: usize,
    opened: usize,
    base: usize,
) -> Option<usize> {
    let mut brackets = Brackets {
        scan,
        base,
        stack: vec![Open::bracket(opened, true)],
        awaits: Awaits::More,
        last: opened..opened + 1,
        spot: None,
    };
    let before = brackets.scan.mends.len();
    let end = brackets.walk(at)?;
    let is_closed = |mend: &Mend| mend.message != closing::unclosed(true);
    brackets
        .scan
        .mends
        .iter()
        .skip(before)
        .all(is_closed)
        .then_some(end)
}

impl Brackets<'_, '_> {
    fn walk(&mut self, mut at: usize) -> Option<usize> {
        loop {
            let (next, is_new_line) = self.gap(at);
            at = next;
            if self.scan.text.byte(at) == 0 {
                return self.give_up();
            }
            if is_new_line && self.is_statement(at) {
                return self.give_up();
            }
            at = match self.scan.text.byte(at) {
                byte @ (b']' | b'}') => {
                    let end = self.close(at, byte == b']')?;
                    if self.stack.is_empty() {
                        return Some(end);
                    }
                    end
                }
                b')' => {
                    let end = self.close_round(at)?;
                    if self.stack.is_empty() {
                        return Some(end);
                    }
                    end
                }
                b',' => self.took(at..at + 1, Awaits::More),
                b';' | b'.' | b'|' if self.awaits == Awaits::Comma => {
                    self.scan.mends.push(
                        Mend::new("a comma is missing", at..at + 1, "`,` belongs here")
                            .edit(at..at + 1, ",")
                            .show(self.last.start..at + 1),
                    );
                    self.took(at..at + 1, Awaits::More)
                }
                _ if self.is_list() => self.item(at)?,
                _ => self.pair(at)?,
            };
            if self.stack.len() > DEEPEST {
                return None;
            }
        }
    }

    fn is_list(&self) -> bool {
        self.stack.last().is_some_and(|open| open.is_list)
    }

    fn took(&mut self, range: Range<usize>, awaits: Awaits) -> usize {
        let end = range.end;
        self.last = range;
        self.awaits = awaits;
        end
    }

    /// After blanks, line breaks and comments; whether lines were broken.
    fn gap(&self, mut at: usize) -> (usize, bool) {
        let text = self.scan.text;
        let mut is_new_line = false;
        loop {
            match text.byte(at) {
                b' ' | b'\t' | b'\r' => at += 1,
                b'\n' => {
                    is_new_line = true;
                    at += 1;
                }
                b'#' => at = text.line_end(at),
                _ => return (at, is_new_line),
            }
        }
    }

    /// Whether the first thing of a line proves that the brackets should have been closed before.
    fn is_statement(&mut self, at: usize) -> bool {
        let text = self.scan.text;
        if text.is_header(at) {
            return true;
        }
        let column = at - text.line_start(at);
        let own = self.base - text.line_start(self.base);
        if column > own || !text.is_assignment(at) {
            return false;
        }
        if self.is_list() || self.awaits == Awaits::Comma {
            return true;
        }
        if self.spot.is_none() {
            self.spot = Some(self.here());
        }
        false
    }

    fn here(&self) -> Spot {
        Spot {
            last: self.last.clone(),
            stack: self.stack.clone(),
            mends: self.scan.mends.len(),
        }
    }

    /// An item of a list.
    fn item(&mut self, at: usize) -> Option<usize> {
        let text = self.scan.text;
        match text.byte(at) {
            b'[' | b'{' | b'(' if text.byte(at) != b'(' || opens(self.scan, at).is_some() => {
                let is_list = match text.byte(at) {
                    b'(' => opens(self.scan, at)?,
                    byte => byte == b'[',
                };
                let after_bracket = matches!(text.byte(self.last.start), b']' | b'}' | b')');
                if self.is_list() && self.awaits == Awaits::Comma && !after_bracket {
                    return None;
                }
                self.stack.push(Open::bracket(at, is_list));
                Some(self.took(at..at + 1, Awaits::More))
            }
            b'"' | b'\'' => {
                let end = quote::end(self.scan, at, true)?;
                Some(self.took(at..end, Awaits::Comma))
            }
            _ if quote::is_prefixed(text, at) => {
                let end = quote::prefixed(self.scan, at)?;
                Some(self.took(at..end, Awaits::Comma))
            }
            b'-' if matches!(text.byte(at + 1), b' ' | b'\t') => {
                let item = text.blanks(at + 1);
                self.scan.mends.push(
                    Mend::new(
                        "a list with dashes, as in YAML",
                        at..at + 1,
                        "items of TOML have none",
                    )
                    .edit(at..item, "")
                    .say("remove it"),
                );
                Some(item)
            }
            _ if self.is_list() && text.is_pair(at) => {
                self.stack.push(Open {
                    at,
                    is_list: false,
                    is_bare: true,
                });
                Some(at)
            }
            _ => {
                if let Some(end) = program::end(self.scan, at, true) {
                    return Some(self.took(at..end, Awaits::Comma));
                }
                let end = self.bare_end(at);
                let is_key =
                    text.byte(text.blanks(end)) == b'=' || text.part(at..end).contains(" = ");
                if end == at || is_key {
                    return None;
                }
                self.bare(at, end)
            }
        }
    }

    fn bare(&mut self, at: usize, end: usize) -> Option<usize> {
        if bare::apart(self.scan, at, end) {
            return Some(self.took(at..end, Awaits::Comma));
        }
        if let Some(first) = bare::first_value(self.scan.text.part(at..end)) {
            return Some(self.took(at..at + first, Awaits::Comma));
        }
        if !bare::is_value(self.scan.text.part(at..end))
            && quote::unopened(self.scan, at, end).is_none()
        {
            bare::tell(self.scan, at, end)?;
        }
        Some(self.took(at..end, Awaits::Comma))
    }

    /// Where the value ends in `480 bit_rate = …`, in which a comma is missing. What comes from the
    /// bytes after it is a key; `None` if the bytes up to `end` are one value.
    fn before_key(&mut self, at: usize, end: usize) -> Option<usize> {
        let text = self.scan.text;
        if text.byte(text.blanks(end)) != b'=' {
            return None;
        }
        let first = text.part(at..end).find(' ').map(|length| at + length)?;
        let key = text.blanks(first);
        if text.word(key) != end || !bare::is_value(text.part(at..first)) {
            return None;
        }
        self.scan.mends.push(
            Mend::new(
                "a comma is missing in a table",
                key..end,
                "`,` is missing before this key",
            )
            .edit(first..first, ",")
            .show(at..end),
        );
        Some(first)
    }

    /// Where bare text ends: before what separates items.
    fn bare_end(&self, start: usize) -> usize {
        let text = self.scan.text;
        let mut at = start;
        loop {
            match text.byte(at) {
                b'$' if text.byte(at + 1) == b'{' => {
                    while !matches!(text.byte(at), 0 | b'\n' | b'}') {
                        at += 1;
                    }
                    at += usize::from(text.byte(at) == b'}');
                }
                0 | b',' | b']' | b'}' | b'\n' | b'\r' | b'[' | b'{' | b'=' => break,
                b'#' if at > start && matches!(text.byte(at - 1), b' ' | b'\t') => break,
                b';' if bare::is_value(text.part(start..at).trim_end()) => break,
                b')' if self.is_closing(start, at) => break,
                _ => at += 1,
            }
        }
        text.trimmed(start, at)
    }

    /// Whether the round bracket there stands for another one, and is no part of the text that begins at
    /// `start`.
    fn is_closing(&self, start: usize, at: usize) -> bool {
        let text = self.scan.text;
        let next = text.blanks(at + 1);
        let is_end = matches!(text.byte(next), b',' | b']' | b'}') || text.is_rest_empty(next);
        is_end && !text.part(start..at).contains('(')
    }

    /// A key without a `=`, or a size without a key; where its value begins, or where to go on.
    fn odd_pair(&mut self, at: usize) -> Option<Result<usize, usize>> {
        let text = self.scan.text;
        let end = match text.byte(at) {
            quote @ (b'"' | b'\'') => text.closing(at + 1, quote)? + 1,
            _ => text.word(at),
        };
        let next = text.blanks(end);
        if matches!(text.byte(next), b',' | b'}') && bare::size(self.scan, at, end) {
            return Some(Err(end));
        }
        let is_value = matches!(text.byte(next), b'"' | b'\'' | b'[' | b'{');
        let is_value = is_value || text.byte(next).is_ascii_digit();
        if end == at || next == end || !is_value || !text.byte(at).is_ascii_alphabetic() {
            return None;
        }
        if self.awaits == Awaits::Comma {
            let place = self.last.end;
            self.scan.mends.push(
                Mend::new(
                    "a comma is missing in a table",
                    at..end,
                    "`,` is missing before this key",
                )
                .edit(place..place, ","),
            );
        }
        self.scan.mends.push(
            Mend::new("a `=` is missing", at..end, "`=` belongs behind this")
                .edit(end..end, " =")
                .show(at..end),
        );
        Some(Ok(next))
    }

    /// A key at `at` right behind a value.
    fn no_comma(&mut self, at: usize) {
        let text = self.scan.text;
        let end = self.last.end;
        let width = text.part(self.last.clone()).chars().next_back();
        let place = end - width.map_or(0, char::len_utf8)..end;
        let above = text.part(text.blanks(text.line_start(end))..end);
        let mend = Mend::new(
            "a comma is missing in a table",
            place,
            "`,` is missing behind this",
        )
        .edit(end..end, ",");
        let is_shown = text.line(at) != text.line(end) && above.len() <= LONGEST_SHOWN;
        self.scan.mends.push(match is_shown {
            true => mend.say(format!("write `{above},`")),
            false => mend.say("write `,` behind this"),
        });
    }

    /// A key of a table in braces, with its value.
    fn pair(&mut self, at: usize) -> Option<usize> {
        let text = self.scan.text;
        if self.stack.len() == 1
            && self.awaits == Awaits::More
            && self
                .stack
                .first()
                .is_some_and(|open| open.at == self.last.start)
            && (text.byte(at) == b'{'
                || matches!(text.byte(at), b'"' | b'\'') && !text.is_assignment(at))
            && let Some(open) = self.stack.first_mut()
        {
            let brace = open.at..open.at + 1;
            open.is_list = true;
            let mend = Mend::new(
                "a list is opened by a brace",
                brace.clone(),
                "`[` belongs here",
            );
            self.scan.mends.push(mend.edit(brace, "[").say("write `[`"));
            return self.item(at);
        }
        if matches!(text.byte(at), b'{' | b'[') {
            let open = self.stack.last()?.clone();
            let below = self
                .stack
                .len()
                .checked_sub(2)
                .and_then(|index| self.stack.get(index));
            if !below.is_some_and(|below| below.is_list) {
                return None;
            }
            // In the line of its last key the comma stands behind it already.
            let is_far = text.line(open.at) != text.line(self.last.end);
            let is_comma = text.byte(self.last.start) == b',' && !is_far;
            self.insert(at, &open, if is_comma { "" } else { "," });
            self.stack.pop();
            self.awaits = Awaits::More;
            return Some(at);
        }
        let is_told = self
            .scan
            .mends
            .last()
            .is_some_and(|mend| mend.at.start == at);
        if self.awaits == Awaits::Comma && !is_told && text.is_assignment(at) {
            self.no_comma(at);
        }
        let before = self.scan.mends.len();
        let value = match assign::after(self.scan, at) {
            Some(value) => text.blanks(value),
            None => match self.odd_pair(at)? {
                Ok(value) => value,
                Err(end) => return Some(self.took(at..end, Awaits::Comma)),
            },
        };
        self.took(at..value, Awaits::Comma);
        match text.byte(value) {
            byte if matches!(byte, b'"' | b'\'') || quote::is_prefixed(text, value) => {
                let end = self.item(value)?;
                assign::show_all(self.scan, before, at, end);
                Some(end)
            }
            b'[' | b'{' => self.item(value),
            b'(' if opens(self.scan, value).is_some() => self.item(value),
            byte if is_bare(byte) || !byte.is_ascii() || byte.is_ascii_graphic() => {
                if let Some(end) = program::end(self.scan, value, true) {
                    return Some(self.took(value..end, Awaits::Comma));
                }
                let length = bare::grouped_length(text.part(value..text.line_end(value)));
                if let Some(length) = length
                    && text.byte(text.blanks(value + length)) != b'='
                    && bare::grouped(self.scan, value, value + length)
                {
                    let end = self.took(value..value + length, Awaits::Comma);
                    assign::show_all(self.scan, before, at, end);
                    return Some(end);
                }
                let mut end = self.bare_end(value);
                if let Some(first) = self.before_key(value, end) {
                    end = first;
                } else if end == value || text.byte(text.blanks(end)) == b'=' {
                    return None;
                }
                let end = self.bare(value, end)?;
                assign::show_all(self.scan, before, at, end);
                Some(end)
            }
            _ => None,
        }
    }
}
