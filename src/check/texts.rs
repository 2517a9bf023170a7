//! Every text of a manifest in which `${…}` is replaced, with its route and what may be named there.
//!
//! Unaware of what replaces a placeholder.

use crate::manifest::{Encryption, Ladder, Manifest, Output, Text};
use crate::source::{Route, Segment};

/// What kind of text it is: which names it may use, and what its result must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// A variable: other variables, the environment, the job.
    Variable,
    /// Where an input is: these, and other inputs.
    Source,
    /// Anything else: these, and all inputs.
    Plain,
    /// The folder of a package: must stay below the manifest's folder.
    Folder,
    /// The path of a file output: as a folder, and `rung`.
    File,
    /// A path of segments in a package: also `rendition` and `number`.
    Segments,
}

impl Place {
    /// The names that stay until the output is made.
    pub fn late_names(self) -> &'static [&'static str] {
        match self {
            Self::File => &["rung"],
            Self::Segments => &["rendition", "number"],
            Self::Variable | Self::Source | Self::Plain | Self::Folder => &[],
        }
    }

    /// Whether the result is where something is published.
    pub fn is_target(self) -> bool {
        matches!(self, Self::Folder | Self::File)
    }
}

/// A text as it was written.
#[derive(Clone, Debug)]
pub struct Written {
    /// Where it is.
    pub route: Route,
    /// What it is for.
    pub place: Place,
    /// What was written.
    pub text: String,
}

/// Whether a text is a path, or an address.
pub fn is_path(route: &Route, place: Place) -> bool {
    match place {
        Place::Source | Place::Folder | Place::File | Place::Segments => true,
        Place::Plain => match route.segments().last() {
            Some(Segment::Key(key)) => matches!(
                key.as_str(),
                "key_file" | "key_info_file" | "key_uri" | "playlist" | "mpd"
            ),
            _ => false,
        },
        Place::Variable => false,
    }
}

/// Gives every text to `visit`, in the order of the manifest's types.
pub fn visit(manifest: &mut Manifest, visit: &mut dyn FnMut(Route, Place, &mut Text)) {
    let mut visitor = Visitor { visit };
    let vars = Route::root().key("vars");
    for (name, text) in &mut manifest.vars {
        (visitor.visit)(vars.key(name), Place::Variable, text);
    }
    let inputs = Route::root().key("inputs");
    for (name, input) in &mut manifest.inputs {
        let at = inputs.key(name);
        visitor.maybe(&at, "path", Place::Source, &mut input.path);
        visitor.maybe(&at, "glob", Place::Source, &mut input.glob);
        visitor.maybe(&at, "lavfi", Place::Plain, &mut input.lavfi);
        for (position, track) in input.audio.iter_mut().flatten().enumerate() {
            let at = at.key("audio").index(position);
            visitor.maybe(&at, "label", Place::Plain, &mut track.label);
        }
        visitor.list(&at, "args", &mut input.args);
    }
    let ladders = Route::root().key("ladders");
    for (name, ladder) in &mut manifest.ladders {
        visitor.ladder(&ladders.key(name), ladder);
    }
    let outputs = Route::root().key("outputs");
    for (name, output) in &mut manifest.outputs {
        visitor.output(&outputs.key(name), output);
    }
    let encryptions = Route::root().key("encryption");
    for (name, encryption) in &mut manifest.encryption {
        let at = encryptions.key(name);
        let Encryption::Aes128(aes) = encryption;
        visitor.maybe(&at, "key_file", Place::Plain, &mut aes.key_file);
        visitor.maybe(&at, "key_uri", Place::Plain, &mut aes.key_uri);
        visitor.maybe(&at, "key_info_file", Place::Plain, &mut aes.key_info_file);
    }
}

struct Visitor<'v> {
    visit: &'v mut dyn FnMut(Route, Place, &mut Text),
}

impl Visitor<'_> {
    fn one(&mut self, at: &Route, key: &str, place: Place, text: &mut Text) {
        (self.visit)(at.key(key), place, text);
    }

    fn maybe(&mut self, at: &Route, key: &str, place: Place, text: &mut Option<Text>) {
        if let Some(text) = text {
            self.one(at, key, place, text);
        }
    }

    fn list(&mut self, at: &Route, key: &str, texts: &mut [Text]) {
        for (position, text) in texts.iter_mut().enumerate() {
            (self.visit)(at.key(key).index(position), Place::Plain, text);
        }
    }

    fn ladder(&mut self, at: &Route, ladder: &mut Ladder) {
        match ladder {
            Ladder::Video(ladder) => {
                for (position, rung) in ladder.rungs.iter_mut().enumerate() {
                    self.list(&at.key("rungs").index(position), "args", &mut rung.args);
                }
                self.list(at, "filters", &mut ladder.filters);
                self.list(at, "args", &mut ladder.args);
            }
            Ladder::Audio(ladder) => {
                self.list(at, "filters", &mut ladder.filters);
                self.list(at, "args", &mut ladder.args);
            }
        }
    }

    fn output(&mut self, at: &Route, output: &mut Output) {
        match output {
            Output::Hls(hls) => {
                self.one(at, "dir", Place::Folder, &mut hls.dir);
                self.one(at, "playlist", Place::Plain, &mut hls.playlist);
                self.one(at, "segment_path", Place::Segments, &mut hls.segment_path);
                self.list(at, "args", &mut hls.args);
            }
            Output::Dash(dash) => {
                self.one(at, "dir", Place::Folder, &mut dash.dir);
                self.one(at, "mpd", Place::Plain, &mut dash.mpd);
                self.one(at, "segment_path", Place::Segments, &mut dash.segment_path);
            }
            Output::Cmaf(cmaf) => {
                self.one(at, "dir", Place::Folder, &mut cmaf.dir);
                self.one(at, "playlist", Place::Plain, &mut cmaf.playlist);
                self.one(at, "mpd", Place::Plain, &mut cmaf.mpd);
                self.one(at, "segment_path", Place::Segments, &mut cmaf.segment_path);
            }
            Output::File(file) => {
                self.one(at, "path", Place::File, &mut file.path);
                self.list(at, "args", &mut file.args);
            }
        }
    }
}
