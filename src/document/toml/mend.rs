//! Broken TOML in which nothing else can have been meant: what is wrong, and the text as it was
//! meant, so that the rest of the file is read as usual.
//!
//! Unaware of the tree and of what a manifest means. Only a text that the TOML reader refuses comes
//! here; what is not understood is left as it is, and the reader's own complaint stands.

use std::borrow::Cow;
use std::ops::Range;

use super::SYNTAX_TOML;
use crate::diag::{At, Diagnostic};
use crate::document::bytes::one_character;
use crate::document::places::Places;
use crate::source::{Route, SourceFile, Span};

mod text;
mod bare;
mod quote;
mod assign;
mod program;
mod brackets;
mod value;
mod rest;
mod block;
mod header;
mod dashes;
mod apart;
mod words;
mod statement;

pub(in crate::document) use bare::BARE;
use text::Text;

/// A text as it was meant.
pub(super) struct Mended {
    /// The whole text.
    pub(super) text: String,
    /// From its bytes to those of the file.
    pub(super) places: Places,
    /// What was wrong.
    pub(super) findings: Vec<Diagnostic>,
    /// Those of them after which everything is known, as the places where they stand.
    pub(super) known: Vec<Span>,
    /// Where brackets could not be made sense of, if anywhere.
    pub(super) lost: Option<usize>,
}

impl Mended {
    /// A text that was left as it is.
    pub(super) fn nothing(lost: Option<usize>) -> Self {
        Self {
            text: String::new(),
            places: Places::default(),
            findings: Vec::new(),
            known: Vec::new(),
            lost,
        }
    }
}

/// The file as it was meant, with at most `most` findings; none if nothing in it is understood.
pub(super) fn mend(file: &SourceFile, most: usize) -> Mended {
    let mut scan = Scan {
        text: Text::new(file),
        mends: Vec::new(),
        lost: None,
    };
    statement::all(&mut scan);
    let mends = one_a_line(file, scan.mends);
    let edits = in_order(mends.iter().flat_map(|mend| &mend.edits));
    let whole = 0..file.text().len();
    let mut findings = Vec::new();
    let mut known = Vec::new();
    for mend in mends.iter().take(most) {
        let finding = tell(file, mend);
        if mend.is_known {
            known.extend(finding.primary().cloned());
        }
        findings.push(finding);
    }
    Mended {
        text: applied(file.text(), &edits, whole),
        places: Places::after(
            edits
                .iter()
                .map(|edit| (edit.range.clone(), edit.text.len())),
        ),
        findings,
        known,
        lost: scan.lost,
    }
}

/// A walk over the text that gathers what is wrong.
struct Scan<'a> {
    text: Text<'a>,
    mends: Vec<Mend>,
    /// The first statement whose brackets could not be made sense of.
    lost: Option<usize>,
}

/// One change of the text.
#[derive(Clone, Debug)]
struct Edit {
    range: Range<usize>,
    text: Cow<'static, str>,
}

/// One mistake.
#[derive(Clone, Debug)]
struct Mend {
    /// What cures it, in order.
    edits: Vec<Edit>,
    /// Where it stands.
    at: Range<usize>,
    message: &'static str,
    label: Cow<'static, str>,
    help: Help,
    /// What was opened and not closed, if it stands on another line.
    opened: Option<usize>,
    /// Whether the cure may be carried out without asking.
    is_sure: bool,
    /// Whether the text that is left holds exactly what was meant.
    is_known: bool,
    /// Whether the edits are a cure, and not only a way to read the rest.
    is_offered: bool,
}

/// What to type.
#[derive(Clone, Debug)]
enum Help {
    /// These words.
    Say(Cow<'static, str>),
    /// "write …": these bytes, as they are after the cure.
    Show(Range<usize>),
    /// The same with words after it.
    ShowAnd(Range<usize>, Cow<'static, str>),
}

fn edit(range: Range<usize>, text: impl Into<Cow<'static, str>>) -> Edit {
    Edit {
        range,
        text: text.into(),
    }
}

impl Mend {
    /// A mistake whose cure is sure.
    fn new(message: &'static str, at: Range<usize>, label: impl Into<Cow<'static, str>>) -> Self {
        Self {
            edits: Vec::new(),
            help: Help::Show(at.clone()),
            at,
            message,
            label: label.into(),
            opened: None,
            is_sure: true,
            is_known: true,
            is_offered: true,
        }
    }

    fn edit(mut self, range: Range<usize>, text: impl Into<Cow<'static, str>>) -> Self {
        self.edits.push(edit(range, text));
        self
    }

    fn show(mut self, range: Range<usize>) -> Self {
        self.help = Help::Show(range);
        self
    }

    fn say(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Help::Say(help.into());
        self
    }

    /// The cure is a guess, and what follows is not to be trusted.
    fn guess(mut self) -> Self {
        self.is_sure = false;
        self.is_known = false;
        self
    }
}

/// Several mistakes in one line are told, and cured, as one.
fn one_a_line(file: &SourceFile, mut mends: Vec<Mend>) -> Vec<Mend> {
    mends.sort_by_key(|mend| mend.at.start);
    let mut kept: Vec<Mend> = Vec::with_capacity(mends.len());
    for mend in mends {
        let line = |mend: &Mend| file.line_of(mend.at.start);
        match kept.last_mut().filter(|last| line(last) == line(&mend)) {
            Some(last) => {
                last.edits.extend(mend.edits);
                last.is_sure &= mend.is_sure;
                last.is_known &= mend.is_known;
                last.is_offered &= mend.is_offered;
                if let (Help::Show(one), Help::Show(other)) = (&mut last.help, mend.help) {
                    *one = one.start.min(other.start)..one.end.max(other.end);
                }
            }
            None => kept.push(mend),
        }
    }
    kept
}

/// The changes from the start of the text on, without those that would overlap.
fn in_order<'a>(edits: impl IntoIterator<Item = &'a Edit>) -> Vec<Edit> {
    let mut edits: Vec<Edit> = edits.into_iter().cloned().collect();
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut end = 0;
    edits.retain(|edit| {
        let is_apart = edit.range.start >= end;
        if is_apart {
            end = edit.range.end;
        }
        is_apart
    });
    edits
}

/// These bytes of the text after the changes that lie in them.
fn applied(text: &str, edits: &[Edit], range: Range<usize>) -> String {
    let mut result = String::with_capacity(range.len() + 16);
    let mut at = range.start;
    let inside = |edit: &&Edit| edit.range.start >= range.start && edit.range.end <= range.end;
    for edit in edits.iter().filter(inside) {
        result += text.get(at..edit.range.start).unwrap_or_default();
        result += &edit.text;
        at = edit.range.end;
    }
    result += text.get(at..range.end).unwrap_or_default();
    result
}

/// Longer texts are not repeated in a help.
const MOST_SHOWN: usize = 120;

fn tell(file: &SourceFile, mend: &Mend) -> Diagnostic {
    let edits = in_order(&mend.edits);
    let mut span = Span::new(file, mend.at.start, mend.at.end).first_line();
    if span.is_empty() {
        span = one_character(file, span.start);
    }
    let mut finding = Diagnostic::new(&SYNTAX_TOML, Route::root(), mend.message)
        .label(At::Span(span), mend.label.clone());
    if let Some(opened) = mend.opened {
        finding = finding.label(At::Span(Span::new(file, opened, opened + 1)), "opened here");
    }
    finding = finding.help(match &mend.help {
        Help::Say(words) => words.to_string(),
        Help::Show(range) => shown(file, &edits, range),
        Help::ShowAnd(range, words) => shown(file, &edits, range) + words,
    });
    let (Some(first), Some(last)) = (edits.first(), edits.last()) else {
        return finding;
    };
    if !mend.is_offered {
        return finding;
    }
    let range = first.range.start..last.range.end;
    let text = applied(file.text(), &edits, range.clone());
    finding
        .fix(At::Span(Span::new(file, range.start, range.end)), text)
        .sure(mend.is_sure)
}

fn shown(file: &SourceFile, edits: &[Edit], range: &Range<usize>) -> String {
    let text = applied(file.text(), edits, range.clone());
    let text = text.trim();
    if text.len() > MOST_SHOWN {
        let start: String = text.chars().take(MOST_SHOWN / 2).collect();
        return format!("write `{}` …", start.lines().next().unwrap_or_default());
    }
    // A value is shown as it is written.
    let is_text = text.starts_with(['"', '\'']) && text.ends_with(['"', '\'']);
    match is_text && !text.contains(['\n', '=']) {
        true => format!("write {text}"),
        false => format!("write `{text}`"),
    }
}
