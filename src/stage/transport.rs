//! What finished MPEG-TS segments say of themselves: frames, times, keyframes.
//!
//! Unaware of encryption and of where the segments stand. The same reading serves when a package is
//! made and when it is verified.

use crate::media::TransportStream;
use crate::media::cut::Cut;
use crate::plan::Media;
use crate::rational::Rational;

/// Where presentation begins on the 90 kHz clock: the remux shifts everything by ten seconds, so
/// that nothing falls below nought.
const ORIGIN: i64 = 900_000;

/// All segments of one rendition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// Ticks of a second.
    pub timescale: u32,
    /// Ticks of sound before nought: an encoder's priming.
    pub priming: u64,
    /// 90 kHz; when the first frame is shown, counted from nought.
    pub first: i64,
    /// Segments in order.
    pub segments: Vec<Part>,
}

impl Parts {
    /// Whether the first frame is shown at `time` seconds: within two ticks, for both clocks round.
    pub fn begins_at(&self, time: Rational) -> bool {
        let ticks = (time * Rational::whole(90_000)).round();
        (ticks - self.first).abs() <= 2
    }
}

/// One segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Ticks; the first segment's is 0.
    pub start: i64,
    /// Ticks.
    pub duration: u64,
    /// Pictures, or frames of sound.
    pub frames: u64,
    /// Whether it begins with a keyframe.
    pub keyframe: bool,
    /// Byte behind the first picture.
    pub key_frame: Option<u64>,
}

/// Reads segments one after another.
pub struct Reader {
    timescale: u32,
    /// Ticks of one frame.
    frame: i64,
    /// Ticks of sound before nought: an encoder's priming.
    priming: i64,
    /// 90 kHz; when the first frame is shown, counted from nought.
    first: i64,
    /// Frames so far.
    frames: i64,
    video: bool,
    segments: Vec<Part>,
}

impl Reader {
    /// A reader for segments of `media`; `codec` is its name in a manifest.
    pub fn new(media: &Media, codec: &str) -> Self {
        let (timescale, frame, video) = match media {
            Media::Video { frame_rate, .. } => (
                u32::try_from(frame_rate.num()).unwrap_or(u32::MAX),
                frame_rate.den(),
                true,
            ),
            // A frame of AAC-LC is 1024 samples, one of (E-)AC-3 1536.
            Media::Audio { sample_rate, .. } => (
                *sample_rate,
                if codec == "aac" { 1024 } else { 1536 },
                false,
            ),
        };
        Self {
            timescale,
            frame,
            priming: 0,
            first: 0,
            frames: 0,
            video,
            segments: Vec::new(),
        }
    }

    /// Reads the next segment.
    pub fn push(&mut self, clear: &[u8]) -> Result<(), String> {
        let number = self.segments.len() + 1;
        let broken = |reason: &str| format!("segment {number}: {reason}");
        let stream =
            TransportStream::read(&mut &*clear).map_err(|error| broken(&error.to_string()))?;
        let [stream] = stream.streams.as_slice() else {
            return Err(broken("it holds more than one track"));
        };
        let first = stream.pes.first().ok_or_else(|| broken("it is empty"))?;
        let frames: i64 = stream.pes.iter().map(|pes| i64::from(pes.frames)).sum();
        if frames == 0 {
            return Err(broken("it holds no frame"));
        }
        if stream.discontinuities > 0 {
            return Err(broken("packets are missing"));
        }
        let time = first.pts.ok_or_else(|| broken("it has no time"))? - ORIGIN;
        let scaled = |ticks: i64| -> i64 {
            let ticks = i128::from(ticks) * i128::from(self.timescale);
            i64::try_from((ticks + 45_000).div_euclid(90_000)).unwrap_or(i64::MAX)
        };
        if self.segments.is_empty() {
            self.priming = -scaled(time);
            self.first = time;
        }
        let start = self.frames * self.frame - self.priming;
        // A tick of the 90 kHz clock is lost in rounding; a frame is not.
        if (scaled(time) - start).abs() > self.frame / 2 {
            return Err(broken("it does not begin where the one before ends"));
        }
        self.frames += frames;
        let end = self.frames * self.frame - self.priming;
        let start = if self.segments.is_empty() { 0 } else { start };
        self.segments.push(Part {
            start,
            duration: u64::try_from(end - start).unwrap_or(0),
            frames: u64::try_from(frames).unwrap_or(0),
            keyframe: first.keyframe || !self.video,
            key_frame: self.video.then_some(first.end),
        });
        Ok(())
    }

    /// All that was read.
    pub fn finish(self) -> Parts {
        Parts {
            timescale: self.timescale,
            priming: u64::try_from(self.priming).unwrap_or(0),
            first: self.first,
            segments: self.segments,
        }
    }
}

/// Holds what ffmpeg copied against what was to be copied: the same number of frames, pictures cut
/// at the same frames, sound within one frame of it, a keyframe at every border.
pub fn check(parts: &Parts, media: &Media, cuts: &[Cut]) -> Result<(), String> {
    let expected = cuts.last().map_or(0, |cut| cut.samples.end) as u64;
    let frames: u64 = parts.segments.iter().map(|part| part.frames).sum();
    if frames != expected {
        return Err(format!("{frames} frames were copied, not {expected}"));
    }
    if parts.segments.len() != cuts.len() {
        return Err(format!(
            "{} segments were cut, not {}",
            parts.segments.len(),
            cuts.len()
        ));
    }
    let mut done = 0_u64;
    for (number, (part, cut)) in parts.segments.iter().zip(cuts).enumerate() {
        if !part.keyframe {
            return Err(format!("segment {} begins with no keyframe", number + 1));
        }
        let off = done.abs_diff(cut.samples.start as u64);
        let slack = if matches!(media, Media::Video { .. }) {
            0
        } else {
            1
        };
        if off > slack {
            return Err(format!("segment {} begins {off} frames off", number + 1));
        }
        done += part.frames;
    }
    Ok(())
}
