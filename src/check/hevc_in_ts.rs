//! HEVC in HLS goes into fragmented MP4.
//!
//! Unaware of codecs that MPEG-TS cannot hold at all.

use super::Context;
use crate::codec::VideoCodec;
use crate::diag::{At, Code, Cure, Diagnostic, Diagnostics, Severity};
use crate::manifest::{HlsSegments, Ladder, Output};
use crate::source::Route;

/// `hevc-in-ts`
pub static CODE: Code = Code {
    name: "hevc-in-ts",
    severity: Severity::Warning,
    summary: "HEVC in MPEG-TS segments, which Apple's players refuse",
    explanation: r#"
MPEG-TS can carry HEVC, but Apple's players want HEVC in fragmented MP4, and browsers follow them.

Wrong:

```toml
[ladders.hd]
type = "video"
codec = "hevc"
rungs = [{ height = 720, bit_rate = "1800k" }]

[outputs.web]
type = "hls"
dir = "out/film"
ladders = ["hd"]
segments = "ts"
```

Right:

```toml
[ladders.hd]
type = "video"
codec = "hevc"
rungs = [{ height = 720, bit_rate = "1800k" }]

[outputs.web]
type = "hls"
dir = "out/film"
ladders = ["hd"]
segments = "fmp4"
```

Source: Apple HLS Authoring Specification §1.5 ("the container format for HEVC video MUST be fMP4").
"#,
};

/// Looks at the video ladders of every HLS output with MPEG-TS segments.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for output in context.outputs {
        let Output::Hls(hls) = output.output else {
            continue;
        };
        if hls.segments != HlsSegments::Ts {
            continue;
        }
        for (mention, name, ladder) in output.ladders_of(context.manifest) {
            let Ladder::Video(ladder) = ladder else {
                continue;
            };
            if ladder.codec != VideoCodec::Hevc {
                continue;
            }
            diagnostics.push(
                Diagnostic::new(
                    &CODE,
                    mention,
                    "Apple's players want HEVC in fragmented MP4",
                )
                .here(format!("`{name}` is hevc"))
                .label(At::Value(output.route.key("segments")), "MPEG-TS segments")
                .help("write `segments = \"fmp4\"`")
                .cure(Cure::Write(output.route.key("segments"), "fmp4".into()))
                .sure(false)
                .also(Route::root().key("ladders").key(name).key("codec")),
            );
        }
    }
}
