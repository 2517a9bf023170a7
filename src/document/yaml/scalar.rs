//! What a bare YAML word is: the core schema of YAML 1.2.2 §10.3.2.
//!
//! Unaware of where the word stands.

use granit_parser::Tag;

use crate::document::node::Kind;

const WAS_TRUE: &str = "in YAML 1.2 this is a string: write `true`";
const WAS_FALSE: &str = "in YAML 1.2 this is a string: write `false`";
const WAS_OCTAL: &str = "other readers take a leading 0 as octal: drop it, or write 0o";
const WAS_BASE_60: &str = "other readers take this as a base-60 number: quote it";
const WAS_GROUPED: &str = "in YAML 1.2 a number has no `_`: remove it";
const NOT_FINITE: &str = "a manifest has no infinite or undefined numbers";

/// The value of a plain scalar, and what to know about it if it is refused.
pub(super) fn resolve(word: &str) -> (Kind, Option<&'static str>) {
    let text = || Kind::Str(word.to_owned());
    match word {
        "" | "~" | "null" | "Null" | "NULL" => return (Kind::Null, None),
        "true" | "True" | "TRUE" => return (Kind::Bool(true), None),
        "false" | "False" | "FALSE" => return (Kind::Bool(false), None),
        "yes" | "Yes" | "YES" | "on" | "On" | "ON" | "y" | "Y" => return (text(), Some(WAS_TRUE)),
        "no" | "No" | "NO" | "off" | "Off" | "OFF" | "n" | "N" => return (text(), Some(WAS_FALSE)),
        ".nan" | ".NaN" | ".NAN" => return (text(), Some(NOT_FINITE)),
        _ => {}
    }
    let unsigned = word.strip_prefix(['+', '-']).unwrap_or(word);
    // Most texts: no number begins with a letter.
    if unsigned.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return (text(), None);
    }
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return (text(), Some(NOT_FINITE));
    }
    if let Some(number) = integer(word, unsigned) {
        let is_octal = unsigned.len() > 1 && unsigned.starts_with('0') && is_digits(unsigned);
        return (Kind::Num(number), is_octal.then_some(WAS_OCTAL));
    }
    if is_float(unsigned)
        && let Ok(value) = word.trim_start_matches('+').parse::<f64>()
        && let Some(number) = serde_json::Number::from_f64(value)
    {
        return (Kind::Num(number), None);
    }
    if word.contains(':') && word.split(':').all(is_digits) {
        return (text(), Some(WAS_BASE_60));
    }
    if unsigned.contains('_') && is_digits(&unsigned.replace('_', "")) {
        return (text(), Some(WAS_GROUPED));
    }
    (text(), None)
}

/// The value of a scalar with a tag; `None` if the tag is unknown or does not fit the text.
pub(super) fn resolve_tagged(word: &str, tag: &Tag) -> Option<Kind> {
    if tag.original() == "!" {
        return Some(Kind::Str(word.to_owned()));
    }
    let suffix = tag.core_suffix()?;
    let kind = resolve(word).0;
    match (suffix, kind) {
        ("str", _) => Some(Kind::Str(word.to_owned())),
        ("int", Kind::Num(number)) if !number.is_f64() => Some(Kind::Num(number)),
        ("float", Kind::Num(number)) => number
            .as_f64()
            .and_then(serde_json::Number::from_f64)
            .map(Kind::Num),
        ("bool", kind @ Kind::Bool(_)) | ("null", kind @ Kind::Null) => Some(kind),
        _ => None,
    }
}

fn integer(word: &str, unsigned: &str) -> Option<serde_json::Number> {
    let radix = |digits: &str, radix| {
        // `from_str_radix` would take a second sign.
        let plain = digits.bytes().all(|b| b.is_ascii_alphanumeric());
        let number = u64::from_str_radix(digits, radix).ok().filter(|_| plain);
        number.map(serde_json::Number::from)
    };
    if let Some(digits) = word.strip_prefix("0x") {
        return radix(digits, 16);
    }
    if let Some(digits) = word.strip_prefix("0o") {
        return radix(digits, 8);
    }
    if !is_digits(unsigned) {
        return None;
    }
    if word.starts_with('-') {
        return word.parse::<i64>().ok().map(Into::into);
    }
    unsigned.parse::<u64>().ok().map(Into::into)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// `( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
fn is_float(unsigned: &str) -> bool {
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let exponent_fits = exponent
        .is_none_or(|exponent| is_digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)));
    let mantissa_fits = match mantissa.split_once('.') {
        None => is_digits(mantissa),
        Some(("", fraction)) => is_digits(fraction),
        Some((whole, fraction)) => is_digits(whole) && (fraction.is_empty() || is_digits(fraction)),
    };
    mantissa_fits && exponent_fits
}
