//! The scheduler's laws, over plans of any shape and any order of events.

use proptest::prelude::*;
use rendit::exec::schedule::{Schedule, Slots, State, StepRef, Task, Weight};

fn task(needs: &[usize], weight: Weight) -> Task {
    Task {
        needs: needs.to_vec(),
        weight,
    }
}

fn step(plan: usize, step: usize) -> StepRef {
    StepRef { plan, step }
}

const SLOTS: Slots = Slots { heavy: 1, light: 2 };

/// Two jobs of encode → package → publish.
fn two_jobs(keep_going: bool) -> Schedule {
    let job = || {
        vec![
            task(&[], Weight::Heavy),
            task(&[0], Weight::Light),
            task(&[1], Weight::Light),
        ]
    };
    Schedule::new(vec![job(), job()], SLOTS, keep_going).unwrap()
}

#[test]
fn the_next_job_encodes_while_the_first_is_packaged() {
    let mut schedule = two_jobs(false);
    assert_eq!(schedule.ready(), [step(0, 0)]);
    assert!(schedule.started(step(0, 0)));
    assert!(!schedule.started(step(0, 0)), "it runs already");
    assert!(!schedule.started(step(1, 0)), "no slot is free");
    assert_eq!(schedule.ready(), []);
    schedule.finished(step(0, 0));
    assert_eq!(schedule.ready(), [step(0, 1), step(1, 0)]);
}

#[test]
fn a_failure_ends_the_run_or_only_what_depends_on_it() {
    let mut schedule = two_jobs(false);
    schedule.started(step(0, 0));
    let skipped = schedule.failed(step(0, 0));
    assert_eq!(
        skipped,
        [step(0, 1), step(0, 2), step(1, 0), step(1, 1), step(1, 2)]
    );
    assert!(schedule.is_over());

    let mut schedule = two_jobs(true);
    schedule.started(step(0, 0));
    assert_eq!(schedule.failed(step(0, 0)), [step(0, 1), step(0, 2)]);
    assert_eq!(schedule.ready(), [step(1, 0)]);
    assert_eq!(schedule.state(step(0, 1)), Some(State::Skipped));
}

#[test]
fn a_plan_out_of_order_is_refused() {
    for needs in [[0], [1], [7]] {
        let tasks = vec![task(&needs, Weight::Light)];
        assert!(
            Schedule::new(vec![tasks], SLOTS, false).is_err(),
            "{needs:?}"
        );
    }
}

fn plans() -> impl Strategy<Value = Vec<Vec<Task>>> {
    let task = (
        proptest::collection::vec(any::<prop::sample::Index>(), 0..3),
        any::<bool>(),
    );
    let plan = proptest::collection::vec(task, 0..8).prop_map(|steps| {
        let tasks = steps.into_iter().enumerate();
        tasks
            .map(|(id, (needs, heavy))| Task {
                needs: needs
                    .iter()
                    .filter(|_| id > 0)
                    .map(|at| at.index(id.max(1)))
                    .collect(),
                weight: if heavy { Weight::Heavy } else { Weight::Light },
            })
            .collect()
    });
    proptest::collection::vec(plan, 0..5)
}

/// What happens next in a run.
#[derive(Clone, Debug)]
enum Happening {
    Start(prop::sample::Index),
    End(prop::sample::Index, bool),
    Stop,
}

fn happenings() -> impl Strategy<Value = Vec<Happening>> {
    let one = prop_oneof![
        6 => any::<prop::sample::Index>().prop_map(Happening::Start),
        6 => (any::<prop::sample::Index>(), prop::bool::weighted(0.15))
            .prop_map(|(at, fails)| Happening::End(at, fails)),
        1 => Just(Happening::Stop),
    ];
    proptest::collection::vec(one, 0..60)
}

proptest! {
    #[test]
    fn needs_come_first_slots_hold_and_every_run_ends(
        plans in plans(),
        happenings in happenings(),
        heavy in 0..3_usize,
        light in 0..3_usize,
        keep_going: bool,
        stops: bool,
    ) {
        let slots = Slots { heavy, light };
        let mut schedule = Schedule::new(plans.clone(), slots, keep_going).unwrap();
        let of = |id: &StepRef| &plans[id.plan][id.step];
        let mut running: Vec<StepRef> = Vec::new();
        let mut failed = false;
        let mut stopped = false;
        let check_start = |schedule: &Schedule, running: &[StepRef], id: &StepRef| {
            for needs in &of(id).needs {
                assert_eq!(schedule.state(step(id.plan, *needs)), Some(State::Done));
            }
            let same = running.iter().filter(|other| of(other).weight == of(id).weight).count();
            let most = if of(id).weight == Weight::Heavy { heavy } else { light };
            assert!(same <= most.max(1));
        };
        for happening in happenings {
            let ready = schedule.ready();
            prop_assert!(ready.is_empty() || !(stopped || failed && !keep_going));
            match happening {
                Happening::Start(at) if !ready.is_empty() => {
                    let id = ready[at.index(ready.len())];
                    prop_assert!(schedule.started(id));
                    running.push(id);
                    check_start(&schedule, &running, &id);
                }
                Happening::End(at, fails) if !running.is_empty() => {
                    let id = running.swap_remove(at.index(running.len()));
                    if fails {
                        failed = true;
                        for skipped in schedule.failed(id) {
                            prop_assert_eq!(schedule.state(skipped), Some(State::Skipped));
                        }
                    } else {
                        schedule.finished(id);
                    }
                }
                Happening::Stop if stops => {
                    stopped = true;
                    schedule.stop();
                }
                _ => {}
            }
        }
        // From anywhere, starting all that is ready and ending all that runs leads to the end.
        let steps: usize = plans.iter().map(Vec::len).sum();
        for _ in 0..=steps {
            for id in schedule.ready() {
                prop_assert!(schedule.started(id));
                running.push(id);
                check_start(&schedule, &running, &id);
            }
            for id in running.drain(..) {
                schedule.finished(id);
            }
        }
        prop_assert!(schedule.is_over());
        prop_assert!(schedule.ready().is_empty());
        for (plan, steps) in plans.iter().enumerate() {
            for (at, state) in schedule.states(plan).enumerate() {
                prop_assert!(!matches!(state, State::Waiting | State::Running));
                if state == State::Skipped && keep_going && !stopped {
                    let why = |needs: &usize| matches!(
                        schedule.state(step(plan, *needs)),
                        Some(State::Failed | State::Skipped)
                    );
                    prop_assert!(steps[at].needs.iter().any(why));
                }
            }
        }
    }
}
