//! Which module uses which, read from source text, and which of these arrows point backward.
//!
//! Knows Rust only as far as this needs: comments and literals are blanked, paths are found by the
//! words `crate`, `self` and `super` that begin them.

use std::collections::BTreeMap;

/// A module: `[]` for the crate's root, `["check", "texts"]` for `src/check/texts.rs`.
pub type Module = Vec<String>;

/// The modules of a crate, each with its text and the children that it declares, in order.
#[derive(Default)]
pub struct House {
    rooms: BTreeMap<Module, Room>,
}

struct Room {
    code: String,
    children: Vec<String>,
}

impl House {
    /// Adds the module of `file`, a path below `src/` such as `check/texts.rs`.
    pub fn add(&mut self, file: &str, text: &str) {
        let name = file.trim_end_matches(".rs");
        let module: Module = match name {
            "lib" => Vec::new(),
            name => name.split('/').map(str::to_owned).collect(),
        };
        let code = code(text);
        let children = declared(&code);
        self.rooms.insert(module, Room { code, children });
    }

    /// The modules that the crate's root declares, in order.
    pub fn order(&self) -> &[String] {
        self.rooms
            .get(&Module::new())
            .map_or(&[], |root| &root.children)
    }

    /// Every arrow that points backward: from a module to one that is declared below it, at the
    /// level where their ways part. A module and what lies inside it may use each other.
    pub fn backward(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (from, room) in &self.rooms {
            for path in paths(&room.code) {
                let Some(to) = self.target(from, &path) else {
                    continue;
                };
                if let Some(fault) = self.fault(from, &to) {
                    found.push(fault);
                }
            }
        }
        found.sort();
        found.dedup();
        found
    }

    /// The module that a path leads to or into.
    fn target(&self, from: &Module, path: &[String]) -> Option<Module> {
        let mut at = from.clone();
        for (position, segment) in path.iter().enumerate() {
            match segment.as_str() {
                "crate" if position == 0 => at.clear(),
                "self" if position == 0 => {}
                "super" => drop(at.pop()?),
                name => {
                    at.push(name.to_owned());
                    if !self.rooms.contains_key(&at) {
                        at.pop();
                        break;
                    }
                }
            }
        }
        Some(at)
    }

    fn fault(&self, from: &Module, to: &Module) -> Option<String> {
        let shared = from.iter().zip(to).take_while(|(a, b)| a == b).count();
        let (ours, theirs) = (from.get(shared)?, to.get(shared)?);
        let siblings = &self.rooms.get(&from[..shared])?.children;
        let place = |name: &String| siblings.iter().position(|sibling| sibling == name);
        match (place(ours), place(theirs)) {
            (Some(ours), Some(theirs)) if theirs < ours => None,
            _ => Some(format!("{} uses {}", from.join("::"), to.join("::"))),
        }
    }
}

/// The text with comments and literals blanked; lines stay where they are.
pub fn code(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = |index: usize| chars.get(index).copied().unwrap_or('\0');
    let mut out = String::new();
    let mut index = 0;
    while index < chars.len() {
        let end = match (at(index), at(index + 1)) {
            ('/', '/') => line_end(&chars, index),
            ('/', '*') => comment_end(&chars, index),
            ('"', _) => string_end(&chars, index + 1),
            ('r', '"' | '#') if index == 0 || !is_word(at(index - 1)) => raw_end(&chars, index),
            ('\'', '\\') => string_like_end(&chars, index),
            ('\'', _) if at(index + 2) == '\'' => index + 3,
            _ => index,
        };
        if end == index {
            out.push(at(index));
            index += 1;
            continue;
        }
        let blanked = chars.get(index..end.min(chars.len())).unwrap_or_default();
        out.extend(blanked.iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
        index = end;
    }
    out
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn line_end(chars: &[char], from: usize) -> usize {
    let left = chars[from..].iter().position(|c| *c == '\n');
    left.map_or(chars.len(), |left| from + left)
}

fn comment_end(chars: &[char], from: usize) -> usize {
    let mut depth = 0;
    let mut index = from;
    while index + 1 < chars.len() {
        match (chars[index], chars[index + 1]) {
            ('/', '*') => depth += 1,
            ('*', '/') => depth -= 1,
            _ => {
                index += 1;
                continue;
            }
        }
        index += 2;
        if depth == 0 {
            return index;
        }
    }
    chars.len()
}

fn string_end(chars: &[char], from: usize) -> usize {
    let mut index = from;
    while index < chars.len() {
        match chars[index] {
            '\\' => index += 2,
            '"' => return index + 1,
            _ => index += 1,
        }
    }
    chars.len()
}

fn string_like_end(chars: &[char], from: usize) -> usize {
    // The escaped character may itself be a quote.
    let left = chars.get(from + 3..).unwrap_or_default();
    let end = left.iter().position(|c| *c == '\'');
    end.map_or(chars.len(), |end| from + end + 4)
}

/// The end of a raw string that begins here; `from` itself where none does (`r#type`).
fn raw_end(chars: &[char], from: usize) -> usize {
    let hashes = chars[from + 1..].iter().take_while(|c| **c == '#').count();
    if chars.get(from + 1 + hashes) != Some(&'"') {
        return from;
    }
    let mut index = from + 2 + hashes;
    while index < chars.len() {
        let tail = chars.get(index + 1..index + 1 + hashes).unwrap_or_default();
        if chars[index] == '"' && tail.len() == hashes && tail.iter().all(|c| *c == '#') {
            return index + 1 + hashes;
        }
        index += 1;
    }
    chars.len()
}

/// Names of `mod NAME;` in order.
fn declared(code: &str) -> Vec<String> {
    code.lines()
        .filter_map(|line| line.trim().strip_suffix(';'))
        .filter_map(|line| {
            line.strip_prefix("pub ")
                .unwrap_or(line)
                .strip_prefix("mod ")
        })
        .map(str::to_owned)
        .collect()
}

/// Every path that begins with `crate`, `self` or `super`, with braces multiplied out.
fn paths(code: &str) -> Vec<Vec<String>> {
    let tokens = tokens(code);
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let first = matches!(token.as_str(), "crate" | "self" | "super");
        let leads = tokens.get(index + 1).is_some_and(|next| next == "::");
        let inside = index > 0 && tokens[index - 1] == "::";
        if first && leads && !inside {
            tree(&tokens, index, &[], &mut found);
        }
    }
    found
}

/// Reads a path or a tree of paths, and gives the position after it.
fn tree(tokens: &[String], from: usize, lead: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let mut path = lead.to_vec();
    let mut index = from;
    loop {
        match tokens.get(index).map(String::as_str) {
            Some("{") => {
                index += 1;
                while let Some(token) = tokens.get(index) {
                    index = match token.as_str() {
                        "}" => return index + 1,
                        "," => index + 1,
                        _ => tree(tokens, index, &path, found).max(index + 1),
                    };
                }
                return index;
            }
            Some(name) if name.starts_with(is_word) => path.push(name.to_owned()),
            _ => {}
        }
        index += 1;
        if tokens.get(index).is_some_and(|next| next == "::") {
            index += 1;
            continue;
        }
        found.push(path);
        if tokens.get(index).is_some_and(|next| next == "as") {
            index += 2;
        }
        return index;
    }
}

/// Words, `::`, and single characters.
fn tokens(code: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut word = false;
    let mut colon = false;
    for c in code.chars() {
        match found.last_mut() {
            Some(last) if word && is_word(c) => last.push(c),
            Some(last) if colon && c == ':' => {
                last.push(':');
                colon = false;
                word = false;
                continue;
            }
            _ if c.is_whitespace() => {}
            _ => found.push(c.to_string()),
        }
        word = is_word(c);
        colon = c == ':';
    }
    found
}
