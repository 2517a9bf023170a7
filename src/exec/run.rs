//! Joins schedule, launcher and events: carries plans out from the first step to the last.
//!
//! Does not know how a step other than a call of ffmpeg is done; [`Hands`] does. Does not show
//! anything. One thread for each running step, one channel back; this is the only clock of a run.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: keeps the time, and waits for each call on a thread"
)]

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{self, Sender};
use std::thread::Scope;
use std::time::Instant;

use camino::Utf8PathBuf;

use super::cancel::{Cancel, Urgency};
use super::failure;
use super::launcher::{Call, LaunchError, Launcher, ToolLine, reporting};
use super::progress::{Meter, Sample};
use super::schedule::{Disorder, Schedule, Slots, State, StepRef};
use super::words::Words;
use crate::diag::Diagnostic;
use crate::event::{Event, JobOutcome};
use crate::plan::{Action, Command, Encoded, Media, Plan, Rendition, Step};

/// Lines of one call that become events; the log has the rest.
const LINES: usize = 20;

/// All that is done by other means than a call of ffmpeg.
pub trait Hands: Sync {
    /// Whether what a step makes is there already. Such a step is passed over in silence.
    fn is_fresh(&self, plan: &Plan, step: &Step) -> bool {
        let _ = (plan, step);
        false
    }

    /// Makes ready for a call of ffmpeg: folders, mostly. Gives the place of its log.
    ///
    /// # Errors
    /// Findings; the step has failed.
    fn prepare(&self, plan: &Plan, step: &Step) -> Result<Option<Utf8PathBuf>, Vec<Diagnostic>> {
        let _ = (plan, step);
        Ok(None)
    }

    /// Looks at what a call of ffmpeg made, and files it. The call itself ended well.
    ///
    /// # Errors
    /// Findings; the step has failed.
    fn made(&self, plan: &Plan, step: &Step) -> Result<(), Vec<Diagnostic>> {
        let _ = (plan, step);
        Ok(())
    }

    /// Carries out an action that is no call of ffmpeg: package, verify, publish. `work` also runs
    /// the calls that are part of one.
    ///
    /// # Errors
    /// Findings; the step has failed. Empty when it stopped because of [`Work::cancel`].
    fn act(&self, work: &Work<'_>) -> Result<(), Vec<Diagnostic>>;

    /// Nothing of a plan runs or waits any more: clears what lay between. Not called for a plan that
    /// never began.
    fn over(&self, plan: &Plan) {
        let _ = plan;
    }
}

/// How plans are carried out.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How many steps run at once.
    pub slots: Slots,
    /// Whether what does not depend on a failed step goes on.
    pub keep_going: bool,
}

/// How it went.
#[derive(Debug, Default)]
pub struct Outcome {
    /// One for each plan, in order; `None` for a plan that never began.
    pub jobs: Vec<Option<JobOutcome>>,
    /// What is to be said, with the position of the plan that it is about: errors of failed steps,
    /// and warnings of others.
    pub findings: Vec<(usize, Diagnostic)>,
}

/// Carries out `plans`, in order where there is a choice. Blocks until all is done, or as much as
/// can be; once `cancel` is raised, that is [`super::local::GRACE`] later.
///
/// # Errors
/// A plan, perhaps read from a file, whose steps are not in order. Nothing was done.
pub fn run(
    plans: &[Plan],
    launcher: &dyn Launcher,
    hands: &dyn Hands,
    options: Options,
    cancel: &Cancel,
    events: &mut dyn FnMut(Event),
) -> Result<Outcome, Disorder> {
    let schedule = Schedule::for_plans(plans, options.slots, options.keep_going)?;
    let (sender, receiver) = mpsc::channel();
    let waker = sender.clone();
    let _waking = cancel.on_raise(move || drop(waker.send(Message::Raised)));
    let mut run = Run {
        plans,
        launcher,
        hands,
        cancel,
        sender,
        schedule,
        open: BTreeMap::new(),
        outcome: Outcome {
            jobs: vec![None; plans.len()],
            findings: Vec::new(),
        },
    };
    let mut panic = None;
    std::thread::scope(|scope| {
        for (position, plan) in plans.iter().enumerate() {
            if plan.steps.is_empty() && !cancel.is_raised() {
                run.begin(position, events);
            }
        }
        loop {
            if cancel.is_raised() {
                run.schedule.stop();
            }
            run.start_what_is_ready(scope, events);
            run.end_jobs(events);
            if run.schedule.is_over() {
                return;
            }
            // We hold a sender ourselves, so this cannot end for lack of them.
            let Ok(message) = receiver.recv() else { return };
            match message {
                Message::Raised => {}
                Message::Event(event) => events(event),
                Message::Warning(plan, finding) => run.outcome.findings.push((plan, *finding)),
                Message::Ended(id, ended) => run.ended(id, ended, events),
                Message::Panicked(id, payload) => {
                    // A fault of ours. Take everything down in order, then let it be seen.
                    cancel.raise(Urgency::Kill);
                    run.schedule.failed(id);
                    panic = Some(payload);
                }
            }
        }
    });
    match panic {
        Some(payload) => resume_unwind(payload),
        None => Ok(run.outcome),
    }
}

enum Message {
    Raised,
    Event(Event),
    Warning(usize, Box<Diagnostic>),
    Ended(StepRef, Ended),
    Panicked(StepRef, Box<dyn std::any::Any + Send>),
}

enum Ended {
    Fresh,
    /// Seconds.
    Done(f64),
    Failed(Vec<Diagnostic>),
    Interrupted,
}

struct Run<'a> {
    plans: &'a [Plan],
    launcher: &'a dyn Launcher,
    hands: &'a dyn Hands,
    cancel: &'a Cancel,
    sender: Sender<Message>,
    schedule: Schedule,
    /// Plans that have begun and not ended, few even of thousands, and when.
    open: BTreeMap<usize, Instant>,
    outcome: Outcome,
}

impl<'a> Run<'a> {
    fn start_what_is_ready<'scope>(
        &mut self,
        scope: &'scope Scope<'scope, '_>,
        events: &mut dyn FnMut(Event),
    ) where
        'a: 'scope,
    {
        for id in self.schedule.ready() {
            let plan = self.plans.get(id.plan);
            let Some((plan, step)) = plan.and_then(|plan| Some((plan, plan.steps.get(id.step)?)))
            else {
                continue;
            };
            self.schedule.started(id);
            self.begin(id.plan, events);
            let work = Work {
                plan,
                step,
                launcher: self.launcher,
                cancel: self.cancel,
                position: id.plan,
                sender: self.sender.clone(),
            };
            let hands = self.hands;
            scope.spawn(move || {
                let ended = catch_unwind(AssertUnwindSafe(|| carry_out(&work, hands)));
                // Nobody hears it only if the coordinator itself has panicked.
                let _ = work.sender.send(match ended {
                    Ok(ended) => Message::Ended(id, ended),
                    Err(payload) => Message::Panicked(id, payload),
                });
            });
        }
    }

    fn begin(&mut self, position: usize, events: &mut dyn FnMut(Event)) {
        let Some(plan) = self.plans.get(position) else {
            return;
        };
        if let Entry::Vacant(place) = self.open.entry(position) {
            place.insert(Instant::now());
            events(Event::JobStarted {
                job: plan.job.clone(),
                steps: plan.steps.len(),
            });
        }
    }

    fn ended(&mut self, id: StepRef, ended: Ended, events: &mut dyn FnMut(Event)) {
        let job = self.plans.get(id.plan).map(|plan| plan.job.clone());
        let (job, step) = (job.unwrap_or_default(), id.step);
        match ended {
            Ended::Fresh => self.schedule.finished(id),
            Ended::Done(seconds) => {
                self.schedule.finished(id);
                events(Event::StepFinished { job, step, seconds });
            }
            Ended::Interrupted => {
                self.schedule.failed(id);
            }
            Ended::Failed(findings) => {
                self.schedule.failed(id);
                let message = findings.first().map(ToString::to_string);
                let message = message.unwrap_or_default();
                events(Event::StepFailed { job, step, message });
                let findings = findings.into_iter().map(|finding| (id.plan, finding));
                self.outcome.findings.extend(findings);
            }
        }
    }

    /// Tells of jobs of which nothing runs or waits any more.
    fn end_jobs(&mut self, events: &mut dyn FnMut(Event)) {
        let waits = |state| matches!(state, State::Waiting | State::Running);
        let ended: Vec<(usize, Instant)> = self
            .open
            .iter()
            .filter(|(position, _)| !self.schedule.states(**position).any(waits))
            .map(|(position, begun)| (*position, *begun))
            .collect();
        for (position, begun) in ended {
            self.open.remove(&position);
            let (Some(plan), Some(told)) = (
                self.plans.get(position),
                self.outcome.jobs.get_mut(position),
            ) else {
                continue;
            };
            let outcome = if self.schedule.states(position).all(|s| s == State::Done) {
                JobOutcome::Done
            } else if self.cancel.is_raised() {
                JobOutcome::Interrupted
            } else {
                JobOutcome::Failed
            };
            *told = Some(outcome);
            self.hands.over(plan);
            events(Event::JobFinished {
                job: plan.job.clone(),
                outcome,
                seconds: begun.elapsed().as_secs_f64(),
            });
        }
    }
}

/// One step while it is carried out: what [`Hands`] need for it.
pub struct Work<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Its step.
    pub step: &'a Step,
    /// Look at it between pieces of work, and stop if it is raised.
    pub cancel: &'a Cancel,
    launcher: &'a dyn Launcher,
    position: usize,
    sender: Sender<Message>,
}

impl Work<'_> {
    /// Tells of something that happened.
    pub fn tell(&self, event: Event) {
        // See the only receiver: it is gone only when the run is over.
        let _ = self.sender.send(Message::Event(event));
    }

    /// Tells a finding that does not fail the step.
    pub fn warn(&self, finding: Diagnostic) {
        let _ = self
            .sender
            .send(Message::Warning(self.position, Box::new(finding)));
    }

    /// Runs a call of ffmpeg that is part of this step. Samples of its progress go to `progress`,
    /// its errors become events, warnings about its product are told.
    ///
    /// # Errors
    /// Why it failed; empty when it was made to end.
    pub fn call(
        &self,
        command: &Command,
        log: Option<Utf8PathBuf>,
        progress: &mut dyn FnMut(&Sample),
    ) -> Result<(), Vec<Diagnostic>> {
        let command = reporting(command);
        let call = Call {
            command: &command,
            root: &self.plan.root,
            log: log.as_deref(),
        };
        let mut room = LINES;
        let ended = self
            .launcher
            .launch(&call, self.cancel, &mut |line| match line {
                ToolLine::Progress(sample) => progress(&sample),
                ToolLine::Said(line) => {
                    let words = Words::of(line);
                    if room > 0 && words.is_error() {
                        room -= 1;
                        self.tell(Event::Line {
                            job: self.plan.job.clone(),
                            step: self.step.id,
                            text: words.clean(),
                        });
                    }
                }
            });
        let failure = match ended {
            Err(LaunchError::Cancelled) => return Err(Vec::new()),
            Err(error) => Some(failure::not_started(&error)),
            Ok(exit) if exit.cancelled => return Err(Vec::new()),
            Ok(exit) => failure::judge(&command, exit.ending, &exit.said),
        };
        match failure {
            None => Ok(()),
            Some(failure) if failure.is_fatal() => {
                let mut finding = failure.diagnostic(&self.step.origin);
                if let Some(log) = &log {
                    finding = finding.note(format!("the whole log: {log}"));
                }
                let again = command.to_shell_from(&self.plan.root);
                Err(vec![finding.note(format!("to repeat: {again}"))])
            }
            Some(failure) => {
                // What is wrong with the source was told when it was decoded; a file's title and
                // chapters are read from it once more.
                if !matches!(self.step.action, Action::Mux { .. }) {
                    self.warn(failure.diagnostic(&self.step.origin));
                }
                Ok(())
            }
        }
    }
}

/// Carries out one step.
fn carry_out(work: &Work<'_>, hands: &dyn Hands) -> Ended {
    let (plan, step) = (work.plan, work.step);
    if hands.is_fresh(plan, step) {
        return Ended::Fresh;
    }
    let begun = Instant::now();
    let (command, makes) = match &step.action {
        Action::Encode { command, makes } => (Some(command), makes.as_slice()),
        Action::Mux { command, .. } => (Some(command), [].as_slice()),
        Action::Package(_) | Action::Verify { .. } | Action::Publish { .. } => {
            (None, [].as_slice())
        }
    };
    work.tell(Event::StepStarted {
        job: plan.job.clone(),
        step: step.id,
        title: step.title.clone(),
        renditions: makes.iter().map(|made| made.rendition.clone()).collect(),
    });
    let done = match command {
        Some(command) => encode(work, hands, command, makes),
        None => hands.act(work),
    };
    match done {
        Ok(()) => Ended::Done(begun.elapsed().as_secs_f64()),
        Err(_) if work.cancel.is_raised() => Ended::Interrupted,
        Err(findings) => Ended::Failed(findings),
    }
}

fn encode(
    work: &Work<'_>,
    hands: &dyn Hands,
    command: &Command,
    makes: &[Encoded],
) -> Result<(), Vec<Diagnostic>> {
    let log = hands.prepare(work.plan, work.step)?;
    let mut bars: Vec<Bar<'_>> = makes.iter().map(|made| Bar::new(work, made)).collect();
    work.call(command, log, &mut |sample| {
        for bar in &mut bars {
            bar.show(sample);
        }
    })?;
    hands.made(work.plan, work.step)?;
    for bar in &mut bars {
        bar.finish();
    }
    Ok(())
}

/// Turns samples of a call into events of one rendition. ffmpeg counts all renditions of a call as
/// one, so they advance together.
struct Bar<'a> {
    work: &'a Work<'a>,
    rendition: &'a str,
    pictures: bool,
    meter: Meter,
    last: Sample,
}

impl<'a> Bar<'a> {
    fn new(work: &'a Work<'a>, made: &'a Encoded) -> Self {
        let same = |rendition: &&Rendition| rendition.id == made.rendition;
        let media = work
            .plan
            .renditions
            .iter()
            .find(same)
            .map(|found| &found.media);
        let (pictures, frames) = match media {
            Some(Media::Video { frames, .. }) => (true, *frames),
            Some(Media::Audio { .. }) | None => (false, None),
        };
        let seconds = made.duration.map(crate::rational::Rational::to_f64);
        Self {
            work,
            rendition: &made.rendition,
            pictures,
            meter: Meter::new(frames, seconds),
            last: Sample::default(),
        }
    }

    fn show(&mut self, sample: &Sample) {
        self.last = *sample;
        // The last block comes after failures too; whether this was one is not yet known.
        if sample.end {
            return;
        }
        let reading = self.meter.read(sample);
        self.tell(reading);
    }

    fn finish(&mut self) {
        let reading = self.meter.finish();
        self.tell(reading);
    }

    fn tell(&self, reading: super::progress::Reading) {
        self.work.tell(Event::Progress {
            job: self.work.plan.job.clone(),
            step: self.work.step.id,
            rendition: self.rendition.to_owned(),
            percent: reading.percent,
            frame: self.last.frame.filter(|_| self.pictures),
            fps: self.last.fps.filter(|_| self.pictures),
            speed: self.last.speed,
            eta: reading.eta,
        });
    }
}
