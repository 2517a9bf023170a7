//! Outputs, whichever kind they are: what rules ask of every output is answered here once.
//!
//! Unaware of any rule.

use std::collections::HashSet;

use camino::{Utf8Path, Utf8PathBuf};

use super::paths::resolve;
use crate::manifest::{AdaptationSet, Duration, Input, Ladder, Manifest, Output, Text};
use crate::source::Route;

/// The outputs of a manifest.
pub fn outputs(manifest: &Manifest) -> impl Iterator<Item = Published<'_>> {
    let all = Route::root().key("outputs");
    manifest
        .outputs
        .iter()
        .map(move |(name, output)| Published {
            name,
            route: all.key(name),
            output,
        })
}

/// Whether a list has a name twice.
pub fn is_repeated(names: &[String]) -> bool {
    let mut known = HashSet::new();
    names.len() > 1 && !names.iter().all(|name| known.insert(name))
}

/// An output with its route: what all kinds of output have in common.
pub struct Published<'a> {
    /// Its name.
    pub name: &'a str,
    /// `outputs.NAME`.
    pub route: Route,
    /// As it was written, or filled in.
    pub output: &'a Output,
}

impl<'a> Published<'a> {
    /// The names of its ladders.
    pub fn ladders(&self) -> &'a [String] {
        match self.output {
            Output::Hls(hls) => &hls.ladders,
            Output::Dash(dash) => &dash.ladders,
            Output::Cmaf(cmaf) => &cmaf.ladders,
            Output::File(file) => &file.ladders,
        }
    }

    /// Its ladders that exist, each with the route of its mention.
    pub fn ladders_of(
        &self,
        manifest: &'a Manifest,
    ) -> impl Iterator<Item = (Route, &'a str, &'a Ladder)> {
        let all = self.route.key("ladders");
        let names = self.ladders().iter().enumerate();
        names.filter_map(move |(position, name)| {
            let ladder = manifest.ladders.get(name)?;
            Some((all.index(position), name.as_str(), ladder))
        })
    }

    /// The names of its inputs, if it chooses.
    pub fn inputs(&self) -> Option<&'a [String]> {
        match self.output {
            Output::Hls(hls) => hls.inputs.as_deref(),
            Output::Dash(dash) => dash.inputs.as_deref(),
            Output::Cmaf(cmaf) => cmaf.inputs.as_deref(),
            Output::File(file) => file.inputs.as_deref(),
        }
    }

    /// Its inputs that exist, by name, in its own order.
    pub fn inputs_of(&self, manifest: &'a Manifest) -> Vec<(&'a str, &'a Input)> {
        let inputs = &manifest.inputs;
        let named = |(name, input): (&'a String, &'a Input)| (name.as_str(), input);
        match self.inputs() {
            None => inputs.iter().map(named).collect(),
            Some(chosen) => chosen
                .iter()
                .filter_map(|name| inputs.get_key_value(name).map(named))
                .collect(),
        }
    }

    /// The name of its encryption.
    pub fn encryption(&self) -> Option<&'a str> {
        match self.output {
            Output::Hls(hls) => hls.encryption.as_deref(),
            Output::Cmaf(cmaf) => cmaf.encryption.as_deref(),
            Output::Dash(_) | Output::File(_) => None,
        }
    }

    /// Where it is published: the key, and the folder or file.
    pub fn target(&self) -> (&'static str, &'a Text) {
        match self.output {
            Output::Hls(hls) => ("dir", &hls.dir),
            Output::Dash(dash) => ("dir", &dash.dir),
            Output::Cmaf(cmaf) => ("dir", &cmaf.dir),
            Output::File(file) => ("path", &file.path),
        }
    }

    /// The route of where it is published.
    pub fn target_route(&self) -> Route {
        self.route.key(self.target().0)
    }

    /// Where it is published, to be compared with other paths of the manifest in the folder `root`.
    pub fn target_path(&self, root: &Utf8Path) -> Utf8PathBuf {
        resolve(root, self.target().1.as_str())
    }

    /// Whether it is made of segments.
    pub fn is_package(&self) -> bool {
        !matches!(self.output, Output::File(_))
    }

    /// Its adaptation sets.
    pub fn adaptation_sets(&self) -> &'a [AdaptationSet] {
        match self.output {
            Output::Dash(dash) => &dash.adaptation_sets,
            Output::Cmaf(cmaf) => &cmaf.adaptation_sets,
            Output::Hls(_) | Output::File(_) => &[],
        }
    }

    /// How long a segment is.
    pub fn segment_duration(&self) -> Option<Duration> {
        match self.output {
            Output::Hls(hls) => Some(hls.segment_duration),
            Output::Dash(dash) => Some(dash.segment_duration),
            Output::Cmaf(cmaf) => Some(cmaf.segment_duration),
            Output::File(_) => None,
        }
    }
}
