//! Asks ffprobe what one source holds.
//!
//! Does not know what for.
//!
//! # What lengths are worth
//!
//! Measured with 5.1.9 and 8.1.2, which differ only where said. Sources of ten seconds and of sixty,
//! whole, and cut to three fifths of their bytes:
//!
//! | container | stream's length | its frames | cut: ffprobe says | basis | cut is seen in the structure |
//! | --- | --- | --- | --- | --- | --- |
//! | MP4, MOV, index last | exact | exact | `moov atom not found`, exit 1 | – | – |
//! | MP4, MOV, `faststart` | exact | exact | the whole length and all frames | header | yes: `mdat` |
//! | MP4 in fragments | gathered from fragments[^f] | none | what is left, to the last whole `moof` | bytes | yes, inside a fragment |
//! | the same, one `sidx` for all | exact | none | the whole length | header | yes, inside a fragment |
//! | Matroska, WebM by ffmpeg | tag `DURATION`: an *end*, in ms | none | the whole length | header | yes: Segment |
//! | Matroska by mkvmerge | tag `DURATION`: a *length*[^s] | tag, exact | whole length; tags are gone, being last | header | yes: Segment |
//! | Matroska written to a pipe | none | none | nothing | unknown | no |
//! | AVI | from frames × time base | header's count | length shrinks, count stays | header | yes: RIFF |
//! | FLV | none; the file's is an end | none | the whole length, if written at all | header | no |
//! | MPEG-TS | last timestamps: video exact, sound up to 0.3 s short | none | what is left | bytes | no |
//! | MPEG-PS | last timestamps, up to 2 frames short | none | what is left | bytes | no |
//! | raw H.264 | none[^r] | none | nothing | unknown | no |
//! | MP3, ADTS, Ogg | exact with a Xing header, else size over bit rate (1 % off); Ogg: last page | none | MP3 with Xing: all; else what is left | bytes | no |
//! | WAV | exact | none | what is left | bytes | yes: RIFF |
//! | FLAC, MXF | exact | none | the whole length | header | no |
//!
//! [^f]: Without an edit list an encoder's delay is counted in (10.031 for 10.010), and with a `sidx`
//! per fragment 5.1 forgets the last one (59.09 of 60.02 for sound).
//! [^s]: ffmpeg copies mkvmerge's statistics into files that it cuts, where they are wrong; it rewrites
//! `DURATION`. So a file whose container names Lavf as its writer is trusted for that one alone.
//! [^r]: 8.1 claims a doubled `r_frame_rate` and 25 for `avg_frame_rate`; packets' durations are right.
//!
//! # How to find out that a source was cut short
//!
//! ffmpeg 5.1, 8.1 and 9.0 encode every one of these cut files **with exit code 0**. So:
//!
//! 1. Before: [`Source::missing_bytes`] above nought is proof, from the file's own structure.
//! 2. After: where [`VideoStream::duration_basis`] is [`Basis::Header`], fewer frames than
//!    [`VideoStream::duration`] × grid, by more than two, prove that something was missing, in the
//!    file or on the way from the server. Length and basis of the source as a whole serve where
//!    the stream has none (FLV; Matroska without tags); the whole may be longer than the pictures.
//! 3. Where it is [`Basis::Bytes`] or [`Basis::Unknown`], a shorter encode proves nothing, and the words
//!    on ffmpeg's stderr are all there is: `File ended prematurely` (Matroska), `partial file` (MP4),
//!    `Invalid NAL unit size`; of a cut transport stream it says nothing at all, and nobody can know.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: looks at the source itself"
)]

use std::fs::{self, File};
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};

use crate::diag;
use crate::facts::{Basis, Source, VideoStream, steady_rate};
use crate::probe::child;
use crate::probe::clock;
use crate::probe::error::ProbeError;
use crate::probe::layout::{self, Layout};
use crate::probe::reading;
use crate::rational::Rational;

/// How long ffprobe may take over one source.
pub const LIMIT: Duration = Duration::from_secs(60);

/// Pictures whose times are looked at where the claimed rates leave doubt: some ten seconds.
const SAMPLE: &str = "%+#400";

/// Packets that are decoded in search of the first picture: a broadcast's longest GOP.
const SEARCH: &str = "%+#300";

/// ffprobe's words for an MP4 without its table of contents.
const NO_INDEX: &str = "moov atom not found";

/// How a source is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// A file.
    File(Utf8PathBuf),
    /// An `http` or `https` address.
    Url(String),
    /// A filter graph whose outputs are the streams.
    Lavfi(String),
}

impl Opening {
    /// A path of a manifest: addresses are paths too.
    pub fn path(path: &Utf8Path) -> Self {
        let text = path.as_str();
        let begins = |scheme: &str| {
            text.get(..scheme.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        };
        if begins("http://") || begins("https://") {
            return Opening::Url(text.to_owned());
        }
        Opening::File(path.to_owned())
    }

    /// The arguments by which ffmpeg and ffprobe open it: `-i file:PATH`, `-i URL`, `-f lavfi -i GRAPH`.
    /// With `file:` a name may begin with a dash or hold a colon.
    pub fn arguments(&self) -> Vec<String> {
        match self {
            Opening::File(path) => vec!["-i".to_owned(), format!("file:{path}")],
            Opening::Url(url) => vec!["-i".to_owned(), url.clone()],
            Opening::Lavfi(graph) => ["-f", "lavfi", "-i", graph].map(str::to_owned).to_vec(),
        }
    }

    fn subject(&self) -> &str {
        match self {
            Opening::File(path) => path.as_str(),
            Opening::Url(text) | Opening::Lavfi(text) => text,
        }
    }
}

/// Asks `ffprobe` what a source holds; each question is given up after `limit`.
///
/// A file is looked at first, so that what is absent, empty or no file at all is told without ffprobe.
/// Where the claimed frame rates leave doubt, the first four hundred pictures' times are asked for;
/// outside of MP4, the first packet's, and where it is no keyframe, the first pictures are decoded.
///
/// # Errors
/// The source's faults; and a missing or broken ffprobe.
pub fn source(ffprobe: &str, opening: &Opening, limit: Duration) -> Result<Source, ProbeError> {
    let (size, layout, clock_jumps) = match opening {
        Opening::File(path) => {
            let (size, layout, jumps) = look(path)?;
            (Some(size), layout, jumps)
        }
        Opening::Url(_) | Opening::Lavfi(_) => (None, Layout::default(), false),
    };
    let asked = Asked {
        ffprobe,
        opening,
        limit,
        structured: layout.missing.is_some(),
    };
    let answer = asked.answer(&["-show_format", "-show_streams"])?;
    let unreadable = |said: &str| ProbeError::SourceUnreadable {
        path: opening.subject().into(),
        said: said.to_owned(),
    };
    let mut source = reading::source(&answer).ok_or_else(|| unreadable("no answer"))?;
    if source.video.is_empty() && source.audio.is_empty() && source.subtitles.is_empty() {
        return Err(unreadable("it holds no picture, sound or subtitles"));
    }
    if !matches!(opening, Opening::Lavfi(_)) {
        source.path = opening.subject().into();
    }
    source.size = size;
    source.missing_bytes = layout.missing;
    source.clock_jumps = clock_jumps && source.format == "mpegts";
    settle_fragments(&mut source, layout);
    let generated = matches!(opening, Opening::Lavfi(_));
    // MP4 says when every picture is shown, and its edit list which is the first.
    let settled = generated || source.format.starts_with("mov,");
    for stream in &mut source.video {
        let Some(base) = reading::time_base(&answer, stream.index) else {
            continue;
        };
        if stream.rate_in_doubt() {
            stream.measured_frame_rate = asked.rate(stream, base);
        }
        if !settled && let Some(first) = asked.first_picture(stream, base) {
            begin_at(stream, first);
        }
    }
    Ok(source)
}

/// Moves a stream's start to the first picture that can be decoded.
fn begin_at(stream: &mut VideoStream, first: Rational) {
    let Some(start) = stream.start else {
        stream.start = Some(first);
        return;
    };
    // A length that is counted from the bytes counts the pictures before it, which nobody sees.
    if stream.duration_basis != Basis::Header && first > start {
        let length = stream.duration.map(|length| length - (first - start));
        stream.duration = length.filter(|length| *length > Rational::ZERO);
    }
    stream.start = Some(first);
}

/// A fragmented MP4's length is gathered from the fragments present, unless an index at the beginning
/// tells of all of them.
fn settle_fragments(source: &mut Source, layout: Layout) {
    if !layout.fragmented || source.duration.is_none() {
        return;
    }
    let basis = if layout.indexed {
        Basis::Header
    } else {
        Basis::Bytes
    };
    source.duration_basis = basis;
    let video = source.video.iter_mut().map(|one| &mut one.duration_basis);
    let audio = source.audio.iter_mut().map(|one| &mut one.duration_basis);
    video.chain(audio).for_each(|of_stream| *of_stream = basis);
}

/// One source, and how it is asked about.
struct Asked<'a> {
    ffprobe: &'a str,
    opening: &'a Opening,
    limit: Duration,
    /// Whether the file has an outermost structure that is known.
    structured: bool,
}

impl Asked<'_> {
    /// ffprobe's JSON.
    fn answer(&self, question: &[&str]) -> Result<String, ProbeError> {
        let plain = ["-hide_banner", "-v", "error", "-print_format", "json"];
        let opening = self.opening.arguments();
        let arguments = plain.iter().chain(question).copied();
        let arguments = arguments.chain(opening.iter().map(String::as_str));
        let words = child::listen(self.ffprobe, arguments, self.limit)
            .map_err(|error| self.not_started(&error))?;
        match words.status {
            Some(status) if status.success() => Ok(words.stdout),
            Some(_) => Err(self.refusal(&words.stderr)),
            None => Err(ProbeError::SourceStalled {
                subject: self.opening.subject().to_owned(),
                limit: self.limit,
            }),
        }
    }

    /// The rate on which the first pictures lie. A source that does not answer keeps its claims.
    fn rate(&self, stream: &VideoStream, base: Rational) -> Option<Rational> {
        let index = stream.index.to_string();
        let entries = "packet=pts,duration";
        let question = ["-select_streams", &index, "-read_intervals", SAMPLE];
        let question = [&question[..], &["-show_entries", entries]].concat();
        let answer = self.answer(&question).ok()?;
        steady_rate(&reading::picture_times(&answer, base), stream)
    }

    /// When the first picture is shown, where the stream's own start does not tell: it counts packets
    /// before the first keyframe, and takes AVI's decoding times for presentation times.
    fn first_picture(&self, stream: &VideoStream, base: Rational) -> Option<Rational> {
        let index = stream.index.to_string();
        let question = ["-select_streams", &index, "-read_intervals", "%+#1"];
        let packet = [&question[..], &["-show_entries", "packet=pts,flags"]].concat();
        if reading::begins_plainly(&self.answer(&packet).ok()?) {
            return None;
        }
        let question = ["-select_streams", &index, "-read_intervals", SEARCH];
        let entries = "frame=best_effort_timestamp";
        let frames = [&question[..], &["-show_entries", entries]].concat();
        reading::first_picture(&self.answer(&frames).ok()?, base)
    }

    fn not_started(&self, error: &std::io::Error) -> ProbeError {
        if error.kind() == std::io::ErrorKind::InvalidInput {
            return self.refusal("it holds a NUL character");
        }
        ProbeError::cannot_start("ffprobe", self.ffprobe, error)
    }

    fn refusal(&self, stderr: &str) -> ProbeError {
        let said = decisive(stderr, self.opening.subject());
        let path = || self.opening.subject().into();
        match self.opening {
            Opening::Lavfi(graph) => ProbeError::GraphRefused {
                graph: graph.clone(),
                said,
            },
            Opening::Url(_) if said == NO_INDEX || said.starts_with("Invalid data found") => {
                ProbeError::SourceUnreadable { path: path(), said }
            }
            Opening::Url(url) => ProbeError::SourceUnreachable {
                url: url.clone(),
                said,
            },
            Opening::File(_) if said == NO_INDEX && self.structured => {
                ProbeError::SourceIncomplete { path: path(), said }
            }
            // Rubbish that is merely called `.mp4`: ffprobe trusted the name.
            Opening::File(_) if said == NO_INDEX => ProbeError::SourceUnreadable {
                path: path(),
                said: "Invalid data found when processing input".to_owned(),
            },
            Opening::File(_) => ProbeError::SourceUnreadable { path: path(), said },
        }
    }
}

/// What the file system says of a file, the file's outermost structure, and whether its clock jumps.
fn look(path: &Utf8Path) -> Result<(u64, Layout, bool), ProbeError> {
    let barred = |reason: &str, help: &'static str| ProbeError::SourceBarred {
        path: path.to_owned(),
        reason: reason.to_owned(),
        help,
    };
    let refused = |error: std::io::Error| match ProbeError::cannot_open(path.to_owned(), &error) {
        ProbeError::SourceMissing { path, .. } => ProbeError::SourceMissing {
            near: near(&path),
            path,
        },
        other => other,
    };
    let metadata = fs::metadata(path).map_err(refused)?;
    if metadata.is_dir() {
        let help = "for every file of a folder, write `glob = \"FOLDER/*.mov\"` in place of `path`";
        return Err(barred("it is a folder", help));
    }
    if !metadata.is_file() {
        let help = "a source is read more than once: save it to a file first";
        return Err(barred("it is no regular file", help));
    }
    let size = metadata.len();
    if size == 0 {
        let path = path.to_owned();
        return Err(ProbeError::SourceEmpty { path });
    }
    let mut file = File::open(path).map_err(refused)?;
    let layout = layout::read(&mut file, size).map_err(refused)?;
    let jumps = clock::jumps(&mut file, size).map_err(refused)?;
    Ok((size, layout, jumps))
}

/// The name in the same folder that was most likely meant.
pub fn near(path: &Utf8Path) -> Option<String> {
    let folder = path.parent()?;
    let shown = if folder.as_str().is_empty() {
        Utf8Path::new(".")
    } else {
        folder
    };
    let entries = shown.read_dir_utf8().ok()?.take(10_000).flatten();
    let names: Vec<String> = entries.map(|entry| entry.file_name().to_owned()).collect();
    let meant = diag::suggest(path.file_name()?, names.iter().map(String::as_str))?;
    Some(folder.join(meant).into_string())
}

/// The line of ffprobe's errors that tells most, without the component's address and the file's name.
fn decisive(stderr: &str, subject: &str) -> String {
    let lines = stderr.lines().map(str::trim);
    let line = lines.clone().find(|line| !line.is_empty());
    let line = line.unwrap_or("ffprobe failed without a word");
    let bare = line
        .strip_prefix('[')
        .and_then(|rest| rest.split_once("] "))
        .map_or(line, |(_, text)| text);
    let named = [format!("file:{subject}: "), format!("{subject}: ")];
    let bare = named
        .iter()
        .find_map(|name| bare.strip_prefix(name.as_str()))
        .unwrap_or(bare);
    bare.to_owned()
}
