//! Values without quotes: what was meant by them.
//!
//! Unaware of where they stand.

use toml::de::DeValue;

use super::{Help, Mend, Scan};
use crate::document::{expression, grouped, slashes};

/// What is said of a text without quotes.
pub(in crate::document) const BARE: &str = "text without quotes";

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

/// Units that are written apart from their number.
const UNITS: [&str; 34] = [
    "s", "sec", "secs", "seconds", "ms", "m", "min", "h", "k", "K", "M", "kbps", "Kbps", "kbit/s",
    "kbits/s", "kb/s", "Kb/s", "kbit", "Mbps", "mbps", "Mbit/s", "Mbits/s", "Mb/s", "Mbit", "p",
    "px", "pixels", "lines", "fps", "Hz", "kHz", "MB", "kB", "dB",
];

/// Whether it is a number and its unit, such as `2 s`.
pub(super) fn is_apart_from_unit(word: &str) -> bool {
    let Some((number, unit)) = word.split_once(' ') else {
        return false;
    };
    UNITS.contains(&unit.trim_start())
        && number.starts_with(|c: char| c.is_ascii_digit())
        && is_value(number)
}

/// Tells of `2 s` in these bytes; whether it stands there.
pub(super) fn apart(scan: &mut Scan<'_>, start: usize, end: usize) -> bool {
    let text = scan.text;
    let word = text.part(start..end);
    if !is_apart_from_unit(word) {
        return false;
    }
    let gap = start + word.find(' ').unwrap_or(0);
    scan.mends.push(
        Mend::new(BARE, start..end, "quote this")
            .edit(start..start, "\"")
            .edit(gap..text.blanks(gap), "")
            .edit(end..end, "\""),
    );
    true
}

/// Tells of `2,5M` in these bytes; whether it stands there.
pub(super) fn grouped(scan: &mut Scan<'_>, start: usize, end: usize) -> bool {
    let Some(number) = grouped::read(scan.text.part(start..end)) else {
        return false;
    };
    let mut mend = Mend::new("a comma in a number", start..end, number.label)
        .edit(start..end, number.written());
    if number.other.is_some() {
        mend = mend.say(number.help());
    }
    mend.is_sure = number.is_sure;
    scan.mends.push(mend);
    true
}

/// How long the number with commas is that begins a text: `2,5M` of `2,5M, height = 720`.
pub(super) fn grouped_length(text: &str) -> Option<usize> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, ',' | '/');
    let part = text.get(..text.find(|c| !is_part(c)).unwrap_or(text.len()))?;
    let part = part.trim_end_matches(',');
    grouped::read(part).map(|_| part.len())
}

/// The height that `1920x1080` and `720p` stand for, where they have no key.
pub(super) fn height(word: &str) -> Option<u32> {
    let word = word.trim_matches(['"', '\'']);
    if let Some(lines) = word.strip_suffix('p') {
        return lines.parse().ok().filter(|lines| *lines >= 100);
    }
    let (width, height) = word.split_once('x')?;
    let (width, height): (u32, u32) = (width.parse().ok()?, height.parse().ok()?);
    Some(width.min(height)).filter(|lines| *lines >= 100)
}

/// Tells of `1920x1080` without a key in these bytes; whether it stands there.
pub(super) fn size(scan: &mut Scan<'_>, start: usize, end: usize) -> bool {
    let word = scan.text.part(start..end);
    let bare = || {
        word.parse()
            .ok()
            .filter(|lines| (100..5000).contains(lines))
    };
    let Some(lines) = height(word).or_else(bare) else {
        return false;
    };
    let mut mend = Mend::new("a size without a key", start..end, "no key before this")
        .edit(start..end, format!("height = {lines}"));
    mend.is_sure = height(word).is_some();
    scan.mends.push(mend);
    true
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
    } else if let Some(meant) = expression::bare(word) {
        let mut mend = Mend::new(BARE, at.clone(), "a variable stands in a text, as `${…}`")
            .edit(at, format!("\"{meant}\""));
        mend.is_sure = false;
        mend
    } else {
        folders(scan, start, end).unwrap_or_else(|| quoted(start, end, word))
    };
    scan.mends.push(mend);
    Some(())
}

fn quoted(start: usize, end: usize, word: &str) -> Mend {
    let quote = if word.contains('\\') { "'" } else { "\"" };
    Mend::new(BARE, start..end, "quote this")
        .edit(start..start, quote)
        .edit(end..end, quote)
}

/// `media\film.mp4` without quotes: with `/` between its folders.
fn folders(scan: &Scan<'_>, start: usize, end: usize) -> Option<Mend> {
    let text = scan.text;
    let word = text.part(start..end);
    if !word.contains('\\') {
        return None;
    }
    let key = slashes::key_before(text.part(text.line_start(start)..start), '=');
    match slashes::meant(key, word) {
        slashes::Meant::Path(path) => {
            Some(Mend::new(BARE, start..end, "quote this").edit(start..end, format!("\"{path}\"")))
        }
        slashes::Meant::Outside => {
            let mut mend = quoted(start, end, word).say(slashes::FROM_HERE);
            mend.is_sure = false;
            mend.is_offered = false;
            Some(mend)
        }
        slashes::Meant::Unknown | slashes::Meant::Text => None,
    }
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
