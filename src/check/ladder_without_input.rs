//! Every ladder of an output has an input that it can be made from.
//!
//! Unaware of the streams that a source really has.

use super::Context;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::manifest::Ladder;
use crate::source::Route;

/// `ladder-without-input`
pub static CODE: Code = Code {
    name: "ladder-without-input",
    severity: Severity::Error,
    summary: "a ladder of an output for which no input gives picture or sound",
    explanation: r#"
A video ladder needs an input whose picture may be used (`video`, by default `true`), an audio
ladder one whose sound is used (`audio`, by default all tracks). If no input of the output gives
either, the ladder has nothing to encode.

Wrong:

```toml
[inputs.film]
path = "media/film.mov"
video = false

[outputs.web]
type = "cmaf"
dir = "out/film"
ladders = ["hd"]
```

Right:

```toml
[inputs.film]
path = "media/film.mov"

[outputs.web]
type = "cmaf"
dir = "out/film"
ladders = ["hd"]
```

Source: the manifest's own reference (`inputs.*.video`, `inputs.*.audio`).
"#,
};

/// Looks at every ladder of every output.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for output in context.outputs {
        let inputs = output.inputs_of(context.manifest);
        let Some((first, _)) = inputs.first() else {
            continue;
        };
        // An input whose name is written wrongly may be the one that gives it.
        let chosen = output.inputs().unwrap_or_default();
        let inputs_known = &context.manifest.inputs;
        if !chosen.iter().all(|name| inputs_known.contains_key(name)) {
            continue;
        }
        for (mention, name, ladder) in output.ladders_of(context.manifest) {
            let (what, key, is_given) = match ladder {
                Ladder::Video(_) => {
                    let is_given = inputs.iter().any(|(_, input)| input.video);
                    ("a picture", "video", is_given)
                }
                Ladder::Audio(_) => {
                    let mut all = inputs.iter();
                    let is_given = all.any(|(_, input)| {
                        input.audio.as_ref().is_none_or(|tracks| !tracks.is_empty())
                    });
                    ("sound", "audio", is_given)
                }
            };
            if is_given {
                continue;
            }
            let route = |input: &str| Route::root().key("inputs").key(input).key(key);
            let finding = Diagnostic::new(
                &CODE,
                mention,
                format!("no input of `{}` gives {what}", output.name),
            )
            .here(format!("`{name}` has nothing to encode"))
            .label(
                At::Value(route(first)),
                format!("`{first}` does not give {what}"),
            )
            .help(format!("remove `{name}` here, or `{key}` from an input"))
            .also(Route::root().key("ladders").key(name).key("type"));
            let looked_at = inputs.iter().map(|(input, _)| route(input));
            diagnostics.push(looked_at.fold(finding, Diagnostic::also));
        }
    }
}
