//! Raw `args` held against the options that the ffmpeg at hand has, before anything runs.
//!
//! Unaware of how ffmpeg was asked; where nobody asked, nothing is said.

use crate::check::args::{Owner, is_option};
use crate::check::owned_option;
use crate::diag::{At, Code, Cure, Diagnostic, Diagnostics, Severity, is_clear, names, suggest};
use crate::facts::{Options, Question, Taker, Values};
use crate::job::Job;
use crate::manifest::{HlsSegments, Ladder, Manifest, Output, Text};
use crate::source::Route;

use super::output::file;

/// An option that this ffmpeg does not take there, or not with that value.
pub static RAW_OPTION: Code = Code {
    name: "raw-option",
    severity: Severity::Error,
    summary: "an option in `args` that this ffmpeg does not take there, or not with this value",
    explanation: r#"
`args` goes to ffmpeg as it is. Before anything is encoded, rendit asks the ffmpeg at hand which
options it has (`ffmpeg -h full`, `-h encoder=NAME`, `-h muxer=NAME`) and says what would fail, or,
worse, be ignored: an option that does not exist, one of another encoder or muxer, a word where a
number belongs, a number out of range, an option whose value is missing.

Options come and go with versions and with the libraries that an ffmpeg was built with.

Wrong:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2800k" }]
args = ["-ref", "4"]
```

Right:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2800k" }]
args = ["-refs", "4"]
```

Source: ffmpeg's manual, "Options"; libavutil/opt.h on the values that options take.
"#,
};

/// One list of raw arguments.
struct List<'a> {
    route: Route,
    owner: Owner,
    taker: Taker,
    arguments: &'a [Text],
}

/// What the raw arguments of these jobs ask of ffmpeg; empty if there are none.
pub fn question<'a>(jobs: impl IntoIterator<Item = &'a Job>) -> Question {
    let mut question = Question::default();
    for job in jobs {
        for list in lists(&job.manifest) {
            question.takers.insert(list.taker);
            let options = list.arguments.iter().map(Text::as_str);
            question
                .names
                .extend(options.filter(|one| is_option(one)).map(name_of));
        }
    }
    question
}

/// Every list of raw arguments that is not empty.
fn lists(manifest: &Manifest) -> Vec<List<'_>> {
    let mut lists = Vec::new();
    let mut add = |route: &Route, owner, taker: Taker, arguments| {
        let route = route.key("args");
        lists.push(List {
            route,
            owner,
            taker,
            arguments,
        });
    };
    for (name, input) in &manifest.inputs {
        let route = Route::root().key("inputs").key(name);
        add(&route, Owner::Input, Taker::Reader, input.args.as_slice());
    }
    for (name, ladder) in &manifest.ladders {
        let route = Route::root().key("ladders").key(name);
        match ladder {
            Ladder::Video(video) => {
                let taker = Taker::Encoder(video.encoder_name().to_owned());
                add(&route, Owner::Encoder, taker.clone(), &video.args);
                for (position, rung) in video.rungs.iter().enumerate() {
                    let route = route.key("rungs").index(position);
                    add(&route, Owner::Encoder, taker.clone(), &rung.args);
                }
            }
            Ladder::Audio(audio) => {
                let taker = Taker::Encoder(audio.encoder_name().to_owned());
                add(&route, Owner::Encoder, taker, &audio.args);
            }
        }
    }
    for (name, output) in &manifest.outputs {
        let route = Route::root().key("outputs").key(name);
        let (muxer, arguments) = match output {
            Output::Hls(hls) if hls.segments == HlsSegments::Ts => ("mpegts", &hls.args),
            Output::File(file) => match file::muxer(file.path.as_str()) {
                Some(muxer) => (muxer, &file.args),
                None => continue,
            },
            Output::Hls(_) | Output::Dash(_) | Output::Cmaf(_) => continue,
        };
        add(
            &route,
            Owner::Muxer,
            Taker::Muxer(muxer.to_owned()),
            arguments,
        );
    }
    lists.retain(|list| !list.arguments.is_empty());
    lists
}

/// Without dash and stream specifier: `-refs:v:0` is `refs`.
fn name_of(option: &str) -> String {
    let name = option.strip_prefix('-').unwrap_or(option);
    name.split(':').next().unwrap_or(name).to_owned()
}

/// Reports every option that ffmpeg would refuse or ignore.
pub fn check(diagnostics: &mut Diagnostics, job: &Job, options: &Options) {
    if options.is_empty() {
        return;
    }
    for list in lists(&job.manifest) {
        let groups = Options::groups(&list.taker);
        let is_known = |group: &String| options.names.contains_key(group);
        if !groups.first().is_some_and(is_known) {
            // This ffmpeg lacks the encoder, which is said elsewhere.
            continue;
        }
        let place = Place {
            list: &list,
            options,
            groups: &groups,
        };
        let mut is_value = false;
        for (position, argument) in list.arguments.iter().enumerate() {
            let argument = argument.as_str();
            if is_option(argument) && !is_value {
                let finding = place.look(position, argument);
                diagnostics.extend(finding.or_else(|| place.again(position, argument)));
                is_value = place.takes_flags(argument);
            } else {
                is_value = false;
            }
        }
    }
}

/// One list, and what its options may be.
struct Place<'a> {
    list: &'a List<'a>,
    options: &'a Options,
    groups: &'a [String],
}

impl Place<'_> {
    fn look(&self, position: usize, option: &str) -> Option<Diagnostic> {
        let name = name_of(option);
        let holds = |group: &&String, name: &str| {
            let names = self.options.names.get(*group);
            names.is_some_and(|names| names.contains(name))
        };
        let Some(group) = self.groups.iter().find(|group| holds(group, &name)) else {
            let own = self.options.names.get("ffmpeg");
            let is_off = name
                .strip_prefix("no")
                .is_some_and(|name| own.is_some_and(|own| own.contains(name)));
            return (!is_off).then(|| self.unknown(position, option, &name));
        };
        if group == "ffmpeg" {
            return None;
        }
        let next = position + 1;
        let value = self.list.arguments.get(next).map(Text::as_str);
        let takes_flags = self.takes_flags(option);
        let Some(value) = value.filter(|value| takes_flags || !is_option(value)) else {
            let finding = self.finding(position, format!("`{option}` has no value"));
            let finding = finding.here("takes a value");
            let values = self.values(group, &name);
            return Some(finding.help(format!(
                "write its value after it, such as `\"{option}\", \"{}\"`",
                sample(values)
            )));
        };
        let (message, help) = misfit(self.values(group, &name)?, value)?;
        let finding = self.finding(next, format!("`{option}` cannot be `{value}`"));
        Some(finding.here(message).help(help))
    }

    /// An option that the same list gives before: only the later one counts. ffmpeg's own options,
    /// such as `-metadata`, may be repeated.
    fn again(&self, position: usize, option: &str) -> Option<Diagnostic> {
        let name = name_of(option);
        let own = self.options.names.get("ffmpeg")?;
        let mut before = self.list.arguments.iter().take(position);
        let first = before.position(|one| one.as_str() == option)?;
        if own.contains(&name) {
            return None;
        }
        let finding = self.finding(position, format!("`{option}` is given twice"));
        let first = At::Value(self.list.route.index(first));
        Some(
            finding
                .here("this one wins")
                .label(first, "without effect")
                .help("keep one of the two"),
        )
    }

    /// Whether an option takes flags, of which one may be switched off: `-flags -cgop`.
    fn takes_flags(&self, option: &str) -> bool {
        let name = name_of(option);
        let mut all = self
            .groups
            .iter()
            .filter_map(|group| self.values(group, &name));
        all.next().is_some_and(|values| values.kind == "flags")
    }

    fn values(&self, group: &str, name: &str) -> Option<&Values> {
        self.options.values.get(group)?.get(name)
    }

    fn finding(&self, position: usize, message: String) -> Diagnostic {
        Diagnostic::new(&RAW_OPTION, self.list.route.index(position), message)
    }

    fn unknown(&self, position: usize, option: &str, name: &str) -> Diagnostic {
        let taker = match &self.list.taker {
            Taker::Reader => "an input",
            Taker::Encoder(name) | Taker::Muxer(name) => name.as_str(),
        };
        if let Some(others) = self.options.elsewhere.get(name) {
            let only_decodes = others.iter().all(|other| other == "AVCodecContext");
            let whose = match only_decodes {
                true => "an option of decoders".to_owned(),
                false => {
                    let some = others.iter().map(String::as_str).take(4);
                    format!("an option of {}", names(some))
                }
            };
            return self
                .finding(position, format!("`{option}` is no option of {taker}"))
                .here(whose)
                .help("leave it out: ffmpeg would do nothing with it here");
        }
        let known = self.groups.iter().filter_map(|group| {
            let names = self.options.names.get(group)?;
            Some(names.iter().map(String::as_str))
        });
        let known: Vec<&str> = known.flatten().collect();
        let finding = self
            .finding(position, format!("this ffmpeg has no option `{option}`"))
            .here("unknown");
        let Some(near) = suggest(name, known.iter().copied()) else {
            let help = match &self.list.taker {
                Taker::Reader => "`ffmpeg -h full` lists all options".to_owned(),
                Taker::Encoder(name) => format!("`ffmpeg -h encoder={name}` lists its options"),
                Taker::Muxer(name) => format!("`ffmpeg -h muxer={name}` lists its options"),
            };
            return finding.help(help);
        };
        let meant = option.replacen(name, near, 1);
        match owned_option::instead(&meant, self.list.owner) {
            Some(instead) => finding.help(format!("for `{meant}`, {instead}")),
            None => finding
                .help(format!("did you mean `{meant}`?"))
                .cure(Cure::Write(
                    self.list.route.index(position),
                    meant.clone().into(),
                ))
                .sure(is_clear(name, near, known.iter().copied())),
        }
    }
}

/// Words that every numeric option takes (libavutil/opt.c).
const ANYWHERE: [&str; 5] = ["default", "max", "min", "none", "all"];

/// Why an option cannot have a value, if that is beyond doubt, and what it takes. A number may be an
/// expression such as `2*1k`, of which nothing is said.
fn misfit(values: &Values, value: &str) -> Option<(String, String)> {
    let is_flags = values.kind == "flags";
    let is_number = matches!(
        values.kind.as_str(),
        "int" | "int64" | "uint64" | "unsigned" | "uint" | "float" | "double"
    );
    if !is_flags && !is_number {
        return None;
    }
    let words: Vec<&str> = values.words.iter().map(String::as_str).collect();
    let parts: Vec<&str> = match is_flags {
        true => value
            .split(['+', '-'])
            .filter(|one| !one.is_empty())
            .collect(),
        false => vec![value],
    };
    for part in parts {
        let is_word = part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        if is_word && !words.contains(&part) && !ANYWHERE.contains(&part) {
            let known = |word: &str| format!("did you mean `{word}`?");
            let help = suggest(part, words.iter().copied()).map(known);
            let listed = || match words.as_slice() {
                [] => format!("write a number, such as `\"{}\"`", sample(Some(values))),
                words => format!("one of {}", names(words.iter().copied().take(24))),
            };
            let label = if words.is_empty() {
                "a number is needed".to_owned()
            } else {
                format!("`{part}` is not known")
            };
            return Some((label, help.unwrap_or_else(listed)));
        }
    }
    let number: f64 = value.parse().ok().filter(|_| is_number)?;
    let (least, most) = values.range?;
    if (least..=most).contains(&number) {
        return None;
    }
    let range = match (least > f64::MIN, most < f64::MAX) {
        (true, true) => format!("from {least} to {most}"),
        (true, false) => format!("{least} or more"),
        _ => format!("{most} or less"),
    };
    Some((
        format!("{range} is allowed"),
        format!("write a number: {range}"),
    ))
}

/// A value that an option could have.
fn sample(values: Option<&Values>) -> String {
    let Some(values) = values else {
        return "VALUE".into();
    };
    if let Some(word) = values.words.first() {
        return word.clone();
    }
    match values.kind.as_str() {
        "boolean" => "1".into(),
        "string" | "dictionary" | "binary" => "VALUE".into(),
        _ => values.range.map_or("1".into(), |(least, _)| {
            if least > 1.0 {
                least.to_string()
            } else {
                "1".into()
            }
        }),
    }
}
