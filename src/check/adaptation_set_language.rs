//! The language of an adaptation set is that of some sound.
//!
//! Unaware of the languages that only a source tells: it speaks where the manifest names them all.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::Context;
use super::language_tag::is_off;
use super::published::Published;
use super::spoken::sounds;
use crate::diag::{At, Code, Cure, Diagnostic, Diagnostics, Severity, names, suggest};
use crate::language::is_same;
use crate::manifest::{Language, Streams};
use crate::source::Route;

/// `adaptation-set-language`
pub static CODE: Code = Code {
    name: "adaptation-set-language",
    severity: Severity::Warning,
    summary: "an adaptation set for a language that no sound has",
    explanation: r#"
A set with a `language` takes sound in that language only. Where the manifest names the languages of
all sound that goes into an output, and the set's is none of them, the set stays empty, and sound
that was meant for it goes into another set or into none.

Wrong:

```toml
[inputs.film]
path = "media/film.mov"
language = "en"

[ladders.sound]
type = "audio"

[outputs.web]
type = "dash"
dir = "out/film"
ladders = ["hd", "sound"]
adaptation_sets = [{ id = 0, streams = "video" }, { id = 1, language = "fr" }]
```

Right:

```toml
[inputs.film]
path = "media/film.mov"
language = "en"

[ladders.sound]
type = "audio"

[outputs.web]
type = "dash"
dir = "out/film"
ladders = ["hd", "sound"]
adaptation_sets = [{ id = 0, streams = "video" }, { id = 1, language = "en" }]
```

Source: ISO/IEC 23009-1 §5.3.3 (one language in an adaptation set).
"#,
};

/// Looks at every set with a language.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for output in context.outputs {
        let sets = output.adaptation_sets();
        if sets.iter().all(|set| set.language.is_none()) {
            continue;
        }
        let Some(spoken) = languages(output, context) else {
            continue;
        };
        // That a tag is wrong is told where it stands, and with that all is told.
        if spoken.keys().any(|tag| is_off(tag)) {
            continue;
        }
        let is_heard = |tag: &str| spoken.keys().any(|said| is_same(said, tag));
        let taken: HashSet<&str> = sets
            .iter()
            .filter_map(|set| Some(set.language.as_ref()?.0.as_str()))
            .collect();
        // Languages for which there is no set yet.
        let free: Vec<&str> = spoken
            .keys()
            .copied()
            .filter(|tag| !taken.contains(tag))
            .collect();
        for (position, set) in sets.iter().enumerate() {
            let Some(language) = &set.language else {
                continue;
            };
            // A longer tag of a language that is there is told as such.
            if set.streams == Some(Streams::Video) || is_off(&language.0) || is_heard(&language.0) {
                continue;
            }
            let route = output.route.key("adaptation_sets").index(position);
            diagnostics.push(told(&route.key("language"), language, &spoken, &free));
        }
    }
}

/// The languages of all sound of an output, each with the place that says it first; `None` if only the
/// source knows them.
fn languages<'a>(
    output: &Published<'a>,
    context: &Context<'a>,
) -> Option<IndexMap<&'a str, Route>> {
    let mut languages = IndexMap::new();
    for sound in sounds(output, context) {
        // Of a stand-in nobody knows which language was meant.
        if context.tainted.cover(&sound.at) {
            return None;
        }
        languages.entry(sound.language?).or_insert(sound.at);
    }
    (!languages.is_empty()).then_some(languages)
}

fn told(
    route: &Route,
    language: &Language,
    spoken: &IndexMap<&str, Route>,
    free: &[&str],
) -> Diagnostic {
    let tag = &language.0;
    let mut finding = Diagnostic::new(
        &CODE,
        route.clone(),
        format!("no sound of this output is in `{tag}`"),
    )
    .here("takes nothing");
    for (other, at) in spoken.iter().take(2) {
        finding = finding.label(At::Value(at.clone()), format!("`{other}` is said here"));
    }
    // `de` for `de-AT`.
    let is_longer = |one: &&str| {
        one.strip_prefix(tag.as_str())
            .is_some_and(|rest| rest.starts_with('-'))
    };
    let longer = free.iter().copied().find(is_longer);
    let near = longer.or_else(|| suggest(tag, free.iter().copied()));
    let only = match free {
        [only] => Some(*only),
        _ => None,
    };
    match near.or(only) {
        Some(meant) => finding
            .help(format!("did you mean `{meant}`?"))
            .cure(Cure::Write(route.clone(), meant.into()))
            .sure(false),
        None if free.is_empty() => finding.help("remove the set, or add the sound"),
        None => finding.help(format!("write one of {}", names(free.iter().copied()))),
    }
}
