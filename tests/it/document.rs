//! Texts become trees, places become bytes, and several files become one tree.
#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

use proptest::prelude::*;
use rendit::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use rendit::document::{self, Document, Node, Override};
use rendit::source::{Route, SourceFile, Span};
use serde_json::{Value, json};

/// Reads a text; the findings are settled and shown as `line:column: code: message`.
pub fn read(name: &str, text: &str) -> (Document, Vec<String>) {
    let mut diagnostics = Diagnostics::new();
    let file = SourceFile::new(name, text);
    let document = document::parse(&mut diagnostics, &file).expect("a known ending");
    let findings = diagnostics.as_slice().iter().map(line).collect();
    (document, findings)
}

fn line(finding: &Diagnostic) -> String {
    let place = finding.primary().expect("the readers know the bytes");
    let (line, column) = place.file.line_column(place.start);
    let fix = finding.fix.as_ref();
    let fix = fix.map_or(String::new(), |fix| format!(" => {}", fix.text));
    let code = finding.code.name;
    format!("{line}:{column}: {code}: {}{fix}", finding.message)
}

fn good(name: &str, text: &str) -> Document {
    let (document, findings) = read(name, text);
    assert_eq!(findings, [""; 0], "{text}");
    document
}

fn route(text: &str) -> Route {
    Route::parse(text).expect("a route")
}

fn located(document: &Document, at: &At) -> String {
    let span = document.locate(at).expect("every place has bytes");
    span.text().to_owned()
}

#[test]
fn toml_mistakes_are_all_reported_in_plain_words() {
    let cases: [(&str, &[&str]); 16] = [
        (
            "a = h264\n",
            &["1:5: syntax-toml: text without quotes => \"h264\""],
        ),
        ("a =\nb = 1\n", &["1:3: syntax-toml: the value is missing"]),
        ("a\nb = 1\n", &["1:1: syntax-toml: a key without a value"]),
        (
            "a = [1, 2\nb = 1\n",
            &["1:9: syntax-toml: a list is not closed => ]"],
        ),
        (
            "a = [1 2]\n",
            &["1:6: syntax-toml: two values without anything between them"],
        ),
        ("a = {\n  b = 1,\n  c = \"\\e\",\n}\n", &[]),
        (
            "a = {b = 'x' c = 2}\n",
            &["1:12: syntax-toml: a comma is missing in a table => ,"],
        ),
        (
            "a = 1\na = 'x' y\n",
            &[
                "2:1: duplicate-key: duplicate key `a`",
                "2:9: syntax-toml: something follows the value",
            ],
        ),
        (
            "a = {b = 1 c = 2}\n",
            &["1:12: syntax-toml: a comma is missing in a table => ,"],
        ),
        (
            "[a\nb = 1\n",
            &["1:1: syntax-toml: a table's header is not closed => ]"],
        ),
        (
            "a = 1 b = 2\n",
            &["1:7: syntax-toml: two keys on one line => \n"],
        ),
        (
            "a = \"x\nb = 1\n",
            &["1:5: syntax-toml: a text is not closed => \""],
        ),
        (
            "a = 07\n",
            &["1:5: syntax-toml: a number that starts with 0 => "],
        ),
        (
            "a = inf\n",
            &["1:5: bad-number: a manifest has no infinite or undefined numbers"],
        ),
        (
            "a = 99999999999999999999\n",
            &["1:5: bad-number: the number does not fit 64 bits"],
        ),
        (
            "a = 'x\\u0000y'\nb = \"x\\u0000y\"\n",
            &["2:5: not-text: a NUL character in a text"],
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(read("a.toml", text).1, expected, "{text}");
    }
}

#[test]
fn yaml_and_json_mistakes_are_reported_in_plain_words() {
    let cases: [(&str, &str, &[&str]); 18] = [
        (
            "a.yaml",
            "path: {name}/x\n",
            &["1:13: syntax-yaml: a key was expected => \"{name}/x\""],
        ),
        (
            "a.yaml",
            "a: 1\n\tb: 2\n",
            &["2:1: syntax-yaml: a tab in the indentation => "],
        ),
        (
            "a.yaml",
            "a: \"x\n",
            &["1:4: syntax-yaml: a quote is not closed => \""],
        ),
        (
            "a.yaml",
            "a: [1, 2\n",
            &["1:4: syntax-yaml: a list in brackets is not closed => ]"],
        ),
        (
            "a.yaml",
            "a: b: c\n",
            &["1:5: syntax-yaml: a `:` where no key can be => \"b: c\""],
        ),
        (
            "a.yaml",
            "a: @x\n",
            &["1:4: syntax-yaml: a text that must be quoted => \"@x\""],
        ),
        (
            "a.yaml",
            "a: *.mp4\n",
            &["1:4: yaml-alias: no anchor is named `.mp4` => \"*.mp4\""],
        ),
        (
            "a.yaml",
            "a: *x\nb: *y\n",
            &[
                "1:4: yaml-alias: no anchor is named `x`",
                "2:4: yaml-alias: no anchor is named `y`",
            ],
        ),
        (
            "a.yaml",
            "a: &a [*a]\n",
            &["1:8: yaml-alias: an anchor is used inside of the value that it names"],
        ),
        (
            "a.yaml",
            "a: !path x\n",
            &["1:4: yaml-tag: the tag `!path` does not fit here"],
        ),
        (
            "a.yaml",
            "a: !!int x\n",
            &["1:4: yaml-tag: the tag `!!int` does not fit here"],
        ),
        (
            "a.yaml",
            "a: 1\n---\na: 2\n",
            &["2:1: yaml-documents: a manifest is one YAML document, and here are several"],
        ),
        (
            "a.yaml",
            "{[a]: 1}\n",
            &["1:2: yaml-key: a key must be a word"],
        ),
        (
            "a.yaml",
            "<<: 1\n",
            &["1:5: yaml-merge: `<<` merges a mapping, or a list of mappings"],
        ),
        (
            "a.json",
            "{\"a\": 1,}\n",
            &["1:8: syntax-json: a comma after the last item => "],
        ),
        (
            "a.json",
            "{\"a\": 1 // x\n}\n",
            &["1:9: syntax-json: a comment in JSON => "],
        ),
        (
            "a.json",
            "{\"a\": x}\n",
            &["1:7: syntax-json: text without quotes => \"x\""],
        ),
        (
            "a.json",
            "{\"a\": [1}\n",
            &["1:8: syntax-json: a list is not closed => ]"],
        ),
    ];
    for (name, text, expected) in cases {
        assert_eq!(read(name, text).1, expected, "{text}");
    }
}

#[test]
fn a_duplicate_key_shows_both_places() {
    let cases = [
        (
            "a.toml",
            "[t]\nab = 1\nx = {ab = 2}\nab = 3\n",
            (4, 1),
            (2, 1),
        ),
        (
            "a.toml",
            "ab = 1\n[t]\nab = 1\n[u]\nab = 1\nab = 2\n",
            (6, 1),
            (5, 1),
        ),
        ("a.toml", "[t]\na = 1\n[u]\n[t]\nb = 1\n", (4, 1), (1, 1)),
        ("a.toml", "a = {ab = 1, cd = 2, ab = 3}\n", (1, 22), (1, 6)),
        ("a.yaml", "a:\n  b: 1\n  c: 2\n  b: 3\n", (4, 3), (2, 3)),
        (
            "a.json",
            "{\"a\": 1,\r\n \"é\": 1, \"a\": 2}",
            (2, 10),
            (1, 2),
        ),
    ];
    for (name, text, second, first) in cases {
        let mut diagnostics = Diagnostics::new();
        let file = SourceFile::new(name, text);
        document::parse(&mut diagnostics, &file);
        let [finding] = diagnostics.as_slice() else {
            panic!("one finding for {text}, not {:?}", diagnostics.as_slice());
        };
        assert_eq!(finding.code.name, "duplicate-key");
        let places: Vec<(usize, usize)> = finding
            .labels
            .iter()
            .map(|label| match &label.at {
                At::Span(span) => file.line_column(span.start),
                other => panic!("{other:?} is not settled"),
            })
            .collect();
        assert_eq!(places, [second, first], "{text}");
    }
}

#[test]
fn yaml_reads_by_the_core_schema() {
    let text = "\
a: [no, 'yes', ~, True, 0x1F, 0o17, 017, +1, 1e3, .5, 1_000, 1:30, 2026-11-22, .inf, -7]
b: &b {x: 1, y: 2}
c: {<<: *b, y: 3}
d: {<<: [{z: 1}, *b, {x: 9}]}
e: !!str 12
f:
";
    let expected = json!({
        "a": ["no", "yes", null, true, 31, 15, 17, 1, 1000.0, 0.5, "1_000", "1:30", "2026-11-22", ".inf", -7],
        "b": {"x": 1, "y": 2},
        "c": {"y": 3, "x": 1},
        "d": {"z": 1, "x": 1, "y": 2},
        "e": "12",
        "f": null,
    });
    let document = good("a.yaml", text);
    assert_eq!(document.root.to_json(), expected);
    let note = |at: &str| document.get(&route(at)).and_then(|node| node.note);
    assert!(note("a[0]").expect("a note").contains("write `false`"));
    assert!(note("a[6]").expect("a note").contains("octal"));
    assert_eq!(note("a[1]"), None);
}

#[test]
fn places_are_found_in_every_syntax() {
    let toml = "\
# a comment
version = 1
[inputs.film]
path = \"out/${film}.mp4\"
[[rungs]]
height = 2
[[rungs]]
list = [
  { a = 1 },
  \"x\\ty\",
]
";
    let yaml = "\
---
inputs:
  film:
    path: out/${film}.mp4
    none:
rungs:
  - height: 2
    crf: 3
";
    let value = |text: &str| At::Value(route(text));
    let key = |text: &str| At::Key(route(text));
    let within = |text: &str| At::Within(route(text), 4..11);
    let cases = [
        ("a.toml", toml, value(""), "version = 1"),
        ("a.toml", toml, value("version"), "1"),
        ("a.toml", toml, key("version"), "version"),
        ("a.toml", toml, value("missing.thing"), "version = 1"),
        ("a.toml", toml, value("inputs"), "inputs"),
        ("a.toml", toml, value("inputs.film"), "[inputs.film]"),
        ("a.toml", toml, key("inputs.film"), "film"),
        ("a.toml", toml, key("inputs.film.missing"), "[inputs.film]"),
        ("a.toml", toml, within("inputs.film.path"), "${film}"),
        ("a.toml", toml, value("rungs"), "rungs"),
        ("a.toml", toml, value("rungs[1]"), "[[rungs]]"),
        ("a.toml", toml, value("rungs[1].list"), "list"),
        ("a.toml", toml, value("rungs[1].list[0]"), "{ a = 1 }"),
        ("a.toml", toml, value("rungs[1].list[9]"), "list"),
        (
            "a.toml",
            toml,
            At::Within(route("rungs[1].list[1]"), 0..1),
            "\"x\\ty\"",
        ),
        ("a.yaml", yaml, value("inputs.film"), "film"),
        ("a.yaml", yaml, value("inputs.film.none"), "none"),
        ("a.yaml", yaml, within("inputs.film.path"), "${film}"),
        ("a.yaml", yaml, value("rungs[0]"), "height: 2"),
        ("a.yaml", yaml, value("rungs[0].bit_rate"), "height: 2"),
        ("a.yaml", yaml, value("rungs[0].crf"), "3"),
        ("a.json", "{\"a\": [{\"b\": null}]}", key("a"), "\"a\""),
        (
            "a.json",
            "{\"a\": [{\"b\": null}]}",
            value("a[0].b"),
            "null",
        ),
    ];
    for (name, text, at, expected) in cases {
        assert_eq!(located(&good(name, text), &at), expected, "{name} {at:?}");
    }
}

static TEST: Code = Code {
    name: "test",
    severity: Severity::Error,
    summary: "",
    explanation: "",
};

#[test]
fn settling_labels_aliases_and_drops_a_fix_without_its_text() {
    let text = "a: &a {path: x}\nb: *a\nc:\n  <<: *a\n";
    let document = good("a.yaml", text);
    let places = |finding: Diagnostic| -> Vec<(String, usize)> {
        let label = |label: &rendit::diag::Label| match &label.at {
            At::Span(span) => (label.text.clone(), span.start),
            other => panic!("{other:?} is not settled"),
        };
        finding.labels.iter().map(label).collect()
    };
    let once = Diagnostic::new(&TEST, route("b.path"), "m").here("here");
    let expected = vec![
        ("here".to_owned(), 13),
        ("used through this alias".to_owned(), 19),
    ];
    assert_eq!(places(document.settle(once)), expected);
    let twice = Diagnostic::new(&TEST, route("c.path"), "m")
        .here("again")
        .label(At::Value(route("a.path")), "first");
    assert_eq!(places(document.settle(twice)).len(), 3);
    let swapped = Diagnostic::new(&TEST, route("a.path"), "m")
        .here("first")
        .label(At::Value(route("c.path")), "again");
    let expected = vec![("first".to_owned(), 13), ("again".to_owned(), 31)];
    assert_eq!(places(document.settle(swapped)), expected);

    let fix = |at: &str| {
        let finding = Diagnostic::new(&TEST, Route::root(), "m");
        let finding = finding.fix(At::Value(route(at)), "y");
        document.settle(finding).fix.is_some()
    };
    assert!(fix("a.path"));
    assert!(!fix("a"), "a table's key is not the table");
    assert!(!fix("a.none"));
}

#[test]
fn files_merge_and_keep_their_places() {
    let base = good(
        "base.toml",
        "name = \"base\"\nlist = [1, 2]\n[t]\na = 1\nb = 2\n",
    );
    let main = good("main.yaml", "name: main\nlist: [3]\nt: {b: 3, c: 4}\n");
    let merged = main.over(base);
    let expected = json!({"name": "main", "list": [3], "t": {"a": 1, "b": 3, "c": 4}});
    assert_eq!(merged.root.to_json(), expected);
    let files: Vec<&str> = merged.files.iter().map(SourceFile::name).collect();
    assert_eq!(files, ["main.yaml", "base.toml"]);
    let file_of = |at: &str| {
        let span = merged.locate(&At::Value(route(at))).expect("bytes");
        span.file.name().to_owned()
    };
    assert_eq!(file_of("t.a"), "base.toml");
    assert_eq!(file_of("t.b"), "main.yaml");
    assert_eq!(file_of("t.missing"), "main.yaml");
}

#[test]
fn the_command_line_overrides() {
    let cases = [
        (
            "vars.cdn=https://x.example",
            json!({"vars": {"cdn": "https://x.example"}, "list": [1, {"a": 2}]}),
        ),
        ("list[1].a=true", json!({"list": [1, {"a": true}]})),
        ("list=[\"x\", 2]", json!({"list": ["x", 2]})),
        ("list[0]=\"7\"", json!({"list": ["7", {"a": 2}]})),
        (
            "list[0]=2026-11-22",
            json!({"list": ["2026-11-22", {"a": 2}]}),
        ),
        ("list[0]={a = 1}", json!({"list": ["{a = 1}", {"a": 2}]})),
        ("list[0]=007", json!({"list": ["007", {"a": 2}]})),
        ("list[0]=", json!({"list": ["", {"a": 2}]})),
    ];
    for (argument, expected) in cases {
        let mut document = good("a.yaml", "list: [1, {a: 2}]\n");
        let mut diagnostics = Diagnostics::new();
        let file = SourceFile::new("--set", argument);
        let change = Override::parse(&mut diagnostics, &file).expect(argument);
        let at = At::Value(change.route.clone());
        document.set(&mut diagnostics, change).expect(argument);
        let mut got = document.root.to_json();
        got.sort_all_objects();
        let mut expected = expected;
        expected.sort_all_objects();
        assert_eq!(got, expected);
        assert_eq!(
            document.locate(&at).map(|span| span.file.is(&file)),
            Some(true)
        );
    }
    for argument in ["x", "=1", "list[9]=1", "list.a=1", "list[0].a=1", "a..b=1"] {
        let mut document = good("a.yaml", "list: [1, {a: 2}]\n");
        let mut diagnostics = Diagnostics::new();
        let file = SourceFile::new("--set", argument);
        let change = Override::parse(&mut diagnostics, &file);
        let done = change.and_then(|change| document.set(&mut diagnostics, change));
        assert_eq!(done, None, "{argument}");
        let codes: Vec<&str> = diagnostics
            .as_slice()
            .iter()
            .map(|finding| finding.code.name)
            .collect();
        assert_eq!(codes, ["bad-override"], "{argument}");
    }
}

#[test]
fn bytes_that_are_no_text_are_refused_in_their_place() {
    let cases: [(&[u8], &str, (usize, usize)); 5] = [
        (b"a = \"\xff\"\n", "the file is not UTF-8 text", (1, 6)),
        (b"\xef\xbb\xbfab\xe9", "the file is not UTF-8 text", (1, 3)),
        (
            b"a\nb\0c",
            "the file holds a NUL character, so it is not text",
            (2, 2),
        ),
        (b"\xff\xfea\0", "the file is UTF-16, not UTF-8", (1, 1)),
        (b"", "", (0, 0)),
    ];
    for (bytes, message, place) in cases {
        match document::decode("a.toml", bytes) {
            Ok(file) => assert_eq!((message, file.text()), ("", "")),
            Err(finding) => {
                let span = finding.primary().expect("bytes");
                assert_eq!(finding.message, message);
                assert_eq!(span.file.line_column(span.start), place);
            }
        }
    }
    let file = document::decode("a.toml", b"\xef\xbb\xbfa = 1").expect("a byte order mark is fine");
    assert_eq!(file.text(), "a = 1");
}

#[test]
fn only_known_endings_are_read() {
    for name in ["film.conf", "manifest", "a.toml.bak", ".toml/x"] {
        let mut diagnostics = Diagnostics::new();
        let read = document::parse(&mut diagnostics, &SourceFile::new(name, "a = 1"));
        assert!(read.is_none() && diagnostics.has_errors(), "{name}");
    }
}

/// Values that TOML can hold: no null.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e9f64..1e9).prop_map(Value::from),
        "[ -~é\n\t]{0,12}".prop_map(Value::from),
        prop_oneof![
            Just("no"),
            Just("017"),
            Just("~"),
            Just("1:30"),
            Just("<<"),
            Just("=")
        ]
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            table(inner),
        ]
    })
}

fn table(inner: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    let entries = prop::collection::btree_map("[a-z0-9_ é.]{1,6}", inner, 0..20);
    entries.prop_map(|entries| Value::Object(entries.into_iter().collect()))
}

fn spans_lie_in_their_file(node: &Node) {
    let inside = |span: &Span| span.end <= span.file.text().len() && span.start <= span.end;
    assert!(inside(&node.span));
    if let rendit::document::Kind::Seq(items) = &node.kind {
        items.iter().for_each(spans_lie_in_their_file);
    }
    for entry in node.as_map().into_iter().flat_map(|map| map.iter()) {
        assert!(inside(&entry.key_span));
        spans_lie_in_their_file(&entry.value);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn one_value_reads_the_same_in_three_syntaxes(value in table(value())) {
        let texts = [
            ("a.toml", toml::to_string(&value).expect("TOML")),
            ("a.yaml", serde_yaml::to_string(&value).expect("YAML")),
            ("a.json", serde_json::to_string_pretty(&value).expect("JSON")),
            ("b.json", serde_json::to_string(&value).expect("JSON")),
        ];
        for (name, text) in texts {
            let document = good(name, &text);
            let mut got = document.root.to_json();
            got.sort_all_objects();
            let mut expected = value.clone();
            expected.sort_all_objects();
            prop_assert_eq!(&got, &expected, "{}", text);
            spans_lie_in_their_file(&document.root);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[a-c=:\\[\\]{}\"'&*<!#,.| \n\t\r\\\\0-9é-]{0,60}") {
        for name in ["a.toml", "a.yaml", "a.json"] {
            let (document, _) = read(name, &text);
            spans_lie_in_their_file(&document.root);
        }
    }
}
