//! Which sound tracks an output carries, and what they are called.
//!
//! Unaware of rungs and encoders.

use std::collections::BTreeSet;

use crate::check::endless_source::{CODE, endless};
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::facts::AudioStream;
use crate::manifest::{AudioTrack, Input, Ladder};
use crate::rational::Rational;
use crate::role::Role;
use crate::source::Route;

use super::Draft;
use super::picture::Picture;

/// A track of the manifest that the file does not have.
pub static NO_SUCH_TRACK: Code = Code {
    name: "no-such-track",
    severity: Severity::Error,
    summary: "the file has fewer sound tracks than the manifest names",
    explanation: "`track` counts the file's sound tracks from 0, as ffmpeg's `a:0` does. The file \
has no track of this number; `rendit probe FILE` lists those it has.\n\n\
Wrong: `audio = [{ track = 1 }]` with a file of one sound track.\n\n\
Right: `audio = [{ track = 0 }]`.",
};

/// Nothing to hear.
pub static NO_SOUND: Code = Code {
    name: "no-sound",
    severity: Severity::Warning,
    summary: "an audio ladder is asked for, but no input has sound",
    explanation: "The output names an audio ladder, and none of its inputs has a sound track. The \
result is silent.\n\n\
Wrong: `ladders = [\"hd\", \"sound\"]` with a silent film.\n\nRight: `ladders = [\"hd\"]`.",
};

/// Sound that nobody asked for.
pub static SOUND_DROPPED: Code = Code {
    name: "sound-dropped",
    severity: Severity::Warning,
    summary: "the source has sound, and no output takes it",
    explanation: "The source has sound tracks, and no output names an audio ladder: what is made is \
silent. Where that is meant, `audio = []` in the input says so.\n\n\
Wrong: `ladders = [\"hd\"]` for a film with sound.\n\n\
Right: `ladders = [\"hd\", \"sound\"]`, with `sound` of `type = \"audio\"`.\n\n\
Source: the manifest's own reference (`outputs.*.ladders`).",
};

/// One sound track, ready to be encoded.
#[derive(Clone, Debug)]
pub struct Sound<'a> {
    /// The input's name.
    pub input: &'a str,
    /// The input in the manifest.
    pub asked: &'a Input,
    /// The stream.
    pub stream: &'a AudioStream,
    /// Seconds on the container's clock at which the result begins.
    pub origin: Rational,
    /// Seconds from there at which what is used begins. Below nought where it begins after its
    /// picture does.
    pub start: Rational,
    /// Seconds from there at which it ends, where the manifest says so.
    pub end: Option<Rational>,
    /// BCP 47; `und` where nobody knows.
    pub language: String,
    /// What the manifest or the file calls it.
    pub label: Option<String>,
    /// What it is for.
    pub role: Role,
    /// Whether the manifest or the file makes it the default.
    pub default: bool,
    /// Where the manifest speaks of it.
    pub route: Route,
}

/// Warns of sources whose sound no output takes.
pub fn check_dropped(diagnostics: &mut Diagnostics, draft: &Draft<'_>) {
    let manifest = &draft.job.manifest;
    let mut named = manifest
        .outputs
        .values()
        .flat_map(|output| output.ladders());
    let is_audio = |name: &String| matches!(manifest.ladders.get(name), Some(Ladder::Audio(_)));
    if named.any(is_audio) {
        return;
    }
    for (name, asked) in &manifest.inputs {
        let tracks = draft
            .facts
            .sources
            .get(name)
            .map_or(0, |source| source.audio.len());
        let is_silent = asked.audio.as_ref().is_some_and(Vec::is_empty);
        if tracks == 0 || is_silent || !asked.video {
            continue;
        }
        let key = if asked.lavfi.is_some() {
            "lavfi"
        } else {
            "path"
        };
        let tracks = match tracks {
            1 => "one sound track".to_owned(),
            more => format!("{more} sound tracks"),
        };
        diagnostics.push(
            Diagnostic::new(
                &SOUND_DROPPED,
                Route::root().key("inputs").key(name).key(key),
                format!("no output takes the sound of `{name}`"),
            )
            .here(tracks)
            .help(
                "add a ladder of `type = \"audio\"` and name it in `ladders`; for a silent result, \
                 write `audio = []` in the input",
            ),
        );
    }
}

/// Reports generated sound that would go on for ever: neither its input nor a picture ends it.
pub fn check_end(diagnostics: &mut Diagnostics, sounds: &[Sound<'_>]) {
    let mut endless = sounds.iter().filter(|sound| sound.is_endless());
    if let Some(sound) = endless.next() {
        let route = Route::root().key("inputs").key(sound.input);
        diagnostics.push(
            Diagnostic::new(&CODE, route.key("lavfi"), "this source never ends")
                .here("no duration in the graph")
                .help("add `end = \"10s\"` to the input, or `duration=10` to the graph"),
        );
    }
}

/// All sound tracks of an input, as the manifest and the file describe them.
pub fn sounds<'a>(
    diagnostics: &mut Diagnostics,
    draft: &Draft<'a>,
    name: &'a str,
) -> Vec<Sound<'a>> {
    let (Some(asked), Some(source)) = (
        draft.job.manifest.inputs.get(name),
        draft.facts.sources.get(name),
    ) else {
        return Vec::new();
    };
    // The picture is what sound is in step with; a file without one begins where its container does.
    let origin = source
        .video
        .iter()
        .find(|stream| stream.default)
        .or(source.video.first())
        .map_or(source.start, |stream| stream.start.or(source.start))
        .unwrap_or(Rational::ZERO);
    let input = Route::root().key("inputs").key(name);
    let whole = input.key(if asked.lavfi.is_some() {
        "lavfi"
    } else {
        "path"
    });
    let one = |stream: &'a AudioStream, track: Option<&AudioTrack>, route: Route| {
        let language = track
            .and_then(|track| track.language.as_ref())
            .or(asked.language.as_ref())
            .map(|language| language.0.clone())
            .or_else(|| stream.language.as_deref().map(crate::language::from_file))
            .unwrap_or_else(|| "und".into());
        Sound {
            input: name,
            asked,
            stream,
            origin,
            start: asked.start.map_or(Rational::ZERO, |time| time.0),
            end: asked.end.map(|time| time.0),
            language,
            label: track
                .and_then(|track| track.label.as_ref())
                .map(|label| label.0.clone())
                .or_else(|| stream.title.clone()),
            role: track
                .and_then(|track| track.role)
                .unwrap_or_else(|| role(&stream.dispositions)),
            default: track.is_some_and(|track| track.default),
            route,
        }
    };
    let Some(tracks) = &asked.audio else {
        return source
            .audio
            .iter()
            .map(|stream| one(stream, None, whole.clone()))
            .collect();
    };
    let mut sounds = Vec::new();
    for (position, track) in tracks.iter().enumerate() {
        let route = input.key("audio").index(position);
        match source.audio.get(track.track as usize) {
            Some(stream) => sounds.push(one(stream, Some(track), route)),
            None => diagnostics.push(
                Diagnostic::new(
                    &NO_SUCH_TRACK,
                    route.key("track"),
                    format!("there is no sound track {}", track.track),
                )
                .here(match source.audio.len() {
                    0 => "the file has no sound".to_string(),
                    1 => "the file has one, track 0".to_string(),
                    count => format!("the file has {count}, from 0 to {}", count - 1),
                })
                .help("tracks count from 0; `rendit probe` lists them"),
            ),
        }
    }
    sounds
}

impl Sound<'_> {
    /// Whether it is generated, and nothing says where it ends.
    pub fn is_endless(&self) -> bool {
        let graph = self.asked.lavfi.as_ref().map(|graph| graph.as_str());
        self.end.is_none() && graph.is_some_and(|graph| endless(graph).is_some())
    }

    /// Keeps the sound in step with a picture whose trim was moved to its frame grid.
    pub fn follow(&mut self, picture: &Picture<'_>) {
        let at = |frame: i64| Rational::whole(frame) / picture.grid;
        let start = at(picture.first);
        if picture.input == self.input {
            self.start = start;
            self.end = picture.last.map(at);
            return;
        }
        // A file beside the picture's: whoever trimmed both meant the same moments.
        let asked = picture.asked.start.map_or(Rational::ZERO, |time| time.0);
        self.start = self.start + start - asked;
        self.end = match self.end {
            Some(end) => Some(end + start - asked),
            None if self.is_endless() => picture.duration.map(|length| self.start + length),
            None => None,
        };
    }
}

fn role(dispositions: &BTreeSet<String>) -> Role {
    let has = |name: &str| dispositions.contains(name);
    if has("comment") {
        Role::Commentary
    } else if has("visual_impaired") || has("descriptions") {
        Role::Description
    } else if has("dub") {
        Role::Dub
    } else {
        Role::Main
    }
}
