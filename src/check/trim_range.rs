//! An input ends after it starts.
//!
//! Unaware of how long the source is.

use super::Context;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};

/// `trim-range`
pub static CODE: Code = Code {
    name: "trim-range",
    severity: Severity::Error,
    summary: "an input whose `end` is not after its `start`",
    explanation: r#"
`start` and `end` are both times of the source, not a time and a length. If the end is not after the
start, nothing is left.

Wrong:

```toml
[inputs.film]
path = "media/film.mov"
start = "00:10:00"
end = "30s"
```

Right:

```toml
[inputs.film]
path = "media/film.mov"
start = "00:10:00"
end = "00:10:30"
```

Source: the manifest's own reference (`inputs.*.start`, `inputs.*.end`).
"#,
};

/// Looks at every input that is cut.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, input) in context.inputs() {
        let Some(end) = input.end else { continue };
        let help = match input.start {
            Some(start) if end <= start => {
                let sum = crate::manifest::Duration(start.0 + end.0);
                format!(
                    "write `end = \"{sum}\"` for a length of {end}: both are times of the source"
                )
            }
            None if end.0.is_zero() => "leave `end` out for the whole source".to_string(),
            _ => continue,
        };
        let start_route = route.key("start");
        let mut finding =
            Diagnostic::new(&CODE, route.key("end"), "the end is not after the start")
                .here(format!("ends at {end}"))
                .help(help);
        if let Some(start) = input.start {
            finding = finding.label(At::Value(start_route.clone()), format!("starts at {start}"));
        }
        diagnostics.push(finding.also(start_route));
    }
}
