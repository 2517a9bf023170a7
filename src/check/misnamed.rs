//! Inputs and variables that are misspelt where they are defined: several placeholders have the name
//! that was meant.
//!
//! Unaware of what else a placeholder may name.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::Context;
use super::fill::Kind;
use super::paths::Parts;
use super::template::{Piece, parse};
use crate::diag::{At, Code, Diagnostic, Diagnostics, suggest};
use crate::source::Route;

/// A section, and a name that it does not have.
pub type Owner<'a> = (&'static str, &'a str);

/// What `name` belongs to: a variable, or an input of which it is a part.
pub fn owner(name: &str) -> Option<Owner<'_>> {
    let (owner, part) = name.split_once('.')?;
    match owner {
        "vars" => Some(("vars", part)),
        "env" => None,
        _ => Parts::NAMES.contains(&part).then_some(("inputs", owner)),
    }
}

/// Tells of them as `code`; the names that are meant, of which nothing else is to be told.
pub fn tell<'a>(
    diagnostics: &mut Diagnostics,
    context: &'a Context<'_>,
    code: &'static Code,
) -> HashSet<Owner<'a>> {
    let mut unknown: IndexMap<Owner<'a>, usize> = IndexMap::new();
    for mistake in context.mistakes {
        if let Kind::Unknown { name, .. } = &mistake.kind {
            *owner(name).map_or(&mut 0, |owner| unknown.entry(owner).or_default()) += 1;
        }
    }
    unknown.retain(|_, count| *count > 1);
    let mut told = HashSet::new();
    if unknown.is_empty() {
        return told;
    }
    let used = used(context);
    for ((section, meant), count) in unknown {
        let manifest = context.manifest;
        let names: Vec<&str> = match section {
            "vars" => manifest.vars.keys().map(String::as_str).collect(),
            _ => manifest.inputs.keys().map(String::as_str).collect(),
        };
        let free = names
            .iter()
            .copied()
            .filter(|name| !used.contains(&(section, (*name).to_owned())));
        if names.contains(&meant) || used.contains(&("outputs", meant.to_owned())) {
            continue;
        }
        let Some(written) = suggest(meant, free) else {
            continue;
        };
        let route = Route::root().key(section).key(written);
        let what = match section {
            "vars" => "variable",
            _ => "input",
        };
        let message = format!("no {what} is called `{meant}`, which {count} placeholders name");
        diagnostics.push(
            Diagnostic::new(code, route.clone(), message)
                .label(At::Key(route), format!("nothing names `{written}`"))
                .help(format!("did you mean `{meant}`?")),
        );
        told.insert((section, meant));
    }
    told
}

/// The names that texts and outputs use: of each section, and under `outputs` those of inputs.
fn used(context: &Context<'_>) -> HashSet<(&'static str, String)> {
    let mut used = HashSet::new();
    for text in context.texts {
        for piece in parse(&text.text).0 {
            if let Piece::Placeholder { name, .. } = piece
                && let Some((section, name)) = owner(name)
            {
                used.insert((section, name.to_owned()));
            }
        }
    }
    for output in context.outputs {
        for name in output.inputs().unwrap_or_default() {
            used.insert(("inputs", name.clone()));
            used.insert(("outputs", name.clone()));
        }
    }
    used
}
