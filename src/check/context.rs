//! What a rule sees: the manifest as written, its jobs with every template filled in, and short
//! ways to the parts that several rules look at.
//!
//! Unaware of any rule. What rests on a stand-in, the caller drops.

use std::cell::OnceCell;
use std::collections::HashMap;

use foldhash::fast::RandomState;
use indexmap::IndexSet;

use super::fill::Mistake;
use super::published::Published;
use super::target::Target;
use super::texts::Written;
use crate::job::Job;
use crate::manifest::encryption::Aes128;
use crate::manifest::{AudioLadder, Encryption, Input, Ladder, Manifest, VideoLadder};
use crate::source::{Route, Routes, Segment};

/// What a rule sees.
pub struct Context<'a> {
    /// As it was written.
    pub manifest: &'a Manifest,
    /// Every template filled in: one job, or one for each item of a batch.
    pub jobs: &'a [Job],
    /// Its outputs, as they were written.
    pub outputs: &'a [Published<'a>],
    /// The same with the templates of the first job filled in.
    pub filled_outputs: &'a [Published<'a>],
    /// Where the jobs publish.
    pub targets: &'a [Target],
    /// What was invalid.
    pub tainted: &'a Routes,
    /// The input that makes the manifest a batch, and its glob, filled in.
    pub glob: Option<(&'a str, &'a str)>,
    /// Templates that could not be filled in.
    pub mistakes: &'a IndexSet<Mistake>,
    /// Every text that may hold templates, as it was written.
    pub texts: &'a [Written],
    /// The same by route, once somebody asks.
    pub by_route: OnceCell<HashMap<&'a Route, &'a str, RandomState>>,
}

impl<'a> Context<'a> {
    /// The manifest with the templates of the first job filled in, for values that are the same in
    /// all jobs.
    pub fn filled(&self) -> &'a Manifest {
        self.jobs.first().map_or(self.manifest, |job| &job.manifest)
    }

    /// The text at `route` as it was written, with its placeholders; `None` for what was not written.
    pub fn typed(&self, route: &Route) -> Option<&'a str> {
        let by_route = self.by_route.get_or_init(|| {
            let texts = self.texts.iter();
            texts.map(|one| (&one.route, one.text.as_str())).collect()
        });
        by_route.get(route).copied()
    }

    /// Inputs with their routes.
    pub fn inputs(&self) -> impl Iterator<Item = (Route, &'a Input)> {
        let all = Route::root().key("inputs");
        let inputs = self.manifest.inputs.iter();
        inputs.map(move |(name, input)| (all.key(name), input))
    }

    /// Video ladders with their routes.
    pub fn video_ladders(&self) -> impl Iterator<Item = (Route, &'a VideoLadder)> {
        let all = Route::root().key("ladders");
        let ladders = self.manifest.ladders.iter();
        ladders.filter_map(move |(name, ladder)| match ladder {
            Ladder::Video(ladder) => Some((all.key(name), ladder)),
            Ladder::Audio(_) => None,
        })
    }

    /// Audio ladders with their routes.
    pub fn audio_ladders(&self) -> impl Iterator<Item = (Route, &'a AudioLadder)> {
        let all = Route::root().key("ladders");
        let ladders = self.manifest.ladders.iter();
        ladders.filter_map(move |(name, ladder)| match ladder {
            Ladder::Audio(ladder) => Some((all.key(name), ladder)),
            Ladder::Video(_) => None,
        })
    }

    /// Whether it is certain what `key` says in every output, so that a rule can say that none does.
    pub fn is_certain_of(&self, key: &str) -> bool {
        self.tainted.iter().all(|route| match route.segments() {
            [] => false,
            [Segment::Key(table), below @ ..] => {
                let is_other = |one: &Segment| matches!(one, Segment::Key(other) if other != key);
                table != "outputs" || below.get(1).is_some_and(is_other)
            }
            _ => true,
        })
    }

    /// Encryptions of `manifest` with their routes.
    pub fn encryptions(manifest: &'a Manifest) -> impl Iterator<Item = (Route, &'a Aes128)> {
        let all = Route::root().key("encryption");
        manifest.encryption.iter().map(move |(name, encryption)| {
            let Encryption::Aes128(aes) = encryption;
            (all.key(name), aes)
        })
    }
}
