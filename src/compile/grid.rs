//! Where segments and GOPs end: whole numbers of frames, the same moments in every rendition.
//!
//! Unaware of renditions' other sides.

use crate::rational::Rational;

/// Longest time between keyframes of a stream, in seconds: the Apple HLS Authoring Specification
/// (1.10) asks for one every two seconds. A little more where whole frames need it.
const LONGEST_GOP: Rational = Rational::new_const(21, 10);

/// Shorter GOPs than this waste bits, in seconds.
const SHORTEST_GOP: Rational = Rational::new_const(1, 2);

/// Frame borders that several outputs of one picture share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Borders {
    /// Frames per second of the slowest grid that every rung's frames lie on.
    pub base: Rational,
    /// Frames of `base` in a GOP.
    pub gop: i64,
    /// Frames of `base` in each output's segment, in the order asked.
    pub segments: Vec<i64>,
}

impl Borders {
    /// Exact seconds of segment `output`.
    pub fn segment_duration(&self, output: usize) -> Option<Rational> {
        let frames = self.segments.get(output)?;
        Some(Rational::whole(*frames) / self.base)
    }

    /// Frames of a GOP at `rate`, which is a whole multiple of the base.
    pub fn gop_at(&self, rate: Rational) -> u32 {
        let frames = (Rational::whole(self.gop) * rate / self.base).round();
        u32::try_from(frames.max(1)).unwrap_or(1)
    }
}

/// Borders for outputs that want segments of `durations` seconds from rungs of `rates` frames a
/// second; all rates are whole fractions of one source rate.
///
/// `None` when no GOP of reasonable length divides all their segments: then each output needs
/// renditions of its own.
pub fn borders(rates: &[Rational], durations: &[Rational]) -> Option<Borders> {
    let base = slowest_common(rates)?;
    let segments: Vec<i64> = durations
        .iter()
        .map(|duration| (*duration * base).round().max(1))
        .collect();
    let common = segments.iter().copied().reduce(gcd)?;
    let seconds = |frames: i64| Rational::whole(frames) / base;
    let fitting = (1..=common)
        .rev()
        .filter(|frames| common % frames == 0)
        .find(|frames| seconds(*frames) <= LONGEST_GOP)
        .unwrap_or(1);
    let gop = if seconds(fitting) >= SHORTEST_GOP || fitting == common {
        fitting
    } else if segments.iter().all(|frames| *frames == common) {
        // A segment of an awkward number of frames is one GOP.
        common
    } else {
        return None;
    };
    Some(Borders {
        base,
        gop,
        segments,
    })
}

/// The fastest rate of which every given rate is a whole multiple.
fn slowest_common(rates: &[Rational]) -> Option<Rational> {
    let fastest = rates.iter().copied().max()?;
    let mut multiple = 1_i64;
    for rate in rates {
        let divisor = (fastest / *rate).round().max(1);
        multiple = multiple / gcd(multiple, divisor) * divisor;
    }
    Some(fastest / Rational::whole(multiple))
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a.max(1) } else { gcd(b, a % b) }
}
