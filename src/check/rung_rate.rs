//! A rung says how many bits it gets: by rate, or by quality.
//!
//! Unaware of how many are wise.

use super::Context;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::manifest::VideoRung;

/// `rung-rate`
pub static CODE: Code = Code {
    name: "rung-rate",
    severity: Severity::Error,
    summary: "a video rung with neither or both of `bit_rate` and `crf`",
    explanation: r#"
An encoder aims at an average (`bit_rate`) or at a constant quality (`crf`, with `max_bit_rate` as a
cap). It cannot do both, and rendit does not guess which is meant.

Wrong:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2800k", crf = 23 }]
```

Right:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 720, crf = 23, max_bit_rate = "2800k" }]
```

Source: ffmpeg's `doc/encoders.texi` (libx264: `b`, `crf`, `maxrate`).
"#,
};

/// Looks at every video rung.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, ladder) in context.video_ladders() {
        for (position, rung) in ladder.rungs.iter().enumerate() {
            let at = route.key("rungs").index(position);
            let (rate, quality) = (at.key("bit_rate"), at.key("crf"));
            let finding = match (rung.bit_rate, rung.crf) {
                (Some(_), None) | (None, Some(_)) => continue,
                (Some(bit_rate), Some(_)) => Diagnostic::new(
                    &CODE,
                    quality.clone(),
                    "a rung with both `bit_rate` and `crf`",
                )
                .here("a quality")
                .label(At::Value(rate.clone()), "an average")
                .help(format!(
                    "keep one; to cap the quality's bits, write `max_bit_rate = \"{bit_rate}\"`"
                )),
                (None, None) => {
                    let help = match (rung.max_bit_rate, rung.height) {
                        (Some(peak), _) => {
                            format!("add `bit_rate`, or `crf` to use {peak} as a cap")
                        }
                        (None, Some(lines)) => {
                            let usual = ladder.codec.usual_bit_rate(lines);
                            let usual = crate::manifest::BitRate(usual);
                            format!("add `bit_rate = \"{usual}\"`, or `crf`")
                        }
                        (None, None) => "add `bit_rate = \"2800k\"`, or `crf = 23`".into(),
                    };
                    let finding =
                        Diagnostic::new(&CODE, at, "a rung with neither `bit_rate` nor `crf`")
                            .here("how many bits?");
                    match ladder.rungs.get(position + 1) {
                        Some(next) if is_rest(rung, next) => finding
                            .label(
                                At::Value(route.key("rungs").index(position + 1)),
                                "bits of no size",
                            )
                            .help("these are two rungs: make one of them"),
                        _ => finding.help(help),
                    }
                }
            };
            diagnostics.push(finding.also(rate).also(quality));
        }
    }
}

/// Whether the next item of the list holds the rest of a rung.
fn is_rest(rung: &VideoRung, next: &VideoRung) -> bool {
    let has_size = |rung: &VideoRung| rung.height.is_some() || rung.width.is_some();
    has_size(rung) && !has_size(next) && (next.bit_rate.is_some() || next.crf.is_some())
}
