//! `rendit run`: encode, package, verify, publish.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: locks, keeps the time, and shows what happens"
)]

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::time::Instant;

use camino::{Utf8Path, Utf8PathBuf};
use clap::{Args, ValueEnum};

use super::{Common, Exit, job, show};
use crate::compile::place;
use crate::diag::{Code, Diagnostic, Severity};
use crate::event::{Event, JobOutcome};
use crate::exec::cancel::Cancel;
use crate::exec::local::Local;
use crate::exec::run::{Options, run as carry_out};
use crate::exec::schedule::Slots;
use crate::exec::signals;
use crate::hands::{self, Hands};
use crate::plan::Plan;
use crate::report::bar::Bars;
use crate::report::json::Json;
use crate::report::plain::Plain;
use crate::report::{Reporter, Silent};
use crate::source::Route;
use crate::stage::publish;

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
    let mut batch = job::plan(common, &args.files, None);
    if batch.exit != Exit::Done && (!args.keep_going || batch.plans.is_empty()) {
        show::findings(
            common,
            &batch.findings(),
            args.files.len(),
            show::Stream::Talk,
        );
        return batch.exit;
    }
    let locks = match lock_all(&batch.plans, common) {
        Ok(locks) => locks,
        Err(diagnostic) => {
            show::findings(common, &[*diagnostic], args.files.len(), show::Stream::Talk);
            return Exit::Failed;
        }
    };
    let mut exit = batch.exit.and(make_room(&mut batch));
    if exit != Exit::Done && !args.keep_going {
        show::findings(
            common,
            &batch.findings(),
            args.files.len(),
            show::Stream::Talk,
        );
        return exit;
    }
    // Warnings are shown before the work, so that one can still stop it.
    show::findings(
        common,
        &batch.findings(),
        args.files.len(),
        show::Stream::Talk,
    );
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
    let outcome = carry_out(&plans, &Local, &Hands, options, &cancel, &mut |event| {
        if let Event::JobFinished { job, .. } = &event {
            for plan in plans.iter().filter(|plan| plan.job == *job) {
                // What is left over is swept up by the next run.
                let _ = hands::sweep(plan);
            }
        }
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
    for (at, finding) in outcome.findings {
        if let Some(loaded) = owners.get(at).and_then(|at| batch.loaded.get_mut(*at)) {
            let command = plans.get(at).map(|plan| plan.job.clone());
            let several = plans.len() > 1;
            loaded.found = crate::diag::Diagnostics::new();
            loaded.add([match command.filter(|_| several) {
                Some(job) => finding.note(format!("job `{job}`")),
                None => finding,
            }]);
            show::findings(
                common,
                loaded.found.as_slice(),
                args.files.len(),
                show::Stream::Talk,
            );
        }
    }
    for job in &outcome.jobs {
        exit = exit.and(match job {
            Some(JobOutcome::Done) => Exit::Done,
            Some(JobOutcome::Failed) => Exit::Failed,
            Some(JobOutcome::Interrupted) => Exit::Interrupted,
            None if cancel.is_raised() => Exit::Interrupted,
            None => Exit::Failed,
        });
    }
    exit
}

/// Refuses places that hold somebody else's files, and sweeps up after a run that was killed.
/// Plans that cannot go on are taken out.
fn make_room(batch: &mut job::Batch) -> Exit {
    let mut exit = Exit::Done;
    let mut kept = Vec::new();
    for (at, plan) in std::mem::take(&mut batch.plans) {
        let mut refused = Vec::new();
        for output in &plan.outputs {
            if let Err(failure) = publish::check(&plan, output) {
                refused.push(*failure);
            }
        }
        if refused.is_empty()
            && let Err(error) = hands::sweep(&plan)
        {
            let at = plan
                .outputs
                .first()
                .map_or_else(Route::root, |output| output.origin.clone());
            refused.push(*crate::stage::disk(
                &at,
                "clear what an earlier run left",
                &error,
            ));
        }
        if refused.is_empty() {
            kept.push((at, plan));
        } else {
            exit = Exit::Failed;
            if let Some(loaded) = batch.loaded.get_mut(at) {
                loaded.add(refused);
            }
        }
    }
    batch.plans = kept;
    exit
}

/// Locks the state folder of every root, so that two runs do not share work folders; waits for
/// another run to end.
fn lock_all(plans: &[(usize, Plan)], common: &Common) -> Result<Vec<File>, Box<Diagnostic>> {
    let mut roots: Vec<&Utf8Path> = plans.iter().map(|(_, plan)| plan.root.as_path()).collect();
    roots.sort();
    roots.dedup();
    let mut locks = Vec::new();
    for root in roots {
        let lock = lock(root, common).map_err(|error| {
            Box::new(
                Diagnostic::new(
                    &RUN_REFUSED,
                    Route::root(),
                    format!(
                        "cannot use the folder `{}`: {error}",
                        root.join(place::STATE)
                    ),
                )
                .help("rendit keeps its state there: make the manifest's folder writable"),
            )
        })?;
        locks.push(lock);
    }
    Ok(locks)
}

fn lock(root: &Utf8Path, common: &Common) -> io::Result<File> {
    let state = root.join(place::STATE);
    std::fs::create_dir_all(&state)?;
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(state.join("lock"))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(std::fs::TryLockError::WouldBlock) => {
            if !common.quiet {
                let _ = writeln!(io::stderr(), "waiting for another run in `{root}` to end");
            }
            file.lock()?;
        }
        Err(std::fs::TryLockError::Error(error)) => return Err(error),
    }
    Ok(file)
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
