//! Manifests larger than people write: what is read, what is refused, and what it takes.

use std::fmt::Write as _;
use std::io::Read;
use std::process::Stdio;

use crate::program::{folder, rendit, said};

const HEAD: &str = "version = 1
[inputs.film]
path = \"film.mov\"
[ladders.hd]
type = \"video\"
rungs = [{ height = 720, bit_rate = \"2M\" }]
";

/// A manifest of `count` outputs, each with these further lines.
fn outputs(count: usize, more: &str) -> String {
    let mut text = HEAD.to_owned();
    for index in 0..count {
        let _ = write!(
            text,
            "[outputs.o{index}]\ntype = \"cmaf\"\ndir = \"out/{index}\"\nladders = [\"hd\"]\n{more}"
        );
    }
    text
}

#[test]
fn five_thousand_outputs_are_read() {
    let folder = folder("large-fine");
    std::fs::write(folder.join("a.toml"), outputs(5_000, "")).unwrap();
    let said = said(&folder, &["check", "a.toml"]);
    assert_eq!((said.code, said.err.as_str()), (Some(0), "no mistakes\n"));
}

#[test]
fn of_a_great_many_mistakes_ten_thousand_are_listed() {
    let folder = folder("large-wrong");
    for count in [9_000, 11_000] {
        let keys = |line: &dyn Fn(usize) -> String| (0..count).map(line).collect::<String>();
        let toml = format!("{HEAD}{}", keys(&|index| format!("x{index} = 1\n")));
        let yaml = format!("version: 1\n{}", keys(&|index| format!("x{index}: 1\n")));
        let json = keys(&|index| format!(",\n\"x{index}\": 1"));
        let json = format!("{{\"version\": 1{json}}}");
        for (name, text) in [("a.toml", toml), ("a.yaml", yaml), ("a.json", json)] {
            std::fs::write(folder.join(name), text).unwrap();
            let said = said(&folder, &["check", "--format=short", name]);
            let lines = |code: &str| said.err.lines().filter(|line| line.contains(code)).count();
            assert_eq!(said.code, Some(2), "{name}");
            if count < 10_000 {
                assert_eq!(lines("unknown-key"), count, "{name}");
                assert_eq!(lines("too-many-mistakes"), 0, "{name}");
            } else {
                assert_eq!(lines("too-many-mistakes"), 1, "{name}");
                assert!(said.err.lines().count() <= 10_001, "{name}");
            }
        }
    }
    let said = said(&folder, &["verify", "--format=short", "a.json"]);
    assert_eq!(said.code, Some(2));
    assert_eq!(said.err.matches("[too-many-mistakes]").count(), 1);
}

#[test]
fn what_nobody_writes_is_refused_at_once() {
    let folder = folder("large-refused");
    let long = "x".repeat(1 << 20);
    let cases = [
        ("text.toml", format!("{HEAD}# {long}\n")),
        ("text.yaml", format!("version: 1\n# {long}\n")),
        (
            "text.json",
            format!("{{\"version\": 1, \"name\": \"{long}\"}}"),
        ),
        ("lines.toml", "\n".repeat(70_001)),
        (
            "commas.yaml",
            format!("version: 1\nvars: [{}]\n", "1,".repeat(70_001)),
        ),
        ("dots.toml", format!("{}a = 1\n", "a.".repeat(70_001))),
        ("keys.toml", outputs(12_001, "")),
    ];
    for (name, text) in cases {
        std::fs::write(folder.join(name), text).unwrap();
        let said = said(&folder, &["check", "--format=short", name]);
        assert_eq!(said.code, Some(2), "{name}");
        assert!(
            said.err.contains("manifest-too-large"),
            "{name}: {}",
            said.err
        );
    }
    // The sum counts, and the place that brings too much is shown.
    let part = format!("version = 1\n# {}\n", "x".repeat(600_000));
    std::fs::write(folder.join("one.toml"), &part).unwrap();
    std::fs::write(folder.join("two.toml"), &part).unwrap();
    let text = format!("extends = [\"one.toml\", \"two.toml\"]\n{HEAD}");
    std::fs::write(folder.join("sum.toml"), text).unwrap();
    let said = said(&folder, &["check", "--format=short", "sum.toml"]);
    let lines: Vec<&str> = said.err.lines().collect();
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("sum.toml:1:24: error[manifest-too-large]"))
    );
    assert_eq!(lines.len(), 1, "{lines:?}");
}

/// The program waits for somebody to read what it says, and has needed all that it needs.
#[cfg(target_os = "linux")]
#[test]
fn mistakes_by_the_thousand_take_less_than_a_hundred_megabytes() {
    let folder = folder("large-memory");
    let mut braces = String::from("version = 1\n[ladders.hd]\ntype = \"video\"\nrungs = [");
    braces += &"{},".repeat(11_900);
    let cases = [
        ("outputs.toml", outputs(5_000, "segment_duration = true\n")),
        (
            "ladders.toml",
            outputs(4_900, "encryption = \"no\"\n").replace("[\"hd\"]", "[\"dh\"]"),
        ),
        ("rungs.toml", format!("{braces}]\n")),
        (
            "infinite.toml",
            format!("version = 1\nvars = [1{}]\n", ",inf".repeat(11_900)),
        ),
        (
            "nulls.json",
            format!(
                "{{\"vars\": {{\"a\": 1{}}}}}",
                (0..11_000)
                    .map(|at| format!(", \"k{at}\": null"))
                    .collect::<String>()
            ),
        ),
    ];
    for (name, text) in cases {
        std::fs::write(folder.join(name), text).unwrap();
        let mut command = rendit(&folder, &["check", "--format=json", name]);
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut out = child.stdout.take().unwrap();
        out.read_exact(&mut [0]).unwrap();
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
        let rest = std::io::copy(&mut out, &mut std::io::sink()).unwrap();
        assert!(
            rest > 1 << 16,
            "{name}: more than a pipe holds, so that it had to wait"
        );
        child.wait().unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.unwrap().trim().trim_end_matches(" kB");
        let peak: u64 = peak.parse().unwrap();
        assert!(peak < 100_000, "{name} took {peak} kB");
    }
}
