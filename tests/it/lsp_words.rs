//! What the language server says: messages, titles of changes, hover, refusals; and names that get
//! others.

use serde_json::{Value, json};

use crate::lsp::{Server, address, folder};

const HEAD: &str = "version = 1\n[inputs.film]\npath = \"a.mp4\"\n";

/// A server with one open text, and the findings of that.
fn open(file: &str, text: &str) -> (Server, String, Vec<Value>) {
    let folder = folder(&format!("words-{file}"), &[]);
    let uri = address(&folder.join(file));
    let mut server = Server::ready(json!({}));
    server.open(&uri, text);
    let told = server.wait(&json!({ "params": { "uri": uri, "version": 1 } }));
    let found = told["params"]["diagnostics"].as_array().unwrap().clone();
    (server, uri, found)
}

/// The first line of the only finding.
fn message(file: &str, text: &str) -> String {
    let (_, _, found) = open(file, text);
    let told: Vec<&str> = found
        .iter()
        .map(|one| one["message"].as_str().unwrap())
        .collect();
    assert_eq!(told.len(), 1, "{text}: {told:#?}");
    told[0].lines().next().unwrap().to_owned()
}

#[test]
fn a_message_says_a_thing_once() {
    let rung = |rung: &str| {
        format!(
            "{HEAD}[ladders.hd]\ntype = \"video\"\nrungs = [{{ {rung} }}]\n[outputs.web]\ntype = \"hls\"\ndir = \"out\"\nladders = [\"hd\"]\n"
        )
    };
    let whole = rung("height = 720, crf = 23");
    let cases = [
        (
            rung("height = \"360pp\", crf = 23"),
            "`height` is \"360pp\", but must be an integer",
        ),
        (
            whole.replace("version = 1", "version = 2"),
            "`version` is 2, but the most is 1",
        ),
        (whole.replace("dir = \"out\"\n", ""), "missing key `dir`"),
        (
            rung("height = 720, bit_rate = 999"),
            "`bit_rate` is 999, but the least is 1000",
        ),
        // In quotes it is the same mistake.
        (
            rung("height = 720, bit_rate = \"999\""),
            "`bit_rate` is \"999\", but the least is 1000",
        ),
        (
            rung("height = 720, bit_rate = \"0k\""),
            "`bit_rate` is \"0k\", but must be a bit rate such as \"2500k\", \"4.5M\" or 2500000",
        ),
        // What adds something stays.
        (
            whole.replace("[\"hd\"]", "[\"hdd\"]"),
            "no ladder is called `hdd`: not defined",
        ),
    ];
    for (number, (text, wanted)) in cases.iter().enumerate() {
        let found = message(&format!("{number}.toml"), text);
        assert_eq!(found, *wanted, "{text}");
    }
    let json = r#"{ "version": 1, "inputs": { "film": { "path": "a" } }, "ladders": { "h": 1 }, "outputs": { "web": { "type": "hls", "dir": "x", "ladders": ["h"] } } }"#;
    assert_eq!(
        message("a.json", json),
        "`h` is 1, but must be an object with `type`"
    );
}

#[test]
fn a_thousandfold_is_offered_in_quotes_too() {
    let text = format!(
        "{HEAD}[ladders.hd]\ntype = \"video\"\nrungs = [{{ height = 720, bit_rate = \"800\" }}]\n"
    );
    let (_, _, found) = open("thousand.toml", &text);
    let told = found.iter().map(|one| one["message"].as_str().unwrap());
    let told: Vec<&str> = told.filter(|one| one.contains("bit_rate")).collect();
    assert!(
        told.iter()
            .any(|one| one.contains("did you mean \"800k\"?")),
        "{told:#?}"
    );
}

/// "Fix all" does what `rendit fix` does: nothing that may be meant otherwise.
#[test]
fn only_what_is_sure_is_fixed_at_once() {
    let doubtful =
        "[ladders.hd]\ntype = \"video\"\nrungs = [{ height = 720, bit_rate = \"800\" }]\n";
    let text = format!(
        "{HEAD}{doubtful}[ladders.sound]\ntype = \"audio\"\n[outputs.web]\ntype = \"hls\"\ndir = \"out\"\nladders = [\"hd\", \"sonud\"]\n"
    );
    let (mut server, uri, _) = open("sure.toml", &text);
    let mut ask = |id: i32, only: &str| {
        let params = json!({
            "textDocument": { "uri": uri },
            "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 20, "character": 0 } },
            "context": { "diagnostics": [], "only": [only] },
        });
        let answer = server.ask(id, "textDocument/codeAction", params);
        answer["result"].as_array().unwrap().clone()
    };
    let preferred: Vec<(String, bool)> = ask(1, "quickfix")
        .iter()
        .map(|one| {
            let title = one["title"].as_str().unwrap().to_owned();
            (title, one["isPreferred"].as_bool().unwrap())
        })
        .collect();
    let wanted = [
        ("Change `\"800\"` to `\"800k\"`".to_owned(), false),
        ("Change `\"sonud\"` to `\"sound\"`".to_owned(), true),
    ];
    assert_eq!(preferred, wanted);
    let all = ask(2, "source.fixAll");
    let edits = all[0]["edit"]["changes"][&uri].as_array().unwrap().clone();
    assert_eq!(edits.len(), 1, "{edits:#?}");
    assert_eq!(edits[0]["newText"], "\"sound\"", "{edits:#?}");
    assert_eq!(edits[0]["range"]["start"]["line"], 11, "{edits:#?}");
}

#[test]
fn changes_have_titles_that_say_them() {
    let (mut server, uri, _) = open(
        "a.rendit.yaml",
        "version: 1\noutputs:\n  web:\n    type: hls\n    dir:out/web\n    ladders: [hd]\n",
    );
    let params = json!({
        "textDocument": { "uri": uri },
        "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 6, "character": 0 } },
        "context": { "diagnostics": [], "only": ["quickfix"] },
    });
    let actions = server.ask(1, "textDocument/codeAction", params);
    let titles: Vec<&str> = actions["result"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["title"].as_str().unwrap())
        .collect();
    let meant = "Change `dir:out/web` to `dir: out/web`";
    assert!(titles.contains(&meant), "{titles:?}");
    assert!(!titles.iter().any(|one| one.contains("``")), "{titles:?}");
}

#[test]
fn hover_calls_items_by_their_list_and_tells_bounds() {
    let text = format!(
        "extends = [\"house.toml\"]\n{HEAD}args = [\"-a\", \"b\"]\n[ladders.hd]\ntype = \"video\"\nfilters = [\"hqdn3d\"]\nrungs = [{{ height = 720, crf = 23 }}]\n"
    );
    let (mut server, uri, _) = open("hover.toml", &text);
    let mut hover = |id: i32, wanted: &str| {
        let at = text.find(wanted).unwrap() + 1;
        let before = &text[..at];
        let position = json!({
            "line": before.matches('\n').count(),
            "character": before.rsplit('\n').next().unwrap().len(),
        });
        let params = json!({ "textDocument": { "uri": uri }, "position": position });
        let answer = server.ask(id, "textDocument/hover", params);
        answer["result"]["contents"]["value"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    for (id, (at, wanted)) in [
        ("\"house", "**`extends[0]`**"),
        ("\"-a\"", "**`args[0]`**"),
        ("\"b\"", "**`args[1]`**"),
        ("\"hqdn3d\"", "**`filters[0]`**"),
        ("height", "**`height`** (integer, 16 to 8640)"),
        ("720", "**`height`** (integer, 16 to 8640)"),
        ("crf", "**`crf`** (number, 0 to 63)"),
        ("path", "**`path`** (text)"),
    ]
    .into_iter()
    .enumerate()
    {
        let found = hover(i32::try_from(id).unwrap() + 1, at);
        assert!(found.starts_with(wanted), "{at}: {found}");
    }
}

/// The text after the name at `¦` got another one, or why not.
fn renamed(file: &str, marked: &str, name: &str) -> Result<String, String> {
    let before = marked.split('¦').next().unwrap().to_owned();
    let text = marked.replace('¦', "");
    let (mut server, uri, _) = open(file, &text);
    let position = json!({
        "line": before.matches('\n').count(),
        "character": before.rsplit('\n').next().unwrap().encode_utf16().count(),
    });
    let params = json!({ "textDocument": { "uri": uri }, "position": position, "newName": name });
    let answer = server.ask(1, "textDocument/rename", params);
    if let Some(why) = answer["error"]["message"].as_str() {
        return Err(why.to_owned());
    }
    let offset = |position: &Value| {
        let number = |key: &str| usize::try_from(position[key].as_u64().unwrap()).unwrap();
        let mut at = 0;
        for line in text.split_inclusive('\n').take(number("line")) {
            at += line.len();
        }
        let units: Vec<u16> = text[at..]
            .encode_utf16()
            .take(number("character"))
            .collect();
        at + String::from_utf16(&units).unwrap().len()
    };
    let mut edits: Vec<(usize, usize, String)> = answer["result"]["changes"][&uri]
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| {
            let range = &edit["range"];
            let new = edit["newText"].as_str().unwrap().to_owned();
            (offset(&range["start"]), offset(&range["end"]), new)
        })
        .collect();
    edits.sort();
    let mut text = text;
    for (start, end, new) in edits.into_iter().rev() {
        text.replace_range(start..end, &new);
    }
    Ok(text)
}

#[test]
fn a_name_may_become_any_that_a_manifest_may_have() {
    let yaml = "version: 1\ninputs:\n  gr¦öße:\n    path: a.mp4\nladders:\n  hd:\n    type: video\n    auto: true\noutputs:\n  web:\n    type: hls\n    dir: out/${größe.stem}\n    inputs: [größe]\n    ladders: [hd]\n";
    let toml = format!(
        "{}[ladders.hd]\ntype = \"video\"\nauto = true\n[outputs.web]\ntype = \"hls\"\ndir = \"out/${{film.stem}}\"\ninputs = [\"film\"]\nladders = [\"hd\"]\n",
        HEAD.replace("film", "fi¦lm")
    );
    let json = r#"{ "version": 1, "inputs": { "fi¦lm": { "path": "a.mp4" } }, "ladders": { "hd": { "type": "video", "auto": true } }, "outputs": { "web": { "type": "hls", "dir": "out/${film.stem}", "inputs": ["film"], "ladders": ["hd"] } } }"#;
    for (file, text) in [
        ("a.yaml", yaml),
        ("a.toml", toml.as_str()),
        ("a.json", json),
    ] {
        for name in [
            "größe2", "my film", "1080p", "a_b-c", "v1.2", "映画", "film2", "yes", "don-t",
        ] {
            let after = renamed(file, text, name).unwrap();
            let (_, _, found) = open(&format!("after-{file}"), &after);
            assert!(found.is_empty(), "{name}: {after}\n{found:#?}");
            assert!(after.contains(&format!("${{{name}.stem}}")), "{after}");
        }
        for name in ["vars", "env", "job", "rendition", "number", "rung"] {
            let why = renamed(file, text, name).unwrap_err();
            assert!(why.contains("means something"), "{why}");
        }
        for name in ["", "a\"b", "a\nb", "${x}", "a\\b", "it's", "a: b", "a #b"] {
            assert!(renamed(file, text, name).is_err(), "{name}");
        }
    }
    // Only inputs stand in templates by their bare names.
    let ladder = yaml.replace('¦', "").replace("  hd:", "  h¦d:");
    assert!(
        renamed("b.yaml", &ladder, "job")
            .unwrap()
            .contains("ladders: [job]")
    );
}
