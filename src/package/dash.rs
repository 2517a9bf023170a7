//! Writes a static DASH MPD (ISO/IEC 23009-1) over fragmented MP4.
//!
//! Writes what the presentation says and measures its rates; unaware of the files themselves.

use std::collections::HashMap;

use super::address::{Names, encode, reference};
use super::hls::is_language;
use super::presentation::{
    ByteRange, Media, Presentation, Rendition, Resource, Segment, buffered_bit_rate, peak_bit_rate,
};
use super::xml::{Xml, given};
use super::{PackageError, TextFile};
use crate::plan::{AdaptationSet, Container, Dash, Role};
use crate::rational::Rational;

/// The MPD `dash.mpd`, with one Period and the adaptation sets that `dash` lists.
///
/// Segments in files of their own are addressed by SegmentTemplate and SegmentTimeline after
/// `segment_path` (profile isoff-live); single files with an index by SegmentBase (isoff-on-demand).
/// All renditions are of one kind. Errors: an unknown rendition, MPEG-TS, AES-128 over whole segments
/// (a matter of HLS alone), a name that the template does not make.
pub fn write(
    presentation: &Presentation,
    dash: &Dash,
    segment_path: &str,
) -> Result<TextFile, PackageError> {
    super::check(presentation)?;
    let by_id: HashMap<&str, &Rendition> = presentation
        .renditions
        .iter()
        .map(|rendition| (rendition.id.as_str(), rendition))
        .collect();
    let mut sets = Vec::new();
    for set in &dash.adaptation_sets {
        let renditions = set
            .renditions
            .iter()
            .map(|id| {
                by_id
                    .get(id.as_str())
                    .copied()
                    .ok_or_else(|| PackageError::NoRendition(id.clone()))
            })
            .collect::<Result<Vec<_>, _>>()?;
        let mixed = |pair: &&[&Rendition]| matches!(pair, [a, b] if is_video(a) != is_video(b));
        if let Some([_, odd]) = renditions.windows(2).find(mixed) {
            return Err(PackageError::rendition(
                odd,
                "shares an adaptation set with another kind",
            ));
        }
        sets.push((set, renditions));
    }
    let listed: Vec<&Rendition> = sets
        .iter()
        .flat_map(|(_, list)| list.iter().copied())
        .collect();
    if listed.is_empty() {
        return Err(PackageError::NoRendition("*".to_owned()));
    }
    let on_demand = listed.iter().all(|rendition| rendition.index.is_some());
    let writer = Writer {
        mpd: dash.mpd.as_str(),
        names: Names::new(segment_path, Container::Fmp4),
        on_demand,
        buffer: longest(&listed),
        audio_sets: sets
            .iter()
            .filter(|(_, list)| list.first().is_some_and(|first| !is_video(first)))
            .count(),
    };
    for rendition in &listed {
        writer.check(presentation.container, rendition)?;
    }
    Ok(TextFile {
        path: dash.mpd.clone(),
        text: writer.write(&sets, &listed),
    })
}

fn is_video(rendition: &Rendition) -> bool {
    matches!(rendition.media, Media::Video { .. })
}

fn longest(renditions: &[&Rendition]) -> Rational {
    let longest = renditions
        .iter()
        .map(|rendition| rendition.longest_segment());
    longest.max().unwrap_or(Rational::ONE)
}

/// An `xs:duration` that is never shorter than `seconds`, exact to a microsecond, with three decimals
/// at least.
fn duration(seconds: Rational) -> String {
    let microseconds = (seconds * Rational::whole(1_000_000)).ceil();
    let mut text = Rational::new(microseconds, 1_000_000).decimal(6);
    while text.ends_with('0') && !text.ends_with(".000") {
        let shorter = text.len() - 1;
        if text.len() - text.find('.').unwrap_or(0) <= 4 {
            break;
        }
        text.truncate(shorter);
    }
    format!("PT{text}S")
}

struct Writer<'a> {
    mpd: &'a str,
    names: Names,
    on_demand: bool,
    /// Seconds of `minBufferTime`: the longest segment.
    buffer: Rational,
    audio_sets: usize,
}

impl Writer<'_> {
    fn check(&self, container: Container, rendition: &Rendition) -> Result<(), PackageError> {
        let fail = |reason: &str| Err(PackageError::rendition(rendition, reason));
        if container != Container::Fmp4 {
            return fail("is MPEG-TS, which this MPD does not carry");
        }
        if rendition.id.is_empty() || rendition.id.contains(char::is_whitespace) {
            return fail("needs an id without white space");
        }
        if rendition
            .segments
            .iter()
            .any(|segment| segment.key.is_some())
        {
            return fail("is encrypted with AES-128, which only HLS knows");
        }
        if self.on_demand {
            return Ok(());
        }
        if encode(&rendition.id) != rendition.id || rendition.id.contains('$') {
            return fail("needs an id that is the same in a URI");
        }
        let init = rendition.init.as_ref().map(|init| &init.path);
        let named = init == Some(&self.names.init(&rendition.id))
            && rendition
                .segments
                .iter()
                .enumerate()
                .all(|(index, segment)| {
                    segment.path == self.names.segment(&rendition.id, index + 1)
                });
        if !named {
            return fail("has files that the template does not name");
        }
        Ok(())
    }

    fn write(&self, sets: &[(&AdaptationSet, Vec<&Rendition>)], listed: &[&Rendition]) -> String {
        let profile = match self.on_demand {
            true => "urn:mpeg:dash:profile:isoff-on-demand:2011",
            false => "urn:mpeg:dash:profile:isoff-live:2011",
        };
        let whole = listed.iter().map(|rendition| rendition.duration()).max();
        let mut xml = Xml::new();
        xml.element(
            "MPD",
            &[
                given("xmlns", "urn:mpeg:dash:schema:mpd:2011"),
                given("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
                given(
                    "xsi:schemaLocation",
                    "urn:mpeg:dash:schema:mpd:2011 DASH-MPD.xsd",
                ),
                given("type", "static"),
                given("profiles", profile),
                given(
                    "mediaPresentationDuration",
                    duration(whole.unwrap_or(Rational::ZERO)),
                ),
                given("maxSegmentDuration", duration(self.buffer)),
                given("minBufferTime", duration(self.buffer)),
            ],
            |xml| {
                xml.element("Period", &[given("id", 0), given("start", "PT0S")], |xml| {
                    for (set, renditions) in sets {
                        self.put_set(xml, set, renditions);
                    }
                });
            },
        );
        xml.finish()
    }

    fn put_set(&self, xml: &mut Xml, set: &AdaptationSet, renditions: &[&Rendition]) {
        let Some(first) = renditions.first() else {
            return;
        };
        // Byte-range files are aligned below the level of segments: each is one segment.
        let (aligned, starts) = match self.on_demand {
            true => ("subsegmentAlignment", "subsegmentStartsWithSAP"),
            false => ("segmentAlignment", "startWithSAP"),
        };
        let content = if is_video(first) { "video" } else { "audio" };
        let mut attributes = vec![
            given("id", set.id),
            given("contentType", content),
            given("mimeType", format!("{content}/mp4")),
        ];
        match &first.media {
            Media::Video { .. } => attributes.extend(picture_attributes(renditions)),
            Media::Audio {
                language, default, ..
            } => {
                attributes.push((
                    "lang",
                    Some(language.clone()).filter(|language| is_language(language)),
                ));
                if *default && self.audio_sets > 1 {
                    attributes.push(given("selectionPriority", 2));
                }
            }
        }
        attributes.push(given(aligned, true));
        attributes.push(given(starts, 1));
        let shared = self.shared_template(renditions);
        xml.element("AdaptationSet", &attributes, |xml| {
            put_descriptors(xml, first);
            if shared {
                self.put_template(xml, first);
            }
            for rendition in renditions {
                self.put_representation(xml, rendition, shared);
            }
        });
    }

    /// Whether one SegmentTemplate serves all: their segments begin and end together.
    fn shared_template(&self, renditions: &[&Rendition]) -> bool {
        let times = |rendition: &Rendition| {
            let times = |segment: &Segment| (segment.start, segment.duration);
            rendition.segments.iter().map(times).collect::<Vec<_>>()
        };
        let Some((first, rest)) = renditions.split_first() else {
            return false;
        };
        !self.on_demand
            && rest
                .iter()
                .all(|other| other.timescale == first.timescale && times(other) == times(first))
    }

    fn put_representation(&self, xml: &mut Xml, rendition: &Rendition, shared: bool) {
        let mut attributes = vec![
            given("id", &rendition.id),
            given("bandwidth", self.bandwidth(rendition)),
            given("codecs", &rendition.codecs),
        ];
        match &rendition.media {
            Media::Video {
                width,
                height,
                frame_rate,
                ..
            } => attributes.extend([
                given("width", width),
                given("height", height),
                given("sar", "1:1"),
                given("frameRate", frame_rate),
            ]),
            Media::Audio { sample_rate, .. } => {
                attributes.push(given("audioSamplingRate", sample_rate));
            }
        }
        let channels = match rendition.media {
            Media::Audio { channels, .. } => Some(channel_configuration(channels)),
            Media::Video { .. } => None,
        };
        if channels.is_none() && shared {
            xml.empty("Representation", &attributes);
            return;
        }
        xml.element("Representation", &attributes, |xml| {
            if let Some(value) = channels {
                let scheme = "urn:mpeg:dash:23003:3:audio_channel_configuration:2011";
                put_descriptor(xml, "AudioChannelConfiguration", scheme, &value.to_string());
            }
            match (self.on_demand, shared) {
                (true, _) => self.put_base(xml, rendition),
                (false, false) => self.put_template(xml, rendition),
                (false, true) => {}
            }
        });
    }

    /// Measured: what [`buffered_bit_rate`] asks for, and never less than the peak that HLS declares
    /// of the same segments, for some players hold a single segment against it.
    fn bandwidth(&self, rendition: &Rendition) -> u64 {
        let ticks = self.buffer * Rational::whole(i64::from(rendition.timescale));
        let buffer = u64::try_from(ticks.floor()).unwrap_or(0);
        let pieces = rendition.pieces();
        let target = u64::try_from(self.buffer.round()).unwrap_or(1).max(1);
        buffered_bit_rate(&pieces, rendition.timescale, buffer).max(peak_bit_rate(
            &pieces,
            rendition.timescale,
            target,
        ))
    }

    fn put_template(&self, xml: &mut Xml, rendition: &Rendition) {
        let (initialization, media) = self.names.templates(self.mpd);
        let attributes = [
            given("timescale", rendition.timescale),
            given("startNumber", 1),
            given("initialization", initialization),
            given("media", media),
        ];
        xml.element("SegmentTemplate", &attributes, |xml| {
            xml.element("SegmentTimeline", &[], |xml| {
                put_timeline(xml, &rendition.segments);
            });
        });
    }

    fn put_base(&self, xml: &mut Xml, rendition: &Rendition) {
        let Some(segment) = rendition.segments.first() else {
            return;
        };
        xml.text("BaseURL", &reference(self.mpd, &segment.path));
        let attributes = [
            given("timescale", rendition.timescale),
            ("indexRange", rendition.index.map(range_text)),
        ];
        let init = rendition.init.as_ref();
        xml.element("SegmentBase", &attributes, |xml| {
            if let Some(Resource { range, .. }) = init {
                xml.empty("Initialization", &[("range", range.map(range_text))]);
            }
        });
    }
}

/// `par`, and the largest of what follows.
fn picture_attributes(renditions: &[&Rendition]) -> Vec<(&'static str, Option<String>)> {
    let pictures = renditions
        .iter()
        .filter_map(|rendition| match rendition.media {
            Media::Video {
                width,
                height,
                frame_rate,
                ..
            } => Some((width, height, frame_rate)),
            Media::Audio { .. } => None,
        });
    // Sizes of small rungs are rounded to even numbers: the largest is nearest to the true shape.
    let Some((width, height, _)) = pictures.clone().max() else {
        return Vec::new();
    };
    let aspect = Rational::new(i64::from(width), i64::from(height));
    let tallest = pictures.clone().map(|(_, height, _)| height).max();
    let fastest = pictures.map(|(_, _, frame_rate)| frame_rate).max();
    vec![
        given("par", format!("{}:{}", aspect.num(), aspect.den())),
        given("maxWidth", width),
        ("maxHeight", tallest.map(|height| height.to_string())),
        ("maxFrameRate", fastest.map(|rate| rate.to_string())),
    ]
}

/// Label, Accessibility and Role, in the order that the schema demands.
fn put_descriptors(xml: &mut Xml, rendition: &Rendition) {
    let role_scheme = "urn:mpeg:dash:role:2011";
    let Media::Audio { label, role, .. } = &rendition.media else {
        put_descriptor(xml, "Role", role_scheme, "main");
        return;
    };
    if !label.trim().is_empty() {
        xml.text("Label", label);
    }
    if *role == Role::Description {
        // 1: "audio description for the visually impaired" (TV-Anytime AudioPurposeCS).
        let scheme = "urn:tva:metadata:cs:AudioPurposeCS:2007";
        put_descriptor(xml, "Accessibility", scheme, "1");
    }
    let value = match role {
        Role::Main => "main",
        Role::Alternate => "alternate",
        Role::Dub => "dub",
        Role::Commentary => "commentary",
        Role::Description => "description",
    };
    put_descriptor(xml, "Role", role_scheme, value);
}

fn put_descriptor(xml: &mut Xml, name: &str, scheme: &str, value: &str) {
    xml.empty(name, &[given("schemeIdUri", scheme), given("value", value)]);
}

/// `ChannelConfiguration` of ISO/IEC 23091-3 table 2: equal to the count up to 5.1, then by layout.
fn channel_configuration(channels: u32) -> u32 {
    match channels {
        7 => 11,
        8 => 12,
        count => count,
    }
}

/// `S` elements: runs of equal length in one, a time where a run does not follow from the one before.
fn put_timeline(xml: &mut Xml, segments: &[Segment]) {
    let mut expected = None;
    for run in segments.chunk_by(|a, b| a.duration == b.duration) {
        let Some(first) = run.first() else { continue };
        let time = (expected != Some(first.start)).then(|| first.start.to_string());
        let repeated = (run.len() > 1).then(|| (run.len() - 1).to_string());
        xml.empty(
            "S",
            &[("t", time), given("d", first.duration), ("r", repeated)],
        );
        expected = run
            .last()
            .map(|last| last.start.saturating_add_unsigned(last.duration));
    }
}

fn range_text(range: ByteRange) -> String {
    let last = (range.offset + range.length).saturating_sub(1);
    format!("{}-{last}", range.offset)
}
