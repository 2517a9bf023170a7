//! What is streamed has pixels that players decode.
//!
//! Unaware of files, which may be for editing.

use super::Context;
use crate::codec::{PixelFormat, VideoCodec};
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::manifest::Ladder;
use crate::source::Route;

/// `wide-pixel-format`
pub static CODE: Code = Code {
    name: "wide-pixel-format",
    severity: Severity::Warning,
    summary: "a pixel format for editing in a streaming output",
    explanation: r#"
The decoders in phones, televisions and browsers read 4:2:0: 8 bits for H.264, 8 or 10 bits for the
other codecs. 4:2:2, 4:4:4 and H.264 in 10 bits are for editing; most players show nothing.

Wrong:

```toml
[ladders.hd]
type = "video"
pixel_format = "yuv422p"
rungs = [{ height = 720, bit_rate = "2800k" }]
```

Right:

```toml
[ladders.hd]
type = "video"
pixel_format = "yuv420p"
rungs = [{ height = 720, bit_rate = "2800k" }]
```

Source: Apple HLS Authoring Specification §1 (High profile for H.264, Main 10 for HEVC); ITU-T H.264
Annex A (the profiles).
"#,
};

/// Looks at the ladders of every package; each ladder is told of once.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let mut told = Vec::new();
    for output in context.outputs.iter().filter(|output| output.is_package()) {
        for (mention, name, ladder) in output.ladders_of(context.manifest) {
            let Ladder::Video(ladder) = ladder else {
                continue;
            };
            let Some(format) = ladder.pixel_format else {
                continue;
            };
            let Some(what) = unfit(format, ladder.codec) else {
                continue;
            };
            // A profile that cannot have it is an error of its own.
            let is_refused = super::unfit_setting::is_too_narrow(ladder.profile.as_deref(), ladder);
            if told.contains(&name) || is_refused {
                continue;
            }
            told.push(name);
            let at = Route::root().key("ladders").key(name);
            let fit = match (format, ladder.codec) {
                (PixelFormat::Yuv422p10le, codec) if codec != VideoCodec::H264 => "yuv420p10le",
                _ => "yuv420p",
            };
            diagnostics.push(
                Diagnostic::new(
                    &CODE,
                    at.key("pixel_format"),
                    format!("few players show {what}"),
                )
                .here("for editing")
                .label(
                    At::Value(mention),
                    format!("`{}` is for players", output.name),
                )
                .help(format!("write `pixel_format = \"{fit}\"`"))
                .also(at.key("codec")),
            );
        }
    }
}

fn unfit(format: PixelFormat, codec: VideoCodec) -> Option<&'static str> {
    match format {
        PixelFormat::Yuv420p => None,
        PixelFormat::Yuv420p10le => (codec == VideoCodec::H264).then_some("H.264 in 10 bits"),
        PixelFormat::Yuv422p | PixelFormat::Yuv422p10le => Some("4:2:2"),
        PixelFormat::Yuv444p => Some("4:4:4"),
    }
}
