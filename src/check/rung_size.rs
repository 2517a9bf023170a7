//! A rung's width is its long side, its height the short one.
//!
//! Unaware of the source, which may stand upright.

use super::Context;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};

/// `rung-size`
pub static CODE: Code = Code {
    name: "rung-size",
    severity: Severity::Error,
    summary: "a rung whose `width` is less than its `height`",
    explanation: r#"
`height` bounds the short side of the picture and `width` the long side, whichever way it stands: one
ladder serves films that are wide and films that stand upright. With the two exchanged the picture
would be fitted into a square of the smaller number.

Wrong:

```toml
[ladders.hd]
type = "video"
rungs = [{ width = 720, height = 1280, bit_rate = "3M" }]
```

Right:

```toml
[ladders.hd]
type = "video"
rungs = [{ width = 1280, height = 720, bit_rate = "3M" }]
```

Source: the manifest's own reference (`rungs[*].height`, `rungs[*].width`).
"#,
};

/// Looks at every rung with both.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, ladder) in context.video_ladders() {
        for (position, rung) in ladder.rungs.iter().enumerate() {
            let (Some(width), Some(height)) = (rung.width, rung.height) else {
                continue;
            };
            if width >= height {
                continue;
            }
            let at = route.key("rungs").index(position);
            diagnostics.push(
                Diagnostic::new(
                    &CODE,
                    at.key("width"),
                    "the long side is less than the short one",
                )
                .here("bounds the long side")
                .label(At::Value(at.key("height")), "bounds the short side")
                .help(format!(
                    "write `width = {height}, height = {width}`, also for pictures that stand \
                         upright"
                ))
                .also(at.key("height")),
            );
        }
    }
}
