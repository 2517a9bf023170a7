//! Segments have names of their own inside the package.
//!
//! Unaware of what renditions are called.

use super::Context;
use super::template::{Piece, parse};
use super::texts::Place;
use super::unfilled::{Known, slip};
use crate::diag::{Code, Cure, Diagnostic, Diagnostics, Severity};
use crate::manifest::{Output, Text};

/// `segment-path`
pub static CODE: Code = Code {
    name: "segment-path",
    severity: Severity::Error,
    summary: "a `segment_path` that does not tell segments apart, has an ending, or leaves the package",
    explanation: r#"
Every segment is a file in the package. `${rendition}` tells the renditions apart and `${number}` the
segments of one rendition; without either they would overwrite each other. (With `single_file` a
rendition is one file, and `${number}` may be left out.) The path is relative to the package and
stays in it; `.m4s` or `.ts` is added.

Wrong:

```toml
[outputs.web]
type = "cmaf"
dir = "out/film"
ladders = ["hd"]
segment_path = "segment-${number}"
```

Right:

```toml
[outputs.web]
type = "cmaf"
dir = "out/film"
ladders = ["hd"]
segment_path = "${rendition}/segment-${number}"
```

Source: the manifest's own reference (`outputs.*.segment_path`).
"#,
};

/// Looks at every package, filled in.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for output in context.filled_outputs {
        let Some((text, is_single)) = segment_path(output.output) else {
            continue;
        };
        let text = text.as_str();
        let ending = ending(text);
        let problem = misplaced(text).or_else(|| indistinct(text, is_single));
        if ending.is_none() && problem.is_none() {
            continue;
        }
        let written = context.manifest.outputs.get(output.name);
        let written = written.and_then(segment_path);
        if written.is_some_and(|(text, _)| {
            slip(text.as_str(), Known::default(), Place::Segments).is_some()
        }) {
            // What was meant to tell them apart is not filled in, which is said elsewhere.
            continue;
        }
        if let Some((ending, meant)) = ending {
            let route = output.route.key("segment_path");
            let typed = context.typed(&route);
            let meant = typed.map_or(Some(meant), |typed| typed.strip_suffix(ending));
            let finding = Diagnostic::new(
                &CODE,
                route.clone(),
                format!("segments get their `{ending}` themselves"),
            )
            .here("an ending too many");
            diagnostics.push(match meant {
                Some(meant) => finding
                    .help(format!("write `segment_path = \"{meant}\"`"))
                    .cure(Cure::Write(route, meant.into())),
                None => finding.help(format!("take `{ending}` out of what is filled in")),
            });
            continue;
        }
        let Some(message) = problem else {
            continue;
        };
        let route = output.route.key("segment_path");
        let meant = completed(context.typed(&route).unwrap_or(text), is_single);
        let finding = Diagnostic::new(&CODE, route.clone(), message)
            .here("a path for all segments of this package")
            .help(format!("write `segment_path = \"{meant}\"`"))
            .also(output.route.key("single_file"));
        diagnostics.push(finding.cure(Cure::Write(route, meant.into())).sure(false));
    }
}

/// The path with what it lacks to tell segments apart.
fn completed(text: &str, is_single: bool) -> String {
    let usual = match is_single {
        true => "${rendition}",
        false => "${rendition}/${number}",
    };
    let (pieces, errors) = parse(text);
    let is_plain = errors.is_empty() && misplaced(text).is_none() && !text.is_empty();
    let has = |wanted: &str| {
        let mut pieces = pieces.iter();
        pieces.any(|piece| matches!(piece, Piece::Placeholder { name, .. } if *name == wanted))
    };
    if !is_plain || is_single {
        return usual.to_owned();
    }
    let mut meant = text.to_owned();
    if !has("number") {
        let last = text.rsplit('/').next().unwrap_or(text);
        meant += match last.chars().next_back() {
            Some('}') => "/",
            Some('-' | '_' | '.') | None => "",
            Some(_) => "-",
        };
        meant += "${number}";
    }
    if !has("rendition") {
        meant.insert_str(0, "${rendition}/");
    }
    meant
}

fn segment_path(output: &Output) -> Option<(&Text, bool)> {
    match output {
        Output::Hls(hls) => Some((&hls.segment_path, hls.single_file)),
        Output::Dash(dash) => Some((&dash.segment_path, dash.single_file)),
        Output::Cmaf(cmaf) => Some((&cmaf.segment_path, cmaf.single_file)),
        Output::File(_) => None,
    }
}

/// An ending of segments, and the path without it.
fn ending(text: &str) -> Option<(&str, &str)> {
    const ENDINGS: [&str; 6] = [".m4s", ".ts", ".mp4", ".m4v", ".m4a", ".cmfv"];
    let ending = ENDINGS.iter().find(|ending| text.ends_with(**ending))?;
    Some((ending, text.strip_suffix(ending)?))
}

fn misplaced(text: &str) -> Option<String> {
    let mut names = text.split('/');
    if text.starts_with('/') {
        Some("segments lie in the package, not at an absolute path".into())
    } else if names.any(|name| name == "..") {
        Some("segments lie in the package: no `..`".into())
    } else if text.ends_with('/') {
        Some("a folder is no name for segments".into())
    } else {
        None
    }
}

fn indistinct(text: &str, is_single: bool) -> Option<String> {
    let (pieces, _) = parse(text);
    let has = |wanted: &str| {
        let mut pieces = pieces.iter();
        pieces.any(|piece| matches!(piece, Piece::Placeholder { name, .. } if *name == wanted))
    };
    match (has("rendition"), has("number") || is_single) {
        (true, true) => None,
        (false, true) => Some("all renditions would have the same files".into()),
        (true, false) => Some("all segments of a rendition would be one file".into()),
        (false, false) => Some("all segments would be one file".into()),
    }
}
