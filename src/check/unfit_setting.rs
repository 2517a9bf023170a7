//! A preset, tune or profile is one that the encoder has.
//!
//! Unaware of encoders whose settings are not listed here: those of graphics cards, for instance.

use super::Context;
use crate::codec::{PixelFormat, VideoCodec};
use crate::diag::{At, Code, Cure, Diagnostic, Diagnostics, Severity, is_clear, names, suggest};
use crate::manifest::VideoLadder;
use crate::source::Route;

/// `unfit-setting`
pub static CODE: Code = Code {
    name: "unfit-setting",
    severity: Severity::Error,
    summary: "a `preset`, `tune` or `profile` that the encoder does not have",
    explanation: r#"
Every encoder has words of its own for how fast it works and what it favours: x264 and x265 have
`veryfast` … `veryslow`, SVT-AV1 counts from 0 (slow) to 13 (fast), libvpx and libaom count from 0 to
8. ffmpeg would refuse another encoder's word, after everything before it was done.

Wrong:

```toml
[ladders.hd]
type = "video"
codec = "av1"
preset = "veryfast"
rungs = [{ height = 720, bit_rate = "1500k" }]
```

Right:

```toml
[ladders.hd]
type = "video"
codec = "av1"
preset = "10"
rungs = [{ height = 720, bit_rate = "1500k" }]
```

Source: `x264 --fullhelp`; x265's manual, "Presets" and "Profile, Level, Tier"; SVT-AV1's
`Docs/Parameters.md`; ffmpeg's manual, libvpx and libaom-av1, option `cpu-used`.
"#,
};

const X26X_PRESETS: &[&str] = &[
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
const X264_TUNES: &[&str] = &[
    "film",
    "animation",
    "grain",
    "stillimage",
    "psnr",
    "ssim",
    "fastdecode",
    "zerolatency",
];
const X264_PROFILES: &[&str] = &["baseline", "main", "high", "high10", "high422", "high444"];
const X265_TUNES: &[&str] = &[
    "psnr",
    "ssim",
    "grain",
    "zerolatency",
    "fastdecode",
    "animation",
];
const X265_PROFILES: &[&str] = &[
    "main",
    "main-intra",
    "mainstillpicture",
    "msp",
    "main444-8",
    "main444-intra",
    "main444-stillpicture",
    "main10",
    "main10-intra",
    "main422-10",
    "main422-10-intra",
    "main444-10",
    "main444-10-intra",
    "main12",
    "main12-intra",
    "main422-12",
    "main422-12-intra",
    "main444-12",
    "main444-12-intra",
    "main444-16-intra",
    "main444-16-stillpicture",
];

/// What a setting may be.
enum Choice {
    Words(&'static [&'static str]),
    /// Whole numbers, slow to fast, and the usual one.
    Numbers(i64, i64, i64),
}

/// Looks at every setting of every video ladder and rung.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, ladder) in context.video_ladders() {
        let encoder = ladder.encoder_name();
        let own = [
            ("preset", &ladder.preset),
            ("tune", &ladder.tune),
            ("profile", &ladder.profile),
        ];
        let mut settings: Vec<(Route, &str, &Option<String>)> = own
            .into_iter()
            .map(|(key, value)| (route.key(key), key, value))
            .collect();
        for (position, rung) in ladder.rungs.iter().enumerate() {
            let at = route.key("rungs").index(position);
            settings.push((at.key("preset"), "preset", &rung.preset));
            settings.push((at.key("tune"), "tune", &rung.tune));
            settings.push((at.key("profile"), "profile", &rung.profile));
        }
        for (at, key, value) in settings {
            let Some(value) = value else { continue };
            let finding =
                look(&at, key, value, encoder).or_else(|| depth(&at, key, value, ladder, &route));
            let Some(finding) = finding else { continue };
            diagnostics.push(
                finding
                    .also(route.key("codec"))
                    .also(route.key("encoder"))
                    .also(route.key("type")),
            );
        }
    }
}

fn choice(encoder: &str, key: &str) -> Option<Choice> {
    Some(match (encoder, key) {
        ("libx264" | "libx264rgb" | "libx265", "preset") => Choice::Words(X26X_PRESETS),
        ("libx264" | "libx264rgb", "tune") => Choice::Words(X264_TUNES),
        ("libx264" | "libx264rgb", "profile") => Choice::Words(X264_PROFILES),
        ("libx265", "tune") => Choice::Words(X265_TUNES),
        ("libx265", "profile") => Choice::Words(X265_PROFILES),
        ("libsvtav1", "preset") => Choice::Numbers(-2, 13, 8),
        ("libvpx-vp9", "preset") => Choice::Numbers(-8, 8, 2),
        ("libaom-av1", "preset") => Choice::Numbers(0, 11, 6),
        _ => return None,
    })
}

/// What a setting of an encoder may be, the usual ones first; empty if that is not known.
pub fn known(encoder: &str, key: &str) -> Vec<String> {
    match choice(encoder, key) {
        Some(Choice::Words(words)) => {
            let mut words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            let usual = ["medium", "film", "high"];
            words.sort_by_key(|word| !usual.contains(&word.as_str()));
            words
        }
        Some(Choice::Numbers(_, most, usual)) => {
            let others = (0..=most).filter(|number| *number != usual);
            let all = std::iter::once(usual).chain(others);
            all.map(|number| number.to_string()).collect()
        }
        None => Vec::new(),
    }
}

fn look(at: &Route, key: &str, value: &str, encoder: &str) -> Option<Diagnostic> {
    let say = |label: &str| {
        let message = format!("{encoder} has no {key} `{value}`");
        Diagnostic::new(&CODE, at.clone(), message).here(label)
    };
    match choice(encoder, key)? {
        Choice::Words(words) => {
            // x264 takes several tunes at once.
            let mut parts = value.split([',', '+']).map(str::trim);
            let is_known = |part: &str| words.iter().any(|word| word.eq_ignore_ascii_case(part));
            let is_known = match key {
                "tune" => parts.all(is_known),
                _ => is_known(value),
            };
            // x264 and x265 also count their presets.
            let is_number =
                key == "preset" && value.parse().is_ok_and(|at: usize| at < words.len());
            if is_known || is_number {
                return None;
            }
            let finding = say("not known");
            if let Some(help) = no_setting(key, value) {
                return Some(finding.help(help));
            }
            if let Some(word) = by_number(key, value).filter(|word| words.contains(word)) {
                let cure = Cure::Write(at.clone(), word.into());
                return Some(finding.help(format!("write `{word}`")).cure(cure));
            }
            // `High@L4.1` and `main 10` are how others write it.
            let plain = value.split('@').next().unwrap_or(value);
            let plain = plain.replace("4:2:0", "").replace([' ', ':', '_'], "");
            let plain = plain.to_ascii_lowercase();
            if let Some(word) = words.iter().find(|word| **word == plain) {
                let help = match value.contains('@') {
                    true => format!("write `{word}`; a level follows from size and rate"),
                    false => format!("write `{word}`"),
                };
                let finding = finding.help(help);
                return Some(finding.cure(Cure::Write(at.clone(), (*word).into())));
            }
            Some(match suggest(value, words.iter().copied()) {
                Some(near) => finding
                    .help(format!("did you mean `{near}`?"))
                    .cure(Cure::Write(at.clone(), near.into()))
                    .sure(is_clear(value, near, words.iter().copied())),
                None => finding.help(format!("one of {}", names(words.iter().copied().take(10)))),
            })
        }
        Choice::Numbers(least, most, usual) => {
            let number: Option<i64> = value.parse().ok();
            if number.is_some_and(|number| (least..=most).contains(&number)) {
                return None;
            }
            let label = if number.is_some() {
                "out of range"
            } else {
                "a word of other encoders"
            };
            Some(say(label).help(format!(
                "write a number from \"0\" (slow) to \"{most}\" (fast): \"{usual}\" is usual"
            )))
        }
    }
}

/// What to do about a word that says that there is no such setting.
fn no_setting(key: &str, value: &str) -> Option<String> {
    let word = value.to_ascii_lowercase();
    match word.as_str() {
        "none" | "default" | "auto" | "off" | "no" | "normal" => {
            Some(format!("leave `{key}` out: then the encoder's own counts"))
        }
        _ => None,
    }
}

/// A profile by the number that stands in the stream (H.264, `profile_idc`), and presets by what they are
/// for.
fn by_number(key: &str, value: &str) -> Option<&'static str> {
    Some(match (key, value) {
        ("profile", "66") => "baseline",
        ("profile", "77") => "main",
        ("profile", "100") => "high",
        ("profile", "110") => "high10",
        ("preset", "slowest" | "best") => "veryslow",
        ("preset", "fastest") => "ultrafast",
        _ => return None,
    })
}

/// Whether a profile has eight bits, and the pixel format ten.
pub fn is_too_narrow(profile: Option<&str>, ladder: &VideoLadder) -> bool {
    let is_wide = ladder.pixel_format == Some(PixelFormat::Yuv420p10le);
    is_wide && profile.is_some_and(|profile| has_eight_bits(ladder.codec, profile))
}

/// Whether a profile of a codec has no more than eight bits.
pub fn has_eight_bits(codec: VideoCodec, profile: &str) -> bool {
    match codec {
        VideoCodec::H264 => matches!(profile, "baseline" | "main" | "high"),
        VideoCodec::Hevc => profile == "main",
        VideoCodec::Av1 | VideoCodec::Vp9 => false,
    }
}

/// A profile for eight bits with a pixel format of ten.
fn depth(
    at: &Route,
    key: &str,
    value: &str,
    ladder: &VideoLadder,
    route: &Route,
) -> Option<Diagnostic> {
    if key != "profile" || !is_too_narrow(Some(value), ladder) {
        return None;
    }
    let wide = ladder.pixel_format?;
    let better = match ladder.codec {
        VideoCodec::H264 => "high10",
        _ => "main10",
    };
    let message = format!("the profile `{value}` has 8 bits, and the pixel format 10");
    Some(
        Diagnostic::new(&CODE, at.clone(), message)
            .here("8 bits")
            .label(At::Value(route.key("pixel_format")), wide.name())
            .help(format!(
                "write `profile = \"{better}\"`, or `pixel_format = \"yuv420p\"`"
            ))
            .also(route.key("pixel_format")),
    )
}
