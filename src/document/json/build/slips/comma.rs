//! Commas that are missing, too many, or something else, in words.
//!
//! Unaware of the tree.

use super::span;
use crate::diag::At;
use crate::document::grouped::Number;
use crate::document::json::joined::NO_COMMA;
use crate::document::json::notes::{Notes, slip, written};
use crate::document::json::token::Token;
use crate::source::Span;

/// No comma stands after this token.
pub(in crate::document::json::build) fn missing_comma(notes: &mut Notes<'_>, before: Token) {
    let place = notes.last_character(before.end);
    let finding = slip(NO_COMMA, place, "`,` is missing after this");
    let help = match notes.sample(before.start, before.end) {
        Some(text) => format!("write {text},"),
        None => "write `,` after this".to_owned(),
    };
    let end = notes.span(before.end, before.end);
    notes.push(finding.help(help).fix(At::Span(end), ","));
}

/// The finding for commas that are too many; what goes is the text since byte `from`.
fn commas(notes: &mut Notes<'_>, commas: &[Token], from: usize, one: &str, several: &str) {
    let (Some(first), Some(last)) = (commas.first(), commas.last()) else {
        return;
    };
    let here = notes.span(first.start, last.end);
    let (message, label) = match commas.len() {
        1 => (one, format!("this `{}` is one too many", here.text())),
        _ => (several, "these are too many".to_owned()),
    };
    let gone = notes.span(from, last.end);
    notes.push(
        slip(message, here, label)
            .help(if commas.len() == 1 {
                "remove it"
            } else {
                "remove them"
            })
            .fix(At::Span(gone), ""),
    );
}

/// A comma before a closing bracket.
pub(in crate::document::json::build) fn trailing_comma(notes: &mut Notes<'_>, token: Token) {
    let message = match notes.text(token.start, token.end) {
        ";" => "a `;` after the last item",
        _ => "a comma after the last item",
    };
    commas(notes, &[token], token.start, message, "");
}

/// Several commas before a closing bracket.
pub(in crate::document::json::build) fn trailing_commas(
    notes: &mut Notes<'_>,
    first: Token,
    more: &[Token],
) {
    let all: Vec<Token> = std::iter::once(first).chain(more.iter().copied()).collect();
    let message = "commas after the last item";
    match is_without_comment(notes, first, more) {
        true => commas(notes, &all, first.start, message, message),
        false => {
            for one in all {
                trailing_comma(notes, one);
            }
        }
    }
}

/// Commas after another one, or after an opening bracket.
pub(in crate::document::json::build) fn extra_commas(
    notes: &mut Notes<'_>,
    all: &[Token],
    before: Option<Token>,
) {
    let (one, several) = ("a comma too many", "commas too many");
    let Some((first, more)) = all.split_first() else {
        return;
    };
    let from = before.map_or(first.start, |before| before.end);
    let gap = notes.text(from, first.start);
    let from = match gap.trim().is_empty() {
        true => from,
        false => first.start,
    };
    if is_without_comment(notes, *first, more) {
        return commas(notes, all, from, one, several);
    }
    for token in all {
        commas(notes, &[*token], token.start, one, several);
    }
}

/// `;` instead of `,`.
pub(in crate::document::json::build) fn foreign_comma(notes: &mut Notes<'_>, token: Token) {
    let here = span(notes, token);
    let message = format!("a `{}` instead of a comma", here.text());
    notes.push(written(
        slip(message, here.clone(), "JSON has `,` here"),
        here,
        ",",
    ));
}

/// A comma between a key and its value.
pub(in crate::document::json::build) fn comma_for_colon(notes: &mut Notes<'_>, comma: Token) {
    let here = span(notes, comma);
    let message = format!("a `{}` between a key and its value", here.text());
    let finding = slip(message, here.clone(), "JSON has `:` here");
    notes.push(written(finding, here, ":"));
}

/// `23,976`, `2,500,000` and `2,5M`.
pub(in crate::document::json::build) fn commas_in_number(
    notes: &mut Notes<'_>,
    whole: Span,
    number: &Number,
) {
    let finding = slip("a comma in a number", whole.clone(), number.label);
    let finding = finding.help(number.help());
    notes.push(match number.other {
        Some(_) => finding,
        None => finding
            .fix(At::Span(whole), number.written())
            .sure(number.is_sure),
    });
}

/// Whether nothing but blanks stands between these commas.
fn is_without_comment(notes: &Notes<'_>, first: Token, more: &[Token]) -> bool {
    let mut end = first.end;
    more.iter().all(|token| {
        let gap = notes.text(end, token.start);
        end = token.end;
        gap.trim().is_empty()
    })
}
