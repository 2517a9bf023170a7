//! What rungs will really be, beside the lines that ask for them.
//!
//! Unaware of how the plan was made.

use crate::document::Document;
use crate::plan::{Media, Plan, Rendition};
use crate::source::{Route, SourceFile};

/// A few words behind a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The byte that they stand before.
    pub at: usize,
    /// The words.
    pub label: String,
    /// More of them.
    pub tooltip: String,
}

/// The hints of a plan that belong into `file`.
pub fn hints(plan: &Plan, document: &Document, file: &SourceFile) -> Vec<Hint> {
    let mut said: Vec<(&Route, Vec<String>, Vec<String>)> = Vec::new();
    let mut say = |origin, label: String, tooltip: String| {
        let known = said.iter_mut().find(|(route, ..)| *route == origin);
        match known {
            Some((_, labels, tooltips)) => {
                if !labels.contains(&label) {
                    labels.push(label);
                }
                tooltips.push(tooltip);
            }
            None => said.push((origin, vec![label], vec![tooltip])),
        }
    };
    for rendition in &plan.renditions {
        let tooltip = format!("{} of `{}`", rendition.id, rendition.input);
        say(&rendition.origin, label(rendition), tooltip);
    }
    for dropped in &plan.dropped {
        let tooltip = format!("{}: {}", dropped.rung, dropped.reason);
        say(&dropped.origin, "not made".to_owned(), tooltip);
    }
    let mut hints: Vec<Hint> = said
        .into_iter()
        .filter_map(|(route, labels, tooltips)| {
            let span = &document.get(route)?.span;
            span.file.is(file).then(|| Hint {
                at: end(span),
                label: labels.join(", "),
                tooltip: tooltips.join("\n"),
            })
        })
        .collect();
    hints.sort_by_key(|hint| hint.at);
    hints
}

/// Behind a value in brackets; of a longer one, behind its first line.
fn end(span: &crate::source::Span) -> usize {
    let first = span.first_line();
    let text = first.text();
    first.start + text.trim_end().len()
}

/// `854x480 · avc1`
fn label(rendition: &Rendition) -> String {
    let codec = sample_entry(&rendition.codec);
    match &rendition.media {
        Media::Video { width, height, .. } => format!("{width}x{height} · {codec}"),
        Media::Audio {
            channels,
            sample_rate,
            ..
        } => format!("{channels} ch · {sample_rate} Hz · {codec}"),
    }
}

/// The first part of the codec string (RFC 6381); what follows it only the encoder knows.
fn sample_entry(codec: &str) -> &str {
    match codec {
        "h264" => "avc1",
        "hevc" => "hvc1",
        "av1" => "av01",
        "vp9" => "vp09",
        "aac" => "mp4a.40.2",
        "opus" => "Opus",
        "flac" => "fLaC",
        "ac3" => "ac-3",
        "eac3" => "ec-3",
        other => other,
    }
}
