//! No sound goes into an output twice because its file is two inputs.
//!
//! Unaware of links: two names of one file are two files.

use std::collections::{HashMap, HashSet};

use camino::Utf8PathBuf;

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

/// Looks at the inputs of every output with sound.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let manifest = context.filled();
    let mut told: HashSet<&str> = HashSet::new();
    let mut seen: HashSet<Option<&[String]>> = HashSet::new();
    for output in context.filled_outputs {
        let mut ladders = output.ladders_of(manifest);
        if !ladders.any(|(_, _, ladder)| matches!(ladder, Ladder::Audio(_))) {
            continue;
        }
        if !seen.insert(output.inputs()) {
            continue;
        }
        let mut known: HashMap<Utf8PathBuf, Vec<(&str, &Input)>> = HashMap::new();
        for (name, input) in output.inputs_of(manifest) {
            let Some(path) = &input.path else { continue };
            let same = known.entry(normal(path.as_str().into())).or_default();
            let first = same.iter().find(|(_, other)| is_same(input, other));
            let Some((first, _)) = first.copied() else {
                same.push((name, input));
                continue;
            };
            if first == name || !told.insert(name) {
                continue;
            }
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
            for input in [name, first] {
                for key in ["path", "audio", "start", "end", "language"] {
                    finding = finding.also(all.key(input).key(key));
                }
            }
            diagnostics.push(finding);
        }
    }
}

/// Whether two inputs of one file bring the same sound.
fn is_same(one: &Input, other: &Input) -> bool {
    (one.start, one.end) == (other.start, other.end)
        && one.audio == other.audio
        && one.audio.as_ref().is_none_or(|tracks| !tracks.is_empty())
}
