//! Segments are short enough for a player to start and to switch.
//!
//! Unaware of frames; segments too short are an error of their own.

use super::Context;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::rational::Rational;

/// `long-segments`
pub static CODE: Code = Code {
    name: "long-segments",
    severity: Severity::Warning,
    summary: "segments of more than 30 seconds",
    explanation: r#"
A player starts, seeks and switches by whole segments. Beyond half a minute it waits long before the
first picture, and stays on a rung that the line no longer carries. Six seconds are usual.

Wrong:

```toml
[outputs.web]
type = "cmaf"
dir = "out/film"
ladders = ["hd"]
segment_duration = "60s"
```

Right:

```toml
[outputs.web]
type = "cmaf"
dir = "out/film"
ladders = ["hd"]
segment_duration = "6s"
```

Source: Apple HLS Authoring Specification §7 (target durations of 6 seconds).
"#,
};

/// Looks at every output made of segments.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for output in context.outputs() {
        let Some(duration) = output.segment_duration() else {
            continue;
        };
        if duration.0 <= Rational::whole(30) {
            continue;
        }
        diagnostics.push(
            Diagnostic::new(
                &CODE,
                output.route.key("segment_duration"),
                format!("segments of {duration} make players wait"),
            )
            .here("more than 30s")
            .help("`segment_duration = \"6s\"` is usual"),
        );
    }
}
