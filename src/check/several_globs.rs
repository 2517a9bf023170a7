//! A manifest is one batch at most.
//!
//! Unaware of what a glob matches.

use super::Context;
use super::regular::joined;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};

/// `several-globs`
pub static CODE: Code = Code {
    name: "several-globs",
    severity: Severity::Error,
    summary: "more than one input with a `glob`",
    explanation: r#"
Every match of a `glob` becomes a job of its own. With two globs it would be open which match goes
with which. Files that belong to a match are named after it.

Wrong:

```toml
[inputs.film]
glob = "media/*.mov"

[inputs.french]
glob = "media/*.fr.flac"

[outputs.web]
type = "cmaf"
dir = "out/${film.stem}"
ladders = ["hd"]
```

Right:

```toml
[inputs.film]
glob = "media/*.mov"

[inputs.french]
path = "${film.dir}/${film.stem}.fr.flac"
optional = true

[outputs.web]
type = "cmaf"
dir = "out/${film.stem}"
ladders = ["hd"]
```

Source: the manifest's own reference (`inputs.*.glob`).
"#,
};

/// What stands behind the folders of a path.
fn name_of(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// Counts the inputs with a glob.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    // An input with a path, too, is `input-source`.
    let globs = context
        .inputs()
        .filter(|(_, input)| input.glob.is_some() && input.path.is_none() && input.lavfi.is_none());
    let mut globs = globs.map(|(route, input)| (route, input.glob.as_ref()));
    let Some((first, own)) = globs.next() else {
        return;
    };
    for (route, other) in globs {
        let name = first.last();
        let both = own.zip(other);
        // The same files of another folder are jobs of the same kind.
        let both = both.filter(|(one, other)| name_of(one.as_str()) == name_of(other.as_str()));
        let both = both.and_then(|(one, other)| joined(&[one.as_str(), other.as_str()]));
        if let Some(both) = both {
            diagnostics.push(
                Diagnostic::new(
                    &CODE,
                    route.key("glob"),
                    "a manifest has at most one `glob`",
                )
                .here("a second one")
                .label(At::Value(first.key("glob")), "every match of this is a job")
                .help(format!(
                    "write one for both, `glob = \"{both}\"` in `{first}`, and remove this input"
                )),
            );
            continue;
        }
        diagnostics.push(
            Diagnostic::new(&CODE, route.key("glob"), "a manifest has at most one `glob`")
                .here("a second one")
                .label(At::Value(first.key("glob")), "every match of this is a job")
                .help(format!(
                    "name the file after the match, such as `path = \"${{{name}.dir}}/${{{name}.stem}}.flac\"`"
                )),
        );
    }
}
