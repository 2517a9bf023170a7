//! The forgiving reader agrees with the strict ones wherever those can read; positions agree with
//! themselves in every encoding.

use rendit::diag::Diagnostics;
use rendit::document::{self, Kind, Node, Syntax};
use rendit::lsp::outline::Outline;
use rendit::lsp::paper::{Paper, Units};
use rendit::lsp::protocol::{Change, Position, Range};
use rendit::lsp::uri;
use rendit::source::{Route, SourceFile};

/// Everything that the document's tree has must be in the outline, at the same bytes.
fn agree(name: &str, text: &str) {
    let file = SourceFile::new(name, text);
    let mut found = Diagnostics::new();
    let document = document::parse(&mut found, &file).unwrap();
    assert!(!found.has_errors(), "{name}: {:?}", found.as_slice());
    let outline = Outline::read(Syntax::of(&file).unwrap(), file.text(), None);
    walk(name, &document.root, &Route::root(), &outline);
}

fn walk(name: &str, node: &Node, route: &Route, outline: &Outline) {
    if node.via.is_some() {
        return;
    }
    match &node.kind {
        Kind::Map(map) => {
            for entry in map.iter().filter(|entry| entry.value.via.is_none()) {
                let route = route.key(entry.key.as_str());
                let is_there = outline.keys.iter().any(|key| {
                    key.route == route && key.span == (entry.key_span.start..entry.key_span.end)
                });
                assert!(is_there, "{name}: no key {route} in {:#?}", outline.keys);
                walk(name, &entry.value, &route, outline);
            }
        }
        Kind::Seq(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(name, item, &route.index(index), outline);
            }
        }
        Kind::Str(text) if !node.span.text().contains('\n') => {
            let scalar = outline.scalars.iter().find(|one| one.route == *route);
            let scalar = scalar.unwrap_or_else(|| panic!("{name}: nothing at {route}"));
            assert_eq!(scalar.text, *text, "{name}: {route}");
            assert_eq!(
                scalar.span,
                node.span.start..node.span.end,
                "{name}: {route}"
            );
        }
        Kind::Bool(_) | Kind::Num(_) => {
            let scalar = outline.scalars.iter().find(|one| one.route == *route);
            let scalar = scalar.unwrap_or_else(|| panic!("{name}: nothing at {route}"));
            assert_eq!(
                scalar.span,
                node.span.start..node.span.end,
                "{name}: {route}"
            );
        }
        Kind::Str(_) | Kind::Null | Kind::Bad => {}
    }
}

#[test]
fn agrees_with_the_readers() {
    let folder = format!("{}/jobs", env!("CARGO_MANIFEST_DIR"));
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let file = SourceFile::new(name.as_str(), "");
        if Syntax::of(&file).is_none() {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        agree(&name, &text);
        let document = document::parse(
            &mut Diagnostics::new(),
            &SourceFile::new(name.as_str(), &text),
        );
        let json = document.unwrap().root.to_json();
        agree("a.json", &serde_json::to_string_pretty(&json).unwrap());
        agree("a.json", &json.to_string());
    }
    let texts = [
        (
            "a.toml",
            "a.b.c = 1\na.\"d e\" = 'x'\n[t]\nx = [1, [2, 3], { y = \"z\" }] # no\n",
        ),
        ("a.toml", "[[r]]\na = 1\n[[r]]\na = 2\n[r.s]\nb = \"]\"\n"),
        (
            "a.toml",
            "s = \"a # b\"\nt = \"\"\"x\ny\"\"\"\nu = 'it' # c\n",
        ),
        (
            "a.toml",
            "r = [\n  # c\n  { a = 1 }, # d\n  { a = 2,\n    b = 3 },\n]\n\tz = 4\n",
        ),
        ("a.toml", "a = {}\nb = []\nc = [ [ ] ]\nd=1979-05-27\n"),
        ("a.toml", "x = \"é\\u0041\\\"q\"\r\ny = true\r\n"),
        (
            "a.yaml",
            "a: 1\nb:\n  - x\n  -   y: 1\n      z: 2\n  - [p, {q: r}]\nc: d\n",
        ),
        (
            "a.yaml",
            "a:\n- x\n- y: 1\n  z: 2\nb: 'it''s'\n\"c d\": \"e\\tf\"\n",
        ),
        ("a.yaml", "a: &x\n  b: 1\nc: *x\nd:\n  <<: *x\n  e: 2\n"),
        (
            "a.yaml",
            "a: |\n  b: c\n  d\ne: >-\n  f\n\ng: h # i\nj: http://k/l#m\n",
        ),
        ("a.yaml", "---\na: [1,\n  2, {b: c,\n  d: e}\n]\nf: g\n"),
        ("a.yaml", "- a: 1\n  b:\n  - 2\n  - - 3\n    - 4\n- c\n"),
        ("a.yaml", "a:\n\n  # c\n  b:\n    c: d\n\n  e: {}\nf: []\n"),
        (
            "a.json",
            "{\"a\": [1, {\"b\": [\"c\", \"d\"]}, []],\n\t\"e\\n\": {\"f\": null, \"g\": true}}",
        ),
        (
            "a.jsonc",
            "// a\n{ /* b: { */ \"a\": [1, // [\n 2, /* , \n 3 */], //\n \"b\": /* c */ \"d//e\",\n}\n/* f */",
        ),
    ];
    for (name, text) in texts {
        agree(name, text);
    }
}

#[test]
fn positions_come_back() {
    let text = "a = \"Ä🎬\"\r\nb = 1\rc\n\n🎬";
    for units in [Units::Utf8, Units::Utf16, Units::Utf32] {
        for raw in [text.to_owned(), format!("\u{feff}{text}")] {
            let paper = Paper::new("a.toml", &raw, units);
            let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            for at in ends.filter(|at| !text[..*at].ends_with('\r') || text[*at..].starts_with('c'))
            {
                assert_eq!(paper.offset(paper.position(at)), at, "{units:?} {at}");
            }
        }
    }
    let paper = Paper::new("a.toml", text, Units::Utf16);
    let place = |line, character| Position { line, character };
    assert_eq!(paper.position(text.find("\"\r").unwrap()), place(0, 8));
    assert_eq!(paper.position(text.find('b').unwrap()), place(1, 0));
    assert_eq!(paper.position(text.find('c').unwrap()), place(2, 0));
    assert_eq!(paper.offset(place(0, 99)), text.find('\r').unwrap());
    assert_eq!(paper.offset(place(99, 0)), text.len());
    // Half of a surrogate pair is its character.
    assert_eq!(paper.offset(place(0, 7)), text.find('🎬').unwrap());
}

#[test]
fn changes_are_applied_in_the_client_s_units() {
    let paper = Paper::new("a.toml", "\u{feff}x = \"🎬é\"\n", Units::Utf16);
    let position = |character| Position { line: 0, character };
    let change = Change {
        // The byte order mark is a unit of the first line.
        range: Some(Range {
            start: position(8),
            end: position(9),
        }),
        text: "e".into(),
    };
    assert_eq!(paper.changed(&change), "\u{feff}x = \"🎬e\"\n");
    let whole = Change {
        range: None,
        text: "y".into(),
    };
    assert_eq!(paper.changed(&whole), "y");
}

#[test]
fn addresses() {
    let cases = [
        ("file:///a/b%20c.toml", "/a/b c.toml"),
        ("file:///c%3A/films/a.toml", "c:/films/a.toml"),
        ("file:///a/%C3%A9.toml", "/a/é.toml"),
        ("file://localhost/a.toml", "/a.toml"),
        ("file:///a%zz%", "/a%zz%"),
    ];
    for (address, path) in cases {
        assert_eq!(uri::path(address), path, "{address}");
    }
    assert_eq!(
        uri::of("/a/b c#é.toml".into()),
        "file:///a/b%20c%23%C3%A9.toml"
    );
}
