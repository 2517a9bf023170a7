//! Reads a `moof` box: the samples of one fragment (ISO/IEC 14496-12 §8.8).
//!
//! Knows nothing of `moov` beyond the defaults it is handed, nor whether the bytes exist.

use super::boxes;
use super::fields::Fields;
use super::moov::{Defaults, Entry, LATEST};
use super::{FourCc, MediaError};

/// What a `moof` is read against.
pub(super) struct Context {
    pub track_id: u32,
    pub defaults: Defaults,
    /// Where the `moof` box begins in the file.
    pub offset: u64,
    /// Most samples that it may have.
    pub most: usize,
}

/// One `traf`: its samples, and when the first is decoded, if it says so.
pub(super) struct Fragment {
    pub decode_time: Option<u64>,
    pub samples: Vec<Entry>,
}

/// The fragment in a `moof` box's payload.
pub(super) fn read(payload: &[u8], context: &Context) -> Result<Fragment, MediaError> {
    let mut fragment = None;
    for atom in boxes::walk(payload) {
        let atom = atom?;
        if atom.kind != FourCc(*b"traf") {
            continue;
        }
        if fragment.is_some() {
            return Err(MediaError::Unsupported(
                "a `moof` box of more than one `traf`".to_owned(),
            ));
        }
        fragment = Some(read_traf(atom.payload, context)?);
    }
    fragment.ok_or(MediaError::Missing("`traf` box"))
}

fn read_traf(traf: &[u8], context: &Context) -> Result<Fragment, MediaError> {
    let tfhd = boxes::find(traf, &[b"tfhd"])?.ok_or(MediaError::Missing("`tfhd` box"))?;
    let mut fields = Fields::new("`tfhd` box", tfhd);
    let (_, flags) = fields.version_and_flags()?;
    let track_id = fields.u32()?;
    if track_id != context.track_id {
        return Err(MediaError::malformed(
            "`tfhd` box",
            format!("it speaks of track {track_id}, which does not exist"),
        ));
    }
    let mut defaults = context.defaults;
    // Without an explicit place the first `traf` counts from the `moof`, with or without
    // default-base-is-moof.
    let mut base = context.offset;
    if flags & 0x1 != 0 {
        base = fields.u64()?;
    }
    if flags & 0x2 != 0 {
        fields.skip(4)?;
    }
    if flags & 0x8 != 0 {
        defaults.duration = fields.u32()?;
    }
    if flags & 0x10 != 0 {
        defaults.size = fields.u32()?;
    }
    if flags & 0x20 != 0 {
        defaults.flags = fields.u32()?;
    }

    let decode_time = match boxes::find(traf, &[b"tfdt"])? {
        None => None,
        Some(tfdt) => {
            let mut fields = Fields::new("`tfdt` box", tfdt);
            let (version, _) = fields.version_and_flags()?;
            let time = match version {
                0 => u64::from(fields.u32()?),
                _ => fields.u64()?,
            };
            if time > LATEST {
                return Err(MediaError::malformed("`tfdt` box", "its time is absurd"));
            }
            Some(time)
        }
    };

    let mut samples = Vec::new();
    let mut next = base;
    for atom in boxes::walk(traf) {
        let atom = atom?;
        if atom.kind == FourCc(*b"trun") {
            let run = Run {
                base,
                next,
                defaults,
            };
            next = run.read(atom.payload, context.most, &mut samples)?;
        }
    }
    Ok(Fragment {
        decode_time,
        samples,
    })
}

struct Run {
    base: u64,
    /// Where the run before it ended.
    next: u64,
    defaults: Defaults,
}

impl Run {
    /// Appends the samples of a `trun`; returns the byte behind the last.
    fn read(&self, trun: &[u8], most: usize, samples: &mut Vec<Entry>) -> Result<u64, MediaError> {
        let mut fields = Fields::new("`trun` box", trun);
        let (_, flags) = fields.version_and_flags()?;
        let count = fields.u32()?;
        let mut at = match flags & 0x1 {
            0 => self.next,
            _ => self
                .base
                .checked_add_signed(i64::from(fields.i32()?))
                .ok_or_else(|| {
                    MediaError::malformed("`trun` box", "its data begins before the file")
                })?,
        };
        let first_flags = match flags & 0x4 {
            0 => None,
            _ => Some(fields.u32()?),
        };
        let columns = [0x100, 0x200, 0x400, 0x800].map(|column| flags & column != 0);
        let row = 4 * columns.iter().filter(|present| **present).count();
        // A row may be empty: then the count alone decides how much memory is used.
        let count_in_all = samples.len().saturating_add(count as usize);
        if fields.rest().len() < row.saturating_mul(count as usize) || count_in_all > most {
            return Err(MediaError::malformed(
                "`trun` box",
                format!("it announces {count} samples and has no room for them"),
            ));
        }
        samples.reserve(count as usize);
        for index in 0..count {
            let mut value = |present: bool, default: u32| match present {
                true => fields.u32(),
                false => Ok(default),
            };
            let duration = value(columns[0], self.defaults.duration)?;
            let size = value(columns[1], self.defaults.size)?;
            let default = match (index, first_flags) {
                (0, Some(first)) => first,
                _ => self.defaults.flags,
            };
            let sample_flags = value(columns[2], default)?;
            // Version 0 is unsigned on paper; an offset of 2^31 ticks is a sign in every file.
            let composition_offset = value(columns[3], 0)?.cast_signed();
            samples.push(Entry {
                offset: at,
                size,
                duration,
                composition_offset,
                // sample_is_non_sync_sample
                sync: sample_flags & 0x0001_0000 == 0,
            });
            at = at.saturating_add(u64::from(size));
        }
        Ok(at)
    }
}
