//! Completion offers what rendit takes: nothing that is there already, nothing that another key
//! excludes, values that fit the others.

use rendit::diag::Diagnostics;
use rendit::document::{self, Syntax};
use rendit::source::SourceFile;
use serde_json::{Value, json};

use crate::lsp::{Server, address, folder};
use crate::lsp_complete::{check, labels, offered, offered_with, taken};

#[test]
fn the_entry_at_the_cursor_is_no_name_yet() {
    check(
        Syntax::Toml,
        &[
            ("version = 1\n[outputs.¦", &["web"], &[""]),
            ("version = 1\n[outputs.¦]", &["web"], &[""]),
            ("version = 1\n[[outputs.¦]]", &["web"], &[""]),
            (
                "[ladders.hd]\ntype = \"video\"\n[ladders.¦",
                &["hd2"],
                &["", "hd"],
            ),
            (
                "[ladders.¦]\n[outputs.web]\nladders = [\"hd\"]\n",
                &["hd"],
                &["", "hd2"],
            ),
            ("[ladders.h¦]", &["hd"], &["", "h"]),
            ("[inputs.\"¦", &["film"], &[""]),
            ("inputs.¦", &["film"], &["", "[inputs.…]"]),
            ("inputs = { ¦ }", &["film"], &[""]),
            ("[vars]\n¦", &["cdn"], &[""]),
            ("[allow]\n¦", &["hevc-in-ts"], &[""]),
        ],
    );
    check(
        Syntax::Json,
        &[
            ("{ \"outputs\": { \"¦\" } }", &["web"], &[""]),
            ("{ \"outputs\": { \"¦", &["web"], &[""]),
            ("{ \"ladders\": { \"h¦\": {} } }", &["hd"], &["", "h"]),
        ],
    );
    check(
        Syntax::Yaml,
        &[
            ("outputs:\n  ¦", &["web"], &[""]),
            ("outputs:\n  w¦", &["web"], &["", "w"]),
            ("outputs:\n  w¦:\n", &["web"], &["", "w"]),
        ],
    );
    assert_eq!(
        taken(Syntax::Json, "{ \"outputs\": { \"¦\" } }", "web"),
        "{ \"outputs\": { \"web\": {  } } }"
    );
    assert_eq!(
        taken(Syntax::Toml, "version = 1\n[outputs.¦]\n", "web"),
        "version = 1\n[outputs.web]\n"
    );
}

#[test]
fn what_may_stand_once_is_offered_once() {
    let both = "[vars]\nx = \"1\"\n[allow]\n";
    check(
        Syntax::Toml,
        &[
            (&format!("{both}¦"), &["[inputs.…]"], &["[vars]", "[allow]"]),
            (
                &format!("{both}[inputs.film]\n¦"),
                &["path"],
                &["[vars]", "[allow]"],
            ),
            (
                &format!("{both}[¦"),
                &["inputs", "ladders"],
                &["vars", "allow"],
            ),
            ("[inputs.film]\n¦", &["[vars]", "[allow]"], &[]),
            ("[¦", &["vars", "allow", "inputs"], &[]),
            ("¦\n[vars]\n", &["inputs", "allow"], &["vars"]),
        ],
    );
    // Snippets have names that are free.
    for (text, label, wanted) in [
        ("[inputs.film]\n¦", "[inputs.…]", "[inputs.film2]"),
        ("[inputs.film2]\n¦", "[inputs.…]", "[inputs.film]"),
        (
            "[ladders.hd]\n[ladders.hd2]\n¦",
            "[ladders.…]",
            "[ladders.hd3]",
        ),
        ("version = 1\n¦", "ladders", "[ladders.hd]"),
    ] {
        let after = taken(Syntax::Toml, text, label);
        assert!(after.contains(wanted), "{text:?} {label}: {after:?}");
    }
}

#[test]
fn behind_a_dot_stand_only_names() {
    check(
        Syntax::Toml,
        &[
            (
                "version = 1\ninputs.¦",
                &["film"],
                &["[inputs.…]", "[vars]"],
            ),
            ("version = 1\ninputs.film.¦", &["path"], &["[inputs.…]"]),
            ("version = 1\ninputs.film. ¦", &["path"], &["[inputs.…]"]),
            ("[ladders.hd]\n¦", &["[inputs.…]"], &[]),
            ("[[ladders.hd.¦]]", &["rungs"], &["codec"]),
            ("[[ladders.hd.¦", &["rungs"], &["codec"]),
            ("[[inputs.film.¦]]", &["audio"], &["path"]),
            (
                "[outputs.set]\ntype = \"dash\"\n[[outputs.set.¦]]",
                &["adaptation_sets"],
                &["dir"],
            ),
            ("[[¦", &["inputs", "ladders", "outputs"], &["vars", "allow"]),
            ("[ladders.hd.¦]", &[], &["rungs"]),
        ],
    );
    assert_eq!(
        taken(Syntax::Toml, "version = 1\ninputs.¦", "film"),
        "version = 1\ninputs.film = {  }"
    );
}

#[test]
fn what_another_key_excludes_is_left_out() {
    check(
        Syntax::Toml,
        &[
            (
                "[inputs.a]\npath = \"x\"\n¦",
                &["start"],
                &["glob", "lavfi"],
            ),
            (
                "[inputs.a]\nglob = \"x\"\n¦",
                &["start"],
                &["path", "lavfi"],
            ),
            ("[inputs.a]\n¦", &["path", "glob", "lavfi"], &[]),
            ("[inputs.a]\npa¦ = \"x\"", &["path", "glob"], &[]),
            (
                "[ladders.a]\ntype = \"video\"\nrungs = []\n¦",
                &["codec"],
                &["auto", "max_height", "min_height"],
            ),
            (
                "[ladders.a]\ntype = \"video\"\nauto = true\n¦",
                &["max_height"],
                &["rungs"],
            ),
            (
                "[ladders.a]\ntype = \"video\"\nauto = false\n¦",
                &["rungs"],
                &[],
            ),
            (
                "[ladders.a]\ntype = \"video\"\nrungs = [{ crf = 23, ¦ }]",
                &["height", "max_bit_rate"],
                &["bit_rate"],
            ),
            (
                "[encryption.a]\ntype = \"aes-128\"\nkey_info_file = \"x\"\n¦",
                &[],
                &["key_file", "key_env", "key_uri", "iv"],
            ),
            (
                "[encryption.a]\ntype = \"aes-128\"\nkey_file = \"x\"\n¦",
                &["key_uri", "iv"],
                &["key_env", "key_info_file"],
            ),
        ],
    );
    check(
        Syntax::Yaml,
        &[
            ("inputs:\n  a:\n    path: x\n    ¦", &["start"], &["glob"]),
            ("inputs:\n  a: { path: x, ¦ }", &["start"], &["glob"]),
        ],
    );
}

#[test]
fn values_fit_the_others() {
    let audio = "[ladders.a]\ntype = \"audio\"\n";
    let video = "[ladders.a]\ntype = \"video\"\n";
    let hls = "[outputs.a]\ntype = \"hls\"\n";
    check(
        Syntax::Toml,
        &[
            (
                &format!("{audio}rungs = [{{ bit_rate = ¦ }}]"),
                &["128k", "96k", "384k"],
                &["800k", "4.5M"],
            ),
            (
                &format!("{video}rungs = [{{ bit_rate = ¦ }}]"),
                &["800k", "4.5M"],
                &["96k"],
            ),
            (
                &format!("{video}rungs = [{{ bit_rate = \"2M\", max_bit_rate = ¦ }}]"),
                &["3000k", "4000k"],
                &["800k"],
            ),
            (&format!("{video}preset = ¦"), &["medium", "slow"], &["8"]),
            (
                &format!("{video}codec = \"av1\"\npreset = ¦"),
                &["8", "4"],
                &["medium"],
            ),
            (
                &format!("{video}codec = \"av1\"\nencoder = \"libaom-av1\"\npreset = \"¦\""),
                &["6"],
                &["medium", "13"],
            ),
            (
                &format!("{video}codec = \"vp9\"\nrungs = [{{ preset = ¦ }}]"),
                &["2"],
                &["medium"],
            ),
            (
                &format!("{video}encoder = \"h264_nvenc\"\npreset = ¦"),
                &[],
                &["medium"],
            ),
            (
                &format!("{video}codec = \"hevc\"\nprofile = ¦"),
                &["main", "main10"],
                &["high"],
            ),
            (
                &format!("{video}pixel_format = \"yuv420p10le\"\nprofile = ¦"),
                &["high10"],
                &["high"],
            ),
            (
                &format!("{video}encoder = ¦"),
                &["libx264"],
                &["libaom-av1", "libx265"],
            ),
            (
                &format!("{video}codec = \"av1\"\nencoder = ¦"),
                &["libsvtav1", "libaom-av1"],
                &["libx264"],
            ),
            (&format!("{audio}encoder = ¦"), &["aac", "libfdk_aac"], &[]),
            (
                &format!("{audio}codec = \"opus\"\nencoder = ¦"),
                &["libopus"],
                &["libfdk_aac"],
            ),
            (
                &format!("{hls}segment_duration = ¦"),
                &["2s", "4s", "6s"],
                &["00:01:30.5"],
            ),
            ("[inputs.a]\nstart = ¦", &["00:01:30.5"], &[]),
        ],
    );
    for (text, key, wanted) in [
        (format!("{video}codec = \"av1\"\n¦"), "preset", "\"8\""),
        (
            format!("{video}codec = \"vp9\"\n¦"),
            "encoder",
            "\"libvpx-vp9\"",
        ),
        (format!("{audio}rungs = [{{ ¦ }}]"), "bit_rate", "\"128k\""),
    ] {
        let after = taken(Syntax::Toml, &text, key);
        assert!(after.contains(&format!("{key} = {wanted}")), "{after}");
    }
}

#[test]
fn placeholders_begin_with_their_dollar() {
    let toml = "[inputs.film]\npath = \"a\"\n[outputs.web]\ntype = \"hls\"\ndir = \"out/$¦\"\n";
    assert!(
        taken(Syntax::Toml, toml, "film.stem").contains("dir = \"out/${film.stem}\"\n"),
        "{}",
        taken(Syntax::Toml, toml, "film.stem")
    );
    let (_, items) = offered(Syntax::Toml, toml, true);
    let item = items.iter().find(|item| item.label == "film.stem").unwrap();
    assert_eq!(item.filter_text.as_deref(), Some("${film.stem}"));
    check(
        Syntax::Toml,
        &[(
            "[outputs.web]\ntype = \"hls\"\ndir = \"out/$$¦\"\n",
            &[],
            &["job"],
        )],
    );
    let block = "inputs:\n  film:\n    path: a\noutputs:\n  web:\n    type: hls\n    dir: out/$¦\n";
    assert!(taken(Syntax::Yaml, block, "film.stem").contains("dir: out/${film.stem}\n"));
    // Between brackets YAML takes the brace for one of its own.
    let flow = "inputs:\n  film:\n    path: a\noutputs:\n  web: { type: hls, dir: out/${¦} }\n";
    assert!(!labels(Syntax::Yaml, flow).contains(&"ladders".to_owned()));
    let after = taken(Syntax::Yaml, flow, "film.stem");
    assert!(
        after.ends_with("{ type: hls, dir: \"out/${film.stem}\" }\n"),
        "{after}"
    );
    let begun = flow.replace("${¦}", "$¦");
    let after = taken(Syntax::Yaml, &begun, "film.stem");
    assert!(
        after.ends_with("{ type: hls, dir: \"out/${film.stem}\" }\n"),
        "{after}"
    );
}

#[test]
fn json_begins_with_a_manifest() {
    for text in ["¦", "\n¦\n"] {
        let after = taken(Syntax::Json, text, "{ \"version\": 1 }");
        let file = SourceFile::new("a.json", &after);
        let mut found = Diagnostics::new();
        document::parse(&mut found, &file).unwrap();
        assert!(!found.has_errors(), "{after}");
    }
}

#[test]
fn lines_that_are_inserted_are_indented() {
    let text = "ladders:\n  hd:\n    type: video\n    ¦";
    let after = taken(Syntax::Yaml, text, "rungs");
    assert!(after.ends_with("    rungs:\n      - "), "{after:?}");
    let (_, items) = offered_with(Syntax::Yaml, text, true, true);
    let item = items.iter().find(|item| item.label == "rungs").unwrap();
    assert_eq!(item.insert_text_mode, Some(2));
    assert_eq!(item.text_edit.new_text, "rungs:\n  - $0");
    let one_line = items.iter().find(|item| item.label == "codec").unwrap();
    assert_eq!(one_line.insert_text_mode, None);
}

/// What is offered at a place of a file beside `house.toml`.
fn beside(house: &str, name: &str, marked: &str) -> Vec<String> {
    let folder = folder(&format!("offers-{name}"), &[("house.toml", house)]);
    let uri = address(&folder.join(name));
    let before = marked.split('¦').next().unwrap();
    let position = json!({
        "line": before.matches('\n').count(),
        "character": before.rsplit('\n').next().unwrap().len(),
    });
    let mut server = Server::ready(json!({}));
    server.open(&uri, &marked.replace('¦', ""));
    let params = json!({ "textDocument": { "uri": uri }, "position": position });
    let answer = server.ask(1, "textDocument/completion", params);
    let items = answer["result"]["items"].as_array().cloned();
    let label = |item: &Value| item["label"].as_str().unwrap().to_owned();
    items.unwrap_or_default().iter().map(label).collect()
}

#[test]
fn an_empty_value_does_not_hide_what_is_extended() {
    let house = "version = 1\n[vars]\nsite = \"x\"\n[ladders.picture]\ntype = \"video\"\nauto = true\n[ladders.sound]\ntype = \"audio\"\n[outputs.web]\ntype = \"cmaf\"\n";
    let yaml = "extends: [house.toml]\n";
    let json = "{ \"extends\": [\"house.toml\"],";
    let cases: &[(&str, String, &[&str], &[&str])] = &[
        (
            "1.yaml",
            format!("{yaml}ladders:\n  ¦"),
            &["picture", "sound"],
            &[""],
        ),
        ("2.yaml", format!("{yaml}ladders:\n  p¦"), &["picture"], &[]),
        ("3.yaml", format!("{yaml}outputs:\n  ¦"), &["web"], &[]),
        ("4.yaml", format!("{yaml}vars:\n  ¦"), &["site"], &[]),
        (
            "5.yaml",
            format!("{yaml}outputs:\n  web:\n    ¦"),
            &["dir", "playlist", "mpd"],
            &["path", "keyframe_interval"],
        ),
        (
            "6.yaml",
            format!("{yaml}outputs:\n  web:\n    dir: x\n    ¦"),
            &["playlist", "mpd"],
            &["path", "dir"],
        ),
        (
            "7.yaml",
            format!("{yaml}ladders: {{ ¦ }}"),
            &["picture"],
            &[],
        ),
        (
            "8.yaml",
            format!("{yaml}ladders:\n  picture:\n    ¦"),
            &["codec", "preset"],
            &[],
        ),
        (
            "9.json",
            format!("{json} \"ladders\": {{ \"¦\" }} }}"),
            &["picture"],
            &[""],
        ),
        (
            "10.json",
            format!("{json} \"ladders\": {{ ¦ }} }}"),
            &["picture"],
            &[""],
        ),
        (
            "11.toml",
            "extends = [\"house.toml\"]\n[ladders.¦]\n".to_owned(),
            &["picture", "sound"],
            &[""],
        ),
        (
            "12.toml",
            "extends = [\"house.toml\"]\n[outputs.web]\n¦\n".to_owned(),
            &["mpd"],
            &["path"],
        ),
    ];
    let mut wrong = Vec::new();
    for (name, text, wanted, unwanted) in cases {
        let found = beside(house, name, text);
        let has = |label: &&&str| found.iter().any(|known| known == **label);
        if !wanted.iter().all(|label| has(&label)) || unwanted.iter().any(|label| has(&label)) {
            wrong.push(format!("{text:?}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
