//! A peak is not below the average.
//!
//! Unaware of `crf`, which has no average.

use super::bit_rate_size::{Deviation, deviation, out_of_line};
use super::{Context, lost_unit};
use crate::diag::{At, Code, Cure, Diagnostic, Diagnostics, Severity};
use crate::manifest::BitRate;

/// `peak-below-average`
pub static CODE: Code = Code {
    name: "peak-below-average",
    severity: Severity::Error,
    summary: "`max_bit_rate` below `bit_rate`",
    explanation: r#"
`bit_rate` is the average and `max_bit_rate` what the worst moments may take. A peak below the
average cannot be met; the encoder would silently take the lower one for both.

Wrong:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2800k", max_bit_rate = "2M" }]
```

Right:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2800k", max_bit_rate = "4200k" }]
```

Source: ffmpeg's `doc/codecs.texi` (`maxrate`, `b`); ITU-T H.264 Annex C (the VBV's rate).
"#,
};

/// Looks at every rung with both.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, ladder) in context.video_ladders() {
        for (position, rung) in ladder.rungs.iter().enumerate() {
            let (Some(average), Some(peak)) = (rung.bit_rate, rung.max_bit_rate) else {
                continue;
            };
            // An average that is much too high is told of as such.
            let is_told = deviation(ladder.codec, rung) == Some(Deviation::Many)
                || out_of_line(ladder, position).is_some_and(|meant| meant < average);
            if peak >= average || is_told {
                continue;
            }
            let at = route.key("rungs").index(position);
            let usual = BitRate(average.0.saturating_mul(3) / 2);
            let finding = Diagnostic::new(
                &CODE,
                at.key("max_bit_rate"),
                "the peak is below the average",
            )
            .here(format!("at most {peak}"))
            .label(
                At::Value(at.key("bit_rate")),
                format!("{average} on average"),
            );
            let meant = lost_unit::meant(peak, average).filter(|meant| *meant >= average);
            diagnostics.push(match meant {
                Some(meant) => finding
                    .help(lost_unit::help(peak, meant))
                    .cure(Cure::Write(
                        at.key("max_bit_rate"),
                        meant.to_string().into(),
                    ))
                    .sure(false),
                None => finding.help(format!(
                    "leave `max_bit_rate` out for {usual}, or write more than {average}"
                )),
            });
        }
    }
}
