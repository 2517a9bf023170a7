//! A finding's places and its cure, from routes to bytes.
//!
//! Unaware of what the finding says.

use super::cure;
use super::locate::resolve;
use super::node::Node;
use crate::diag::{At, Diagnostic, Fix, Label};
use crate::source::Span;

/// See [`super::Document::settle`].
pub(super) fn settle(root: &Node, mut diagnostic: Diagnostic) -> Diagnostic {
    let mut labels: Vec<Label> = Vec::with_capacity(diagnostic.labels.len());
    let mut aliases: Vec<Span> = Vec::new();
    for label in std::mem::take(&mut diagnostic.labels) {
        let place = resolve(root, &label.at);
        let twice = labels
            .iter()
            .any(|known| known.at == At::Span(place.span.clone()));
        // Two uses of one anchored value: the second place is where it is used again.
        let span = match place.via.first().filter(|_| twice) {
            Some(alias) => alias.clone(),
            None => {
                aliases.extend(place.via);
                place.span
            }
        };
        labels.push(Label {
            at: At::Span(span),
            text: label.text,
        });
    }
    for alias in aliases {
        let at = At::Span(alias);
        if labels.iter().all(|label| label.at != at) {
            labels.push(Label {
                at,
                text: "used through this alias".to_owned(),
            });
        }
    }
    diagnostic.labels = labels;
    diagnostic.fix = diagnostic.fix.and_then(|fix| {
        let place = resolve(root, &fix.at);
        place.literal.then_some(Fix {
            at: At::Span(place.span),
            ..fix
        })
    });
    if let Some((cure, is_sure)) = diagnostic.cure.take()
        && let Some((span, text)) = cure::carry_out(root, &cure)
    {
        diagnostic.fix = Some(Fix {
            at: At::Span(span),
            text,
            is_sure,
        });
    }
    diagnostic
}
