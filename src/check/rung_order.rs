//! How the rungs of a video ladder compare before a source is known.
//!
//! Unaware of the source: a rung without a size has the source's, which no rung exceeds.

use std::cmp::Ordering;

use crate::manifest::{VideoLadder, VideoRung};

/// Compares two rungs by the picture's size; `None` if that depends on the source.
pub fn by_size(one: &VideoRung, other: &VideoRung) -> Option<Ordering> {
    let has_size = |rung: &VideoRung| rung.height.is_some() || rung.width.is_some();
    match (has_size(one), has_size(other)) {
        (false, false) => return Some(Ordering::Equal),
        (false, true) => return Some(Ordering::Greater),
        (true, false) => return Some(Ordering::Less),
        (true, true) => {}
    }
    match (one.height.zip(other.height), one.width.zip(other.width)) {
        (Some((a, b)), None) | (None, Some((a, b))) => Some(a.cmp(&b)),
        (Some((a, b)), Some((c, d))) => match (a.cmp(&b), c.cmp(&d)) {
            (Ordering::Equal, order) | (order, Ordering::Equal) => Some(order),
            (high, wide) => (high == wide).then_some(high),
        },
        (None, None) => None,
    }
}

/// Whether a player could not tell the two apart.
pub fn are_twins(one: &VideoRung, other: &VideoRung) -> bool {
    let looks = |rung: &VideoRung| {
        let quality = rung.crf.map(f64::to_bits);
        let size = (rung.height, rung.width);
        (
            size,
            rung.bit_rate,
            quality,
            rung.max_bit_rate,
            rung.max_frame_rate,
        )
    };
    looks(one) == looks(other)
}

/// Most rungs that are compared with each other: no ladder has a tenth of them.
const MOST_RUNGS: usize = 500;

/// Two rungs next to each other in size, with what they spend.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Position of the larger one; of two that are equal in size, of the one that spends more.
    pub upper: usize,
    /// Position of the other.
    pub lower: usize,
    /// Whether the pictures differ in size.
    pub is_larger: bool,
    /// Bits per second of the larger one.
    pub upper_bits: u64,
    /// Bits per second of the other.
    pub lower_bits: u64,
}

/// The steps of a ladder, whatever the order in which its rungs are listed. Rungs with `crf`,
/// twins, and pairs that only a source can compare are left out.
pub fn steps(ladder: &VideoLadder) -> Vec<Step> {
    let rated = ladder.rungs.iter().enumerate();
    let mut rated: Vec<(usize, &VideoRung, u64)> = rated
        .filter_map(|(position, rung)| Some((position, rung, rung.bit_rate?.0)))
        .collect();
    let mut steps = Vec::new();
    if rated.len() > MOST_RUNGS {
        return steps;
    }
    // Sorting needs a total order; pairs without one make their neighbours meaningless.
    let comparable = rated.iter().all(|(_, one, _)| {
        rated
            .iter()
            .all(|(_, other, _)| by_size(one, other).is_some())
    });
    if !comparable {
        return steps;
    }
    rated.sort_by(|(_, one, one_bits), (_, other, other_bits)| {
        let size = by_size(other, one).unwrap_or(Ordering::Equal);
        size.then(other_bits.cmp(one_bits))
    });
    for pair in rated.windows(2) {
        if let [(upper, one, upper_bits), (lower, other, lower_bits)] = pair
            && !are_twins(one, other)
        {
            steps.push(Step {
                upper: *upper,
                lower: *lower,
                is_larger: by_size(one, other) == Some(Ordering::Greater),
                upper_bits: *upper_bits,
                lower_bits: *lower_bits,
            });
        }
    }
    steps
}
