//! No output is published over another one, or into it.
//!
//! Unaware of what is on the disk.

use std::collections::BTreeMap;

use super::Context;
use super::target::Target;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};

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
    // That an output replaces the manifest's whole folder is told as such.
    let is_folder = |target: &Target| matches!(target.path.as_str(), "" | ".");
    for clash in clashes(context.targets, |one, _| !is_folder(one)) {
        diagnostics.push(finding(&clash, context.glob.map(|(input, _)| input)));
    }
}

/// Compares the outputs of several manifests with each other; those of one manifest were compared
/// when it was checked.
pub fn collisions_across(diagnostics: &mut Diagnostics, all: &[Target]) {
    let is_other = |one: &Target, other: &Target| one.owner.manifest != other.owner.manifest;
    for clash in clashes(all, is_other) {
        diagnostics.push(finding(&clash, None));
    }
}

struct Clash<'t> {
    /// The one that holds the other, or came first.
    first: &'t Target,
    second: &'t Target,
    /// How many more items of a batch clash in the same way.
    more: usize,
}

/// Pairs of which one holds the other, once for each pair of routes.
fn clashes(all: &[Target], matters: impl Fn(&Target, &Target) -> bool) -> Vec<Clash<'_>> {
    let mut sorted: Vec<&Target> = all.iter().collect();
    // Stable, component by component: a folder comes right before what lies in it.
    sorted.sort_by(|one, other| one.path.cmp(&other.path));
    let mut found: Vec<Clash<'_>> = Vec::new();
    let mut known: BTreeMap<_, usize> = BTreeMap::new();
    let mut holders: Vec<&Target> = Vec::new();
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
                (&first.owner.manifest, &first.route),
                (&target.owner.manifest, &target.route),
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

/// What is said of a clash; `batch` is the input that makes the manifest a batch.
fn finding(clash: &Clash<'_>, batch: Option<&str>) -> Diagnostic {
    let (first, second) = (clash.first, clash.second);
    let is_same = first.path == second.path;
    let one_manifest = first.owner.manifest == second.owner.manifest;
    let one_text = one_manifest && first.route == second.route;
    let who = |target: &Target| match &target.owner.item {
        Some(item) if one_text => format!("`{item}`"),
        _ if one_manifest => format!("`{}`", target.name),
        _ => format!("`{}` of `{}`", target.name, target.owner.manifest),
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
    let mut finding = Diagnostic::new(&CODE, second.route.clone(), message);
    let shown = |target: &Target| {
        let path = if one_manifest {
            target.shown()
        } else {
            &target.path
        };
        format!("`{path}`")
    };
    if one_text {
        let label = format!("{} for more than one item", shown(first));
        finding = finding.label(second.place.clone(), label);
    } else {
        finding = finding
            .label(second.place.clone(), shown(second))
            .label(first.place.clone(), shown(first));
    }
    if clash.more > 0 {
        finding = finding.note(format!("{} more items clash in the same way", clash.more));
    }
    finding.help(match batch {
        Some(name) if one_text => {
            format!("put `${{{name}.folder}}/${{{name}.stem}}` into the path")
        }
        _ if is_same && first.protocol.zip(second.protocol).is_some_and(|(a, b)| a != b) => {
            "write one output of `type = \"cmaf\"`, which is HLS and DASH in one folder, or give each \
             a folder of its own"
                .into()
        }
        _ => "give each output a folder of its own, side by side".into(),
    })
}
