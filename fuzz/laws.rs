//! What holds for every text that a user can type. The fuzzer looks for texts that break these laws;
//! a test of the crate holds the texts that it has collected against them.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use rendit::check::template;
use rendit::diag::{At, Diagnostic, Diagnostics, Severity};
use rendit::document::{self, Syntax};
use rendit::lsp::complete::{Ask, complete};
use rendit::lsp::guide::Guide;
use rendit::lsp::outline::Outline;
use rendit::lsp::paper::{Paper, Units};
use rendit::lsp::symbols::symbols;
use rendit::report::findings::{Style, github, human, json, sarif, short};
use rendit::source::{Route, SourceFile, Span};
use rendit::workspace::{self, Loaded, Texts, World};

/// The first byte chooses the language, the others are the text.
fn named(data: &[u8]) -> (&'static str, &[u8]) {
    match data.split_first() {
        Some((first, rest)) => (["a.toml", "a.yaml", "a.json"][usize::from(first % 3)], rest),
        None => ("a.toml", data),
    }
}

/// One text and no disk.
struct Only(SourceFile);

impl Texts for Only {
    fn read(&self, path: &Utf8Path) -> Result<SourceFile, Box<Diagnostic>> {
        if path == self.0.name() {
            Ok(self.0.clone())
        } else {
            Err(workspace::unreadable(path, "there is no disk"))
        }
    }

    fn same(&self, path: &Utf8Path) -> Utf8PathBuf {
        path.to_owned()
    }
}

fn load(file: &SourceFile) -> Result<Loaded, Vec<Diagnostic>> {
    // Slips of one key are looked for by hundreds of readings: in short texts, that there are many.
    let load = match file.text().len() < 400 {
        true => workspace::load,
        false => workspace::load_as_is,
    };
    let world = World {
        texts: &Only(file.clone()),
        environment: &BTreeMap::from([("HOME".to_owned(), "/home/me".to_owned())]),
        matches: None,
    };
    load(&world, Utf8Path::new(file.name()), &[])
}

/// The findings that the fix engine asks for.
fn plain(file: &SourceFile) -> Vec<Diagnostic> {
    let world = World {
        texts: &Only(file.clone()),
        environment: &BTreeMap::new(),
        matches: None,
    };
    match workspace::load_as_is(&world, Utf8Path::new(file.name()), &[]) {
        Ok(loaded) => loaded.found.into_found(),
        Err(found) => found,
    }
}

fn findings(file: &SourceFile) -> Vec<Diagnostic> {
    match load(file) {
        Ok(loaded) => loaded.found.as_slice().to_vec(),
        Err(found) => found,
    }
}

/// A span lies in its file, at the borders of characters.
fn lies_in_its_file(span: &Span) {
    let text = span.file.text();
    assert!(span.start <= span.end && span.end <= text.len(), "{span:?}");
    assert!(
        text.get(span.start..span.end).is_some(),
        "{span:?} cuts a character"
    );
}

fn is_well_placed(finding: &Diagnostic) {
    for label in &finding.labels {
        if let At::Span(span) = &label.at {
            lies_in_its_file(span);
        }
    }
    if let Some(fix) = &finding.fix
        && let At::Span(span) = &fix.at
    {
        lies_in_its_file(span);
    }
}

/// Any bytes are read or refused.
pub fn readers(data: &[u8]) {
    let (name, bytes) = named(data);
    let file = match document::decode(name, bytes) {
        Ok(file) => file,
        Err(finding) => return is_well_placed(&finding),
    };
    let mut found = Diagnostics::new();
    let document = document::parse(&mut found, &file);
    for finding in found.as_slice() {
        is_well_placed(finding);
    }
    let has_errors = found.has_errors();
    let Some(document) = document else {
        assert!(has_errors, "refused without a word");
        return;
    };
    let value = document.root.to_json();
    if has_errors || file.text().len() > 20_000 {
        return;
    }
    // What JSON accepts, all JSON readers read alike.
    if name == "a.json"
        && let Ok(theirs) = serde_json::from_str::<serde_json::Value>(file.text())
        && !holds_wide_numbers(&theirs)
    {
        assert_eq!(value, theirs, "{}", file.text());
    }
}

/// Numbers that are equal and written differently.
fn holds_wide_numbers(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Number(number) => !number.is_i64() && !number.is_u64(),
        serde_json::Value::Array(items) => items.iter().any(holds_wide_numbers),
        serde_json::Value::Object(map) => map.values().any(holds_wide_numbers),
        _ => false,
    }
}

/// Any text can be a template; a relative result never leaves the manifest's folder. The lines are
/// two variables, a folder, a segment path and a key's address.
pub fn templates(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let (pieces, flaws) = template::parse(text);
    for (range, _) in &flaws {
        assert!(text.get(range.clone()).is_some(), "{range:?} of {text:?}");
    }
    for piece in &pieces {
        if let template::Piece::Placeholder { name, range } = piece {
            assert_eq!(
                text.get(range.clone()),
                Some(format!("${{{name}}}").as_str())
            );
        }
    }
    assert_eq!(template::finish(&template::escape(text), |_| None), text);
    let mut lines = text.split('\n');
    let mut line = || lines.next().unwrap_or_default();
    let manifest = serde_json::json!({
        "version": 1,
        "vars": { "a": line(), "b": line() },
        "inputs": { "film": { "path": "media/film.mov" } },
        "ladders": { "hd": { "type": "video", "rungs": [{ "height": 720, "bit_rate": "2M" }] } },
        "outputs": { "web": {
            "type": "hls", "dir": line(), "segment_path": line(), "ladders": ["hd"], "encryption": "aes",
        } },
        "encryption": { "aes": { "type": "aes-128", "key_file": "keys/k", "key_uri": line() } },
    });
    let file = SourceFile::new("a.json", manifest.to_string());
    let Ok(loaded) = load(&file) else { return };
    for job in loaded.jobs.iter().flatten() {
        let manifest = serde_json::to_value(&job.manifest).unwrap_or_default();
        let dir = manifest["outputs"]["web"]["dir"]
            .as_str()
            .unwrap_or_default();
        assert!(dir.starts_with('/') || stays_below(dir), "{dir}");
    }
}

fn stays_below(dir: &str) -> bool {
    let mut depth = 0;
    dir.split('/').all(|part| {
        depth += match part {
            "" | "." => 0,
            ".." => -1,
            _ => 1,
        };
        depth >= 0
    })
}

/// Whatever a manifest says: every finding has a place, and every form can show it.
pub fn explainer(data: &[u8]) {
    let (name, bytes) = named(data);
    let Ok(file) = document::decode(name, bytes) else {
        return;
    };
    let found = findings(&file);
    for finding in &found {
        is_well_placed(finding);
        assert!(finding.primary().is_some(), "{finding:?} has no place");
    }
    if found.len() > 200 {
        return;
    }
    let drawn = human(&found, Style::default());
    assert!(!drawn.contains("Failed to read"), "{drawn}");
    assert!(short(&found).lines().count() >= found.len());
    assert!(github(&found).lines().count() >= found.len());
    for text in [json(&found), sarif(&found)] {
        assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
    }
}

/// Fixing adds no error, and a second time changes nothing.
pub fn fix(data: &[u8]) {
    let (name, bytes) = named(data);
    let Ok(file) = document::decode(name, bytes) else {
        return;
    };
    if file.text().len() > 20_000 {
        return;
    }
    let errors = |found: &[Diagnostic]| {
        let errors = found.iter().filter(|one| one.severity() == Severity::Error);
        errors.count()
    };
    let before = plain(&file);
    let hides = before.iter().any(|one| document::is_syntax(one.code));
    let once = rendit::fix::fix(&file, &mut plain);
    assert!(
        hides || errors(&once.left) <= errors(&before),
        "{}\nbecame\n{}",
        file.text(),
        once.file.text()
    );
    let twice = rendit::fix::fix(&once.file, &mut plain);
    assert_eq!(twice.file.text(), once.file.text(), "of {}", file.text());
}

/// An editor may ask anything at any place of a text that is half written.
pub fn editor(data: &[u8]) {
    let Some((at, data)) = data.split_first_chunk::<2>() else {
        return;
    };
    let (name, bytes) = named(data);
    let Ok(file) = document::decode(name, bytes) else {
        return;
    };
    if file.text().len() > 20_000 {
        return;
    }
    let Some(syntax) = Syntax::of(&file) else {
        return;
    };
    let text = file.text();
    let mut at = usize::from(u16::from_le_bytes(*at)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let paper = Paper::new(name, text, Units::Utf16);
    // Between the two characters of a line's end is no place that an editor can name.
    if !(text[..at].ends_with('\r') && text[at..].starts_with('\n')) {
        assert_eq!(paper.offset(paper.position(at)), at, "{at} in {text:?}");
    }
    let outline = Outline::read(syntax, text, Some(at));
    symbols(&outline, &paper);
    let document = document::parse(&mut Diagnostics::new(), &file);
    let tags = |route: &Route| outline.text_of(route).map(str::to_owned);
    let guide = Guide::new(workspace::schema(), &tags);
    let environment = ["HOME".to_owned()];
    let items = complete(&Ask {
        paper: &paper,
        outline: &outline,
        guide: &guide,
        document: document.as_ref(),
        base: None,
        environment: &environment,
        files: &|_| Vec::new(),
        snippets: true,
        adjusts: false,
    });
    for item in items {
        let range = paper.bytes(&item.text_edit.range);
        assert!(
            text.get(range.clone()).is_some(),
            "{range:?} cuts a character"
        );
    }
}
