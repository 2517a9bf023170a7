//! One key pressed too early, too often or not at all: `typ"e:` for `"type:`, `""fast"`, two keys on
//! one line.
//!
//! Such a slip breaks a language at places where no reader looks for it, and often at several. So it is
//! looked for the other way round: a text that has fewer findings, and no new one, once a single
//! keystroke is put right. Unaware of what any finding means, and nearly of languages.

mod edit;

use std::collections::HashSet;

use crate::check;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Fix, Label, keys};
use crate::document::{self, DUPLICATE_KEY, Document, Kind, Node, YAML_SLIP, is_syntax};
use crate::schema::{MISSING_KEY, UNKNOWN_KEY, WRONG_TYPE};
use crate::source::{Route, SourceFile, Span};
use edit::{Edit, Slip, edits};

/// How many bytes of text are read to find one slip. Larger manifests keep the findings they have: an
/// editor asks for these whenever a key is pressed.
pub const MOST_BYTES: usize = 128 << 10;

/// How many texts are held against all rules, with all that they extend.
const MOST_JUDGED: usize = 60;

/// Of how many values the trees of these texts are made.
const MOST_NODES: usize = 50_000;

/// Where the bytes do for fewer readings than this, none is begun.
pub const LEAST_TRIES: usize = 8;

/// Of how many findings and lines a single slip is thought to be the cause.
const MOST_FINDINGS: usize = 8;
const MOST_LINES: usize = 4;

/// What a slip changes in what is found.
pub enum Told {
    /// It is told in the place of the findings that it explains.
    Instead(Box<Diagnostic>, HashSet<u64>),
    /// It may as well be what a finding says: nobody knows.
    Doubt,
}

impl Told {
    /// Changes what was found.
    pub fn tell(self, found: &mut Diagnostics) {
        match self {
            Self::Instead(finding, explains) => {
                found.retain(|one| !explains.contains(&one.mark()));
                found.push(*finding);
            }
            Self::Doubt => found.change(|one| {
                if let Some(fix) = &mut one.fix {
                    fix.is_sure = false;
                }
            }),
        }
    }
}

/// The slip in `file` that explains several of `found`, or one that nobody knows a cure for. `judge`
/// gives the findings of a text in its place.
pub fn slip(
    file: &SourceFile,
    found: &[Diagnostic],
    judge: &mut dyn FnMut(&SourceFile) -> Vec<Diagnostic>,
) -> Option<Told> {
    let several = found.len() > 1;
    let is_suspect = |one: &Diagnostic| {
        is_suspect(one.code) || several && [&MISSING_KEY, &WRONG_TYPE].contains(&one.code)
    };
    let is_long = file.text().len() > MOST_BYTES / LEAST_TRIES;
    if is_long || found.len() > MOST_FINDINGS || !found.iter().any(is_suspect) {
        return None;
    }
    let rival = match found {
        [one] => one.fix.as_ref(),
        _ => None,
    };
    let best = best(file, found, rival.is_some(), judge)?;
    match rival.map(|rival| outcome(file, rival, &best, judge)) {
        Some(Outcome::Same) => return None,
        Some(Outcome::Doubtful) => return Some(Told::Doubt),
        Some(Outcome::Worse) | None => {}
    }
    let is_gone = |one: &&Diagnostic| {
        !Mark::of(one, file, &|at| at).is_some_and(|mark| best.left.contains(&mark))
    };
    let mut gone = found.iter().filter(is_gone);
    let explains: HashSet<u64> = gone.clone().map(Diagnostic::mark).collect();
    if several && explains.len() < 2 {
        return None;
    }
    let mut all = gone.clone();
    let repeated = all.find(|one| best.edit.slip == Slip::Again && one.code == &DUPLICATE_KEY);
    let finding = told(file, &best.edit, repeated.or(gone.next())?);
    Some(Told::Instead(Box::new(finding), explains))
}

/// The only edit, or all that say the same, after which the fewest of `found` are left, and nothing new.
fn best(
    file: &SourceFile,
    found: &[Diagnostic],
    has_cure: bool,
    judge: &mut dyn FnMut(&SourceFile) -> Vec<Diagnostic>,
) -> Option<Better> {
    let own = marks(found, file, &|at| at);
    if own.len() < found.len() {
        return None;
    }
    let (broken, written) = read(file);
    // Aliases can make a large tree of a short text.
    let mut nodes = written.as_ref().map_or(0, |one| size(&one.root));
    if nodes > MOST_NODES / LEAST_TRIES {
        return None;
    }
    let written = written.map(|one| one.root.to_json());
    let mut edits = edits(file, &lines(file, found), broken > 0);
    // Where a cure is known, only what nobody types on purpose is a better one.
    edits.retain(|edit| !has_cure || !matches!(edit.slip, Slip::Missing(_) | Slip::Joined));
    let placeholders = file.text().matches("${").count();
    let mut bytes = 0;
    let mut judged = 0;
    let mut best: Option<Better> = None;
    for edit in edits {
        let text = edit.apply(file.text());
        // A placeholder that is taken apart is text that nobody finds fault with.
        if text.matches("${").count() < placeholders {
            continue;
        }
        bytes += text.len();
        if bytes > MOST_BYTES {
            return None;
        }
        let better = SourceFile::new(file.name(), text);
        if !document::is_legible(&better) {
            continue;
        }
        let (breaks, document) = read(&better);
        // What cannot be read hides what else is wrong.
        let Some(document) = document.filter(|one| breaks == 0 && edit.is_read(&one.root)) else {
            continue;
        };
        nodes += size(&document.root);
        if nodes > MOST_NODES {
            return None;
        }
        let value = document.root.to_json();
        // Nothing is read otherwise. Of a line that stands again, one is not read at all.
        if edit.slip != Slip::Again && written.as_ref() == Some(&value) {
            continue;
        }
        judged += 1;
        if judged > MOST_JUDGED {
            return None;
        }
        let found = judge(&better);
        let left = marks(&found, &better, &|at| edit.before(at));
        if left.len() < found.len() || found.len() >= own.len() || !left.is_subset(&own) {
            continue;
        }
        match &mut best {
            Some(known) if known.left.len() < left.len() => {}
            Some(known) if known.left.len() == left.len() => known.is_only &= known.value == value,
            _ => {
                best = Some(Better {
                    edit,
                    left,
                    value,
                    is_only: true,
                });
            }
        }
    }
    best.filter(|best| best.is_only)
}

/// What becomes of a text by the cure that is known, beside the one that was found.
enum Outcome {
    /// The same manifest.
    Same,
    /// Another one without mistakes: both may have been meant.
    Doubtful,
    /// One that is further from what was written, or has mistakes.
    Worse,
}

fn outcome(
    file: &SourceFile,
    rival: &Fix,
    best: &Better,
    judge: &mut dyn FnMut(&SourceFile) -> Vec<Diagnostic>,
) -> Outcome {
    let At::Span(span) = &rival.at else {
        return Outcome::Worse;
    };
    let text = file.text();
    let before = text.get(..span.start).unwrap_or_default();
    let after = text.get(span.end..).unwrap_or_default();
    let cured = SourceFile::new(file.name(), format!("{before}{}{after}", rival.text));
    if !judge(&cured).is_empty() {
        return Outcome::Worse;
    }
    if read(&cured).1.map(|one| one.root.to_json()).as_ref() == Some(&best.value) {
        return Outcome::Same;
    }
    // A space may as well be missing.
    let is_word = |c: char| c.is_alphanumeric();
    match best.edit.slip {
        Slip::Swapped(' ', c) | Slip::Swapped(c, ' ') if is_word(c) => Outcome::Doubtful,
        _ => Outcome::Worse,
    }
}

/// A text with fewer findings.
struct Better {
    edit: Edit,
    left: HashSet<Mark>,
    value: serde_json::Value,
    /// Whether all ways that are as good say the same.
    is_only: bool,
}

/// Whether a code can come of signs that stand where they should not.
fn is_suspect(code: &Code) -> bool {
    is_syntax(code)
        || [
            &YAML_SLIP,
            &DUPLICATE_KEY,
            &UNKNOWN_KEY,
            &check::unknown_name::CODE,
            &check::unknown_reference::CODE,
        ]
        .contains(&code)
}

/// How often a language cannot read a text, and what it says.
fn read(file: &SourceFile) -> (usize, Option<Document>) {
    let mut found = Diagnostics::new();
    let document = document::parse(&mut found, file);
    let found = found.as_slice().iter();
    let breaks = found.filter(|one| is_syntax(one.code) || one.code == &YAML_SLIP);
    (breaks.count(), document)
}

/// How many values a tree holds.
fn size(node: &Node) -> usize {
    let below: usize = match &node.kind {
        Kind::Seq(items) => items.iter().map(size).sum(),
        Kind::Map(map) => map.iter().map(|entry| size(&entry.value)).sum(),
        Kind::Null | Kind::Bool(_) | Kind::Num(_) | Kind::Str(_) | Kind::Bad => 0,
    };
    1 + below
}

/// What tells a finding apart from the others, with and without the slip.
#[derive(PartialEq, Eq, Hash)]
struct Mark {
    code: &'static str,
    message: String,
    place: (usize, usize),
}

impl Mark {
    /// `None` for a finding in no file, or in another one. `before` is where a place was with the slip.
    fn of(
        finding: &Diagnostic,
        file: &SourceFile,
        before: &dyn Fn(usize) -> usize,
    ) -> Option<Self> {
        let place = finding.primary().filter(|place| place.file.is(file))?;
        Some(Self {
            code: finding.code.name,
            message: finding.message.clone(),
            place: (before(place.start), before(place.end)),
        })
    }
}

fn marks(
    found: &[Diagnostic],
    file: &SourceFile,
    before: &dyn Fn(usize) -> usize,
) -> HashSet<Mark> {
    let found = found.iter();
    found
        .filter_map(|one| Mark::of(one, file, before))
        .collect()
}

/// The lines that findings speak of.
fn lines(file: &SourceFile, found: &[Diagnostic]) -> Vec<usize> {
    let mut lines: Vec<usize> = Vec::new();
    for label in found.iter().flat_map(|one| &one.labels) {
        if let At::Span(span) = &label.at
            && span.file.is(file)
        {
            let line = file.line_of(span.start);
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    lines.truncate(MOST_LINES);
    lines
}

fn told(file: &SourceFile, edit: &Edit, first: &Diagnostic) -> Diagnostic {
    let span = |start: usize, end: usize| {
        At::Span(Span {
            file: file.clone(),
            start,
            end,
        })
    };
    let called = |c: char| match c {
        '\n' => "the end of the line".to_owned(),
        ' ' => "a space".to_owned(),
        '`' => "a backtick".to_owned(),
        c => format!("`{c}`"),
    };
    let (at, end) = (edit.at, edit.at + edit.old);
    let (message, label, shown) = match edit.slip {
        // A label does not go over the end of a line.
        Slip::Swapped(one, other) => (
            format!("{} and {} have changed places", called(one), called(other)),
            "the wrong way round".to_owned(),
            match (one, other) {
                ('\n', _) => span(at + 1, end),
                (_, '\n') => span(at, end - 1),
                _ => span(at, end),
            },
        ),
        Slip::Twice(c) => (
            format!("{} twice", called(c)),
            "one too many".to_owned(),
            span(at, end),
        ),
        Slip::Missing(c) => {
            let rest = file.text().get(at..).unwrap_or_default();
            let next = rest.chars().next().filter(|c| *c != '\n' && *c != '\r');
            (
                format!("{} is missing", called(c)),
                format!("{} is missing here", called(c)),
                span(at, at + next.map_or(0, char::len_utf8)),
            )
        }
        Slip::Indented(own, right) => {
            let word = match own < right {
                true => "few",
                false => "many",
            };
            let line = file.line_range(file.line_of(at));
            let text = file.text().get(line.clone()).unwrap_or_default();
            let inner = text.trim_start();
            let word_end = inner.find([':', ' ']).unwrap_or(inner.len());
            let start = line.end - inner.len();
            let by = own.abs_diff(right);
            let spaces = if by == 1 { "space" } else { "spaces" };
            (
                "the indentation is wrong".to_owned(),
                format!("{by} {spaces} too {word} before this"),
                span(start, start + word_end.max(1).min(inner.len())),
            )
        }
        Slip::Again => {
            let line = file.line_range(file.line_of(at));
            let text = file.text().get(line.clone()).unwrap_or_default();
            let start = line.start + text.len() - text.trim_start().len();
            (
                "a line twice".to_owned(),
                "again here".to_owned(),
                span(start, start + text.trim().len()),
            )
        }
        Slip::Joined => {
            let rest = file.text().get(at..).unwrap_or_default();
            let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
            (
                "two keys on one line".to_owned(),
                "a line break is missing before this".to_owned(),
                span(at, at + word.unwrap_or(rest.len())),
            )
        }
    };
    let mut finding = Diagnostic::new(first.code, Route::root(), message);
    finding.labels.push(Label {
        at: shown,
        text: label,
    });
    let right = edit.apply(file.text());
    // After a line break that was missing: the new line.
    let near = match edit.slip {
        Slip::Joined => at + edit.new.len(),
        _ => at,
    };
    let help = match (line_with(&right, near), edit.slip) {
        (_, Slip::Indented(_, right)) => match right {
            0 => "let it begin at the line's start".to_owned(),
            1 => "indent it by 1 space".to_owned(),
            right => format!("indent it by {right} spaces"),
        },
        (_, Slip::Again) => "remove it".to_owned(),
        (Some(line), Slip::Joined) => format!("write `{line}` on a line of its own"),
        (Some(line), _) => format!("write `{line}`"),
        (None, Slip::Twice(_)) => "take one away".to_owned(),
        (None, Slip::Joined) => "begin a new line here".to_owned(),
        (None, Slip::Missing(c)) => format!("write {} here", called(c)),
        (None, Slip::Swapped(..)) => "put them back".to_owned(),
    };
    finding.help(help).fix(span(at, end), edit.new.clone())
}

/// The line around `at`, if it can be shown: it is short and holds no key.
fn line_with(text: &str, at: usize) -> Option<&str> {
    let (before, behind) = text.split_at_checked(at)?;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let end = behind.find('\n').map_or(text.len(), |more| at + more);
    let line = text.get(start..end)?.trim();
    (line.len() <= 70 && !line.contains('`') && keys(line).is_empty()).then_some(line)
}
