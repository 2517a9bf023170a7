//! Every ladder of an output has an input that it can be made from.
//!
//! Unaware of the streams that a source really has.

use std::collections::HashSet;

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
    let mut told: HashSet<(&str, Vec<&str>)> = HashSet::new();
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
            let (kind, key, is_given) = match ladder {
                Ladder::Video(_) => {
                    let is_given = inputs.iter().any(|(_, input)| input.video);
                    ("picture", "video", is_given)
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
            let names = inputs.iter().map(|(input, _)| *input);
            let names: Vec<&str> = names.collect();
            // However many outputs need it: what is turned off is turned off once.
            if !told.insert((key, names)) {
                continue;
            }
            if let [(input, _)] = inputs.as_slice() {
                let at = route(input);
                diagnostics.push(
                    Diagnostic::new(
                        &CODE,
                        at.clone(),
                        format!("`{input}` gives no {kind}, but `{name}` needs it"),
                    )
                    .here("turned off here")
                    .label(
                        At::Value(mention),
                        format!("`{name}` has nothing to encode"),
                    )
                    .help(format!("remove `{key}` here, or `{name}` from the output"))
                    .also(Route::root().key("ladders").key(name).key("type")),
                );
                continue;
            }
            let what = match ladder {
                Ladder::Video(_) => "a picture",
                Ladder::Audio(_) => "sound",
            };
            let finding = Diagnostic::new(
                &CODE,
                mention,
                format!("no input of `{}` gives {what}", output.name),
            )
            .here(format!("`{name}` has nothing to encode"))
            .label(At::Value(route(first)), format!("`{first}` gives none"))
            .help(format!("remove `{name}` here, or `{key}` from an input"))
            .also(Route::root().key("ladders").key(name).key("type"));
            let looked_at = inputs.iter().map(|(input, _)| route(input));
            diagnostics.push(looked_at.fold(finding, Diagnostic::also));
        }
    }
}
