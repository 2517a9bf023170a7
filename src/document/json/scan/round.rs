//! Parentheses, which JSON has not: around a group, and behind a name that is called.
//!
//! Unaware of what stands in them, but for whether it starts with a key.

use super::Scanner;
use crate::diag::At;
use crate::document::called;
use crate::document::json::notes::{LONGEST_SAMPLE, slip, written};
use crate::document::json::text::Text;
use crate::document::json::token::{Bracket, What};

/// How much of a line is looked at, in bytes.
const NEAR: usize = 300;

/// After how many findings no end of a group is looked for.
const MOST_LOOKED_AT: usize = 200;

/// How far the end of a group is looked for, in bytes.
const LONGEST_GROUP: usize = 2000;

impl<'a> Scanner<'_, 'a> {
    /// `(` where JSON has another bracket, or none.
    pub(super) fn open_round(&mut self) {
        let here = self.notes.span(self.at, self.at + 1);
        let rest = self.rest();
        let inside = rest.get(1..).unwrap_or_default();
        let bracket = match starts_with_key(inside) {
            true => Bracket::Brace,
            false => Bracket::Square,
        };
        // So many are no slips.
        let most = match self.notes.findings.len() <= MOST_LOOKED_AT {
            true => LONGEST_GROUP,
            false => 0,
        };
        let end = called::group(rest, most);
        let whole = end.and_then(|end| rest.get(..end));
        let items = inside_of(whole.unwrap_or_default());
        let is_one = end.is_some() && bracket == Bracket::Square && is_one(items);
        let finding = slip("parentheses", here, "JSON has none");
        let (opener, closer) = (bracket.opener(), bracket.closer());
        let meant = match (is_one, items.contains('\n')) {
            (true, _) => items.trim().to_owned(),
            (false, true) => format!("{opener}{items}{closer}"),
            (false, false) => {
                let items = items.trim();
                let items = items.strip_suffix(',').unwrap_or(items);
                match bracket {
                    Bracket::Brace => format!("{{ {items} }}"),
                    Bracket::Square => format!("[{items}]"),
                }
            }
        };
        let finding = match end {
            Some(end) => {
                let whole = self.notes.span(self.at, self.at + end);
                let is_short = meant.len() <= LONGEST_SAMPLE && !meant.contains(['\n', '`']);
                let finding = written(finding, whole, &meant);
                match is_short {
                    true => finding,
                    false => finding.help(format!("write `{opener}` and `{closer}`")),
                }
            }
            None => finding.help("write `[` and `]` around a list, and nothing else"),
        };
        self.notes.push(finding);
        self.round.push(bracket);
        self.mark(What::Open(bracket), 1);
    }

    /// `env("OUT")` where a value belongs: one text whose meaning may be known; whether it is one.
    pub(super) fn call(&mut self) -> bool {
        let is_item = self.open.last() == Some(&Bracket::Square);
        if !self.is_announced() && !is_item {
            return false;
        }
        let rest = self.rest();
        let Some(first) = called::length(rest) else {
            return false;
        };
        let whole = rest.get(..first).unwrap_or_default();
        let behind = rest.get(first..).unwrap_or_default();
        let more = goes_on(behind);
        let here = self.notes.span(self.at, self.at + first + more);
        let plain = whole.strip_prefix("new ").unwrap_or(whole);
        let meaning = called::meaning(plain).filter(|_| more == 0);
        let finding = slip(
            "a call, as in a program",
            here.clone(),
            "JSON calls nothing",
        );
        self.notes.push(match &meaning {
            Some(text) => written(finding, here.clone(), text).sure(false),
            None if more > 0 => finding.help(ONE_TEXT),
            None => finding.help("write the text that it gives, in quotes"),
        });
        self.text(Text {
            end: here.end,
            meant: Some(None),
        });
        true
    }

    /// What follows in this line, if it is short: a file may be one line with thousands of texts.
    fn near(&self) -> &'a str {
        let file = self.notes.file;
        let end = file.floor((self.at + NEAR).min(file.text().len()));
        let near = self.notes.text(self.at, end);
        near.lines().next().unwrap_or_default()
    }

    /// Whether nothing follows the character here in its line.
    pub(super) fn is_at_line_end(&self) -> bool {
        let line = self.near();
        line.get(1..).is_some_and(|rest| rest.trim().is_empty())
    }

    /// A backslash by which the line would go on, as in a shell.
    pub(super) fn line_goes_on(&mut self) {
        let here = self.notes.span(self.at, self.at + 1);
        let before = self.notes.text(0, self.at);
        let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
        let gone = self.notes.span(self.at - blanks, self.at + 1);
        let finding = slip("a `\\` at the end of a line", here, "not needed");
        self.notes
            .push(finding.help("remove it").fix(At::Span(gone), ""));
        self.at += 1;
    }

    /// `if x else y` behind a value, and `x ? 6 : 4` where one belongs; whether it is one.
    pub(super) fn condition(&mut self) -> bool {
        let line = self.near();
        let first = line.split_whitespace().next().unwrap_or_default();
        let is_word = matches!(first, "if" | "or" | "and" | "as" | "??" | "||" | "&&" | "?");
        let is_announced = self.is_announced();
        if !is_word && !is_announced {
            return false;
        }
        let end = value_end(line);
        let words = line.get(..end).unwrap_or_default();
        let is_choice = is_announced && words.contains(" ? ") && words.contains(" : ");
        let follows = is_word
            && first.len() < words.len()
            && self.tokens.last().is_some_and(|last| {
                let is_value = last.is_scalar() || matches!(last.what, What::Close(_));
                is_value && !self.notes.text(last.end, self.at).contains('\n')
            });
        if !is_choice && !follows {
            return false;
        }
        let here = self.notes.span(self.at, self.at + end);
        let finding = slip(
            "an expression, as in a program",
            here.clone(),
            "JSON works nothing out",
        );
        if follows {
            self.notes
                .push(finding.help("remove it, or write what it gives"));
            self.at = here.end;
            return true;
        }
        self.notes
            .push(finding.help("write the value that it gives"));
        self.text(Text {
            end: here.end,
            meant: Some(None),
        });
        true
    }

    /// `"{}/web".format(site)` and `"%s/web" % site`: a text that a program fills in; whether it is one.
    pub(super) fn filled_in(&mut self) -> bool {
        let line = self.near();
        let Some(end) = line
            .get(1..)
            .and_then(|inside| inside.find('"'))
            .map(|end| end + 2)
        else {
            return false;
        };
        let behind = line.get(end..).unwrap_or_default();
        let is_method = behind
            .strip_prefix('.')
            .is_some_and(|name| called::name(name).is_some());
        let is_percent = behind.trim_start_matches([' ', '\t']).starts_with("% ");
        if !self.is_announced() || !(is_method || is_percent) {
            return false;
        }
        let here = self.notes.span(self.at, self.at + end + value_end(behind));
        let finding = slip(
            "a text that a program fills in",
            here.clone(),
            "JSON calls nothing",
        );
        self.notes.push(finding.help(ONE_TEXT));
        self.text(Text {
            end: here.end,
            meant: Some(None),
        });
        true
    }
}

/// What to write for a text of several parts.
const ONE_TEXT: &str = "write one text in quotes, `${vars.NAME}` for what is filled in";

/// How much of an expression follows what is called.
fn goes_on(behind: &str) -> usize {
    let next = behind.trim_start_matches([' ', '\t']);
    let is_comment = next.starts_with("//") || next.starts_with("/*");
    match !is_comment && next.starts_with(['+', '.', '[', '(', '|', '/', '%', '?', '*']) {
        true => value_end(behind),
        false => 0,
    }
}

/// The length of a value up to the comma, the bracket or the line's end that ends it.
fn value_end(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut end = 0;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (_, '\n' | '\r') => break,
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => break,
            },
            (None, ',') if depth == 0 => break,
            (None, _) => {}
        }
        if !c.is_whitespace() {
            end = at + c.len_utf8();
        }
    }
    end
}

/// What stands between the parentheses.
fn inside_of(whole: &str) -> &str {
    let inside = whole
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'));
    inside.unwrap_or_default()
}

/// Whether this is one thing, and no list of one: Python has a comma behind that.
fn is_one(items: &str) -> bool {
    let mut quote = None;
    let mut depth = 0_usize;
    for c in items.chars() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth = depth.saturating_sub(1),
            (None, ',' | ';') if depth == 0 => return false,
            (None, _) => {}
        }
    }
    !items.trim().is_empty()
}

/// Whether a text begins with a word, with quotes or without, and a colon or `=` behind it.
fn starts_with_key(text: &str) -> bool {
    let text = text.trim_start();
    let behind = match text.strip_prefix(['"', '\'']) {
        Some(inside) => match inside.find(['"', '\'', '\n']) {
            Some(end) => inside.get(end + 1..).unwrap_or_default(),
            None => return false,
        },
        None => {
            let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
            let behind = text.trim_start_matches(is_name);
            if behind.len() == text.len() {
                return false;
            }
            behind
        }
    };
    behind
        .trim_start_matches([' ', '\t'])
        .starts_with([':', '='])
}
