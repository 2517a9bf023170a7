//! Which sound tracks an output carries, and what they are called.
//!
//! Unaware of rungs and encoders.

use std::collections::BTreeSet;

use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::facts::AudioStream;
use crate::manifest::{AudioTrack, Input};
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
        self.end = self.end.map(|end| end + start - asked);
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
