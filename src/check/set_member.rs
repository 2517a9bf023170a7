//! Which adaptation set takes what, as far as the manifest tells.
//!
//! Unaware of rungs: those of one ladder and one track stand together.

use super::Context;
use super::published::Published;
use super::spoken::{Sound, sounds};
use crate::language::is_same;
use crate::manifest::{AdaptationSet, Ladder, Streams};
use crate::source::Route;

/// All renditions of one ladder and one track.
pub struct Member<'a> {
    /// Where the output names the ladder.
    pub mention: Route,
    /// The ladder.
    pub ladder: &'a str,
    /// Picture or sound.
    pub streams: Streams,
    /// The codec's name in manifests.
    pub codec: &'static str,
    /// What is heard; `None` for a picture.
    pub sound: Option<Sound<'a>>,
}

/// What becomes of a member.
pub enum Taken {
    /// The set at this position takes it.
    By(usize),
    /// None does.
    ByNone,
    /// Only the source knows.
    Unknown,
}

/// Everything that goes into an output.
pub fn members<'a>(output: &Published<'a>, context: &Context<'a>) -> Vec<Member<'a>> {
    let mut all = Vec::new();
    for (mention, name, ladder) in output.ladders_of(context.manifest) {
        match ladder {
            Ladder::Video(ladder) => all.push(Member {
                mention,
                ladder: name,
                streams: Streams::Video,
                codec: ladder.codec.name(),
                sound: None,
            }),
            Ladder::Audio(ladder) => {
                for sound in sounds(output, context) {
                    all.push(Member {
                        mention: mention.clone(),
                        ladder: name,
                        streams: Streams::Audio,
                        codec: ladder.codec.name(),
                        sound: Some(sound),
                    });
                }
            }
        }
    }
    all
}

impl<'a> Member<'a> {
    /// The language, where the manifest says it.
    pub fn language(&self) -> Option<&'a str> {
        self.sound.as_ref()?.language
    }

    /// Which of `sets` takes it: the first that may.
    pub fn taken(&self, sets: &[AdaptationSet]) -> Taken {
        for (position, set) in sets.iter().enumerate() {
            let is_of_ladder = set.ladder.as_ref().is_none_or(|name| name == self.ladder);
            if set.streams.is_some_and(|streams| streams != self.streams) || !is_of_ladder {
                continue;
            }
            let Some(asked) = &set.language else {
                return Taken::By(position);
            };
            // A picture has no language.
            let Some(sound) = &self.sound else {
                continue;
            };
            match sound.language {
                Some(said) if is_same(said, &asked.0) => {
                    return Taken::By(position);
                }
                Some(_) => {}
                None => return Taken::Unknown,
            }
        }
        Taken::ByNone
    }
}

/// The smallest number from which on no set has one.
pub fn free_id(sets: &[AdaptationSet]) -> u32 {
    let last = sets.iter().map(|set| set.id).max();
    last.map_or(0, |last| last.saturating_add(1))
}
