//! Brackets that are not closed, in words, with what closes them.
//!
//! Unaware of all other changes.

use super::before;
use crate::diag::{At, Diagnostic};
use crate::document::json::bracket::{Act, Change};
use crate::document::json::notes::{Notes, slip};
use crate::document::json::text::NOT_CLOSED;
use crate::document::json::token::{Bracket, Token, What};

/// How many brackets that are not closed are shown.
const MOST_SHOWN: usize = 3;

pub(super) fn not_closed(notes: &mut Notes<'_>, tokens: &[Token], changes: &[Change]) {
    let Some(at) = changes.first().map(|one| one.at) else {
        return;
    };
    let next = tokens.get(at).map(|token| token.what);
    let comma = before(tokens, at).filter(|token| token.what == What::Comma);
    let last = match comma {
        Some(_) => before(tokens, at.saturating_sub(1)),
        None => before(tokens, at),
    };
    let Some(last) = last else {
        return;
    };
    let closers = closers(changes);
    let place = notes.last_character(last.end);
    let label = format!("`{closers}` is missing after this");
    let finding = slip(message(changes), place, label);
    let finding = opened(notes, tokens, changes, finding);
    let mut text = laid_out(notes, tokens, changes, last.end);
    let help = match notes.sample(last.start, last.end) {
        _ if text.contains('\n') => {
            format!("write `{closers}` in a line of its own after this one")
        }
        Some(sample) => format!("write `{closers}` after `{sample}`"),
        None => format!("write `{closers}` after this"),
    };
    let finding = finding.help(help);
    // A comma before a closing bracket belongs to nothing.
    let end = comma.map_or(last.end, |comma| comma.end);
    if comma.is_none() && !matches!(next, Some(What::Comma | What::Close(_))) {
        text.push(',');
    }
    let span = notes.span(last.end, end);
    notes.push(finding.fix(At::Span(span), text));
}

pub(super) fn open_at_end(
    notes: &mut Notes<'_>,
    tokens: &[Token],
    changes: &[Change],
    is_bare: bool,
) {
    let (Some(last), false) = (tokens.last(), is_bare && changes.len() == 1) else {
        return;
    };
    if notes.is_cut {
        return;
    }
    let closers = closers(changes);
    if last.end >= notes.file.text().trim_end().len() && cut_text(notes, *last) {
        return;
    }
    let is_certain = changes.iter().all(|one| one.is_certain);
    let message = match changes {
        [_] => message(changes),
        _ => "the file ends before all is closed",
    };
    let place = notes.last_character(last.end);
    let label = match is_certain {
        true => format!("`{closers}` is missing after this"),
        false => format!("`{closers}` is missing here, or further up"),
    };
    let finding = slip(message, place, label);
    let finding = opened(notes, tokens, changes, finding);
    let whole = !matches!(last.what, What::Comma | What::Colon);
    let finding = match whole {
        true => {
            let text = laid_out(notes, tokens, changes, last.end);
            let end = notes.span(last.end, last.end);
            let finding = finding.help(match is_certain {
                true => format!("write `{closers}`"),
                false => format!("write `{closers}` at the end of what is not closed"),
            });
            finding.fix(At::Span(end), text).sure(is_certain)
        }
        false => finding.help("the end of the file is missing: is it a part of a longer one?"),
    };
    notes.push(finding);
    if !is_certain {
        let opener = changes.last().and_then(|one| match one.act {
            Act::Close(_, opener) => tokens.get(opener),
            _ => None,
        });
        // One bracket that is missing anywhere changes what all after it belongs to.
        let from = match changes.len() {
            1 => opener.map_or(0, |token| token.start),
            _ => last.start,
        };
        notes.doubt_from(from);
    }
}

/// Whether the file ends inside of its last token, a text; this is told then.
fn cut_text(notes: &mut Notes<'_>, last: Token) -> bool {
    let is_it = |finding: &Diagnostic| {
        finding.message == NOT_CLOSED && finding.primary().is_some_and(|span| span.end == last.end)
    };
    let Some(at) = notes.findings.iter().position(is_it) else {
        return false;
    };
    notes.findings.remove(at);
    let place = notes.last_character(last.end);
    notes.push(
        slip(
            "the file ends inside of a text",
            place,
            "nothing follows this",
        )
        .help("the end of the file is missing: is it a part of a longer one?"),
    );
    notes.doubt_from(last.start);
    true
}

fn message(changes: &[Change]) -> &'static str {
    match changes {
        [
            Change {
                act: Act::Close(Bracket::Square, _),
                ..
            },
        ] => "a list is not closed",
        [_] => "an object is not closed",
        _ => "several brackets are not closed",
    }
}

/// The brackets that are missing, in a row.
fn closers(changes: &[Change]) -> String {
    let closer = |one: &Change| match one.act {
        Act::Close(bracket, _) => Some(bracket.closer()),
        _ => None,
    };
    changes.iter().filter_map(closer).collect()
}

/// The finding with a label at what is not closed.
fn opened(
    notes: &Notes<'_>,
    tokens: &[Token],
    changes: &[Change],
    mut finding: Diagnostic,
) -> Diagnostic {
    for change in changes.iter().take(MOST_SHOWN) {
        if let Act::Close(_, opener) = change.act
            && let Some(token) = tokens.get(opener)
            && matches!(token.what, What::Open(_))
        {
            let here = notes.span(token.start, token.end);
            finding = finding.label(At::Span(here), "opened here");
        }
    }
    finding
}

/// The brackets that are missing at byte `at`, each in a line of its own if it closes what was
/// opened in another line, and holds lines of its own.
fn laid_out(notes: &Notes<'_>, tokens: &[Token], changes: &[Change], at: usize) -> String {
    let file = notes.file;
    let mut text = String::new();
    for change in changes {
        let Act::Close(bracket, opener) = change.act else {
            continue;
        };
        let Some(token) = tokens.get(opener) else {
            continue;
        };
        let line = file.line_of(token.start);
        let begin = file.line_range(line).start;
        if line != file.line_of(at.saturating_sub(1)) {
            let whole = notes.text(begin, token.start);
            let indent = whole.len() - whole.trim_start().len();
            text.push_str(file.line_end());
            text.push_str(whole.get(..indent).unwrap_or_default());
        } else if notes.text(token.end, token.end + 1) == " " {
            text.push(' ');
        }
        text.push(bracket.closer());
    }
    text
}
