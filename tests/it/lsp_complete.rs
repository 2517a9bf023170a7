//! Completion: a text with its cursor (`¦`), and what must be offered there or must not.

use rendit::diag::Diagnostics;
use rendit::document::{self, Syntax};
use rendit::lsp::complete::{Ask, File, complete};
use rendit::lsp::guide::Guide;
use rendit::lsp::outline::Outline;
use rendit::lsp::paper::{Paper, Units};
use rendit::lsp::protocol::CompletionItem;
use rendit::source::{Route, SourceFile};
use rendit::workspace::schema;

pub fn offered(syntax: Syntax, marked: &str, snippets: bool) -> (Paper, Vec<CompletionItem>) {
    offered_with(syntax, marked, snippets, false)
}

/// The same for a client that indents lines that are inserted.
pub fn offered_with(
    syntax: Syntax,
    marked: &str,
    snippets: bool,
    adjusts: bool,
) -> (Paper, Vec<CompletionItem>) {
    let at = marked.find('¦').unwrap();
    let text = marked.replacen('¦', "", 1);
    let name = match syntax {
        Syntax::Toml => "a.toml",
        Syntax::Yaml => "a.yaml",
        Syntax::Json => "a.json",
    };
    let paper = Paper::new(name, &text, Units::Utf16);
    let outline = Outline::read(syntax, &text, Some(at));
    let file = SourceFile::new(name, &text);
    let document = document::parse(&mut Diagnostics::new(), &file);
    let tags = |route: &Route| outline.text_of(route).map(str::to_owned);
    let guide = Guide::new(schema(), &tags);
    let files = |folder: &str| match folder {
        "" => vec![
            File {
                name: "media".into(),
                is_folder: true,
            },
            File {
                name: "house.toml".into(),
                is_folder: false,
            },
            File {
                name: "film.mp4".into(),
                is_folder: false,
            },
        ],
        "media/" => vec![File {
            name: "bbb.mp4".into(),
            is_folder: false,
        }],
        _ => Vec::new(),
    };
    let environment = ["HOME".to_owned()];
    let items = complete(&Ask {
        paper: &paper,
        outline: &outline,
        guide: &guide,
        document: document.as_ref(),
        base: None,
        environment: &environment,
        files: &files,
        snippets,
        adjusts,
    });
    (paper, items)
}

pub fn labels(syntax: Syntax, marked: &str) -> Vec<String> {
    let (_, items) = offered(syntax, marked, true);
    items.into_iter().map(|item| item.label).collect()
}

/// The text after the item of that label was taken by a client without snippets.
pub fn taken(syntax: Syntax, marked: &str, label: &str) -> String {
    let (paper, items) = offered(syntax, marked, false);
    let all: Vec<&str> = items.iter().map(|item| item.label.as_str()).collect();
    let item = items.iter().find(|item| item.label == label);
    let item = item.unwrap_or_else(|| panic!("`{label}` is not offered in {marked:?}: {all:?}"));
    let bytes = paper.bytes(&item.text_edit.range);
    let mut text = paper.text().to_owned();
    text.replace_range(bytes, &item.text_edit.new_text);
    text
}

pub type Case<'a> = (&'a str, &'a [&'a str], &'a [&'a str]);

pub fn check(syntax: Syntax, cases: &[Case<'_>]) {
    let mut wrong = Vec::new();
    for (text, wanted, unwanted) in cases {
        let found = labels(syntax, text);
        for label in *wanted {
            if !found.iter().any(|known| known == label) {
                wrong.push(format!("{text:?}\n  lacks {label}: {found:?}"));
            }
        }
        for label in *unwanted {
            if found.iter().any(|known| known == label) || (*label == "*" && !found.is_empty()) {
                wrong.push(format!("{text:?}\n  offers {label}: {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const VIDEO: &[&str] = &["codec", "rungs", "preset", "auto"];

#[test]
fn toml() {
    check(
        Syntax::Toml,
        &[
            // Keys.
            ("¦", &["version", "inputs", "outputs", "vars"], &["codec"]),
            ("version = 1\n¦\n", &["name", "inputs"], &["version"]),
            ("ver¦", &["version"], &[]),
            ("version = 1\nna¦\n[inputs.film]\n", &["name"], &["path"]),
            ("[ladders.hd]\n¦", &["type"], &[]),
            (
                "[ladders.hd]\ntype = \"video\"\n¦",
                VIDEO,
                &["type", "path"],
            ),
            (
                "[ladders.hd]\ntype = \"video\"\n\n¦\n\n[outputs.web]\n",
                VIDEO,
                &["type"],
            ),
            (
                "[ladders.hd]\ntype = \"audio\"\n¦",
                &["codec", "filters"],
                &["preset", "auto"],
            ),
            (
                "[ladders.hd]\n¦\ntype = \"video\"\ncodec = \"h264\"\n",
                &["rungs"],
                &["type", "codec"],
            ),
            (
                "[ladders.hd]\ntype = \"video\"\nru¦ = []\n",
                &["rungs"],
                &["type"],
            ),
            ("ladders.hd.¦", &["type"], &[]),
            ("ladders.hd = { type = \"video\", ¦ }", VIDEO, &["type"]),
            ("ladders.hd = { type = \"video\", ¦", VIDEO, &["type"]),
            // Inline tables.
            (
                "[ladders.hd]\ntype = \"video\"\nrungs = [{ ¦ }]",
                &["height", "bit_rate", "crf"],
                &["codec"],
            ),
            (
                "[ladders.hd]\ntype = \"video\"\nrungs = [{ height = 720, ¦ }]",
                &["bit_rate"],
                &["height"],
            ),
            (
                "[ladders.hd]\ntype = \"video\"\nrungs = [{ height = 720, bi¦ }]",
                &["bit_rate"],
                &["height"],
            ),
            (
                "[ladders.hd]\ntype = \"video\"\nrungs = [\n  { height = 720 },\n  { ¦\n]\n[outputs.web]\ntype = \"hls\"\n",
                &["height"],
                &["codec", "dir"],
            ),
            (
                "[ladders.hd]\ntype = \"video\"\nrungs = [\n  { height = 720, ¦\n\n[outputs.web]\ntype = \"hls\"\n",
                &["bit_rate"],
                &["height", "dir"],
            ),
            (
                "[ladders.hd]\ntype = \"video\"\nrungs = [\n  { height = 720 }, ¦\n]",
                &["{ height = 720, bit_rate = \"2800k\" }"],
                &["height"],
            ),
            // After an unclosed bracket, the next table is itself.
            (
                "[ladders.hd]\ntype = \"video\"\nrungs = [{ height = 720\n\n[outputs.web]\ntype = \"hls\"\n¦",
                &["dir", "ladders", "segments"],
                &["height", "type"],
            ),
            (
                "[outputs.web]\nladders = [\"hd\"\ntype = \"hls\"\n¦",
                &["dir", "segments"],
                &["type", "ladders"],
            ),
            (
                "[outputs.web]\ndir = \"out\ntype = \"hls\"\n¦",
                &["segments"],
                &["dir"],
            ),
            // Values.
            ("[ladders.hd]\ntype = ¦", &["video", "audio"], &[]),
            ("[ladders.hd]\ntype = \"¦\"", &["video", "audio"], &[]),
            ("[ladders.hd]\ntype = \"v¦", &["video", "audio"], &[]),
            (
                "[ladders.hd]\ntype = \"video\"\ncodec = \"¦\"",
                &["h264", "hevc", "av1"],
                &["aac"],
            ),
            (
                "[ladders.hd]\ntype = \"audio\"\ncodec = ¦\n",
                &["aac", "opus"],
                &["h264"],
            ),
            (
                "[ladders.hd]\ntype = \"video\"\nauto = ¦",
                &["true", "false"],
                &[],
            ),
            ("[ladders.hd]\ntype = \"video\"\nauto = t¦", &["true"], &[]),
            (
                "[outputs.web]\ntype = \"¦\"",
                &["hls", "dash", "cmaf", "file"],
                &[],
            ),
            (
                "[outputs.web]\ntype = \"hls\"\nsegment_duration = ¦",
                &["6s"],
                &[],
            ),
            ("[ladders.hd]\ntype = \"video\" ¦", &[], &["*"]),
            ("# [ladders.¦", &[], &["*"]),
            // References.
            (
                "[ladders.hd]\n[ladders.sound]\n[outputs.web]\ntype = \"hls\"\nladders = [\"¦\"]",
                &["hd", "sound"],
                &["type"],
            ),
            (
                "[ladders.hd]\n[ladders.sound]\n[outputs.web]\ntype = \"hls\"\nladders = [\"hd\", \"¦\"]",
                &["sound"],
                &["hd"],
            ),
            (
                "[ladders.hd]\n[ladders.sound]\n[outputs.web]\ntype = \"hls\"\nladders = [\"hd\", ¦]",
                &["sound"],
                &["hd"],
            ),
            (
                "[ladders.hd]\n[ladders.sound]\n[outputs.web]\ntype = \"hls\"\nladders = [\"hd\", \"so¦",
                &["sound"],
                &["hd"],
            ),
            (
                "[ladders.hd]\n[outputs.web]\ntype = \"hls\"\nladders = ¦",
                &["hd"],
                &[],
            ),
            (
                "[inputs.film]\n[outputs.web]\ntype = \"hls\"\ninputs = [\"¦\"]",
                &["film"],
                &[],
            ),
            (
                "[encryption.aes]\n[outputs.web]\ntype = \"hls\"\nencryption = \"¦\"",
                &["aes"],
                &[],
            ),
            (
                "[ladders.hd]\n[outputs.web]\ntype = \"dash\"\nadaptation_sets = [{ id = 0, ladder = \"¦\" }]",
                &["hd"],
                &[],
            ),
            // Placeholders.
            (
                "[vars]\ncdn = \"x\"\n[inputs.film]\npath = \"a.mp4\"\n[outputs.web]\ntype = \"hls\"\ndir = \"out/${¦}\"",
                &["film.stem", "film.dir", "vars.cdn", "job", "env.HOME"],
                &["rendition", "rung"],
            ),
            (
                "[inputs.film]\npath = \"a.mp4\"\n[outputs.web]\ntype = \"hls\"\ndir = \"out/${fi¦",
                &["film.stem"],
                &[],
            ),
            (
                "[inputs.film]\npath = \"a.mp4\"\n[outputs.web]\ntype = \"hls\"\nsegment_path = \"${¦\"",
                &["rendition", "number", "film.stem"],
                &["rung"],
            ),
            (
                "[inputs.film]\npath = \"a.mp4\"\n[outputs.f]\ntype = \"file\"\npath = \"out/${¦}.mp4\"",
                &["rung", "film.stem"],
                &["number"],
            ),
            (
                "[inputs.film]\npath = \"a.mp4\"\n[vars]\na = \"1\"\nb = \"${¦\"",
                &["vars.a", "job"],
                &["film.stem", "vars.b"],
            ),
            (
                "[inputs.a]\nlavfi = \"testsrc2\"\n[outputs.web]\ntype = \"hls\"\ndir = \"${¦}\"",
                &["job"],
                &["a.stem"],
            ),
            (
                "[outputs.web]\ntype = \"hls\"\ndir = \"$${¦}\"",
                &[],
                &["job"],
            ),
            (
                "[ladders.hd]\ntype = \"video\"\npreset = \"${¦}\"",
                &[],
                &["job"],
            ),
            // Files.
            ("[inputs.film]\npath = \"¦\"", &["media/", "film.mp4"], &[]),
            (
                "[inputs.film]\npath = \"media/¦\"",
                &["bbb.mp4"],
                &["film.mp4"],
            ),
            (
                "extends = [\"¦\"]",
                &["house.toml", "media/"],
                &["film.mp4"],
            ),
            (
                "[encryption.aes]\ntype = \"aes-128\"\nkey_file = \"¦\"",
                &["media/"],
                &[],
            ),
            // Headers.
            (
                "[¦]",
                &["inputs", "ladders", "outputs", "encryption", "vars"],
                &["version"],
            ),
            ("[¦", &["inputs"], &["version"]),
            (
                "[ladders.¦]\n[outputs.web]\ntype = \"hls\"\nladders = [\"hd\", \"sound\"]\n[ladders.sound]\n",
                &["hd"],
                &["sound"],
            ),
            // Cursors in odd places.
            (
                "version = 1\r\n¦\r\n[inputs.film]\r\n",
                &["name"],
                &["version"],
            ),
            (
                "name = \"Ä🎬\"\n[ladders.hd]\ntype = \"video\"\n¦",
                VIDEO,
                &["type"],
            ),
            ("[ladders.\"h d\"]\ntype = \"video\"\n\t¦", VIDEO, &["type"]),
        ],
    );
}

#[test]
fn yaml() {
    check(
        Syntax::Yaml,
        &[
            ("¦", &["version", "inputs", "outputs"], &["codec"]),
            ("version: 1\n¦\n", &["name", "inputs"], &["version"]),
            ("version: 1\nna¦\ninputs:\n", &["name"], &["path"]),
            ("ladders:\n  hd:\n    ¦", &["type"], &[]),
            ("ladders:\n  hd:\n    type: video\n    ¦", VIDEO, &["type"]),
            (
                "ladders:\n  hd:\n    type: video\n    co¦\n    preset: slow\n",
                &["codec"],
                &["preset", "type"],
            ),
            (
                "ladders:\n  hd:\n    type: video\n    ¦\n  sound:\n    type: audio\n",
                VIDEO,
                &["type"],
            ),
            (
                "ladders:\n  hd:\n    type: video\n    rungs:\n      - ¦",
                &["height", "bit_rate"],
                &["codec"],
            ),
            (
                "ladders:\n  hd:\n    type: video\n    rungs:\n      - height: 720\n        ¦",
                &["bit_rate", "crf"],
                &["height"],
            ),
            (
                "ladders:\n  hd:\n    type: video\n    rungs:\n      - height: 720\n        bi¦\n      - height: 360\n",
                &["bit_rate"],
                &["height"],
            ),
            (
                "ladders:\n  hd:\n    type: video\n    rungs:\n    - ¦\n",
                &["height"],
                &["codec"],
            ),
            (
                "ladders:\n  hd:\n    type: video\n    rungs:\n      - { height: 720, ¦ }",
                &["bit_rate"],
                &["height"],
            ),
            (
                "ladders:\n  hd:\n    type: video\n    rungs:\n      - { height: 720, ¦\n\noutputs:\n  web:\n    type: hls\n",
                &["bit_rate"],
                &["height", "dir"],
            ),
            ("ladders:\n  hd: { type: video, ¦ }", VIDEO, &["type"]),
            ("ladders:\n  hd:\n    type: ¦", &["video", "audio"], &[]),
            ("ladders:\n  hd:\n    type:¦", &["video", "audio"], &[]),
            (
                "ladders:\n  hd:\n    type: vi¦\n    codec: h264\n",
                &["video"],
                &[],
            ),
            ("ladders:\n  hd:\n    type: \"¦\"\n", &["video"], &[]),
            (
                "ladders:\n  hd:\n    type: video\n    codec: ¦\n    preset: slow\n",
                &["h264", "vp9"],
                &["aac"],
            ),
            (
                "ladders:\n  hd:\n    type: video\n    auto: ¦\n",
                &["true", "false"],
                &[],
            ),
            (
                "ladders:\n  hd:\n    type: video\n  sound:\n    type: audio\noutputs:\n  web:\n    type: hls\n    ladders: [¦]\n",
                &["hd", "sound"],
                &[],
            ),
            (
                "ladders:\n  hd:\n    type: video\n  sound:\n    type: audio\noutputs:\n  web:\n    type: hls\n    ladders: [hd, ¦\n    segment_duration: 4s\n",
                &["sound"],
                &["hd"],
            ),
            (
                "ladders:\n  hd:\n    type: video\n  sound:\n    type: audio\noutputs:\n  web:\n    type: hls\n    ladders:\n      - hd\n      - ¦\n",
                &["sound"],
                &["hd"],
            ),
            (
                "ladders:\n  hd:\n    type: video\noutputs:\n  web:\n    type: hls\n    ladders: [hd\n    segments: ¦\n",
                &["ts", "fmp4"],
                &[],
            ),
            (
                "encryption:\n  aes:\n    type: aes-128\noutputs:\n  web:\n    type: hls\n    encryption: a¦\n",
                &["aes"],
                &[],
            ),
            (
                "inputs:\n  film:\n    path: a.mp4\noutputs:\n  web:\n    type: hls\n    dir: out/${¦}\n",
                &["film.stem", "job"],
                &[],
            ),
            (
                "inputs:\n  film:\n    path: a.mp4\noutputs:\n  web:\n    type: hls\n    dir: \"out/${film.¦\n",
                &["film.stem"],
                &[],
            ),
            (
                "inputs:\n  film:\n    path: ¦\n",
                &["media/", "film.mp4"],
                &[],
            ),
            ("extends: [¦]\n", &["house.toml"], &["film.mp4"]),
            ("extends:\n  - ¦\n", &["house.toml"], &["film.mp4"]),
            ("inputs:\n  film:\n    path: a.mp4 # ¦\n", &[], &["*"]),
            (
                "ladders:\n  ¦\noutputs:\n  web:\n    type: hls\n    ladders: [hd]\n",
                &["hd"],
                &["type"],
            ),
            (
                "vars: &v\n  a: b\nladders:\n  hd:\n    type: video\n    ¦\n",
                VIDEO,
                &["type"],
            ),
            ("name: |\n  text: ¦\n", &[], &["*"]),
            (
                "version: 1\r\nladders:\r\n  hd:\r\n    type: video\r\n    ¦\r\n",
                VIDEO,
                &["type"],
            ),
        ],
    );
}

#[test]
fn json() {
    check(
        Syntax::Json,
        &[
            ("{¦}", &["version", "inputs"], &["codec"]),
            ("{ \"¦\" }", &["version", "inputs"], &[]),
            ("{ \"ver¦", &["version"], &[]),
            ("{ \"version\": 1, ¦ }", &["name", "inputs"], &["version"]),
            ("{ \"version\": 1,\n  \"¦\"\n}", &["name"], &["version"]),
            (
                "{ \"ladders\": { \"hd\": { \"type\": \"video\", ¦ } } }",
                VIDEO,
                &["type"],
            ),
            (
                "{ \"ladders\": { \"hd\": { \"type\": \"video\", \"co¦\": \"h264\" } } }",
                &["codec"],
                &["type"],
            ),
            (
                "{ \"ladders\": { \"hd\": { \"type\": ¦ } } }",
                &["video", "audio"],
                &[],
            ),
            (
                "{ \"ladders\": { \"hd\": { \"type\": \"¦\" } } }",
                &["video", "audio"],
                &[],
            ),
            (
                "{ \"ladders\": { \"hd\": { \"type\": ¦\n  \"codec\": \"h264\" } } }",
                &["video"],
                &["h264"],
            ),
            (
                "{ \"ladders\": { \"hd\": { \"type\": \"video\", \"rungs\": [ { \"height\": 720, ¦ } ] } } }",
                &["bit_rate"],
                &["height"],
            ),
            (
                "{ \"ladders\": { \"hd\": {}, \"sound\": {} }, \"outputs\": { \"web\": { \"type\": \"hls\", \"ladders\": [\"hd\", \"¦\"] } } }",
                &["sound"],
                &["hd"],
            ),
            (
                "{ \"ladders\": { \"hd\": {}, \"sound\": {} }, \"outputs\": { \"web\": { \"ladders\": [\"hd\", \"so¦\n \"type\": \"hls\" } } }",
                &["sound"],
                &["hd"],
            ),
            (
                "{ \"outputs\": { \"web\": { \"ladders\": [\"hd\"\n \"type\": \"hls\", ¦ } } }",
                &["dir", "segments"],
                &["ladders", "type"],
            ),
            (
                "{ \"inputs\": { \"film\": { \"path\": \"a\" } }, \"outputs\": { \"web\": { \"type\": \"hls\", \"dir\": \"${¦\" } } }",
                &["film.stem"],
                &[],
            ),
            ("{ \"extends\": [\"¦\"] }", &["house.toml"], &[]),
        ],
    );
}

#[test]
fn taking_an_item() {
    let cases: &[(Syntax, &str, &str, &str)] = &[
        (Syntax::Toml, "ver¦", "version", "version = 1"),
        (Syntax::Toml, "ver¦ = 1", "version", "version = 1"),
        (
            Syntax::Toml,
            "[ladders.hd]\ntype = ¦",
            "video",
            "[ladders.hd]\ntype = \"video\"",
        ),
        (
            Syntax::Toml,
            "[ladders.hd]\ntype = \"¦\"",
            "video",
            "[ladders.hd]\ntype = \"video\"",
        ),
        (
            Syntax::Toml,
            "[ladders.hd]\ntype = \"v¦",
            "video",
            "[ladders.hd]\ntype = \"video\"",
        ),
        (
            Syntax::Toml,
            "[ladders.hd]\n[outputs.web]\nladders = ¦",
            "hd",
            "[ladders.hd]\n[outputs.web]\nladders = [\"hd\"]",
        ),
        (
            Syntax::Toml,
            "[ladders.hd]\ntype = \"video\"\nrungs = [{ h¦ }]",
            "height",
            "[ladders.hd]\ntype = \"video\"\nrungs = [{ height = 1080 }]",
        ),
        (
            Syntax::Toml,
            "[inputs.film]\n[outputs.web]\ntype = \"hls\"\ndir = \"out/${fi¦\"",
            "film.stem",
            "[inputs.film]\n[outputs.web]\ntype = \"hls\"\ndir = \"out/${film.stem}\"",
        ),
        (
            Syntax::Toml,
            "[inputs.film]\n[outputs.web]\ntype = \"hls\"\ndir = \"out/${fi¦}\"",
            "film.stem",
            "[inputs.film]\n[outputs.web]\ntype = \"hls\"\ndir = \"out/${film.stem}\"",
        ),
        (
            Syntax::Toml,
            "[inputs.film]\npath = \"media/b¦\"",
            "bbb.mp4",
            "[inputs.film]\npath = \"media/bbb.mp4\"",
        ),
        (
            Syntax::Yaml,
            "ladders:\n  hd:\n    type:¦",
            "video",
            "ladders:\n  hd:\n    type: video",
        ),
        (
            Syntax::Yaml,
            "ladders:\n  hd:\n    type: v¦",
            "video",
            "ladders:\n  hd:\n    type: video",
        ),
        (
            Syntax::Yaml,
            "extends: [¦]",
            "house.toml",
            "extends: [house.toml]",
        ),
        (
            Syntax::Json,
            "{ \"ver¦\" }",
            "version",
            "{ \"version\": 1 }",
        ),
        (Syntax::Json, "{ ¦ }", "version", "{ \"version\": 1 }"),
        (
            Syntax::Json,
            "{ \"ver¦\"\n \"name\": \"x\" }",
            "version",
            "{ \"version\": 1,\n \"name\": \"x\" }",
        ),
        (
            Syntax::Json,
            "{ \"ver¦\": 1 }",
            "version",
            "{ \"version\": 1 }",
        ),
    ];
    for (syntax, text, label, result) in cases {
        assert_eq!(&taken(*syntax, text, label), result, "{text:?}");
    }
}

#[test]
fn snippets_have_places_of_the_right_shape() {
    let cases: &[(Syntax, &str, &str, &str)] = &[
        (
            Syntax::Toml,
            "[ladders.hd]\ntype = \"video\"\n¦",
            "codec",
            "codec = \"${1|h264,hevc,av1,vp9|}\"",
        ),
        (
            Syntax::Toml,
            "[ladders.hd]\ntype = \"video\"\n¦",
            "auto",
            "auto = ${1|true,false|}",
        ),
        (
            Syntax::Toml,
            "[ladders.hd]\ntype = \"video\"\n¦",
            "rungs",
            "rungs = [\n  { $1 },\n]",
        ),
        (
            Syntax::Toml,
            "[outputs.web]\ntype = \"hls\"\n¦",
            "ladders",
            "ladders = [\"$1\"]",
        ),
        (
            Syntax::Toml,
            "[outputs.web]\ntype = \"hls\"\n¦",
            "dir",
            "dir = \"${1:out/\\${film.stem\\}}\"",
        ),
        (Syntax::Toml, "¦", "inputs", "[inputs.${1:film}]\n$0"),
        (Syntax::Yaml, "¦", "inputs", "inputs:\n  ${1:film}:\n    $0"),
        (
            Syntax::Yaml,
            "ladders:\n  hd:\n    type: video\n    ¦",
            "rungs",
            "rungs:\n  - $0",
        ),
        (
            Syntax::Json,
            "{ ¦ }",
            "inputs",
            "\"inputs\": {\n  \"${1:film}\": { $0 }\n}",
        ),
    ];
    for (syntax, text, label, snippet) in cases {
        let (_, items) = offered(*syntax, text, true);
        let item = items.iter().find(|item| item.label == *label).unwrap();
        assert_eq!(&item.text_edit.new_text, snippet, "{text:?}");
        assert_eq!(item.insert_text_format, 2, "{text:?}");
    }
}

#[test]
fn every_cursor_in_every_prefix_is_survived() {
    for name in [
        "demo.toml",
        "cmaf-languages.yaml",
        "hls-encrypted.yaml",
        "house.toml",
    ] {
        let path = format!("{}/jobs/{name}", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        let syntax = Syntax::of(&SourceFile::new(name, "")).unwrap();
        let ends = text.char_indices().map(|(at, _)| at);
        for end in ends.step_by(3).chain([text.len()]) {
            Outline::read(syntax, &text[..end], Some(end));
            Outline::read(syntax, &text, Some(end));
        }
    }
}

#[test]
fn keys_have_documentation() {
    let (_, items) = offered(Syntax::Toml, "[ladders.hd]\ntype = \"video\"\n¦", true);
    for item in items.iter().filter(|item| !item.label.starts_with('[')) {
        assert!(item.documentation.is_some(), "{}", item.label);
        assert!(item.detail.is_some(), "{}", item.label);
    }
}
