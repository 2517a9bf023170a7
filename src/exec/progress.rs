//! How far an encode is: reads what ffmpeg's `-progress` writes and turns it into percent.
//!
//! Knows no clock and no process. The format is ffmpeg's own (`fftools/ffmpeg.c`,
//! `print_report`): blocks of `key=value` lines, each ended by `progress=continue` or
//! `progress=end`. Read alike from ffmpeg 5.1, 8.1 and 9.0.

/// One block of `-progress`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sample {
    /// Frames written to the first picture track; `None` where there is none.
    pub frame: Option<u64>,
    /// Seconds of media written, never negative; `None` until something was.
    pub out_time: Option<f64>,
    /// Frames a second since the start; `None` until it is known.
    pub fps: Option<f64>,
    /// Media time over wall time; `None` until it is known.
    pub speed: Option<f64>,
    /// Whether this is the last block. It is written after a failure too.
    pub end: bool,
}

/// Gathers lines into blocks.
#[derive(Debug, Default)]
pub struct Blocks {
    sample: Sample,
}

impl Blocks {
    /// Takes a line; gives the block that it ends. Lines that are not understood are passed over.
    pub fn line(&mut self, line: &str) -> Option<Sample> {
        let (key, value) = line.split_once('=')?;
        let value = value.trim();
        let sample = &mut self.sample;
        match key.trim() {
            "frame" => sample.frame = value.parse().ok(),
            "fps" => sample.fps = positive(value),
            "speed" => sample.speed = positive(value.trim_end_matches('x')),
            // `out_time_ms` counts microseconds too, in every version: a misnomer kept for
            // compatibility. Never negative here: the first packets of a track with an edit list
            // lie before zero.
            "out_time_us" | "out_time_ms" => {
                if let Ok(microseconds) = value.parse::<i64>() {
                    #[expect(clippy::cast_precision_loss, reason = "exact for 285 years")]
                    let seconds = microseconds.max(0) as f64 / 1e6;
                    sample.out_time = Some(seconds);
                }
            }
            "progress" => {
                sample.end = value == "end";
                return Some(std::mem::take(sample));
            }
            _ => {}
        }
        None
    }
}

fn positive(text: &str) -> Option<f64> {
    let number: f64 = text.trim().parse().ok()?;
    (number.is_finite() && number > 0.0).then_some(number)
}

/// How far an encode is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// From 0 to 100, in tenths; `None` where the length is unknown.
    pub percent: Option<f64>,
    /// Seconds still to go, in tenths, if the rest runs as the part so far.
    pub eta: Option<f64>,
}

/// Holds samples against what is expected. Percent never falls, never exceeds 100, and is 100 only
/// once [`Meter::finish`] was called: ffmpeg writes a last block after a failure too.
#[derive(Clone, Debug)]
pub struct Meter {
    frames: Option<f64>,
    seconds: Option<f64>,
    percent: Option<f64>,
}

/// The most that is shown before the end.
const ALMOST: f64 = 99.9;

impl Meter {
    /// What is expected: frames of the first picture track, seconds of media; as far as known.
    pub fn new(frames: Option<u64>, seconds: Option<f64>) -> Self {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a share of it is shown in tenths"
        )]
        let frames = frames.map(|frames| frames as f64);
        Self {
            frames: frames.filter(|frames| *frames > 0.0),
            seconds: seconds.filter(|seconds| seconds.is_finite() && *seconds > 0.0),
            percent: None,
        }
    }

    /// Takes a sample.
    pub fn read(&mut self, sample: &Sample) -> Reading {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a share of it is shown in tenths"
        )]
        let frame = sample.frame.map(|frame| frame as f64);
        let by_frames = self.frames.zip(frame).map(|(all, done)| Share {
            done,
            all,
            rate: sample.fps,
        });
        let by_time = self.seconds.zip(sample.out_time).map(|(all, done)| Share {
            done,
            all,
            rate: sample.speed,
        });
        let Some(share) = by_frames.or(by_time) else {
            // A block that says nothing does not take back what was said before.
            return Reading {
                percent: self.percent,
                eta: None,
            };
        };
        let percent = (share.done / share.all * 1000.0).floor() / 10.0;
        let percent = percent
            .clamp(0.0, ALMOST)
            .max(self.percent.unwrap_or_default());
        self.percent = Some(percent);
        Reading {
            percent: self.percent,
            eta: share
                .rate
                .map(|rate| ((share.all - share.done) / rate).max(0.0))
                .map(|eta| (eta * 10.0).round() / 10.0),
        }
    }

    /// All is done.
    pub fn finish(&mut self) -> Reading {
        self.percent = Some(100.0);
        Reading {
            percent: self.percent,
            eta: Some(0.0),
        }
    }
}

/// A part of a whole, and how much of it is done in a second.
struct Share {
    done: f64,
    all: f64,
    rate: Option<f64>,
}
