//! ffprobe's JSON to a [`Source`].
//!
//! Pure; does not know how ffprobe was started, and cannot know the file's name and size.

use serde_json::Value;

use crate::facts::{AudioStream, Basis, Source, SubtitleStream, VideoStream};
use crate::probe::display::{self, Turn};
use crate::probe::json::Object;
use crate::rational::Rational;

/// Reads what `ffprobe -print_format json -show_format -show_streams` printed. `None` if that is no
/// JSON. Cover art, thumbnails, data, attachments and streams of unknown codec are left out.
pub fn source(text: &str) -> Option<Source> {
    let answer: Value = serde_json::from_str(text).ok()?;
    let answer = Object::new(&answer);
    let format = answer.object("format");
    let container = Container::of(format);

    let mut source = Source {
        format: format.text("format_name").unwrap_or_default().to_owned(),
        bit_rate: format.count("bit_rate"),
        ..Source::default()
    };
    // Seconds at which the streams that are kept begin and end, where that is known exactly.
    let mut starts = Vec::new();
    let mut ends = Vec::new();
    let mut counted = false;
    for stream in answer.list("streams") {
        let clock = Clock::of(stream, &container);
        match stream.text("codec_type") {
            Some("video") if is_moving(stream) => source.video.push(video(stream, &clock)),
            Some("audio") if stream.text("codec_name").is_some() => {
                source.audio.push(audio(stream, &clock));
            }
            Some("subtitle") if stream.text("codec_name").is_some() => {
                source.subtitles.push(subtitle(stream));
                continue;
            }
            _ => continue,
        }
        counted |= clock.basis == Basis::Header;
        starts.extend(clock.start);
        if let (Some(start), Some(duration)) = (clock.start, clock.duration) {
            ends.push(start + duration);
        }
    }
    let start = starts.into_iter().min();
    source.start = start.or_else(|| format.fraction("start_time"));
    let (duration, basis) = container.duration(source.start, ends.into_iter().max());
    source.duration = duration;
    source.duration_basis = basis;
    if container.kind == Kind::IsoMedia && basis == Basis::Header && !counted {
        source.duration_basis = Basis::Bytes;
    }
    Some(source)
}

/// Times, in seconds, of the pictures that `-show_entries packet=pts,duration` printed. Where a stream
/// has no timestamps (raw H.264) they are counted up from the durations.
pub fn picture_times(text: &str, time_base: Rational) -> Vec<Rational> {
    let Ok(answer) = serde_json::from_str::<Value>(text) else {
        return Vec::new();
    };
    let packets: Vec<Object> = Object::new(&answer).list("packets").collect();
    let stamps: Vec<i64> = packets.iter().filter_map(|one| one.whole("pts")).collect();
    let ticks: Vec<i64> = if stamps.len() * 2 > packets.len() {
        stamps
    } else {
        let durations = packets.iter().filter_map(|one| one.whole("duration"));
        let counted = durations.scan(0_i64, |at, duration| {
            *at = at.checked_add(duration.max(0))?;
            Some(*at)
        });
        counted.collect()
    };
    ticks
        .into_iter()
        .map(|tick| Rational::whole(tick) * time_base)
        .collect()
}

/// Whether decoding begins at the first packet that `-show_entries packet=pts,flags` printed, and is
/// told when it is shown: not so in a broadcast that is joined in the middle, nor in AVI, which has
/// no presentation times.
pub fn begins_plainly(text: &str) -> bool {
    let Ok(answer) = serde_json::from_str::<Value>(text) else {
        return true;
    };
    let first = Object::new(&answer).list("packets").next();
    first.is_none_or(|packet| {
        let key = packet.text("flags").is_none_or(|flags| flags.contains('K'));
        key && packet.whole("pts").is_some()
    })
}

/// Seconds at which the first decoded picture that `-show_entries frame=best_effort_timestamp` printed
/// is shown.
pub fn first_picture(text: &str, time_base: Rational) -> Option<Rational> {
    let answer: Value = serde_json::from_str(text).ok()?;
    let first = Object::new(&answer).list("frames").next()?;
    let ticks = first.whole("best_effort_timestamp")?;
    Some(Rational::whole(ticks) * time_base)
}

/// The time base of stream `index`, in seconds.
pub fn time_base(text: &str, index: u32) -> Option<Rational> {
    let answer: Value = serde_json::from_str(text).ok()?;
    let mut streams = Object::new(&answer).list("streams");
    let stream = streams.find(|stream| stream.whole("index") == Some(i64::from(index)))?;
    stream.positive("time_base")
}

/// How a container tells lengths.
struct Container {
    /// Seconds, as ffprobe prints them: microseconds.
    duration: Option<Rational>,
    kind: Kind,
    /// Whether its `DURATION` tags and its length are *ends*, counted from nought (Lavf), rather than
    /// lengths (mkvmerge), and its other statistics may be copies of some other file's.
    by_lavf: bool,
    /// Whether its length is an end, counted from nought.
    says_end: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// MP4, MOV: exact where the header counts the samples, gathered from fragments where not.
    IsoMedia,
    /// Matroska, WebM.
    Matroska,
    /// The header counts frames; ffprobe's lengths shrink with the file.
    Avi,
    /// Other formats that write their length down.
    Written,
    /// Formats that do not, or of which ffprobe does not tell.
    Unwritten,
}

impl Container {
    fn of(format: Object) -> Self {
        let name = format.text("format_name").unwrap_or_default();
        let kind = match name.split(',').next().unwrap_or_default() {
            "mov" => Kind::IsoMedia,
            "matroska" => Kind::Matroska,
            "avi" => Kind::Avi,
            "flv" | "flac" | "asf" | "mxf" | "hls" | "dash" => Kind::Written,
            _ => Kind::Unwritten,
        };
        let writer = format.object("tags").tag("encoder").unwrap_or_default();
        let by_lavf = kind == Kind::Matroska && writer.starts_with("Lavf");
        Self {
            duration: format.positive("duration"),
            kind,
            by_lavf,
            says_end: by_lavf || name == "flv",
        }
    }

    /// The whole length and its basis; exact where the streams' `end` is what ffprobe rounded.
    fn duration(
        &self,
        start: Option<Rational>,
        end: Option<Rational>,
    ) -> (Option<Rational>, Basis) {
        let start = start.unwrap_or(Rational::ZERO);
        let streams = end.map(|end| end - start);
        let Some(said) = self.duration else {
            return (None, Basis::Unknown);
        };
        let said = match self.kind {
            // An AVI's frames are counted in its header, its length is not.
            Kind::Avi => streams.map_or(said, |streams| streams.max(said)),
            _ if self.says_end && start > Rational::ZERO => said - start,
            _ => said,
        };
        let near = |exact: &Rational| (*exact - said).to_f64().abs() < 0.000_002;
        let duration = streams.filter(near).unwrap_or(said);
        if duration <= Rational::ZERO {
            return (None, Basis::Unknown);
        }
        let basis = match self.kind {
            Kind::IsoMedia | Kind::Matroska | Kind::Avi | Kind::Written => Basis::Header,
            Kind::Unwritten => Basis::Bytes,
        };
        (Some(duration), basis)
    }
}

/// When a stream runs.
struct Clock {
    start: Option<Rational>,
    duration: Option<Rational>,
    basis: Basis,
    frames: Option<u64>,
}

impl Clock {
    fn of(stream: Object, container: &Container) -> Self {
        let base = stream.positive("time_base");
        let exact = |key: &str| Some(Rational::whole(stream.whole(key)?) * base?);
        let start = exact("start_pts").or_else(|| stream.fraction("start_time"));
        let said = exact("duration_ts").or_else(|| stream.fraction("duration"));
        let said = said.filter(|duration| *duration > Rational::ZERO);
        let counted = stream.count("nb_frames");
        let tags = stream.object("tags");
        let (duration, basis, frames) = match container.kind {
            Kind::IsoMedia if counted.is_some() => (said, Basis::Header, counted),
            Kind::IsoMedia | Kind::Unwritten => (said, Basis::Bytes, None),
            Kind::Written => (said, Basis::Header, None),
            Kind::Avi => {
                let length = |count: u64| Some(Rational::whole(i64::try_from(count).ok()?) * base?);
                let written = counted.and_then(length);
                (written.or(said), Basis::Header, counted)
            }
            Kind::Matroska => {
                let tagged = tags.tag("DURATION").and_then(clock_time);
                let begins = start.unwrap_or(Rational::ZERO);
                let tagged = tagged.map(|end| if container.by_lavf { end - begins } else { end });
                let tagged = tagged.filter(|duration| *duration > Rational::ZERO);
                let counted = tags.tag("NUMBER_OF_FRAMES").and_then(|n| n.parse().ok());
                let counted = counted.filter(|_| !container.by_lavf);
                (tagged.or(said), Basis::Header, counted)
            }
        };
        Self {
            start,
            duration,
            basis: duration.map_or(Basis::Unknown, |_| basis),
            frames,
        }
    }
}

/// Matroska's "00:00:10.005000000", in seconds.
fn clock_time(text: &str) -> Option<Rational> {
    let mut seconds = Rational::ZERO;
    for part in text.split(':') {
        seconds = seconds * Rational::whole(60) + Rational::parse(part)?;
    }
    Some(seconds)
}

fn is_moving(stream: Object) -> bool {
    let still = |flag: &str| flag == "attached_pic" || flag == "timed_thumbnails";
    stream.text("codec_name").is_some()
        && stream.small("width") > 0
        && stream.small("height") > 0
        && !stream.object("disposition").flags().any(still)
}

fn video(stream: Object, clock: &Clock) -> VideoStream {
    let Turn { rotation, mirrored } = display::turn(stream);
    let pixel_format = stream.text("pix_fmt").unwrap_or_default();
    let known = |key: &str| stream.text(key).map(str::to_owned);
    let tags = stream.object("tags");
    VideoStream {
        index: stream.small("index"),
        codec: stream.text("codec_name").unwrap_or_default().to_owned(),
        width: stream.small("width"),
        height: stream.small("height"),
        sample_aspect: stream.positive("sample_aspect_ratio"),
        rotation,
        mirrored,
        bit_depth: display::bit_depth(pixel_format)
            .or_else(|| Some(stream.small("bits_per_raw_sample")).filter(|bits| *bits > 0))
            .unwrap_or(8),
        pixel_format: pixel_format.to_owned(),
        frame_rate: stream.positive("r_frame_rate"),
        average_frame_rate: stream.positive("avg_frame_rate"),
        measured_frame_rate: None,
        start: clock.start,
        duration: clock.duration,
        duration_basis: clock.basis,
        frames: clock.frames,
        field_order: known("field_order"),
        color_primaries: known("color_primaries"),
        color_transfer: known("color_transfer"),
        color_space: known("color_space"),
        color_range: known("color_range"),
        bit_rate: stream.count("bit_rate"),
        language: tags.tag("language").map(str::to_owned),
        default: stream
            .object("disposition")
            .flags()
            .any(|flag| flag == "default"),
    }
}

fn audio(stream: Object, clock: &Clock) -> AudioStream {
    let tags = stream.object("tags");
    // Where the order of the channels is unknown, 8.1 writes "6 channels" in its place.
    let layout = stream.text("channel_layout");
    let layout = layout.filter(|layout| !layout.ends_with(" channels"));
    AudioStream {
        index: stream.small("index"),
        codec: stream.text("codec_name").unwrap_or_default().to_owned(),
        sample_rate: stream.small("sample_rate"),
        channels: stream.small("channels"),
        channel_layout: layout.map(str::to_owned),
        start: clock.start,
        duration: clock.duration,
        duration_basis: clock.basis,
        bit_rate: stream.count("bit_rate"),
        language: tags.tag("language").map(str::to_owned),
        title: tags.tag("title").map(str::to_owned),
        dispositions: flags(stream),
    }
}

fn subtitle(stream: Object) -> SubtitleStream {
    let tags = stream.object("tags");
    SubtitleStream {
        index: stream.small("index"),
        codec: stream.text("codec_name").unwrap_or_default().to_owned(),
        language: tags.tag("language").map(str::to_owned),
        title: tags.tag("title").map(str::to_owned),
        dispositions: flags(stream),
    }
}

fn flags(stream: Object) -> std::collections::BTreeSet<String> {
    let disposition = stream.object("disposition");
    disposition.flags().map(str::to_owned).collect()
}
