//! Reads a `moov` box: the track's header, its edits, its sample table, its fragment defaults.
//!
//! Knows nothing of `moof`, nor whether the bytes that the table points at exist.

use super::boxes;
use super::fields::Fields;
use super::sample_entry::{Handler, SampleEntry};
use super::{FourCc, MediaError};
use crate::rational::Rational;

/// Times beyond this are lies; below it their sums cannot overflow.
pub(super) const LATEST: u64 = 1 << 61;

/// What `moov` says of its only track.
pub(super) struct Movie {
    pub id: u32,
    pub timescale: u32,
    pub handler: Handler,
    pub language: String,
    pub entry: SampleEntry,
    pub edits: Edits,
    pub defaults: Defaults,
    /// Samples of a file that is not fragmented.
    pub table: Vec<Entry>,
}

/// The edit list, as far as it is understood (ISO/IEC 14496-12 §8.6.6).
pub(super) struct Edits {
    pub empty: Rational,
    pub start: u64,
    pub duration: Option<Rational>,
}

/// Defaults of `trex` or `tfhd`.
#[derive(Clone, Copy, Default)]
pub(super) struct Defaults {
    pub duration: u32,
    pub size: u32,
    pub flags: u32,
}

/// One sample of a table.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub offset: u64,
    pub size: u32,
    pub duration: u32,
    pub composition_offset: i32,
    pub sync: bool,
}

impl Movie {
    /// `length` is that of the file: no table is larger.
    pub fn read(moov: &[u8], length: u64) -> Result<Self, MediaError> {
        let mvhd = required(moov, &[b"mvhd"], "`mvhd` box")?;
        let movie_timescale = timescale("`mvhd` box", mvhd)?.0;
        let trak = only_track(moov)?;

        let mut tkhd = Fields::new("`tkhd` box", required(trak, &[b"tkhd"], "`tkhd` box")?);
        let (version, _) = tkhd.version_and_flags()?;
        tkhd.skip(if version == 1 { 16 } else { 8 })?;
        let id = tkhd.u32()?;

        let mdhd = required(trak, &[b"mdia", b"mdhd"], "`mdhd` box")?;
        let (timescale, language) = timescale("`mdhd` box", mdhd)?;
        let language = match boxes::find(trak, &[b"mdia", b"elng"])? {
            Some(elng) => extended_language(elng).unwrap_or(language),
            None => language,
        };

        let mut hdlr = Fields::new(
            "`hdlr` box",
            required(trak, &[b"mdia", b"hdlr"], "`hdlr` box")?,
        );
        hdlr.skip(8)?;
        let handler = match hdlr.bytes(4)? {
            b"vide" => Handler::Video,
            b"soun" => Handler::Audio,
            other => {
                return Err(MediaError::Unsupported(format!(
                    "a track of kind `{}`",
                    other.escape_ascii()
                )));
            }
        };

        let stbl = required(trak, &[b"mdia", b"minf", b"stbl"], "`stbl` box")?;
        let stsd = required(stbl, &[b"stsd"], "`stsd` box")?;
        Ok(Self {
            id,
            timescale,
            handler,
            language,
            entry: SampleEntry::read(stsd, handler)?,
            edits: match boxes::find(trak, &[b"edts", b"elst"])? {
                Some(elst) => Edits::read(elst, movie_timescale)?,
                None => Edits::NONE,
            },
            defaults: match boxes::find(moov, &[b"mvex", b"trex"])? {
                Some(trex) => Defaults::read(trex)?,
                None => Defaults::default(),
            },
            table: table(stbl, length)?,
        })
    }
}

fn required<'a>(
    bytes: &'a [u8],
    path: &[&[u8; 4]],
    what: &'static str,
) -> Result<&'a [u8], MediaError> {
    boxes::find(bytes, path)?.ok_or(MediaError::Missing(what))
}

fn only_track(moov: &[u8]) -> Result<&[u8], MediaError> {
    let mut track = None;
    for atom in boxes::walk(moov) {
        let atom = atom?;
        if atom.kind == FourCc(*b"trak") && track.replace(atom.payload).is_some() {
            return Err(MediaError::Unsupported(
                "a file of more than one track".to_owned(),
            ));
        }
    }
    track.ok_or(MediaError::Missing("`trak` box"))
}

/// Timescale of `mvhd` or `mdhd`, which begin alike, and the language where `mdhd` has it.
fn timescale(what: &'static str, payload: &[u8]) -> Result<(u32, String), MediaError> {
    let mut fields = Fields::new(what, payload);
    let (version, _) = fields.version_and_flags()?;
    let wide = version == 1;
    fields.skip(if wide { 16 } else { 8 })?;
    let timescale = fields.u32()?;
    if timescale == 0 {
        return Err(MediaError::malformed(what, "its timescale is nought"));
    }
    fields.skip(if wide { 8 } else { 4 })?;
    Ok((timescale, packed_language(fields.u16()?)))
}

/// Three letters of five bits each (ISO/IEC 14496-12 §8.4.2.3); QuickTime's numbers become `und`.
fn packed_language(code: u16) -> String {
    let letters: String = [10, 5, 0]
        .into_iter()
        .filter_map(|shift| u8::try_from(code >> shift & 31).ok())
        .map(|letter| char::from(letter + 0x60))
        .collect();
    if letters.bytes().all(|letter| letter.is_ascii_lowercase()) {
        letters
    } else {
        "und".to_owned()
    }
}

/// A BCP 47 tag (ISO/IEC 14496-12 §8.4.6).
fn extended_language(elng: &[u8]) -> Option<String> {
    let text = elng.get(4..)?.split(|byte| *byte == 0).next()?;
    let text = str::from_utf8(text).ok()?;
    let tag = !text.is_empty()
        && text.len() <= 64
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    tag.then(|| text.to_owned())
}

impl Edits {
    const NONE: Self = Self {
        empty: Rational::ZERO,
        start: 0,
        duration: None,
    };

    fn read(elst: &[u8], movie_timescale: u32) -> Result<Self, MediaError> {
        let mut fields = Fields::new("`elst` box", elst);
        let (version, _) = fields.version_and_flags()?;
        let wide = version == 1;
        let count = fields.count(if wide { 20 } else { 12 })?;
        let mut edits = Edits::NONE;
        let mut found = false;
        for _ in 0..count {
            let (duration, start) = if wide {
                (fields.u64()?, fields.i64()?)
            } else {
                (u64::from(fields.u32()?), i64::from(fields.i32()?))
            };
            fields.skip(4)?;
            let seconds = Rational::new(
                i64::try_from(duration.min(LATEST)).unwrap_or(i64::MAX),
                i64::from(movie_timescale),
            );
            match u64::try_from(start) {
                Err(_) if !found => edits.empty = edits.empty + seconds,
                Ok(start) if !found && start < LATEST => {
                    found = true;
                    edits.start = start;
                    // Nought means "up to the end" in a fragmented file.
                    edits.duration = Some(seconds).filter(|seconds| !seconds.is_zero());
                }
                _ => {
                    return Err(MediaError::Unsupported(
                        "an edit list of several parts".to_owned(),
                    ));
                }
            }
        }
        Ok(edits)
    }
}

impl Defaults {
    fn read(trex: &[u8]) -> Result<Self, MediaError> {
        let mut fields = Fields::new("`trex` box", trex);
        fields.skip(12)?;
        Ok(Self {
            duration: fields.u32()?,
            size: fields.u32()?,
            flags: fields.u32()?,
        })
    }
}

/// The sample table (ISO/IEC 14496-12 §8.6, §8.7), one entry for each sample.
fn table(stbl: &[u8], length: u64) -> Result<Vec<Entry>, MediaError> {
    let sizes = sizes(stbl, length)?;
    if sizes.is_empty() {
        return Ok(Vec::new());
    }
    let mut entries: Vec<Entry> = sizes
        .into_iter()
        .map(|size| Entry {
            offset: 0,
            size,
            duration: 0,
            composition_offset: 0,
            sync: true,
        })
        .collect();
    place(stbl, &mut entries)?;

    let mut stts = Fields::new("`stts` box", required(stbl, &[b"stts"], "`stts` box")?);
    stts.skip(4)?;
    let mut timed = entries.iter_mut();
    for _ in 0..stts.count(8)? {
        let (run, duration) = (stts.u32()?, stts.u32()?);
        for entry in timed.by_ref().take(run as usize) {
            entry.duration = duration;
        }
    }
    if timed.next().is_some() {
        return Err(MediaError::malformed(
            "`stts` box",
            "it does not time every sample",
        ));
    }

    if let Some(ctts) = boxes::find(stbl, &[b"ctts"])? {
        let mut ctts = Fields::new("`ctts` box", ctts);
        ctts.skip(4)?;
        let mut shifted = entries.iter_mut();
        for _ in 0..ctts.count(8)? {
            // Version 0 is unsigned on paper; muxers write signs there too.
            let (run, offset) = (ctts.u32()?, ctts.i32()?);
            for entry in shifted.by_ref().take(run as usize) {
                entry.composition_offset = offset;
            }
        }
    }

    if let Some(stss) = boxes::find(stbl, &[b"stss"])? {
        let mut stss = Fields::new("`stss` box", stss);
        stss.skip(4)?;
        for entry in &mut entries {
            entry.sync = false;
        }
        for _ in 0..stss.count(4)? {
            let number = stss.u32()? as usize;
            if let Some(entry) = number.checked_sub(1).and_then(|at| entries.get_mut(at)) {
                entry.sync = true;
            }
        }
    }
    Ok(entries)
}

fn sizes(stbl: &[u8], length: u64) -> Result<Vec<u32>, MediaError> {
    let Some(stsz) = boxes::find(stbl, &[b"stsz"])? else {
        return match boxes::find(stbl, &[b"stz2"])? {
            Some(_) => Err(MediaError::Unsupported("an `stz2` box".to_owned())),
            None => Ok(Vec::new()),
        };
    };
    let mut fields = Fields::new("`stsz` box", stsz);
    fields.skip(4)?;
    let each = fields.u32()?;
    if each == 0 {
        return (0..fields.count(4)?).map(|_| fields.u32()).collect();
    }
    let count = fields.u32()?;
    if u64::from(count) * u64::from(each) > length {
        return Err(MediaError::malformed(
            "`stsz` box",
            "its samples are larger than the file",
        ));
    }
    Ok(vec![each; count as usize])
}

/// Gives every sample its place from `stsc` and `stco` or `co64`.
fn place(stbl: &[u8], entries: &mut [Entry]) -> Result<(), MediaError> {
    let chunks = chunk_offsets(stbl)?;
    let mut stsc = Fields::new("`stsc` box", required(stbl, &[b"stsc"], "`stsc` box")?);
    stsc.skip(4)?;
    let mut runs = Vec::new();
    for _ in 0..stsc.count(12)? {
        let (first, samples) = (stsc.u32()? as usize, stsc.u32()? as usize);
        stsc.skip(4)?;
        runs.push((first, samples));
    }
    let mut runs = runs.into_iter().peekable();
    let mut samples_of_chunk = 0;
    let mut left = entries.iter_mut();
    for (index, offset) in chunks.into_iter().enumerate() {
        while let Some((_, samples)) = runs.next_if(|(first, _)| *first <= index + 1) {
            samples_of_chunk = samples;
        }
        let mut at = offset;
        for entry in left.by_ref().take(samples_of_chunk) {
            entry.offset = at;
            at = at.saturating_add(u64::from(entry.size));
        }
    }
    if left.next().is_some() {
        return Err(MediaError::malformed(
            "`stsc` box",
            "it does not place every sample",
        ));
    }
    Ok(())
}

fn chunk_offsets(stbl: &[u8]) -> Result<Vec<u64>, MediaError> {
    if let Some(co64) = boxes::find(stbl, &[b"co64"])? {
        let mut fields = Fields::new("`co64` box", co64);
        fields.skip(4)?;
        return (0..fields.count(8)?).map(|_| fields.u64()).collect();
    }
    let stco = required(stbl, &[b"stco"], "`stco` box")?;
    let mut fields = Fields::new("`stco` box", stco);
    fields.skip(4)?;
    (0..fields.count(4)?)
        .map(|_| fields.u32().map(u64::from))
        .collect()
}
