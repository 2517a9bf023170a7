//! The steps that turn encoded tracks into what is published: package or mux, verify, publish.
//!
//! Unaware of how a format is written.

use camino::{Utf8Path, Utf8PathBuf};

use crate::check::template::finish;
use crate::codec::AudioCodec;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::language;
use crate::manifest::encryption::hex;
use crate::manifest::{AdaptationSet, Encryption, FileOutput, HlsSegments, Output, Streams, Text};
use crate::plan::{self, Action, Command, Container, Dash, Hls, Package, StepId, Track};
use crate::rational::Rational;
use crate::source::Route;

use super::encode::{address, is_url, preamble};
use super::graph::Args;
use super::rendition::{Wanted, WantedAudio, WantedOutput, WantedVideo};
use super::{Draft, Files, place};

/// The key cannot be read, or is no key.
pub static KEY_UNUSABLE: Code = Code {
    name: "key-unusable",
    severity: Severity::Error,
    summary: "the encryption key is missing or is not 16 bytes",
    explanation: "AES-128 takes a key of exactly 16 bytes. A key file holds them as they are, not \
as text; an environment variable holds them as 32 hex digits; a key-info file names the key's URI, \
its file, and optionally the IV, a line each.\n\n\
Wrong: a key file of 32 hex digits and a line feed.\n\n\
Right: `openssl rand 16 > keys/film.key`.\n\nSource: RFC 8216 §5.2; ffmpeg's `doc/muxers.texi`, \
hls_key_info_file.",
};

/// No adaptation set takes a rendition, or one takes what cannot stand together.
pub static UNMATCHED_RENDITION: Code = Code {
    name: "unmatched-rendition",
    severity: Severity::Error,
    summary: "the adaptation sets do not fit the renditions",
    explanation: "Every rendition goes into the first adaptation set that takes it, and players \
switch freely inside a set: so a set holds one codec and, for sound, one language. A rendition that \
no set takes would be lost.\n\n\
Wrong: `adaptation_sets = [{ id = 0, streams = \"video\" }]` for picture and sound.\n\n\
Right: `adaptation_sets = [{ id = 0, streams = \"video\" }, { id = 1, streams = \"audio\" }]`.\n\n\
Source: ISO/IEC 23009-1 §5.3.3.",
};

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
                add_files(draft, output, file, &videos, &sounds);
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
        .and_then(|name| encryption(diagnostics, draft, name));
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
/// every rendition gets the same one, and `-copyts` keeps ffmpeg 5.1 from moving an encoder's delay
/// to nought first. The segment length is rounded down to a microsecond, since
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
    args.own(&["-copyts", "-i", &format!("{rendition}.mp4")]);
    args.own(&["-map", "0", "-c", "copy"]);
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

/// Facts about a rendition that an adaptation set may ask for.
struct Member<'a> {
    id: &'a str,
    streams: Streams,
    ladder: &'a str,
    codec: &'a str,
    language: &'a str,
    track: (&'a str, u32),
}

fn adaptation_sets(
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
                .is_none_or(|tag| tag.0 == member.language)
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
                    &UNMATCHED_RENDITION,
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

/// The encryption of an output, with what the facts say of its key.
fn encryption(
    diagnostics: &mut Diagnostics,
    draft: &Draft<'_>,
    name: &str,
) -> Option<plan::Encryption> {
    let Encryption::Aes128(asked) = draft.job.manifest.encryption.get(name)?;
    let origin = Route::root().key("encryption").key(name);
    let known = draft.facts.keys.get(name).cloned().unwrap_or_default();
    let key = if asked.key_info_file.is_some() {
        "key_info_file"
    } else if asked.key_file.is_some() {
        "key_file"
    } else {
        "key_env"
    };
    let unusable = |message: String, label: String, help: &str| {
        Diagnostic::new(&KEY_UNUSABLE, origin.key(key), message)
            .here(label)
            .help(help)
    };
    let source = if let Some(variable) = &asked.key_env {
        Some(plan::KeySource::Environment(variable.clone()))
    } else if let Some(file) = &asked.key_file {
        Some(plan::KeySource::File(file.as_str().into()))
    } else {
        known.path.clone().map(plan::KeySource::File)
    };
    match (&source, known.length) {
        (Some(_), Some(16)) => {}
        (None, _) => {
            diagnostics.push(unusable(
                "the key-info file cannot be read".into(),
                "three lines are expected here".into(),
                "line 1 the key's URI, line 2 the key's file, line 3 (optional) the IV",
            ));
            return None;
        }
        (Some(plan::KeySource::Environment(variable)), length) => {
            let label = match length {
                None => "not set".to_string(),
                Some(_) => "not 32 hex digits".to_string(),
            };
            diagnostics.push(unusable(
                format!("the environment variable `{variable}` holds no key"),
                label,
                "set it to 32 hex digits: export NAME=$(openssl rand -hex 16)",
            ));
            return None;
        }
        (Some(plan::KeySource::File(path)), None) => {
            diagnostics.push(unusable(
                format!("the key file `{path}` cannot be read"),
                "no such file".into(),
                "make one with: openssl rand 16 > FILE",
            ));
            return None;
        }
        (Some(plan::KeySource::File(path)), Some(length)) => {
            diagnostics.push(unusable(
                format!("the key file `{path}` is not a key"),
                format!("{length} bytes, 16 are needed"),
                "a key file holds 16 raw bytes: openssl rand 16 > FILE",
            ));
            return None;
        }
    }
    if let Some(iv) = &known.iv
        && hex(iv).is_none()
    {
        diagnostics.push(unusable(
            "the IV in the key-info file is no IV".into(),
            "line 3 must be 32 hex digits".into(),
            "make one with: openssl rand -hex 16",
        ));
        return None;
    }
    Some(plan::Encryption {
        key: source?,
        key_uri: asked
            .key_uri
            .as_ref()
            .map(|uri| uri.0.clone())
            .or(known.uri)
            .unwrap_or_default(),
        iv: asked.iv.clone().or(known.iv).map(|iv| {
            let digits = iv.trim_start_matches("0x").trim_start_matches("0X");
            digits.to_ascii_lowercase()
        }),
        origin,
    })
}

/// ffmpeg's muxer for a file's ending; `None` for an ending that rendit does not know.
pub fn muxer(path: &str) -> Option<&'static str> {
    let ending = Utf8Path::new(path).extension()?.to_ascii_lowercase();
    Some(match ending.as_str() {
        "mp4" | "m4v" => "mp4",
        "m4a" => "ipod",
        "mov" => "mov",
        "mkv" | "mka" => "matroska",
        "webm" => "webm",
        _ => return None,
    })
}

/// One file for each video rung, or one file of sound alone.
fn add_files(
    draft: &mut Draft<'_>,
    output: &WantedOutput<'_>,
    file: &FileOutput,
    videos: &[&WantedVideo<'_>],
    sounds: &[&WantedAudio<'_>],
) {
    if videos.is_empty() {
        add_file(draft, output, file, None, sounds);
    }
    for video in videos {
        add_file(draft, output, file, Some(video), sounds);
    }
}

fn add_file(
    draft: &mut Draft<'_>,
    output: &WantedOutput<'_>,
    file: &FileOutput,
    video: Option<&WantedVideo<'_>>,
    sounds: &[&WantedAudio<'_>],
) {
    let origin = Route::root().key("outputs").key(output.name);
    let rung = video.map_or_else(String::new, |video| video.fit.label());
    let path = finish(file.path.as_str(), |name| {
        (name == "rung").then_some(&*rung)
    });
    let target = place::target(&path);
    let staging = place::staging(&target);
    let name = match video {
        Some(video) if file.path.as_str().contains("${rung}") => {
            format!("{} {}", output.name, video.fit.label())
        }
        _ => output.name.to_string(),
    };
    let videos: Vec<&WantedVideo<'_>> = video.into_iter().collect();
    let ids = ids(&videos, sounds);
    let needs = needs(draft, &ids);
    let files: Vec<Utf8PathBuf> = ids
        .iter()
        .map(|id| draft.work.join(format!("{id}.mp4")))
        .collect();
    let mut args = Args::default();
    preamble(&mut args);
    let muxer = muxer(file.path.as_str()).unwrap_or("mp4");
    if !shifts_opus(draft, muxer, sounds) {
        // Sound begins before nought by its encoder's delay. ffmpeg 5.1 would move that to nought,
        // and sound behind the picture.
        args.own(&["-copyts"]);
    }
    for file in &files {
        args.own(&["-i", file.as_str()]);
    }
    let tagged = tag_source(
        &mut args,
        draft,
        output.input.or_else(|| first_input(sounds)),
    );
    for position in 0..files.len() {
        args.own(&["-map", &format!("{position}:0")]);
    }
    args.own(&["-c", "copy"]);
    match tagged {
        Some(chapters) => {
            let source = files.len().to_string();
            args.own(&["-map_metadata", &source]);
            args.own(&["-map_chapters", if chapters { &source } else { "-1" }]);
        }
        None => args.own(&["-map_metadata", "-1", "-map_chapters", "-1"]),
    }
    for (position, (audio, label)) in sounds.iter().zip(labels(sounds)).enumerate() {
        let stream = format!("-metadata:s:a:{position}");
        let language = language::to_file(&audio.sound.language);
        args.own(&[&stream, &format!("language={language}")]);
        if audio.sound.label.is_some() {
            args.own(&[&stream, &format!("title={label}")]);
        }
        let chosen = sounds.iter().position(|audio| audio.sound.default);
        let default = position == chosen.unwrap_or(0);
        let flag = if default { "default" } else { "0" };
        args.own(&[&format!("-disposition:a:{position}"), flag]);
    }
    if video.is_some_and(|video| video.ladder.codec.name() == "hevc") && muxer != "matroska" {
        args.own(&["-tag:v", "hvc1"]);
    }
    if matches!(muxer, "mp4" | "mov" | "ipod") {
        args.own(&["-movflags", "+faststart"]);
    }
    let route = origin.key("args");
    for (position, text) in file.args.iter().enumerate() {
        args.from(text.as_str(), &route.index(position));
    }
    args.own(&["-f", muxer]);
    args.from(address(staging.as_str()), &origin.key("path"));
    let command = Command {
        program: draft.facts.tools.ffmpeg.clone(),
        args: args.0,
        directory: Utf8PathBuf::new(),
    };
    let step = draft.step(
        format!("mux {target}"),
        Action::Mux {
            command,
            renditions: ids.clone(),
            file: staging.clone(),
        },
        origin.clone(),
        Files {
            needs,
            reads: files,
            writes: vec![staging.clone()],
        },
    );
    draft.plan.outputs.push(plan::Output {
        name: name.clone(),
        target: target.clone(),
        staging: staging.clone(),
        entry_points: Vec::new(),
        segment_duration: None,
        renditions: ids,
        origin: origin.clone(),
    });
    seal(draft, &name, step, (&staging, &target), &origin);
}

/// Whether this ffmpeg's Matroska muxer would move everything but the sound back by Opus' delay: up to
/// 5.1 it counts the delay twice, unless sound begins at nought.
fn shifts_opus(draft: &Draft<'_>, muxer: &str, sounds: &[&WantedAudio<'_>]) -> bool {
    let version = draft.facts.tools.version.split('.').next();
    let old = version.and_then(|major| major.parse::<u32>().ok());
    let opus = |audio: &&WantedAudio<'_>| audio.ladder.codec == AudioCodec::Opus;
    matches!(muxer, "matroska" | "webm")
        && old.is_some_and(|major| major < 6)
        && sounds.iter().all(opus)
}

fn first_input<'a>(sounds: &[&WantedAudio<'a>]) -> Option<&'a str> {
    sounds.first().map(|audio| audio.sound.input)
}

/// Opens the source once more for its title and chapters, which the encoded tracks do not carry.
/// Gives whether the chapters still fit: they do not once something is cut off.
fn tag_source(args: &mut Args, draft: &Draft<'_>, input: Option<&str>) -> Option<bool> {
    let name = input?;
    let input = draft.job.manifest.inputs.get(name)?;
    let path = input.path.as_ref()?.as_str();
    if is_url(path) {
        return None;
    }
    args.own(&["-i"]);
    args.from(
        address(path),
        &Route::root().key("inputs").key(name).key("path"),
    );
    Some(input.start.is_none() && input.end.is_none())
}
