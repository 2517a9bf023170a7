//! Segments and groups of pictures have a length.
//!
//! Unaware of frames; segments too long are a warning of their own.

use super::Context;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::manifest::Output;
use crate::rational::Rational;

/// `segment-duration`
pub static CODE: Code = Code {
    name: "segment-duration",
    severity: Severity::Error,
    summary: "segments of less than half a second",
    explanation: r#"
Every segment is a file, a request and a keyframe. Below half a second players spend their time on
requests and the keyframes eat the bits; at nought there is no segment at all. Mostly a unit is
wrong: a plain number is seconds. (A file's `keyframe_interval` may be as short as a frame, but not
nought.)

Wrong:

```toml
[outputs.web]
type = "cmaf"
dir = "out/film"
ladders = ["hd"]
segment_duration = "6ms"
```

Right:

```toml
[outputs.web]
type = "cmaf"
dir = "out/film"
ladders = ["hd"]
segment_duration = "6s"
```

Source: RFC 8216 §4.3.3.1 (`EXT-X-TARGETDURATION` is a whole number of seconds to which durations are
rounded); Apple HLS Authoring Specification §7.
"#,
};

/// Looks at every output.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for output in context.outputs {
        if let Output::File(file) = output.output {
            if file.keyframe_interval.0 <= Rational::ZERO {
                let route = output.route.key("keyframe_interval");
                diagnostics.push(
                    Diagnostic::new(&CODE, route, "no time from one keyframe to the next")
                        .here("nought")
                        .help("`keyframe_interval = \"5s\"` is usual"),
                );
            } else if file.keyframe_interval.0 < Rational::new(1, 60) {
                let route = output.route.key("keyframe_interval");
                let interval = file.keyframe_interval;
                let message =
                    format!("{interval} from one keyframe to the next is less than a frame");
                diagnostics.push(
                    Diagnostic::new(&CODE, route, message)
                        .here("no picture is that short")
                        .help("`keyframe_interval = \"5s\"` is usual; a plain number is seconds"),
                );
            }
            continue;
        }
        let Some(duration) = output.segment_duration() else {
            continue;
        };
        if duration.0 >= Rational::new(1, 2) {
            continue;
        }
        let route = output.route.key("segment_duration");
        diagnostics.push(
            Diagnostic::new(
                &CODE,
                route,
                format!("segments of {duration} are too short"),
            )
            .here("less than 500ms")
            .help("`segment_duration = \"6s\"` is usual; a plain number is seconds"),
        );
    }
}
