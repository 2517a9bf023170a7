//! Writes HLS playlists (RFC 8216, its successor draft-pantos-hls-rfc8216bis, and the HLS Authoring
//! Specification for Apple Devices).
//!
//! Writes what the presentation says and measures its rates; unaware of the files themselves.

use std::collections::HashSet;
use std::fmt::Write;

use camino::{Utf8Path, Utf8PathBuf};

use super::address::{keep, reference};
use super::presentation::{
    ByteRange, Key, Media, Presentation, Rendition, Segment, VideoRange, average_bit_rate,
    peak_bit_rate,
};
use super::variants::{Group, Variant, groups, variants};
use super::{PackageError, TextFile};
use crate::plan::{Container, Hls, Role};

/// All playlists: those of the renditions, those of their key frames, and last the multivariant
/// playlist `hls.playlist` that names them. The others stand beside it.
///
/// A rendition whose segments are all clear and have key frames gets an I-frame playlist. One that is
/// encrypted with AES-128 gets none: the cipher runs over whole segments, so that a byte range up to
/// the end of the first picture has no padding and cannot be decrypted by the rules (RFC 8216 §5.2).
pub fn write(presentation: &Presentation, hls: &Hls) -> Result<Vec<TextFile>, PackageError> {
    super::check(presentation)?;
    let writer = Writer {
        presentation,
        hls,
        version: version(presentation),
        target_duration: target_duration(presentation),
    };
    let mut files = Vec::new();
    for rendition in &presentation.renditions {
        files.push(writer.media_playlist(rendition));
        files.extend(writer.key_frame_playlist(rendition));
    }
    files.push(writer.multivariant());
    Ok(files)
}

/// Where the media playlist of a rendition stands, relative to the package.
pub fn media_playlist_path(hls: &Hls, rendition: &str) -> Utf8PathBuf {
    beside(&hls.playlist, rendition, "m3u8")
}

/// Where the I-frame playlist of a rendition stands, relative to the package.
pub fn key_frame_playlist_path(hls: &Hls, rendition: &str) -> Utf8PathBuf {
    beside(&hls.playlist, rendition, "iframes.m3u8")
}

fn beside(playlist: &Utf8Path, rendition: &str, ending: &str) -> Utf8PathBuf {
    let path = playlist.with_file_name(format!("{rendition}.{ending}"));
    match path == playlist {
        true => playlist.with_file_name(format!("{rendition}.media.{ending}")),
        false => path,
    }
}

/// The lowest protocol version that has all that is used: 6 for EXT-X-MAP beside whole segments, 4 for
/// EXT-X-MEDIA and byte ranges (RFC 8216 §7). Below 7 EXT-X-ALLOW-CACHE is lawful too.
fn version(presentation: &Presentation) -> u8 {
    match presentation.container {
        Container::Fmp4 => 6,
        Container::Ts => 4,
    }
}

/// The longest EXTINF, rounded (RFC 8216 §4.3.3.1); one for all playlists, as variants must share it
/// (§6.2.4).
fn target_duration(presentation: &Presentation) -> u64 {
    let longest = presentation
        .renditions
        .iter()
        .flat_map(|rendition| {
            let segments = rendition.segments.iter();
            segments.map(|segment| rendition.media_seconds(segment).round())
        })
        .max();
    longest
        .and_then(|seconds| u64::try_from(seconds).ok())
        .unwrap_or(1)
        .max(1)
}

struct Writer<'a> {
    presentation: &'a Presentation,
    hls: &'a Hls,
    version: u8,
    target_duration: u64,
}

impl Writer<'_> {
    fn media_playlist(&self, rendition: &Rendition) -> TextFile {
        let path = media_playlist_path(self.hls, &rendition.id);
        let mut text = self.head(&path, rendition, false);
        let mut key = None;
        for segment in &rendition.segments {
            if segment.key.as_ref() != key {
                key = segment.key.as_ref();
                text.push_str(&key_tag(key));
            }
            put_segment(&mut text, &path, rendition, segment, segment.range);
        }
        text.push_str("#EXT-X-ENDLIST\n");
        TextFile { path, text }
    }

    fn key_frame_playlist(&self, rendition: &Rendition) -> Option<TextFile> {
        rendition.key_frames()?;
        let path = key_frame_playlist_path(self.hls, &rendition.id);
        let mut text = self.head(&path, rendition, true);
        for segment in &rendition.segments {
            put_segment(&mut text, &path, rendition, segment, segment.key_frame);
        }
        text.push_str("#EXT-X-ENDLIST\n");
        Some(TextFile { path, text })
    }

    fn head(&self, path: &Utf8Path, rendition: &Rendition, key_frames: bool) -> String {
        let mut text = format!(
            "#EXTM3U\n#EXT-X-VERSION:{}\n#EXT-X-TARGETDURATION:{}\n#EXT-X-MEDIA-SEQUENCE:0\n\
             #EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n",
            self.version, self.target_duration
        );
        if key_frames {
            text.push_str("#EXT-X-I-FRAMES-ONLY\n");
        }
        if let Some(allowed) = self.hls.allow_cache {
            let allowed = if allowed { "YES" } else { "NO" };
            let _ = writeln!(text, "#EXT-X-ALLOW-CACHE:{allowed}");
        }
        // Before any EXT-X-KEY, so that the key does not apply to it: init segments stay clear
        // (RFC 8216 §4.3.2.4).
        if let Some(init) = &rendition.init {
            let uri = reference(path.as_str(), &init.path);
            let _ = write!(text, "#EXT-X-MAP:URI=\"{uri}\"");
            if let Some(range) = init.range {
                let _ = write!(text, ",BYTERANGE=\"{}\"", range_text(range));
            }
            text.push('\n');
        }
        text
    }

    fn multivariant(&self) -> TextFile {
        let mut text = format!(
            "#EXTM3U\n#EXT-X-VERSION:{}\n#EXT-X-INDEPENDENT-SEGMENTS\n",
            self.version
        );
        let groups = groups(self.presentation);
        for group in &groups {
            text.push('\n');
            self.put_group(&mut text, group);
        }
        text.push('\n');
        for variant in variants(self.presentation, &groups) {
            self.put_variant(&mut text, &variant);
        }
        let key_frames: String = self
            .presentation
            .renditions
            .iter()
            .filter_map(|rendition| self.key_frame_variant(rendition))
            .collect();
        if !key_frames.is_empty() {
            text.push('\n');
            text.push_str(&key_frames);
        }
        TextFile {
            path: self.hls.playlist.clone(),
            text,
        }
    }

    /// EXT-X-MEDIA (RFC 8216 §4.3.4.1): names differ within a group, one track at most is the
    /// default, and no two that players may choose by themselves say the same of themselves.
    fn put_group(&self, text: &mut String, group: &Group) {
        let mut names = HashSet::new();
        let mut choices = HashSet::new();
        let mut default_taken = false;
        for rendition in &group.members {
            let Media::Audio {
                channels,
                language,
                label,
                role,
                default,
                ..
            } = &rendition.media
            else {
                continue;
            };
            let describes = *role == Role::Description;
            let default = *default && !default_taken;
            default_taken |= default;
            let chosen = matches!(role, Role::Main | Role::Dub | Role::Description);
            // A default must be selectable (RFC 8216 §4.3.4.1).
            let selectable = choices.insert((language, describes)) && chosen || default;

            let _ = write!(
                text,
                "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID={},NAME={}",
                quoted(group.name),
                quoted(&unused(label, &mut names))
            );
            if is_language(language) {
                let _ = write!(text, ",LANGUAGE={}", quoted(language));
            }
            let _ = write!(
                text,
                ",DEFAULT={},AUTOSELECT={},CHANNELS=\"{channels}\"",
                yes(default),
                yes(selectable)
            );
            if describes {
                text.push_str(",CHARACTERISTICS=\"public.accessibility.describes-video\"");
            }
            let _ = writeln!(text, ",URI=\"{}\"", self.uri_of(&rendition.id));
        }
    }

    /// EXT-X-STREAM-INF (RFC 8216 §4.3.4.2): rates are measured, the worst track of the audio group
    /// included.
    fn put_variant(&self, text: &mut String, variant: &Variant) {
        let rendition = variant.rendition;
        let is_video = matches!(rendition.media, Media::Video { .. });
        let (mut peak, mut average) = match is_video {
            true => self.rates(rendition),
            false => (0, 0),
        };
        let mut codecs = vec![rendition.codecs.as_str()];
        if let Some(group) = variant.group {
            let rates = group.members.iter().map(|member| self.rates(member));
            let worst = rates.fold((0, 0), |worst: (u64, u64), rates| {
                (worst.0.max(rates.0), worst.1.max(rates.1))
            });
            peak += worst.0;
            average += worst.1;
            for member in &group.members {
                if !codecs.contains(&member.codecs.as_str()) {
                    codecs.push(&member.codecs);
                }
            }
        }
        let _ = write!(
            text,
            "#EXT-X-STREAM-INF:BANDWIDTH={peak},AVERAGE-BANDWIDTH={average},CODECS={}",
            quoted(&codecs.join(","))
        );
        if let Media::Video {
            width,
            height,
            frame_rate,
            range,
        } = &rendition.media
        {
            let _ = write!(
                text,
                ",RESOLUTION={width}x{height},FRAME-RATE={},VIDEO-RANGE={},CLOSED-CAPTIONS=NONE",
                frame_rate.decimal(3),
                range_name(*range)
            );
        }
        if let Some(group) = variant.group {
            let _ = write!(text, ",AUDIO={}", quoted(group.name));
        }
        let _ = writeln!(text, "\n{}", self.uri_of(&rendition.id));
    }

    fn key_frame_variant(&self, rendition: &Rendition) -> Option<String> {
        let frames = rendition.key_frames()?;
        let Media::Video {
            width,
            height,
            range,
            ..
        } = &rendition.media
        else {
            return None;
        };
        let path = key_frame_playlist_path(self.hls, &rendition.id);
        Some(format!(
            "#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH={},AVERAGE-BANDWIDTH={},CODECS={},\
             RESOLUTION={width}x{height},VIDEO-RANGE={},URI=\"{}\"\n",
            peak_bit_rate(&frames, rendition.timescale, self.target_duration),
            average_bit_rate(&frames, rendition.timescale),
            quoted(&rendition.codecs),
            range_name(*range),
            reference(self.hls.playlist.as_str(), path.as_str()),
        ))
    }

    /// Peak and average bits per second.
    fn rates(&self, rendition: &Rendition) -> (u64, u64) {
        let pieces = rendition.pieces();
        (
            peak_bit_rate(&pieces, rendition.timescale, self.target_duration),
            average_bit_rate(&pieces, rendition.timescale),
        )
    }

    fn uri_of(&self, rendition: &str) -> String {
        let path = media_playlist_path(self.hls, rendition);
        reference(self.hls.playlist.as_str(), path.as_str())
    }
}

fn put_segment(
    text: &mut String,
    playlist: &Utf8Path,
    rendition: &Rendition,
    segment: &Segment,
    range: Option<ByteRange>,
) {
    let _ = writeln!(
        text,
        "#EXTINF:{},",
        rendition.media_seconds(segment).decimal(6)
    );
    if let Some(range) = range {
        let _ = writeln!(text, "#EXT-X-BYTERANGE:{}", range_text(range));
    }
    let _ = writeln!(text, "{}", reference(playlist.as_str(), &segment.path));
}

fn key_tag(key: Option<&Key>) -> String {
    let Some(key) = key else {
        return "#EXT-X-KEY:METHOD=NONE\n".to_owned();
    };
    let mut tag = format!("#EXT-X-KEY:METHOD=AES-128,URI=\"{}\"", keep(&key.uri));
    if let Some(iv) = key.iv {
        tag.push_str(",IV=0x");
        for byte in iv {
            let _ = write!(tag, "{byte:02X}");
        }
    }
    tag.push('\n');
    tag
}

fn range_text(range: ByteRange) -> String {
    format!("{}@{}", range.length, range.offset)
}

fn range_name(range: VideoRange) -> &'static str {
    match range {
        VideoRange::Sdr => "SDR",
        VideoRange::Hlg => "HLG",
        VideoRange::Pq => "PQ",
    }
}

fn yes(yes: bool) -> &'static str {
    if yes { "YES" } else { "NO" }
}

/// A quoted string (RFC 8216 §4.2), which can hold neither quotes nor line ends and has no escapes.
fn quoted(text: &str) -> String {
    let inner: String = text
        .chars()
        .map(|letter| match letter {
            '"' => '\'',
            letter if letter.is_control() => ' ',
            letter => letter,
        })
        .collect();
    format!("\"{inner}\"")
}

/// `label`, or the first of `label 2`, `label 3`, … that is not among `names`.
fn unused(label: &str, names: &mut HashSet<String>) -> String {
    let label = if label.trim().is_empty() {
        "Audio"
    } else {
        label
    };
    let mut name = label.to_owned();
    let mut number = 1;
    // Compared as it is written: quotes and apostrophes become the same.
    while !names.insert(quoted(&name)) {
        number += 1;
        name = format!("{label} {number}");
    }
    name
}

/// Whether this is a tag of BCP 47's shape that says something.
pub(super) fn is_language(tag: &str) -> bool {
    let shape = tag.split('-').all(|part| {
        (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    });
    shape && tag != "und" && tag.starts_with(|letter: char| letter.is_ascii_alphabetic())
}
