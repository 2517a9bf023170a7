//! Raw `args` of a manifest: where they stand and what they are for.
//!
//! Unaware of which options are refused.

use super::Context;
use crate::manifest::{Ladder, Manifest, Output, Text};
use crate::source::Route;

/// What ffmpeg does with a list of arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Reads an input.
    Input,
    /// Encodes.
    Encoder,
    /// Writes an output.
    Muxer,
}

/// Every list of arguments, filled in, with its route.
pub fn lists<'a>(context: &Context<'a>) -> Vec<(Route, Owner, &'a [Text])> {
    lists_of(context.filled())
}

/// Every list of arguments of a manifest, with its route.
pub fn lists_of(manifest: &Manifest) -> Vec<(Route, Owner, &[Text])> {
    let mut lists: Vec<(Route, Owner, &[Text])> = Vec::new();
    for (name, input) in &manifest.inputs {
        let at = Route::root().key("inputs").key(name).key("args");
        lists.push((at, Owner::Input, &input.args));
    }
    for (name, ladder) in &manifest.ladders {
        let at = Route::root().key("ladders").key(name);
        match ladder {
            Ladder::Video(ladder) => {
                for (position, rung) in ladder.rungs.iter().enumerate() {
                    let at = at.key("rungs").index(position).key("args");
                    lists.push((at, Owner::Encoder, &rung.args));
                }
                lists.push((at.key("args"), Owner::Encoder, &ladder.args));
            }
            Ladder::Audio(ladder) => lists.push((at.key("args"), Owner::Encoder, &ladder.args)),
        }
    }
    for (name, output) in &manifest.outputs {
        let at = Route::root().key("outputs").key(name).key("args");
        match output {
            Output::Hls(hls) => lists.push((at, Owner::Muxer, &hls.args)),
            Output::File(file) => lists.push((at, Owner::Muxer, &file.args)),
            Output::Dash(_) | Output::Cmaf(_) => {}
        }
    }
    lists
}

/// Whether an argument is an option such as `-tune`, not a value such as `film` or `-3`.
pub fn is_option(argument: &str) -> bool {
    let name = argument.strip_prefix('-').unwrap_or_default();
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '/')
}
