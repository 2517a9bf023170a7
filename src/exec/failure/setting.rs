//! Failures of what was asked for: encoders, options, filters, containers. Codes, and what is said
//! about each.
//!
//! Does not know ffmpeg's wordings, nor where the culprit stands in the manifest.

use super::Told;
use super::class::Class;
use super::clues::{Clues, PRESETS};
use crate::diag::{Code, Severity, names, suggest};

/// All of them.
pub(super) const CODES: &[&Code] = &[
    &UNKNOWN_ENCODER,
    &ENCODER_UNUSABLE,
    &ENCODER_SETTING,
    &PIXEL_FORMAT,
    &ODD_SIZE,
    &FFMPEG_OPTION,
    &FFMPEG_OPTION_UNUSED,
    &FFMPEG_FILTER,
    &UNKNOWN_CONTAINER,
    &CODEC_NOT_IN_CONTAINER,
];

/// Tunes of x264 and x265 (`x264 --fullhelp`, x265's manual).
const TUNES: &[&str] = &[
    "film",
    "animation",
    "grain",
    "stillimage",
    "psnr",
    "ssim",
    "fastdecode",
    "zerolatency",
];
/// Profiles of x264 (`x264 --fullhelp`) and the common ones of x265.
const PROFILES: &[&str] = &[
    "baseline", "main", "high", "high10", "high422", "high444", "main10",
];

/// An encoder that this ffmpeg does not have.
pub static UNKNOWN_ENCODER: Code = Code {
    name: "unknown-encoder",
    severity: Severity::Error,
    summary: "this ffmpeg has no such encoder",
    explanation: "\
Which encoders an ffmpeg has was chosen when it was built: many builds leave out `libx265`,
`libaom-av1`, `libfdk_aac` or the encoders of graphics cards.

Wrong:

```toml
encoder = \"x264\"      # a library, not an encoder of ffmpeg
```

Right:

```toml
encoder = \"libx264\"   # or nothing: `codec` chooses the best that is there
```

`ffmpeg -encoders` lists what a build has. `--ffmpeg PATH` takes another build.

Source: ffmpeg's manual, option `-codec`.
",
};

/// An encoder that cannot work here.
pub static ENCODER_UNUSABLE: Code = Code {
    name: "encoder-unusable",
    severity: Severity::Error,
    summary: "the encoder exists and cannot work on this machine",
    explanation: "\
Encoders of graphics cards (`h264_nvenc`, `h264_vaapi`, `h264_qsv`, …) are part of many builds of
ffmpeg, and need a card and its driver when they are used. `ffmpeg -encoders` lists them without
trying.

Wrong: `encoder = \"h264_nvenc\"` on a machine without an NVIDIA card. Right: `encoder = \"libx264\"`
there, or run the job on a machine with the card.

Source: ffmpeg's wiki, \"HWAccelIntro\".
",
};

/// A setting that the encoder refuses.
pub static ENCODER_SETTING: Code = Code {
    name: "encoder-setting",
    severity: Severity::Error,
    summary: "the encoder refuses a preset, tune, profile, level, sample rate or channel count",
    explanation: "\
The encoder is there, and does not know the value of one of its settings, or not together with the
others: 4:4:4 pictures do not fit x264's `high` profile, and Opus knows no 44.1 kHz.

Wrong:

```toml
codec = \"h264\"
preset = \"very fast\"
```

Right:

```toml
codec = \"h264\"
preset = \"veryfast\"
```

`ffmpeg -h encoder=libx264` lists what an encoder takes.

Source: the encoders' manuals; RFC 6716 §2 for Opus's sample rates.
",
};

/// A pixel format that is unknown or does not fit.
pub static PIXEL_FORMAT: Code = Code {
    name: "pixel-format",
    severity: Severity::Error,
    summary: "the pixel format is unknown, or the encoder cannot take it",
    explanation: "\
ffmpeg does not know the pixel format, or the encoder cannot take it. In the second case ffmpeg only
warns, chooses another one by itself, and ends with status 0: the product is not what was asked for,
which is why rendit refuses it.

Wrong: `pixel_format = \"yuv420\"`. Right: `pixel_format = \"yuv420p\"` (8 bits) or
`\"yuv420p10le\"` (10 bits).

`ffmpeg -pix_fmts` lists all; `ffmpeg -h encoder=NAME` lists what an encoder takes.

Source: ffmpeg's manual, option `-pix_fmt`.
",
};

/// A size that 4:2:0 pictures cannot have.
pub static ODD_SIZE: Code = Code {
    name: "odd-size",
    severity: Severity::Error,
    summary: "width and height must be even",
    explanation: "\
Nearly all video has half as many colour samples as brightness samples in each direction (4:2:0), so
width and height must be even. Ladders choose even sizes by themselves; this one came from raw
`args` or filters.

Wrong: `scale=641:361`. Right: `scale=640:360`, or `scale=-2:360`, which keeps the aspect and rounds
the width to an even number.

Source: ITU-T H.264 §6.2; ffmpeg's manual, filter `scale`.
",
};

/// An option that ffmpeg does not take.
pub static FFMPEG_OPTION: Code = Code {
    name: "ffmpeg-option",
    severity: Severity::Error,
    summary: "ffmpeg does not know an option, or refuses its value",
    explanation: "\
An option from raw `args` is unknown to this ffmpeg, or its value is not of the kind that the option
takes: a word where a number belongs, a number out of range, a unit that does not exist.

Options come and go between versions: `-vsync` was replaced by `-fps_mode` and is gone in 9.0.

Wrong: `args = [\"-crf\", \"abc\"]`, `args = [\"-b:v\", \"12q\"]`. Right: `args = [\"-crf\", \"23\"]`,
`args = [\"-b:v\", \"12M\"]`; better still, the manifest's own keys `crf` and `bit_rate`, which are
checked before anything runs.

`ffmpeg -h full` lists all options; `ffmpeg -h encoder=NAME` those of an encoder.

Source: ffmpeg's manual, \"Options\".
",
};

/// An option that nothing used.
pub static FFMPEG_OPTION_UNUSED: Code = Code {
    name: "ffmpeg-option-unused",
    severity: Severity::Error,
    summary: "ffmpeg knows an option, and nothing in this call used it",
    explanation: "\
The option belongs to another encoder, or to pictures where only sound is written. ffmpeg warns and
ends with status 0; the product was made without what was asked for, so rendit refuses it. Unknown
keys in `-x264-params`, `-x265-params` and `-svtav1-params` are ignored in the same way.

Wrong: `-row-mt 1`, an option of libvpx-vp9, for an H.264 ladder. Right: only options of the ladder's
own encoder; `ffmpeg -h encoder=libx264` lists them.

Source: ffmpeg's log, \"has not been used for any stream\".
",
};

/// A filter that is unknown or used wrongly.
pub static FFMPEG_FILTER: Code = Code {
    name: "ffmpeg-filter",
    severity: Severity::Error,
    summary: "ffmpeg does not know a filter, or refuses how it is used",
    explanation: "\
A filter is not part of this build of ffmpeg, does not know an option, refuses a value, or stands
where it does not fit (a sound filter on pictures).

Which filters there are was chosen when ffmpeg was built: `subtitles`, `drawtext`, `zscale` and
`libplacebo` are often left out. `ffmpeg -filters` lists what a build has.

In a filter's value, `:`, `,`, `;`, `[`, `]`, `'` and `\\` mean something and must be escaped.

Wrong: `scale=w=640:hight=360`. Right: `scale=w=640:height=360`. `ffmpeg -h filter=scale` lists a
filter's options.

Source: ffmpeg-filters manual, \"Filtergraph syntax\" and \"Notes on filtergraph escaping\".
",
};

/// A container that ffmpeg does not know.
pub static UNKNOWN_CONTAINER: Code = Code {
    name: "unknown-container",
    severity: Severity::Error,
    summary: "ffmpeg does not know a container, by its name or by the file's ending",
    explanation: "\
The name of a format is not one that this ffmpeg writes or reads, or the ending of the output's name
says nothing to it.

Wrong: `path = \"out/film.h264mp4\"`. Right: `path = \"out/film.mp4\"`.

`ffmpeg -formats` lists all.

Source: ffmpeg's manual, option `-f`.
",
};

/// A codec that a container does not hold.
pub static CODEC_NOT_IN_CONTAINER: Code = Code {
    name: "codec-not-in-container",
    severity: Severity::Error,
    summary: "the container cannot hold this codec",
    explanation: "\
Each container defines which codecs it holds. WebM holds VP8, VP9 and AV1 with Vorbis or Opus; MP4
holds neither plain PCM of 8 bits nor Vorbis as players expect it; Matroska holds nearly everything.

Wrong: H.264 in `film.webm`. Right: H.264 in `film.mp4`, or VP9 in `film.webm`.

Source: WebM Container Guidelines; MP4 registration authority (mp4ra.org).
",
};

/// Puts a failure of a setting into words.
pub(super) fn tell(class: Class, clues: &Clues<'_>) -> Told {
    let option = clues.get("option").unwrap_or("an option");
    let value = clues.word("value");
    let name = clues.word("name");
    let (code, message, help) = match class {
        Class::UnknownEncoder => (
            &UNKNOWN_ENCODER,
            format!("this ffmpeg has no encoder `{name}`"),
            "`ffmpeg -encoders` lists what it has; without `encoder`, `codec` chooses one".to_owned(),
        ),
        Class::EncoderUnusable => (
            &ENCODER_UNUSABLE,
            "the encoder cannot work on this machine".to_owned(),
            "it needs a graphics card and its driver; take an encoder in software such as `libx264`"
                .to_owned(),
        ),
        Class::Preset | Class::Setting => (
            &ENCODER_SETTING,
            match clues.get("value") {
                Some(value) => format!("the encoder refuses `{value}` for {}", spoken(option)),
                None => format!("the encoder refuses its {}", spoken(option)),
            },
            setting_help(option, value),
        ),
        Class::PixelFormat => (
            &PIXEL_FORMAT,
            match clues.get("name") {
                Some(encoder) => format!("`{encoder}` does not take the pixel format `{value}`"),
                None => format!("this ffmpeg has no pixel format `{value}`"),
            },
            "`yuv420p` has 8 bits, `yuv420p10le` has 10; `ffmpeg -h encoder=NAME` lists what an encoder takes"
                .to_owned(),
        ),
        Class::OddSize => (
            &ODD_SIZE,
            match (clues.get("width"), clues.get("height")) {
                (Some(width), Some(height)) => format!("{width}x{height} is not an even size"),
                _ => "the size of the picture is not even".to_owned(),
            },
            "make width and height even: `scale=-2:HEIGHT` rounds the width".to_owned(),
        ),
        Class::UnknownOption => (
            &FFMPEG_OPTION,
            format!("this ffmpeg has no option `-{option}`"),
            match option {
                "vsync" => "it is called `-fps_mode` now".to_owned(),
                _ => "check its spelling with `ffmpeg -h full`; options come and go between versions"
                    .to_owned(),
            },
        ),
        Class::OutOfRange => (
            &FFMPEG_OPTION,
            format!("`{value}` is out of range for `-{option}`"),
            match clues.get("range") {
                Some(range) => format!("write a number from {}", range.replacen(" - ", " to ", 1)),
                None => "write a smaller number".to_owned(),
            },
        ),
        Class::UnusedOption => (
            &FFMPEG_OPTION_UNUSED,
            format!("the encoder does not use `{option}`"),
            "take it out, or check with `ffmpeg -h encoder=NAME` which encoder it belongs to".to_owned(),
        ),
        Class::UnknownFilter => (
            &FFMPEG_FILTER,
            format!("this ffmpeg has no filter `{name}`"),
            "`ffmpeg -filters` lists what it has; `--ffmpeg PATH` takes another build".to_owned(),
        ),
        Class::FilterOption => (
            &FFMPEG_FILTER,
            format!("the filter `{name}` has no option `{option}`"),
            format!("`ffmpeg -h filter={name}` lists its options"),
        ),
        Class::FilterValue => (
            &FFMPEG_FILTER,
            match clues.get("name") {
                Some(name) => format!("the filter `{name}` cannot be used like this"),
                None => "the filters do not fit together".to_owned(),
            },
            match clues.get("name") {
                Some(name) => format!("`ffmpeg -h filter={name}` lists its options"),
                None => "check the order and the labels of the filters".to_owned(),
            },
        ),
        Class::UnknownMuxer => (
            &UNKNOWN_CONTAINER,
            format!("this ffmpeg has no format `{name}`"),
            "`ffmpeg -formats` lists what it has".to_owned(),
        ),
        Class::UnknownExtension => (
            &UNKNOWN_CONTAINER,
            format!("the ending of `{}` names no container", clues.word("file")),
            "end the name with `.mp4`, `.mkv`, `.webm` or `.mov`".to_owned(),
        ),
        Class::UnfitCodec => (
            &CODEC_NOT_IN_CONTAINER,
            "the container cannot hold this codec".to_owned(),
            "take another container or another codec: MP4 for H.264, HEVC, AV1 and AAC, WebM for VP9, AV1 and Opus"
                .to_owned(),
        ),
        _ => (
            &FFMPEG_OPTION,
            match clues.get("option") {
                Some(option) => format!("`-{option}` does not take `{value}`"),
                None => format!("an option does not take `{value}`"),
            },
            value_help(option),
        ),
    };
    Told {
        code,
        message,
        help,
    }
}

/// An option by the name that people use.
fn spoken(option: &str) -> String {
    match option {
        "ar" => "the sample rate".to_owned(),
        "ac" => "the number of channels".to_owned(),
        "sample_fmt" => "the sample format".to_owned(),
        option => format!("`{option}`"),
    }
}

fn setting_help(option: &str, value: &str) -> String {
    let known = match option {
        "preset" => PRESETS,
        "tune" => TUNES,
        "profile" => PROFILES,
        "ar" => return "Opus takes 48000 Hz; most others take 44100 and 48000".to_owned(),
        "ac" => return "write 1, 2 or 6 channels".to_owned(),
        "level" => return "write a level such as 4.1, or leave it out".to_owned(),
        _ => &[],
    };
    if known.contains(&value) {
        return "it does not fit the other settings: check the pixel format".to_owned();
    }
    match suggest(value, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "`ffmpeg -h encoder=NAME` lists what it takes".to_owned(),
        None => format!("x264 and x265 know {}", names(known.iter().copied())),
    }
}

fn value_help(option: &str) -> String {
    match option.split(':').next().unwrap_or(option) {
        "b" | "maxrate" | "minrate" | "bufsize" => {
            "write bits per second: `2500k`, `4.5M` or a plain number".to_owned()
        }
        "crf" | "qp" | "g" | "keyint_min" | "bf" | "refs" | "threads" => {
            "write a number".to_owned()
        }
        "r" => "write frames per second: `25` or `30000/1001`".to_owned(),
        "ss" | "t" | "to" => "write seconds or `00:01:30.5`".to_owned(),
        "movflags" => "`ffmpeg -h muxer=mp4` lists the flags".to_owned(),
        _ => "`ffmpeg -h full` tells what it takes".to_owned(),
    }
}
