//! Turns SIGINT, SIGTERM and SIGHUP into the wish to stop.
//!
//! Does not know what is stopped. The first signal asks, the second kills, the third ends this
//! process at once, as if nobody had listened.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: listens to signals on a thread of its own"
)]

use std::io;
use std::thread::JoinHandle;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::{Handle, Signals};

use super::cancel::{Cancel, Urgency};

/// Listens while it lives.
#[derive(Debug)]
pub struct Listening {
    handle: Handle,
    thread: Option<JoinHandle<()>>,
}

/// Raises `cancel` when a signal comes. Signals that whoever started this process chose to ignore
/// (`nohup`, a shell's background job) stay ignored.
///
/// # Errors
/// The system refused the handler or the thread.
pub fn listen(cancel: &Cancel) -> io::Result<Listening> {
    let ignored = ignored_signals();
    let wanted = [SIGINT, SIGTERM, SIGHUP]
        .into_iter()
        .filter(|signal| ignored & (1 << (signal - 1)) == 0);
    let mut signals = Signals::new(wanted)?;
    let handle = signals.handle();
    let cancel = cancel.clone();
    let thread = std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for (count, signal) in signals.forever().enumerate() {
                match count {
                    0 => cancel.raise(Urgency::Stop),
                    1 => cancel.raise(Urgency::Kill),
                    _ => {
                        // Something hangs that does not look at `cancel`. If even this fails
                        // there is nothing left to try.
                        let _ = signal_hook::low_level::emulate_default_handler(signal);
                    }
                }
            }
        })?;
    Ok(Listening {
        handle,
        thread: Some(thread),
    })
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.handle.close();
        if let Some(thread) = self.thread.take() {
            // It cannot panic; if it did, the panic has been printed already.
            let _ = thread.join();
        }
    }
}

/// Bit `n - 1` is set when signal `n` is ignored. Only Linux tells (proc(5), `SigIgn`).
fn ignored_signals() -> u64 {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else {
        return 0;
    };
    let mask = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))
        .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.unwrap_or_default()
}
