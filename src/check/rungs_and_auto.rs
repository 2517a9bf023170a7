//! A video ladder's rungs are given, or chosen.
//!
//! Unaware of the limits that go with `auto`.

use super::Context;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};

/// `rungs-and-auto`
pub static CODE: Code = Code {
    name: "rungs-and-auto",
    severity: Severity::Error,
    summary: "a video ladder with both `rungs` and `auto`",
    explanation: r#"
With `auto`, rendit chooses the rungs by codec and source size. With `rungs`, you do. Both at once
would leave open which ones are made.

Wrong:

```toml
[ladders.hd]
type = "video"
auto = true
rungs = [{ height = 720, bit_rate = "2800k" }]
```

Right:

```toml
[ladders.hd]
type = "video"
auto = true
max_height = 720
```

Source: the manifest's own reference (`ladders.*.rungs`, `ladders.*.auto`).
"#,
};

/// Looks at every video ladder.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, ladder) in context.video_ladders() {
        if !ladder.auto || ladder.rungs.is_empty() {
            continue;
        }
        let (auto, rungs) = (route.key("auto"), route.key("rungs"));
        let message = format!("`{}` has both `rungs` and `auto`", route.last());
        diagnostics.push(
            Diagnostic::new(&CODE, auto.clone(), message)
                .label(At::Key(auto), "chooses the rungs")
                .label(At::Key(rungs.clone()), "the rungs are given already")
                .help("remove one of them; `max_height` and `min_height` bound what `auto` chooses")
                .also(rungs),
        );
    }
}
