//! Walks the boxes of an ISO base media file (ISO/IEC 14496-12 §4.2).
//!
//! Knows nothing of what most boxes mean. No box is believed to be larger than what holds it, every
//! step of a walk moves forward by at least a header, and nothing here calls itself.

use std::io::{Read, Seek, SeekFrom};

use super::fields::Fields;
use super::{FourCc, MediaError};

/// Longest `moov`: the sample tables of a day of video are smaller.
pub const LONGEST_MOOV: u64 = 256 << 20;
/// Longest `moof`: one fragment of some hundred thousand samples.
pub const LONGEST_MOOF: u64 = 16 << 20;
/// Most boxes at the top level of a file: three days of half-second fragments.
const MOST_BOXES: usize = 1 << 20;

/// A box inside bytes in memory.
#[derive(Clone, Copy, Debug)]
pub struct Atom<'a> {
    /// Its type.
    pub kind: FourCc,
    /// What follows its header.
    pub payload: &'a [u8],
    /// Header and payload.
    pub whole: &'a [u8],
}

/// The boxes that lie side by side in `bytes`.
pub fn walk(bytes: &[u8]) -> Walk<'_> {
    Walk { left: bytes }
}

/// See [`walk`]. Ends after the first error.
pub struct Walk<'a> {
    left: &'a [u8],
}

impl<'a> Iterator for Walk<'a> {
    type Item = Result<Atom<'a>, MediaError>;

    fn next(&mut self) -> Option<Self::Item> {
        // A QuickTime list may end with four bytes of nought.
        if self.left.is_empty() || self.left == [0; 4] {
            return None;
        }
        let atom = first(self.left);
        self.left = match &atom {
            Ok(atom) => self.left.get(atom.whole.len()..).unwrap_or_default(),
            Err(_) => &[],
        };
        Some(atom)
    }
}

fn first(bytes: &[u8]) -> Result<Atom<'_>, MediaError> {
    let header = header(bytes)?;
    let size = header.size.unwrap_or(bytes.len() as u64);
    let whole = usize::try_from(size)
        .ok()
        .and_then(|size| bytes.get(..size))
        .ok_or_else(|| {
            MediaError::malformed(
                format!("`{}` box", header.kind),
                format!(
                    "it claims {size} bytes where {} can be at most",
                    bytes.len()
                ),
            )
        })?;
    Ok(Atom {
        kind: header.kind,
        payload: whole.get(header.length..).unwrap_or_default(),
        whole,
    })
}

struct Header {
    kind: FourCc,
    /// Bytes of the header.
    length: usize,
    /// Bytes of the whole box; `None`: up to the end of what holds it.
    size: Option<u64>,
}

fn header(bytes: &[u8]) -> Result<Header, MediaError> {
    let mut fields = Fields::new("box header", bytes);
    let short = fields.u32()?;
    let mut kind = [0; 4];
    kind.copy_from_slice(fields.bytes(4)?);
    let kind = FourCc(kind);
    let (length, size) = match short {
        0 => (8, None),
        1 => (16, Some(fields.u64()?)),
        size => (8, Some(u64::from(size))),
    };
    if size.is_some_and(|size| size < length as u64) {
        return Err(MediaError::malformed(
            format!("`{kind}` box"),
            "it claims to be smaller than its own header",
        ));
    }
    Ok(Header { kind, length, size })
}

/// The payload of the first box at `path`, each step one level deeper.
pub fn find<'a>(bytes: &'a [u8], path: &[&[u8; 4]]) -> Result<Option<&'a [u8]>, MediaError> {
    let mut here = bytes;
    'step: for kind in path {
        for atom in walk(here) {
            let atom = atom?;
            if atom.kind.0 == **kind {
                here = atom.payload;
                continue 'step;
            }
        }
        return Ok(None);
    }
    Ok(Some(here))
}

/// A box at the top level of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileBox {
    /// Its type.
    pub kind: FourCc,
    /// Byte of the file where its header begins.
    pub offset: u64,
    /// Bytes of its header.
    pub header: u64,
    /// Bytes of the whole box, all of them inside the file.
    pub size: u64,
}

impl FileBox {
    /// First byte behind the box.
    pub fn end(&self) -> u64 {
        self.offset + self.size
    }

    /// Reads the whole box, header included; refuses more than `longest` bytes.
    pub fn read(&self, file: &mut (impl Read + Seek), longest: u64) -> Result<Vec<u8>, MediaError> {
        if self.size > longest {
            return Err(MediaError::Unsupported(format!(
                "a `{}` box of {} bytes",
                self.kind, self.size
            )));
        }
        file.seek(SeekFrom::Start(self.offset))?;
        let mut bytes = Vec::new();
        file.by_ref().take(self.size).read_to_end(&mut bytes)?;
        if (bytes.len() as u64) < self.size {
            return Err(self.truncated(bytes.len() as u64));
        }
        Ok(bytes)
    }

    fn truncated(&self, available: u64) -> MediaError {
        MediaError::Truncated {
            what: format!("the `{}` box", self.kind),
            offset: self.offset,
            needed: self.size,
            available,
        }
    }
}

/// The boxes at the top level of a file, in order. A box that goes past the end of the file is
/// [`MediaError::Truncated`].
pub fn in_file(file: &mut (impl Read + Seek)) -> Result<Vec<FileBox>, MediaError> {
    let length = file.seek(SeekFrom::End(0))?;
    let mut boxes = Vec::new();
    let mut offset = 0;
    while offset < length {
        file.seek(SeekFrom::Start(offset))?;
        let mut head = Vec::with_capacity(16);
        file.by_ref().take(16).read_to_end(&mut head)?;
        let left = length - offset;
        let header = match header(&head) {
            Err(_) if head.len() < 16 => {
                return Err(MediaError::Truncated {
                    what: "a box header".to_owned(),
                    offset,
                    needed: 8,
                    available: left,
                });
            }
            header => header?,
        };
        let found = FileBox {
            kind: header.kind,
            offset,
            header: header.length as u64,
            size: header.size.unwrap_or(left),
        };
        if found.size > left {
            return Err(found.truncated(left));
        }
        if boxes.len() == MOST_BOXES {
            return Err(MediaError::Unsupported(format!(
                "a file of more than {MOST_BOXES} boxes"
            )));
        }
        offset = found.end();
        boxes.push(found);
    }
    Ok(boxes)
}

/// Appends a box to `out`; `fill` writes its payload.
///
/// Only for boxes that stay below 4 GiB, as all tables of ours do.
pub fn write(out: &mut Vec<u8>, kind: &[u8; 4], fill: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(kind);
    fill(out);
    let size = u32::try_from(out.len() - start).unwrap_or(u32::MAX);
    if let Some(place) = out.get_mut(start..start + 4) {
        place.copy_from_slice(&size.to_be_bytes());
    }
}

/// Appends a box that begins with a version and 24 bits of flags.
pub fn write_full(
    out: &mut Vec<u8>,
    kind: &[u8; 4],
    (version, flags): (u8, u32),
    fill: impl FnOnce(&mut Vec<u8>),
) {
    write(out, kind, |out| {
        out.extend_from_slice(&(u32::from(version) << 24 | flags & 0x00ff_ffff).to_be_bytes());
        fill(out);
    });
}
