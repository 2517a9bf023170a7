//! What the ffmpeg at hand lacks, said on the line that needs it, before any file is touched.
//!
//! Unaware of how capabilities were asked.

use crate::check::filter_chain;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity, suggest};
use crate::facts::Facts;
use crate::job::Job;
use crate::manifest::{HlsSegments, Output};
use crate::source::Route;

use super::output::file;
use super::rendition::Wanted;

/// The encoder is not in this ffmpeg.
pub static MISSING_ENCODER: Code = Code {
    name: "missing-encoder",
    severity: Severity::Error,
    summary: "the ffmpeg at hand lacks the encoder",
    explanation: "ffmpeg is built with a choice of encoders, and the one at hand was built without \
this one. `ffmpeg -encoders` lists those it has.\n\n\
Wrong: `codec = \"av1\"` with an ffmpeg without libsvtav1.\n\n\
Right: a full build of ffmpeg (the distributions' packages have the usual encoders), named with \
`--ffmpeg PATH`; or `encoder = \"libaom-av1\"`, if it has that.",
};

/// The filter is not in this ffmpeg.
pub static MISSING_FILTER: Code = Code {
    name: "missing-filter",
    severity: Severity::Error,
    summary: "the ffmpeg at hand lacks the filter",
    explanation: "ffmpeg is built with a choice of filters, and the one at hand does not know this \
one, or its name is misspelt. `ffmpeg -filters` lists those it has.\n\n\
Wrong: `filters = [\"hqdn3\"]`.\n\nRight: `filters = [\"hqdn3d\"]`.",
};

/// The muxer is not in this ffmpeg.
pub static MISSING_MUXER: Code = Code {
    name: "missing-muxer",
    severity: Severity::Error,
    summary: "the ffmpeg at hand lacks the muxer",
    explanation: "ffmpeg is built with a choice of containers, and the one at hand cannot write \
this one. `ffmpeg -muxers` lists those it can.\n\n\
Wrong: `path = \"out/film.webm\"` with an ffmpeg without the webm muxer.\n\n\
Right: a full build of ffmpeg, named with `--ffmpeg PATH`.",
};

/// Reports every encoder, filter and muxer that is needed and missing.
pub fn check(diagnostics: &mut Diagnostics, job: &Job, facts: &Facts, wanted: &Wanted<'_>) {
    let ladders = Route::root().key("ladders");
    let tools = &facts.tools;
    let videos = wanted.videos.iter().map(|video| {
        (
            video.ladder_name,
            video.ladder.encoder.as_deref(),
            video.ladder.codec.default_encoder(),
            &video.ladder.filters,
        )
    });
    let sounds = wanted.sounds.iter().map(|audio| {
        (
            audio.ladder_name,
            audio.ladder.encoder.as_deref(),
            audio.ladder.codec.default_encoder(),
            &audio.ladder.filters,
        )
    });
    for (name, named, usual, filters) in videos.chain(sounds) {
        let encoder = named.unwrap_or(usual);
        let route = ladders.key(name);
        if !tools.encoders.contains(encoder) {
            let key = if named.is_some() { "encoder" } else { "codec" };
            let library = format!("lib{encoder}");
            let near = tools.encoders.get(&library).map(String::as_str);
            let near = near.or_else(|| suggest(encoder, tools.encoders.iter().map(String::as_str)));
            let help = match near {
                Some(near) if named.is_some() => format!("did you mean `{near}`?"),
                _ => format!(
                    "use an ffmpeg that has `{encoder}` with `--ffmpeg PATH`; this one is `{}`, \
                     version {}",
                    tools.ffmpeg, tools.version
                ),
            };
            diagnostics.push(
                Diagnostic::new(
                    &MISSING_ENCODER,
                    route.key(key),
                    format!("this ffmpeg has no encoder `{encoder}`"),
                )
                .here("needed here")
                .help(help),
            );
        }
        for (position, filter) in filters.iter().enumerate() {
            let text = filter.as_str();
            for (word, _) in filter_chain::filters(text) {
                if tools.filters.contains(word) {
                    continue;
                }
                let near = suggest(word, tools.filters.iter().map(String::as_str));
                let diagnostic = Diagnostic::new(
                    &MISSING_FILTER,
                    route.key("filters").index(position),
                    format!("this ffmpeg has no filter `{word}`"),
                )
                .here("named here");
                diagnostics.push(match near {
                    Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                    None => diagnostic.help("`ffmpeg -filters` lists the filters it has"),
                });
            }
        }
    }
    for (name, output) in &job.manifest.outputs {
        let muxer = match output {
            Output::Hls(hls) if hls.segments == HlsSegments::Ts => "hls",
            Output::File(file) => file::muxer(file.path.as_str()).unwrap_or("mp4"),
            _ => "mp4",
        };
        if !tools.muxers.contains(muxer) {
            let route = Route::root().key("outputs").key(name);
            diagnostics.push(
                Diagnostic::new(
                    &MISSING_MUXER,
                    route.key("type"),
                    format!("this ffmpeg has no muxer `{muxer}`"),
                )
                .here("needed here")
                .help(format!(
                    "use a full build of ffmpeg with `--ffmpeg PATH`; this one is `{}`",
                    tools.ffmpeg
                )),
            );
        }
    }
}
