//! Cuts finished tracks into a package in its staging folder: init segments, segments, encryption,
//! playlists and MPD.
//!
//! Unaware of how ffmpeg is started (MPEG-TS needs it: the caller gives a function), and of what
//! stands in the output's place.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: writes packages"
)]

use std::fs::File;
use std::io::{BufWriter, Write};

use camino::Utf8PathBuf;

use super::keys::{self, Key};
use super::track::{self, Opened};
use super::transport::{self, Reader};
use super::{Failure, bad_track, cut, disk};
use crate::codec::rfc6381::codec_string;
use crate::media::cut::Cut;
use crate::media::{self, Sample, Track};
use crate::package::address::Names;
use crate::package::presentation::{
    self, ByteRange, Presentation, Rendition, Resource, Segment, VideoRange,
};
use crate::package::{dash, hls};
use crate::plan::{Command, Container, Media, Package, Plan};
use crate::rational::Rational;

/// Starts ffmpeg for a copy into MPEG-TS.
pub type Remux<'a> = dyn FnMut(&Command) -> Result<(), Failure> + 'a;

/// Makes the package in its staging folder. Gives up between two segments once `stopped` says so.
pub fn package<'a>(
    plan: &'a Plan,
    package: &'a Package,
    stopped: &'a dyn Fn() -> bool,
    remux: &mut Remux<'_>,
) -> Result<(), Failure> {
    let mut bench = Bench::new(plan, package)?;
    bench.stopped = stopped;
    let fail = |error: std::io::Error| disk(&bench.origin, "prepare the staging folder", &error);
    disk::remove(&bench.staging).map_err(fail)?;
    std::fs::create_dir_all(&bench.staging).map_err(fail)?;
    let mut renditions = Vec::new();
    // Sound ends with the longest picture; pictures come first in the plan.
    let mut end: Option<Rational> = None;
    for (track, planned) in bench.tracks() {
        let mut opened = track::open(&plan.root.join(&planned.file), planned)?;
        if matches!(planned.media, Media::Video { .. }) {
            let length = opened.track.presented_duration();
            let length = opened.track.seconds(i64::try_from(length).unwrap_or(0));
            end = end.max(Some(length));
        }
        let cuts = cut::segments(&mut opened.track, package.segment_duration, end)
            .map_err(|reason| bad_track(&planned.origin, format!("`{}`: {reason}", planned.id)))?;
        let made = match &track.remux {
            None => bench.fragmented(&mut opened, planned, &cuts)?,
            Some(command) => {
                bench.transport(&mut opened, planned, &cuts, &mut || remux(command))?
            }
        };
        renditions.push(made);
    }
    let presentation = Presentation {
        container: package.container,
        renditions,
    };
    for text in
        manifests(package, &presentation).map_err(|message| bad_track(&bench.origin, message))?
    {
        disk::write(&bench.staging.join(&text.path), text.text.as_bytes())
            .map_err(|error| disk(&bench.origin, &format!("write `{}`", text.path), &error))?;
    }
    disk::remove(&bench.work).map_err(|error| disk(&bench.origin, "clear the work folder", &error))
}

/// Every playlist and MPD of a presentation, as text.
pub fn manifests(
    package: &Package,
    presentation: &Presentation,
) -> Result<Vec<crate::package::TextFile>, String> {
    let mut texts = Vec::new();
    if let Some(wanted) = &package.hls {
        texts.extend(hls::write(presentation, wanted).map_err(|error| error.to_string())?);
    }
    if let Some(wanted) = &package.dash {
        let text = dash::write(presentation, wanted, &package.segment_path)
            .map_err(|error| error.to_string())?;
        texts.push(text);
    }
    Ok(texts)
}

/// A packaging step at work, or read back.
pub struct Bench<'a> {
    plan: &'a Plan,
    package: &'a Package,
    /// Whether the work is to be given up.
    pub stopped: &'a dyn Fn() -> bool,
    /// The folder that holds the package.
    pub staging: Utf8PathBuf,
    /// The folder for what lies between.
    pub work: Utf8PathBuf,
    /// Names of the files.
    pub names: Names,
    /// The key, where there is one.
    pub key: Option<Key>,
    /// The output in the manifest.
    pub origin: crate::source::Route,
}

impl<'a> Bench<'a> {
    /// Reads the key and prepares names; touches nothing.
    pub fn new(plan: &'a Plan, package: &'a Package) -> Result<Self, Failure> {
        let key = match &package.encryption {
            Some(encryption) => Some(Key::read(&plan.root, encryption)?),
            None => None,
        };
        let origin = plan
            .outputs
            .iter()
            .find(|output| output.name == package.output)
            .map_or_else(crate::source::Route::root, |output| output.origin.clone());
        Ok(Self {
            plan,
            package,
            stopped: &|| false,
            staging: plan.root.join(&package.staging),
            work: plan.root.join(&package.work),
            names: Names::new(&package.segment_path, package.container),
            key,
            origin,
        })
    }

    /// The package's tracks with their renditions.
    pub fn tracks(
        &self,
    ) -> impl Iterator<Item = (&'a crate::plan::Track, &'a crate::plan::Rendition)> {
        let plan = self.plan;
        self.package.renditions.iter().filter_map(move |track| {
            let rendition = plan
                .renditions
                .iter()
                .find(|rendition| rendition.id == track.rendition)?;
            Some((track, rendition))
        })
    }

    /// What a playlist says of a segment's encryption.
    pub fn key_mark(&self) -> Option<presentation::Key> {
        let encryption = self.package.encryption.as_ref()?;
        Some(presentation::Key {
            uri: encryption.key_uri.clone(),
            iv: encryption
                .iv
                .as_deref()
                .and_then(crate::manifest::encryption::hex),
        })
    }

    /// A segment's bytes as they are published; `number` counts from 0.
    fn seal(&self, number: usize, clear: Vec<u8>) -> Result<Vec<u8>, Failure> {
        if (self.stopped)() {
            return Err(bad_track(&self.origin, "interrupted"));
        }
        Ok(match (&self.key, &self.package.encryption) {
            (Some(key), Some(encryption)) => {
                key.encrypt(keys::iv(encryption, number as u64), &clear)
            }
            _ => clear,
        })
    }

    /// A published segment's bytes in the clear; `None` where the key does not fit.
    pub fn unseal(&self, number: usize, bytes: Vec<u8>) -> Option<Vec<u8>> {
        match (&self.key, &self.package.encryption) {
            (Some(key), Some(encryption)) => {
                key.decrypt(keys::iv(encryption, number as u64), &bytes)
            }
            _ => Some(bytes),
        }
    }

    /// The media description of a rendition for playlists and MPD.
    pub fn media(&self, planned: &crate::plan::Rendition) -> presentation::Media {
        match &planned.media {
            Media::Video {
                width,
                height,
                frame_rate,
                ..
            } => presentation::Media::Video {
                width: *width,
                height: *height,
                frame_rate: *frame_rate,
                range: VideoRange::Sdr,
            },
            Media::Audio {
                sample_rate,
                channels,
                language,
                role,
            } => {
                let track = self
                    .package
                    .renditions
                    .iter()
                    .find(|track| track.rendition == planned.id);
                presentation::Media::Audio {
                    channels: *channels,
                    sample_rate: *sample_rate,
                    language: language.clone(),
                    label: track
                        .and_then(|track| track.label.clone())
                        .unwrap_or_default(),
                    role: *role,
                    default: track.is_some_and(|track| track.default),
                    group: group(planned),
                }
            }
        }
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        disk::write(&self.staging.join(path), bytes)
            .map_err(|error| disk(&self.origin, &format!("write `{path}`"), &error))
    }

    /// Fragmented MP4, cut from the track without ffmpeg: the samples stay bit for bit.
    fn fragmented(
        &self,
        opened: &mut Opened,
        planned: &crate::plan::Rendition,
        cuts: &[Cut],
    ) -> Result<Rendition, Failure> {
        let broken =
            |reason: String| bad_track(&planned.origin, format!("`{}`: {reason}", planned.id));
        let init = media::init_segment(&opened.track).map_err(|error| broken(error.to_string()))?;
        let codecs =
            codec_string(&opened.track.entry).map_err(|error| broken(error.to_string()))?;
        let video = matches!(planned.media, Media::Video { .. });
        let single = self.package.single_file;
        let prefix = if single { Vec::new() } else { media::styp() };
        let heads: Vec<Vec<u8>> = (1_u32..)
            .zip(cuts)
            .map(|(sequence, cut)| {
                let samples = samples(&opened.track, cut);
                let mut head = prefix.clone();
                head.extend(media::fragment_head(sequence, &opened.track, samples));
                head
            })
            .collect();
        let path = self.names.single_file(&planned.id);
        let mut index = None;
        let mut sink = None;
        if single {
            let mut lead = init.clone();
            if self.key.is_none() {
                let sidx = self.index(&opened.track, &heads, cuts)?;
                index = Some(ByteRange {
                    offset: lead.len() as u64,
                    length: sidx.len() as u64,
                });
                lead.extend(sidx);
            }
            sink = Some(self.sink(&path, &lead)?);
        } else {
            self.write(&self.names.init(&planned.id), &init)?;
        }
        let mut segments = Vec::new();
        for (number, (cut, head)) in cuts.iter().zip(heads).enumerate() {
            let first = opened.track.samples.get(cut.samples.start);
            let key_frame = head.len() as u64 + first.map_or(0, |sample| u64::from(sample.size));
            let mut bytes = head;
            bytes.extend(opened.bytes(cut.samples.clone()).map_err(broken)?);
            let bytes = self.seal(number, bytes)?;
            let mut segment = Segment {
                path: path.clone(),
                range: None,
                start: cut.start,
                duration: cut.duration,
                bytes: bytes.len() as u64,
                key_frame: (video && self.key.is_none()).then_some(ByteRange {
                    offset: 0,
                    length: key_frame,
                }),
                key: self.key_mark(),
            };
            match &mut sink {
                Some(sink) => self.append(sink, &mut segment, &bytes)?,
                None => {
                    segment.path = self.names.segment(&planned.id, number + 1);
                    self.write(&segment.path, &bytes)?;
                }
            }
            segments.push(segment);
        }
        self.close(sink)?;
        Ok(Rendition {
            id: planned.id.clone(),
            codecs,
            timescale: opened.track.timescale,
            media: self.media(planned),
            init: Some(if single {
                Resource {
                    path,
                    range: Some(ByteRange {
                        offset: 0,
                        length: init.len() as u64,
                    }),
                }
            } else {
                Resource {
                    path: self.names.init(&planned.id),
                    range: None,
                }
            }),
            index,
            priming: priming(&opened.track),
            segments,
        })
    }

    /// The segment index of a single file, from the sizes that its segments will have.
    fn index(&self, track: &Track, heads: &[Vec<u8>], cuts: &[Cut]) -> Result<Vec<u8>, Failure> {
        let references: Vec<media::fragment::Reference> = heads
            .iter()
            .zip(cuts)
            .map(|(head, cut)| {
                let samples = samples(track, cut);
                let data: u64 = samples.iter().map(|sample| u64::from(sample.size)).sum();
                media::fragment::Reference {
                    size: head.len() as u64 + data,
                    duration: cut.duration,
                    starts_with_sap: true,
                }
            })
            .collect();
        media::sidx(&media::fragment::Index {
            track_id: track.id,
            timescale: track.timescale,
            earliest_presentation_time: 0,
            first_offset: 0,
            references: &references,
        })
        .map_err(|error| bad_track(&self.origin, error.to_string()))
    }

    /// A file that is written piece by piece.
    fn sink(&self, path: &str, lead: &[u8]) -> Result<Sink, Failure> {
        let whole = self.staging.join(path);
        let open = || -> std::io::Result<Sink> {
            if let Some(folder) = whole.parent() {
                std::fs::create_dir_all(folder)?;
            }
            let mut file = BufWriter::new(File::create(&whole)?);
            file.write_all(lead)?;
            Ok(Sink {
                file,
                written: lead.len() as u64,
            })
        };
        open().map_err(|error| disk(&self.origin, &format!("write `{path}`"), &error))
    }

    /// Adds a segment to the file and notes its place there.
    fn append(&self, sink: &mut Sink, segment: &mut Segment, bytes: &[u8]) -> Result<(), Failure> {
        sink.file
            .write_all(bytes)
            .map_err(|error| disk(&self.origin, &format!("write `{}`", segment.path), &error))?;
        let offset = sink.written;
        segment.range = Some(ByteRange {
            offset,
            length: bytes.len() as u64,
        });
        if let Some(frame) = &mut segment.key_frame {
            frame.offset += offset;
        }
        sink.written += bytes.len() as u64;
        Ok(())
    }

    fn close(&self, sink: Option<Sink>) -> Result<(), Failure> {
        let Some(sink) = sink else {
            return Ok(());
        };
        sink.file
            .into_inner()
            .map(drop)
            .map_err(std::io::IntoInnerError::into_error)
            .map_err(|error| disk(&self.origin, "finish a file", &error))
    }

    /// MPEG-TS: ffmpeg copies the track, cut to the picture's length, into segments; they are checked
    /// frame by frame and put in their places.
    fn transport(
        &self,
        opened: &mut Opened,
        planned: &crate::plan::Rendition,
        cuts: &[Cut],
        remux: &mut dyn FnMut() -> Result<(), Failure>,
    ) -> Result<Rendition, Failure> {
        let broken =
            |reason: String| bad_track(&planned.origin, format!("`{}`: {reason}", planned.id));
        let io = |error: std::io::Error| disk(&self.origin, "write between files", &error);
        let codecs =
            codec_string(&opened.track.entry).map_err(|error| broken(error.to_string()))?;
        self.trimmed(opened, planned, cuts)?;
        remux()?;
        let file = |number: usize| -> Result<Option<Vec<u8>>, Failure> {
            let file = self.work.join(format!("{}_{number:05}.ts", planned.id));
            match std::fs::read(&file) {
                Ok(bytes) => Ok(Some(bytes)),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(io(error)),
            }
        };
        // The muxer counts from the first sample, an encoder's priming: so it cuts sound up to a
        // frame early, and can leave a last frame or two behind the last border. They belong to the
        // segment before; transport streams can be put together by putting their bytes together.
        let clear = |number: usize| -> Result<Option<Vec<u8>>, Failure> {
            let Some(mut bytes) = file(number)? else {
                return Ok(None);
            };
            if number > cuts.len() {
                return Ok(None);
            }
            if number == cuts.len() {
                for surplus in number + 1.. {
                    let Some(more) = file(surplus)? else { break };
                    bytes.extend(more);
                }
            }
            Ok(Some(bytes))
        };
        let mut reader = Reader::new(&planned.media, &planned.codec);
        for number in 1.. {
            let Some(bytes) = clear(number)? else { break };
            reader.push(&bytes).map_err(broken)?;
        }
        let parts = reader.finish();
        transport::check(&parts, &planned.media, cuts).map_err(broken)?;
        let first = opened.track.samples.first();
        let time = first.map_or(0, |sample| opened.track.presentation_time(sample));
        if !parts.begins_at(opened.track.seconds(time)) {
            return Err(broken(
                "its copy in MPEG-TS does not begin where it should".into(),
            ));
        }
        let path = self.names.single_file(&planned.id);
        let mut sink = match self.package.single_file {
            true => Some(self.sink(&path, &[])?),
            false => None,
        };
        let mut segments = Vec::new();
        for (number, part) in parts.segments.iter().enumerate() {
            let bytes = self.seal(number, clear(number + 1)?.unwrap_or_default())?;
            let mut segment = self.transport_segment(part, path.clone(), bytes.len() as u64);
            match &mut sink {
                Some(sink) => self.append(sink, &mut segment, &bytes)?,
                None => {
                    segment.path = self.names.segment(&planned.id, number + 1);
                    self.write(&segment.path, &bytes)?;
                }
            }
            segments.push(segment);
        }
        self.close(sink)?;
        Ok(Rendition {
            id: planned.id.clone(),
            codecs,
            timescale: parts.timescale,
            media: self.media(planned),
            init: None,
            index: None,
            priming: parts.priming,
            segments,
        })
    }

    /// The track without what lies behind the picture's end, for ffmpeg to copy.
    fn trimmed(
        &self,
        opened: &mut Opened,
        planned: &crate::plan::Rendition,
        cuts: &[Cut],
    ) -> Result<(), Failure> {
        let broken =
            |reason: String| bad_track(&planned.origin, format!("`{}`: {reason}", planned.id));
        let path = self.work.join(format!("{}.mp4", planned.id));
        let io = |error: std::io::Error| disk(&self.origin, &format!("write `{path}`"), &error);
        std::fs::create_dir_all(&self.work).map_err(io)?;
        let mut file = BufWriter::new(File::create(&path).map_err(io)?);
        let init = media::init_segment(&opened.track).map_err(|error| broken(error.to_string()))?;
        file.write_all(&init).map_err(io)?;
        for (sequence, cut) in (1_u32..).zip(cuts) {
            let samples = samples(&opened.track, cut);
            let head = media::fragment_head(sequence, &opened.track, samples);
            file.write_all(&head).map_err(io)?;
            let bytes = opened.bytes(cut.samples.clone()).map_err(broken)?;
            file.write_all(&bytes).map_err(io)?;
        }
        file.flush().map_err(io)
    }

    /// One MPEG-TS segment of `bytes` bytes as playlists speak of it, in a file of its own.
    pub fn transport_segment(&self, part: &transport::Part, path: String, bytes: u64) -> Segment {
        Segment {
            path,
            range: None,
            start: part.start,
            duration: part.duration,
            bytes,
            key_frame: part
                .key_frame
                .filter(|_| self.key.is_none())
                .map(|length| ByteRange { offset: 0, length }),
            key: self.key_mark(),
        }
    }

    /// Which kind of segments.
    pub fn container(&self) -> Container {
        self.package.container
    }
}

/// A file that is written piece by piece.
struct Sink {
    file: BufWriter<File>,
    written: u64,
}

/// Sound tracks of one codec, rate and channel count replace each other in players.
fn group(planned: &crate::plan::Rendition) -> String {
    match &planned.media {
        Media::Audio { channels, .. } => {
            let rate = planned
                .bit_rate
                .map_or("lossless".into(), |rate| format!("{}k", rate / 1000));
            format!("{}_{rate}_{channels}ch", planned.codec)
        }
        Media::Video { .. } => String::new(),
    }
}

/// Ticks of a track that its edit list cuts off at the start.
pub fn priming(track: &Track) -> u64 {
    let first = track.samples.first();
    let time = first.map_or(0, |sample| track.presentation_time(sample));
    u64::try_from(-time).unwrap_or(0)
}

fn samples<'a>(track: &'a Track, cut: &Cut) -> &'a [Sample] {
    track.samples.get(cut.samples.clone()).unwrap_or_default()
}
