//! No name needs itself.
//!
//! Unaware of names that are unknown.

use super::Context;
use super::fill::Kind;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};

/// `variable-cycle`
pub static CODE: Code = Code {
    name: "variable-cycle",
    severity: Severity::Error,
    summary: "variables or paths that need each other",
    explanation: r#"
A variable may use other variables, and a path the parts of another input's path, but not in a
circle: none of them would ever have a value.

Wrong:

```toml
[vars]
site = "${vars.cdn}/site"
cdn = "${vars.site}/cdn"
```

Right:

```toml
[vars]
site = "https://example.com"
cdn = "${vars.site}/cdn"
```

Source: the manifest's own reference (templates).
"#,
};

/// Tells of circles, each once.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for mistake in context.mistakes {
        let Kind::Cycle(chain) = &mistake.kind else {
            continue;
        };
        let first = chain.first().map(String::as_str).unwrap_or_default();
        let at = At::Within(mistake.route.clone(), mistake.range.clone());
        let way: Vec<String> = chain.iter().map(|name| format!("`{name}`")).collect();
        diagnostics.push(
            Diagnostic::new(
                &CODE,
                mistake.route.clone(),
                format!("`{first}` needs itself"),
            )
            .label(at, way.join(" needs "))
            .help("write one of them out"),
        );
    }
}
