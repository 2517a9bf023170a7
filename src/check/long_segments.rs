//! Segments are short enough for a player to start and to switch.
//!
//! Unaware of frames; segments too short are an error of their own.

use super::Context;
use super::published::Published;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::manifest::Duration;
use crate::rational::Rational;

/// `long-segments`
pub static CODE: Code = Code {
    name: "long-segments",
    severity: Severity::Warning,
    summary: "segments of more than 30 seconds, or keyframes that far apart",
    explanation: r#"
A player starts, seeks and switches by whole segments. Beyond half a minute it waits long before the
first picture, and stays on a rung that the line no longer carries. Six seconds are usual. Likewise
a file is sought from keyframe to keyframe: with half a minute between them every jump misses.

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
    for output in context.outputs {
        let Some(duration) = output.segment_duration() else {
            diagnostics.extend(rare_keyframes(output));
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
            .help(match milliseconds(duration) {
                Some(meant) => format!(
                    "a plain number is seconds: did you mean `segment_duration = \"{meant}\"`?"
                ),
                None => "`segment_duration = \"6s\"` is usual".to_owned(),
            }),
        );
    }
}

/// The time that was meant, if the number looks like milliseconds.
fn milliseconds(duration: Duration) -> Option<Duration> {
    let meant = Duration(duration.0 * Rational::new(1, 1000));
    let is_usual = meant.0 >= Rational::ONE && meant.0 <= Rational::whole(30);
    is_usual.then_some(meant)
}

/// Keyframes of a file that are more than half a minute apart: mostly a number of frames.
fn rare_keyframes(output: &Published<'_>) -> Option<Diagnostic> {
    let interval = output.output.keyframe_interval()?;
    if interval.0 <= Rational::whole(30) {
        return None;
    }
    let route = output.route.key("keyframe_interval");
    let seconds = Duration(interval.0 * Rational::new(1, 25));
    Some(
        Diagnostic::new(
            &CODE,
            route,
            format!("keyframes {interval} apart make seeking coarse"),
        )
        .here("more than 30s")
        .help(format!(
            "a plain number is seconds, not frames: {} frames at 25 a second are `\"{seconds}\"`",
            interval.0.round()
        )),
    )
}
