//! Brackets that do not fit: which one is missing, too many, or the wrong one, and where.
//!
//! Unaware of values. Two readings are tried, one that trusts the indentation and one that does
//! not, and the one that needs fewer changes is taken.

mod mender;
mod layout;
mod partner;

use super::token::{Bracket, Token, What};
use crate::document::MAX_DEPTH;
use crate::source::SourceFile;

use mender::Mender;

/// How many open brackets are looked at for the one that a closing bracket belongs to.
const MOST_LOOKED_AT: usize = MAX_DEPTH + 1;

/// A change of the tokens, at the token with this number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    /// The number of a token, or how many there are.
    pub(super) at: usize,
    /// What is done.
    pub(super) act: Act,
    /// Whether nothing else can have been meant.
    pub(super) is_certain: bool,
}

/// What is done at a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// The bracket that the token with this number opened is closed before it.
    Close(Bracket, usize),
    /// This bracket is opened before it.
    Open(Bracket),
    /// It is a bracket too many.
    Drop,
    /// It is a bracket too many, or the line after it that opens something is missing.
    DropOrOpen,
    /// It closes this bracket, which the token with this number opened.
    Turn(Bracket, usize),
    /// All from here on stands after the end.
    End,
}

/// What is wrong with the brackets of a text.
#[derive(Debug)]
pub(super) enum Fit {
    /// Nothing.
    Good,
    /// They lie too deeply in each other at this token, and do not fit.
    TooDeep(usize),
    /// These changes make them fit.
    Mended(Vec<Change>),
}

/// Whether the brackets fit. Without the outermost brace, which `is_bare` tells, the tokens are
/// what stands in one.
pub(super) fn check(file: &SourceFile, tokens: &[Token], is_bare: bool) -> Fit {
    if !is_bare && is_good(tokens) {
        return Fit::Good;
    }
    let by_layout = Mender::new(file, tokens, is_bare, true).run();
    let plain = Mender::new(file, tokens, is_bare, false).run();
    let mut best = if by_layout.cost <= plain.cost {
        by_layout
    } else {
        plain
    };
    unopened(tokens, &mut best.changes);
    best.changes.sort_by_key(|change| change.at);
    match first_too_deep(tokens, &best.changes) {
        Some(at) => Fit::TooDeep(at),
        None => Fit::Mended(best.changes),
    }
}

/// How many lists that are not closed are held against what they hold.
const MOST_LISTS: usize = 8;

/// How many objects a list of objects lies in: those above hold entries by name.
const NAMED: usize = 3;

/// `"outputs": [{ … }` and `[["hd"]`: where one bracket is not closed that stands right before the only
/// thing in it, it is one too many.
fn unopened(tokens: &[Token], changes: &mut [Change]) {
    let what = |at: usize| tokens.get(at).map(|token| token.what);
    let lists = changes.iter_mut().filter_map(|change| match change.act {
        Act::Close(Bracket::Square, opener) => Some((opener, change)),
        _ => None,
    });
    for (opener, change) in lists.take(MOST_LISTS) {
        let before = opener.checked_sub(1).and_then(what);
        // No list of a manifest holds lists.
        let is_item = matches!(before, Some(What::Comma | What::Open(Bracket::Square)));
        let is_value = before == Some(What::Colon);
        let Some(What::Open(inner)) = what(opener + 1).filter(|_| is_value || is_item) else {
            continue;
        };
        let depth = |tokens: &[Token]| {
            let step = |token: &Token| match token.what {
                What::Open(_) => 1,
                What::Close(_) => -1,
                _ => 0,
            };
            tokens.iter().map(step).sum::<isize>()
        };
        let before = tokens.get(..opener).unwrap_or_default();
        let is_named = usize::try_from(depth(before)).is_ok_and(|depth| depth < NAMED);
        let mut open = 0;
        let inside = tokens.get(opener + 1..change.at).unwrap_or_default();
        let ends = inside.iter().position(|token| {
            match token.what {
                What::Open(_) => open += 1,
                What::Close(_) => open -= 1,
                _ => {}
            }
            open == 0
        });
        let is_only = ends == inside.len().checked_sub(1);
        if is_only && (inner == Bracket::Square || is_named || is_item) {
            change.act = Act::Drop;
            change.at = opener;
        }
    }
}

/// The first token that lies too deep even with these changes.
fn first_too_deep(tokens: &[Token], changes: &[Change]) -> Option<usize> {
    let mut depth: usize = 0;
    let mut changes = changes.iter().peekable();
    for (at, token) in tokens.iter().enumerate() {
        let mut is_gone = false;
        while let Some(change) = changes.next_if(|change| change.at <= at) {
            match change.act {
                Act::Close(..) => depth = depth.saturating_sub(1),
                Act::Open(_) => depth += 1,
                Act::Drop | Act::DropOrOpen => is_gone = true,
                Act::Turn(..) => {}
                Act::End => return None,
            }
        }
        match token.what {
            What::Open(_) if !is_gone => depth += 1,
            What::Close(_) if !is_gone => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Some(at);
        }
    }
    None
}

/// Whether every bracket is closed by its own kind, and nothing follows the last one.
fn is_good(tokens: &[Token]) -> bool {
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.what {
            What::Open(bracket) => open.push(bracket),
            What::Close(bracket) if open.pop() != Some(bracket) => return false,
            _ => {}
        }
        if open.is_empty() && at + 1 < tokens.len() {
            return false;
        }
    }
    open.is_empty()
}
