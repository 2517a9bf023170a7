//! Manifests from disk: read, joined with what they extend, overridden by `--set`, checked.
//!
//! Unaware of media.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: reads manifests and the environment"
)]

use std::collections::BTreeMap;
use std::io;
use std::sync::LazyLock;

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::Value;

use crate::check::{self, Surroundings};
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::document::Kind;
use crate::document::{self, Document, Override};
use crate::gather::matches;
use crate::job::Job;
use crate::manifest::Manifest;
use crate::schema::{Checker, generate};
use crate::source::{Route, SourceFile};

/// The file is not there.
pub static MANIFEST_UNREADABLE: Code = Code {
    name: "manifest-unreadable",
    severity: Severity::Error,
    summary: "a manifest cannot be read",
    explanation: "The file is not there, is a folder, or may not be read.\n\n\
Wrong: `rendit run film.tml`.\n\nRight: `rendit run film.toml`.",
};

/// A manifest that builds on itself.
pub static EXTENDS_CYCLE: Code = Code {
    name: "extends-cycle",
    severity: Severity::Error,
    summary: "manifests extend each other in a circle",
    explanation: "A manifest builds on another, and that one, perhaps through further ones, builds \
on the first. Nothing would be the base.\n\n\
Wrong: `extends = [\"b.toml\"]` in `a.toml` and `extends = [\"a.toml\"]` in `b.toml`.\n\n\
Right: what both need in a third manifest, `base.toml`, which both extend.",
};

/// What the schema let through and the types did not.
pub static MANIFEST_UNFIT: Code = Code {
    name: "manifest-unfit",
    severity: Severity::Error,
    summary: "a value cannot be read",
    explanation: "The value has the right form, and still cannot be read: a number beyond all \
bounds, for instance.\n\n\
Wrong: `bit_rate = \"99999999999999999999M\"`.\n\nRight: `bit_rate = \"5M\"`.",
};

/// Every code that loading can raise.
pub static CODES: &[&Code] = &[&EXTENDS_CYCLE, &MANIFEST_UNFIT, &MANIFEST_UNREADABLE];

static CHECKER: LazyLock<Option<Checker>> =
    LazyLock::new(|| Checker::new(generate::<Manifest>()).ok());

/// The JSON Schema of manifests, as it is committed.
pub fn schema_text() -> String {
    let schema = generate::<Manifest>();
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// A manifest with everything that was found in it.
pub struct Loaded {
    /// Its name on the command line.
    pub path: Utf8PathBuf,
    /// Its tree, with all that it extends.
    pub document: Document,
    /// Its jobs; `None` where an error was found.
    pub jobs: Option<Vec<Job>>,
    /// What was found, settled.
    pub found: Diagnostics,
}

impl Loaded {
    /// Adds findings of later stops.
    pub fn add(&mut self, found: impl IntoIterator<Item = Diagnostic>) {
        let settled: Vec<Diagnostic> = found
            .into_iter()
            .map(|diagnostic| self.document.settle(diagnostic))
            .collect();
        self.found.extend(settled);
    }
}

/// Whether the disk is asked for the matches of a `glob`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Only the text counts.
    AtText,
    /// The disk too.
    AtDisk,
}

/// Loads one manifest. `Err` only where there is no text to speak of.
pub fn load(path: &Utf8Path, set: &[String], look: Look) -> Result<Loaded, Vec<Diagnostic>> {
    let mut found = Diagnostics::new();
    let mut reader = Reader {
        found: &mut found,
        open: Vec::new(),
    };
    let document = match read(path).map(|file| reader.whole(&file)) {
        Ok(Some(document)) => document,
        Ok(None) => return Err(found.as_slice().to_vec()),
        Err(diagnostic) => return Err(vec![*diagnostic]),
    };
    let mut loaded = Loaded {
        path: path.to_owned(),
        document,
        jobs: None,
        found,
    };
    for text in set {
        let argument = SourceFile::new("--set", text);
        if let Some(change) = Override::parse(&mut loaded.found, &argument) {
            loaded.document.set(&mut loaded.found, change);
        }
    }
    interpret(&mut loaded, look);
    Ok(loaded)
}

/// From the tree to jobs.
fn interpret(loaded: &mut Loaded, look: Look) {
    let Some(checker) = CHECKER.as_ref() else {
        return;
    };
    let repaired = checker.check(&mut loaded.found, &loaded.document);
    let manifest: Manifest = match serde_path_to_error::deserialize(&repaired.json) {
        Ok(manifest) => manifest,
        Err(error) => {
            let message = error.inner().to_string();
            let near = Route::parse(&error.path().to_string()).unwrap_or_default();
            let route = quoted(&message)
                .and_then(|text| holder(&repaired.json, text, &Route::root()))
                .unwrap_or(near);
            loaded.add([Diagnostic::new(&MANIFEST_UNFIT, route, message).here("this value")]);
            return;
        }
    };
    let environment: BTreeMap<String, String> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    let path = loaded.path.clone();
    let mut surroundings = Surroundings {
        manifest_path: &path,
        environment: &environment,
        items: None,
    };
    let mut items = None;
    if look == Look::AtDisk
        && !loaded.found.has_errors()
        && let Some((input, pattern)) = check::batch_glob(&manifest, &surroundings)
    {
        match matches::matches(root(&path), &pattern, &input) {
            Ok(found) => {
                loaded.add(found.findings);
                items = Some(found.files);
            }
            Err(diagnostic) => loaded.add([*diagnostic]),
        }
    }
    surroundings.items = items.as_deref();
    let mut found = Diagnostics::new();
    let jobs = check::check(&mut found, &manifest, &repaired.tainted, &surroundings);
    loaded.add(found.as_slice().iter().cloned());
    if !loaded.found.has_errors() {
        loaded.jobs = jobs;
    }
}

/// The text that a message begins with, between backticks.
fn quoted(message: &str) -> Option<&str> {
    Some(message.strip_prefix('`')?.split_once('`')?.0)
}

/// The value that is `text`. Within a table that is told by its `type`, serde does not say where it
/// was.
fn holder(json: &Value, text: &str, at: &Route) -> Option<Route> {
    match json {
        Value::String(value) if value == text => Some(at.clone()),
        Value::Object(table) => table
            .iter()
            .find_map(|(key, value)| holder(value, text, &at.key(key))),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .find_map(|(index, value)| holder(value, text, &at.index(index))),
        _ => None,
    }
}

/// The folder of a manifest.
pub fn root(path: &Utf8Path) -> &Utf8Path {
    match path.parent() {
        Some(parent) if parent != "" => parent,
        _ => Utf8Path::new("."),
    }
}

fn read(path: &Utf8Path) -> Result<SourceFile, Box<Diagnostic>> {
    match std::fs::read(path) {
        Ok(bytes) => document::decode(path.as_str(), &bytes),
        Err(error) => Err(Box::new(
            Diagnostic::new(
                &MANIFEST_UNREADABLE,
                Route::root(),
                format!("cannot read `{path}`: {}", reason(&error)),
            )
            .help("name a TOML, YAML or JSON manifest"),
        )),
    }
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".into(),
        io::ErrorKind::IsADirectory => "it is a folder".into(),
        io::ErrorKind::PermissionDenied => "you may not read it".into(),
        _ => error.to_string(),
    }
}

/// Reads a manifest and all that it extends.
struct Reader<'a> {
    found: &'a mut Diagnostics,
    /// Files that are being read, from the first on.
    open: Vec<Utf8PathBuf>,
}

impl Reader<'_> {
    fn whole(&mut self, file: &SourceFile) -> Option<Document> {
        let document = document::parse(self.found, file)?;
        let path = Utf8PathBuf::from(file.name());
        self.open.push(known(&path));
        let mut base: Option<Document> = None;
        for (position, name) in extended(&document).into_iter().enumerate() {
            let at = Route::root().key("extends").index(position);
            let Some(next) = self.base(&document, root(&path).join(name), at) else {
                continue;
            };
            base = Some(match base {
                Some(base) => next.over(base),
                None => next,
            });
        }
        self.open.pop();
        Some(match base {
            Some(base) => document.over(base),
            None => document,
        })
    }

    fn base(&mut self, document: &Document, path: Utf8PathBuf, at: Route) -> Option<Document> {
        if self.open.contains(&known(&path)) {
            let finding = Diagnostic::new(
                &EXTENDS_CYCLE,
                at,
                format!("`{path}` is extended by what it extends"),
            )
            .here("closes the circle")
            .help("take this line out, or move what both need into a third manifest");
            self.found.push(document.settle(finding));
            return None;
        }
        let file = match read(&path) {
            Ok(file) => file,
            Err(diagnostic) if diagnostic.code == &MANIFEST_UNREADABLE => {
                let finding = Diagnostic::new(&MANIFEST_UNREADABLE, at.clone(), diagnostic.message)
                    .label(At::Value(at), "extended here")
                    .help("the path is relative to the manifest that names it");
                self.found.push(document.settle(finding));
                return None;
            }
            Err(diagnostic) => {
                self.found.push(*diagnostic);
                return None;
            }
        };
        let base = self.whole(&file)?;
        if let Some(checker) = CHECKER.as_ref() {
            checker.check_part(self.found, &base);
        }
        Some(base)
    }
}

/// One name for one file, however it was written.
fn known(path: &Utf8Path) -> Utf8PathBuf {
    path.canonicalize_utf8().unwrap_or_else(|_| path.to_owned())
}

/// The texts of `extends`; anything else there is the schema's to report.
fn extended(document: &Document) -> Vec<String> {
    let Some(node) = document.get(&Route::root().key("extends")) else {
        return Vec::new();
    };
    match &node.kind {
        Kind::Seq(list) => list
            .iter()
            .filter_map(|item| match &item.kind {
                Kind::Str(text) => Some(text.clone()),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}
