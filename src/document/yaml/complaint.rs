//! The YAML reader's complaints in plain words, with what to type instead.
//!
//! Unaware of the tree; looks at the line that the reader stumbled over.

mod line;
mod guess;
mod layout;
mod blank;
mod quote;
mod bracket;
mod assign;
mod item;
mod entry;
mod depth;
mod flow;
mod pair;
mod mark;
mod text;

use granit_parser::{ErrorKind, ScanError};

use super::{SYNTAX_YAML, tag};
use crate::diag::{At, Diagnostic};
use crate::document::TOO_DEEP;
use crate::document::bytes::one_character;
use crate::document::slashes;
use crate::source::{Route, SourceFile, Span};
use guess::{Guess, Scene, best};

pub(super) use assign::{Way, said, slip as line_slip};
pub(super) use blank::{is_odd, no_break};
pub(super) use layout::finding;
pub(super) use text::filled;

/// One complaint as a finding.
pub(super) fn explain(file: &SourceFile, error: &ScanError) -> Diagnostic {
    let mut at = error.marker().byte_offset().unwrap_or(0);
    if is_about_tabs(error.kind()) {
        // The reader stops before the line break that the tab follows.
        let rest = file.text().get(file.floor(at)..).unwrap_or_default();
        at += rest.find('\t').unwrap_or(0);
    }
    let span = one_character(file, at);
    if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
        return Diagnostic::new(
            &TOO_DEEP,
            Route::root(),
            "values lie too deeply in each other",
        )
        .label(At::Span(span), "too deep");
    }
    if let Some(finding) = tag::line(file, at) {
        return finding;
    }
    let scene = Scene::of(file, at);
    if let Some(finding) = scene.and_then(|scene| slip(&scene, error.kind())) {
        return finding;
    }
    if let Some((span, text)) = quoted(file, at)
        && let Some(finding) = quote::python(&span, &text)
    {
        return finding;
    }
    let (message, label) = plain(error);
    let finding =
        Diagnostic::new(&SYNTAX_YAML, Route::root(), message).label(At::Span(span.clone()), label);
    if label == "not an escape" {
        // The reader's place is the quote.
        let inside = one_character(file, span.end);
        return slashes::told(finding, &inside, ':');
    }
    let finding = match hint(file, at, error.kind()) {
        Some(hint) => finding.help(hint),
        None => finding,
    };
    match quoted(file, at) {
        Some((span, text)) => {
            // Keys behind the value are no part of a text.
            let is_text = !text.contains(", ") && !text.contains("; ");
            let is_short = text.len() <= LONGEST_TEXT && !text.contains('`');
            let finding = match is_text && is_short {
                true => finding.help(format!("write {text}")),
                false => finding,
            };
            finding.fix(At::Span(span), text).sure(is_text)
        }
        None => finding,
    }
}

/// The slip that the reader noticed, maybe later or elsewhere than it was made: one whose cure lets
/// it read on.
fn slip(scene: &Scene<'_>, kind: &ErrorKind) -> Option<Diagnostic> {
    let sources: [fn(&Scene<'_>) -> Vec<Guess>; 42] = [
        mark::comment,
        mark::comma_behind,
        mark::comma_behind_brace,
        mark::comma,
        mark::odd_dash,
        mark::stars,
        mark::second_dash,
        pair::value_below,
        pair::in_quotes,
        text::placeholders,
        quote::inside,
        text::behind_quote,
        quote::template,
        flow::dashless,
        flow::braceless,
        flow::commaless,
        pair::on_one_line,
        quote::typographic,
        mark::behind_key,
        bracket::odd_list,
        bracket::misfit,
        quote::in_list,
        text::commaless,
        quote::unclosed,
        bracket::unclosed,
        layout::block_text,
        assign::header,
        assign::lines,
        assign::options,
        item::close_dash,
        item::lost_dash,
        entry::first_apart,
        entry::pair_beside,
        entry::as_list,
        entry::keys_beside,
        entry::nameless,
        entry::without_section,
        entry::value_beside,
        item::indentation,
        item::first_dash,
        item::beside_key,
        item::beside_keys,
    ];
    let mut found = sources.iter().map(|source| best(scene, source(scene)));
    let usual = blank::explain(scene)
        .or_else(|| item::headless(scene))
        .or_else(|| found.find_map(|found| found))
        .or_else(|| layout::explain(scene, kind));
    if usual.as_ref().is_some_and(is_cured) {
        return usual;
    }
    depth::explain(scene)
        .or(usual)
        .or_else(|| best(scene, item::without_dash(scene)))
        .or_else(|| item::without_list(scene))
        .or_else(|| quote::swallowing(scene))
}

/// Whether there is a cure that is sure.
fn is_cured(finding: &Diagnostic) -> bool {
    finding.fix.as_ref().is_some_and(|fix| fix.is_sure)
}

/// Longer texts are not repeated in a help.
const LONGEST_TEXT: usize = 80;

/// Longest line that is looked at for a text without quotes, in bytes.
const LONGEST_LINE: usize = 4096;

/// The value of the line of byte `at` in quotes, if it is a text that YAML takes for something else.
pub(super) fn quoted(file: &SourceFile, at: usize) -> Option<(Span, String)> {
    let range = file.line_range(file.line_of(file.floor(at)));
    let line = file.text().get(range.clone())?;
    if line.len() > LONGEST_LINE {
        return None;
    }
    let colon = line.find(": ").map(|at| at + 2);
    let item = line
        .trim_start()
        .starts_with("- ")
        .then(|| line.find("- ").map(|at| at + 2));
    let start = colon.or(item.flatten())?;
    if line.get(..start)?.contains(['{', '[']) {
        return None;
    }
    let rest = line.get(start..)?;
    let value = rest.split(" #").next()?.trim();
    let odd = value.starts_with(['{', '[', '%', '@', '`', '*', '&', '!', '|', '>'])
        || value.contains(": ");
    // Braces and brackets that are closed are a mapping or a list, which is broken elsewhere.
    let is_flow = matches!(
        (value.chars().next(), value.chars().next_back()),
        (Some('{'), Some('}')) | (Some('['), Some(']'))
    );
    // Typographic quotes would become part of the text.
    let is_typographic = value.starts_with(['“', '”', '„', '«', '‘', '’']);
    if !odd || is_flow || is_typographic || value.contains(['"', '\'', '\\']) {
        return None;
    }
    let first = range.start + start + (rest.len() - rest.trim_start().len());
    let span = Span::new(file, first, first + value.len());
    // `| text`: the mark of a text of several lines, which this one is not.
    if value.starts_with(['|', '>'])
        && let Some((_, text)) = value.split_once(' ')
    {
        let text = text.trim_start();
        let is_plain = text.starts_with(|c: char| c.is_alphanumeric() || "$/.".contains(c))
            && !text.contains(": ");
        return Some(match is_plain {
            true => (span, text.to_owned()),
            false => (span, format!("\"{text}\"")),
        });
    }
    Some((span, format!("\"{value}\"")))
}

fn is_about_tabs(kind: &ErrorKind) -> bool {
    use ErrorKind as K;
    matches!(
        kind,
        K::TabNotAllowed | K::TabInBlockIndentation | K::TabInIndentation | K::TabInPlainScalar
    )
}

fn plain(error: &ScanError) -> (&'static str, &'static str) {
    use ErrorKind as K;
    let (message, label) = match error.kind() {
        K::ExpectedBlockMappingKey => ("a key was expected", "no key of this mapping"),
        K::ExpectedBlockSequenceEntry => ("a list item was expected", "`- ` was expected"),
        K::ExpectedFlowMappingSeparator | K::UnexpectedEofFlowMapping => (
            "a mapping in braces is not closed",
            "`,` or `}` was expected",
        ),
        K::ExpectedFlowSequenceSeparator | K::UnexpectedEofFlowSequence => (
            "a list in brackets is not closed",
            "`,` or `]` was expected",
        ),
        K::UnclosedFlowCollection { open: '{' } => {
            ("a mapping in braces is not closed", "`}` is missing")
        }
        K::UnclosedFlowCollection { .. } => ("a list in brackets is not closed", "`]` is missing"),
        K::MismatchedFlowCollectionEnd { .. } | K::MisplacedFlowCollectionEnd => (
            "a bracket that closes nothing",
            "does not fit what was opened",
        ),
        K::UnclosedQuotedScalar => (
            "a quote is not closed",
            "the text ends here without a quote",
        ),
        K::InvalidTrailingSingleQuotedScalar | K::InvalidTrailingDoubleQuotedScalar => {
            ("something follows a quoted text", "does not belong here")
        }
        K::UnknownQuotedScalarEscape
        | K::InvalidQuotedScalarHexEscape
        | K::InvalidUnicodeEscape
        | K::InvalidLowSurrogate
        | K::InvalidLowSurrogateHexEscape
        | K::MissingLowSurrogate
        | K::UnpairedLowSurrogate => ("an unknown escape after a backslash", "not an escape"),
        kind if is_about_tabs(kind) => ("a tab in the indentation", "indent with spaces"),
        K::MappingValueNotAllowed | K::InvalidColonPlacement => {
            ("a `:` where no key can be", "not expected here")
        }
        K::MappingKeyNotAllowed | K::SimpleKeyExpected | K::InvalidSimpleKey => {
            ("a line that is no key with a value", "`:` was expected")
        }
        K::InvalidIndentation | K::InvalidFlowScalarIndent | K::InvalidQuotedScalarIndent => (
            "the indentation fits nothing above",
            "check the spaces before this",
        ),
        K::BlockSequenceEntryNotAllowed | K::BlockEntryInFlowCollection => {
            ("a list item where no list is", "`- ` cannot be here")
        }
        K::UnexpectedCharacter { .. } => (
            "a text that must be quoted",
            "a text cannot start with this",
        ),
        K::MissingAnchorOrAliasName => ("an anchor or alias without a name", "a name was expected"),
        K::CommentNotSeparated => (
            "a `#` right after a value",
            "a comment needs a space before it",
        ),
        K::BomInsideDocument => ("a byte order mark inside the text", "remove this character"),
        K::InvalidBlockScalarHeader | K::ExpectedWhitespace => (
            "text in the line of a `|` or `>`",
            "such a text begins in the line below",
        ),
        K::DirectiveDisallowed
        | K::InvalidDirectiveName
        | K::InvalidDirectiveTerminator
        | K::MissingDirectiveName
        | K::ExpectedDocumentStart => (
            "a line that starts with `%`",
            "YAML takes this for a directive",
        ),
        K::InvalidTagTerminator
        | K::InvalidTagEscape
        | K::MissingTagUri
        | K::UnclosedVerbatimTag
        | K::UndeclaredTagHandle => ("a text that must be quoted", "YAML takes this for a tag"),
        K::DocumentIndicatorInQuotedScalar => {
            ("a quote is not closed", "a new document begins here")
        }
        K::UnexpectedEof => ("the file ends too early", "more was expected here"),
        _ => ("this is no YAML", "cannot be read"),
    };
    (message, label)
}

/// What the line itself gives away about the mistake.
fn hint(file: &SourceFile, at: usize, kind: &ErrorKind) -> Option<String> {
    let range = file.line_range(file.line_of(file.floor(at)));
    let line = file.text().get(range.clone())?.trim_end();
    let before = file.text().get(range.start..file.floor(at))?;
    let value = line.split_once(": ").map(|(_, value)| value.trim());
    if line.starts_with(|c: char| c.is_whitespace())
        && line
            .chars()
            .take_while(|c| c.is_whitespace())
            .any(|c| c == '\t')
    {
        return Some("indent YAML with spaces, not with tabs".to_owned());
    }
    if let Some(value) = value
        && value.starts_with(['{', '[', '%', '@', '`', '*', '&', '!', '|', '>'])
        && !value.contains('"')
    {
        let first = value.chars().next().unwrap_or('{');
        return Some(format!(
            "quote a text that starts with `{first}`: \"{value}\""
        ));
    }
    if before.matches(": ").count() > 0 && line.matches(": ").count() > 1 {
        return Some("quote a text that contains `: `".to_owned());
    }
    let is_quote = matches!(kind, ErrorKind::UnclosedQuotedScalar);
    is_quote.then(|| "close the text with the quote that opened it".to_owned())
}
