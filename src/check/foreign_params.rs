//! Parameters of an encoder's library go to that encoder.
//!
//! Unaware of the parameters themselves.

use super::{Context, encoder_codec};
use crate::diag::{At, Code, Cure, Diagnostic, Diagnostics, Severity};
use crate::manifest::{Text, VideoLadder};
use crate::source::Route;

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

/// Looks into the arguments of every video ladder and of its rungs.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, ladder) in context.video_ladders() {
        look(diagnostics, &route, ladder, &route, &ladder.args);
        for (position, rung) in ladder.rungs.iter().enumerate() {
            let at = route.key("rungs").index(position);
            look(diagnostics, &route, ladder, &at, &rung.args);
        }
    }
}

/// Looks into the `args` of the table at `holder`.
fn look(
    diagnostics: &mut Diagnostics,
    route: &Route,
    ladder: &VideoLadder,
    holder: &Route,
    arguments: &[Text],
) {
    let encoder = encoder_codec::meant(ladder);
    let encoder = encoder.as_str();
    for (position, argument) in arguments.iter().enumerate() {
        let written = argument.as_str();
        let Some((_, whose)) = OPTIONS.iter().find(|(option, _)| *option == written) else {
            continue;
        };
        // `libx264rgb` is x264 as well.
        if encoder.starts_with(whose) {
            continue;
        }
        let at = holder.key("args").index(position);
        let finding = Diagnostic::new(
            &CODE,
            at.clone(),
            format!("`{written}` is for {whose}, and the encoder is {encoder}"),
        )
        .here("left out there")
        .also(route.key("codec"))
        .also(route.key("encoder"));
        let own = OPTIONS.iter().find(|(_, one)| *one == encoder);
        diagnostics.push(match own {
            Some((option, _)) => finding
                .help(format!("write `{option}`"))
                .cure(Cure::Write(at, (*option).into()))
                .sure(false),
            None => finding
                .label(At::Key(route.clone()), format!("encoded by {encoder}"))
                .help("leave it out, or choose that encoder"),
        });
    }
}
