//! What a batch publishes is not what its glob finds next time.
//!
//! Unaware of the disk: names are matched, not files.

use std::collections::HashSet;

use super::Context;
use super::paths::resolve;
use super::paths::{glob, normal};
use super::published::{Published, outputs};
use super::template::finish;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::job::Job;
use crate::manifest::{HlsSegments, Output};
use crate::source::Route;

/// `glob-feeds-itself`
pub static CODE: Code = Code {
    name: "glob-feeds-itself",
    severity: Severity::Error,
    summary: "a batch whose outputs match its own `glob`",
    explanation: r#"
If what a batch makes has a name that its `glob` matches, the next run takes it for another source
and encodes it again, and so on with every run. Publish to another folder or with another ending, or
make the glob narrower.

Wrong:

```toml
[inputs.film]
glob = "library/**/*.{mov,mp4}"

[outputs.small]
type = "file"
path = "library/${film.folder}/${film.stem}.small.mp4"
ladders = ["hd"]

[outputs.web]
type = "hls"
dir = "out/${film.folder}/${film.stem}"
ladders = ["hd"]
```

Right:

```toml
[inputs.film]
glob = "library/**/*.{mov,mp4}"

[outputs.small]
type = "file"
path = "small/${film.folder}/${film.stem}.mp4"
ladders = ["hd"]

[outputs.web]
type = "hls"
dir = "out/${film.folder}/${film.stem}"
ladders = ["hd"]
```

Source: the manifest's own reference (`inputs.*.glob`: every match is a job).
"#,
};

/// Matches names of every output of every job with the batch's glob.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let Some((input, pattern)) = context.glob else {
        return;
    };
    // A malformed glob is `glob-syntax`.
    let Ok(matcher) = glob(pattern) else { return };
    let source = Route::root().key("inputs").key(input).key("glob");
    let mut told = HashSet::new();
    for job in context.jobs {
        for output in outputs(&job.manifest) {
            let route = output.target_route();
            if told.contains(&route) || replaces_source(job, &output) {
                continue;
            }
            let names = names(&output);
            let Some(name) = names.iter().find(|name| matcher.is_match(name)) else {
                continue;
            };
            told.insert(route.clone());
            diagnostics.push(
                Diagnostic::new(
                    &CODE,
                    route,
                    format!("the next run would take `{}` for a source", output.name),
                )
                .here(format!("makes files such as `{name}`"))
                .label(At::Value(source.clone()), "matches them")
                .help("publish to a folder or ending that the `glob` does not match"),
            );
        }
    }
}

/// Whether the output lies over what it is made from: that is `output-over-input`.
fn replaces_source(job: &Job, output: &Published<'_>) -> bool {
    let target = output.target_path(&job.root);
    let item = job
        .item
        .as_ref()
        .map(|item| resolve(&job.root, item.as_str()));
    item.is_some_and(|item| item.starts_with(target))
}

/// Names of files that the output makes, relative to the manifest's folder.
fn names(output: &Published<'_>) -> Vec<String> {
    let target = output.target().1.as_str();
    let (segment_path, endings): (_, &[&str]) = match output.output {
        Output::Hls(hls) if hls.segments == HlsSegments::Ts => (&hls.segment_path, &["ts"]),
        Output::Hls(hls) => (&hls.segment_path, &["m4s", "mp4"]),
        Output::Dash(dash) => (&dash.segment_path, &["m4s", "mp4"]),
        Output::Cmaf(cmaf) => (&cmaf.segment_path, &["m4s", "mp4"]),
        Output::File(_) => {
            let file = finish(target, |name| (name == "rung").then_some("720p"));
            return vec![normal(file.as_str().into()).into_string()];
        }
    };
    let segment = finish(segment_path.as_str(), |name| match name {
        "rendition" => Some("720p"),
        "number" => Some("1"),
        _ => None,
    });
    let path = |ending: &&str| normal(format!("{target}/{segment}.{ending}").as_str().into());
    endings
        .iter()
        .map(|ending| path(ending).into_string())
        .collect()
}
