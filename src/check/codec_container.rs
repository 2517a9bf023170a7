//! Every codec fits the container it goes into.
//!
//! Unaware of how a container is written.

use std::collections::{HashMap, HashSet};

use super::Context;
use super::paths::ending;
use super::published::Published;
use crate::codec::{AudioCodec, VideoCodec};
use crate::diag::{At, Code, Cure, Diagnostic, Diagnostics, Severity};
use crate::manifest::{HlsSegments, Ladder, Output};

/// `codec-container`
pub static CODE: Code = Code {
    name: "codec-container",
    severity: Severity::Error,
    summary: "a codec that the output's container cannot hold",
    explanation: r#"
A container holds only the codecs that its specification names:

| container | picture | sound |
| --- | --- | --- |
| HLS segments `ts` | h264, hevc | aac, ac3, eac3 |
| HLS segments `fmp4`, DASH, CMAF | all | all |
| `.mp4`, `.mkv` | all | all |
| `.mov` | h264, hevc | aac, ac3, eac3 |
| `.webm` | vp9, av1 | opus |
| `.m4a` | none | aac, ac3 |
| `.mka` | none | all |

Wrong:

```toml
[ladders.hd]
type = "video"
codec = "h264"
rungs = [{ height = 720, bit_rate = "2800k" }]

[outputs.web]
type = "file"
path = "out/film.webm"
ladders = ["hd"]
```

Right:

```toml
[ladders.hd]
type = "video"
codec = "vp9"
rungs = [{ height = 720, bit_rate = "1800k" }]

[outputs.web]
type = "file"
path = "out/film.webm"
ladders = ["hd"]
```

Source: RFC 8216 §3.2 and the Apple HLS Authoring Specification §1.5 and §2 (MPEG-TS); the WebM
Container Guidelines; ffmpeg's `libavformat/movenc.c` (`mov`, `m4a`).
"#,
};

/// Looks at every ladder of every output.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let mut free = Free::of(context);
    for output in context.filled_outputs {
        let Some(container) = container(output) else {
            continue;
        };
        let all: Vec<(&str, &Ladder)> = output
            .ladders_of(context.manifest)
            .map(|(_, name, ladder)| (name, ladder))
            .collect();
        let mut unfit = output
            .ladders_of(context.manifest)
            .filter(|(_, _, ladder)| !container.holds(ladder));
        // One container is one mistake, however many ladders it cannot hold.
        if let Some((mention, name, ladder)) = unfit.next() {
            let others: Vec<_> = unfit.collect();
            let codec = codec_of(ladder);
            let (key, label) = match output.output {
                Output::File(_) => ("path", format!("a {} file", container.name())),
                _ => ("segments", "MPEG-TS segments".to_string()),
            };
            let ladder_route = crate::source::Route::root().key("ladders").key(name);
            let message = if container.takes_pictures() || matches!(ladder, Ladder::Audio(_)) {
                format!("{} cannot hold {codec}", container.name())
            } else {
                format!("{} holds sound alone", container.name())
            };
            let written = mention.clone();
            let mut finding = Diagnostic::new(&CODE, mention, message)
                .here(format!("`{name}` is {codec}"))
                .label(At::Value(output.route.key(key)), label)
                .help(container.help(ladder, &all))
                .also(ladder_route.key("codec"))
                .also(ladder_route.key("type"));
            // A ladder of that kind which fits, and is used nowhere else, was meant.
            if let [other] = free.instead(container, ladder) {
                finding = finding
                    .help(format!("name `{other}` here instead, which fits"))
                    .cure(Cure::Write(written, (*other).into()))
                    .sure(false);
            }
            for (mention, name, ladder) in others {
                let codec = codec_of(ladder);
                finding = finding.label(At::Value(mention), format!("`{name}` is {codec}, too"));
            }
            diagnostics.push(finding);
        }
    }
}

/// Ladders that no output names.
struct Free<'a> {
    ladders: Vec<(&'a str, &'a Ladder)>,
    /// Those of a kind, pictures or not, that a container holds, once somebody asks.
    fitting: HashMap<(Container, bool), Vec<&'a str>>,
}

impl<'a> Free<'a> {
    fn of(context: &Context<'a>) -> Self {
        let lists = context.outputs.iter().flat_map(|output| output.ladders());
        let named: HashSet<&String> = lists.collect();
        let all = context.manifest.ladders.iter();
        let free = all.filter(|(name, _)| !named.contains(name));
        Self {
            ladders: free.map(|(name, ladder)| (name.as_str(), ladder)).collect(),
            fitting: HashMap::new(),
        }
    }

    /// Those that could stand in the place of one that does not fit.
    fn instead(&mut self, container: Container, unfit: &Ladder) -> &[&'a str] {
        let is_picture = matches!(unfit, Ladder::Video(_));
        let fits = |ladder: &Ladder| {
            matches!(ladder, Ladder::Video(_)) == is_picture && container.holds(ladder)
        };
        let ladders = &self.ladders;
        self.fitting
            .entry((container, is_picture))
            .or_insert_with(|| {
                let fitting = ladders.iter().filter(|(_, ladder)| fits(ladder));
                fitting.map(|(name, _)| *name).collect()
            })
    }
}

/// The ladders that stand unused because one that does not fit is named in their place.
pub fn displaced<'a>(context: &Context<'a>) -> HashSet<&'a str> {
    let mut free = Free::of(context);
    let mut seen: HashSet<(Container, bool)> = HashSet::new();
    let mut all = HashSet::new();
    for output in context.filled_outputs {
        let Some(container) = container(output) else {
            continue;
        };
        for (_, _, ladder) in output.ladders_of(context.manifest) {
            let is_picture = matches!(ladder, Ladder::Video(_));
            if !container.holds(ladder) && seen.insert((container, is_picture)) {
                all.extend(free.instead(container, ladder));
            }
        }
    }
    all
}

fn codec_of(ladder: &Ladder) -> &'static str {
    match ladder {
        Ladder::Video(ladder) => ladder.codec.name(),
        Ladder::Audio(ladder) => ladder.codec.name(),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Container {
    MpegTs,
    Mov,
    WebM,
    M4a,
    Mka,
}

/// The container of an output, if there is a codec that it does not hold.
fn container(output: &Published<'_>) -> Option<Container> {
    match output.output {
        Output::Hls(hls) if hls.segments == HlsSegments::Ts => Some(Container::MpegTs),
        Output::Hls(_) | Output::Dash(_) | Output::Cmaf(_) => None,
        Output::File(file) => match ending(file.path.as_str()).as_str() {
            "mov" => Some(Container::Mov),
            "webm" => Some(Container::WebM),
            "m4a" => Some(Container::M4a),
            "mka" => Some(Container::Mka),
            _ => None,
        },
    }
}

impl Container {
    fn name(self) -> &'static str {
        match self {
            Self::MpegTs => "MPEG-TS in HLS",
            Self::Mov => "`.mov`",
            Self::WebM => "`.webm`",
            Self::M4a => "`.m4a`",
            Self::Mka => "`.mka`",
        }
    }

    fn takes_pictures(self) -> bool {
        !matches!(self, Self::M4a | Self::Mka)
    }

    fn holds(self, ladder: &Ladder) -> bool {
        match ladder {
            Ladder::Video(ladder) => match self {
                Self::MpegTs | Self::Mov => {
                    matches!(ladder.codec, VideoCodec::H264 | VideoCodec::Hevc)
                }
                Self::WebM => matches!(ladder.codec, VideoCodec::Vp9 | VideoCodec::Av1),
                Self::M4a | Self::Mka => false,
            },
            Ladder::Audio(ladder) => match self {
                Self::MpegTs | Self::Mov => matches!(
                    ladder.codec,
                    AudioCodec::Aac | AudioCodec::Ac3 | AudioCodec::Eac3
                ),
                Self::WebM => ladder.codec == AudioCodec::Opus,
                Self::M4a => matches!(ladder.codec, AudioCodec::Aac | AudioCodec::Ac3),
                Self::Mka => true,
            },
        }
    }

    /// What cures an output with all of these ladders, of which `ladder` is the first that does not fit.
    fn help(self, ladder: &Ladder, all: &[(&str, &Ladder)]) -> String {
        let is_whole = |other: Self| all.iter().all(|(_, ladder)| other.holds(ladder));
        match (self, ladder) {
            (Self::MpegTs, _) => "write `segments = \"fmp4\"`".to_owned(),
            (Self::WebM, _) => format!("write `.mp4` or `.mkv`, or take {}", self.codecs(all)),
            (Self::Mov, _) if is_whole(Self::WebM) => {
                "write `.webm`, `.mp4` or `.mkv`, which hold all of it".to_owned()
            }
            (Self::Mov, _) => "write `.mp4` or `.mkv`".to_owned(),
            (Self::M4a, Ladder::Video(_)) => "write `.mp4`, or leave the ladder out".to_owned(),
            (Self::M4a, Ladder::Audio(_)) => format!("write `.mka`, or take {}", self.codecs(all)),
            (Self::Mka, _) => "write `.mkv`, or leave the ladder out".to_owned(),
        }
    }

    /// Codecs that it holds, for all ladders that have another one.
    fn codecs(self, all: &[(&str, &Ladder)]) -> String {
        let sound = match self {
            Self::WebM => "opus",
            _ => "aac",
        };
        let unfit = all.iter().filter(|(_, ladder)| !self.holds(ladder));
        let several: Vec<String> = unfit
            .map(|(name, ladder)| match ladder {
                Ladder::Video(_) => format!("`codec = \"vp9\"` in `{name}`"),
                Ladder::Audio(_) => format!("`codec = \"{sound}\"` in `{name}`"),
            })
            .collect();
        several.join(" and ")
    }
}
