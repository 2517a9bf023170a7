//! The language server, as editors start it: over its standard input and output.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use rendit::lsp::session::guarded;
use serde_json::{Value, json};

/// A server, and what it says. Nothing but messages may come out of it.
pub struct Server {
    child: Child,
    input: Option<ChildStdin>,
    said: Receiver<Value>,
}

impl Server {
    pub fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_rendit"))
            .args(["lsp", "--stdio"])
            .env("RENDIT_TEST_SECRET", "hush-hush")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (sender, said) = channel();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            loop {
                let mut length = 0;
                let mut line = String::new();
                while output.read_line(&mut line).unwrap() > 0 && line != "\r\n" {
                    let value = line.strip_prefix("Content-Length: ").unwrap();
                    length = value.trim().parse().unwrap();
                    line.clear();
                }
                if length == 0 {
                    return;
                }
                let mut body = vec![0; length];
                output.read_exact(&mut body).unwrap();
                if sender.send(serde_json::from_slice(&body).unwrap()).is_err() {
                    return;
                }
            }
        });
        let input = child.stdin.take();
        Self { child, input, said }
    }

    /// One that is past `initialize`.
    pub fn ready(capabilities: Value) -> Self {
        let mut server = Self::start();
        server.send(&json!({
            "id": 0, "method": "initialize",
            "params": { "capabilities": capabilities, "processId": null, "rootUri": null },
        }));
        server.wait(&json!({ "id": 0 }));
        server.send(&json!({ "method": "initialized", "params": {} }));
        server
    }

    pub fn raw(&mut self, text: &str) {
        let input = self.input.as_mut().unwrap();
        input.write_all(text.as_bytes()).unwrap();
        input.flush().unwrap();
    }

    pub fn send(&mut self, message: &Value) {
        let mut message = message.clone();
        message["jsonrpc"] = "2.0".into();
        let text = message.to_string();
        self.raw(&format!("Content-Length: {}\r\n\r\n{text}", text.len()));
    }

    pub fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "toml", "version": 1, "text": text });
        let params = json!({ "textDocument": document });
        self.send(&json!({ "method": "textDocument/didOpen", "params": params }));
    }

    /// The first message that holds what is wanted.
    pub fn wait(&mut self, wanted: &Value) -> Value {
        let mut passed = Vec::new();
        loop {
            let Ok(message) = self.said.recv_timeout(Duration::from_secs(60)) else {
                panic!("no message like {wanted:#}\nbut {passed:#?}");
            };
            if holds(&message, wanted) {
                return message;
            }
            passed.push(message);
        }
    }

    pub fn ask(&mut self, id: i32, method: &str, params: Value) -> Value {
        self.send(&json!({ "id": id, "method": method, "params": params }));
        self.wait(&json!({ "id": id }))
    }

    pub fn end(mut self) -> i32 {
        drop(self.input.take());
        self.child.wait().unwrap().code().unwrap()
    }
}

/// Whether a value has all that is wanted of it.
fn holds(value: &Value, wanted: &Value) -> bool {
    match (value, wanted) {
        (Value::Object(value), Value::Object(wanted)) => wanted
            .iter()
            .all(|(key, wanted)| value.get(key).is_some_and(|value| holds(value, wanted))),
        (Value::Array(value), Value::Array(wanted)) if wanted.is_empty() => value.is_empty(),
        (Value::Array(value), Value::Array(wanted)) => wanted
            .iter()
            .all(|wanted| value.iter().any(|value| holds(value, wanted))),
        (Value::String(value), Value::String(wanted)) => match wanted.strip_prefix('~') {
            Some(part) => value.contains(part),
            None => value == wanted,
        },
        (value, wanted) => value == wanted,
    }
}

pub fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("lsp")
        .join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    for (name, text) in files {
        std::fs::write(folder.join(name), text).unwrap();
    }
    folder.canonicalize().unwrap()
}

pub fn address(path: &Path) -> String {
    format!("file://{}", path.to_str().unwrap())
}

pub const HOUSE: &str = "version = 1
[vars]
cdn = \"https://cdn.example.com\"

[ladders.hd]
type = \"video\"
rungs = [{ height = 720, bit_rate = \"2800k\" }]
[ladders.sound]
type = \"audio\"
";

#[test]
fn visual_studio_code() {
    let root = address(&folder("vscode", &[("house.toml", HOUSE)]));
    let script = include_str!("../fixtures/lsp/vscode.txt").replace("ROOT", &root);
    let mut server = Server::start();
    for line in script.lines() {
        if let Some(message) = line.strip_prefix("-> ") {
            server.send(&serde_json::from_str(message).unwrap());
        } else if let Some(wanted) = line.strip_prefix("<- ") {
            let wanted: Value = serde_json::from_str(wanted).unwrap();
            // An answer is the one with that id, right or wrong.
            match wanted.get("id").filter(|_| wanted.get("method").is_none()) {
                Some(id) => {
                    let answer = server.wait(&json!({ "id": id }));
                    assert!(holds(&answer, &wanted), "{answer:#}\nis not\n{wanted:#}");
                }
                None => drop(server.wait(&wanted)),
            }
        }
    }
    assert_eq!(server.end(), 0);
}

#[test]
fn the_same_findings_as_check() {
    let texts = [
        "version = 1\nnam = \"x\"\n[inputs.film]\npath = \"a.mp4\"\n[ladders.hd]\ntype = \"video\"\nrungs = [{ height = 720, bit_rate = \"2800q\" }]\n[outputs.web]\ntype = \"hls\"\ndir = \"out/${flim.stem}\"\nladders = [\"hd\", \"sonud\"]\n",
        "version = 1\n[inputs.film]\npath = \"Ä🎬.mp4\n[ladders.hd]\ncodec = h264\n",
        "version = 1\nextends = [\"gone.toml\"]\nextends = [\"house.toml\"]\n",
        "version = 1\nextends = [\"broken.toml\"]\n[inputs.film]\npath = \"a.mp4\"\n[outputs.web]\ntype = \"hls\"\ndir = \"out\"\nladders = [\"hd\"]\n",
    ];
    let broken = "[ladders.hd]\ntype = \"vido\"\nrungs = [{ height = 720 }]\n";
    let folder = folder("same", &[("house.toml", HOUSE), ("broken.toml", broken)]);
    let mut server = Server::ready(json!({ "general": { "positionEncodings": ["utf-32"] } }));
    for (number, text) in texts.iter().enumerate() {
        let path = folder.join(format!("{number}.toml"));
        std::fs::write(&path, text).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_rendit"))
            .args(["check", "--format", "json"])
            .arg(&path)
            .output()
            .unwrap();
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let mut wanted: Vec<(String, String, u64, u64)> = Vec::new();
        for finding in report["findings"].as_array().unwrap() {
            let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
            let number = |key: &str| finding[key].as_u64().unwrap_or(1) - 1;
            wanted.push((text("file"), text("code"), number("line"), number("column")));
        }
        assert!(!wanted.is_empty());
        wanted.sort();
        wanted.dedup();
        server.open(&address(&path), text);
        let mut found: Vec<(String, String, u64, u64)> = Vec::new();
        while found.len() < wanted.len() {
            let told = server.wait(&json!({ "method": "textDocument/publishDiagnostics" }));
            let file = told["params"]["uri"].as_str().unwrap().to_owned();
            let file = file.strip_prefix("file://").unwrap().to_owned();
            for one in told["params"]["diagnostics"].as_array().unwrap() {
                let start = &one["range"]["start"];
                let code = one["code"].as_str().unwrap().to_owned();
                let line = start["line"].as_u64().unwrap();
                found.push((
                    file.clone(),
                    code,
                    line,
                    start["character"].as_u64().unwrap(),
                ));
            }
        }
        found.sort();
        assert_eq!(found, wanted, "{text}");
        let close = json!({ "textDocument": { "uri": address(&path) } });
        server.send(&json!({ "method": "textDocument/didClose", "params": close }));
        server.ask(900 + i32::try_from(number).unwrap(), "x", Value::Null);
    }
}

#[test]
fn units_of_lines() {
    let text = "name = \"🎬é\" # ä\nx = 1\nversion = 1\n[inputs.\"🎬\"]\npath = 5\n[ladders.a]\ntype=\"audio\"\n";
    // The wrong value is at `5`; the key `🎬` has 1 character, 2 UTF-16 units, 4 bytes.
    for (offered, width) in [
        (json!(["utf-8", "utf-16"]), 14),
        (json!(["utf-16"]), 12),
        (json!(["utf-32"]), 11),
        (Value::Null, 12),
    ] {
        let mut server = Server::ready(json!({ "general": { "positionEncodings": offered } }));
        server.open("untitled:film.toml", text);
        let params = json!({ "textDocument": { "uri": "untitled:film.toml" } });
        let symbols = server.ask(1, "textDocument/documentSymbol", params);
        let name = symbols["result"]
            .as_array()
            .unwrap()
            .iter()
            .find(|s| s["name"] == "inputs.\"🎬\"");
        let end = &name.unwrap()["selectionRange"]["end"]["character"];
        assert_eq!(*end, width + 2 - 2, "{offered}");
    }
}

#[test]
fn secrets_stay_in_the_environment() {
    let mut server = Server::ready(json!({}));
    let text = "version = 1\n[vars]\nkey = \"${env.RENDIT_TEST_SECRET}\"\n[inputs.film]\npath = \"a.mp4\"\n[outputs.web]\ntype = \"hls\"\ndir = \"out/${vars.key}\"\nladders = []\n";
    server.open("file:///tmp/secret.toml", text);
    let mut told = false;
    for (id, (line, character)) in [(2, 1), (2, 12), (7, 1), (7, 14)].into_iter().enumerate() {
        let params = json!({
            "textDocument": { "uri": "file:///tmp/secret.toml" },
            "position": { "line": line, "character": character },
        });
        let id = i32::try_from(id).unwrap() + 1;
        for method in ["textDocument/hover", "textDocument/completion"] {
            let answer = server.ask(id, method, params.clone()).to_string();
            told |= answer.contains("RENDIT_TEST_SECRET");
            assert!(!answer.contains("hush-hush"), "{answer}");
        }
    }
    assert!(told, "the variable's name is shown");
}

#[test]
fn files_of_others_are_left_alone() {
    let mut server = Server::ready(json!({}));
    let texts = [
        (
            "file:///x/Cargo.toml",
            "[package]\nname = \"x\"\nversion = \"1\"\n",
        ),
        ("file:///x/a.toml", "[tool]\nx = 1\n"),
        (
            "file:///x/package.json",
            "{\"name\": \"x\", \"version\": \"1\"}",
        ),
        (
            "file:///x/compose.yaml",
            "services:\n  a: {}\nvolumes: {}\n",
        ),
    ];
    for (id, (uri, text)) in texts.into_iter().enumerate() {
        server.open(uri, text);
        let told = server.wait(&json!({ "params": { "uri": uri } }));
        assert_eq!(told["params"]["diagnostics"], json!([]), "{uri}");
        let at = json!({ "line": 1, "character": 0 });
        let params = json!({ "textDocument": { "uri": uri }, "position": at });
        let id = i32::try_from(id).unwrap() + 1;
        let answer = server.ask(id, "textDocument/completion", params);
        assert_eq!(answer["result"], Value::Null, "{uri}");
    }
}

#[test]
fn what_is_no_message_is_refused_and_forgotten() {
    let mut server = Server::start();
    let refused = |code: i32| json!({ "id": null, "error": { "code": code } });
    server.raw("Content-Length: 5\r\n\r\n{\"a\":");
    server.wait(&refused(-32700));
    server.raw(
        "Content-Length: 2\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n{}",
    );
    server.wait(&refused(-32600));
    server.raw("Content-Length: 3\r\n\r\n\u{1}\u{2}\u{3}");
    server.wait(&refused(-32700));
    server.raw("Content-Type: x\r\n\r\n");
    server.wait(&refused(-32700));
    let early = server.ask(1, "textDocument/hover", json!({}));
    assert_eq!(early["error"]["code"], -32002);
    server.send(&json!({ "method": "textDocument/didOpen", "params": 5 }));
    let answer = server.ask(2, "initialize", json!({ "capabilities": {} }));
    assert_eq!(
        answer["result"]["capabilities"]["positionEncoding"],
        "utf-16"
    );
    server.send(&json!({ "method": "textDocument/didOpen", "params": { "textDocument": 1 } }));
    server.send(&json!({ "method": "textDocument/didChange", "params": [] }));
    server.send(&json!({ "method": "$/unknown", "params": [] }));
    let answers = [
        ("textDocument/hover", json!({}), -32602),
        ("textDocument/nothing", json!({}), -32601),
        ("$/nothing", json!({}), -32601),
        ("initialize", json!({}), -32600),
        (
            "workspace/executeCommand",
            json!({ "command": "x" }),
            -32602,
        ),
        (
            "workspace/executeCommand",
            json!({ "command": "rendit.plan" }),
            -32803,
        ),
    ];
    for (id, (method, params, code)) in answers.into_iter().enumerate() {
        let id = i32::try_from(id).unwrap() + 10;
        let answer = server.ask(id, method, params);
        assert_eq!(answer["error"]["code"], code, "{method}");
    }
    let params = json!({ "textDocument": { "uri": "file:///gone" }, "position": { "line": 9, "character": 9 } });
    for method in [
        "hover",
        "completion",
        "definition",
        "documentHighlight",
        "prepareRename",
    ] {
        let answer = server.ask(50, &format!("textDocument/{method}"), params.clone());
        assert!(answer.get("result").is_some(), "{method}: {answer}");
    }
    server.ask(60, "shutdown", Value::Null);
    let late = server.ask(61, "textDocument/hover", json!({}));
    assert_eq!(late["error"]["code"], -32600);
    server.send(&json!({ "method": "exit" }));
    assert_eq!(server.end(), 0);
}

#[test]
fn leaving_without_a_word_is_an_error() {
    assert_eq!(Server::ready(json!({})).end(), 1);
    let mut server = Server::ready(json!({}));
    server.send(&json!({ "method": "exit" }));
    assert_eq!(server.end(), 1);
}

#[test]
fn what_is_taken_back_is_not_begun() {
    let mut server = Server::ready(json!({}));
    let one = |message: Value| {
        let mut message = message;
        message["jsonrpc"] = "2.0".into();
        let text = message.to_string();
        format!("Content-Length: {}\r\n\r\n{text}", text.len())
    };
    let at = json!({ "textDocument": { "uri": "file:///x/a.toml" }, "position": { "line": 0, "character": 0 } });
    // In one write behind something long, so that the last is there before the second is begun.
    let mut text = String::from("version = 1\n");
    for number in 0..3000 {
        text += &format!("[ladders.l{number}]\ntype = \"audio\"\n");
    }
    let document =
        json!({ "uri": "file:///x/a.toml", "languageId": "toml", "version": 1, "text": text });
    let params = json!({ "textDocument": document });
    let mut frames = one(json!({ "method": "textDocument/didOpen", "params": params }));
    for id in [1, 199] {
        frames += &one(json!({ "id": id, "method": "textDocument/hover", "params": at }));
    }
    frames += &one(json!({ "method": "$/cancelRequest", "params": { "id": 199 } }));
    server.raw(&frames);
    let answer = server.wait(&json!({ "id": 199 }));
    assert_eq!(answer["error"]["code"], -32800);
}

#[test]
fn a_panic_is_an_answer() {
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let refused = guarded(|| panic!("at {}", 5));
    std::panic::set_hook(quiet);
    assert_eq!(
        refused,
        Err::<(), _>("a mistake in rendit: at 5".to_owned())
    );
}

#[test]
fn rungs_are_told_beside_the_lines() {
    let mut server = Server::ready(json!({
        "textDocument": { "inlayHint": {} },
        "workspace": { "inlayHint": { "refreshSupport": true } },
    }));
    let text = "version = 1\n[inputs.film]\nlavfi = \"testsrc2=size=854x480:rate=25:duration=2[out0];sine=duration=2[out1]\"\n[ladders.hd]\ntype = \"video\"\nrungs = [\n  { height = 720, bit_rate = \"2M\" },\n  { height = 480, bit_rate = \"1M\" },\n]\n[ladders.sound]\ntype = \"audio\"\n[outputs.web]\ntype = \"hls\"\ndir = \"out\"\nladders = [\"hd\", \"sound\"]\n";
    let uri = address(&folder("hints", &[]).join("film.toml"));
    server.open(&uri, text);
    let lines =
        json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 20, "character": 0 } });
    let params = json!({ "textDocument": { "uri": uri }, "range": lines });
    let none = server.ask(1, "textDocument/inlayHint", params.clone());
    assert_eq!(none["result"], json!([]));
    let refresh = server.wait(&json!({ "method": "workspace/inlayHint/refresh" }));
    server.send(&json!({ "id": refresh["id"], "result": null }));
    let hints = server.ask(2, "textDocument/inlayHint", params);
    let wanted = json!({ "result": [
        { "position": { "line": 6, "character": 35 }, "label": "not made" },
        { "position": { "line": 7, "character": 35 }, "label": "854x480 · avc1" },
        { "position": { "line": 9 }, "label": "~ch · " },
    ] });
    assert!(holds(&hints, &wanted), "{hints:#}");
    let command = json!({ "command": "rendit.plan", "arguments": [uri] });
    let plan = server.ask(3, "workspace/executeCommand", command);
    assert!(
        plan["result"].as_str().unwrap().contains("854x480"),
        "{plan:#}"
    );
}

#[test]
fn a_type_is_told_by_the_one_that_is_meant() {
    let mut server = Server::ready(json!({}));
    let text = "version = 1\n[outputs.web]\ntype = \"dash\"\n[outputs.new]\ntype = \n";
    server.open("file:///tmp/types.toml", text);
    let mut hover = |id: i32, line: u32| {
        let params = json!({
            "textDocument": { "uri": "file:///tmp/types.toml" },
            "position": { "line": line, "character": 1 },
        });
        server.ask(id, "textDocument/hover", params).to_string()
    };
    let known = hover(1, 2);
    assert!(
        known.contains("MPEG-DASH") && !known.contains("HTTP Live"),
        "{known}"
    );
    let unknown = hover(2, 4);
    assert!(
        unknown.contains("`dash`: MPEG-DASH") && unknown.contains("`hls`: HTTP Live"),
        "{unknown}"
    );
}
