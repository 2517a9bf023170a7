//! Ladders and encryptions are used by an output.
//!
//! Unaware of which file defines them: what comes from an extended manifest is the caller's to leave
//! out, for a house's manifest holds more than each film needs.

use std::collections::HashSet;

use indexmap::IndexSet;

use super::Context;
use super::codec_container::displaced;
use super::published::{Published, is_repeated};
use super::template::{Piece, parse};
use super::texts::Written;
use super::unfilled::{Known, slip};
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity, suggest};
use crate::source::Route;

/// `unused-definition`
pub static CODE: Code = Code {
    name: "unused-definition",
    severity: Severity::Warning,
    summary: "a ladder, an encryption or a variable that nothing uses",
    explanation: r#"
An output takes what it names in `ladders` and `encryption`, and nothing else. What is defined and
not named has no effect: a film without its sound, or segments that are published in the clear. The
same is true of a variable that no `${vars.NAME}` names.

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
    variables(diagnostics, context);
    let manifest = context.manifest;
    let has = |name: &&String| manifest.ladders.contains_key(*name);
    let named: Vec<&String> = context
        .outputs
        .iter()
        .flat_map(|one| one.ladders())
        .collect();
    // A name that is written wrongly may be this one, and so may one that is written twice.
    if context.is_certain_of("ladders") && named.iter().all(has) && !is_any_repeated(context) {
        let named: HashSet<&String> = named.into_iter().collect();
        let unused = manifest.ladders.keys().filter(|name| !named.contains(name));
        let unused: Vec<&String> = unused.collect();
        let displaced = match unused.is_empty() {
            true => HashSet::new(),
            false => displaced(context),
        };
        for name in unused {
            if displaced.contains(name.as_str()) {
                continue;
            }
            let help = format!("name it in the `ladders` of an output, or remove `ladders.{name}`");
            diagnostics.push(finding("ladders", name, help));
        }
    }
    let has = |name: &&str| manifest.encryption.contains_key(*name);
    let named: Vec<&str> = context
        .outputs
        .iter()
        .filter_map(Published::encryption)
        .collect();
    if context.is_certain_of("encryption") && named.iter().all(has) {
        let named: HashSet<&str> = named.into_iter().collect();
        for name in manifest.encryption.keys() {
            if !named.contains(name.as_str()) {
                let help =
                    format!("write `encryption = \"{name}\"` in an output, or remove it here");
                diagnostics.push(finding("encryption", name, help));
            }
        }
    }
}

/// Looks for variables that no text names. Where something cannot be read, it may name them.
fn variables(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let vars = &context.manifest.vars;
    if vars.is_empty() || !context.tainted.is_empty() || !context.mistakes.is_empty() {
        return;
    }
    let mut named: IndexSet<&str> = IndexSet::new();
    let mut near: HashSet<&str> = HashSet::new();
    for text in context.texts {
        for piece in parse(&text.text).0 {
            if let Piece::Placeholder { name, .. } = piece {
                named.extend(name.strip_prefix("vars."));
            }
        }
        near.extend(marked(&text.text));
    }
    let is_unused = |name: &&String| {
        let name = name.as_str();
        !named.contains(name) && !near.contains(name)
    };
    let unused: Vec<&String> = vars.keys().filter(is_unused).collect();
    // What is not filled in may stand where a variable was meant.
    let inputs: Vec<String> = context.manifest.inputs.keys().cloned().collect();
    let all: Vec<String> = vars.keys().cloned().collect();
    let known = Known {
        inputs: &inputs,
        vars: &all,
    };
    let is_slip = |text: &Written| slip(&text.text, known, text.place).is_some();
    if unused.is_empty() || context.texts.iter().any(is_slip) {
        return;
    }
    for name in unused {
        let near = suggest(name, named.iter().copied());
        let help = match near {
            Some(near) => format!("did you mean `{near}`, which texts name?"),
            None => format!("write `${{vars.{name}}}` where it belongs, or remove it here"),
        };
        let route = Route::root().key("vars").key(name);
        diagnostics.push(
            Diagnostic::new(&CODE, route.clone(), format!("no text uses `{route}`"))
                .label(At::Key(route), "without effect")
                .help(help),
        );
    }
}

/// The words of a text that stand where other languages have the name of a variable: `$site`, `{site}`,
/// `%site%`, and also `$${vars.site}`.
fn marked(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(['$', '{', '%', '<', '(']).skip(1);
    words.map(|word| {
        let word = word.trim_start().strip_prefix("vars.").unwrap_or(word);
        let is_end = |c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'));
        word.split(is_end).next().unwrap_or_default()
    })
}

/// Whether an output names a ladder twice.
fn is_any_repeated(context: &Context<'_>) -> bool {
    let mut outputs = context.outputs.iter();
    outputs.any(|output| is_repeated(output.ladders()))
}

fn finding(table: &str, name: &str, help: String) -> Diagnostic {
    let route = Route::root().key(table).key(name);
    let message = format!("no output uses `{route}`");
    Diagnostic::new(&CODE, route.clone(), message)
        .label(At::Key(route), "without effect")
        .help(help)
}
