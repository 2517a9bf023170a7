//! Which picture an output shows, and what can be said of it before encoding.
//!
//! Unaware of rungs and encoders.

use crate::check::endless_source;
use crate::codec::PixelFormat;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::facts::{Basis, Source, VideoStream};
use crate::manifest::{Input, VideoLadder};
use crate::rational::Rational;
use crate::source::Route;

use super::Draft;

/// No input of an output has a picture, but a video ladder is asked for.
pub static NO_PICTURE: Code = Code {
    name: "no-picture",
    severity: Severity::Error,
    summary: "a video ladder is asked for, but no input has a picture",
    explanation: "An output that names a video ladder needs an input with a picture. None of its \
inputs has one: the files hold sound only (cover art does not count), or say `video = false`.\n\n\
Wrong: `ladders = [\"hd\", \"sound\"]` with only an audio file as input.\n\n\
Right: `ladders = [\"sound\"]`, or an input with a picture.",
};

/// High dynamic range.
pub static HDR_SOURCE: Code = Code {
    name: "hdr-source",
    severity: Severity::Error,
    summary: "the source has high dynamic range, which is not handled yet",
    explanation: "The picture's transfer function is PQ (SMPTE ST 2084) or HLG (ARIB STD-B67). \
Encoded as if it were an ordinary picture it would look washed out and be signalled wrongly, so \
rendit refuses it until it can tone-map or carry it.\n\n\
Wrong: an HDR10 file as input.\n\nRight: a version in standard dynamic range, for example made \
with ffmpeg's `zscale` and `tonemap` filters.",
};

/// Two fields woven into each frame.
pub static INTERLACED_SOURCE: Code = Code {
    name: "interlaced-source",
    severity: Severity::Error,
    summary: "the source is interlaced and no filter deinterlaces it",
    explanation: "Each frame of the source is woven from two fields taken at different moments. \
Scaled as it is, motion turns into combs. Name a deinterlacing filter in the ladder, and it is \
taken.\n\n\
Wrong: an interlaced input with a ladder without filters.\n\n\
Right: `filters = [\"bwdif=mode=send_frame\"]` in the video ladder.\n\nSource: ffmpeg's \
`doc/filters.texi`, bwdif.",
};

/// No constant frame rate can be found.
pub static NO_FRAME_RATE: Code = Code {
    name: "no-frame-rate",
    severity: Severity::Error,
    summary: "the source's frame rate is unknown",
    explanation: "Segments must begin on frames of a constant grid, and neither the container nor \
the codec says how many frames a second the source has.\n\n\
Wrong: a raw video stream as input.\n\nRight: the same stream in a container, made with \
`ffmpeg -framerate 25 -i film.h264 -c copy film.mp4`.",
};

/// `start` lies behind the end.
pub static TRIM_PAST_END: Code = Code {
    name: "trim-past-end",
    severity: Severity::Error,
    summary: "`start` or `end` lies behind the end of the source",
    explanation: "`start` and `end` are times in the source, counted from its first picture. \
`start` lies behind its last one, so nothing would be left; or `end` lies behind it, so less would \
come out than the manifest says.\n\n\
Wrong: `end = \"90s\"` with a source of 60 seconds.\n\nRight: `end = \"60s\"`, or no `end`.",
};

/// The source ended before its own header said.
pub static SOURCE_CUT_SHORT: Code = Code {
    name: "source-cut-short",
    severity: Severity::Error,
    summary: "the source ends before its own header says",
    explanation: "The source says in its header how long it is, and its bytes, its pictures or its \
sound end earlier: the file was cut short by a broken copy or a full disk, or its middle is damaged. \
ffmpeg calls that a success; rendit does not, and publishes nothing.\n\n\
Wrong: a half-downloaded file as input.\n\n\
Right: the whole file; or, if this is all there is, a copy of it that says so: \
`ffmpeg -i film.mkv -c copy whole.mkv`.",
};

/// Reports a file that lacks bytes which its own structure promises.
pub fn check_whole(diagnostics: &mut Diagnostics, draft: &Draft<'_>, name: &str) {
    let Some(source) = draft.facts.sources.get(name) else {
        return;
    };
    let missing = source.missing_bytes.unwrap_or(0);
    if missing == 0 {
        return;
    }
    diagnostics.push(
        Diagnostic::new(
            &SOURCE_CUT_SHORT,
            Route::root().key("inputs").key(name).key("path"),
            format!("`{}` is cut short", shown(source, name)),
        )
        .here(format!(
            "{missing} bytes that its structure promises are missing"
        ))
        .help("get the whole file; nothing is made of a part"),
    );
}

/// A transport stream that begins anew on the way.
pub static CLOCK_JUMPS: Code = Code {
    name: "clock-jumps",
    severity: Severity::Error,
    summary: "the source's clock jumps on the way",
    explanation: "Recordings of broadcasts that were put one after another, or that were interrupted, \
keep the clock of each part: times come twice, or hours are missing. Everything behind the jump \
would be lost or out of step. Copying the file with ffmpeg gives it one clock.\n\n\
Wrong: `cat one.ts two.ts > both.ts`, with `both.ts` as input.\n\n\
Right: `ffmpeg -i both.ts -map 0 -c copy both.mkv`, with `both.mkv` as input.\n\n\
Source: ISO/IEC 13818-1 §2.4.3.5, discontinuity_indicator.",
};

/// Reports a transport stream whose clock jumps.
pub fn check_clock(diagnostics: &mut Diagnostics, draft: &Draft<'_>, name: &str) {
    let Some(source) = draft.facts.sources.get(name) else {
        return;
    };
    if !source.clock_jumps {
        return;
    }
    diagnostics.push(
        Diagnostic::new(
            &CLOCK_JUMPS,
            Route::root().key("inputs").key(name).key("path"),
            format!("the clock of `{}` jumps on the way", shown(source, name)),
        )
        .here("parts of several recordings")
        .help("give it one clock first: ffmpeg -i IN.ts -map 0 -c copy OUT.mkv"),
    );
}

/// Subtitle tracks are not carried.
pub static SUBTITLES_DROPPED: Code = Code {
    name: "subtitles-dropped",
    severity: Severity::Warning,
    summary: "the source's subtitle tracks are not carried over",
    explanation: "The source has subtitle tracks. rendit does not package subtitles yet: they are \
missing from the result.\n\n\
Wrong: counting on the subtitles of an MKV file.\n\nRight: keep them beside the package and add \
them in the player.",
};

/// The picture of one input, ready to be encoded.
#[derive(Clone, Debug)]
pub struct Picture<'a> {
    /// The input's name.
    pub input: &'a str,
    /// The input in the manifest.
    pub asked: &'a Input,
    /// The stream.
    pub stream: &'a VideoStream,
    /// Its constant frame rate.
    pub grid: Rational,
    /// First frame of the grid that is used.
    pub first: i64,
    /// Frame of the grid before which it ends, where the manifest says so.
    pub last: Option<i64>,
    /// Seconds of the result, as far as is known.
    pub duration: Option<Rational>,
    /// Whether a shorter result proves a broken source.
    pub exact: bool,
}

impl Picture<'_> {
    /// Frames of the result at `rate`, a whole fraction of the grid, as far as is known: of every so
    /// many frames the first.
    pub fn frames(&self, rate: Rational) -> Option<u64> {
        let all = (self.duration? * self.grid).round();
        let frames = (Rational::whole(all) * rate / self.grid).ceil();
        u64::try_from(frames).ok()
    }
}

/// The first stream of `input` that is a picture, with everything that stands against it reported.
pub fn picture<'a>(
    diagnostics: &mut Diagnostics,
    draft: &Draft<'a>,
    name: &'a str,
) -> Option<Picture<'a>> {
    let asked = draft.job.manifest.inputs.get(name)?;
    let source = draft.facts.sources.get(name)?;
    let stream = source
        .video
        .iter()
        .find(|stream| stream.default)
        .or(source.video.first())?;
    let route = Route::root().key("inputs").key(name);
    let spot = route.key(if asked.lavfi.is_some() {
        "lavfi"
    } else {
        "path"
    });
    if stream.is_hdr() {
        let transfer = stream.color_transfer.as_deref().unwrap_or("");
        diagnostics.push(
            Diagnostic::new(
                &HDR_SOURCE,
                spot.clone(),
                format!("`{}` has high dynamic range", shown(source, name)),
            )
            .here(format!("its transfer function is {transfer}"))
            .help("use a version in standard dynamic range: HDR is not handled yet"),
        );
    }
    let Some(grid) = stream.grid() else {
        diagnostics.push(
            Diagnostic::new(
                &NO_FRAME_RATE,
                spot,
                format!("the frame rate of `{}` is unknown", shown(source, name)),
            )
            .here("no frame rate in this file")
            .help(
                "put the stream into a container first: ffmpeg -framerate 25 -i … -c copy film.mp4",
            ),
        );
        return None;
    };
    let whole = length(source, stream, grid);
    let snapped =
        |time: Option<crate::manifest::Duration>| time.map(|time| (time.0 * grid).round());
    let first = snapped(asked.start).unwrap_or(0);
    let last = snapped(asked.end);
    if let Some(whole) = whole {
        let end = (whole * grid).round();
        for (key, frame) in [("start", Some(first)), ("end", last)] {
            let beyond = frame.is_some_and(|frame| frame > end || (key == "start" && frame == end));
            if beyond && (key == "end" || asked.start.is_some()) {
                diagnostics.push(
                    Diagnostic::new(
                        &TRIM_PAST_END,
                        route.key(key),
                        format!("`{key}` lies behind the end of `{}`", shown(source, name)),
                    )
                    .here(format!("the source ends at {} s", whole.decimal(3)))
                    .help(match key {
                        "end" => "leave `end` out to keep all; times count from the source's \
                                  first picture"
                            .to_owned(),
                        _ => format!(
                            "write less than `\"{}s\"`; times count from the source's first picture",
                            whole.decimal(3)
                        ),
                    }),
                );
            }
        }
    } else if let Some(graph) = &asked.lavfi
        && last.is_none()
        && !ends_by_itself(graph.as_str())
    {
        diagnostics.push(
            Diagnostic::new(&endless_source::CODE, spot, "this source never ends")
                .here("no duration in the graph")
                .help("add `end = \"10s\"` to the input, or `duration=10` to the graph"),
        );
    }
    let until = last.map(|frame| Rational::whole(frame) / grid).or(whole);
    let duration = until.map(|until| until - Rational::whole(first) / grid);
    Some(Picture {
        input: name,
        asked,
        stream,
        grid,
        first,
        last,
        duration,
        exact: stream.duration_basis == Basis::Header && asked.lavfi.is_none(),
    })
}

/// Seconds of the picture: whole frames where the file counts them and its length agrees, else its
/// length, else the container's. A count alone proves nothing: an edit list may hide frames.
fn length(source: &Source, stream: &VideoStream, grid: Rational) -> Option<Rational> {
    let length = stream
        .duration
        .or(source.duration)
        .filter(|length| *length > Rational::ZERO)?;
    let counted = stream
        .frames
        .and_then(|frames| i64::try_from(frames).ok())
        .map(|frames| Rational::whole(frames) / grid);
    let near = |counted: &Rational| {
        let apart = (*counted - length).max(length - *counted);
        apart <= Rational::new(3, 2) / grid
    };
    Some(counted.filter(near).unwrap_or(length))
}

/// Whether the graph's text names a length. A graph that reads a file ends with it.
fn ends_by_itself(graph: &str) -> bool {
    let words = [
        "duration=",
        "d=",
        "movie=",
        "nb_frames=",
        "trim=",
        "end_frame=",
    ];
    endless_source::endless(graph).is_none() && words.iter().any(|word| graph.contains(word))
}

/// Reports interlaced pictures that nothing deinterlaces. `ladder` is the ladder's name.
pub fn check_fields(
    diagnostics: &mut Diagnostics,
    picture: &Picture<'_>,
    ladder: (&str, &VideoLadder),
) {
    const CURES: [&str; 6] = ["bwdif", "yadif", "w3fdif", "estdif", "nnedi", "kerndeint"];
    let (name, ladder) = ladder;
    let cured = ladder
        .filters
        .iter()
        .any(|filter| CURES.iter().any(|cure| filter.as_str().contains(cure)));
    if !picture.stream.is_interlaced() || cured {
        return;
    }
    let route = Route::root().key("inputs").key(picture.input).key("path");
    diagnostics.push(
        Diagnostic::new(&INTERLACED_SOURCE, route, "this source is interlaced")
            .here(format!(
                "field order `{}`",
                picture.stream.field_order.as_deref().unwrap_or("")
            ))
            .label(
                At::Key(Route::root().key("ladders").key(name)),
                "this ladder does not deinterlace it",
            )
            .help(format!(
                "add `filters = [\"bwdif=mode=send_frame\"]` to `ladders.{name}`"
            )),
    );
}

/// Warns of subtitle tracks that are left behind.
pub fn check_subtitles(diagnostics: &mut Diagnostics, draft: &Draft<'_>, name: &str) {
    let Some(source) = draft.facts.sources.get(name) else {
        return;
    };
    if source.subtitles.is_empty() {
        return;
    }
    let kinds: Vec<String> = source
        .subtitles
        .iter()
        .map(|track| {
            let kind = if track.is_bitmap() {
                "pictures"
            } else {
                "text"
            };
            format!("{} ({kind})", track.language.as_deref().unwrap_or("und"))
        })
        .collect();
    diagnostics.push(
        Diagnostic::new(
            &SUBTITLES_DROPPED,
            Route::root().key("inputs").key(name).key("path"),
            format!(
                "the subtitles of `{}` are not carried over",
                shown(source, name)
            ),
        )
        .here(format!("subtitle tracks: {}", kinds.join(", "))),
    );
}

/// How a source is named to people.
pub fn shown(source: &Source, name: &str) -> String {
    if source.path.as_str().is_empty() {
        name.into()
    } else {
        source.path.file_name().unwrap_or(name).into()
    }
}

/// "1280x720 25 fps h264, 5.28 s; 1 audio track".
pub fn describe(source: &Source) -> String {
    let mut parts = Vec::new();
    for stream in &source.video {
        let (width, height) = stream.display_size();
        let mut text = format!("{}x{}", width.round(), height.round());
        let coded = format!("{}x{}", stream.width, stream.height);
        if text != coded {
            text += &format!(" (coded {coded}");
            if stream.rotation != 0 {
                text += &format!(", turned {}°", stream.rotation);
            }
            if let Some(aspect) = stream
                .sample_aspect
                .filter(|aspect| *aspect != Rational::ONE)
            {
                text += &format!(", pixels {}:{}", aspect.num(), aspect.den());
            }
            text += ")";
        }
        if let Some(grid) = stream.grid() {
            text += &format!(" {} fps", decimal(grid));
        }
        parts.push(format!("{text} {}", stream.codec));
    }
    for stream in &source.audio {
        let channels = match stream.channels {
            1 => "mono".to_string(),
            2 => "stereo".to_string(),
            several => format!("{several} channels"),
        };
        let mut text = format!("{} {} Hz {channels}", stream.codec, stream.sample_rate);
        if let Some(language) = &stream.language {
            text += &format!(" ({language})");
        }
        parts.push(text);
    }
    let length = source
        .video
        .first()
        .and_then(|stream| stream.duration)
        .or(source.duration);
    if let Some(length) = length {
        parts.push(format!("{} s", decimal(length)));
    }
    parts.join(", ")
}

/// Up to three decimals, no trailing noughts.
pub fn decimal(number: Rational) -> String {
    let text = number.decimal(3);
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

/// ffmpeg's name of the ladder's pixel format.
pub fn pixel_format(ladder: &VideoLadder) -> PixelFormat {
    ladder.pixel_format.unwrap_or(PixelFormat::Yuv420p)
}
