//! No rung of a ladder is there twice.
//!
//! Unaware of rungs that only a source makes equal.

use super::Context;
use super::rung_order::are_twins;
use crate::diag::{At, Code, Cure, Diagnostic, Diagnostics, Severity};
use crate::manifest::AudioRung;
use crate::source::Route;

/// `duplicate-rung`
pub static CODE: Code = Code {
    name: "duplicate-rung",
    severity: Severity::Error,
    summary: "two rungs of a ladder are the same",
    explanation: r#"
Two rungs with the same size and the same bits cost the encoding twice and give players nothing to
choose from. Mostly one was copied and not changed.

Wrong:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2800k" }, { height = 720, bit_rate = "2800k" }]
```

Right:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2800k" }, { height = 480, bit_rate = "1400k" }]
```

Source: RFC 8216 §4.3.4.2 (variants are alternatives that differ).
"#,
};

/// Compares every rung with those before it.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, ladder) in context.video_ladders() {
        for (position, rung) in ladder.rungs.iter().enumerate() {
            let mut before = ladder.rungs.iter().take(position);
            if let Some(first) = before.position(|other| are_twins(other, rung)) {
                report(diagnostics, &route.key("rungs"), first, position);
            }
        }
    }
    for (route, ladder) in context.audio_ladders() {
        for (position, rung) in ladder.rungs.iter().enumerate() {
            let mut before = ladder.rungs.iter().take(position);
            let channels =
                |rung: &AudioRung| rung.channels.unwrap_or(ladder.codec.usual_channels());
            let is_twin = |other: &AudioRung| {
                let bits = (other.bit_rate, other.sample_rate) == (rung.bit_rate, rung.sample_rate);
                bits && channels(other) == channels(rung)
            };
            if let Some(first) = before.position(is_twin) {
                report(diagnostics, &route.key("rungs"), first, position);
            }
        }
    }
}

fn report(diagnostics: &mut Diagnostics, rungs: &Route, first: usize, again: usize) {
    let keys = [
        "height",
        "width",
        "bit_rate",
        "crf",
        "max_bit_rate",
        "max_frame_rate",
    ];
    let mut finding = Diagnostic::new(&CODE, rungs.index(again), "the same rung twice")
        .here("again here")
        .label(At::Value(rungs.index(first)), "first here")
        .help("remove one, or give it another size or bit rate")
        .cure(Cure::Remove(rungs.index(again)))
        .sure(false);
    for position in [first, again] {
        for key in keys {
            finding = finding.also(rungs.index(position).key(key));
        }
    }
    diagnostics.push(finding);
}
