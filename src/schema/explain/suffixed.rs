//! A key with a unit in its name: `bit_rate_kbps = 2500`, `segment_duration_ms = 6000`. Here the unit stands
//! in the value.
//!
//! Unaware of values that have their unit already: their key is only misspelt.

use serde_json::Value;

use super::{Site, guess};
use crate::diag::{At, Diagnostic};
use crate::document::{Kind, Node};
use crate::rational::Rational;
use crate::schema::keyword::fits;
use crate::schema::shape::{alias, property};
use crate::source::Span;

/// The finding with key and value, and the key that is meant, if `key` is one with a unit behind it.
pub(super) fn explain<'a>(
    site: &Site<'a>,
    key: &str,
    finding: &Diagnostic,
) -> Option<(Diagnostic, &'a str)> {
    let table = site.node.as_map()?;
    let entry = table.get(key)?;
    let digits = digits(&entry.value)?;
    let snake = snake(key);
    // `MB` are bytes, and `_m` behind a large number are no millions.
    let is_bytes = ["KB", "MB", "GB", "kB"]
        .iter()
        .any(|unit| key.ends_with(unit));
    let (_, written) = snake.rsplit_once('_').unwrap_or(("", &snake));
    let is_off =
        Rational::parse(&digits).is_some_and(|number| guess::is_no_million(written, number));
    let (name, unit, is_sure) = split(site.owner, &snake)?;
    if table.get(name).is_some() {
        return None;
    }
    if is_bytes || is_off {
        let kilo = site.syntax.entry(name, &Value::from("2500k"));
        let told = finding
            .clone()
            .label(
                At::Key(site.route.key(key)),
                format!("did you mean `{name}`?"),
            )
            .help(format!("write the bits with their unit, such as `{kilo}`"));
        return Some((told, name));
    }
    let kind = property(site.owner, name);
    let value = in_unit(&digits, unit)
        .into_iter()
        .find(|one| fits(kind, one))?;
    let text = site.syntax.entry(name, &value);
    let told = finding
        .clone()
        .label(
            At::Key(site.route.key(key)),
            format!("did you mean `{name}`?"),
        )
        .help(format!("write `{text}`"));
    let (from, to) = (&entry.key_span, &entry.value.span);
    let is_near = from.file.is(&to.file) && from.end <= to.start && entry.value.via.is_none();
    let told = match is_near {
        true => {
            let whole = Span::new(&from.file, from.start, to.end);
            told.fix(At::Span(whole), text).sure(is_sure)
        }
        false => told,
    };
    Some((told, name))
}

/// A plain number, in quotes or not.
fn digits(value: &Node) -> Option<String> {
    let text = match &value.kind {
        Kind::Num(number) => number.to_string(),
        Kind::Str(text) => text.trim().to_owned(),
        _ => return None,
    };
    let is_plain = |c: char| c.is_ascii_digit() || c == '.';
    (text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(is_plain)).then_some(text)
}

/// `bitRateKbps` as `bit_rate_kbps`.
fn snake(key: &str) -> String {
    let mut snake = String::new();
    let mut was_small = false;
    for c in key.chars() {
        if c.is_uppercase() && was_small {
            snake.push('_');
        }
        was_small = c.is_lowercase();
        match c {
            '-' | ' ' => snake.push('_'),
            _ => snake.extend(c.to_lowercase()),
        }
    }
    snake
}

/// The key that is meant, the unit as its values have it, and whether that is beyond doubt.
fn split<'a>(owner: &'a Value, key: &str) -> Option<(&'a str, &'a str, bool)> {
    let (stem, unit) = key.rsplit_once('_').unwrap_or(("", key));
    let stem = stem.strip_suffix("_in").unwrap_or(stem);
    let known = owner.get("properties")?.as_object()?;
    let own = known.get_key_value(stem).map(|(name, _)| name.as_str());
    let likely = || owner.get("x-likely")?.get(key)?.as_str();
    let sure = own.or_else(|| alias(owner, stem));
    let name = sure.or_else(likely)?;
    let units = property(owner, name).get("x-units")?;
    Some((name, units.get(unit)?.as_str()?, sure.is_some()))
}

/// A number with a unit: as a number, if that can be, and as a text.
fn in_unit(digits: &str, unit: &str) -> Vec<Value> {
    let thousands = digits.parse::<f64>().ok().filter(|_| unit == "000");
    let text = match thousands {
        Some(number) => format!("{:.0}", number * 1000.0),
        None => format!("{digits}{unit}"),
    };
    let number: Option<Value> = serde_json::from_str(&text).ok().filter(Value::is_number);
    number.into_iter().chain([Value::from(text)]).collect()
}
