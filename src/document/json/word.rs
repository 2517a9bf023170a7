//! What stands where a value belongs and has no quotes: numbers, `true`, `false`, `null`, and what
//! other languages have.
//!
//! Unaware of where it stands.

use super::joined::BARE_TEXT;
use super::notes::quoted;
use crate::document::node::Kind;

/// A word that is no JSON.
pub(super) struct Slip {
    /// What it is, as a finding says it.
    pub(super) message: &'static str,
    /// What is said at its place.
    pub(super) label: &'static str,
    /// What to type.
    pub(super) help: String,
    /// What to put in its place, if one thing can have been meant.
    pub(super) write: Option<String>,
}

/// The value of a word, and what is wrong with how it is written.
pub(super) fn read(word: &str) -> (Kind, Option<Slip>) {
    match word {
        "true" => return (Kind::Bool(true), None),
        "false" => return (Kind::Bool(false), None),
        "null" => return (Kind::Null, None),
        "True" | "TRUE" => return small(true),
        "False" | "FALSE" => return small(false),
        "None" | "none" | "Null" | "NULL" | "nil" | "undefined" | "NaN" | "nan" | "~" => {
            return (Kind::Bad, Some(nothing()));
        }
        "yes" | "Yes" | "YES" | "on" | "On" | "ON" => return spoken(word, true),
        "no" | "No" | "NO" | "off" | "Off" | "OFF" => return spoken(word, false),
        _ => {}
    }
    if is_number(word) {
        return (number(word), None);
    }
    if let Some((message, label, plain)) = odd_number(word) {
        let slip = Slip {
            message,
            label,
            help: format!("write {plain}"),
            write: Some(plain.clone()),
        };
        return (number(&plain), Some(slip));
    }
    if let Some(flag) = [true, false]
        .into_iter()
        .find(|flag| is_slip(word, &flag.to_string()))
    {
        let slip = Slip {
            message: "a truth value is misspelt",
            label: "not a value of JSON",
            help: format!("write {flag}"),
            write: Some(flag.to_string()),
        };
        return (Kind::Bool(flag), Some(slip));
    }
    if let Some(plain) = without_letters(word) {
        let slip = Slip {
            message: "a letter in a number",
            label: "not a digit",
            help: format!("write {plain}"),
            write: Some(plain.clone()),
        };
        return (number(&plain), Some(slip));
    }
    let text = quoted(word);
    let slip = Slip {
        message: BARE_TEXT,
        label: "quote this",
        help: format!("write {text}"),
        write: Some(text),
    };
    (Kind::Str(word.to_owned()), Some(slip))
}

/// Whether two neighbours of a word have changed places, or one of its letters is there twice or not at
/// all.
fn is_slip(written: &str, word: &str) -> bool {
    let (one, other) = (written.as_bytes(), word.as_bytes());
    let begin = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (one.get(begin..), other.get(begin..));
    let (Some(one), Some(other)) = (one, other) else {
        return false;
    };
    match (one, other) {
        ([a, b, rest @ ..], [c, d, more @ ..]) if a == d && b == c => rest == more,
        ([again, rest @ ..], _) if rest == other => {
            begin > 0 && written.as_bytes().get(begin - 1) == Some(again)
        }
        (_, [_, more @ ..]) => begin > 0 && one == more,
        _ => false,
    }
}

/// A number with `O` for nought or `l` for one.
fn without_letters(word: &str) -> Option<String> {
    let is_odd = |c: char| matches!(c, 'O' | 'o' | 'l' | 'I');
    let is_begun = word.starts_with(|c: char| c.is_ascii_digit()) && word.contains(is_odd);
    let is_rest = word.chars().all(|c| c.is_ascii_digit() || is_odd(c));
    let plain = word.replace(['O', 'o'], "0").replace(['l', 'I'], "1");
    (is_begun && is_rest && word.len() < 9 && is_number(&plain)).then_some(plain)
}

/// Longest word that is looked at for a value before a comment, in bytes.
const LONGEST_VALUE: usize = 40;

/// Whether the word is a value of JSON, and not a long one.
pub(super) fn is_value(word: &str) -> bool {
    word.len() <= LONGEST_VALUE && is_plain_value(word)
}

fn is_plain_value(word: &str) -> bool {
    matches!(word, "true" | "false" | "null") || is_number(word)
}

fn small(flag: bool) -> (Kind, Option<Slip>) {
    let slip = Slip {
        message: "a truth value is written small",
        label: "not a value of JSON",
        help: format!("write {flag}"),
        write: Some(flag.to_string()),
    };
    (Kind::Bool(flag), Some(slip))
}

fn nothing() -> Slip {
    Slip {
        message: "a word for no value",
        label: "not a value of JSON",
        help: "remove the key to leave it out".to_owned(),
        write: None,
    }
}

/// `no` may be Norwegian.
fn spoken(word: &str, flag: bool) -> (Kind, Option<Slip>) {
    let slip = Slip {
        message: "a truth value is `true` or `false`",
        label: "not a value of JSON",
        help: format!("write {flag}, or {} for the word", quoted(word)),
        write: Some(flag.to_string()),
    };
    (Kind::Bad, Some(slip))
}

/// The value of a number as JSON has it. A number that is too large for any is a hole.
fn number(word: &str) -> Kind {
    let whole = word.parse::<u64>().map(Into::into);
    let whole = whole.or_else(|_| word.parse::<i64>().map(Into::into));
    let float = || serde_json::Number::from_f64(word.parse().ok()?);
    let value: Option<serde_json::Number> = whole.ok().or_else(float);
    value.map_or(Kind::Bad, Kind::Num)
}

/// Whether the word is a number as JSON has it (RFC 8259 §6).
pub(super) fn is_number(word: &str) -> bool {
    let unsigned = word.strip_prefix('-').unwrap_or(word);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let exponent = exponent.map(|one| one.strip_prefix(['+', '-']).unwrap_or(one));
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    is_digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(is_digits)
        && exponent.is_none_or(is_digits)
}

/// A number that is written as other languages have it: what is wrong, and the number.
fn odd_number(word: &str) -> Option<(&'static str, &'static str, String)> {
    let of_plain =
        |message, label, plain: String| is_number(&plain).then_some((message, label, plain));
    let (sign, unsigned) = match word.strip_prefix(['-', '+']) {
        Some(rest) if word.starts_with('-') => ("-", rest),
        Some(rest) => ("", rest),
        None => ("", word),
    };
    if let Some(digits) = unsigned.strip_prefix("0x").or(unsigned.strip_prefix("0X")) {
        let plain = digits.bytes().all(|b| b.is_ascii_hexdigit()) && digits.len() <= 8;
        let value = u64::from_str_radix(digits, 16).ok().filter(|_| plain)?;
        let plain = format!("{sign}{value}");
        return of_plain("a hexadecimal number", "JSON has only decimal ones", plain);
    }
    if unsigned.contains('_') && unsigned.starts_with(|c: char| c.is_ascii_digit()) {
        let plain = format!("{sign}{}", unsigned.replace('_', ""));
        return of_plain("a number with `_`", "digits are not grouped", plain);
    }
    if let Some(plain) = grouped(unsigned) {
        let plain = format!("{sign}{plain}");
        return of_plain("a number with blanks", "digits are not grouped", plain);
    }
    if let Some(product) = product(unsigned) {
        let plain = format!("{sign}{product}");
        return of_plain(
            "a number to be worked out",
            "JSON does not calculate",
            plain,
        );
    }
    let mut plain = unsigned.to_owned();
    let mut why = ("a number that starts with `+`", "drop the `+`");
    if plain.starts_with('.') {
        plain.insert(0, '0');
        why = ("a number that starts with a point", "a 0 belongs before it");
    }
    if let Some(whole) = plain.strip_suffix('.') {
        plain = whole.to_owned();
        why = ("a number that ends with a point", "drop the point");
    }
    let zeros = plain.bytes().take_while(|b| *b == b'0').count();
    let is_kept = plain
        .get(zeros..)
        .is_none_or(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
    let zeros = zeros.saturating_sub(usize::from(is_kept));
    if zeros > 0 {
        plain = plain.get(zeros..).unwrap_or_default().to_owned();
        why = ("a number that starts with 0", "drop the 0");
    }
    let plain = format!("{sign}{plain}");
    (plain != word).then(|| of_plain(why.0, why.1, plain))?
}

/// The digits of `3 000 000`.
fn grouped(word: &str) -> Option<String> {
    let mut groups = word.split(' ');
    let first = groups.next().filter(|one| one.len() <= 3)?;
    let mut plain = first.to_owned();
    for group in groups {
        if group.len() != 3 || !is_digits(group) {
            return None;
        }
        plain.push_str(group);
    }
    (plain.len() > first.len() && is_digits(first)).then_some(plain)
}

/// The value of `3*1000*1000`.
fn product(word: &str) -> Option<u64> {
    let factors = word.contains('*').then(|| word.split('*').map(str::trim))?;
    let mut product: u64 = 1;
    for factor in factors {
        let factor = Some(factor).filter(|one| is_digits(one))?;
        product = product.checked_mul(factor.parse().ok()?)?;
    }
    Some(product)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}
