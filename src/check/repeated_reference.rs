//! An output names each input and each ladder once.
//!
//! Unaware of whether they exist.

use std::collections::HashMap;

use super::Context;
use crate::diag::{At, Code, Cure, Diagnostic, Diagnostics, Severity};

/// `repeated-reference`
pub static CODE: Code = Code {
    name: "repeated-reference",
    severity: Severity::Error,
    summary: "an output names the same ladder or input twice",
    explanation: r#"
A ladder or input counts once, however often an output names it; the second mention is a slip,
mostly for another name.

Wrong:

```toml
[outputs.web]
type = "cmaf"
dir = "out/film"
ladders = ["hd", "hd"]
```

Right:

```toml
[outputs.web]
type = "cmaf"
dir = "out/film"
ladders = ["hd"]
```

Source: the manifest's own reference (`outputs.*.ladders`, `outputs.*.inputs`).
"#,
};

/// Looks at the lists of every output.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for output in context.outputs {
        let inputs = output.inputs().unwrap_or_default();
        for (key, names) in [("ladders", output.ladders()), ("inputs", inputs)] {
            let all = output.route.key(key);
            let mut known: HashMap<&String, usize> = HashMap::new();
            for (position, name) in names.iter().enumerate() {
                let first = *known.entry(name).or_insert(position);
                if first == position {
                    continue;
                }
                diagnostics.push(
                    Diagnostic::new(
                        &CODE,
                        all.index(position),
                        format!("`{name}` is named twice"),
                    )
                    .here("again here")
                    .label(At::Value(all.index(first)), "first here")
                    .help("remove one, or write the name that was meant")
                    .cure(Cure::Remove(all.index(position))),
                );
            }
        }
    }
}
