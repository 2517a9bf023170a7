//! No rung of a ladder is there twice.
//!
//! Unaware of rungs that only a source makes equal.

use std::collections::HashSet;

use super::Context;
use super::rung_order::are_twins;
use crate::codec::AudioCodec;
use crate::diag::{At, Code, Cure, Diagnostic, Diagnostics, Severity};
use crate::manifest::{AudioLadder, AudioRung, Ladder, VideoLadder};
use crate::source::Route;

/// `duplicate-rung`
pub static CODE: Code = Code {
    name: "duplicate-rung",
    severity: Severity::Error,
    summary: "two rungs of a ladder are the same",
    explanation: r#"
Two rungs with the same size and the same bits cost the encoding twice and give players nothing to
choose from. Mostly one was copied and not changed.

Wrong:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2800k" }, { height = 720, bit_rate = "2800k" }]
```

Right:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2800k" }, { height = 480, bit_rate = "1400k" }]
```

Source: RFC 8216 §4.3.4.2 (variants are alternatives that differ).
"#,
};

/// Ladders of one output that are compared with each other: no output has a tenth of them.
const MOST_LADDERS: usize = 100;

/// Compares every rung with those before it.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, ladder) in context.video_ladders() {
        for (position, rung) in ladder.rungs.iter().enumerate() {
            let mut before = ladder.rungs.iter().take(position);
            if let Some(first) = before.position(|other| are_twins(other, rung)) {
                report(diagnostics, &route.key("rungs"), first, position);
            }
        }
    }
    for (route, ladder) in context.audio_ladders() {
        for (position, rung) in ladder.rungs.iter().enumerate() {
            let mut before = ladder.rungs.iter().take(position);
            let is_twin = |other: &AudioRung| sounds_alike(ladder.codec, other, rung);
            if let Some(first) = before.position(is_twin) {
                report(diagnostics, &route.key("rungs"), first, position);
            }
        }
    }
    across(diagnostics, context);
}

/// Rungs of two ladders of an output that differ in nothing.
fn across(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let mut compared: HashSet<(&str, &str)> = HashSet::new();
    for output in context.outputs {
        let ladders: Vec<_> = output
            .ladders_of(context.manifest)
            .take(MOST_LADDERS)
            .collect();
        for (position, (_, name, ladder)) in ladders.iter().enumerate() {
            for (_, before, other) in ladders.iter().take(position).filter(|one| one.1 != *name) {
                if !compared.insert((before, name)) {
                    continue;
                }
                let Some((first, again)) = twins((before, other), (name, ladder)) else {
                    continue;
                };
                diagnostics.push(
                    Diagnostic::new(
                        &CODE,
                        again.clone(),
                        format!("`{before}` and `{name}` have the same rung"),
                    )
                    .here("again here")
                    .label(At::Value(first.clone()), "first here")
                    .help(format!(
                        "remove one, or leave `{name}` out of `{}`",
                        output.name
                    ))
                    .also(first)
                    .also(again),
                );
            }
        }
    }
}

/// The first rungs of two ladders that differ in nothing; of a ladder without rungs, the ladder.
fn twins(one: (&str, &Ladder), other: (&str, &Ladder)) -> Option<(Route, Route)> {
    let all = Route::root().key("ladders");
    let at = |name: &str, position: usize| all.key(name).key("rungs").index(position);
    match (one, other) {
        ((before, Ladder::Video(one)), (name, Ladder::Video(other))) => {
            let bare = |ladder: &VideoLadder| VideoLadder {
                rungs: Vec::new(),
                ..ladder.clone()
            };
            if one.auto || bare(one) != bare(other) {
                return None;
            }
            let mut rungs = other.rungs.iter().enumerate();
            rungs.find_map(|(position, rung)| {
                let first = one.rungs.iter().position(|known| are_twins(known, rung))?;
                Some((at(before, first), at(name, position)))
            })
        }
        ((before, Ladder::Audio(one)), (name, Ladder::Audio(other))) => {
            let bare = |ladder: &AudioLadder| AudioLadder {
                rungs: Vec::new(),
                ..ladder.clone()
            };
            if bare(one) != bare(other) {
                return None;
            }
            if one.rungs.is_empty() && other.rungs.is_empty() {
                return Some((all.key(before), all.key(name)));
            }
            let mut rungs = other.rungs.iter().enumerate();
            rungs.find_map(|(position, rung)| {
                let is_twin = |known: &AudioRung| sounds_alike(one.codec, known, rung);
                let first = one.rungs.iter().position(is_twin)?;
                Some((at(before, first), at(name, position)))
            })
        }
        _ => None,
    }
}

/// Whether two rungs are the same, whatever the source.
fn sounds_alike(codec: AudioCodec, one: &AudioRung, other: &AudioRung) -> bool {
    let looks = |rung: &AudioRung| {
        let channels = rung.channels.unwrap_or(codec.usual_channels());
        (channels, rung.bit_rate, rung.sample_rate)
    };
    looks(one) == looks(other)
}

fn report(diagnostics: &mut Diagnostics, rungs: &Route, first: usize, again: usize) {
    let keys = [
        "height",
        "width",
        "bit_rate",
        "crf",
        "max_bit_rate",
        "max_frame_rate",
    ];
    let mut finding = Diagnostic::new(&CODE, rungs.index(again), "the same rung twice")
        .here("again here")
        .label(At::Value(rungs.index(first)), "first here")
        .help("remove one, or give it another size or bit rate")
        .cure(Cure::Remove(rungs.index(again)))
        .sure(false);
    for position in [first, again] {
        for key in keys {
            finding = finding.also(rungs.index(position).key(key));
        }
    }
    diagnostics.push(finding);
}
