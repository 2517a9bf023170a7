//! No sound track of an input is listed twice.
//!
//! Unaware of the tracks that the source really has.

use super::Context;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};

/// `duplicate-track`
pub static CODE: Code = Code {
    name: "duplicate-track",
    severity: Severity::Error,
    summary: "the same sound track of an input is listed twice",
    explanation: r#"
`track` counts the sound tracks of the file from 0. Listed twice, one track would be published under
two names.

Wrong:

```toml
[inputs.film]
path = "media/film.mov"
audio = [{ track = 0, language = "en" }, { track = 0, language = "fr" }]
```

Right:

```toml
[inputs.film]
path = "media/film.mov"
audio = [{ track = 0, language = "en" }, { track = 1, language = "fr" }]
```

Source: the manifest's own reference (`inputs.*.audio`); ffmpeg's stream specifiers (`a:0`).
"#,
};

/// Compares every track with those before it.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, input) in context.inputs() {
        let tracks = input.audio.as_deref().unwrap_or_default();
        let at = |position: usize| route.key("audio").index(position).key("track");
        for (position, track) in tracks.iter().enumerate() {
            let mut before = tracks.iter().take(position);
            let Some(first) = before.position(|other| other.track == track.track) else {
                continue;
            };
            let free = (0..).find(|free| tracks.iter().all(|track| track.track != *free));
            diagnostics.push(
                Diagnostic::new(
                    &CODE,
                    at(position),
                    format!("sound track {} is listed twice", track.track),
                )
                .here("again here")
                .label(At::Value(at(first)), "first here")
                .help(format!(
                    "write `track = {}` for the next one: tracks count from 0",
                    free.unwrap_or_default()
                )),
            );
        }
    }
}
