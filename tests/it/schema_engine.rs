//! The schema engine, on a small manifest of its own.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on should stop"
)]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use proptest::prelude::*;
use rendit::diag::{At, Diagnostic, Diagnostics};
use rendit::document::{self, Document};
use rendit::schema::{Checker, Repaired, generate};
use rendit::source::{Route, SourceFile};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::{Value, json};

/// A manifest for tests.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only decoded")]
pub struct Manifest {
    /// Version of the format. Always `1`.
    #[schemars(range(min = 1, max = 1))]
    version: u32,
    /// What to call it.
    #[schemars(length(min = 1), example = &"Film")]
    name: Option<String>,
    /// What to read.
    #[serde(default)]
    #[schemars(extend("propertyNames" = { "pattern": "^[a-z_]+$", "errorMessage": "made of small letters and `_`" }))]
    inputs: BTreeMap<String, Input>,
    /// What to make.
    outputs: BTreeMap<String, Output>,
}

/// One source.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only decoded")]
struct Input {
    /// The file.
    #[schemars(example = &"film.mp4")]
    path: String,
    /// BCP 47 tag.
    #[schemars(regex(pattern = "^[a-z]{2}$"), extend("patternErrorMessage" = "a language tag such as \"en\"", "examples" = ["en"]))]
    language: Option<String>,
    /// May be absent.
    #[serde(default)]
    optional: bool,
}

/// What to make.
#[derive(Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
#[expect(dead_code, reason = "only decoded")]
enum Output {
    /// HLS, for Apple's players.
    Hls {
        /// Where it goes.
        dir: String,
        /// Length of a segment.
        segment_duration: Option<Duration>,
        /// The codec.
        #[serde(default)]
        codec: Codec,
        /// Sizes.
        #[serde(default)]
        #[schemars(length(min = 1))]
        rungs: Option<Vec<Rung>>,
    },
    /// One file.
    File {
        /// Its path.
        path: String,
        /// Ladders, each once.
        #[serde(default)]
        #[schemars(extend("uniqueItems" = true))]
        ladders: Vec<String>,
    },
}

/// A size.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only decoded")]
struct Rung {
    /// Pixels.
    #[schemars(range(min = 16))]
    height: u32,
    /// Bits per second.
    bit_rate: Option<u32>,
}

/// A codec.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(extend("x-aliases" = { "h265": "hevc" }))]
enum Codec {
    /// AVC.
    #[default]
    H264,
    /// HEVC.
    Hevc,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only decoded")]
struct Duration(Value);

impl JsonSchema for Duration {
    fn schema_name() -> Cow<'static, str> {
        "Duration".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A length of time.",
            "type": ["string", "number"],
            "pattern": "^[0-9]+(ms|s)$",
            "exclusiveMinimum": 0,
            "errorMessage": "a duration such as \"6s\" or 6",
            "examples": ["6s"],
        })
    }
}

/// The engine for [`Manifest`].
pub fn checker() -> Checker {
    Checker::new(generate::<Manifest>()).expect("a schema")
}

/// Reads and checks a text; the findings are settled.
pub fn check(name: &str, text: &str) -> (Vec<Diagnostic>, Repaired) {
    let mut diagnostics = Diagnostics::new();
    let file = SourceFile::new(name, text);
    let document = document::parse(&mut diagnostics, &file).expect("a known ending");
    static CHECKER: LazyLock<Checker> = LazyLock::new(checker);
    let repaired = CHECKER.check(&mut diagnostics, &document);
    (
        diagnostics.into_sorted(&[file]),
        repaired.expect("no more mistakes than are listed"),
    )
}

fn lines(findings: &[Diagnostic]) -> Vec<String> {
    let line = |finding: &Diagnostic| {
        let place = finding.primary().expect("settled");
        let (line, column) = place.file.line_column(place.start);
        format!(
            "{line}:{column}: {}: {}",
            finding.code.name, finding.message
        )
    };
    findings.iter().map(line).collect()
}

fn fixed(text: &str, findings: &[Diagnostic]) -> String {
    let mut text = text.to_owned();
    for finding in findings.iter().rev() {
        let Some(fix) = &finding.fix else { continue };
        let At::Span(span) = &fix.at else {
            panic!("settled")
        };
        text.replace_range(span.start..span.end, &fix.text);
    }
    text
}

const WRONG_TOML: &str = r#"# all kinds of mistakes
version = 2
nam = "x"
[inputs.main]
path = 42
langauge = "english"
[inputs.Main2]
path = "b.mp4"
language = "English"
optional = "true"
[outputs.web]
type = "hlss"
dirr = "out"
segment_duration = true
codec = "h265"
rungs = [{ height = "720", bit_rte = 3 }, { height = 4 }, 7]
[outputs.two]
ladders = ["hd", "sd", "hd"]
[outputs.three]
type = "hls"
rungs = []
path = "x"
codec = 7
[outputs]
four = 5
"#;

#[test]
fn every_mistake_of_a_toml_manifest_is_told_once() {
    let text = WRONG_TOML.replace("[outputs]\nfour = 5\n", "[outputs.four]\ntype = 5\n");
    let (findings, _) = check("a.toml", &text);
    let expected = [
        "2:11: out-of-range: `version` is 2, but the most is 1",
        "3:1: unknown-key: unknown key `nam`",
        "5:8: wrong-type: `path` is 42, but must be a string",
        "6:1: unknown-key: unknown key `langauge`",
        "7:9: bad-format: the name `Main2` must be made of small letters and `_`",
        "9:12: bad-format: `language` is \"English\", but must be a language tag such as \"en\"",
        "10:12: wrong-type: `optional` is \"true\", but must be true or false",
        "12:8: wrong-value: `type` cannot be \"hlss\"",
        "13:1: unknown-key: unknown key `dirr`",
        "14:20: wrong-type: `segment_duration` is true, but must be a duration such as \"6s\" or 6",
        "15:9: wrong-value: `codec` cannot be \"h265\"",
        "16:21: wrong-type: `height` is \"720\", but must be an integer",
        "16:28: unknown-key: unknown key `bit_rte`",
        "16:54: out-of-range: `height` is 4, but the least is 16",
        "16:59: wrong-type: `rungs[2]` is 7, but must be a table",
        "17:1: missing-key: missing keys `type`, `path`",
        "18:24: wrong-value: `ladders` lists \"hd\" twice",
        "21:1: out-of-range: `rungs` is empty",
        "22:1: unknown-key: unknown key `path`",
        "23:9: wrong-type: `codec` is 7, but must be a string",
        "25:8: wrong-type: `type` is 5, but must be a string",
    ];
    assert_eq!(lines(&findings), expected);
    let help = |at: usize| findings[at].help.as_deref().unwrap_or_default();
    assert_eq!(help(2), "quote it: \"42\"");
    assert_eq!(findings[18].labels[0].text, "did you mean `dir`?");
    assert!(help(15).contains("look like `file`"), "{}", help(15));
}

#[test]
fn fixes_are_right_for_their_syntax() {
    let (findings, _) = check("a.toml", WRONG_TOML);
    let text = fixed(WRONG_TOML, &findings);
    for right in [
        "name = \"x\"",
        "path = \"42\"",
        "language = \"english\"",
        "optional = true",
        "type = \"hls\"\ndir = \"out\"",
        "segment_duration = true",
        "codec = \"hevc\"",
        "{ height = 720, bit_rate = 3 }",
    ] {
        assert!(text.contains(right), "{right} is not in {text}");
    }
    let yaml = "version: \"1\"\noutputs:\n  web: {typ: 'hls', dir: 7, codec: h265}\n  two: {type: fil, path: no}\n";
    let (findings, _) = check("a.yaml", yaml);
    let right = "version: 1\noutputs:\n  web: {type: 'hls', dir: \"7\", codec: hevc}\n  two: {type: file, path: no}\n";
    assert_eq!(fixed(yaml, &findings), right);
    assert!(check("a.yaml", right).0.is_empty());
    let json = "{\"version\": 1, \"outputs\": {\"web\": {\"typ\": \"hls\", \"dir\": 7}}}";
    let right = "{\"version\": 1, \"outputs\": {\"web\": {\"type\": \"hls\", \"dir\": \"7\"}}}";
    let (findings, _) = check("a.json", json);
    assert_eq!(fixed(json, &findings), right);
}

#[test]
fn yaml_mistakes_have_their_notes_and_aliases() {
    let text = "\
version: 1
inputs:
  a: &a
    path: 1
    optional: yes
  b: *a
  c:
    path:
    language: no
outputs:
  - x
";
    let (findings, _) = check("a.yaml", text);
    let expected = [
        "4:11: wrong-type: `path` is 1, but must be a string",
        "5:15: wrong-type: `optional` is \"yes\", but must be true or false",
        "8:5: wrong-type: `path` is empty, but must be a string",
        "10:1: wrong-type: `outputs` is a list, but must be a mapping",
    ];
    assert_eq!(lines(&findings), expected);
    assert_eq!(
        findings[1].help.as_deref(),
        Some("in YAML 1.2 this is a string: write `true`")
    );
    let labels: Vec<&str> = findings[0]
        .labels
        .iter()
        .map(|label| label.text.as_str())
        .collect();
    assert_eq!(labels, ["expected a string", "used through this alias"]);
}

#[test]
fn syntax_errors_hold_back_what_may_be_their_echo() {
    let text = "version = 3\n[outputs.a]\ntype = \"hls\"\ncodec = \"h264\" high\nunknown = 1\n";
    let (findings, repaired) = check("a.toml", text);
    let expected = [
        "1:11: out-of-range: `version` is 3, but the most is 1",
        "4:16: syntax-toml: something follows the value",
    ];
    assert_eq!(lines(&findings), expected);
    assert!(repaired.is_tainted(&Route::parse("outputs.a.dir").expect("a route")));
    // What was meant is known, and hides nothing.
    let text = "version = 3\n[outputs.a]\ntype = \"hls\"\ndir = out\nunknown = 1\n";
    let (findings, _) = check("a.toml", text);
    let expected = [
        "1:11: out-of-range: `version` is 3, but the most is 1",
        "4:7: syntax-toml: text without quotes",
        "5:1: unknown-key: unknown key `unknown`",
    ];
    assert_eq!(lines(&findings), expected);
    let text = "version: 3\noutputs:\n  a:\n    type: hls\n    dir: {x}/y\n";
    let (findings, _) = check("a.yaml", text);
    let expected = [
        "1:10: out-of-range: `version` is 3, but the most is 1",
        "5:13: syntax-yaml: a key was expected",
    ];
    assert_eq!(lines(&findings), expected);
}

#[test]
fn repaired_manifests_decode_and_tell_what_is_invented() {
    let (_, repaired) = check("a.toml", WRONG_TOML);
    serde_json::from_value::<Manifest>(repaired.json.clone())
        .map_err(|error| error.to_string())
        .map(|_| ())
        .expect("it decodes");
    let tainted: Vec<String> = repaired.tainted.iter().map(Route::to_string).collect();
    assert!(
        tainted.contains(&"outputs.web.segment_duration".to_owned()),
        "{tainted:?}"
    );
    assert!(
        tainted.contains(&"inputs.main.language".to_owned()),
        "a misspelt key is not absent: {tainted:?}"
    );
    assert!(!repaired.is_tainted(&Route::parse("outputs.three.type").expect("a route")));
    assert_eq!(
        repaired.json.pointer("/inputs/main/path"),
        Some(&json!("film.mp4"))
    );
    assert_eq!(repaired.json.pointer("/outputs/web/dir"), Some(&json!("x")));
    assert_eq!(
        repaired.json.pointer("/outputs/web/rungs/1/height"),
        Some(&json!(16))
    );
    let good = "{\"$schema\": \"x\", \"version\": 1.0, \"outputs\": {}}";
    let (findings, repaired) = check("a.json", good);
    assert!(
        findings.is_empty() && repaired.tainted.is_empty(),
        "{findings:?}"
    );
    assert_eq!(repaired.json, json!({"version": 1, "outputs": {}}));
}

#[test]
fn a_file_that_others_extend_may_lack_things() {
    let part = |text: &str| {
        let mut diagnostics = Diagnostics::new();
        let file = SourceFile::new("base.toml", text);
        let document: Document = document::parse(&mut diagnostics, &file).expect("TOML");
        checker().check_part(&mut diagnostics, &document);
        lines(&diagnostics.into_sorted(&[file]))
    };
    assert_eq!(part("[outputs.a]\ncodec = \"hevc\"\n"), [""; 0]);
    assert_eq!(part("[outputs.a]\ntype = \"hls\"\n[inputs.x]\n"), [""; 0]);
    assert_eq!(
        part("nam = 1\n[inputs.x]\npth = 1\n"),
        [
            "1:1: unknown-key: unknown key `nam`",
            "3:1: unknown-key: unknown key `pth`"
        ]
    );
}

#[test]
fn nothing_in_a_schema_is_passed_over() {
    let schema = json!({ "properties": { "a": { "oneOf": [{ "multipleOf": 2 }] } } });
    let refused = Checker::new(schema).expect_err("nobody holds it against values");
    assert!(refused.to_string().contains("multipleOf"), "{refused}");
}

#[test]
fn the_schema_has_the_form_that_editors_understand() {
    let schema = generate::<Manifest>();
    let text = schema.to_string();
    for absent in ["$ref", "\"null\"", "uint32", "allOf"] {
        assert!(!text.contains(absent), "{absent} in {text}");
    }
    assert_eq!(
        schema.pointer("/$schema"),
        Some(&json!("http://json-schema.org/draft-07/schema#"))
    );
    assert!(schema.pointer("/properties/$schema").is_some());
    let hls = schema
        .pointer("/properties/outputs/additionalProperties/oneOf/0")
        .expect("hls");
    assert_eq!(hls["title"], "type: hls");
    assert_eq!(
        hls["properties"]["type"]["description"],
        "HLS, for Apple's players."
    );
    assert_eq!(hls["required"], json!(["type", "dir"]));
    let codec = &hls["properties"]["codec"];
    assert_eq!(codec["enum"], json!(["h264", "hevc"]));
    assert_eq!(codec["enumDescriptions"], json!(["AVC.", "HEVC."]));
    assert_eq!(
        codec["x-taplo"]["docs"]["enumValues"],
        json!(["AVC.", "HEVC."])
    );
    assert_eq!(
        codec["description"],
        "The codec.\n\n- `h264`: AVC.\n- `hevc`: HEVC."
    );
    assert_eq!(codec["markdownDescription"], codec["description"]);
    assert_eq!(codec["x-aliases"]["h265"], "hevc");
    assert_eq!(hls["properties"]["rungs"]["type"], "array");
}

#[test]
fn many_mistakes_take_no_square_of_their_number() {
    let mut text = "version: 1\noutputs:\n".to_owned();
    for index in 0..3000 {
        text += &format!("  o{index}: {{type: hls, dir: 1, codecc: hevc}}\n");
    }
    let start = std::time::Instant::now();
    let (findings, _) = check("a.yaml", &text);
    assert_eq!(findings.len(), 6000);
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn every_code_explains_itself() {
    for codes in [document::CODES, rendit::schema::CODES] {
        assert!(codes.is_sorted_by_key(|code| code.name));
        for code in codes {
            let is_kebab = code
                .name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b == b'-');
            assert!(is_kebab, "{}", code.name);
            assert!(
                !code.summary.is_empty() && !code.summary.ends_with('.'),
                "{}",
                code.name
            );
            for part in ["Wrong:", "Right:"] {
                assert!(
                    code.explanation.contains(part),
                    "{} has no {part}",
                    code.name
                );
            }
        }
    }
}

/// A manifest with one stretch of its text doubled, dropped, or replaced.
fn mutated() -> impl Strategy<Value = (&'static str, String)> {
    const YAML: &str = "version: 1\ninputs:\n  a: &a {path: x, language: en}\n  b: *a\noutputs:\n  w: {type: hls, dir: \"o\", rungs: [{height: 720}]}\n  v:\n    <<: {type: file}\n    path: 'é'\n";
    const JSON: &str = "{\"version\": 1, \"outputs\": {\"w\": {\"type\": \"hls\", \"dir\": \"\\u00e9\", \"rungs\": [{\"height\": 7}]}}}";
    let text = prop_oneof![
        Just(("a.toml", WRONG_TOML)),
        Just(("a.yaml", YAML)),
        Just(("a.json", JSON))
    ];
    let stuff = prop_oneof![
        Just(""),
        Just("\""),
        Just("["),
        Just("{"),
        Just(": "),
        Just("\n"),
        Just("é"),
        Just("- "),
        Just("= "),
        Just("*a"),
        Just("&a "),
        Just("0"),
        Just("#")
    ];
    (
        text,
        any::<prop::sample::Index>(),
        0..12usize,
        stuff,
        any::<bool>(),
    )
        .prop_map(|((name, text), at, length, stuff, twice)| {
            let chars: Vec<char> = text.chars().collect();
            let from = at.index(chars.len());
            let to = (from + length).min(chars.len());
            let end = if twice { from } else { to };
            let mutant = chars[..to]
                .iter()
                .copied()
                .chain(stuff.chars())
                .chain(chars[end..].iter().copied());
            (name, mutant.collect())
        })
}

/// Another validator of the same schema.
fn theirs() -> &'static jsonschema::Validator {
    static THEIRS: LazyLock<jsonschema::Validator> =
        LazyLock::new(|| jsonschema::draft7::new(&generate::<Manifest>()).expect("a schema"));
    &THEIRS
}

/// A value that is nearly a manifest: keys and values of one, wherever they may stand.
fn nearly() -> impl Strategy<Value = Value> {
    let single = prop_oneof![
        Just(json!("hls")),
        Just(json!("file")),
        Just(json!("en")),
        Just(json!("6s")),
        Just(json!("h264")),
        Just(json!("")),
        Just(json!(1)),
        Just(json!(2.0)),
        Just(json!(0.5)),
        Just(json!(-1)),
        Just(json!(null)),
        Just(json!(true)),
    ];
    let key = prop_oneof![
        Just("type"),
        Just("dir"),
        Just("path"),
        Just("codec"),
        Just("segment_duration"),
        Just("rungs"),
        Just("height"),
        Just("ladders"),
        Just("language"),
        Just("a"),
        Just("A"),
    ];
    let value = single.prop_recursive(3, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner), 0..5).prop_map(|all| {
                let named = all.into_iter().map(|(key, value)| (key.to_owned(), value));
                Value::Object(named.collect())
            }),
        ]
    });
    (value.clone(), value).prop_map(
        |(inputs, outputs)| json!({ "version": 1, "inputs": { "a": inputs }, "outputs": { "a": outputs } }),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn another_validator_refuses_the_same(value in nearly()) {
        let (findings, repaired) = check("a.json", &value.to_string());
        prop_assert_eq!(findings.is_empty(), theirs().is_valid(&value), "{} {:?}", value, lines(&findings));
        prop_assert!(theirs().is_valid(&repaired.json), "{value}: {}", repaired.json);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn broken_manifests_are_read_checked_repaired_and_shown((name, text) in mutated()) {
        let (findings, repaired) = check(name, &text);
        for finding in &findings {
            prop_assert!(finding.primary().is_some(), "{finding:?} has no place");
        }
        // Nothing is invented without a word about it.
        let is_silent = findings.is_empty() && !repaired.tainted.is_empty();
        prop_assert!(!is_silent, "{text} {:?}", repaired.tainted);
        prop_assert!(theirs().is_valid(&repaired.json), "{text}: {}", repaired.json);
        let decoded = serde_json::from_value::<Manifest>(repaired.json);
        prop_assert!(decoded.is_ok(), "{text}: {:?}", decoded.err());
        let drawn = rendit::report::findings::human(&findings, rendit::report::findings::Style::default());
        prop_assert!(!drawn.contains("Failed to read"));
    }
}
