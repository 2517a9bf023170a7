//! What we say about what was written: findings, their codes, and the sink that gathers them.
//!
//! Does not know how findings are printed; [`crate::report`] does.

use std::collections::HashSet;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use crate::source::{Route, SourceFile, Span};

mod alike;
mod secret;
mod spelling;

pub use alike::{disguise, is_invisible, latin};
pub use secret::{keys, without_keys};
pub use spelling::{is_clear, suggest};

/// Most names that a finding lists.
const MOST_NAMES: usize = 40;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It works, and is unwise.
    Warning,
    /// It cannot be done.
    Error,
}

/// A diagnostic's name and everything that is said about it at length.
///
/// Declared as a `pub static` beside the rule that raises it and listed once in the registry.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Kebab-case name, such as `unknown-key`.
    pub name: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// One sentence for lists.
    pub summary: &'static str,
    /// What it means and why it is refused, in Markdown, with a wrong and a right example and the
    /// source of the rule.
    pub explanation: &'static str,
}

/// A place in what was written.
///
/// Rules name routes; only the document knows bytes, and turns every other kind into
/// [`At::Span`] when findings are shown ([`crate::document::Document::settle`]).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum At {
    /// The value there; for a table, its header or key; for something absent, what should hold it.
    Value(Route),
    /// The key that leads there.
    Key(Route),
    /// Bytes of the string there, counted in its decoded text: a placeholder in a template.
    Within(Route, Range<usize>),
    /// Known bytes.
    Span(Span),
}

/// A place, and what is said there.
#[derive(Clone, Debug)]
pub struct Label {
    /// The place.
    pub at: At,
    /// What is said there; may be empty.
    pub text: String,
}

/// A change of text that would cure a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What is replaced; an empty span inserts.
    pub at: At,
    /// By what.
    pub text: String,
    /// Whether nothing else can have been meant. `rendit fix` applies only such fixes; an editor
    /// offers the others too.
    pub is_sure: bool,
}

/// A cure in the manifest's own terms. Rules know routes and values; the document, which knows
/// bytes and syntax, makes a [`Fix`] of it, or nothing where it cannot be done without harm
/// ([`crate::document::Document::settle`]).
#[derive(Clone, Debug, PartialEq)]
pub enum Cure {
    /// The single value there becomes this one, quoted as the old one was.
    Write(Route, serde_json::Value),
    /// The single value there becomes a list that holds it.
    Wrap(Route),
    /// The table there gets this key with this single value.
    Add(Route, String, serde_json::Value),
    /// The list's item there goes.
    Remove(Route),
    /// The list's item there becomes several texts.
    Split(Route, Vec<String>),
    /// The list's items there are put into this order of their positions.
    Order(Route, Vec<usize>),
}

/// One finding: message, labels and help, with the route it speaks of.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Its code.
    pub code: &'static Code,
    /// The fact: lower case, no full stop.
    pub message: String,
    /// The first label is the primary one. Empty when there is no text to show, such as a missing
    /// ffmpeg.
    pub labels: Vec<Label>,
    /// What to type instead.
    pub help: Option<String>,
    /// The value that it speaks of.
    pub route: Route,
    /// Further values that the rule looked at; a finding that rests on a stand-in is dropped.
    pub also: Vec<Route>,
    /// A change of text that cures it, if there is one.
    pub fix: Option<Fix>,
    /// The same in the manifest's own terms, until the finding is settled; whether it is sure.
    pub cure: Option<(Cure, bool)>,
    /// Lines shown as they are under the finding, such as the tail of a log.
    pub notes: Vec<String>,
}

impl Diagnostic {
    /// A finding with nothing but its code, place and message.
    pub fn new(code: &'static Code, route: Route, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            labels: Vec::new(),
            help: None,
            route,
            also: Vec::new(),
            fix: None,
            cure: None,
            notes: Vec::new(),
        }
    }

    /// Adds a label; the first one added is the primary.
    #[must_use]
    pub fn label(mut self, at: At, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            at,
            text: text.into(),
        });
        self
    }

    /// Adds a label at the finding's own value.
    #[must_use]
    pub fn here(self, text: impl Into<String>) -> Self {
        let at = At::Value(self.route.clone());
        self.label(at, text)
    }

    /// Sets the help.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Names a further value that the rule looked at.
    #[must_use]
    pub fn also(mut self, route: Route) -> Self {
        self.also.push(route);
        self
    }

    /// Sets the fix, which is the one thing that can have been meant.
    #[must_use]
    pub fn fix(mut self, at: At, text: impl Into<String>) -> Self {
        self.fix = Some(Fix {
            at,
            text: text.into(),
            is_sure: true,
        });
        self
    }

    /// Sets the cure, which is the one thing that can have been meant.
    #[must_use]
    pub fn cure(mut self, cure: Cure) -> Self {
        self.cure = Some((cure, true));
        self
    }

    /// Says whether the fix, or the cure, is more than a guess.
    #[must_use]
    pub fn sure(mut self, is_sure: bool) -> Self {
        if let Some(fix) = &mut self.fix {
            fix.is_sure = is_sure;
        }
        if let Some((_, sure)) = &mut self.cure {
            *sure = is_sure;
        }
        self
    }

    /// Changes every place that is known as bytes.
    pub fn change_spans(&mut self, change: &dyn Fn(&mut Span)) {
        let labels = self.labels.iter_mut().map(|label| &mut label.at);
        for at in labels.chain(self.fix.iter_mut().map(|fix| &mut fix.at)) {
            if let At::Span(span) = at {
                change(span);
            }
        }
    }

    /// Adds lines that are shown as they are.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Error or warning.
    pub fn severity(&self) -> Severity {
        self.code.severity
    }

    /// A number that tells it apart from others: its code, words and places.
    pub fn mark(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        let place = self.labels.first().map(|label| &label.at);
        (self.code.name, &self.message, &self.route, place).hash(&mut hasher);
        hasher.finish()
    }

    /// The primary place, once it is settled.
    pub fn primary(&self) -> Option<&Span> {
        match &self.labels.first()?.at {
            At::Span(span) => Some(span),
            At::Value(_) | At::Key(_) | At::Within(..) => None,
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Diagnostic {}

/// Gathers findings. Every checking function takes one first and returns an `Option`: `None` means
/// that an error was reported.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
    /// What tells findings apart, so that a file with thousands of them takes no square of that.
    known: HashSet<u64>,
    /// Whether more were found than are kept, and whether an error is among those.
    more: Option<Severity>,
}

/// Most findings that are kept. Who has more is helped by the first ones, and not by the memory that
/// the others would take.
pub const MOST_FINDINGS: usize = 10_000;

/// More errors than are listed.
pub static TOO_MANY_MISTAKES: Code = Code {
    name: "too-many-mistakes",
    severity: Severity::Error,
    summary: "a manifest has more mistakes than are listed",
    explanation: "Of one manifest at most 10,000 findings are listed. So many usually have one cause, \
such as a table of another tool that was given as a manifest, or a key that a script writes wrongly. \
Cure the first ones, and check again.\n\n\
Wrong: a script that writes `segment_duration = 6` into 20,000 outputs\n\n\
Right: the same with `segment_duration = \"6s\"`\n\nSource: rendit's own limit.",
};

/// Every code that a sink can raise.
pub static CODES: &[&Code] = &[&TOO_MANY_MISTAKES];

impl Diagnostics {
    /// An empty sink.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finding; the same code and words at the same place are kept once.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.found.len() >= MOST_FINDINGS {
            self.more = self.more.max(Some(diagnostic.severity()));
        } else if self.known.insert(diagnostic.mark()) {
            self.found.push(diagnostic);
        }
    }

    /// Adds many.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        for diagnostic in diagnostics {
            self.push(diagnostic);
        }
    }

    /// Keeps those that `is_wanted`.
    pub fn retain(&mut self, is_wanted: impl FnMut(&Diagnostic) -> bool) {
        self.found.retain(is_wanted);
    }

    /// Changes each.
    pub fn change(&mut self, change: impl FnMut(&mut Diagnostic)) {
        self.found.iter_mut().for_each(change);
    }

    /// Gives other help to those that `are_meant`: what it makes of the help so far.
    pub fn help_instead(
        &mut self,
        are_meant: impl Fn(&Diagnostic) -> bool,
        help: impl Fn(Option<String>) -> String,
    ) {
        for diagnostic in self.found.iter_mut().filter(|one| are_meant(one)) {
            diagnostic.help = Some(help(diagnostic.help.take()));
        }
    }

    /// Adds a line to each.
    pub fn note_all(&mut self, text: &str) {
        for diagnostic in &mut self.found {
            diagnostic.notes.push(text.into());
        }
    }

    /// Adds all of another sink.
    pub fn absorb(&mut self, other: Self) {
        self.extend(other.found);
        self.more = self.more.max(other.more);
    }

    /// Says that more was found than is kept.
    pub fn leave_out(&mut self, severity: Severity) {
        self.more = self.more.max(Some(severity));
    }

    /// How bad what was left out is, if anything was.
    pub fn left_out(&self) -> Option<Severity> {
        self.more
    }

    /// Whether an error is among them.
    pub fn has_errors(&self) -> bool {
        let is_error = |one: &Diagnostic| one.severity() == Severity::Error;
        self.more == Some(Severity::Error) || self.found.iter().any(is_error)
    }

    /// How many errors, and how many warnings.
    pub fn counts(&self) -> (usize, usize) {
        let errors = self
            .found
            .iter()
            .filter(|diagnostic| diagnostic.severity() == Severity::Error)
            .count();
        (errors, self.found.len() - errors)
    }

    /// All, as they were found.
    pub fn as_slice(&self) -> &[Diagnostic] {
        &self.found
    }

    /// All, as they were found.
    pub fn into_found(self) -> Vec<Diagnostic> {
        self.found
    }

    /// All, ordered by file (in the order given), then position; those without a place last. Says so
    /// if some were left out.
    pub fn into_sorted(self, files: &[SourceFile]) -> Vec<Diagnostic> {
        let mut all = self.found;
        all.sort_by_key(|diagnostic| match diagnostic.primary() {
            Some(span) => {
                let file = files.iter().position(|file| file.is(&span.file));
                (file.unwrap_or(files.len()), span.start)
            }
            None => (usize::MAX, 0),
        });
        let message = format!("more than {MOST_FINDINGS} findings: the others are left out");
        match (self.more, all.last_mut()) {
            (Some(Severity::Error), _) => all.push(
                Diagnostic::new(&TOO_MANY_MISTAKES, Route::root(), message)
                    .help("cure these first"),
            ),
            (Some(Severity::Warning), Some(last)) => last.notes.push(message),
            (Some(Severity::Warning) | None, _) => {}
        }
        all
    }
}

/// "`a`, `b`, `c`"; of a great many, how many more there are.
pub fn names<'a>(all: impl IntoIterator<Item = &'a str>) -> String {
    let mut all = all.into_iter();
    let mut quoted: Vec<String> = (&mut all)
        .take(MOST_NAMES)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = all.count();
    if more > 0 {
        quoted.push(format!("and {more} more"));
    }
    quoted.join(", ")
}
