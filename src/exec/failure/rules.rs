//! ffmpeg's wordings, and the class of failure that each one tells.
//!
//! Does not know calls or manifests. Collected by making ffmpeg 5.1.9, 8.1.2 and 9.0.2 fail; the
//! recorded texts are test fixtures. To teach it a new wording, add a line and a fixture.

use super::class::{Class, Subject};
use super::pattern::read;
use crate::exec::words::Words;

/// How much a line counts against others. The first line of the highest rank is decisive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// True, and said better by another line if there is one.
    Weak,
    /// A decoder met something broken and went on.
    Damage,
    /// Something that was asked for was not done. ffmpeg calls it a warning.
    Ignored,
    /// A cause.
    Cause,
}

/// One wording.
#[derive(Debug)]
pub(super) struct Rule {
    /// The pattern; see [`read`].
    pub(super) says: &'static str,
    /// What it tells.
    pub(super) class: Class,
    /// How much it counts.
    pub(super) rank: Rank,
    /// The option that it is about, where the words do not name it.
    pub(super) about: Option<&'static str>,
}

const fn cause(says: &'static str, class: Class) -> Rule {
    Rule {
        says,
        class,
        rank: Rank::Cause,
        about: None,
    }
}

const fn about(option: &'static str, says: &'static str, class: Class) -> Rule {
    Rule {
        about: Some(option),
        ..cause(says, class)
    }
}

const fn weak(says: &'static str, class: Class) -> Rule {
    Rule {
        rank: Rank::Weak,
        ..cause(says, class)
    }
}

const fn damage(says: &'static str) -> Rule {
    Rule {
        rank: Rank::Damage,
        ..cause(says, Class::Damaged)
    }
}

const fn ignored(says: &'static str, class: Class) -> Rule {
    Rule {
        rank: Rank::Ignored,
        ..cause(says, class)
    }
}

/// Any other error.
pub(super) static REST: Rule = weak("{}", Class::Rest);

/// A filter that speaks of itself, whatever it says.
static FILTER: Rule = cause("{}", Class::FilterValue);

/// The TLS layer that speaks, whatever it says: each library has words of its own.
static TLS: Rule = cause("{}", Class::Tls);

/// What is said about an error when the cause has been told.
const FOLLOW_UPS: &[&str] = &[
    "Task finished with error code",
    "Terminating thread with return code",
    "Error sending frames to consumers",
    "Could not open encoder before EOF",
    "Nothing was written into output file",
    "Error opening output files:",
    "Error opening output file ",
    "Error opening input files:",
    "Error opening input file ",
    "Error parsing options for",
    "Error initializing output stream",
    "Error initializing the muxer",
    "Error while opening encoder",
    "Error applying encoder options",
    "Error selecting an encoder",
    "Error reinitializing filters",
    "Error initializing filters",
    "Error initializing complex filters",
    "Error initializing filter '",
    "Error parsing a filter description around",
    "Error processing filtergraph",
    "Error binding filtergraph",
    "Error setting output stream dispositions",
    "Error splitting the argument list",
    "Failed to inject frame into filter network",
    "Failed to configure",
    "Error while processing the decoded data",
    "Conversion failed",
    "Did you mean file:",
];

/// The first rule that fits a line is taken, so damage stands before the words it shares with
/// unreadable sources.
static RULES: &[Rule] = &[
    // Decoders and demuxers that go on.
    damage("error while decoding MB"),
    damage("corrupt decoded frame"),
    damage("corrupt input packet"),
    damage("Packet corrupt"),
    damage("corrupted macroblock"),
    damage("Error while decoding stream #"),
    damage("Error submitting packet to decoder"),
    damage("Error submitting a packet to the decoder"),
    damage("Input buffer exhausted before END element"),
    damage("Error during demuxing"),
    damage("Stream ends prematurely"),
    damage("partial file"),
    damage("decode_slice_header error"),
    damage("Invalid NAL unit size"),
    damage("Error splitting the input into NAL units"),
    damage("missing picture in access unit"),
    damage("Could not find ref with POC"),
    damage("concealing {} DC"),
    damage("File ended prematurely"),
    // What was asked for and not done.
    ignored(
        "Codec AVOption {option} ({}has not been used for any stream",
        Class::UnusedOption,
    ),
    ignored(
        "Error parsing option '{option} = {value}'",
        Class::UnusedOption,
    ),
    ignored(
        "Error parsing option {option}: {value}",
        Class::UnusedOption,
    ),
    ignored("Unknown option: {option}.", Class::UnusedOption),
    Rule {
        about: Some("pix_fmt"),
        ..ignored(
            "Incompatible pixel format '{value}' for codec '{name}', auto-selecting",
            Class::PixelFormat,
        )
    },
    // The machine.
    cause("No space left on device", Class::DiskFull),
    cause("Disk quota exceeded", Class::DiskFull),
    cause("File too large", Class::FileTooLarge),
    cause("Cannot allocate memory", Class::NoMemory),
    cause("Out of memory", Class::NoMemory),
    cause("malloc of size {value} failed", Class::NoMemory),
    cause("File '{file}' already exists. Exiting", Class::OutputExists),
    // Encoders.
    cause("Unknown encoder '{name}'", Class::UnknownEncoder),
    about("c", "Unknown decoder '{value}'", Class::BadValue),
    cause("Cannot load lib{}", Class::EncoderUnusable),
    cause("No capable devices found", Class::EncoderUnusable),
    cause("Device creation failed", Class::EncoderUnusable),
    cause("No device available for {}", Class::EncoderUnusable),
    about("preset", "invalid preset '{value}'", Class::Preset),
    about("tune", "invalid tune '{value}'", Class::Preset),
    about("profile", "invalid profile: {value}", Class::Preset),
    about(
        "profile",
        "{value} profile doesn't support {}",
        Class::Setting,
    ),
    cause("Error setting preset/tune {preset}/{tune}.", Class::Preset),
    about("profile", "Error setting profile {value}.", Class::Preset),
    about("level", "invalid level_idc: {value}", Class::Setting),
    about(
        "pix_fmt",
        "Unknown pixel format requested: {value}.",
        Class::PixelFormat,
    ),
    about(
        "pix_fmt",
        "Specified pixel format {value} is not",
        Class::PixelFormat,
    ),
    about(
        "ar",
        "Specified sample rate {value} is not supported",
        Class::Setting,
    ),
    about(
        "ac",
        "Specified channel layout '{value}' is not",
        Class::Setting,
    ),
    about(
        "ac",
        "channel layout \"{value} channels\" is invalid",
        Class::Setting,
    ),
    about(
        "sample_fmt",
        "Specified sample format {value} is not",
        Class::Setting,
    ),
    cause(
        "{side} not divisible by 2 ({width}x{height})",
        Class::OddSize,
    ),
    cause(
        "Picture {side} must be an integer multiple of the specified chroma subsampling",
        Class::OddSize,
    ),
    // Options.
    cause("Unrecognized option '{option}'", Class::UnknownOption),
    cause("Missing argument for option '{option}'", Class::BadValue),
    cause(
        "Value {number} for parameter '{option}' out of range [{range}]",
        Class::OutOfRange,
    ),
    cause(
        "Error setting option {option} to value {value}.",
        Class::BadValue,
    ),
    about("r", "Invalid framerate value: {value}", Class::BadValue),
    cause(
        "Invalid duration specification for {option}: {value}",
        Class::BadValue,
    ),
    cause(
        "Invalid duration for option {option}: {value}",
        Class::BadValue,
    ),
    about(
        "bsf",
        "Error parsing bitstream filter sequence '{value}'",
        Class::BadValue,
    ),
    weak(
        "Unable to parse \"{option}\" option value \"{value}\"",
        Class::BadValue,
    ),
    weak("Unable to parse option value \"{value}\"", Class::BadValue),
    weak(
        "Invalid chars '{}' at the end of expression '{value}'",
        Class::BadValue,
    ),
    weak(
        "Undefined constant or missing '(' in '{value}'",
        Class::BadValue,
    ),
    // Filters.
    cause("No such filter: '{name}'", Class::UnknownFilter),
    cause(
        "Error applying option '{option}' to filter '{name}'",
        Class::FilterOption,
    ),
    cause("Option '{option}' not found", Class::FilterOption),
    cause(
        "Could not set non-existent option '{option}' to value",
        Class::FilterOption,
    ),
    cause("No option name near '{value}'", Class::FilterValue),
    cause(
        "Bad (empty?) label found in the following: \"{value}\"",
        Class::FilterValue,
    ),
    cause("Cannot connect {} filter to", Class::FilterValue),
    cause(
        "Filtergraph has a {} output, cannot connect",
        Class::FilterValue,
    ),
    cause("Filtergraph '{value}' was", Class::FilterValue),
    cause(
        "Filter {name} has an unconnected output",
        Class::FilterValue,
    ),
    cause(
        "Filter '{name}' has output {} unconnected",
        Class::FilterValue,
    ),
    cause(
        "Impossible to convert between the formats",
        Class::FilterValue,
    ),
    cause(
        "Output with label '{value}' does not exist",
        Class::FilterValue,
    ),
    // Containers.
    cause(
        "Requested output format '{name}' is not",
        Class::UnknownMuxer,
    ),
    cause("Unknown input format: '{name}'", Class::UnknownMuxer),
    cause(
        "suitable output format for '{file}'",
        Class::UnknownExtension,
    ),
    cause(
        "Unable to choose an output format for '{file}'",
        Class::UnknownExtension,
    ),
    cause("are supported for WebM", Class::UnfitCodec),
    cause(
        "Could not find tag for codec {name} in stream",
        Class::UnfitCodec,
    ),
    cause("incompatible with output codec id", Class::UnfitCodec),
    weak("Could not write header", Class::UnfitCodec),
    // Tracks.
    about(
        "map",
        "Stream map '{value}' matches no streams",
        Class::NoTrack,
    ),
    about("map", "Invalid input file index: {}", Class::NoTrack),
    cause("does not contain any stream", Class::NoStreams),
    cause("nothing was encoded", Class::EmptyOutput),
    cause("Empty output", Class::EmptyOutput),
    // Files and the network. The output's words stand before the input's.
    cause("Failed to open file '{file}'", Class::OutputMissing),
    cause("Server returned {status}", Class::HttpStatus),
    cause("Failed to resolve hostname {name}:", Class::HostName),
    cause("Connection to {name} failed: {reason}", Class::Connection),
    cause(
        "Decode error rate {value} exceeds maximum",
        Class::Unreadable,
    ),
    weak("moov atom not found", Class::Truncated),
    weak(
        "Invalid data found when processing input",
        Class::Unreadable,
    ),
    weak("Protocol not found", Class::Protocol),
];

/// Texts of errno that end a line about a file: `nope.mp4: No such file or directory` in 5.1,
/// `Error opening input: No such file or directory` and `Error opening output x: …` later.
/// Whether the file is read or written is found out from the call.
static FILES: &[Rule] = &[
    cause("{file}: No such file or directory", Class::Missing),
    cause("{file}: Permission denied", Class::Denied),
    cause("{file}: Read-only file system", Class::Denied),
    cause("{file}: Is a directory", Class::Directory),
    cause("{file}: Connection refused", Class::Connection),
    weak("{file}: Input/output error", Class::Unreadable),
];

/// The rule that fits a line of a call that ended with status 0 (`success`) or not.
pub(super) fn rule_for(line: &Words<'_>, success: bool) -> Option<&'static Rule> {
    let warning = line.level.is_some() && !line.is_error();
    if let Some(rule) = fitting(RULES, line) {
        let counts = match rule.rank {
            Rank::Damage | Rank::Ignored => line.level.is_some(),
            // A call that ends with 0 has got over everything but what hit its product.
            Rank::Weak | Rank::Cause if success => {
                rule.class.subject() == Subject::System && line.level.is_some()
            }
            Rank::Weak => !warning,
            Rank::Cause => !warning || matches!(rule.class, Class::EmptyOutput | Class::Setting),
        };
        return counts.then_some(rule);
    }
    if warning || success || is_follow_up(line) {
        return None;
    }
    if let Some(rule) = fitting(FILES, line) {
        return Some(rule);
    }
    if line.speakers.iter().any(|name| name.starts_with("Parsed_")) {
        return Some(&FILTER);
    }
    line.speakers.contains(&"tls").then_some(&TLS)
}

/// Whether a line only says that another one was right.
pub(super) fn is_follow_up(line: &Words<'_>) -> bool {
    FOLLOW_UPS.iter().any(|words| line.text.starts_with(words))
}

fn fitting(rules: &'static [Rule], line: &Words<'_>) -> Option<&'static Rule> {
    rules
        .iter()
        .find(|rule| read(rule.says, line.text).is_some())
}
