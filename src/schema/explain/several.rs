//! Several parts where one value belongs: a range such as `"500-900k"`, `{ average = "4M", peak = "6M" }`,
//! a number and its unit in a table, `codec = { name = "h264" }`.
//!
//! Unaware of lists of names.

use serde_json::Value;

use super::{Site, reworded, target};
use crate::diag::{At, Diagnostic};
use crate::document::{Kind, Map, Node, Syntax};
use crate::schema::keyword::fits;
use crate::schema::shape::{meant, options, property};
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
const NAMED: [&str; 16] = [
    "name", "type", "id", "value", "codec", "kind", "text", "code", "path", "url", "uri", "file",
    "src", "ref", "title", "label",
];

/// Longer entries are not repeated in a help.
const LONGEST: usize = 60;

/// The finding with what to type, if the value is one of these.
pub(super) fn told(diagnostic: &Diagnostic, site: &Site<'_>) -> Option<Diagnostic> {
    range(diagnostic, site)
        .or_else(|| unit(diagnostic, site))
        .or_else(|| named(diagnostic, site))
        .or_else(|| rung(diagnostic, site))
}

/// Two rates where one belongs. The key that takes the higher one is named by `x-peak`.
fn range(diagnostic: &Diagnostic, site: &Site<'_>) -> Option<Diagnostic> {
    let Some(Segment::Key(key)) = site.route.segments().last() else {
        return None;
    };
    let is_rate = site
        .owner
        .get("x-units")
        .is_some_and(|units| units.get("kbps").is_some());
    let is_number = site.owner.get("maximum").is_some();
    if !is_rate && !is_number {
        return None;
    }
    // `1280x720` is no range of heights.
    if site.owner.get("x-side").is_some() && matches!(site.node.kind, Kind::Seq(_)) {
        return None;
    }
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

/// Words that people put beside a value.
const ASIDE: [&str; 12] = [
    "vbr", "cbr", "abr", "avg", "average", "max", "min", "about", "approx", "approx.", "ca.",
    "circa",
];

/// `<=720`, `2500k cbr`: the value without what stands beside it.
pub(super) fn without_words(site: &Site<'_>) -> Option<Value> {
    let text = site
        .node
        .as_str()?
        .trim()
        .trim_start_matches(['<', '>', '=', '≤', '~', '≈']);
    let mut parts = text.split_whitespace();
    let is_aside = |part: &&str| ASIDE.contains(&part.to_lowercase().as_str());
    let own = parts.clone().filter(|part| !is_aside(part)).count();
    match own {
        1 => reworded::taken(site.owner, parts.find(|part| !is_aside(part))?),
        _ => None,
    }
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
    let sole = || {
        let map = site.node.as_map().filter(|map| map.len() == 1)?;
        let is_number = site.owner.get("minimum").is_some();
        plain(&map.iter().next()?.value).filter(|_| is_number)
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
    let text = with_unit().or_else(fraction).or_else(pair).or_else(sole)?;
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
        return item(diagnostic, site, map);
    };
    let options = options(site.owner);
    // What has a section of its own is defined there.
    let has_form = site.owner.get("x-ref").is_none() && site.owner.get("properties").is_none();
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

/// `[{ name = "hd" }]`, an item that is a table with nothing but its text.
fn item(diagnostic: &Diagnostic, site: &Site<'_>, map: &Map) -> Option<Diagnostic> {
    let mut entries = map.iter();
    let (entry, None) = (entries.next()?, entries.next()) else {
        return None;
    };
    let text = Value::from(entry.value.as_str()?);
    let is_name = NAMED.contains(&entry.key.to_ascii_lowercase().as_str());
    if !is_name || !fits(site.owner, &text) {
        return None;
    }
    let written = site.syntax.value(&text);
    let told = diagnostic.clone().help(format!("write {written}"));
    Some(match is_in_line(site.node) && site.node.via.is_none() {
        true => told.fix(At::Span(site.node.span.clone()), written),
        false => told,
    })
}

/// `"1280x720@2500k"` and `[720, "2500k"]`: a size and perhaps a rate, where a table with both belongs.
fn rung(diagnostic: &Diagnostic, site: &Site<'_>) -> Option<Diagnostic> {
    let [side, rate] = ["height", "bit_rate"].map(|key| property(site.owner, key));
    if side.is_null() || rate.is_null() {
        return None;
    }
    let parts: Vec<String> = match &site.node.kind {
        Kind::Str(text) => {
            let parts = text.split(['@', ':', ',', ' ', '/']);
            let parts = parts.filter(|part| !part.is_empty());
            parts.map(str::to_owned).take(MOST_PARTS + 1).collect()
        }
        Kind::Seq(items) => items.iter().map(plain).collect::<Option<_>>()?,
        _ => return None,
    };
    let mut lines: Vec<u64> = Vec::new();
    let mut rates: Vec<Value> = Vec::new();
    for part in parts.iter().take(MOST_PARTS + 1) {
        let sides = part.split(['x', 'X', '×']);
        let bare = |side: &str| side.trim_end_matches(['p', 'P']).parse::<u64>().ok();
        match sides.map(bare).collect::<Option<Vec<u64>>>() {
            Some(sides) => lines.extend(sides),
            None => rates.push(reworded::taken(rate, part)?),
        }
    }
    if parts.len() > MOST_PARTS || lines.len() > 2 || rates.len() > 1 {
        return None;
    }
    let height = lines.iter().min()?;
    let table = match rates.pop() {
        Some(rate) => serde_json::json!({ "height": height, "bit_rate": rate }),
        None => serde_json::json!({ "height": height, "crf": 23 }),
    };
    if !fits(site.owner, &table) {
        return None;
    }
    let written = site.syntax.value(&table);
    let told = diagnostic.clone().help(format!("write {written}"));
    Some(match is_in_line(site.node) && site.node.via.is_none() {
        true => told
            .fix(At::Span(site.node.span.clone()), written)
            .sure(false),
        false => told,
    })
}

/// So many parts has what stands for a rung.
const MOST_PARTS: usize = 3;

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
