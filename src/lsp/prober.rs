//! Asks what sources hold, and makes plans, beside the session: a request never waits for ffprobe.
//!
//! Unaware of the protocol's requests but for the one that it answers: the plan of a manifest.

#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: a thread probes sources, and files tell when they changed"
)]

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use lsp_server::{ErrorCode, RequestId};

use super::wire::Outbox;
use crate::check::paths::is_url;
use crate::compile::compile;
use crate::diag::{Diagnostic, Diagnostics};
use crate::facts::Facts;
use crate::job::Job;
use crate::plan::Plan;
use crate::report;

/// Finds out what the tools can do and what a job's sources hold.
pub trait Prober: Send + 'static {
    /// All that planning needs to know of a job.
    ///
    /// # Errors
    /// What is missing or broken.
    fn facts(&self, job: &Job) -> Result<Facts, Vec<Diagnostic>>;
}

/// What facts depend on: the inputs as they are written, and when their files changed.
type Fingerprint = String;

/// Most jobs whose facts are kept.
const MOST_KEPT: usize = 256;

/// Most jobs of a batch whose plans are shown.
const MOST_SHOWN: usize = 20;

type Known = Arc<Mutex<HashMap<Fingerprint, Option<Facts>>>>;

enum Wish {
    /// Facts for hints.
    Facts(Box<Job>),
    /// The plans of these jobs, as text.
    Plan(RequestId, Vec<Job>, Show),
}

/// What becomes of the text of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// It is the answer.
    Answer,
    /// It is shown as a message, too.
    Message,
}

/// The thread that probes.
pub struct Background {
    wishes: Sender<Wish>,
    known: Known,
}

impl Background {
    /// Starts it. It ends when this handle is dropped. `refresh`: whether the client wants to be
    /// told that there are new hints.
    pub fn start(prober: Box<dyn Prober>, outbox: Outbox, refresh: bool) -> Self {
        let (wishes, inbox) = channel();
        let known: Known = Arc::default();
        let kept = Arc::clone(&known);
        std::thread::spawn(move || work(&*prober, &inbox, &kept, &outbox, refresh));
        Self { wishes, known }
    }

    /// The plan of a job, if its facts are known. If not, they are asked for.
    pub fn plan(&self, job: &Job) -> Option<Plan> {
        if !is_local(job) {
            return None;
        }
        let mark = fingerprint(job);
        let mut known = self.known.lock().unwrap_or_else(|held| held.into_inner());
        match known.get(&mark) {
            Some(facts) => {
                let facts = facts.clone()?;
                drop(known);
                compile(&mut Diagnostics::new(), job, &facts)
            }
            None => {
                if known.len() >= MOST_KEPT {
                    known.clear();
                }
                // Until the answer comes, nothing is known, and nobody asks again.
                known.insert(mark, None);
                let _ = self.wishes.send(Wish::Facts(Box::new(job.clone())));
                None
            }
        }
    }

    /// Answers a request with the plans of these jobs, later.
    pub fn answer(&self, id: RequestId, jobs: Vec<Job>, show: Show) {
        let _ = self.wishes.send(Wish::Plan(id, jobs, show));
    }
}

fn work(
    prober: &dyn Prober,
    inbox: &Receiver<Wish>,
    known: &Known,
    outbox: &Outbox,
    refresh: bool,
) {
    let mut refreshes = 0u32;
    while let Ok(wish) = inbox.recv() {
        match wish {
            Wish::Facts(job) => {
                let facts = prober.facts(&job).ok();
                let is_news = facts.is_some();
                let mut known = known.lock().unwrap_or_else(|held| held.into_inner());
                known.insert(fingerprint(&job), facts);
                drop(known);
                if refresh && is_news {
                    refreshes = refreshes.wrapping_add(1);
                    let id = format!("rendit-hints-{refreshes}");
                    outbox.ask(&id, "workspace/inlayHint/refresh", serde_json::Value::Null);
                }
            }
            Wish::Plan(id, jobs, show) => match plans(prober, &jobs) {
                Ok(text) => {
                    if show == Show::Message {
                        let params = serde_json::json!({ "type": 3, "message": text });
                        outbox.notify("window/showMessage", params);
                    }
                    outbox.answer(id, text.into());
                }
                Err(why) => outbox.refuse(id, ErrorCode::RequestFailed, why),
            },
        }
    }
}

fn plans(prober: &dyn Prober, jobs: &[Job]) -> Result<String, String> {
    let mut texts = Vec::new();
    for job in jobs.iter().take(MOST_SHOWN) {
        let facts = prober.facts(job).map_err(|found| said(&found))?;
        let mut found = Diagnostics::new();
        let plan = compile(&mut found, job, &facts).ok_or_else(|| said(found.as_slice()))?;
        texts.push(report::plan::human(&plan, false));
    }
    if jobs.len() > MOST_SHOWN {
        texts.push(format!("and {} jobs more\n", jobs.len() - MOST_SHOWN));
    }
    Ok(texts.join("\n"))
}

fn said(found: &[Diagnostic]) -> String {
    let words: Vec<&str> = found.iter().map(|one| one.message.as_str()).collect();
    words.join("; ")
}

/// An editor's window is no reason to ask servers.
fn is_local(job: &Job) -> bool {
    let mut paths = job
        .manifest
        .inputs
        .values()
        .filter_map(|input| input.path.as_ref());
    !paths.any(|path| is_url(path.as_str()))
}

fn fingerprint(job: &Job) -> Fingerprint {
    let mut mark = job.root.to_string();
    for (name, input) in &job.manifest.inputs {
        mark += &format!("\n{name} {:?} {:?}", input.path, input.lavfi);
        if let Some(path) = &input.path {
            let data = std::fs::metadata(job.root.join(path.as_str()));
            let changed = data.as_ref().ok().and_then(|data| data.modified().ok());
            let changed = changed.and_then(|at| at.duration_since(SystemTime::UNIX_EPOCH).ok());
            mark += &format!(" {:?} {changed:?}", data.map(|data| data.len()).ok());
        }
    }
    // Keys are facts too.
    mark += &format!("{:?}", job.manifest.encryption);
    mark
}
