//! What is encoded, and which output uses it: every rung of every ladder that an output names,
//! for every source, once.
//!
//! Unaware of ffmpeg's options and of packages.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;

use crate::codec::AudioCodec;
use crate::diag::{Diagnostic, Diagnostics};
use crate::ladder::{self, Fit};
use crate::manifest::{AudioLadder, AudioRung, Ladder, Output, VideoLadder};
use crate::plan::{Dropped, Media, Rendition};
use crate::rational::Rational;
use crate::source::Route;

use super::Draft;
use super::grid::{self, Borders};
use super::picture::{self, NO_PICTURE, Picture};
use super::place;
use super::sound::{self, NO_SOUND, Sound};

/// A video rendition with all that its encode needs.
#[derive(Clone, Debug)]
pub struct WantedVideo<'a> {
    /// Its name in the plan.
    pub id: String,
    /// The ladder's name.
    pub ladder_name: &'a str,
    /// The ladder.
    pub ladder: &'a VideoLadder,
    /// What it shows.
    pub picture: Picture<'a>,
    /// The rung, fitted.
    pub fit: Fit,
    /// Frames from one keyframe to the next.
    pub gop: u32,
    /// Whether keyframes stand at exactly every `gop` frames.
    pub fixed_gop: bool,
    /// The rung's route.
    pub origin: Route,
}

/// An audio rendition with all that its encode needs.
#[derive(Clone, Debug)]
pub struct WantedAudio<'a> {
    /// Its name in the plan.
    pub id: String,
    /// The ladder's name.
    pub ladder_name: &'a str,
    /// The ladder.
    pub ladder: &'a AudioLadder,
    /// What is heard.
    pub sound: Sound<'a>,
    /// Channels.
    pub channels: u32,
    /// Samples per second.
    pub sample_rate: u32,
    /// Bits per second; `None` for a lossless codec.
    pub bit_rate: Option<u64>,
    /// Seconds to which silence fills it up, for streaming beside a picture.
    pub pad_to: Option<Rational>,
    /// The rung's route.
    pub origin: Route,
}

/// An output and what goes into it.
#[derive(Clone, Debug)]
pub struct WantedOutput<'a> {
    /// Its name.
    pub name: &'a str,
    /// The output in the manifest.
    pub output: &'a Output,
    /// Positions among the wanted videos.
    pub videos: Vec<usize>,
    /// Positions among the wanted sounds.
    pub sounds: Vec<usize>,
    /// The picture's input, where it has one.
    pub input: Option<&'a str>,
    /// Exact seconds of a segment; `None` for a file.
    pub segment_duration: Option<Rational>,
}

/// Everything that is wanted of a job.
#[derive(Clone, Debug, Default)]
pub struct Wanted<'a> {
    /// Pictures, each encoded once.
    pub videos: Vec<WantedVideo<'a>>,
    /// Sounds, each encoded once.
    pub sounds: Vec<WantedAudio<'a>>,
    /// What is published.
    pub outputs: Vec<WantedOutput<'a>>,
}

/// Chooses the renditions of a job and names them in the plan.
pub fn choose<'a>(diagnostics: &mut Diagnostics, draft: &mut Draft<'a>) -> Option<Wanted<'a>> {
    let manifest = &draft.job.manifest;
    let mut wanted = Wanted::default();
    let mut shares: Vec<Share<'a>> = Vec::new();
    for (name, output) in &manifest.outputs {
        if let Some(share) = share(diagnostics, draft, name, output) {
            shares.push(share);
        }
    }
    // Streams first: a file keeps to the keyframes of a stream that uses the same ladder.
    shares.sort_by_key(|share| share.output.segment_duration().is_none());
    let borders = all_borders(&shares);
    for (position, share) in shares.into_iter().enumerate() {
        add(&mut wanted, share, borders.get(position).cloned().flatten());
    }
    name_all(&mut wanted);
    declare(draft, &wanted);
    Some(wanted)
}

/// What one output takes, before anything is shared.
struct Share<'a> {
    name: &'a str,
    output: &'a Output,
    picture: Option<Picture<'a>>,
    fits: Vec<(&'a str, &'a VideoLadder, Fit)>,
    sounds: Vec<Sound<'a>>,
    audio_ladders: Vec<(&'a str, &'a AudioLadder)>,
}

fn share<'a>(
    diagnostics: &mut Diagnostics,
    draft: &mut Draft<'a>,
    name: &'a str,
    output: &'a Output,
) -> Option<Share<'a>> {
    let job = draft.job;
    let manifest = &job.manifest;
    let inputs: Vec<&'a str> = match output.inputs() {
        Some(named) => named
            .iter()
            .filter_map(|name| manifest.inputs.get_key_value(name.as_str()))
            .map(|(name, _)| name.as_str())
            .collect(),
        None => manifest.inputs.keys().map(String::as_str).collect(),
    };
    let mut video_ladders = Vec::new();
    let mut audio_ladders = Vec::new();
    for ladder in output.ladders() {
        match manifest.ladders.get_key_value(ladder.as_str()) {
            Some((name, Ladder::Video(ladder))) => video_ladders.push((name.as_str(), ladder)),
            Some((name, Ladder::Audio(ladder))) => audio_ladders.push((name.as_str(), ladder)),
            None => {}
        }
    }
    for input in &inputs {
        if !draft.facts.sources.contains_key(*input) {
            draft.note(format!("input `{input}` is absent and optional: left out"));
        }
        picture::check_whole(diagnostics, draft, input);
        picture::check_clock(diagnostics, draft, input);
        picture::check_subtitles(diagnostics, draft, input);
    }

    let mut shown = None;
    if !video_ladders.is_empty() {
        let with_picture: Vec<&'a str> = inputs
            .iter()
            .copied()
            .filter(|input| has_picture(draft, input))
            .collect();
        shown = with_picture
            .first()
            .and_then(|input| picture::picture(diagnostics, draft, input));
        if let Some((first, others)) = with_picture.split_first() {
            for other in others {
                draft.note(format!(
                    "output `{name}` shows `{first}`; the picture of `{other}` is not used \
                     (`video = false` says so)"
                ));
            }
        } else {
            diagnostics.push(
                Diagnostic::new(
                    &NO_PICTURE,
                    mention(draft, output, name, |ladder| {
                        matches!(ladder, Ladder::Video(_))
                    }),
                    format!("no input of `{name}` has a picture"),
                )
                .here("a video ladder is asked for here")
                .help("take the video ladder out, or name an input with a picture"),
            );
        }
    }
    let mut fits = Vec::new();
    if let Some(shown) = &shown {
        for (ladder_name, ladder) in &video_ladders {
            picture::check_fields(diagnostics, shown, (ladder_name, ladder));
            let (kept, refused) = ladder::fit(ladder, shown.stream, shown.grid);
            for refusal in refused {
                let dropped = Dropped {
                    ladder: (*ladder_name).to_string(),
                    rung: refusal.label,
                    reason: refusal.reason,
                    origin: rung_route(ladder_name, refusal.position),
                };
                if !draft.plan.dropped.contains(&dropped) {
                    draft.plan.dropped.push(dropped);
                }
            }
            fits.extend(kept.into_iter().map(|fit| (*ladder_name, *ladder, fit)));
        }
    }

    let mut sounds = Vec::new();
    if !audio_ladders.is_empty() {
        for input in &inputs {
            sounds.extend(sound::sounds(diagnostics, draft, input));
        }
        if let Some(shown) = &shown {
            sounds.iter_mut().for_each(|sound| sound.follow(shown));
        }
        sound::check_end(diagnostics, &sounds);
        if sounds.is_empty() {
            diagnostics.push(
                Diagnostic::new(
                    &NO_SOUND,
                    mention(draft, output, name, |ladder| {
                        matches!(ladder, Ladder::Audio(_))
                    }),
                    format!("no input of `{name}` has sound"),
                )
                .here("an audio ladder is asked for here")
                .help("the result is silent; take the audio ladder out if that is meant"),
            );
        }
    }
    if fits.is_empty() && sounds.is_empty() {
        if video_ladders.is_empty() {
            diagnostics.push(
                Diagnostic::new(
                    &NO_PICTURE,
                    Route::root().key("outputs").key(name),
                    format!("there is nothing to put into `{name}`"),
                )
                .here("no input has a track for its ladders"),
            );
        }
        return None;
    }
    Some(Share {
        name,
        output,
        picture: shown,
        fits,
        sounds,
        audio_ladders,
    })
}

fn has_picture(draft: &Draft<'_>, input: &str) -> bool {
    let used = draft
        .job
        .manifest
        .inputs
        .get(input)
        .is_some_and(|input| input.video);
    used && draft
        .facts
        .sources
        .get(input)
        .is_some_and(|source| !source.video.is_empty())
}

/// The route of a rung, or of the `auto` that thought of it.
fn rung_route(ladder: &str, position: Option<usize>) -> Route {
    let ladder = Route::root().key("ladders").key(ladder);
    match position {
        Some(position) => ladder.key("rungs").index(position),
        None => ladder.key("auto"),
    }
}

/// Borders for every output, shared by all streaming outputs of one picture where one GOP length
/// serves them all. A file keeps to the borders of a stream that uses the same ladder.
fn all_borders(shares: &[Share<'_>]) -> Vec<Option<(Borders, Rational)>> {
    let streaming = |share: &Share<'_>| share.output.segment_duration().map(|d| d.0);
    let mut result: Vec<Option<(Borders, Rational)>> = vec![None; shares.len()];
    let mut by_input: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (position, share) in shares.iter().enumerate() {
        if let (Some(picture), Some(_)) = (&share.picture, streaming(share)) {
            by_input.entry(picture.input).or_default().push(position);
        }
    }
    for positions in by_input.values() {
        let mut try_group = |group: &[usize]| -> bool {
            let members: Vec<&Share<'_>> = group.iter().filter_map(|at| shares.get(*at)).collect();
            let rates: Vec<Rational> = members
                .iter()
                .flat_map(|share| share.fits.iter().map(|(_, _, fit)| fit.frame_rate))
                .collect();
            let durations: Vec<Rational> = members
                .iter()
                .filter_map(|share| streaming(share))
                .collect();
            let Some(borders) = grid::borders(&rates, &durations) else {
                return false;
            };
            for (place, at) in group.iter().enumerate() {
                if let (Some(slot), Some(duration)) =
                    (result.get_mut(*at), borders.segment_duration(place))
                {
                    *slot = Some((borders.clone(), duration));
                }
            }
            true
        };
        if !try_group(positions) {
            for position in positions {
                try_group(&[*position]);
            }
        }
    }
    result
}

fn add<'a>(wanted: &mut Wanted<'a>, share: Share<'a>, borders: Option<(Borders, Rational)>) {
    let mut output = WantedOutput {
        name: share.name,
        output: share.output,
        videos: Vec::new(),
        sounds: Vec::new(),
        input: share.picture.as_ref().map(|picture| picture.input),
        segment_duration: share
            .output
            .segment_duration()
            .map(|target| borders.as_ref().map_or(target.0, |(_, exact)| *exact)),
    };
    if let Some(picture) = &share.picture {
        for (ladder_name, ladder, fit) in share.fits {
            let (gop, fixed_gop) = match (&borders, share.output.keyframe_interval()) {
                (Some((borders, _)), _) => (borders.gop_at(fit.frame_rate), true),
                (None, interval) => {
                    let interval = interval.map_or(Rational::whole(5), |d| d.0);
                    let frames = (interval * fit.frame_rate).round().max(1);
                    (u32::try_from(frames).unwrap_or(u32::MAX), false)
                }
            };
            let at = wanted.videos.iter().position(|known| {
                known.ladder_name == ladder_name
                    && known.picture.input == picture.input
                    && known.fit == fit
                    && (known.gop == gop && known.fixed_gop == fixed_gop || !fixed_gop)
            });
            let at = at.unwrap_or_else(|| {
                wanted.videos.push(WantedVideo {
                    id: String::new(),
                    ladder_name,
                    ladder,
                    picture: picture.clone(),
                    origin: rung_route(ladder_name, fit.position),
                    fit,
                    gop,
                    fixed_gop,
                });
                wanted.videos.len() - 1
            });
            output.videos.push(at);
        }
    }
    let pad_to = match (&share.picture, output.segment_duration) {
        (Some(picture), Some(_)) => picture.duration,
        _ => None,
    };
    for (ladder_name, ladder) in share.audio_ladders {
        let usual = [AudioRung::default()];
        let (rungs, given) = if ladder.rungs.is_empty() {
            (&usual[..], false)
        } else {
            (&ladder.rungs[..], true)
        };
        for sound in &share.sounds {
            for (position, rung) in rungs.iter().enumerate() {
                let fresh = audio(
                    (ladder_name, ladder),
                    sound,
                    rung,
                    given.then_some(position),
                );
                let at = wanted.sounds.iter().position(|known| {
                    known.origin == fresh.origin
                        && known.sound.input == sound.input
                        && known.sound.stream.index == sound.stream.index
                        && (known.sound.start, known.sound.end) == (sound.start, sound.end)
                        && known.pad_to.zip(pad_to).is_none_or(|(a, b)| a == b)
                });
                let at = at.unwrap_or_else(|| {
                    wanted.sounds.push(fresh);
                    wanted.sounds.len() - 1
                });
                if let Some(known) = wanted.sounds.get_mut(at) {
                    known.pad_to = known.pad_to.or(pad_to);
                }
                output.sounds.push(at);
            }
        }
    }
    wanted.outputs.push(output);
}

fn audio<'a>(
    ladder: (&'a str, &'a AudioLadder),
    sound: &Sound<'a>,
    rung: &AudioRung,
    position: Option<usize>,
) -> WantedAudio<'a> {
    let (ladder_name, ladder) = ladder;
    let codec: AudioCodec = ladder.codec;
    let most = rung.channels.unwrap_or(codec.usual_channels());
    let channels = sound
        .stream
        .channels
        .max(1)
        .min(most)
        .min(codec.most_channels());
    let route = Route::root().key("ladders").key(ladder_name);
    WantedAudio {
        id: String::new(),
        ladder_name,
        ladder,
        sound: sound.clone(),
        channels,
        sample_rate: rung
            .sample_rate
            .unwrap_or_else(|| codec.usual_sample_rate(sound.stream.sample_rate)),
        bit_rate: codec
            .usual_bit_rate(channels)
            .map(|usual| rung.bit_rate.map_or(usual, |rate| rate.0)),
        pad_to: None,
        origin: match position {
            Some(position) => route.key("rungs").index(position),
            None => route,
        },
    }
}

/// Gives every rendition a short name that no other has.
fn name_all(wanted: &mut Wanted<'_>) {
    let mut taken: Vec<String> = Vec::new();
    let mut unique = |name: String| {
        let mut candidate = name.clone();
        let mut count = 2;
        while taken.contains(&candidate) {
            candidate = format!("{name}_{count}");
            count += 1;
        }
        taken.push(candidate.clone());
        candidate
    };
    for video in &mut wanted.videos {
        let name = format!("{}_{}", video.ladder.codec.name(), video.fit.label());
        video.id = unique(name);
    }
    for audio in &mut wanted.sounds {
        let language = place::plain(&audio.sound.language);
        let rate = audio
            .bit_rate
            .map_or("lossless".into(), |rate| format!("{}k", rate / 1000));
        audio.id = unique(format!("{}_{language}_{rate}", audio.ladder.codec.name()));
    }
}

fn declare(draft: &mut Draft<'_>, wanted: &Wanted<'_>) {
    let file = |id: &str| -> Utf8PathBuf { draft.work.join(format!("{id}.mp4")) };
    let videos = wanted.videos.iter().map(|video| Rendition {
        id: video.id.clone(),
        input: video.picture.input.to_string(),
        ladder: video.ladder_name.to_string(),
        origin: video.origin.clone(),
        file: file(&video.id),
        codec: video.ladder.codec.name().to_string(),
        bit_rate: video.fit.target_bit_rate(),
        media: Media::Video {
            width: video.fit.width,
            height: video.fit.height,
            frame_rate: video.fit.frame_rate,
            gop: video.gop,
            fixed_gop: video.fixed_gop,
            frames: video.picture.frames(video.fit.frame_rate),
        },
    });
    let sounds = wanted.sounds.iter().map(|audio| Rendition {
        id: audio.id.clone(),
        input: audio.sound.input.to_string(),
        ladder: audio.ladder_name.to_string(),
        origin: audio.origin.clone(),
        file: file(&audio.id),
        codec: audio.ladder.codec.name().to_string(),
        bit_rate: audio.bit_rate,
        media: Media::Audio {
            sample_rate: audio.sample_rate,
            channels: audio.channels,
            language: audio.sound.language.clone(),
            role: audio.sound.role,
        },
    });
    draft.plan.renditions = videos.chain(sounds).collect();
}

/// Where an output names its first ladder of a kind.
fn mention(
    draft: &Draft<'_>,
    output: &Output,
    name: &str,
    is_wanted: fn(&Ladder) -> bool,
) -> Route {
    let all = Route::root().key("outputs").key(name).key("ladders");
    let ladders = &draft.job.manifest.ladders;
    let is_it = |ladder: &String| ladders.get(ladder.as_str()).is_some_and(is_wanted);
    match output.ladders().iter().position(is_it) {
        Some(position) => all.index(position),
        None => all,
    }
}
