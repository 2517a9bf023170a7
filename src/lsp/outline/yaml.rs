//! YAML's lines: what belongs to what follows from indents.
//!
//! Unaware of what lies between brackets, of anchors, and of more than one document.

use super::{Route, Scanner, Slot};

/// A mapping or sequence in block style that is not closed yet.
struct Block {
    indent: usize,
    route: Route,
    /// How many items a sequence has so far; `None` for a mapping.
    items: Option<usize>,
    /// The mapping's last key: its place among the keys, and its route.
    key: Option<(usize, Route)>,
    /// Whether the last key or item has no value yet.
    waiting: bool,
}

impl Block {
    /// The route of the last key or item.
    fn pending(&self) -> Route {
        match (self.items, &self.key) {
            (Some(items), _) => self.route.index(items.saturating_sub(1)),
            (None, Some((_, route))) => route.clone(),
            (None, None) => self.route.clone(),
        }
    }
}

impl Scanner<'_> {
    /// A whole file of YAML.
    pub(super) fn yaml(&mut self) {
        let mut blocks: Vec<Block> = Vec::new();
        while self.at <= self.text.len() {
            let start = self.at;
            self.lost = false;
            self.nest.clear();
            while matches!(self.peek(), Some(b' ' | b'\t')) {
                self.at += 1;
            }
            let end = self.line_end();
            match self.peek() {
                None | Some(b'\n' | b'\r') => self.empty_line(&blocks, start, end),
                Some(b'#') => {
                    self.note(Slot::Nothing, &Route::root(), start..end);
                }
                _ if self.rest().starts_with("---") || self.rest().starts_with("...") => {}
                Some(b'%') if start == self.at => {}
                Some(_) => {
                    self.line(&mut blocks, start);
                    if self.lost {
                        // A bracket was left open: go on at the line that is outside of it.
                        let before = self.text.get(..self.at).unwrap_or_default();
                        self.at = before.rfind('\n').map_or(0, |found| found + 1);
                        if self.at > start {
                            continue;
                        }
                    }
                }
            }
            self.at = self.line_end() + 1;
        }
        self.close(&mut blocks, 0);
    }

    /// Closes all blocks from the given one on.
    fn close(&mut self, blocks: &mut Vec<Block>, from: usize) {
        for block in blocks.drain(from.min(blocks.len())..) {
            if let Some((key, _)) = block.key {
                self.end_key(key);
            }
        }
    }

    /// What could be written on a line without words, at the cursor's column.
    fn empty_line(&mut self, blocks: &[Block], start: usize, end: usize) {
        let Some(wanted) = self.wanted.filter(|at| start <= *at && *at <= end) else {
            return;
        };
        let column = wanted - start;
        let found = blocks.iter().rposition(|block| block.indent <= column);
        let (slot, route, lead) = match found.and_then(|at| blocks.get(at).map(|block| (at, block)))
        {
            None => (Slot::Key, Route::root(), ""),
            Some((at, block)) if block.indent == column => match block.items {
                None => (Slot::Key, block.route.clone(), ""),
                Some(items) => {
                    let below = at.checked_sub(1).and_then(|below| blocks.get(below));
                    match below.filter(|below| below.indent == column) {
                        Some(below) => (Slot::Key, below.route.clone(), ""),
                        None => (Slot::Value, block.route.index(items), "- "),
                    }
                }
            },
            Some((_, block)) if block.waiting => (Slot::Node, block.pending(), ""),
            Some((at, block)) => {
                let child = blocks.get(at + 1).filter(|child| child.items.is_none());
                let route = child.map_or_else(|| block.route.clone(), |child| child.route.clone());
                (Slot::Key, route, "")
            }
        };
        if let Some(cursor) = self.note(slot, &route, wanted..wanted) {
            cursor.lead = lead;
        }
    }

    /// A line with words, from its first one on.
    fn line(&mut self, blocks: &mut Vec<Block>, start: usize) {
        let mut after_dash = false;
        loop {
            let column = self.at - start;
            let is_dash = self.peek() == Some(b'-')
                && matches!(self.peek_at(1), None | Some(b' ' | b'\t' | b'\n' | b'\r'));
            if is_dash {
                let item = self.item(blocks, column);
                self.at += 1;
                self.last = self.at;
                let gap = self.at;
                while matches!(self.peek(), Some(b' ' | b'\t')) {
                    self.at += 1;
                }
                if matches!(self.peek(), None | Some(b'\n' | b'\r' | b'#')) {
                    let here = gap..self.at;
                    if let Some(wanted) = self.wanted
                        && here.start <= wanted
                        && wanted <= here.end
                        && let Some(cursor) = self.note(Slot::Node, &item, wanted..wanted)
                        && cursor.at == here.start
                    {
                        cursor.lead = " ";
                    }
                    return;
                }
                after_dash = true;
                continue;
            }
            match self.key_ahead() {
                Some(_) => self.block_entry(blocks, column),
                None => self.loose(blocks, column, after_dash),
            }
            return;
        }
    }

    /// The next item of the sequence at this column.
    fn item(&mut self, blocks: &mut Vec<Block>, column: usize) -> Route {
        let keep = blocks
            .iter()
            .rposition(|block| block.indent <= column)
            .map_or(0, |at| at + 1);
        self.close(blocks, keep);
        if let Some(block) = blocks.last_mut()
            && block.indent == column
            && let Some(items) = &mut block.items
        {
            *items += 1;
            block.waiting = true;
            return block.pending();
        }
        let route = self.pending(blocks);
        blocks.push(Block {
            indent: column,
            route: route.clone(),
            items: Some(1),
            key: None,
            waiting: true,
        });
        route.index(0)
    }

    /// The route that waits for a value; it gets one.
    fn pending(&mut self, blocks: &mut [Block]) -> Route {
        blocks.last_mut().map_or_else(Route::root, |block| {
            block.waiting = false;
            block.pending()
        })
    }

    /// Where the colon of a key is, if a key begins here.
    fn key_ahead(&self) -> Option<usize> {
        let line = self.rest().lines().next().unwrap_or_default();
        let first = line.chars().next()?;
        if let Some(quote) = Some(first).filter(|c| matches!(c, '"' | '\'')) {
            let inside = line.get(1..)?;
            let close = inside.find(quote)? + 2;
            let after = line.get(close..)?;
            let gap = after.len() - after.trim_start().len();
            return after
                .trim_start()
                .starts_with(':')
                .then_some(self.at + close + gap);
        }
        if matches!(first, '[' | '{' | '&' | '*' | '!' | '|' | '>' | '%' | '@') {
            return None;
        }
        let comment = line.find(" #").unwrap_or(line.len());
        let line = line.get(..comment)?;
        let colon = line
            .find(": ")
            .or_else(|| line.trim_end().strip_suffix(':').map(str::len))?;
        Some(self.at + colon)
    }

    /// `key: value`, as a line of a mapping.
    fn block_entry(&mut self, blocks: &mut Vec<Block>, column: usize) {
        let keep = blocks
            .iter()
            .rposition(|block| {
                block.indent < column || (block.indent == column && block.items.is_none())
            })
            .map_or(0, |at| at + 1);
        self.close(blocks, keep);
        if blocks.last().is_none_or(|block| block.indent < column) {
            let route = self.pending(blocks);
            blocks.push(Block {
                indent: column,
                route,
                items: None,
                key: None,
                waiting: false,
            });
        }
        let Some(colon) = self.key_ahead() else {
            return;
        };
        let table = blocks.last().map_or_else(Route::root, |b| b.route.clone());
        let (name, span, inner) = if matches!(self.peek(), Some(b'"' | b'\'')) {
            let word = self.quoted();
            self.note_quoted(Slot::Key, &table, &word);
            (word.text, word.span, word.inner)
        } else {
            let start = self.at;
            let word = self.text.get(start..colon).unwrap_or_default().trim_end();
            let span = start..start + word.len();
            self.note(Slot::Key, &table, span.clone());
            (word.to_owned(), span.clone(), span)
        };
        if let Some(cursor) = &mut self.cursor
            && cursor.slot == Slot::Key
            && span.start <= cursor.at
            && cursor.at <= span.end
        {
            cursor.followed = true;
        }
        let route = table.key(name);
        if let Some((before, _)) = blocks.last().and_then(|block| block.key.clone()) {
            self.end_key(before);
        }
        self.last = colon + 1;
        let key = self.add_key(route.clone(), span, inner);
        if let Some(block) = blocks.last_mut() {
            block.key = Some((key, route.clone()));
            block.waiting = true;
        }
        self.at = colon + 1;
        let has_value = self.block_value(&route, column);
        if let Some(block) = blocks.last_mut() {
            block.waiting = !has_value;
        }
    }

    /// What follows a key on its line; whether that is a value.
    fn block_value(&mut self, route: &Route, indent: usize) -> bool {
        let gap = self.at;
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.at += 1;
        }
        match self.peek() {
            None | Some(b'\n' | b'\r' | b'#') => {
                if let Some(wanted) = self.wanted.filter(|at| gap <= *at && *at <= self.at)
                    && let Some(cursor) = self.note(Slot::Value, route, wanted..wanted)
                    && cursor.at == gap
                {
                    cursor.lead = " ";
                }
                false
            }
            Some(b'|' | b'>') => {
                self.block_scalar(indent);
                true
            }
            Some(b'&' | b'!') => {
                self.bare(|rest| rest.starts_with(' '));
                self.block_value(route, indent)
            }
            Some(b'*') => {
                self.bare(|rest| rest.starts_with(' '));
                true
            }
            Some(b'[' | b'{') => {
                self.floor = Some(indent);
                self.value(route, false);
                self.floor = None;
                true
            }
            Some(b'"' | b'\'') => {
                let word = self.quoted();
                self.note_quoted(Slot::Value, route, &word);
                self.add_quoted(route, word);
                true
            }
            Some(_) => {
                let span = self.bare(|rest| rest.starts_with(" #"));
                self.note(Slot::Value, route, span.clone());
                self.add_bare(route, span);
                true
            }
        }
    }

    /// Skips the lines of `|` and `>`: all that are indented more than the key.
    fn block_scalar(&mut self, indent: usize) {
        let start = self.at;
        self.at = self.line_end();
        while self.at < self.text.len() {
            let next = self.at + 1;
            let rest = self.text.get(next..).unwrap_or_default();
            let line = rest.lines().next().unwrap_or_default();
            let inner = line.len() - line.trim_start().len();
            if !line.trim().is_empty() && inner <= indent {
                break;
            }
            self.at = rest.find('\n').map_or(self.text.len(), |end| next + end);
            if !line.trim().is_empty() {
                self.last = self.at;
            }
        }
        let end = self.at;
        self.note(Slot::Nothing, &Route::root(), start..end);
    }

    /// Words without a colon: an item, a value on a line of its own, or a key that is half typed.
    fn loose(&mut self, blocks: &mut [Block], column: usize, after_dash: bool) {
        let holder = blocks.iter().rposition(|block| {
            block.indent < column
                || (block.indent == column && (after_dash || block.items.is_none()))
        });
        let block = holder.and_then(|at| blocks.get_mut(at));
        let (slot, route, indent) = match block {
            None => (Slot::Key, Route::root(), 0),
            Some(block) if block.indent == column && block.items.is_none() => {
                (Slot::Key, block.route.clone(), block.indent)
            }
            Some(block) if block.waiting => {
                block.waiting = false;
                (Slot::Node, block.pending(), block.indent)
            }
            Some(block) => (Slot::Nothing, block.pending(), block.indent),
        };
        match self.peek() {
            Some(b'[' | b'{') if slot != Slot::Key => {
                self.floor = Some(indent);
                self.value(&route, false);
                self.floor = None;
            }
            Some(b'"' | b'\'') => {
                let word = self.quoted();
                self.note_quoted(slot, &route, &word);
                if slot == Slot::Node {
                    self.add_quoted(&route, word);
                }
            }
            _ => {
                let span = self.bare(|rest| rest.starts_with(" #"));
                self.note(slot, &route, span.clone());
                if slot == Slot::Node {
                    self.add_bare(&route, span);
                }
            }
        }
    }
}
