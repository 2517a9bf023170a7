//! Slips in JSON: each is one finding, at its place, with its cause, what to type, and a fix where
//! nothing else can have been meant.

use proptest::prelude::*;
use rendit::diag::{Diagnostic, Severity};
use rendit::source::SourceFile;
use serde_json::Value;

use crate::alone::{fixed, judge};
use crate::document::read;

pub const BASE: &str = r#"{
  "version": 1,
  "inputs": {
    "film": { "path": "film.mp4" }
  },
  "ladders": {
    "hd": {
      "type": "video",
      "codec": "h264",
      "rungs": [
        { "height": 720, "bit_rate": "2500k" },
        { "height": 360, "bit_rate": "800k" }
      ]
    },
    "sound": { "type": "audio" }
  },
  "outputs": {
    "web": {
      "type": "hls",
      "dir": "out/web",
      "ladders": ["hd", "sound"],
      "single_file": false
    }
  }
}
"#;

/// `line:column message => help` of every error.
fn told(text: &str) -> Vec<String> {
    told_of("a.json", text)
}

/// The same of a file of any name.
pub fn told_of(name: &str, text: &str) -> Vec<String> {
    let found = judge(&SourceFile::new(name, text));
    let errors = found.iter().filter(|one| one.severity() == Severity::Error);
    errors.map(line).collect()
}

fn line(one: &Diagnostic) -> String {
    let place = one.primary().unwrap();
    let (line, column) = place.file.line_column(place.start);
    let help = one.help.as_deref().unwrap_or("");
    format!("{line}:{column} {} => {help}", one.message)
}

/// Holds `BASE` with `right` written as `wrong`, with both line ends.
fn hold(right: &str, wrong: &str, expected: &str, is_curable: bool) {
    assert!(BASE.contains(right), "{right}");
    let text = BASE.replacen(right, wrong, 1);
    for text in [text.clone(), text.replace('\n', "\r\n")] {
        assert_eq!(told(&text), [expected], "{text}");
        let cured = fixed("a.json", &text);
        match is_curable {
            true => assert!(cured.left.is_empty(), "{:#?}", cured.left),
            false => assert_eq!(cured.file.text(), text),
        }
    }
}

#[test]
fn values_and_keys_as_other_languages_have_them() {
    let cases = [
        ("\"h264\"", "'h264'", "9:16 single quotes => write \"h264\""),
        ("\"h264\"", "`h264`", "9:16 backquotes => write \"h264\""),
        (
            "\"h264\"",
            "“h264”",
            "9:16 typographic quotes => write \"h264\"",
        ),
        (
            "\"h264\"",
            "\"h264”",
            "9:16 typographic quotes => write \"h264\"",
        ),
        (
            "\"h264\"",
            "\"\"\"h264\"\"\"",
            "9:16 a text in triple quotes => write \"h264\"",
        ),
        (
            "\"h264\"",
            "h264",
            "9:16 text without quotes => write \"h264\"",
        ),
        (
            "\"800k\"",
            "800k",
            "12:38 text without quotes => write \"800k\"",
        ),
        (
            "\"out/web\"",
            "out/${film.stem}",
            "20:14 text without quotes => write \"out/${film.stem}\"",
        ),
        (
            "\"film.mp4\"",
            "my film.mp4",
            "4:23 text without quotes => write \"my film.mp4\"",
        ),
        (
            "\"film.mp4\"",
            r"media\film.mp4",
            "4:23 text without quotes => write \"media/film.mp4\"",
        ),
        (
            "false",
            "False",
            "22:22 a truth value is written small => write false",
        ),
        (
            "false",
            "no",
            "22:22 a truth value is `true` or `false` => write false, or \"no\" for the word",
        ),
        (
            "360",
            "0360",
            "12:21 a number that starts with 0 => write 360",
        ),
        (
            "360",
            "+360",
            "12:21 a number that starts with `+` => write 360",
        ),
        (
            "360",
            "360.",
            "12:21 a number that ends with a point => write 360",
        ),
        (
            "\"800k\"",
            "\"800k'",
            "12:43 a text is not closed => write \"800k\"",
        ),
        ("360", "36O", "12:21 a letter in a number => write 360"),
        (
            "false",
            "flase",
            "22:22 a truth value is misspelt => write false",
        ),
        (
            "false",
            "fals",
            "22:22 a truth value is misspelt => write false",
        ),
        (
            "false",
            "falsse",
            "22:22 a truth value is misspelt => write false",
        ),
        ("360", "3_60", "12:21 a number with `_` => write 360"),
        ("360", "0x168", "12:21 a hexadecimal number => write 360"),
        (
            "360",
            "360px",
            "12:21 `height` is \"360px\", but must be an integer => write 360",
        ),
        (
            "\"type\": \"hls\"",
            "type: \"hls\"",
            "19:7 a key without quotes => write \"type\"",
        ),
        (
            "\"type\": \"hls\"",
            "'type': \"hls\"",
            "19:7 single quotes => write \"type\"",
        ),
        (
            "\"type\": \"hls\"",
            "\"type\" = \"hls\"",
            "19:14 a `=` after a key => write \"type\": …",
        ),
        (
            "\"type\": \"hls\"",
            "\"type\" \"hls\"",
            "19:12 a `:` is missing after a key => write \"type\": …",
        ),
        (
            "\"type\": \"hls\"",
            "\"type:\" \"hls\"",
            "19:7 a `:` inside of a key's quotes => write \"type\":",
        ),
        (
            "\"type\": \"hls\"",
            "\"type\":: \"hls\"",
            "19:14 a `:` too many => remove it",
        ),
    ];
    for (right, wrong, expected) in cases {
        hold(right, wrong, expected, true);
    }
}

#[test]
fn quotes_that_are_missing_or_too_many() {
    let cases = [
        (
            "\"out/web\"",
            "\"out/web",
            "20:21 a text is not closed => write \"out/web\"",
        ),
        (
            "\"out/web\"",
            "'out/web",
            "20:21 a text is not closed => write \"out/web\"",
        ),
        (
            "\"film.mp4\" }",
            "\"film.mp4 }",
            "4:31 a text is not closed => write \"film.mp4\"",
        ),
        (
            "\"out/web\"",
            "\"${film.stem}",
            "20:26 a text is not closed => write \"${film.stem}\"",
        ),
        (
            "\"hd\", ",
            "\"hd, ",
            "21:21 a text is not closed => write \"hd\"",
        ),
        (
            "\"dir\":",
            "\"dir:",
            "20:10 a text is not closed => write \"dir\"",
        ),
        (
            "\"ladders\": {",
            "\"ladders: {",
            "6:10 a text is not closed => write \"ladders\"",
        ),
        (
            "\"height\": 720",
            "\"height: 720",
            "11:17 a text is not closed => write \"height\"",
        ),
        (
            "\"out/web\"",
            "out/web\"",
            "20:14 a text without its first quote => write \"out/web\"",
        ),
        (
            "\"dir\":",
            "dir\":",
            "20:7 a text without its first quote => write \"dir\"",
        ),
        (
            "\"out/web\"",
            "\"out/web\"\"",
            "20:23 a quote too many => remove it",
        ),
        (
            "\"out/web\"",
            "\"out \"web\"\"",
            "20:14 a quote inside of a text => write \"out \\\"web\\\"\"",
        ),
        (
            "\"800k\"",
            "\"800\"k",
            "12:43 text outside of the quotes => write \"800k\"",
        ),
        (
            "\"out/web\"",
            r#""out\my\web\""#,
            "20:25 the backslash before the quote keeps the text open => write \"out/my/web\"",
        ),
    ];
    for (right, wrong, expected) in cases {
        hold(right, wrong, expected, true);
    }
    let cases = [
        (
            "\"out/web\"",
            "\"out\n  web\"",
            "20:14 a line break inside of a text => write the text in one line, with \\n for a line break",
        ),
        (
            "\"out/web\"",
            "\"out\tweb\"",
            "20:18 a tab inside of a text => remove it, or write a space",
        ),
        (
            "\"out/web\"",
            r#""\ud83d""#,
            "20:15 half of a character after a backslash => write the character itself",
        ),
    ];
    for (right, wrong, expected) in cases {
        hold(right, wrong, expected, false);
    }
}

#[test]
fn commas_and_blanks() {
    let cases = [
        (
            "\"h264\",",
            "\"h264\"",
            "9:21 a comma is missing => write \"h264\",".to_owned(),
        ),
        (
            "\"hd\", ",
            "\"hd\" ",
            "21:22 a comma is missing => write \"hd\",".to_owned(),
        ),
        (
            "  },\n  \"ladders\"",
            "  }\n  \"ladders\"",
            "5:3 a comma is missing => write },".to_owned(),
        ),
        (
            "\"h264\",",
            "\"h264\",,",
            "9:23 a comma too many => remove it".to_owned(),
        ),
        (
            "[\"hd\"",
            "[, \"hd\"",
            "21:19 a comma too many => remove it".to_owned(),
        ),
        (
            "\"sound\"]",
            "\"sound\",]",
            "21:32 a comma after the last item => remove it".to_owned(),
        ),
        (
            "false\n",
            "false,\n",
            "22:27 a comma after the last item => remove it".to_owned(),
        ),
        (
            "\"h264\",",
            "\"h264\";",
            "9:22 a `;` instead of a comma => write ,".to_owned(),
        ),
        (
            "false\n",
            "false;\n",
            "22:27 a `;` after the last item => remove it".to_owned(),
        ),
        (
            "  \"ladders\": {",
            "\u{a0} \"ladders\": {",
            "6:1 a space that is none for JSON => write a plain space".to_owned(),
        ),
        (
            "\"hd\", ",
            "\"hd\",\u{200b} ",
            "21:24 an invisible character => remove it".to_owned(),
        ),
    ];
    for (right, wrong, expected) in cases {
        hold(right, wrong, &expected, true);
    }
}

#[test]
fn brackets_that_do_not_fit() {
    let own = "in a line of its own after this one";
    let cases = [
        (
            "\"sound\"],",
            "\"sound\",",
            "21:31 a list is not closed => write `]` after `\"sound\"`".to_owned(),
        ),
        (
            "\"sound\"],",
            "\"sound\"",
            "21:31 a list is not closed => write `]` after `\"sound\"`".to_owned(),
        ),
        (
            "\"sound\"]",
            "\"sound\"}",
            "21:32 a list is closed by `}` => write `]`".to_owned(),
        ),
        (
            "\"2500k\" },",
            "\"2500k\",",
            "11:44 an object is not closed => write `}` after `\"2500k\"`".to_owned(),
        ),
        (
            "\"800k\" }",
            "\"800k\"",
            "12:43 an object is not closed => write `}` after `\"800k\"`".to_owned(),
        ),
        (
            "      ]\n    },",
            "      ],",
            format!("13:7 an object is not closed => write `}}` {own}"),
        ),
        (
            "      ]\n    },",
            "    },",
            format!("12:45 a list is not closed => write `]` {own}"),
        ),
        (
            "\"audio\" }\n  },",
            "\"audio\" }\n",
            format!("15:32 an object is not closed => write `}}` {own}"),
        ),
        (
            "    },\n    \"sound\"",
            "    }},\n    \"sound\"",
            "14:6 a `}` too many => remove it".to_owned(),
        ),
        (
            "    },\n    \"sound\"",
            "    }\n    },\n    \"sound\"",
            "15:5 a `}` too many => remove it".to_owned(),
        ),
        (
            "    },\n    \"sound\"",
            "    },\n    },\n    \"sound\"",
            "15:5 a `},` too many => remove it".to_owned(),
        ),
        (
            "\"audio\" }",
            "\"audio\" }}",
            "15:33 a `}` too many => remove it".to_owned(),
        ),
        (
            "  }\n}\n",
            "  }\n}\n}\n",
            "26:1 a `}` too many => remove it".to_owned(),
        ),
        (
            "    }\n  }\n}\n",
            "    }\n  }\n",
            "24:3 an object is not closed => write `}`".to_owned(),
        ),
        (
            "\"hd\": {",
            "\"hd\":",
            "7:9 an object is not opened => write \"hd\": {".to_owned(),
        ),
        (
            "{ \"height\": 720",
            "\"height\": 720",
            "11:9 an object is not opened => write `{` before this".to_owned(),
        ),
        (
            "[\"hd\"",
            "\"hd\"",
            "21:16 a list is not opened => write \"ladders\": [".to_owned(),
        ),
        (
            "\"ladders\": {",
            "\"ladders\": [",
            "6:14 an object is opened by `[` => write `{`".to_owned(),
        ),
        (
            "\"rungs\": [",
            "\"rungs\": {",
            "10:16 a list is opened by `{` => write `[`".to_owned(),
        ),
        (
            "[\"hd\", \"sound\"]",
            "{\"hd\", \"sound\"}",
            "21:18 a list in braces => write [\"hd\", \"sound\"]".to_owned(),
        ),
        (
            "{\n  \"version\"",
            "manifest = {\n  \"version\"",
            "1:1 something stands before the manifest => remove it".to_owned(),
        ),
        (
            "{\n  \"version\"",
            "\n  \"version\"",
            "2:3 the first `{` is missing => write `{` before this".to_owned(),
        ),
        (
            "  }\n}\n",
            "  }\n};\n",
            "25:2 a `;` after the end of the manifest => remove it".to_owned(),
        ),
    ];
    for (right, wrong, expected) in cases {
        hold(right, wrong, &expected, true);
    }
}

#[test]
fn marks_that_stand_for_others() {
    let cases = [
        (
            "\"h264\",",
            "\"h264\",, ,",
            "9:23 commas too many => remove them",
        ),
        (
            "[\"hd\"",
            "[,,\"hd\"",
            "21:19 commas too many => remove them",
        ),
        (
            "\"sound\"]",
            "\"sound\",,]",
            "21:32 commas after the last item => remove them",
        ),
        (
            "false\n",
            "false,\n,\n",
            "22:27 commas after the last item => remove them",
        ),
        (
            "\"dir\":",
            "\"dir\" \"dir\":",
            "20:13 a key written twice => remove it",
        ),
        (
            "\"hls\",",
            "\"hls\":",
            "19:20 a `:` instead of a comma => write ,",
        ),
        (
            "\"hls\",",
            "\"hls\" =",
            "19:21 a `=` instead of a comma => write ,",
        ),
        ("false\n", "false:\n", "22:27 a `:` too many => remove it"),
        (
            "    },\n    \"sound\"",
            "    }:\n    \"sound\"",
            "14:6 a `:` instead of a comma => write ,",
        ),
        (
            "\"dir\":",
            "\"dir\",:",
            "20:12 a comma too many => remove it",
        ),
        (
            "\"dir\":",
            "\"dir\":,",
            "20:13 a comma too many => remove it",
        ),
        (
            "\"film.mp4\"",
            "r\"film.mp4\"",
            "4:23 a letter before the quotes => remove it",
        ),
        (
            "\"film.mp4\"",
            "'film''s.mp4'",
            "4:23 single quotes => write \"film's.mp4\"",
        ),
        (
            "\"film.mp4\"",
            "\"film.mp4\n    \"",
            "4:23 a line break inside of a text => write \"film.mp4\"",
        ),
        (
            "\"film.mp4\"",
            "\"the \\\"cut\\\"",
            "4:34 a text is not closed => write \"the \\\"cut\\\"\"",
        ),
        (
            "\"film.mp4\"",
            "\"the \"cut\\\"\"",
            "4:23 a quote inside of a text => write \"the \\\"cut\\\"\"",
        ),
        (
            "\"film.mp4\"",
            "\\\"film.mp4\\\"",
            "4:23 quotes with backslashes before them => write \"film.mp4\"",
        ),
        (
            "\"film.mp4\"",
            "->\"film.mp4\"",
            "4:25 text outside of the quotes => write \"->film.mp4\"",
        ),
    ];
    for (right, wrong, expected) in cases {
        hold(right, wrong, expected, true);
    }
    let text = BASE.replacen("[\"hd\", \"sound\"]", "{\"hd\"]", 1);
    let expected = "21:18 a list is opened by `{` => write `[`";
    assert_eq!(told(&text), [expected]);
    assert!(fixed("a.json", &text).file.text().contains("[\"hd\"]"));
    let text = BASE.replacen("360", "(360)", 1);
    assert_eq!(told(&text), ["12:21 parentheses => write 360"]);
    assert!(fixed("a.json", &text).left.is_empty());
    // All of the manifest as a text of another program.
    let escaped = BASE.replace('"', "\\\"");
    let one_line = escaped.replace('\n', "\\n");
    let everywhere = "write `\"` for `\\\"` everywhere";
    let cases = [
        (
            escaped,
            format!("2:3 the quotes have backslashes before them => {everywhere}"),
        ),
        (
            format!("\"{one_line}\"\n"),
            format!(
                "1:1 the quotes have backslashes before them => remove the quotes around the manifest, and {everywhere}"
            ),
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(told(&text), [expected]);
        assert_eq!(fixed("a.json", &text).file.text(), BASE);
    }
}

/// An object is closed before all of it has come.
#[test]
fn brackets_closed_too_early() {
    let one_line = BASE.split_whitespace().collect::<Vec<_>>().join(" ") + "\n";
    let cases = [
        (
            BASE,
            "\"film.mp4\" }",
            "\"film.mp4\"}, \"language\": \"fr\" }",
            "4:33 a `}` too many => remove it",
        ),
        (
            BASE,
            "720, ",
            "720 }, ",
            "11:25 a `}` too many => remove it",
        ),
        (
            &one_line,
            "720, ",
            "720 }, ",
            "1:145 a `}` too many => remove it",
        ),
        (
            &one_line,
            "\"hls\", ",
            "\"hls\"} ",
            "1:279 a `}` instead of a comma => write `,`",
        ),
    ];
    for (base, right, wrong, expected) in cases {
        let text = base.replacen(right, wrong, 1);
        assert_eq!(told(&text), [expected], "{text}");
        assert!(fixed("a.json", &text).left.is_empty());
    }
    // In one line it may be any of them.
    let text = one_line.replacen("\"hls\", ", "\"hls\"}, ", 1);
    let expected = "1:353 a `}` too many => remove it, or the one before it that is too many";
    assert_eq!(told(&text), [expected]);
    assert_eq!(fixed("a.json", &text).file.text(), text);
}

/// A line that opens something is lost, as after a merge: one finding, and what is below is not held
/// against what it is not.
#[test]
fn lines_that_open_something_and_are_lost() {
    let object = "an object is not opened => write `\"key\": {` in a line before this";
    let list = "a list is not opened => write `\"key\": [` in a line before this";
    let either = "a `}` too many, or a line too few => remove it, or write the line that is missing after it: `\"key\": {`";
    let cases = [
        (3, format!("3:5 {object}")),
        (6, format!("5:3 {either}")),
        (7, format!("7:7 {object}")),
        (10, format!("10:9 {list}")),
        (17, format!("16:3 {either}")),
        (18, format!("18:7 {object}")),
    ];
    for (line, expected) in cases {
        let mut lines: Vec<&str> = BASE.lines().collect();
        let gone = lines.remove(line - 1);
        for text in [
            lines.join("\n"),
            lines.join("\r\n"),
            lines.join("\n").replace("  ", "\t"),
        ] {
            let told = told(&text);
            let expected = match text.contains('\t') {
                true => expected.split_once(' ').unwrap().1,
                false => expected.as_str(),
            };
            assert_eq!(told.len(), 1, "{gone}: {told:#?}");
            assert!(told[0].ends_with(expected), "{gone}: {told:#?}");
            assert_eq!(fixed("a.json", &text).file.text(), text);
        }
    }
}

/// Where it is not certain what was meant, one finding is told and nothing is changed.
#[test]
fn what_is_not_certain_is_told_once() {
    let one_line = BASE.split_whitespace().collect::<Vec<_>>().join(" ");
    let part = "the end of the file is missing: is it a part of a longer one?";
    let end = "at the end of what is not closed";
    let first = "write { \"version\": 1, … }; `rendit init` writes a first manifest";
    let cases = [
        (String::new(), format!("1:1 the file is empty => {first}")),
        ("# nothing\n".to_owned(), format!("1:1 the file is empty => {first}")),
        (BASE[..BASE.len() - 6].to_owned(), format!("23:5 the file ends before all is closed => write `}}}}` {end}")),
        ("{\"version\": 1,".to_owned(), format!("1:14 an object is not closed => {part}")),
        ("{\"version".to_owned(), format!("1:9 the file ends inside of a text => {part}")),
        (format!("{BASE}{BASE}"), "26:1 something follows the end of the manifest => a manifest is one object: put each into a file of its own".to_owned()),
        (format!("{BASE}x"), "26:1 something follows the end of the manifest => remove it, or move it before the last `}`".to_owned()),
        (one_line.replacen("} ] }, \"sound\"", "} ], \"sound\"", 1), format!("1:350 an object is not closed => write `}}` {end}")),
        ("version = 1\n".to_owned(), "1:1 this is TOML, not JSON => name the file `a.toml`".to_owned()),
        ("version: 1\n".to_owned(), "1:1 this is YAML, not JSON => name the file `a.yaml`".to_owned()),
        (BASE[1..BASE.len() - 2].to_owned(), "2:3 the outermost braces are missing => write `{` as the first character of the file, and `}` as the last".to_owned()),
        (BASE.replacen("360,", "", 1), "12:19 the value is missing => write a value, or remove the key to leave it out".to_owned()),
        (BASE.replacen("\"height\": 360,", "\"height\",", 1), "12:11 a key without a value => write \"height\": …, or remove the key".to_owned()),
        (BASE.replacen("360,", "360,5,", 1), "12:21 a comma in a number => write 360.5".to_owned()),
        (BASE.replacen("360", "None", 1), "12:21 a word for no value => remove the key to leave it out".to_owned()),
        (BASE.replacen("\"out/web\"", "\"out\" + \"web\"", 1), "20:14 texts put together with `+` => write \"outweb\"".to_owned()),
    ];
    for (text, expected) in cases {
        assert_eq!(told(&text), [expected], "{text}");
        assert_eq!(fixed("a.json", &text).file.text(), text);
    }
}

#[test]
fn independent_mistakes_are_all_told() {
    let text = BASE
        .replacen("\"h264\",", "\"h266\"", 1)
        .replacen("720", "0720", 1)
        .replacen("\"hls\"", "\"hsl\"", 1)
        .replacen("\"sound\"],", "\"sound\",", 1);
    let lines: Vec<String> = told(&text)
        .iter()
        .map(|line| line.split(" => ").next().unwrap().to_owned())
        .collect();
    let mut sorted = lines.clone();
    sorted.sort();
    let expected = [
        "11:21 a number that starts with 0",
        "19:15 `type` cannot be \"hsl\"",
        "21:31 a list is not closed",
        "9:16 `codec` cannot be \"h266\"",
        "9:21 a comma is missing",
    ];
    assert_eq!(sorted, expected);
}

/// Every mark that JSON is made of, left out or written twice or as another one: the fix gives the
/// manifest back, or leaves the doubt to people.
#[test]
fn no_cure_makes_another_manifest() {
    let right = read("a.json", BASE).0.root.to_json();
    let one_line = BASE.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut wrong = Vec::new();
    let mut cured = 0;
    let mut all = 0;
    for base in [BASE, &one_line] {
        for (at, mark) in base.match_indices(['{', '}', '[', ']', ',', ':', '"']) {
            let (before, after) = (&base[..at], &base[at + 1..]);
            for new in ["", "}", "]", ",", ";", ":", "\"", &mark.repeat(2)] {
                let text = format!("{before}{new}{after}");
                let told = told(&text);
                if new == mark || told.is_empty() {
                    continue;
                }
                all += 1;
                let result = fixed("a.json", &text);
                let value = read("a.json", result.file.text()).0.root.to_json();
                if result.left.is_empty() && value == right {
                    cured += 1;
                } else if result.left.is_empty()
                    || (told.len() > 2 && (new.is_empty() || new.len() == 2))
                {
                    let line = text[..at].lines().count();
                    wrong.push(format!("{line}: {mark} as {new}: {told:#?} {value}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(cured * 2 > all, "{cured} of {all} are cured");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// What JSON can read is read as JSON reads it; what it cannot is told.
    #[test]
    fn the_reader_agrees_with_another_one(
        at in 0..BASE.len(),
        length in 0..4_usize,
        new in "[\\[\\]{}:,\"'a0 .\\-+eE\\\\/#\n]{0,3}",
    ) {
        let end = (at + length).min(BASE.len());
        let text = format!("{}{new}{}", &BASE[..at], &BASE[end..]);
        let (document, findings) = read("a.json", &text);
        let is_twice = |line: &String| line.contains("duplicate-key");
        match serde_json::from_str::<Value>(&text) {
            Ok(value) if findings.is_empty() => {
                prop_assert_eq!(document.root.to_json().to_string(), value.to_string());
            }
            Ok(_) => prop_assert!(findings.iter().all(is_twice), "{:?}", findings),
            Err(_) => prop_assert!(findings.iter().any(|line| !is_twice(line)), "{}", text),
        }
    }
}
