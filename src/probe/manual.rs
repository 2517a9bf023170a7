//! Reads the options that `ffmpeg -h full`, `-h encoder=NAME` and `-h muxer=NAME` print.
//!
//! Pure; does not know how ffmpeg was asked. Holds for 5.1 to 9.0: the program's own options stand
//! first, one a line at its beginning; those of libraries follow in sections `… AVOptions:`, with
//! their type, who takes them, the range and, below, the words that stand for values.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::{Options, Question, Taker, Values};

/// Options of one part of ffmpeg, such as `libx264` or `AVCodecContext`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// ffmpeg's own name of the part.
    pub title: String,
    /// Its options.
    pub options: Vec<Entry>,
}

/// One option.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// Without the dash.
    pub name: String,
    /// Whether it is for encoding or writing.
    pub is_output: bool,
    /// Whether it is for decoding or reading.
    pub is_input: bool,
    /// What values it takes.
    pub values: Values,
}

/// Every section of options in ffmpeg's answer.
pub fn sections(text: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_suffix(" AVOptions:") {
            sections.push(Section {
                title: title.trim().to_owned(),
                options: Vec::new(),
            });
            continue;
        }
        let Some(section) = sections.last_mut() else {
            continue;
        };
        if let Some(entry) = entry(line) {
            section.options.push(entry);
        } else if let Some(word) = word(line)
            && let Some(last) = section.options.last_mut()
        {
            last.values.words.insert(word.to_owned());
        }
    }
    sections
}

/// `  -refs   <int>   E..V....... reference frames … (from 0 to 16) (default 1)`.
fn entry(line: &str) -> Option<Entry> {
    let mut words = line.strip_prefix("  -")?.split_whitespace();
    let (name, kind) = (words.next()?, words.next()?);
    let kind = kind.strip_prefix('<')?.strip_suffix('>')?;
    let flags = words.next().filter(|word| is_flags(word))?;
    Some(Entry {
        name: name.to_owned(),
        is_output: flags.starts_with('E'),
        is_input: flags.chars().nth(1) == Some('D'),
        values: Values {
            kind: kind.to_owned(),
            words: BTreeSet::new(),
            range: range(line),
        },
    })
}

/// `     closest   2   ED.VAS..... closest in time`: a word that stands for a value.
fn word(line: &str) -> Option<&str> {
    let mut words = line.strip_prefix("     ")?.split_whitespace();
    let name = words.next()?;
    let fits = |word: &str| is_flags(word);
    let is_word = words.next().is_some_and(fits) || words.next().is_some_and(fits);
    is_word.then_some(name)
}

/// The column that says who takes an option: `E..V.......`.
fn is_flags(word: &str) -> bool {
    word.len() >= 9 && word.chars().all(|c| c == '.' || c.is_ascii_uppercase())
}

/// `(from 0 to 16)`, where both are numbers.
fn range(line: &str) -> Option<(f64, f64)> {
    let (_, rest) = line.rsplit_once("(from ")?;
    let (least, most) = rest.split_once(')')?.0.split_once(" to ")?;
    let number = |text: &str| match text {
        "INT_MAX" | "I64_MAX" | "UINT32_MAX" | "FLT_MAX" | "DBL_MAX" => Some(f64::MAX),
        "INT_MIN" | "I64_MIN" | "FLT_MIN" | "DBL_MIN" | "-FLT_MAX" | "-DBL_MAX" => Some(f64::MIN),
        other => other.parse().ok(),
    };
    let range = (number(least)?, number(most)?);
    (range.0 > f64::MIN || range.1 < f64::MAX).then_some(range)
}

/// The program's own options, which stand before the first section: `-metadata[:<spec>] <key=value>`.
fn program(text: &str) -> BTreeSet<String> {
    text.lines()
        .take_while(|line| !line.ends_with(" AVOptions:"))
        .filter_map(|line| {
            let name = line.strip_prefix('-')?.split([' ', '[', '<', ':']).next()?;
            (!name.is_empty()).then(|| name.to_owned())
        })
        .collect()
}

/// What `question` wants to know: from all that ffmpeg has, and from what it says of single
/// encoders and muxers (`None` for one that it lacks).
pub fn answer(full: &str, known: &[(Taker, Option<Vec<Section>>)], question: &Question) -> Options {
    let all = sections(full);
    let mut options = Options::default();
    let mut groups: Vec<(String, Vec<&Entry>)> = Vec::new();
    let every = |titles: &[&str], fits: fn(&Entry) -> bool| -> Vec<&Entry> {
        let among = all
            .iter()
            .filter(|section| titles.is_empty() || titles.contains(&section.title.as_str()));
        let entries = among.flat_map(|section| &section.options);
        entries.filter(|entry| fits(entry)).collect()
    };
    let is = |wanted: fn(&Taker) -> bool| question.takers.iter().any(wanted);
    if is(|taker| *taker == Taker::Reader) {
        groups.push(("reading".into(), every(&[], |entry| entry.is_input)));
    }
    if is(|taker| matches!(taker, Taker::Encoder(_))) {
        let mut encoding = every(&["AVCodecContext"], |entry| entry.is_output);
        // Those of scaling and resampling say nothing of who takes them; outputs do.
        encoding.extend(every(&["SWScaler", "SWResampler"], |_| true));
        groups.push(("encoding".into(), encoding));
    }
    if is(|taker| *taker != Taker::Reader) {
        let titles = ["AVFormatContext", "AVIOContext", "URLContext"];
        groups.push(("writing".into(), every(&titles, |entry| entry.is_output)));
    }
    for (taker, sections) in known {
        let own = Options::groups(taker).into_iter().next();
        if let (Some(own), Some(sections)) = (own, sections) {
            let entries = sections.iter().flat_map(|section| &section.options);
            groups.push((own, entries.collect()));
        }
    }
    options.names.insert("ffmpeg".into(), program(full));
    for (group, entries) in groups {
        let names = entries.iter().map(|entry| entry.name.clone()).collect();
        let mut values: BTreeMap<String, Values> = BTreeMap::new();
        for entry in entries {
            if !question.names.contains(&entry.name) {
                continue;
            }
            match values.get_mut(&entry.name) {
                None => drop(values.insert(entry.name.clone(), entry.values.clone())),
                // Which of all demuxers and decoders will take it is not known.
                Some(known) if group == "reading" && *known != entry.values => {
                    *known = Values::default();
                }
                Some(_) => {}
            }
        }
        options.names.insert(group.clone(), names);
        options.values.insert(group, values);
    }
    let is_taken = |name: &String| {
        question.takers.iter().all(|taker| {
            let groups = Options::groups(taker);
            let mut known = groups.iter().filter_map(|group| options.names.get(group));
            known.any(|names| names.contains(name))
        })
    };
    let mut elsewhere = BTreeMap::new();
    for name in question.names.iter().filter(|name| !is_taken(name)) {
        let others = all
            .iter()
            .filter(|section| section.options.iter().any(|entry| entry.name == *name));
        let others: BTreeSet<String> = others.map(|section| section.title.clone()).collect();
        if !others.is_empty() {
            elsewhere.insert(name.clone(), others);
        }
    }
    options.elsewhere = elsewhere;
    options
}
