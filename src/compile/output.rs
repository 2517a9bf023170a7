//! The steps that turn encoded tracks into what is published: package or mux, verify, publish.
//!
//! Unaware of how a format is written.

pub mod file;

use camino::{Utf8Path, Utf8PathBuf};

use crate::check::template::finish;
use crate::diag::Diagnostics;
use crate::language;
use crate::manifest::{AdaptationSet, HlsSegments, Output, Text};
use crate::plan::{self, Action, Command, Container, Dash, Hls, Package, StepId, Track};
use crate::rational::Rational;
use crate::source::Route;

use super::adaptation_set::adaptation_sets;
use super::encode::preamble;
use super::graph::Args;
use super::rendition::{Wanted, WantedAudio, WantedOutput, WantedVideo};
use super::{Draft, Files, key, place};

/// Adds the steps of every output.
pub fn add_steps(diagnostics: &mut Diagnostics, draft: &mut Draft<'_>, wanted: &Wanted<'_>) {
    for output in &wanted.outputs {
        let videos: Vec<&WantedVideo<'_>> = output
            .videos
            .iter()
            .filter_map(|at| wanted.videos.get(*at))
            .collect();
        let sounds: Vec<&WantedAudio<'_>> = output
            .sounds
            .iter()
            .filter_map(|at| wanted.sounds.get(*at))
            .collect();
        match output.output {
            Output::File(file) => {
                file::add_files(draft, output, file, &videos, &sounds);
            }
            _ => add_package(diagnostics, draft, output, &videos, &sounds),
        }
    }
}

/// The encode steps that make the renditions.
fn needs(draft: &Draft<'_>, ids: &[String]) -> Vec<StepId> {
    let makes = |action: &Action| match action {
        Action::Encode { makes, .. } => makes.iter().any(|made| ids.contains(&made.rendition)),
        _ => false,
    };
    let steps = draft.plan.steps.iter();
    steps
        .filter(|step| makes(&step.action))
        .map(|step| step.id)
        .collect()
}

fn ids(videos: &[&WantedVideo<'_>], sounds: &[&WantedAudio<'_>]) -> Vec<String> {
    let videos = videos.iter().map(|video| video.id.clone());
    videos
        .chain(sounds.iter().map(|audio| audio.id.clone()))
        .collect()
}

fn add_package(
    diagnostics: &mut Diagnostics,
    draft: &mut Draft<'_>,
    output: &WantedOutput<'_>,
    videos: &[&WantedVideo<'_>],
    sounds: &[&WantedAudio<'_>],
) {
    let origin = Route::root().key("outputs").key(output.name);
    let target = place::target(output.output.target().as_str());
    let staging = place::staging(&target);
    let duration = output.segment_duration.unwrap_or(Rational::whole(6));
    let work = draft.work.join(place::plain(output.name));
    let side = Side::of(output.output);
    let labels = labels(sounds);
    let first_default = sounds
        .iter()
        .position(|audio| audio.sound.default)
        .and_then(|at| labels.get(at))
        .or(labels.first());
    let mut tracks: Vec<Track> = videos
        .iter()
        .map(|video| Track {
            rendition: video.id.clone(),
            label: None,
            default: false,
            remux: None,
        })
        .collect();
    tracks.extend(sounds.iter().zip(&labels).map(|(audio, label)| Track {
        rendition: audio.id.clone(),
        label: Some(label.clone()),
        default: Some(label) == first_default,
        remux: None,
    }));
    if side.container == Container::Ts {
        for track in &mut tracks {
            track.remux = Some(remux(draft, output, &work, &track.rendition, duration));
        }
    }
    let dash = side.mpd.map(|mpd| Dash {
        mpd: mpd.as_str().into(),
        adaptation_sets: adaptation_sets(
            diagnostics,
            &origin,
            side.adaptation_sets,
            videos,
            sounds,
        ),
    });
    let hls = side.playlist.map(|playlist| Hls {
        playlist: playlist.as_str().into(),
        allow_cache: side.allow_cache,
    });
    let mut entry_points: Vec<Utf8PathBuf> = Vec::new();
    entry_points.extend(hls.as_ref().map(|hls| hls.playlist.clone()));
    entry_points.extend(dash.as_ref().map(|dash| dash.mpd.clone()));
    let encryption = output
        .output
        .encryption()
        .and_then(|name| key::encryption(diagnostics, draft, name));
    let ids = ids(videos, sounds);
    let package = Package {
        output: output.name.to_string(),
        staging: staging.clone(),
        work: work.clone(),
        container: side.container,
        single_file: side.single_file,
        segment_duration: duration,
        segment_path: finish(side.segment_path.as_str(), |_| None),
        renditions: tracks,
        hls,
        dash,
        encryption,
    };
    let needs = needs(draft, &ids);
    let reads = ids
        .iter()
        .map(|id| draft.work.join(format!("{id}.mp4")))
        .collect();
    let step = draft.step(
        format!("package {}", output.name),
        Action::Package(Box::new(package)),
        origin.clone(),
        Files {
            needs,
            reads,
            writes: vec![staging.clone()],
        },
    );
    draft.plan.outputs.push(plan::Output {
        name: output.name.to_string(),
        target: target.clone(),
        staging: staging.clone(),
        entry_points,
        segment_duration: Some(duration),
        renditions: ids,
        origin: origin.clone(),
    });
    seal(draft, output.name, step, (&staging, &target), &origin);
}

/// The two steps that end every output.
fn seal(
    draft: &mut Draft<'_>,
    name: &str,
    made: StepId,
    paths: (&Utf8Path, &Utf8Path),
    origin: &Route,
) {
    let (staging, target) = paths;
    let verify = draft.step(
        format!("verify {name}"),
        Action::Verify {
            output: name.to_string(),
        },
        origin.clone(),
        Files {
            needs: vec![made],
            reads: vec![staging.to_owned()],
            writes: Vec::new(),
        },
    );
    draft.step(
        format!("publish {target}"),
        Action::Publish {
            output: name.to_string(),
        },
        origin.clone(),
        Files {
            needs: vec![verify],
            reads: vec![staging.to_owned()],
            writes: vec![target.to_owned()],
        },
    );
}

/// What the three kinds of package share.
struct Side<'a> {
    container: Container,
    single_file: bool,
    segment_path: &'a Text,
    playlist: Option<&'a Text>,
    mpd: Option<&'a Text>,
    allow_cache: Option<bool>,
    adaptation_sets: &'a [AdaptationSet],
}

impl<'a> Side<'a> {
    fn of(output: &'a Output) -> Self {
        static DEFAULT_PATH: Text = Text(String::new());
        match output {
            Output::Hls(hls) => Self {
                container: match hls.segments {
                    HlsSegments::Fmp4 => Container::Fmp4,
                    HlsSegments::Ts => Container::Ts,
                },
                single_file: hls.single_file,
                segment_path: &hls.segment_path,
                playlist: Some(&hls.playlist),
                mpd: None,
                allow_cache: hls.allow_cache,
                adaptation_sets: &[],
            },
            Output::Dash(dash) => Self {
                container: Container::Fmp4,
                single_file: dash.single_file,
                segment_path: &dash.segment_path,
                playlist: None,
                mpd: Some(&dash.mpd),
                allow_cache: None,
                adaptation_sets: &dash.adaptation_sets,
            },
            Output::Cmaf(cmaf) => Self {
                container: Container::Fmp4,
                single_file: cmaf.single_file,
                segment_path: &cmaf.segment_path,
                playlist: Some(&cmaf.playlist),
                mpd: Some(&cmaf.mpd),
                allow_cache: cmaf.allow_cache,
                adaptation_sets: &cmaf.adaptation_sets,
            },
            Output::File(_) => Self {
                container: Container::Fmp4,
                single_file: true,
                segment_path: &DEFAULT_PATH,
                playlist: None,
                mpd: None,
                allow_cache: None,
                adaptation_sets: &[],
            },
        }
    }
}

/// ffmpeg's copy of one finished track into MPEG-TS segments.
///
/// The offset keeps the first time stamps above nought without shifting picture against sound:
/// every rendition gets the same one. The segment length is rounded down to a microsecond, since
/// the muxer cuts at the first keyframe at or behind a multiple of it.
fn remux(
    draft: &Draft<'_>,
    output: &WantedOutput<'_>,
    work: &Utf8Path,
    rendition: &str,
    duration: Rational,
) -> Command {
    let origin = Route::root().key("outputs").key(output.name);
    let micros = (duration * Rational::whole(1_000_000)).floor();
    let length = Rational::new(micros, 1_000_000).decimal(6);
    let mut args = Args::default();
    preamble(&mut args);
    // Without it ffmpeg moves a track that begins with priming to nought, out of step by a frame.
    args.own(&["-copyts"]);
    args.own(&["-i", &format!("{rendition}.mp4"), "-map", "0", "-c", "copy"]);
    args.own(&["-output_ts_offset", "10", "-muxdelay", "0"]);
    if let Output::Hls(hls) = output.output {
        let route = origin.key("args");
        for (position, text) in hls.args.iter().enumerate() {
            args.from(text.as_str(), &route.index(position));
        }
    }
    args.own(&["-f", "hls"]);
    args.pair("-hls_time", length, &origin.key("segment_duration"));
    args.own(&["-hls_playlist_type", "vod", "-hls_segment_type", "mpegts"]);
    args.own(&["-hls_flags", "independent_segments", "-start_number", "1"]);
    args.own(&["-hls_segment_filename", &format!("{rendition}_%05d.ts")]);
    args.own(&[&format!("{rendition}.m3u8")]);
    Command {
        program: draft.facts.tools.ffmpeg.clone(),
        args: args.0,
        directory: work.to_owned(),
    }
}

/// A name for every sound track of an output, the same for all rungs of a track and different
/// between tracks.
fn labels(sounds: &[&WantedAudio<'_>]) -> Vec<String> {
    let mut tracks: Vec<((&str, u32), String)> = Vec::new();
    for audio in sounds {
        let track = (audio.sound.input, audio.sound.stream.index);
        if tracks.iter().any(|(known, _)| *known == track) {
            continue;
        }
        let name = audio.sound.label.clone().unwrap_or_else(|| {
            if audio.sound.language == "und" {
                "Sound".into()
            } else {
                language::own_name(&audio.sound.language)
            }
        });
        let mut label = name.clone();
        let mut count = 2;
        while tracks.iter().any(|(_, known)| *known == label) {
            label = format!("{name} {count}");
            count += 1;
        }
        tracks.push((track, label));
    }
    sounds
        .iter()
        .map(|audio| {
            let track = (audio.sound.input, audio.sound.stream.index);
            tracks
                .iter()
                .find(|(known, _)| *known == track)
                .map_or_else(String::new, |(_, label)| label.clone())
        })
        .collect()
}
