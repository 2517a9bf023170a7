//! Audio encoders: names, usual bit rates, what rates and channels each can.
//!
//! Unaware of which rung asked.

use super::AudioCodec;
use super::video::{Purpose, Setting};

impl AudioCodec {
    /// The name in a manifest.
    pub fn name(self) -> &'static str {
        match self {
            Self::Aac => "aac",
            Self::Opus => "opus",
            Self::Ac3 => "ac3",
            Self::Eac3 => "eac3",
            Self::Flac => "flac",
        }
    }

    /// The codec of that name in a manifest.
    pub fn named(name: &str) -> Option<Self> {
        let all = [Self::Aac, Self::Opus, Self::Ac3, Self::Eac3, Self::Flac];
        all.into_iter().find(|codec| codec.name() == name)
    }

    /// ffmpeg's encoder that is taken where the manifest names none.
    pub fn default_encoder(self) -> &'static str {
        match self {
            Self::Aac => "aac",
            Self::Opus => "libopus",
            Self::Ac3 => "ac3",
            Self::Eac3 => "eac3",
            Self::Flac => "flac",
        }
    }

    /// Bits per second where the manifest gives none; `None` for a lossless codec.
    pub fn usual_bit_rate(self, channels: u32) -> Option<u64> {
        let channels = u64::from(channels);
        match self {
            Self::Aac => Some(64_000 * channels),
            Self::Opus => Some(48_000 * channels),
            Self::Ac3 => Some(if channels > 2 {
                448_000
            } else {
                96_000 * channels
            }),
            Self::Eac3 => Some(if channels > 2 {
                256_000
            } else {
                64_000 * channels
            }),
            Self::Flac => None,
        }
    }

    /// Most channels where the manifest says nothing.
    pub fn usual_channels(self) -> u32 {
        match self {
            Self::Aac | Self::Opus => 2,
            Self::Ac3 | Self::Eac3 | Self::Flac => 6,
        }
    }

    /// Most channels that the encoder takes.
    pub fn most_channels(self) -> u32 {
        match self {
            Self::Aac | Self::Opus | Self::Flac => 8,
            Self::Ac3 | Self::Eac3 => 6,
        }
    }

    /// Samples per second that the encoder takes.
    pub fn sample_rates(self) -> &'static [u32] {
        match self {
            Self::Aac => &[
                8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 64000, 88200, 96000,
            ],
            Self::Opus => &[8000, 12000, 16000, 24000, 48000],
            Self::Ac3 | Self::Eac3 => &[32000, 44100, 48000],
            Self::Flac => &[
                8000, 16000, 22050, 24000, 32000, 44100, 48000, 88200, 96000, 176_400, 192_000,
            ],
        }
    }

    /// Samples per second where the manifest says nothing.
    pub fn usual_sample_rate(self, source: u32) -> u32 {
        if source == 44100 && self.sample_rates().contains(&source) {
            return source;
        }
        48000
    }

    /// The arguments for one stream.
    pub fn settings(self, encoder: &str, bit_rate: Option<u64>) -> Vec<Setting> {
        let mut list = vec![("-c:a".into(), encoder.to_string(), Purpose::Encoder)];
        if let Some(bit_rate) = bit_rate {
            list.push(("-b:a".into(), bit_rate.to_string(), Purpose::BitRate));
        }
        if self == Self::Flac {
            // ffmpeg 5.1 calls FLAC in MP4 experimental.
            list.push(("-strict".into(), "-2".into(), Purpose::Own));
            // With that, ffmpeg from 8 on writes 32 bits, which hardly anything reads.
            list.push(("-bits_per_raw_sample".into(), "24".into(), Purpose::Own));
        }
        list
    }
}

/// ffmpeg's usual layout of so many channels.
pub fn layout(channels: u32) -> &'static str {
    match channels {
        1 => "mono",
        2 => "stereo",
        3 => "2.1",
        4 => "4.0",
        5 => "5.0",
        6 => "5.1",
        7 => "6.1",
        _ => "7.1",
    }
}
