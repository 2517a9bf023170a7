//! A level of H.264 in `args` is enough for the pictures.
//!
//! Unaware of levels that the encoder chooses, and of parameters of encoders.

use super::Context;
use super::bit_rate_size::lines;
use crate::codec::VideoCodec;
use crate::diag::{At, Code, Cure, Diagnostic, Diagnostics, Severity};
use crate::manifest::{Text, VideoRung};
use crate::source::Route;

/// `low-level`
pub static CODE: Code = Code {
    name: "low-level",
    severity: Severity::Warning,
    summary: "a level of H.264 that is too low for the size of a rung",
    explanation: r#"
The level says how large pictures may be, and players and devices choose by it. Encoders write the
level that they are told, also over pictures that exceed it: what comes out says less than it needs, and
devices that take it stumble. Without `-level`, each rung gets the lowest that is enough.

Wrong:

```toml
[ladders.hd]
type = "video"
args = ["-level", "3.0"]
rungs = [{ height = 1080, bit_rate = "5M" }, { height = 720, bit_rate = "2800k" }]
```

Right:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 1080, bit_rate = "5M" }, { height = 720, bit_rate = "2800k" }]
```

Source: ITU-T H.264 table A-1 (MaxFS).
"#,
};

/// Ten times the level, and the most macroblocks of a picture (ITU-T H.264 table A-1).
const LEVELS: [(u32, u32); 16] = [
    (10, 99),
    (11, 396),
    (12, 396),
    (13, 396),
    (20, 396),
    (21, 792),
    (22, 1620),
    (30, 1620),
    (31, 3600),
    (32, 5120),
    (40, 8192),
    (41, 8192),
    (42, 8704),
    (50, 22080),
    (51, 36864),
    (52, 36864),
];

/// Looks at the arguments of every ladder.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, ladder) in context.video_ladders() {
        if ladder.codec != VideoCodec::H264 {
            continue;
        }
        let all = ladder.rungs.iter().enumerate();
        let all = all.filter_map(|(position, rung)| Some((lines(rung)?, position, rung)));
        for (height, position, rung) in all.clone() {
            let at = route.key("rungs").index(position);
            look(
                diagnostics,
                (&at, &rung.args),
                (&route, &at),
                size(height, rung),
            );
        }
        // A rung's own goes before the ladder's.
        let all = all.filter(|(.., rung)| !rung.args.iter().any(|arg| is_level(arg.as_str())));
        if let Some((height, position, rung)) = all.max_by_key(|(height, ..)| *height) {
            let at = route.key("rungs").index(position);
            look(
                diagnostics,
                (&route, &ladder.args),
                (&route, &at),
                size(height, rung),
            );
        }
    }
}

/// Looks at the arguments of a ladder or of a rung, for a rung.
fn look(
    diagnostics: &mut Diagnostics,
    (whose, args): (&Route, &[Text]),
    (ladder, rung): (&Route, &Route),
    [width, height]: [u32; 2],
) {
    let needed = width.div_ceil(16).saturating_mul(height.div_ceil(16));
    for (position, pair) in args.windows(2).enumerate() {
        let [option, value] = pair else { continue };
        if !is_level(option.as_str()) {
            continue;
        }
        let Some(most) = most_of(value.as_str()).filter(|most| *most < needed) else {
            continue;
        };
        let enough = LEVELS.iter().find(|(_, most)| *most >= needed);
        let at = whose.key("args").index(position + 1);
        let message = format!("level {} is too low for {height} lines", value.as_str());
        let finding = Diagnostic::new(&CODE, at.clone(), message)
            .here(format!("for at most {most} blocks of 16 by 16"))
            .label(At::Value(rung.clone()), format!("about {needed} of them"))
            .also(rung.clone())
            .also(ladder.key("codec"))
            .also(whose.key("args").index(position));
        diagnostics.push(match enough {
            Some((level, _)) => {
                let meant = format!("{}.{}", level / 10, level % 10);
                let rest = "or remove `-level`: each rung gets the lowest that is enough";
                finding
                    .help(format!("write `\"{meant}\"`, {rest}"))
                    .cure(Cure::Write(at, meant.into()))
                    .sure(false)
            }
            None => finding.help("remove `-level` and its value"),
        });
    }
}

fn is_level(option: &str) -> bool {
    matches!(option, "-level" | "-level:v")
}

/// Width and height of a rung; no film of today is narrower than 4:3.
fn size(height: u32, rung: &VideoRung) -> [u32; 2] {
    let width = rung.width.filter(|_| rung.height.is_some());
    [width.unwrap_or(height.saturating_mul(4) / 3), height]
}

/// The most macroblocks of a level as ffmpeg reads it: `3`, `3.1` or `31`.
fn most_of(level: &str) -> Option<u32> {
    let number: f64 = level.parse().ok()?;
    let ten_times = if number < 10.0 { number * 10.0 } else { number };
    let known = LEVELS.iter();
    let near = |level: u32| (f64::from(level) - ten_times).abs() < 0.5;
    known
        .filter(|(level, _)| near(*level))
        .map(|(_, most)| *most)
        .next()
}
