//! Which constant frame rate an encode should have, whatever rates the source claims.
//!
//! Knows nothing of what the user asked for: a `max_frame_rate` is the planner's to apply.
//!
//! ffprobe's `r_frame_rate` is the coarsest grid on which it believes every timestamp to lie,
//! `avg_frame_rate` is frames over time. Neither is the rate to encode at once frames come unevenly:
//!
//! | source | `r` | `avg` | grid |
//! | --- | --- | --- | --- |
//! | film in MP4 | 24000/1001 | 24000/1001 | 24000/1001 |
//! | fragmented MP4, ASF (rounded durations) | 30000/1001 | 29.906, 30.303 | 30000/1001 |
//! | telephone, a frame late now and then | 30 | 29.83 | 30 |
//! | one frame in three missing | 30 | 20.1 | 30 |
//! | the same in Matroska (milliseconds) | 20.1 | 20.1 | 30, measured |
//! | screen recording | 90000, 1000 | 19.9 | 30, or as measured |
//! | interlaced, fields counted as frames | 50 | 25, `tt` | 25 |
//! | raw H.264, ffprobe 8.1 | 60000/1001 | 25 | 30000/1001, measured |
//!
//! Matroska's row is why `r == avg` proves nothing: with a millisecond time base ffprobe falls back
//! to the average. So a rate is taken at its word only if it is a standard one and both agree;
//! otherwise the timestamps of some hundred pictures decide ([`steady_rate`]).

use crate::facts::VideoStream;
use crate::rational::Rational;

/// Rates of films, broadcasts, telephones and screens, without their 1000/1001 variants.
const FAMILIES: [i64; 7] = [24, 25, 30, 48, 50, 60, 120];

/// The fastest family that is chosen for pictures that are fewer on average.
const FASTEST_USUAL: i64 = 60;

/// Frames per second above which a claimed rate is a time base, not a rate.
const FASTEST: i64 = 300;

/// How far, in parts per thousand, an average may lie from the rate and still confirm it: the rounded
/// durations of short fragmented MP4 and ASF files reach 11, the next family begins at 40.
const AGREEMENT: i64 = 25;

impl VideoStream {
    /// Frames per second of the constant grid to encode on: no motion is lost, no absurd rate comes
    /// out. `None` where the file gives no usable rate at all.
    ///
    /// Exact for sources of constant rate; a rate within 20 ppm of a standard one is that one
    /// (29.97 is 30000/1001: one frame in nine hours).
    pub fn grid(&self) -> Option<Rational> {
        if let Some(measured) = self.measured_frame_rate {
            return Some(measured);
        }
        match (usable(self.frame_rate), usable(self.average_frame_rate)) {
            (Some(finest), Some(average)) => Some(self.settle(finest, average)),
            (Some(finest), None) => Some(snap(finest)),
            (None, Some(average)) => Some(guess(average)),
            (None, None) => None,
        }
    }

    /// Whether the rates alone cannot settle [`VideoStream::grid`], so that timestamps should be
    /// looked at.
    pub fn rate_in_doubt(&self) -> bool {
        match (usable(self.frame_rate), usable(self.average_frame_rate)) {
            (Some(finest), Some(average)) => {
                let settled = is_standard(finest) && agree(finest, average);
                !(settled || self.counts_fields(finest, average))
            }
            (Some(finest), None) => !is_standard(finest),
            (None, _) => true,
        }
    }

    fn settle(&self, finest: Rational, average: Rational) -> Rational {
        if self.counts_fields(finest, average) {
            return snap(average);
        }
        let usual = finest <= Rational::whole(FASTEST_USUAL);
        let holds_all = is_standard(finest) && usual && finest > average;
        if agree(finest, average) || holds_all {
            return snap(finest);
        }
        guess(average)
    }

    fn counts_fields(&self, finest: Rational, average: Rational) -> bool {
        self.is_interlaced() && agree(finest, average * Rational::whole(2))
    }
}

/// A rate for pictures of which only the average is known: a standard one right beside it, else the
/// usual one above it, because pictures that come unevenly come in bursts.
fn guess(average: Rational) -> Rational {
    beside(average)
        .or_else(|| {
            let usual = [30, FASTEST_USUAL].map(Rational::whole);
            usual.into_iter().find(|rate| *rate >= average)
        })
        .unwrap_or_else(|| snap(average))
}

/// The slowest constant rate that holds pictures shown at `times` (seconds, in any order): the claimed
/// rate if they lie on it evenly, else the first standard rate on which at most one picture in a
/// hundred shares its slot with another. That is what ffmpeg's `fps` filter would drop (`round=near`).
///
/// `stream` gives the claimed rates. `None` for fewer than three times.
pub fn steady_rate(times: &[Rational], stream: &VideoStream) -> Option<Rational> {
    let mut times = times.to_vec();
    times.sort_unstable();
    times.dedup();
    let (first, last) = (*times.first()?, *times.last()?);
    if times.len() < 3 {
        return None;
    }
    let intervals = i64::try_from(times.len() - 1).ok()?;
    let seen = Rational::whole(intervals) / (last - first);
    let times: Vec<Rational> = times.into_iter().map(|time| time - first).collect();

    let claims = [stream.average_frame_rate, stream.frame_rate, Some(seen)];
    for claim in claims.into_iter().filter_map(usable) {
        let meant = beside(claim).into_iter().chain([snap(claim)]);
        if let Some(rate) = meant.into_iter().find(|rate| is_even(&times, *rate)) {
            return Some(rate);
        }
    }
    // Matroska's average is a claim: above the usual rates it counts only if pictures come like that.
    let usual = Rational::whole(FASTEST_USUAL);
    let believed = |claim: &Rational| {
        *claim <= usual || stream.frames.is_some() || seen * Rational::whole(2) >= *claim
    };
    let claimed = usable(stream.average_frame_rate).filter(believed);
    let pace = claimed.map_or(seen, |average| average.max(seen));
    for family in FAMILIES {
        let rate = variant(family, stream);
        let slow = within(rate, pace, AGREEMENT) || rate > pace;
        let usual = family <= FASTEST_USUAL || pace.ceil() > FASTEST_USUAL;
        if slow && usual && lost(&times, rate) * 100 <= times.len() {
            return Some(rate);
        }
    }
    if pace.ceil() > FASTEST_USUAL {
        return Some(Rational::whole(pace.ceil().min(FASTEST)));
    }
    Some(variant(FASTEST_USUAL, stream))
}

/// Every picture within a fifth of its own slot, and hardly a slot empty.
fn is_even(times: &[Rational], rate: Rational) -> bool {
    let mut previous = None;
    for time in times {
        let position = *time * rate;
        let slot = position.round();
        let off = (position - Rational::whole(slot)) * Rational::whole(5);
        if off > Rational::ONE || off < Rational::whole(-1) || previous == Some(slot) {
            return false;
        }
        previous = Some(slot);
    }
    let slots = previous.unwrap_or(0).saturating_add(1);
    let held = i64::try_from(times.len()).unwrap_or(i64::MAX);
    held.saturating_mul(20) >= slots.saturating_mul(19)
}

/// How many pictures share a slot with an earlier one; `times` ascend.
fn lost(times: &[Rational], rate: Rational) -> usize {
    let slots: Vec<i64> = times.iter().map(|time| (*time * rate).round()).collect();
    slots
        .iter()
        .zip(slots.iter().skip(1))
        .filter(|(slot, next)| slot == next)
        .count()
}

/// The family's rate, slowed by 1000/1001 where the source's claims point there.
fn variant(family: i64, stream: &VideoStream) -> Rational {
    let whole = Rational::whole(family);
    let Some(slowed) = slow(family) else {
        return whole;
    };
    let claims = [stream.frame_rate, stream.average_frame_rate];
    let points_there = claims.into_iter().filter_map(usable).any(|claim| {
        is_slowed(claim) || (within_ppm(claim, slowed, 300) && !within_ppm(claim, whole, 300))
    });
    if points_there { slowed } else { whole }
}

fn is_slowed(rate: Rational) -> bool {
    let mut slowed = FAMILIES.into_iter().filter_map(slow);
    slowed.any(|slowed| within_ppm(rate, slowed, 20))
}

/// The variant that NTSC's colour carrier brought; PAL's 25 and 50 have none.
fn slow(family: i64) -> Option<Rational> {
    (family % 25 != 0).then(|| Rational::new(family * 1000, 1001))
}

fn standard_rates() -> impl Iterator<Item = Rational> {
    let slowed = FAMILIES.into_iter().filter_map(slow);
    slowed.chain(FAMILIES.into_iter().map(Rational::whole))
}

fn is_standard(rate: Rational) -> bool {
    standard_rates().any(|standard| within_ppm(rate, standard, 20))
}

/// The nearest standard rate, if it is within a thousandth.
fn beside(rate: Rational) -> Option<Rational> {
    let distance = |standard: &Rational| (*standard - rate).max(rate - *standard);
    let nearest = standard_rates().min_by_key(distance)?;
    within(nearest, rate, 1).then_some(nearest)
}

/// The standard rate that was meant, or the rate itself; in thousandths where its fraction is long.
fn snap(rate: Rational) -> Rational {
    if let Some(meant) = standard_rates().find(|standard| within_ppm(rate, *standard, 20)) {
        return meant;
    }
    if rate.num() <= 240_000 {
        return rate;
    }
    Rational::new((rate * Rational::whole(1000)).round().max(1), 1000)
}

fn positive(rate: Option<Rational>) -> Option<Rational> {
    rate.filter(|rate| *rate > Rational::ZERO)
}

fn usable(rate: Option<Rational>) -> Option<Rational> {
    positive(rate).filter(|rate| *rate <= Rational::whole(FASTEST))
}

fn agree(rate: Rational, average: Rational) -> bool {
    within(rate, average, AGREEMENT)
}

/// Whether `other` lies within so many thousandths of `rate`.
fn within(rate: Rational, other: Rational, thousandths: i64) -> bool {
    within_ppm(other, rate, thousandths * 1000)
}

fn within_ppm(rate: Rational, of: Rational, ppm: i64) -> bool {
    let off = (rate - of) * Rational::whole(1_000_000);
    let allowed = of * Rational::whole(ppm);
    off <= allowed && off >= Rational::ZERO - allowed
}
