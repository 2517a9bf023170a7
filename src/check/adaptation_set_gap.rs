//! Every ladder of an output finds an adaptation set.
//!
//! Unaware of the languages that a source brings: a set for one language may take any sound.

use super::Context;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::manifest::{AdaptationSet, Ladder, Streams};
use crate::source::Route;

/// `adaptation-set-gap`
pub static CODE: Code = Code {
    name: "adaptation-set-gap",
    severity: Severity::Error,
    summary: "no adaptation set of an output takes one of its ladders",
    explanation: r#"
A rendition goes into the first adaptation set that takes it. Where sets are listed and none takes a
ladder, its renditions would be encoded and never be offered to a player; a set for the sound of a
ladder that is a picture takes nothing.

Wrong:

```toml
[ladders.sound]
type = "audio"

[outputs.web]
type = "dash"
dir = "out/film"
ladders = ["hd", "sound"]
adaptation_sets = [{ id = 0, streams = "video" }]
```

Right:

```toml
[ladders.sound]
type = "audio"

[outputs.web]
type = "dash"
dir = "out/film"
ladders = ["hd", "sound"]
adaptation_sets = [{ id = 0, streams = "video" }, { id = 1, streams = "audio" }]
```

Source: ISO/IEC 23009-1 §5.3.3 (a representation is part of exactly one adaptation set).
"#,
};

/// Looks for a set for each ladder.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for output in context.outputs {
        let sets = output.adaptation_sets();
        let is_known = |name: &String| output.ladders().contains(name);
        let mut named = sets.iter().filter_map(|set| set.ladder.as_ref());
        // A set with a misspelt ladder may be the one that is missing.
        if sets.is_empty() || !named.all(is_known) {
            continue;
        }
        let all = output.route.key("adaptation_sets");
        let mut idle = sets.iter().enumerate().filter_map(|(position, set)| {
            let name = set.ladder.as_ref()?;
            let ladder = context.manifest.ladders.get(name)?;
            (!is_of_kind(set, ladder)).then(|| contradiction(&all.index(position), name, ladder))
        });
        if let Some(finding) = idle.next() {
            diagnostics.push(finding);
            continue;
        }
        for (mention, name, ladder) in output.ladders_of(context.manifest) {
            if sets.iter().any(|set| takes(set, name, ladder)) {
                continue;
            }
            let free = (0..).find(|id| sets.iter().all(|set| set.id != *id));
            let free = free.unwrap_or_default();
            let mut finding = Diagnostic::new(
                &CODE,
                mention,
                format!(
                    "no adaptation set of `{}` takes the ladder `{name}`",
                    output.name
                ),
            )
            .here("encoded, but never offered")
            .label(At::Key(all.clone()), "none of these takes it")
            .help(format!(
                "add a set such as `{{ id = {free}, ladder = \"{name}\" }}`, or remove \
                     `adaptation_sets` to have one for each codec and language"
            ))
            .also(all.clone());
            for position in 0..sets.len() {
                let set = all.index(position);
                for key in ["streams", "ladder", "language"] {
                    finding = finding.also(set.key(key));
                }
            }
            diagnostics.push(finding);
        }
    }
}

/// A set for the sound of a ladder without sound, or for its picture without one.
fn contradiction(set: &Route, name: &str, ladder: &Ladder) -> Diagnostic {
    let (has, lacks) = match ladder {
        Ladder::Video(_) => ("video", "sound"),
        Ladder::Audio(_) => ("audio", "picture"),
    };
    Diagnostic::new(
        &CODE,
        set.key("streams"),
        format!("the ladder `{name}` has no {lacks}: this set takes nothing"),
    )
    .here(format!("`{name}` is `{has}`"))
    .label(At::Value(set.key("ladder")), "the ladder of this set")
    .help(format!(
        "write `streams = \"{has}\"`, or name another ladder"
    ))
    .also(set.key("ladder"))
    .also(Route::root().key("ladders").key(name).key("type"))
}

/// Whether a set is for the picture of a ladder with one, or for its sound.
fn is_of_kind(set: &AdaptationSet, ladder: &Ladder) -> bool {
    match (set.streams, ladder) {
        (None, _) | (Some(Streams::Video), Ladder::Video(_)) => true,
        (Some(Streams::Audio), Ladder::Audio(_)) => true,
        (Some(Streams::Video), Ladder::Audio(_)) | (Some(Streams::Audio), Ladder::Video(_)) => {
            false
        }
    }
}

fn takes(set: &AdaptationSet, name: &str, ladder: &Ladder) -> bool {
    let may_speak = set.language.is_none() || matches!(ladder, Ladder::Audio(_));
    is_of_kind(set, ladder) && may_speak && set.ladder.as_deref().is_none_or(|only| only == name)
}
