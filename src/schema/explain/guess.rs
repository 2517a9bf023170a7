//! Numbers in units of another kind, of which what was meant can only be guessed: megabytes for megabits,
//! frames for seconds.
//!
//! Unaware of units that only have another name.

use serde_json::Value;

use super::Site;
use crate::diag::suggest;
use crate::document::Kind;
use crate::rational::Rational;
use crate::schema::keyword::fits;

/// From so many on a lone `m` stands for no millions of bits.
const MOST_MILLIONS: i64 = 100;

/// From so many on they are frames; fewer are a slip of the unit.
const LEAST_FRAMES: i64 = 12;

/// How many frames a second most have.
const USUAL_RATE: i64 = 25;

/// `ture` where a truth value belongs.
pub(super) fn truth(site: &Site<'_>) -> Option<Value> {
    let is_truth = site.owner.get("type")? == "boolean";
    let text = site.node.as_str().filter(|_| is_truth)?;
    suggest(text, ["true", "false"]).map(|word| Value::Bool(word == "true"))
}

/// The value that was probably meant.
pub(super) fn number(site: &Site<'_>) -> Option<Value> {
    if let Some(likely) = likely(site) {
        return Some(likely);
    }
    let units = site.owner.get("x-units")?;
    if let Kind::Num(number) = &site.node.kind {
        let plain = number.to_string();
        let positive = serde_json::from_str(plain.strip_prefix('-')?).ok()?;
        return fits(site.owner, &positive).then_some(positive);
    }
    let text = site.node.as_str()?.trim();
    // "About" is no number.
    let text = text
        .trim_start_matches(['~', '≈', '<', '>', '=', '+'])
        .trim();
    if fits(site.owner, &Value::from(text)) && site.node.as_str() != Some(text) {
        return Some(Value::from(text));
    }
    if let Some(time) = time_code(text).filter(|_| units.get("ms").is_some()) {
        return Some(Value::from(time)).filter(|time| fits(site.owner, time));
    }
    if let Some(time) = clock(text).filter(|_| units.get("ms").is_some()) {
        return Some(Value::from(time)).filter(|time| fits(site.owner, time));
    }
    // Less than nothing is a slip of the dash.
    let text = text.strip_prefix('-').unwrap_or(text).trim();
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (digits, unit) = text.split_at_checked(end)?;
    let (number, unit) = (Rational::parse(digits)?, unit.trim());
    let lower = unit.to_lowercase();
    let known = |name: &str| units.get(name).and_then(Value::as_str);
    let meant = if is_no_million(unit, number) && known("k").is_some() {
        format!("{digits}k")
    } else if let Some(name) = known(&lower) {
        format!("{digits}{name}")
    } else if known("ms").is_some() && matches!(&*lower, "f" | "fr" | "frame" | "frames") {
        match number >= Rational::whole(LEAST_FRAMES) {
            true => seconds(number),
            false => format!("{digits}s"),
        }
    } else if site.owner.get("x-side").is_some() && lower == "i" {
        digits.to_owned()
    } else {
        return None;
    };
    let plain: Option<Value> = serde_json::from_str(&meant).ok().filter(Value::is_number);
    let mut all = [plain, Some(Value::from(meant))].into_iter().flatten();
    all.find(|meant| fits(site.owner, meant))
}

/// A value that a word stands for most likely (`x-likely`).
fn likely(site: &Site<'_>) -> Option<Value> {
    let word = match &site.node.kind {
        // `30000.0` is written by programs.
        Kind::Num(number) => number.to_string().trim_end_matches(".0").to_owned(),
        _ => site.node.as_str()?.trim().to_lowercase(),
    };
    let text = site.owner.get("x-likely")?.get(word)?.as_str()?;
    let number: Option<Value> = serde_json::from_str(text).ok().filter(Value::is_number);
    let mut all = number.into_iter().chain([Value::from(text)]);
    all.find(|value| fits(site.owner, value))
}

/// `2800m`: 2.8 Gbit/s, if `m` stood for millions.
pub(super) fn is_no_million(unit: &str, number: Rational) -> bool {
    unit == "m" && number >= Rational::whole(MOST_MILLIONS)
}

/// `00:01:30:12`, a time with frames of a second.
fn time_code(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split([':', ';']).collect();
    let is_pair =
        |part: &&str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let [.., frames] = parts.as_slice() else {
        return None;
    };
    if parts.len() != 4 || !parts.iter().all(is_pair) {
        return None;
    }
    let frames = Rational::parse(frames)?;
    if frames >= Rational::whole(USUAL_RATE) {
        return None;
    }
    let rest = (frames * Rational::new(1, USUAL_RATE)).decimal(2);
    let rest = rest.trim_start_matches('0').trim_end_matches('0');
    let whole = parts.get(..3)?.join(":");
    Some(format!("{whole}{}", rest.trim_end_matches('.')))
}

/// `1:30m` as `1m30s`, and `1:30h` as `1h30m`: the colon and the unit do not say the same.
fn clock(text: &str) -> Option<String> {
    let (first, rest) = text.split_once(':')?;
    let end = rest.find(|c: char| !c.is_ascii_digit())?;
    let (second, unit) = rest.split_at_checked(end)?;
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let (above, below) = match unit.trim().to_lowercase().as_str() {
        "m" | "min" | "mins" | "minute" | "minutes" => ("m", "s"),
        "h" | "hr" | "hrs" | "hour" | "hours" => ("h", "m"),
        _ => return None,
    };
    (is_digits(first) && is_digits(second)).then(|| format!("{first}{above}{second}{below}"))
}

/// So many frames as seconds.
fn seconds(frames: Rational) -> String {
    let seconds = (frames * Rational::new(1, USUAL_RATE)).decimal(3);
    let text = seconds.trim_end_matches('0').trim_end_matches('.');
    format!("{text}s")
}
