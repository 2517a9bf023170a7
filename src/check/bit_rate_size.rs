//! A picture's bits suit its size.
//!
//! Unaware of what is seen: the bounds are wide enough for drawings and for grain.

use super::Context;
use crate::codec::VideoCodec;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::manifest::{BitRate, VideoRung};

/// How far from the usual rate a rung may be.
const FACTOR: u64 = 10;

/// `bit-rate-size`
pub static CODE: Code = Code {
    name: "bit-rate-size",
    severity: Severity::Warning,
    summary: "ten times too many or too few bits for the picture's size",
    explanation: r#"
A rate ten times below what is usual for the codec and the size is mush, ten times above it is waste.
Mostly a unit is missing: a plain number is bits per second, `5000` is five kilobits.

Wrong:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 1080, bit_rate = 5000 }]
```

Right:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 1080, bit_rate = "5000k" }]
```

Source: the usual rates are those of the Apple HLS Authoring Specification §2 for H.264, and their
customary share for other codecs.
"#,
};

/// Looks at every video rung with a bit rate and a size.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, ladder) in context.video_ladders() {
        for (position, rung) in ladder.rungs.iter().enumerate() {
            let (Some(bit_rate), Some(lines)) = (rung.bit_rate, lines(rung)) else {
                continue;
            };
            let usual = ladder.codec.usual_bit_rate(lines);
            let (word, bound) = match deviation(ladder.codec, rung) {
                Some(Deviation::Few) => ("few", "less than a tenth"),
                Some(Deviation::Many) => ("many", "more than ten times"),
                None => continue,
            };
            let at = route.key("rungs").index(position);
            diagnostics.push(
                Diagnostic::new(
                    &CODE,
                    at.key("bit_rate"),
                    format!(
                        "{bit_rate} is very {word} bits for {lines} lines of {}",
                        ladder.codec.name()
                    ),
                )
                .here(format!("{bound} of the usual {}", BitRate(usual)))
                .help(help(ladder.codec, lines, bit_rate))
                .also(route.key("codec"))
                .also(at.key("height"))
                .also(at.key("width")),
            );
        }
    }
}

/// How a rung's bits are beyond all that is usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deviation {
    /// Less than a tenth.
    Few,
    /// More than ten times.
    Many,
}

/// Whether a rung has far too few or too many bits for its size.
pub fn deviation(codec: VideoCodec, rung: &VideoRung) -> Option<Deviation> {
    let bits = rung.bit_rate?.0;
    let usual = codec.usual_bit_rate(lines(rung)?);
    if bits < usual / FACTOR {
        Some(Deviation::Few)
    } else if bits > usual.saturating_mul(FACTOR) {
        Some(Deviation::Many)
    } else {
        None
    }
}

/// How many times more, or fewer, bits a rung has than is usual for its size; 1 where nobody can tell.
pub fn distance(codec: VideoCodec, rung: &VideoRung) -> f64 {
    let (Some(bits), Some(lines)) = (rung.bit_rate, lines(rung)) else {
        return 1.0;
    };
    #[expect(
        clippy::cast_precision_loss,
        reason = "bits per second are far below 2^53"
    )]
    let ratio = bits.0.max(1) as f64 / codec.usual_bit_rate(lines).max(1) as f64;
    ratio.max(1.0 / ratio)
}

/// The picture's short side, if its long side is 16:9 to it.
pub fn lines(rung: &VideoRung) -> Option<u32> {
    rung.height.or(rung.width.map(|width| width / 16 * 9))
}

fn help(codec: VideoCodec, lines: u32, got: BitRate) -> String {
    let usual = codec.usual_bit_rate(lines);
    // Off by a thousand: the unit is missing.
    let thousandfold = got.0.saturating_mul(1000);
    if thousandfold > usual / FACTOR && thousandfold < usual.saturating_mul(FACTOR) {
        return format!("a plain number is bits per second: write `\"{}k\"`", got.0);
    }
    format!("`\"{}\"` is usual", BitRate(usual))
}
