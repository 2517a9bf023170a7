//! Which options ffmpeg takes, as far as a manifest's raw `args` need to know.
//!
//! Does not know how ffmpeg was asked, nor where an option stands in the manifest.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// Who takes an option on ffmpeg's command line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Taker {
    /// Whatever reads an input: ffmpeg itself, demuxers, protocols, decoders.
    Reader,
    /// The encoder of that name.
    Encoder(String),
    /// The muxer of that name.
    Muxer(String),
}

/// What raw `args` ask: who has to take an option, and the options' names without dash and without
/// stream specifier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// Everybody who is given an option.
    pub takers: BTreeSet<Taker>,
    /// Every option that is given to anybody.
    pub names: BTreeSet<String>,
}

/// Options of the ffmpeg at hand: for each taker in question all names, in detail only what was
/// asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Options {
    /// Names by taker: `ffmpeg` (the program's own), `encoding` and `writing` (of every encoder
    /// and muxer), `reading`, `encoder NAME`, `muxer NAME`.
    pub names: BTreeMap<String, BTreeSet<String>>,
    /// By taker and option, what values it takes; only options that were asked for.
    pub values: BTreeMap<String, BTreeMap<String, Values>>,
    /// Who else takes an option that was asked for and that none of the takers above has, in
    /// ffmpeg's words, such as `libx265`.
    pub elsewhere: BTreeMap<String, BTreeSet<String>>,
}

/// What values an option takes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Values {
    /// ffmpeg's type, such as `int`, `flags`, `string`.
    pub kind: String,
    /// Words that stand for a value.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub words: BTreeSet<String>,
    /// Least and most, where both are numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<(f64, f64)>,
}

impl Options {
    /// Whether nobody was asked.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The groups of [`Options::names`] in which an option of `taker` may stand, its own first.
    pub fn groups(taker: &Taker) -> Vec<String> {
        let rest: &[&str] = match taker {
            Taker::Reader => &["reading", "ffmpeg"],
            Taker::Encoder(_) => &["encoding", "writing", "ffmpeg"],
            Taker::Muxer(_) => &["writing", "ffmpeg"],
        };
        let own = match taker {
            Taker::Reader => None,
            Taker::Encoder(name) => Some(format!("encoder {name}")),
            Taker::Muxer(name) => Some(format!("muxer {name}")),
        };
        own.into_iter()
            .chain(rest.iter().map(|group| (*group).to_owned()))
            .collect()
    }
}
