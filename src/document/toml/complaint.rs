//! The TOML reader's complaints in plain words, with what to type instead.
//!
//! Unaware of the tree.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::duplicate::{self, Headless};
use super::mend::Mended;
use super::{SYNTAX_TOML, repair};
use crate::diag::{At, Diagnostic, latin};
use crate::document::bytes::one_character;
use crate::document::node::{Kind, Map, Node, duplicate_key};
use crate::document::places::Places;
use crate::document::slashes;
use crate::document::{MAX_DEPTH, TOO_DEEP};
use crate::source::{Route, SourceFile, Span};

/// The reader's complaints, and what was mended, as findings. The reader goes on in the middle of a
/// line, so one mistake often echoes on its line: one complaint a line is kept, a bracket or quote
/// that is not closed first, and none where something was mended.
pub(super) fn explain_all(
    root: &Node,
    errors: &[toml::de::Error],
    file: &SourceFile,
    mended: &Mended,
) -> Vec<Diagnostic> {
    let line = |at: usize| file.line_of(file.floor(at));
    let start =
        |error: &toml::de::Error| mended.places.old(error.span().map_or(0, |span| span.start));
    let is_open = |error: &toml::de::Error| error.message().starts_with("unclosed");
    let rank = |error: &toml::de::Error| (!is_open(error), start(error));
    let places = mended.findings.iter().filter_map(Diagnostic::primary);
    let told: BTreeSet<usize> = places.map(|span| line(span.start)).collect();
    let mut kept: Vec<&toml::de::Error> = Vec::new();
    let mut by_line: BTreeMap<usize, &toml::de::Error> = BTreeMap::new();
    for error in errors {
        if error.message() == DUPLICATE {
            kept.push(error);
            continue;
        }
        let line = line(start(error));
        if told.contains(&line) {
            continue;
        }
        let best = by_line.entry(line).or_insert(error);
        if rank(error) < rank(best) {
            *best = error;
        }
    }
    // Brackets that are not closed, and nobody knows where: the rest is an echo.
    let is_swallowed = errors.iter().any(|error| {
        let what = error.message().split(", expected").next();
        matches!(what, Some("unclosed array" | "unclosed inline table"))
    });
    let lost = mended.lost.filter(|_| is_swallowed).unwrap_or(usize::MAX);
    if let Some(first) = by_line.range(line(lost)..).next().map(|(line, _)| *line)
        && lost < usize::MAX
    {
        by_line.retain(|line, _| *line <= first);
        kept.retain(|error| start(error) < lost);
    }
    let repeated = duplicate::repeated_tables(file, kept.iter().map(|error| start(error)));
    kept.retain(|error| {
        let before = repeated.partition_point(|table| table.start <= start(error));
        let table = before.checked_sub(1).and_then(|at| repeated.get(at));
        !table.is_some_and(|table| table.contains(&start(error)))
    });
    let copies = copies(file, errors, mended);
    kept.retain(|error| {
        let before = copies.partition_point(|copy| copy.start <= start(error));
        let copy = before.checked_sub(1).and_then(|at| copies.get(at));
        !copy.is_some_and(|copy| copy.contains(&start(error)))
    });
    let headless = duplicate::headless(file, kept.iter().map(|error| start(error)));
    kept.retain(|error| {
        headless
            .get(&start(error))
            .is_none_or(|table| table.is_first)
    });
    kept.extend(by_line.into_values());
    kept.sort_by_key(|error| start(error));
    let room = MAX_COMPLAINTS.saturating_sub(mended.findings.len());
    let mut findings = mended.findings.clone();
    findings.extend(kept.into_iter().take(room).map(|error| {
        let mut finding = match headless.get(&start(error)) {
            Some(table) if error.message() == DUPLICATE => {
                no_header(file, error, (&mended.places, root), table)
            }
            _ => explain(file, root, error, &mended.places),
        };
        if start(error) >= lost {
            finding.fix = None;
        }
        finding
    }));
    findings
}

/// What was meant for another table than the one whose header stands above it.
pub(super) fn copies(
    file: &SourceFile,
    errors: &[toml::de::Error],
    mended: &Mended,
) -> Vec<Range<usize>> {
    let again = errors.iter().filter(|one| one.message() == DUPLICATE);
    let places = again.map(|one| mended.places.old(one.span().map_or(0, |span| span.start)));
    duplicate::copies(file, &places.collect::<Vec<usize>>())
}

/// How many of the complaints are not about keys that are given twice.
pub(super) fn count(errors: &[toml::de::Error]) -> usize {
    errors
        .iter()
        .filter(|error| error.message() != DUPLICATE)
        .count()
}

/// Whether the reader refused to look deeper.
pub(super) fn is_too_deep(errors: &[toml::de::Error]) -> bool {
    errors
        .iter()
        .any(|error| TOO_DEEP_HERE.contains(&error.message()))
}

const TOO_DEEP_HERE: [&str; 2] = [
    "recursion limit",
    "cannot recurse further; max recursion depth met",
];

/// Several keys of a table are given again, one after the other.
fn no_header(
    file: &SourceFile,
    error: &toml::de::Error,
    (places, root): (&Places, &Node),
    table: &Headless,
) -> Diagnostic {
    let span = place(file, error, places);
    let name = table.header.text().trim_matches(['[', ']', ' ']);
    let group = name.split('.').next().unwrap_or(name);
    Diagnostic::new(
        &SYNTAX_TOML,
        Route::root(),
        format!("`{name}` is given again from here on"),
    )
    .label(At::Span(span), "a header is missing above this line")
    .label(At::Span(table.header.clone()), "all of this belongs to it")
    .help(match asked(root, group) {
        Some(name) => format!("write `[{group}.{name}]` above it, or remove what is given twice"),
        None => format!(
            "write a header such as `[{group}.other]` above it, or remove what is given twice"
        ),
    })
}

/// The one name that entries list under the word for a section, and that is not defined there.
fn asked<'a>(root: &'a Node, section: &str) -> Option<&'a str> {
    let sections = root.as_map()?;
    let defined = sections.get(section).and_then(|one| one.value.as_map())?;
    let tables = sections.iter().filter_map(|one| one.value.as_map());
    let lists = tables.flat_map(Map::iter).filter_map(|entry| {
        let list = entry.value.as_map()?.get(section)?;
        match &list.value.kind {
            Kind::Seq(items) => Some(items),
            _ => None,
        }
    });
    let names = lists.flatten().filter_map(Node::as_str);
    let mut missing = names.filter(|name| defined.get(name).is_none());
    let first = missing.next()?;
    let is_bare = first
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    (is_bare && !first.is_empty() && missing.all(|name| name == first)).then_some(first)
}

/// Where the complaint points, on one line of the file.
fn place(file: &SourceFile, error: &toml::de::Error, places: &Places) -> Span {
    let range = error.span().unwrap_or(0..0);
    Span::new(file, places.old(range.start), places.old(range.end)).first_line()
}

/// One complaint as a finding.
fn explain(file: &SourceFile, root: &Node, error: &toml::de::Error, places: &Places) -> Diagnostic {
    let mut span = place(file, error, places);
    if TOO_DEEP_HERE.contains(&error.message()) {
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
        if let Some(mixed) = first
            .as_ref()
            .and_then(|first| duplicate::mixed(&key, &again, first))
        {
            return mixed;
        }
        return duplicate_key(Route::root().key(key), again, first);
    }
    if let Some((colon, text)) = repair::assignment(error.message(), &span) {
        return Diagnostic::new(&SYNTAX_TOML, Route::root(), "a `:` after a key, as in YAML")
            .label(At::Span(colon.clone()), "TOML has `=` here")
            .help("write key = value")
            .fix(At::Span(colon), text);
    }
    if error.message().starts_with(EXTENDED) {
        return extended(file, span, error.message());
    }
    if error.message().starts_with("key with no value") && span.is_empty() {
        let line = file.line_range(file.line_of(span.start));
        let before = file.text().get(line.start..span.start).unwrap_or_default();
        let indent = before.len() - before.trim_start().len();
        span = Span::new(file, line.start + indent, span.start);
    }
    let is_mark = error.message().starts_with("unexpected key or value") && span.is_empty();
    if is_mark {
        span = one_character(file, span.start);
    }
    if repair::is_comma(error) {
        return repair::comma(error.message(), &span);
    }
    let words = plain(error.message(), &span);
    if span.is_empty() {
        span = one_character(file, span.start);
    }
    let finding = Diagnostic::new(&SYNTAX_TOML, Route::root(), words.message)
        .label(At::Span(span.clone()), words.label);
    if words.label == "not an escape" {
        return slashes::told(finding, &span, '=');
    }
    let finding = match words.help {
        Some(help) => finding.help(help),
        None => finding,
    };
    match words.fix {
        Some(text) => finding.fix(At::Span(span), text),
        None => finding,
    }
}

const EXTENDED: &str = "cannot extend value of type ";

/// A header or dotted key that goes through a value that is no table.
fn extended(file: &SourceFile, key: Span, complaint: &str) -> Diagnostic {
    let range = file.line_range(file.line_of(key.start));
    let line = file.text().get(range.clone()).unwrap_or_default().trim();
    let name = key.text();
    let is_list = complaint.contains("array");
    let upto = file.text().get(range.start..key.end).unwrap_or_default();
    let path = upto.trim().trim_start_matches('[').trim();
    let message = match is_list {
        true => format!("`{name}` is a list already, and no table"),
        false => format!("`{name}` has a value already, and is no table"),
    };
    let help = match (is_list, line.starts_with('[')) {
        (true, true) => format!(
            "add an item to the list above; or write every item below a header of its own, \
             `[[{path}]]`, without `{name} = [ … ]`"
        ),
        (true, false) => "add it to an item of the list above".to_owned(),
        (false, _) => format!("remove the value of `{name}`, or what is written below it here"),
    };
    Diagnostic::new(&SYNTAX_TOML, Route::root(), message)
        .label(At::Span(key), "given above with a value")
        .help(help)
}

/// What the reader says of a key that is given again; of all its words, these are no syntax.
pub(super) const DUPLICATE: &str = "duplicate key";

/// How many complaints about one file are kept. Finding where a duplicate key was first given
/// costs a walk over the file, and nobody reads further.
pub(super) const MAX_COMPLAINTS: usize = 100;

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
            (
                "a value that TOML does not know",
                "not a value of TOML",
                Some("quote a text; a number has digits and one point".to_owned()),
            )
        }
        "string values must be quoted" | "invalid float" | "invalid integer" => {
            let behind = span.file.text().as_bytes().get(span.end);
            let is_word = !written.is_empty()
                && !written.contains(['"', '\'', '\\', '#', '('])
                && behind != Some(&b'#');
            if is_word {
                fix = Some(format!("\"{written}\""));
            }
            let help = is_word.then(|| format!("write \"{written}\""));
            ("text without quotes", "quote this", help)
        }
        "key with no value" if before(span) == "-" => (
            "an item with a dash, as in YAML",
            "not a key",
            Some("write a list as key = [\"a\", \"b\"]".to_owned()),
        ),
        "key with no value" => (
            "a key without a value",
            "`=` and a value are missing",
            Some(format!("write {} = …, or remove the key", before(span))),
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
            (
                "one comma too many",
                "not needed",
                Some("remove it".to_owned()),
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
        "invalid unquoted key" if alike(written).is_some() => {
            let latin = alike(written).unwrap_or_default();
            fix = Some(latin.to_string());
            (
                "a letter that only looks like a Latin one",
                "a letter of another script",
                Some(format!("write the Latin `{latin}`")),
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
        "missing escaped value" | "too few unicode value digits" => {
            ("an unknown escape after a backslash", "not an escape", None)
        }
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
        "invalid boolean" | "invalid value" | "invalid inline table element" => (
            "a value that TOML does not know",
            "not a value of TOML",
            Some("quote a text; a number has digits and one point".to_owned()),
        ),
        "`_` may only go between digits" => (
            "a `_` that is not between digits",
            "not needed",
            Some("remove the `_`".to_owned()),
        ),
        "missing opening quote" => (
            "a text is not opened",
            "its opening quote is missing",
            Some("write a quote before the text, too".to_owned()),
        ),
        "redundant numeric sign" | "redundant integer number prefix" | "unexpected sign" => (
            "a sign too many before a number",
            "not needed",
            Some("write the number with one sign, or none".to_owned()),
        ),
        "integers with a radix cannot be signed" => (
            "a sign before a number of another base",
            "not needed",
            Some("write the number without the sign".to_owned()),
        ),
        "radix must be lowercase" => (
            "the base of a number is written small",
            "`0x`, `0o` or `0b`",
            Some("write the letter small".to_owned()),
        ),
        "unexpected content" | "unexpected content between comment and newline" => (
            "something follows the value",
            "does not belong here",
            Some("write one key on a line; quote text; start a comment with `#`".to_owned()),
        ),
        "missing array opening" | "missing inline table opening" | "missing table open" => (
            "a bracket that closes nothing",
            "nothing is open here",
            Some("remove it, or open it before".to_owned()),
        ),
        _ => ("this is no TOML", "cannot be read", None),
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

/// What stands in the line up to the end of `span`.
fn before(span: &Span) -> String {
    let range = span.file.line_range(span.file.line_of(span.start));
    let text = span.file.text().get(range.start..span.end);
    text.unwrap_or_default().trim().to_owned()
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

/// The Latin letter that a single one of another script looks like.
fn alike(written: &str) -> Option<char> {
    let mut letters = written.chars();
    match (letters.next(), letters.next()) {
        (Some(only), None) => latin(only),
        _ => None,
    }
}
