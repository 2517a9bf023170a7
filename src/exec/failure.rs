//! What ffmpeg's words and status mean, and which line of the manifest they are about.
//!
//! Knows no process: it is given a call, its status and what was said. Exit status 0 proves
//! nothing (an unused option, a full disk and a broken source all end with 0), and most codes
//! differ between versions, so it is the words that count; the wordings of 5.1, 8.1 and 9.0 are
//! in `rules`.

mod pattern;
mod class;
mod rules;
mod clues;
mod origin;
mod source;
mod setting;
mod system;

use super::excerpt::Excerpt;
use super::launcher::{Ending, LaunchError};
use super::words::Words;
use crate::diag::{At, Code, Diagnostic, Severity};
use crate::plan::Command;
use crate::source::Route;
use class::{Class, Subject};
use clues::Clues;
use rules::{Rank, Rule};

/// How many lines of the log's end are shown with a failure.
const TAIL: usize = 12;

/// What went wrong in a call of ffmpeg.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What kind of failure it is.
    pub code: &'static Code,
    /// The fact: lower case, no full stop.
    pub message: String,
    /// The manifest value that caused it, where ffmpeg's words name one.
    pub origin: Option<Route>,
    /// ffmpeg's own words, without addresses; empty if it said nothing.
    pub decisive: String,
    /// What to write or do instead.
    pub help: String,
    /// The end of the log, without addresses.
    pub tail: Vec<String>,
}

impl Failure {
    /// Whether the call's product must not be used. A damaged source is a warning: ffmpeg went
    /// on, and whether frames are missing is seen when the product is read.
    pub fn is_fatal(&self) -> bool {
        self.code.severity == Severity::Error
    }

    /// As a finding; `step` is where it points when ffmpeg's words name no value.
    pub fn diagnostic(&self, step: &Route) -> Diagnostic {
        let route = self.origin.clone().unwrap_or_else(|| step.clone());
        let mut diagnostic = Diagnostic::new(self.code, route.clone(), self.message.clone())
            .label(At::Value(route), self.decisive.clone())
            .help(self.help.clone());
        for line in &self.tail {
            diagnostic = diagnostic.note(line.clone());
        }
        diagnostic
    }
}

/// Every code that a call of ffmpeg can end with.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    [source::CODES, setting::CODES, system::CODES]
        .into_iter()
        .flatten()
        .copied()
}

/// Judges a call that has ended. `None`: nothing speaks against its product.
pub fn judge(command: &Command, ending: Ending, said: &Excerpt) -> Option<Failure> {
    let lines: Vec<Words<'_>> = said.lines().map(Words::of).collect();
    let (class, decisive) = verdict(ending, &lines)?;
    let mut clues = Clues::gather(&lines);
    if let Some((rule, line)) = decisive {
        clues.prefer(rule, line);
    }
    let call = origin::Outline::of(command);
    let class = call.side(class, &clues);
    let told = match class.subject() {
        Subject::Source => source::tell(class, &clues, &call),
        Subject::Setting => setting::tell(class, &clues),
        Subject::System => system::tell(class, ending, &clues),
    };
    let decisive = decisive.map(|(_, line)| line);
    Some(Failure {
        code: told.code,
        message: discreet(&told.message),
        origin: call.origin(class, &clues, decisive),
        decisive: decisive.map(|line| discreet(line.text)).unwrap_or_default(),
        help: told.help,
        tail: lines
            .iter()
            .skip(lines.len().saturating_sub(TAIL))
            .map(|line| discreet(&line.clean()))
            .collect(),
    })
}

/// What a call that did not start means.
pub fn not_started(error: &LaunchError) -> Failure {
    let told = system::not_started(error);
    Failure {
        code: told.code,
        message: told.message,
        origin: None,
        decisive: String::new(),
        help: told.help,
        tail: Vec::new(),
    }
}

/// A class of failure in words.
struct Told {
    code: &'static Code,
    message: String,
    help: String,
}

type Decisive<'a> = (&'static Rule, &'a Words<'a>);

/// The class, and the line that tells it.
fn verdict<'a>(ending: Ending, lines: &'a [Words<'a>]) -> Option<(Class, Option<Decisive<'a>>)> {
    let last_error = || {
        let error = lines.iter().rev().find(|line| line.is_error())?;
        Some((&rules::REST, error))
    };
    if let Some(class) = class::of_signal(ending) {
        return Some((class, last_error()));
    }
    // The first line of the highest rank: what follows an error is mostly caused by it.
    let mut best: Option<(Rank, Decisive<'a>)> = None;
    for line in lines {
        let Some(rule) = rules::rule_for(line, ending.is_success()) else {
            continue;
        };
        if best.is_none_or(|(rank, _)| rule.rank > rank) {
            best = Some((rule.rank, (rule, line)));
        }
    }
    match best {
        Some((Rank::Weak, _)) | None if ending.is_success() => return None,
        // Here ffmpeg did not get over it.
        Some((Rank::Damage, found)) if !ending.is_success() => {
            return Some((Class::Unreadable, Some(found)));
        }
        Some((_, found)) => return Some((found.0.class, Some(found))),
        None => {}
    }
    let said = |wanted: fn(&Words<'_>) -> bool| lines.iter().find(|line| wanted(line));
    let first = said(|line| line.is_error() && !rules::is_follow_up(line))
        .or_else(|| said(|line| line.is_error()))
        .or_else(|| said(|line| line.level.is_none()))
        .or_else(|| lines.last());
    let class = match (first, ending) {
        // 5.1 to 9.0 end with 255 when a signal asked them to; nothing else is silent.
        (None, Ending::Code(255)) => Class::Stopped,
        _ => Class::Rest,
    };
    Some((class, first.map(|line| (&rules::REST, line))))
}

/// Hides a password in a URL: `https://user:word@host` (RFC 3986 §3.2.1).
fn discreet(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((head, tail)) = rest.split_once("://") {
        shown.push_str(head);
        shown.push_str("://");
        let end = tail.find(['/', '?', '#', ' ', '\'', '"']);
        let authority = tail.get(..end.unwrap_or(tail.len())).unwrap_or(tail);
        rest = match authority.rfind('@') {
            Some(at) => {
                shown.push('…');
                tail.get(at..).unwrap_or_default()
            }
            None => tail,
        };
    }
    shown.push_str(rest);
    shown
}
