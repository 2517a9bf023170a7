//! Paths neither begin nor end with a blank: nobody sees it, and it is a letter of the name.
//!
//! Unaware of files.

use super::Context;
use super::texts::{Written, is_path};
use crate::diag::{Code, Cure, Diagnostic, Diagnostics, Severity};

/// `blank-path`
pub static CODE: Code = Code {
    name: "blank-path",
    severity: Severity::Warning,
    summary: "a path that begins or ends with a blank",
    explanation: r#"
A blank at the beginning or end of a path is a letter of the name: `"media/film.mov "` is another file
than `"media/film.mov"`. In quotes nothing takes it away. A file may really be called so: accept the
warning then.

Wrong:

```toml
[inputs.film]
path = "media/film.mov "
```

Right:

```toml
[inputs.film]
path = "media/film.mov"
```

Source: IEEE 1003.1 §3.170, "Filename".
"#,
};

/// Looks at every path.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for Written { route, place, text } in context.texts {
        let bare = text.trim_matches(' ');
        if !is_path(route, *place) || bare.len() == text.len() || bare.is_empty() {
            continue;
        }
        let place = match text.starts_with(' ') {
            true => "begins",
            false => "ends",
        };
        diagnostics.push(
            Diagnostic::new(
                &CODE,
                route.clone(),
                format!("a path that {place} with a blank"),
            )
            .here("a letter of the name")
            .help(format!("write `{bare}`"))
            .cure(Cure::Write(route.clone(), bare.into()))
            .sure(false),
        );
    }
}
