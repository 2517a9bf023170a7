//! Texts made to exhaust or confuse the readers.

use std::time::Instant;

use crate::document::read;

fn billion_laughs() -> String {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..9 {
        let below = format!("*a{}", level - 1);
        let list = vec![below; 9].join(", ");
        text += &format!("a{level}: &a{level} [{list}]\n");
    }
    text
}

/// Each anchor holds the one before it, deeper and deeper.
fn staircase() -> String {
    let mut text = "a0: &a0 [x]\n".to_owned();
    for level in 1..2000 {
        text += &format!("a{level}: &a{level} [[[[*a{}]]]]\n", level - 1);
    }
    text
}

#[test]
fn hostile_files_end_soon_with_a_finding() {
    let cases = [
        ("laughs.yaml", billion_laughs(), "alias-budget"),
        ("stairs.yaml", staircase(), "too-deep"),
        ("brackets.yaml", "[".repeat(200_000), "too-deep"),
        ("brackets.json", "[".repeat(200_000), "too-deep"),
        (
            "brackets.toml",
            format!("a = {}", "[".repeat(200_000)),
            "syntax-toml",
        ),
        (
            "braces.toml",
            format!("a = {}", "{a=".repeat(100_000)),
            "syntax-toml",
        ),
        ("dashes.yaml", "- ".repeat(100_000), "too-deep"),
        (
            "dots.toml",
            format!("{}a = 1", "a.".repeat(100_000)),
            "too-deep",
        ),
        (
            "header.toml",
            format!("[{}a]", "a.".repeat(100_000)),
            "too-deep",
        ),
        ("twice.toml", "a = 1\n".repeat(20_000), "duplicate-key"),
        ("twice.yaml", "a: 1\n".repeat(20_000), "duplicate-key"),
        ("words.toml", "x y\n".repeat(20_000), "syntax-toml"),
    ];
    for (name, text, code) in cases {
        let start = Instant::now();
        let (document, findings) = read(name, &text);
        assert!(
            findings.iter().any(|line| line.contains(code)),
            "{name}: {:?}",
            findings.first()
        );
        document.root.to_json();
        // Minutes, were anything quadratic or exponential.
        assert!(
            start.elapsed().as_secs() < 20,
            "{name} took {:?}",
            start.elapsed()
        );
    }
}

#[test]
fn large_tables_are_linear() {
    let text: String = (0..11_000)
        .map(|index| format!("key_{index}: {index}\n"))
        .collect();
    let start = Instant::now();
    let (document, findings) = read("large.yaml", &text);
    let map = document.root.as_map().expect("a mapping");
    assert!(findings.is_empty());
    for index in 0..11_000 {
        assert!(map.get(&format!("key_{index}")).is_some());
    }
    assert!(start.elapsed().as_secs() < 20);
}

#[test]
fn columns_count_characters_past_marks_and_long_lines() {
    let long = "é".repeat(70_000);
    let cases = [
        (
            "a.yaml",
            "\u{feff}a: 1\r\nb: *x\r\n".to_owned(),
            "2:4: yaml-alias",
        ),
        (
            "a.yaml",
            format!("{{é: {long}, b: *x}}"),
            "1:70010: yaml-alias",
        ),
        (
            "a.toml",
            "\u{feff}'è' = 1\r\n\"é\" = inf\r\nb = inf\r\n".to_owned(),
            "2:7: bad-number",
        ),
        (
            "a.toml",
            format!("a = [\"{long}\", inf]"),
            "1:70010: bad-number",
        ),
        (
            "a.json",
            "{\"\\ud83d\\ude00\": \"é\", \"a\": 1, \"a\": 2}".to_owned(),
            "1:31: duplicate-key",
        ),
        (
            "a.json",
            "{\r\n\t\"a\":\t1,\r\n\t\"a\": 2}".to_owned(),
            "3:2: duplicate-key",
        ),
    ];
    for (name, text, expected) in cases {
        let (_, findings) = read(name, &text);
        let found = findings.iter().any(|line| line.starts_with(expected));
        assert!(found, "{expected} is not in {findings:?}");
    }
}
