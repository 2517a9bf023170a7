//! More slips of YAML: marks too many, pairs that are none, comments of other languages; and several
//! slips in one file, each told.

use crate::alone::{judge, plain};
use rendit::diag::Diagnostic;
use rendit::fix::fix;
use rendit::source::SourceFile;

/// A manifest without mistakes, in which each case changes something.
pub const BASE: &str = "\
version: 1
inputs:
  film:
    path: film.mp4
ladders:
  hd:
    type: video
    preset: fast
    rungs:
      - height: 720
        bit_rate: 2500k
      - height: 480
        bit_rate: 1200k
  sound:
    type: audio
    codec: aac
outputs:
  web:
    type: hls
    dir: out/web
    ladders: [hd, sound]
    playlist: \"index.m3u8\"
  dash:
    type: dash
    dir: out/dash
    ladders:
      - hd
      - sound
    segment_duration: 4s
";

/// What is replaced, by what, what is said of it, what to type, and whether `fix` cures it.
type Case = (&'static str, &'static str, &'static str, &'static str, bool);

const CASES: &[Case] = &[
    // Comments of other languages behind a value.
    (
        "preset: fast",
        "preset: fast -- quick",
        "8:18 a comment of another language",
        "`# quick`",
        true,
    ),
    (
        "preset: fast",
        "preset: fast // quick",
        "8:18 a comment of another language",
        "`# quick`",
        true,
    ),
    (
        "height: 720",
        "height: 720 ; the best",
        "10:21 a comment of another language",
        "`# the best`",
        true,
    ),
    (
        "path: film.mp4",
        "path: film.mp4 /* mine */",
        "4:20 a comment of another language",
        "`# mine`",
        true,
    ),
    (
        "      - hd\n",
        "      - hd -- picture\n",
        "27:12 a comment of another language",
        "`# picture`",
        true,
    ),
    (
        "\"index.m3u8\"",
        "\"index.m3u8\" -- the name",
        "22:28 a comment of another language",
        "`# the name`",
        true,
    ),
    (
        "[hd, sound]",
        "[hd, sound] // both",
        "21:26 a comment of another language",
        "`# both`",
        true,
    ),
    (
        "[hd, sound]",
        "[hd, sound] /* both */",
        "21:26 a comment of another language",
        "`# both`",
        true,
    ),
    // Quotes.
    (
        "path: film.mp4",
        "path: \"\"film.mp4\"",
        "4:12 a quote too many",
        "write \"film.mp4\"",
        true,
    ),
    (
        "path: film.mp4",
        "path: \"film.mp4\"\"",
        "4:21 a quote too many",
        "write \"film.mp4\"",
        true,
    ),
    (
        "path: film.mp4",
        "path: film.mp4\"",
        "4:11 a quote is not opened",
        "write \"film.mp4\"",
        true,
    ),
    (
        "\"index.m3u8\"",
        "index.m3u8\"",
        "22:15 a quote is not opened",
        "write \"index.m3u8\"",
        true,
    ),
    (
        "[hd, sound]",
        "[\"hd, \"sound\"]",
        "21:15 a quote is not closed",
        "write \"hd\"",
        true,
    ),
    (
        "preset: fast",
        "\"preset: fast\"",
        "8:5 a key and its value in one pair of quotes",
        "`preset: fast`",
        true,
    ),
    (
        "preset: fast",
        "\"preset: fast",
        "8:5 a key and its value in one pair of quotes",
        "`preset: fast`",
        true,
    ),
    (
        "- height: 480",
        "- 'height: 480'",
        "12:9 a key and its value in one pair of quotes",
        "`height: 480`",
        true,
    ),
    // Keys.
    (
        "preset: fast",
        "preset:: fast",
        "8:11 a `:` too many",
        "write `preset:`",
        true,
    ),
    (
        "  hd:\n",
        "  hd::\n",
        "6:5 a `:` too many",
        "write `hd:`",
        true,
    ),
    (
        "preset: fast",
        "-preset: fast",
        "8:5 a `-` before a key",
        "write `preset:`",
        true,
    ),
    (
        "preset: fast",
        "preset; fast",
        "8:11 a `;` after a key",
        "`preset: fast`",
        true,
    ),
    (
        "preset: fast",
        "preset, fast",
        "8:11 a `,` after a key",
        "`preset: fast`",
        true,
    ),
    ("  hd:\n", "  hd;\n", "6:5 a `;` after a key", "`hd:`", true),
    (
        "preset: fast",
        "preset:\n    fast",
        "9:5 a value in the line below its key",
        "`preset: fast`",
        true,
    ),
    (
        "height: 480",
        "height:\n        480",
        "13:9 a value in the line below its key",
        "`height: 480`",
        true,
    ),
    (
        "    ladders:\n",
        "    ladders\n",
        "26:5 a `:` is missing after `ladders`",
        "write `ladders:`",
        true,
    ),
    (
        "segment_duration: 4s",
        "segment_duration",
        "29:5 a `:` is missing after `segment_duration`",
        "`segment_duration:`",
        false,
    ),
    (
        "preset: fast",
        "preset: fast codec: h264",
        "8:18 two keys on one line",
        "put `codec` on a line of its own",
        true,
    ),
    (
        "preset: fast",
        "preset: fast; codec: h264",
        "8:19 two keys on one line",
        "put `codec` on a line of its own",
        true,
    ),
    // Marks too many.
    (
        "  hd:\n",
        "  hd: {\n",
        "6:7 a `{` behind a key whose lines stand below",
        "write `hd:`",
        true,
    ),
    (
        "  hd:\n",
        "  hd: -\n",
        "6:7 a `-` behind a key whose lines stand below",
        "write `hd:`",
        true,
    ),
    (
        "    rungs:\n",
        "    rungs: [\n",
        "9:12 a `[` behind a key whose lines stand below",
        "write `rungs:`",
        true,
    ),
    (
        "- height: 480",
        "-- height: 480",
        "12:7 a dash too many",
        "write `- height: 480`",
        true,
    ),
    (
        "- height: 480",
        "- - height: 480",
        "12:9 a dash too many",
        "write `- height: 480`",
        true,
    ),
    (
        "- height: 480",
        "* height: 480",
        "12:7 an item of a list without `-`",
        "write `- height: 480`",
        true,
    ),
    (
        "      - sound",
        "      -- sound",
        "28:7 a dash too many",
        "or `# sound` if it is a comment",
        false,
    ),
    (
        "[hd, sound]",
        "[hd,, sound]",
        "21:18 a comma too many",
        "remove this `,`",
        true,
    ),
    (
        "[hd, sound]",
        "[[hd, sound]",
        "21:15 a bracket too many",
        "write [hd, sound]",
        true,
    ),
    (
        "[hd, sound]",
        "[hd, sound)",
        "21:24 a list in brackets is not closed",
        "write `]` instead of `)`",
        true,
    ),
    (
        "[hd, sound]",
        "[- hd, - sound]",
        "21:15 dashes in a list in brackets",
        "write [hd, sound]",
        true,
    ),
    (
        "[hd, sound]",
        "hd, sound]",
        "21:14 `ladders` is \"hd, sound]\", but must be a list",
        "write a list: [hd, sound]",
        true,
    ),
    (
        "  web:\n",
        "  \"web:\"\n",
        "18:3 a `:` inside of the quotes of a key",
        "write `web:`",
        true,
    ),
    (
        "film:\n    path",
        "film: path",
        "3:9 a key in the line of `film`",
        "write `film: { path: film.mp4 }`",
        true,
    ),
    (
        "- height: 480\n        bit_rate: 1200k",
        "- (height: 480, bit_rate: 1200k)",
        "12:9 round brackets around a mapping",
        "write { height: 480, bit_rate: 1200k }",
        true,
    ),
    (
        "    rungs:\n",
        "    rungs: -- two of them\n",
        "9:12 a comment of another language",
        "`# two of them`",
        true,
    ),
    // Depths.
    (
        "  hd:\n",
        "hd:\n",
        "6:1 the indentation fits nothing above",
        "indent it by 2 spaces",
        true,
    ),
    (
        "  hd:\n",
        "  - hd:\n",
        "6:3 a list item beside keys",
        "write `hd:`",
        true,
    ),
    (
        "    type: audio",
        "   type: audio",
        "15:4 the indentation fits nothing above",
        "indent it by 4 spaces",
        true,
    ),
    (
        "    segment",
        "   segment",
        "29:4 the indentation fits nothing above",
        "indent it by 4 spaces",
        false,
    ),
];

fn short(finding: &Diagnostic) -> String {
    let place = finding.primary();
    let (line, column) = place.map_or((0, 0), |span| span.file.line_column(span.start));
    format!("{line}:{column} {}", finding.message)
}

fn said(text: &str) -> Vec<String> {
    judge(&SourceFile::new("a.yaml", text))
        .iter()
        .map(short)
        .collect()
}

#[test]
fn each_is_one_finding_with_its_cure() {
    assert_eq!(said(BASE), [""; 0]);
    let mut wrong = Vec::new();
    for (from, to, told, help, is_cured) in CASES {
        for end in ["\n", "\r\n"] {
            assert!(BASE.contains(from), "{from}");
            let text = BASE.replacen(from, to, 1).replace('\n', end);
            let file = SourceFile::new("a.yaml", text);
            let found = judge(&file);
            let helped = found.first().and_then(|one| one.help.as_deref());
            let is_helped = helped.is_some_and(|helped| helped.contains(help));
            let said: Vec<String> = found.iter().map(short).collect();
            if said != [*told] || !is_helped {
                wrong.push(format!(
                    "{to:?}\n  wanted {told} {help}\n  said {said:#?} {helped:?}"
                ));
                continue;
            }
            let fixed = fix(&file, &mut plain);
            let left: Vec<String> = fixed.left.iter().map(short).collect();
            if left.is_empty() != *is_cured || (!is_cured && fixed.file.text() != file.text()) {
                wrong.push(format!("{to:?} {left:?}\n{}", fixed.file.text()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn what_looks_alike_stays() {
    for (from, to) in [
        ("version: 1", "version: 1\nname: Intro -- Outro"),
        ("version: 1", "version: 1\nname: Intro // Outro"),
        (
            "version: 1",
            "version: 1\nvars:\n  a: b // c\n  d: e -- f\n  g: h ; i",
        ),
        ("path: film.mp4", "path: the film -- part 1.mp4"),
        ("path: film.mp4", "path: 'film.mp4 // 1'"),
        ("path: film.mp4", "path: Film -- part1.mp4"),
        ("preset: fast", "preset: fast\n    args: [-preset, fast]"),
        ("preset: fast", "preset: fast\n    args:\n      -tune: film"),
        ("preset: fast", "preset:\n      fast"),
        ("[hd, sound]", "[hd, sound,]"),
        ("[hd, sound]", "[\n      hd,\n      sound\n    ]"),
    ] {
        assert!(BASE.contains(from), "{from}");
        let found = judge(&SourceFile::new("a.yaml", BASE.replacen(from, to, 1)));
        let is_of_reader = |one: &&Diagnostic| one.code.name.contains("yaml");
        let said: Vec<String> = found.iter().filter(is_of_reader).map(short).collect();
        assert_eq!(said, [""; 0], "{to:?}");
    }
}

/// Slips of the upper part, and slips of the lower part, each with what is said of it.
const UPPER: &[(&str, &str, &str)] = &[
    (
        "preset: fast",
        "preset fast",
        "8:5 a `:` is missing after `preset`",
    ),
    (
        "path: film.mp4",
        "path: \"film.mp4",
        "4:11 a quote is not closed",
    ),
    (
        "preset: fast",
        "\tpreset: fast",
        "8:5 a tab in the indentation",
    ),
    (
        "    preset: fast",
        "   preset: fast",
        "8:4 the indentation fits nothing above",
    ),
    (
        "- height: 480",
        "-height: 480",
        "12:7 a `-` without a space after it",
    ),
    (
        "path: film.mp4",
        "path = film.mp4",
        "4:10 `=` after a key, as in TOML",
    ),
    (
        "path: film.mp4",
        "path: @film.mp4",
        "4:11 a text that must be quoted",
    ),
    (
        "path: film.mp4",
        "path: film: 1.mp4",
        "4:15 a `:` where no key can be",
    ),
];

const LOWER: &[(&str, &str, &str)] = &[
    (
        "[hd, sound]",
        "[hd, sound",
        "21:14 a list in brackets is not closed",
    ),
    (
        "[hd, sound]",
        "[hd, sound}",
        "21:24 a bracket that closes nothing",
    ),
    (
        "\"index.m3u8\"",
        "\"index.m3u8",
        "22:15 a quote is not closed",
    ),
    (
        "    ladders:\n",
        "    ladders\n",
        "26:5 a `:` is missing after `ladders`",
    ),
    (
        "    segment_duration: 4s",
        "     segment_duration: 4s",
        "29:6 the indentation fits nothing above",
    ),
    (
        "      - sound",
        "      sound",
        "28:7 a list item was expected",
    ),
    ("dir: out/web", "dri: out/web", "20:5 unknown key `dri`"),
];

#[test]
fn several_slips_are_all_told() {
    let mut wrong = Vec::new();
    for (from, to, first) in UPPER {
        for (other, with, second) in LOWER {
            let text = BASE.replacen(from, to, 1).replacen(other, with, 1);
            let said = said(&text);
            if said != [*first, *second] {
                wrong.push(format!("{to:?} {with:?}\n  {said:#?}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn four_slips_are_four_findings() {
    let text = BASE
        .replacen("preset: fast", "preset fast", 1)
        .replacen("    type: audio", "      type: audio", 1)
        .replacen("type: hls", "type = hls", 1)
        .replacen("type: dash", "type dash", 1);
    let expected = [
        "8:5 a `:` is missing after `preset`",
        "15:7 the indentation fits nothing above",
        "19:10 `=` after a key, as in TOML",
        "24:5 a `:` is missing after `type`",
    ];
    assert_eq!(said(&text), expected);
}

#[test]
fn what_follows_a_slip_that_nobody_understands_is_no_slip() {
    for (from, to) in [
        ("preset: fast", "preset: {fast"),
        ("preset: fast", "preset: [fast"),
        ("preset: fast", "? preset ? fast"),
        ("preset: fast", "%preset: fast"),
        ("  hd:\n", "  hd: [{\n"),
        ("path: film.mp4", "path: \"film\n      more: \"x\" y: z"),
    ] {
        let found = said(&BASE.replacen(from, to, 1));
        assert_eq!(found.len(), 1, "{to:?} {found:#?}");
    }
}

/// All names of keys, and all words that a value may be, in a schema.
fn words(schema: &serde_json::Value, found: &mut std::collections::BTreeSet<String>) {
    match schema {
        serde_json::Value::Object(map) => {
            if let Some(keys) = map.get("properties").and_then(|all| all.as_object()) {
                found.extend(keys.keys().cloned());
            }
            let one = map.get("const").into_iter();
            let all = map.get("enum").and_then(|all| all.as_array());
            let values = one.chain(all.into_iter().flatten());
            found.extend(values.filter_map(|word| word.as_str()).map(str::to_owned));
            map.values().for_each(|inner| words(inner, found));
        }
        serde_json::Value::Array(all) => all.iter().for_each(|inner| words(inner, found)),
        _ => {}
    }
}

#[test]
fn the_few_words_that_the_reader_knows_are_those_of_manifests() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read_to_string(root.join(path)).unwrap();
    let schema = serde_json::from_str(&read("schema/rendit.schema.json")).unwrap();
    let mut known = std::collections::BTreeSet::new();
    words(&schema, &mut known);
    for (file, start, end) in [
        ("complaint/entry.rs", "const SECTIONS", "];"),
        ("complaint/entry.rs", "fn section_of", "\n}\n"),
        ("complaint/entry.rs", "let key = match key {", "};"),
        ("complaint/entry.rs", "let is_known = key != ", ";"),
        ("complaint/item.rs", "fn list_of", "\n}\n"),
        ("slip.rs", "const FREE", "];"),
        ("slip.rs", "const PATHS", "];"),
        ("slip/ending.rs", "const WORDS", "];"),
        ("complaint/pair.rs", "const USUAL", "];"),
    ] {
        let source = read(&format!("src/document/yaml/{file}"));
        let from = source
            .find(start)
            .unwrap_or_else(|| panic!("{file}: {start}"));
        let part = &source[from..];
        let part = &part[..part.find(end).unwrap()];
        let part = part.replace("'\"'", "");
        let literals: Vec<&str> = part.split('"').skip(1).step_by(2).collect();
        let is_word = |word: &&&str| word.len() > 1 && word.starts_with(char::is_alphabetic);
        let named: Vec<&&str> = literals.iter().filter(is_word).collect();
        assert!(!named.is_empty(), "{file}: {start}");
        for word in named {
            assert!(known.contains(*word), "{file}: {start}: no `{word}`");
        }
    }
}
