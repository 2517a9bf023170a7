//! A rung's height is not a width.
//!
//! Unaware of the source: heights that pictures hardly ever have are told.

use super::Context;
use crate::diag::{Code, Cure, Diagnostic, Diagnostics, Severity};

/// `width-as-height`
pub static CODE: Code = Code {
    name: "width-as-height",
    severity: Severity::Warning,
    summary: "a rung's `height` is a number that is usual for widths",
    explanation: r#"
Pictures of 1920 by 1080 are called by their height, 1080. A rung of `height = 1920` would be larger
than 4K is usual, is left out for nearly every source, and is mostly the width that was meant.

Wrong:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 1920, bit_rate = "5M" }, { height = 720, bit_rate = "2800k" }]
```

Right:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 1080, bit_rate = "5M" }, { height = 720, bit_rate = "2800k" }]
```

Source: the manifest's own reference (`rungs[*].height`, the short side).
"#,
};

/// Usual widths that are no usual heights, and the heights of their pictures.
const SIZES: [(u32, u32); 6] = [
    (426, 240),
    (854, 480),
    (1280, 720),
    (1920, 1080),
    (2560, 1440),
    (3840, 2160),
];

/// Looks at every rung with a height alone.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, ladder) in context.video_ladders() {
        for (position, rung) in ladder.rungs.iter().enumerate() {
            let (Some(height), None) = (rung.height, rung.width) else {
                continue;
            };
            let Some((width, meant)) = SIZES.iter().find(|(width, _)| *width == height) else {
                continue;
            };
            let at = route.key("rungs").index(position).key("height");
            diagnostics.push(
                Diagnostic::new(&CODE, at.clone(), format!("a picture of {height} lines"))
                    .here(format!("the width of {width}x{meant}"))
                    .help(format!("did you mean `{meant}`?"))
                    .cure(Cure::Write(at, (*meant).into()))
                    .sure(false),
            );
        }
    }
}
