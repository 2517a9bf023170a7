//! Which renditions share a DASH adaptation set.
//!
//! Unaware of how an MPD is written.

use crate::check::adaptation_set_mix;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::language::is_same;
use crate::manifest::{AdaptationSet, Streams};
use crate::plan;
use crate::source::Route;

use super::rendition::{WantedAudio, WantedVideo};

/// No adaptation set takes a rendition.
pub static UNMATCHED_RENDITION: Code = Code {
    name: "unmatched-rendition",
    severity: Severity::Error,
    summary: "no adaptation set takes a rendition",
    explanation: "Every rendition goes into the first adaptation set that takes it. A rendition that \
no set takes, such as sound in a language that only the source tells, would be lost.\n\n\
Wrong: `adaptation_sets = [{ id = 0, streams = \"video\" }]` for picture and sound.\n\n\
Right: `adaptation_sets = [{ id = 0, streams = \"video\" }, { id = 1, streams = \"audio\" }]`.\n\n\
Source: ISO/IEC 23009-1 §5.3.3.",
};

/// Facts about a rendition that an adaptation set may ask for.
struct Member<'a> {
    id: &'a str,
    streams: Streams,
    ladder: &'a str,
    codec: &'a str,
    language: &'a str,
    track: (&'a str, u32),
}

/// The sets that were asked for, or the usual ones. `origin` is the output.
pub fn adaptation_sets(
    diagnostics: &mut Diagnostics,
    origin: &Route,
    asked: &[AdaptationSet],
    videos: &[&WantedVideo<'_>],
    sounds: &[&WantedAudio<'_>],
) -> Vec<plan::AdaptationSet> {
    let mut members: Vec<Member<'_>> = videos
        .iter()
        .map(|video| Member {
            id: &video.id,
            streams: Streams::Video,
            ladder: video.ladder_name,
            codec: video.ladder.codec.name(),
            language: "und",
            track: (video.picture.input, video.picture.stream.index),
        })
        .collect();
    members.extend(sounds.iter().map(|audio| Member {
        id: &audio.id,
        streams: Streams::Audio,
        ladder: audio.ladder_name,
        codec: audio.ladder.codec.name(),
        language: &audio.sound.language,
        track: (audio.sound.input, audio.sound.stream.index),
    }));
    if asked.is_empty() {
        return usual_sets(&members);
    }
    let takes = |set: &AdaptationSet, member: &Member<'_>| {
        set.streams.is_none_or(|streams| streams == member.streams)
            && set.ladder.as_ref().is_none_or(|name| name == member.ladder)
            && set
                .language
                .as_ref()
                .is_none_or(|tag| is_same(&tag.0, member.language))
    };
    let route = origin.key("adaptation_sets");
    let mut sets: Vec<(usize, Vec<&Member<'_>>)> = Vec::new();
    for member in &members {
        let Some(at) = asked.iter().position(|set| takes(set, member)) else {
            diagnostics.push(
                Diagnostic::new(
                    &UNMATCHED_RENDITION,
                    route.clone(),
                    format!("no adaptation set takes `{}`", member.id),
                )
                .here("none of these does")
                .help("add a set for it, such as `{ id = 2 }`, which takes everything left"),
            );
            continue;
        };
        match sets.iter_mut().find(|(known, _)| *known == at) {
            Some((_, list)) => list.push(member),
            None => sets.push((at, vec![member])),
        }
    }
    sets.sort_by_key(|(at, _)| *at);
    let mut result = Vec::new();
    for (at, list) in sets {
        if let Some((first, other)) = list.first().and_then(|first| {
            list.iter()
                .find(|other| other.codec != first.codec || other.track != first.track)
                .map(|other| (first, other))
        }) {
            diagnostics.push(
                Diagnostic::new(
                    &adaptation_set_mix::CODE,
                    route.index(at),
                    format!("`{}` and `{}` cannot share a set", first.id, other.id),
                )
                .label(At::Value(route.index(at)), "this set takes both")
                .help("players switch freely inside a set: give each codec and each sound track a set of its own"),
            );
        }
        result.push(plan::AdaptationSet {
            id: asked.get(at).map_or(0, |set| set.id),
            renditions: list.iter().map(|member| member.id.to_string()).collect(),
        });
    }
    result
}

/// One set for each codec of the picture, and each codec of each sound track.
fn usual_sets(members: &[Member<'_>]) -> Vec<plan::AdaptationSet> {
    let mut sets: Vec<(&Member<'_>, Vec<String>)> = Vec::new();
    for member in members {
        let same = |known: &Member<'_>| {
            known.codec == member.codec
                && known.streams == member.streams
                && known.track == member.track
        };
        match sets.iter_mut().find(|(known, _)| same(known)) {
            Some((_, list)) => list.push(member.id.to_string()),
            None => sets.push((member, vec![member.id.to_string()])),
        }
    }
    (0..)
        .zip(sets)
        .map(|(id, (_, renditions))| plan::AdaptationSet { id, renditions })
        .collect()
}
