//! Outputs that are single files: finished tracks copied into a container.
//!
//! Unaware of streaming.

use camino::{Utf8Path, Utf8PathBuf};

use super::{ids, labels, needs, seal};
use crate::check::template::finish;
use crate::codec::AudioCodec;
use crate::compile::encode::{address, is_url, preamble};
use crate::compile::graph::Args;
use crate::compile::rendition::{WantedAudio, WantedOutput, WantedVideo};
use crate::compile::{Draft, Files, place};
use crate::language;
use crate::manifest::FileOutput;
use crate::plan::{self, Action, Command};
use crate::source::Route;

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
pub fn add_files(
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
