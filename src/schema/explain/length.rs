//! `start: 2s` with `duration: 28s`, where the schema has `end`: a length where a time belongs.
//!
//! Unaware of durations in a form that the schema does not know: of those it says how to reckon, not the
//! result.

use serde_json::Value;

use super::Site;
use crate::diag::{At, Diagnostic};
use crate::document::{Kind, Node};
use crate::rational::Rational;
use crate::schema::keyword::fits;
use crate::schema::shape::property;
use crate::source::Span;

/// Names that people have for it.
const NAMES: [&str; 3] = ["duration", "length", "t"];

/// The finding with the end, if `key` is a length in a table that has a start and lacks the end.
pub(super) fn explain(site: &Site<'_>, key: &str, finding: &Diagnostic) -> Option<Diagnostic> {
    let end = property(site.owner, "end");
    let is_named = NAMES.contains(&key.to_ascii_lowercase().as_str());
    let table = site.node.as_map()?;
    if !is_named || end.is_null() || table.get("end").is_some() {
        return None;
    }
    let (start, entry) = (table.get("start")?, table.get(key)?);
    let told = finding
        .clone()
        .label(
            At::Key(site.route.key(key)),
            "`end` is a time, not a length",
        )
        .label(At::Value(site.route.key("start")), "starts here");
    let sum = seconds(&start.value).zip(seconds(&entry.value));
    let sum = sum.map(|(start, length)| start + length);
    let shown = sum.map(|sum| {
        let text = sum.decimal(6);
        let text = text.trim_end_matches('0').trim_end_matches('.');
        Value::from(format!("{text}s"))
    });
    let Some(shown) = shown.filter(|shown| fits(end, shown)) else {
        return Some(told.help("write `end`: the start plus this length"));
    };
    let text = site.syntax.entry("end", &shown);
    let told = told.help(format!("write `{text}`"));
    let (from, to) = (&entry.key_span, &entry.value.span);
    let is_near = from.file.is(&to.file) && from.end <= to.start && entry.value.via.is_none();
    Some(match is_near {
        true => {
            let whole = Span::new(&from.file, from.start, to.end);
            told.fix(At::Span(whole), text).sure(false)
        }
        false => told,
    })
}

/// Seconds, of a number or of one number with its unit.
fn seconds(node: &Node) -> Option<Rational> {
    match &node.kind {
        Kind::Num(number) => plain(&number.to_string()),
        Kind::Str(text) => amount(text),
        _ => None,
    }
}

fn amount(text: &str) -> Option<Rational> {
    if text.contains(':') {
        let parts = text.split(':');
        return parts.map(plain).try_fold(Rational::ZERO, |above, part| {
            Some(above * Rational::whole(60) + part?)
        });
    }
    // Hours and minutes before a smaller unit, as in `1m30s`.
    let is_next = |rest: &&str| rest.starts_with(|c: char| c.is_ascii_digit());
    for (unit, seconds) in [("h", 3600), ("m", 60)] {
        if let Some((above, rest)) = text.split_once(unit)
            && is_next(&rest)
        {
            let above = plain(above)? * Rational::whole(seconds);
            return Some(above + amount(rest)?);
        }
    }
    let units = [
        ("ms", Rational::new(1, 1000)),
        ("s", Rational::ONE),
        ("m", Rational::whole(60)),
        ("h", Rational::whole(3600)),
    ];
    let mut units = units.into_iter();
    match units.find_map(|(unit, seconds)| Some((text.strip_suffix(unit)?, seconds))) {
        Some((digits, seconds)) => Some(plain(digits)? * seconds),
        None => plain(text),
    }
}

fn plain(digits: &str) -> Option<Rational> {
    let is_plain = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    is_plain.then(|| Rational::parse(digits)).flatten()
}
