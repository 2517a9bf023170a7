//! Fills in the templates of a manifest, once for each job.
//!
//! Unaware of how a mistake is worded, and of the disk: the caller lists what a glob matches.

use camino::Utf8PathBuf;
use indexmap::IndexSet;

use super::Surroundings;
use super::fill::{Filler, Mistake};
use super::paths::{Parts, fixed_part};
use super::texts::{Place, Written};
use crate::job::Job;
use crate::manifest::{Input, Manifest};
use crate::source::{Route, Routes};

/// What became of a manifest's templates.
pub struct Expansion {
    /// One job for each item, or one; never empty. For a glob of which no item is known, a
    /// made-up item stands in.
    pub jobs: Vec<Job>,
    /// Whether `jobs` holds a made-up item.
    pub made_up: bool,
    /// The input that makes the manifest a batch, and its glob, filled in.
    pub glob: Option<(String, String)>,
    /// What could not be filled in, each once.
    pub mistakes: IndexSet<Mistake>,
    /// Texts whose result means nothing: a mistake is in them or in what they name.
    pub unsound: Routes,
    /// Every text, as it was written.
    pub written: Vec<Written>,
}

/// The name and the filled-in glob of the input that makes `manifest` a batch, relative to the
/// manifest's folder; `None` without one, or if its templates cannot be filled in (which
/// [`crate::check::check`] reports).
pub fn batch_glob(
    manifest: &Manifest,
    surroundings: &Surroundings<'_>,
) -> Option<(String, String)> {
    let pattern = pattern(
        manifest,
        &Routes::default(),
        surroundings,
        &mut IndexSet::new(),
    )?;
    pattern
        .sound
        .then(|| (pattern.input.to_string(), pattern.text))
}

/// Fills in all templates.
pub fn expand(manifest: &Manifest, tainted: &Routes, surroundings: &Surroundings<'_>) -> Expansion {
    let mut expansion = Expansion {
        jobs: Vec::new(),
        made_up: false,
        glob: None,
        mistakes: IndexSet::new(),
        unsound: Routes::default(),
        written: Vec::new(),
    };
    let pattern = pattern(manifest, tainted, surroundings, &mut expansion.mistakes);
    let mut items: Vec<Option<Utf8PathBuf>> = Vec::new();
    if let Some(pattern) = &pattern {
        expansion.glob = Some((pattern.input.to_string(), pattern.text.clone()));
        if !pattern.sound {
            let at = Route::root().key("inputs").key(pattern.input).key("glob");
            expansion.unsound.insert(at);
        }
        items.extend(
            surroundings
                .items
                .iter()
                .copied()
                .flatten()
                .cloned()
                .map(Some),
        );
        if items.is_empty() {
            expansion.made_up = true;
            items.push(Some(fixed_part(&pattern.text).join("item.mov")));
        }
    } else {
        items.push(None);
    }
    for item in items {
        let batch = pattern.as_ref().zip(item);
        let mut filler = Filler::new(manifest, tainted, surroundings);
        if let Some((pattern, item)) = &batch {
            let parts = Parts::of_match(item, &pattern.text);
            filler.batch = Some((pattern.input, parts, pattern.sound));
        }
        let job = filler.job(surroundings.manifest_path, batch.map(|(_, item)| item));
        expansion.jobs.push(job);
        expansion.mistakes.extend(filler.mistakes);
        expansion.unsound.merge(filler.unsound);
        if expansion.jobs.len() == 1 {
            expansion.written = filler.written;
        }
    }
    expansion
}

struct Pattern<'a> {
    input: &'a str,
    text: String,
    sound: bool,
}

/// The first input with a `glob`, filled in without naming itself.
fn pattern<'a>(
    manifest: &'a Manifest,
    tainted: &Routes,
    surroundings: &Surroundings<'a>,
    mistakes: &mut IndexSet<Mistake>,
) -> Option<Pattern<'a>> {
    let is_batch = |input: &Input| input.path.is_none() && input.glob.is_some();
    let (name, input) = manifest.inputs.iter().find(|(_, input)| is_batch(input))?;
    let glob = input.glob.as_ref()?;
    let mut filler = Filler::new(manifest, tainted, surroundings);
    filler.open.push(format!("{name}.path"));
    let at = Route::root().key("inputs").key(name).key("glob");
    let filled = filler.fill(&at, Place::Source, glob.as_str());
    mistakes.extend(filler.mistakes);
    Some(Pattern {
        input: name,
        text: filled.text,
        sound: filled.sound,
    })
}
