//! A job and the facts of its sources become a plan.
//!
//! Unaware of processes and disks: same inputs, same plan. Reports what only probing can reveal.

pub mod place;
pub mod graph;
pub mod colour;
pub mod grid;
pub mod picture;
pub mod sound;
pub mod rendition;
pub mod encode;
pub mod key;
pub mod adaptation_set;
pub mod output;
pub mod capability;
pub mod raw_option;

use camino::Utf8PathBuf;

use crate::diag::{Code, Diagnostics};
use crate::facts::Facts;
use crate::job::Job;
use crate::plan::{self, Action, Plan, SourceNote, Step, StepId};
use crate::source::Route;

/// Every code that compiling can raise.
pub static CODES: &[&Code] = &[
    &capability::MISSING_ENCODER,
    &capability::MISSING_FILTER,
    &capability::MISSING_MUXER,
    &key::KEY_UNUSABLE,
    &adaptation_set::UNMATCHED_RENDITION,
    &picture::CLOCK_JUMPS,
    &picture::HDR_SOURCE,
    &picture::INTERLACED_SOURCE,
    &picture::NO_FRAME_RATE,
    &picture::NO_PICTURE,
    &picture::SOURCE_CUT_SHORT,
    &picture::SUBTITLES_DROPPED,
    &picture::TRIM_PAST_END,
    &raw_option::RAW_OPTION,
    &sound::NO_SOUND,
    &sound::NO_SUCH_TRACK,
    &sound::SOUND_DROPPED,
];

/// The job as a plan; `None` where an error was reported.
pub fn compile(diagnostics: &mut Diagnostics, job: &Job, facts: &Facts) -> Option<Plan> {
    let mut found = Diagnostics::new();
    let plan = draft(&mut found, job, facts);
    let failed = found.has_errors();
    diagnostics.extend(found.as_slice().iter().cloned());
    if failed { None } else { plan }
}

fn draft(diagnostics: &mut Diagnostics, job: &Job, facts: &Facts) -> Option<Plan> {
    let mut draft = Draft::new(job, facts);
    let wanted = rendition::choose(diagnostics, &mut draft)?;
    sound::check_dropped(diagnostics, &draft);
    capability::check(diagnostics, job, facts, &wanted);
    raw_option::check(diagnostics, job, &facts.tools.options);
    encode::add_steps(&mut draft, &wanted);
    output::add_steps(diagnostics, &mut draft, &wanted);
    Some(draft.plan)
}

/// A plan under construction.
pub struct Draft<'a> {
    /// What it is made for.
    pub job: &'a Job,
    /// What is known.
    pub facts: &'a Facts,
    /// Folder for what lies between, relative to the root.
    pub work: Utf8PathBuf,
    /// The plan so far.
    pub plan: Plan,
}

impl<'a> Draft<'a> {
    fn new(job: &'a Job, facts: &'a Facts) -> Self {
        let sources = job
            .manifest
            .inputs
            .keys()
            .filter_map(|name| {
                let source = facts.sources.get(name)?;
                Some(SourceNote {
                    input: name.clone(),
                    path: source.path.to_string(),
                    text: picture::describe(source),
                })
            })
            .collect();
        Self {
            job,
            facts,
            work: place::work(job),
            plan: Plan {
                format: plan::FORMAT,
                job: job.name.clone(),
                manifest: job.manifest_path.clone(),
                root: job.root.clone(),
                ffprobe: facts.tools.ffprobe.clone(),
                sources,
                renditions: Vec::new(),
                dropped: Vec::new(),
                notes: Vec::new(),
                outputs: Vec::new(),
                steps: Vec::new(),
            },
        }
    }

    /// Adds a step after all that it needs, and gives its position.
    pub fn step(&mut self, title: String, action: Action, origin: Route, files: Files) -> StepId {
        let id = self.plan.steps.len();
        debug_assert!(files.needs.iter().all(|need| *need < id));
        self.plan.steps.push(Step {
            id,
            title,
            action,
            needs: files.needs,
            reads: files.reads,
            writes: files.writes,
            origin,
        });
        id
    }

    /// Adds a sentence for people, once.
    pub fn note(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !self.plan.notes.contains(&text) {
            self.plan.notes.push(text);
        }
    }
}

/// What a step hangs on and touches.
#[derive(Default)]
pub struct Files {
    /// Steps that must be done before.
    pub needs: Vec<StepId>,
    /// What it reads.
    pub reads: Vec<Utf8PathBuf>,
    /// What it makes.
    pub writes: Vec<Utf8PathBuf>,
}
