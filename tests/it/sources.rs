//! Sources as they come: turned, squeezed, odd, uneven, late, with names and faults of all kinds.
//! Each becomes packages and files with every picture in its place, the right way up, and sound in
//! step; or a finding.
//!
//! Clips are made on the spot, and what came out is decoded and looked at.

mod broken;
mod clock;
mod film;
mod geometry;
mod measure;
mod names;
mod rate;

use std::path::Path;

use film::{Film, fraction};
use measure::{Shown, probed, shown};
use serde_json::Value;

use crate::launch::ffmpeg;
use crate::program::{self, Said, folder};

/// A source and what must come of it.
#[derive(Clone, Copy)]
struct Case {
    /// What is special.
    name: &'static str,
    /// The source.
    film: Film,
    /// The rung's height.
    height: u32,
    /// Pixels of the result.
    size: [usize; 2],
    /// Frames per second of the result.
    rate: &'static str,
    /// Which pictures come out; all of them without it.
    numbers: Option<fn() -> Vec<u32>>,
    /// Beeps that come out; all of them without it.
    beeps: Option<usize>,
    /// Channels and samples per second of the sound.
    sound: (u64, &'static str),
    /// Further keys of the video ladder.
    ladder: &'static str,
    /// Codes of warnings that there may be: some versions of ffmpeg complain where others do not.
    warns: &'static [&'static str],
    /// Outputs, of [`OUTPUTS`].
    outputs: &'static [&'static str],
}

const CASE: Case = Case {
    name: "plain",
    film: film::FILM,
    height: 90,
    size: [160, 90],
    rate: "25",
    numbers: None,
    beeps: None,
    sound: (2, "48000"),
    ladder: "",
    warns: &[],
    outputs: &["cmaf"],
};

/// A kind of output.
#[derive(Debug)]
struct Output {
    /// Its name in the manifest.
    name: &'static str,
    /// What the manifest says of it.
    keys: &'static str,
    /// What is opened to see it.
    path: &'static str,
    /// Seconds at which its first picture may be.
    begins: std::ops::RangeInclusive<f64>,
    /// Seconds to which its container rounds times, at most.
    tick: f64,
}

impl Output {
    fn is_stream(&self) -> bool {
        self.path.ends_with(".m3u8")
    }
}

const OUTPUTS: [Output; 4] = [
    Output {
        name: "cmaf",
        keys: "type = \"cmaf\"
dir = \"out/cmaf\"
segment_duration = 1",
        path: "out/cmaf/master.m3u8",
        begins: 0.0..=0.0,
        tick: 1e-6,
    },
    Output {
        name: "ts",
        keys: "type = \"hls\"
segments = \"ts\"
dir = \"out/ts\"
segment_duration = 1",
        path: "out/ts/master.m3u8",
        begins: 10.0..=10.0,
        tick: 1.2e-5,
    },
    Output {
        name: "mp4",
        keys: "type = \"file\"
path = \"out/made.mp4\"",
        path: "out/made.mp4",
        begins: 0.0..=0.0,
        tick: 1e-6,
    },
    // An encoder's delay comes first.
    Output {
        name: "mkv",
        keys: "type = \"file\"
path = \"out/made.mkv\"",
        path: "out/made.mkv",
        begins: 0.0..=0.022,
        tick: 1.1e-3,
    },
];

const BOTH: &[&str] = &["cmaf", "mp4"];
const ALL: &[&str] = &["cmaf", "ts", "mp4", "mkv"];

/// Runs `rendit VERB MANIFESTS` in `folder` with the tools that are tested.
fn rendit(folder: &Path, verb: &str, manifests: &[String]) -> Said {
    let ffprobe = std::env::var("RENDIT_TEST_FFPROBE").unwrap_or_else(|_| "ffprobe".to_owned());
    let ffmpeg = ffmpeg();
    let mut args = vec![verb, "--format", "short"];
    if verb == "run" {
        args.extend(["--progress", "none"]);
    }
    args.extend(["--ffmpeg", &ffmpeg, "--ffprobe", &ffprobe]);
    args.extend(manifests.iter().map(String::as_str));
    program::said(folder, &args)
}

/// Codes of the findings about manifests whose path begins so, in the short form of [`rendit`].
fn codes(said: &Said, path: &str) -> Vec<String> {
    let own = said.err.lines().filter(|line| line.starts_with(path));
    let codes = own.filter_map(|line| line.split_once('[')?.1.split_once(']'));
    codes.map(|(code, _)| code.to_owned()).collect()
}

/// Makes, packages and looks; every case is held, and all that is wrong with any is told.
fn hold(group: &str, cases: &[Case]) {
    let folder = folder(&format!("sources-{group}"));
    for case in cases {
        let folder = folder.join(case.folder());
        std::fs::create_dir(&folder).unwrap();
        case.film.make(&folder);
        std::fs::write(folder.join("job.toml"), case.manifest()).unwrap();
    }
    let manifest = |case: &Case| format!("{}/job.toml", case.folder());
    let manifests: Vec<String> = cases.iter().map(manifest).collect();
    let said = rendit(&folder, "run", &manifests);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let mut wrong = Vec::new();
    for case in cases {
        let own = format!("{}/", case.folder());
        let found = codes(&said, &own);
        if !found.iter().all(|code| case.warns.contains(&&**code)) {
            wrong.push(format!("{}: warnings {found:?}", case.name));
        }
        let found = case.faults(&folder.join(case.folder()));
        wrong.extend(
            found
                .into_iter()
                .map(|fault| format!("{}: {fault}", case.name)),
        );
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

impl Case {
    /// The same with other outputs.
    fn with(self, outputs: &'static [&'static str]) -> Self {
        Self { outputs, ..self }
    }

    fn folder(&self) -> String {
        self.name.replace(' ', "-")
    }

    fn manifest(&self) -> String {
        let (ladders, sound) = match self.film.sound {
            Some(_) => ("\"hd\", \"sound\"", "[ladders.sound]\ntype = \"audio\"\n"),
            None => ("\"hd\"", ""),
        };
        let outputs = OUTPUTS
            .iter()
            .filter(|output| self.outputs.contains(&output.name));
        let outputs: String = outputs
            .map(|Output { name, keys, .. }| {
                format!("[outputs.{name}]\n{keys}\nladders = [{ladders}]\n")
            })
            .collect();
        format!(
            "version = 1\n[inputs.film]\npath = \"{}\"\n\
             [ladders.hd]\ntype = \"video\"\npreset = \"ultrafast\"\n{}\n\
             rungs = [{{ height = {}, crf = 18 }}]\n\
             {sound}{outputs}",
            self.film.name, self.ladder, self.height,
        )
    }

    /// What is wrong with what was made of it in `folder`.
    fn faults(&self, folder: &Path) -> Vec<String> {
        let tracks = if self.film.sound.is_some() { "VA" } else { "V" };
        let source = shown(folder, &format!("file:{}", self.film.name), "", tracks);
        let mut faults = Vec::new();
        for output in &OUTPUTS {
            if !self.outputs.contains(&output.name) {
                continue;
            }
            let result = shown(folder, output.path, "-noautorotate", tracks);
            let mut hold = |is_so: bool, fault: String| {
                if !is_so {
                    faults.push(format!("{}: {fault}", output.name));
                }
            };
            self.hold_pictures(&source, &result, output, &mut hold);
            if self.film.sound.is_some() {
                self.hold_sound(&source, &result, output, &mut hold);
            }
            if output.is_stream() {
                self.hold_playlists(folder, output, &mut hold);
            } else {
                self.hold_headers(&probed(folder, output.path), output, &mut hold);
            }
        }
        faults
    }

    /// Numbers of the pictures that come out.
    fn expected(&self) -> Vec<u32> {
        self.numbers
            .map_or_else(|| (0..self.film.frames).collect(), |numbers| numbers())
    }

    /// Seconds that the pictures last.
    fn length(&self) -> f64 {
        self.expected().len() as f64 / fraction(self.rate)
    }

    fn hold_pictures(&self, source: &Shown, result: &Shown, output: &Output, hold: Hold) {
        hold(
            result.size == self.size,
            format!("{:?} pixels", result.size),
        );
        hold(
            result.aspect == "1/1",
            format!("pixels of {}", result.aspect),
        );
        for (place, meant) in film::CORNERS.into_iter().enumerate() {
            let (seen, given) = (result.corners[place], source.corners[place]);
            let is_so = near_colour(seen, meant, 50) && near_colour(seen, given, 12);
            hold(
                is_so,
                format!("corner {place} is {seen:?}, not {given:?} or {meant:?}"),
            );
        }
        let expected = self.expected();
        let numbers = result.numbers();
        hold(
            numbers == expected,
            format!("pictures {numbers:?}\n   not {expected:?}"),
        );
        let begin = result.pictures[0].time;
        hold(output.begins.contains(&begin), format!("begins at {begin}"));
        let off_grid = (0..).zip(&result.pictures).find(|(position, picture)| {
            let due = begin + f64::from(*position) / fraction(self.rate);
            (picture.time - due).abs() > output.tick
        });
        hold(
            off_grid.is_none(),
            format!("{off_grid:?} is not on the grid"),
        );
    }

    fn hold_sound(&self, source: &Shown, result: &Shown, output: &Output, hold: Hold) {
        let in_picture = |shown: &Shown| {
            shown
                .sound
                .unwrap()
                .map(|time| time - shown.pictures[0].time)
        };
        let ([from, to], [_, given]) = (in_picture(result), in_picture(source));
        let end = if output.is_stream() {
            self.length()
        } else {
            self.length().max(given)
        };
        // An encoder's delay and a frame of AAC.
        hold(from.abs() < 0.024, format!("sound from {from}"));
        hold(
            (to - end).abs() < 0.025,
            format!("sound to {to}, not {end}"),
        );
        let (seen, given) = (result.skews(), source.skews());
        let count = self.beeps.unwrap_or_else(|| self.film.beeps());
        hold(
            given.len() == count,
            format!("{} beeps in the source, not {count}", given.len()),
        );
        hold(
            seen.len() == count,
            format!("{} beeps, not {count}", seen.len()),
        );
        for (seen, given) in seen.iter().zip(&given) {
            let late = (seen - given) * 1000.0;
            hold(late.abs() < 1.0, format!("sound {late:.2} ms late"));
        }
    }

    /// What the playlists say.
    fn hold_playlists(&self, folder: &Path, output: &Output, hold: Hold) {
        let text = std::fs::read_to_string(folder.join(output.path)).unwrap();
        let [width, height] = self.size;
        for attribute in [
            format!(",RESOLUTION={width}x{height}"),
            format!(",FRAME-RATE={:.3}", fraction(self.rate)),
        ] {
            hold(
                text.contains(&attribute),
                format!("no {attribute} in\n{text}"),
            );
        }
        let video = text.lines().find(|line| line.ends_with(".m3u8")).unwrap();
        let place = folder.join(output.path).with_file_name(video);
        let text = std::fs::read_to_string(place).unwrap();
        let lengths = text
            .lines()
            .filter_map(|line| line.strip_prefix("#EXTINF:"));
        let lengths: Vec<f64> = lengths
            .map(|rest| rest.trim_end_matches(',').parse().unwrap())
            .collect();
        let whole: f64 = lengths.iter().sum();
        hold(
            (whole - self.length()).abs() < 1e-4,
            format!("{whole} s in playlist, not {}", self.length()),
        );
        let frames = fraction(self.rate).round();
        let even = lengths
            .iter()
            .rev()
            .skip(1)
            .all(|one| (one * fraction(self.rate) - frames).abs() < 1e-3);
        hold(even, format!("segments of {lengths:?}"));
    }

    /// What the headers of a file say.
    fn hold_headers(&self, probed: &Value, output: &Output, hold: Hold) {
        let streams = probed["streams"].as_array().unwrap();
        let kinds: Vec<&Value> = streams.iter().map(|stream| &stream["codec_type"]).collect();
        let expected = ["video", "audio"];
        let expected = &expected[..1 + usize::from(self.film.sound.is_some())];
        hold(kinds == expected, format!("streams {kinds:?}"));
        let text =
            |stream: usize, key: &str| streams[stream][key].as_str().unwrap_or_default().to_owned();
        let rate = fraction(&text(0, "avg_frame_rate")) / fraction(self.rate);
        hold(
            (rate - 1.0).abs() < output.tick,
            format!("{} times as many frames a second", rate),
        );
        let count = text(0, "nb_read_packets");
        hold(
            count == self.expected().len().to_string(),
            format!("{count} packets of pictures"),
        );
        let side_data = streams[0]["side_data_list"].to_string();
        hold(
            !side_data.contains("rotation"),
            format!("it is turned: {side_data}"),
        );
        if self.film.sound.is_some() {
            let said = (
                streams[1]["channels"].as_u64().unwrap(),
                &*text(1, "sample_rate"),
            );
            hold(said == self.sound, format!("sound of {said:?}"));
        }
    }
}

type Hold<'a> = &'a mut dyn FnMut(bool, String);

fn near_colour(one: [u8; 3], other: [u8; 3], apart: u8) -> bool {
    one.iter()
        .zip(other)
        .all(|(one, other)| one.abs_diff(other) <= apart)
}
