//! Writes a track's init segment: what a player needs before the first sample.
//!
//! Keeps what describes the samples (above all the edit list: sound and picture are in step only
//! through it), and drops what a muxer left behind about itself, so that the same track always gives
//! the same bytes.

use super::boxes::{self, Atom, write, write_full};
use super::fields::Fields;
use super::track::Track;
use super::{FourCc, Handler, MediaError};

/// `ftyp` and `moov` of a fragmented file, from those that the track was read with.
///
/// Brands: `iso6` for `tfdt` and default-base-is-moof, `cmfc` (ISO/IEC 23000-19 §7.2), `dash`, `mp41`
/// as muxers write, and `av01` where the AV1 binding demands it. `mehd`, `udta` and `meta` go;
/// durations become 0, which means "as long as the fragments"; sample tables become empty; `mvex` is
/// there.
pub fn init_segment(track: &Track) -> Result<Vec<u8>, MediaError> {
    let moov = boxes::find(&track.init, &[b"moov"])?.ok_or(MediaError::Missing("`moov` box"))?;
    let mut out = Vec::with_capacity(track.init.len());
    write(&mut out, b"ftyp", |out| {
        out.extend_from_slice(b"iso6\0\0\0\0iso6cmfcdashmp41");
        if track.entry.fourcc == FourCc(*b"av01") {
            out.extend_from_slice(b"av01");
        }
    });
    let mut body = Vec::new();
    let mut extends = false;
    for atom in boxes::walk(moov) {
        let atom = atom?;
        match &atom.kind.0 {
            b"mvhd" => put_header(&mut body, atom, Header::Movie)?,
            b"trak" => put_children(&mut body, atom, |out, child| trak(out, child, track))?,
            b"mvex" => {
                extends = true;
                put_children(&mut body, atom, |out, child| {
                    if child.kind != FourCc(*b"mehd") {
                        out.extend_from_slice(child.whole);
                    }
                    Ok(())
                })?;
            }
            b"udta" | b"meta" | b"iods" | b"free" | b"skip" => {}
            _ => body.extend_from_slice(atom.whole),
        }
    }
    if !extends {
        write(&mut body, b"mvex", |out| {
            write_full(out, b"trex", (0, 0), |out| {
                for value in [track.id, 1, 0, 0, 0] {
                    out.extend_from_slice(&value.to_be_bytes());
                }
            });
        });
    }
    write(&mut out, b"moov", |out| out.extend_from_slice(&body));
    Ok(out)
}

/// Writes `atom` again with children that `each` writes or leaves out.
fn put_children(
    out: &mut Vec<u8>,
    atom: Atom,
    mut each: impl FnMut(&mut Vec<u8>, Atom) -> Result<(), MediaError>,
) -> Result<(), MediaError> {
    let mut inner = Vec::with_capacity(atom.payload.len());
    for child in boxes::walk(atom.payload) {
        each(&mut inner, child?)?;
    }
    write(out, &atom.kind.0, |out| out.extend_from_slice(&inner));
    Ok(())
}

fn trak(out: &mut Vec<u8>, atom: Atom, track: &Track) -> Result<(), MediaError> {
    match &atom.kind.0 {
        b"tkhd" => put_header(out, atom, Header::Track),
        b"edts" => put_children(out, atom, |out, child| match &child.kind.0 {
            b"elst" => edit_list(out, child),
            _ => Ok(()),
        }),
        b"mdia" => put_children(out, atom, |out, child| match &child.kind.0 {
            b"mdhd" => put_header(out, child, Header::Movie),
            b"minf" => put_children(out, child, |out, child| match &child.kind.0 {
                b"stbl" => sample_table(out, child, track.handler),
                _ => keep(out, child),
            }),
            _ => keep(out, child),
        }),
        b"udta" | b"meta" => Ok(()),
        _ => keep(out, atom),
    }
}

fn keep(out: &mut Vec<u8>, atom: Atom) -> Result<(), MediaError> {
    out.extend_from_slice(atom.whole);
    Ok(())
}

/// Headers that hold a duration: `mvhd` and `mdhd` behind a timescale, `tkhd` behind an ID.
enum Header {
    Movie,
    Track,
}

/// The header with a duration of nought and without the hour it was made.
fn put_header(out: &mut Vec<u8>, atom: Atom, header: Header) -> Result<(), MediaError> {
    let mut fields = Fields::new("header box", atom.payload);
    let (version, flags) = fields.version_and_flags()?;
    let time = if version == 1 { 8 } else { 4 };
    fields.skip(2 * time)?;
    let middle = fields.bytes(match header {
        Header::Movie => 4,
        Header::Track => 8,
    })?;
    fields.skip(time)?;
    write_full(out, &atom.kind.0, (version, flags), |out| {
        out.extend(std::iter::repeat_n(0, 2 * time));
        out.extend_from_slice(middle);
        out.extend(std::iter::repeat_n(0, time));
        out.extend_from_slice(fields.rest());
    });
    Ok(())
}

/// The edits, the last of which lasts as long as the fragments do: in a fragmented file a duration
/// of 0 says so (ISO/IEC 14496-12 §8.6.6.3).
fn edit_list(out: &mut Vec<u8>, atom: Atom) -> Result<(), MediaError> {
    let mut fields = Fields::new("`elst` box", atom.payload);
    let (version, flags) = fields.version_and_flags()?;
    let time = if version == 1 { 8 } else { 4 };
    let count = fields.count(2 * time + 4)?;
    let mut rows = Vec::new();
    for index in 0..count {
        let duration = fields.bytes(time)?;
        match index + 1 == count {
            true => rows.extend(std::iter::repeat_n(0, time)),
            false => rows.extend_from_slice(duration),
        }
        rows.extend_from_slice(fields.bytes(time + 4)?);
    }
    write_full(out, b"elst", (version, flags), |out| {
        out.extend_from_slice(&u32::try_from(count).unwrap_or(0).to_be_bytes());
        out.extend_from_slice(&rows);
    });
    Ok(())
}

/// The sample description and empty tables: fragments have their own.
fn sample_table(out: &mut Vec<u8>, atom: Atom, handler: Handler) -> Result<(), MediaError> {
    let stsd = boxes::find(atom.payload, &[b"stsd"])?.ok_or(MediaError::Missing("`stsd` box"))?;
    let mut stsd = stsd.to_vec();
    if handler == Handler::Video {
        clear_compressor_name(&mut stsd);
    }
    write(out, b"stbl", |out| {
        write(out, b"stsd", |out| out.extend_from_slice(&stsd));
        for (kind, empty) in [(b"stts", 1), (b"stsc", 1), (b"stsz", 2), (b"stco", 1)] {
            write_full(out, kind, (0, 0), |out| {
                out.extend(std::iter::repeat_n(0, 4 * empty));
            });
        }
        // Says how far before a random access point sound must be decoded.
        for atom in boxes::walk(atom.payload).flatten() {
            if atom.kind == FourCc(*b"sgpd") {
                out.extend_from_slice(atom.whole);
            }
        }
    });
    Ok(())
}

/// `compressorname` of a visual sample entry names the encoder's build (ISO/IEC 14496-12 §12.1.3).
fn clear_compressor_name(stsd: &mut [u8]) {
    // 8 of `stsd` itself, 8 of the entry's header, 42 of its fields.
    if let Some(name) = stsd.get_mut(58..58 + 32) {
        name.fill(0);
    }
}
