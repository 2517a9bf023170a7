//! What newcomers wrote, and were told: one mistake, one finding, and a cure that cures.

use crate::program::{folder, said};

const HEAD: &str = r#"version = 1
[inputs.clip]
path = "clip.mp4"
[ladders.pic]
type = "video"
rungs = [{ height = 180, bit_rate = "400k" }]
"#;

#[test]
fn one_mistake_is_one_finding_with_a_cure() {
    let folder = folder("newcomer");
    let cases = [
        (
            "[outputs.web]\ntype = \"hls\"\npath = \"out/web\"\nladders = [\"pic\"]\n",
            "9",
            "unknown-key",
            "did you mean `dir`?",
        ),
        (
            "[outputs.web]\ntype = \"hls\"\npath = \"out/web.mp4\"\nladders = [\"pic\"]\n",
            "8",
            "wrong-value",
            "did you mean `file`?",
        ),
        (
            "[ladder.snd]\ntype = \"audio\"\n[outputs.web]\ntype = \"hls\"\ndir = \"out/web\"\nladders = [\"pic\", \"snd\"]\n",
            "7",
            "unknown-key",
            "write the header as `[ladders.snd]`",
        ),
        (
            "[outputs.web]\ntype = \"file\"\npath = \"out/$clip.stem.mp4\"\nladders = [\"pic\"]\n",
            "9",
            "not-filled-in",
            "write `${clip.stem}`",
        ),
        (
            "args = [\"-b:v 2M\"]\n[outputs.web]\ntype = \"hls\"\ndir = \"out/web\"\nladders = [\"pic\"]\n",
            "7",
            "owned-option",
            "write `bit_rate` in the rung instead",
        ),
        (
            "[outputs.web]\ntype = \"hls\"\ndir = \"out/web\"\nladders = [\"pic\", \"audio\"]\n",
            "10",
            "unknown-reference",
            "define `ladders.audio`, or remove the name here",
        ),
        (
            "[outputs.a]\ntype = \"hls\"\ndir = \"out\"\nladders = [\"pic\"]\n[outputs.b]\ntype = \"dash\"\ndir = \"out\"\nladders = [\"pic\"]\n",
            "13",
            "output-collision",
            "write one output of `type = \"cmaf\"`",
        ),
    ];
    for (text, line, code, cure) in cases {
        std::fs::write(folder.join("a.toml"), format!("{HEAD}{text}")).unwrap();
        let short = said(&folder, &["check", "--format=short", "a.toml"]).err;
        let found: Vec<&str> = short.lines().collect();
        let is_right = |found: &&str| {
            found.starts_with(&format!("a.toml:{line}:")) && found.contains(&format!("[{code}]"))
        };
        assert!(
            matches!(found[..], [one] if is_right(&one)),
            "{code}: {found:?}"
        );
        let people = said(&folder, &["check", "a.toml"]).err;
        assert!(people.contains(cure), "{people}");
    }
}

#[test]
fn a_diff_keeps_blank_lines() {
    let folder = folder("newcomer-diff");
    let text =
        format!("{HEAD}\n[outputs.web]\ntype = \"HLS\"\n\ndir = \"out\"\nladders = [\"pic\"]\n");
    std::fs::write(folder.join("a.toml"), text).unwrap();
    let diff = said(&folder, &["fix", "--diff", "a.toml"]).out;
    let changed: Vec<&str> = diff
        .lines()
        .skip(2)
        .filter(|line| line.starts_with(['-', '+']))
        .collect();
    assert_eq!(changed, ["-type = \"HLS\"", "+type = \"hls\""], "{diff}");
}
