//! Where a finished track is cut: video at keyframes every so many frames, sound at the frame
//! nearest to the same moments.
//!
//! Pure; unaware of files.

use std::ops::Range;

use crate::media::Track;
use crate::rational::Rational;

/// Positions of a video track's samples, segment by segment. Every segment but the last has exactly
/// `frames` samples and each begins with a sync sample; else the reason is said.
pub fn video(track: &Track, frames: usize) -> Result<Vec<Range<usize>>, String> {
    let count = track.samples.len();
    if frames == 0 || count == 0 {
        return Err("there are no frames".into());
    }
    let mut ranges = Vec::new();
    let mut start = 0;
    while start < count {
        let end = (start + frames).min(count);
        let sync = track.samples.get(start).is_some_and(|sample| sample.sync);
        if !sync {
            return Err(format!(
                "frame {start} must begin a segment and is no keyframe"
            ));
        }
        ranges.push(start..end);
        start = end;
    }
    check_closed(track, &ranges)?;
    Ok(ranges)
}

/// No picture of a segment is shown before the segment's first one, or behind the next one's: a
/// closed GOP at every border.
fn check_closed(track: &Track, ranges: &[Range<usize>]) -> Result<(), String> {
    let mut border = None;
    for range in ranges {
        let samples = track.samples.get(range.clone()).unwrap_or_default();
        let times = || samples.iter().map(|sample| track.presentation_time(sample));
        let first = samples
            .first()
            .map(|sample| track.presentation_time(sample));
        let earliest = times().min();
        if earliest != first || border.is_some_and(|border| earliest < Some(border)) {
            return Err(format!(
                "pictures of different segments are shown in turn around frame {}",
                range.start
            ));
        }
        border = samples
            .iter()
            .map(|sample| track.presentation_end(sample))
            .max();
    }
    Ok(())
}

/// Positions of a sound track's samples, segment by segment: each border is the sample nearest to
/// a multiple of `duration` seconds. What would begin at or behind `end` is left out: a player
/// waits for ever for a picture beside it.
pub fn sound(track: &Track, duration: Rational, end: Option<Rational>) -> Vec<Range<usize>> {
    let scale = Rational::whole(i64::from(track.timescale));
    let ticks = |seconds: Rational| (seconds * scale).round();
    let limit = end.map(ticks);
    let count = track
        .samples
        .iter()
        .position(|sample| limit.is_some_and(|limit| track.presentation_time(sample) >= limit))
        .unwrap_or(track.samples.len());
    let mut ranges = Vec::new();
    let mut start = 0;
    let mut number = 1_i64;
    while start < count {
        let border = ticks(duration * Rational::whole(number));
        let inside = track.samples.get(start..count).unwrap_or_default();
        let length = inside
            .iter()
            .position(|sample| {
                // The first sample whose middle lies behind the border begins the next segment.
                let middle =
                    track.presentation_time(sample) + i64::from(sample.duration).div_euclid(2);
                middle >= border
            })
            .unwrap_or(inside.len());
        if length > 0 {
            ranges.push(start..start + length);
            start += length;
        }
        number += 1;
    }
    ranges
}
