//! Applies the sure fixes of a text's findings until nothing changes.
//!
//! Unaware of files and of what any finding means. A judge, given by the caller, says what is found
//! in a text; a change that makes anything worse is not kept.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::diag::{At, Diagnostic, Severity};
use crate::document::is_syntax;
use crate::keystroke::{self, Told};
use crate::source::SourceFile;

/// How often a judge is asked about one text, and about how many bytes of text in all. A text with
/// thousands of mistakes takes a few rounds; only one whose fixes mostly fail comes near this.
const MOST_ASKED: Asked = Asked {
    times: 2000,
    bytes: 48 << 20,
};

/// The same since the text was last made better. Where this ends the work, the same questions would
/// be asked of the result again, and to the same end.
const MOST_IN_VAIN: Asked = Asked {
    times: 200,
    bytes: 12 << 20,
};

/// How many fixes are all tried again together once one of them turned out not to do: some do only
/// together. Of more, those after the one that failed are tried one by one first.
const MOST_TRIED_AGAIN: usize = 64;

/// How many fixes may be needed in turn before a text is better than it was: a word that must be
/// quoted, and then is a misspelt name; a list in which several commas are missing.
const MOST_IN_TURN: usize = 24;

/// What became of a text.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The text, without a byte order mark.
    pub file: SourceFile,
    /// What was cured: code and message of each finding.
    pub cured: Vec<(&'static str, String)>,
    /// What is found in the text now.
    pub left: Vec<Diagnostic>,
}

/// Fixes `file`. `judge` gives the settled findings of a text that may stand in its place, with
/// spans in the very file that it was given.
///
/// A change is kept if the findings that it cures are gone and nothing new is found, except for
/// what the cured finding can have hidden: what a syntax error made unreadable, and warnings that
/// rested on an invalid value. Running it again on the result changes nothing.
pub fn fix(file: &SourceFile, judge: &mut dyn FnMut(&SourceFile) -> Vec<Diagnostic>) -> Fixed {
    let mut work = Work {
        judge,
        asked: Asked::default(),
        in_vain: Asked::default(),
        step: usize::MAX,
    };
    let left = work.ask(file);
    let mut state = State {
        file: file.clone(),
        found: left,
        touched: Vec::new(),
    };
    let mut cured = Vec::new();
    let mut refused: BTreeSet<String> = BTreeSet::new();
    let mut is_fresh = true;
    let mut is_known = false;
    while !work.asked.is_over(&MOST_ASKED) {
        if !std::mem::replace(&mut is_known, true)
            && let Some((next, finding)) = work.keystroke(&mut state)
        {
            cured.push(finding);
            state = next;
            is_known = false;
            continue;
        }
        let mut edits = state.edits();
        edits.retain(|edit| !refused.contains(&edit.mark));
        if edits.is_empty() || work.is_tired() {
            // What was refused may do now that other things are cured.
            if is_fresh || refused.is_empty() {
                break;
            }
            refused.clear();
            work.in_vain = Asked::default();
            work.step = usize::MAX;
            is_fresh = true;
            continue;
        }
        match work.some_of(&state, &edits) {
            Some((next, count)) => {
                cured.extend(edits.iter().take(count).map(|edit| edit.finding.clone()));
                state = next;
                work.in_vain = Asked::default();
                is_fresh = false;
                is_known = false;
            }
            None => refused.extend(edits.first().map(|edit| edit.mark.clone())),
        }
    }
    Fixed {
        file: state.file,
        cured,
        left: state.found,
    }
}

/// A text and what is found in it.
struct State {
    file: SourceFile,
    found: Vec<Diagnostic>,
    /// Bytes that the last changes wrote.
    touched: Vec<Range<usize>>,
}

/// Code and message of a finding.
type Key = (&'static str, String);

/// One fix.
#[derive(Clone)]
struct Edit {
    range: Range<usize>,
    text: String,
    /// What it cures.
    finding: Key,
    /// What tells it from other fixes even after the text has moved.
    mark: String,
    is_error: bool,
    is_syntax: bool,
}

impl State {
    /// The sure fixes of this text that do not overlap, in order.
    fn edits(&self) -> Vec<Edit> {
        let mut edits: Vec<Edit> = self.found.iter().filter_map(|one| self.edit(one)).collect();
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let mut apart: Vec<Edit> = Vec::new();
        for edit in edits {
            let is_apart = apart.last().is_none_or(|last| {
                edit.range.start > last.range.end
                    || (edit.range.start == last.range.end && !edit.range.is_empty())
            });
            if is_apart {
                apart.push(edit);
            }
        }
        apart
    }

    fn edit(&self, finding: &Diagnostic) -> Option<Edit> {
        let fix = finding.fix.as_ref().filter(|fix| fix.is_sure)?;
        let At::Span(span) = &fix.at else {
            return None;
        };
        if !span.file.is(&self.file) || span.text() == fix.text {
            return None;
        }
        Some(Edit {
            range: span.start..span.end,
            text: fix.text.clone(),
            finding: key(finding),
            mark: format!(
                "{} {} {} {}",
                finding.code.name, finding.route, finding.message, fix.text
            ),
            is_error: finding.severity() == Severity::Error,
            is_syntax: is_syntax(finding.code),
        })
    }

    /// The text with some fixes applied, and what they wrote.
    fn with(&self, edits: &[Edit]) -> (SourceFile, Vec<Range<usize>>) {
        let old = self.file.text();
        let mut text = String::with_capacity(old.len());
        let mut touched = Vec::new();
        let mut at = 0;
        for edit in edits {
            text += old.get(at..edit.range.start).unwrap_or_default();
            let start = text.len();
            text += &edit.text;
            touched.push(start..text.len());
            at = edit.range.end;
        }
        text += old.get(at..).unwrap_or_default();
        let moved = Moved::by(edits);
        for earlier in &self.touched {
            touched.push(moved.place(earlier.start)..moved.place(earlier.end));
        }
        (SourceFile::new(self.file.name(), text), joined(touched))
    }
}

/// Where bytes stand after edits before them have changed their lengths.
struct Moved {
    /// The end of each edit, and where that is afterwards.
    ends: Vec<(usize, usize)>,
}

impl Moved {
    fn by(edits: &[Edit]) -> Self {
        let (mut at, mut new) = (0, 0);
        let mut ends = vec![(0, 0)];
        for edit in edits {
            new += edit.range.start.saturating_sub(at) + edit.text.len();
            at = edit.range.end;
            ends.push((at, new));
        }
        Self { ends }
    }

    fn place(&self, at: usize) -> usize {
        let before = self.ends.partition_point(|(end, _)| *end <= at);
        let last = self.ends.get(before.saturating_sub(1));
        last.map_or(at, |(end, new)| new + at.saturating_sub(*end))
    }
}

/// The ranges in order, those that meet as one.
fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut().filter(|last| last.end >= range.start) {
            Some(last) => last.end = last.end.max(range.end),
            None => joined.push(range),
        }
    }
    joined
}

struct Work<'j> {
    judge: &'j mut dyn FnMut(&SourceFile) -> Vec<Diagnostic>,
    asked: Asked,
    /// Of these since the text was last made better.
    in_vain: Asked,
    /// How many fixes are tried at once: fewer where one of them fails, more where they do not.
    step: usize,
}

/// How often a judge was asked, and about how many bytes.
#[derive(Clone, Copy, Default)]
struct Asked {
    times: usize,
    bytes: usize,
}

impl Asked {
    fn add(&mut self, file: &SourceFile) {
        self.times += 1;
        self.bytes += file.text().len();
    }

    fn is_over(&self, most: &Self) -> bool {
        self.times >= most.times || self.bytes >= most.bytes
    }
}

impl Work<'_> {
    fn ask(&mut self, file: &SourceFile) -> Vec<Diagnostic> {
        self.asked.add(file);
        self.in_vain.add(file);
        (self.judge)(file)
    }

    /// The text without a slip of one key, if that is what is wrong with it. A cure that rests on a
    /// doubtful one is no longer sure.
    fn keystroke(&mut self, state: &mut State) -> Option<(State, Key)> {
        match keystroke::slip(&state.file, &state.found, self.judge)? {
            Told::Instead(finding, _) => {
                let edit = state.edit(&finding)?;
                let (file, _) = state.with(std::slice::from_ref(&edit));
                let found = self.ask(&file);
                let next = State {
                    file,
                    found,
                    touched: Vec::new(),
                };
                Some((next, edit.finding))
            }
            Told::Doubt => {
                let fixes = state.found.iter_mut().filter_map(|one| one.fix.as_mut());
                fixes.for_each(|fix| fix.is_sure = false);
                None
            }
        }
    }

    fn is_tired(&self) -> bool {
        self.in_vain.is_over(&MOST_IN_VAIN) || self.asked.is_over(&MOST_ASKED)
    }

    /// As many of the first fixes as make the text better together: all, or half of them, or a
    /// quarter …; how many that are. `None` if not even the first one does.
    fn some_of(&mut self, state: &State, edits: &[Edit]) -> Option<(State, usize)> {
        let mut count = edits.len().min(self.step);
        loop {
            let some = edits.get(..count)?;
            if let Some(next) = self.better(state, some) {
                self.step = self.step.max(count.saturating_mul(2));
                return Some((next, count));
            }
            if count <= 1 || self.is_tired() {
                self.step = match edits.len() <= MOST_TRIED_AGAIN {
                    true => usize::MAX,
                    false => 1,
                };
                return None;
            }
            count /= 2;
            self.step = count;
        }
    }

    /// The text after these fixes, if it is better: after further ones, if they are needed for it.
    fn better(&mut self, state: &State, edits: &[Edit]) -> Option<State> {
        let (file, touched) = state.with(edits);
        let found = self.ask(&file);
        let mut next = State {
            file,
            found,
            touched,
        };
        for _ in 0..MOST_IN_TURN {
            let worse = worsened(state, edits, &next);
            if worse.is_empty() {
                next.touched.clear();
                return Some(next);
            }
            let mut further = next.edits();
            further.retain(|edit| worse.contains(&edit.finding));
            let curable: BTreeSet<&Key> = further.iter().map(|edit| &edit.finding).collect();
            let is_curable = worse.iter().all(|one| curable.contains(one));
            if !is_curable || self.is_tired() {
                return None;
            }
            let (file, touched) = next.with(&further);
            if file.text() == state.file.text() {
                return None;
            }
            let found = self.ask(&file);
            next = State {
                file,
                found,
                touched,
            };
        }
        None
    }
}

/// What makes `next` worse than `state` was: findings that are new, and findings that the fixes
/// were to cure and did not.
fn worsened(state: &State, edits: &[Edit], next: &State) -> BTreeSet<Key> {
    let mut before = counted(&state.found);
    for edit in edits {
        if let Some(count) = before.get_mut(&edit.finding) {
            *count = count.saturating_sub(1);
        }
    }
    let cures_errors = edits.iter().any(|edit| edit.is_error);
    let cures_syntax = edits.iter().any(|edit| edit.is_syntax);
    // What a syntax error hid is no fault of its cure; another syntax error is: a text must become
    // more readable.
    let of_syntax = |found: &[Diagnostic]| found.iter().filter(|one| is_syntax(one.code)).count();
    let cured = edits.iter().filter(|edit| edit.is_syntax).count();
    let is_as_broken = of_syntax(&next.found) + cured > of_syntax(&state.found);
    let cured_ones: BTreeSet<&Key> = edits.iter().map(|edit| &edit.finding).collect();
    let mut worse = BTreeSet::new();
    for finding in &next.found {
        let key = key(finding);
        if cures_syntax && is_as_broken && is_syntax(finding.code) {
            worse.insert(key);
            continue;
        }
        if let Some(count) = before.get_mut(&key).filter(|count| **count > 0) {
            *count -= 1;
            continue;
        }
        let was_hidden = match finding.severity() {
            Severity::Warning => cures_errors,
            Severity::Error => cures_syntax && !touches(finding, next),
        };
        let is_cured_one = cured_ones.contains(&key);
        if !was_hidden || (is_cured_one && !cures_syntax) {
            worse.insert(key);
        }
    }
    worse
}

/// Whether a finding points into what was written.
fn touches(finding: &Diagnostic, state: &State) -> bool {
    finding.labels.iter().any(|label| match &label.at {
        At::Span(span) if span.file.is(&state.file) => {
            let before = state
                .touched
                .partition_point(|range| range.start < span.end);
            let last = before.checked_sub(1).and_then(|at| state.touched.get(at));
            last.is_some_and(|range| span.start < range.end)
        }
        At::Span(_) => false,
        At::Value(_) | At::Key(_) | At::Within(..) => false,
    })
}

fn key(finding: &Diagnostic) -> Key {
    (finding.code.name, finding.message.clone())
}

fn counted(found: &[Diagnostic]) -> BTreeMap<Key, usize> {
    let mut counts = BTreeMap::new();
    for finding in found {
        *counts.entry(key(finding)).or_insert(0) += 1;
    }
    counts
}
