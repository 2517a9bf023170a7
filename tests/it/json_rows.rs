//! Values of JSON that are several words in a row: sums, products, grouped digits, lists without
//! brackets.

use crate::alone::fixed;
use crate::json_slips::{BASE, told_of};

/// What is replaced, by what, what is told, and what the fix writes, if it is sure.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
);

const CASES: &[Case] = &[
    (
        "\"out/web\"",
        "vars.site + \"/dash\"",
        "20:14 texts put together with `+` => write \"${vars.site}/dash\"",
        None,
    ),
    (
        "\"out/web\"",
        "\"out/\" + vars.site + \"/x\"",
        "20:14 texts put together with `+` => write \"out/${vars.site}/x\"",
        None,
    ),
    (
        "\"out/web\"",
        "\"out/\" + \"site\"",
        "20:14 texts put together with `+` => write \"out/site\"",
        None,
    ),
    (
        "\"out/web\"",
        "site + \"/dash\"",
        "20:14 texts put together with `+` => write one text in quotes, `${vars.NAME}` for what is filled in",
        None,
    ),
    (
        "\"sound\"]",
        "\"so\" + \"und\"]",
        "21:25 texts put together with `+` => write \"sound\"",
        None,
    ),
    (
        "\"sound\"]",
        "\"sound\", ...]",
        "21:34 JSON has no `...` => write out what it stands for, or remove it",
        None,
    ),
    (
        "[\"hd\", \"sound\"]",
        "\"hd\", \"sound\"",
        "21:18 a list without brackets => write [\"hd\", \"sound\"]",
        None,
    ),
    (
        "\"2500k\"",
        "2 500 000",
        "11:38 a number with blanks => write 2500000",
        Some("2500000"),
    ),
    (
        "\"2500k\"",
        "3*1000*1000",
        "11:38 a number to be worked out => write 3000000",
        Some("3000000"),
    ),
];

#[test]
fn a_value_of_several_words_is_one_finding() {
    for (right, wrong, expected, cure) in CASES {
        assert!(BASE.contains(right), "{right}");
        let base = BASE.replacen("\"inputs\"", "\"vars\": { \"site\": \"x\" }, \"inputs\"", 1);
        let text = base.replacen(right, wrong, 1);
        for end in ["\n", "\r\n"] {
            let text = text.replace('\n', end);
            assert_eq!(told_of("a.json", &text), [*expected], "{wrong}");
            let cured = fixed("a.json", &text);
            let wanted = match cure {
                Some(cure) => base.replacen(right, cure, 1).replace('\n', end),
                None => text,
            };
            assert_eq!(cured.file.text(), wanted);
        }
    }
}
