//! The sound of an output, as far as the manifest names it.
//!
//! Unaware of the tracks that a source really has.

use super::Context;
use super::published::Published;
use crate::source::Route;

/// One sound track, or all of an input whose tracks the manifest does not list.
#[derive(Clone, Debug)]
pub struct Sound<'a> {
    /// The input's name.
    pub input: &'a str,
    /// Its number in the file; `None` for all of them.
    pub track: Option<u32>,
    /// The language, if the manifest says it.
    pub language: Option<&'a str>,
    /// Whether it is certain that the source has it.
    pub is_certain: bool,
    /// Where the language is said, or could be.
    pub at: Route,
}

/// The sound of all inputs of an output.
pub fn sounds<'a>(output: &Published<'a>, context: &Context<'a>) -> Vec<Sound<'a>> {
    let mut all = Vec::new();
    for (name, input) in output.inputs_of(context.manifest) {
        let route = Route::root().key("inputs").key(name);
        let own = input.language.as_ref().map(|language| language.0.as_str());
        let Some(tracks) = &input.audio else {
            all.push(Sound {
                input: name,
                track: None,
                language: own,
                is_certain: own.is_some() || !input.video,
                at: route.key("language"),
            });
            continue;
        };
        for (position, track) in tracks.iter().enumerate() {
            let said = track.language.as_ref().map(|language| language.0.as_str());
            all.push(Sound {
                input: name,
                track: Some(track.track),
                language: said.or(own),
                is_certain: true,
                at: match said {
                    None if own.is_some() => route.key("language"),
                    _ => route.key("audio").index(position).key("language"),
                },
            });
        }
    }
    all
}
