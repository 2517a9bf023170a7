//! A package as its files say it is: the same description that its playlists were written from, won
//! anew from the published bytes.
//!
//! Unaware of what was meant to be there, but for names and the key.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: reads what was published"
)]

use std::io::{Cursor, Read, Seek, SeekFrom};

use camino::Utf8Path;

use crate::codec::rfc6381::codec_string;
use crate::media::{self, Track, is_keyframe};
use crate::package::presentation::{ByteRange, Presentation, Rendition, Resource, Segment};
use crate::plan::{Container, Media, Package};
use crate::stage::package::{self, Bench};
use crate::stage::transport::Reader;

/// Reads every file of the package in `bench.staging`.
pub fn presentation(bench: &Bench<'_>, package: &Package) -> Result<Presentation, String> {
    let mut renditions = Vec::new();
    for (_, planned) in bench.tracks() {
        let rendition = match package.container {
            Container::Fmp4 => fragmented(bench, package, planned),
            Container::Ts => transport(bench, package, planned),
        };
        renditions.push(rendition.map_err(|reason| format!("`{}`: {reason}", planned.id))?);
    }
    Ok(Presentation {
        container: package.container,
        renditions,
    })
}

/// The published pieces of a rendition, one after another.
struct Pieces<'a> {
    folder: &'a Utf8Path,
    /// Ranges of the single file, where there is one.
    ranges: Option<(String, Vec<ByteRange>)>,
    name: Box<dyn Fn(usize) -> String + 'a>,
    stopped: &'a dyn Fn() -> bool,
}

/// Path, range in the file, and bytes.
type Piece = (String, Option<ByteRange>, Vec<u8>);

impl Pieces<'_> {
    /// Piece `number`, counted from 0, with its path and range; `None` behind the last.
    fn get(&self, number: usize) -> Result<Option<Piece>, String> {
        if (self.stopped)() {
            return Err("interrupted".into());
        }
        match &self.ranges {
            Some((path, ranges)) => {
                let Some(range) = ranges.get(number) else {
                    return Ok(None);
                };
                let bytes = part(&self.folder.join(path), *range)?;
                Ok(Some((path.clone(), Some(*range), bytes)))
            }
            None => {
                let path = (self.name)(number);
                match std::fs::read(self.folder.join(&path)) {
                    Ok(bytes) => Ok(Some((path, None, bytes))),
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
                    Err(error) => Err(format!("`{path}` cannot be read: {error}")),
                }
            }
        }
    }
}

fn part(file: &Utf8Path, range: ByteRange) -> Result<Vec<u8>, String> {
    let read = || -> std::io::Result<Vec<u8>> {
        let mut file = std::fs::File::open(file)?;
        file.seek(SeekFrom::Start(range.offset))?;
        let mut bytes = Vec::new();
        file.take(range.length).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let bytes = read().map_err(|error| format!("`{file}` cannot be read: {error}"))?;
    if bytes.len() as u64 == range.length {
        Ok(bytes)
    } else {
        Err(format!("`{file}` is cut short"))
    }
}

fn fragmented(
    bench: &Bench<'_>,
    package: &Package,
    planned: &crate::plan::Rendition,
) -> Result<Rendition, String> {
    let folder = &bench.staging;
    let layout = if package.single_file {
        Some(single_layout(bench, package, planned)?)
    } else {
        None
    };
    let (init, init_bytes) = match &layout {
        Some(layout) => (
            Resource {
                path: layout.path.clone(),
                range: Some(layout.init),
            },
            part(&folder.join(&layout.path), layout.init)?,
        ),
        None => {
            let path = bench.names.init(&planned.id);
            let bytes = std::fs::read(folder.join(&path))
                .map_err(|error| format!("`{path}` cannot be read: {error}"))?;
            (Resource { path, range: None }, bytes)
        }
    };
    let pieces = Pieces {
        folder,
        ranges: layout
            .as_ref()
            .map(|layout| (layout.path.clone(), layout.segments.clone())),
        name: Box::new(|number| bench.names.segment(&planned.id, number + 1)),
        stopped: bench.stopped,
    };
    let video = matches!(planned.media, Media::Video { .. });
    let mut segments: Vec<Segment> = Vec::new();
    let mut codecs = String::new();
    let mut timescale = 0;
    let mut priming = 0;
    let mut clock = None;
    for number in 0.. {
        let Some((path, range, published)) = pieces.get(number)? else {
            break;
        };
        let broken = |reason: String| format!("`{path}`: {reason}");
        let length = published.len() as u64;
        let clear = bench
            .unseal(number, published)
            .ok_or_else(|| broken("the key does not decrypt it".into()))?;
        let mut whole = init_bytes.clone();
        whole.extend_from_slice(&clear);
        let mut file = Cursor::new(whole);
        let track = Track::read(&mut file).map_err(|error| broken(error.to_string()))?;
        let (Some(first), Some(last)) = (track.samples.first(), track.samples.last()) else {
            return Err(broken("it holds no sample".into()));
        };
        if clock.is_some_and(|clock| clock != first.decode_time) {
            return Err(broken("it does not begin where the one before ends".into()));
        }
        clock = Some(last.decode_time + u64::from(last.duration));
        if video {
            let bytes = track
                .read_sample(&mut file, first)
                .map_err(|error| broken(error.to_string()))?;
            let real =
                is_keyframe(&track.entry, &bytes).map_err(|error| broken(error.to_string()))?;
            if !real || !first.sync {
                return Err(broken("it begins with no keyframe".into()));
            }
        }
        if number == 0 {
            priming = package::priming(&track);
            codecs = codec_string(&track.entry).map_err(|error| broken(error.to_string()))?;
            timescale = track.timescale;
        }
        let start = track.presentation_time(first).max(0);
        let end = track
            .samples
            .iter()
            .map(|sample| track.presentation_end(sample))
            .max()
            .unwrap_or(0);
        if let Some(before) = segments.last_mut() {
            let gap = start - before.start;
            before.duration = u64::try_from(gap).map_err(|_| broken("time goes back".into()))?;
        }
        let behind = first.offset + u64::from(first.size) - init_bytes.len() as u64;
        segments.push(Segment {
            path,
            range,
            start,
            duration: u64::try_from(end - start).unwrap_or(0),
            bytes: length,
            key_frame: (video && bench.key.is_none()).then_some(ByteRange {
                offset: range.map_or(0, |range| range.offset),
                length: behind,
            }),
            key: bench.key_mark(),
        });
    }
    if segments.is_empty() {
        return Err("there are no segments".into());
    }
    Ok(Rendition {
        id: planned.id.clone(),
        codecs,
        timescale,
        media: bench.media(planned),
        init: Some(init),
        index: layout.and_then(|layout| layout.index),
        priming,
        segments,
    })
}

/// Where the parts of a single file stand.
struct Layout {
    path: String,
    init: ByteRange,
    index: Option<ByteRange>,
    segments: Vec<ByteRange>,
}

/// A clear file says by its boxes where its segments are; of an encrypted one only the playlist
/// knows.
fn single_layout(
    bench: &Bench<'_>,
    package: &Package,
    planned: &crate::plan::Rendition,
) -> Result<Layout, String> {
    let path = bench.names.single_file(&planned.id);
    let mut layout = Layout {
        path: path.clone(),
        init: ByteRange {
            offset: 0,
            length: 0,
        },
        index: None,
        segments: Vec::new(),
    };
    if bench.key.is_some() || package.container == Container::Ts {
        let (init, segments) = playlist_ranges(bench, package, planned)?;
        layout.init = init.unwrap_or(layout.init);
        layout.segments = segments;
        return Ok(layout);
    }
    let mut file = std::fs::File::open(bench.staging.join(&path))
        .map_err(|error| format!("`{path}` cannot be read: {error}"))?;
    let boxes = media::boxes::in_file(&mut file).map_err(|error| format!("`{path}`: {error}"))?;
    for found in boxes {
        let range = ByteRange {
            offset: found.offset,
            length: found.end() - found.offset,
        };
        match &found.kind.0 {
            b"ftyp" | b"moov" => layout.init.length = found.end(),
            b"sidx" => layout.index = Some(range),
            b"moof" => layout.segments.push(range),
            b"mdat" => {
                if let Some(segment) = layout.segments.last_mut() {
                    segment.length = found.end() - segment.offset;
                }
            }
            _ => return Err(format!("`{path}` holds a box that is not ours")),
        }
    }
    Ok(layout)
}

/// `EXT-X-MAP` and `EXT-X-BYTERANGE` of a rendition's playlist (RFC 8216 §4.3.2).
fn playlist_ranges(
    bench: &Bench<'_>,
    package: &Package,
    planned: &crate::plan::Rendition,
) -> Result<(Option<ByteRange>, Vec<ByteRange>), String> {
    let Some(hls) = &package.hls else {
        return Err("only an HLS playlist knows its parts, and there is none".into());
    };
    let path = crate::package::hls::media_playlist_path(hls, &planned.id);
    let text = std::fs::read_to_string(bench.staging.join(&path))
        .map_err(|error| format!("`{path}` cannot be read: {error}"))?;
    let range = |text: &str| -> Option<ByteRange> {
        let (length, offset) = text.trim_matches('"').split_once('@')?;
        Some(ByteRange {
            offset: offset.parse().ok()?,
            length: length.parse().ok()?,
        })
    };
    let mut init = None;
    let mut segments = Vec::new();
    for line in text.lines() {
        if let Some(attributes) = line.strip_prefix("#EXT-X-MAP:") {
            init = attributes
                .split("BYTERANGE=")
                .nth(1)
                .and_then(|text| range(text.split(',').next().unwrap_or(text)));
        } else if let Some(text) = line.strip_prefix("#EXT-X-BYTERANGE:") {
            segments.push(range(text).ok_or_else(|| format!("`{path}`: `{line}` is no range"))?);
        }
    }
    Ok((init, segments))
}

fn transport(
    bench: &Bench<'_>,
    package: &Package,
    planned: &crate::plan::Rendition,
) -> Result<Rendition, String> {
    let ranges = match package.single_file {
        true => {
            let layout = single_layout(bench, package, planned)?;
            Some((layout.path, layout.segments))
        }
        false => None,
    };
    let pieces = Pieces {
        folder: &bench.staging,
        ranges,
        name: Box::new(|number| bench.names.segment(&planned.id, number + 1)),
        stopped: bench.stopped,
    };
    let mut reader = Reader::new(&planned.media, &planned.codec);
    let mut places = Vec::new();
    for number in 0.. {
        let Some((path, range, published)) = pieces.get(number)? else {
            break;
        };
        let length = published.len() as u64;
        let clear = bench
            .unseal(number, published)
            .ok_or_else(|| format!("`{path}`: the key does not decrypt it"))?;
        reader.push(&clear)?;
        places.push((path, range, length));
    }
    let parts = reader.finish();
    if parts.segments.is_empty() {
        return Err("there are no segments".into());
    }
    let mut segments = Vec::new();
    for (number, (part, (path, range, length))) in parts.segments.iter().zip(places).enumerate() {
        if !part.keyframe {
            return Err(format!("segment {} begins with no keyframe", number + 1));
        }
        let mut segment = bench.transport_segment(part, path, length);
        segment.range = range;
        if let (Some(frame), Some(range)) = (&mut segment.key_frame, range) {
            frame.offset += range.offset;
        }
        segments.push(segment);
    }
    Ok(Rendition {
        id: planned.id.clone(),
        codecs: transport_codecs(bench, package, planned)?,
        timescale: parts.timescale,
        media: bench.media(planned),
        init: None,
        index: None,
        priming: parts.priming,
        segments,
    })
}

/// Sound in a transport stream says what it is; of a picture the playlist is believed, for its
/// parameter sets are what players look at.
fn transport_codecs(
    bench: &Bench<'_>,
    package: &Package,
    planned: &crate::plan::Rendition,
) -> Result<String, String> {
    match planned.codec.as_str() {
        "aac" => return Ok("mp4a.40.2".into()),
        "ac3" => return Ok("ac-3".into()),
        "eac3" => return Ok("ec-3".into()),
        _ => {}
    }
    let hls = package.hls.as_ref().ok_or("there is no playlist")?;
    let text = std::fs::read_to_string(bench.staging.join(&hls.playlist))
        .map_err(|error| format!("`{}` cannot be read: {error}", hls.playlist))?;
    let media = crate::package::hls::media_playlist_path(hls, &planned.id);
    let uri = crate::package::address::reference(hls.playlist.as_str(), media.as_str());
    let lines: Vec<&str> = text.lines().collect();
    let stream = lines
        .windows(2)
        .find_map(|pair| match pair {
            [info, address] if *address == uri => Some(*info),
            _ => None,
        })
        .ok_or_else(|| format!("`{}` does not name it", hls.playlist))?;
    let list = stream
        .split("CODECS=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .ok_or_else(|| format!("`{}` says no codecs", hls.playlist))?;
    Ok(list.split(',').next().unwrap_or(list).to_string())
}
