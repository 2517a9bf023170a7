//! Letters that look like Latin ones, and characters that do not show at all: what makes a word differ
//! from the name that it seems to be.
//!
//! Unaware of names that are misspelt.

/// Letters of other scripts, each with the Latin one that looks like it.
const LOOKALIKES: &[(char, char, &str)] = &[
    ('а', 'a', "Cyrillic"),
    ('в', 'b', "Cyrillic"),
    ('с', 'c', "Cyrillic"),
    ('ԁ', 'd', "Cyrillic"),
    ('е', 'e', "Cyrillic"),
    ('ё', 'e', "Cyrillic"),
    ('һ', 'h', "Cyrillic"),
    ('і', 'i', "Cyrillic"),
    ('ї', 'i', "Cyrillic"),
    ('ј', 'j', "Cyrillic"),
    ('к', 'k', "Cyrillic"),
    ('м', 'm', "Cyrillic"),
    ('о', 'o', "Cyrillic"),
    ('р', 'p', "Cyrillic"),
    ('ԛ', 'q', "Cyrillic"),
    ('г', 'r', "Cyrillic"),
    ('ѕ', 's', "Cyrillic"),
    ('т', 't', "Cyrillic"),
    ('ѵ', 'v', "Cyrillic"),
    ('ԝ', 'w', "Cyrillic"),
    ('х', 'x', "Cyrillic"),
    ('у', 'y', "Cyrillic"),
    ('ӏ', 'l', "Cyrillic"),
    ('α', 'a', "Greek"),
    ('ε', 'e', "Greek"),
    ('η', 'n', "Greek"),
    ('ι', 'i', "Greek"),
    ('κ', 'k', "Greek"),
    ('ν', 'v', "Greek"),
    ('ο', 'o', "Greek"),
    ('ρ', 'p', "Greek"),
    ('τ', 't', "Greek"),
    ('υ', 'u', "Greek"),
    ('χ', 'x', "Greek"),
    ('ϲ', 'c', "Greek"),
    ('ı', 'i', "Turkish"),
    ('－', '-', "full-width"),
    ('＿', '_', "full-width"),
    ('‐', '-', "typographic"),
    ('‑', '-', "typographic"),
    ('–', '-', "typographic"),
    ('—', '-', "typographic"),
    ('−', '-', "typographic"),
    ('ſ', 's', "old"),
];

/// Whether a character takes no room, such as a zero-width space or a soft hyphen.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fe0e}' | '\u{fe0f}'
    )
}

/// The Latin letter that `c` looks like.
pub fn latin(c: char) -> Option<char> {
    found(c.to_lowercase().next()?).map(|(letter, _)| letter)
}

/// What is wrong with `got`, if it only looks like `name`.
pub fn disguise(got: &str, name: &str) -> Option<String> {
    let mut told = None;
    let mut plain = String::with_capacity(got.len());
    for c in got.chars() {
        if is_invisible(c) {
            told.get_or_insert_with(|| {
                format!(
                    "holds a character that does not show (U+{:04X})",
                    u32::from(c)
                )
            });
            continue;
        }
        let small = c.to_lowercase().next().unwrap_or(c);
        match found(small) {
            Some((letter, script)) => {
                let what = match letter {
                    '-' | '_' => "character",
                    _ => "letter",
                };
                let article = if script == "old" { "an" } else { "a" };
                let latin = if what == "letter" { "the Latin " } else { "" };
                told.get_or_insert_with(|| {
                    format!("`{c}` is {article} {script} {what}, not {latin}`{letter}`")
                });
                plain.push(letter);
            }
            None => plain.push(c),
        }
    }
    told.filter(|_| plain.eq_ignore_ascii_case(name))
}

fn found(c: char) -> Option<(char, &'static str)> {
    if let Some(at) = u32::from(c).checked_sub(0xff41).filter(|at| *at < 26) {
        let letter = char::from(b'a' + u8::try_from(at).ok()?);
        return Some((letter, "full-width"));
    }
    let known = LOOKALIKES.iter().find(|(alike, _, _)| *alike == c)?;
    Some((known.1, known.2))
}
