//! Templates stay within bounds.
//!
//! Unaware of what they are for.

use super::Context;
use super::fill::{DEEPEST, Kind, LONGEST};
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};

/// `template-limit`
pub static CODE: Code = Code {
    name: "template-limit",
    severity: Severity::Error,
    summary: "a template that grows beyond 32768 bytes, or nests names more than 32 deep",
    explanation: r#"
A few variables that repeat each other grow to any size, and a long chain of variables to any depth.
No path or option is that long: a filled-in text has at most 32768 bytes, and at most 32 names need
each other in a row.

Wrong:

```toml
[vars]
a = "0123456789abcdef"
b = "${vars.a}${vars.a}${vars.a}${vars.a}${vars.a}${vars.a}${vars.a}${vars.a}${vars.a}${vars.a}${vars.a}${vars.a}${vars.a}${vars.a}${vars.a}${vars.a}"
c = "${vars.b}${vars.b}${vars.b}${vars.b}${vars.b}${vars.b}${vars.b}${vars.b}${vars.b}${vars.b}${vars.b}${vars.b}${vars.b}${vars.b}${vars.b}${vars.b}"
d = "${vars.c}${vars.c}${vars.c}${vars.c}${vars.c}${vars.c}${vars.c}${vars.c}${vars.c}${vars.c}${vars.c}${vars.c}${vars.c}${vars.c}${vars.c}${vars.c}"
```

Right:

```toml
[vars]
a = "0123456789abcdef"
b = "${vars.a}${vars.a}"
```

Source: Linux's `PATH_MAX` (4096 bytes), with room for filter graphs.
"#,
};

/// Tells of templates beyond a limit.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let mut told = Vec::new();
    for mistake in context.mistakes {
        // Of one text, the first placeholder that is too much.
        if mistake.kind != Kind::Limit || told.contains(&&mistake.route) {
            continue;
        }
        told.push(&mistake.route);
        let at = At::Within(mistake.route.clone(), mistake.range.clone());
        diagnostics.push(
            Diagnostic::new(&CODE, mistake.route.clone(), "a template out of bounds")
                .label(at, "this is too much")
                .help(format!(
                    "a filled-in text has at most {LONGEST} bytes, and names nest at most {DEEPEST} deep"
                )),
        );
    }
}
