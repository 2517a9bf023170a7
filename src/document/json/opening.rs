//! How a file begins: an object, or something else.
//!
//! Unaware of what stands in the object.

use super::notes::{Notes, slip};
use super::text;
use super::token::{Bracket, Token, What};
use super::word;
use crate::diag::At;
use crate::source::Span;

/// Most tokens before an object that are taken for its name.
const MOST_BEFORE: usize = 4;

/// How a file begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    /// As JSON does.
    Good,
    /// Without the brace that opens the outermost object.
    Bare,
    /// As something else; it cannot be read.
    Foreign,
}

/// Tells what is wrong with the beginning, and removes what does not belong there.
pub(super) fn tell(notes: &mut Notes<'_>, tokens: &mut Vec<Token>) -> Opening {
    let Some(first) = tokens.first().copied() else {
        let start = notes.span(0, 0);
        // A comment alone is told with this.
        notes.findings.clear();
        notes.push(
            slip("the file is empty", start, "an object belongs here")
                .help("write { \"version\": 1, … }; `rendit init` writes a first manifest"),
        );
        notes.doubt_from(0);
        return Opening::Foreign;
    };
    if is_escaped(notes, first, tokens.len()) {
        return Opening::Foreign;
    }
    let is_value = match first.what {
        What::Word => word::is_value(notes.text(first.start, first.end)),
        _ => first.is_scalar(),
    };
    if first.what == What::Open(Bracket::Brace) || (tokens.len() == 1 && is_value) {
        return Opening::Good;
    }
    if matches!(first.what, What::Open(_)) {
        return Opening::Good;
    }
    let brace = tokens
        .iter()
        .take(MOST_BEFORE)
        .position(|token| token.what == What::Open(Bracket::Brace));
    let is_name = |token: &Token| match token.what {
        What::Word => true,
        What::Colon => notes.text(token.start, token.end).starts_with('='),
        _ => false,
    };
    if let Some(brace) = brace
        && tokens.iter().take(brace).all(is_name)
    {
        let start = tokens.get(brace).map_or(0, |token| token.start);
        let end = tokens
            .get(brace.saturating_sub(1))
            .map_or(0, |token| token.end);
        let here = notes.span(first.start, end);
        let gone = notes.span(first.start, start);
        notes.push(
            slip(
                "something stands before the manifest",
                here,
                "a manifest starts with `{`",
            )
            .help("remove it")
            .fix(At::Span(gone), ""),
        );
        tokens.drain(..brace);
        return Opening::Good;
    }
    let is_key = first.is_scalar() && tokens.get(1).is_some_and(|next| next.what == What::Colon);
    if is_key {
        bare(notes, tokens, first);
        return Opening::Bare;
    }
    notes.push(
        slip(
            "a manifest in JSON is an object",
            Span::new(notes.file, first.start, first.end),
            "`{` was expected",
        )
        .help("write { \"version\": 1, … }"),
    );
    notes.doubt_from(0);
    Opening::Foreign
}

/// Tells that the whole manifest is written as it stands inside of a text of another program: every
/// quote has a backslash before it. Whether it is.
fn is_escaped(notes: &mut Notes<'_>, first: Token, count: usize) -> bool {
    let text = notes.file.text();
    let quote = text.find('"').unwrap_or(0);
    let is_bare = text.trim_start().starts_with('{')
        && text
            .get(..quote)
            .is_some_and(|before| before.ends_with('\\'));
    let inside = match first.what {
        What::Text if count == 1 => {
            let text = notes.text(first.start + 1, first.end.saturating_sub(1));
            text::decode(text).filter(|inside| inside.trim_start().starts_with('{'))
        }
        _ if is_bare => Some(text.replace("\\\"", "\"").replace("\\\\", "\\")),
        _ => None,
    };
    let Some(inside) = inside else {
        return false;
    };
    let here = match is_bare {
        true => notes.span(quote - 1, quote + 1),
        false => notes.span(first.start, first.start + 1),
    };
    let help = match is_bare {
        true => "write `\"` for `\\\"` everywhere",
        false => "remove the quotes around the manifest, and write `\"` for `\\\"` everywhere",
    };
    let whole = notes.span(first.start, text.trim_end().len());
    notes.findings.clear();
    notes.push(
        slip(
            "the quotes have backslashes before them",
            here,
            "JSON has `\"` alone",
        )
        .help(help)
        .fix(At::Span(whole), inside.trim()),
    );
    notes.doubt_from(0);
    true
}

/// The braces around everything are missing.
fn bare(notes: &mut Notes<'_>, tokens: &[Token], first: Token) {
    let count = |what: fn(&What) -> bool| tokens.iter().filter(|token| what(&token.what)).count();
    let opened = count(|what| matches!(what, What::Open(_)));
    let closed = count(|what| matches!(what, What::Close(_)));
    let here = notes.span(first.start, first.end);
    let place = notes.span(first.start, first.start);
    notes.push(if closed > opened {
        slip(
            "the first `{` is missing",
            here,
            "`{` is missing before this",
        )
        .help("write `{` before this")
        .fix(At::Span(place), "{ ")
    } else {
        slip(
            "the outermost braces are missing",
            here,
            "`{` is missing before this",
        )
        .help("write `{` as the first character of the file, and `}` as the last")
    });
}
