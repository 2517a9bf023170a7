//! An input has exactly one source.
//!
//! Unaware of what is found there.

use super::Context;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity, names};

/// `input-source`
pub static CODE: Code = Code {
    name: "input-source",
    severity: Severity::Error,
    summary: "an input without a source, or with more than one",
    explanation: r#"
An input is one of three things: a file or URL (`path`), many files of which each becomes a job
(`glob`), or a source that ffmpeg generates (`lavfi`).

Wrong:

```toml
[inputs.film]
path = "media/film.mov"
lavfi = "testsrc2=duration=10"
```

Right:

```toml
[inputs.film]
path = "media/film.mov"
```

Source: the manifest's own reference (`inputs`).
"#,
};

/// Counts the sources of every input.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, input) in context.inputs() {
        let sources = [
            ("path", input.path.is_some()),
            ("glob", input.glob.is_some()),
            ("lavfi", input.lavfi.is_some()),
        ];
        let mut given = sources.iter().filter(|(_, is_given)| *is_given);
        let finding = match (given.next(), given.next()) {
            (Some(_), None) => continue,
            (Some((first, _)), Some((second, _))) => Diagnostic::new(
                &CODE,
                route.key(*second),
                format!("`{}` has two sources", route.last()),
            )
            .label(At::Key(route.key(*second)), "a source again")
            .label(At::Key(route.key(*first)), "a source already")
            .help(format!(
                "keep one of `{first}` and `{second}`, or make two inputs"
            )),
            (None, _) => {
                let message = format!("`{}` has no source", route.last());
                Diagnostic::new(&CODE, route.clone(), message)
                    .here(format!("none of {}", names(["path", "glob", "lavfi"])))
                    .help("write where it is, such as `path = \"media/film.mov\"`")
            }
        };
        let keys = ["path", "glob", "lavfi"];
        let looked_at = keys.iter().map(|key| route.key(*key));
        diagnostics.push(looked_at.fold(finding, Diagnostic::also));
    }
}
