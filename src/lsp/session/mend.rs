//! An open manifest after all that `rendit fix` would do to it.
//!
//! Unaware of the protocol, and of what is wrong: [`crate::fix`] decides what is applied.

use std::ops::Range;

use camino::{Utf8Path, Utf8PathBuf};

use super::state::State;
use crate::diag::Diagnostic;
use crate::fix;
use crate::lsp::actions::{Cure, cures, together};
use crate::lsp::desk::Desk;
use crate::source::SourceFile;
use crate::workspace::{self, Texts, World};

/// Bytes, and what is to stand there.
pub(super) type Change = (Range<usize>, String);

/// The open texts, one of them as it could be.
struct Draft<'a> {
    desk: &'a Desk,
    name: &'a Utf8Path,
    file: &'a SourceFile,
}

impl Texts for Draft<'_> {
    fn read(&self, path: &Utf8Path) -> Result<SourceFile, Box<Diagnostic>> {
        if self.desk.same(path) == self.name {
            return Ok(self.file.clone());
        }
        self.desk.read(path)
    }

    fn same(&self, path: &Utf8Path) -> Utf8PathBuf {
        self.desk.same(path)
    }

    fn beside(&self, folder: &Utf8Path) -> Vec<String> {
        self.desk.beside(folder)
    }
}

impl State {
    /// The changes of an open manifest's text that do what `rendit fix` does, in order. They are the
    /// fixes of what was `found`, where it takes no others.
    pub(super) fn mended(&self, name: &Utf8Path, found: &[Diagnostic]) -> Vec<Change> {
        let Some(sheet) = self.desk.sheet(name) else {
            return Vec::new();
        };
        let old = &sheet.paper.file;
        let mut judge = |file: &SourceFile| {
            let texts = Draft {
                desk: &self.desk,
                name,
                file,
            };
            let world = World {
                texts: &texts,
                environment: &self.environment,
                matches: None,
            };
            match workspace::load_as_is(&world, &sheet.path, &self.set) {
                Ok(mut loaded) => loaded.take_sorted(),
                Err(found) => found,
            }
        };
        let fixed = fix::fix(old, &mut judge);
        let sure = cures(found, old);
        let sure: Vec<Cure<'_>> = sure.into_iter().filter(Cure::is_sure).collect();
        let sure: Vec<Change> = together(&sure)
            .into_iter()
            .map(|cure| (cure.span, cure.text.to_owned()))
            .collect();
        if applied(old.text(), &sure) == fixed.file.text() {
            return sure;
        }
        change(old.text(), fixed.file.text()).into_iter().collect()
    }
}

/// `old` with changes that stand in order.
fn applied(old: &str, changes: &[Change]) -> String {
    let mut text = String::new();
    let mut at = 0;
    for (span, new) in changes {
        text += old.get(at..span.start).unwrap_or_default();
        text += new;
        at = span.end;
    }
    text + old.get(at..).unwrap_or_default()
}

/// The bytes of `old` that are not as in `new`, and what stands there in `new`.
fn change(old: &str, new: &str) -> Option<Change> {
    if old == new {
        return None;
    }
    let pairs = old.char_indices().zip(new.chars());
    let start = pairs
        .take_while(|((_, a), b)| a == b)
        .last()
        .map_or(0, |((at, c), _)| at + c.len_utf8());
    let (old_rest, new_rest) = (old.get(start..)?, new.get(start..)?);
    let pairs = old_rest.chars().rev().zip(new_rest.chars().rev());
    let same: usize = pairs
        .take_while(|(a, b)| a == b)
        .map(|(c, _)| c.len_utf8())
        .sum();
    let text = new_rest.get(..new_rest.len().checked_sub(same)?)?;
    Some((start..old.len().checked_sub(same)?, text.to_owned()))
}
