//! How a file begins: an object, or something else.
//!
//! Unaware of what stands in the object.

use super::notes::{Notes, slip};
use super::token::{Bracket, Token, What};
use crate::diag::At;
use crate::document::node::Kind;
use crate::document::{toml, yaml};
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
    if first.what == What::Open(Bracket::Brace) || (tokens.len() == 1 && first.is_scalar()) {
        return Opening::Good;
    }
    if let Some(opening) = other_language(notes, first) {
        return opening;
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

/// A file that is fine in another language.
fn other_language(notes: &mut Notes<'_>, first: Token) -> Option<Opening> {
    // `[1]` is a list as well as a header.
    let is_toml = notes.file.text().contains('=') && toml::is_good(notes.file);
    let is_yaml = || {
        let read = yaml::parse(notes.file);
        let (root, findings) = (read.root, read.findings);
        let is_table = matches!(&root.kind, Kind::Map(map) if !map.is_empty());
        findings.is_empty() && is_table
    };
    let (name, ending) = match is_toml {
        true => ("TOML", "`.toml`"),
        false if is_yaml() => ("YAML", "`.yaml`"),
        false => return None,
    };
    let line = notes.file.line_range(notes.file.line_of(first.start));
    let here = notes.span(first.start, line.end.max(first.end));
    notes.findings.clear();
    notes.push(
        slip(
            format!("this is {name}, not JSON"),
            here,
            "JSON starts with `{`",
        )
        .help(format!("end the file's name in {ending}")),
    );
    notes.doubt_from(0);
    Some(Opening::Foreign)
}
