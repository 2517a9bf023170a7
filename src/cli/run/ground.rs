//! The ground of a run: folders locked, what killed runs left cleared, places looked at.
//!
//! Unaware of what will be made.

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::io::{self, Write};
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};

use super::RUN_REFUSED;
use crate::cli::{Common, Exit, job};
use crate::compile::place;
use crate::diag::Diagnostic;
use crate::exec::cancel::Cancel;
use crate::hands;
use crate::plan::Plan;
use crate::source::Route;
use crate::stage::publish;

/// How often a lock that another run holds is tried again.
const PAUSE: Duration = Duration::from_millis(100);

/// Locks the state folder of every manifest's folder, so that two runs do not share work folders,
/// and empties the work folders; waits for other runs to end. `None` if the wish to stop comes first.
pub fn lock(
    plans: &[(usize, Plan)],
    common: &Common,
    cancel: &Cancel,
) -> Result<Option<Vec<File>>, Box<Diagnostic>> {
    // By the name that only one folder has: one folder locked twice would wait for itself, and two
    // runs that lock in the same order do not wait for each other.
    let mut roots: BTreeMap<Utf8PathBuf, &Utf8Path> = BTreeMap::new();
    for (_, plan) in plans {
        let root = plan.root.as_path();
        let whole = root.canonicalize_utf8();
        roots.insert(whole.unwrap_or_else(|_| root.to_owned()), root);
    }
    let mut locks = Vec::new();
    for root in roots.into_values() {
        let refuse = |error: io::Error| {
            let state = root.join(place::STATE);
            let message = format!("cannot use the folder `{state}`: {error}");
            Box::new(
                Diagnostic::new(&RUN_REFUSED, Route::root(), message)
                    .help("rendit keeps its state there: make the manifest's folder writable"),
            )
        };
        match lock_one(root, common, cancel).map_err(refuse)? {
            Some(lock) => locks.push(lock),
            None => return Ok(None),
        }
        hands::sweep(root).map_err(refuse)?;
    }
    Ok(Some(locks))
}

fn lock_one(root: &Utf8Path, common: &Common, cancel: &Cancel) -> io::Result<Option<File>> {
    let state = root.join(place::STATE);
    std::fs::create_dir_all(&state)?;
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(state.join("lock"))?;
    let mut waits = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::WouldBlock) => {}
            // Some network file systems know no locks: better to run than not to.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                return Ok(Some(file));
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
        if !waits && !common.quiet {
            let _ = writeln!(io::stderr(), "waiting for another run in `{root}` to end");
        }
        waits = true;
        if cancel.sleep(PAUSE) {
            return Ok(None);
        }
    }
}

/// Clears what killed runs left beside the outputs, and refuses places that hold somebody else's
/// files. Plans that cannot go on are taken out.
pub fn clear(batch: &mut job::Batch, cancel: &Cancel) -> Exit {
    let mut exit = Exit::Done;
    let mut kept = Vec::new();
    for (at, plan) in std::mem::take(&mut batch.plans) {
        if cancel.is_raised() {
            return Exit::Interrupted;
        }
        let outputs = plan.outputs.iter();
        let refused: Vec<Diagnostic> = outputs
            .filter_map(|output| publish::mend(&plan, output).err())
            .map(|failure| *failure)
            .collect();
        if refused.is_empty() {
            kept.push((at, plan));
            continue;
        }
        exit = Exit::Failed;
        if let Some(loaded) = batch.loaded.get_mut(at) {
            loaded.add(refused);
        }
        batch.refused.push(plan.job);
    }
    batch.plans = kept;
    exit
}
