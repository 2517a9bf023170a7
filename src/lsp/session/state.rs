//! What a session knows: the open documents, what was found in them, what the client can do.
//!
//! Unaware of requests; [`super::answer`] answers them.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

use camino::{Utf8Path, Utf8PathBuf};
use lsp_server::Notification;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Setup;
use crate::diag::{Code, Diagnostic};
use crate::document::{self, Document, Syntax};
use crate::gather::matches::matches;
use crate::job::Job;
use crate::lsp::desk::Desk;
use crate::lsp::family::{Extended, Family};
use crate::lsp::findings::{MOST, Shows, lacks, tell};
use crate::lsp::lasting::{Shift, carried, mark};
use crate::lsp::outline::Outline;
use crate::lsp::paper::Units;
use crate::lsp::prober::Background;
use crate::lsp::protocol::{self, DidChange, DidOpen, InDocument};
use crate::lsp::recognise::{Kind, has_ladders, may_be_part, recognise};
use crate::lsp::uri;
use crate::lsp::wire::Outbox;
use crate::source::SourceFile;
use crate::workspace::{self, Loaded, Texts, World};

/// What was found in one open manifest.
pub(super) struct Analysis {
    /// The manifest; `None` if there was nothing to look at.
    pub(super) loaded: Option<Loaded>,
    /// What was found, by file and place.
    pub(super) findings: Vec<Diagnostic>,
    /// The files that it was made of, by their one name; the first is the manifest.
    files: Vec<Utf8PathBuf>,
    /// Whether it is a manifest at all.
    pub(super) kind: Kind,
    /// What `rendit fix` would change, once somebody has asked.
    pub(super) mended: OnceCell<Vec<(Range<usize>, String)>>,
}

impl Analysis {
    /// Whether a syntax error hides part of what was written.
    fn is_broken(&self) -> bool {
        match &self.loaded {
            Some(loaded) => loaded.document.is_broken(),
            None => self
                .findings
                .iter()
                .any(|one| document::is_syntax(one.code)),
        }
    }

    /// Its only job, with the manifest that asks for it. A batch has many sources; one of them proves
    /// nothing.
    pub(super) fn only_job(&self) -> Option<(&Job, &Loaded)> {
        let loaded = self.loaded.as_ref()?;
        match loaded.jobs.as_deref() {
            Some([job]) => Some((job, loaded)),
            _ => None,
        }
    }
}

/// From how many bytes on a manifest that is being changed is taken for one without a look.
pub(super) const LONG: usize = 1 << 14;

/// Findings by address.
type Told = BTreeMap<String, Vec<protocol::Diagnostic>>;

pub(super) struct State {
    pub(super) desk: Desk,
    pub(super) folders: Vec<Utf8PathBuf>,
    pub(super) snippets: bool,
    /// Whether the client indents lines that are inserted, if it is asked to.
    pub(super) adjusts: bool,
    pub(super) hints: bool,
    pub(super) background: Background,
    /// Names of environment variables.
    pub(super) environment_names: Vec<String>,
    pub(super) codes: Vec<&'static Code>,
    shows: Shows,
    watches: bool,
    pub(super) set: Vec<String>,
    pub(super) environment: BTreeMap<String, String>,
    outbox: Outbox,
    analyses: BTreeMap<Utf8PathBuf, Rc<Analysis>>,
    /// The last ones whose syntax was whole.
    whole: BTreeMap<Utf8PathBuf, Rc<Analysis>>,
    /// The last ones with one job.
    planned: BTreeMap<Utf8PathBuf, Rc<Analysis>>,
    /// By folder that was looked through: the files that manifests in it extend.
    extended: BTreeMap<Utf8PathBuf, Extended>,
    changed: BTreeSet<Utf8PathBuf>,
    /// What each open manifest has to say.
    said: BTreeMap<Utf8PathBuf, Told>,
    /// What the client was told last.
    told: Told,
}

impl State {
    pub(super) fn new(setup: Setup, params: &Value, outbox: Outbox) -> Self {
        let can = |pointer: &str| {
            let path = format!("/capabilities{pointer}");
            params.pointer(&path)
        };
        let is = |pointer: &str| can(pointer).and_then(Value::as_bool).unwrap_or(false);
        let encodings = can("/general/positionEncodings").and_then(Value::as_array);
        let encodings = encodings.into_iter().flatten().filter_map(Value::as_str);
        let tags = can("/textDocument/publishDiagnostics/tagSupport").is_some();
        let refresh = is("/workspace/inlayHint/refreshSupport");
        Self {
            desk: Desk::new(Units::negotiate(encodings)),
            folders: folders(params),
            snippets: is("/textDocument/completion/completionItem/snippetSupport"),
            adjusts: can("/textDocument/completion/completionItem/insertTextModeSupport/valueSet")
                .and_then(Value::as_array)
                .is_some_and(|modes| modes.contains(&json!(2))),
            hints: can("/textDocument/inlayHint").is_some(),
            background: Background::start(setup.prober, outbox.clone(), refresh),
            environment_names: setup.environment.keys().cloned().collect(),
            codes: setup.codes,
            shows: Shows {
                related: is("/textDocument/publishDiagnostics/relatedInformation"),
                tags,
            },
            watches: is("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            set: setup.set,
            environment: setup.environment,
            outbox,
            analyses: BTreeMap::new(),
            whole: BTreeMap::new(),
            planned: BTreeMap::new(),
            extended: BTreeMap::new(),
            changed: BTreeSet::new(),
            said: BTreeMap::new(),
            told: BTreeMap::new(),
        }
    }

    /// The answer to `initialize`.
    pub(super) fn capabilities(&self) -> Value {
        json!({
            "serverInfo": { "name": "rendit", "version": env!("CARGO_PKG_VERSION") },
            "capabilities": {
                "positionEncoding": self.desk.units.name(),
                "textDocumentSync": { "openClose": true, "change": 2, "save": {} },
                "completionProvider": {
                    "triggerCharacters": ["\"", "'", "{", "[", "$", ".", "=", ":", " ", ",", "/"],
                },
                "hoverProvider": true,
                "definitionProvider": true,
                "referencesProvider": true,
                "documentHighlightProvider": true,
                "renameProvider": { "prepareProvider": true },
                "documentSymbolProvider": true,
                "codeActionProvider": {
                    "codeActionKinds": ["quickfix", "source.fixAll", "source.fixAll.rendit"],
                },
                "inlayHintProvider": self.hints,
                "codeLensProvider": {},
                "executeCommandProvider": {
                    "commands": ["rendit.plan", "rendit.showPlan", "rendit.explain"],
                },
                "workspace": { "workspaceFolders": { "supported": true } },
            },
        })
    }

    /// Hears of something; what cannot be understood is passed over, as the protocol asks.
    pub(super) fn told(&mut self, told: &Notification) {
        match told.method.as_str() {
            "initialized" => self.watch(),
            "textDocument/didOpen" => {
                if let Some(params) = read::<DidOpen>(&told.params) {
                    self.desk.open(&params.text_document);
                    self.all_changed();
                }
            }
            "textDocument/didChange" => {
                if let Some(params) = read::<DidChange>(&told.params)
                    && let Some(name) = self.desk.change(&params)
                {
                    self.one_changed(&name);
                }
            }
            "textDocument/didClose" => {
                if let Some(params) = read::<InDocument>(&told.params)
                    && let Some(name) = self.desk.close(&params.text_document.uri)
                {
                    self.analyses.remove(&name);
                    self.whole.remove(&name);
                    self.planned.remove(&name);
                    self.said.remove(&name);
                    self.changed.remove(&name);
                    self.all_changed();
                    self.publish(&BTreeSet::new());
                }
            }
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => {
                self.extended.clear();
                self.all_changed();
            }
            "workspace/didChangeWorkspaceFolders" => {
                let named = |list: &str| -> Vec<Utf8PathBuf> {
                    let pointer = format!("/event/{list}");
                    let all = told.params.pointer(&pointer).and_then(Value::as_array);
                    let all = all.into_iter().flatten();
                    all.filter_map(|folder| Some(uri::path(folder.get("uri")?.as_str()?)))
                        .collect()
                };
                self.extended.clear();
                let removed = named("removed");
                self.folders.retain(|folder| !removed.contains(folder));
                self.folders.extend(named("added"));
            }
            _ => {}
        }
    }

    /// Asks to be told when files change on the disk that nobody has open.
    fn watch(&self) {
        if !self.watches {
            return;
        }
        let registration = json!({
            "registrations": [{
                "id": "rendit-files",
                "method": "workspace/didChangeWatchedFiles",
                "registerOptions": {
                    "watchers": [{ "globPattern": "**/*.{toml,yaml,yml,json,jsonc}" }],
                },
            }],
        });
        self.outbox
            .ask("rendit-watch", "client/registerCapability", registration);
    }

    fn one_changed(&mut self, name: &Utf8PathBuf) {
        self.analyses.remove(name);
        self.changed.insert(name.clone());
        let others: Vec<Utf8PathBuf> = self
            .analyses
            .iter()
            .filter(|(_, analysis)| analysis.files.contains(name))
            .map(|(root, _)| root.clone())
            .collect();
        for root in others {
            self.analyses.remove(&root);
            self.changed.insert(root);
        }
    }

    fn all_changed(&mut self) {
        self.analyses.clear();
        self.changed = self.desk.sheets().map(|(name, _)| name.clone()).collect();
    }

    /// Gives up on what has changed, so that a mistake of rendit's does not repeat for ever.
    pub(super) fn forget_changes(&mut self) {
        self.changed.clear();
    }

    /// What was found in an open manifest, as it is now.
    pub(super) fn analysis(&mut self, name: &Utf8Path) -> Rc<Analysis> {
        if let Some(known) = self.analyses.get(name) {
            return known.clone();
        }
        let mut analysis = self.analyse(name, false);
        if analysis.kind != Kind::Manifest && self.is_part_of_manifest(name) {
            analysis = self.analyse(name, true);
        }
        let is_broken = analysis.is_broken();
        if is_broken && let Some(whole) = self.whole.get(name) {
            self.carry(whole, &mut analysis);
        }
        let analysis = Rc::new(analysis);
        if !is_broken && analysis.kind == Kind::Manifest {
            self.whole.insert(name.to_owned(), analysis.clone());
        }
        if analysis.only_job().is_some() {
            self.planned.insert(name.to_owned(), analysis.clone());
        }
        self.analyses.insert(name.to_owned(), analysis.clone());
        analysis
    }

    /// Adds what was found while the syntax was whole, in lines that are as they were.
    fn carry(&self, whole: &Analysis, analysis: &mut Analysis) {
        let mut files: Vec<SourceFile> = Vec::new();
        if let Some(name) = analysis.files.first()
            && let Some(sheet) = self.desk.sheet(name)
        {
            files.push(sheet.paper.file.clone());
        }
        if let Some(loaded) = &analysis.loaded {
            files.extend(loaded.document.files.iter().cloned());
        }
        let known: std::cell::RefCell<Vec<(SourceFile, SourceFile, Shift)>> =
            std::cell::RefCell::default();
        let newer = |old: &SourceFile| {
            let mut known = known.borrow_mut();
            if let Some((_, new, shift)) = known.iter().find(|(file, ..)| file.is(old)) {
                return Some((new.clone(), *shift));
            }
            let new = files.iter().find(|file| file.name() == old.name());
            let new = new.unwrap_or(old).clone();
            let shift = Shift::between(old.text(), new.text());
            known.push((old.clone(), new.clone(), shift));
            Some((new, shift))
        };
        let new: BTreeSet<_> = analysis.findings.iter().map(mark).collect();
        for finding in &whole.findings {
            if let Some(finding) = carried(finding, &newer)
                && !new.contains(&mark(&finding))
            {
                analysis.findings.push(finding);
            }
        }
    }

    /// The last analysis with one job, for as long as there is none, and where its text is now.
    pub(super) fn planned(&self, name: &Utf8Path) -> Option<(Rc<Analysis>, Shift)> {
        let planned = self.planned.get(name)?;
        let (_, loaded) = planned.only_job()?;
        let old = loaded.document.files.first()?;
        let sheet = self.desk.sheet(name)?;
        let shift = Shift::between(old.text(), sheet.paper.text());
        Some((planned.clone(), shift))
    }

    /// Whether a document that does not say so itself is a manifest, since manifests on the disk build
    /// on it.
    fn is_part_of_manifest(&mut self, name: &Utf8Path) -> bool {
        let Some(sheet) = self.desk.sheet(name) else {
            return false;
        };
        let may_be = Syntax::of(&sheet.paper.file).is_some()
            && document::check_size(&sheet.paper.file).is_ok()
            && may_be_part(&sheet.path, sheet.paper.text(), workspace::schema());
        may_be && self.is_extended_on_disk(name, |all| &all.by_manifests)
    }

    /// `is_part`: manifests build on it, so that it is one, whatever it looks like.
    fn analyse(&self, name: &Utf8Path, is_part: bool) -> Analysis {
        let mut analysis = Analysis {
            loaded: None,
            findings: Vec::new(),
            files: vec![name.to_owned()],
            kind: Kind::Foreign,
            mended: OnceCell::new(),
        };
        let Some(sheet) = self.desk.sheet(name) else {
            return analysis;
        };
        let Some(syntax) = Syntax::of(&sheet.paper.file) else {
            return analysis;
        };
        if let Err(finding) = document::check_size(&sheet.paper.file) {
            if has_ladders(sheet.paper.text()) {
                analysis.kind = Kind::Manifest;
                analysis.findings.push(*finding);
            }
            return analysis;
        }
        let text = sheet.paper.text();
        let outline = || Outline::read(syntax, text, None);
        // What was one and is long is looked at no further: every change would cost a reading.
        let was_one = is_part || (self.whole.contains_key(name) && text.len() > LONG);
        analysis.kind = match was_one {
            true => Kind::Manifest,
            false => recognise(&sheet.path, text, outline, workspace::schema()),
        };
        if analysis.kind == Kind::Foreign {
            return analysis;
        }
        let world = World {
            texts: &self.desk,
            environment: &self.environment,
            matches: None,
        };
        match workspace::load(&world, &sheet.path, &self.set) {
            Ok(mut loaded) => {
                // Files that cannot be read now may be there later.
                for named in workspace::extended(&loaded.document) {
                    let path = Job::root_of(&sheet.path).join(named);
                    analysis.files.push(self.desk.same(&path));
                }
                let files = loaded.document.files.iter();
                let names = files.map(|file| self.desk.same(Utf8Path::new(file.name())));
                analysis.files.extend(names);
                analysis.findings = loaded.take_sorted();
                analysis.loaded = Some(loaded);
            }
            Err(findings) => analysis.findings = findings,
        }
        analysis
    }

    /// What the manifest at `path` extends, without what it says itself.
    pub(super) fn base(&self, path: &Utf8Path, document: &Document) -> Option<Document> {
        workspace::base(&self.desk, path, document)
    }

    /// The jobs of an open manifest, with all matches of its `glob`; `None` if it has mistakes.
    pub(super) fn jobs(&self, name: &Utf8Path) -> Option<Vec<Job>> {
        let world = World {
            texts: &self.desk,
            environment: &self.environment,
            matches: Some(&matches),
        };
        let sheet = self.desk.sheet(name)?;
        let loaded = workspace::load(&world, &sheet.path, &self.set).ok()?;
        loaded.jobs
    }

    /// Whether an open manifest builds on this file: then that one's findings speak for it. In a
    /// circle each speaks for itself.
    fn is_base(&self, name: &Utf8Path) -> bool {
        let own = self.analyses.get(name);
        self.analyses.iter().any(|(root, analysis)| {
            root != name
                && analysis.kind == Kind::Manifest
                && analysis.files.iter().any(|file| file == name)
                && !own.is_some_and(|own| own.files.contains(root))
        })
    }

    /// Tells what is found in manifests that have changed; whether there were any.
    pub(super) fn tell(&mut self) -> bool {
        if self.changed.is_empty() {
            return false;
        }
        let changed = std::mem::take(&mut self.changed);
        let open: Vec<Utf8PathBuf> = self.desk.sheets().map(|(name, _)| name.clone()).collect();
        for name in &open {
            self.analysis(name);
        }
        let mut fresh = BTreeSet::new();
        for name in &open {
            let was_silent = self.said.get(name).is_some_and(BTreeMap::is_empty);
            if changed.contains(name) || was_silent != self.is_base(name) {
                let told = self.findings(name);
                self.said.insert(name.clone(), told);
            }
            if changed.contains(name)
                && let Some(sheet) = self.desk.sheet(name)
            {
                fresh.insert(sheet.uri.clone());
            }
        }
        self.publish(&fresh);
        true
    }

    /// Whether a manifest on the disk builds on this file. Folders are looked through once, and again
    /// when files have changed.
    fn is_extended_on_disk(
        &mut self,
        name: &Utf8Path,
        which: impl Fn(&Extended) -> &BTreeSet<Utf8PathBuf>,
    ) -> bool {
        if !name.is_absolute() {
            return false;
        }
        let mut roots: Vec<Utf8PathBuf> = self
            .folders
            .iter()
            .map(|folder| self.desk.same(folder))
            .filter(|folder| name.starts_with(folder))
            .collect();
        if roots.is_empty() {
            roots.push(Job::root_of(name).to_owned());
        }
        for root in roots {
            if !self.extended.contains_key(&root) {
                let mut family = Family::new(&self.desk, workspace::schema());
                let found = family.extended_below(&root);
                self.extended.insert(root.clone(), found);
            }
            if self
                .extended
                .get(&root)
                .is_some_and(|all| which(all).contains(name))
            {
                return true;
            }
        }
        false
    }

    /// The findings of one open manifest, by address.
    fn findings(&mut self, name: &Utf8Path) -> Told {
        let analysis = self.analysis(name);
        let mut told = Told::new();
        let Some(home) = self.desk.sheet(name).map(|sheet| sheet.uri.clone()) else {
            return told;
        };
        if self.is_base(name) || analysis.kind != Kind::Manifest {
            return told;
        }
        let is_part = analysis.findings.iter().any(lacks)
            && self.is_extended_on_disk(name, |all| &all.by_any);
        let places: std::cell::RefCell<Vec<(SourceFile, String, Rc<crate::lsp::paper::Paper>)>> =
            std::cell::RefCell::default();
        let shelf = |file: &SourceFile| {
            let mut places = places.borrow_mut();
            if let Some((_, uri, paper)) = places.iter().find(|(known, ..)| known.is(file)) {
                return Some((uri.clone(), paper.clone()));
            }
            // What the command line says has no place in the editor.
            if file.name() == "--set" {
                return None;
            }
            let (uri, paper) = self.desk.place(file);
            places.push((file.clone(), uri.clone(), paper.clone()));
            Some((uri, paper))
        };
        let said = analysis.findings.iter();
        for finding in said.filter(|one| !(is_part && lacks(one))).take(MOST) {
            let (uri, diagnostic) = tell(finding, &home, &shelf, self.shows);
            told.entry(uri).or_default().push(diagnostic);
        }
        told
    }

    /// Sends what differs from what the client knows; `fresh` is sent in any case.
    fn publish(&mut self, fresh: &BTreeSet<String>) {
        let mut now: Told = Told::new();
        for told in self.said.values() {
            for (uri, findings) in told {
                let all = now.entry(uri.clone()).or_default();
                for finding in findings {
                    if !all.contains(finding) {
                        all.push(finding.clone());
                    }
                }
            }
        }
        for uri in fresh.iter().chain(self.told.keys()) {
            now.entry(uri.clone()).or_default();
        }
        let versions: BTreeMap<&str, i64> = self
            .desk
            .sheets()
            .filter_map(|(_, sheet)| Some((sheet.uri.as_str(), sheet.version?)))
            .collect();
        for (uri, findings) in &now {
            if self.told.get(uri) == Some(findings) && !fresh.contains(uri) {
                continue;
            }
            let mut params = json!({ "uri": uri, "diagnostics": findings });
            if let Some(version) = versions.get(uri.as_str()) {
                params["version"] = json!(version);
            }
            self.outbox
                .notify("textDocument/publishDiagnostics", params);
        }
        now.retain(|_, findings| !findings.is_empty());
        self.told = now;
    }
}

/// The folders that the editor has open.
fn folders(params: &Value) -> Vec<Utf8PathBuf> {
    let many = params.get("workspaceFolders").and_then(Value::as_array);
    let many = many.into_iter().flatten();
    let mut folders: Vec<Utf8PathBuf> = many
        .filter_map(|folder| Some(uri::path(folder.get("uri")?.as_str()?)))
        .collect();
    if folders.is_empty()
        && let Some(root) = params.get("rootUri").and_then(Value::as_str)
    {
        folders.push(uri::path(root));
    }
    folders
}

/// The parameters of a message, if they have the right shape.
pub(super) fn read<T: DeserializeOwned>(params: &Value) -> Option<T> {
    T::deserialize(params).ok()
}
