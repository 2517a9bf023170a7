//! What lies between brackets: TOML's arrays and inline tables, YAML's flow style, all of JSON.
//!
//! Unaware of lines, but for those at which an open bracket must have ended.

use super::{MAX_NESTING, Quoted, Route, Scanner, Slot, Syntax};

impl Scanner<'_> {
    /// A whole file of JSON.
    pub(super) fn json(&mut self) {
        let root = Route::root();
        while self.at < self.text.len() {
            let before = self.at;
            self.value(&root, true);
            self.blank(true, Slot::Nothing, &root);
            if self.at == before {
                self.bump();
            }
        }
    }

    /// A value; with `lines`, it may stand on a later line.
    pub(super) fn value(&mut self, route: &Route, lines: bool) {
        self.blank(lines, Slot::Value, route);
        if self.lost {
            return;
        }
        match self.peek() {
            None | Some(b'\n' | b',' | b'}' | b']') => {}
            Some(b'{') => self.table(route),
            Some(b'[') => self.list(route),
            Some(b'"' | b'\'') => {
                let word = self.quoted();
                self.note_quoted(Slot::Value, route, &word);
                self.add_quoted(route, word);
            }
            Some(b'&' | b'!' | b'*') if self.syntax == Syntax::Yaml => {
                let is_alias = self.peek() == Some(b'*');
                self.bare(|rest| rest.starts_with([' ', ',', ']', '}']));
                if !is_alias {
                    self.value(route, lines);
                }
            }
            Some(_) => self.word(route),
        }
    }

    /// A bare word or number.
    fn word(&mut self, route: &Route) {
        let (syntax, in_brackets) = (self.syntax, !self.nest.is_empty());
        let span = self.bare(|rest| match syntax {
            Syntax::Toml => rest.starts_with('#') || (in_brackets && ends_word(rest)),
            Syntax::Yaml => rest.starts_with(": ") || rest.starts_with(" #") || ends_word(rest),
            Syntax::Json => rest.starts_with([':', '"', '\t']) || ends_word(rest),
        });
        if span.is_empty() {
            self.bump();
            return;
        }
        let span = self.with_placeholders(span);
        self.note(Slot::Value, route, span.clone());
        self.add_bare(route, span);
    }

    /// In YAML, a bare word together with `${…}`: that needs quotes there, but it is one text.
    fn with_placeholders(&mut self, word: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let is_open = |text: &str, at: usize| {
            text.get(..at).is_some_and(|before| before.ends_with('$'))
                && text.get(at..).is_some_and(|rest| rest.starts_with('{'))
        };
        let mut end = word.end;
        while self.syntax == Syntax::Yaml && is_open(self.text, self.at) {
            self.at += 1;
            self.bare(|rest| rest.starts_with(['}', ',', ' ']));
            if self.peek() == Some(b'}') {
                self.at += 1;
                self.bare(|rest| rest.starts_with(' ') || ends_word(rest));
            }
            end = self.at;
            self.last = end;
        }
        word.start..end
    }

    /// A list, from its bracket on.
    pub(super) fn list(&mut self, route: &Route) {
        if !self.open(b'[') {
            return;
        }
        let mut count = 0;
        loop {
            let before = self.at;
            let item = route.index(count);
            self.value(&item, true);
            if self.lost || self.orphan.is_some() {
                break;
            }
            let has_item = self.at > before && !matches!(self.peek(), Some(b'}'));
            self.blank(true, Slot::Nothing, &item);
            if self.lost {
                break;
            }
            match self.peek() {
                None => break,
                Some(b']') => {
                    self.shut();
                    break;
                }
                Some(b',') => {
                    self.at += 1;
                    count += 1;
                }
                Some(b':') if self.syntax != Syntax::Toml && self.nest.contains(&b'{') => {
                    self.disown(&item);
                    if self.orphan.is_some() {
                        break;
                    }
                    self.at += 1;
                }
                // The table around this list ends: the list was never closed.
                Some(b'}') if self.nest.contains(&b'{') => break,
                // A comma is missing.
                Some(_) if has_item => count += 1,
                Some(_) => self.bump(),
            }
        }
        self.nest.pop();
    }

    /// The last item of the list is a key of the table around it.
    fn disown(&mut self, item: &Route) {
        let is_last = self
            .scalars
            .last()
            .is_some_and(|last| last.route == *item && last.quote.is_some());
        if !is_last {
            return;
        }
        if let Some(word) = self.scalars.pop() {
            self.orphan = Some(Quoted {
                span: word.span,
                inner: word.inner,
                text: word.text,
                quote: word.quote.unwrap_or('"'),
                closed: true,
            });
        }
    }

    /// A table, from its bracket on.
    pub(super) fn table(&mut self, route: &Route) {
        let in_list = self.nest.last() == Some(&b'[');
        if !self.open(b'{') {
            return;
        }
        loop {
            let before = self.at;
            if let Some(word) = self.orphan.take() {
                self.flow_value(route, word);
            } else {
                self.blank(true, Slot::Key, route);
                if self.lost {
                    break;
                }
                match self.peek() {
                    None => break,
                    Some(b'}') => {
                        self.shut();
                        break;
                    }
                    Some(b',') => self.at += 1,
                    Some(b']') if self.nest.contains(&b'[') => break,
                    Some(b'{') if in_list => break,
                    Some(b'{' | b'[' | b']' | b':' | b'=') => self.at += 1,
                    Some(_) if self.syntax == Syntax::Toml => self.entry(route),
                    Some(_) => self.flow_entry(route),
                }
            }
            if self.lost {
                break;
            }
            if self.at == before && self.orphan.is_none() {
                self.bump();
            }
        }
        self.nest.pop();
    }

    /// A key and its value, in YAML's flow style or JSON.
    fn flow_entry(&mut self, table: &Route) {
        let word = if matches!(self.peek(), Some(b'"' | b'\'')) {
            let word = self.quoted();
            self.note_quoted(Slot::Key, table, &word);
            word
        } else {
            let span = self.bare(|rest| rest.starts_with([':', '"']) || ends_word(rest));
            self.note(Slot::Key, table, span.clone());
            let text = self.text.get(span.clone()).unwrap_or_default().to_owned();
            Quoted {
                inner: span.clone(),
                span,
                text,
                quote: ' ',
                closed: true,
            }
        };
        self.flow_value(table, word);
    }

    fn flow_value(&mut self, table: &Route, word: Quoted) {
        if word.span.is_empty() {
            return;
        }
        let route = table.key(word.text);
        let span = word.span.clone();
        self.blank(false, Slot::Nothing, table);
        if self.peek() != Some(b':') {
            return;
        }
        if let Some(cursor) = &mut self.cursor
            && cursor.slot == Slot::Key
            && span.start <= cursor.at
            && cursor.at <= span.end
        {
            cursor.followed = true;
        }
        let key = self.add_key(route.clone(), word.span, word.inner);
        self.at += 1;
        self.last = self.at;
        // A value may stand on the next line, but not if a key does.
        let same_line = self.rest().trim_start_matches([' ', '\t', '\r']);
        let is_missing = same_line.starts_with('\n') && self.is_key_next();
        self.value(&route, !is_missing);
        self.end_key(key);
    }

    /// Whether the next word is a key, so that the value before it is missing.
    fn is_key_next(&self) -> bool {
        let rest = self.rest().trim_start();
        let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            // A bare word: a key if a colon follows on its line.
            let line = rest.lines().next().unwrap_or_default();
            return line.contains(": ") || line.trim_end().ends_with(':') || line.starts_with('}');
        };
        let inside = rest.get(1..).unwrap_or_default();
        let after = inside.find(quote).and_then(|end| inside.get(end + 1..));
        after.is_some_and(|after| after.trim_start().starts_with(':'))
    }

    /// Opens a bracket; too many of them are skipped with their line.
    fn open(&mut self, bracket: u8) -> bool {
        if self.nest.len() >= MAX_NESTING {
            self.at = self.line_end();
            self.lost = true;
            return false;
        }
        self.nest.push(bracket);
        self.at += 1;
        self.last = self.at;
        true
    }

    fn shut(&mut self) {
        self.at += 1;
        self.last = self.at;
    }
}

fn ends_word(rest: &str) -> bool {
    rest.starts_with([',', ']', '}', '[', '{'])
}
