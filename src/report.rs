//! Shows what happens and what was found; the only writer to the terminal.
//!
//! Does not know how anything is done.

pub mod findings;
pub mod diff;
pub mod plan;
pub mod json;
pub mod plain;
pub mod bar;

use std::io::{self, Write};
use std::time::Duration;

use crate::event::Event;

/// Shows events as they come.
pub trait Reporter {
    /// Shows an event that came `at` this time after the run began.
    ///
    /// # Errors
    /// `out` could not be written to.
    fn report(&mut self, at: Duration, event: &Event, out: &mut dyn Write) -> io::Result<()>;

    /// Runs `write`, which writes to the same terminal by other means, without spoiling what this
    /// reporter keeps on it.
    fn aside(&mut self, write: &mut dyn FnMut()) {
        write();
    }
}

/// Shows nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Reporter for Silent {
    fn report(&mut self, _at: Duration, _event: &Event, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// Text from a manifest or a tool as one line that a terminal cannot mistake for commands.
pub fn line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// Seconds as people read them: `0.4 s`, `12.3 s`, `3:07`, `1:02:09`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "never negative, and a run does not last for ages"
)]
fn seconds(seconds: f64) -> String {
    let seconds = seconds.max(0.0);
    if seconds < 59.95 {
        return format!("{seconds:.1} s");
    }
    let whole = seconds.round() as u64;
    let (minutes, rest) = (whole / 60, whole % 60);
    match minutes / 60 {
        0 => format!("{minutes}:{rest:02}"),
        hours => format!("{hours}:{:02}:{rest:02}", minutes % 60),
    }
}

/// Bytes as people read them: `812 B`, `1.2 kB`, `3.4 MB` (powers of 1000, as bit rates are).
pub fn bytes(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
    let mut size = bytes as f64;
    let mut unit = "B";
    for larger in ["kB", "MB", "GB", "TB"] {
        if size < 999.95 {
            break;
        }
        size /= 1000.0;
        unit = larger;
    }
    match unit {
        "B" => format!("{bytes} B"),
        unit => format!("{size:.1} {unit}"),
    }
}

/// What an encode's progress is made of, in the order in which it is shown.
fn pace(fps: Option<f64>, speed: Option<f64>, eta: Option<f64>) -> String {
    let mut words = Vec::new();
    words.extend(fps.map(|fps| format!("{fps:.0} fps")));
    words.extend(speed.map(|speed| format!("{speed:.1}x")));
    words.extend(eta.map(|eta| match eta {
        eta if eta < 59.5 => format!("{eta:.0} s left"),
        eta => format!("{} left", seconds(eta)),
    }));
    words.join(", ")
}
