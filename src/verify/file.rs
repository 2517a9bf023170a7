//! A single file, read back with ffprobe: its tracks, and every packet counted.
//!
//! Unaware of packages.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: asks ffprobe about what was published"
)]

use std::time::Duration;

use camino::Utf8Path;
use serde::Deserialize;

use crate::plan::{Media, Output, Plan};
use crate::probe::child;
use crate::rational::Rational;

/// What ffprobe says of a file.
#[derive(Deserialize)]
struct Probed {
    #[serde(default)]
    streams: Vec<Stream>,
}

#[derive(Deserialize)]
struct Stream {
    codec_type: Option<String>,
    width: Option<u32>,
    height: Option<u32>,
    nb_read_packets: Option<String>,
    channels: Option<u32>,
    #[serde(default)]
    disposition: std::collections::BTreeMap<String, u32>,
}

/// Holds a file against the plan. Gives 1 and its bytes.
pub fn check(
    plan: &Plan,
    output: &Output,
    place: &Utf8Path,
    stopped: &dyn Fn() -> bool,
) -> Result<(usize, u64), String> {
    let bytes = std::fs::metadata(place)
        .map_err(|error| error.to_string())?
        .len();
    let probed = count(&plan.ffprobe, place, stopped)?;
    let tracks: Vec<&Stream> = probed
        .streams
        .iter()
        .filter(|stream| {
            let kind = stream.codec_type.as_deref();
            let cover = stream.disposition.get("attached_pic") == Some(&1);
            matches!(kind, Some("video" | "audio")) && !cover
        })
        .collect();
    let planned: Vec<_> = plan
        .renditions
        .iter()
        .filter(|rendition| output.renditions.contains(&rendition.id))
        .collect();
    if tracks.len() != planned.len() {
        return Err(format!(
            "it holds {} tracks, not {}",
            tracks.len(),
            planned.len()
        ));
    }
    for (track, planned) in tracks.iter().zip(planned) {
        let packets: i64 = track
            .nb_read_packets
            .as_ref()
            .and_then(|count| count.parse().ok())
            .unwrap_or(0);
        if packets == 0 {
            return Err(format!("`{}` is empty in it", planned.id));
        }
        match &planned.media {
            Media::Video {
                width,
                height,
                frame_rate,
                ..
            } => {
                if (track.width, track.height) != (Some(*width), Some(*height)) {
                    return Err(format!("`{}` is not {width}x{height} in it", planned.id));
                }
                let Some((made, _)) = super::expectation(plan, &planned.id) else {
                    continue;
                };
                let Some(expected) = made.duration else {
                    continue;
                };
                let expected = expected * *frame_rate;
                let slack = if made.exact {
                    Rational::new(5, 2)
                } else {
                    *frame_rate / Rational::whole(2) + expected / Rational::whole(100)
                };
                if Rational::whole(packets) + slack < expected {
                    return Err(format!(
                        "`{}` has {packets} frames in it, not {}",
                        planned.id,
                        expected.round()
                    ));
                }
            }
            Media::Audio { channels, .. } => {
                if track.channels != Some(*channels) {
                    return Err(format!(
                        "`{}` has not {channels} channels in it",
                        planned.id
                    ));
                }
            }
        }
    }
    Ok((1, bytes))
}

/// Every packet is read, so that a file cut short shows.
fn count(ffprobe: &str, place: &Utf8Path, stopped: &dyn Fn() -> bool) -> Result<Probed, String> {
    let file = format!("file:{place}");
    let shown =
        "stream=codec_type,width,height,channels,nb_read_packets:stream_disposition=attached_pic";
    let args = ["-v", "error", "-count_packets", "-of", "json"];
    let args = args.into_iter().chain(["-show_entries", shown, &file]);
    let words = child::listen_until(ffprobe, args, Duration::MAX, stopped)
        .map_err(|error| format!("ffprobe cannot be started: {error}"))?;
    let Some(status) = words.status else {
        return Err("interrupted".into());
    };
    if !status.success() || !words.stderr.trim().is_empty() {
        let first = words.stderr.lines().next().unwrap_or("no reason given");
        return Err(format!("ffprobe cannot read it: {first}"));
    }
    serde_json::from_str(&words.stdout).map_err(|error| format!("ffprobe's answer: {error}"))
}
