//! A larger picture gets more bits.
//!
//! Unaware of rungs with `crf`, whose bits only the encoder knows.

use super::Context;
use super::bit_rate_size::{deviation, distance, lines, out_of_line};
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

/// How many times more bits than usual the smaller picture must have to be the slip, rather than the
/// larger one.
const SLIP: f64 = 4.0;

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
                    || out_of_line(ladder, position).is_some()
            };
            if is_odd(step.upper) || is_odd(step.lower) {
                continue;
            }
            let rung = |position: usize| route.key("rungs").index(position);
            let at = rung(step.upper).key("bit_rate");
            let below = rung(step.lower).key("bit_rate");
            let larger = format!("{} for the larger picture", BitRate(step.upper_bits));
            let smaller = format!("{} for the smaller one", BitRate(step.lower_bits));
            let off = |position: usize| {
                let rung = ladder.rungs.get(position);
                rung.map_or(1.0, |rung| distance(ladder.codec, rung))
            };
            let fewer = step.upper_bits.saturating_mul(2) / 3 / 1000 * 1000;
            let fewer = ladder
                .rungs
                .get(step.lower)
                .and_then(lines)
                .map_or(fewer, |lines| ladder.codec.usual_bit_rate(lines).min(fewer));
            let finding = if off(step.lower) > SLIP.max(off(step.upper)) {
                Diagnostic::new(&CODE, below, "a smaller picture with more bits")
                    .here(smaller)
                    .label(At::Value(at), larger)
                    .help(format!(
                        "give the smaller picture less than {}, such as `\"{}\"`",
                        BitRate(step.upper_bits),
                        BitRate(fewer)
                    ))
            } else {
                Diagnostic::new(&CODE, at, "a larger picture with fewer bits")
                    .here(larger)
                    .label(At::Value(below), smaller)
                    .help(format!(
                        "give the larger picture more than {}, such as `\"{}\"`",
                        BitRate(step.lower_bits),
                        BitRate(step.lower_bits.saturating_mul(3) / 2)
                    ))
            };
            diagnostics.push(finding.also(rung(step.upper)).also(rung(step.lower)));
        }
    }
}
