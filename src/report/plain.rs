//! Events as plain lines, for logs and for terminals that cannot do more.
//!
//! Knows no clock: it is told when an event came. Progress of a rendition is shown at most every
//! five seconds, and when it passes a quarter, a half and three quarters. Steps that encode nothing
//! are told of when they took a second or more, or failed.

use std::collections::HashMap;
use std::io::{self, Write};
use std::time::Duration;

use super::{Reporter, bytes, line, pace, seconds};
use crate::event::{Event, JobOutcome};
use crate::plan::StepId;

/// The least time between two lines about the same rendition, if it passes no quarter.
const PAUSE: Duration = Duration::from_secs(5);

/// Plain lines, each with its job's name in front.
#[derive(Debug, Default)]
pub struct Plain {
    titles: HashMap<(String, StepId), Title>,
    shown: HashMap<(String, String), Shown>,
}

/// A step that began.
#[derive(Debug)]
struct Title {
    text: String,
    encodes: bool,
}

/// What was last shown of a rendition.
#[derive(Clone, Copy, Debug)]
struct Shown {
    at: Duration,
    quarter: u8,
}

impl Plain {
    fn title(&mut self, job: &str, step: StepId) -> Title {
        let title = self.titles.remove(&(job.to_owned(), step));
        title.unwrap_or_else(|| Title {
            text: format!("step {}", step + 1),
            encodes: true,
        })
    }

    /// Whether it is time for another line, and notes that one was shown.
    fn is_due(&mut self, at: Duration, job: &str, rendition: &str, percent: Option<f64>) -> bool {
        let percent = percent.unwrap_or_default();
        let quarter = [25.0, 50.0, 75.0, 100.0]
            .into_iter()
            .fold(0, |passed, mark| passed + u8::from(percent >= mark));
        let key = (job.to_owned(), rendition.to_owned());
        // The beginning was told by the step itself.
        let known = self.shown.entry(key).or_insert(Shown { at, quarter: 0 });
        // The end is told by the step.
        let passed = quarter > known.quarter && quarter < 4;
        let due = passed || (quarter < 4 && at.saturating_sub(known.at) >= PAUSE);
        if due {
            *known = Shown { at, quarter };
        }
        due
    }

    fn lines(&mut self, at: Duration, event: &Event) -> Vec<String> {
        let (job, text) = match event {
            Event::JobStarted { job, steps } => {
                let noun = if *steps == 1 { "step" } else { "steps" };
                (job, vec![format!("{steps} {noun}")])
            }
            Event::StepStarted {
                job,
                step,
                title,
                renditions,
            } => {
                let encodes = !renditions.is_empty();
                let text = title.clone();
                self.titles
                    .insert((job.clone(), *step), Title { text, encodes });
                let told = encodes.then(|| format!("start: {title}"));
                (job, told.into_iter().collect())
            }
            Event::Progress {
                job,
                rendition,
                percent,
                frame,
                fps,
                speed,
                eta,
                ..
            } => {
                if !self.is_due(at, job, rendition, *percent) {
                    return Vec::new();
                }
                let done = match (percent, frame) {
                    (Some(percent), _) => format!("{:.0} %", percent.floor()),
                    (None, Some(frame)) => format!("frame {frame}"),
                    (None, None) => "running".to_owned(),
                };
                let pace = pace(*fps, *speed, *eta);
                let pace = match pace.as_str() {
                    "" => String::new(),
                    pace => format!(" ({pace})"),
                };
                (job, vec![format!("{rendition}: {done}{pace}")])
            }
            Event::Line { job, text, .. } => (job, vec![format!("ffmpeg: {text}")]),
            Event::StepFinished {
                job,
                step,
                seconds: took,
            } => {
                let title = self.title(job, *step);
                if !title.encodes && *took < 1.0 {
                    return Vec::new();
                }
                (
                    job,
                    vec![format!("done: {} ({})", title.text, seconds(*took))],
                )
            }
            Event::StepFailed { job, step, message } => {
                let title = self.title(job, *step);
                (job, vec![format!("failed: {}: {message}", title.text)])
            }
            Event::Published {
                job,
                output,
                target,
                open,
                files,
                bytes: size,
            } => {
                let noun = if *files == 1 { "file" } else { "files" };
                let size = bytes(*size);
                let mut text = vec![format!("published {output}: {files} {noun}, {size}")];
                match open.as_slice() {
                    [] => text.push(format!("open {target}")),
                    open => text.extend(
                        open.iter()
                            .map(|path| format!("open {}", target.join(path))),
                    ),
                }
                (job, text)
            }
            Event::JobFinished {
                job,
                outcome,
                seconds: took,
            } => {
                self.shown.retain(|(name, _), _| name != job);
                let outcome = match outcome {
                    JobOutcome::Done => "done",
                    JobOutcome::Failed => "failed",
                    JobOutcome::Interrupted => "interrupted",
                };
                (job, vec![format!("{outcome} after {}", seconds(*took))])
            }
        };
        text.iter()
            .map(|text| line(&format!("[{job}] {text}")))
            .collect()
    }
}

impl Reporter for Plain {
    fn report(&mut self, at: Duration, event: &Event, out: &mut dyn Write) -> io::Result<()> {
        for text in self.lines(at, event) {
            writeln!(out, "{text}")?;
        }
        Ok(())
    }
}
