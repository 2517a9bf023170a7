//! Neighbouring rungs differ enough in bits.
//!
//! Unaware of rungs with `crf`, whose bits only the encoder knows.

use super::Context;
use super::rung_order::steps;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::manifest::BitRate;

/// `ladder-step`
pub static CODE: Code = Code {
    name: "ladder-step",
    severity: Severity::Warning,
    summary: "two neighbouring rungs are less than a factor of 1.2 apart in bits",
    explanation: r#"
Players switch rungs when the line gets better or worse. A step of less than a fifth is smaller than
what they measure: the second rung costs its encoding and storage, and hardly anyone sees it. A
factor of 1.5 to 2 is usual.

Wrong:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 1080, bit_rate = "3M" }, { height = 720, bit_rate = "2800k" }]
```

Right:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 1080, bit_rate = "5M" }, { height = 720, bit_rate = "2800k" }]
```

Source: Apple HLS Authoring Specification (adjacent variants are a factor of 1.5 to 2 apart).
"#,
};

/// Looks at every step of every ladder.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, ladder) in context.video_ladders() {
        for step in steps(ladder) {
            let is_smaller = step.is_larger && step.upper_bits < step.lower_bits;
            // A larger picture with fewer bits is `bit-rate-order`.
            let wide = u128::from(step.upper_bits) * 5 >= u128::from(step.lower_bits) * 6;
            if is_smaller || wide {
                continue;
            }
            let rung = |position: usize| route.key("rungs").index(position);
            let (upper, lower) = (BitRate(step.upper_bits), BitRate(step.lower_bits));
            diagnostics.push(
                Diagnostic::new(
                    &CODE,
                    rung(step.lower).key("bit_rate"),
                    "two rungs are less than a factor of 1.2 apart",
                )
                .here(lower.to_string())
                .label(
                    At::Value(rung(step.upper).key("bit_rate")),
                    upper.to_string(),
                )
                .help("remove one, or set them a factor of 1.5 to 2 apart")
                .also(rung(step.upper))
                .also(rung(step.lower)),
            );
        }
    }
}
