//! The names of codecs in manifests: `CODECS` of HLS and `@codecs` of DASH (RFC 6381).
//!
//! Reads only a track's sample entry; unaware of which encoder made it and of any manifest.

use crate::media::fields::Bits;
use crate::media::sample_entry::{AudioSpecificConfig, Colour};
use crate::media::{FourCc, SampleEntry};

/// Why a track has no codec string.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodecStringError {
    /// No rule is known for it.
    #[error("no RFC 6381 name is known for the sample entry `{0}`")]
    Unknown(FourCc),
    /// The box that the name is built from is missing or too short.
    #[error("the `{entry}` sample entry has no sound `{configuration}` box")]
    Configuration {
        /// The sample entry.
        entry: FourCc,
        /// The box.
        configuration: &'static str,
    },
}

/// The codec string of a track, such as `avc1.64001f`, `hvc1.1.6.L93.90`, `av01.0.04M.08`,
/// `vp09.00.10.08`, `mp4a.40.2`, `Opus`, `fLaC`, `ac-3` or `ec-3`.
///
/// Letters of sample entries keep their case, as RFC 6381 §3.3 demands and Apple's players expect.
pub fn codec_string(entry: &SampleEntry) -> Result<String, CodecStringError> {
    let built = |configuration: &'static str, text: Option<String>| {
        text.ok_or(CodecStringError::Configuration {
            entry: entry.fourcc,
            configuration,
        })
    };
    match &entry.fourcc.0 {
        b"avc1" | b"avc3" => built("avcC", avc(entry)),
        b"hvc1" | b"hev1" => built("hvcC", hevc(entry)),
        b"av01" => built("av1C", av1(entry)),
        b"vp08" | b"vp09" => built("vpcC", vp9(entry)),
        b"mp4a" => built("esds", mpeg4_audio(entry)),
        b"Opus" | b"fLaC" | b"ac-3" | b"ec-3" => Ok(entry.fourcc.to_string()),
        _ => Err(CodecStringError::Unknown(entry.fourcc)),
    }
}

/// `avc1.PPCCLL`: profile, constraints and level as hex (RFC 6381 §3.3).
fn avc(entry: &SampleEntry) -> Option<String> {
    match entry.payload(b"avcC")? {
        [_, profile, constraints, level, ..] => Some(format!(
            "{}.{profile:02x}{constraints:02x}{level:02x}",
            entry.fourcc
        )),
        _ => None,
    }
}

/// ISO/IEC 14496-15 annex E.3: profile space and number, compatibility flags in reverse order, tier
/// and level, constraint bytes without those of nought at the end.
fn hevc(entry: &SampleEntry) -> Option<String> {
    let mut bits = Bits::new(entry.payload(b"hvcC")?);
    bits.take(8)?;
    let space = ["", "A", "B", "C"].get(bits.take(2)? as usize).copied()?;
    let tier = if bits.flag()? { 'H' } else { 'L' };
    let profile = bits.take(5)?;
    let compatibility = bits.take(32)?.reverse_bits();
    let constraints = [bits.take(24)?, bits.take(24)?];
    let level = bits.take(8)?;
    let mut text = format!(
        "{}.{space}{profile}.{compatibility:X}.{tier}{level}",
        entry.fourcc
    );
    let bytes: Vec<u8> = constraints
        .iter()
        .flat_map(|half| half.to_be_bytes().into_iter().skip(1))
        .collect();
    let used = bytes
        .iter()
        .rposition(|byte| *byte != 0)
        .map_or(0, |at| at + 1);
    for byte in bytes.iter().take(used) {
        text.push_str(&format!(".{byte:X}"));
    }
    Some(text)
}

/// `av01.P.LLT.DD` (AV1 Codec ISO Media File Format Binding §5), longer where the shorter would be
/// read as 4:2:0 of BT.709 and is not.
fn av1(entry: &SampleEntry) -> Option<String> {
    let mut bits = Bits::new(entry.payload(b"av1C")?);
    bits.take(8)?;
    let profile = bits.take(3)?;
    let level = bits.take(5)?;
    let tier = if bits.flag()? { 'H' } else { 'M' };
    let depth = match (bits.flag()?, bits.flag()?) {
        (true, true) => 12,
        (true, false) => 10,
        (false, _) => 8,
    };
    let monochrome = bits.take(1)?;
    let (subsampled_x, subsampled_y, position) = (bits.take(1)?, bits.take(1)?, bits.take(2)?);
    let mut text = format!("av01.{profile}.{level:02}{tier}.{depth:02}");
    let unusual = monochrome == 1 || (subsampled_x, subsampled_y) != (1, 1);
    if let Some(colour) = told_colour(entry, unusual) {
        let position = if unusual { 0 } else { position };
        text.push_str(&format!(
            ".{monochrome}.{subsampled_x}{subsampled_y}{position}.{:02}.{:02}.{:02}.{}",
            colour.primaries,
            colour.transfer,
            colour.matrix,
            u8::from(colour.full_range)
        ));
    }
    Some(text)
}

/// `vp09.PP.LL.DD` (VP Codec ISO Media File Format Binding, "Codecs Parameter String"), longer where
/// the shorter would be read as 4:2:0 of BT.709 and is not.
fn vp9(entry: &SampleEntry) -> Option<String> {
    let mut bits = Bits::new(entry.payload(b"vpcC")?.get(4..)?);
    let (profile, level) = (bits.take(8)?, bits.take(8)?);
    let depth = bits.take(4)?;
    let chroma = bits.take(3)?;
    let full_range = bits.flag()?;
    let own = Colour {
        primaries: u16::try_from(bits.take(8)?).ok()?,
        transfer: u16::try_from(bits.take(8)?).ok()?,
        matrix: u16::try_from(bits.take(8)?).ok()?,
        full_range,
    };
    let mut text = format!("{}.{profile:02}.{level:02}.{depth:02}", entry.fourcc);
    if chroma > 1 || is_told(own) {
        text.push_str(&format!(
            ".{chroma:02}.{:02}.{:02}.{:02}.{:02}",
            own.primaries,
            own.transfer,
            own.matrix,
            u8::from(own.full_range)
        ));
    }
    Some(text)
}

/// Code points 1 (BT.709) and 2 (unspecified) in the video range are what the short form means.
fn is_told(colour: Colour) -> bool {
    let usual = |point: u16| (1..=2).contains(&point);
    colour.full_range
        || !usual(colour.primaries)
        || !usual(colour.transfer)
        || !usual(colour.matrix)
}

fn told_colour(entry: &SampleEntry, always: bool) -> Option<Colour> {
    let unspecified = Colour {
        primaries: 2,
        transfer: 2,
        matrix: 2,
        full_range: false,
    };
    let colour = entry.colour().unwrap_or(unspecified);
    (always || is_told(colour)).then_some(colour)
}

/// `mp4a.OTI` with the object type indication as hex and, for MPEG-4, the audio object type
/// (RFC 6381 §3.3): `mp4a.40.2` AAC-LC, `.5` with SBR, `.29` with SBR and PS.
fn mpeg4_audio(entry: &SampleEntry) -> Option<String> {
    let (indication, specific) = entry.decoder_config()?;
    if indication != 0x40 {
        return Some(format!("mp4a.{indication:02x}"));
    }
    let config = AudioSpecificConfig::read(specific)?;
    Some(format!("mp4a.40.{}", config.object_type))
}
