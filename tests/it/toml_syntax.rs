//! Mistakes of TOML's grammar: one slip is one finding in its place, with a cure that cures, and the
//! rest of the file is read as usual.

use rendit::diag::Diagnostic;
use rendit::source::SourceFile;

use crate::alone::{fixed, judge};
use crate::document::read;

/// A manifest in which nothing is wrong.
const BASE: &str = r#"version = 1
[vars]
site = "site"
[inputs.film]
path = "film.mp4"
[ladders.hd]
type = "video"
codec = "hevc"
rungs = [
  { height = 720, bit_rate = "2500k" },
  { height = 480, bit_rate = "1200k" },
]
[ladders.sound]
type = "audio"
codec = "aac"
[outputs.web]
type = "hls"
dir = "out/web"
ladders = ["hd", "sound"]
segment_duration = "4s"
playlist = "${vars.site}.m3u8"
"#;

/// What is replaced in the manifest, by what, what is said (`line:column: message`), and what the
/// help contains; the cure is sure.
const CURED: &[(&str, &str, &str, &str)] = &[
    // Values and brackets apart from their key.
    (
        "type = \"video\"",
        "type =\n\"video\"",
        "7:6: a value in the line below its key",
        "write `type = \"video\"`",
    ),
    (
        "rungs = [\n",
        "rungs =\n\n[\n",
        "9:7: a value in the line below its key",
        "in the line of its key",
    ),
    (
        "rungs = [\n",
        "rungs = # large\n[\n",
        "9:7: a value in the line below its key",
        "in the line of its key",
    ),
    (
        "rungs = [\n",
        "rungs =\n",
        "9:7: a list is not opened",
        "write `rungs = [`",
    ),
    (
        "rungs = [\n",
        "rungs = # large\n",
        "9:7: a list is not opened",
        "write `rungs = [`",
    ),
    (
        "[outputs.web]",
        "{outputs.web]",
        "16:1: a table's header is not opened",
        "write `[outputs.web]`",
    ),
    (
        "[\"hd\", \"sound\"]",
        "[[\"hd\", \"sound\"]",
        "19:11: a bracket too many",
        "write one `[`",
    ),
    (
        "[\"hd\", \"sound\"]",
        "{\"hd\", \"sound\"]",
        "19:11: a list is opened by a brace",
        "write `[`",
    ),
    (
        "rungs = [\n",
        "rungs = {\n",
        "9:9: a list is opened by a brace",
        "write `[`",
    ),
    (
        "{ height = 720",
        "[ height = 720",
        "10:3: a table in braces is opened by a bracket",
        "write `{`",
    ),
    (
        "\"2500k\" },",
        "\"2500k\" }},",
        "10:39: a bracket too many",
        "remove it",
    ),
    // Headers with brackets of a list.
    (
        "[ladders.sound]",
        "[[ladders.sound]]",
        "13:1: `sound` is a list, but must be a table",
        "write the header as `[ladders.sound]`",
    ),
    (
        "[inputs.film]",
        "[[inputs.film]]  # one",
        "4:1: `film` is a list, but must be a table",
        "write the header as `[inputs.film]`",
    ),
    // Brackets that are not closed.
    (
        "\"sound\"]",
        "\"sound\"",
        "19:24: a list is not closed",
        "write `]` after `\"sound\"`",
    ),
    (
        "\"sound\"]\nsegment_duration =",
        "\"sound\"\nsegment_duration=",
        "19:24: a list is not closed",
        "write `]` after `\"sound\"`",
    ),
    (
        "\"sound\"]",
        "\"sound\",",
        "19:25: a list is not closed",
        "write `]` at the end of the line",
    ),
    (
        "\"sound\"]",
        "\"sound\" # all",
        "19:24: a list is not closed",
        "write `]` after `\"sound\"`",
    ),
    (
        "\"1200k\" },\n]",
        "\"1200k\" },\n",
        "11:39: a list is not closed",
        "write `]` below this line",
    ),
    (
        "\"1200k\" },\n]",
        "\"1200k\" }\n",
        "11:38: a list is not closed",
        "write `]` below this line",
    ),
    (
        "\"1200k\" },\n]",
        "\"1200k\"\n",
        "11:36: brackets are not closed",
        "write `}]` below this line",
    ),
    (
        "\"2500k\" }",
        "\"2500k\"",
        "10:36: a table in braces is not closed",
        "write `{ height = 720, bit_rate = \"2500k\" }`",
    ),
    (
        "\"1200k\" },\n]",
        "\"1200k\",\n]",
        "11:36: a table in braces is not closed",
        "write `{ height = 480, bit_rate = \"1200k\" }`",
    ),
    (
        "\"1200k\" },\n]",
        "\"1200k\" ]\n]",
        "11:38: a table in braces is closed by a bracket",
        "write `}`",
    ),
    (
        "\"sound\"]",
        "\"sound\"}",
        "19:25: a list is closed by a brace",
        "write `]`",
    ),
    (
        "\"sound\"]",
        "\"sound\"]]",
        "19:26: a bracket too many",
        "remove it",
    ),
    (
        "[\"hd\", \"sound\"]",
        "(\"hd\", \"sound\")",
        "19:11: round brackets around a list",
        "write `[\"hd\", \"sound\"]`",
    ),
    (
        "[\"hd\", \"sound\"]",
        "\"hd\", \"sound\"",
        "19:11: a list without brackets",
        "write `[\"hd\", \"sound\"]`",
    ),
    (
        "[\"hd\", \"sound\"]",
        "[\n  - \"hd\",\n  \"sound\",\n]",
        "20:3: a list with dashes, as in YAML",
        "remove it",
    ),
    (
        "{ height = 720,",
        "{ height = 720;",
        "10:17: a comma is missing",
        "write `720,`",
    ),
    (
        "[\"hd\", \"sound\"]",
        "[\"hd\"; \"sound\"]",
        "19:16: a comma is missing",
        "write `\"hd\",`",
    ),
    (
        "{ height = 480, bit_rate",
        "{ height = 480 bit_rate",
        "11:18: a comma is missing in a table",
        "write `480, bit_rate`",
    ),
    (
        "[\n  { height = 720, bit_rate = \"2500k\" },\n  { height = 480, bit_rate = \"1200k\" },\n]",
        "[height = 720, crf = 23]",
        "9:10: keys in a list without braces",
        "write `{ height = 720, crf = 23 }`",
    ),
    // Headers.
    (
        "[outputs.web]",
        "[outputs.web",
        "16:1: a table's header is not closed",
        "write `[outputs.web]`",
    ),
    (
        "[outputs.web]",
        "[outputs.web # c",
        "16:1: a table's header is not closed",
        "write `[outputs.web]`",
    ),
    (
        "[outputs.web]",
        "[outputs.web}",
        "16:13: a table's header is not closed",
        "write `[outputs.web]`",
    ),
    (
        "[outputs.web]",
        "outputs.web]",
        "16:1: a table's header is not opened",
        "write `[outputs.web]`",
    ),
    (
        "[outputs.web]",
        "[outputs.web]]",
        "16:14: a bracket too many",
        "write `[outputs.web]`",
    ),
    (
        "[outputs.web]",
        "[outputs.web]:",
        "16:14: something follows a header",
        "write `[outputs.web]`",
    ),
    (
        "[outputs.web]\n",
        "[outputs.web] ",
        "16:15: a key in the line of a header",
        "put `type` on a line of its own",
    ),
    (
        "[vars]",
        "vars:",
        "2:1: a table's header, as YAML writes it",
        "write `[vars]`",
    ),
    (
        "[vars]",
        "[vars",
        "2:1: a table's header is not closed",
        "write `[vars]`",
    ),
    // Quotes.
    (
        "\"film.mp4\"",
        "\"film.mp4",
        "5:8: a text is not closed",
        "write \"film.mp4\"",
    ),
    (
        "\"film.mp4\"",
        "'film.mp4",
        "5:8: a text is not closed",
        "write 'film.mp4'",
    ),
    (
        "\"film.mp4\"",
        "film.mp4\"",
        "5:8: a text is not opened",
        "write \"film.mp4\"",
    ),
    (
        "\"film.mp4\"",
        "\"film.mp4'",
        "5:8: a text is closed by another quote",
        "write \"film.mp4\"",
    ),
    (
        "\"film.mp4\"",
        "'Director's cut.mp4'",
        "5:8: a quote inside of a quoted text",
        "write \"Director's cut.mp4\"",
    ),
    (
        "\"film.mp4\"",
        "\"\"film.mp4\"\"",
        "5:8: two quotes on each side of a text",
        "write \"film.mp4\"",
    ),
    (
        "\"film.mp4\"",
        "\"\"\"film.mp4\"",
        "5:8: a text in triple quotes is not closed",
        "write \"film.mp4\"",
    ),
    (
        "\"film.mp4\"",
        "\"\"\"film.mp4",
        "5:8: a text in triple quotes is not closed",
        "write",
    ),
    (
        "\"film.mp4\"",
        "“film.mp4”",
        "5:8: typographic quotes",
        "write \"film.mp4\"",
    ),
    (
        "\"film.mp4\"",
        "`film.mp4`",
        "5:8: backticks are no quotes",
        "write \"film.mp4\"",
    ),
    (
        "[\"hd\", ",
        "[\"hd, ",
        "19:12: a text is not closed",
        "write \"hd\"",
    ),
    (
        "\"sound\"]",
        "\"sound]",
        "19:18: a text is not closed",
        "write \"sound\"",
    ),
    (
        "\"sound\"]",
        "sound\"]",
        "19:18: a text is not opened",
        "write \"sound\"",
    ),
    (
        "bit_rate = \"1200k\" }",
        "bit_rate = \"1200k }",
        "11:30: a text is not closed",
        "write \"1200k\"",
    ),
    // No quotes.
    (
        "\"out/web\"",
        "${vars.site}/web",
        "18:7: text without quotes",
        "write \"${vars.site}/web\"",
    ),
    (
        "\"out/web\"",
        "./out/web # here",
        "18:7: text without quotes",
        "write \"./out/web\"",
    ),
    (
        "[\"hd\", \"sound\"]",
        "[hd, sound]",
        "19:12: text without quotes",
        "write \"hd\", \"sound\"",
    ),
    (
        "segment_duration = \"4s\"",
        "single_file = no",
        "20:15: a truth value is `true` or `false`",
        "write false; if a text is meant, \"no\"",
    ),
    (
        "segment_duration = \"4s\"",
        "single_file = True",
        "20:15: a truth value is written small",
        "write `true`",
    ),
    (
        "\"4s\"",
        "0m4s",
        "20:20: a time has one unit",
        "write \"4s\"",
    ),
    (
        "\"film.mp4\"",
        "\"film.mp4\"\nend = 1m30s",
        "6:7: a time has one unit",
        "write \"90s\"",
    ),
    // Keys.
    (
        "segment_duration =",
        "segment duration =",
        "20:1: a space in a key",
        "write `segment_duration = \"4s\"`",
    ),
    (
        "segment_duration =",
        "segment_duration ==",
        "20:19: one `=` too many",
        "write `segment_duration = \"4s\"`",
    ),
    (
        "segment_duration =",
        "segment_duration =>",
        "20:19: a `=>` after a key",
        "write `segment_duration = \"4s\"`",
    ),
    (
        "segment_duration =",
        "segment_duration :=",
        "20:18: a `:=` after a key",
        "write `segment_duration = \"4s\"`",
    ),
    (
        "segment_duration =",
        "segment_duration:",
        "20:17: a `:` after a key, as in YAML",
        "write `segment_duration = \"4s\"`",
    ),
    (
        "segment_duration =",
        "segment_duration",
        "20:1: a `=` is missing",
        "write `segment_duration = \"4s\"`",
    ),
    (
        "segment_duration = \"4s\"",
        "\"segment_duration = 4s\"",
        "20:1: quotes around a key and its value",
        "write `segment_duration = \"4s\"`",
    ),
    (
        "{ height = 480,",
        "{ height: 480,",
        "11:11: a `:` after a key, as in YAML",
        "write `height = 480`",
    ),
    (
        "{ height = 480, bit_rate =",
        "{ \"height\": 480, \"bit_rate\":",
        "11:13: a `:` after a key, as in YAML",
        "write `\"height\" = 480, \"bit_rate\" = \"1200k\"`",
    ),
    // What follows a value.
    (
        "\"audio\"\n",
        "\"audio\", ",
        "14:17: two keys on one line",
        "put `codec` on a line of its own",
    ),
    (
        "\"audio\"\n",
        "\"audio\"; ",
        "14:17: two keys on one line",
        "put `codec` on a line of its own",
    ),
    (
        "\"audio\"\n",
        "\"audio\" ",
        "14:16: two keys on one line",
        "put `codec` on a line of its own",
    ),
    (
        "\"aac\"",
        "\"aac\" ; lowest",
        "15:15: a comment that is none for TOML",
        "write `# lowest`",
    ),
    (
        "\"aac\"",
        "\"aac\" // lowest",
        "15:15: a comment that is none for TOML",
        "write `# lowest`",
    ),
    (
        "\"aac\"",
        "\"aac\",",
        "15:14: something follows the value",
        "remove it",
    ),
    (
        "[ladders.sound]",
        "; sound\n[ladders.sound]",
        "13:1: a comment that is none for TOML",
        "write `# sound`",
    ),
    // Lists of YAML.
    (
        "ladders = [\"hd\", \"sound\"]",
        "ladders =\n  - \"hd\"\n  - sound",
        "20:3: a list with dashes, as in YAML",
        "write `ladders = [\"hd\", \"sound\"]`",
    ),
    (
        "ladders = [\"hd\", \"sound\"]",
        "ladders:\n- hd\n- sound",
        "20:1: a list with dashes, as in YAML",
        "write `ladders = [\"hd\", \"sound\"]`",
    ),
    (
        "ladders = [\"hd\", \"sound\"]\nsegment_duration = \"4s\"",
        "ladders:\n- hd\n- sound",
        "20:1: a list with dashes, as in YAML",
        "write `ladders = [\"hd\", \"sound\"]`",
    ),
    (
        "rungs = [\n  { height = 720, bit_rate = \"2500k\" },\n  { height = 480, bit_rate = \"1200k\" },\n]",
        "rungs:\n  - height: 720\n    bit_rate: 2500k\n  - height: 480\n    bit_rate: 1200k",
        "10:3: a list with dashes, as in YAML",
        "write `rungs = [{ height = 720, bit_rate = \"2500k\" }, { height = 480, bit_rate = \"1200k\" }]`",
    ),
];

/// The same where the cure is a guess, or unknown.
const TOLD: &[(&str, &str, &str, &str)] = &[
    (
        "rungs = [\n",
        "",
        "9:3: items of a list that nothing opens",
        "write the list's key above this line",
    ),
    (
        "codec = \"hevc\"\n",
        "codec =\n",
        "8:7: the value is missing",
        "remove the key to leave it out",
    ),
    (
        "[ladders.sound]",
        "[[ladders.hd.rungs]]\nheight = 240\nbit_rate = \"400k\"\n[ladders.sound]",
        "13:1: an item of `rungs` outside of its list",
        "write it into the list: `{ height = 240, bit_rate = \"400k\" }`",
    ),
    (
        "[ladders.hd]",
        "[ladders.my hd]",
        "6:2: a space in a name",
        "write `[ladders.my-hd]`, or quote the name: \"my hd\"",
    ),
    (
        "[outputs.web]",
        "[outputs web]",
        "16:2: a space in a header",
        "write `[outputs.web]`",
    ),
    (
        "[outputs.web]",
        "[outputs/web]",
        "16:2: a header with a mark that is no dot",
        "write `[outputs.web]`",
    ),
    (
        "height = 480",
        "height = 0480",
        "11:14: a number that starts with 0",
        "write 480, or \"0480\" if the zeros matter",
    ),
    (
        "codec = \"hevc\"",
        "max_frame_rate = 29,97",
        "8:18: a comma in a number",
        "write `29.97`",
    ),
    (
        "segment_duration = \"4s\"",
        "segment_duration",
        "20:1: a key without a value",
        "write segment_duration = …, or remove the key",
    ),
    (
        "\"film.mp4\"",
        "\"film.mp4 # all of it",
        "5:8: a text is not closed",
        "write \"film.mp4\"",
    ),
    (
        "[ladders.sound]",
        "[ladders.hd.rungs.low]\ncrf = 3\n[ladders.sound]",
        "13:13: `rungs` is a list already, and no table",
        "`[[ladders.hd.rungs]]`",
    ),
];

/// What is said: `line:column: message`, and all helps.
fn words(text: &str) -> (Vec<String>, String) {
    let found = judge(&SourceFile::new("a.toml", text));
    let line = |finding: &Diagnostic| {
        let place = finding.primary().unwrap();
        let (line, column) = place.file.line_column(place.start);
        format!("{line}:{column}: {}", finding.message)
    };
    let helps: Vec<&str> = found.iter().filter_map(|one| one.help.as_deref()).collect();
    (found.iter().map(line).collect(), helps.join("; "))
}

fn with(what: &str, by: &str) -> String {
    assert_eq!(BASE.matches(what).count(), 1, "{what}");
    BASE.replace(what, by)
}

/// The file with other line ends, and without the last one.
fn variants(text: &str) -> [String; 3] {
    [
        text.to_owned(),
        text.replace('\n', "\r\n"),
        text.trim_end().to_owned(),
    ]
}

fn hold(cases: &[(&str, &str, &str, &str)], is_cured: bool) {
    for (what, by, expected, help) in cases {
        for text in variants(&with(what, by)) {
            let (found, helps) = words(&text);
            assert_eq!(found, [*expected], "{text}");
            assert!(helps.contains(help), "{helps}");
            if !is_cured {
                continue;
            }
            let result = fixed("a.toml", &text);
            let text_now = result.file.text();
            assert!(
                result.left.is_empty(),
                "{text}\n{text_now}\n{:#?}",
                result.left
            );
            let is_crlf = text.contains("\r\n");
            let lone = text_now.replace("\r\n", "");
            assert!(
                !lone.contains(if is_crlf { "\n" } else { "\r" }),
                "{text_now:?}"
            );
        }
    }
}

#[test]
fn what_leaves_no_doubt_is_one_finding_and_cured() {
    let (found, _) = words(BASE);
    assert_eq!(found, [""; 0]);
    hold(CURED, true);
}

#[test]
fn what_leaves_a_doubt_is_one_finding_too() {
    hold(TOLD, false);
}

#[test]
fn a_known_slip_hides_nothing_that_follows() {
    for (what, by, expected, _) in CURED {
        let text =
            with(what, by) + "[outputs.b]\ntype = \"hsl\"\ndir = \"out/b\"\nladders = [\"hd\"]\n";
        let (found, _) = words(&text);
        let is_here = |line: &String| line.contains("`type` cannot be \"hsl\"");
        assert!(found.iter().any(is_here), "{found:?}\n{text}");
        assert!(found.contains(&(*expected).to_owned()), "{found:?}\n{text}");
        assert_eq!(found.len(), 2, "{found:?}\n{text}");
    }
}

#[test]
fn what_is_not_understood_is_not_touched() {
    let cases = [
        // Brackets that nobody can make sense of: one finding, and no change of what follows.
        "a = [ { b = } \nc = 1\nd = 2\n[e]\nf = 1\n",
        "a = [ = \nc = 1\nd = 2\n",
        "a = { b = [ c = { \nd = 1\n[e]\n",
    ];
    for text in cases {
        let found = read("a.toml", text).1;
        assert_eq!(found.len(), 1, "{text}\n{found:?}");
        assert!(!found[0].contains("=>"), "{found:?}");
    }
}

#[test]
fn long_files_of_one_mistake_are_linear() {
    let many = |line: &str| line.repeat(60_000 / line.matches('\n').count().max(1));
    let texts = [
        many("a = [\n"),
        many("a = {\n"),
        many("a = { b = 1,\n"),
        many("a = [1,\n"),
        many("a = \"\"\"\n"),
        many("a = '''x\n"),
        many("a = \"x\n"),
        many("[a\n"),
        many("[a]]\n"),
        many("a: 1\n"),
        many("a: [x\n"),
        many("a [x\n"),
        many("a = [x [\n"),
        many("a:\n"),
        many("a =\n- b\n"),
        many("a b = 1\n"),
        many("a = $x\n"),
        format!("a = [{}", "x, ".repeat(11_000)),
        format!("a = [{}", "\"x, ".repeat(11_000)),
        format!("a = [{}", "\"x\" ".repeat(11_000)),
        format!("a = [{}", "{ b: 1 }, ".repeat(11_000)),
        format!("a = {}\n[b", "1, ".repeat(11_000)),
        format!("a = {{\n{}[b]\n", "c = 1,\n".repeat(11_000)),
        format!("a = \"{}\n", "\"x".repeat(60_000)),
        format!("{}: 1\n", "a.".repeat(60_000)),
        format!("a:\n{}", "  b:\n".repeat(60_000)),
    ];
    for text in texts {
        let start = std::time::Instant::now();
        let found = read("a.toml", &text).1;
        assert!(!found.is_empty() && found.len() < 20_000, "{}", found.len());
        let took = start.elapsed();
        let head: String = text.chars().take(30).collect();
        assert!(took.as_secs() < 10, "{head:?} took {took:?}");
    }
}
