//! Whether a transport stream's own clock runs on from its beginning to its end.
//!
//! Pure but for reading what it is given; does not know streams. Looks at some hundred places, never
//! at the whole.

use std::io::{self, Read, Seek, SeekFrom};

/// Bytes of a packet (ISO/IEC 13818-1 §2.4.3.2).
const PACKET: usize = 188;

/// Places that are looked at, evenly spaced.
const PLACES: u64 = 200;

/// Bytes that are read at each: a clock value comes ten times a second, so this holds one up to
/// 20 Mbit/s.
const WINDOW: usize = 1 << 18;

/// Ticks of 90 kHz after which 33 bits begin anew.
const TURN: u64 = 1 << 33;

/// Ticks of 90 kHz: a jump ahead by less is a gap in a recording.
const LEAST_JUMP: u64 = 60 * 90_000;

/// Whether the clock jumps: back, as where recordings were put one after another, or far ahead.
/// False for what is no transport stream.
///
/// # Errors
/// Those of reading and seeking.
pub fn jumps(file: &mut (impl Read + Seek), size: u64) -> io::Result<bool> {
    let mut window = vec![0; WINDOW];
    let mut clock: Option<(u16, u64)> = None;
    let mut steps = Vec::new();
    for place in 0..PLACES {
        file.seek(SeekFrom::Start(size / PLACES * place))?;
        let length = fill(file, &mut window)?;
        let Some(bytes) = window.get(..length).and_then(aligned) else {
            if place == 0 {
                return Ok(false);
            }
            continue;
        };
        let found = bytes
            .chunks_exact(PACKET)
            .filter_map(reference)
            .find(|(pid, _)| clock.is_none_or(|(known, _)| known == *pid));
        let Some((pid, time)) = found else { continue };
        if let Some((_, before)) = clock {
            steps.push((time + TURN - before) % TURN);
        }
        clock = Some((pid, time));
    }
    let back = steps.iter().any(|step| *step > TURN / 2);
    let longest = steps.iter().copied().max().unwrap_or(0);
    steps.sort_unstable();
    let usual = steps.get(steps.len() / 2).copied().unwrap_or(0);
    Ok(back || longest > LEAST_JUMP && longest / 20 > usual)
}

fn fill(file: &mut impl Read, window: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while let Some(rest) = window.get_mut(length..)
        && !rest.is_empty()
    {
        match file.read(rest) {
            Ok(0) => break,
            Ok(more) => length += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}

/// The bytes from the first of three packets in a row; `None` where there are none.
fn aligned(bytes: &[u8]) -> Option<&[u8]> {
    let sync = |at: usize| bytes.get(at) == Some(&0x47);
    let first = (0..PACKET).find(|at| (0..3).all(|more| sync(at + more * PACKET)))?;
    bytes.get(first..)
}

/// PID and clock of a packet that carries one and does not announce a new one (§2.4.3.4).
fn reference(packet: &[u8]) -> Option<(u16, u64)> {
    let [0x47, high, low, control, length, flags, a, b, c, d, e, ..] = packet else {
        return None;
    };
    if control & 0x20 == 0 || *length < 7 || flags & 0x10 == 0 {
        return None;
    }
    let pid = u16::from(high & 0x1f) << 8 | u16::from(*low);
    let base = u64::from(u32::from_be_bytes([*a, *b, *c, *d])) << 1 | u64::from(e >> 7);
    Some((pid, base))
}
