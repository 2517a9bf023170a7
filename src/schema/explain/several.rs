//! Several parts where one value belongs: a range such as `"500-900k"`, `{ average = "4M", peak = "6M" }`,
//! a number and its unit in a table, `codec = { name = "h264" }`.
//!
//! Unaware of lists of names.

use serde_json::Value;

use super::{Site, reworded, target};
use crate::diag::{At, Diagnostic};
use crate::document::{Kind, Map, Node, Syntax};
use crate::schema::keyword::fits;
use crate::schema::shape::{meant, options};
use crate::source::{Segment, Span};

/// What stands between the ends of a range.
const BETWEEN: [&str; 7] = ["...", "..", "…", "–", "—", " to ", "-"];

/// What people call the lower of two rates, or the only one.
const LOW: [&str; 8] = [
    "average", "avg", "mean", "target", "min", "minimum", "value", "bit_rate",
];

/// What people call the higher one.
const HIGH: [&str; 6] = ["max", "maximum", "peak", "max_bit_rate", "maxrate", "limit"];

/// What people call the part of a table that says all.
const NAMED: [&str; 8] = [
    "name", "type", "id", "value", "codec", "kind", "text", "code",
];

/// Longer entries are not repeated in a help.
const LONGEST: usize = 60;

/// The finding with what to type, if the value is one of these.
pub(super) fn told(diagnostic: &Diagnostic, site: &Site<'_>) -> Option<Diagnostic> {
    range(diagnostic, site)
        .or_else(|| unit(diagnostic, site))
        .or_else(|| named(diagnostic, site))
}

/// Two rates where one belongs. The key that takes the higher one is named by `x-peak`.
fn range(diagnostic: &Diagnostic, site: &Site<'_>) -> Option<Diagnostic> {
    site.owner.get("x-units")?.get("kbps")?;
    let Some(Segment::Key(key)) = site.route.segments().last() else {
        return None;
    };
    let (low, high) = ends(site)?;
    let holder = site.document.get(&site.route.parent())?.as_map()?;
    let peak = site.owner.get("x-peak").and_then(Value::as_str);
    let peak = peak.filter(|peak| holder.get(peak).is_none());
    let Some(peak) = peak else {
        let entry = site.syntax.entry(key, &high);
        return Some(
            diagnostic
                .clone()
                .help(format!("write one value, such as `{entry}`")),
        );
    };
    let entries = [site.syntax.entry(key, &low), site.syntax.entry(peak, &high)];
    let [average, most] = &entries;
    let help = format!("write the average and the peak: `{average}` and `{most}`");
    let told = diagnostic.clone().help(help);
    let from = &holder.get(key)?.key_span;
    let to = &site.node.span;
    let is_near = from.file.is(&to.file) && from.end <= to.start && site.node.via.is_none();
    Some(match is_near && is_in_line(site.node) {
        true => {
            let whole = Span::new(&from.file, from.start, to.end);
            let text = target::joined(&entries, &whole, site.syntax == Syntax::Json);
            told.fix(At::Span(whole), text).sure(false)
        }
        false => told,
    })
}

/// The lower and the higher end.
fn ends(site: &Site<'_>) -> Option<(Value, Value)> {
    let taken = |text: &str| reworded::taken(site.owner, text.trim());
    let (one, other) = match &site.node.kind {
        Kind::Str(text) => {
            let mut all = BETWEEN.iter();
            let (one, other) = all.find_map(|mark| text.split_once(mark))?;
            let (one, other) = (one.trim(), other.trim());
            let digits = |c: char| c.is_ascii_digit() || c == '.';
            // `500-900k`: the unit is that of both.
            let unit = other.trim_start_matches(digits);
            let first = match one.chars().all(digits) {
                true => taken(&format!("{one}{unit}")),
                false => taken(one),
            };
            (first?, taken(other)?)
        }
        Kind::Seq(items) => match items.as_slice() {
            [one, other] => (taken(&plain(one)?)?, taken(&plain(other)?)?),
            _ => return None,
        },
        Kind::Map(map) if map.len() == 2 => (taken(&part(map, &LOW)?)?, taken(&part(map, &HIGH)?)?),
        _ => return None,
    };
    Some(match bits(&one)? <= bits(&other)? {
        true => (one, other),
        false => (other, one),
    })
}

fn bits(value: &Value) -> Option<f64> {
    let Some(text) = value.as_str() else {
        return value.as_f64();
    };
    let factor = match text.as_bytes().last()? {
        b'k' | b'K' => 1e3,
        b'M' => 1e6,
        _ => 1.0,
    };
    let digits: f64 = text.trim_end_matches(['k', 'K', 'M']).parse().ok()?;
    Some(digits * factor)
}

/// A single value, as text.
fn plain(node: &Node) -> Option<String> {
    match &node.kind {
        Kind::Str(text) => Some(text.clone()),
        Kind::Num(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The value of the first key of a table that has one of these names.
fn part(map: &Map, names: &[&str]) -> Option<String> {
    let mut entries = map.iter();
    let named = |key: &str| names.contains(&key.to_ascii_lowercase().as_str());
    plain(&entries.find(|entry| named(&entry.key))?.value)
}

/// A number and its unit, or the two parts of a fraction.
fn unit(diagnostic: &Diagnostic, site: &Site<'_>) -> Option<Diagnostic> {
    let pair = || {
        let Kind::Seq(items) = &site.node.kind else {
            return None;
        };
        site.owner.get("x-units")?.get("fps")?;
        match items.as_slice() {
            [above, below] => Some(format!("{}/{}", plain(above)?, plain(below)?)),
            _ => None,
        }
    };
    let with_unit = || {
        let map = site.node.as_map().filter(|map| map.len() == 2)?;
        let number = part(
            map,
            &["value", "amount", "number", "rate", "size", "bitrate"],
        )?;
        Some(number + &part(map, &["unit", "units"])?)
    };
    let fraction = || {
        let map = site.node.as_map().filter(|map| map.len() == 2)?;
        let above = part(map, &["num", "numerator", "n"])?;
        let below = part(map, &["den", "denominator", "denom", "d"])?;
        Some(format!("{above}/{below}"))
    };
    let text = with_unit().or_else(fraction).or_else(pair)?;
    let value = reworded::taken(site.owner, &text)?;
    let written = site.syntax.value(&value);
    let told = diagnostic.clone().help(format!("write {written}"));
    Some(match is_in_line(site.node) && site.node.via.is_none() {
        true => told.fix(At::Span(site.node.span.clone()), written),
        false => told,
    })
}

/// A table with the name that belongs there, and perhaps more.
fn named(diagnostic: &Diagnostic, site: &Site<'_>) -> Option<Diagnostic> {
    let map = site.node.as_map()?;
    let Some(Segment::Key(own)) = site.route.segments().last() else {
        return None;
    };
    let options = options(site.owner);
    let has_form = site.owner.get("pattern").is_some() || !options.is_empty();
    let is_name = |key: &str| key == own.as_str() || NAMED.contains(&key);
    let mut entries = map.iter();
    let entry = entries.find(|entry| is_name(&entry.key.to_ascii_lowercase()))?;
    let text = entry.value.as_str().filter(|_| has_form)?;
    let value = match meant(site.owner, text, &options) {
        _ if fits(site.owner, &text.into()) => Value::from(text),
        Some(name) => Value::from(name),
        None => reworded::taken(site.owner, text)?,
    };
    let mut help = format!("write `{}`", site.syntax.entry(own, &value));
    let others: Vec<String> = map
        .iter()
        .filter(|other| other.key != entry.key)
        .map(|other| site.syntax.entry(&other.key, &other.value.to_json()))
        .collect();
    if others.iter().any(|other| other.len() > LONGEST) {
        return Some(diagnostic.clone().help(help));
    }
    for (at, other) in others.iter().enumerate() {
        help += if at == 0 { ", and beside it " } else { ", " };
        help += &format!("`{other}`");
    }
    let told = diagnostic.clone().help(help);
    let is_alone = others.is_empty() && is_in_line(site.node) && site.node.via.is_none();
    Some(match is_alone {
        true => told.fix(At::Span(site.node.span.clone()), site.syntax.value(&value)),
        false => told,
    })
}

/// Whether a value stands on one line, with no comment in it.
fn is_in_line(node: &Node) -> bool {
    let text = node.span.text();
    let is_flow = match node.kind {
        Kind::Map(_) => text.starts_with('{'),
        Kind::Seq(_) => text.starts_with('[') && !text.starts_with("[["),
        _ => !text.starts_with(['|', '>']),
    };
    is_flow && !text.contains(['\n', '#']) && !text.contains("//") && !text.contains("/*")
}
