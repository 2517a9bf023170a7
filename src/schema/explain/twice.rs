//! A list that holds something twice.
//!
//! Unaware of what the list is for.

use serde_json::Value;

use super::Site;
use super::words::{called, described};
use crate::diag::{At, Cure, Diagnostic};
use crate::document::{Kind, Node};
use crate::schema::code::WRONG_VALUE;
use crate::schema::shape::doc;

/// The finding, with both places.
pub(super) fn explain(site: &Site<'_>) -> Diagnostic {
    let what = called(site.route);
    let items: &[Node] = match &site.node.kind {
        Kind::Seq(items) => items,
        _ => &[],
    };
    let values: Vec<Value> = items.iter().map(Node::to_json).collect();
    let second = (1..values.len()).find_map(|second| {
        Some((
            second,
            values
                .iter()
                .take(second)
                .position(|first| Some(first) == values.get(second))?,
        ))
    });
    let place = |index: usize| At::Value(site.route.index(index));
    let diagnostic =
        match second.and_then(|(second, first)| Some((second, first, items.get(second)?))) {
            Some((second, first, item)) => {
                let message = format!("{what} lists {} twice", described(item, site.syntax));
                Diagnostic::new(&WRONG_VALUE, site.route.index(second), message)
                    .label(place(second), "again here")
                    .label(place(first), "first here")
                    .cure(Cure::Remove(site.route.index(second)))
            }
            None => Diagnostic::new(
                &WRONG_VALUE,
                site.route.clone(),
                format!("{what} lists something twice"),
            )
            .here("each once"),
        };
    match doc(site.owner) {
        Some(doc) => diagnostic.help(doc),
        None => diagnostic,
    }
}
