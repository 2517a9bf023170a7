//! What a track's samples are: the sample entry and the codec's configuration boxes in it.
//!
//! Knows nothing of the samples themselves nor of how codecs are named in manifests.

use super::boxes::{self, Atom};
use super::fields::{Bits, Fields};
use super::{FourCc, MediaError};

/// Picture or sound (`hdlr`, ISO/IEC 14496-12 §8.4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handler {
    /// `vide`.
    Video,
    /// `soun`.
    Audio,
}

/// The only entry of an `stsd` box (ISO/IEC 14496-12 §8.5.2, §12.1.3, §12.2.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleEntry {
    /// Its type: `avc1`, `mp4a`, …
    pub fourcc: FourCc,
    /// Coded pixels; 0 for sound.
    pub width: u32,
    /// Coded pixels; 0 for sound.
    pub height: u32,
    /// Channels, as the codec's configuration counts them where it does; 0 for pictures.
    pub channels: u32,
    /// Samples per second, likewise; 0 for pictures.
    pub sample_rate: u32,
    /// Payloads of the boxes in it: `avcC`, `hvcC`, `av1C`, `vpcC`, `esds`, `dOps`, `dac3`, `dec3`,
    /// `dfLa`, `colr`, `pasp`, …
    pub boxes: Vec<(FourCc, Vec<u8>)>,
}

/// What `colr` says of a picture, as code points of ISO/IEC 23091-2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    /// Colour primaries.
    pub primaries: u16,
    /// Transfer characteristics.
    pub transfer: u16,
    /// Matrix coefficients.
    pub matrix: u16,
    /// Whether samples use the full range.
    pub full_range: bool,
}

impl SampleEntry {
    /// Reads the payload of an `stsd` box. More than one entry is [`MediaError::Unsupported`].
    pub fn read(stsd: &[u8], handler: Handler) -> Result<Self, MediaError> {
        let mut fields = Fields::new("`stsd` box", stsd);
        fields.version_and_flags()?;
        let entries = fields.u32()?;
        if entries != 1 {
            return Err(MediaError::Unsupported(format!(
                "a track with {entries} sample entries"
            )));
        }
        let atom = boxes::walk(fields.rest())
            .next()
            .ok_or(MediaError::Missing("sample entry"))??;
        match handler {
            Handler::Video => Self::read_visual(atom),
            Handler::Audio => Self::read_audio(atom),
        }
    }

    fn read_visual(atom: Atom) -> Result<Self, MediaError> {
        let mut fields = Fields::new("visual sample entry", atom.payload);
        fields.skip(24)?;
        let width = u32::from(fields.u16()?);
        let height = u32::from(fields.u16()?);
        // Resolution, a frame count, a compressor's name, a depth.
        fields.skip(50)?;
        Ok(Self {
            fourcc: atom.kind,
            width,
            height,
            channels: 0,
            sample_rate: 0,
            boxes: collect(fields.rest())?,
        })
    }

    fn read_audio(atom: Atom) -> Result<Self, MediaError> {
        let mut fields = Fields::new("audio sample entry", atom.payload);
        fields.skip(8)?;
        let version = fields.u16()?;
        fields.skip(6)?;
        let channels = u32::from(fields.u16()?);
        fields.skip(6)?;
        // 16.16, so that rates above 65535 do not fit; the codec's own boxes know those.
        let sample_rate = fields.u32()? >> 16;
        // QuickTime's version 1 adds four numbers; version 2 is another shape.
        match version {
            0 => {}
            1 => fields.skip(16)?,
            _ => {
                return Err(MediaError::Unsupported(
                    "a QuickTime version 2 sound description".to_owned(),
                ));
            }
        }
        let mut entry = Self {
            fourcc: atom.kind,
            width: 0,
            height: 0,
            channels,
            sample_rate,
            boxes: collect(fields.rest())?,
        };
        // Muxers write 2 channels for everything in `mp4a`, `ac-3` and `ec-3`, as MP4 once demanded.
        if let Some(sound) = entry.sound() {
            entry.channels = sound.channels.unwrap_or(entry.channels);
            entry.sample_rate = sound.sample_rate.unwrap_or(entry.sample_rate);
        }
        Ok(entry)
    }

    /// Payload of the first box of this type.
    pub fn payload(&self, kind: &[u8; 4]) -> Option<&[u8]> {
        self.boxes
            .iter()
            .find(|(found, _)| found.0 == *kind)
            .map(|(_, payload)| payload.as_slice())
    }

    /// Bytes of the length in front of each NAL unit of H.264 and HEVC: 1, 2 or 4.
    pub fn nal_length_size(&self) -> Option<usize> {
        let byte = match self.payload(b"avcC") {
            Some(avc) => avc.get(4),
            None => self.payload(b"hvcC").and_then(|hevc| hevc.get(21)),
        }?;
        Some(usize::from(byte & 3) + 1)
    }

    /// Width of a pixel over its height, as `pasp` has it.
    pub fn pixel_aspect(&self) -> Option<(u32, u32)> {
        let mut fields = Fields::new("`pasp` box", self.payload(b"pasp")?);
        Some((fields.u32().ok()?, fields.u32().ok()?))
    }

    /// What `colr` says, if it holds code points rather than an ICC profile.
    pub fn colour(&self) -> Option<Colour> {
        let mut fields = Fields::new("`colr` box", self.payload(b"colr")?);
        let kind = fields.bytes(4).ok()?;
        if kind != b"nclx" && kind != b"nclc" {
            return None;
        }
        Some(Colour {
            primaries: fields.u16().ok()?,
            transfer: fields.u16().ok()?,
            matrix: fields.u16().ok()?,
            full_range: kind == b"nclx" && fields.u8().ok()? & 0x80 != 0,
        })
    }

    /// `objectTypeIndication` and DecoderSpecificInfo of `esds` (ISO/IEC 14496-1 §7.2.6).
    pub fn decoder_config(&self) -> Option<(u8, &[u8])> {
        let mut fields = Fields::new("`esds` box", self.payload(b"esds")?);
        fields.version_and_flags().ok()?;
        let mut outer = descriptor(&mut fields, 3)?;
        outer.skip(2).ok()?;
        let flags = outer.u8().ok()?;
        if flags & 0x80 != 0 {
            outer.skip(2).ok()?;
        }
        if flags & 0x40 != 0 {
            let length = outer.u8().ok()?;
            outer.skip(usize::from(length)).ok()?;
        }
        if flags & 0x20 != 0 {
            outer.skip(2).ok()?;
        }
        let mut config = descriptor(&mut outer, 4)?;
        let object_type = config.u8().ok()?;
        config.skip(12).ok()?;
        let specific = descriptor(&mut config, 5).map_or(&[][..], |info| info.rest());
        Some((object_type, specific))
    }

    fn sound(&self) -> Option<Sound> {
        match &self.fourcc.0 {
            b"mp4a" => aac(self.decoder_config()?.1),
            b"Opus" => {
                let channels = self.payload(b"dOps")?.get(1)?;
                Some(Sound::channels(u32::from(*channels)))
            }
            b"ac-3" => {
                let mut bits = Bits::new(self.payload(b"dac3")?);
                // fscod 2, bsid 5, bsmod 3 (ETSI TS 102 366 §F.4).
                bits.take(10)?;
                dolby(bits.take(3)?, bits.flag()?)
            }
            b"ec-3" => {
                let mut bits = Bits::new(self.payload(b"dec3")?);
                // data_rate 13, num_ind_sub 3, then the first substream: fscod 2, bsid 5,
                // reserved 1, asvc 1, bsmod 3 (ETSI TS 102 366 §F.6).
                bits.take(28)?;
                dolby(bits.take(3)?, bits.flag()?)
            }
            b"fLaC" => {
                // Version and flags, a block's header, then STREAMINFO (RFC 9639 §8.2).
                let mut bits = Bits::new(self.payload(b"dfLa")?.get(8 + 10..)?);
                let sample_rate = bits.take(20)?;
                let channels = bits.take(3)? + 1;
                Some(Sound {
                    channels: Some(channels),
                    sample_rate: Some(sample_rate).filter(|rate| *rate > 0),
                })
            }
            _ => None,
        }
    }
}

struct Sound {
    channels: Option<u32>,
    sample_rate: Option<u32>,
}

impl Sound {
    fn channels(count: u32) -> Self {
        Self {
            channels: Some(count).filter(|count| *count > 0),
            sample_rate: None,
        }
    }
}

/// Channels of `acmod` (ETSI TS 102 366 §4.4.2.3) and the low-frequency one.
fn dolby(acmod: u32, low_frequency: bool) -> Option<Sound> {
    let full = *[2, 1, 2, 3, 3, 4, 4, 5].get(acmod as usize)?;
    Some(Sound::channels(full + u32::from(low_frequency)))
}

/// The head of an AudioSpecificConfig (ISO/IEC 14496-3 §1.6.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AudioSpecificConfig {
    /// `audioObjectType`: 2 AAC-LC, 5 SBR, 29 PS, …
    pub object_type: u32,
    /// Samples per second of what is heard: the extension's rate where there is one.
    pub sample_rate: u32,
    /// `channelConfiguration`; 0 where a program config element counts them.
    pub channel_configuration: u32,
}

impl AudioSpecificConfig {
    /// `None` where it ends too early or names a reserved rate.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut bits = Bits::new(bytes);
        let object_type = object_type(&mut bits)?;
        let mut sample_rate = sampling_frequency(&mut bits)?;
        let channel_configuration = bits.take(4)?;
        if object_type == 5 || object_type == 29 {
            sample_rate = sampling_frequency(&mut bits)?;
        }
        Some(Self {
            object_type,
            sample_rate,
            channel_configuration,
        })
    }
}

fn object_type(bits: &mut Bits) -> Option<u32> {
    match bits.take(5)? {
        31 => Some(32 + bits.take(6)?),
        object_type => Some(object_type),
    }
}

fn sampling_frequency(bits: &mut Bits) -> Option<u32> {
    const RATES: [u32; 13] = [
        96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350,
    ];
    match bits.take(4)? {
        15 => bits.take(24),
        index => RATES.get(index as usize).copied(),
    }
}

fn aac(config: &[u8]) -> Option<Sound> {
    let config = AudioSpecificConfig::read(config)?;
    let channels = match config.channel_configuration {
        // Parametric stereo makes two channels of one.
        1 if config.object_type == 29 => Some(2),
        count @ 1..=6 => Some(count),
        7 | 12 | 14 => Some(8),
        11 => Some(7),
        _ => None,
    };
    Some(Sound {
        channels,
        sample_rate: Some(config.sample_rate).filter(|rate| *rate > 0),
    })
}

/// The next descriptor, if it has this tag: its length is spread over bytes of seven bits.
fn descriptor<'a>(fields: &mut Fields<'a>, tag: u8) -> Option<Fields<'a>> {
    if fields.u8().ok()? != tag {
        return None;
    }
    let mut length = 0_usize;
    for _ in 0..4 {
        let byte = fields.u8().ok()?;
        length = length << 7 | usize::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some(Fields::new("descriptor", fields.bytes(length).ok()?))
}

fn collect(bytes: &[u8]) -> Result<Vec<(FourCc, Vec<u8>)>, MediaError> {
    boxes::walk(bytes)
        .map(|atom| atom.map(|atom| (atom.kind, atom.payload.to_vec())))
        .collect()
}
