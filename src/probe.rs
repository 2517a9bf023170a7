//! Asks ffprobe and ffmpeg for [`Facts`].
//!
//! Does not know what will be made of a source. An effects module: it starts the two tools and looks
//! at files; what they answer is read by pure functions in [`listing`], [`manual`],
//! [`reading`], [`display`] and [`layout`].

pub mod child;
pub mod clock;
pub mod codes;
mod json;
pub mod display;
mod error;
pub mod layout;
pub mod listing;
pub mod manual;
pub mod reading;
mod media;
mod memory;
mod tools;

pub use error::ProbeError;
pub use media::{LIMIT, Opening, near, source};
pub use tools::{encoder_options, options, tools};

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use crate::facts::{Facts, Source, Tools};

/// What each of `inputs` holds, by its name, and with it all that planning needs to know.
///
/// # Errors
/// Every input that failed, with its name, in the order given.
pub fn gather(
    tools: &Tools,
    inputs: &[(String, Opening)],
    at_once: usize,
) -> Result<Facts, Vec<(String, ProbeError)>> {
    let openings: Vec<Opening> = inputs.iter().map(|(_, opening)| opening.clone()).collect();
    let answers = sources(&tools.ffprobe, &openings, at_once, LIMIT);
    let mut sources = BTreeMap::new();
    let mut errors = Vec::new();
    for ((name, _), answer) in inputs.iter().zip(answers) {
        match answer {
            Ok(source) => drop(sources.insert(name.clone(), source)),
            Err(error) => errors.push((name.clone(), error)),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let tools = tools.clone();
    Ok(Facts {
        tools,
        sources,
        keys: BTreeMap::new(),
    })
}

/// What each source holds, in the order given, with at most `at_once` ffprobes running: for batches
/// of thousands, of which some may fail.
#[expect(
    clippy::disallowed_methods,
    reason = "an effects module: probes on a few threads"
)]
pub fn sources(
    ffprobe: &str,
    openings: &[Opening],
    at_once: usize,
    limit: Duration,
) -> Vec<Result<Source, ProbeError>> {
    let next = AtomicUsize::new(0);
    let answers: Mutex<Vec<_>> = Mutex::new(openings.iter().map(|_| None).collect());
    thread::scope(|scope| {
        for _ in 0..at_once.clamp(1, openings.len().max(1)) {
            scope.spawn(|| {
                loop {
                    let turn = next.fetch_add(1, Ordering::Relaxed);
                    let Some(opening) = openings.get(turn) else {
                        return;
                    };
                    let answer = source(ffprobe, opening, limit);
                    let mut answers = answers.lock().unwrap_or_else(|held| held.into_inner());
                    if let Some(place) = answers.get_mut(turn) {
                        *place = Some(answer);
                    }
                }
            });
        }
    });
    let answers = answers
        .into_inner()
        .unwrap_or_else(|held| held.into_inner());
    let unanswered = || ProbeError::ToolFailed {
        tool: "ffprobe",
        program: ffprobe.to_owned(),
        said: String::new(),
    };
    answers
        .into_iter()
        .map(|answer| answer.unwrap_or_else(|| Err(unanswered())))
        .collect()
}
