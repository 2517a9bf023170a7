//! A picture's bits suit its size.
//!
//! Unaware of what is seen: the bounds are wide enough for drawings and for grain.

use super::{Context, lost_unit};
use crate::codec::VideoCodec;
use crate::diag::{At, Code, Cure, Diagnostic, Diagnostics, Severity};
use crate::manifest::{BitRate, VideoLadder, VideoRung};
use crate::source::Route;

/// How far from the usual rate a rung may be.
const FACTOR: u64 = 10;

/// Heights that pictures have most often.
const HEIGHTS: [u32; 11] = [144, 240, 270, 360, 480, 540, 576, 720, 1080, 1440, 2160];

/// How many times more or fewer bits for its size than all others a rung may have.
const OFF: f64 = 6.0;

/// Most rungs that are held against one.
const MOST_RUNGS: usize = 50;

/// How far a peak or a buffer may be, which have more to choose.
const FAR: u64 = 100;

/// `bit-rate-size`
pub static CODE: Code = Code {
    name: "bit-rate-size",
    severity: Severity::Warning,
    summary: "ten times too many or too few bits for the picture's size",
    explanation: r#"
A rate ten times below what is usual for the codec and the size is mush, ten times above it is waste.
Mostly a unit is missing: a plain number is bits per second, `5000` is five kilobits. Of `max_bit_rate`
and `buffer_size` only what is a hundred times off is told.

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

/// Looks at every video rung.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, ladder) in context.video_ladders() {
        for (position, rung) in ladder.rungs.iter().enumerate() {
            let at = route.key("rungs").index(position);
            let found = [
                average(&at, ladder.codec, rung),
                slip(&at, ladder, position),
                peak(&at, ladder.codec, rung),
                buffer(&at, ladder.codec, rung),
            ];
            diagnostics.extend(found.into_iter().flatten().map(|finding| {
                finding
                    .also(route.key("codec"))
                    .also(at.key("height"))
                    .also(at.key("width"))
            }));
        }
    }
}

fn average(at: &Route, codec: VideoCodec, rung: &VideoRung) -> Option<Diagnostic> {
    let (bit_rate, lines) = (rung.bit_rate?, lines(rung)?);
    let usual = BitRate(codec.usual_bit_rate(lines));
    let deviation = deviation(codec, rung)?;
    if let Some(height) = slipped(codec, rung) {
        let message = format!("{bit_rate} is much too far from what {lines} lines need");
        let finding = Diagnostic::new(&CODE, at.key("height"), message)
            .here("a digit too many or too few")
            .label(
                At::Value(at.key("bit_rate")),
                format!("as for {height} lines"),
            )
            .help(format!("did you mean `{height}`?"))
            .cure(Cure::Write(at.key("height"), height.into()))
            .sure(false);
        return Some(finding);
    }
    let (word, bound) = match deviation {
        Deviation::Few => ("few", "less than a tenth"),
        Deviation::Many => ("many", "more than ten times"),
    };
    let message = format!(
        "{bit_rate} is very {word} bits for {lines} lines of {}",
        codec.name()
    );
    let finding = Diagnostic::new(&CODE, at.key("bit_rate"), message)
        .here(format!("{bound} of the usual {usual}"));
    Some(helped(finding, "bit_rate", bit_rate, usual))
}

/// A rate with a digit too many or too few, which the ladder's other rungs tell.
fn slip(at: &Route, ladder: &VideoLadder, position: usize) -> Option<Diagnostic> {
    let meant = out_of_line(ladder, position)?;
    let bit_rate = ladder.rungs.get(position)?.bit_rate?;
    let what = if meant < bit_rate { "many" } else { "few" };
    let message = format!("{bit_rate} is out of line with the other rungs");
    // `270` for `720`: the height may be the slip.
    let height = ladder.rungs.get(position)?.height;
    let other = height.and_then(|height| {
        let has_same_digits = |usual: &&u32| digits(**usual) == digits(height) && **usual != height;
        HEIGHTS.iter().find(has_same_digits)
    });
    let or = other.map(|usual| format!(" Or is the height `{usual}`?"));
    Some(
        Diagnostic::new(&CODE, at.key("bit_rate"), message)
            .here(format!("a digit too {what}"))
            .help(format!("did you mean `{meant}`?{}", or.unwrap_or_default()))
            .cure(Cure::Write(at.key("bit_rate"), meant.to_string().into()))
            .sure(false),
    )
}

/// The digits of a number, in order.
fn digits(number: u32) -> Vec<char> {
    let mut digits: Vec<char> = number.to_string().chars().collect();
    digits.sort_unstable();
    digits
}

/// What a rung's rate is without a digit too many, or with one that is lost, if that and nothing else is
/// in line with the ladder's other rungs.
pub fn out_of_line(ladder: &VideoLadder, position: usize) -> Option<BitRate> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "bits per second are far below 2^53"
    )]
    let share = |rung: &VideoRung| {
        let usual = ladder.codec.usual_bit_rate(lines(rung)?).max(1);
        Some(rung.bit_rate?.0.max(1) as f64 / usual as f64)
    };
    let rung = ladder.rungs.get(position)?;
    let own = share(rung)?;
    let others = ladder.rungs.iter().enumerate().take(MOST_RUNGS);
    let others = others.filter(|(at, _)| *at != position);
    let (least, most) = others
        .filter_map(|(_, rung)| share(rung))
        .fold((f64::MAX, 0.0_f64), |(least, most), share| {
            (least.min(share), most.max(share))
        });
    let bits = rung.bit_rate?.0;
    let is_near = |share: f64| share > least / 2.0 && share < most * 2.0;
    // Of two rungs, the one that is further from what is usual.
    let is_off = own.ln().abs() > least.ln().abs().max(most.ln().abs());
    if most <= 0.0 || deviation(ladder.codec, rung).is_some() || !is_off {
        return None;
    }
    match () {
        () if own > most * OFF && is_near(own / 10.0) => Some(BitRate(bits / 10)),
        () if own * OFF < least && is_near(own * 10.0) => Some(BitRate(bits.saturating_mul(10))),
        () => None,
    }
}

/// The usual height that a rung's height is with a digit more or less, if the bits suit that one.
fn slipped(codec: VideoCodec, rung: &VideoRung) -> Option<u32> {
    let height = rung.height.filter(|height| !HEIGHTS.contains(height))?;
    let mut usual = HEIGHTS.into_iter();
    let meant = usual.find(|usual| *usual / 10 == height || height / 10 == *usual)?;
    let other = VideoRung {
        height: Some(meant),
        ..rung.clone()
    };
    deviation(codec, &other).is_none().then_some(meant)
}

/// A peak by itself; beside an average, a lower one is no peak.
fn peak(at: &Route, codec: VideoCodec, rung: &VideoRung) -> Option<Diagnostic> {
    let (peak, lines) = (rung.max_bit_rate?, lines(rung)?);
    let is_told = rung.bit_rate.is_some_and(|average| peak < average);
    let usual = BitRate(codec.usual_bit_rate(lines));
    let (word, bound) = far_off(peak, usual).filter(|_| !is_told)?;
    let word = if word { "many" } else { "few" };
    let message = format!(
        "{peak} is very {word} bits for {lines} lines of {}",
        codec.name()
    );
    let finding = Diagnostic::new(&CODE, at.key("max_bit_rate"), message)
        .here(format!("{bound} the usual {usual}"));
    Some(helped(finding, "max_bit_rate", peak, usual))
}

/// A buffer that the rung's bits fill in no time, or never.
fn buffer(at: &Route, codec: VideoCodec, rung: &VideoRung) -> Option<Diagnostic> {
    let buffer = rung.buffer_size?;
    let usual = lines(rung).map(|lines| BitRate(codec.usual_bit_rate(lines)));
    let is_sane = |rate: &BitRate| usual.is_none_or(|usual| far_off(*rate, usual).is_none());
    let rate = rung.max_bit_rate.filter(is_sane);
    let rate = rate.or(rung.bit_rate.filter(is_sane)).or(usual)?;
    let (is_large, bound) = far_off(buffer, rate)?;
    let size = if is_large { "large" } else { "small" };
    let message = format!("{buffer} is a very {size} buffer for {rate} a second");
    let finding = Diagnostic::new(&CODE, at.key("buffer_size"), message)
        .here(format!("{bound} that"))
        .also(at.key("bit_rate"))
        .also(at.key("max_bit_rate"));
    let twice = BitRate(rate.0.saturating_mul(2));
    Some(helped(finding, "buffer_size", buffer, twice))
}

/// Whether a value is far too large, or too small, and how that is said.
fn far_off(got: BitRate, usual: BitRate) -> Option<(bool, &'static str)> {
    if got.0 > usual.0.saturating_mul(FAR) {
        Some((true, "more than a hundred times"))
    } else if got.0 < usual.0 / FAR {
        Some((false, "less than a hundredth of"))
    } else {
        None
    }
}

/// The finding with the value that was meant, or one that is usual.
fn helped(finding: Diagnostic, key: &str, got: BitRate, usual: BitRate) -> Diagnostic {
    let Some(meant) = lost_unit::meant(got, usual) else {
        return finding.help(format!("`{key} = \"{usual}\"` is usual"));
    };
    let written = finding.route.clone();
    finding
        .help(lost_unit::help(got, meant))
        .cure(Cure::Write(written, meant.to_string().into()))
        .sure(false)
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
