//! What may have been meant, and whether the text can be read if it was.
//!
//! Unaware of what guesses there are.

use super::line::Line;
use crate::diag::{At, Diagnostic};
use crate::document::yaml::first_error;
use crate::source::{SourceFile, Span};

/// What the reader stumbled over.
pub(super) struct Scene<'a> {
    pub(super) file: &'a SourceFile,
    /// The byte.
    pub(super) at: usize,
    /// Its line.
    pub(super) here: Line<'a>,
    /// The line above that holds something.
    pub(super) before: Option<Line<'a>>,
}

impl<'a> Scene<'a> {
    pub(super) fn of(file: &'a SourceFile, at: usize) -> Option<Self> {
        let at = file.floor(at);
        let mut here = Line::of(file, file.line_of(at))?;
        if here.content.is_empty() {
            // The reader may stop after the last line.
            here = Line::before(file, here.number)?;
        }
        let before = Line::before(file, here.number);
        Some(Self {
            file,
            at,
            here,
            before,
        })
    }
}

/// A finding, and the change that would cure it.
pub(super) struct Guess {
    pub(super) finding: Diagnostic,
    /// What is replaced.
    pub(super) span: Span,
    /// By what.
    pub(super) text: String,
    /// Whether nothing else can have been meant if the whole text can be read then.
    pub(super) is_sure: bool,
}

/// How far a text can be read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// No further than before.
    Same,
    /// Further than before, but not to its end.
    Further,
    /// To its end.
    End,
}

/// How far the text of `scene` can be read with another text at `span`.
pub(super) fn reach(scene: &Scene<'_>, span: &Span, text: &str) -> Reach {
    let old = scene.file.text();
    let mut new = String::with_capacity(old.len() + text.len());
    new += old.get(..span.start).unwrap_or_default();
    new += text;
    new += old.get(span.end..).unwrap_or_default();
    let Some(at) = first_error(&new) else {
        return Reach::End;
    };
    let written = span.start + text.len();
    if at < written {
        return Reach::Same;
    }
    let at = at - written + span.end;
    let reached = scene.file.line_of(scene.file.floor(at));
    if reached > scene.here.number && at > scene.at {
        Reach::Further
    } else {
        Reach::Same
    }
}

/// The first guess with which the text can be read to its end, or else further.
pub(super) fn best(
    scene: &Scene<'_>,
    guesses: impl IntoIterator<Item = Guess>,
) -> Option<Diagnostic> {
    let mut further = None;
    for guess in guesses {
        match reach(scene, &guess.span, &guess.text) {
            Reach::End => return Some(guess.told(Reach::End)),
            Reach::Further if further.is_none() => further = Some(guess),
            Reach::Further | Reach::Same => {}
        }
    }
    further.map(|guess| guess.told(Reach::Further))
}

impl Guess {
    fn told(self, reach: Reach) -> Diagnostic {
        let is_sure = self.is_sure && reach == Reach::End;
        self.finding
            .fix(At::Span(self.span), self.text)
            .sure(is_sure)
    }
}
