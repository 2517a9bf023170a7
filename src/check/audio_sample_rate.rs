//! A rung asks for a sample rate that its codec has.
//!
//! Unaware of the source's.

use super::Context;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};

/// `audio-sample-rate`
pub static CODE: Code = Code {
    name: "audio-sample-rate",
    severity: Severity::Error,
    summary: "a sample rate that the audio codec does not have",
    explanation: r#"
Codecs know only certain sample rates: Opus none but 8, 12, 16, 24 and 48 kHz (never 44.1), Dolby
only 32, 44.1 and 48 kHz. Sound at another rate is resampled, which rendit does on its own where
`sample_rate` is left out.

Wrong:

```toml
[ladders.sound]
type = "audio"
codec = "opus"
rungs = [{ bit_rate = "96k", sample_rate = 44100 }]
```

Right:

```toml
[ladders.sound]
type = "audio"
codec = "opus"
rungs = [{ bit_rate = "96k", sample_rate = 48000 }]
```

Source: RFC 6716 §2 (Opus), ISO/IEC 14496-3 §1.6.3.3 (AAC), ETSI TS 102 366 §4.4.1.3 (AC-3).
"#,
};

/// Looks at every audio rung with a sample rate.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, ladder) in context.audio_ladders() {
        let rates = ladder.codec.sample_rates();
        for (position, rung) in ladder.rungs.iter().enumerate() {
            let Some(rate) = rung.sample_rate.filter(|rate| !rates.contains(rate)) else {
                continue;
            };
            let at = route.key("rungs").index(position).key("sample_rate");
            let nearest = rates.iter().min_by_key(|known| known.abs_diff(rate));
            let list: Vec<String> = rates.iter().map(ToString::to_string).collect();
            diagnostics.push(
                Diagnostic::new(
                    &CODE,
                    at,
                    format!("`{}` has no sample rate of {rate}", ladder.codec.name()),
                )
                .here("samples per second")
                .help(format!(
                    "write `sample_rate = {}`; there are {}",
                    nearest.copied().unwrap_or(48000),
                    list.join(", ")
                ))
                .also(route.key("codec")),
            );
        }
    }
}
