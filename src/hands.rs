//! Joins the stage and the verifier to the execution of plans: everything of a step that is not a
//! call of ffmpeg.
//!
//! Unaware of what is shown, and of the order of steps.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: makes folders and looks at what was published"
)]

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use camino::{Utf8Path, Utf8PathBuf};

use crate::compile::place;
use crate::diag::Diagnostic;
use crate::event::Event;
use crate::exec::run::{self, Work};
use crate::plan::{Action, Output, Plan, Step};
use crate::stage::claim::Claim;
use crate::stage::disk as files;
use crate::stage::{BAD_TRACK, Failure, disk, package, publish, track};
use crate::verify;

/// rendit's hands on the local disk.
#[derive(Debug, Default)]
pub struct Hands {
    /// The outputs that are being made, by manifest and job.
    claims: Mutex<HashMap<(Utf8PathBuf, String), Vec<Claimed>>>,
}

/// An output that is ours to make.
#[derive(Debug)]
struct Claimed {
    staging: Utf8PathBuf,
    /// Held until nothing of the output is left beside its place.
    _claim: Claim,
}

impl Hands {
    /// Claims the outputs of a plan, before its first file is made.
    fn claim(&self, plan: &Plan) -> Result<(), Failure> {
        let mut claims = self.claims.lock().unwrap_or_else(PoisonError::into_inner);
        let claimed = claims
            .entry((plan.manifest.clone(), plan.job.clone()))
            .or_default();
        for output in plan.outputs.iter().skip(claimed.len()) {
            claimed.push(Claimed {
                _claim: publish::claim(plan, output)?,
                staging: plan.root.join(&output.staging),
            });
        }
        Ok(())
    }
}

impl run::Hands for Hands {
    fn prepare(&self, plan: &Plan, step: &Step) -> Result<Option<Utf8PathBuf>, Vec<Diagnostic>> {
        self.claim(plan).map_err(findings)?;
        let folders = step.writes.iter().filter_map(|path| path.parent());
        for folder in folders {
            let folder = plan.root.join(folder);
            std::fs::create_dir_all(&folder)
                .map_err(|error| findings(disk(&step.origin, "make a folder", &error)))?;
        }
        log(plan, step).map(Some).map_err(findings)
    }

    fn made(&self, plan: &Plan, step: &Step) -> Result<(), Vec<Diagnostic>> {
        if let Action::Encode { makes, .. } = &step.action {
            for made in makes {
                track::inspect(plan, made, &step.origin)
                    .map_err(|failure| findings(or_full(plan, failure)))?;
            }
        }
        Ok(())
    }

    fn act(&self, work: &Work<'_>) -> Result<(), Vec<Diagnostic>> {
        let (plan, step) = (work.plan, work.step);
        self.claim(plan).map_err(findings)?;
        let stopped = || work.cancel.is_raised();
        match &step.action {
            Action::Package(wanted) => {
                let log = log(plan, step).map_err(findings)?;
                package::package(plan, wanted, &stopped, &mut |command| {
                    let log = Some(log.clone());
                    work.call(command, log, &mut |_| {})
                        .map_err(|found| found.into_iter().next().map_or_else(stop, Box::new))
                })
                .map_err(|failure| findings(or_full(plan, failure)))
            }
            Action::Verify { output } => {
                let output = named(plan, output)?;
                verify::watched(plan, output, &output.staging, &stopped).map_err(findings)?;
                Ok(())
            }
            Action::Publish { output } => {
                let output = named(plan, output)?;
                publish::publish(plan, output, &stopped).map_err(findings)?;
                work.tell(published(plan, output).map_err(findings)?);
                Ok(())
            }
            Action::Encode { .. } | Action::Mux { .. } => Ok(()),
        }
    }

    fn over(&self, plan: &Plan) {
        let mut claims = self.claims.lock().unwrap_or_else(PoisonError::into_inner);
        let job = (plan.manifest.clone(), plan.job.clone());
        for claimed in claims.remove(&job).unwrap_or_default() {
            // What cannot be removed now, the next run removes.
            let _ = files::remove(&claimed.staging);
        }
        let _ = clear(plan);
    }
}

fn findings(failure: Failure) -> Vec<Diagnostic> {
    vec![*failure]
}

/// ffmpeg does not always say that it could not write. Where a file of its making is broken and the
/// disk has next to nothing left, that is why.
fn or_full(plan: &Plan, failure: Failure) -> Failure {
    let state = plan.root.join(place::STATE);
    let Ok(room) = rustix::fs::statvfs(state.as_std_path()) else {
        return failure;
    };
    if failure.code != &BAD_TRACK || room.f_bavail.saturating_mul(room.f_frsize) >= NEXT_TO_NOTHING
    {
        return failure;
    }
    let full = std::io::ErrorKind::StorageFull.into();
    let found = disk(&failure.route, &format!("write below `{state}`"), &full);
    Box::new(found.note(failure.message.clone()))
}

/// Less than any write that ffmpeg makes; bytes.
const NEXT_TO_NOTHING: u64 = 1 << 16;

/// The finding of a call that was made to end; nobody is shown it.
fn stop() -> Failure {
    crate::stage::bad_track(&crate::source::Route::root(), "interrupted")
}

fn named<'a>(plan: &'a Plan, name: &str) -> Result<&'a Output, Vec<Diagnostic>> {
    plan.outputs
        .iter()
        .find(|output| output.name == name)
        .ok_or_else(|| {
            findings(crate::stage::bad_track(
                &crate::source::Route::root(),
                format!("the plan has no output `{name}`"),
            ))
        })
}

/// Where a step's log is kept; makes the folder, and hides rendit's own files from git.
fn log(plan: &Plan, step: &Step) -> Result<Utf8PathBuf, Failure> {
    let state = plan.root.join(place::STATE);
    let folder = state.join("logs");
    let failed = |error: std::io::Error| disk(&step.origin, "keep a log", &error);
    std::fs::create_dir_all(&folder).map_err(failed)?;
    let ignore = state.join(".gitignore");
    if !ignore.exists() {
        std::fs::write(&ignore, "*\n").map_err(failed)?;
    }
    let name = place::job_name(plan.manifest.as_str(), &plan.job);
    Ok(folder.join(format!("{name}-{}.log", step.id + 1)))
}

fn published(plan: &Plan, output: &Output) -> Result<Event, Failure> {
    let target = plan.reach(&output.target);
    let failed = |error: std::io::Error| disk(&output.origin, "look at what was published", &error);
    let (files, bytes) = if target.is_dir() {
        let entries = files::files(&target).map_err(failed)?;
        (
            entries.len(),
            entries.iter().map(|entry| entry.bytes).sum::<u64>(),
        )
    } else {
        (1, std::fs::metadata(&target).map_err(failed)?.len())
    };
    Ok(Event::Published {
        job: plan.job.clone(),
        output: output.name.clone(),
        target,
        open: output.entry_points.clone(),
        files,
        bytes,
    })
}

/// Removes the work folder of a plan's job.
fn clear(plan: &Plan) -> std::io::Result<()> {
    for rendition in &plan.renditions {
        if let Some(folder) = rendition.file.parent() {
            files::remove(&plan.root.join(folder))?;
        }
    }
    Ok(())
}

/// Removes what runs that were killed left between: the work folders of all jobs whose manifests
/// lie in `root`, which must be locked.
pub fn sweep(root: &Utf8Path) -> std::io::Result<()> {
    files::remove(&root.join(place::STATE).join(place::WORK))
}
