//! Where brackets are closed, or should have been.
//!
//! Unaware of what lies in them.

use super::{Awaits, Brackets, Open};
use crate::document::toml::mend::Mend;

impl Brackets<'_, '_> {
    /// One bracket is closed by the one at `at`, or by the one that is missing before it.
    pub(super) fn close(&mut self, at: usize, by_list: bool) -> Option<usize> {
        let open = self.stack.last()?.clone();
        if open.is_bare
            && !by_list
            && let Some(list) = self
                .stack
                .len()
                .checked_sub(2)
                .and_then(|at| self.stack.get(at))
            && self.scan.text.blanks(list.at + 1) == open.at
        {
            let bracket = list.at..list.at + 1;
            let mend = Mend::new(
                "a table in braces is opened by a bracket",
                bracket.clone(),
                "`{` belongs here",
            );
            let mend = mend.edit(bracket, "{").say("write `{`");
            self.scan.mends.push(mend);
            self.stack.truncate(self.stack.len() - 2);
            return Some(self.took(at..at + 1, Awaits::Comma));
        }
        if open.is_bare && !by_list {
            return self.unopened_table(at, open.at);
        }
        if open.is_list == by_list {
            if self.scan.text.byte(open.at) == b'(' {
                let (message, right) = match by_list {
                    true => ("a list is opened by a round bracket", "["),
                    false => ("a table is opened by a round bracket", "{"),
                };
                let round = open.at..open.at + 1;
                let mend = Mend::new(message, round.clone(), format!("`{right}` belongs here"));
                let mend = mend.edit(round, right).say(format!("write `{right}`"));
                self.scan.mends.push(mend);
            }
            self.stack.pop();
            return Some(self.took(at..at + 1, Awaits::Comma));
        }
        if open.is_bare {
            return Some(self.braces(at, open.at));
        }
        let below = self
            .stack
            .len()
            .checked_sub(2)
            .and_then(|index| self.stack.get(index));
        let is_below = below.is_some_and(|below| below.is_list == by_list);
        if is_below && !self.goes_on(at + 1, by_list) {
            self.insert(at, &open, "");
            self.stack.pop();
            self.awaits = Awaits::Comma;
            return Some(at);
        }
        if open.is_list
            && self.last.end == at
            && self.scan.text.byte(self.last.start) == b'}'
            && self.is_followed(at + 1)
        {
            let extra = at..at + 1;
            let mend = Mend::new("a bracket too many", extra.clone(), "nothing is open here");
            self.scan.mends.push(mend.edit(extra, "").say("remove it"));
            return Some(at + 1);
        }
        let (message, right) = match open.is_list {
            true => ("a list is closed by a brace", "]"),
            false => ("a table in braces is closed by a bracket", "}"),
        };
        let opened = self.other_line(open.at, at);
        let mut mend = Mend::new(message, at..at + 1, format!("`{right}` belongs here"))
            .edit(at..at + 1, right)
            .say(format!("write `{right}`"));
        mend.opened = opened;
        self.scan.mends.push(mend);
        self.stack.pop();
        Some(self.took(at..at + 1, Awaits::Comma))
    }

    /// One bracket is closed by the round one at `at`.
    pub(super) fn close_round(&mut self, at: usize) -> Option<usize> {
        let text = self.scan.text;
        let open = self.stack.last().filter(|open| !open.is_bare)?.clone();
        let (left, right) = match open.is_list {
            true => ("[", "]"),
            false => ("{", "}"),
        };
        let close = at..at + 1;
        let mend = if text.byte(open.at) == b'(' {
            let round = open.at..open.at + 1;
            let whole = open.at..at + 1;
            let is_one_line = text.line(open.at) == text.line(at);
            let message = match open.is_list {
                true => "round brackets around a list",
                false => "round brackets around a table",
            };
            let mend = Mend::new(message, whole, format!("TOML has `{left}` and `{right}`"))
                .edit(round, left)
                .edit(close, right);
            match is_one_line {
                true => mend,
                false => mend.say(format!("write `{left}` and `{right}`")),
            }
        } else {
            let message = match open.is_list {
                true => "a list is closed by a round bracket",
                false => "a table in braces is closed by a round bracket",
            };
            let mut mend = Mend::new(message, close.clone(), format!("`{right}` belongs here"))
                .edit(close, right)
                .say(format!("write `{right}`"));
            mend.opened = self.other_line(open.at, at);
            mend
        };
        self.scan.mends.push(mend);
        self.stack.pop();
        Some(self.took(at..at + 1, Awaits::Comma))
    }

    /// `id = 2, streams = "audio" }`, an item of a list whose `{` was lost.
    fn unopened_table(&mut self, at: usize, start: usize) -> Option<usize> {
        let text = self.scan.text;
        if text.line(start) != text.line(at) || text.blanks(text.line_start(start)) != start {
            return None;
        }
        let key = text.part(start..text.word(start));
        let list = self.stack.iter().rev().nth(1)?.at;
        // Where an item before has the same key, this is no rest of that one.
        let line = text.line_start(start).saturating_sub(1);
        let above = text
            .part(text.line_start(line).max(list)..line)
            .trim_start();
        let is_twin = above
            .strip_prefix('{')
            .is_some_and(|above| above.trim_start().starts_with(key));
        let mut mend = Mend::new(
            "a table in braces is not opened",
            start..start + key.len(),
            "`{` is missing before this",
        )
        .edit(start..start, "{ ")
        .show(start..start + key.len());
        mend.is_sure = is_twin;
        self.scan.mends.push(mend);
        self.stack.pop();
        Some(self.took(at..at + 1, Awaits::Comma))
    }

    /// Whether what would be closed is closed, or has further items, after `at`.
    fn goes_on(&self, at: usize, is_list: bool) -> bool {
        let text = self.scan.text;
        let shut = if is_list { b']' } else { b'}' };
        let (next, _) = self.gap(at);
        if self.stack.len() > 2 || text.byte(next) != b',' {
            return self.stack.len() == 2 && text.byte(next) == shut;
        }
        let (item, _) = self.gap(next + 1);
        text.byte(item) == shut || (is_list && text.byte(item) == b'{')
    }

    /// Whether another item, or the end of the list, follows.
    fn is_followed(&self, at: usize) -> bool {
        let text = self.scan.text;
        let (next, _) = self.gap(at);
        match text.byte(next) {
            b']' => true,
            b',' => {
                let (item, _) = self.gap(next + 1);
                matches!(text.byte(item), b'{' | b']')
            }
            _ => false,
        }
    }

    /// Braces are missing around the keys from `start` on, in the list that `at` closes.
    fn braces(&mut self, at: usize, start: usize) -> usize {
        let text = self.scan.text;
        let end = match text.byte(self.last.start) {
            b',' => text.trimmed(start, self.last.start),
            _ => self.last.end,
        };
        if let Some(mend) = self.several_bare(start, end) {
            self.scan.mends.push(mend);
            self.stack.pop();
            self.awaits = Awaits::Comma;
            return at;
        }
        let mut mend = Mend::new(
            "keys in a list without braces",
            start..end,
            "`{` and `}` are missing around this",
        )
        .edit(start..start, "{ ")
        .edit(end..end, " }");
        if text.line(start) != text.line(end) {
            mend = mend.say("write `{` before this key, and `}` behind the last one of the item");
        }
        self.scan.mends.push(mend);
        self.stack.pop();
        self.awaits = Awaits::Comma;
        at
    }

    /// The same if the first key comes again at the start of later lines: an item begins at each.
    fn several_bare(&self, start: usize, end: usize) -> Option<Mend> {
        let text = self.scan.text;
        let key = text.part(start..text.word(start));
        let mut starts = vec![start];
        let mut line = text.next_line(start);
        while line < end {
            let first = text.blanks(line);
            if text.starts(first, key)
                && text.word(first) == first + key.len()
                && text.byte(text.blanks(first + key.len())) == b'='
            {
                starts.push(first);
            }
            line = text.next_line(line);
        }
        if starts.len() < 2 {
            return None;
        }
        let stops = starts.iter().skip(1).copied().chain([end]);
        let mut mend = Mend::new(
            "keys in a list without braces",
            start..start + key.len(),
            "`{` and `}` are missing around each item",
        );
        for (number, (from, stop)) in starts.iter().zip(stops).enumerate() {
            let stop = text.trimmed(*from, stop);
            let is_comma = text.byte(stop - 1) == b',';
            let stop = if is_comma {
                text.trimmed(*from, stop - 1)
            } else {
                stop
            };
            let is_last = number + 1 == starts.len();
            let shut = if is_comma || is_last { " }" } else { " }," };
            mend = mend.edit(*from..*from, "{ ").edit(stop..stop, shut);
            if number == 0 {
                mend = match text.line(*from) == text.line(stop) {
                    true => mend.show(*from..stop),
                    false => mend.say(
                        "write `{` before the first key of each item, and `}` behind its last one",
                    ),
                };
            }
        }
        mend.is_sure = !text.part(start..end).contains('#');
        mend.is_known = mend.is_sure;
        Some(mend)
    }

    fn other_line(&self, one: usize, other: usize) -> Option<usize> {
        (self.scan.text.line(one) != self.scan.text.line(other)).then_some(one)
    }

    /// The bracket that closes `open` is missing before `at`, with `more` behind it.
    pub(super) fn insert(&mut self, at: usize, open: &Open, more: &str) {
        let text = self.scan.text;
        let mut end = self.last.end;
        if text.byte(self.last.start) == b',' {
            end = text.trimmed(open.at, self.last.start);
        }
        let mut shut = format!("{}{more}", self.closer(open));
        let is_far = text.line(open.at) != text.line(end);
        if is_far && text.line(at) != text.line(end) {
            let line = text.line_start(open.at);
            let indent = text.part(line..text.blanks(line));
            shut = format!("{}{indent}{}", text.line_break(), shut.trim());
        }
        let bracket = shut.trim().to_owned();
        let next = if text.line(at) == text.line(end) {
            at
        } else {
            end
        };
        let label = format!("`{bracket}` is missing before this");
        let here = match next == at {
            true => at..at + 1,
            false => end.saturating_sub(1)..end,
        };
        // Below a comment behind its last key.
        let place = if is_far && next != at {
            text.line_end(end)
        } else {
            end
        };
        let mut mend = Mend::new(unclosed(open.is_list), here, label).edit(place..place, shut);
        match next == at {
            true => {
                let before = text.part(at..at + 1);
                mend = mend.say(format!("write `{bracket}` before `{before}`"));
            }
            false => {
                mend.label = format!("`{bracket}` is missing behind this").into();
                mend = match is_far {
                    true => mend.say(format!("write `{bracket}` in a line of its own below this")),
                    false => mend.show(open.at..end),
                };
            }
        }
        mend.opened = self.other_line(open.at, end);
        self.scan.mends.push(mend);
    }

    fn closer(&self, open: &Open) -> &'static str {
        match (open.is_list, self.scan.text.byte(open.at + 1)) {
            (true, _) => "]",
            (false, b' ') => " }",
            (false, _) => "}",
        }
    }

    /// All that is open should have been closed before the next statement.
    pub(super) fn give_up(&mut self) -> Option<usize> {
        if self.stack.iter().any(|open| open.is_bare) {
            return None;
        }
        if let Some(spot) = self.spot.take() {
            self.scan.mends.truncate(spot.mends);
            self.stack = spot.stack;
            self.last = spot.last;
        }
        let text = self.scan.text;
        let end = self.last.end;
        if let [only] = self.stack.as_slice()
            && text.byte(only.at + 1) == b'['
            && text.byte(end - 1) == b']'
            && text.part(only.at..end).matches(']').count() == 1
        {
            let extra = only.at..only.at + 1;
            self.scan.mends.push(
                Mend::new("a bracket too many", extra.clone(), "not needed")
                    .edit(extra, "")
                    .say("write one `[`"),
            );
            return Some(end);
        }
        let is_comma = text.byte(self.last.start) == b',';
        let mut near = String::new();
        let mut far = String::new();
        let indent = text.part(text.line_start(self.base)..self.base);
        let indent = if indent.trim().is_empty() { indent } else { "" };
        for open in self.stack.iter().rev() {
            let shut = self.closer(open);
            if text.line(open.at) == text.line(end) && far.is_empty() {
                near += shut;
            } else {
                far += text.line_break();
                far += indent;
                far += shut.trim();
            }
        }
        let missing: String = (near.clone() + &far).split_whitespace().collect();
        let outer = self.stack.first()?.clone();
        let message = match self.stack.len() {
            1 => unclosed(outer.is_list),
            _ => "brackets are not closed",
        };
        let word = text.part(self.last.clone());
        let word = if is_comma { "" } else { word };
        let mut mend = Mend::new(message, end - 1..end, format!("`{missing}` is missing"));
        let start = match is_comma && !near.is_empty() {
            true => text.trimmed(outer.at, end - 1),
            false => end,
        };
        let comma = if far.is_empty() || !is_comma { "" } else { "," };
        let below = text.line_end(end);
        let is_far = !far.is_empty();
        if !near.is_empty() {
            mend = mend.edit(start..end, near + comma);
        }
        if is_far {
            mend = mend.edit(below..below, far);
        }
        mend = match (!is_far, word.len()) {
            (false, _) => mend.say(format!("write `{missing}` below this line")),
            (true, 1..=40) => mend.say(format!("write `{missing}` after `{word}`")),
            (true, _) => mend.say(format!("write `{missing}` at the end of the line")),
        };
        mend.opened = self.other_line(outer.at, end);
        // What was meant to stand in it stands below.
        if self.last.start == outer.at {
            mend = mend.guess();
        }
        self.scan.mends.push(mend);
        Some(end)
    }
}

pub(super) fn unclosed(is_list: bool) -> &'static str {
    match is_list {
        true => "a list is not closed",
        false => "a table in braces is not closed",
    }
}
