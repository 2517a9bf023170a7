//! Keys with other indentation than the one above, and a comma at a line's end, as in JSON.
//!
//! Unaware of the tree; looks at the line of the complaint and at the one before it.

use granit_parser::ErrorKind as K;

use super::SYNTAX_YAML;
use super::guess::{Guess, Reach, Scene, reach};
use super::line::{Line, MOST};
use crate::diag::{At, Diagnostic};
use crate::source::{Route, SourceFile, Span};

/// The finding, if the slip is one of these.
pub(super) fn explain(scene: &Scene<'_>, kind: &K) -> Option<Diagnostic> {
    let file = scene.file;
    match kind {
        K::MappingValueNotAllowed
        | K::InvalidColonPlacement
        | K::ExpectedBlockMappingKey
        | K::ExpectedBlockSequenceEntry
        | K::InvalidIndentation
        | K::SimpleKeyExpected
        | K::InvalidSimpleKey
        | K::MappingKeyNotAllowed => indentation(scene, scene.before.as_ref()?),
        K::InvalidTrailingSingleQuotedScalar | K::InvalidTrailingDoubleQuotedScalar => {
            comma(file, scene.at)
        }
        _ => None,
    }
}

/// A finding that the text is no YAML.
pub(in crate::document::yaml) fn finding(
    message: &str,
    span: Span,
    label: impl Into<String>,
) -> Diagnostic {
    Diagnostic::new(&SYNTAX_YAML, Route::root(), message).label(At::Span(span), label)
}

/// A key that is indented otherwise than the key above it, which has its value already.
fn indentation(scene: &Scene<'_>, before: &Line<'_>) -> Option<Diagnostic> {
    let file = scene.file;
    let here = &scene.here;
    let key = here.key()?;
    let above = before.key()?;
    if here.is_item() || here.column == before.column || before.value().is_empty() {
        return None;
    }
    let how = if here.column > before.column {
        "more"
    } else {
        "less"
    };
    if let Some(first) = first_key(scene, before) {
        return Some(first);
    }
    // Less is also right, if it is what a table further up has.
    let fits_above = here.column < before.column
        && Line::above(file, before.number)
            .any(|line| line.column == here.column && line.key().is_some());
    if fits_above {
        return None;
    }
    let shown = finding(
        "the indentation fits nothing above",
        here.span(file, 0, key.len()),
        format!("{how} than `{above}`"),
    )
    .help(match before.column {
        0 => format!(
            "write it at the start of its line, like `{above}` above, or the name of its section on \
             a line above it"
        ),
        column => format!("indent it by {column} spaces, like `{above}` above"),
    });
    let span = Span::new(file, here.first, here.start);
    let text = " ".repeat(before.column);
    // What is below a key without a value must stay below it.
    let below = (here.number + 1..file.lines())
        .filter_map(|number| Line::of(file, number))
        .find(Line::says_something);
    let is_sure = here.column.abs_diff(before.column) == 1
        && (!here.value().is_empty() || below.is_some_and(|below| below.indent > before.column));
    Some(match reach(scene, &span, &text) {
        Reach::Same => shown,
        reach => shown
            .fix(At::Span(span), text)
            .sure(is_sure && reach == Reach::End),
    })
}

/// The first key below another, if not the keys after it but this one stands apart from where the keys
/// of the file's other entries do.
fn first_key(scene: &Scene<'_>, before: &Line<'_>) -> Option<Diagnostic> {
    let file = scene.file;
    let here = &scene.here;
    let above = before.key().filter(|_| !before.is_item())?;
    let opener = Line::before(file, before.number)?;
    let is_opener = opener.key().is_some() && opener.value().is_empty();
    if !is_opener || opener.column >= before.column || opener.is_item() {
        return None;
    }
    // Other keys that hold keys, at the depth of the one that holds these.
    let near = |line: &Line<'_>| line.column == opener.column && line.number != opener.number;
    let steps = (0..file.lines()).take(MOST).filter_map(|number| {
        let line = Line::of(file, number).filter(near)?;
        let next = Line::of(file, number + 1)?;
        let is_other = line.key().is_some() && line.value().is_empty() && !next.is_item();
        (is_other && next.key().is_some()).then_some(next.column)
    });
    let mut is_usual = false;
    for column in steps {
        if column == before.column {
            return None;
        }
        is_usual |= column == here.column;
    }
    let span = Span::new(file, before.first, before.start);
    let text = " ".repeat(here.column);
    let way = match before.column < here.column {
        true => "less",
        false => "more",
    };
    let reach = reach(scene, &span, &text);
    (is_usual && reach != Reach::Same).then(|| {
        finding(
            "the indentation fits nothing above",
            before.span(file, 0, above.len()),
            format!("{way} than `{}` below", here.key().unwrap_or_default()),
        )
        .help(format!("indent it by {} spaces", here.column))
        .fix(At::Span(span), text)
        .sure(reach == Reach::End && here.column.abs_diff(before.column) == 1)
    })
}

/// `"type": "hls",` outside of braces.
fn comma(file: &SourceFile, at: usize) -> Option<Diagnostic> {
    let rest = file.text().get(at..)?;
    let is_last = rest.strip_prefix(',')?.lines().next()?.trim().is_empty();
    let span = Span::new(file, at, at + 1);
    is_last.then(|| {
        finding("a comma at the end of a line", span.clone(), "not in YAML")
            .help("remove the comma: each key has a line of its own")
            .fix(At::Span(span), "")
    })
}

/// A text after `|` or `>` that is not indented.
pub(super) fn block_text(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let here = &scene.here;
    let Some(before) = &scene.before else {
        return Vec::new();
    };
    let value = before.value();
    let (Some(key), true) = (before.key(), is_block_mark(value)) else {
        return Vec::new();
    };
    let Some(at) = before.content.rfind(value) else {
        return Vec::new();
    };
    let depth = before.column + 2;
    vec![Guess {
        finding: finding(
            "a text that is not indented below its key",
            before.span(file, at, at + value.len()),
            "nothing is below this",
        )
        .help(format!(
            "write `{key}: {}`, or indent the text by {depth} spaces",
            here.bare()
        )),
        span: Span::new(file, here.first, here.start),
        text: " ".repeat(depth),
        is_sure: false,
    }]
}

/// `|`, `>-` and the like.
fn is_block_mark(value: &str) -> bool {
    let rest = value.strip_prefix(['|', '>']);
    rest.is_some_and(|rest| rest.chars().all(|c| matches!(c, '+' | '-' | '1'..='9')))
}
