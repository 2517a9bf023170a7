//! TOML's lines: headers, and keys with their values.
//!
//! Unaware of what lies between brackets.

use super::{Key, Route, Scanner, Slot};

/// Whether a line can only be a statement: a header, or, inside a list, a key with its `=`.
pub(super) fn is_statement(rest: &str, in_list: bool) -> bool {
    let line = rest.lines().next().unwrap_or_default();
    is_header(line) || (in_list && is_assignment(line))
}

fn is_header(line: &str) -> bool {
    let Some(inside) = line.strip_prefix('[') else {
        return false;
    };
    let inside = inside.strip_prefix('[').unwrap_or(inside);
    let Some((name, after)) = inside.split_once(']') else {
        return false;
    };
    let after = after.trim_start_matches(']').trim_start();
    let begins = name.chars().next().is_some_and(char::is_alphabetic);
    let is_name = |c: char| is_bare(c) || matches!(c, '.' | ' ' | '"' | '\'');
    begins && name.chars().all(is_name) && (after.is_empty() || after.starts_with('#'))
}

fn is_assignment(line: &str) -> bool {
    let Some((name, _)) = line.split_once('=') else {
        return false;
    };
    let name = name.trim_end();
    let is_name = |c: char| is_bare(c) || c == '.';
    !name.is_empty() && name.chars().all(is_name)
}

fn is_bare(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

impl Scanner<'_> {
    /// A whole file of TOML.
    pub(super) fn toml(&mut self) {
        let mut table = Route::root();
        let mut header: Vec<usize> = Vec::new();
        loop {
            self.lost = false;
            self.orphan = None;
            self.nest.clear();
            self.blank(true, Slot::Key, &table);
            let before = self.at;
            match self.peek() {
                None => break,
                Some(b'[') => {
                    self.end_header(&header);
                    (table, header) = self.header();
                }
                Some(_) => self.entry(&table),
            }
            if self.lost {
                // Already at the line that is outside of the bracket.
                continue;
            }
            self.blank(false, Slot::Nothing, &table);
            if !matches!(self.peek(), None | Some(b'\n')) {
                self.bare(|_| false);
            }
            if self.at == before {
                self.bump();
            }
        }
        self.end_header(&header);
    }

    fn end_header(&mut self, header: &[usize]) {
        for key in header {
            self.end_key(*key);
        }
    }

    /// `[a.b]` or `[[a.b]]`: the table that it opens, and its keys.
    fn header(&mut self) -> (Route, Vec<usize>) {
        let start = self.at;
        let is_list = self.rest().starts_with("[[");
        self.at += if is_list { 2 } else { 1 };
        let mut table = Route::root();
        let mut keys = Vec::new();
        loop {
            self.blank(false, Slot::Header, &table);
            let Some((name, key)) = self.segment(Slot::Header, &table) else {
                break;
            };
            table = table.key(name);
            keys.push(self.keys.len());
            self.keys.push(Key {
                route: table.clone(),
                in_header: true,
                start,
                ..key
            });
            self.blank(false, Slot::Nothing, &table);
            let more = self.peek() == Some(b'.');
            if !is_list || more {
                // Below a list of tables, a header goes on with the last of them.
                if let Some(count) = self.tables.get(&table) {
                    table = table.index(count.saturating_sub(1));
                }
            }
            if !more {
                break;
            }
            self.at += 1;
        }
        if is_list {
            let count = self.tables.entry(table.clone()).or_insert(0);
            let index = *count;
            *count += 1;
            table = table.index(index);
        }
        while self.peek() == Some(b']') {
            self.at += 1;
        }
        self.last = self.at;
        (table, keys)
    }

    /// `a.b = value`, as a line or between brackets.
    pub(super) fn entry(&mut self, table: &Route) {
        let start = self.at;
        let mut route = table.clone();
        let first = self.keys.len();
        loop {
            let Some((name, key)) = self.segment(Slot::Key, &route) else {
                return;
            };
            route = route.key(name);
            self.keys.push(Key {
                route: route.clone(),
                start,
                ..key
            });
            self.blank(false, Slot::Nothing, &route);
            if self.peek() != Some(b'.') {
                break;
            }
            self.at += 1;
            self.blank(false, Slot::Key, &route);
        }
        if self.peek() != Some(b'=') {
            // A word without a value is no key yet.
            self.keys.truncate(first);
            return;
        }
        if let Some(cursor) = &mut self.cursor
            && cursor.slot == Slot::Key
            && start <= cursor.at
            && cursor.at <= self.at
        {
            cursor.followed = true;
        }
        self.at += 1;
        self.last = self.at;
        self.value(&route, false);
        for key in first..self.keys.len() {
            let ends_here = self
                .keys
                .get(key)
                .is_some_and(|key| key.route.holds(&route));
            if ends_here {
                self.end_key(key);
            }
        }
    }

    /// One name of a dotted key; nothing is read where none begins.
    fn segment(&mut self, slot: Slot, table: &Route) -> Option<(String, Key)> {
        let (name, span, inner) = if matches!(self.peek(), Some(b'"' | b'\'')) {
            let word = self.quoted();
            self.note_quoted(slot, table, &word);
            (word.text, word.span, word.inner)
        } else {
            let span = self.bare(|rest| !rest.starts_with(is_bare));
            if span.is_empty() {
                return None;
            }
            self.note(slot, table, span.clone());
            let name = self.text.get(span.clone()).unwrap_or_default().to_owned();
            (name, span.clone(), span)
        };
        let key = Key {
            route: Route::root(),
            end: span.end,
            start: span.start,
            span,
            inner,
            in_header: false,
        };
        Some((name, key))
    }
}
