//! Names of the user's own: where each is defined and where it is used, in one text.
//!
//! Unaware of which files belong together.

use std::ops::Range;

use super::guide::Guide;
use super::outline::{Outline, Scalar};
use crate::check::reserved_name::RESERVED;
use crate::check::template::{Piece, parse};
use crate::source::{Route, Segment};

/// What a name is a name of: `ladders` and `hd`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// The table that defines it.
    pub table: String,
    /// The name.
    pub word: String,
}

/// How a name is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As the key that defines it, with quotes or not.
    Key,
    /// As the text of a value.
    Value,
    /// Inside `${…}`.
    Placeholder,
}

/// One place where a name is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The name.
    pub name: Name,
    /// Its bytes, without quotes.
    pub span: Range<usize>,
    /// With quotes, if it has any.
    pub whole: Range<usize>,
    /// How it is written.
    pub form: Form,
}

impl Mention {
    /// Whether it defines the name.
    pub fn is_definition(&self) -> bool {
        self.form == Form::Key
    }
}

/// Every mention of every name, in the order of the text.
pub fn mentions(outline: &Outline, guide: &Guide<'_>) -> Vec<Mention> {
    let kinds = guide.kinds();
    let mut all = Vec::new();
    for key in &outline.keys {
        let [Segment::Key(table), Segment::Key(word)] = key.route.segments() else {
            continue;
        };
        if kinds.contains(&table.as_str()) {
            all.push(Mention {
                name: Name {
                    table: table.to_string(),
                    word: word.to_string(),
                },
                span: key.inner.clone(),
                whole: key.span.clone(),
                form: Form::Key,
            });
        }
    }
    for scalar in &outline.scalars {
        if let Some(table) = guide.reference(&scalar.route) {
            all.push(Mention {
                name: Name {
                    table: table.to_owned(),
                    word: scalar.text.clone(),
                },
                span: scalar.inner.clone(),
                whole: scalar.span.clone(),
                form: Form::Value,
            });
        } else if scalar.text.contains("${") && guide.is_template(&scalar.route) {
            all.extend(placeholders(scalar).filter_map(|(inside, name)| {
                let (name, span) = named(name, inside)?;
                Some(Mention {
                    name,
                    whole: span.clone(),
                    span,
                    form: Form::Placeholder,
                })
            }));
        }
    }
    all.sort_by_key(|mention| mention.span.start);
    all
}

/// The placeholders of a text that is written as it reads: the bytes between the braces, and what
/// stands there.
pub fn placeholders(scalar: &Scalar) -> impl Iterator<Item = (Range<usize>, &str)> {
    let as_written = scalar.text.len() == scalar.inner.len();
    let pieces = if as_written {
        parse(&scalar.text).0
    } else {
        Vec::new()
    };
    let start = scalar.inner.start;
    pieces.into_iter().filter_map(move |piece| match piece {
        Piece::Placeholder { name, range } => {
            Some((start + range.start + 2..start + range.end - 1, name))
        }
        Piece::Literal(_) => None,
    })
}

/// The name in a placeholder, and its bytes.
fn named(text: &str, inside: Range<usize>) -> Option<(Name, Range<usize>)> {
    if text.starts_with("env.") {
        return None;
    }
    if let Some(word) = text.strip_prefix("vars.") {
        let start = inside.start + "vars.".len();
        let name = Name {
            table: "vars".to_owned(),
            word: word.to_owned(),
        };
        return Some((name, start..inside.end));
    }
    let (word, part) = text.rsplit_once('.')?;
    let name = Name {
        table: "inputs".to_owned(),
        word: word.to_owned(),
    };
    Some((name, inside.start..inside.end - part.len() - 1))
}

/// The mention at byte `at`.
pub fn at(mentions: &[Mention], at: usize) -> Option<&Mention> {
    let holds = |mention: &&Mention| mention.whole.start <= at && at <= mention.whole.end;
    mentions.iter().find(holds)
}

/// Why a word cannot be a new name in a table of the manifest. It may have any letters, and spaces;
/// what would have to be escaped in some syntax, or inside `${…}`, is refused.
pub fn refusal(table: &str, word: &str) -> Option<String> {
    const TAKEN: [char; 13] = [
        '"', '\'', '\\', '`', '$', '{', '}', '[', ']', '#', ':', ',', '*',
    ];
    if word.is_empty() {
        return Some("a name has at least one letter".to_owned());
    }
    let found = word.chars().find(|c| TAKEN.contains(c) || c.is_control());
    if let Some(found) = found {
        let shown = found.escape_debug();
        return Some(format!("`{word}` is no name: it must not have `{shown}`"));
    }
    if table == "inputs" && RESERVED.contains(&word) {
        return Some(format!(
            "`{word}` means something in `${{…}}`: no input can have this name"
        ));
    }
    None
}

/// Whether a word needs no quotes in any syntax, nor inside `${…}`.
pub fn is_name(word: &str) -> bool {
    !word.is_empty()
        && !word.starts_with('-')
        && word
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

/// The text that a mention becomes when the name changes, and the bytes that it replaces.
pub fn renamed(outline: &Outline, mention: &Mention, word: &str) -> (Range<usize>, String) {
    let is_bare = mention.whole == mention.span;
    let text = match mention.form {
        Form::Key if is_bare => outline.syntax.key(word),
        Form::Value if is_bare => outline.syntax.string(word),
        _ => word.to_owned(),
    };
    (mention.span.clone(), text)
}

/// The route of the definition of a name.
pub fn route(name: &Name) -> Route {
    Route::root()
        .key(name.table.as_str())
        .key(name.word.as_str())
}
