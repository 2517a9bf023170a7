//! A pair of key and value as another language writes it is one mistake: what is wrong with its key, its
//! value and the comma behind is told as one.
//!
//! Unaware of how each was found.

use super::notes::LONGEST_SAMPLE;
use crate::diag::{At, Diagnostic, Fix, Label};
use crate::source::Span;

/// The message for a key without quotes.
pub(super) const BARE_KEY: &str = "a key without quotes";

/// The message for a key in another language's writing.
pub(super) const ASSIGNED: &str = "a key as in other languages";

/// The message for a key like an item of YAML.
pub(super) const DASH: &str = "a `-` before a key, as in YAML";

/// The message for a text without quotes.
pub(super) const BARE_TEXT: &str = "text without quotes";

/// The message for a comma that is missing.
pub(super) const NO_COMMA: &str = "a comma is missing";

/// What is wrong with one pair so far.
struct Pair {
    finding: Diagnostic,
    /// From the first byte that its cure replaces to the last.
    place: Span,
    text: String,
    /// What may come next.
    awaits: Awaits,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Awaits {
    Key,
    Value,
    Comma,
    Nothing,
}

/// What a finding is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    Key,
    Colon,
    Value,
    Comma,
}

/// How much of one line is told as one, in bytes.
const LONGEST_PAIRS: usize = 400;

/// How many places of one finding are shown.
const MOST_LABELS: usize = 6;

/// The findings of one file, by their places, with those of one pair as one.
pub(super) fn joined(findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut all = Vec::with_capacity(findings.len());
    let mut open: Option<Pair> = None;
    for finding in findings {
        if let Some(pair) = &mut open
            && pair.take(&finding)
        {
            continue;
        }
        all.extend(open.take().map(|pair| pair.finding));
        match Pair::of(&finding) {
            Some(pair) => open = Some(pair),
            None => all.push(finding),
        }
    }
    all.extend(open.map(|pair| pair.finding));
    all
}

/// What the sure cure of a finding replaces, within one line, and by what.
fn cure(finding: &Diagnostic) -> Option<(Span, &str)> {
    let fix = finding.fix.as_ref().filter(|fix| fix.is_sure)?;
    match &fix.at {
        At::Span(span) if !span.text().contains('\n') => Some((span.clone(), &fix.text)),
        _ => None,
    }
}

impl Pair {
    /// The pair that a finding may be the first one of.
    fn of(finding: &Diagnostic) -> Option<Self> {
        let awaits = match finding.message.as_str() {
            DASH => Awaits::Key,
            BARE_KEY | ASSIGNED => Awaits::Value,
            BARE_TEXT => Awaits::Comma,
            _ => return None,
        };
        let (place, text) = cure(finding)?;
        Some(Self {
            text: text.to_owned(),
            finding: finding.clone(),
            place,
            awaits,
        })
    }

    /// Takes in what is wrong with the value or the comma of this pair; whether it is.
    fn take(&mut self, next: &Diagnostic) -> bool {
        let Some((place, text)) = cure(next).filter(|_| next.code == self.finding.code) else {
            return false;
        };
        let Some(gap) = place.file.text().get(self.place.end..place.start) else {
            return false;
        };
        let about = match next.message.as_str() {
            NO_COMMA => About::Comma,
            BARE_KEY | ASSIGNED => About::Key,
            _ if text == ":" => About::Colon,
            _ => About::Value,
        };
        let is_next = match (about, self.awaits) {
            (About::Comma, Awaits::Value) => is_value(gap) && !self.text.ends_with(','),
            (About::Comma, Awaits::Comma) => gap.is_empty(),
            (About::Value, Awaits::Value) => is_sign(gap),
            (About::Colon, Awaits::Value) => gap.is_empty(),
            (About::Key, Awaits::Key) => gap.is_empty(),
            // The next pair of the same line.
            (About::Key, Awaits::Value | Awaits::Comma) => {
                let value = gap.trim_end_matches([' ', '\t']).strip_suffix(',');
                value.is_some_and(is_value)
            }
            _ => false,
        };
        if !is_next || gap.len() + self.text.len() > LONGEST_PAIRS {
            return false;
        }
        let is_comma = about == About::Comma;
        let shown = next.primary();
        let has_room = self.finding.labels.len() < MOST_LABELS;
        let is_within = |known: &Label| {
            let inner = shown.map_or(0, |one| one.end);
            is_comma && matches!(&known.at, At::Span(at) if inner <= at.end)
        };
        match self.finding.labels.last_mut() {
            Some(known) if is_within(known) => known.text += ", with `,` after it",
            _ if has_room => self.finding.labels.extend(next.labels.first().cloned()),
            _ => {}
        }
        if self.finding.message == BARE_KEY {
            self.finding.message = ASSIGNED.to_owned();
        }
        self.text += gap;
        self.text += text;
        self.place.end = place.end;
        self.awaits = match about {
            About::Key | About::Colon => Awaits::Value,
            About::Value => Awaits::Comma,
            About::Comma => Awaits::Nothing,
        };
        let mut shown = self.text.clone();
        if matches!(about, About::Key | About::Colon) {
            shown += value_at(&self.place);
        }
        let is_short = shown.len() <= LONGEST_SAMPLE && !shown.contains('`');
        self.finding.help = is_short.then(|| format!("write {shown}"));
        let fix = Fix {
            at: At::Span(self.place.clone()),
            text: self.text.clone(),
            is_sure: true,
        };
        self.finding.fix = Some(fix);
        true
    }
}

/// The colon and the value that follow a key, on one line.
fn value_at(key: &Span) -> &str {
    let rest = key.file.text().get(key.end..).unwrap_or_default();
    let mut ends = rest
        .char_indices()
        .take_while(|(at, _)| *at <= LONGEST_SAMPLE)
        .filter(|(_, c)| matches!(c, ',' | '}' | ']' | '\n'));
    let whole = ends.find_map(|(at, c)| {
        let value = rest.get(..at)?;
        (c == '\n' || is_value(value)).then_some(value)
    });
    whole
        .filter(|value| is_value(value) && !is_sign(value))
        .unwrap_or_default()
        .trim_end()
}

/// Whether this is a colon, or nothing.
fn is_sign(gap: &str) -> bool {
    gap.trim_matches([' ', '\t', ':']).is_empty()
}

/// Whether this is nothing, or one value with or without a colon before it, on one line.
fn is_value(gap: &str) -> bool {
    let mut depth = 0_usize;
    let mut is_text = false;
    for c in gap.chars() {
        match c {
            '\n' | '\r' | '\\' => return false,
            '"' => is_text = !is_text,
            _ if is_text => {}
            '{' | '[' => depth += 1,
            '}' | ']' => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return false,
            },
            ',' if depth == 0 => return false,
            _ => {}
        }
    }
    depth == 0 && !is_text
}
