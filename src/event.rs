//! What can happen while plans are carried out: the only bridge from execution to display.
//!
//! Does not know who listens. `run --progress json` prints these, one a line; the shape is a
//! contract, written down in the README: `event` names the kind, unknown keys are to be ignored.

use camino::Utf8PathBuf;
use serde::Serialize;

use crate::plan::StepId;

/// One thing that happened. `job` is the job's name.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// A job begins.
    JobStarted {
        /// The job.
        job: String,
        /// How many steps it has.
        steps: usize,
    },
    /// A step begins.
    StepStarted {
        /// The job.
        job: String,
        /// The step.
        step: StepId,
        /// For people.
        title: String,
        /// The renditions that it makes; one bar each.
        renditions: Vec<String>,
    },
    /// An encode moves on.
    Progress {
        /// The job.
        job: String,
        /// The step.
        step: StepId,
        /// The rendition.
        rendition: String,
        /// From 0 to 100; absent where the length is unknown.
        #[serde(skip_serializing_if = "Option::is_none")]
        percent: Option<f64>,
        /// Frames done; absent for sound.
        #[serde(skip_serializing_if = "Option::is_none")]
        frame: Option<u64>,
        /// Frames encoded a second; absent for sound.
        #[serde(skip_serializing_if = "Option::is_none")]
        fps: Option<f64>,
        /// Media time over wall time.
        #[serde(skip_serializing_if = "Option::is_none")]
        speed: Option<f64>,
        /// Seconds still to go, as far as can be told.
        #[serde(skip_serializing_if = "Option::is_none")]
        eta: Option<f64>,
    },
    /// A tool wrote a line that is worth reading.
    Line {
        /// The job.
        job: String,
        /// The step.
        step: StepId,
        /// The line.
        text: String,
    },
    /// A step is done.
    StepFinished {
        /// The job.
        job: String,
        /// The step.
        step: StepId,
        /// Seconds it took.
        seconds: f64,
    },
    /// A step failed; the findings say why.
    StepFailed {
        /// The job.
        job: String,
        /// The step.
        step: StepId,
        /// In a few words.
        message: String,
    },
    /// An output stands in its place.
    Published {
        /// The job.
        job: String,
        /// The output's name.
        output: String,
        /// Where it stands.
        target: Utf8PathBuf,
        /// What to open, relative to the target; empty for a `file` output: open the target itself.
        open: Vec<Utf8PathBuf>,
        /// How many files.
        files: usize,
        /// How many bytes.
        bytes: u64,
    },
    /// A job ends.
    JobFinished {
        /// The job.
        job: String,
        /// `done`, `failed` or `interrupted`.
        outcome: JobOutcome,
        /// Seconds it took.
        seconds: f64,
    },
}

/// How a job ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum JobOutcome {
    /// Every output stands in its place.
    Done,
    /// A step failed; what was published before stands untouched.
    Failed,
    /// A signal ended it; what was published before stands untouched.
    Interrupted,
}
