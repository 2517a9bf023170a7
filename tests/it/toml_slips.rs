//! More slips of TOML: headers that are lost between the items of a list, comments of other languages
//! behind something, marks too many.

use crate::alone::{fixed, judge};
use crate::document::read;
use rendit::source::SourceFile;

/// A manifest without mistakes, in which each case changes something.
pub const BASE: &str = r#"version = 1

[inputs.film]
path = "film.mp4"

[ladders.hd]
type = "video"
preset = "fast"

[[ladders.hd.rungs]]
height = 720
bit_rate = "2500k"

[[ladders.hd.rungs]]
height = 480
bit_rate = "1200k"

[[ladders.hd.rungs]]
height = 360
bit_rate = "800k"

[ladders.sound]
type = "audio"
codec = "aac"

[outputs.web]
type = "hls"
dir = "out/web"
ladders = ["hd", "sound"]

[outputs.dash]
type = "dash"
dir = "out/dash"
ladders = ["hd", "sound"]

[[outputs.dash.adaptation_sets]]
id = 0
streams = "video"

[[outputs.dash.adaptation_sets]]
id = 1
streams = "audio"
"#;

/// What is replaced, by what, what is said, what the help says, whether the cure is sure.
type Case = (&'static str, &'static str, &'static str, &'static str, bool);

const RUNGS: &str = "write `[[ladders.hd.rungs]]` above this line";

const CASES: &[Case] = &[
    // A header lost between two items.
    (
        "[[ladders.hd.rungs]]\nheight = 480",
        "height = 480",
        "14:1: a header is missing above `height`",
        RUNGS,
        true,
    ),
    (
        "\n[[ladders.hd.rungs]]\nheight = 480",
        "height = 480",
        "13:1: a header is missing above `height`",
        RUNGS,
        true,
    ),
    (
        "[[ladders.hd.rungs]]\nheight = 360",
        "height = 360",
        "18:1: a header is missing above `height`",
        RUNGS,
        true,
    ),
    (
        "[[ladders.hd.rungs]]\nheight = 480\nbit_rate = \"1200k\"",
        "bit_rate = \"1200k\"\nheight = 480",
        "14:1: a header is missing above `bit_rate`",
        RUNGS,
        true,
    ),
    (
        "[[ladders.hd.rungs]]\nheight = 480\nbit_rate = \"1200k\"",
        "max_bit_rate = \"1400k\"\nbit_rate = \"1200k\"\nheight = 480",
        "14:1: a header is missing above `max_bit_rate`",
        RUNGS,
        true,
    ),
    (
        "[[ladders.hd.rungs]]\nheight = 480",
        "# the middle\nheight = 480 # lines",
        "15:1: a header is missing above `height`",
        RUNGS,
        true,
    ),
    (
        "[[outputs.dash.adaptation_sets]]\nid = 1",
        "id = 1",
        "40:1: a header is missing above `id`",
        "write `[[outputs.dash.adaptation_sets]]` above this line",
        true,
    ),
    (
        "[[ladders.hd.rungs]]\nheight = 480",
        "[ladders.hd.rungs]\nheight = 480",
        "14:1: an item of a list with one bracket on each side",
        "write `[[ladders.hd.rungs]]`",
        true,
    ),
    // Comments of other languages.
    (
        "preset = \"fast\"",
        "preset = \"fast\" -- quick",
        "8:17: a comment that is none for TOML",
        "write `# quick`",
        true,
    ),
    (
        "height = 720",
        "height = 720 -- quick",
        "11:14: a comment that is none for TOML",
        "write `# quick`",
        true,
    ),
    (
        "height = 720",
        "height = 720 /* quick */",
        "11:14: a comment that is none for TOML",
        "write `# quick`",
        true,
    ),
    (
        "[\"hd\", \"sound\"]\n\n[outputs.dash]",
        "[\"hd\", \"sound\"] -- both\n\n[outputs.dash]",
        "29:27: a comment that is none for TOML",
        "write `# both`",
        true,
    ),
    (
        "[ladders.hd]",
        "[ladders.hd] -- mine",
        "6:14: a comment that is none for TOML",
        "write `# mine`",
        true,
    ),
    (
        "[ladders.hd]",
        "[ladders.hd] // mine",
        "6:14: a comment that is none for TOML",
        "write `# mine`",
        true,
    ),
    (
        "[ladders.hd]",
        "[ladders.hd] ; mine",
        "6:14: a comment that is none for TOML",
        "write `# mine`",
        true,
    ),
    // Quotes and other marks.
    (
        "\"film.mp4\"",
        "\"\"film.mp4\"",
        "4:8: a quote too many",
        "write \"film.mp4\"",
        true,
    ),
    (
        "\"film.mp4\"",
        "\"film.mp4\"\"",
        "4:18: a quote too many",
        "write \"film.mp4\"",
        true,
    ),
    (
        "\"film.mp4\"",
        "'film.mp4'' # mine",
        "4:18: a quote too many",
        "write 'film.mp4'",
        true,
    ),
    (
        "[\"hd\", \"sound\"]",
        "[\"hd\"\", \"sound\"]",
        "29:16: a quote too many",
        "write \"hd\"",
        true,
    ),
    (
        "path = \"film",
        "path = = \"film",
        "4:8: one `=` too many",
        "write `path = \"film.mp4\"`",
        true,
    ),
    (
        "path = \"film",
        "path - \"film",
        "4:6: a `-` after a key",
        "write `path = \"film.mp4\"`",
        true,
    ),
    (
        "path = \"film",
        "= \"film",
        "4:1: a key is missing",
        "write the key before the `=`",
        false,
    ),
    (
        "version = 1",
        "version = 1.",
        "1:11: a number that ends in a point",
        "write `1`",
        true,
    ),
    (
        "[\"hd\", \"sound\"]",
        "\"hd\", \"sound\"]",
        "29:11: a list is not opened",
        "write `[\"hd\", \"sound\"]`",
        true,
    ),
    (
        "[\"hd\", ",
        "[\"hd\",, ",
        "29:17: one comma too many",
        "remove it",
        true,
    ),
    // Headers.
    (
        "[ladders.hd]",
        "[ladders..hd]",
        "6:10: a dot too many",
        "write `[ladders.hd]`",
        true,
    ),
    (
        "[ladders.hd]",
        "{ladders.hd}",
        "6:1: a table's header in other brackets",
        "write `[ladders.hd]`",
        true,
    ),
    (
        "[ladders.hd]",
        "(ladders.hd)",
        "6:1: a table's header in other brackets",
        "write `[ladders.hd]`",
        true,
    ),
    (
        "[ladders.hd]",
        "ladders.hd",
        "6:1: a header without its brackets",
        "write `[ladders.hd]`",
        true,
    ),
    (
        "[[ladders.hd.rungs]]\nheight = 480",
        "ladders.hd.rungs\nheight = 480",
        "14:1: a header without its brackets",
        RUNGS_HERE,
        true,
    ),
];

const RUNGS_HERE: &str = "write `[[ladders.hd.rungs]]`";

fn said(text: &str) -> Vec<(String, String)> {
    let found = judge(&SourceFile::new("a.toml", text));
    let told = found.iter().map(|one| {
        let place = one
            .primary()
            .map_or((0, 0), |at| at.file.line_column(at.start));
        let help = one.help.clone().unwrap_or_default();
        (format!("{}:{}: {}", place.0, place.1, one.message), help)
    });
    told.collect()
}

#[test]
fn each_is_one_finding_with_its_cure() {
    assert_eq!(said(BASE), []);
    let mut wrong = Vec::new();
    for (from, to, told, help, is_cured) in CASES {
        for end in ["\n", "\r\n"] {
            assert!(BASE.contains(from), "{from}");
            let text = BASE.replacen(from, to, 1).replace('\n', end);
            let said = said(&text);
            let is_right =
                matches!(said.as_slice(), [(one, helped)] if one == told && helped.contains(help));
            if !is_right {
                wrong.push(format!("{to:?}\n  wanted {told} {help}\n  said {said:#?}"));
                continue;
            }
            let cured = fixed("a.toml", &text);
            let is_clean = cured.left.is_empty();
            if is_clean != *is_cured || (!is_cured && cured.file.text() != text) {
                wrong.push(format!(
                    "{to:?} {:?}\n{}",
                    cured.left.len(),
                    cured.file.text()
                ));
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

/// What the cure writes.
fn cured(from: &str, to: &str) -> (Vec<(String, String)>, String) {
    assert!(BASE.contains(from), "{from}");
    let text = BASE.replacen(from, to, 1);
    (said(&text), fixed("a.toml", &text).file.text().to_owned())
}

#[test]
fn one_typographic_quote_is_cured_as_two() {
    for wrong in [
        "preset = “fast\"",
        "preset = “fast' # here",
        "preset = “fast”",
    ] {
        let (said, text) = cured("preset = \"fast\"", wrong);
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(
            text.contains("preset = \"fast\"") || text.contains("preset = 'fast'"),
            "{text}"
        );
    }
}

#[test]
fn a_number_apart_from_its_unit_is_one_text() {
    for end in ["", "  # the pace"] {
        let wrong = format!("dir = \"out/web\"\nsegment_duration = 4 s{end}");
        let (said, text) = cured("dir = \"out/web\"", &wrong);
        assert_eq!(
            said,
            [(
                "29:20: text without quotes".to_owned(),
                "write \"4s\"".to_owned()
            )]
        );
        assert!(
            text.contains(&format!("segment_duration = \"4s\"{end}\n")),
            "{text}"
        );
    }
}

#[test]
fn an_item_that_lost_its_brace_gets_it_back() {
    let sets = "adaptation_sets = [\n  { id = 0, streams = \"video\" },\n  { id = 1, streams = \"audio\" },\n]\n";
    let base = BASE.split("\n[[outputs.dash").next().unwrap();
    let right = format!("{base}{sets}");
    let wrong = right.replace("{ id = 1", "id = 1");
    assert_eq!(
        said(&wrong),
        [(
            "37:3: a table in braces is not opened".to_owned(),
            "write `{ id`".to_owned()
        )]
    );
    assert_eq!(fixed("a.toml", &wrong).file.text(), right);
    // It may be a rest of the item before.
    let wrong = right.replace(
        "streams = \"video\" },\n  { id = 1",
        "streams = \"video\" },\n  language = \"en\"",
    );
    assert_eq!(fixed("a.toml", &wrong).file.text(), wrong);
}

#[test]
fn a_list_that_lost_its_bracket_is_asked_about() {
    let wrong = "[ladders.sound]\nrungs = { bit_rate = \"128k\" }]";
    let (said, text) = cured("[ladders.sound]", wrong);
    let help = "write `[` before `{`, or remove the `]` at the end";
    assert_eq!(
        said,
        [("23:9: a list is not opened".to_owned(), help.to_owned())]
    );
    assert!(text.contains(wrong), "{text}");
}

#[test]
fn a_comma_is_missing_where_it_belongs() {
    let sets = "adaptation_sets = [\n  { id = 0, streams = \"video\" }\n  { id = 1, streams = \"audio\" },\n]\n";
    let base = BASE.split("\n[[outputs.dash").next().unwrap();
    let told = said(&format!("{base}{sets}"));
    let help = "write `{ id = 0, streams = \"video\" },`";
    assert_eq!(
        told,
        [(
            "36:31: a comma is missing in a list".to_owned(),
            help.to_owned()
        )]
    );
}

#[test]
fn a_table_that_is_copied_whole_is_one_finding() {
    let text = BASE.to_owned()
        + "\n[outputs.web]\ntype = \"file\"\npath = \"out/${rung}.mp4\"\nargs = [\"-x\", \"1\"]\n";
    let told = said(&text);
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].0, "44:1: the table `[outputs.web]` is given twice");
    // The tables below it are copied with it.
    let text = BASE.to_owned()
        + &BASE[BASE.find("\n[outputs.dash]").unwrap()..]
        + "\n[outputs.more]\ntype = \"hls\"\ndir = \"out/more\"\nladders = [\"hdd\"]\n";
    let told = said(&text);
    assert_eq!(
        told[0].0, "44:1: the table `[outputs.dash]` is given twice",
        "{told:?}"
    );
    assert!(told.len() < 3, "{told:?}");
}

#[test]
fn two_lost_headers_are_two_findings() {
    let text = BASE
        .replacen("[[ladders.hd.rungs]]\nheight = 480", "height = 480", 1)
        .replacen("[[ladders.hd.rungs]]\nheight = 360", "height = 360", 1);
    let places: Vec<String> = said(&text).into_iter().map(|(one, _)| one).collect();
    let expected = [
        "14:1: a header is missing above `height`",
        "17:1: a header is missing above `height`",
    ];
    assert_eq!(places, expected);
    assert!(fixed("a.toml", &text).left.is_empty());
}

#[test]
fn a_key_given_twice_in_an_item_is_a_key_given_twice() {
    let text = BASE.replacen("height = 480\n", "height = 480\nheight = 540\n", 1);
    let said = said(&text);
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!(said[0].0, "16:1: duplicate key `height`");
}

#[test]
fn many_items_without_headers_are_read_in_time() {
    let mut text = "[[a]]\nb = 1\nc = 1\n".to_owned();
    for number in 0..20_000 {
        text += &format!("\nb = {number}\nc = {number}\n");
    }
    let start = std::time::Instant::now();
    assert!(!read("a.toml", &text).1.is_empty());
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}
