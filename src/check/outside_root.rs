//! What is published stays below the manifest's folder, unless an absolute path was written.
//!
//! Unaware of links on the disk.

use std::collections::HashSet;

use super::Context;
use super::fill::Kind;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::source::Route;

/// `outside-root`
pub static CODE: Code = Code {
    name: "outside-root",
    severity: Severity::Error,
    summary: "an output whose path leads out of the manifest's folder, or is an address",
    explanation: r#"
An output's path is often put together from file names, variables and the environment, and its folder
is replaced as a whole. So that no value can aim it at somebody else's files, a relative path must
stay below the manifest's folder, and a path is absolute only if it was written so: an empty value
before a `/` does not count. An address such as `s3://bucket/film` would be a folder of that name.

Wrong:

```toml
[outputs.web]
type = "cmaf"
dir = "../film"
ladders = ["hd"]
```

Right:

```toml
[outputs.web]
type = "cmaf"
dir = "/srv/www/film"
ladders = ["hd"]
```

Source: CWE-22 (path traversal); the manifest's own reference.
"#,
};

/// Tells of targets that lead out.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let vars = Route::root().key("vars");
    let is_known = !context.tainted.iter().any(|one| vars.holds(one));
    // A stand-in for a variable says nothing.
    let outputs = match is_known {
        true => context.filled_outputs,
        false => context.outputs,
    };
    for output in outputs {
        let address = output.target().1.as_str();
        let scheme = address.split_once("://").map(|(scheme, _)| scheme);
        let is_scheme = |scheme: &str| scheme.chars().all(|c| c.is_ascii_alphanumeric());
        if scheme.is_some_and(|scheme| !scheme.is_empty() && is_scheme(scheme)) {
            diagnostics.push(
                Diagnostic::new(
                    &CODE,
                    output.target_route(),
                    "outputs are files of this machine",
                )
                .here("an address")
                .help("write a path, and copy what is published there afterwards"),
            );
        }
    }
    let mut told = HashSet::new();
    for mistake in context.mistakes {
        let Kind::Outside(result) = &mistake.kind else {
            continue;
        };
        // Of a batch, one item is enough.
        if !told.insert(&mistake.route) {
            continue;
        }
        let (message, help) = if result.starts_with('/') {
            (
                "the path is absolute only because a value is empty",
                "give the value, or write the absolute path out",
            )
        } else {
            (
                "the output leads out of the manifest's folder",
                "write a path below the manifest's folder, or an absolute one",
            )
        };
        diagnostics.push(
            Diagnostic::new(&CODE, mistake.route.clone(), message)
                .here(format!("this is `{result}`"))
                .help(help),
        );
    }
}
