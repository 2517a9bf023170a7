//! Decodes a clip and reads from its pixels and samples what is seen and heard, and when.
//!
//! Unaware of rendit; ffmpeg decodes.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests may panic"
)]

use std::path::Path;

use serde_json::Value;

use super::film::{fraction, run, words};
use crate::program::end_of;

/// What a clip shows.
#[derive(Debug, Default)]
pub struct Shown {
    /// Pixels.
    pub size: [usize; 2],
    /// Width of a pixel over its height, as `1/1`.
    pub aspect: String,
    /// Pictures, in order.
    pub pictures: Vec<Picture>,
    /// Colours of the corners of the first picture, in the order of [`super::film::CORNERS`].
    pub corners: [[u8; 3]; 4],
    /// Seconds of the first and behind the last sample.
    pub sound: Option<[f64; 2]>,
    /// Seconds at which each beep begins.
    pub beeps: Vec<f64>,
}

/// One picture.
#[derive(Clone, Copy, Debug)]
pub struct Picture {
    /// Seconds.
    pub time: f64,
    /// Its number in the source.
    pub number: u32,
    /// Whether it is a flash.
    pub flash: bool,
}

impl Shown {
    /// Seconds from each flash to its beep.
    pub fn skews(&self) -> Vec<f64> {
        // A flash that is seen again because pictures are missing is one flash.
        let before = [false]
            .into_iter()
            .chain(self.pictures.iter().map(|picture| picture.flash));
        let begins = self.pictures.iter().zip(before);
        let flashes = begins
            .filter(|(picture, before)| picture.flash && !before)
            .map(|(picture, _)| picture);
        let nearest = |time: f64| {
            let apart = self.beeps.iter().map(|beep| beep - time);
            let nearest = apart.min_by(|a, b| a.abs().total_cmp(&b.abs()))?;
            (nearest.abs() < 0.4).then_some(nearest)
        };
        flashes.filter_map(|flash| nearest(flash.time)).collect()
    }

    /// The numbers of its pictures.
    pub fn numbers(&self) -> Vec<u32> {
        self.pictures.iter().map(|picture| picture.number).collect()
    }
}

/// Decodes `file` in `folder`; `options` stand before it. `tracks` says of which kinds: `V`, `A`.
pub fn shown(folder: &Path, file: &str, options: &str, tracks: &str) -> Shown {
    const PICTURE: &str = "-map 0:V:0 -vf showinfo,format=rgb24 -fps_mode passthrough -f rawvideo";
    // Pictures tell their times on stderr, where two that speak at once would not be understood.
    const SOUND: &str = "-map 0:a:0 -af aformat=sample_fmts=flt:channel_layouts=mono";
    let mut args = words("-hide_banner -nostdin -y -v info -copyts");
    args.extend(words(options));
    args.extend(["-i".into(), file.into()]);
    if tracks.contains('V') {
        args.extend(words(PICTURE));
        args.push("decoded.rgb".into());
    }
    if tracks.contains('A') {
        for (form, file) in [("f32le", "decoded.f32"), ("framecrc", "decoded.txt")] {
            args.extend(words(SOUND));
            args.extend(["-c:a", "pcm_f32le", "-f", form, file].map(str::to_owned));
        }
    }
    let said = run(folder, &args).err;
    let decoded = |file: &str| std::fs::read(folder.join(file)).unwrap();
    let mut shown = Shown::default();
    if tracks.contains('V') {
        // Times are printed to six digits, ticks exactly.
        let mut bases = said
            .lines()
            .filter_map(|line| line.split_once("config in time_base: "));
        let base = bases.next().expect("no time base").1.split(',').next();
        let lines: Vec<&str> = said
            .lines()
            .filter(|line| line.contains(" pts_time:"))
            .collect();
        look(
            &mut shown,
            &decoded("decoded.rgb"),
            &lines,
            fraction(base.unwrap()),
        );
    }
    if tracks.contains('A') {
        let packets = String::from_utf8(decoded("decoded.txt")).unwrap();
        listen(&mut shown, &decoded("decoded.f32"), &packets);
    }
    shown
}

/// The word behind `key` in a line of `showinfo` or `ashowinfo`.
fn said<'a>(line: &'a str, key: &str) -> &'a str {
    let rest = line
        .split_once(&format!(" {key}:"))
        .unwrap_or_else(|| panic!("{key}: {line}"))
        .1;
    rest.split_whitespace().next().unwrap()
}

fn number(line: &str, key: &str) -> f64 {
    said(line, key)
        .parse()
        .unwrap_or_else(|_| panic!("{key}: {line}"))
}

fn look(shown: &mut Shown, bytes: &[u8], lines: &[&str], base: f64) {
    let first = lines.first().expect("no picture");
    let (width, height) = said(first, "s").split_once('x').unwrap();
    let (width, height): (usize, usize) = (width.parse().unwrap(), height.parse().unwrap());
    assert_eq!(bytes.len(), lines.len() * width * height * 3);
    let frames = bytes.chunks_exact(width * height * 3);
    // Mean colour of a few pixels around a place given in sixteenths.
    let colour = |frame: &[u8], x: usize, y: usize| -> [u8; 3] {
        let (x, y) = (width * x / 16, height * y / 16);
        let mut sums = [0_usize; 3];
        for place in 0..9 {
            let (x, y) = (x + place % 3 - 1, y + place / 3 - 1);
            let at = (y * width + x) * 3;
            for (sum, value) in sums.iter_mut().zip(&frame[at..at + 3]) {
                *sum += usize::from(*value);
            }
        }
        sums.map(|sum| (sum / 9) as u8)
    };
    let bright = |[red, green, blue]: [u8; 3], least: u16| {
        u16::from(red) + u16::from(green) + u16::from(blue) > 3 * least
    };
    let corner = |(x, y)| colour(&bytes[..width * height * 3], x, y);
    let pictures = frames.zip(lines).map(|(frame, line)| Picture {
        time: number(line, "pts") * base,
        number: (0..8)
            .map(|bit| u32::from(bright(colour(frame, 2 * bit + 1, 8), 128)) << bit)
            .sum(),
        flash: bright(colour(frame, 8, 11), 200),
    });
    shown.size = [width, height];
    shown.aspect = said(first, "sar").to_owned();
    shown.pictures = pictures.collect();
    shown.corners = [(1, 2), (15, 2), (1, 14), (15, 14)].map(corner);
}

/// `packets` is what the `framecrc` muxer wrote: `0, DTS, PTS, DURATION, SIZE, CRC`, in samples.
fn listen(shown: &mut Shown, bytes: &[u8], packets: &str) {
    let samples: Vec<f32> = bytes
        .chunks_exact(4)
        .map(|four| f32::from_le_bytes(four.try_into().unwrap()))
        .collect();
    let loudest = samples
        .iter()
        .fold(0.0_f32, |most, sample| most.max(sample.abs()));
    let tick = packets.split_once("#tb 0: ").unwrap().1;
    let tick = fraction(tick.lines().next().unwrap());
    let (mut at, mut silent_since) = (0, f64::NEG_INFINITY);
    for packet in packets.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = packet.split(',').map(str::trim).collect();
        let start: f64 = fields[2].parse::<f64>().unwrap() * tick;
        let count = fields[4].parse::<usize>().unwrap() / 4;
        for (offset, sample) in samples[at..at + count].iter().enumerate() {
            let time = start + offset as f64 * tick;
            if sample.abs() > 0.3 * loudest {
                if time - silent_since > 0.2 {
                    shown.beeps.push(time);
                }
                silent_since = time;
            }
        }
        at += count;
        let [from, _] = shown.sound.unwrap_or([start, start]);
        shown.sound = Some([from, start + count as f64 * tick]);
    }
    assert_eq!(at, samples.len());
}

/// ffprobe's account of `file` in `folder`, with every packet counted.
pub fn probed(folder: &Path, file: &str) -> Value {
    let ffprobe = std::env::var("RENDIT_TEST_FFPROBE").unwrap_or_else(|_| "ffprobe".to_owned());
    let mut command = std::process::Command::new(ffprobe);
    command.args(["-v", "error", "-of", "json", "-count_packets"]);
    command.args(["-show_streams", "-show_format", file]);
    let said = end_of(command.current_dir(folder));
    assert_eq!(said.code, Some(0), "{file}: {}", said.err);
    serde_json::from_str(&said.out).unwrap()
}
