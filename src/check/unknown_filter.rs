//! Filters are called as ffmpeg calls them.
//!
//! Unaware of the ffmpeg at hand, which has the last word: only what is nearly a known name is told.

use super::Context;
use super::filter_chain::{filters, lists};
use crate::diag::{Code, Cure, Diagnostic, Diagnostics, Severity, suggest};

/// `unknown-filter`
pub static CODE: Code = Code {
    name: "unknown-filter",
    severity: Severity::Warning,
    summary: "a filter whose name is nearly that of one that ffmpeg has",
    explanation: r#"
No ffmpeg that is known here has a filter of this name, and one is called nearly so. The ffmpeg at hand
has the last word when the job is planned.

Wrong:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2M" }]
filters = ["hqdn3"]
```

Right:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2M" }]
filters = ["hqdn3d"]
```

Source: `ffmpeg -filters`.
"#,
};

/// Looks at every filter.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, kind, list) in lists(context) {
        for (position, chain) in list.iter().enumerate() {
            for (name, _) in filters(chain.as_str()) {
                if kind.has(name) || kind.other().has(name) {
                    continue;
                }
                let Some(near) = suggest(name, kind.names()) else {
                    continue;
                };
                let at = route.index(position);
                let meant = chain.as_str().replacen(name, near, 1);
                diagnostics.push(
                    Diagnostic::new(&CODE, at.clone(), format!("no filter is called `{name}`"))
                        .here("named here")
                        .help(format!("did you mean `{near}`?"))
                        .cure(Cure::Write(at, meant.into()))
                        .sure(false),
                );
            }
        }
    }
}
