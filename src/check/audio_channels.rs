//! A rung asks for no more channels than its codec has.
//!
//! Unaware of how many the source has.

use super::Context;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};

/// `audio-channels`
pub static CODE: Code = Code {
    name: "audio-channels",
    severity: Severity::Error,
    summary: "more channels than the audio codec's encoder takes",
    explanation: r#"
AC-3 ends at 5.1, and so does ffmpeg's encoder for E-AC-3; AAC, Opus and FLAC go up to 7.1. An
encoder that is asked for more refuses to start.

Wrong:

```toml
[ladders.surround]
type = "audio"
codec = "ac3"
rungs = [{ bit_rate = "640k", channels = 8 }]
```

Right:

```toml
[ladders.surround]
type = "audio"
codec = "ac3"
rungs = [{ bit_rate = "640k", channels = 6 }]
```

Source: ETSI TS 102 366 §4.4.2.3 (AC-3's channel modes); ffmpeg's `libavcodec/ac3enc.c` and
`eac3enc.c`.
"#,
};

/// Looks at every audio rung with channels.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, ladder) in context.audio_ladders() {
        let most = ladder.codec.most_channels();
        let codec = ladder.codec.name();
        for (position, rung) in ladder.rungs.iter().enumerate() {
            let Some(channels) = rung.channels.filter(|channels| *channels > most) else {
                continue;
            };
            let at = route.key("rungs").index(position).key("channels");
            diagnostics.push(
                Diagnostic::new(&CODE, at, format!("`{codec}` has at most {most} channels"))
                    .here(format!("{channels} channels"))
                    .help(format!(
                        "write `channels = {most}`, or take `codec = \"aac\"`"
                    ))
                    .also(route.key("codec")),
            );
        }
    }
}
