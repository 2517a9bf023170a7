//! No two outputs differ in upper and lower case alone.
//!
//! Unaware of the disk that they go to.

use std::collections::{BTreeSet, HashMap};

use foldhash::fast::RandomState;

use super::Context;
use super::target::Target;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};

/// `output-case`
pub static CODE: Code = Code {
    name: "output-case",
    severity: Severity::Warning,
    summary: "two outputs that are one where upper and lower case are the same",
    explanation: r#"
On the disks of macOS and Windows, `out/Film` and `out/film` are one folder: the second output would
replace the first.

Wrong:

```toml
[outputs.web]
type = "hls"
dir = "out/Film"
ladders = ["hd"]

[outputs.tv]
type = "dash"
dir = "out/film"
ladders = ["hd"]
```

Right:

```toml
[outputs.web]
type = "hls"
dir = "out/film/hls"
ladders = ["hd"]

[outputs.tv]
type = "dash"
dir = "out/film/dash"
ladders = ["hd"]
```

Source: Apple's APFS (case-insensitive by default) and Microsoft's NTFS documentation.
"#,
};

/// Compares all outputs of all jobs.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let mut seen: HashMap<String, &Target, RandomState> = HashMap::default();
    let mut told = BTreeSet::new();
    for target in context.targets {
        let folded = target.path.as_str().to_lowercase();
        let Some(first) = seen.get(&folded) else {
            seen.insert(folded, target);
            continue;
        };
        let pair = (&first.route, &target.route);
        if first.path == target.path || !told.insert(pair) {
            continue;
        }
        let mut finding = Diagnostic::new(
            &CODE,
            target.route.clone(),
            format!(
                "`{}` and `{}` are one on macOS and Windows",
                first.shown(),
                target.shown()
            ),
        )
        .here("differs in case alone");
        if first.route != target.route {
            finding = finding.label(At::Value(first.route.clone()), "from this");
        }
        diagnostics.push(finding.help("give them names that differ in more than case"));
    }
}
