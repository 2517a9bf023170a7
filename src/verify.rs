//! Reads back what was written and holds it against the plan, before it is published and later.
//!
//! Unaware of how it was made. Believes no record: every number comes from the files themselves.

pub mod read_back;
pub mod file;

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};

use crate::diag::{Code, Diagnostic, Severity};
use crate::package::presentation::{Media, Presentation, Rendition};
use crate::plan::{self, Action, Output, Package, Plan};
use crate::rational::Rational;
use crate::stage::package::{self, Bench};
use crate::stage::{Failure, disk};

/// What stands there is not what the manifest asks for.
pub static OUTPUT_DIFFERS: Code = Code {
    name: "output-differs",
    severity: Severity::Error,
    summary: "an output is not what the manifest asks for",
    explanation: "rendit reads an output back: every file that a playlist or MPD names must be \
there, whole and decodable with the key, each video segment must begin with a keyframe and end where \
the others end, no frame may be missing, and playlists and MPD must say exactly what the media files \
say. Something does not hold: the output is incomplete, was changed, or belongs to an older version \
of the manifest.\n\n\
Wrong: a package from which a segment was deleted.\n\n\
Right: `rendit run MANIFEST`, which makes it anew.\n\nSource: RFC 8216; ISO/IEC 23009-1.",
};

/// The output is not there at all.
pub static OUTPUT_MISSING: Code = Code {
    name: "output-missing",
    severity: Severity::Error,
    summary: "an output has not been published",
    explanation: "Nothing stands in the output's place.\n\n\
Wrong: `rendit verify film.toml` before the first run.\n\nRight: `rendit run film.toml`.",
};

/// Every code that verifying can raise.
pub static CODES: &[&Code] = &[&OUTPUT_DIFFERS, &OUTPUT_MISSING];

/// Holds the output at `place` against the plan: the staging place before publication, the target
/// later. Gives how many files and bytes stand there.
pub fn output(plan: &Plan, output: &Output, place: &Utf8Path) -> Result<(usize, u64), Failure> {
    watched(plan, output, place, &|| false)
}

/// [`output`] that gives up, with a finding that says nothing, once `stopped` says so.
#[expect(
    clippy::disallowed_methods,
    reason = "an effects module: looks whether the output is there"
)]
pub fn watched(
    plan: &Plan,
    output: &Output,
    place: &Utf8Path,
    stopped: &dyn Fn() -> bool,
) -> Result<(usize, u64), Failure> {
    let whole = plan.root.join(place);
    if !whole.exists() {
        return Err(Box::new(
            Diagnostic::new(
                &OUTPUT_MISSING,
                output.origin.clone(),
                format!("`{place}` is not there"),
            )
            .here("asked for here")
            .help("make it with `rendit run`"),
        ));
    }
    let checked = match package_of(plan, output) {
        Some(wanted) => package(plan, wanted, &whole, stopped),
        None => file::check(plan, output, &whole, stopped),
    };
    checked.map_err(|message| differs(output, place, &message))
}

fn differs(output: &Output, place: &Utf8Path, message: &str) -> Failure {
    Box::new(
        Diagnostic::new(
            &OUTPUT_DIFFERS,
            output.origin.clone(),
            format!("`{place}` is not what the manifest asks for"),
        )
        .here("this output")
        .help("make it anew with `rendit run`")
        .note(message),
    )
}

fn package_of<'a>(plan: &'a Plan, output: &Output) -> Option<&'a Package> {
    plan.steps.iter().find_map(|step| match &step.action {
        Action::Package(package) if package.output == output.name => Some(&**package),
        _ => None,
    })
}

#[expect(
    clippy::disallowed_methods,
    reason = "an effects module: reads playlists and MPD"
)]
fn package<'a>(
    plan: &'a Plan,
    wanted: &'a Package,
    place: &Utf8Path,
    stopped: &'a dyn Fn() -> bool,
) -> Result<(usize, u64), String> {
    let mut bench = Bench::new(plan, wanted).map_err(|failure| failure.message.clone())?;
    bench.stopped = stopped;
    place.clone_into(&mut bench.staging);
    let presentation = read_back::presentation(&bench, wanted)?;
    let mut expected: BTreeSet<Utf8PathBuf> = BTreeSet::new();
    for rendition in &presentation.renditions {
        expected.extend(rendition.init.iter().map(|init| init.path.as_str().into()));
        expected.extend(
            rendition
                .segments
                .iter()
                .map(|segment| Utf8PathBuf::from(&segment.path)),
        );
    }
    for text in package::manifests(wanted, &presentation)? {
        let written = std::fs::read_to_string(place.join(&text.path))
            .map_err(|error| format!("`{}` cannot be read: {error}", text.path))?;
        if written != text.text {
            return Err(format!(
                "`{}` does not say what the media files say{}",
                text.path,
                first_difference(&written, &text.text)
            ));
        }
        expected.insert(text.path);
    }
    let files = disk::files(place).map_err(|error| error.to_string())?;
    for entry in &files {
        if !expected.contains(&entry.path) {
            return Err(format!("`{}` does not belong to the package", entry.path));
        }
    }
    check_borders(plan, wanted, &presentation)?;
    let bytes = files.iter().map(|entry| entry.bytes).sum();
    Ok((files.len(), bytes))
}

fn first_difference(written: &str, expected: &str) -> String {
    written
        .lines()
        .zip(expected.lines())
        .zip(1..)
        .find(|((written, expected), _)| written != expected)
        .map_or(String::new(), |((written, expected), line)| {
            format!(": line {line} is `{written}`, not `{expected}`")
        })
}

/// Equal borders in every picture, sound within one of its frames of them, nothing missing at the
/// end.
fn check_borders(plan: &Plan, wanted: &Package, presentation: &Presentation) -> Result<(), String> {
    let starts = |rendition: &Rendition| -> Vec<Rational> {
        let scale = i64::from(rendition.timescale);
        let segments = rendition.segments.iter();
        segments
            .map(|segment| Rational::new(segment.start, scale))
            .collect()
    };
    let pictures: Vec<&Rendition> = presentation
        .renditions
        .iter()
        .filter(|rendition| matches!(rendition.media, Media::Video { .. }))
        .collect();
    if let Some((first, others)) = pictures.split_first() {
        let borders = starts(first);
        for (number, border) in (0_i64..).zip(&borders) {
            if *border != wanted.segment_duration * Rational::whole(number) {
                return Err(format!(
                    "segment {} of `{}` begins at {} s",
                    number + 1,
                    first.id,
                    border.decimal(3)
                ));
            }
        }
        for other in others {
            if starts(other) != borders {
                return Err(format!(
                    "`{}` and `{}` are cut at different times",
                    first.id, other.id
                ));
            }
            // Where a rung has fewer frames a second, its last one may end later.
            let apart =
                (other.duration() - first.duration()).max(first.duration() - other.duration());
            if apart >= longest_frame(first).max(longest_frame(other)) {
                return Err(format!(
                    "`{}` lasts {} s and `{}` {} s",
                    first.id,
                    first.duration().decimal(3),
                    other.id,
                    other.duration().decimal(3)
                ));
            }
        }
    }
    let end = pictures.iter().map(|picture| picture.duration()).max();
    for rendition in &presentation.renditions {
        if let Media::Audio { sample_rate, .. } = rendition.media {
            // No codec here has longer frames than FLAC's 4608 samples.
            let frame = Rational::new(4608, i64::from(sample_rate.max(1)));
            for (number, start) in (0_i64..).zip(starts(rendition)) {
                let border = wanted.segment_duration * Rational::whole(number);
                if (start - border).max(border - start) > frame {
                    return Err(format!(
                        "segment {} of `{}` begins at {} s, not beside {} s",
                        number + 1,
                        rendition.id,
                        start.decimal(3),
                        border.decimal(3)
                    ));
                }
            }
            if let Some(end) = end
                && rendition.duration() > end + frame
            {
                return Err(format!("`{}` goes on after the picture", rendition.id));
            }
        }
        check_length(plan, rendition)?;
    }
    Ok(())
}

/// Seconds of a picture.
fn longest_frame(rendition: &Rendition) -> Rational {
    match rendition.media {
        Media::Video { frame_rate, .. } => Rational::ONE / frame_rate,
        Media::Audio { .. } => Rational::ZERO,
    }
}

/// As long as the plan expects: to the frame where the source counts its frames.
fn check_length(plan: &Plan, rendition: &Rendition) -> Result<(), String> {
    let Some((made, planned)) = expectation(plan, &rendition.id) else {
        return Ok(());
    };
    let Some(expected) = made.duration else {
        return Ok(());
    };
    let slack = match (&planned.media, made.exact) {
        (plan::Media::Video { frame_rate, .. }, true) => Rational::new(5, 2) / *frame_rate,
        _ => Rational::new(1, 2) + expected / Rational::whole(100),
    };
    if rendition.duration() + slack < expected {
        return Err(format!(
            "`{}` lasts {} s, not {} s",
            rendition.id,
            rendition.duration().decimal(3),
            expected.decimal(3)
        ));
    }
    Ok(())
}

/// What the plan expects of a rendition.
pub fn expectation<'a>(
    plan: &'a Plan,
    id: &str,
) -> Option<(&'a plan::Encoded, &'a plan::Rendition)> {
    let planned = plan.renditions.iter().find(|planned| planned.id == id)?;
    let made = plan.steps.iter().find_map(|step| match &step.action {
        Action::Encode { makes, .. } => makes.iter().find(|made| made.rendition == id),
        _ => None,
    })?;
    Some((made, planned))
}
