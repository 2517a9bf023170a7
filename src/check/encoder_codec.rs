//! An encoder writes the ladder's codec.
//!
//! Unaware of which encoders ffmpeg was built with, and of names that tell nothing.

use super::Context;
use crate::codec::VideoCodec;
use crate::diag::{At, Code, Cure, Diagnostic, Diagnostics, Severity};
use crate::manifest::VideoLadder;
use crate::source::Route;

/// `encoder-codec`
pub static CODE: Code = Code {
    name: "encoder-codec",
    severity: Severity::Error,
    summary: "an `encoder` that writes another codec than the ladder's",
    explanation: r#"
`codec` says what players get; `encoder` says which of ffmpeg's encoders makes it. rendit chooses
options, containers and the `CODECS` of playlists by `codec`, so both must mean the same. `encoder` is
the name that `ffmpeg -encoders` lists: `libx265`, and neither `x265` nor `hevc`.

Wrong:

```toml
[ladders.hd]
type = "video"
codec = "h264"
encoder = "libx265"
rungs = [{ height = 720, bit_rate = "2800k" }]
```

Right:

```toml
[ladders.hd]
type = "video"
codec = "hevc"
encoder = "libx265"
rungs = [{ height = 720, bit_rate = "1800k" }]
```

Source: ffmpeg's list of encoders (`ffmpeg -encoders`).
"#,
};

/// What the names of encoders tell, where neither [`VideoCodec::of_encoder`] nor the codec's own
/// name does; the first that fits counts.
const OTHERS: [(&str, &str); 16] = [
    ("libvpx", "vp8"),
    ("vp8", "vp8"),
    ("mpeg2", "mpeg2video"),
    ("mpeg4", "mpeg4"),
    ("xvid", "mpeg4"),
    ("mjpeg", "mjpeg"),
    ("prores", "prores"),
    ("dnxhd", "dnxhd"),
    ("theora", "theora"),
    ("eac3", "eac3"),
    ("ac3", "ac3"),
    ("aac", "aac"),
    ("opus", "opus"),
    ("flac", "flac"),
    ("mp3", "mp3"),
    ("vorbis", "vorbis"),
];

/// Short names of encoders, and those that ffmpeg knows.
const SHORT: [(&str, &str); 17] = [
    ("x264", "libx264"),
    ("x265", "libx265"),
    ("svtav1", "libsvtav1"),
    ("svt-av1", "libsvtav1"),
    ("svt_av1", "libsvtav1"),
    ("svt", "libsvtav1"),
    ("aom", "libaom-av1"),
    ("aomenc", "libaom-av1"),
    ("libaom", "libaom-av1"),
    ("rav1e", "librav1e"),
    ("vpx", "libvpx-vp9"),
    ("vpxenc", "libvpx-vp9"),
    ("fdk", "libfdk_aac"),
    ("fdk_aac", "libfdk_aac"),
    ("fdkaac", "libfdk_aac"),
    ("fdk-aac", "libfdk_aac"),
    ("libfdk-aac", "libfdk_aac"),
];

/// Hardware whose encoders are called by the codec as well, by its names.
const HARDWARE: [(&str, &str); 13] = [
    ("nvenc", "nvenc"),
    ("cuda", "nvenc"),
    ("nvidia", "nvenc"),
    ("qsv", "qsv"),
    ("quicksync", "qsv"),
    ("intel", "qsv"),
    ("vaapi", "vaapi"),
    ("videotoolbox", "videotoolbox"),
    ("vt", "videotoolbox"),
    ("apple", "videotoolbox"),
    ("amf", "amf"),
    ("vce", "amf"),
    ("amd", "amf"),
];

/// Names of codecs of pictures. None of them is an encoder.
const CODECS: [(&str, VideoCodec); 13] = [
    ("h264", VideoCodec::H264),
    ("h.264", VideoCodec::H264),
    ("avc", VideoCodec::H264),
    ("avc1", VideoCodec::H264),
    ("hevc", VideoCodec::Hevc),
    ("h265", VideoCodec::Hevc),
    ("h.265", VideoCodec::Hevc),
    ("hvc1", VideoCodec::Hevc),
    ("hev1", VideoCodec::Hevc),
    ("av1", VideoCodec::Av1),
    ("av01", VideoCodec::Av1),
    ("vp9", VideoCodec::Vp9),
    ("vp09", VideoCodec::Vp9),
];

/// The codecs of sound that a ladder can have.
const AUDIO: [&str; 5] = ["aac", "opus", "ac3", "eac3", "flac"];

/// Looks at every ladder with an encoder.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, ladder) in context.video_ladders() {
        let codec = ladder.codec.name();
        let default = ladder.codec.default_encoder();
        look(
            diagnostics,
            &route,
            ladder.encoder.as_deref(),
            (codec, default),
        );
    }
    for (route, ladder) in context.audio_ladders() {
        let codec = ladder.codec.name();
        let default = ladder.codec.default_encoder();
        look(
            diagnostics,
            &route,
            ladder.encoder.as_deref(),
            (codec, default),
        );
    }
}

fn look(
    diagnostics: &mut Diagnostics,
    route: &Route,
    encoder: Option<&str>,
    (codec, default): (&str, &str),
) {
    let Some(encoder) = encoder else {
        return;
    };
    if let Some(named) = codec_called(encoder) {
        let own = named.default_encoder();
        let finding = Diagnostic::new(
            &CODE,
            route.key("encoder"),
            format!("`{encoder}` is a codec, not an encoder"),
        )
        .here("a codec")
        .also(route.key("codec"))
        .also(route.key("type"));
        let is_video = VideoCodec::of_encoder(default).is_some();
        diagnostics.push(match named.name() == codec {
            true => finding
                .help(format!("write `encoder = \"{own}\"`, or leave it out"))
                .cure(Cure::Write(route.key("encoder"), own.into())),
            // What is not the default was written.
            false if is_video && ladder_says(codec) => finding.help(format!(
                "write `encoder = \"{default}\"`, or `codec = \"{}\"`",
                named.name()
            )),
            false if is_video => finding.help(format!(
                "write `codec = \"{}\"` instead: {own} is its usual encoder",
                named.name()
            )),
            false => finding.help(format!("write `encoder = \"{default}\"`, or leave it out")),
        });
        return;
    }
    if let Some(full) = encoder
        .strip_suffix("_10bit")
        .and_then(|short| full_name(short, codec))
    {
        diagnostics.push(
            Diagnostic::new(
                &CODE,
                route.key("encoder"),
                format!("ffmpeg has no encoder `{encoder}`"),
            )
            .here("a short name, and a pixel format")
            .help(format!(
                "write `encoder = \"{full}\"`, and `pixel_format = \"yuv420p10le\"` beside it"
            ))
            .also(route.key("codec"))
            .also(route.key("type")),
        );
        return;
    }
    if let Some(full) = full_name(encoder, codec) {
        let finding = Diagnostic::new(
            &CODE,
            route.key("encoder"),
            format!("ffmpeg has no encoder `{encoder}`"),
        );
        let finding = finding
            .here("a short name")
            .help(format!("write `{full}`"))
            .cure(Cure::Write(route.key("encoder"), full.into()))
            .also(route.key("codec"))
            .also(route.key("type"));
        diagnostics.push(finding);
        return;
    }
    let Some(written) = codec_of(encoder).filter(|written| *written != codec) else {
        return;
    };
    diagnostics.push(
        Diagnostic::new(
            &CODE,
            route.key("encoder"),
            format!("`{encoder}` writes {written}, not {codec}"),
        )
        .here(format!("writes {written}"))
        .label(At::Value(route.key("codec")), format!("asks for {codec}"))
        .help(match VideoCodec::of_encoder(encoder) {
            Some(other) if VideoCodec::of_encoder(default).is_some() => format!(
                "write `codec = \"{}\"`, or `encoder = \"{default}\"`",
                other.name()
            ),
            _ => match AUDIO.iter().find(|own| **own == written) {
                Some(other) => {
                    format!("write `codec = \"{other}\"`, or `encoder = \"{default}\"`")
                }
                None => format!("write `encoder = \"{default}\"`, or leave it out"),
            },
        })
        .also(route.key("type")),
    );
}

/// Whether a ladder of pictures must have named its codec.
fn ladder_says(codec: &str) -> bool {
    codec != VideoCodec::default().name()
}

/// The codec that is called so.
fn codec_called(name: &str) -> Option<VideoCodec> {
    let name = name.trim().to_ascii_lowercase();
    let mut known = CODECS.iter();
    let (_, codec) = known.find(|(known, _)| *known == name)?;
    Some(*codec)
}

/// The encoder that a ladder asks for, or that was meant: that of its codec, if it names the codec.
pub fn meant(ladder: &VideoLadder) -> String {
    let written = ladder.encoder_name();
    match codec_called(written) {
        Some(codec) => codec.default_encoder().to_owned(),
        None => full_name(written, ladder.codec.name()).unwrap_or_else(|| written.to_owned()),
    }
}

/// The name that ffmpeg has for an encoder, if it is another one and writes this codec.
fn full_name(encoder: &str, codec: &str) -> Option<String> {
    let lower = encoder.trim().to_ascii_lowercase();
    let mut known = SHORT.iter().filter(|(short, _)| *short == lower);
    // `nvenc_h264` has the parts the other way round.
    let (hardware, named) = lower.split_once('_').unwrap_or((&lower, codec));
    let mut hardwares = HARDWARE.iter().filter(|(name, _)| *name == hardware);
    let full = match (known.next(), hardwares.next(), codec_called(named)) {
        (Some((_, full)), ..) => (*full).to_owned(),
        (None, Some((_, own)), Some(named)) => format!("{}_{own}", named.name()),
        // Names of encoders are small.
        _ if lower != encoder => lower.clone(),
        _ => return None,
    };
    (codec_of(&full) == Some(codec)).then_some(full)
}

/// The codec that an encoder of ffmpeg writes, as far as its name tells.
pub fn codec_of(encoder: &str) -> Option<&'static str> {
    let video = VideoCodec::of_encoder(encoder).map(VideoCodec::name);
    video.or_else(|| {
        let mut known = OTHERS.iter();
        known
            .find(|(part, _)| encoder.contains(part))
            .map(|(_, codec)| *codec)
    })
}
