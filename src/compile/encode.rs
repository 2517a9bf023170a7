//! One encode step for each source: it is decoded once, and every rendition of it is written to a
//! fragmented MP4 of its own, on a constant frame grid that begins at nought.
//!
//! Unaware of outputs and packages.

use camino::Utf8PathBuf;

use crate::codec::audio::layout;
use crate::codec::video::{Purpose, Setting, VideoSettings};
use crate::facts::VideoStream;
use crate::manifest::{Input, Text};
use crate::plan::{Action, Command, Encoded};
use crate::rational::Rational;
use crate::source::Route;

use super::graph::{Args, Graph};
use super::rendition::{Wanted, WantedAudio, WantedVideo};
use super::{Draft, Files, colour, picture};

/// Adds an encode step for every source that something is wanted of.
pub fn add_steps(draft: &mut Draft<'_>, wanted: &Wanted<'_>) {
    let names: Vec<&str> = draft
        .job
        .manifest
        .inputs
        .keys()
        .map(String::as_str)
        .collect();
    for name in names {
        let videos: Vec<&WantedVideo<'_>> = wanted
            .videos
            .iter()
            .filter(|video| video.picture.input == name)
            .collect();
        let sounds: Vec<&WantedAudio<'_>> = wanted
            .sounds
            .iter()
            .filter(|audio| audio.sound.input == name)
            .collect();
        if videos.is_empty() && sounds.is_empty() {
            continue;
        }
        add_step(draft, name, &videos, &sounds);
    }
}

fn add_step(
    draft: &mut Draft<'_>,
    name: &str,
    videos: &[&WantedVideo<'_>],
    sounds: &[&WantedAudio<'_>],
) {
    let Some(input) = draft.job.manifest.inputs.get(name) else {
        return;
    };
    let route = Route::root().key("inputs").key(name);
    let mut args = Args::default();
    preamble(&mut args);
    args.own(&[
        "-progress",
        "pipe:1",
        "-stats_period",
        "0.5",
        "-abort_on",
        "empty_output",
    ]);
    args.own(&["-copyts"]);
    let reads = read(&mut args, input, &route);
    args.own(&["-filter_complex"]);
    args.0.push(graph(videos, sounds).into_arg());
    let mut makes = Vec::new();
    for (position, video) in videos.iter().enumerate() {
        let file = draft.work.join(format!("{}.mp4", video.id));
        args.own(&["-map", &format!("[v{position}]")]);
        write_video(&mut args, video);
        args.own(&[
            "-movflags",
            "+frag_keyframe+delay_moov+default_base_moof+skip_trailer",
        ]);
        args.own(&[file.as_str()]);
        makes.push(Encoded {
            rendition: video.id.clone(),
            file,
            duration: video.picture.duration,
            exact: video.picture.exact,
        });
    }
    for (position, audio) in sounds.iter().enumerate() {
        let file = draft.work.join(format!("{}.mp4", audio.id));
        args.own(&["-map", &format!("[a{position}]")]);
        write_audio(&mut args, audio);
        // A second of sound to a fragment: the packager cuts at samples, not at fragments.
        args.own(&[
            "-movflags",
            "+delay_moov+default_base_moof+skip_trailer",
            "-frag_duration",
            "1000000",
        ]);
        args.own(&[file.as_str()]);
        makes.push(Encoded {
            rendition: audio.id.clone(),
            file,
            duration: expected_sound(draft, audio),
            exact: videos.is_empty() && audio.sound.stream.duration.is_some(),
        });
    }
    let ids: Vec<&str> = makes.iter().map(|made| made.rendition.as_str()).collect();
    let title = format!("encode {}", ids.join(", "));
    let writes = makes.iter().map(|made| made.file.clone()).collect();
    let command = Command {
        program: draft.facts.tools.ffmpeg.clone(),
        args: args.0,
        directory: Utf8PathBuf::new(),
    };
    draft.step(
        title,
        Action::Encode { command, makes },
        route,
        Files {
            needs: Vec::new(),
            reads,
            writes,
        },
    );
}

/// How every call of ffmpeg begins: no questions, no banner, lines that say how bad they are.
pub fn preamble(args: &mut Args) {
    args.own(&[
        "-hide_banner",
        "-nostdin",
        "-y",
        "-nostats",
        "-loglevel",
        "level+warning",
    ]);
}

/// The input's arguments; gives the files that are read.
fn read(args: &mut Args, input: &Input, route: &Route) -> Vec<Utf8PathBuf> {
    raw(args, &input.args, &route.key("args"), &[]);
    if let Some(graph) = &input.lavfi {
        args.own(&["-f", "lavfi", "-i"]);
        args.from(graph.as_str(), &route.key("lavfi"));
        return Vec::new();
    }
    let path = input.path.as_ref().map_or("", |path| path.as_str());
    args.own(&["-i"]);
    args.from(address(path), &route.key("path"));
    if is_url(path) {
        Vec::new()
    } else {
        vec![Utf8PathBuf::from(path)]
    }
}

/// Whether ffmpeg fetches it rather than opens it.
pub fn is_url(path: &str) -> bool {
    path.starts_with("http://") || path.starts_with("https://")
}

/// A path as ffmpeg takes it: the prefix keeps a colon or a leading dash in a name from being read
/// as a protocol or an option.
pub fn address(path: &str) -> String {
    if is_url(path) {
        path.into()
    } else {
        format!("file:{path}")
    }
}

/// Adds raw arguments. Values of `merged` options are joined to rendit's own by the caller and
/// left out here.
fn raw(args: &mut Args, texts: &[Text], route: &Route, merged: &[&str]) {
    let mut skip = false;
    for (position, text) in texts.iter().enumerate() {
        if skip {
            skip = false;
            continue;
        }
        if merged.contains(&text.as_str()) {
            skip = true;
            continue;
        }
        args.from(text.as_str(), &route.index(position));
    }
}

/// The whole filter graph of one source.
fn graph(videos: &[&WantedVideo<'_>], sounds: &[&WantedAudio<'_>]) -> Graph {
    let mut graph = Graph::default();
    if let Some(first) = videos.first() {
        picture_chains(&mut graph, first, videos);
    }
    for (position, audio) in sounds.iter().enumerate() {
        graph.next_chain();
        sound_chain(&mut graph, audio);
        graph.own(&format!("[a{position}]"));
    }
    graph
}

fn picture_chains(graph: &mut Graph, first: &WantedVideo<'_>, videos: &[&WantedVideo<'_>]) {
    let mut ladders: Vec<&str> = Vec::new();
    for video in videos {
        if !ladders.contains(&video.ladder_name) {
            ladders.push(video.ladder_name);
        }
    }
    let picture = &first.picture;
    let clock = clock(picture.stream, picture.grid);
    graph.own(&format!("[0:{}]setpts={clock}", picture.stream.index));
    if ladders.len() > 1 {
        graph.own(&format!(",split={}", ladders.len()));
        for position in 0..ladders.len() {
            graph.own(&format!("[l{position}]"));
        }
    }
    for (position, ladder_name) in ladders.iter().enumerate() {
        let members: Vec<(usize, &&WantedVideo<'_>)> = videos
            .iter()
            .enumerate()
            .filter(|(_, video)| video.ladder_name == *ladder_name)
            .collect();
        if ladders.len() > 1 {
            graph.next_chain();
            graph.own(&format!("[l{position}]"));
        } else {
            graph.own(",");
        }
        if let Some((_, member)) = members.first() {
            ladder_chain(graph, member);
        }
        if members.len() > 1 {
            graph.own(&format!(",split={}", members.len()));
            for (place, _) in &members {
                graph.own(&format!("[s{place}]"));
            }
        }
        for (place, video) in &members {
            if members.len() > 1 {
                graph.next_chain();
                graph.own(&format!("[s{place}]"));
            } else {
                graph.own(",");
            }
            rung_chain(graph, video);
            graph.own(&format!("[v{place}]"));
        }
    }
}

/// An expression for `setpts` that makes the picture's start nought: the same moment as for sound, so
/// that both stay in step whatever a decoder leaves out at the beginning.
///
/// Where pictures come unevenly, ffmpeg 5.1 ends the stream a tick after the last one, and its slot
/// is lost. `setpts` is asked once more at the end, when `N` is the number of pictures: then the end
/// is moved to where the header says, or at least a slot behind the last picture.
fn clock(stream: &VideoStream, grid: Rational) -> String {
    let origin = match stream.start {
        Some(start) if start.is_zero() => String::new(),
        Some(start) => format!("-({start})/TB"),
        None => "-STARTPTS".into(),
    };
    let even = [stream.frame_rate, stream.average_frame_rate] == [Some(grid); 2];
    match (stream.frames, stream.duration) {
        (Some(frames), Some(length)) if !even => format!(
            "'if(gte(N,{frames}),max(PTS{origin},max(PREV_INPTS{origin}+1/({grid})/TB,({length})/TB)),\
             PTS{origin})'"
        ),
        _ => format!("PTS{origin}"),
    }
}

/// The manifest's filters, then the constant grid, then what is left out of it.
///
/// Filters come first: a deinterlacer must see the frames as they were stored.
fn ladder_chain(graph: &mut Graph, video: &WantedVideo<'_>) {
    let route = Route::root()
        .key("ladders")
        .key(video.ladder_name)
        .key("filters");
    for (position, filter) in video.ladder.filters.iter().enumerate() {
        graph.from(filter.as_str(), route.index(position));
        graph.own(",");
    }
    let picture = &video.picture;
    graph.own(&format!("fps=fps={}:start_time=0", picture.grid));
    if picture.first == 0 && picture.last.is_none() {
        return;
    }
    let input = Route::root().key("inputs").key(picture.input);
    let key = if picture.first > 0 { "start" } else { "end" };
    let mut trim = format!(",trim=start_frame={}", picture.first);
    if let Some(last) = picture.last {
        trim += &format!(":end_frame={last}");
    }
    graph.from(&trim, input.key(key));
    graph.own(",setpts=PTS-STARTPTS");
}

fn rung_chain(graph: &mut Graph, video: &WantedVideo<'_>) {
    let fit = &video.fit;
    if fit.frame_rate != video.picture.grid {
        // Rounded up, each slot shows the picture of its own moment; rounded to the nearest, one
        // that is due later.
        graph.own(&format!(
            "fps=fps={}:start_time=0:round=up,",
            fit.frame_rate
        ));
    }
    let stream = video.picture.stream;
    let size = format!(
        "scale={}:{}{}",
        fit.width,
        fit.height,
        colour::scaling(stream)
    );
    graph.from(&size, video.origin.clone());
    let format = picture::pixel_format(video.ladder).name();
    graph.own(&format!(
        ",setsar=1{},format={format}",
        colour::naming(stream)
    ));
}

/// Sound on the picture's clock: shifted to its origin, holes and a late start filled with
/// silence, an early start cut off.
fn sound_chain(graph: &mut Graph, audio: &WantedAudio<'_>) {
    let sound = &audio.sound;
    graph.own(&format!("[0:{}]", sound.stream.index));
    graph.own(&shift(sound.origin));
    let input = Route::root().key("inputs").key(sound.input);
    let mut limits = Vec::new();
    if sound.start > Rational::ZERO {
        limits.push(format!("start={}", sound.start.decimal(9)));
    }
    if let Some(end) = sound.end {
        limits.push(format!("end={}", end.decimal(9)));
    }
    if !limits.is_empty() {
        let key = if sound.asked.start.is_some() {
            "start"
        } else {
            "end"
        };
        graph.own(",");
        graph.from(&format!("atrim={}", limits.join(":")), input.key(key));
    }
    if !sound.start.is_zero() {
        graph.own(&format!(",{}", shift(sound.start)));
    }
    graph.own(&format!(
        ",aresample={}:async=1:first_pts=0",
        audio.sample_rate
    ));
    let filters = Route::root()
        .key("ladders")
        .key(audio.ladder_name)
        .key("filters");
    for (position, filter) in audio.ladder.filters.iter().enumerate() {
        graph.own(",");
        graph.from(filter.as_str(), filters.index(position));
    }
    graph.own(&format!(
        ",aformat=sample_rates={}:channel_layouts={}",
        audio.sample_rate,
        layout(audio.channels)
    ));
    if let Some(length) = audio.pad_to {
        graph.own(&format!(",apad=whole_dur={}", length.decimal(6)));
    }
}

/// A filter that makes `origin` nought.
fn shift(origin: Rational) -> String {
    if origin.is_zero() {
        "asetpts=PTS".into()
    } else {
        format!("asetpts=PTS-({origin})/TB")
    }
}

fn write_video(args: &mut Args, video: &WantedVideo<'_>) {
    let (ladder, fit) = (video.ladder, &video.fit);
    let rung = &fit.rung;
    let encoder = ladder.encoder_name();
    let settings = ladder.codec.settings(&VideoSettings {
        encoder,
        preset: rung.preset.as_deref().or(ladder.preset.as_deref()),
        tune: rung.tune.as_deref().or(ladder.tune.as_deref()),
        profile: rung.profile.as_deref().or(ladder.profile.as_deref()),
        pixel_format: picture::pixel_format(ladder),
        rate: fit.rate,
        gop: video.gop,
        fixed_gop: video.fixed_gop,
        frame_rate: fit.frame_rate,
    });
    let route = Route::root().key("ladders").key(video.ladder_name);
    let origin = |purpose: Purpose| -> Option<Route> {
        let of = |key: &str, in_rung: bool| {
            if in_rung {
                video.origin.key(key)
            } else {
                route.key(key)
            }
        };
        Some(match purpose {
            Purpose::Encoder if ladder.encoder.is_some() => route.key("encoder"),
            Purpose::Encoder => route.key("codec"),
            Purpose::Preset => of("preset", rung.preset.is_some()),
            Purpose::Tune => of("tune", rung.tune.is_some()),
            Purpose::Profile => of("profile", rung.profile.is_some()),
            Purpose::PixelFormat => route.key("pixel_format"),
            Purpose::BitRate => of("bit_rate", fit.position.is_some()),
            Purpose::Quality => of("crf", true),
            Purpose::Peak => of("max_bit_rate", fit.position.is_some()),
            Purpose::Buffer => of("buffer_size", fit.position.is_some()),
            Purpose::Layout | Purpose::Own => return None,
        })
    };
    // Lists of the encoder's own parameters are joined: a second one would replace the first.
    const JOINED: [&str; 2] = ["-x265-params", "-svtav1-params"];
    let lists = [
        (&ladder.args, route.key("args")),
        (&rung.args, video.origin.key("args")),
    ];
    let mut joined: Vec<&str> = Vec::new();
    for (option, mut value, purpose) in settings {
        for (texts, _) in &lists {
            for pair in texts.windows(2) {
                if let [name, extra] = pair
                    && JOINED.contains(&name.as_str())
                    && name.as_str() == option
                {
                    value = format!("{value}:{}", extra.as_str());
                    joined.extend(JOINED.iter().filter(|known| **known == name.as_str()));
                }
            }
        }
        push(args, (option, value, purpose), origin(purpose).as_ref());
    }
    for (texts, route) in &lists {
        raw(args, texts, route, &joined);
    }
    finish(args);
    args.own(&["-fps_mode", "passthrough"]);
}

fn write_audio(args: &mut Args, audio: &WantedAudio<'_>) {
    let ladder = audio.ladder;
    let encoder = ladder.encoder_name();
    let route = Route::root().key("ladders").key(audio.ladder_name);
    for setting in ladder.codec.settings(encoder, audio.bit_rate) {
        let origin = match setting.2 {
            Purpose::Encoder if ladder.encoder.is_some() => Some(route.key("encoder")),
            Purpose::Encoder => Some(route.key("codec")),
            Purpose::BitRate => Some(audio.origin.key("bit_rate")),
            _ => None,
        };
        push(args, setting, origin.as_ref());
    }
    raw(args, &ladder.args, &route.key("args"), &[]);
    finish(args);
}

fn push(args: &mut Args, setting: Setting, origin: Option<&Route>) {
    let (option, value, _) = setting;
    match origin {
        Some(origin) => args.pair(&option, value, origin),
        None => args.own(&[&option, &value]),
    }
}

/// Chapters would add a data stream, and the source's tags do not belong into a segment.
fn finish(args: &mut Args) {
    args.own(&["-map_metadata", "-1", "-map_chapters", "-1", "-f", "mp4"]);
}

/// Seconds of sound that should come out, as far as is known.
fn expected_sound(draft: &Draft<'_>, audio: &WantedAudio<'_>) -> Option<Rational> {
    if audio.pad_to.is_some() {
        return audio.pad_to;
    }
    let sound = &audio.sound;
    let late = sound
        .stream
        .start
        .map_or(Rational::ZERO, |at| at - sound.origin);
    let source = draft.facts.sources.get(sound.input)?;
    let known = sound.stream.duration.map(|length| length + late);
    // What goes on for ever without an end is as long as that says.
    let own_end = sound.end.filter(|_| sound.asked.lavfi.is_some());
    let whole = known.or(source.duration).or(own_end)?;
    let end = sound.end.map_or(whole, |end| end.min(whole));
    Some(end - sound.start)
}
