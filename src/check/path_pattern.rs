//! A pattern is a `glob`, and no `path`.
//!
//! Unaware of files: one may really have such a name.

use super::Context;
use super::paths::is_url;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::source::Route;

/// `path-pattern`
pub static CODE: Code = Code {
    name: "path-pattern",
    severity: Severity::Warning,
    summary: "a `path` that looks like a pattern of many files",
    explanation: r#"
`path` is one file, and is taken as it is written: `*` and `?` are letters of its name. Many files are
a `glob`; the manifest is done once for each of them.

Wrong:

```toml
[inputs.film]
path = "media/*.mp4"
```

Right:

```toml
[inputs.film]
glob = "media/*.mp4"

[outputs.web]
type = "cmaf"
dir = "out/${film.stem}"
ladders = ["hd"]
```

Source: the manifest's own reference (`inputs.*.glob`).
"#,
};

/// Looks at the path of every input, filled in.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let route = Route::root().key("inputs");
    for (name, input) in &context.filled().inputs {
        let written = context.manifest.inputs.get(name);
        let is_path = written.is_some_and(|written| written.path.is_some());
        let Some(path) = input.path.as_ref().filter(|_| is_path) else {
            continue;
        };
        let path = path.as_str();
        if is_url(path) || !path.contains(['*', '?']) {
            continue;
        }
        let at = route.key(name);
        diagnostics.push(
            Diagnostic::new(&CODE, at.key("path"), "a pattern, and `path` is one file")
                .here("`*` and `?` are letters here")
                .label(At::Key(at.key("path")), "one file")
                .help(format!(
                    "for many files, call the key `glob`: it takes \"{path}\""
                )),
        );
    }
}
