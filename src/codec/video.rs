//! Video encoders: how each spells speed, rate control and keyframes (ffmpeg's `doc/encoders.texi`).
//!
//! Unaware of which rung asked; says what each argument is for, so that the caller can.

use super::{PixelFormat, VideoCodec};
use crate::rational::Rational;

/// How many bits a picture may take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RateControl {
    /// Average bits per second, held to a peak over a buffer (VBV).
    Average {
        /// Bits per second.
        bit_rate: u64,
        /// Bits per second.
        max_bit_rate: u64,
        /// Bits.
        buffer_size: u64,
    },
    /// Constant quality, with or without a peak over a buffer.
    Quality {
        /// The encoder's own scale.
        crf: f64,
        /// Bits per second, and bits.
        cap: Option<(u64, u64)>,
    },
}

/// What an encoder is asked for.
#[derive(Clone, Debug)]
pub struct VideoSettings<'a> {
    /// ffmpeg's name of the encoder.
    pub encoder: &'a str,
    /// The encoder's speed setting.
    pub preset: Option<&'a str>,
    /// What it favours.
    pub tune: Option<&'a str>,
    /// Codec profile.
    pub profile: Option<&'a str>,
    /// Pixel format.
    pub pixel_format: PixelFormat,
    /// Bits.
    pub rate: RateControl,
    /// Frames from one keyframe to the next.
    pub gop: u32,
    /// Whether keyframes stand at exactly every `gop` frames.
    pub fixed_gop: bool,
    /// Frames per second.
    pub frame_rate: Rational,
}

/// What an argument is for, so that its origin in the manifest can be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Which encoder.
    Encoder,
    /// `preset`.
    Preset,
    /// `tune`.
    Tune,
    /// `profile`.
    Profile,
    /// `pixel_format`.
    PixelFormat,
    /// `bit_rate`.
    BitRate,
    /// `crf`.
    Quality,
    /// `max_bit_rate`.
    Peak,
    /// `buffer_size`.
    Buffer,
    /// `channels` or `sample_rate`.
    Layout,
    /// rendit's own: keyframes, tags.
    Own,
}

/// One option with its value, and what it is for.
pub type Setting = (String, String, Purpose);

impl VideoCodec {
    /// The name in a manifest.
    pub fn name(self) -> &'static str {
        match self {
            Self::H264 => "h264",
            Self::Hevc => "hevc",
            Self::Av1 => "av1",
            Self::Vp9 => "vp9",
        }
    }

    /// The codec of that name in a manifest.
    pub fn named(name: &str) -> Option<Self> {
        let all = [Self::H264, Self::Hevc, Self::Av1, Self::Vp9];
        all.into_iter().find(|codec| codec.name() == name)
    }

    /// ffmpeg's encoder that is taken where the manifest names none.
    pub fn default_encoder(self) -> &'static str {
        match self {
            Self::H264 => "libx264",
            Self::Hevc => "libx265",
            Self::Av1 => "libsvtav1",
            Self::Vp9 => "libvpx-vp9",
        }
    }

    /// Largest value of the encoders' quality scale.
    pub fn crf_limit(self) -> f64 {
        match self {
            Self::H264 | Self::Hevc => 51.0,
            Self::Av1 | Self::Vp9 => 63.0,
        }
    }

    /// The codec that an encoder of ffmpeg writes, as far as its name tells.
    pub fn of_encoder(encoder: &str) -> Option<Self> {
        let has = |part: &str| encoder.contains(part);
        if has("264") {
            Some(Self::H264)
        } else if has("265") || has("hevc") {
            Some(Self::Hevc)
        } else if has("av1") {
            Some(Self::Av1)
        } else if has("vp9") {
            Some(Self::Vp9)
        } else {
            None
        }
    }

    /// Average bits per second for a picture with a short side of `lines` pixels at up to 30 frames
    /// a second, for an automatic ladder. H.264: rounded from the table of the Apple HLS Authoring
    /// Specification, with smaller rungs added; the others at their usual ratio to it.
    pub fn usual_bit_rate(self, lines: u32) -> u64 {
        const H264: [(u32, u64); 8] = [
            (144, 120),
            (216, 300),
            (360, 800),
            (540, 1800),
            (720, 3000),
            (1080, 5800),
            (1440, 10_000),
            (2160, 18_000),
        ];
        let at = u64::from(lines.max(1));
        let mut below = (1_u32, 1_u64);
        let mut kilobits = None;
        for (size, rate) in H264 {
            if lines <= size {
                // Straight between the two neighbours of the table.
                let span = u64::from(size - below.0).max(1);
                let step = (rate - below.1) * (at - u64::from(below.0)) / span;
                kilobits = Some(below.1 + step);
                break;
            }
            below = (size, rate);
        }
        let kilobits = kilobits.unwrap_or(below.1 * at * at / u64::from(below.0).pow(2));
        let percent = match self {
            Self::H264 => 100,
            Self::Hevc => 60,
            Self::Vp9 => 65,
            Self::Av1 => 50,
        };
        // Two figures are enough for a target.
        let bits = kilobits * 10 * percent;
        let unit = 10_u64.pow(bits.max(1).ilog10().saturating_sub(1));
        (bits + unit / 2) / unit * unit
    }

    /// The arguments for one stream, in an order that ffmpeg takes.
    pub fn settings(self, asked: &VideoSettings<'_>) -> Vec<Setting> {
        let mut list = Settings(Vec::new());
        list.add("-c:v", asked.encoder, Purpose::Encoder);
        match asked.encoder {
            "libx264" | "libx264rgb" => x264(&mut list, asked),
            "libx265" => x265(&mut list, asked),
            "libsvtav1" => svt_av1(&mut list, asked),
            "libvpx-vp9" => vpx(&mut list, asked),
            "libaom-av1" => aom(&mut list, asked),
            _ => any(&mut list, asked),
        }
        list.add("-pix_fmt", asked.pixel_format.name(), Purpose::PixelFormat);
        if self == Self::Hevc {
            // Apple's players want parameter sets in the sample entry: `hvc1`, not `hev1`.
            list.add("-tag:v", "hvc1", Purpose::Own);
        }
        list.0
    }
}

struct Settings(Vec<Setting>);

impl Settings {
    fn add(&mut self, option: &str, value: impl ToString, purpose: Purpose) {
        self.0.push((option.into(), value.to_string(), purpose));
    }

    fn maybe(&mut self, option: &str, value: Option<&str>, purpose: Purpose) {
        if let Some(value) = value {
            self.add(option, value, purpose);
        }
    }

    fn rate(&mut self, rate: RateControl) {
        match rate {
            RateControl::Average {
                bit_rate,
                max_bit_rate,
                buffer_size,
            } => {
                self.add("-b:v", bit_rate, Purpose::BitRate);
                self.peak(max_bit_rate, buffer_size);
            }
            RateControl::Quality { crf, cap } => {
                self.add("-crf", crf, Purpose::Quality);
                if let Some((peak, buffer)) = cap {
                    self.peak(peak, buffer);
                }
            }
        }
    }

    fn peak(&mut self, peak: u64, buffer: u64) {
        self.add("-maxrate", peak, Purpose::Peak);
        self.add("-bufsize", buffer, Purpose::Buffer);
    }
}

fn x264(list: &mut Settings, asked: &VideoSettings<'_>) {
    list.add("-preset", asked.preset.unwrap_or("medium"), Purpose::Preset);
    list.maybe("-tune", asked.tune, Purpose::Tune);
    list.maybe("-profile:v", asked.profile, Purpose::Profile);
    list.rate(asked.rate);
    list.add("-g", asked.gop, Purpose::Own);
    if asked.fixed_gop {
        list.add("-keyint_min", asked.gop, Purpose::Own);
        list.add("-sc_threshold", 0, Purpose::Own);
    }
    list.add("-flags", "+cgop", Purpose::Own);
}

fn x265(list: &mut Settings, asked: &VideoSettings<'_>) {
    list.add("-preset", asked.preset.unwrap_or("medium"), Purpose::Preset);
    list.maybe("-tune", asked.tune, Purpose::Tune);
    list.maybe("-profile:v", asked.profile, Purpose::Profile);
    list.rate(asked.rate);
    list.add("-g", asked.gop, Purpose::Own);
    // x265 opens GOPs by default, and ffmpeg's own options do not close them.
    let mut parameters = format!("keyint={}:open-gop=0:log-level=error", asked.gop);
    if asked.fixed_gop {
        parameters += &format!(":min-keyint={}:scenecut=0", asked.gop);
    }
    list.add("-x265-params", parameters, Purpose::Own);
}

fn svt_av1(list: &mut Settings, asked: &VideoSettings<'_>) {
    list.add("-preset", asked.preset.unwrap_or("8"), Purpose::Preset);
    // SVT-AV1 holds a peak only in constant-quality mode, and older builds refuse one elsewhere.
    match asked.rate {
        RateControl::Average { bit_rate, .. } => list.add("-b:v", bit_rate, Purpose::BitRate),
        RateControl::Quality { .. } => list.rate(asked.rate),
    }
    list.add("-g", asked.gop, Purpose::Own);
    if let Some(tune) = asked.tune {
        list.add("-svtav1-params", format!("tune={tune}"), Purpose::Tune);
    }
}

fn vpx(list: &mut Settings, asked: &VideoSettings<'_>) {
    list.add("-deadline", "good", Purpose::Own);
    list.add("-cpu-used", asked.preset.unwrap_or("2"), Purpose::Preset);
    list.add("-row-mt", 1, Purpose::Own);
    list.maybe("-tune-content", asked.tune, Purpose::Tune);
    list.maybe("-profile:v", asked.profile, Purpose::Profile);
    match asked.rate {
        // With a cap, libvpx calls it constrained quality: `-crf` with `-b:v` as the limit.
        RateControl::Quality { crf, cap } => {
            list.add("-crf", crf, Purpose::Quality);
            list.add("-b:v", cap.map_or(0, |(peak, _)| peak), Purpose::Peak);
        }
        RateControl::Average { .. } => list.rate(asked.rate),
    }
    keyframes(list, asked);
}

fn aom(list: &mut Settings, asked: &VideoSettings<'_>) {
    list.add("-cpu-used", asked.preset.unwrap_or("6"), Purpose::Preset);
    list.add("-row-mt", 1, Purpose::Own);
    list.maybe("-tune", asked.tune, Purpose::Tune);
    match asked.rate {
        RateControl::Quality { crf, cap } => {
            list.add("-crf", crf, Purpose::Quality);
            list.add("-b:v", cap.map_or(0, |(peak, _)| peak), Purpose::Peak);
        }
        RateControl::Average { .. } => list.rate(asked.rate),
    }
    keyframes(list, asked);
}

fn any(list: &mut Settings, asked: &VideoSettings<'_>) {
    list.maybe("-preset", asked.preset, Purpose::Preset);
    list.maybe("-tune", asked.tune, Purpose::Tune);
    list.maybe("-profile:v", asked.profile, Purpose::Profile);
    list.rate(asked.rate);
    keyframes(list, asked);
    if asked.fixed_gop {
        list.add(
            "-force_key_frames",
            format!("expr:gte(n,n_forced*{})", asked.gop),
            Purpose::Own,
        );
    }
}

fn keyframes(list: &mut Settings, asked: &VideoSettings<'_>) {
    list.add("-g", asked.gop, Purpose::Own);
    if asked.fixed_gop {
        list.add("-keyint_min", asked.gop, Purpose::Own);
    }
}
