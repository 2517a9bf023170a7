//! A larger picture gets more bits.
//!
//! Unaware of rungs with `crf`, whose bits only the encoder knows.

use super::Context;
use super::bit_rate_size::deviation;
use super::rung_order::steps;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::manifest::BitRate;

/// `bit-rate-order`
pub static CODE: Code = Code {
    name: "bit-rate-order",
    severity: Severity::Warning,
    summary: "a larger picture of a ladder has fewer bits than a smaller one",
    explanation: r#"
Players choose a rung by its bits: the one with more bits is taken for the better one. If the larger
picture has fewer, players on a fast line show the smaller, and the larger looks worse than it.

Wrong:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 1080, bit_rate = "2M" }, { height = 720, bit_rate = "3M" }]
```

Right:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 1080, bit_rate = "5M" }, { height = 720, bit_rate = "3M" }]
```

Source: RFC 8216 §4.3.4.2 (clients switch by `BANDWIDTH`); Apple HLS Authoring Specification, the
tables of variants in §2.
"#,
};

/// Looks at every step of every ladder.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, ladder) in context.video_ladders() {
        for step in steps(ladder) {
            if !step.is_larger || step.upper_bits >= step.lower_bits {
                continue;
            }
            // A rate that fits no size is a mistake of its own.
            let is_odd = |position: usize| {
                let rung = ladder.rungs.get(position);
                rung.is_some_and(|rung| deviation(ladder.codec, rung).is_some())
            };
            if is_odd(step.upper) || is_odd(step.lower) {
                continue;
            }
            let rung = |position: usize| route.key("rungs").index(position);
            let at = rung(step.upper).key("bit_rate");
            let below = rung(step.lower).key("bit_rate");
            diagnostics.push(
                Diagnostic::new(&CODE, at, "a larger picture with fewer bits")
                    .here(format!(
                        "{} for the larger picture",
                        BitRate(step.upper_bits)
                    ))
                    .label(
                        At::Value(below),
                        format!("{} for the smaller one", BitRate(step.lower_bits)),
                    )
                    .help(format!(
                        "give the larger picture more than {}, such as `\"{}\"`",
                        BitRate(step.lower_bits),
                        BitRate(step.lower_bits.saturating_mul(3) / 2)
                    ))
                    .also(rung(step.upper))
                    .also(rung(step.lower)),
            );
        }
    }
}
