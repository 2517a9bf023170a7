//! An encoder writes the ladder's codec.
//!
//! Unaware of which encoders ffmpeg was built with, and of names that tell nothing.

use super::Context;
use crate::codec::VideoCodec;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::source::Route;

/// `encoder-codec`
pub static CODE: Code = Code {
    name: "encoder-codec",
    severity: Severity::Error,
    summary: "an `encoder` that writes another codec than the ladder's",
    explanation: r#"
`codec` says what players get; `encoder` says which of ffmpeg's encoders makes it. rendit chooses
options, containers and the `CODECS` of playlists by `codec`, so both must mean the same.

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
        .help(format!("write `encoder = \"{default}\"`, or leave it out"))
        .also(route.key("type")),
    );
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
