//! What is streamed can be played.
//!
//! Unaware of other encoders than x264, whose scale begins with lossless pictures.

use super::Context;
use crate::codec::VideoCodec;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::manifest::Ladder;
use crate::source::Route;

/// `lossless-rung`
pub static CODE: Code = Code {
    name: "lossless-rung",
    severity: Severity::Warning,
    summary: "lossless H.264 in a streaming output, which hardly any player shows",
    explanation: r#"
`crf = 0` of x264 is lossless. Such pictures have the profile High 4:4:4 Predictive, which neither
browsers nor hardware decode, and take ten times the bits. `crf = 17` looks the same to most eyes.

Wrong:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 720, crf = 0 }]
```

Right:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 720, crf = 17 }]
```

Source: <https://trac.ffmpeg.org/wiki/Encode/H.264> (CRF, lossless); ITU-T H.264 §A.2.
"#,
};

/// Looks at the rungs of every streaming output.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let mut told: Vec<&str> = Vec::new();
    for output in context.outputs.iter().filter(|output| output.is_package()) {
        for (mention, name, ladder) in output.ladders_of(context.manifest) {
            let Ladder::Video(ladder) = ladder else {
                continue;
            };
            let encoder = ladder.encoder.as_deref().unwrap_or("libx264");
            // With 10 bits the scale begins above lossless.
            let format = ladder.pixel_format.map_or("", |format| format.name());
            let is_deep = format.ends_with("10le");
            let is_it = ladder.codec == VideoCodec::H264 && encoder == "libx264" && !is_deep;
            if !is_it || told.contains(&name) {
                continue;
            }
            told.push(name);
            let at = Route::root().key("ladders").key(name);
            for (position, rung) in ladder.rungs.iter().enumerate() {
                if rung.crf != Some(0.0) {
                    continue;
                }
                diagnostics.push(
                    Diagnostic::new(
                        &CODE,
                        at.key("rungs").index(position).key("crf"),
                        "hardly any player shows lossless H.264",
                    )
                    .here("lossless")
                    .label(At::Value(mention.clone()), "streamed here")
                    .help("write `crf = 17`, which looks the same to most eyes")
                    .also(at.key("codec"))
                    .also(at.key("encoder")),
                );
            }
        }
    }
}
