//! A value said in other words than the schema's: `"6 seconds"`, `"720p"`, `yes`, `English`.
//!
//! Unaware of what the units and names mean: the schema lists them beside the key that takes them,
//! as `x-units` and `x-aliases`.

use serde_json::Value;

use super::{Site, beside, guess, people};
use crate::document::Kind;
use crate::rational::Rational;
use crate::schema::keyword::fits;

/// The value that was meant, if nothing else can have been.
pub(super) fn meant(site: &Site<'_>) -> Option<Value> {
    let number = match &site.node.kind {
        Kind::Num(number) => Some(number.to_string()),
        _ => None,
    };
    if let Some(number) = number {
        // `1` for true.
        let flag = match number.as_str() {
            "1" => Some(Value::Bool(true)),
            "0" => Some(Value::Bool(false)),
            _ => None,
        };
        if let Some(flag) = flag.filter(|flag| fits(site.owner, flag)) {
            return Some(flag);
        }
        // `5.1` channels.
        let other = named(site.owner, &number)?;
        let other: Value = serde_json::from_str(&other).ok()?;
        return fits(site.owner, &other).then_some(other);
    }
    meant_by(site.owner, site.node.as_str()?)
}

/// A text as its key takes it: as it is, or as what it says in other words.
pub(super) fn taken(owner: &Value, written: &str) -> Option<Value> {
    let plain: Option<Value> = serde_json::from_str(written).ok().filter(Value::is_number);
    let mut all = [Some(Value::from(written)), plain].into_iter().flatten();
    all.find(|value| fits(owner, value))
        .or_else(|| meant_by(owner, written))
}

fn meant_by(owner: &Value, written: &str) -> Option<Value> {
    let text = written.trim();
    let mut candidates = vec![Value::from(text)];
    candidates.extend(region(owner, text).map(Value::from));
    candidates.push(Value::from(text.replace('_', "-")));
    candidates.extend(truth(text).map(Value::from));
    // `0,8M`, as half of the world writes it; three digits may be thousands.
    let is_decimal = text.split_once(',').is_some_and(|(whole, rest)| {
        whole.bytes().all(|b| b.is_ascii_digit() || b == b':')
            && rest
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(rest.len())
                % 3
                != 0
    });
    let decimal = text.replacen(',', ".", 1);
    if is_decimal {
        candidates.push(Value::from(decimal.as_str()));
    }
    // `6s.`, `3_000k`.
    candidates.push(Value::from(text.trim_end_matches(['.', ';', ','])));
    let ungrouped = text.replace('_', "");
    let is_number = ungrouped.parse::<f64>().is_ok();
    candidates.extend((!is_number).then(|| Value::from(ungrouped.as_str())));
    candidates.extend(regional(owner, text).map(Value::from));
    candidates.extend(iso_duration(owner, text).map(Value::from));
    candidates.extend(joined(owner, text).map(Value::from));
    candidates.extend(clock(owner, text).map(Value::from));
    // `30000:1001`
    let is_rate = owner
        .get("x-units")
        .is_some_and(|units| units.get("fps").is_some());
    candidates.extend(is_rate.then(|| Value::from(text.replace(':', "/"))));
    candidates.extend(people::stream(owner, text).map(Value::from));
    let number = if is_decimal { &*decimal } else { text };
    for other in [in_units(owner, number), named(owner, text)] {
        let Some(other) = other else { continue };
        candidates.extend(serde_json::from_str(&other).ok().filter(Value::is_number));
        candidates.push(other.into());
    }
    // `1_000` is a number in TOML and in YAML 1.1.
    candidates.extend(
        serde_json::from_str(&ungrouped)
            .ok()
            .filter(Value::is_number),
    );
    let as_written = Value::from(written);
    candidates
        .into_iter()
        .find(|candidate| *candidate != as_written && fits(owner, candidate))
}

/// Of a size such as `1920x1080`, the side that the key is for (`x-side`).
pub(super) fn side(site: &Site<'_>) -> Option<u64> {
    let (width, height) = match &site.node.kind {
        Kind::Seq(items) => match items.as_slice() {
            [width, height] => (width.to_json().as_i64()?, height.to_json().as_i64()?),
            _ => return None,
        },
        _ => {
            let text = site.node.as_str()?.trim();
            let (width, height) = text.split_once(['x', 'X', '×', '*', ':'])?;
            let side = |text: &str| text.trim().parse::<i64>().ok();
            (side(width)?, side(height)?)
        }
    };
    let side = match site.owner.get("x-side")?.as_str()? {
        // `-2:720`: ffmpeg's scaler finds the other one.
        _ if width.min(height) < 0 => width.max(height),
        "short" => width.min(height),
        _ => width.max(height),
    };
    let side = u64::try_from(side).ok()?;
    fits(site.owner, &Value::from(side)).then_some(side)
}

/// A list in one text, as its items, and whether nothing else can have been meant: names between
/// commas, options of a program with their values.
pub(super) fn items(site: &Site<'_>) -> Option<(Value, bool)> {
    let text = site.node.as_str()?.trim();
    let text = text.strip_prefix(['(', '[']).unwrap_or(text);
    let text = text.strip_suffix([')', ']']).unwrap_or(text);
    let mut is_sure = true;
    // One bracket of two.
    let text = match site.owner.get("x-ref") {
        Some(_) => text.trim_start_matches('[').trim_end_matches(']'),
        None => text,
    };
    let parts: Vec<String> = if site.owner.get("x-ref").is_some() {
        let is_name = |part: &&str| !part.is_empty() && !matches!(*part, "and" | "&" | "+");
        let split = |at: &[char]| -> Vec<String> {
            let names = text.split(at).filter(is_name);
            names.map(str::to_owned).collect()
        };
        // `hd+sound`, of names that are defined.
        let defined = beside::defined(site);
        let joined = split(&[',', ' ', '+', '|', ';', '&', '/']);
        let is_defined = joined.iter().all(|name| defined.contains(&name.as_str()));
        match is_defined && !defined.contains(&text) {
            true => joined,
            false => split(&[',', ' ']),
        }
    } else if text.starts_with('-') && !text.contains(['"', '\'', '\\']) {
        let mut items: Vec<String> = Vec::new();
        let mut awaits = false;
        for word in text.split_whitespace() {
            let name = word.strip_prefix('-');
            let is_option =
                name.is_some_and(|name| !name.starts_with(|c: char| c.is_ascii_digit()));
            match items.last_mut() {
                // A value with a blank in it, such as a title.
                Some(value) if !is_option && !awaits => {
                    *value += " ";
                    *value += word;
                    is_sure = false;
                }
                _ => items.push(word.to_owned()),
            }
            awaits = is_option;
        }
        items
    } else {
        return None;
    };
    let list = Value::from(parts);
    let is_several = list.as_array().is_some_and(|list| list.len() > 1);
    (is_several && fits(site.owner, &list)).then_some((list, is_sure))
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
    let is_bytes = unit.contains('B') && !unit.to_lowercase().contains("bit");
    let is_off = Rational::parse(number).is_some_and(|number| guess::is_no_million(unit, number));
    if is_off && units.get("k").is_some() {
        return None;
    }
    let known = units
        .get(unit)
        .or_else(|| units.get(unit.to_lowercase()).filter(|_| !is_bytes))?;
    if number.is_empty() {
        return None;
    }
    match known.as_str()? {
        "000" => {
            let thousands = (Rational::parse(number)? * Rational::whole(1000)).decimal(0);
            Some(thousands)
        }
        unit => Some(format!("{number}{unit}")),
    }
}

/// `English (US)`, `portuguese-br`: a language and a country, for a key that knows both by their names.
fn regional(owner: &Value, text: &str) -> Option<String> {
    let countries = owner.get("x-countries")?;
    let text = text.trim_end_matches(')').to_lowercase();
    let (language, country) = text
        .split_once('(')
        .or_else(|| text.split_once(','))
        .or_else(|| text.split_once(['-', '_', '/']))?;
    let language = owner.get("x-aliases")?.get(language.trim())?.as_str()?;
    let country = countries.get(country.trim())?.as_str()?;
    Some(format!("{language}-{country}"))
}

/// `1m 30s` as `1m30s`.
fn joined(owner: &Value, text: &str) -> Option<String> {
    owner.get("x-units")?.get("ms")?;
    let mut parts = text.split_whitespace();
    let is_part = |part: &str| part.ends_with(|c: char| c.is_ascii_alphabetic());
    let is_all = parts.clone().count() > 1 && parts.all(is_part);
    is_all.then(|| text.split_whitespace().collect())
}

/// `1m:30s` as `1m30s`, and `1:30s` as `1:30`: what the colons say is said again.
fn clock(owner: &Value, text: &str) -> Option<String> {
    owner.get("x-units")?.get("ms")?;
    let parts: Vec<&str> = text.split(':').collect();
    let (last, above) = parts.split_last().filter(|(_, above)| !above.is_empty())?;
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let units = ["h", "m"].get(2_usize.checked_sub(above.len())?..)?;
    let mut pairs = above.iter().zip(units);
    if pairs.all(|(part, unit)| part.strip_suffix(unit).is_some_and(is_digits)) {
        return Some(text.replace(':', ""));
    }
    let seconds = last.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.');
    let unit = last.get(seconds.len()..)?.trim();
    let seconds = seconds.trim_end();
    let known = owner.get("x-units")?.get(unit.to_lowercase())?;
    let is_clock = above.iter().all(|part| is_digits(part)) && known == "s";
    is_clock.then(|| format!("{}:{seconds}", above.join(":")))
}

/// `en_us` as `en-US`, for a key that knows languages by their names.
fn region(owner: &Value, text: &str) -> Option<String> {
    owner.get("x-aliases")?.get("english")?;
    let (language, region) = text
        .split_once('_')
        .filter(|(_, region)| region.len() == 2)?;
    let (language, region) = (language.to_ascii_lowercase(), region.to_ascii_uppercase());
    Some(format!("{language}-{region}"))
}

/// `PT1M30S` of ISO 8601 as `1m30s`.
fn iso_duration(owner: &Value, text: &str) -> Option<String> {
    let is_duration = owner.get("x-units")?.get("ms").is_some();
    let rest = text
        .get(..2)
        .filter(|start| start.eq_ignore_ascii_case("PT"));
    let rest = rest.and(text.get(2..)).filter(|_| is_duration)?;
    Some(rest.to_ascii_lowercase().replace(',', "."))
}

/// `720p60`: the height, and the frame rate that would be lost with it.
pub(super) fn of_scan(site: &Site<'_>) -> Option<(Value, u32)> {
    site.owner.get("x-side")?;
    let (height, rate) = site.node.as_str()?.trim().split_once(['p', 'i'])?;
    let height = Value::from(height.parse::<u32>().ok()?);
    fits(site.owner, &height).then_some((height, rate.parse().ok()?))
}

/// A number in groups of three with commas, which half of the world takes for decimals: `2,500k`. Of
/// seconds and frames nobody has thousands: there it is the decimal.
pub(super) fn grouped(site: &Site<'_>) -> Option<Value> {
    let text = site.node.as_str()?.trim();
    // `2.500.000` and `2 500 000`
    let text = ['.', ' ', '\'']
        .into_iter()
        .find(|mark| text.matches(*mark).count() > 1 && !text.contains(','))
        .map_or_else(|| text.to_owned(), |mark| text.replace(mark, ","));
    let text = text.as_str();
    let is_small = ["ms", "fps"].iter().any(|unit| {
        let units = site.owner.get("x-units");
        units.is_some_and(|units| units.get(unit).is_some())
    });
    if is_small {
        let decimal = Value::from(text.replacen(',', ".", 1));
        return (text.matches(',').count() == 1 && fits(site.owner, &decimal)).then_some(decimal);
    }
    let mut groups = text.split(',');
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let first = groups.next().filter(|first| is_digits(first))?;
    let mut plain = first.to_owned();
    let mut count = 0;
    for group in groups {
        let digits = group.get(..3)?;
        let unit = group.get(3..)?;
        if !is_digits(digits) || unit.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        plain += group;
        count += 1;
    }
    let number = serde_json::from_str(&plain).ok().filter(Value::is_number);
    let mut meant = [number, Some(Value::from(plain))].into_iter().flatten();
    meant.find(|meant| count > 0 && fits(site.owner, meant))
}

/// Another name that the schema knows.
fn named(owner: &Value, text: &str) -> Option<String> {
    let known = owner.get("x-aliases")?.get(text.to_lowercase())?;
    known.as_str().map(str::to_owned)
}
