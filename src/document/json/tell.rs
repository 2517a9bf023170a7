//! What is wrong with brackets, in words, with the change that cures it.
//!
//! Unaware of how it was found out.

mod closing;

use super::bracket::{Act, Change};
use super::notes::{Notes, slip};
use super::token::{Bracket, Token, What};
use crate::diag::At;

/// Tells every change. `is_bare`: the outermost braces are missing, which is told elsewhere.
pub(super) fn tell(notes: &mut Notes<'_>, tokens: &[Token], changes: &[Change], is_bare: bool) {
    let mut rest = changes;
    while let Some(first) = rest.first() {
        let is_alike = |one: &Change| match (first.act, one.act) {
            (Act::Close(..), Act::Close(..)) => one.at == first.at,
            _ => false,
        };
        let count = match first.act {
            Act::Close(..) => rest.iter().take_while(|one| is_alike(one)).count(),
            Act::Drop => neighbours(rest),
            _ => 1,
        };
        let (some, more) = rest.split_at(count.max(1));
        rest = more;
        match first.act {
            Act::Close(..) if first.at >= tokens.len() => {
                closing::open_at_end(notes, tokens, some, is_bare)
            }
            Act::Close(..) => closing::not_closed(notes, tokens, some),
            Act::Open(bracket) if first.is_certain => not_opened(notes, tokens, first.at, bracket),
            Act::Open(bracket) => without_first_line(notes, tokens, first.at, bracket),
            Act::Drop => too_many(notes, tokens, some),
            Act::DropOrOpen => too_many_or_not_opened(notes, tokens, first.at),
            Act::Turn(bracket, opener) => wrong_one(notes, tokens, first.at, bracket, opener),
            Act::End => after_end(notes, tokens, first.at),
        }
    }
}

/// How many closing brackets that are too many follow each other.
fn neighbours(changes: &[Change]) -> usize {
    let pairs = changes.iter().zip(changes.iter().skip(1));
    let is_next = |(one, next): &(&Change, &Change)| next.act == Act::Drop && next.at == one.at + 1;
    1 + pairs.take_while(is_next).count()
}

fn not_opened(notes: &mut Notes<'_>, tokens: &[Token], at: usize, bracket: Bracket) {
    let (Some(last), Some(token)) = (before(tokens, at), tokens.get(at)) else {
        return;
    };
    let opener = bracket.opener();
    let message = format!("{} is not opened", bracket.noun());
    let is_after_colon = last.what == What::Colon;
    let finding = if is_after_colon {
        let key =
            before(tokens, at.saturating_sub(1)).and_then(|key| notes.sample(key.start, last.end));
        let help = key.map(|key| format!("write {key} {opener}"));
        let place = notes.last_character(last.end);
        let is_same_line = !notes.text(last.end, token.start).contains('\n');
        let (at, text) = match is_same_line {
            true => (token.start, opener.to_string()),
            false => (last.end, format!(" {opener}")),
        };
        slip(message, place, format!("`{opener}` is missing after this"))
            .help(help.unwrap_or_else(|| format!("write `{opener}` after this")))
            .fix(At::Span(notes.span(at, at)), text)
    } else {
        let here = notes.span(token.start, token.end);
        slip(message, here, format!("`{opener}` is missing before this"))
            .help(format!("write `{opener}` before this"))
            .fix(
                At::Span(notes.span(token.start, token.start)),
                format!("{opener} "),
            )
    };
    notes.push(finding);
}

/// The line that opens an object or list is missing, with its key.
fn without_first_line(notes: &mut Notes<'_>, tokens: &[Token], at: usize, bracket: Bracket) {
    let Some(token) = tokens.get(at) else {
        return;
    };
    let opener = bracket.opener();
    let finding = slip(
        format!("{} is not opened", bracket.noun()),
        notes.span(token.start, token.end),
        format!("the line with its key and `{opener}` is missing before this"),
    );
    notes.push(finding.help(format!("write `\"key\": {opener}` in a line before this")));
    notes.doubt_from(token.start);
}

/// A closing bracket stands where it should, and what follows stands as deep as what is before it.
fn too_many_or_not_opened(notes: &mut Notes<'_>, tokens: &[Token], at: usize) {
    let Some(token) = tokens.get(at) else {
        return;
    };
    let here = notes.span(token.start, token.end);
    let opener = match token.what {
        What::Close(bracket) => bracket.opener(),
        _ => '{',
    };
    let message = format!("a `{}` too many, or a line too few", here.text());
    let finding = slip(
        message,
        here,
        "what follows stands as deep as what is before",
    );
    notes.push(finding.help(format!(
        "remove it, or write the line that is missing after it: `\"key\": {opener}`"
    )));
    notes.doubt_from(token.start);
}

fn too_many(notes: &mut Notes<'_>, tokens: &[Token], changes: &[Change]) {
    let token = |change: Option<&Change>| change.and_then(|one| tokens.get(one.at));
    let (Some(first), Some(last)) = (token(changes.first()), token(changes.last())) else {
        return;
    };
    let comma = changes.first().zip(changes.last());
    let comma = comma.and_then(|(first, last)| own_comma(tokens, first.at, last.at));
    let end = comma.map_or(last.end, |comma| comma.end);
    let written = notes.text(first.start, end);
    let here = notes.span(first.start, end);
    let message = match changes.len() {
        1 => format!("a `{written}` too many"),
        _ => "brackets too many".to_owned(),
    };
    let label = match changes.len() {
        1 if first.what == What::Open(Bracket::Square) => "is not closed, and holds one thing",
        1 if matches!(first.what, What::Open(_)) => "opens nothing that has a key",
        1 => "closes nothing",
        _ => "close nothing",
    };
    // A bracket alone in its line takes the line break with it.
    let line = notes.file.line_range(notes.file.line_of(first.start)).start;
    let is_alone = notes.text(line, first.start).trim().is_empty();
    let start = match changes.first().and_then(|one| before(tokens, one.at)) {
        Some(before) if is_alone && notes.text(before.end, first.start).trim().is_empty() => {
            before.end
        }
        _ => first.start,
    };
    let gone = notes.span(start, end);
    let last_at = changes.last().map_or(0, |one| one.at);
    if let [change] = changes
        && change.is_certain
        && stands_for_comma(tokens, last_at)
    {
        let message = format!("a `{written}` instead of a comma");
        notes.push(
            slip(message, here.clone(), "`,` belongs here")
                .help("write `,`")
                .fix(At::Span(here), ","),
        );
        return;
    }
    if changes.iter().all(|one| one.is_certain) {
        notes.push(
            slip(message, here, label)
                .help("remove it")
                .fix(At::Span(gone), ""),
        );
        return;
    }
    let label = match last_at + 1 < tokens.len() {
        true => "closes the manifest, and more follows",
        false => label,
    };
    notes.push(slip(message, here, label).help("remove it, or the one before it that is too many"));
    let brackets = tokens
        .iter()
        .filter(|token| matches!(token.what, What::Close(_)));
    notes.doubt_from(brackets.map(|token| token.start).min().unwrap_or(0));
}

/// The comma that goes with the brackets too many from token `first` to `last`: there is one before
/// them already.
pub(super) fn own_comma(tokens: &[Token], first: usize, last: usize) -> Option<Token> {
    let is_before = |token: &Token| matches!(token.what, What::Comma | What::Open(_));
    let comma = tokens.get(last + 1).filter(|next| next.what == What::Comma);
    comma
        .copied()
        .filter(|_| before(tokens, first).is_some_and(is_before))
}

/// Whether a closing bracket stands between a value and a further one or a key.
pub(super) fn stands_for_comma(tokens: &[Token], at: usize) -> bool {
    let is_value = |token: &Token| token.is_scalar() || matches!(token.what, What::Close(_));
    let is_next = |token: &Token| token.is_scalar() || matches!(token.what, What::Open(_));
    before(tokens, at).is_some_and(is_value) && tokens.get(at + 1).is_some_and(is_next)
}

fn wrong_one(notes: &mut Notes<'_>, tokens: &[Token], at: usize, bracket: Bracket, other: usize) {
    let (Some(token), Some(other)) = (tokens.get(at), tokens.get(other)) else {
        return;
    };
    let here = notes.span(token.start, token.end);
    let (done, right, there) = match token.what {
        What::Open(_) => ("opened", bracket.opener(), "closed here"),
        _ => ("closed", bracket.closer(), "opened here"),
    };
    let message = format!("{} is {done} by `{}`", bracket.noun(), here.text());
    let finding = slip(message, here.clone(), format!("`{right}` belongs here"))
        .help(format!("write `{right}`"))
        .fix(At::Span(here), right.to_string());
    let there_span = notes.span(other.start, other.end);
    notes.push(finding.label(At::Span(there_span), there));
}

fn after_end(notes: &mut Notes<'_>, tokens: &[Token], at: usize) {
    let rest = tokens.get(at..).unwrap_or_default();
    let Some(first) = rest.first() else {
        return;
    };
    let here = notes.span(first.start, first.end);
    if let ([_], What::Comma) = (rest, first.what) {
        let message = format!("a `{}` after the end of the manifest", here.text());
        let finding = slip(message, here.clone(), "does not belong here");
        return notes.push(finding.help("remove it").fix(At::Span(here), ""));
    }
    let help = match first.what {
        What::Open(_) => "a manifest is one object: put each into a file of its own",
        _ => "remove it, or move it before the last `}`",
    };
    notes.push(
        slip(
            "something follows the end of the manifest",
            here,
            "does not belong here",
        )
        .help(help),
    );
    notes.doubt_from(first.start);
}

/// The token before the one with this number.
fn before(tokens: &[Token], at: usize) -> Option<&Token> {
    tokens.get(at.checked_sub(1)?)
}
