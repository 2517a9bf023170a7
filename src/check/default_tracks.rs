//! At most one sound track of an output is the default.
//!
//! Unaware of the tracks that the sources really have.

use super::Context;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::source::Route;

/// `default-tracks`
pub static CODE: Code = Code {
    name: "default-tracks",
    severity: Severity::Error,
    summary: "more than one sound track of an output is the default",
    explanation: r#"
Players start with the track that is marked as the default. With two of them, which one is heard
depends on the player; HLS forbids it within a group.

Wrong:

```toml
[inputs.film]
path = "media/film.mov"
audio = [{ track = 0, language = "en", default = true }, { track = 1, language = "fr", default = true }]
```

Right:

```toml
[inputs.film]
path = "media/film.mov"
audio = [{ track = 0, language = "en", default = true }, { track = 1, language = "fr" }]
```

Source: RFC 8216 §4.3.4.1.1 (a group has at most one member with `DEFAULT=YES`).
"#,
};

/// Looks at the tracks of every output's inputs.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for output in context.outputs {
        let mut first: Option<Route> = None;
        for (name, input) in output.inputs_of(context.manifest) {
            for (position, track) in input.audio.iter().flatten().enumerate() {
                if !track.default {
                    continue;
                }
                let tracks = Route::root().key("inputs").key(name).key("audio");
                let here = tracks.index(position).key("default");
                let Some(first) = &first else {
                    first = Some(here);
                    continue;
                };
                diagnostics.push(
                    Diagnostic::new(&CODE, here, "a second default sound track in one output")
                        .here("a default again")
                        .label(At::Value(first.clone()), "the default already")
                        .help("keep `default = true` on the track that players should start with"),
                );
            }
        }
    }
}
