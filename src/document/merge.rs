//! Several texts, one tree: files that are extended, and `--set` on the command line.
//!
//! Unaware of which files extend which, and of what the values mean.

use super::node::{Entry, Kind, Map, Node};
use super::{MAX_DEPTH, toml};
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::source::{Route, Segment, SourceFile, Span};

/// A `--set` that cannot be followed.
pub static BAD_OVERRIDE: Code = Code {
    name: "bad-override",
    severity: Severity::Error,
    summary: "a `--set` names no place in the manifest",
    explanation: "\
`--set NAME=VALUE` replaces or adds one value. NAME is the way from the manifest's root to the
value: keys with dots between them, positions in lists in brackets, counted from 0. Tables on the
way are made where they are missing; list items must exist.

VALUE is read as TOML if it is a number, `true` or `false`, a text in quotes, or a list in brackets;
anything else is text as it stands.

Wrong: `--set ladders.hd.rungs[9].bit_rate=5M`, in a ladder of three rungs

Right: `--set ladders.hd.rungs[2].bit_rate=5M`
",
};

/// One value from the command line.
#[derive(Clone, Debug)]
pub struct Override {
    /// Where it goes.
    pub route: Route,
    /// The route as it was typed.
    pub key: Span,
    /// The value.
    pub value: Node,
}

impl Override {
    /// Reads the text of `argument`, which is `NAME=VALUE`. The argument is a file of its own, so
    /// that findings can show it; its name is what findings print, such as `--set`.
    pub fn parse(diagnostics: &mut Diagnostics, argument: &SourceFile) -> Option<Self> {
        let text = argument.text();
        let wrong = |message: &str, end: usize| {
            Diagnostic::new(&BAD_OVERRIDE, Route::root(), message)
                .label(At::Span(Span::new(argument, 0, end)), "not understood")
                .help("write --set NAME=VALUE, such as --set vars.cdn=https://example.com")
        };
        let Some(equals) = text.find('=') else {
            diagnostics.push(wrong("`--set` without a value", text.len()));
            return None;
        };
        let name = text.get(..equals).unwrap_or_default();
        let Some(route) = Route::parse(name.trim())
            .filter(|route| (1..=MAX_DEPTH).contains(&route.segments().len()))
        else {
            let message = format!("`{name}` is no way through a manifest");
            diagnostics.push(wrong(&message, equals));
            return None;
        };
        let start = equals + 1;
        let value = toml::value(argument, start).filter(is_plain_value);
        let value = value.unwrap_or_else(|| {
            // An empty value has no bytes of its own to point at.
            let first = if start == text.len() { 0 } else { start };
            let span = Span::new(argument, first, text.len());
            let text = text.get(start..).unwrap_or_default();
            Node::new(span, Kind::Str(text.to_owned()))
        });
        Some(Self {
            route,
            key: Span::new(argument, 0, equals),
            value,
        })
    }
}

/// Dates look like text to the person who types them.
fn is_plain_value(node: &Node) -> bool {
    node.note.is_none() && !matches!(node.kind, Kind::Map(_))
}

impl Node {
    /// Lays `over` on `base`: tables merge key by key, anything else replaces.
    #[must_use]
    pub fn merge_over(base: Node, over: Node) -> Node {
        let Node {
            span,
            kind,
            via,
            partial,
            note,
        } = over;
        let (base_map, over_map) = match (base.kind, kind) {
            (Kind::Map(base_map), Kind::Map(over_map)) => (base_map, over_map),
            (_, kind) => {
                return Node {
                    span,
                    kind,
                    via,
                    partial,
                    note,
                };
            }
        };
        let mut merged = base_map;
        for entry in over_map {
            let value = match merged.get_mut(&entry.key) {
                Some(known) => {
                    let hole = Node::new(entry.value.span.clone(), Kind::Bad);
                    let below = std::mem::replace(&mut known.value, hole);
                    Node::merge_over(below, entry.value)
                }
                None => entry.value,
            };
            merged.set(Entry { value, ..entry });
        }
        Node {
            span,
            kind: Kind::Map(merged),
            via,
            partial: partial || base.partial,
            note,
        }
    }

    /// Puts `value` at `route`, whose keys are written at `key`. Tables on the way are made.
    ///
    /// # Errors
    /// The part of the route that leads nowhere: a list item that does not exist, or a step into
    /// something that is neither table nor list.
    pub fn set(&mut self, route: &Route, key: &Span, value: Node) -> Result<(), Route> {
        let mut here = self;
        let mut walked = Route::root();
        let last = route.segments().len().saturating_sub(1);
        for (position, segment) in route.segments().iter().enumerate() {
            here = match segment {
                Segment::Key(name) => {
                    walked = walked.key(name.as_str());
                    if matches!(here.kind, Kind::Null) {
                        here.kind = Kind::Map(Map::new());
                    }
                    let Kind::Map(map) = &mut here.kind else {
                        return Err(walked);
                    };
                    if map.get(name).is_none() {
                        map.set(Entry {
                            key: name.to_string(),
                            key_span: key.clone(),
                            value: Node::new(key.clone(), Kind::Map(Map::new())),
                        });
                    }
                    match map.get_mut(name) {
                        Some(entry) => {
                            if position == last {
                                entry.key_span = key.clone();
                            }
                            &mut entry.value
                        }
                        None => return Err(walked),
                    }
                }
                Segment::Index(index) => {
                    walked = walked.index(*index);
                    match &mut here.kind {
                        Kind::Seq(items) => items.get_mut(*index).ok_or_else(|| walked.clone())?,
                        _ => return Err(walked),
                    }
                }
            };
        }
        *here = value;
        Ok(())
    }
}

/// Puts one `--set` in place.
pub(super) fn apply(
    diagnostics: &mut Diagnostics,
    root: &mut Node,
    change: Override,
) -> Option<()> {
    let Override { route, key, value } = change;
    let Err(nowhere) = root.set(&route, &key, value) else {
        return Some(());
    };
    diagnostics.push(
        Diagnostic::new(
            &BAD_OVERRIDE,
            route,
            format!("the manifest has no place for `{nowhere}`"),
        )
        .label(At::Span(key), "leads nowhere")
        .help(match nowhere.segments().last() {
            Some(Segment::Key(key)) if key.parse::<usize>().is_ok() => format!(
                "positions stand in brackets: write `{}[{key}]`",
                nowhere.parent()
            ),
            _ => "list items must exist, counted from 0; only tables have keys".to_owned(),
        }),
    );
    None
}
