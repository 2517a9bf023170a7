//! Every ladder of an output finds an adaptation set, and so does every language.
//!
//! Unaware of the languages that only a source tells.

use super::Context;
use super::published::Published;
use super::set_member::{Member, Taken, free_id, members};
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity, names};
use crate::language::is_same;
use crate::manifest::{AdaptationSet, Ladder, Streams};
use crate::source::Route;

/// `adaptation-set-gap`
pub static CODE: Code = Code {
    name: "adaptation-set-gap",
    severity: Severity::Error,
    summary: "no adaptation set of an output takes one of its ladders, or sound in a language",
    explanation: r#"
A rendition goes into the first adaptation set that takes it. Where sets are listed and none takes a
ladder, or the sound in one language, its renditions would be encoded and never be offered to a
player; a set for the sound of a ladder that is a picture takes nothing.

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
        let is_picture = |set: &AdaptationSet| {
            let ladder = set
                .ladder
                .as_ref()
                .and_then(|name| context.manifest.ladders.get(name));
            set.streams == Some(Streams::Video) || matches!(ladder, Some(Ladder::Video(_)))
        };
        let is_spoken = |set: &AdaptationSet| set.language.is_some() && is_picture(set);
        let spoken = sets.iter().position(is_spoken);
        let spoken = spoken.map(|position| silent(&all.index(position)));
        if let Some(finding) = idle.next().or(spoken) {
            diagnostics.push(finding);
            continue;
        }
        let mut is_taken = true;
        for (mention, name, ladder) in output.ladders_of(context.manifest) {
            if sets.iter().any(|set| takes(set, name, ladder)) {
                continue;
            }
            let free = free_id(sets);
            is_taken = false;
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
        if is_taken {
            diagnostics.extend(unheard(output, context));
        }
    }
}

/// Sound in a language for which there is no set.
fn unheard<'a>(output: &Published<'a>, context: &Context<'a>) -> Option<Diagnostic> {
    let sets = output.adaptation_sets();
    let members = members(output, context);
    // A set for a language that nothing is in was meant for this one, and is told of.
    let is_idle = |set: &AdaptationSet| {
        let tag = set.language.as_ref().map(|tag| &tag.0);
        let sounds = members.iter().filter(|member| member.sound.is_some());
        let mut spoken = sounds.map(Member::language);
        tag.is_some_and(|tag| spoken.all(|said| said.is_some_and(|said| !is_same(said, tag))))
    };
    if sets.iter().any(is_idle) {
        return None;
    }
    let mut lost: Vec<(&str, &Route)> = Vec::new();
    for member in &members {
        let Some((said, sound)) = member.language().zip(member.sound.as_ref()) else {
            continue;
        };
        let is_new = lost.iter().all(|(known, _)| *known != said);
        if is_new && matches!(member.taken(sets), Taken::ByNone) {
            lost.push((said, &sound.at));
        }
    }
    if lost.is_empty() {
        return None;
    }
    let all = output.route.key("adaptation_sets");
    let what = names(lost.iter().map(|(said, _)| *said));
    let mut finding = Diagnostic::new(
        &CODE,
        all.clone(),
        format!(
            "no adaptation set of `{}` takes sound in {what}",
            output.name
        ),
    )
    .label(At::Key(all.clone()), "none of these takes it");
    for (said, at) in &lost {
        finding = finding.label(At::Value((*at).clone()), format!("`{said}` is said here"));
    }
    for position in 0..sets.len() {
        for key in ["streams", "ladder", "language"] {
            finding = finding.also(all.index(position).key(key));
        }
    }
    let fresh = (free_id(sets)..)
        .zip(&lost)
        .map(|(id, (said, _))| format!("{{ id = {id}, language = \"{said}\" }}"));
    let fresh: Vec<String> = fresh.collect();
    Some(finding.help(format!(
        "add `{}`, or remove `adaptation_sets` to have a set \
         for each codec and sound track",
        fresh.join(", ")
    )))
}

/// A set for pictures of a language.
fn silent(set: &Route) -> Diagnostic {
    let at = set.key("language");
    let message = "a set for pictures with a `language` takes nothing";
    Diagnostic::new(&CODE, at, message)
        .here("pictures have no language")
        .help("leave `language` out")
        .also(set.key("streams"))
        .also(set.key("ladder"))
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
