//! Comments in JSON: what may stand in which file, and that no fix takes one away.

use crate::alone::fixed;
use crate::document::read;
use crate::json_slips::{BASE, told_of};

/// `BASE` with a comment in every kind of place: `mark` starts it, `close` ends it.
fn commented(mark: &str, close: &str) -> String {
    let comment = |text: &str| format!("{mark} {text}{close}");
    BASE.replacen("{\n", &format!("{}\n{{\n", comment("the film")), 1)
        .replacen("\"h264\",", &format!("\"h264\", {}", comment("for all")), 1)
        .replacen(
            "  \"outputs\"",
            &format!(
                "  {}\n\n  {}\n  \"outputs\"",
                comment("where"),
                comment("to")
            ),
            1,
        )
        .replacen(
            "    }\n  }\n}\n",
            &format!("    }}\n  }}\n}}\n{}", comment("end")),
            1,
        )
}

fn with_both_line_ends(text: &str) -> [String; 2] {
    [text.to_owned(), text.replace('\n', "\r\n")]
}

#[test]
fn a_file_that_ends_in_jsonc_holds_comments_and_trailing_commas() {
    let right = read("a.json", BASE).0.root.to_json();
    let trailing = BASE
        .replacen("\"sound\"]", "\"sound\",]", 1)
        .replacen("false\n", "false, // last\n", 1)
        .replacen("\"800k\" }\n", "\"800k\" }, /* last */\n", 1);
    let texts = [
        commented("//", ""),
        commented("/*", " */"),
        commented("/*", "\n * of two lines */"),
        BASE.replacen("360", "/* small */ 360 /**/", 1),
        BASE.replacen("360", "//small\n360//small\n", 1),
        trailing,
        format!("{BASE}// the end"),
    ];
    for text in texts.iter().flat_map(|text| with_both_line_ends(text)) {
        for name in ["a.jsonc", "A.JSONC"] {
            assert_eq!(told_of(name, &text), [""; 0], "{text}");
            assert_eq!(read(name, &text).0.root.to_json(), right);
        }
    }
}

#[test]
fn other_slips_are_told_beside_comments() {
    let cases = [
        (
            "\"h264\",",
            "\"h264\"",
            "10:21 a comma is missing => write \"h264\",",
        ),
        (
            "\"sound\"]",
            "\"sound\",,]",
            "25:33 a comma too many => remove it",
        ),
        (
            "\"sound\"]",
            "\"sound\"",
            "25:31 a list is not closed => write `]` after `\"sound\"`",
        ),
        (
            "    },\n    \"sound\"",
            "    },\n    },\n    \"sound\"",
            "16:5 a `},` too many => remove it",
        ),
        (
            "\"type\": \"hls\"",
            "type: \"hls\"",
            "23:7 a key without quotes => write \"type\"",
        ),
    ];
    for (right, wrong, expected) in cases {
        let text = commented("//", "");
        assert!(text.contains(right), "{right}");
        for text in with_both_line_ends(&text.replacen(right, wrong, 1)) {
            assert_eq!(told_of("a.jsonc", &text), [expected], "{text}");
            let cured = fixed("a.jsonc", &text);
            assert!(cured.left.is_empty(), "{:#?}", cured.left);
            assert_eq!(cured.file.text().matches("//").count(), 5);
        }
    }
}

#[test]
fn comments_in_json_are_one_finding_and_stay() {
    let name_it = "name the file `a.jsonc`, where comments may stand";
    let cases = [
        (
            commented("//", ""),
            format!("1:1 comments in JSON => {name_it}, or remove them"),
        ),
        (
            commented("/*", " */"),
            format!("1:1 comments in JSON => {name_it}, or remove them"),
        ),
        (
            commented("#", ""),
            format!("1:1 comments in JSON => {name_it} and start with `//`, or remove them"),
        ),
        (
            BASE.replacen("  \"outputs\"", "  // where\n\n  // to\n  \"outputs\"", 1),
            format!("17:3 a comment in JSON => {name_it}, or remove it"),
        ),
        (
            BASE.replacen("\"h264\",", "\"h264\", // good", 1),
            format!("9:24 a comment in JSON => {name_it}, or remove it"),
        ),
        (
            BASE.replacen("360", "/* small */ 360", 1),
            format!("12:21 a comment in JSON => {name_it}, or remove it"),
        ),
    ];
    for (text, expected) in cases {
        for text in with_both_line_ends(&text) {
            assert_eq!(told_of("a.json", &text), [expected.as_str()], "{text}");
            assert_eq!(fixed("a.json", &text).file.text(), text);
        }
    }
}

#[test]
fn what_else_is_wrong_in_a_file_with_comments_is_fixed_and_the_comments_stay() {
    let text = commented("//", "")
        .replacen("\"hd\", ", "\"hd\" ", 1)
        .replacen("720", "0720", 1);
    let cured = fixed("a.json", &text);
    let wanted = text
        .replacen("\"hd\" ", "\"hd\", ", 1)
        .replacen("0720", "720", 1);
    assert_eq!(cured.file.text(), wanted);
    assert_eq!(cured.left.len(), 1);
    assert_eq!(fixed("a.json", &wanted).file.text(), wanted);
}

#[test]
fn comments_of_another_language_become_those_of_the_file() {
    let cured = fixed("a.jsonc", &commented("#", ""));
    assert!(cured.left.is_empty(), "{:#?}", cured.left);
    assert_eq!(cured.file.text(), commented("//", ""));
    let expected = "9:24 a comment that starts with `#` => write `//` instead";
    let text = BASE.replacen("\"h264\",", "\"h264\", # good", 1);
    assert_eq!(told_of("a.jsonc", &text), [expected]);
    // A value may start with the same mark.
    let text = BASE.replacen("\"out/web\"", "#web", 1);
    let expected = "20:14 text without quotes => write \"#web\"";
    assert_eq!(told_of("a.jsonc", &text), [expected]);
}

#[test]
fn a_comment_that_is_not_closed_is_told_alone() {
    for name in ["a.json", "a.jsonc"] {
        let text = BASE.replacen("\"h264\",", "\"h264\", /* good", 1);
        let expected = "9:24 a comment is not closed => write `*/` where the comment ends";
        assert_eq!(told_of(name, &text), [expected]);
        assert_eq!(fixed(name, &text).file.text(), text);
    }
}
