//! From loaded manifests to plans: what ffmpeg can do, what the sources hold, what will be done.
//!
//! Unaware of how plans are shown or carried out.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: looks for tools and sources on this machine"
)]

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};

use super::load::{self, Loaded, Look};
use super::{Common, Exit};
use crate::check;
use crate::compile::{self, raw_option};
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::facts::{Facts, Key, Options, Source, Tools};
use crate::gather::{keys, matches};
use crate::job::Job;
use crate::plan::Plan;
use crate::probe::{self, Opening};
use crate::source::Route;

/// Everything that came of the manifests on the command line.
pub struct Batch {
    /// The manifests.
    pub loaded: Vec<Loaded>,
    /// Findings that belong to no manifest.
    pub loose: Vec<Diagnostic>,
    /// Plans, each with the position of its manifest.
    pub plans: Vec<(usize, Plan)>,
    /// Names of the jobs that cannot be carried out.
    pub refused: Vec<String>,
    /// How it stands.
    pub exit: Exit,
}

impl Batch {
    /// All findings, in the order in which they are shown.
    pub fn findings(&self) -> Vec<Diagnostic> {
        let mut all = self.loose.clone();
        all.extend(self.loaded.iter().flat_map(Loaded::sorted));
        all
    }

    /// Forgets what has been shown.
    pub fn forget_findings(&mut self) {
        self.loose.clear();
        for loaded in &mut self.loaded {
            loaded.found = Diagnostics::new();
        }
    }

    fn fail(&mut self, exit: Exit) {
        self.exit = self.exit.and(exit);
    }
}

/// Loads all manifests.
pub fn load(common: &Common, files: &[Utf8PathBuf], look: Look) -> Batch {
    let mut batch = Batch {
        loaded: Vec::new(),
        loose: Vec::new(),
        plans: Vec::new(),
        refused: Vec::new(),
        exit: Exit::Done,
    };
    let mut loose = Vec::new();
    let collisions = each(common, files, look, |outcome| match outcome {
        Ok(loaded) => batch.loaded.push(loaded),
        Err(found) => loose.extend(found),
    });
    batch.loose = loose;
    batch.loose.extend(collisions);
    let mut own = batch.loaded.iter().map(|loaded| &loaded.found);
    if own.any(Diagnostics::has_errors) || has_errors(&batch.loose) {
        batch.fail(Exit::Wrong);
    }
    batch
}

/// Loads one manifest after the other. Returns the outputs of different manifests that would
/// overwrite each other.
pub fn each(
    common: &Common,
    files: &[Utf8PathBuf],
    look: Look,
    mut take: impl FnMut(Result<Loaded, Vec<Diagnostic>>),
) -> Vec<Diagnostic> {
    let mut known = BTreeSet::new();
    let mut targets = Vec::new();
    for path in files {
        // Named twice, done once.
        if !known.insert(path.canonicalize_utf8().unwrap_or_else(|_| path.clone())) {
            continue;
        }
        let outcome = load::load(path, &common.set, look);
        if let Ok(loaded) = &outcome
            && files.len() > 1
        {
            targets.extend(loaded.targets());
        }
        take(outcome);
    }
    let mut found = Diagnostics::new();
    check::collisions_across(&mut found, &targets);
    found.into_found()
}

/// Whether an error is among them.
pub fn has_errors(found: &[Diagnostic]) -> bool {
    let mut severities = found.iter().map(Diagnostic::severity);
    severities.any(|severity| severity == Severity::Error)
}

/// Plans every job of every manifest; `facts` replaces probing.
pub fn plan(common: &Common, files: &[Utf8PathBuf], facts: Option<&Facts>) -> Batch {
    let mut batch = load(common, files, Look::AtDisk);
    if batch.exit != Exit::Done {
        return batch;
    }
    // One for all jobs: what the tools can do is most of it, and a batch has thousands.
    let mut facts_now = Facts {
        tools: Tools::default(),
        sources: BTreeMap::new(),
        keys: BTreeMap::new(),
    };
    match facts {
        Some(facts) => facts_now = facts.clone(),
        None => match tools(common) {
            Ok(tools) => facts_now.tools = tools,
            Err(diagnostic) => {
                batch.loose.push(*diagnostic);
                batch.fail(Exit::Environment);
                return batch;
            }
        },
    }
    let mut exit = Exit::Done;
    for (at, loaded) in batch.loaded.iter_mut().enumerate() {
        let jobs = loaded.jobs.take().unwrap_or_default();
        if facts.is_none() {
            facts_now.tools.options = options(&facts_now.tools, &jobs);
        }
        let mut known = match facts {
            Some(_) => Vec::new(),
            None => probe_all(&facts_now.tools.ffprobe, &jobs),
        }
        .into_iter();
        for job in jobs {
            let mut found = Diagnostics::new();
            let plan = match known.next() {
                Some(Err(diagnostics)) => {
                    found.extend(diagnostics);
                    None
                }
                Some(Ok(known)) => {
                    facts_now.sources = known.sources;
                    facts_now.keys = known.keys;
                    compile::compile(&mut found, &job, &facts_now)
                }
                None => compile::compile(&mut found, &job, &facts_now),
            };
            exit = exit.and(exit_of(&found));
            if let Some(item) = &job.item {
                found.note_all(&format!("batch item `{item}`"));
            }
            loaded.absorb(found);
            match plan {
                Some(plan) => batch.plans.push((at, plan)),
                None => batch.refused.push(job.name.clone()),
            }
        }
        loaded.add_unused_allows(compile::CODES);
        loaded.add_unused_allows(matches::CODES);
    }
    batch.fail(exit);
    batch
}

/// What a job's findings mean for the process: the tools lack something, a source is broken, or the
/// manifest is wrong. The manifest's mistakes are said first: they can be mended at once.
fn exit_of(found: &Diagnostics) -> Exit {
    let exits: Vec<Exit> = found
        .as_slice()
        .iter()
        .filter(|diagnostic| diagnostic.severity() == Severity::Error)
        .map(|diagnostic| match diagnostic.code.name {
            "missing-encoder" | "missing-filter" | "missing-muxer" => Exit::Environment,
            "ffmpeg-missing" | "ffmpeg-too-old" | "ffmpeg-unusable" => Exit::Environment,
            "clock-jumps" | "source-cut-short" | "source-empty" => Exit::Failed,
            "source-incomplete" => Exit::Failed,
            "source-stalled" | "source-unreachable" | "source-unreadable" => Exit::Failed,
            _ => Exit::Wrong,
        })
        .collect();
    if exits.contains(&Exit::Wrong) {
        return Exit::Wrong;
    }
    exits.into_iter().fold(Exit::Done, Exit::and)
}

/// What the ffmpeg and ffprobe of the command line can do.
pub fn tools(common: &Common) -> Result<Tools, Box<Diagnostic>> {
    let ffmpeg = program(&common.ffmpeg);
    let ffprobe = match &common.ffprobe {
        Some(named) => program(named),
        None => beside(&ffmpeg),
    };
    let memory = memory();
    probe::tools(&ffmpeg, &ffprobe, memory.as_deref())
        .map_err(|error| Box::new(error.diagnostic(&Route::root())))
}

/// What the raw arguments of a manifest may say. An ffmpeg that does not answer will say what is
/// wrong when it runs.
fn options(tools: &Tools, jobs: &[Job]) -> Options {
    let question = raw_option::question(jobs);
    if question.takers.is_empty() {
        return Options::default();
    }
    probe::options(tools, &question, memory().as_deref()).unwrap_or_default()
}

/// A relative path means the same from every folder that ffmpeg is run in.
fn program(name: &str) -> String {
    if !name.contains('/') {
        return name.to_string();
    }
    Utf8Path::new(name)
        .canonicalize_utf8()
        .map_or_else(|_| name.to_string(), Utf8PathBuf::into_string)
}

/// The ffprobe that came with an ffmpeg, where there is one.
fn beside(ffmpeg: &str) -> String {
    let path = Utf8Path::new(ffmpeg);
    let sibling = path.with_file_name("ffprobe");
    if ffmpeg.contains('/') && sibling.exists() {
        sibling.into_string()
    } else {
        "ffprobe".into()
    }
}

/// Where answers of ffmpeg are kept between runs: the user's cache folder.
fn memory() -> Option<Utf8PathBuf> {
    let base = std::env::var("XDG_CACHE_HOME")
        .ok()
        .filter(|path| path.starts_with('/'))
        .or_else(|| Some(format!("{}/.cache", std::env::var("HOME").ok()?)))?;
    Some(Utf8PathBuf::from(base).join("rendit"))
}

/// The facts of one manifest's first job, for `probe --facts`.
pub fn facts(common: &Common, files: &[Utf8PathBuf]) -> (Batch, Option<Facts>) {
    let mut batch = load(common, files, Look::AtDisk);
    if batch.exit != Exit::Done {
        return (batch, None);
    }
    let tools = match tools(common) {
        Ok(tools) => tools,
        Err(diagnostic) => {
            batch.loose.push(*diagnostic);
            batch.fail(Exit::Environment);
            return (batch, None);
        }
    };
    let Some(loaded) = batch.loaded.first_mut() else {
        return (batch, None);
    };
    let jobs = loaded.jobs.clone().unwrap_or_default();
    let first: Vec<Job> = jobs.into_iter().take(1).collect();
    match probe_all(&tools.ffprobe, &first).into_iter().next() {
        Some(Ok(known)) => {
            let options = options(&tools, &first);
            let facts = Facts {
                tools: Tools { options, ..tools },
                sources: known.sources,
                keys: known.keys,
            };
            (batch, Some(facts))
        }
        Some(Err(found)) => {
            loaded.add(found);
            batch.fail(Exit::Wrong);
            (batch, None)
        }
        None => (batch, None),
    }
}

/// What is known of one job's sources and keys.
pub struct Known {
    /// By the input's name.
    pub sources: BTreeMap<String, Source>,
    /// By the encryption's name.
    pub keys: BTreeMap<String, Key>,
}

/// What is known of every job, or why nothing is. Sources are probed a few at a time.
pub fn probe_all(ffprobe: &str, jobs: &[Job]) -> Vec<Result<Known, Vec<Diagnostic>>> {
    let at_once = std::thread::available_parallelism().map_or(2, usize::from);
    let mut openings = Vec::new();
    let mut owners = Vec::new();
    for (at, job) in jobs.iter().enumerate() {
        for (name, input) in &job.manifest.inputs {
            let opening = match (&input.path, &input.lavfi) {
                (Some(path), _) => match Opening::path(path.as_str().into()) {
                    Opening::File(path) => Opening::File(job.root.join(path)),
                    other => other,
                },
                (None, Some(graph)) => Opening::Lavfi(graph.0.clone()),
                (None, None) => continue,
            };
            if let Opening::File(path) = &opening
                && input.optional
                && !path.exists()
            {
                continue;
            }
            openings.push(opening);
            owners.push((at, name.clone()));
        }
    }
    let answers = probe::sources(ffprobe, &openings, at_once, probe::LIMIT);
    let mut known: Vec<Result<Known, Vec<Diagnostic>>> = jobs
        .iter()
        .map(|job| {
            Ok(Known {
                sources: BTreeMap::new(),
                keys: keys::keys(&job.root, &job.manifest),
            })
        })
        .collect();
    for ((at, name), answer) in owners.into_iter().zip(answers) {
        let Some(slot) = known.get_mut(at) else {
            continue;
        };
        let Some(job) = jobs.get(at) else { continue };
        let input = job.manifest.inputs.get(&name);
        match answer {
            Ok(mut source) => {
                // Facts name a source as the manifest does, not as this process reaches it.
                if let Some(path) = input.and_then(|input| input.path.as_ref()) {
                    source.path = path.as_str().into();
                }
                if let Ok(known) = slot {
                    known.sources.insert(name, source);
                }
            }
            Err(error) => {
                let lavfi = input.is_some_and(|input| input.lavfi.is_some());
                let key = if lavfi { "lavfi" } else { "path" };
                let route = Route::root().key("inputs").key(&name).key(key);
                let finding = error.diagnostic(&route);
                match slot {
                    Ok(_) => *slot = Err(vec![finding]),
                    Err(found) => found.push(finding),
                }
            }
        }
    }
    known
}
