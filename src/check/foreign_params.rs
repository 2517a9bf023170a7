//! Parameters of an encoder's library go to that encoder.
//!
//! Unaware of the parameters themselves.

use super::Context;
use super::args::{Owner, lists_of};
use crate::diag::{At, Code, Cure, Diagnostic, Diagnostics, Severity};
use crate::manifest::Ladder;
use crate::source::{Route, Segment};

/// The options that take parameters, and whose they are.
const OPTIONS: [(&str, &str); 4] = [
    ("-x264-params", "libx264"),
    ("-x264opts", "libx264"),
    ("-x265-params", "libx265"),
    ("-svtav1-params", "libsvtav1"),
];

/// `foreign-params`
pub static CODE: Code = Code {
    name: "foreign-params",
    severity: Severity::Error,
    summary: "parameters of another encoder",
    explanation: r#"
`-x264-params` and its like are handed to one encoder's library. With another encoder ffmpeg leaves
them out, and only mentions it in its log.

Wrong:

```toml
[ladders.hd]
type = "video"
codec = "hevc"
rungs = [{ height = 1080, bit_rate = "4M" }]
args = ["-x264-params", "aq-mode=3"]
```

Right:

```toml
[ladders.hd]
type = "video"
codec = "hevc"
rungs = [{ height = 1080, bit_rate = "4M" }]
args = ["-x265-params", "aq-mode=3"]
```

Source: ffmpeg's `doc/encoders.texi`, libx264, libx265 and libsvtav1.
"#,
};

/// Looks into every list of arguments for an encoder.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, owner, arguments) in lists_of(context.manifest) {
        if owner != Owner::Encoder {
            continue;
        }
        let Some(encoder) = encoder_of(context, &route) else {
            continue;
        };
        for (position, argument) in arguments.iter().enumerate() {
            let written = argument.as_str();
            let Some((_, whose)) = OPTIONS.iter().find(|(option, _)| *option == written) else {
                continue;
            };
            // `libx264rgb` is x264 as well.
            if encoder.starts_with(whose) {
                continue;
            }
            let at = route.index(position);
            let ladder = Route::root().key("ladders").key(ladder_of(&route));
            let finding = Diagnostic::new(
                &CODE,
                at.clone(),
                format!("`{written}` is for {whose}, and the encoder is {encoder}"),
            )
            .here("left out there")
            .also(ladder.key("codec"))
            .also(ladder.key("encoder"));
            let own = OPTIONS.iter().find(|(_, one)| *one == encoder);
            diagnostics.push(match own {
                Some((option, _)) => finding
                    .help(format!("write `{option}`"))
                    .cure(Cure::Write(at, (*option).into()))
                    .sure(false),
                None => finding
                    .label(At::Key(ladder), format!("encoded by {encoder}"))
                    .help("leave it out, or choose that encoder"),
            });
        }
    }
}

fn ladder_of(route: &Route) -> &str {
    match route.segments().get(1) {
        Some(Segment::Key(name)) => name.as_str(),
        _ => "",
    }
}

/// The encoder of the ladder whose arguments these are.
fn encoder_of<'a>(context: &'a Context<'_>, route: &Route) -> Option<&'a str> {
    match context.manifest.ladders.get(ladder_of(route))? {
        Ladder::Video(ladder) => {
            let chosen = ladder.encoder.as_deref();
            Some(chosen.unwrap_or(ladder.codec.default_encoder()))
        }
        Ladder::Audio(_) => None,
    }
}
