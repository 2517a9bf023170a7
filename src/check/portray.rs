//! A manifest for reading: every template filled in that can be, and still a manifest.
//!
//! Unaware of how it is written down.

use camino::Utf8Path;

use super::Surroundings;
use super::fill::{Filler, KEPT};
use super::paths::Parts;
use super::template::escape;
use super::texts::visit;
use super::{batch_glob, texts};
use crate::manifest::{Manifest, Text};
use crate::source::Routes;

/// What stays as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep<'a> {
    /// Whether `${env.NAME}` stays, and with it what depends on its value.
    pub environment: bool,
    /// The file of a batch to fill in, relative to the manifest's folder; without one the names of
    /// the batch's input stay.
    pub item: Option<&'a Utf8Path>,
}

/// The manifest with its templates filled in: reading the result gives the same jobs. It must be
/// free of mistakes.
pub fn portray(manifest: &Manifest, surroundings: &Surroundings<'_>, keep: Keep<'_>) -> Manifest {
    let sound = Routes::default();
    let mut filler = Filler::new(manifest, &sound, surroundings);
    filler.keeps_environment = keep.environment;
    let glob = batch_glob(manifest, surroundings);
    if let Some((input, pattern)) = &glob {
        let item = keep.item.unwrap_or(Utf8Path::new(""));
        filler.batch = Some((input.as_str(), Parts::of_match(item, pattern), true));
        filler.keeps_batch = keep.item.is_none();
    }
    let job = filler.job(surroundings.manifest_path, keep.item.map(Into::into));
    let mut portrait = job.manifest;
    visit(&mut portrait, &mut |route, place, text| {
        let is_glob = route.last() == "glob";
        if is_glob && let Some((_, pattern)) = &glob {
            *text = Text(escape(pattern));
        } else {
            *text = Text(as_template(text.as_str(), place));
        }
    });
    // What it builds on is part of it now.
    portrait.extends.clear();
    portrait
}

/// A filled-in text as the template that stands for it.
fn as_template(text: &str, place: texts::Place) -> String {
    let is_template = !place.late_names().is_empty();
    let pieces = text.split(KEPT).enumerate();
    let pieces = pieces.map(|(position, piece)| match position % 2 {
        1 => format!("${{{piece}}}"),
        _ if is_template => piece.to_owned(),
        _ => escape(piece),
    });
    pieces.collect()
}
