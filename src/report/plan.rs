//! A plan for people: what will be made, what not and why, and how.
//!
//! Unaware of terminals: gives text.

use crate::plan::{Action, Media, Plan, Rendition};
use crate::rational::Rational;

/// The plan in words; with `commands`, each call of ffmpeg in full.
pub fn human(plan: &Plan, commands: bool) -> String {
    let mut text = format!("{}\n", plan.job);
    for source in &plan.sources {
        let path = if source.path.is_empty() {
            "generated"
        } else {
            &source.path
        };
        text += &format!(
            "  input   {}: {path}\n          {}\n",
            source.input, source.text
        );
    }
    for rendition in &plan.renditions {
        text += &format!("  encode  {}\n", rendition_line(rendition));
    }
    for line in dropped_lines(plan) {
        text += &format!("  drop    {line}\n");
    }
    for output in &plan.outputs {
        text += &format!("  output  {}: {}", output.name, output.target);
        if let Some(length) = output.segment_duration {
            text += &format!(", segments of {}", seconds(length));
            let frames: Vec<String> = plan
                .renditions
                .iter()
                .filter(|rendition| output.renditions.contains(&rendition.id))
                .filter_map(|rendition| match rendition.media {
                    Media::Video { frame_rate, .. } => {
                        Some((length * frame_rate).round().to_string())
                    }
                    Media::Audio { .. } => None,
                })
                .collect();
            let mut distinct = frames.clone();
            distinct.dedup();
            if !distinct.is_empty() {
                text += &format!(" ({} frames)", distinct.join(" or "));
            }
        }
        if plan
            .steps
            .iter()
            .any(|step| encrypts(&step.action, &output.name))
        {
            text += ", encrypted with AES-128";
        }
        text.push('\n');
        if !output.entry_points.is_empty() {
            let open: Vec<&str> = output
                .entry_points
                .iter()
                .map(|path| path.as_str())
                .collect();
            text += &format!("          open {}\n", open.join(", "));
        }
        text += &format!("          {}\n", output.renditions.join(", "));
    }
    for note in &plan.notes {
        text += &format!("  note    {note}\n");
    }
    for step in &plan.steps {
        text += &format!("  step {:<2} {}\n", step.id + 1, step.title);
        if commands {
            let call = match &step.action {
                Action::Encode { command, .. } | Action::Mux { command, .. } => {
                    vec![command.to_shell()]
                }
                Action::Package(package) => package
                    .renditions
                    .iter()
                    .filter_map(|track| track.remux.as_ref())
                    .map(|command| command.to_shell())
                    .collect(),
                Action::Verify { .. } | Action::Publish { .. } => Vec::new(),
            };
            for line in call {
                text += &format!("          {line}\n");
            }
        }
    }
    text
}

/// Rungs that are dropped for the same reason share a line.
fn dropped_lines(plan: &Plan) -> Vec<String> {
    let mut groups: Vec<(&str, &str, Vec<&str>)> = Vec::new();
    for dropped in &plan.dropped {
        let of = (dropped.ladder.as_str(), dropped.reason.as_str());
        match groups.last_mut() {
            Some((ladder, reason, rungs)) if (*ladder, *reason) == of => rungs.push(&dropped.rung),
            _ => groups.push((of.0, of.1, vec![&dropped.rung])),
        }
    }
    groups
        .into_iter()
        .map(|(ladder, reason, rungs)| {
            format!("{} of ladder `{ladder}`: {reason}", rungs.join(", "))
        })
        .collect()
}

fn encrypts(action: &Action, output: &str) -> bool {
    match action {
        Action::Package(package) => package.output == output && package.encryption.is_some(),
        _ => false,
    }
}

fn rendition_line(rendition: &Rendition) -> String {
    let rate = rendition
        .bit_rate
        .map_or(String::new(), |rate| format!(", {} kbit/s", rate / 1000));
    match &rendition.media {
        Media::Video {
            width,
            height,
            frame_rate,
            gop,
            frames,
            ..
        } => {
            let every = seconds(Rational::whole(i64::from(*gop)) / *frame_rate);
            let frames = frames.map_or(String::new(), |frames| format!(", {frames} frames"));
            format!(
                "{}: {width}x{height} at {} fps{rate}, keyframe every {gop} frames ({every}){frames}",
                rendition.id,
                plain(*frame_rate)
            )
        }
        Media::Audio {
            sample_rate,
            channels,
            language,
            ..
        } => format!(
            "{}: {channels} channel{} at {sample_rate} Hz{rate}{}",
            rendition.id,
            if *channels == 1 { "" } else { "s" },
            match language.as_str() {
                "und" => ", language unknown".to_string(),
                language => format!(", language {language}"),
            }
        ),
    }
}

fn seconds(length: Rational) -> String {
    format!("{} s", plain(length))
}

/// Up to three decimals, no trailing noughts.
fn plain(number: Rational) -> String {
    let text = number.decimal(3);
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_string()
    } else {
        text
    }
}
