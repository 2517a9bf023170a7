//! `start: 2s` with `duration: 28s`, where the schema has `end`: a length where a time belongs.
//!
//! Unaware of durations that are written with colons or in several units: of those it says how to
//! reckon, not the result.

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
    let text = match &node.kind {
        Kind::Num(number) => return plain(&number.to_string()),
        Kind::Str(text) => text,
        _ => return None,
    };
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
