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
        // With a codec of sound, it is no ladder of pictures.
        let codec = route.key("codec");
        let usual = BitRate(ladder.codec.usual_bit_rate(720));
        let message = format!("`{}` has no rungs", route.last());
        // What bounds `auto` asks for it.
        let bound = ladder.max_height.or(ladder.min_height);
        let help = match bound {
            Some(_) => "add `auto = true`, which chooses rungs within the bound".to_owned(),
            None => format!(
                "add `rungs = [{{ height = 720, bit_rate = \"{usual}\" }}]`, or `auto = true`"
            ),
        };
        diagnostics.push(
            Diagnostic::new(&CODE, route.clone(), message)
                .here("neither `rungs` nor `auto`")
                .help(help)
                .also(codec)
                .also(route.key("rungs"))
                .also(route.key("auto"))
                .also(route.key("type")),
        );
    }
}
