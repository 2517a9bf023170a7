//! Comments: where one is, how long it is, and whether the file may hold it.
//!
//! Unaware of what stands around them, but for the lines that they have to themselves.

use super::Scanner;
use crate::diag::{At, MOST_FINDINGS};
use crate::document::json::Dialect;
use crate::document::json::notes::slip;

/// How far behind a comment a second end of it is looked for, in bytes.
const LONGEST_TAIL: usize = 1000;

/// How many comments are shown in a file that may hold none.
const MOST_SHOWN: usize = 3;

impl Scanner<'_, '_> {
    /// Whether a comment starts here, and no value such as `#ff0000` or `//server/films`.
    pub(super) fn is_comment(&self) -> bool {
        let rest = self.rest();
        if self.is_one_slash() {
            return true;
        }
        let is_own = rest.starts_with("//") && self.notes.dialect == Dialect::WithComments;
        if is_own || rest.starts_with("/*") {
            return true;
        }
        let Some(after) = rest.strip_prefix("//").or(rest.strip_prefix('#')) else {
            return false;
        };
        let is_word = after.starts_with(|c: char| c.is_alphanumeric());
        !(is_word && self.is_announced())
    }

    /// Whether a comment starts here that has lost one of its slashes: no path starts with `/ `.
    fn is_one_slash(&self) -> bool {
        let rest = self.rest();
        if !rest.starts_with("/ ") || self.is_announced() {
            return false;
        }
        let file = self.notes.file;
        let line = file.line_range(file.line_of(self.at)).start;
        self.notes.text(line, self.at).trim().is_empty() || is_one_slash(rest)
    }

    /// Skips a comment.
    pub(super) fn comment(&mut self) {
        let start = self.at;
        let rest = self.rest();
        if self.is_one_slash() {
            return self.one_slash();
        }
        let (is_allowed, length) = match rest.strip_prefix("/*") {
            Some(inside) => match inside.find("*/") {
                Some(at) => (Dialect::WithComments, self.up_to_the_last(at + 4)),
                None => return self.open_comment(),
            },
            None if rest.starts_with('#') => (Dialect::InYaml, line_length(rest)),
            None => (Dialect::WithComments, line_length(rest)),
        };
        self.at += length;
        if self.notes.dialect == is_allowed {
            return;
        }
        let end = start + rest.get(..length).unwrap_or_default().trim_end().len();
        // Those in lines of their own that follow each other are told once.
        let goes_on = |last: &(usize, usize)| {
            let gap = self.notes.text(last.1, start);
            gap.trim().is_empty() && self.has_own_lines(last.0, end)
        };
        if self.comments.last().is_some_and(goes_on) {
            if let Some(last) = self.comments.last_mut() {
                last.1 = end;
            }
        } else if self.comments.len() <= MOST_FINDINGS {
            self.comments.push((start, end));
        }
    }

    /// `/ words` up to its line's end.
    fn one_slash(&mut self) {
        let start = self.at;
        let rest = self.rest();
        let line = rest.get(..line_length(rest)).unwrap_or_default();
        let words = line.trim_end().trim_start_matches('/').trim_start();
        let end = start + line.trim_end().len();
        let finding = slip(
            "a comment that starts with one `/`",
            self.notes.span(start, start + 1),
            "starts no comment",
        );
        let mark = match self.notes.dialect {
            Dialect::Plain => None,
            Dialect::WithComments => Some("//"),
            Dialect::InYaml => Some("#"),
        };
        self.notes.push(match mark {
            Some(mark) => {
                let here = self.notes.span(start, start + 1);
                finding
                    .help(format!("write `{mark} {words}`"))
                    .fix(At::Span(here), mark)
            }
            None => {
                let (from, to) = self.gone(start, end);
                let finding = finding.help("remove it: JSON has no comments");
                let gone = self.notes.span(from, to);
                finding.fix(At::Span(gone), "").sure(false)
            }
        });
        self.at += line.len();
    }

    /// The length of a comment of which `length` bytes end with `*/`, with the words up to another one
    /// that is opened by nothing.
    fn up_to_the_last(&mut self, length: usize) -> usize {
        let after = self.at + length;
        let end = self.notes.file.floor(after + LONGEST_TAIL);
        let tail = self
            .notes
            .text(after, end.min(self.notes.file.text().len()));
        let Some(close) = tail.find("*/") else {
            return length;
        };
        let words = tail.get(..close).unwrap_or_default();
        let is_in_line = !words.contains('\n') && words.matches('"').count() % 2 == 0;
        let is_words = is_in_line || !words.contains(['"', '{', '}', '[', ']']);
        if !is_words || words.contains("/*") || words.contains("//") || words.trim().is_empty() {
            return length;
        }
        if self.notes.dialect == Dialect::WithComments {
            let here = self.notes.span(after - 2, after);
            let finding = slip(
                "a comment ends too early",
                here.clone(),
                "what follows up to the next `*/` is outside of it",
            );
            self.notes
                .push(finding.help("remove this `*/`").fix(At::Span(here), ""));
        }
        length + close + 2
    }

    /// A comment that nothing ends.
    fn open_comment(&mut self) {
        let here = self.notes.span(self.at, self.at + 2);
        let finding = slip(
            "a comment is not closed",
            here,
            "`*/` is missing after this",
        );
        self.notes
            .push(finding.help("write `*/` where the comment ends"));
        self.notes.doubt_from(self.at);
        self.notes.is_cut = true;
        self.at = self.notes.file.text().len();
    }

    /// Tells of the comments that may not stand in this file.
    pub(super) fn tell_comments(&mut self) {
        match self.notes.dialect {
            Dialect::Plain => self.tell_all_comments(),
            Dialect::WithComments => self.tell_each_comment("#", "//"),
            Dialect::InYaml => self.tell_each_comment("//", "#"),
        }
    }

    /// JSON has none: one finding for all, since one change of the file's name cures all.
    fn tell_all_comments(&mut self) {
        let Some((start, end)) = self.comments.first().copied() else {
            return;
        };
        let is_one = self.comments.len() == 1;
        let (message, them) = match is_one {
            true => ("a comment in JSON", "it"),
            false => ("comments in JSON", "them"),
        };
        let is_hash = |(start, _): &(usize, usize)| self.notes.text(*start, start + 1) == "#";
        let mark = match self.comments.iter().any(is_hash) {
            true => " and start with `//`",
            false => "",
        };
        let stem = self.notes.file.stem();
        let here = self.notes.span(start, end);
        let mut finding = slip(message, here, "JSON has no comments").help(format!(
            "name the file `{stem}.jsonc`, where comments may stand{mark}, or remove {them}"
        ));
        for (start, end) in self.comments.iter().take(MOST_SHOWN).skip(1) {
            let here = self.notes.span(*start, *end).first_line();
            finding = finding.label(At::Span(here), "nor here");
        }
        if is_one {
            // What somebody wrote down is not for a program to remove.
            let (from, to) = self.gone(start, end);
            let gone = self.notes.span(from, to);
            finding = finding.fix(At::Span(gone), "").sure(false);
        }
        self.notes.push(finding);
    }

    /// Comments that start as they do in another language, and not with `right`.
    fn tell_each_comment(&mut self, wrong: &str, right: &str) {
        for (start, end) in std::mem::take(&mut self.comments) {
            let span = self.notes.span(start, end);
            let text = span.text();
            let starts =
                |line: &str| line.trim().is_empty() || line.trim_start().starts_with(wrong);
            let is_of_lines = text.lines().all(starts);
            let mark = if is_of_lines { wrong } else { "/*" };
            let message = format!("a comment that starts with `{mark}`");
            let finding = slip(
                message,
                span.clone(),
                format!("`{right}` starts a comment here"),
            );
            self.notes.push(match is_of_lines {
                true => {
                    let lines: Vec<String> = text
                        .split('\n')
                        .map(|line| line.replacen(wrong, right, 1))
                        .collect();
                    let finding = finding.help(format!("write `{right}` instead"));
                    finding.fix(At::Span(span), lines.join("\n"))
                }
                false => finding.help(format!("start each of its lines with `{right}`")),
            });
        }
    }

    /// Whether nothing else stands in the lines from byte `start` to byte `end`.
    fn has_own_lines(&self, start: usize, end: usize) -> bool {
        let file = self.notes.file;
        let first = file.line_range(file.line_of(start)).start;
        let last = file.line_range(file.line_of(end)).end;
        let is_blank = |text: &str| text.trim().is_empty();
        is_blank(self.notes.text(first, start)) && is_blank(self.notes.text(end, last))
    }

    /// What goes with a comment: its lines, or the blanks between it and its neighbour.
    fn gone(&self, start: usize, end: usize) -> (usize, usize) {
        let file = self.notes.file;
        if self.has_own_lines(start, end) {
            let first = file.line_range(file.line_of(start)).start;
            let last = file.line_range(file.line_of(end)).end;
            return (first, (last + 1).min(file.text().len()));
        }
        let line = file.line_range(file.line_of(start)).start;
        let before = self.notes.text(line, start);
        if before.trim().is_empty() {
            let after = self.notes.text(end, file.text().len());
            let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
            return (start, end + blanks);
        }
        let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
        (start - blanks, end)
    }
}

/// Whether a text that follows a value starts with `/ ` and words: with more of the manifest behind it
/// in its line, that may be a sum.
pub(super) fn is_one_slash(text: &str) -> bool {
    let mut near = text.chars().take(LONGEST_TAIL);
    let stop = near.find(|c| matches!(c, '\n' | '"' | '{' | '}' | '[' | ']'));
    text.starts_with("/ ") && stop.is_none_or(|c| c == '\n')
}

/// The length of the line that a text starts with.
fn line_length(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}
