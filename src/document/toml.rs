//! TOML to spanned tree, by the `toml` crate's recovering reader.
//!
//! Unaware of YAML, of JSON and of what a manifest means.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::node::{Entry, Kind, Map, Node, Trail};
use super::{MAX_DEPTH, TOO_DEEP};
use crate::diag::{At, Code, Diagnostic, MOST_FINDINGS, Severity};
use crate::source::{Route, SourceFile, Span};

mod duplicate;
mod mend;
mod repair;
mod complaint;
mod lost;

use super::places::Places;
pub(super) use mend::BARE;
use mend::Mended;

/// The text is not TOML.
pub static SYNTAX_TOML: Code = Code {
    name: "syntax-toml",
    severity: Severity::Error,
    summary: "the file is not valid TOML",
    explanation: "\
The file breaks TOML's grammar (https://toml.io/en/v1.0.0). The reader goes on after such a mistake,
so several may be reported in one run. Where it is clear what was meant, the rest of the file is read
and checked as if it had been written; otherwise what the rest of rendit would say about lines on and
after the mistake is held back, because it may be an echo of it.

What goes wrong most often: text without quotes, a missing comma in a list, a bracket or a quote
that is not closed, two keys on one line.

Wrong:

```toml
[ladders.hd]
codec = h264
rungs = [{ height = 720 } { height = 480 }]
```

Right:

```toml
[ladders.hd]
codec = \"h264\"
rungs = [{ height = 720 }, { height = 480 }]
```
",
};

/// A number that no manifest can hold.
pub static BAD_NUMBER: Code = Code {
    name: "bad-number",
    severity: Severity::Error,
    summary: "a number is infinite, not a number, or too large",
    explanation: "\
TOML has the numbers `inf` and `nan`; nothing in a manifest can be infinite or undefined. A whole
number must fit 64 bits.

Wrong: `max_bit_rate = inf`

Right: `max_bit_rate = \"8M\"`, or no such key at all
",
};

const DATE_TIME: &str = "without quotes TOML reads this as a date or a time: quote it";

/// A file as it was read.
pub(super) struct Read {
    /// A table.
    pub(super) root: Node,
    /// What is wrong.
    pub(super) findings: Vec<Diagnostic>,
    /// The places of those mistakes that hide nothing: what was meant is known, and in the tree.
    pub(super) known: Vec<Span>,
}

/// Whether a text is TOML.
pub(super) fn is_legible(text: &str) -> bool {
    DeTable::parse(text).is_ok()
}

/// Reads a whole file.
pub(super) fn parse(file: &SourceFile) -> Read {
    let (table, errors) = DeTable::parse_recoverable(file.text());
    let broken = complaint::count(&errors);
    if broken == 0
        && let Some(mended) = lost::mend(file, &errors)
    {
        let (table, left) = DeTable::parse_recoverable(&mended.text);
        if complaint::count(&left) == 0 && left.len() < errors.len() {
            return finish(file, table, &left, &mended);
        }
    }
    if broken == 0 || complaint::is_too_deep(&errors) {
        return finish(file, table, &errors, &Mended::nothing(None));
    }
    // Two trees of one large file are not held at once.
    drop((table, errors));
    let mended = mend::mend(file, complaint::MAX_COMPLAINTS);
    if !mended.findings.is_empty() {
        let (table, errors) = DeTable::parse_recoverable(&mended.text);
        if complaint::count(&errors) < broken {
            return finish(file, table, &errors, &mended);
        }
    }
    let (table, errors) = DeTable::parse_recoverable(file.text());
    finish(file, table, &errors, &Mended::nothing(mended.lost))
}

fn finish(
    file: &SourceFile,
    table: Spanned<DeTable<'_>>,
    errors: &[toml::de::Error],
    mended: &Mended,
) -> Read {
    let mut reader = Reader {
        file,
        places: &mended.places,
        copies: complaint::copies(file, errors, mended),
        findings: Vec::new(),
    };
    let whole = Span::new(file, 0, file.text().len());
    let map = reader.map(table.into_inner(), &Trail::Root, 0);
    let mut root = Node::new(whole, Kind::Map(map));
    let complaints = complaint::explain_all(&root, errors, file, mended);
    let line = |finding: &Diagnostic| finding.primary().map(|at| file.line_of(at.start));
    reader.findings.retain(|finding| {
        let same_line = |complaint: &Diagnostic| line(complaint) == line(finding);
        !complaints.iter().any(same_line)
    });
    reader.findings.extend(complaints);
    let mut known = mended.known.clone();
    let commas = errors.iter().filter(|error| repair::is_comma(error));
    if commas.count() == complaint::count(errors) {
        // The reader goes on as if they stood there.
        let found = reader.findings.iter();
        let commas = found.filter(|one| one.message == repair::NO_COMMA && one.fix.is_some());
        known.extend(commas.filter_map(Diagnostic::primary).cloned());
    }
    let hides = |finding: &Diagnostic| {
        let place = finding.primary();
        finding.code == &SYNTAX_TOML && !place.is_some_and(|place| known.contains(place))
    };
    if reader.findings.iter().any(hides) {
        // A later line may add to any table, so no table is known to be whole.
        root.walk_mut(&Trail::Root, &mut |_, node| node.partial = true);
    }
    Read {
        root,
        findings: reader.findings,
        known,
    }
}

/// Reads one value that starts at byte `offset` of `file`; `None` if it is no TOML value.
pub(super) fn value(file: &SourceFile, offset: usize) -> Option<Node> {
    let text = file.text().get(offset..)?;
    let value = DeValue::parse(text).ok()?;
    let mut reader = Reader {
        file,
        places: &Places::from(offset),
        copies: Vec::new(),
        findings: Vec::new(),
    };
    let node = reader.value(value, &Trail::Root, 0);
    reader.findings.is_empty().then_some(node)
}

struct Reader<'a> {
    file: &'a SourceFile,
    /// From the text that the `toml` crate saw to the file.
    places: &'a Places,
    /// What is given to a table again, and was meant for another one.
    copies: Vec<std::ops::Range<usize>>,
    findings: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn span(&self, range: &std::ops::Range<usize>) -> Span {
        Span::new(
            self.file,
            self.places.old(range.start),
            self.places.old(range.end),
        )
    }

    fn map(&mut self, table: DeTable<'_>, trail: &Trail<'_>, depth: usize) -> Map {
        let mut map = Map::new();
        for (key, value) in table {
            let key_span = self.span(&key.span());
            let before = self
                .copies
                .partition_point(|copy| copy.start <= key_span.start);
            let copy = before.checked_sub(1).and_then(|at| self.copies.get(at));
            if copy.is_some_and(|copy| copy.contains(&key_span.start)) {
                continue;
            }
            let key = key.into_inner().into_owned();
            let value = self.value(value, &Trail::Key(trail, &key), depth + 1);
            map.set(Entry {
                key,
                key_span,
                value,
            });
        }
        map
    }

    fn value(&mut self, value: Spanned<DeValue<'_>>, trail: &Trail<'_>, depth: usize) -> Node {
        let span = self.span(&value.span());
        let value = value.into_inner();
        if depth > MAX_DEPTH {
            return self.bad(
                trail,
                span,
                &TOO_DEEP,
                "tables lie too deeply in each other",
            );
        }
        let kind = match value {
            DeValue::String(text) => Kind::Str(text.into_owned()),
            DeValue::Boolean(flag) => Kind::Bool(flag),
            DeValue::Integer(number) => match integer(number.as_str(), number.radix()) {
                Some(number) => Kind::Num(number),
                None if span
                    .text()
                    .contains(|c: char| c.is_alphabetic() && c != 'x') =>
                {
                    return self.unquoted(span);
                }
                None => {
                    let message = "the number does not fit 64 bits";
                    return self.bad(trail, span, &BAD_NUMBER, message);
                }
            },
            DeValue::Float(number) => match float(number.as_str()) {
                Some(number) => Kind::Num(number),
                None => {
                    let message = "a manifest has no infinite or undefined numbers";
                    return self.bad(trail, span, &BAD_NUMBER, message);
                }
            },
            DeValue::Datetime(moment) => {
                let mut node = Node::new(span, Kind::Str(moment.to_string()));
                node.note = Some(DATE_TIME);
                return node;
            }
            DeValue::Array(items) => Kind::Seq(
                items
                    .into_iter()
                    .enumerate()
                    .map(|(index, item)| self.value(item, &Trail::Index(trail, index), depth + 1))
                    .collect(),
            ),
            DeValue::Table(table) => Kind::Map(self.map(table, trail, depth)),
        };
        Node::new(span, kind)
    }

    /// A number with letters behind it, which is a text.
    fn unquoted(&mut self, span: Span) -> Node {
        let text = format!("\"{}\"", span.text());
        if self.findings.len() <= MOST_FINDINGS {
            self.findings.push(
                Diagnostic::new(&SYNTAX_TOML, Route::root(), BARE)
                    .label(At::Span(span.clone()), "quote this")
                    .help(format!("write {text}"))
                    .fix(At::Span(span.clone()), text),
            );
        }
        Node::new(span, Kind::Bad)
    }

    fn bad(&mut self, trail: &Trail<'_>, span: Span, code: &'static Code, message: &str) -> Node {
        // One more than are listed tells that there are more.
        if self.findings.len() <= MOST_FINDINGS {
            self.findings.push(
                Diagnostic::new(code, trail.route(), message)
                    .label(At::Span(span.first_line()), "cannot be read"),
            );
        }
        Node::new(span, Kind::Bad)
    }
}

fn integer(digits: &str, radix: u32) -> Option<serde_json::Number> {
    let signed = i64::from_str_radix(digits, radix).map(serde_json::Number::from);
    let unsigned = || u64::from_str_radix(digits, radix).map(serde_json::Number::from);
    signed.or_else(|_| unsigned()).ok()
}

fn float(digits: &str) -> Option<serde_json::Number> {
    serde_json::Number::from_f64(digits.parse().ok()?)
}
