//! What is published stays below the manifest's folder, unless an absolute path was written.
//!
//! Unaware of links on the disk.

use std::collections::HashSet;

use camino::Utf8Path;

use super::Context;
use super::fill::{DEEPEST, Kind};
use super::paths::{climbs, normal};
use super::template::{Piece, parse};
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::source::Route;

/// `outside-root`
pub static CODE: Code = Code {
    name: "outside-root",
    severity: Severity::Error,
    summary: "an output whose path leads out of the manifest's folder, or is an address",
    explanation: r#"
An output's path is often put together from file names, variables and the environment, and its folder
is replaced as a whole. So that no value can aim it at somebody else's files, a relative path must
stay below the manifest's folder, and a path is absolute only if it was written so: an empty value
before a `/` does not count. An address such as `s3://bucket/film` would be a folder of that name.

Wrong:

```toml
[outputs.web]
type = "cmaf"
dir = "../film"
ladders = ["hd"]
```

Right:

```toml
[outputs.web]
type = "cmaf"
dir = "/srv/www/film"
ladders = ["hd"]
```

Source: CWE-22 (path traversal); the manifest's own reference.
"#,
};

/// Tells of targets that lead out.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let vars = Route::root().key("vars");
    let is_known = !context.tainted.iter().any(|one| vars.holds(one));
    // A stand-in for a variable says nothing.
    let outputs = match is_known {
        true => context.filled_outputs,
        false => context.outputs,
    };
    let mut told = HashSet::new();
    for output in outputs {
        let address = output.target().1.as_str();
        if !is_address(address) {
            continue;
        }
        let target = output.target_route();
        let source = source(context, &target, &|text| is_address(text));
        if !told.insert(source.clone()) {
            continue;
        }
        let finding = Diagnostic::new(&CODE, source, "outputs are files of this machine")
            .here("an address")
            .help("write a path, and copy what is published there afterwards");
        diagnostics.push(used_by(finding, &target, address));
    }
    for mistake in context.mistakes {
        let Kind::Outside(result) = &mistake.kind else {
            continue;
        };
        let target = &mistake.route;
        if result.starts_with('/') {
            // Of a batch, one item is enough.
            if told.insert(target.clone()) {
                let message = "the path is absolute only because a value is empty";
                let finding = Diagnostic::new(&CODE, target.clone(), message)
                    .here(format!("this is `{result}`"))
                    .help("give the value, or write the absolute path out");
                diagnostics.push(finding);
            }
            continue;
        }
        let source = source(context, target, &|text| climbs(Utf8Path::new(text)));
        if !told.insert(source.clone()) {
            continue;
        }
        let inside = context.typed(&source).and_then(below);
        let help = match inside {
            Some(inside) => format!(
                "write a path below the manifest's folder, such as `{} = \"{inside}\"`, or an \
                 absolute one",
                source.last()
            ),
            None => "write a path below the manifest's folder, or an absolute one".to_owned(),
        };
        let label = match source == *target {
            true => format!("this is `{result}`"),
            false => "leads out of it".to_owned(),
        };
        let message = "the output leads out of the manifest's folder";
        let finding = Diagnostic::new(&CODE, source, message)
            .here(label)
            .help(help);
        diagnostics.push(used_by(finding, target, result));
    }
}

fn is_address(text: &str) -> bool {
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    let is_scheme = |scheme: &str| scheme.chars().all(|c| c.is_ascii_alphanumeric());
    scheme.is_some_and(|scheme| !scheme.is_empty() && is_scheme(scheme))
}

/// Shows the output, where what is wrong stands in a variable.
fn used_by(finding: Diagnostic, target: &Route, result: &str) -> Diagnostic {
    match finding.route == *target {
        true => finding,
        false => finding.label(At::Value(target.clone()), format!("this is `{result}`")),
    }
}

/// Where it is written what makes a target wrong: the variable whose value is so by itself, else the
/// target.
fn source(context: &Context<'_>, target: &Route, is_wrong: &dyn Fn(&str) -> bool) -> Route {
    let vars = Route::root().key("vars");
    let mut at = target.clone();
    for _ in 0..DEEPEST {
        let Some(written) = context.typed(&at) else {
            break;
        };
        let (pieces, _) = parse(written);
        let mut plain = String::new();
        for piece in &pieces {
            plain += match piece {
                Piece::Literal(text) => text,
                Piece::Placeholder { .. } => "x",
            };
        }
        let mut wrong = pieces.iter().filter_map(|piece| match piece {
            Piece::Placeholder { name, .. } => {
                let key = name.strip_prefix("vars.")?;
                let value = context.filled().vars.get(key)?;
                is_wrong(value.as_str()).then_some(key)
            }
            Piece::Literal(_) => None,
        });
        match wrong.next().filter(|_| !is_wrong(&plain)) {
            Some(key) => at = vars.key(key),
            None => break,
        }
    }
    at
}

/// A path without the steps that lead out; `None` if nothing is left, or if there are none.
fn below(written: &str) -> Option<String> {
    let path = normal(Utf8Path::new(written));
    let mut rest = path.as_path();
    while let Ok(inner) = rest.strip_prefix("..") {
        rest = inner;
    }
    let is_shorter = rest.as_str().len() < path.as_str().len();
    (is_shorter && !rest.as_str().is_empty()).then(|| rest.to_string())
}
