//! A finished track on disk: opened, and held against what the plan expects of it.
//!
//! Exit code 0 of ffmpeg proves nothing: a source that ends early, a full disk or a misplaced option
//! all end with it.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: opens finished tracks"
)]

use std::fs::File;
use std::io::BufReader;

use camino::Utf8Path;

use super::{Failure, bad_track, disk};
use crate::compile::picture::SOURCE_CUT_SHORT;
use crate::diag::Diagnostic;
use crate::media::{Handler, Track, is_keyframe};
use crate::plan::{Encoded, Media, Plan, Rendition};
use crate::rational::Rational;
use crate::source::Route;

/// A track and the file it is read from.
pub struct Opened {
    /// What the file holds.
    pub track: Track,
    /// The file.
    pub file: BufReader<File>,
}

impl Opened {
    /// The bytes of neighbouring samples.
    pub fn bytes(&mut self, range: std::ops::Range<usize>) -> Result<Vec<u8>, String> {
        let mut all = Vec::new();
        let samples = self.track.samples.get(range).unwrap_or_default().to_vec();
        for sample in &samples {
            let bytes = self
                .track
                .read_sample(&mut self.file, sample)
                .map_err(|error| error.to_string())?;
            all.extend_from_slice(&bytes);
        }
        Ok(all)
    }
}

/// Opens a rendition's track.
pub fn open(path: &Utf8Path, rendition: &Rendition) -> Result<Opened, Failure> {
    let origin = &rendition.origin;
    let file = File::open(path).map_err(|error| {
        disk(
            origin,
            &format!("open the track of `{}`", rendition.id),
            &error,
        )
    })?;
    let mut file = BufReader::with_capacity(1 << 18, file);
    let track = Track::read(&mut file)
        .map_err(|error| bad_track(origin, format!("`{}` is broken: {error}", rendition.id)))?;
    let expected = match rendition.media {
        Media::Video { .. } => Handler::Video,
        Media::Audio { .. } => Handler::Audio,
    };
    if track.handler != expected {
        return Err(bad_track(
            origin,
            format!("`{}` holds the wrong kind of track", rendition.id),
        ));
    }
    if !track.empty_edit.is_zero() {
        return Err(bad_track(
            origin,
            format!("`{}` does not begin at nought", rendition.id),
        ));
    }
    Ok(Opened { track, file })
}

/// Holds a freshly encoded track against the plan: size, frame grid, keyframes, length.
pub fn inspect(plan: &Plan, made: &Encoded, source: &Route) -> Result<(), Failure> {
    let Some(rendition) = plan
        .renditions
        .iter()
        .find(|rendition| rendition.id == made.rendition)
    else {
        return Ok(());
    };
    let mut opened = open(&plan.root.join(&made.file), rendition)?;
    let refuse = |message: String| Err(bad_track(&rendition.origin, message));
    if opened.track.samples.is_empty() {
        return refuse(format!("`{}` is empty", rendition.id));
    }
    if let Media::Video {
        width,
        height,
        frame_rate,
        gop,
        fixed_gop,
        ..
    } = rendition.media
    {
        let entry = &opened.track.entry;
        if (entry.width, entry.height) != (width, height) {
            return refuse(format!(
                "`{}` is {}x{}, not {width}x{height}",
                rendition.id, entry.width, entry.height
            ));
        }
        check_grid(&opened.track, frame_rate)
            .or_else(|message| refuse(format!("`{}`: {message}", rendition.id)))?;
        if fixed_gop {
            check_keyframes(&mut opened, gop as usize)
                .or_else(|message| refuse(format!("`{}`: {message}", rendition.id)))?;
        }
    }
    check_length(&opened.track, rendition, made, source)
}

/// Every frame lasts exactly one tick of the grid, and the first is shown at nought.
fn check_grid(track: &Track, rate: Rational) -> Result<(), String> {
    let tick = Rational::whole(i64::from(track.timescale)) / rate;
    let first = track
        .samples
        .first()
        .map_or(0, |sample| track.presentation_time(sample));
    if first != 0 {
        return Err("its first picture is not at nought".into());
    }
    let mut times: Vec<i64> = track
        .samples
        .iter()
        .map(|sample| track.presentation_time(sample))
        .collect();
    times.sort_unstable();
    for (number, time) in (0_i64..).zip(times) {
        if time != (tick * Rational::whole(number)).round() {
            return Err(format!("picture {number} is not on the frame grid"));
        }
    }
    Ok(())
}

/// A true keyframe, not only one that the container calls so, at every `gop` frames.
fn check_keyframes(opened: &mut Opened, gop: usize) -> Result<(), String> {
    let positions: Vec<usize> = (0..opened.track.samples.len())
        .step_by(gop.max(1))
        .collect();
    for position in positions {
        let Some(sample) = opened.track.samples.get(position).copied() else {
            continue;
        };
        let bytes = opened
            .track
            .read_sample(&mut opened.file, &sample)
            .map_err(|error| error.to_string())?;
        let real = is_keyframe(&opened.track.entry, &bytes).map_err(|error| error.to_string())?;
        if !sample.sync || !real {
            return Err(format!("frame {position} should be a keyframe and is none"));
        }
    }
    Ok(())
}

/// Half a second and one percent: what rounding in headers, and an encoder's own padding, amount to
/// where the length is not counted in frames.
fn check_length(
    track: &Track,
    rendition: &Rendition,
    made: &Encoded,
    source: &Route,
) -> Result<(), Failure> {
    let Some(expected) = made.duration else {
        return Ok(());
    };
    let got = track.seconds(i64::try_from(track.presented_duration()).unwrap_or(i64::MAX));
    let slack = match (&rendition.media, made.exact) {
        (Media::Video { frame_rate, .. }, true) => Rational::new(5, 2) / *frame_rate,
        _ => Rational::new(1, 2) + expected / Rational::whole(100),
    };
    if got + slack >= expected {
        return Ok(());
    }
    let key = source.key("path");
    Err(Box::new(
        Diagnostic::new(
            &SOURCE_CUT_SHORT,
            key,
            format!(
                "the source promises {} s, and only {} s came out",
                expected.decimal(2),
                got.decimal(2)
            ),
        )
        .here("this source is cut short or damaged")
        .help("get the whole file; or set `end` to where it really ends")
        .note(format!("rendition `{}`", rendition.id)),
    ))
}
