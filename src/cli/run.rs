//! `rendit run`: encode, package, verify, publish.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: locks, keeps the time, and shows what happens"
)]

mod ground;

use std::io::{self, IsTerminal, Write};
use std::panic::resume_unwind;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Instant;

use camino::Utf8PathBuf;
use clap::{Args, ValueEnum};

use super::{Common, Exit, job, show};
use crate::diag::{Code, Diagnostic, Severity};
use crate::event::{Event, JobOutcome};
use crate::exec::cancel::Cancel;
use crate::exec::local::Local;
use crate::exec::run::{Options, run as carry_out};
use crate::exec::schedule::Slots;
use crate::exec::signals;
use crate::hands::Hands;
use crate::plan::Plan;
use crate::report::bar::Bars;
use crate::report::json::Json;
use crate::report::plain::Plain;
use crate::report::{self, Reporter, Silent};

/// The run itself could not be set up.
pub static RUN_REFUSED: Code = Code {
    name: "run-refused",
    severity: Severity::Error,
    summary: "the run could not be set up",
    explanation: "rendit keeps what lies between in a folder `.rendit` beside the manifest, and \
locks it while it works, so that two runs do not get in each other's way. That folder could not be \
made or locked.\n\n\
Wrong: a manifest in a folder that you may not write to.\n\n\
Right: a copy of the manifest in a folder of your own.",
};

/// Every code that this verb can raise.
pub static CODES: &[&Code] = &[&RUN_REFUSED];

/// Options of `run`.
#[derive(Clone, Debug, Args)]
pub struct RunArgs {
    /// Manifests: TOML, YAML or JSON.
    #[arg(required = true, value_name = "FILES")]
    files: Vec<Utf8PathBuf>,
    /// How progress is shown.
    #[arg(long, value_enum, default_value_t = Progress::Auto, value_name = "FORM")]
    progress: Progress,
    /// After a failure, go on with what does not depend on it.
    #[arg(long)]
    keep_going: bool,
    /// How many ffmpeg encodes run at once; each uses all processors as far as its codec can.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
    jobs: u16,
}

/// How progress is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Progress {
    /// Bars on a terminal, plain lines otherwise.
    Auto,
    /// Bars.
    Bar,
    /// Plain lines.
    Plain,
    /// One JSON object a line, on standard output.
    Json,
    /// Nothing.
    None,
}

/// Plans and carries out.
pub fn run(common: &Common, args: &RunArgs) -> Exit {
    // Listened to from the start, so that an early Ctrl-C ends in order too.
    let cancel = Cancel::new();
    let _listening = match signals::listen(&cancel) {
        Ok(listening) => listening,
        Err(error) => {
            show::complain(common, &format!("signals cannot be listened to: {error}"));
            return Exit::Environment;
        }
    };
    let Some(mut batch) = plan(common, args, &cancel) else {
        return Exit::Interrupted;
    };
    let files = args.files.len();
    let talk = |found: &[Diagnostic]| show::findings(common, found, files, show::Stream::Talk);
    if batch.exit != Exit::Done && (!args.keep_going || batch.plans.is_empty()) {
        talk(&batch.findings());
        return batch.exit;
    }
    let locks = match ground::lock(&batch.plans, common, &cancel) {
        Ok(Some(locks)) => locks,
        Ok(None) => return Exit::Interrupted,
        Err(diagnostic) => {
            talk(&[*diagnostic]);
            return Exit::Failed;
        }
    };
    let mut exit = batch.exit.and(ground::clear(&mut batch, &cancel));
    // Warnings are shown before the work, so that one can still stop it.
    talk(&batch.findings());
    if exit == Exit::Interrupted || (exit != Exit::Done && !args.keep_going) {
        return exit;
    }
    let (owners, plans): (Vec<usize>, Vec<Plan>) = batch.plans.drain(..).unzip();
    let options = Options {
        slots: Slots {
            heavy: usize::from(args.jobs),
            light: 2,
        },
        keep_going: args.keep_going,
    };
    let mut reporter = reporter(common, args.progress);
    let begun = Instant::now();
    let hands = Hands::default();
    let outcome = carry_out(&plans, &Local, &hands, options, &cancel, &mut |event| {
        // The findings say it better; programs get everything.
        let talk = matches!(event, Event::Line { .. }) && args.progress != Progress::Json;
        if !talk || common.verbose {
            show_event(&mut *reporter, args.progress, begun, &event);
        }
    });
    drop(locks);
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(disorder) => {
            show::complain(common, &disorder.to_string());
            return Exit::Failed;
        }
    };
    for job in &outcome.jobs {
        exit = exit.and(match job {
            Some(JobOutcome::Done) => Exit::Done,
            Some(JobOutcome::Failed) => Exit::Failed,
            Some(JobOutcome::Interrupted) => Exit::Interrupted,
            None if cancel.is_raised() => Exit::Interrupted,
            None => Exit::Failed,
        });
    }
    let summary = summary(&batch.refused, &plans, &outcome.jobs);
    batch.forget_findings();
    for (at, finding) in outcome.findings {
        let job = plans.get(at).map(|plan| plan.job.clone());
        let loaded = owners.get(at).and_then(|at| batch.loaded.get_mut(*at));
        if let Some(loaded) = loaded {
            loaded.add([match job.filter(|_| plans.len() > 1) {
                Some(job) => finding.note(format!("job `{job}`")),
                None => finding,
            }]);
        }
    }
    talk(&batch.findings());
    if !common.quiet {
        let _ = io::stderr().write_all(summary.as_bytes());
    }
    exit
}

/// Plans; `None` if the wish to stop comes first. Nothing has been touched by then, and ffprobes
/// that still run end with this process ([`crate::tether`]): so nobody waits for them.
fn plan(common: &Common, args: &RunArgs, cancel: &Cancel) -> Option<job::Batch> {
    let (sender, receiver) = channel();
    let waker = sender.clone();
    let _waking = cancel.on_raise(move || drop(waker.send(None)));
    if cancel.is_raised() {
        return None;
    }
    let (common, files) = (common.clone(), args.files.clone());
    let planning = thread::spawn(move || {
        let batch = job::plan(&common, &files, None);
        // Nobody hears it only if we are to stop.
        drop(sender.send(Some(batch)));
    });
    match receiver.recv() {
        Ok(Some(batch)) => Some(batch),
        Ok(None) => None,
        // It can only have panicked.
        Err(_) => match planning.join() {
            Ok(()) => None,
            Err(panic) => resume_unwind(panic),
        },
    }
}

/// Of several jobs, those that did not make it, by name; empty if all did.
fn summary(refused: &[String], plans: &[Plan], outcomes: &[Option<JobOutcome>]) -> String {
    let count = refused.len() + plans.len();
    let mut lines: Vec<String> = Vec::new();
    let told = |job: &str, word: &str| format!("  {}: {word}\n", report::line(job));
    lines.extend(refused.iter().map(|job| told(job, "refused")));
    let mut unbegun = 0;
    for (plan, outcome) in plans.iter().zip(outcomes) {
        match outcome {
            Some(JobOutcome::Done) => {}
            Some(JobOutcome::Failed) => lines.push(told(&plan.job, "failed")),
            Some(JobOutcome::Interrupted) => lines.push(told(&plan.job, "interrupted")),
            None => unbegun += 1,
        }
    }
    if count < 2 || lines.len() + unbegun == 0 {
        return String::new();
    }
    if unbegun > 0 {
        lines.push(format!("  not begun: {unbegun}\n"));
    }
    let done = outcomes
        .iter()
        .filter(|one| **one == Some(JobOutcome::Done));
    format!("{} of {count} jobs done\n{}", done.count(), lines.concat())
}

fn reporter(common: &Common, progress: Progress) -> Box<dyn Reporter> {
    let progress = match progress {
        Progress::Auto if common.quiet => Progress::None,
        Progress::Auto if io::stderr().is_terminal() => Progress::Bar,
        Progress::Auto => Progress::Plain,
        other => other,
    };
    match progress {
        Progress::Bar => Box::new(Bars::on_stderr()),
        Progress::Plain | Progress::Auto => Box::new(Plain::default()),
        Progress::Json => Box::new(Json),
        Progress::None => Box::new(Silent),
    }
}

fn show_event(reporter: &mut dyn Reporter, progress: Progress, begun: Instant, event: &Event) {
    let at = begun.elapsed();
    // A closed pipe is no reason to stop encoding.
    let _ = if progress == Progress::Json {
        let mut out = io::stdout().lock();
        reporter
            .report(at, event, &mut out)
            .and_then(|()| out.flush())
    } else {
        reporter.report(at, event, &mut io::stderr().lock())
    };
}
