//! What is meant by a misspelt name does not depend on the short cuts that are taken to find it.

use proptest::prelude::*;
use rendit::diag::{is_clear, suggest};

fn plain(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The same rule without any short cut.
fn slowly<'a>(got: &str, among: &[&'a str]) -> Option<&'a str> {
    let wanted = plain(got);
    let mut best: Option<(f64, &str)> = None;
    for candidate in among {
        let name = plain(candidate);
        let distance = strsim::damerau_levenshtein(&wanted, &name);
        let length = wanted.chars().count().max(name.chars().count()).max(1);
        let score = if distance == 0 {
            1.0
        } else if length > 2 && distance <= (length / 3).max(1) {
            1.0 - distance as f64 / length as f64
        } else if name.len() >= 3
            && wanted.len() >= 3
            && (name.starts_with(&wanted) || wanted.starts_with(&name))
        {
            0.6
        } else {
            continue;
        };
        if best.is_none_or(|(known, _)| score > known) {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, name)| name)
}

fn slowly_clear(got: &str, name: &str, among: &[&str]) -> bool {
    let wanted = plain(got);
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let distance = |other: &str| strsim::damerau_levenshtein(&wanted, &plain(other));
    let own = distance(name);
    let allowed = match wanted.chars().count() {
        0..=2 => 0,
        3..=7 => 1,
        _ => 2,
    };
    let mut others = among.iter().filter(|other| **other != name);
    own <= allowed
        && digits(got) == digits(name)
        && others.all(|other| match own {
            0 => distance(other) > 0,
            _ => distance(other) >= own + 2,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn short_cuts_change_no_suggestion(
        got in "[a-dé1-2_A]{0,9}",
        among in proptest::collection::vec("[a-dé1-2_A]{0,9}", 0..6),
    ) {
        let among: Vec<&str> = among.iter().map(String::as_str).collect();
        let found = suggest(&got, among.iter().copied());
        prop_assert_eq!(found, slowly(&got, &among));
        if let Some(name) = found {
            let clear = is_clear(&got, name, among.iter().copied());
            prop_assert_eq!(clear, slowly_clear(&got, name, &among));
        }
    }
}
