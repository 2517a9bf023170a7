//! The plan as data: what will be made, by which steps, and which line of the manifest asked.
//!
//! Knows nothing of how a step is carried out, of the clock or of the disk. Acyclic by
//! construction: a step can need only steps that were added before it. Serialises, and reads back.

pub mod shell;

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

use crate::rational::Rational;
pub use crate::role::Role;
use crate::source::Route;

/// Version of the plan's JSON.
pub const FORMAT: u32 = 1;

/// Everything that one job will do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Version of this shape.
    pub format: u32,
    /// The job's name: the manifest's, and the batch item where there is one.
    pub job: String,
    /// The manifest, as it was named on the command line.
    pub manifest: Utf8PathBuf,
    /// The manifest's folder: relative paths in this plan start there.
    pub root: Utf8PathBuf,
    /// How ffprobe is called, to read files back.
    pub ffprobe: String,
    /// What was read of the sources, in words.
    pub sources: Vec<SourceNote>,
    /// What is encoded, in ladder order.
    pub renditions: Vec<Rendition>,
    /// Rungs that are not made, and why.
    pub dropped: Vec<Dropped>,
    /// Further things that a person should know.
    pub notes: Vec<String>,
    /// What is published.
    pub outputs: Vec<Output>,
    /// The work, each step after all that it needs.
    pub steps: Vec<Step>,
}

impl Plan {
    /// A path of this plan as this process reaches it, and as a person types it.
    pub fn reach(&self, path: &Utf8Path) -> Utf8PathBuf {
        if self.root == "." {
            path.to_owned()
        } else {
            self.root.join(path)
        }
    }
}

/// One source in words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceNote {
    /// The input's name.
    pub input: String,
    /// Its path or URL.
    pub path: String,
    /// What it holds, such as "1280x720 25 fps h264, 5.28 s".
    pub text: String,
}

/// One rung of one ladder, applied to one source: encoded once, used by any number of outputs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rendition {
    /// Unique in the plan, safe as a file name: `h264_720p`, `aac_en_128k`.
    pub id: String,
    /// The input it is made from.
    pub input: String,
    /// The ladder it belongs to.
    pub ladder: String,
    /// The rung that asked for it.
    pub origin: Route,
    /// The encoded track, a fragmented MP4 in the work folder.
    pub file: Utf8PathBuf,
    /// Codec's name in a manifest, such as `h264`.
    pub codec: String,
    /// Target of the rate control in bits per second, where there is one.
    pub bit_rate: Option<u64>,
    /// What it is.
    pub media: Media,
}

/// Picture or sound.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Media {
    /// A picture track.
    Video {
        /// Pixels; the pixels are square.
        width: u32,
        /// Pixels.
        height: u32,
        /// Frames per second, constant.
        frame_rate: Rational,
        /// Frames from one keyframe to the next.
        gop: u32,
        /// Whether keyframes stand at exactly every `gop` frames; else `gop` is only the most.
        fixed_gop: bool,
        /// Frames that the source has on this grid, as far as the probe could tell.
        frames: Option<u64>,
    },
    /// A sound track.
    Audio {
        /// Samples per second.
        sample_rate: u32,
        /// Channels.
        channels: u32,
        /// BCP 47 tag; `und` where nobody knows.
        language: String,
        /// What it is for.
        role: Role,
    },
}

/// A rung that is not made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dropped {
    /// The ladder.
    pub ladder: String,
    /// The rung, such as "1080p".
    pub rung: String,
    /// Why, such as "the source has 720 lines".
    pub reason: String,
    /// The rung, or the `auto` that thought of it.
    pub origin: Route,
}

/// One thing that is published: a folder or a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// Its name in the manifest.
    pub name: String,
    /// Where it stands in the end: a folder, or the file of a `file` output.
    pub target: Utf8PathBuf,
    /// Where it is made first, beside the target.
    pub staging: Utf8PathBuf,
    /// The files to open, relative to the target: playlist, MPD; empty for a `file` output.
    pub entry_points: Vec<Utf8PathBuf>,
    /// Exact length of a segment, in seconds; `None` for a `file` output.
    pub segment_duration: Option<Rational>,
    /// Names of its renditions.
    pub renditions: Vec<String>,
    /// The output in the manifest.
    pub origin: Route,
}

/// Position of a step in [`Plan::steps`].
pub type StepId = usize;

/// One piece of work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its position.
    pub id: StepId,
    /// For people: "encode h264_720p, h264_360p, aac_en_128k".
    pub title: String,
    /// What is done.
    pub action: Action,
    /// Steps that must be done before, all with smaller ids.
    pub needs: Vec<StepId>,
    /// Files and folders that it reads.
    pub reads: Vec<Utf8PathBuf>,
    /// Files and folders that it makes.
    pub writes: Vec<Utf8PathBuf>,
    /// The part of the manifest that asked for it.
    pub origin: Route,
}

/// What a step does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Action {
    /// ffmpeg reads one source once and writes one fragmented MP4 for each rendition.
    Encode {
        /// The call.
        command: Command,
        /// What it makes, in the order of its outputs.
        makes: Vec<Encoded>,
    },
    /// Cuts, encrypts and writes playlists and MPD into the staging folder.
    Package(Box<Package>),
    /// ffmpeg copies finished tracks into one file.
    Mux {
        /// The call.
        command: Command,
        /// The renditions in it, pictures first.
        renditions: Vec<String>,
        /// The staged file.
        file: Utf8PathBuf,
    },
    /// Reads the staged output back and holds it against the plan.
    Verify {
        /// Name of the output.
        output: String,
    },
    /// Puts the staged output in its place.
    Publish {
        /// Name of the output.
        output: String,
    },
}

/// One track that an encode makes, and what is expected of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Encoded {
    /// The rendition.
    pub rendition: String,
    /// Where it is written.
    pub file: Utf8PathBuf,
    /// Seconds that the track should last, as far as the probe could tell.
    pub duration: Option<Rational>,
    /// Whether a shorter track means a broken source. Not so where the length was only guessed.
    pub exact: bool,
}

/// A call of ffmpeg as data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Command {
    /// The program: a path or a bare name.
    pub program: String,
    /// Its arguments.
    pub args: Vec<Arg>,
    /// The folder it runs in, seen from the plan's root; empty for the root itself.
    pub directory: Utf8PathBuf,
}

/// One argument, and who asked for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arg {
    /// The argument.
    pub text: String,
    /// The manifest value behind it; `None` for rendit's own.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub origin: Option<Route>,
    /// Parts of a longer argument (a filter graph) that have origins of their own.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub parts: Vec<Part>,
}

/// Bytes `start..end` of an argument, and who asked for them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The manifest value behind it.
    pub origin: Route,
}

/// How segments are laid out on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Container {
    /// Fragmented MP4.
    Fmp4,
    /// MPEG-TS.
    Ts,
}

/// A packaging step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// Name of the output.
    pub output: String,
    /// The folder that becomes the package.
    pub staging: Utf8PathBuf,
    /// A folder for what lies between.
    pub work: Utf8PathBuf,
    /// How segments are laid out.
    pub container: Container,
    /// Whether each rendition is one file addressed by byte ranges.
    pub single_file: bool,
    /// Exact seconds of each segment: a whole number of GOPs of every video rendition.
    pub segment_duration: Rational,
    /// Pattern of a segment's path without its ending, with `${rendition}` and `${number}`.
    pub segment_path: String,
    /// The renditions, video first.
    pub renditions: Vec<Track>,
    /// The HLS side, if wanted.
    pub hls: Option<Hls>,
    /// The DASH side, if wanted.
    pub dash: Option<Dash>,
    /// Encryption of the segments.
    pub encryption: Option<Encryption>,
}

/// A rendition as a packaging step reads it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Track {
    /// The rendition.
    pub rendition: String,
    /// Sound only: its name in menus, unique among the languages of the output.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub label: Option<String>,
    /// Sound only: whether players should start with it.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub default: bool,
    /// MPEG-TS only: ffmpeg's copy of the track into segments.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub remux: Option<Command>,
}

/// What the HLS side needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hls {
    /// The multivariant playlist, relative to the package.
    pub playlist: Utf8PathBuf,
    /// `EXT-X-ALLOW-CACHE`, where it was asked for.
    pub allow_cache: Option<bool>,
}

/// What the DASH side needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dash {
    /// The MPD, relative to the package.
    pub mpd: Utf8PathBuf,
    /// Adaptation sets in order; each names its renditions.
    pub adaptation_sets: Vec<AdaptationSet>,
}

/// One DASH adaptation set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdaptationSet {
    /// Its `id`.
    pub id: u32,
    /// Names of its renditions.
    pub renditions: Vec<String>,
}

/// How segments are encrypted. Holds no key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Encryption {
    /// Where the key is read when the step runs.
    pub key: KeySource,
    /// What players fetch.
    pub key_uri: String,
    /// 32 hex digits; without it each segment's sequence number.
    pub iv: Option<String>,
    /// The encryption in the manifest.
    pub origin: Route,
}

/// Where a key comes from when it is needed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum KeySource {
    /// A file of 16 bytes.
    File(Utf8PathBuf),
    /// An environment variable of 32 hex digits.
    Environment(String),
}
