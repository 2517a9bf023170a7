//! Holds a container's outermost structure against the size of the file.
//!
//! Pure but for reading what it is given; does not know streams. A handful of bytes is read from each
//! outermost box, never the media.

use std::io::{self, Read, Seek, SeekFrom};

/// Boxes looked at before giving up: ten hours of fragments of a second, for picture and sound.
const MOST_BOXES: usize = 100_000;

/// What the outermost structure of a file tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Bytes promised beyond the end of the file; nought for a whole one, `None` where the format
    /// cannot tell: MPEG-TS, Ogg, FLV, raw streams, files written to a pipe.
    pub missing: Option<u64>,
    /// Whether a fragmented MP4 has an index of all its fragments at its beginning
    /// (a `sidx` with several references, ISO/IEC 14496-12 §8.16.3), from which lengths are taken.
    pub indexed: bool,
    /// Whether it is an MP4 in fragments.
    pub fragmented: bool,
}

/// Reads the structure of `file`, which is `size` bytes long.
///
/// # Errors
/// Those of reading and seeking.
pub fn read(file: &mut (impl Read + Seek), size: u64) -> io::Result<Layout> {
    let Some(head) = bytes_at::<16>(file, 0, size)? else {
        return Ok(Layout::default());
    };
    match head {
        [0x1a, 0x45, 0xdf, 0xa3, ..] => matroska(file, size),
        [b'R', b'I', b'F', b'F', ..] => riff(file, size),
        [_, _, _, _, kind @ ..] if is_iso_media(kind.first_chunk()) => iso_media(file, size),
        _ => Ok(Layout::default()),
    }
}

fn is_iso_media(kind: Option<&[u8; 4]>) -> bool {
    kind.is_some_and(|kind| {
        [
            b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"wide", b"free", b"skip", b"pnot",
        ]
        .contains(&kind)
    })
}

/// ISO/IEC 14496-12 §4.2: 32 bits of size and four letters; size 1 is followed by 64 bits, size 0
/// reaches to the end.
fn iso_media(file: &mut (impl Read + Seek), size: u64) -> io::Result<Layout> {
    let mut layout = Layout {
        missing: Some(0),
        ..Layout::default()
    };
    let mut at = 0;
    for _ in 0..MOST_BOXES {
        let Some(head) = bytes_at::<8>(file, at, size)? else {
            return Ok(layout);
        };
        let [a, b, c, d, kind @ ..] = head;
        let length = match u32::from_be_bytes([a, b, c, d]) {
            0 => return Ok(layout),
            1 => match bytes_at::<8>(file, at + 8, size)? {
                Some(long) => u64::from_be_bytes(long),
                None => return Ok(layout),
            },
            short => u64::from(short),
        };
        match &kind {
            b"moof" => layout.fragmented = true,
            b"sidx" if !layout.fragmented => layout.indexed |= references(file, at + 8, size)? > 1,
            _ => {}
        }
        let Some(next) = at.checked_add(length).filter(|_| length >= 8) else {
            // Not a box: rubbish at the end, of which nothing can be said.
            return Ok(layout);
        };
        if next > size {
            layout.missing = Some(next - size);
            return Ok(layout);
        }
        at = next;
    }
    layout.missing = None;
    Ok(layout)
}

/// How many references the `sidx` has whose body begins `at`.
fn references(file: &mut (impl Read + Seek), at: u64, size: u64) -> io::Result<u16> {
    let Some([version, ..]) = bytes_at::<4>(file, at, size)? else {
        return Ok(0);
    };
    let times = if version == 0 { 8 } else { 16 };
    let count = bytes_at::<2>(file, at + 12 + times + 2, size)?;
    Ok(count.map_or(0, u16::from_be_bytes))
}

/// RFC 8794 and RFC 9559: the EBML header, then one Segment whose size is written once it is known.
fn matroska(file: &mut (impl Read + Seek), size: u64) -> io::Result<Layout> {
    let mut layout = Layout::default();
    let Some((header, length)) = vint(file, 4, size)? else {
        return Ok(layout);
    };
    let Some(segment) = length.and_then(|length| header.checked_add(length)) else {
        return Ok(layout);
    };
    if bytes_at::<4>(file, segment, size)? != Some([0x18, 0x53, 0x80, 0x67]) {
        return Ok(layout);
    }
    if let Some((body, Some(length))) = vint(file, segment + 4, size)? {
        layout.missing = Some(body.saturating_add(length).saturating_sub(size));
    }
    Ok(layout)
}

/// Where the number at `at` ends, and the number; all its bits set mean "unknown".
fn vint(
    file: &mut (impl Read + Seek),
    at: u64,
    size: u64,
) -> io::Result<Option<(u64, Option<u64>)>> {
    let Some([first]) = bytes_at::<1>(file, at, size)? else {
        return Ok(None);
    };
    let width = first.leading_zeros() + 1;
    if width > 8 {
        return Ok(None);
    }
    let mut value = u64::from(first) & ((1 << (8 - width)) - 1);
    for next in 1..u64::from(width) {
        let Some([byte]) = bytes_at::<1>(file, at + next, size)? else {
            return Ok(None);
        };
        value = value << 8 | u64::from(byte);
    }
    let unknown = value == (1 << (7 * width)) - 1;
    let end = at + u64::from(width);
    Ok(Some((end, (!unknown).then_some(value))))
}

/// WAV and AVI: chunks of four letters and 32 bits of size; AVI beyond 1 GB has several `RIFF`s.
/// Sizes of 0 and of all ones are those of files never finished, or written to a pipe; some writers
/// count the first eight bytes in, and the last pad byte is often left out.
fn riff(file: &mut (impl Read + Seek), size: u64) -> io::Result<Layout> {
    let mut layout = Layout::default();
    let mut at = 0;
    for _ in 0..MOST_BOXES {
        let Some([b'R', b'I', b'F', b'F', length @ ..]) = bytes_at::<8>(file, at, size)? else {
            return Ok(layout);
        };
        let length = u32::from_le_bytes(length);
        if length == 0 || length == u32::MAX {
            return Ok(Layout::default());
        }
        let end = at.saturating_add(8 + u64::from(length));
        let missing = end.saturating_sub(size);
        layout.missing = Some(if missing > 8 { missing } else { 0 });
        at = end.saturating_add(u64::from(length & 1));
    }
    Ok(layout)
}

/// `N` bytes at `at`; `None` if they are not all there.
fn bytes_at<const N: usize>(
    file: &mut (impl Read + Seek),
    at: u64,
    size: u64,
) -> io::Result<Option<[u8; N]>> {
    let end = at.checked_add(N as u64);
    if end.is_none_or(|end| end > size) {
        return Ok(None);
    }
    file.seek(SeekFrom::Start(at))?;
    let mut bytes = [0; N];
    file.read_exact(&mut bytes)?;
    Ok(Some(bytes))
}
