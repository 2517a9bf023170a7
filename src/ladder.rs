//! Which renditions to make of a source: sizes, frame rates, what is dropped and why.
//!
//! Unaware of encoders' options, of outputs and of files.

use crate::codec::VideoCodec;
use crate::codec::video::RateControl;
use crate::facts::VideoStream;
use crate::manifest::{VideoLadder, VideoRung};
use crate::rational::Rational;

/// A rung fitted to a source.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// Position in the ladder's `rungs`; `None` for a rung that `auto` thought of.
    pub position: Option<usize>,
    /// The rung's own keys.
    pub rung: VideoRung,
    /// Pixels, even, square.
    pub width: u32,
    /// Pixels, even, square.
    pub height: u32,
    /// Frames per second.
    pub frame_rate: Rational,
    /// Bits.
    pub rate: RateControl,
}

impl Fit {
    /// What people call it: `720p` by its short side.
    pub fn label(&self) -> String {
        format!("{}p", self.width.min(self.height))
    }

    /// Target of the rate control in bits per second, where there is one.
    pub fn target_bit_rate(&self) -> Option<u64> {
        match self.rate {
            RateControl::Average { bit_rate, .. } => Some(bit_rate),
            RateControl::Quality { .. } => None,
        }
    }
}

/// A rung that is not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Position in the ladder's `rungs`; `None` for a rung that `auto` thought of.
    pub position: Option<usize>,
    /// What people call it.
    pub label: String,
    /// Why.
    pub reason: String,
}

/// Short sides that `auto` tries, large to small. Each is a multiple of 18, so that 16:9 comes
/// out in whole even pixels, except the last step down.
const AUTO_SIZES: [u32; 8] = [2160, 1440, 1080, 720, 540, 360, 216, 144];

/// Two neighbouring automatic rungs differ at least by this factor in bits: players switch between
/// rungs that are 1.5 to 2 times apart (Apple HLS Authoring Specification 4.4).
const SMALLEST_STEP: Rational = Rational::new_const(3, 2);

/// Fits a ladder to a source. `grid` is the source's constant frame rate.
///
/// Always gives at least one rung; never one larger than the source.
pub fn fit(ladder: &VideoLadder, stream: &VideoStream, grid: Rational) -> (Vec<Fit>, Vec<Refusal>) {
    if ladder.auto {
        return automatic(ladder, stream, grid);
    }
    let (short, _) = sides(stream);
    let mut kept = Vec::new();
    let mut refused = Vec::new();
    for (position, rung) in ladder.rungs.iter().enumerate() {
        match rung.height {
            Some(height) if Rational::whole(i64::from(height)) > short => refused.push(Refusal {
                position: Some(position),
                label: format!("{height}p"),
                reason: format!(
                    "the source's short side is {} pixels; rungs are never enlarged",
                    short.round()
                ),
            }),
            _ => kept.push(one(ladder, stream, grid, Some(position), rung)),
        }
    }
    if kept.is_empty() {
        let smallest = ladder
            .rungs
            .iter()
            .enumerate()
            .min_by_key(|(_, rung)| rung.height);
        if let Some((position, rung)) = smallest {
            refused.retain(|refusal| refusal.position != Some(position));
            kept.push(one(ladder, stream, grid, Some(position), rung));
        }
    }
    (kept, refused)
}

fn one(
    ladder: &VideoLadder,
    stream: &VideoStream,
    grid: Rational,
    position: Option<usize>,
    rung: &VideoRung,
) -> Fit {
    let (width, height) = size(stream, rung.height, rung.width);
    let most = rung.max_frame_rate.or(ladder.max_frame_rate);
    Fit {
        position,
        rung: rung.clone(),
        width,
        height,
        frame_rate: slow_down(grid, most.map(|rate| rate.0)),
        rate: rate(rung),
    }
}

/// The rung's rate control with its defaults: peak 1.5 times the average, buffer two seconds of
/// the peak.
fn rate(rung: &VideoRung) -> RateControl {
    let peak = |given: u64| {
        let buffer = rung.buffer_size.map_or(given.saturating_mul(2), |b| b.0);
        (given, buffer)
    };
    match (rung.bit_rate, rung.crf) {
        (Some(bit_rate), _) => {
            let most = rung
                .max_bit_rate
                .map_or(bit_rate.0.saturating_mul(3) / 2, |most| most.0);
            let (max_bit_rate, buffer_size) = peak(most);
            RateControl::Average {
                bit_rate: bit_rate.0,
                max_bit_rate,
                buffer_size,
            }
        }
        (None, crf) => RateControl::Quality {
            crf: crf.unwrap_or(23.0),
            cap: rung.max_bit_rate.map(|most| peak(most.0)),
        },
    }
}

/// Short and long side of the picture as it is shown.
fn sides(stream: &VideoStream) -> (Rational, Rational) {
    let (width, height) = stream.display_size();
    (width.min(height), width.max(height))
}

/// Even size of a picture whose short side is at most `short` and whose long side at most `long`,
/// in the source's display aspect, never enlarged.
pub fn size(stream: &VideoStream, short: Option<u32>, long: Option<u32>) -> (u32, u32) {
    let (source_short, source_long) = sides(stream);
    let share = |limit: Option<u32>, side: Rational| {
        limit.map_or(Rational::ONE, |limit| {
            Rational::whole(i64::from(limit)) / side
        })
    };
    let scale = share(short, source_short)
        .min(share(long, source_long))
        .min(Rational::ONE);
    let (short, long) = if scale == Rational::ONE {
        (even_below(source_short), even_below(source_long))
    } else {
        (even(source_short * scale), even(source_long * scale))
    };
    let (width, height) = stream.display_size();
    if width >= height {
        (long, short)
    } else {
        (short, long)
    }
}

fn even(side: Rational) -> u32 {
    let half = (side / Rational::whole(2)).round().max(1);
    u32::try_from(half * 2).unwrap_or(2)
}

/// Shaving a line off is better than inventing one.
fn even_below(side: Rational) -> u32 {
    let half = (Rational::whole(side.round()) / Rational::whole(2))
        .floor()
        .max(1);
    u32::try_from(half * 2).unwrap_or(2)
}

/// The fastest whole fraction of `grid` that is not above `most`.
fn slow_down(grid: Rational, most: Option<Rational>) -> Rational {
    match most {
        Some(most) if grid > most => grid / Rational::whole((grid / most).ceil()),
        _ => grid,
    }
}

/// How many bits a codec needs beside H.264, in percent.
fn appetite(codec: &str) -> u64 {
    match codec {
        "hevc" | "vp9" => 62,
        "av1" => 50,
        "mpeg2video" | "mpeg4" | "mjpeg" | "prores" | "dnxhd" => 200,
        _ => 100,
    }
}

fn automatic(
    ladder: &VideoLadder,
    stream: &VideoStream,
    grid: Rational,
) -> (Vec<Fit>, Vec<Refusal>) {
    let (source_short, _) = sides(stream);
    let source = even_below(source_short);
    let most = ladder.max_height.map_or(source, |most| most.min(source));
    let least = ladder.min_height.unwrap_or(144);
    let mut sizes: Vec<u32> = AUTO_SIZES.to_vec();
    if !sizes.contains(&most) {
        sizes.push(most);
    }
    sizes.sort_unstable_by(|a, b| b.cmp(a));

    let mut kept: Vec<Fit> = Vec::new();
    let mut refused = Vec::new();
    let mut last: Option<u64> = None;
    for lines in sizes {
        let mut refuse = |reason: String| {
            refused.push(Refusal {
                position: None,
                label: format!("{lines}p"),
                reason,
            });
        };
        if lines > source {
            refuse(format!(
                "the source's short side is {source} pixels; rungs are never enlarged"
            ));
            continue;
        }
        if lines > most {
            refuse(format!("`max_height` is {most}"));
            continue;
        }
        if lines < least && !kept.is_empty() {
            refuse(format!("`min_height` is {least}"));
            continue;
        }
        let bits = automatic_bits(ladder, stream, grid, lines);
        if let Some(last) = last
            && Rational::new(clip(last), clip(bits)) < SMALLEST_STEP
        {
            refuse(format!(
                "at {}k it is less than a factor of 1.5 below the next rung's {}k",
                bits / 1000,
                last / 1000
            ));
            continue;
        }
        last = Some(bits);
        let rung = VideoRung {
            height: Some(lines),
            bit_rate: Some(crate::manifest::BitRate(bits)),
            ..VideoRung::default()
        };
        kept.push(one(ladder, stream, grid, None, &rung));
    }
    (kept, refused)
}

fn clip(bits: u64) -> i64 {
    i64::try_from(bits).unwrap_or(i64::MAX)
}

/// The codec's usual rate for the size, half as much again above 30 frames a second, and never
/// more than what the source itself spends (allowing for its codec).
fn automatic_bits(ladder: &VideoLadder, stream: &VideoStream, grid: Rational, lines: u32) -> u64 {
    let mut bits = ladder.codec.usual_bit_rate(lines);
    if slow_down(grid, ladder.max_frame_rate.map(|rate| rate.0)) > Rational::whole(30) {
        bits = bits * 3 / 2;
    }
    let spent = stream.bit_rate.filter(|rate| *rate >= 50_000);
    if let Some(spent) = spent {
        let worth = spent * appetite(target(ladder.codec)) / appetite(&stream.codec);
        bits = bits.min((worth / 1000).max(50) * 1000);
    }
    bits
}

fn target(codec: VideoCodec) -> &'static str {
    codec.name()
}
