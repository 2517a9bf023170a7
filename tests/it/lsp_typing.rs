//! The language server while manifests are typed, and beside files that are none.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::lsp::{HOUSE, Server, address, folder};

/// The findings of one version of a document, each as `line:column code`.
fn told(server: &mut Server, uri: &str, version: i64) -> Vec<String> {
    let found = published(server, uri, version);
    let mut all: Vec<String> = found
        .iter()
        .map(|one| {
            let start = &one["range"]["start"];
            let number = |key: &str| start[key].as_u64().unwrap() + 1;
            let code = one["code"].as_str().unwrap();
            format!("{}:{} {code}", number("line"), number("character"))
        })
        .collect();
    all.sort();
    all
}

fn published(server: &mut Server, uri: &str, version: i64) -> Vec<Value> {
    let wanted = json!({
        "method": "textDocument/publishDiagnostics",
        "params": { "uri": uri, "version": version },
    });
    let message = server.wait(&wanted);
    message["params"]["diagnostics"].as_array().unwrap().clone()
}

fn change(server: &mut Server, uri: &str, version: i64, text: &str) {
    let params = json!({
        "textDocument": { "uri": uri, "version": version },
        "contentChanges": [{ "text": text }],
    });
    server.send(&json!({ "method": "textDocument/didChange", "params": params }));
}

/// The findings of texts that are opened alone, with nothing else beside them.
fn alone(name: &str, texts: &[(&str, &str)]) -> Vec<(String, Vec<String>)> {
    let folder = folder(name, &[]);
    let mut server = Server::ready(json!({}));
    let mut all = Vec::new();
    for (file, text) in texts {
        let uri = address(&folder.join(file));
        server.open(&uri, text);
        all.push(((*file).to_owned(), told(&mut server, &uri, 1)));
        let close = json!({ "textDocument": { "uri": uri } });
        server.send(&json!({ "method": "textDocument/didClose", "params": close }));
    }
    all
}

#[test]
fn nothing_is_said_of_the_files_of_other_tools() {
    let texts = [
        (
            "renovate.json",
            r#"{ "$schema": "https://docs.renovatebot.com/renovate-schema.json", "extends": ["config:recommended"] }"#,
        ),
        (".eslintrc.json", r#"{ "extends": ["eslint:recommended"] }"#),
        (
            ".stylelintrc.json",
            r#"{ "extends": "stylelint-config-standard" }"#,
        ),
        (
            ".commitlintrc.yaml",
            "extends: [\"@commitlint/config-conventional\"]\n",
        ),
        ("lint.json", r#"{ "extends": ["./base.json"] }"#),
        (
            "telegraf.toml",
            "[agent]\ninterval = \"10s\"\n[[inputs.cpu]]\npercpu = true\n[[outputs.influxdb_v2]]\nurls = [\"http://x\"]\n",
        ),
        (
            "inputs.toml",
            "[[inputs.file]]\nfiles = [\"a\"]\n[[outputs.file]]\nfiles = [\"stdout\"]\n",
        ),
        (
            "elastic-agent.yml",
            "outputs:\n  default:\n    type: elasticsearch\n    hosts: [a]\ninputs:\n  - type: system/metrics\n    id: x\n",
        ),
        (
            "agent.yml",
            "outputs:\n  default:\n    type: file\n    path: /tmp/x\ninputs:\n  - type: logfile\n    id: x\n",
        ),
        (
            "tool.yaml",
            "cwlVersion: v1.2\nclass: CommandLineTool\ninputs:\n  a:\n    type: File\noutputs:\n  b:\n    type: File\n",
        ),
        (
            "tool.cwl.json",
            r#"{ "inputs": { "a": { "type": "File" } }, "outputs": { "b": { "type": "stdout" } } }"#,
        ),
        (
            "terraform.json",
            r#"{ "version": 4, "outputs": {}, "resources": [] }"#,
        ),
        ("outputs.json", r#"{ "version": 4, "outputs": {} }"#),
        ("vars.yml", "vars:\n  a: 1\n  b: [1]\n"),
        (
            "lock.json",
            r#"{ "version": "1", "name": "x", "packages": {} }"#,
        ),
        ("name.yaml", "name: x\n"),
        ("name.toml", "name = \"x\"\nversion = \"0.1.0\"\n"),
        ("ci.yml", "extends: .x\nvars:\n  A: b\n"),
        ("Taskfile.yml", "version: '3'\nvars:\n  A: b\ntasks: {}\n"),
        (
            "logging.yaml",
            "version: 1\nformatters: {}\nhandlers: {}\nroot: {}\n",
        ),
        (
            "game.yaml",
            "ladders:\n  ranked:\n    seasons: 3\nplayers: 2\n",
        ),
        ("game.json", r#"{ "ladders": [{ "name": "ranked" }] }"#),
        (
            "settings.json",
            r#"{ "yaml.schemas": { "./schema/rendit.schema.json": "jobs/*.yaml" }, "name": 1 }"#,
        ),
        (
            "other.toml",
            "#:schema https://example.com/other.json\nversion = 1\n[ladders.a]\ntype = \"video\"\n",
        ),
        (
            "other.yaml",
            "# yaml-language-server: $schema=https://example.com/other.json\nversion: 1\nladders:\n  a:\n    type: video\n",
        ),
    ];
    let said: Vec<_> = alone("others", &texts)
        .into_iter()
        .filter(|(_, found)| !found.is_empty())
        .collect();
    assert!(said.is_empty(), "{said:#?}");
}

#[test]
fn manifests_with_mistakes_are_manifests() {
    let texts = [
        ("a.toml", "#:schema ../schema/rendit.schema.json\nnam = 1\n"),
        (
            "b.json",
            r#"{ "$schema": "https://json.schemastore.org/rendit.json", "nam": 1 }"#,
        ),
        (
            "c.yaml",
            "# yaml-language-server: $schema=rendit.schema.json\nnam: 1\n",
        ),
        ("d.rendit.toml", "nam = 1\n"),
        // One misspelt key, wherever it stands.
        (
            "e.toml",
            "versoin = 1\n[inputs.film]\npath = \"a.mp4\"\n[ladders.hd]\ntype = \"video\"\nauto = true\n",
        ),
        (
            "f.toml",
            "version = 1\n[input.film]\npath = \"a.mp4\"\n[ladders.hd]\ntype = \"video\"\nauto = true\n",
        ),
        (
            "g.toml",
            "version = 1\n[inputs.film]\npath = \"a.mp4\"\n[ladder.hd]\ntype = \"video\"\nauto = true\n",
        ),
        (
            "h.yaml",
            "version: 1\ninputs:\n  film:\n    path: a.mp4\nladders:\n  hd:\n    rungs: []\nuotputs:\n  web:\n    type: hls\n",
        ),
        (
            "i.json",
            r#"{ "version": 1, "settings": {}, "outputs": { "web": { "type": "cmaf" } } }"#,
        ),
        // Not complete yet.
        ("j.toml", "version = 1\n[inputs.film]\npath = \"a.mp4\"\n"),
        ("k.toml", "version = 1\nextends = [\"house.toml\"]\n"),
        (
            "l.yaml",
            "extends: [house.toml]\ninputs:\n  film:\n    path: a.mp4\n",
        ),
        (
            "m.toml",
            "version = 1\n[outputs.web]\ntype = \"file\"\nladders = [\"hd\"]\n",
        ),
        ("n.toml", "version = 1\n[ladders.hd]\n"),
    ];
    let silent: Vec<_> = alone("mistakes", &texts)
        .into_iter()
        .filter(|(_, found)| found.is_empty())
        .collect();
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn foreign_files_have_no_symbols() {
    let mut server = Server::ready(json!({}));
    let uri = "file:///x/settings.toml";
    server.open(uri, "[tool]\nx = 1\n");
    let params = json!({ "textDocument": { "uri": uri } });
    let answer = server.ask(1, "textDocument/documentSymbol", params);
    assert_eq!(answer["result"], Value::Null);
}

/// A manifest with two findings, in lines 8 and 17.
fn two() -> (&'static str, Vec<&'static str>) {
    let text = "version = 1
[vars]
site = \"out\"

[inputs.film]
path = \"a.mp4\"
# sound
language = \"eng\"

[ladders.hd]
type = \"video\"
rungs = [{ height = 720, bit_rate = \"2800k\" }]

[outputs.web]
type = \"hls\"
dir = \"${vars.site}\"
ladders = [\"hd\", \"sonud\"]
";
    (text, vec!["17:18 unknown-reference", "8:12 language-tag"])
}

#[test]
fn findings_stay_while_another_line_is_typed() {
    let (text, wanted) = two();
    let lines: Vec<&str> = text.lines().collect();
    // What is typed, and behind which line it is; the last state of each is whole again.
    let typed: &[(usize, &[&str])] = &[
        (
            11,
            &["p", "pre", "preset =", "preset = \"", "preset = \"slow\""],
        ),
        (0, &["n", "name", "name = ", "name = \"x", "name = \"x\""]),
        (
            4,
            &[
                "[",
                "[inputs",
                "[inputs.",
                "[inputs.b]\npath",
                "[inputs.b]\npath = \"b.mp4\"",
            ],
        ),
        (17, &["a", "args = [", "args = [\"-a", "args = []"]),
        (
            12,
            &[
                "filters = [",
                "filters = [\n  \"hqdn3d\",",
                "filters = [\n  \"hqdn3d\",\n]",
            ],
        ),
    ];
    let folder = folder("typed", &[]);
    let mut server = Server::ready(json!({}));
    for ending in ["\n", "\r\n"] {
        for (number, (behind, states)) in typed.iter().enumerate() {
            let uri = address(&folder.join(format!("{number}-{}.toml", ending.len())));
            server.open(&uri, &text.replace('\n', ending));
            assert_eq!(told(&mut server, &uri, 1), wanted);
            for (version, state) in states.iter().enumerate() {
                let mut now: Vec<&str> = lines.clone();
                now.splice(*behind..*behind, state.lines());
                let now: String = now.iter().map(|line| format!("{line}{ending}")).collect();
                let version = i64::try_from(version).unwrap() + 2;
                change(&mut server, &uri, version, &now);
                let found = told(&mut server, &uri, version);
                let moved = |line: usize| {
                    let more = state.lines().count();
                    if line > *behind { line + more } else { line }
                };
                let mut kept: Vec<String> = vec![
                    format!("{}:18 unknown-reference", moved(17)),
                    format!("{}:12 language-tag", moved(8)),
                ];
                kept.sort();
                let is_new = |one: &&String| !kept.contains(one) && !one.ends_with("syntax-toml");
                let rest: Vec<&String> = found.iter().filter(is_new).collect();
                assert!(
                    kept.iter().all(|one| found.contains(one)),
                    "{state:?} behind line {behind}: {found:?} lacks one of {kept:?}"
                );
                assert!(rest.is_empty(), "{state:?} behind line {behind}: {found:?}");
            }
        }
    }
}

#[test]
fn findings_stay_in_yaml_and_json_too() {
    let yaml = "version: 1\ninputs:\n  film:\n    path: a.mp4\n    language: eng\nladders:\n  hd:\n    type: video\n    auto: true\noutputs:\n  web:\n    type: hls\n    dir: out\n    ladders: [hd, sonud]\n";
    let json = "{\n  \"version\": 1,\n  \"inputs\": { \"film\": { \"path\": \"a.mp4\",\n    \"language\": \"eng\" } },\n  \"ladders\": { \"hd\": { \"type\": \"video\",\n    \"auto\": true } },\n  \"outputs\": { \"web\": { \"type\": \"hls\", \"dir\": \"out\",\n    \"ladders\": [\"hd\", \"sonud\"] } }\n}\n";
    let cases: &[(&str, &str, &str, &[&str])] = &[
        (
            "a.yaml",
            yaml,
            "    auto: true\n",
            &["    codec: \"", "    cod", "   x: {"],
        ),
        (
            "a.json",
            json,
            "    \"auto\": true } },\n",
            &["  \"", "  \"name", "  \"name\":", "  \"name\": \"x\""],
        ),
    ];
    let folder = folder("typed-others", &[]);
    let mut server = Server::ready(json!({}));
    for (file, text, behind, states) in cases {
        let uri = address(&folder.join(file));
        server.open(&uri, text);
        let before = told(&mut server, &uri, 1);
        assert_eq!(before.len(), 2, "{before:?}");
        for (number, state) in states.iter().enumerate() {
            let now = text.replace(behind, &format!("{behind}{state}\n"));
            let version = i64::try_from(number).unwrap() + 2;
            change(&mut server, &uri, version, &now);
            let found = told(&mut server, &uri, version);
            let broken = |one: &&String| one.contains(" syntax-") || one.contains(" yaml-");
            let (_, rest): (Vec<&String>, Vec<&String>) = found.iter().partition(broken);
            let mut codes: Vec<&str> = rest
                .iter()
                .filter_map(|one| one.split(' ').nth(1))
                .collect();
            codes.sort_unstable();
            assert_eq!(
                codes,
                ["language-tag", "unknown-reference"],
                "{state}: {found:?}"
            );
        }
    }
}

#[test]
fn a_finding_goes_with_its_line() {
    let (text, wanted) = two();
    let folder = folder("gone", &[]);
    let mut server = Server::ready(json!({}));
    let uri = address(&folder.join("a.toml"));
    server.open(&uri, text);
    assert_eq!(told(&mut server, &uri, 1), wanted);
    // The mistake's own line is typed anew.
    let typed = text.replace("\"sonud\"]", "\"sou");
    change(&mut server, &uri, 2, &typed);
    let found = told(&mut server, &uri, 2);
    assert!(found.contains(&"8:12 language-tag".to_owned()), "{found:?}");
    assert!(
        !found.iter().any(|one| one.ends_with("unknown-reference")),
        "{found:?}"
    );
    assert_eq!(found.len(), 2, "{found:?}");
    // It can be fixed while another line is incomplete.
    let typed = text.replace("[vars]\n", "[vars]\nb\n");
    change(&mut server, &uri, 3, &typed);
    told(&mut server, &uri, 3);
    let params = json!({
        "textDocument": { "uri": uri },
        "range": { "start": { "line": 17, "character": 0 }, "end": { "line": 17, "character": 30 } },
        "context": { "diagnostics": [] },
    });
    change(&mut server, &uri, 4, text);
    told(&mut server, &uri, 4);
    change(
        &mut server,
        &uri,
        5,
        &text.replace("[vars]\n", "[vars]\nb\n"),
    );
    told(&mut server, &uri, 5);
    let text = text.replace("\"hd\", \"sonud\"", "\"hdd\"");
    change(&mut server, &uri, 6, &text);
    told(&mut server, &uri, 6);
    change(
        &mut server,
        &uri,
        7,
        &text.replace("[vars]\n", "[vars]\nb\n"),
    );
    told(&mut server, &uri, 7);
    let actions = server.ask(1, "textDocument/codeAction", params);
    let edit = &actions["result"][0]["edit"]["changes"][&uri][0];
    assert_eq!(edit["newText"], "\"hd\"", "{actions:#}");
    assert_eq!(edit["range"]["start"]["line"], 17, "{actions:#}");
}

#[test]
fn a_base_is_typed_and_its_user_stays_as_it_was() {
    let folder = folder("bases", &[("house.toml", HOUSE)]);
    let mut server = Server::ready(json!({}));
    let house = address(&folder.join("house.toml"));
    let film = address(&folder.join("film.yaml"));
    let text = "version: 1\nextends: [house.toml]\ninputs:\n  film:\n    path: a.mp4\noutputs:\n  web:\n    type: hls\n    dir: out\n    ladders: [hd, sonud]\n";
    server.open(&film, text);
    let wanted = ["10:19 unknown-reference"];
    assert_eq!(told(&mut server, &film, 1), wanted);
    server.open(&house, HOUSE);
    assert!(told(&mut server, &house, 1).is_empty());
    change(&mut server, &house, 2, &format!("{HOUSE}cod"));
    assert_eq!(told(&mut server, &house, 2), ["10:1 syntax-toml"]);
    // Nothing was said of the other one: what was told of it still is.
    change(&mut server, &film, 2, &format!("{text}\n"));
    assert_eq!(told(&mut server, &film, 2), wanted);
}

#[test]
fn hints_stay_while_another_line_is_typed() {
    let mut server = Server::ready(json!({
        "textDocument": { "inlayHint": {} },
        "workspace": { "inlayHint": { "refreshSupport": true } },
    }));
    let text = "version = 1\n[inputs.film]\nlavfi = \"testsrc2=size=854x480:rate=25:duration=2[out0];sine=duration=2[out1]\"\n[ladders.hd]\ntype = \"video\"\nrungs = [\n  { height = 720, bit_rate = \"2M\" },\n  { height = 480, bit_rate = \"1M\" },\n]\n[ladders.sound]\ntype = \"audio\"\n[outputs.web]\ntype = \"hls\"\ndir = \"out\"\nladders = [\"hd\", \"sound\"]\n";
    let uri = address(&folder("hints-stay", &[]).join("film.toml"));
    server.open(&uri, text);
    let lines =
        json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 20, "character": 0 } });
    let params = json!({ "textDocument": { "uri": uri }, "range": lines });
    server.ask(1, "textDocument/inlayHint", params.clone());
    let refresh = server.wait(&json!({ "method": "workspace/inlayHint/refresh" }));
    server.send(&json!({ "id": refresh["id"], "result": null }));
    let mut ask = |id: i32, version: i64, text: &str| -> Vec<(u64, String)> {
        change(&mut server, &uri, version, text);
        let answer = server.ask(id, "textDocument/inlayHint", params.clone());
        let hints = answer["result"].as_array().unwrap();
        let told = hints.iter().map(|hint| {
            let line = hint["position"]["line"].as_u64().unwrap();
            (line + 1, hint["label"].as_str().unwrap().to_owned())
        });
        told.collect()
    };
    let hints = ask(2, 2, text);
    assert_eq!(hints.len(), 3, "{hints:?}");
    let down = |by: u64| -> Vec<(u64, String)> {
        let all = hints.iter().cloned();
        all.map(|(line, label)| (line + by, label)).collect()
    };
    assert_eq!(ask(3, 3, &format!("n\n{text}")), down(1));
    assert_eq!(ask(4, 4, &format!("name =\n\n{text}")), down(2));
    // A value that is wrong, too; the line itself has no hint.
    let wrong = text.replace("height = 480", "height = 4");
    let kept: Vec<_> = hints
        .iter()
        .filter(|(line, _)| *line != 8)
        .cloned()
        .collect();
    assert_eq!(ask(5, 5, &wrong), kept);
    assert_eq!(ask(6, 6, text), hints);
    assert_eq!(ask(7, 7, ""), []);
}

const FRAGMENT: &str = "version: 1\nladders:\n  hd:\n    type: video\n    auto: true\n";

fn fragments(name: &str, child: &str) -> PathBuf {
    folder(name, &[("base.yaml", FRAGMENT), ("child.yaml", child)])
}

#[test]
fn a_base_is_not_asked_for_what_its_user_on_the_disk_gives() {
    let child = "extends: [base.yaml]\ninputs:\n  film:\n    path: a.mp4\noutputs:\n  web:\n    type: cmaf\n    dir: out\n    ladders: [hd]\n";
    let open = |folder: &PathBuf, text: &str| {
        let mut server = Server::ready(json!({}));
        let uri = address(&folder.join("base.yaml"));
        server.open(&uri, text);
        let found = told(&mut server, &uri, 1);
        (server, uri, found)
    };
    let with = fragments("fragment", child);
    let (mut server, uri, found) = open(&with, FRAGMENT);
    assert_eq!(found, Vec::<String>::new());
    // Real mistakes are told.
    let wrong = FRAGMENT.replace("auto: true", "auto: yes");
    change(&mut server, &uri, 2, &wrong);
    assert_eq!(told(&mut server, &uri, 2), ["5:11 wrong-type"]);
    // The user goes.
    std::fs::remove_file(with.join("child.yaml")).unwrap();
    server
        .send(&json!({ "method": "workspace/didChangeWatchedFiles", "params": { "changes": [] } }));
    change(&mut server, &uri, 3, FRAGMENT);
    assert_eq!(told(&mut server, &uri, 3), ["1:1 missing-key"]);
    let without = fragments("no-fragment", "inputs: {}\n");
    let (_, _, found) = open(&without, FRAGMENT);
    assert_eq!(found, ["1:1 missing-key"]);
}

#[test]
fn a_base_shows_its_mistakes_whoever_is_open() {
    let child = "version: 1\nextends: [base.yaml]\ninputs:\n  film:\n    path: a.mp4\nladders:\n  hd:\n    type: video\n    auto: true\noutputs:\n  web:\n    type: hls\n    dir: ${vars.site}\n    ladders: [hd]\n    encryption: aes\n";
    for (name, base, expected) in [
        (
            "part-vars",
            "vars:\n  site: a: b\nencryption:\n  aes:\n    type: aes-128\n    key_file: a.key\n    key_uri: https://a.b/key\n",
            "2:10 syntax-yaml",
        ),
        (
            "part-keys",
            "vars:\n  site: a\nencryption:\n  aes:\n    type: aes-128\n    key_file: a.key\n    key_uri: https://a.b/key\n    keyfile: b\n",
            "8:5 unknown-key",
        ),
    ] {
        let folder = folder(name, &[("base.yaml", base), ("child.yaml", child)]);
        let (own, other) = (
            address(&folder.join("base.yaml")),
            address(&folder.join("child.yaml")),
        );
        // Nobody but the base is open.
        let mut server = Server::ready(json!({}));
        server.open(&own, base);
        assert_eq!(told(&mut server, &own, 1), [expected], "{name}");
        let close = json!({ "textDocument": { "uri": own } });
        server.send(&json!({ "method": "textDocument/didClose", "params": close }));
        // Nobody but its user is open; then nobody is.
        let mut server = Server::ready(json!({}));
        server.open(&other, child);
        let of_base = |server: &mut Server| {
            let wanted = json!({
                "method": "textDocument/publishDiagnostics",
                "params": { "uri": own },
            });
            let found = server.wait(&wanted);
            found["params"]["diagnostics"].as_array().unwrap().len()
        };
        assert_eq!(of_base(&mut server), 1, "{name}");
        let close = json!({ "textDocument": { "uri": other } });
        server.send(&json!({ "method": "textDocument/didClose", "params": close }));
        assert_eq!(of_base(&mut server), 0, "{name}");
    }
}
