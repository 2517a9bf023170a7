//! A text that is not one of the allowed ones.
//!
//! Unaware of types and ranges.

use super::words::{called, described, in_syntax};
use super::{Site, listed};
use crate::diag::{At, Diagnostic, disguise};
use crate::schema::code::WRONG_VALUE;
use crate::schema::shape::{doc, foreign, is_sure, meant};
use crate::source::Segment;

/// The finding, with a suggestion if one is near.
pub(super) fn explain(site: &Site<'_>, options: &[&str]) -> Diagnostic {
    let written = described(site.node, site.syntax);
    let message = format!("{} cannot be {written}", called(site.route));
    let diagnostic = Diagnostic::new(&WRONG_VALUE, site.route.clone(), message);
    // Quotes make no other word of it.
    let note = site.node.note.filter(|note| !note.ends_with("quote it"));
    let note = note.map(str::to_owned);
    let suggestion = site.node.as_str().and_then(|text| {
        // `-c:v libx264`: what follows the option.
        let last = text.split_whitespace().next_back().unwrap_or(text);
        let known = meant(site.owner, text, options);
        known.or_else(|| meant(site.owner, last, options).filter(|_| text.starts_with('-')))
    });
    let text = site.node.as_str().unwrap_or_default();
    if let Some(words) = foreign(site.owner, text) {
        return diagnostic
            .here(format!("expected one of {}", listed(options)))
            .help(in_syntax(words, site.syntax));
    }
    if matches!(text, "auto" | "default" | "none" | "any") && site.owner.get("type").is_some() {
        let key = site.route.last();
        let doc = doc(site.owner).map_or(String::new(), |doc| format!(". {doc}"));
        return diagnostic
            .here(format!("expected one of {}", listed(options)))
            .help(format!("leave `{key}` out{doc}"));
    }
    let disguised = options
        .iter()
        .find_map(|name| Some((*name, disguise(text, name)?)));
    if let Some((name, label)) = disguised {
        let span = &site.node.span;
        let meant = site.syntax.string_like(span.text(), name);
        return diagnostic
            .here(label)
            .help(format!("write {meant}"))
            .fix(At::Span(span.clone()), meant);
    }
    match suggestion {
        Some(name) => {
            let span = &site.node.span;
            diagnostic
                .here(format!("did you mean `{name}`?"))
                .help(note.unwrap_or_else(|| format!("one of {}", listed(options))))
                .fix(
                    At::Span(span.clone()),
                    site.syntax.string_like(span.text(), name),
                )
                .sure(is_sure(
                    site.owner,
                    site.node.as_str().unwrap_or_default(),
                    name,
                    options,
                ))
        }
        None => {
            let mut diagnostic = diagnostic.here(format!("expected one of {}", listed(options)));
            diagnostic.help = note
                .or_else(|| few(site, options))
                .or_else(|| first(site, options))
                .or_else(|| doc(site.owner));
            diagnostic
        }
    }
}

/// The entry with the first of them, which is the usual one.
fn first(site: &Site<'_>, options: &[&str]) -> Option<String> {
    let Some(Segment::Key(key)) = site.route.segments().last() else {
        return None;
    };
    let entry = site.syntax.entry(key, &(*options.first()?).into());
    let doc = doc(site.owner).map_or(String::new(), |doc| format!(". {doc}"));
    Some(format!("write `{entry}`, for example{doc}"))
}

/// The entries themselves, where there are but two or three.
fn few(site: &Site<'_>, options: &[&str]) -> Option<String> {
    let Some(Segment::Key(key)) = site.route.segments().last() else {
        return None;
    };
    let entry = |name: &&str| format!("`{}`", site.syntax.entry(key, &(*name).into()));
    let entries: Vec<String> = options.iter().map(entry).collect();
    (2..=3)
        .contains(&entries.len())
        .then(|| format!("write {}", entries.join(" or ")))
}
