//! Finds the argument of a call that ffmpeg's words are about, and with it the manifest's value.
//!
//! Does not know classes of failure beyond where their culprit stands: an option, a filter, a file.

use super::class::{Class, Subject};
use super::clues::Clues;
use crate::exec::words::Words;
use crate::plan::{Arg, Command};
use crate::source::Route;

/// Options without a value, of those that rendit writes or users are likely to.
const FLAGS: &[&str] = &[
    "nostdin",
    "hide_banner",
    "nostats",
    "stats",
    "y",
    "n",
    "copyts",
    "start_at_zero",
    "xerror",
    "shortest",
    "vn",
    "an",
    "sn",
    "dn",
    "re",
    "accurate_seek",
    "noaccurate_seek",
    "autorotate",
    "noautorotate",
    "ignore_unknown",
    "copy_unknown",
    "bitexact",
    "benchmark",
];

/// Several names of one option.
const ALIASES: &[(&str, &str)] = &[
    ("codec", "c"),
    ("vcodec", "c"),
    ("acodec", "c"),
    ("scodec", "c"),
    ("vb", "b"),
    ("ab", "b"),
    ("vf", "filter"),
    ("af", "filter"),
    ("lavfi", "filter_complex"),
    ("vframes", "frames"),
];

/// A call's arguments, each with what it is.
pub(super) struct Outline<'a> {
    spots: Vec<Spot<'a>>,
    inputs: Vec<&'a Arg>,
    outputs: Vec<&'a Arg>,
}

/// An option with its value, or a file.
struct Spot<'a> {
    /// The option's name without its dash and its stream specifier; empty for an output.
    option: &'a str,
    /// The option itself.
    name: &'a Arg,
    /// Its value, or the file.
    value: Option<&'a Arg>,
    /// The output that it belongs to; for what belongs to an input, nothing.
    output: Option<usize>,
}

impl<'a> Outline<'a> {
    /// Reads a call as ffmpeg does: options belong to the next file.
    pub(super) fn of(command: &'a Command) -> Self {
        let mut outline = Self {
            spots: Vec::new(),
            inputs: Vec::new(),
            outputs: Vec::new(),
        };
        let mut args = command.args.iter();
        let mut unassigned = 0;
        while let Some(arg) = args.next() {
            let option = arg.text.strip_prefix('-').filter(|name| !name.is_empty());
            let Some(option) = option else {
                outline.spots.push(Spot {
                    option: "",
                    name: arg,
                    value: Some(arg),
                    output: None,
                });
                let output = outline.outputs.len();
                for spot in outline.spots.iter_mut().skip(unassigned) {
                    spot.output = Some(output);
                }
                unassigned = outline.spots.len();
                outline.outputs.push(arg);
                continue;
            };
            let option = plain(option);
            let value = match FLAGS.contains(&option) {
                true => None,
                false => args.next(),
            };
            outline.spots.push(Spot {
                option,
                name: arg,
                value,
                output: None,
            });
            if let ("i", Some(file)) = (option, value) {
                unassigned = outline.spots.len();
                outline.inputs.push(file);
            }
        }
        outline
    }

    /// The file that is read, as far as it is known.
    pub(super) fn input(&self, clues: &Clues<'_>) -> Option<&'a Arg> {
        file_among(&self.inputs, clues).or_else(|| file_at(&self.inputs, clues.input))
    }

    /// The class for the side on which the trouble is: the same words are said of a file that is
    /// read and one that is written.
    pub(super) fn side(&self, class: Class, clues: &Clues<'_>) -> Class {
        let written = if file_among(&self.outputs, clues).is_some() {
            true
        } else if file_among(&self.inputs, clues).is_some() {
            false
        } else {
            clues.input.is_none() && clues.output.is_some()
        };
        match class {
            Class::Missing if written => Class::OutputMissing,
            Class::Denied if written => Class::OutputDenied,
            Class::Directory if written => Class::OutputDirectory,
            class => class,
        }
    }

    /// The manifest's value behind the failure.
    pub(super) fn origin(
        &self,
        class: Class,
        clues: &Clues<'_>,
        decisive: Option<&Words<'_>>,
    ) -> Option<Route> {
        match class {
            Class::NoTrack | Class::NoStreams => self
                .option(clues)
                .or_else(|| self.input(clues)?.origin.clone()),
            _ if class.subject() == Subject::Source => {
                let file = self.input(clues).and_then(|arg| arg.origin.clone());
                file.or_else(|| self.named(clues, clues.get("file")?))
            }
            Class::OddSize => self.size(clues).or_else(|| self.output(clues)),
            Class::UnknownFilter | Class::FilterOption | Class::FilterValue => self.filter(clues),
            Class::EmptyOutput => ["ss", "t", "to", "trim", "atrim"]
                .into_iter()
                .find_map(|name| {
                    self.option_named(name, clues)
                        .or_else(|| self.part(name, clues))
                })
                .or_else(|| self.output(clues)),
            Class::OutputMissing
            | Class::OutputDenied
            | Class::OutputDirectory
            | Class::OutputExists
            | Class::DiskFull
            | Class::FileTooLarge => self.output(clues),
            Class::NoMemory | Class::Killed | Class::Crashed | Class::Stopped => None,
            _ => self
                .option(clues)
                .or_else(|| self.named(clues, clues.get("name")?))
                .or_else(|| self.named(clues, clues.get("value")?))
                .or_else(|| self.longest(clues, decisive?))
                .or_else(|| self.speaker(class, clues, decisive?))
                .or_else(|| self.output(clues)),
        }
    }

    /// The file that is written.
    fn output(&self, clues: &Clues<'_>) -> Option<Route> {
        let named = file_among(&self.outputs, clues);
        let arg = named.or_else(|| file_at(&self.outputs, clues.output))?;
        arg.origin.clone()
    }

    /// The value of the option that is named, or the option.
    fn option(&self, clues: &Clues<'_>) -> Option<Route> {
        let option = clues.get("option")?;
        if let Some(route) = self.option_named(option, clues) {
            return Some(route);
        }
        // `-x264-params keyint=250:bogus=1`, `-vf scale=bogus=1`
        self.part(option, clues)
    }

    fn option_named(&self, option: &str, clues: &Clues<'_>) -> Option<Route> {
        let option = plain(option);
        let value = clues.get("value");
        let same = |spot: &&Spot<'_>| spot.option == option && spot.route().is_some();
        let best = self.spots.iter().filter(same).max_by_key(|spot| {
            let text = spot.value.map(|arg| arg.text.as_str());
            let ours = clues.output.is_some() && spot.output == clues.output;
            // Of equals, the last counts in ffmpeg, and here.
            (value.is_some() && text == value, ours)
        });
        best?.route()
    }

    /// The argument, or the part of one, that is the longest to be named in the line.
    fn longest(&self, clues: &Clues<'_>, line: &Words<'_>) -> Option<Route> {
        self.texts()
            .filter(|text| text.text.len() > 2 && names(line.text, text.text))
            .max_by_key(|text| (text.text.len(), text.output == clues.output))
            .map(|text| text.route.clone())
    }

    /// The encoder that speaks, if it is the one to blame.
    fn speaker(&self, class: Class, clues: &Clues<'_>, line: &Words<'_>) -> Option<Route> {
        let encoder = matches!(
            class,
            Class::EncoderUnusable | Class::Setting | Class::Preset
        );
        let speaker = line.speakers.last().filter(|_| encoder)?;
        self.named(clues, speaker)
    }

    /// The shortest argument, or part of one, that names this word: the closest to it.
    fn named(&self, clues: &Clues<'_>, word: &str) -> Option<Route> {
        self.texts()
            .filter(|text| names(text.text, word))
            .min_by_key(|text| (text.output != clues.output, text.text.len()))
            .map(|text| text.route.clone())
    }

    /// The same, in filters and parameter lists alone: words that are common elsewhere.
    fn part(&self, word: &str, clues: &Clues<'_>) -> Option<Route> {
        self.texts()
            .filter(|text| text.text.contains(['=', ',', ':']) && names(text.text, word))
            .min_by_key(|text| (text.output != clues.output, text.text.len()))
            .map(|text| text.route.clone())
    }

    fn filter(&self, clues: &Clues<'_>) -> Option<Route> {
        let name = clues.get("name");
        let inner = clues.get("option").or_else(|| clues.get("value"));
        let both = self
            .texts()
            .filter(|text| {
                let has = |word: Option<&str>| word.is_some_and(|word| names(text.text, word));
                has(name) && has(inner)
            })
            .min_by_key(|text| (text.output != clues.output, text.text.len()))
            .map(|text| text.route.clone());
        both.or_else(|| self.named(clues, name?))
            .or_else(|| self.named(clues, inner?))
            .or_else(|| self.option_named("filter", clues))
            .or_else(|| self.option_named("filter_complex", clues))
    }

    /// What asks for these sizes.
    fn size(&self, clues: &Clues<'_>) -> Option<Route> {
        let (width, height) = (clues.get("width"), clues.get("height"));
        let both = self
            .texts()
            .filter(|text| {
                let has = |size: Option<&str>| size.is_some_and(|size| names(text.text, size));
                has(width) && has(height)
            })
            .min_by_key(|text| (text.output != clues.output, text.text.len()))
            .map(|text| text.route.clone());
        both.or_else(|| self.part("scale", clues))
    }

    /// All arguments and parts that have an origin.
    fn texts(&self) -> impl Iterator<Item = Text<'a>> {
        self.spots.iter().flat_map(|spot| {
            let output = spot.output;
            let value = spot.value.filter(|value| !std::ptr::eq(*value, spot.name));
            [Some(spot.name), value]
                .into_iter()
                .flatten()
                .flat_map(move |arg| texts(arg, output))
        })
    }
}

impl Spot<'_> {
    fn route(&self) -> Option<Route> {
        let whole = self.value.and_then(|arg| arg.origin.as_ref());
        let part = self.value.and_then(|arg| Some(&arg.parts.first()?.origin));
        let option = self.name.origin.as_ref();
        whole.or(part).or(option).cloned()
    }
}

/// A text with the manifest's value behind it.
struct Text<'a> {
    text: &'a str,
    route: &'a Route,
    output: Option<usize>,
}

fn texts(arg: &Arg, output: Option<usize>) -> impl Iterator<Item = Text<'_>> {
    let whole = arg.origin.as_ref().map(|route| (arg.text.as_str(), route));
    let parts = arg.parts.iter().filter_map(|part| {
        let text = arg.text.get(part.start..part.end)?;
        Some((text, &part.origin))
    });
    whole
        .into_iter()
        .chain(parts)
        .map(move |(text, route)| Text {
            text,
            route,
            output,
        })
}

/// The file of these that ffmpeg's words name.
fn file_among<'a>(files: &[&'a Arg], clues: &Clues<'_>) -> Option<&'a Arg> {
    clues
        .all("file")
        .find_map(|name| files.iter().find(|arg| arg.text == name))
        .copied()
}

/// The file at a position, or the only one.
fn file_at<'a>(files: &[&'a Arg], position: Option<usize>) -> Option<&'a Arg> {
    match (position, files) {
        (Some(position), _) => files.get(position).copied(),
        (None, [only]) => Some(only),
        (None, _) => None,
    }
}

/// An option's name without its stream specifier, under its first name: `codec:v:0` is `c`.
fn plain(option: &str) -> &str {
    let name = option.split(':').next().unwrap_or(option);
    let alias = ALIASES.iter().find(|(alias, _)| *alias == name);
    alias.map_or(name, |(_, first)| first)
}

/// Whether `word` stands in `text` as a word of its own.
fn names(text: &str, word: &str) -> bool {
    let inner = |c: char| c.is_alphanumeric() || c == '_';
    !word.is_empty()
        && text.match_indices(word).any(|(at, _)| {
            let before = text.get(..at).and_then(|head| head.chars().next_back());
            let after = text
                .get(at + word.len()..)
                .and_then(|tail| tail.chars().next());
            let starts = !(before.is_some_and(inner) && word.starts_with(inner));
            let ends = !(after.is_some_and(inner) && word.ends_with(inner));
            starts && ends
        })
}
