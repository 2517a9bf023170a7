//! JSON while it is typed, and slips of brackets and comments: one finding at the spot, and nothing of
//! what follows from it.

use crate::alone::fixed;
use crate::json_slips::{BASE, told_of};

/// `BASE` with `right` written as `wrong`: what is told, and what becomes of it.
fn hold(name: &str, right: &str, wrong: &str, expected: &str, is_curable: bool) {
    assert!(BASE.contains(right), "{right}");
    for end in ["\n", "\r\n"] {
        let text = BASE.replacen(right, wrong, 1).replace('\n', end);
        assert_eq!(told_of(name, &text), [expected], "{wrong:?}");
        let cured = fixed(name, &text);
        let is_cured = told_of(name, cured.file.text()).is_empty();
        assert_eq!(is_cured, is_curable, "{wrong:?}\n{}", cured.file.text());
        assert!(is_curable || cured.file.text() == text, "{wrong:?}");
    }
}

#[test]
fn a_list_that_is_opened_and_not_meant() {
    let drop = "a `[` too many => remove it";
    for (right, wrong, at) in [
        ("\"outputs\": {", "\"outputs\": [{", "17:14"),
        ("\"ladders\": {", "\"ladders\": [ {", "6:14"),
        ("\"hd\": {", "\"hd\": [{", "7:11"),
        ("\"web\": {", "\"web\": [\n      {", "18:12"),
        (
            "{ \"path\": \"film.mp4\" }",
            "[{ \"path\": \"film.mp4\" }",
            "4:13",
        ),
        ("[\"hd\", \"sound\"]", "[[\"hd\", \"sound\"]", "21:18"),
        ("\"rungs\": [", "\"rungs\": [[", "10:16"),
        ("{ \"height\": 720", "[{ \"height\": 720", "11:9"),
    ] {
        hold("a.json", right, wrong, &format!("{at} {drop}"), true);
    }
    let list = "`film` is a list, but must be an object";
    hold(
        "a.json",
        "{ \"path\": \"film.mp4\" }",
        "[{ \"path\": \"film.mp4\" }]",
        &format!("4:13 {list} => write {{ \"path\": \"film.mp4\" }}, without a list"),
        true,
    );
    // Lists of objects stay lists.
    hold(
        "a.json",
        "[\n        { \"height\": 720, \"bit_rate\": \"2500k\" },\n        { \"height\": 360, \"bit_rate\": \"800k\" }\n      ]",
        "[{ \"height\": 720, \"bit_rate\": \"2500k\" }",
        "10:54 a list is not closed => write `]` after `}`",
        true,
    );
    hold(
        "a.json",
        "\"sound\"]",
        "\"sound\")",
        "21:32 a list is closed by `)` => write `]`",
        true,
    );
    hold(
        "a.json",
        "\"film.mp4\" }",
        "\"film.mp4\" )",
        "4:34 an object is closed by `)` => write `}`",
        true,
    );
}

#[test]
fn comments_that_lost_a_slash_or_end_too_early() {
    let one = "a comment that starts with one `/`";
    let early = "a comment ends too early => remove this `*/`";
    for (right, wrong, at) in [
        ("\"version\": 1,", "/ smaller\n  \"version\": 1,", "2:3"),
        ("\"version\": 1,", "\"version\": 1, / smaller", "2:17"),
        (
            "\"codec\": \"h264\",",
            "\"codec\": \"h264\", / smaller",
            "9:24",
        ),
        ("\"2500k\" },", "\"2500k\" }, / smaller", "11:49"),
        ("\"800k\" }", "\"800k\" } / smaller", "12:47"),
        (
            "\"single_file\": false",
            "\"single_file\": false / smaller",
            "22:28",
        ),
    ] {
        let expected = format!("{at} {one} => write `// smaller`");
        hold("a.jsonc", right, wrong, &expected, true);
        let expected = format!("{at} {one} => remove it: JSON has no comments");
        hold("a.json", right, wrong, &expected, false);
    }
    for (wrong, at) in [
        (
            "/* the */ codec is old */\n      \"codec\": \"h264\",",
            "9:14",
        ),
        ("\"codec\": \"h264\", /* the */ codec is old */", "9:31"),
        ("/* a\n b */ c\n d */\n \"codec\": \"h264\",", "10:4"),
        (
            "/* a */ \"codec\": \"hevc\" */ \"codec\": \"h264\",",
            "9:12",
        ),
    ] {
        let right = "\"codec\": \"h264\",";
        hold("a.jsonc", right, wrong, &format!("{at} {early}"), true);
        let text = BASE.replacen(right, wrong, 1);
        assert_eq!(told_of("a.json", &text).len(), 1, "{wrong:?}");
    }
    let text = BASE.replacen("\"height\": 720,", "\"height\": 1440 / 2,", 1);
    let told = told_of("a.json", &text);
    assert_eq!(told.len(), 1, "{told:?}");
    for fine in [
        "/* a */ \"codec\": \"h264\", /* b */",
        "/* a */ \"codec\": \"h264\", // b */",
        "/* a */ \"codec\": \"h264\", \"args\": [\"a/*/b\"],",
    ] {
        let text = BASE.replacen("\"codec\": \"h264\",", fine, 1);
        let told = told_of("a.jsonc", &text);
        assert!(!told.iter().any(|one| one.contains("comment")), "{told:?}");
    }
}

#[test]
fn half_a_key_or_a_value_is_one_finding() {
    let alone = "a text is not closed => write the text and a `\"` after it, or remove this";
    let missing = "the value is missing => write a value, or remove the key to leave it out";
    let half = "a text is not closed => write \"ty\": …, or remove it";
    let list = "a list is not closed =>";
    for (right, wrong, expected) in [
        (
            "\"type\": \"hls\",",
            "\"type\":",
            format!("19:13 {missing}"),
        ),
        (
            "\"type\": \"hls\",",
            "\"type\": ",
            format!("19:13 {missing}"),
        ),
        (
            "\"type\": \"hls\",",
            "\"type\": \"",
            format!("19:15 {alone}"),
        ),
        ("\"type\": \"hls\",", "\"ty", format!("19:9 {half}")),
        ("\"type\": \"hls\",", "\"", format!("19:7 {alone}")),
        (
            "\"codec\": \"h264\",",
            "\"codec\": \"h264\",\n      \"",
            format!("10:7 {alone}"),
        ),
        (
            "\"single_file\": false",
            "\"single_file\": false,\n  \"",
            format!("23:3 {alone}"),
        ),
        (
            "\"single_file\": false",
            "\"single_file\": false\n  \"",
            format!("23:3 {alone}"),
        ),
        (
            "[\"hd\", \"sound\"],",
            "[\"hd\",",
            format!("21:22 {list} write `]` after `\"hd\"`"),
        ),
        ("[\"hd\", \"sound\"],", "[\"", format!("21:19 {alone}")),
        (
            "[\"hd\", \"sound\"],",
            "[",
            format!("21:18 {list} write `]` after `[`"),
        ),
    ] {
        let told = told_of("a.json", &BASE.replacen(right, wrong, 1));
        assert_eq!(told, [expected], "{wrong:?}");
    }
}
