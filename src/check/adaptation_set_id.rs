//! The adaptation sets of an output have different ids.
//!
//! Unaware of what goes into a set.

use super::Context;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};

/// `adaptation-set-id`
pub static CODE: Code = Code {
    name: "adaptation-set-id",
    severity: Severity::Error,
    summary: "two adaptation sets of an output have the same `id`",
    explanation: r#"
An MPD tells adaptation sets apart by `id`. Two sets with one `id` make the MPD invalid, and players
that remember the user's choice by `id` remember the wrong one.

Wrong:

```toml
[outputs.web]
type = "dash"
dir = "out/film"
ladders = ["hd"]
adaptation_sets = [{ id = 0, streams = "video" }, { id = 0, streams = "audio" }]
```

Right:

```toml
[outputs.web]
type = "dash"
dir = "out/film"
ladders = ["hd"]
adaptation_sets = [{ id = 0, streams = "video" }, { id = 1, streams = "audio" }]
```

Source: ISO/IEC 23009-1 §5.3.3.2 (`AdaptationSet@id` is unique in a period).
"#,
};

/// Compares every set with those before it.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for output in context.outputs {
        let sets = output.adaptation_sets();
        let at = |position: usize| {
            let all = output.route.key("adaptation_sets");
            all.index(position).key("id")
        };
        for (position, set) in sets.iter().enumerate() {
            let mut before = sets.iter().take(position);
            let Some(first) = before.position(|other| other.id == set.id) else {
                continue;
            };
            let free = (0..).find(|id| sets.iter().all(|set| set.id != *id));
            let free = free.unwrap_or_default();
            diagnostics.push(
                Diagnostic::new(
                    &CODE,
                    at(position),
                    format!(
                        "two adaptation sets of `{}` have the id {}",
                        output.name, set.id
                    ),
                )
                .here("the same id again")
                .label(At::Value(at(first)), "first used here")
                .help(format!(
                    "give each set an id of its own, such as `id = {free}`"
                )),
            );
        }
    }
}
