//! The TOML reader's complaints in plain words, with what to type instead.
//!
//! Unaware of the tree.

use std::collections::BTreeMap;

use super::duplicate::{self, Headless};
use super::{SYNTAX_TOML, repair};
use crate::diag::{At, Diagnostic};
use crate::document::bytes::one_character;
use crate::document::node::{Node, duplicate_key};
use crate::document::{MAX_DEPTH, TOO_DEEP};
use crate::source::{Route, SourceFile, Span};

/// The reader's complaints as findings. It goes on in the middle of a line, so one mistake often
/// echoes on its line: one complaint a line is kept, a bracket or quote that is not closed first.
pub(super) fn explain_all(
    file: &SourceFile,
    root: &Node,
    errors: &[toml::de::Error],
) -> Vec<Diagnostic> {
    let start = |error: &toml::de::Error| error.span().map_or(0, |span| span.start);
    let is_open = |error: &toml::de::Error| error.message().starts_with("unclosed");
    let rank = |error: &toml::de::Error| (!is_open(error), start(error));
    let mut kept: Vec<&toml::de::Error> = Vec::new();
    let mut by_line: BTreeMap<usize, &toml::de::Error> = BTreeMap::new();
    for error in errors {
        if error.message() == DUPLICATE {
            kept.push(error);
            continue;
        }
        let line = file.line_of(file.floor(start(error)));
        let best = by_line.entry(line).or_insert(error);
        if rank(error) < rank(best) {
            *best = error;
        }
    }
    let repeated = duplicate::repeated_tables(file, kept.iter().map(|error| start(error)));
    kept.retain(|error| {
        let before = repeated.partition_point(|table| table.start <= start(error));
        let table = before.checked_sub(1).and_then(|at| repeated.get(at));
        !table.is_some_and(|table| table.contains(&start(error)))
    });
    let headless = duplicate::headless(file, kept.iter().map(|error| start(error)));
    kept.retain(|error| {
        headless
            .get(&start(error))
            .is_none_or(|table| table.is_first)
    });
    kept.extend(by_line.into_values());
    kept.sort_by_key(|error| start(error));
    kept.into_iter()
        .take(MAX_COMPLAINTS)
        .map(|error| match headless.get(&start(error)) {
            Some(table) if error.message() == DUPLICATE => no_header(file, error, table),
            _ => explain(file, root, error),
        })
        .collect()
}

/// Several keys of a table are given again, one after the other.
fn no_header(file: &SourceFile, error: &toml::de::Error, table: &Headless) -> Diagnostic {
    let range = error.span().unwrap_or(0..0);
    let span = Span::new(file, range.start, range.end).first_line();
    let name = table.header.text().trim_matches(['[', ']', ' ']);
    let group = name.split('.').next().unwrap_or(name);
    Diagnostic::new(
        &SYNTAX_TOML,
        Route::root(),
        format!("`{name}` is given again from here on"),
    )
    .label(At::Span(span), "a header is missing above this line")
    .label(At::Span(table.header.clone()), "all of this belongs to it")
    .help(format!(
        "write a header such as `[{group}.other]` above it, or remove what is given twice"
    ))
}

/// One complaint as a finding.
fn explain(file: &SourceFile, root: &Node, error: &toml::de::Error) -> Diagnostic {
    let range = error.span().unwrap_or(0..0);
    let mut span = Span::new(file, range.start, range.end).first_line();
    if matches!(
        error.message(),
        "recursion limit" | "cannot recurse further; max recursion depth met"
    ) {
        let line = deep_line(file).unwrap_or(span);
        return Diagnostic::new(
            &TOO_DEEP,
            Route::root(),
            "tables lie too deeply in each other",
        )
        .label(At::Span(line), "too deep");
    }
    if error.message() == DUPLICATE {
        let key = span.text().trim_matches(['"', '\'']).to_owned();
        let first = duplicate::first_given(root, &span);
        let again = duplicate::header_around(&span).unwrap_or(span);
        return duplicate_key(Route::root().key(key), again, first);
    }
    if let Some((colon, text)) = repair::assignment(error.message(), &span) {
        return Diagnostic::new(&SYNTAX_TOML, Route::root(), "a `:` after a key, as in YAML")
            .label(At::Span(colon.clone()), "TOML has `=` here")
            .help("write key = value")
            .fix(At::Span(colon), text);
    }
    let is_mark = error.message().starts_with("unexpected key or value") && span.is_empty();
    if is_mark {
        span = one_character(file, span.start);
    }
    let words = plain(error.message(), &span);
    if span.is_empty() {
        span = one_character(file, span.start);
    }
    let finding = Diagnostic::new(&SYNTAX_TOML, Route::root(), words.message)
        .label(At::Span(span.clone()), words.label);
    let finding = match words.help {
        Some(help) => finding.help(help),
        None => finding,
    };
    match words.fix {
        Some(text) => finding.fix(At::Span(span), text),
        None => match repair::repair(error.message(), &span) {
            Some((span, text)) => finding.fix(At::Span(span), text),
            None => finding,
        },
    }
}

/// What the reader says of a key that is given again; of all its words, these are no syntax.
const DUPLICATE: &str = "duplicate key";

/// How many complaints about one file are kept. Finding where a duplicate key was first given
/// costs a walk over the file, and nobody reads further.
const MAX_COMPLAINTS: usize = 100;

struct Words {
    message: String,
    label: &'static str,
    help: Option<String>,
    /// Text that put in the place of the span cures the mistake.
    fix: Option<String>,
}

/// The reader says "what is wrong, expected this, that"; only the first part is stable enough to
/// tell the cases apart.
fn plain(complaint: &str, span: &Span) -> Words {
    let what = complaint.split(", expected").next().unwrap_or(complaint);
    let written = span.text();
    let mut fix = None;
    let (message, label, help): (&str, &str, Option<String>) = match what {
        "string values must be quoted" if written.is_empty() => missing_value(),
        "string values must be quoted" if is_two_values(written) => (
            "two values without anything between them",
            "a comma or a line break is missing",
            Some("separate values with commas, and give each key a line of its own".to_owned()),
        ),
        "string values must be quoted" | "invalid boolean" if truth(written).is_some() => {
            fix = truth(written).map(str::to_owned);
            let help = fix.as_ref().map(|value| format!("write {value}"));
            (
                "a truth value is written small",
                "not a value of TOML",
                help,
            )
        }
        "string values must be quoted" if unquoted(written).is_some() => {
            let straight = unquoted(written).map(|text| format!("\"{text}\""));
            let help = straight.as_ref().map(|text| format!("write {text}"));
            fix = straight;
            ("typographic quotes", "not TOML's quotes", help)
        }
        "string values must be quoted" | "invalid float" | "invalid integer"
            if is_nothing(written) =>
        {
            missing_value()
        }
        "invalid float" | "invalid integer" | "string values must be quoted"
            if what != "string values must be quoted" && !is_bare_word(written) =>
        {
            (complaint, "here", None)
        }
        "string values must be quoted" | "invalid float" | "invalid integer" => {
            let is_word = !written.is_empty() && !written.contains(['"', '\'', '\\', '#']);
            if is_word {
                fix = Some(format!("\"{written}\""));
            }
            let help = is_word.then(|| format!("write \"{written}\""));
            ("text without quotes", "quote this", help)
        }
        "key with no value" => (
            "a key without a value",
            "`=` and a value are missing",
            Some(format!("write {written} = …, or remove the key")),
        ),
        "missing value for key" | "missing value" => missing_value(),
        "extra `=`" => (
            "one `=` too many",
            "not needed",
            Some("a text that starts with `=` must be quoted".to_owned()),
        ),
        "unclosed array" => (
            "a list is not closed",
            "`]` is missing",
            Some("close the list with `]`".to_owned()),
        ),
        "unclosed inline table" => (
            "a table in braces is not closed",
            "`}` is missing",
            Some("close the table with `}`".to_owned()),
        ),
        "unclosed table" => (
            "a table's header is not closed",
            "`]` is missing",
            Some("write the header as [name]".to_owned()),
        ),
        "unclosed array table" => (
            "a list's header is not closed",
            "`]]` is missing",
            Some("write the header as [[name]]".to_owned()),
        ),
        "missing comma between array elements" => (
            "a comma is missing in a list",
            "`,` is missing before this",
            Some("separate the items of a list with commas".to_owned()),
        ),
        "missing comma between key-value pairs" | "extra assignment between key-value pairs" => (
            "a comma is missing in a table",
            "`,` is missing before this key",
            Some("separate the keys of a table in braces with commas".to_owned()),
        ),
        "extra comma in array" | "extra comma in inline table" => {
            if written == "," {
                fix = Some(String::new());
            }
            ("one comma too many", "not needed", None)
        }
        "unexpected key or value" if written.starts_with([';', ',']) => {
            fix = (written.len() == 1).then(String::new);
            (
                "something follows the value",
                "not needed",
                Some("remove it: a line ends without a mark".to_owned()),
            )
        }
        "unexpected key or value" => (
            "something follows the value",
            "does not belong here",
            Some("write one key on a line; quote text; start a comment with `#`".to_owned()),
        ),
        "unexpected `=` in array" | "missing key for inline table element" => (
            "a key and value outside of a table",
            "no key can be here",
            Some("put braces around keys in a list: [{ key = value }]".to_owned()),
        ),
        "missing assignment between key-value pairs" | "invalid key-value pair" => (
            "a line that is no key with a value",
            "`=` is missing",
            Some("write key = value; quote text".to_owned()),
        ),
        "invalid unquoted key" if is_odd_space(written) => {
            fix = Some(" ".to_owned());
            (
                "a space that is none for TOML",
                "a no-break space or another odd one",
                Some("write a plain space".to_owned()),
            )
        }
        "invalid unquoted key" if matches!(written, "–" | "—" | "‐" | "‑" | "−") => {
            fix = Some("-".to_owned());
            (
                "a dash that is no hyphen",
                "a typographic dash",
                Some("write `-`".to_owned()),
            )
        }
        "invalid unquoted key" | "unquoted keys cannot be empty" => (
            "a key with characters that need quotes",
            "not a bare key",
            Some("bare keys have letters, digits, `_` and `-`; quote all others".to_owned()),
        ),
        "keys cannot be multi-line basic strings" | "keys cannot be multi-line literal strings" => {
            ("a key with triple quotes", "one quote is enough", None)
        }
        "unexpected leading zero" => (
            "a number that starts with 0",
            "drop the 0",
            Some("quote it if the zeros matter".to_owned()),
        ),
        "invalid string"
        | "invalid basic string"
        | "invalid literal string"
        | "invalid multi-line basic string"
        | "invalid multi-line literal string" => (
            "text that is not closed, or holds what it cannot",
            "check the quotes",
            Some(
                "close the text with the quote that opened it; write \\\\ for a backslash"
                    .to_owned(),
            ),
        ),
        "missing escaped value" | "too few unicode value digits" => (
            "an unknown escape after a backslash",
            "not an escape",
            Some("write \\\\ for a backslash, or use single quotes: 'C:\\media'".to_owned()),
        ),
        "carriage return must be followed by newline" => (
            "a carriage return inside a line",
            "stray carriage return",
            Some("end lines with LF or CRLF".to_owned()),
        ),
        "invalid comment character" => (
            "a comment with a control character",
            "remove this character",
            None,
        ),
        _ => (complaint, "here", None),
    };
    Words {
        message: message.to_owned(),
        label,
        help,
        fix,
    }
}

/// What stands between typographic quotes, as word processors write them.
fn unquoted(written: &str) -> Option<&str> {
    const QUOTES: [char; 7] = ['“', '”', '„', '‟', '‘', '’', '‚'];
    let inside = written.strip_prefix(QUOTES)?.strip_suffix(QUOTES)?;
    (!inside.contains(['"', '\\'])).then_some(inside)
}

/// What other languages write for no value.
fn is_nothing(written: &str) -> bool {
    matches!(written, "None" | "none" | "null" | "NULL" | "nil" | "~")
}

fn is_bare_word(written: &str) -> bool {
    written.starts_with(|c: char| c.is_alphabetic())
}

/// White space beyond ASCII, which comes with copied text.
fn is_odd_space(written: &str) -> bool {
    !written.is_empty() && written.chars().all(|c| c.is_whitespace() && !c.is_ascii())
}

/// `True` and `FALSE` as TOML spells them.
fn truth(written: &str) -> Option<&'static str> {
    match written {
        "True" | "TRUE" => Some("true"),
        "False" | "FALSE" => Some("false"),
        _ => None,
    }
}

/// The reader takes `1 b` in `a = 1 b = 2` for one bare word.
fn is_two_values(written: &str) -> bool {
    let is_number = written.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
    let is_flag = written.starts_with("true ") || written.starts_with("false ");
    is_flag || (is_number && written.contains(' '))
}

fn missing_value() -> (&'static str, &'static str, Option<String>) {
    (
        "the value is missing",
        "a value belongs here",
        Some("TOML has no empty value: remove the key to leave it out".to_owned()),
    )
}

/// The reader does not say where; a key with this many dots, or brackets, is the one.
fn deep_line(file: &SourceFile) -> Option<Span> {
    let is_deep = |text: &str| text.matches(['.', '[', '{']).count() > MAX_DEPTH;
    (0..file.lines())
        .map(|line| file.line_range(line))
        .find(|range| file.text().get(range.clone()).is_some_and(is_deep))
        .map(|range| Span::new(file, range.start, range.end))
}
