//! `max_height` and `min_height` belong to `auto`, and agree.
//!
//! Unaware of the source's size.

use super::Context;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};

/// `auto-limits`
pub static CODE: Code = Code {
    name: "auto-limits",
    severity: Severity::Error,
    summary: "`max_height` or `min_height` without `auto`, or the wrong way round",
    explanation: r#"
`max_height` and `min_height` bound the sizes that `auto` chooses. Beside explicit `rungs` they would
do nothing, and a smallest size above the largest leaves no rung.

Wrong:

```toml
[ladders.hd]
type = "video"
auto = true
max_height = 480
min_height = 1080
```

Right:

```toml
[ladders.hd]
type = "video"
auto = true
max_height = 1080
min_height = 480
```

Source: the manifest's own reference (`ladders.*.max_height`, `ladders.*.min_height`).
"#,
};

/// Looks at every video ladder with a limit.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, ladder) in context.video_ladders() {
        let limits = [
            ("max_height", ladder.max_height),
            ("min_height", ladder.min_height),
        ];
        // Without rungs, too, `rungs-missing` tells of the one mistake.
        if !ladder.auto && !ladder.rungs.is_empty() {
            let given = limits.iter().find(|(_, limit)| limit.is_some());
            if let Some((key, _)) = given {
                diagnostics.push(
                    Diagnostic::new(
                        &CODE,
                        route.key(*key),
                        format!("`{key}` is for `auto` ladders"),
                    )
                    .label(At::Key(route.key(*key)), "does nothing here")
                    .label(
                        At::Key(route.key("rungs")),
                        "the rungs are given one by one",
                    )
                    .help(format!(
                        "remove `{key}`, or write `auto = true` instead of `rungs`"
                    ))
                    .also(route.key("auto"))
                    .also(route.key("rungs")),
                );
            }
        }
        if let (true, Some(most), Some(least)) = (ladder.auto, ladder.max_height, ladder.min_height)
            && least > most
        {
            diagnostics.push(
                Diagnostic::new(
                    &CODE,
                    route.key("min_height"),
                    "the smallest height is above the largest",
                )
                .here(format!("at least {least}"))
                .label(
                    At::Value(route.key("max_height")),
                    format!("at most {most}"),
                )
                .help(format!(
                    "write `max_height = {least}` and `min_height = {most}`"
                )),
            );
        }
    }
}
