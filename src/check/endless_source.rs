//! A generated source ends somewhere.
//!
//! Unaware of filters in general: it knows the generators of ffmpeg, and the options that end them.

use super::Context;
use super::filter_chain::{pieces, word};
use super::published::Published;
use crate::diag::{Code, Cure, Diagnostic, Diagnostics, Severity};
use crate::manifest::{Input, Ladder, Manifest};
use crate::source::Route;

/// `endless-source`
pub static CODE: Code = Code {
    name: "endless-source",
    severity: Severity::Error,
    summary: "nothing says where the source ends",
    explanation: r#"
A generated source (`lavfi`) goes on for ever unless its graph or the input says when to stop. Sound of
an input of its own, beside a picture of another one, needs no end: it is as long as the picture.

Wrong:

```toml
[inputs.film]
lavfi = "testsrc2=rate=25"

[outputs.web]
type = "cmaf"
dir = "out/film"
ladders = ["hd"]
```

Right:

```toml
[inputs.film]
lavfi = "testsrc2=rate=25"
end = "10s"

[outputs.web]
type = "cmaf"
dir = "out/film"
ladders = ["hd"]
```

Source: <https://ffmpeg.org/ffmpeg-filters.html#Video-Sources> (`duration`).
"#,
};

/// ffmpeg's generators of pictures that end only if they are told to.
const PICTURES: [&str; 22] = [
    "allrgb",
    "allyuv",
    "cellauto",
    "color",
    "colorchart",
    "colorspectrum",
    "gradients",
    "haldclutsrc",
    "life",
    "mandelbrot",
    "mptestsrc",
    "nullsrc",
    "pal100bars",
    "pal75bars",
    "perlin",
    "rgbtestsrc",
    "sierpinski",
    "smptebars",
    "smptehdbars",
    "testsrc",
    "testsrc2",
    "yuvtestsrc",
];

/// The same of sound.
const SOUNDS: [&str; 4] = ["aevalsrc", "anoisesrc", "anullsrc", "sine"];

/// Options that end a generator.
const ENDS: [&str; 2] = ["duration", "d"];

/// The first generator of a graph that goes on for ever and straight into what is read.
pub fn endless(graph: &str) -> Option<&str> {
    pieces(graph, ';').find_map(|chain| {
        let mut filters = pieces(chain, ',');
        let generator = filters.next()?.trim();
        let (name, options) = generator.split_once('=').unwrap_or((generator, ""));
        let name = word(name);
        let is_known = PICTURES.contains(&name) || SOUNDS.contains(&name);
        let (mut unnamed, mut ends) = (0, false);
        for option in pieces(options, ':') {
            match option.split_once('=') {
                Some((key, value)) => {
                    ends |= ENDS.contains(&key.trim()) && !value.trim().starts_with('-');
                }
                None => unnamed += 1,
            }
        }
        let is_cut = filters.any(|filter| matches!(word(filter.trim()), "trim" | "atrim"));
        let label = chain
            .trim_end()
            .strip_suffix(']')
            .and_then(|chain| chain.rsplit_once('['));
        let is_read = label.is_none_or(|(_, label)| label.starts_with("out"));
        // Of values without names, the third or fourth is the length.
        let place = match name {
            "color" | "sine" | "anullsrc" | "aevalsrc" => 4,
            _ => 3,
        };
        (is_known && !ends && unnamed < place && !is_cut && is_read).then_some(name)
    })
}

/// Looks at every generated source.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let manifest = context.filled();
    for (name, input) in &manifest.inputs {
        let Some(graph) = input.lavfi.as_ref().map(|graph| graph.as_str()) else {
            continue;
        };
        let Some(generator) = endless(graph).filter(|_| input.end.is_none()) else {
            continue;
        };
        let is_needed = |output: &Published<'_>| {
            let shown = shows(output, manifest);
            match PICTURES.contains(&generator) {
                true => shown.is_some_and(|shown| shown == name),
                // Beside another picture, its sound is as long as that.
                false => hears(output, manifest, name) && shown.is_none_or(|shown| shown == name),
            }
        };
        if !context.filled_outputs.iter().any(is_needed) {
            continue;
        }
        let route = Route::root().key("inputs").key(name);
        diagnostics.push(
            Diagnostic::new(&CODE, route.key("lavfi"), "this source never ends")
                .here(format!("`{generator}` has no duration"))
                .help("add `end = \"10s\"` to the input, or `duration=10` to the graph")
                .cure(Cure::Add(route.clone(), "end".to_owned(), "10s".into()))
                .sure(false)
                .also(route.key("end"))
                .also(route.key("video"))
                .also(route.key("audio")),
        );
    }
}

/// The input whose picture an output shows, as far as the manifest tells: the first that has one.
fn shows<'a>(output: &Published<'a>, manifest: &'a Manifest) -> Option<&'a str> {
    let mut ladders = output.ladders_of(manifest);
    if !ladders.any(|(_, _, ladder)| matches!(ladder, Ladder::Video(_))) {
        return None;
    }
    let inputs = output.inputs_of(manifest);
    let has_picture = |input: &Input| {
        let graph = input.lavfi.as_ref().map_or("", |graph| graph.as_str());
        let may_show = |chain: &str| !SOUNDS.contains(&word(chain.trim()));
        input.video && pieces(graph, ';').any(may_show)
    };
    let mut shown = inputs.iter().filter(|(_, input)| has_picture(input));
    shown.next().map(|(name, _)| *name)
}

/// Whether an output takes the sound of an input.
fn hears(output: &Published<'_>, manifest: &Manifest, name: &str) -> bool {
    let mut ladders = output.ladders_of(manifest);
    let inputs = output.inputs_of(manifest);
    ladders.any(|(_, _, ladder)| matches!(ladder, Ladder::Audio(_)))
        && inputs.iter().any(|(known, input)| {
            *known == name && input.audio.as_ref().is_none_or(|tracks| !tracks.is_empty())
        })
}
