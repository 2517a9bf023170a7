//! Events as bars on a terminal: one for each rendition that is being made, and a line for each
//! step that is done.
//!
//! Does not know whether there is a terminal: it is given something to draw on.

use std::collections::HashMap;
use std::io::{self, Write};
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::plain::Plain;
use super::{Reporter, line, pace};
use crate::event::Event;
use crate::plan::StepId;

/// A bar's whole length: percent in tenths.
const LENGTH: u64 = 1000;

/// Bars. Lines that stay are those of [`Plain`] without its progress.
pub struct Bars {
    all: MultiProgress,
    plain: Plain,
    open: HashMap<(String, StepId), Vec<(String, ProgressBar)>>,
    jobs: usize,
}

impl Bars {
    /// Bars on standard error.
    pub fn on_stderr() -> Self {
        Self::on(ProgressDrawTarget::stderr())
    }

    /// Bars on `target`.
    pub fn on(target: ProgressDrawTarget) -> Self {
        Self {
            all: MultiProgress::with_draw_target(target),
            plain: Plain::default(),
            open: HashMap::new(),
            jobs: 0,
        }
    }

    fn begin(&mut self, job: &str, step: StepId, title: &str, renditions: &[String]) {
        let name = |text: &str| match self.jobs {
            0 | 1 => line(text),
            _ => line(&format!("{job}: {text}")),
        };
        let bars = match renditions {
            [] => vec![(String::new(), self.add("{prefix}", name(title)))],
            renditions => renditions
                .iter()
                .map(|rendition| {
                    let bar = self.add("{prefix:20!} {bar:30} {msg}", name(rendition));
                    (rendition.clone(), bar)
                })
                .collect(),
        };
        self.open.insert((job.to_owned(), step), bars);
    }

    fn add(&self, template: &str, name: String) -> ProgressBar {
        let bar = self.all.add(ProgressBar::new(LENGTH));
        // The templates are ours; were one wrong, indicatif's own bar would do.
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("━╸─"));
        }
        bar.set_prefix(name);
        bar.tick();
        bar
    }

    fn end(&mut self, job: &str, step: StepId) {
        for (_, bar) in self
            .open
            .remove(&(job.to_owned(), step))
            .unwrap_or_default()
        {
            bar.finish_and_clear();
            self.all.remove(&bar);
        }
    }
}

impl Reporter for Bars {
    fn report(&mut self, at: Duration, event: &Event, _out: &mut dyn Write) -> io::Result<()> {
        match event {
            Event::Progress {
                job,
                step,
                rendition,
                percent,
                frame,
                fps,
                speed,
                eta,
            } => {
                let bars = self.open.get(&(job.clone(), *step));
                let bar = bars
                    .into_iter()
                    .flatten()
                    .find(|(name, _)| name == rendition);
                if let Some((_, bar)) = bar {
                    let done = match (percent, frame) {
                        (Some(percent), _) => format!("{percent:5.1} %"),
                        (None, Some(frame)) => format!("frame {frame}"),
                        (None, None) => String::new(),
                    };
                    bar.set_message(format!("{done}  {}", pace(*fps, *speed, *eta)));
                    bar.set_position(tenths(percent.unwrap_or_default()));
                }
                return Ok(());
            }
            Event::JobStarted { .. } => self.jobs += 1,
            Event::StepStarted {
                job,
                step,
                title,
                renditions,
            } => {
                self.begin(job, *step, title, renditions);
                // Noted for the line at the end, which is the only one that stays.
                self.plain.report(at, event, &mut io::sink())?;
                return Ok(());
            }
            Event::StepFinished { job, step, .. } | Event::StepFailed { job, step, .. } => {
                self.end(job, *step);
            }
            Event::JobFinished { job, .. } => {
                // Steps that were interrupted have no end of their own.
                let left: Vec<StepId> = self
                    .open
                    .keys()
                    .filter(|(name, _)| name == job)
                    .map(|(_, step)| *step)
                    .collect();
                for step in left {
                    self.end(job, step);
                }
            }
            Event::Line { .. } | Event::Published { .. } => {}
        }
        let mut text = Vec::new();
        self.plain.report(at, event, &mut text)?;
        if text.is_empty() {
            return Ok(());
        }
        self.all.println(String::from_utf8_lossy(&text).trim_end())
    }

    fn aside(&mut self, write: &mut dyn FnMut()) {
        self.all.suspend(write);
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 1000"
)]
fn tenths(percent: f64) -> u64 {
    (percent.clamp(0.0, 100.0) * 10.0) as u64
}
