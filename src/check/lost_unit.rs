//! A bit rate whose unit was lost, or is another one: `3500` beside `2500k`.
//!
//! Unaware of which keys are held against each other.

use crate::manifest::BitRate;

/// How far from what it is held against a value may be.
const MOST_OFF: u64 = 10;

/// The value with the unit that brings it near to `near`; `None` if no unit does.
pub fn meant(got: BitRate, near: BitRate) -> Option<BitRate> {
    let candidates = [
        got.0.checked_mul(1_000),
        got.0.checked_mul(1_000_000),
        got.0.is_multiple_of(1_000).then_some(got.0 / 1_000),
    ];
    let is_near = |bits: &u64| {
        *bits >= near.0 / MOST_OFF && *bits <= near.0.saturating_mul(MOST_OFF) && *bits > 0
    };
    candidates.into_iter().flatten().find(is_near).map(BitRate)
}

/// How that is told, of a value that was too small or too large.
pub fn help(got: BitRate, meant: BitRate) -> String {
    match got < meant {
        true => format!("write `{meant}`: a plain number is bits per second"),
        false => format!("did you mean `{meant}`?"),
    }
}
