//! Tells from a sample's bytes whether decoding can start there.
//!
//! Does not believe the container: encoders mark a HEVC picture of an open GOP (CRA) as a sync sample,
//! though pictures behind it that are shown before it refer to the GOP before.

use super::fields::Bits;
use super::{MediaError, SampleEntry};

/// Whether `sample` starts with a keyframe that nothing behind it reaches past: an IDR picture of
/// H.264 (NAL type 5, ITU-T H.264 table 7-1) or HEVC (types 19 and 20, ITU-T H.265 table 7-1), a key
/// frame of AV1 or VP9. Every frame of any other codec counts as one: sound has no others.
///
/// [`MediaError::Malformed`] where the bytes are not what the sample entry promises.
pub fn is_keyframe(entry: &SampleEntry, sample: &[u8]) -> Result<bool, MediaError> {
    match &entry.fourcc.0 {
        b"avc1" | b"avc3" => {
            Ok(nal_units(entry, sample)?.any(|unit| nal_type_h264(unit) == Some(5)))
        }
        b"hvc1" | b"hev1" | b"dvh1" | b"dvhe" => {
            Ok(nal_units(entry, sample)?.any(|unit| matches!(nal_type_hevc(unit), Some(19 | 20))))
        }
        b"av01" => av1(sample).ok_or_else(|| malformed("AV1")),
        b"vp09" => vp9(sample).ok_or_else(|| malformed("VP9")),
        _ => Ok(true),
    }
}

fn malformed(codec: &str) -> MediaError {
    MediaError::malformed("a sample", format!("it is not {codec}"))
}

/// `nal_unit_type` of H.264.
pub(super) fn nal_type_h264(unit: &[u8]) -> Option<u8> {
    unit.first().map(|byte| byte & 31)
}

/// `nal_unit_type` of HEVC.
pub(super) fn nal_type_hevc(unit: &[u8]) -> Option<u8> {
    unit.first().map(|byte| byte >> 1 & 63)
}

fn nal_units<'a>(
    entry: &SampleEntry,
    sample: &'a [u8],
) -> Result<impl Iterator<Item = &'a [u8]>, MediaError> {
    let length_size = entry
        .nal_length_size()
        .ok_or(MediaError::Missing("`avcC` or `hvcC` box"))?;
    let mut units = Vec::new();
    let mut left = sample;
    while !left.is_empty() {
        let unit = left
            .split_at_checked(length_size)
            .and_then(|(length, rest)| {
                let length = length
                    .iter()
                    .fold(0, |length, byte| length << 8 | usize::from(*byte));
                rest.split_at_checked(length)
            });
        let Some((unit, rest)) = unit else {
            return Err(malformed("a row of NAL units"));
        };
        units.push(unit);
        left = rest;
    }
    Ok(units.into_iter())
}

/// A temporal unit is a key frame if its first frame header says `KEY_FRAME` and `show_frame`
/// (AV1 Bitstream & Decoding Process Specification §5.3 to §5.9).
fn av1(sample: &[u8]) -> Option<bool> {
    const SEQUENCE_HEADER: u32 = 1;
    const FRAME_HEADER: u32 = 3;
    const FRAME: u32 = 6;
    let mut left = sample;
    let mut reduced_still_picture = false;
    while !left.is_empty() {
        let mut header = Bits::new(left);
        header.flag()?;
        let kind = header.take(4)?;
        let extension = header.flag()?;
        let has_size = header.flag()?;
        left = left.get(if extension { 2 } else { 1 }..)?;
        let size = match has_size {
            true => {
                let (size, length) = leb128(left)?;
                left = left.get(length..)?;
                size
            }
            false => left.len(),
        };
        let (payload, rest) = left.split_at_checked(size)?;
        let mut bits = Bits::new(payload);
        match kind {
            SEQUENCE_HEADER => {
                bits.take(4)?;
                reduced_still_picture = bits.flag()?;
            }
            FRAME_HEADER | FRAME => {
                if reduced_still_picture {
                    return Some(true);
                }
                let show_existing_frame = bits.flag()?;
                let frame_type = bits.take(2)?;
                let show_frame = bits.flag()?;
                return Some(!show_existing_frame && frame_type == 0 && show_frame);
            }
            _ => {}
        }
        left = rest;
    }
    None
}

/// A number in groups of seven bits, the lowest first, and the bytes it takes.
fn leb128(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut value = 0_u64;
    for (index, byte) in bytes.iter().take(8).enumerate() {
        value |= u64::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((usize::try_from(value).ok()?, index + 1));
        }
    }
    None
}

/// `frame_type` of a VP9 frame's uncompressed header (VP9 Bitstream & Decoding Process Specification
/// §6.2). Of a superframe the first frame counts.
fn vp9(sample: &[u8]) -> Option<bool> {
    let mut bits = Bits::new(sample);
    if bits.take(2)? != 2 {
        return None;
    }
    let (low, high) = (bits.take(1)?, bits.take(1)?);
    if high << 1 | low == 3 {
        bits.flag()?;
    }
    let show_existing_frame = bits.flag()?;
    Some(!show_existing_frame && !bits.flag()?)
}
