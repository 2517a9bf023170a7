//! A quality lies on its codec's scale.
//!
//! Unaware of how good a picture is.

use super::Context;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};

/// `crf-range`
pub static CODE: Code = Code {
    name: "crf-range",
    severity: Severity::Error,
    summary: "a `crf` beyond the end of the codec's scale",
    explanation: r#"
The scale of constant quality ends at 51 for H.264 and HEVC and at 63 for AV1 and VP9; lower is
better. The scales differ: the same look needs a higher number on the longer scale.

Wrong:

```toml
[ladders.hd]
type = "video"
codec = "h264"
rungs = [{ height = 720, crf = 60 }]
```

Right:

```toml
[ladders.hd]
type = "video"
codec = "h264"
rungs = [{ height = 720, crf = 23 }]
```

Source: ffmpeg's `doc/encoders.texi` (libx264, libx265, libsvtav1, libvpx: `crf`).
"#,
};

/// Looks at every rung with a quality.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, ladder) in context.video_ladders() {
        let limit = ladder.codec.crf_limit();
        for (position, rung) in ladder.rungs.iter().enumerate() {
            let Some(crf) = rung.crf.filter(|crf| !(0.0..=limit).contains(crf)) else {
                continue;
            };
            let at = route.key("rungs").index(position).key("crf");
            let usual = if limit > 51.0 { 32 } else { 23 };
            diagnostics.push(
                Diagnostic::new(
                    &CODE,
                    at,
                    format!("the scale of {} ends at {limit}", ladder.codec.name()),
                )
                .here(format!("{crf} is beyond it"))
                .help(format!(
                    "write `crf = {usual}`, which is usual: lower is better"
                ))
                .also(route.key("codec")),
            );
        }
    }
}
