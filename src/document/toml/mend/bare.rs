//! Values without quotes: what was meant by them.
//!
//! Unaware of where they stand.

use toml::de::DeValue;

use super::{Help, Mend, Scan};

/// Whether this is a number, a truth value or a date.
pub(super) fn is_value(word: &str) -> bool {
    let begins = word.starts_with(|c: char| {
        c.is_ascii_digit() || matches!(c, '+' | '-' | 't' | 'f' | 'i' | 'n')
    });
    begins && word.len() <= 64 && DeValue::parse(word).is_ok()
}

/// How long the first value is in `1 b` and `true, x`, which are not one text.
pub(super) fn first_value(word: &str) -> Option<usize> {
    let first = word.split([' ', ',']).next().unwrap_or(word);
    (first.len() < word.len() && is_value(first)).then_some(first.len())
}

/// Says what is wrong with the bare text in these bytes. `None` if that is not understood.
pub(super) fn tell(scan: &mut Scan<'_>, start: usize, end: usize) -> Option<()> {
    let word = scan.text.part(start..end);
    if is_nothing(word) || word.is_empty() || word.contains(['\u{7f}', '\t']) {
        return None;
    }
    let at = start..end;
    let mend = if let Some(inside) = in_backticks(word) {
        Mend::new("backticks are no quotes", at, "not a value of TOML")
            .edit(start..start + 1, "\"")
            .edit(start + 1 + inside..end, "\"")
    } else if let Some(first) = word.chars().next().filter(|_| is_curly(word)) {
        let last = word.chars().next_back()?;
        Mend::new("typographic quotes", at, "not TOML's quotes")
            .edit(start..start + first.len_utf8(), "\"")
            .edit(end - last.len_utf8()..end, "\"")
    } else if word.contains(['"', '\'', '`', '“', '”']) {
        return None;
    } else if let Some(number) = without_zeros(word) {
        let mut mend = Mend::new("a number that starts with 0", at, "drop the 0")
            .edit(start..end - number.len(), "")
            .say(format!("write {number}, or \"{word}\" if the zeros matter"));
        mend.is_sure = false;
        mend
    } else if let Some(value) = truth(word) {
        Mend::new(
            "a truth value is written small",
            at.clone(),
            "not a value of TOML",
        )
        .edit(at, value)
    } else if let Some(value) = switch(word) {
        // In `language = no` it is a text.
        let mut mend = quoted(start, end, word);
        mend.message = "a truth value is `true` or `false`";
        mend.label = "not a value of TOML".into();
        mend.help = Help::Say(format!("write {value}; if a text is meant, \"{word}\"").into());
        mend
    } else if let Some(seconds) = seconds(word) {
        Mend::new("a time has one unit", at.clone(), "two units")
            .edit(at, format!("\"{seconds}s\""))
    } else {
        quoted(start, end, word)
    };
    scan.mends.push(mend);
    Some(())
}

fn quoted(start: usize, end: usize, word: &str) -> Mend {
    let quote = if word.contains('\\') { "'" } else { "\"" };
    Mend::new("text without quotes", start..end, "quote this")
        .edit(start..start, quote)
        .edit(end..end, quote)
}

/// How long the text between backticks is.
fn in_backticks(word: &str) -> Option<usize> {
    let inside = word.strip_prefix('`')?.strip_suffix('`')?;
    (!inside.contains(['`', '"', '\\'])).then_some(inside.len())
}

/// Typographic quotes.
pub(super) const QUOTES: [char; 7] = ['“', '”', '„', '‟', '‘', '’', '‚'];

/// Whether it stands between typographic quotes, as word processors write them.
fn is_curly(word: &str) -> bool {
    let inside = word
        .strip_prefix(QUOTES)
        .and_then(|rest| rest.strip_suffix(QUOTES));
    inside.is_some_and(|inside| !inside.contains(['"', '\\']) && !inside.contains(QUOTES))
}

/// What other languages write for no value.
fn is_nothing(word: &str) -> bool {
    matches!(
        word,
        "None" | "none" | "null" | "NULL" | "Null" | "nil" | "~"
    )
}

/// `0480`, as TOML writes it.
fn without_zeros(word: &str) -> Option<&str> {
    let number = word.trim_start_matches('0');
    let is_number = number.len() < word.len() && is_value(number);
    (is_number && number.starts_with(|c: char| c.is_ascii_digit())).then_some(number)
}

/// `True` and `FALSE` as TOML spells them.
fn truth(word: &str) -> Option<&'static str> {
    match word {
        "True" | "TRUE" => Some("true"),
        "False" | "FALSE" => Some("false"),
        _ => None,
    }
}

/// Truth values of YAML 1.1.
fn switch(word: &str) -> Option<&'static str> {
    match word {
        "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some("true"),
        "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some("false"),
        _ => None,
    }
}

/// `1m30s` in seconds.
fn seconds(word: &str) -> Option<u64> {
    let mut rest = word;
    let mut total: u64 = 0;
    let mut units = 0;
    for (unit, worth) in [('h', 3600), ('m', 60), ('s', 1)] {
        let Some((number, after)) = rest.split_once(unit) else {
            continue;
        };
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number {
            return None;
        }
        total = total.checked_add(number.parse::<u64>().ok()?.checked_mul(worth)?)?;
        units += 1;
        rest = after;
    }
    (units > 1 && rest.is_empty()).then_some(total)
}
