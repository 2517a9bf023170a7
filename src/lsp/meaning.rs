//! What texts become once their placeholders are filled in, without a word of the environment's
//! values: they may be secrets, and editors show hovers on shared screens.
//!
//! Unaware of what is being pointed at.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;

use crate::check::Surroundings;
use crate::check::fill::{Filled, Filler};
use crate::check::paths::{Parts, fixed_part};
use crate::check::template::{Piece, parse};
use crate::check::texts::Place;
use crate::manifest::Manifest;
use crate::source::{Route, Routes};
use crate::workspace::Loaded;

/// A manifest whose texts can be filled in.
pub struct Meaning<'a> {
    manifest: &'a Manifest,
    tainted: &'a Routes,
    path: &'a Utf8PathBuf,
    /// Each variable stands for its own placeholder.
    environment: BTreeMap<String, String>,
}

/// What a text becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expanded {
    /// The text; variables of the environment, and what only an output knows, stay placeholders.
    pub text: String,
    /// The made-up match of a `glob` that it was filled in for.
    pub sample: Option<String>,
}

impl<'a> Meaning<'a> {
    /// The meaning of a manifest that could be read; `names` are those of the environment.
    pub fn of(loaded: &'a Loaded, names: &[String]) -> Option<Self> {
        Some(Self {
            manifest: loaded.manifest.as_ref()?,
            tainted: &loaded.tainted,
            path: &loaded.path,
            environment: names
                .iter()
                .map(|name| (name.clone(), format!("${{env.{name}}}")))
                .collect(),
        })
    }

    /// What `text` becomes at `route`; `None` if something in it has no value.
    pub fn expand(&self, route: &Route, place: Place, text: &str) -> Option<Expanded> {
        let surroundings = Surroundings {
            manifest_path: self.path,
            environment: &self.environment,
            items: None,
        };
        let mut filler = Filler::new(self.manifest, self.tainted, &surroundings);
        let mut sample = None;
        let batch = self.manifest.inputs.iter().find_map(|(name, input)| {
            match (&input.path, &input.glob) {
                (None, Some(glob)) => Some((name, glob)),
                _ => None,
            }
        });
        if let Some((name, glob)) = batch {
            let item = fixed_part(glob.as_str()).join("film.mov");
            let parts = Parts::of_match(&item, glob.as_str());
            let (pieces, _) = parse(text);
            let names_it = |piece: &Piece<'_>| match piece {
                Piece::Placeholder { name: used, .. } => used
                    .rsplit_once('.')
                    .is_some_and(|(input, _)| input == name),
                Piece::Literal(_) => false,
            };
            if pieces.iter().any(names_it) {
                sample = Some(item.into_string());
            }
            filler.batch = Some((name, parts, true));
        }
        let Filled { text, sound } = filler.fill(route, place, text);
        // What is filled in later keeps its dollars doubled until then.
        let text = text.replace("$$", "$");
        sound.then_some(Expanded { text, sample })
    }
}
