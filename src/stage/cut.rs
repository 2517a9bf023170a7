//! Where a finished track is cut: [`crate::media::cut()`], and what a package asks of it besides.
//!
//! Pure; unaware of files.

use crate::media::cut::{Cut, cut};
use crate::media::{Handler, Track};
use crate::rational::Rational;

/// Cuts a track every `length` seconds. Sound that would begin at or behind `end`, where the
/// pictures end, is left out of the track: players wait for ever for a picture beside it.
pub fn segments(
    track: &mut Track,
    length: Rational,
    end: Option<Rational>,
) -> Result<Vec<Cut>, String> {
    if track.handler == Handler::Audio
        && let Some(end) = end
    {
        let limit = (end * Rational::whole(i64::from(track.timescale))).round();
        let behind = track
            .samples
            .iter()
            .position(|sample| track.presentation_time(sample) >= limit);
        track
            .samples
            .truncate(behind.unwrap_or(track.samples.len()));
    }
    let whole = i64::try_from(track.presented_duration()).unwrap_or(i64::MAX);
    let end = end.unwrap_or_else(|| track.seconds(whole));
    let cuts = cut(track, length, end).map_err(|error| error.to_string())?;
    check_closed(track, &cuts)?;
    Ok(cuts)
}

/// No picture of a segment is shown before the segment begins, or after it ends: a closed GOP at
/// every border.
fn check_closed(track: &Track, cuts: &[Cut]) -> Result<(), String> {
    if track.handler == Handler::Audio {
        return Ok(());
    }
    for cut in cuts {
        let end = cut.start.saturating_add_unsigned(cut.duration);
        let samples = track.samples.get(cut.samples.clone()).unwrap_or_default();
        let inside = |time: i64| time >= cut.start && time < end;
        if !samples
            .iter()
            .all(|sample| inside(track.presentation_time(sample)))
        {
            return Err(format!(
                "pictures of different segments are shown in turn around frame {}",
                cut.samples.start
            ));
        }
    }
    Ok(())
}
