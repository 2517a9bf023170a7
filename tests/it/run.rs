//! Plans are carried out in order, failures and interruptions end what they must and no more.

use std::fs;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use rendit::diag::Diagnostic;
use rendit::event::{Event, JobOutcome};
use rendit::exec::cancel::{Cancel, Urgency};
use rendit::exec::launcher::{Call, Ending, Exit, LaunchError, Launcher, ToolLine};
use rendit::exec::local::{GRACE, Local};
use rendit::exec::run::{Hands, Options, Outcome, Work, run};
use rendit::exec::schedule::Slots;
use rendit::plan::{Action, Arg, Command, Encoded, FORMAT, Media, Plan, Rendition, Step};
use rendit::rational::Rational;
use rendit::source::Route;

use crate::launch::{ffmpeg, folder};

/// A job of encode → verify → publish; the call has these arguments.
fn job(name: &str, root: &Utf8Path, args: &str) -> Plan {
    let route = |text: &str| Route::parse(text).unwrap();
    let command = Command {
        program: ffmpeg(),
        args: args
            .split(' ')
            .map(|text| Arg {
                text: text.to_owned(),
                origin: Some(route("ladders.hd.args")),
                parts: Vec::new(),
            })
            .collect(),
        directory: Utf8PathBuf::new(),
    };
    let makes = vec![Encoded {
        rendition: "h264".to_owned(),
        file: "o.mp4".into(),
        duration: Some(Rational::whole(2)),
        exact: true,
    }];
    let output = || "web".to_owned();
    let actions = [
        Action::Encode { command, makes },
        Action::Verify { output: output() },
        Action::Publish { output: output() },
    ];
    let steps = actions.into_iter().enumerate().map(|(id, action)| Step {
        id,
        title: format!("step {id} of {name}"),
        action,
        needs: id.checked_sub(1).into_iter().collect(),
        reads: Vec::new(),
        writes: Vec::new(),
        origin: route("outputs.web"),
    });
    Plan {
        ffprobe: "ffprobe".into(),
        format: FORMAT,
        job: name.to_owned(),
        manifest: "job.toml".into(),
        root: root.to_owned(),
        sources: Vec::new(),
        renditions: vec![Rendition {
            id: "h264".to_owned(),
            input: "film".to_owned(),
            ladder: "hd".to_owned(),
            origin: route("ladders.hd.rungs[0]"),
            file: "o.mp4".into(),
            codec: "h264".to_owned(),
            bit_rate: None,
            media: Media::Video {
                width: 64,
                height: 64,
                frame_rate: Rational::whole(25),
                gop: 25,
                fixed_gop: true,
                frames: Some(50),
            },
        }],
        dropped: Vec::new(),
        notes: Vec::new(),
        outputs: Vec::new(),
        steps: steps.collect(),
    }
}

/// Hands that only note what they were given.
#[derive(Default)]
struct Notes {
    done: Mutex<Vec<String>>,
    fresh: bool,
}

impl Notes {
    fn note(&self, what: &str, plan: &Plan, step: &Step) {
        let text = format!("{what} {} {}", plan.job, step.id);
        self.done.lock().unwrap().push(text);
    }
}

impl Hands for Notes {
    fn is_fresh(&self, _plan: &Plan, step: &Step) -> bool {
        self.fresh && step.id == 0
    }

    fn made(&self, plan: &Plan, step: &Step) -> Result<(), Vec<Diagnostic>> {
        self.note("made", plan, step);
        Ok(())
    }

    fn act(&self, work: &Work<'_>) -> Result<(), Vec<Diagnostic>> {
        self.note("did", work.plan, work.step);
        assert_ne!(work.plan.job, "fault", "on purpose");
        Ok(())
    }
}

/// A launcher that only pretends: the first argument is the status, the others are what is said.
struct Pretence;

impl Launcher for Pretence {
    fn launch(
        &self,
        call: &Call<'_>,
        _cancel: &Cancel,
        watch: &mut dyn FnMut(ToolLine<'_>),
    ) -> Result<Exit, LaunchError> {
        let args = &call.command.args;
        let own = args.iter().filter(|arg| arg.origin.is_some());
        let mut words = own.map(|arg| arg.text.replace('_', " "));
        let code = words.next().unwrap().parse().unwrap();
        let said: Vec<String> = words.collect();
        for line in &said {
            watch(ToolLine::Said(line));
        }
        Ok(Exit {
            ending: Ending::Code(code),
            said: said.into_iter().collect(),
            cancelled: false,
        })
    }
}

const SLOTS: Slots = Slots { heavy: 1, light: 2 };

struct Went {
    outcome: Outcome,
    events: Vec<Event>,
    done: Vec<String>,
}

fn went(plans: &[Plan], launcher: &dyn Launcher, hands: Notes, keep_going: bool) -> Went {
    let options = Options {
        slots: SLOTS,
        keep_going,
    };
    let mut events = Vec::new();
    let cancel = Cancel::new();
    let outcome = run(plans, launcher, &hands, options, &cancel, &mut |event| {
        events.push(event);
    });
    Went {
        outcome: outcome.unwrap(),
        events,
        done: hands.done.into_inner().unwrap(),
    }
}

#[test]
fn an_encode_runs_and_its_product_is_handed_on() {
    let root = folder("run-encode");
    let args = "-y -f lavfi -i testsrc2=s=64x64:r=25:d=2 -c:v libx264 -f mp4 o.mp4";
    let went = went(&[job("a", &root, args)], &Local, Notes::default(), false);
    assert_eq!(went.outcome.jobs, [Some(JobOutcome::Done)]);
    assert!(went.outcome.findings.is_empty());
    assert_eq!(went.done, ["made a 0", "did a 1", "did a 2"]);
    let percents: Vec<f64> = went
        .events
        .iter()
        .filter_map(|event| match event {
            Event::Progress { percent, .. } => *percent,
            _ => None,
        })
        .collect();
    assert_eq!(percents.last(), Some(&100.0));
    assert!(percents.is_sorted());
    assert!(matches!(
        went.events.first(),
        Some(Event::JobStarted { steps: 3, .. })
    ));
    assert!(matches!(
        went.events.last(),
        Some(Event::JobFinished {
            outcome: JobOutcome::Done,
            ..
        })
    ));
}

#[test]
fn a_failure_ends_its_job_and_with_it_the_run_unless_told_to_go_on() {
    let root = folder("run-failure");
    let plans = [
        job("a", &root, "1 [fatal]_Unknown_encoder_'x' x"),
        job("b", &root, "0"),
    ];
    let stopped = went(&plans, &Pretence, Notes::default(), false);
    assert_eq!(stopped.outcome.jobs, [Some(JobOutcome::Failed), None]);
    assert!(stopped.done.is_empty());
    let (plan, finding) = &stopped.outcome.findings[0];
    assert_eq!((*plan, finding.code.name), (0, "unknown-encoder"));
    assert_eq!(finding.route.to_string(), "ladders.hd.args");
    let failed = |event: &Event| matches!(event, Event::StepFailed { message, .. } if message.contains("no encoder `x`"));
    assert!(stopped.events.iter().any(failed));

    let went_on = went(&plans, &Pretence, Notes::default(), true);
    let expected = [Some(JobOutcome::Failed), Some(JobOutcome::Done)];
    assert_eq!(went_on.outcome.jobs, expected);
    assert_eq!(went_on.done, ["made b 0", "did b 1", "did b 2"]);
}

#[test]
fn warnings_are_told_and_fresh_steps_are_passed_over() {
    let root = folder("run-warning");
    let plans = [job(
        "a",
        &root,
        "0 [h264_@_0x5]_[error]_error_while_decoding_MB_1_2",
    )];
    let warned = went(&plans, &Pretence, Notes::default(), false);
    assert_eq!(warned.outcome.jobs, [Some(JobOutcome::Done)]);
    assert_eq!(warned.outcome.findings[0].1.code.name, "source-damaged");
    let line = |event: &Event| matches!(event, Event::Line { text, .. } if text == "h264: error while decoding MB 1 2");
    assert!(warned.events.iter().any(line));

    let fresh = Notes {
        fresh: true,
        ..Notes::default()
    };
    let passed = went(&plans, &Pretence, fresh, false);
    assert_eq!(passed.done, ["did a 1", "did a 2"]);
    let started = |event: &&Event| matches!(event, Event::StepStarted { .. });
    assert_eq!(passed.events.iter().filter(started).count(), 2);
}

#[test]
fn an_interrupted_run_ends_at_once_and_says_so() {
    let root = folder("run-interrupted");
    let endless = "-y -re -f lavfi -i testsrc2=s=64x64:d=3600 -c:v libx264 -f mp4 o.mp4";
    let plans = [job("a", &root, endless), job("b", &root, endless)];
    let hands = Notes::default();
    let cancel = Cancel::new();
    let options = Options {
        slots: SLOTS,
        keep_going: true,
    };
    let mut raised = None;
    let outcome = run(&plans, &Local, &hands, options, &cancel, &mut |event| {
        if matches!(event, Event::Progress { .. }) && raised.is_none() {
            raised = Some(Instant::now());
            cancel.raise(Urgency::Stop);
        }
    })
    .unwrap();
    assert!(raised.unwrap().elapsed() < GRACE + Duration::from_millis(500));
    assert_eq!(outcome.jobs, [Some(JobOutcome::Interrupted), None]);
    assert!(outcome.findings.is_empty(), "nobody is to blame");
    assert!(hands.done.into_inner().unwrap().is_empty());
}

#[test]
fn a_fault_in_one_step_takes_the_others_down_and_is_seen() {
    let root = folder("run-fault");
    let endless = "-y -re -f lavfi -i testsrc2=s=64x64:d=3600 -c:v libx264 -f mp4 o.mp4";
    let short = "-y -f lavfi -i testsrc2=s=64x64:d=1 -c:v libx264 -f mp4 p.mp4";
    let plans = [job("fault", &root, short), job("b", &root, endless)];
    let options = Options {
        slots: SLOTS,
        keep_going: true,
    };
    let start = Instant::now();
    let attempt = std::panic::AssertUnwindSafe(|| {
        run(
            &plans,
            &Local,
            &Notes::default(),
            options,
            &Cancel::new(),
            &mut |_| {},
        )
    });
    assert!(std::panic::catch_unwind(attempt).is_err());
    assert!(start.elapsed() < Duration::from_secs(30));
    fs::remove_file(root.join("p.mp4")).unwrap();
}
