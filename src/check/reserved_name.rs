//! No input has a name that templates use for something else.
//!
//! Unaware of templates.

use super::Context;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};

/// The names that mean something in `${…}`, so that no input has one of them.
pub const RESERVED: [&str; 6] = ["vars", "env", "job", "rendition", "number", "rung"];

/// `reserved-name`
pub static CODE: Code = Code {
    name: "reserved-name",
    severity: Severity::Error,
    summary: "an input with a name that templates use",
    explanation: r#"
In templates, `${film.stem}` is a part of the path of the input `film`, while `vars`, `env`, `job`,
`rendition`, `number` and `rung` mean something of their own. An input with such a name could not be
told apart from it.

Wrong:

```toml
[inputs.job]
path = "media/film.mov"
```

Right:

```toml
[inputs.film]
path = "media/film.mov"
```

Source: the manifest's own reference (templates).
"#,
};

/// Looks at the names of all inputs.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, _) in context.inputs() {
        let name = route.last();
        if !RESERVED.contains(&name.as_str()) {
            continue;
        }
        diagnostics.push(
            Diagnostic::new(
                &CODE,
                route.clone(),
                format!("`{name}` means something in `${{…}}`"),
            )
            .label(At::Key(route), "reserved")
            .help("call the input something else, such as `film`"),
        );
    }
}
