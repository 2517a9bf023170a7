//! Ladders and encryptions are used by an output.
//!
//! Unaware of which file defines them: what comes from an extended manifest is the caller's to leave
//! out, for a house's manifest holds more than each film needs.

use super::Context;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::source::Route;

/// `unused-definition`
pub static CODE: Code = Code {
    name: "unused-definition",
    severity: Severity::Warning,
    summary: "a ladder or an encryption that no output uses",
    explanation: r#"
An output takes what it names in `ladders` and `encryption`, and nothing else. What is defined and
not named has no effect: a film without its sound, or segments that are published in the clear.

Wrong:

```toml
[outputs.web]
type = "hls"
dir = "out/film"
ladders = ["hd"]

[encryption.aes]
type = "aes-128"
key_file = "keys/film.key"
key_uri = "https://example.com/film.key"
```

Right:

```toml
[outputs.web]
type = "hls"
dir = "out/film"
ladders = ["hd"]
encryption = "aes"

[encryption.aes]
type = "aes-128"
key_file = "keys/film.key"
key_uri = "https://example.com/film.key"
```

Source: the manifest's own reference (`outputs`).
"#,
};

/// Looks for a mention of each.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let manifest = context.manifest;
    let all = |group: &str| Route::root().key(group);
    let has = |name: &String| manifest.ladders.contains_key(name);
    let are_known = context
        .outputs()
        .all(|output| output.ladders().iter().all(has));
    // A name that is written wrongly may be this one.
    for name in manifest.ladders.keys().filter(|_| are_known) {
        if context
            .outputs()
            .any(|output| output.ladders().contains(name))
        {
            continue;
        }
        let help = format!("name it in the `ladders` of an output, or remove `ladders.{name}`");
        diagnostics.push(finding(context, &all("ladders").key(name), "ladders", help));
    }
    let has = |name: &str| manifest.encryption.contains_key(name);
    let are_known = context
        .outputs()
        .all(|output| output.encryption().is_none_or(has));
    for name in manifest.encryption.keys().filter(|_| are_known) {
        let mut outputs = context.outputs();
        if outputs.any(|output| output.encryption() == Some(name.as_str())) {
            continue;
        }
        let help = format!("write `encryption = \"{name}\"` in an output, or remove it here");
        let at = all("encryption").key(name);
        diagnostics.push(finding(context, &at, "encryption", help));
    }
}

fn finding(context: &Context<'_>, route: &Route, key: &str, help: String) -> Diagnostic {
    let message = format!("no output uses `{route}`");
    let mut finding = Diagnostic::new(&CODE, route.clone(), message)
        .label(At::Key(route.clone()), "without effect")
        .help(help);
    for output in context.outputs() {
        finding = finding.also(output.route.key(key));
    }
    finding
}
