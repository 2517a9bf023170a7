//! What an adaptation set takes can stand together.
//!
//! Unaware of the tracks that only a source tells.

use super::Context;
use super::set_member::{Member, Taken, free_id, members};
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::language::is_same;
use crate::manifest::{AdaptationSet, Streams};
use crate::source::Route;

/// `adaptation-set-mix`
pub static CODE: Code = Code {
    name: "adaptation-set-mix",
    severity: Severity::Error,
    summary: "an adaptation set takes what players cannot switch between",
    explanation: r#"
Players switch freely between the renditions of an adaptation set: so a set holds either picture or
sound, in one codec, and of sound one track. A rendition goes into the first set that takes it;
`streams`, `ladder` and `language` say what a set takes.

Wrong:

```toml
[ladders.av1]
type = "video"
codec = "av1"
rungs = [{ height = 720, bit_rate = "1500k" }]

[outputs.web]
type = "dash"
dir = "out/film"
ladders = ["hd", "av1"]
adaptation_sets = [{ id = 0, streams = "video" }]
```

Right:

```toml
[ladders.av1]
type = "video"
codec = "av1"
rungs = [{ height = 720, bit_rate = "1500k" }]

[outputs.web]
type = "dash"
dir = "out/film"
ladders = ["hd", "av1"]
adaptation_sets = [{ id = 0, ladder = "hd" }, { id = 1, ladder = "av1" }]
```

Source: ISO/IEC 23009-1 §5.3.3 (one media content component, switched seamlessly).
"#,
};

const REMOVE: &str = "remove `adaptation_sets` to have one for each codec and sound track";

/// Looks at what each set takes.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for output in context.outputs {
        let sets = output.adaptation_sets();
        let is_known = |name: &String| output.ladders().contains(name);
        let mut named = sets.iter().filter_map(|set| set.ladder.as_ref());
        // What a set with a misspelt ladder takes, nobody knows.
        if sets.is_empty() || !named.all(is_known) {
            continue;
        }
        let members = members(output, context);
        let mut by_set: Vec<Vec<&Member<'_>>> = vec![Vec::new(); sets.len()];
        for member in &members {
            let is_certain = member.sound.as_ref().is_none_or(|sound| sound.is_certain);
            if let Taken::By(position) = member.taken(sets)
                && let Some(taken) = by_set.get_mut(position).filter(|_| is_certain)
            {
                taken.push(member);
            }
        }
        for ((position, set), taken) in sets.iter().enumerate().zip(&by_set) {
            let Some((first, others)) = taken.split_first() else {
                continue;
            };
            let Some(other) = others.iter().find(|other| differ(first, other)) else {
                continue;
            };
            let at = output.route.key("adaptation_sets").index(position);
            let told = match (first, other) {
                _ if first.streams != other.streams => kinds(&at, set, first, other),
                _ if first.ladder != other.ladder => codecs(&at, set, first, other),
                _ => tracks(&at, set, first, other),
            };
            diagnostics.push(told.help(cure(sets, taken, first, other)));
        }
    }
}

fn differ(one: &Member<'_>, other: &Member<'_>) -> bool {
    let track = |member: &Member<'_>| {
        let sound = member.sound.as_ref();
        sound.map(|sound| (sound.input.to_owned(), sound.track))
    };
    one.streams != other.streams || one.codec != other.codec || track(one) != track(other)
}

fn kinds(at: &Route, set: &AdaptationSet, one: &Member<'_>, other: &Member<'_>) -> Diagnostic {
    finding(at, format!("the set {} takes picture and sound", set.id))
        .label(
            At::Value(one.mention.clone()),
            format!("`{}`", streams(one)),
        )
        .label(
            At::Value(other.mention.clone()),
            format!("`{}`", streams(other)),
        )
}

fn codecs(at: &Route, set: &AdaptationSet, one: &Member<'_>, other: &Member<'_>) -> Diagnostic {
    finding(
        at,
        format!(
            "the set {} takes `{}` and `{}`",
            set.id, one.codec, other.codec
        ),
    )
    .label(At::Value(one.mention.clone()), format!("`{}`", one.codec))
    .label(
        At::Value(other.mention.clone()),
        format!("`{}`", other.codec),
    )
}

fn tracks(at: &Route, set: &AdaptationSet, one: &Member<'_>, other: &Member<'_>) -> Diagnostic {
    let id = set.id;
    let mut told = finding(
        at,
        match one.language().zip(other.language()) {
            Some((one, other)) if one != other => {
                format!("the set {id} takes sound in `{one}` and in `{other}`")
            }
            Some((both, _)) => format!("the set {id} takes two sound tracks in `{both}`"),
            None => format!("the set {id} takes two sound tracks"),
        },
    );
    let mut shown: Option<&Route> = None;
    for sound in [one, other]
        .into_iter()
        .filter_map(|member| member.sound.as_ref())
    {
        // Of an input's language all tracks are.
        if shown.replace(&sound.at) == Some(&sound.at) {
            continue;
        }
        let what = match (sound.language, sound.track) {
            (Some(said), _) => format!("`{said}`"),
            (None, Some(track)) => format!("track {track}"),
            (None, None) => format!("`{}`", sound.input),
        };
        told = told.label(At::Value(sound.at.clone()), what);
    }
    told
}

fn finding(at: &Route, message: String) -> Diagnostic {
    let looked_at = ["streams", "ladder", "language"];
    looked_at.into_iter().fold(
        Diagnostic::new(&CODE, at.clone(), message).here("takes both"),
        |finding, key| finding.also(at.key(key)),
    )
}

fn streams<'a>(member: &Member<'a>) -> &'a str {
    match member.streams {
        Streams::Video => "video",
        Streams::Audio => "audio",
    }
}

/// What leaves the first of all that is taken to this set, and the rest to others.
fn cure(
    sets: &[AdaptationSet],
    taken: &[&Member<'_>],
    one: &Member<'_>,
    other: &Member<'_>,
) -> String {
    let (key, value): (_, for<'a> fn(&Member<'a>) -> Option<&'a str>) = match one {
        _ if one.streams != other.streams => ("streams", |member| Some(streams(member))),
        _ if one.ladder != other.ladder => ("ladder", |member| Some(member.ladder)),
        _ => ("language", |member| member.language()),
    };
    let has = |set: &AdaptationSet, wanted: &str| match key {
        "streams" => set.streams == Some(other.streams),
        "ladder" => set.ladder.as_deref() == Some(wanted),
        _ => set
            .language
            .as_ref()
            .is_some_and(|tag| is_same(&tag.0, wanted)),
    };
    let mut parts: Vec<(&str, &Member<'_>)> = Vec::new();
    for member in taken {
        let value = value(member);
        let known = parts.iter().find(|(known, _)| Some(*known) == value);
        match (value, known) {
            (Some(_), Some((_, known))) if !differ(known, member) => {}
            (Some(value), None) => parts.push((value, member)),
            // One set more would not do.
            _ => return format!("list a set for each, or {REMOVE}"),
        }
    }
    let Some(((first, _), rest)) = parts.split_first() else {
        return REMOVE.to_owned();
    };
    let rest = rest
        .iter()
        .filter(|(value, _)| !sets.iter().any(|set| has(set, value)));
    let fresh = (free_id(sets)..)
        .zip(rest)
        .map(|(id, (value, _))| format!("{{ id = {id}, {key} = \"{value}\" }}"));
    let fresh: Vec<String> = fresh.collect();
    let here = format!("write `{key} = \"{first}\"` here");
    match fresh.is_empty() {
        true => here,
        false => format!("{here}, and add `{}`", fresh.join(", ")),
    }
}
