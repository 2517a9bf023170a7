//! Warnings that a manifest accepts, by code and with a reason.
//!
//! Unaware of what raises them.

use std::collections::BTreeMap;

use crate::diag::{At, Code, Diagnostic, Severity};
use crate::manifest::Manifest;
use crate::source::Route;

/// An entry of `allow` that nothing needs.
pub static UNUSED_ALLOW: Code = Code {
    name: "unused-allow",
    severity: Severity::Warning,
    summary: "a warning is allowed that does not occur",
    explanation: "\
`allow` accepts warnings by code, each with its reason. This one does not occur: what it spoke of was
cured, or the entry stands in the wrong file. It would hide the warning when it comes back for
another reason, so take it out. An entry in a file that this manifest extends is not told, for other
manifests may need it. Warnings that only the sources can cause are looked at by `plan`, not by
`check`.

Wrong:

```toml
[allow]
key-uri-http = \"the CDN is inside our network\"
```

in a manifest whose `key_uri` begins with `https:`.

Right: no such entry.

Source: the manifest's own reference (`allow`).
",
};

/// Every code that this module raises.
pub static CODES: &[&Code] = &[&UNUSED_ALLOW];

/// The warnings that a manifest accepts, and which of them occurred.
#[derive(Clone, Debug, Default)]
pub struct Allowed {
    by_code: BTreeMap<String, bool>,
}

impl Allowed {
    /// What `manifest` accepts.
    pub fn of(manifest: &Manifest) -> Self {
        let codes = manifest.allow.0.keys();
        Self {
            by_code: codes.map(|code| (code.clone(), false)).collect(),
        }
    }

    /// Whether a finding is accepted; remembers that it occurred. Errors never are.
    pub fn covers(&mut self, finding: &Diagnostic) -> bool {
        if finding.severity() != Severity::Warning {
            return false;
        }
        match self.by_code.get_mut(finding.code.name) {
            Some(occurred) => {
                *occurred = true;
                true
            }
            None => false,
        }
    }

    /// A finding for each entry that did not occur, of those whose time has come.
    pub fn unused(&self, is_due: &dyn Fn(&str) -> bool) -> Vec<Diagnostic> {
        let idle = self.by_code.iter().filter(|(code, occurred)| {
            !**occurred && code.as_str() != UNUSED_ALLOW.name && is_due(code)
        });
        idle.map(|(code, _)| {
            let route = Route::root().key("allow").key(code);
            Diagnostic::new(
                &UNUSED_ALLOW,
                route.clone(),
                format!("`{code}` is allowed, but does not occur"),
            )
            .label(At::Key(route), "not needed")
            .help("take the entry out")
        })
        .collect()
    }
}
