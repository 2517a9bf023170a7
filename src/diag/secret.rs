//! Keys of AES-128 in texts: no log and no finding shows one.

use std::ops::Range;

/// How many hexadecimal digits a key has.
const KEY: usize = 32;

/// The bytes of keys of AES-128 in hexadecimal digits, which belong in no log. An `iv` is none.
pub fn keys(line: &str) -> Vec<Range<usize>> {
    let mut keys = Vec::new();
    let mut from = 0;
    let is_digit = |c: char| c.is_ascii_hexdigit();
    while let Some(start) = line.get(from..).and_then(|rest| rest.find(is_digit)) {
        let start = from + start;
        let rest = line.get(start..).unwrap_or_default();
        let length = rest.find(|c| !is_digit(c)).unwrap_or(rest.len());
        from = start + length;
        if length != KEY {
            continue;
        }
        let before = line.get(..start).unwrap_or_default();
        let before = before.strip_suffix("0x").unwrap_or(before);
        let after = line.get(from..).unwrap_or_default();
        // A file may be named by such digits.
        let is_sign = |c: char| {
            matches!(
                c,
                '"' | '\'' | '`' | ' ' | '\t' | '\n' | '=' | ':' | '[' | '(' | ',' | '{' | '+'
            )
        };
        let is_end = |c: char| {
            matches!(
                c,
                '"' | '\''
                    | '`'
                    | ' '
                    | '\t'
                    | '\r'
                    | '\n'
                    | ','
                    | ';'
                    | '}'
                    | ']'
                    | ')'
                    | '#'
                    | '$'
                    | '+'
                    | '='
            )
        };
        // Nobody names a variable by them.
        let is_variable = before.ends_with("vars.") || before.ends_with("env.");
        let is_whole = (before.is_empty() || before.ends_with(is_sign) || is_variable)
            && (after.is_empty() || after.starts_with(is_end));
        let name = before.trim_end_matches(is_sign);
        if is_whole && !name.ends_with("iv") {
            keys.push(start..from);
        }
    }
    keys
}

/// A text with dots in the place of the keys in it; `None` if it holds none.
pub fn without_keys(text: &str) -> Option<String> {
    let keys = keys(text);
    if keys.is_empty() {
        return None;
    }
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    for key in keys {
        shown += text.get(at..key.start).unwrap_or_default();
        shown += &"•".repeat(key.len());
        at = key.end;
    }
    shown += text.get(at..).unwrap_or_default();
    Some(shown)
}
