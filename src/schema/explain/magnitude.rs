//! A number whose unit was lost: `6` for `6M`, `128` for `128k`, `44.1` for kilohertz.
//!
//! Unaware of what the unit is of. Which one was meant is told by what stands beside the number, else by
//! what is usual there (`x-usual`).

use serde_json::Value;

use super::Site;
use crate::document::{Kind, Node};
use crate::schema::keyword::fits;
use crate::source::Segment;

/// A plain number that is less than this is none of a unit without prefix.
const LEAST_PLAIN: f64 = 100_000.0;

/// How many items of a list are looked at on either side.
const MOST_ASIDE: usize = 8;

/// The value with the unit that was meant most likely, where the key's units know thousands.
pub(super) fn meant(site: &Site<'_>) -> Option<Value> {
    let number = number(site.node)?;
    let units = site.owner.get("x-units")?.as_object()?;
    let has = |factor: &str| units.values().any(|unit| unit == factor);
    if has("000") {
        let thousands = format!("{:.0}", number * 1000.0);
        let thousands = serde_json::from_str::<Value>(&thousands).ok()?;
        return fits(site.owner, &thousands).then_some(thousands);
    }
    let written = |unit: &str| Value::from(format!("{number}{unit}"));
    let fitting: Vec<(Value, f64)> = [("k", 1e3), ("M", 1e6)]
        .into_iter()
        .filter(|(unit, _)| has(unit))
        .map(|(unit, factor)| (written(unit), number * factor))
        .filter(|(value, bits)| *bits >= 1000.0 && fits(site.owner, value))
        .collect();
    let near = beside(site).or_else(|| usual(site.owner, number));
    let off = |bits: f64| near.map_or(0.0, |near| (bits / near).ln().abs());
    let best = fitting
        .into_iter()
        .min_by(|(_, one), (_, other)| off(*one).total_cmp(&off(*other)));
    best.map(|(value, _)| value)
}

/// A number more than nothing, in quotes or not.
fn number(node: &Node) -> Option<f64> {
    let number = match &node.kind {
        Kind::Num(number) => number.as_f64(),
        Kind::Str(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number| *number > 0.0 && number.is_finite())
}

/// A value with such a unit in the same table, else under the same key in the next item of the list.
fn beside(site: &Site<'_>) -> Option<f64> {
    let holder = site.route.parent();
    let table = site.document.get(&holder)?.as_map()?;
    let others = table.iter();
    if let Some(size) = others.filter_map(|entry| size(&entry.value)).next() {
        return Some(size);
    }
    let Segment::Key(key) = site.route.segments().last()? else {
        return None;
    };
    let Segment::Index(at) = holder.segments().last()? else {
        return None;
    };
    let Kind::Seq(items) = &site.document.get(&holder.parent())?.kind else {
        return None;
    };
    let aside = (1..=MOST_ASIDE).flat_map(|step| [at.checked_sub(step), at.checked_add(step)]);
    let mut sizes = aside.flatten().filter_map(|other| {
        let item = items.get(other)?.as_map()?;
        size(&item.get(key)?.value)
    });
    sizes.next()
}

/// How much a value with a unit is, or a number that is too large for any.
fn size(node: &Node) -> Option<f64> {
    let text = match &node.kind {
        Kind::Num(number) => return number.as_f64().filter(|number| *number >= LEAST_PLAIN),
        Kind::Str(text) => text,
        _ => return None,
    };
    let factor = match text.as_bytes().last()? {
        b'k' | b'K' => 1e3,
        b'M' => 1e6,
        _ => return None,
    };
    let digits = text.get(..text.len() - 1)?;
    let number: f64 = digits.parse().ok()?;
    (number > 0.0).then_some(number * factor)
}

/// Of the values that are usual, the one that makes `number` thousands or millions.
fn usual(owner: &Value, number: f64) -> Option<f64> {
    let bounds = owner.get("x-usual")?;
    let least = bounds.get(0)?.as_f64()?;
    let most = bounds.get(1)?.as_f64()?;
    let fits = |factor: &f64| (least..=most).contains(&(number * factor));
    let factor = [1e3, 1e6].into_iter().find(fits)?;
    Some(number * factor)
}
