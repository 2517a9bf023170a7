//! Nothing is published over what is read.
//!
//! Unaware of the disk: a link to an input is not seen.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use camino::{Utf8Path, Utf8PathBuf};

use super::Context;
use super::paths::is_url;
use super::paths::resolve;
use super::target::Target;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::source::Route;

/// `output-over-input`
pub static CODE: Code = Code {
    name: "output-over-input",
    severity: Severity::Error,
    summary: "an output that would replace an input, the manifest, or its folder",
    explanation: r#"
The folder of a package is replaced as a whole. If an input or the manifest lies in it, the run would
delete what it was made from.

Wrong:

```toml
[inputs.film]
path = "film/film.mov"

[outputs.web]
type = "cmaf"
dir = "film"
ladders = ["hd"]
```

Right:

```toml
[inputs.film]
path = "film/film.mov"

[outputs.web]
type = "cmaf"
dir = "out/film"
ladders = ["hd"]
```

Source: the manifest's own reference (`outputs.*.dir`: replaced as a whole).
"#,
};

/// Compares all outputs with all inputs of all jobs.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let mut read: BTreeMap<Utf8PathBuf, Route> = BTreeMap::new();
    for job in context.jobs {
        for (name, input) in &job.manifest.inputs {
            let path = input.path.as_ref().map(|path| path.as_str());
            let Some(path) = path.filter(|path| !is_url(path)) else {
                continue;
            };
            let written = context.manifest.inputs.get(name);
            let is_glob = written.is_some_and(|input| input.path.is_none());
            let key = if is_glob { "glob" } else { "path" };
            let route = Route::root().key("inputs").key(name).key(key);
            read.entry(resolve(&job.root, path)).or_insert(route);
        }
        for (position, base) in job.manifest.extends.iter().enumerate() {
            let route = Route::root().key("extends").index(position);
            read.entry(resolve(&job.root, base)).or_insert(route);
        }
    }
    let mut told: BTreeSet<&Route> = BTreeSet::new();
    for target in context.targets {
        if told.contains(&target.route) {
            continue;
        }
        if let Some(finding) = look(target, &read) {
            told.insert(&target.route);
            diagnostics.push(finding.help(help(target)));
        }
    }
}

fn look(target: &Target, read: &BTreeMap<Utf8PathBuf, Route>) -> Option<Diagnostic> {
    let Target {
        path: place,
        route,
        name,
        owner,
        ..
    } = target;
    let say = |message: String| Diagnostic::new(&CODE, route.clone(), message);
    if owner.root.starts_with(place) || place == "/" {
        let message = format!("`{name}` would replace the manifest's whole folder");
        return Some(say(message).here("holds the manifest's folder"));
    }
    let file = owner.manifest.file_name();
    if place.file_name() == file && owner.root.join(file.unwrap_or_default()) == *place {
        let message = format!("`{name}` would replace the manifest");
        return Some(say(message).here("this is the manifest"));
    }
    let from = (Bound::Included(place.as_path()), Bound::Unbounded);
    let (path, source) = read.range::<Utf8Path, _>(from).next()?;
    if !path.starts_with(place) {
        return None;
    }
    let label = if path == place {
        "the same file"
    } else {
        "lies in this folder"
    };
    let finding = say(format!("`{name}` would replace what it is made from"));
    let finding = finding.here("published and replaced");
    Some(finding.label(At::Value(source.clone()), label))
}

fn help(target: &Target) -> &'static str {
    if target.route.last() == "dir" {
        "publish into a folder of its own, such as `dir = \"out/film\"`"
    } else {
        "publish to a file of its own, such as `path = \"out/film.mp4\"`"
    }
}
