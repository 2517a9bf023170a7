//! Nothing of a placeholder's signs stays in a path: no brace too many, no dollar too many.
//!
//! Unaware of placeholders that are malformed, and of those of other tools.

use std::collections::HashMap;
use std::ops::Range;

use indexmap::IndexSet;

use super::Context;
use super::fill;
use super::template::{Piece, parse};
use super::texts::{Place, Written, is_path};
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};

/// `template-leftover`
pub static CODE: Code = Code {
    name: "template-leftover",
    severity: Severity::Warning,
    summary: "a brace or a dollar too many beside a placeholder",
    explanation: r#"
`${vars.site}}` is filled in, and its second brace stays in the path. `$${vars.site}` is not filled in at
all: `$$` is a plain dollar, so the path has the very text `${vars.site}` in it. Where a path is really to
have that, accept the warning.

Wrong:

```toml
[vars]
site = "out/site"

[outputs.web]
type = "cmaf"
dir = "${vars.site}}/film"
ladders = ["hd"]
```

Right:

```toml
[vars]
site = "out/site"

[outputs.web]
type = "cmaf"
dir = "${vars.site}/film"
ladders = ["hd"]
```

Source: the manifest's own reference (templates).
"#,
};

/// Looks at every path and every variable.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let mut known: HashMap<Place, IndexSet<String>> = HashMap::new();
    for Written { route, place, text } in context.texts {
        if !is_path(route, *place) && *place != Place::Variable {
            continue;
        }
        let within = |range: Range<usize>| At::Within(route.clone(), range);
        if let Some((name, range)) = brace(text) {
            let message = format!("a `}}` too many after `${{{name}}}`");
            let at = within(range);
            diagnostics.push(
                Diagnostic::new(&CODE, route.clone(), message)
                    .label(at.clone(), "stays in the text")
                    .help(format!("write `${{{name}}}`"))
                    .fix(at, "")
                    .sure(false),
            );
        }
        let is_known = |name: &str| {
            let all = || fill::names(context.manifest, *place).into_iter().collect();
            let names = known.entry(*place).or_insert_with(all);
            // Words such as `rung` may be meant as they are.
            name.contains('.') && (names.contains(name) || name.starts_with("env."))
        };
        if let Some((name, range)) = dollar(text, is_known) {
            let meant = format!("${{{name}}}");
            let at = within(range);
            let message = format!("`$${{{name}}}` is not filled in");
            diagnostics.push(
                Diagnostic::new(&CODE, route.clone(), message)
                    .label(at.clone(), "`$$` is a plain dollar")
                    .help(format!("write `{meant}`"))
                    .fix(at, meant)
                    .sure(false),
            );
        }
    }
}

/// Braces that close nothing, behind a placeholder; its name. Those of a `glob` may close a list.
fn brace(text: &str) -> Option<(&str, Range<usize>)> {
    if !text.contains("}}") {
        return None;
    }
    let mut open = 0_usize;
    let (pieces, _) = parse(text);
    for piece in pieces {
        match piece {
            Piece::Literal(literal) => {
                for byte in literal.bytes() {
                    match byte {
                        b'{' => open += 1,
                        b'}' => open = open.saturating_sub(1),
                        _ => {}
                    }
                }
            }
            Piece::Placeholder { name, range } => {
                let rest = text.get(range.end..)?;
                let closing = rest.len() - rest.trim_start_matches('}').len();
                if closing > open {
                    return Some((name, range.end + open..range.end + closing));
                }
            }
        }
    }
    None
}

/// A `$$` before the braces of a name that has a value.
fn dollar(text: &str, mut is_known: impl FnMut(&str) -> bool) -> Option<(&str, Range<usize>)> {
    let mut from = 0;
    while let Some(at) = text.get(from..)?.find("$$").map(|at| at + from) {
        from = at + 2;
        let Some(inside) = text.get(from..)?.strip_prefix('{') else {
            continue;
        };
        let (name, _) = inside.split_once('}')?;
        if is_known(name) {
            return Some((name, at..from + name.len() + 2));
        }
    }
    None
}
