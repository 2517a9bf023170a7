//! A video ladder has rungs, or chooses them.
//!
//! Unaware of audio ladders, which have a usual rung.

use super::Context;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::manifest::BitRate;

/// `rungs-missing`
pub static CODE: Code = Code {
    name: "rungs-missing",
    severity: Severity::Error,
    summary: "a video ladder with neither `rungs` nor `auto`",
    explanation: r#"
A video ladder lists its `rungs`, or lets rendit choose them by codec and source size with
`auto = true`. (An audio ladder may leave its rungs out: there is one usual rate for each codec.)

Wrong:

```toml
[ladders.hd]
type = "video"
```

Right:

```toml
[ladders.hd]
type = "video"
auto = true
```

Source: the manifest's own reference (`ladders.*.rungs`, `ladders.*.auto`).
"#,
};

/// Looks at every video ladder.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, ladder) in context.video_ladders() {
        if ladder.auto || !ladder.rungs.is_empty() {
            continue;
        }
        let usual = BitRate(ladder.codec.usual_bit_rate(720));
        let message = format!("`{}` has no rungs", route.last());
        diagnostics.push(
            Diagnostic::new(&CODE, route.clone(), message)
                .here("neither `rungs` nor `auto`")
                .help(format!(
                    "add `rungs = [{{ height = 720, bit_rate = \"{usual}\" }}]`, or `auto = true`"
                ))
                .also(route.key("rungs"))
                .also(route.key("auto"))
                .also(route.key("type")),
        );
    }
}
