//! Each match of a `glob` is published at a place of its own.
//!
//! Unaware of how many matches there are: today's one may be two tomorrow.

use super::Context;
use super::template::{Piece, parse};
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};

/// `batch-target`
pub static CODE: Code = Code {
    name: "batch-target",
    severity: Severity::Warning,
    summary: "every match of a `glob` would be published at the same place",
    explanation: r#"
A manifest with a `glob` is done once for each match. The path of an output must say for which: with
a second match, both would be published at one place, which is refused (`output-collision`).

Wrong:

```toml
[inputs.film]
glob = "media/*.mov"

[outputs.web]
type = "cmaf"
dir = "out/web"
ladders = ["hd"]
```

Right:

```toml
[inputs.film]
glob = "media/*.mov"

[outputs.web]
type = "cmaf"
dir = "out/${film.stem}"
ladders = ["hd"]
```

Source: the manifest's own reference (`inputs.*.glob`).
"#,
};

/// Looks at every output of a batch of one match, or of matches that nobody has looked for.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let Some((input, glob)) = context.glob.filter(|_| context.jobs.len() < 2) else {
        return;
    };
    // Of several, nobody knows which one is to be the batch.
    let globs = context.inputs().filter(|(_, one)| one.glob.is_some());
    if globs.count() > 1 || !glob.contains(['*', '?', '[', '{']) {
        return;
    }
    for output in context.outputs {
        let (key, target) = output.target();
        let (pieces, _) = parse(target.as_str());
        let is_own = pieces.iter().any(|piece| match piece {
            Piece::Placeholder { name, .. } => name
                .rsplit_once('.')
                .is_some_and(|(owner, _)| owner == input),
            Piece::Literal(_) => false,
        });
        if is_own {
            continue;
        }
        let at = crate::source::Route::root()
            .key("inputs")
            .key(input)
            .key("glob");
        diagnostics.push(
            Diagnostic::new(
                &CODE,
                output.target_route(),
                format!("every match of `{input}` would be published here"),
            )
            .here("the same for all")
            .label(At::Value(at), "may match several files")
            .help(format!("put `${{{input}.stem}}` into `{key}`")),
        );
    }
}
