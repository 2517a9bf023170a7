//! Asks ffmpeg and ffprobe what they are and what they can do.
//!
//! Does not know which encoder or filter anybody needs.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: asks the tools what they are"
)]

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, UNIX_EPOCH};

use camino::Utf8Path;

use crate::facts::{Options, Question, Taker, Tools};
use crate::probe::child;
use crate::probe::error::ProbeError;
use crate::probe::listing;
use crate::probe::manual::{self, Section};
use crate::probe::memory;

/// How long a tool may take to speak of itself.
const LIMIT: Duration = Duration::from_secs(30);

/// The oldest version that rendit works with, and the libavutil that came with it: builds of the
/// development branch have no number of their own.
const OLDEST: (u32, u32) = (5, 1);
const OLDEST_LIBAVUTIL: (u32, u32) = (57, 28);

/// Asks `ffmpeg` and `ffprobe` (paths, or names to be found in `PATH`) what they are.
///
/// Both are started once, so that one that is broken is found at once; the long lists come from
/// `memory` if the binary's resolved path, size, time of change and own account of itself are those
/// of an earlier run. Without a `memory` they are asked for anew.
///
/// # Errors
/// A tool that is missing, not executable, another program, older than 5.1, or failing.
pub fn tools(ffmpeg: &str, ffprobe: &str, memory: Option<&Utf8Path>) -> Result<Tools, ProbeError> {
    let (account, prober) = thread::scope(|scope| {
        let prober = scope.spawn(|| introduce(ffprobe, "ffprobe"));
        (introduce(ffmpeg, "ffmpeg"), prober.join())
    });
    let account = account?;
    if let Ok(prober) = prober {
        prober?;
    }
    let version = listing::version(&account, "ffmpeg").unwrap_or_default();
    let key = format!("tools\n{}\n{account}", identity(ffmpeg));
    let lists: [BTreeSet<String>; 3] = memory::recall(memory, &key, || lists(ffmpeg))?;
    let [encoders, filters, muxers] = lists;
    Ok(Tools {
        ffmpeg: ffmpeg.to_owned(),
        ffprobe: ffprobe.to_owned(),
        version: version.to_owned(),
        encoders,
        filters,
        muxers,
        options: Options::default(),
    })
}

/// Names of the options that `encoder` has of its own, without the dash, such as `crf` and
/// `x264-params`; not those that every encoder shares, such as `g` and `b`. `None` if this ffmpeg has
/// no such encoder. Remembered like the lists of [`tools`].
///
/// # Errors
/// As for [`tools`].
pub fn encoder_options(
    tools: &Tools,
    encoder: &str,
    memory: Option<&Utf8Path>,
) -> Result<Option<BTreeSet<String>>, ProbeError> {
    let ffmpeg = tools.ffmpeg.as_str();
    let (identity, version) = (identity(ffmpeg), tools.version.as_str());
    let key = format!("options\n{identity}\n{version}\n{encoder}");
    memory::recall(memory, &key, || {
        let question = format!("encoder={encoder}");
        let answer = ask(ffmpeg, "ffmpeg", &["-hide_banner", "-h", &question])?;
        Ok(listing::options(&answer))
    })
}

/// What raw `args` may say: all options of every taker in question. One call of ffmpeg for all that
/// it has (`-h full`), and one for each encoder and muxer; remembered like the lists of [`tools`].
/// A taker that this ffmpeg lacks is left out.
///
/// # Errors
/// As for [`tools`].
pub fn options(
    tools: &Tools,
    question: &Question,
    memory: Option<&Utf8Path>,
) -> Result<Options, ProbeError> {
    let ffmpeg = tools.ffmpeg.as_str();
    let (identity, version) = (identity(ffmpeg), tools.version.as_str());
    let key = format!("args\n{identity}\n{version}\n{question:?}");
    memory::recall(memory, &key, || {
        let help = |topic: &str| ask(ffmpeg, "ffmpeg", &["-hide_banner", "-h", topic]);
        let own = |taker: &Taker| -> Result<Option<Vec<Section>>, ProbeError> {
            let topic = match taker {
                Taker::Reader => return Ok(None),
                Taker::Encoder(name) => format!("encoder={name}"),
                Taker::Muxer(name) => format!("muxer={name}"),
            };
            let answer = help(&topic)?;
            Ok(listing::options(&answer).map(|_| manual::sections(&answer)))
        };
        let mut known = Vec::new();
        for taker in &question.takers {
            known.push((taker.clone(), own(taker)?));
        }
        Ok(manual::answer(&help("full")?, &known, question))
    })
}

/// The tool's `-version`, if it is that tool and not too old.
fn introduce(program: &str, tool: &'static str) -> Result<String, ProbeError> {
    let account = ask(program, tool, &["-version"])?;
    let program = program.to_owned();
    let Some(version) = listing::version(&account, tool) else {
        let said = account.lines().next().unwrap_or_default().to_owned();
        return Err(ProbeError::ToolForeign {
            tool,
            program,
            said,
        });
    };
    let old = match listing::number(version) {
        Some(number) => number < OLDEST,
        None => listing::libavutil(&account).is_some_and(|number| number < OLDEST_LIBAVUTIL),
    };
    if old {
        let version = version.to_owned();
        return Err(ProbeError::ToolTooOld {
            tool,
            program,
            version,
        });
    }
    Ok(account)
}

fn lists(ffmpeg: &str) -> Result<[BTreeSet<String>; 3], ProbeError> {
    let list = |question: &'static str| ask(ffmpeg, "ffmpeg", &["-hide_banner", question]);
    let (encoders, filters, muxers) = thread::scope(|scope| {
        let filters = scope.spawn(|| list("-filters"));
        let muxers = scope.spawn(|| list("-muxers"));
        (list("-encoders"), filters.join(), muxers.join())
    });
    let lost = |_| ProbeError::ToolFailed {
        tool: "ffmpeg",
        program: ffmpeg.to_owned(),
        said: String::new(),
    };
    let lists = [
        listing::encoders(&encoders?),
        listing::filters(&filters.map_err(lost)??),
        listing::muxers(&muxers.map_err(lost)??),
    ];
    if lists.iter().any(BTreeSet::is_empty) {
        return Err(lost(Box::new(())));
    }
    Ok(lists)
}

fn ask(program: &str, tool: &'static str, arguments: &[&str]) -> Result<String, ProbeError> {
    let words = child::listen(program, arguments, LIMIT)
        .map_err(|error| ProbeError::cannot_start(tool, program, &error))?;
    if words.status.is_some_and(|status| status.success()) {
        return Ok(words.stdout);
    }
    let lines = words.stderr.lines().chain(words.stdout.lines());
    let said = match words.status {
        None => format!("no answer within {} seconds", LIMIT.as_secs()),
        Some(_) => lines.last().unwrap_or_default().to_owned(),
    };
    Err(ProbeError::ToolFailed {
        tool,
        program: program.to_owned(),
        said,
    })
}

/// Resolved path, size and time of change; and when the dynamic linker's cache last changed, because
/// distributions exchange libavcodec (and with it the encoders) beneath the same binary.
fn identity(program: &str) -> String {
    let marks = |path: PathBuf| -> io::Result<String> {
        let path = path.canonicalize()?;
        let metadata = fs::metadata(&path)?;
        let changed = metadata.modified()?.duration_since(UNIX_EPOCH);
        let changed = changed.map_or(0, |since| since.as_nanos());
        Ok(format!("{}\t{}\t{changed}", path.display(), metadata.len()))
    };
    let binary = find(program).and_then(|path| marks(path).ok());
    let libraries = marks(PathBuf::from("/etc/ld.so.cache")).ok();
    // What cannot be found has an identity too: the program's account of itself is in the key.
    format!(
        "{}\n{}",
        binary.unwrap_or_else(|| program.to_owned()),
        libraries.unwrap_or_default()
    )
}

/// Where the operating system finds a program: names with a separator are paths, others are looked
/// for in `PATH`.
fn find(program: &str) -> Option<PathBuf> {
    let path = PathBuf::from(program);
    if path.components().count() > 1 {
        return Some(path);
    }
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders)
        .map(|folder| folder.join(program))
        .find(|candidate| candidate.is_file())
}
