//! Which steps may start now: a state machine over the steps of one or many plans.
//!
//! Knows no process, no thread and no clock: it is told what started and ended, and answers what
//! may follow. Needs come before dependants, slots are respected, and every run ends.

use std::collections::BTreeSet;

use crate::plan::{Action, Plan, StepId};

/// A step of one of several plans. Ordered by plan, then step: earlier jobs go first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StepRef {
    /// Position of its plan.
    pub plan: usize,
    /// Its id in that plan.
    pub step: StepId,
}

/// What a step takes of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// All the processors it can get: an encode.
    Heavy,
    /// Mostly the disk.
    Light,
}

impl Weight {
    /// The weight of an action.
    pub fn of(action: &Action) -> Self {
        match action {
            Action::Encode { .. } => Weight::Heavy,
            Action::Package(_)
            | Action::Mux { .. }
            | Action::Verify { .. }
            | Action::Publish { .. } => Weight::Light,
        }
    }
}

/// How many steps may run at once. Zero counts as one, or nothing would ever end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slots {
    /// Of [`Weight::Heavy`].
    pub heavy: usize,
    /// Of [`Weight::Light`].
    pub light: usize,
}

/// One step as the scheduler sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Steps of the same plan that come before.
    pub needs: Vec<StepId>,
    /// What it takes.
    pub weight: Weight,
}

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It has not started.
    Waiting,
    /// It runs.
    Running,
    /// It is done.
    Done,
    /// It failed.
    Failed,
    /// It will not start: something that it needs failed, or the run is stopping.
    Skipped,
}

/// A plan whose steps cannot be ordered as they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("step {} of plan {} needs step {needs}, which does not come before it", .step.step, .step.plan)]
pub struct Disorder {
    /// The step.
    pub step: StepRef,
    /// What it needs.
    pub needs: StepId,
}

struct Entry {
    task: Task,
    state: State,
    missing: usize,
    dependants: Vec<StepId>,
}

/// The state of a run.
pub struct Schedule {
    plans: Vec<Vec<Entry>>,
    heavy: Lane,
    light: Lane,
    keep_going: bool,
    stopped: bool,
    open: usize,
}

/// The steps of one weight.
struct Lane {
    slots: usize,
    running: usize,
    ready: BTreeSet<StepRef>,
}

impl Lane {
    fn new(slots: usize) -> Self {
        Self {
            slots: slots.max(1),
            running: 0,
            ready: BTreeSet::new(),
        }
    }

    fn startable(&self) -> impl Iterator<Item = StepRef> {
        let free = self.slots.saturating_sub(self.running);
        self.ready.iter().copied().take(free)
    }
}

impl Schedule {
    /// A schedule for plans.
    ///
    /// # Errors
    /// A plan, perhaps read from a file, in which a step needs one that is not before it.
    pub fn for_plans(plans: &[Plan], slots: Slots, keep_going: bool) -> Result<Self, Disorder> {
        let tasks = |plan: &Plan| {
            plan.steps
                .iter()
                .map(|step| Task {
                    needs: step.needs.clone(),
                    weight: Weight::of(&step.action),
                })
                .collect()
        };
        Self::new(plans.iter().map(tasks).collect(), slots, keep_going)
    }

    /// A schedule for the tasks of each plan. With `keep_going`, what does not depend on a failed
    /// step goes on; without, nothing starts after a failure.
    ///
    /// # Errors
    /// A task needs one that is not before it.
    pub fn new(plans: Vec<Vec<Task>>, slots: Slots, keep_going: bool) -> Result<Self, Disorder> {
        let mut schedule = Self {
            plans: Vec::with_capacity(plans.len()),
            heavy: Lane::new(slots.heavy),
            light: Lane::new(slots.light),
            keep_going,
            stopped: false,
            open: 0,
        };
        for (plan, tasks) in plans.into_iter().enumerate() {
            schedule.open += tasks.len();
            let mut entries: Vec<Entry> = Vec::with_capacity(tasks.len());
            for (step, mut task) in tasks.into_iter().enumerate() {
                task.needs.sort_unstable();
                task.needs.dedup();
                for needs in &task.needs {
                    let before = entries.get_mut(*needs).ok_or(Disorder {
                        step: StepRef { plan, step },
                        needs: *needs,
                    })?;
                    before.dependants.push(step);
                }
                if task.needs.is_empty() {
                    let lane = schedule.lane(task.weight);
                    lane.ready.insert(StepRef { plan, step });
                }
                entries.push(Entry {
                    missing: task.needs.len(),
                    state: State::Waiting,
                    dependants: Vec::new(),
                    task,
                });
            }
            schedule.plans.push(entries);
        }
        Ok(schedule)
    }

    /// What may start now, earlier plans and steps first; never more than there are free slots.
    pub fn ready(&self) -> Vec<StepRef> {
        let mut ready: Vec<StepRef> = self
            .heavy
            .startable()
            .chain(self.light.startable())
            .collect();
        ready.sort_unstable();
        ready
    }

    /// A step that was ready has started. Tells whether that was so; if not, nothing changes.
    pub fn started(&mut self, id: StepRef) -> bool {
        let Some(weight) = self.entry(id).map(|entry| entry.task.weight) else {
            return false;
        };
        let lane = self.lane(weight);
        if !lane.startable().any(|ready| ready == id) {
            return false;
        }
        lane.ready.remove(&id);
        lane.running += 1;
        self.set(id, State::Running);
        true
    }

    /// A running step is done; a step that is not running is left as it is.
    pub fn finished(&mut self, id: StepRef) {
        let Some(dependants) = self.leave(id, State::Done) else {
            return;
        };
        for step in dependants {
            let next = StepRef { step, ..id };
            let Some(entry) = self.entry_mut(next) else {
                continue;
            };
            entry.missing = entry.missing.saturating_sub(1);
            if entry.missing == 0 && entry.state == State::Waiting {
                let weight = entry.task.weight;
                self.lane(weight).ready.insert(next);
            }
        }
    }

    /// A running step failed. Gives what will now never start.
    pub fn failed(&mut self, id: StepRef) -> Vec<StepRef> {
        let Some(dependants) = self.leave(id, State::Failed) else {
            return Vec::new();
        };
        if !self.keep_going {
            return self.stop();
        }
        let mut skipped = Vec::new();
        let mut doomed = dependants;
        while let Some(step) = doomed.pop() {
            let next = StepRef { step, ..id };
            if self.skip(next) {
                skipped.push(next);
                if let Some(entry) = self.entry(next) {
                    doomed.extend(&entry.dependants);
                }
            }
        }
        skipped.sort_unstable();
        skipped
    }

    /// Nothing more starts. Gives what will now never start.
    pub fn stop(&mut self) -> Vec<StepRef> {
        if std::mem::replace(&mut self.stopped, true) {
            return Vec::new();
        }
        let all: Vec<StepRef> = self
            .plans
            .iter()
            .enumerate()
            .flat_map(|(plan, steps)| (0..steps.len()).map(move |step| StepRef { plan, step }))
            .collect();
        all.into_iter().filter(|id| self.skip(*id)).collect()
    }

    /// Whether nothing runs and nothing will.
    pub fn is_over(&self) -> bool {
        self.open == 0
    }

    /// Where a step stands; `None` for a step that does not exist.
    pub fn state(&self, id: StepRef) -> Option<State> {
        self.entry(id).map(|entry| entry.state)
    }

    /// Where the steps of a plan stand.
    pub fn states(&self, plan: usize) -> impl Iterator<Item = State> {
        self.plans
            .get(plan)
            .into_iter()
            .flatten()
            .map(|entry| entry.state)
    }

    fn entry(&self, id: StepRef) -> Option<&Entry> {
        self.plans.get(id.plan)?.get(id.step)
    }

    fn entry_mut(&mut self, id: StepRef) -> Option<&mut Entry> {
        self.plans.get_mut(id.plan)?.get_mut(id.step)
    }

    fn lane(&mut self, weight: Weight) -> &mut Lane {
        match weight {
            Weight::Heavy => &mut self.heavy,
            Weight::Light => &mut self.light,
        }
    }

    fn set(&mut self, id: StepRef, state: State) {
        if let Some(entry) = self.entry_mut(id) {
            entry.state = state;
        }
    }

    /// Ends a running step and gives its dependants.
    fn leave(&mut self, id: StepRef, state: State) -> Option<Vec<StepId>> {
        let entry = self.entry_mut(id)?;
        if entry.state != State::Running {
            return None;
        }
        entry.state = state;
        let weight = entry.task.weight;
        let dependants = entry.dependants.clone();
        self.lane(weight).running -= 1;
        self.open -= 1;
        Some(dependants)
    }

    /// Gives up a waiting step.
    fn skip(&mut self, id: StepRef) -> bool {
        let Some(entry) = self.entry_mut(id) else {
            return false;
        };
        if entry.state != State::Waiting {
            return false;
        }
        entry.state = State::Skipped;
        let weight = entry.task.weight;
        self.lane(weight).ready.remove(&id);
        self.open -= 1;
        true
    }
}
