//! One wish shared by all threads: stop.
//!
//! Does not know who wishes it; signals do, through [`super::signals`], and tests do.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: waits for a given time"
)]

use std::fmt;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How much haste there is. It only ever rises.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Go on.
    #[default]
    None,
    /// Start nothing new; tools are asked to end and have a short grace.
    Stop,
    /// Tools are killed.
    Kill,
}

/// The wish to stop. Clones share it.
#[derive(Clone, Default)]
pub struct Cancel(Arc<Shared>);

#[derive(Default)]
struct Shared {
    urgency: AtomicU8,
    next: AtomicU64,
    sleepers: Mutex<Vec<Sleeper>>,
    raised: Condvar,
}

struct Sleeper {
    id: u64,
    wake: Box<dyn Fn() + Send>,
}

impl Cancel {
    /// A wish that nobody has yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Raises the urgency and wakes everybody who waits. Lowering is not possible.
    pub fn raise(&self, urgency: Urgency) {
        self.0.urgency.fetch_max(urgency as u8, Ordering::SeqCst);
        for sleeper in self.sleepers().iter() {
            (sleeper.wake)();
        }
        self.0.raised.notify_all();
    }

    /// How much haste there is.
    pub fn urgency(&self) -> Urgency {
        match self.0.urgency.load(Ordering::SeqCst) {
            0 => Urgency::None,
            1 => Urgency::Stop,
            _ => Urgency::Kill,
        }
    }

    /// Whether to stop.
    pub fn is_raised(&self) -> bool {
        self.urgency() > Urgency::None
    }

    /// Sleeps for `time`, or less if the wish comes. Tells whether it has come.
    pub fn sleep(&self, time: Duration) -> bool {
        let deadline = Instant::now() + time;
        let mut sleepers = self.sleepers();
        while !self.is_raised() {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            sleepers = self
                .0
                .raised
                .wait_timeout(sleepers, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        true
    }

    /// Calls `wake` whenever the urgency is raised, until the guard is dropped. `wake` must not
    /// block. Look at [`Cancel::urgency`] once afterwards: it may have been raised before.
    pub fn on_raise(&self, wake: impl Fn() + Send + 'static) -> Waking {
        let id = self.0.next.fetch_add(1, Ordering::SeqCst);
        self.sleepers().push(Sleeper {
            id,
            wake: Box::new(wake),
        });
        Waking {
            cancel: self.clone(),
            id,
        }
    }

    fn sleepers(&self) -> MutexGuard<'_, Vec<Sleeper>> {
        self.0
            .sleepers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Cancel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Cancel").field(&self.urgency()).finish()
    }
}

/// While it lives, its owner is woken; see [`Cancel::on_raise`].
#[derive(Debug)]
pub struct Waking {
    cancel: Cancel,
    id: u64,
}

impl Drop for Waking {
    fn drop(&mut self) {
        self.cancel
            .sleepers()
            .retain(|sleeper| sleeper.id != self.id);
    }
}
