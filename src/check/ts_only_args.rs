//! Options for the MPEG-TS muxer go with MPEG-TS segments.
//!
//! Unaware of which options that muxer has.

use super::Context;
use super::args::Owner;
use super::owned_option::instead;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::manifest::{HlsSegments, Output};

/// `ts-only-args`
pub static CODE: Code = Code {
    name: "ts-only-args",
    severity: Severity::Error,
    summary: "`args` of an HLS output without MPEG-TS segments",
    explanation: r#"
The `args` of an HLS output are options for ffmpeg's MPEG-TS muxer. Fragmented MP4 segments are cut
by rendit itself; no ffmpeg would read the options.

Wrong:

```toml
[outputs.web]
type = "hls"
dir = "out/film"
ladders = ["hd"]
segments = "fmp4"
args = ["-mpegts_service_id", "2"]
```

Right:

```toml
[outputs.web]
type = "hls"
dir = "out/film"
ladders = ["hd"]
segments = "ts"
args = ["-mpegts_service_id", "2"]
```

Source: the manifest's own reference (`outputs.*.args`); ffmpeg's `doc/muxers.texi` (`mpegts`).
"#,
};

/// Looks at every HLS output with arguments.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for output in context.outputs {
        let Output::Hls(hls) = output.output else {
            continue;
        };
        if hls.segments != HlsSegments::Fmp4 || hls.args.is_empty() {
            continue;
        }
        // What has a key of its own is `owned-option`: moving it there leaves nothing here.
        let mut arguments = hls.args.iter();
        if arguments.any(|argument| instead(argument.as_str(), Owner::Muxer).is_some()) {
            continue;
        }
        let (route, segments) = (output.route.key("args"), output.route.key("segments"));
        diagnostics.push(
            Diagnostic::new(&CODE, route.clone(), "options for a muxer that is not used")
                .label(At::Key(route), "for the MPEG-TS muxer")
                .label(At::Value(segments), "fragmented MP4")
                .help("write `segments = \"ts\"`, or remove `args`"),
        );
    }
}
