//! A manifest and all that it builds on: read, joined with what it extends, overridden by `--set`,
//! checked.
//!
//! Unaware of where texts are kept: [`Texts`] gives them, from the disk or from an editor's windows.

mod heir;
mod baseless;
mod namesake;
mod slip;
mod twofold;

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use camino::{Utf8Path, Utf8PathBuf};
use serde::Deserialize;
use serde_json::Value;

use crate::allow::Allowed;
use crate::check::{self, RULES, Surroundings, Target, unknown_filter};
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::document::{self, Document, Kind, Override};
use crate::job::Job;
use crate::manifest::Manifest;
use crate::schema::{Checker, MISSING_KEY, Repaired, UNKNOWN_KEY, for_editors, generate};
use crate::source::{Route, Routes, Segment, SourceFile};
use heir::Turned;

pub use slip::load;

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

/// The JSON Schema of manifests; null if the program's own types make none.
pub fn schema() -> &'static Value {
    static NOTHING: Value = Value::Null;
    CHECKER.as_ref().map_or(&NOTHING, Checker::schema)
}

/// The JSON Schema of manifests for editors, as it is committed. They see one file alone: what it
/// lacks may stand in one that it extends, or in one that extends it, so only a version is asked for.
pub fn schema_text() -> String {
    let mut schema = for_editors(generate::<Manifest>());
    if let Some(required) = schema.get_mut("required") {
        *required = serde_json::json!(["version"]);
    }
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// Where the texts of manifests come from.
pub trait Texts {
    /// The text of the file at `path`.
    ///
    /// # Errors
    /// [`unreadable`] where there is none; [`document::NOT_TEXT`] for what is no text.
    fn read(&self, path: &Utf8Path) -> Result<SourceFile, Box<Diagnostic>>;

    /// One name for one file, however its path was written.
    fn same(&self, path: &Utf8Path) -> Utf8PathBuf;

    /// The names of the files in a folder; none where nobody can look.
    fn beside(&self, _folder: &Utf8Path) -> Vec<String> {
        Vec::new()
    }
}

/// The finding for a manifest that cannot be read, and why.
pub fn unreadable(path: &Utf8Path, why: &str) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::new(
            &MANIFEST_UNREADABLE,
            Route::root(),
            format!("cannot read `{path}`: {why}"),
        )
        .help("name a TOML, YAML or JSON manifest"),
    )
}

/// Finds the files that a `glob` means: below a folder, the pattern, for the input of that name.
pub type Matches<'a> = &'a dyn Fn(&Utf8Path, &str, &str) -> Result<Matched, Box<Diagnostic>>;

/// What a `glob` means.
pub struct Matched {
    /// Relative to the manifest's folder, sorted.
    pub files: Vec<Utf8PathBuf>,
    /// What was left out.
    pub findings: Vec<Diagnostic>,
}

/// What a manifest is read in.
#[derive(Clone, Copy)]
pub struct World<'a> {
    /// Where texts come from.
    pub texts: &'a dyn Texts,
    /// Environment variables, for `${env.NAME}`.
    pub environment: &'a BTreeMap<String, String>,
    /// Looks for the matches of a `glob`; `None` if only the text counts.
    pub matches: Option<Matches<'a>>,
}

/// A manifest with everything that was found in it.
pub struct Loaded {
    /// Its name on the command line.
    pub path: Utf8PathBuf,
    /// Its tree, with all that it extends.
    pub document: Document,
    /// As it was written, with stand-ins for what is invalid; `None` where not even these fit.
    pub manifest: Option<Manifest>,
    /// Where stand-ins are.
    pub tainted: Routes,
    /// Its jobs; `None` where an error was found.
    pub jobs: Option<Vec<Job>>,
    /// What was found, settled.
    pub found: Diagnostics,
    /// The warnings that the manifest accepts.
    pub allowed: Allowed,
}

impl Loaded {
    /// Its findings, in the order in which they are shown.
    pub fn sorted(&self) -> Vec<Diagnostic> {
        self.found.clone().into_sorted(&self.document.files)
    }

    /// Adds findings of later stops, but for the warnings that the manifest accepts.
    pub fn add(&mut self, found: impl IntoIterator<Item = Diagnostic>) {
        // What is wrong in an anchored value is wrong once, however many aliases it has.
        let mut places: HashSet<_> = HashSet::new();
        let mut settled = Vec::new();
        for diagnostic in found {
            if self.allowed.covers(&diagnostic) {
                continue;
            }
            let primary = diagnostic.labels.first().map(|label| &label.at);
            let is_again = primary.is_some_and(|at| self.document.is_aliased(at));
            let diagnostic = self.document.settle(diagnostic);
            // What was only likely gives way to what is known.
            if diagnostic.code.name == "missing-filter" {
                let is_guess = |one: &Diagnostic| one.code.name == unknown_filter::CODE.name;
                self.found
                    .retain(|one| !is_guess(one) || one.route != diagnostic.route);
            }
            // The line of a syntax error has that one to be cured first.
            let primary = diagnostic.primary();
            if primary.is_some_and(|place| self.document.is_after_break(place)) {
                continue;
            }
            let place = diagnostic.primary().map(|place| (place.start, place.end));
            let is_new = places.insert((diagnostic.code.name, place));
            if is_new || !is_again {
                settled.push(diagnostic);
            }
        }
        self.found.extend(settled);
    }

    /// Adds all of a sink in the same way.
    pub fn absorb(&mut self, found: Diagnostics) {
        let left_out = found.left_out();
        self.add(found.into_found());
        if let Some(severity) = left_out {
            self.found.leave_out(severity);
        }
    }

    /// Takes what was found, in the order in which it is shown.
    pub fn take_sorted(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.found).into_sorted(&self.document.files)
    }

    /// Where its jobs publish, each with its place in the text.
    pub fn targets(&self) -> Vec<Target> {
        let mut all = check::targets(self.jobs.as_deref().unwrap_or_default());
        for target in &mut all {
            if let Some(span) = self.document.locate(&target.place) {
                target.place = At::Span(span);
            }
        }
        all
    }

    /// Adds a warning for each accepted warning of `stop` that did not occur. For the end of a stop
    /// that raises these codes.
    pub fn add_unused_allows(&mut self, stop: &[&'static Code]) {
        self.unused_allows(&|code| stop.iter().any(|one| one.name == code));
    }

    fn unused_allows(&mut self, is_due: &dyn Fn(&str) -> bool) {
        if self.found.has_errors() {
            return;
        }
        let own = self.document.files.first().cloned();
        let mut unused = self.allowed.unused(is_due);
        unused.retain(|finding| {
            let key = self.document.locate(&At::Key(finding.route.clone()));
            key.zip(own.as_ref())
                .is_some_and(|(key, own)| key.file.is(own))
        });
        self.add(unused);
    }
}

/// Loads one manifest as [`load`] does, without a look for a slip of one key: for those who look for it
/// themselves.
///
/// # Errors
/// The findings, where there is no text to speak of.
pub fn load_as_is(
    world: &World<'_>,
    path: &Utf8Path,
    set: &[String],
) -> Result<Loaded, Vec<Diagnostic>> {
    let mut found = Diagnostics::new();
    let mut reader = Reader {
        texts: world.texts,
        found: &mut found,
        open: Vec::new(),
        bytes: 0,
        checks: true,
        turned: Vec::new(),
    };
    let read = |file: SourceFile| {
        reader.bytes = file.text().len();
        reader.whole(path, &file)
    };
    let document = match world.texts.read(path).map(read) {
        Ok(Some(document)) => document,
        Ok(None) => return Err(found.as_slice().to_vec()),
        Err(diagnostic) => return Err(vec![*diagnostic]),
    };
    let turned = std::mem::take(&mut reader.turned);
    let mut loaded = Loaded {
        path: path.to_owned(),
        document,
        manifest: None,
        tainted: Routes::default(),
        jobs: None,
        found,
        allowed: Allowed::default(),
    };
    for text in set {
        let argument = SourceFile::new("--set", text);
        if let Some(change) = Override::parse(&mut loaded.found, &argument) {
            // What could not be read may name what is set.
            let is_whole = !loaded.found.has_errors();
            let missed = heir::misses(schema(), &loaded.document, &change, set);
            match missed.filter(|_| is_whole) {
                Some(finding) => loaded.found.push(finding),
                None => {
                    loaded.document.set(&mut loaded.found, change);
                }
            }
        }
    }
    interpret(&mut loaded, world, &turned);
    Ok(loaded)
}

/// From the tree to jobs.
fn interpret(loaded: &mut Loaded, world: &World<'_>, turned: &[Turned]) {
    let Some(checker) = CHECKER.as_ref() else {
        return;
    };
    let mut found = Diagnostics::new();
    let repaired = checker.check(&mut found, &loaded.document);
    let extends = Route::root().key("extends");
    let is_misnamed = repaired
        .as_ref()
        .is_some_and(|one| one.is_tainted(&extends));
    let lacks_base = is_misnamed || loaded.found.as_slice().iter().any(is_of_extends);
    // What is missing may stand in a manifest that could not be read.
    found.retain(|one| !(lacks_base && one.code == &MISSING_KEY));
    let mut astray = Routes::default();
    heir::tell_turned(&mut found, turned, &mut astray);
    let lacks_base = lacks_base || {
        let (texts, path) = (world.texts, &loaded.path);
        baseless::tell_lost(&mut found, &loaded.document, texts, path)
    };
    if !lacks_base {
        heir::tell_orphans(&mut found, &loaded.document, &mut astray);
    }
    twofold::one_of_two(&mut loaded.found, &mut found);
    namesake::tell(&mut loaded.found, &loaded.document);
    loaded.found.absorb(found);
    let Some(mut repaired) = repaired else {
        return;
    };
    if lacks_base {
        repaired.tainted.insert(Route::root());
    }
    repaired.tainted.merge(astray);
    // To know the place of a mistake takes time, and there is hardly ever one.
    let decoded = Manifest::deserialize(&repaired.json);
    let decoded = decoded.or_else(|_| serde_path_to_error::deserialize(&repaired.json));
    let manifest = match decoded {
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
    let Repaired { json, tainted } = repaired;
    drop(json);
    loaded.allowed = Allowed::of(&manifest);
    let path = loaded.path.clone();
    let mut surroundings = Surroundings {
        manifest_path: &path,
        environment: world.environment,
        items: None,
    };
    let mut items = None;
    if let Some(matches) = world.matches
        && !loaded.found.has_errors()
        && let Some((input, pattern)) = check::batch_glob(&manifest, &surroundings)
    {
        match matches(Job::root_of(&path), &pattern, &input) {
            Ok(found) => {
                loaded.add(found.findings);
                items = Some(found.files);
            }
            Err(diagnostic) => loaded.add([*diagnostic]),
        }
    }
    surroundings.items = items.as_deref();
    let mut found = Diagnostics::new();
    let jobs = check::check(&mut found, &manifest, &tainted, &surroundings);
    // A misspelt code is allowed as it was meant.
    let allow = Route::root().key("allow");
    let is_allowed = |one: &Diagnostic| {
        one.severity() == Severity::Warning && tainted.cover(&allow.key(one.code.name))
    };
    let displaced = displaced(loaded.found.as_slice());
    let is_displaced = |one: &Diagnostic| {
        let first = one.route.segments().first();
        one.code == &check::unused_definition::CODE
            && first.is_some_and(|one| displaced.contains(one))
    };
    found
        .retain(|one| !is_of_base(one, &loaded.document) && !is_allowed(one) && !is_displaced(one));
    // Of an option that nobody may set, the value does not matter.
    let moot: Routes = found.as_slice().iter().filter_map(value_of_owned).collect();
    loaded.found.retain(|finding| !moot.cover(&finding.route));
    loaded.absorb(found);
    if !loaded.found.has_errors() {
        loaded.jobs = jobs;
    }
    loaded.unused_allows(&is_of_text);
    loaded.manifest = Some(manifest);
    loaded.tainted = tainted;
}

/// The argument behind an option that rendit sets itself.
fn value_of_owned(finding: &Diagnostic) -> Option<Route> {
    let option = finding.route.segments().last()?;
    match option {
        Segment::Index(at) if finding.code == &check::owned_option::CODE => {
            Some(finding.route.parent().index(at + 1))
        }
        _ => None,
    }
}

/// The sections of which something stands inside of an entry: who uses it is asked once it is moved.
fn displaced(found: &[Diagnostic]) -> HashSet<Segment> {
    let stray = found
        .iter()
        .filter(|one| one.code == &UNKNOWN_KEY && one.route.segments().len() > 1);
    stray
        .filter_map(|one| one.route.segments().last().cloned())
        .collect()
}

/// Whether a finding says that nobody uses what stands in an extended manifest: other manifests may.
fn is_of_base(finding: &Diagnostic, document: &Document) -> bool {
    if finding.code != &check::unused_definition::CODE {
        return false;
    }
    let key = document.locate(&At::Key(finding.route.clone()));
    key.zip(document.files.first())
        .is_some_and(|(key, own)| !key.file.is(own))
}

/// Whether a finding says that an extended manifest is not there, or that `extends` is misspelt.
fn is_of_extends(finding: &Diagnostic) -> bool {
    let is_meant = |text: &str| text.trim_matches(['"', '\'']) == "extends";
    finding.code == &EXTENDS_CYCLE
        || (finding.code == &UNKNOWN_KEY
            && finding.route.segments().len() == 1
            && finding.fix.as_ref().is_some_and(|fix| is_meant(&fix.text)))
        || finding.code == &MANIFEST_UNREADABLE
        || finding.code == &document::MANIFEST_TOO_LARGE
        || finding.code == &document::MERGE_CONFLICT
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

/// Whether a warning needs nothing but the text.
fn is_of_text(code: &str) -> bool {
    RULES.iter().any(|rule| rule.code.name == code)
}

/// Reads a manifest and all that it extends.
struct Reader<'a> {
    texts: &'a dyn Texts,
    found: &'a mut Diagnostics,
    /// Files that are being read, from the first on.
    open: Vec<Utf8PathBuf>,
    /// How much was read.
    bytes: usize,
    /// Whether each is held against the schema.
    checks: bool,
    /// Entries that are another kind of thing in what is extended.
    turned: Vec<Turned>,
}

impl Reader<'_> {
    fn whole(&mut self, path: &Utf8Path, file: &SourceFile) -> Option<Document> {
        let mut document = document::parse(self.found, file)?;
        if let Some(checker) = CHECKER.as_ref() {
            checker.straighten(self.found, &mut document, !self.open.is_empty());
        }
        Some(match self.bases(path, &document) {
            Some(base) => {
                let turned = heir::turned(schema(), &document, &base);
                self.turned.extend(turned);
                document.over(base)
            }
            None => document,
        })
    }

    /// All that a document extends, joined.
    fn bases(&mut self, path: &Utf8Path, document: &Document) -> Option<Document> {
        self.open.push(self.texts.same(path));
        let mut base: Option<Document> = None;
        for (position, name) in extended(document).into_iter().enumerate() {
            let at = Route::root().key("extends").index(position);
            let Some(next) = self.base(document, path, (&name, at)) else {
                continue;
            };
            base = Some(match base {
                Some(base) => next.over(base),
                None => next,
            });
        }
        self.open.pop();
        base
    }

    fn base(
        &mut self,
        document: &Document,
        own: &Utf8Path,
        (name, at): (&str, Route),
    ) -> Option<Document> {
        // A base beside it is called as its user would call it: without `./`.
        let folder = own.parent().unwrap_or(Utf8Path::new(""));
        let path = folder.join(name);
        if self.open.contains(&self.texts.same(&path)) {
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
        let file = match self.texts.read(&path) {
            Ok(file) => file,
            Err(diagnostic) if diagnostic.code == &MANIFEST_UNREADABLE => {
                let finding = Diagnostic::new(&MANIFEST_UNREADABLE, at.clone(), diagnostic.message)
                    .label(At::Value(at.clone()), "extended here");
                let finding = baseless::meant(finding, self.texts, own, (name, at));
                self.found.push(document.settle(finding));
                return None;
            }
            Err(diagnostic) => {
                self.found.push(*diagnostic);
                return None;
            }
        };
        self.bytes += file.text().len();
        if self.bytes > document::MOST_BYTES {
            let finding = *document::too_large(path.as_str());
            let finding = finding.label(At::Value(at), "too much in all, with this");
            self.found.push(document.settle(finding));
            return None;
        }
        let base = self.whole(&path, &file)?;
        if let Some(checker) = CHECKER.as_ref().filter(|_| self.checks) {
            checker.check_part(self.found, &base);
        }
        Some(base)
    }
}

/// What the manifest at `path` extends, without what it says itself; `None` if it extends nothing that
/// can be read.
pub fn base(texts: &dyn Texts, path: &Utf8Path, document: &Document) -> Option<Document> {
    let mut reader = Reader {
        texts,
        found: &mut Diagnostics::new(),
        open: Vec::new(),
        bytes: 0,
        checks: false,
        turned: Vec::new(),
    };
    reader.bases(path, document)
}

/// The texts of `extends`; anything else there is the schema's to report.
pub fn extended(document: &Document) -> Vec<String> {
    let Some(node) = document.get(&Route::root().key("extends")) else {
        return Vec::new();
    };
    match &node.kind {
        Kind::Seq(list) => list
            .iter()
            .filter_map(|item| item.as_str().map(str::to_owned))
            .collect(),
        _ => Vec::new(),
    }
}
