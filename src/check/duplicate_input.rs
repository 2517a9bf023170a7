//! No sound goes into an output twice because its file is two inputs.
//!
//! Unaware of links: two names of one file are two files.

use super::Context;
use super::paths::normal;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::manifest::{Input, Ladder};
use crate::source::Route;

/// `duplicate-input`
pub static CODE: Code = Code {
    name: "duplicate-input",
    severity: Severity::Warning,
    summary: "two inputs of an output that bring the same sound",
    explanation: r#"
An output takes the sound of all its inputs. If two inputs are the same file and neither chooses its
tracks, every track is published twice. Mostly an entry was copied and not changed.

Wrong:

```toml
[inputs.film]
path = "media/film.mov"

[inputs.spanish]
path = "media/film.mov"

[ladders.sound]
type = "audio"

[outputs.web]
type = "cmaf"
dir = "out/film"
ladders = ["hd", "sound"]
```

Right:

```toml
[inputs.film]
path = "media/film.mov"

[inputs.spanish]
path = "media/film.es.flac"

[ladders.sound]
type = "audio"

[outputs.web]
type = "cmaf"
dir = "out/film"
ladders = ["hd", "sound"]
```

Source: the manifest's own reference (`outputs.*.inputs`, `inputs.*.audio`).
"#,
};

/// Most inputs that are compared with each other.
const MOST_INPUTS: usize = 200;

/// Looks at the inputs of every output with sound.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let manifest = context.filled();
    let mut told: Vec<&str> = Vec::new();
    for output in context.filled_outputs {
        let mut ladders = output.ladders_of(manifest);
        if !ladders.any(|(_, _, ladder)| matches!(ladder, Ladder::Audio(_))) {
            continue;
        }
        let inputs = output.inputs_of(manifest);
        for (position, (name, input)) in inputs.iter().enumerate().take(MOST_INPUTS) {
            let mut before = inputs.iter().take(position);
            let Some((first, _)) = before.find(|(_, other)| is_same(input, other)) else {
                continue;
            };
            if first == name || told.contains(name) {
                continue;
            }
            told.push(name);
            let all = Route::root().key("inputs");
            let at = |name: &str| all.key(name).key("path");
            let mut finding = Diagnostic::new(
                &CODE,
                at(name),
                format!("`{name}` brings the same sound as `{first}`"),
            )
            .here("the same file")
            .label(At::Value(at(first)), "first here")
            .help(format!(
                "name another file here, remove `{name}`, or choose its tracks, such as \
                 `audio = [{{ track = 1 }}]`"
            ));
            for input in [*name, *first] {
                for key in ["path", "audio", "start", "end", "language"] {
                    finding = finding.also(all.key(input).key(key));
                }
            }
            diagnostics.push(finding);
        }
    }
}

fn is_same(one: &Input, other: &Input) -> bool {
    let path = |input: &Input| input.path.as_ref().map(|path| normal(path.as_str().into()));
    let cut = |input: &Input| (input.start, input.end);
    one.path.is_some()
        && path(one) == path(other)
        && cut(one) == cut(other)
        && one.audio == other.audio
        && one.audio.as_ref().is_none_or(|tracks| !tracks.is_empty())
}
