//! No output is published over another one, or into it.
//!
//! Unaware of what is on the disk.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};

use super::Context;
use super::context::{outputs, resolve};
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::job::Job;
use crate::source::Route;

/// `output-collision`
pub static CODE: Code = Code {
    name: "output-collision",
    severity: Severity::Error,
    summary: "two outputs with one target, or one inside the other",
    explanation: r#"
The folder of a package is replaced as a whole, and a file is replaced when it is made anew. Two
outputs with one target would replace each other, and an output inside the folder of another would
vanish with it. In a batch every item needs a target of its own: put `${film.stem}` into it.

Wrong:

```toml
[outputs.web]
type = "hls"
dir = "out/film"
ladders = ["hd"]

[outputs.tv]
type = "dash"
dir = "out/film/dash"
ladders = ["hd"]
```

Right:

```toml
[outputs.web]
type = "hls"
dir = "out/film/hls"
ladders = ["hd"]

[outputs.tv]
type = "dash"
dir = "out/film/dash"
ladders = ["hd"]
```

Source: the manifest's own reference (`outputs.*.dir`: replaced as a whole).
"#,
};

/// Compares all outputs of all jobs of one manifest.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let all = targets(context.jobs);
    let here = |_: &Job, at: At| at;
    for clash in clashes(&all, |_, _| true) {
        report(diagnostics, &clash, &here);
    }
}

/// Compares the outputs of several manifests with each other; those of one manifest were compared
/// when it was checked. `settle` turns a place of a job's manifest into one that still names its
/// file, [`At::Span`].
pub fn collisions_across(
    diagnostics: &mut Diagnostics,
    jobs: &[Job],
    settle: &dyn Fn(&Job, At) -> At,
) {
    let all = targets(jobs);
    let is_other =
        |one: &Target<'_>, other: &Target<'_>| one.job.manifest_path != other.job.manifest_path;
    for clash in clashes(&all, is_other) {
        report(diagnostics, &clash, settle);
    }
}

/// Where an output of a job is published.
pub struct Target<'a> {
    /// The job.
    pub job: &'a Job,
    /// The output's name.
    pub name: &'a str,
    /// The route of the path.
    pub route: Route,
    /// The path, as seen from where the manifests' paths begin.
    pub path: Utf8PathBuf,
}

impl Target<'_> {
    /// The path as seen from the manifest's folder.
    pub fn shown(&self) -> &Utf8Path {
        let root = resolve(self.job, "");
        self.path.strip_prefix(root).unwrap_or(&self.path)
    }
}

/// The targets of all jobs.
pub fn targets(jobs: &[Job]) -> Vec<Target<'_>> {
    let mut all = Vec::new();
    for job in jobs {
        for output in outputs(&job.manifest) {
            all.push(Target {
                job,
                name: output.name,
                route: output.target_route(),
                path: output.target_path(job),
            });
        }
    }
    all
}

struct Clash<'t, 'a> {
    /// The one that holds the other, or came first.
    first: &'t Target<'a>,
    second: &'t Target<'a>,
    /// How many more items of a batch clash in the same way.
    more: usize,
}

/// Pairs of which one holds the other, once for each pair of routes.
fn clashes<'t, 'a>(
    all: &'t [Target<'a>],
    matters: impl Fn(&Target<'_>, &Target<'_>) -> bool,
) -> Vec<Clash<'t, 'a>> {
    let mut sorted: Vec<&Target<'_>> = all.iter().collect();
    // Stable, component by component: a folder comes right before what lies in it.
    sorted.sort_by(|one, other| one.path.cmp(&other.path));
    let mut found: Vec<Clash<'_, '_>> = Vec::new();
    let mut known: BTreeMap<_, usize> = BTreeMap::new();
    let mut holders: Vec<&Target<'_>> = Vec::new();
    for target in sorted {
        while holders
            .last()
            .is_some_and(|holder| !target.path.starts_with(&holder.path))
        {
            holders.pop();
        }
        let holder = holders.iter().rev().find(|holder| matters(holder, target));
        if let Some(first) = holder.copied() {
            let pair = (
                (&first.job.manifest_path, first.route.clone()),
                (&target.job.manifest_path, target.route.clone()),
            );
            match known
                .get(&pair)
                .and_then(|position| found.get_mut(*position))
            {
                Some(clash) => clash.more += 1,
                None => {
                    known.insert(pair, found.len());
                    found.push(Clash {
                        first,
                        second: target,
                        more: 0,
                    });
                }
            }
        }
        holders.push(target);
    }
    found
}

fn report(diagnostics: &mut Diagnostics, clash: &Clash<'_, '_>, settle: &dyn Fn(&Job, At) -> At) {
    let (first, second) = (clash.first, clash.second);
    let is_same = first.path == second.path;
    let one_manifest = first.job.manifest_path == second.job.manifest_path;
    let one_text = one_manifest && first.route == second.route;
    let who = |target: &Target<'_>| match &target.job.item {
        Some(item) if one_text => format!("`{item}`"),
        _ if one_manifest => format!("`{}`", target.name),
        _ => format!("`{}` of `{}`", target.name, target.job.manifest_path),
    };
    let message = if is_same {
        format!(
            "{} and {} would replace each other",
            who(first),
            who(second)
        )
    } else {
        format!("{} lies inside what {} replaces", who(second), who(first))
    };
    let place = |target: &Target<'_>| settle(target.job, At::Value(target.route.clone()));
    let mut finding = Diagnostic::new(&CODE, second.route.clone(), message);
    let shown = |target: &Target<'_>| {
        let path = if one_manifest {
            target.shown()
        } else {
            &target.path
        };
        format!("`{path}`")
    };
    if one_text {
        let label = format!("{} for more than one item", shown(first));
        finding = finding.label(place(second), label);
    } else {
        finding = finding
            .label(place(second), shown(second))
            .label(place(first), shown(first));
    }
    if clash.more > 0 {
        finding = finding.note(format!("{} more items clash in the same way", clash.more));
    }
    diagnostics.push(finding.help(help(clash, one_text)));
}

fn help(clash: &Clash<'_, '_>, one_text: bool) -> String {
    let batch = &clash.second.job.manifest;
    let item = clash.second.job.item.as_ref();
    let input = batch.inputs.iter().find(|(_, input)| {
        let path = input.path.as_ref().map(|path| path.as_str());
        one_text && path.is_some() && path == item.map(|item| item.as_str())
    });
    match input {
        Some((name, _)) => format!("put `${{{name}.folder}}/${{{name}.stem}}` into the path"),
        None => "give each output a folder of its own, side by side".into(),
    }
}
