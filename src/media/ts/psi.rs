//! Reads the two tables that say which streams a transport stream has (ISO/IEC 13818-1 §2.4.4).
//!
//! Unaware of packets. Reads sections that fit into one packet: those of a programme of few streams.

use crate::media::MediaError;
use crate::media::fields::Fields;

const PAT: &str = "programme association table";
const PMT: &str = "programme map table";

/// The PID of the first programme's map.
pub(super) fn programme_map_pid(payload: &[u8]) -> Result<u16, MediaError> {
    let mut fields = Fields::new(PAT, section(PAT, 0, payload)?);
    while !fields.rest().is_empty() {
        let (number, pid) = (fields.u16()?, fields.u16()? & 0x1fff);
        // Programme 0 is the network's own table.
        if number != 0 {
            return Ok(pid);
        }
    }
    Err(MediaError::malformed(PAT, "it names no programme"))
}

/// PID and stream type of every stream in a programme map.
pub(super) fn streams(payload: &[u8]) -> Result<Vec<(u16, u8)>, MediaError> {
    let mut fields = Fields::new(PMT, section(PMT, 2, payload)?);
    fields.skip(2)?;
    let descriptors = fields.u16()? & 0x0fff;
    fields.skip(usize::from(descriptors))?;
    let mut streams = Vec::new();
    while !fields.rest().is_empty() {
        let stream_type = fields.u8()?;
        let pid = fields.u16()? & 0x1fff;
        let descriptors = fields.u16()? & 0x0fff;
        fields.skip(usize::from(descriptors))?;
        streams.push((pid, stream_type));
    }
    if streams.is_empty() {
        return Err(MediaError::malformed(PMT, "it names no stream"));
    }
    Ok(streams)
}

/// What lies between the header and the checksum of the section that begins in `payload`.
fn section<'a>(
    what: &'static str,
    table_id: u8,
    payload: &'a [u8],
) -> Result<&'a [u8], MediaError> {
    let mut fields = Fields::new(what, payload);
    let pointer = fields.u8()?;
    fields.skip(usize::from(pointer))?;
    let whole = fields.rest();
    if fields.u8()? != table_id {
        return Err(MediaError::malformed(what, "it has the wrong table number"));
    }
    let length = usize::from(fields.u16()? & 0x0fff);
    let Some(checked) = whole.get(..3 + length).filter(|_| length >= 9) else {
        return Err(MediaError::Unsupported(format!(
            "a {what} of more than one packet"
        )));
    };
    if crc(checked) != 0 {
        return Err(MediaError::malformed(what, "its checksum is wrong"));
    }
    // Five bytes: an id, a version, the number of this section and of the last.
    Ok(checked.get(8..3 + length - 4).unwrap_or_default())
}

/// CRC-32 of ISO/IEC 13818-1 annex A: nought over a section with its own checksum.
fn crc(bytes: &[u8]) -> u32 {
    bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte) << 24, |crc, _| {
            let shifted = crc << 1;
            if crc >> 31 == 1 {
                shifted ^ 0x04c1_1db7
            } else {
                shifted
            }
        })
    })
}
