//! Writes fragments and segments anew from samples (ISO/IEC 14496-12 §8.8, §8.16).
//!
//! Writes the boxes around samples, never the samples: the caller copies those behind them.

use super::MediaError;
use super::boxes::{write, write_full};
use super::track::{Sample, Track};

/// `sample_depends_on = 2`: a keyframe (ISO/IEC 14496-12 §8.8.3.1).
const SYNC: u32 = 0x0200_0000;
/// `sample_depends_on = 1, sample_is_non_sync_sample = 1`.
const NOT_SYNC: u32 = 0x0101_0000;

/// `moof`, and the header of the `mdat` that must follow: the bytes of `samples`, in order and
/// without gaps, come right behind what is returned.
///
/// `samples` must be neighbours in `track` and at least one; `sequence` counts fragments from 1.
/// Columns in which all samples agree become defaults.
pub fn fragment_head(sequence: u32, track: &Track, samples: &[Sample]) -> Vec<u8> {
    let data: u64 = samples.iter().map(|sample| u64::from(sample.size)).sum();
    let header = MdatHeader::new(data);
    // The length of `moof` does not depend on the offset written in it: write once to measure.
    let mut out = Vec::new();
    write_moof(&mut out, sequence, track, samples, 0);
    let offset = out.len() + header.length();
    out.clear();
    let offset = i32::try_from(offset).unwrap_or(i32::MAX);
    write_moof(&mut out, sequence, track, samples, offset);
    header.write(&mut out);
    out
}

/// `mdat`'s header: short while the box stays below 4 GiB.
enum MdatHeader {
    Short(u32),
    Long(u64),
}

impl MdatHeader {
    fn new(data: u64) -> Self {
        match u32::try_from(data + 8) {
            Ok(size) => Self::Short(size),
            Err(_) => Self::Long(data + 16),
        }
    }

    fn length(&self) -> usize {
        match self {
            Self::Short(_) => 8,
            Self::Long(_) => 16,
        }
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Short(size) => {
                out.extend_from_slice(&size.to_be_bytes());
                out.extend_from_slice(b"mdat");
            }
            Self::Long(size) => {
                out.extend_from_slice(&1_u32.to_be_bytes());
                out.extend_from_slice(b"mdat");
                out.extend_from_slice(&size.to_be_bytes());
            }
        }
    }
}

fn write_moof(
    out: &mut Vec<u8>,
    sequence: u32,
    track: &Track,
    samples: &[Sample],
    data_offset: i32,
) {
    let columns = Columns::of(samples);
    write(out, b"moof", |out| {
        write_full(out, b"mfhd", (0, 0), |out| put(out, sequence));
        write(out, b"traf", |out| {
            // default-base-is-moof
            let mut flags = 0x02_0000;
            flags |= if columns.duration.is_some() { 0x8 } else { 0 };
            flags |= if columns.size.is_some() { 0x10 } else { 0 };
            flags |= if columns.flags.is_some() { 0x20 } else { 0 };
            write_full(out, b"tfhd", (0, flags), |out| {
                put(out, track.id);
                for default in [columns.duration, columns.size, columns.flags] {
                    default.into_iter().for_each(|value| put(out, value));
                }
            });
            let start = samples.first().map_or(0, |sample| sample.decode_time);
            write_full(out, b"tfdt", (1, 0), |out| {
                out.extend_from_slice(&start.to_be_bytes());
            });
            columns.write_trun(out, samples, data_offset);
        });
    });
}

/// What all samples of a fragment share, and what each must say for itself.
struct Columns {
    duration: Option<u32>,
    size: Option<u32>,
    /// Flags of all samples, or of all but the first.
    flags: Option<u32>,
    /// The first sample's flags, where only they differ.
    first_flags: Option<u32>,
    composition: bool,
    negative: bool,
}

impl Columns {
    fn of(samples: &[Sample]) -> Self {
        let rest = samples.get(1..).unwrap_or_default();
        let first = samples.first().map(flags);
        let common = match rest.is_empty() {
            true => first,
            false => same(rest, flags),
        };
        Self {
            duration: same(samples, |sample| sample.duration),
            size: same(samples, |sample| sample.size),
            flags: common,
            first_flags: first.filter(|_| common.is_some() && common != first),
            composition: samples.iter().any(|sample| sample.composition_offset != 0),
            negative: samples.iter().any(|sample| sample.composition_offset < 0),
        }
    }

    fn write_trun(&self, out: &mut Vec<u8>, samples: &[Sample], data_offset: i32) {
        let mut bits = 0x1;
        bits |= if self.first_flags.is_some() { 0x4 } else { 0 };
        bits |= if self.duration.is_none() { 0x100 } else { 0 };
        bits |= if self.size.is_none() { 0x200 } else { 0 };
        bits |= if self.flags.is_none() { 0x400 } else { 0 };
        bits |= if self.composition { 0x800 } else { 0 };
        let version = u8::from(self.negative);
        write_full(out, b"trun", (version, bits), |out| {
            put(out, u32::try_from(samples.len()).unwrap_or(u32::MAX));
            put(out, data_offset.cast_unsigned());
            self.first_flags
                .into_iter()
                .for_each(|value| put(out, value));
            for sample in samples {
                if self.duration.is_none() {
                    put(out, sample.duration);
                }
                if self.size.is_none() {
                    put(out, sample.size);
                }
                if self.flags.is_none() {
                    put(out, flags(sample));
                }
                if self.composition {
                    put(out, sample.composition_offset.cast_unsigned());
                }
            }
        });
    }
}

fn flags(sample: &Sample) -> u32 {
    if sample.sync { SYNC } else { NOT_SYNC }
}

/// What every sample has, if it is the same.
fn same(samples: &[Sample], of: impl Fn(&Sample) -> u32) -> Option<u32> {
    let first = of(samples.first()?);
    samples
        .iter()
        .all(|sample| of(sample) == first)
        .then_some(first)
}

fn put(out: &mut Vec<u8>, value: u32) {
    out.extend_from_slice(&value.to_be_bytes());
}

/// The box that a segment of its own file begins with: a DASH media segment (`msdh`, ISO/IEC 23009-1
/// §6.3.4.2) that is a CMAF segment (`cmfs`, ISO/IEC 23000-19 §7.3.3.1).
pub fn styp() -> Vec<u8> {
    let mut out = Vec::new();
    write(&mut out, b"styp", |out| {
        out.extend_from_slice(b"msdh\0\0\0\0msdhcmfs");
    });
    out
}

/// One row of [`sidx`]: a subsegment that starts with a closed-GOP keyframe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Bytes of `moof` and `mdat`.
    pub size: u64,
    /// Ticks that it is shown.
    pub duration: u64,
    /// Whether it starts with a stream access point of type 1: every sample from there on decodes
    /// and is shown after it. So it is for sound and for closed GOPs.
    pub starts_with_sap: bool,
}

/// What a [`sidx`] says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index<'a> {
    /// Track ID.
    pub track_id: u32,
    /// Ticks of a second.
    pub timescale: u32,
    /// Ticks; when the first sample is shown, after the edit list: 0 for our tracks.
    pub earliest_presentation_time: u64,
    /// Bytes between the end of the box and the first subsegment.
    pub first_offset: u64,
    /// The subsegments in order, without gaps.
    pub references: &'a [Reference],
}

/// A segment index (ISO/IEC 14496-12 §8.16.3), for files that are addressed by byte range.
///
/// [`MediaError::Unsupported`] for more than 65535 subsegments, one of 2 GiB, or one of 2^32 ticks.
pub fn sidx(index: &Index) -> Result<Vec<u8>, MediaError> {
    let too_much = |what: &str| MediaError::Unsupported(format!("a `sidx` box with {what}"));
    let count = u16::try_from(index.references.len())
        .map_err(|_| too_much("more than 65535 subsegments"))?;
    let mut rows = Vec::with_capacity(index.references.len() * 12);
    for reference in index.references {
        let size = u32::try_from(reference.size)
            .ok()
            .filter(|size| *size < 1 << 31)
            .ok_or_else(|| too_much("a subsegment of more than 2 GiB"))?;
        let duration = u32::try_from(reference.duration)
            .map_err(|_| too_much("a subsegment of more than 2^32 ticks"))?;
        put(&mut rows, size);
        put(&mut rows, duration);
        put(
            &mut rows,
            if reference.starts_with_sap {
                0x9000_0000
            } else {
                0
            },
        );
    }
    let mut out = Vec::new();
    write_full(&mut out, b"sidx", (1, 0), |out| {
        put(out, index.track_id);
        put(out, index.timescale);
        out.extend_from_slice(&index.earliest_presentation_time.to_be_bytes());
        out.extend_from_slice(&index.first_offset.to_be_bytes());
        out.extend_from_slice(&[0, 0]);
        out.extend_from_slice(&count.to_be_bytes());
        out.extend_from_slice(&rows);
    });
    Ok(out)
}
