//! A value said in other words than the schema's: `"6 seconds"`, `"720p"`, `yes`, `English`.
//!
//! Unaware of what the units and names mean: the schema lists them beside the key that takes them,
//! as `x-units` and `x-aliases`.

use serde_json::Value;

use super::Site;
use super::value::fits;

/// The value that was meant, if nothing else can have been.
pub(super) fn meant(site: &Site<'_>) -> Option<Value> {
    let written = site.node.as_str()?;
    let text = written.trim();
    let mut candidates = vec![Value::from(text), Value::from(text.replace('_', "-"))];
    candidates.extend(truth(text).map(Value::from));
    for other in [in_units(site.owner, text), named(site.owner, text)] {
        let Some(other) = other else { continue };
        candidates.extend(serde_json::from_str(&other).ok().filter(Value::is_number));
        candidates.push(other.into());
    }
    // `1_000` is a number in TOML and in YAML 1.1.
    let ungrouped = text.replace('_', "");
    candidates.extend(
        serde_json::from_str(&ungrouped)
            .ok()
            .filter(Value::is_number),
    );
    let as_written = Value::from(written);
    candidates
        .into_iter()
        .find(|candidate| *candidate != as_written && fits(site.owner, candidate))
}

/// What people write for a truth value.
fn truth(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "on" | "true" | "y" => Some(true),
        "no" | "off" | "false" | "n" => Some(false),
        _ => None,
    }
}

/// A number with a unit that the schema knows by another name: `6 seconds` as `6s`.
fn in_units(owner: &Value, text: &str) -> Option<String> {
    let units = owner.get("x-units")?;
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '/'))?;
    let (number, unit) = text.split_at_checked(end)?;
    // `MB` are bytes, `Mb` are bits.
    let unit = unit.trim();
    let is_bytes = unit.contains('B');
    let known = units
        .get(unit)
        .or_else(|| units.get(unit.to_lowercase()).filter(|_| !is_bytes))?;
    (!number.is_empty()).then(|| Some(format!("{number}{}", known.as_str()?)))?
}

/// Another name that the schema knows.
fn named(owner: &Value, text: &str) -> Option<String> {
    let known = owner.get("x-aliases")?.get(text.to_lowercase())?;
    known.as_str().map(str::to_owned)
}
