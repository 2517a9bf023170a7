//! Nothing is published over what is read.
//!
//! Unaware of the disk: a link to an input is not seen.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;

use super::Context;
use super::context::{Published, outputs, resolve};
use super::paths::{is_url, normal};
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::job::Job;
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
            read.entry(resolve(job, path)).or_insert(route);
        }
        for (position, base) in job.manifest.extends.iter().enumerate() {
            let route = Route::root().key("extends").index(position);
            read.entry(resolve(job, base)).or_insert(route);
        }
    }
    let mut told: Vec<Route> = Vec::new();
    for job in context.jobs {
        for output in outputs(&job.manifest) {
            if told.contains(&output.route) {
                continue;
            }
            if let Some(finding) = look(job, &output, &read) {
                told.push(output.route.clone());
                diagnostics.push(finding.help(help(&output)));
            }
        }
    }
}

fn look(
    job: &Job,
    output: &Published<'_>,
    read: &BTreeMap<Utf8PathBuf, Route>,
) -> Option<Diagnostic> {
    let target = output.target_path(job);
    let route = output.target_route();
    let name = output.name;
    if resolve(job, "").starts_with(&target) || target.as_str() == "/" {
        let message = format!("`{name}` would replace the manifest's whole folder");
        return Some(Diagnostic::new(&CODE, route, message).here("holds the manifest's folder"));
    }
    if normal(&job.manifest_path).starts_with(&target) {
        let message = format!("`{name}` would replace the manifest");
        return Some(Diagnostic::new(&CODE, route, message).here("this is the manifest"));
    }
    let (path, source) = read.range(target.clone()..).next()?;
    if !path.starts_with(&target) {
        return None;
    }
    let label = if *path == target {
        "the same file"
    } else {
        "lies in this folder"
    };
    let message = format!("`{name}` would replace what it is made from");
    let finding = Diagnostic::new(&CODE, route, message).here("published and replaced");
    Some(finding.label(At::Value(source.clone()), label))
}

fn help(output: &Published<'_>) -> &'static str {
    if output.is_package() {
        "publish into a folder of its own, such as `dir = \"out/film\"`"
    } else {
        "publish to a file of its own, such as `path = \"out/film.mp4\"`"
    }
}
