//! Reads a finished MP4 of one track, fragmented or not: what it is, and where every sample lies.
//!
//! Unaware of manifests and segments. Reads the tables only; the samples' bytes stay where they are.

use std::io::{Read, Seek, SeekFrom};

use super::boxes::{self, FileBox, LONGEST_MOOF, LONGEST_MOOV};
use super::fields::Fields;
use super::moof::{self, Context};
use super::moov::{Entry, LATEST, Movie};
use super::sample_entry::{Handler, SampleEntry};
use super::{FourCc, MediaError};
use crate::rational::Rational;

/// A track and all of its samples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    /// `ftyp` and `moov` as they stand in the file; [`super::init_segment`] makes a clean one.
    pub init: Vec<u8>,
    /// Track ID.
    pub id: u32,
    /// Ticks of a second.
    pub timescale: u32,
    /// Picture or sound.
    pub handler: Handler,
    /// BCP 47 or ISO 639-2/T; `und` where the file says nothing.
    pub language: String,
    /// What the samples are.
    pub entry: SampleEntry,
    /// Seconds of nothing before the track begins: empty edits. Browsers ignore them, so that a
    /// track with one is out of step there.
    pub empty_edit: Rational,
    /// Composition time, in ticks, that is shown at nought: the edit list's `media_time`.
    pub edit_start: u64,
    /// Seconds that the edit lasts, where it says so; rounded to the file's movie timescale.
    pub edit_duration: Option<Rational>,
    /// The samples in decoding order.
    pub samples: Vec<Sample>,
}

/// One sample: a coded picture, or a frame of sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Byte of the file where it begins.
    pub offset: u64,
    /// Bytes.
    pub size: u32,
    /// Ticks up to the next sample's decoding.
    pub duration: u32,
    /// Ticks from decoding to composition.
    pub composition_offset: i32,
    /// Whether the file calls it a sync sample; [`super::is_keyframe`] knows whether that is true.
    pub sync: bool,
    /// Ticks; when it is decoded.
    pub decode_time: u64,
}

impl Track {
    /// Reads `file` from its beginning, wherever it stands. All that the tables name lies within the
    /// file, or the error is [`MediaError::Truncated`].
    pub fn read(file: &mut (impl Read + Seek)) -> Result<Self, MediaError> {
        let boxes = boxes::in_file(file)?;
        let length = file.seek(SeekFrom::End(0))?;
        let of_kind = |kind: &[u8; 4]| {
            let kind = FourCc(*kind);
            boxes.iter().filter(move |found| found.kind == kind)
        };

        let moov_box = of_kind(b"moov")
            .next()
            .ok_or(MediaError::Missing("`moov` box"))?;
        let moov = moov_box.read(file, LONGEST_MOOV)?;
        let mut init = match of_kind(b"ftyp").next() {
            Some(ftyp) => ftyp.read(file, LONGEST_MOOF)?,
            None => return Err(MediaError::Missing("`ftyp` box")),
        };
        let movie = Movie::read(payload(&moov, moov_box), length)?;
        init.extend_from_slice(&moov);
        drop(moov);

        let mut samples = Vec::new();
        let mut clock = 0;
        append(&mut samples, &mut clock, &movie.table)?;
        for moof_box in of_kind(b"moof") {
            let bytes = moof_box.read(file, LONGEST_MOOF)?;
            let context = Context {
                track_id: movie.id,
                defaults: movie.defaults,
                offset: moof_box.offset,
                most: most_samples(length).saturating_sub(samples.len()),
            };
            let fragment = moof::read(payload(&bytes, moof_box), &context)?;
            clock = fragment.decode_time.unwrap_or(clock);
            append(&mut samples, &mut clock, &fragment.samples)?;
        }
        let data: Vec<FileBox> = of_kind(b"mdat").copied().collect();
        check_places(&samples, &data, length)?;
        for sidx in of_kind(b"sidx") {
            let bytes = sidx.read(file, LONGEST_MOOF)?;
            check_index(payload(&bytes, sidx), sidx.end(), length)?;
        }

        Ok(Self {
            init,
            id: movie.id,
            timescale: movie.timescale,
            handler: movie.handler,
            language: movie.language,
            entry: movie.entry,
            empty_edit: movie.edits.empty,
            edit_start: movie.edits.start,
            edit_duration: movie.edits.duration,
            samples,
        })
    }

    /// Ticks from the start of the presentation until `sample` is shown. Negative for what the edit
    /// list cuts off, such as an encoder's priming. An empty edit is not counted.
    pub fn presentation_time(&self, sample: &Sample) -> i64 {
        sample.decode_time.cast_signed() + i64::from(sample.composition_offset)
            - self.edit_start.cast_signed()
    }

    /// Ticks from the start of the presentation until `sample` is over.
    pub fn presentation_end(&self, sample: &Sample) -> i64 {
        self.presentation_time(sample) + i64::from(sample.duration)
    }

    /// Ticks that are shown or heard, from the edit's start to the end of the last sample.
    pub fn presented_duration(&self) -> u64 {
        let end = self
            .samples
            .iter()
            .map(|sample| self.presentation_end(sample))
            .max();
        end.and_then(|end| u64::try_from(end).ok()).unwrap_or(0)
    }

    /// Seconds of `ticks` of this track.
    pub fn seconds(&self, ticks: i64) -> Rational {
        Rational::new(ticks, i64::from(self.timescale))
    }

    /// The bytes of one sample.
    pub fn read_sample(
        &self,
        file: &mut (impl Read + Seek),
        sample: &Sample,
    ) -> Result<Vec<u8>, MediaError> {
        file.seek(SeekFrom::Start(sample.offset))?;
        let mut bytes = Vec::new();
        file.by_ref()
            .take(u64::from(sample.size))
            .read_to_end(&mut bytes)?;
        if bytes.len() < sample.size as usize {
            return Err(past_the_end(sample, sample.offset + bytes.len() as u64));
        }
        Ok(bytes)
    }
}

fn payload<'a>(whole: &'a [u8], place: &FileBox) -> &'a [u8] {
    usize::try_from(place.header)
        .ok()
        .and_then(|header| whole.get(header..))
        .unwrap_or_default()
}

fn append(samples: &mut Vec<Sample>, clock: &mut u64, entries: &[Entry]) -> Result<(), MediaError> {
    samples.reserve(entries.len());
    for entry in entries {
        samples.push(Sample {
            offset: entry.offset,
            size: entry.size,
            duration: entry.duration,
            composition_offset: entry.composition_offset,
            sync: entry.sync,
            decode_time: *clock,
        });
        *clock += u64::from(entry.duration);
        if *clock > LATEST {
            return Err(MediaError::malformed("the track", "its times are absurd"));
        }
    }
    Ok(())
}

/// Samples share no bytes in a sane file, so that there are fewer than bytes; four days of video at
/// 50 frames a second have fewer than 2^24.
fn most_samples(length: u64) -> usize {
    usize::try_from(length).unwrap_or(usize::MAX).min(1 << 24)
}

fn past_the_end(sample: &Sample, length: u64) -> MediaError {
    MediaError::Truncated {
        what: "a sample".to_owned(),
        offset: sample.offset,
        needed: u64::from(sample.size),
        available: length.saturating_sub(sample.offset),
    }
}

fn check_places(samples: &[Sample], data: &[FileBox], length: u64) -> Result<(), MediaError> {
    for sample in samples {
        let end = sample.offset.saturating_add(u64::from(sample.size));
        if end > length {
            return Err(past_the_end(sample, length));
        }
        let next = data.partition_point(|place| place.offset <= sample.offset);
        let inside = next
            .checked_sub(1)
            .and_then(|at| data.get(at))
            .is_some_and(|place| {
                place.offset + place.header <= sample.offset && end <= place.end()
            });
        if !inside {
            return Err(MediaError::malformed(
                "the track",
                format!("a sample at byte {} is in no `mdat` box", sample.offset),
            ));
        }
    }
    Ok(())
}

/// A file cut between two boxes looks whole; its segment index remembers how long it was.
fn check_index(sidx: &[u8], anchor: u64, length: u64) -> Result<(), MediaError> {
    let mut fields = Fields::new("`sidx` box", sidx);
    let (version, _) = fields.version_and_flags()?;
    fields.skip(8)?;
    let first_offset = match version {
        0 => {
            fields.skip(4)?;
            u64::from(fields.u32()?)
        }
        _ => {
            fields.skip(8)?;
            fields.u64()?
        }
    };
    fields.skip(2)?;
    let count = fields.u16()?;
    let mut needed = first_offset;
    for _ in 0..count {
        needed = needed.saturating_add(u64::from(fields.u32()? & 0x7fff_ffff));
        fields.skip(8)?;
    }
    let available = length.saturating_sub(anchor);
    if needed > available {
        return Err(MediaError::Truncated {
            what: "what the `sidx` box lists".to_owned(),
            offset: anchor,
            needed,
            available,
        });
    }
    Ok(())
}
