//! Divides a track's samples into segments at given times.
//!
//! Unaware of files and manifests; moves no sample out of its order.

use std::ops::Range;

use super::track::Track;
use super::{Handler, MediaError, Sample};
use crate::rational::Rational;

/// One segment's samples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Positions in [`Track::samples`], neither empty nor with gaps between segments.
    pub samples: Range<usize>,
    /// Ticks when the segment begins, after the edit list; 0 for the first.
    pub start: i64,
    /// Ticks until the next segment begins, or until the track ends.
    pub duration: u64,
}

/// Cuts `track` every `length` seconds.
///
/// A picture track is cut at the sync sample that is shown at exactly that time; if there is none the
/// error is [`MediaError::Malformed`]. Sound is cut at the frame that begins nearest to it: within half
/// a frame. No segment begins at `end` seconds or later, the end of the pictures where there are any:
/// sound that outlasts them belongs to its last segment, for players do not reach the end of a
/// segment that begins behind the last picture.
pub fn cut(track: &Track, length: Rational, end: Rational) -> Result<Vec<Cut>, MediaError> {
    let scale = Rational::whole(i64::from(track.timescale));
    if length <= Rational::ZERO {
        return Err(MediaError::malformed("the cut", "segments have no length"));
    }
    // Borders are multiples of the length, never sums of rounded ticks: nothing drifts.
    let mut starts = vec![(0, 0)];
    let mut from = 1;
    for number in 1.. {
        let time = length * Rational::whole(number);
        if time >= end {
            break;
        }
        let border = (time * scale).round();
        if border >= track.presented_duration().cast_signed() {
            break;
        }
        let found = track
            .samples
            .iter()
            .enumerate()
            .skip(from)
            .find(|(_, sample)| begins(track, sample, border));
        match found {
            Some((index, sample)) => {
                starts.push((index, track.presentation_time(sample)));
                from = index + 1;
            }
            None if track.handler == Handler::Audio => break,
            None => {
                return Err(MediaError::malformed(
                    "the track",
                    format!("no keyframe is shown at {} s", time.decimal(6)),
                ));
            }
        }
    }
    let ends = starts.iter().skip(1).copied();
    let last = (
        track.samples.len(),
        track.presented_duration().cast_signed(),
    );
    let cuts = starts.iter().zip(ends.chain([last]));
    Ok(cuts
        .map(|((first, start), (behind, end))| Cut {
            samples: *first..behind,
            start: *start,
            duration: u64::try_from(end - start).unwrap_or(0),
        })
        .collect())
}

fn begins(track: &Track, sample: &Sample, border: i64) -> bool {
    let time = track.presentation_time(sample);
    match track.handler {
        Handler::Video => sample.sync && time == border,
        Handler::Audio => time + i64::from(sample.duration) / 2 >= border,
    }
}
