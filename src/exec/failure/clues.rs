//! Names and values picked out of ffmpeg's lines.
//!
//! Does not know what they mean for whom.

use super::pattern::read;
use super::rules::Rule;
use crate::exec::words::Words;

/// Presets of x264 and x265, fastest first (`x264 --fullhelp`).
pub(super) const PRESETS: &[&str] = &[
    "ultrafast",
    "superfast",
    "veryfast",
    "faster",
    "fast",
    "medium",
    "slow",
    "slower",
    "veryslow",
    "placebo",
];

/// What is known of the culprit.
#[derive(Clone, Debug, Default)]
pub(super) struct Clues<'a> {
    found: Vec<(&'static str, &'a str)>,
    /// Position of the input that is spoken of.
    pub(super) input: Option<usize>,
    /// Position of the output that is spoken of.
    pub(super) output: Option<usize>,
}

/// Lines that come after the decisive one and say more about it.
const FURTHER: [&str; 11] = [
    "Error setting option {option} to value {value}.",
    "Failed to set value '{value}' for option '{option}': {}",
    "Error opening input file {file}.",
    "Error opening output file {file}.",
    "Error opening output {file}: {}",
    "{file}: Invalid data found when processing input",
    "{file}: corrupt decoded frame",
    "{file}: corrupt input packet",
    "Error while opening encoder for output stream #{output}:{}",
    "Error initializing output stream {output}:{}",
    "specified for output file #{output} ({}",
];

impl<'a> Clues<'a> {
    /// What all lines together tell; earlier lines count for more.
    pub(super) fn gather(lines: &[Words<'a>]) -> Self {
        let mut clues = Self::default();
        for line in lines {
            for pattern in FURTHER {
                if let Some(found) = read(pattern, line.text) {
                    clues.found.extend(found);
                }
            }
            if line.is_error() {
                clues.positions(line);
            }
        }
        clues.output = clues
            .output
            .or_else(|| clues.get("output").and_then(|text| text.parse().ok()));
        clues
    }

    /// What the decisive line says counts for most.
    pub(super) fn prefer(&mut self, rule: &'static Rule, line: &Words<'a>) {
        let mut found = read(rule.says, line.text).unwrap_or_default();
        found.extend(rule.about.map(|option| ("option", option)));
        found.extend(preset_or_tune(&found));
        // 8.1 and 9.0 put the errno behind these words, 5.1 behind the file's name alone.
        for (name, value) in &mut found {
            if *name == "file" {
                *value = value.strip_prefix("Error opening output ").unwrap_or(value);
                *value = value.strip_prefix("Error opening input").unwrap_or(value);
            }
        }
        // `Parsed_scale_0` is the first filter of the graph, a `scale`.
        let filter = line.speakers.iter().find_map(|speaker| {
            let name = speaker.strip_prefix("Parsed_")?;
            Some(name.rsplit_once('_')?.0)
        });
        if let Some(filter) = filter {
            found.push(("name", filter));
        }
        found.append(&mut self.found);
        self.found = found;
        let gathered = (self.input.take(), self.output.take());
        self.positions(line);
        self.input = self.input.or(gathered.0);
        self.output = self.output.or(gathered.1);
    }

    /// The first that was found under this name, if it is not empty.
    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        self.found
            .iter()
            .find(|(key, value)| *key == name && !value.is_empty())
            .map(|(_, value)| *value)
    }

    /// All that was found under this name.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &'a str> {
        self.found
            .iter()
            .filter(move |(key, _)| *key == name)
            .map(|(_, value)| *value)
    }

    /// The first, or a word that stands for it.
    pub(super) fn word(&self, name: &str) -> &'a str {
        self.get(name).unwrap_or("…")
    }

    /// Reads `in#0`, `vist#0:1/h264`, `out#1/mp4`, `vost#1:0/libx264`, `vf#1:0` (8.1 and 9.0).
    fn positions(&mut self, line: &Words<'_>) {
        for speaker in &line.speakers {
            let Some((kind, position)) = speaker.split_once('#') else {
                continue;
            };
            let digits = position.split(|c: char| !c.is_ascii_digit()).next();
            let Some(position) = digits.and_then(|digits| digits.parse().ok()) else {
                continue;
            };
            match kind {
                "in" | "vist" | "aist" | "sist" | "ist" => {
                    self.input.get_or_insert(position);
                }
                "out" | "vost" | "aost" | "sost" | "ost" | "vf" | "af" => {
                    self.output.get_or_insert(position);
                }
                _ => {}
            }
        }
    }
}

/// x264 and x265 name both in one line: `Error setting preset/tune bogus/(null).`
fn preset_or_tune<'a>(found: &[(&'static str, &'a str)]) -> Vec<(&'static str, &'a str)> {
    let get = |name| found.iter().find(|(key, _)| *key == name);
    let (Some((_, preset)), Some((_, tune))) = (get("preset"), get("tune")) else {
        return Vec::new();
    };
    if *tune == "(null)" || !PRESETS.contains(preset) {
        vec![("option", "preset"), ("value", preset)]
    } else {
        vec![("option", "tune"), ("value", tune)]
    }
}
