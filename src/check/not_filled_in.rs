//! Paths do not hold what shells and other tools would fill in, and rendit does not.
//!
//! Unaware of files: a name such as `$x` may exist, and is written with `$$` then.

use std::collections::HashSet;

use super::Context;
use super::template::{self, Piece};
use super::texts::{Place, Written, is_path};
use super::unfilled::{Known, slip};
use crate::diag::{At, Code, Cure, Diagnostic, Diagnostics, Severity};
use crate::source::Route;

/// `not-filled-in`
pub static CODE: Code = Code {
    name: "not-filled-in",
    severity: Severity::Error,
    summary: "a path with a placeholder of a shell or another tool",
    explanation: r#"
A path is taken as it is written: only `${…}` is filled in. `$HOME`, `~/`, `{film.stem}`,
`{{ film.stem }}`, `%(film.stem)s`, `$(date)` and `%Y-%m-%d`, `vars.site + "/web"` and `vars.site/web`,
and `%05d` or `$Number$` in a segment's path would become files and folders of just these names.

A file that really has such a name is written `$$HOME` or `./~/film.mov`.

Wrong:

```toml
[outputs.web]
type = "cmaf"
dir = "out/{film.stem}"
ladders = ["hd"]
```

Right:

```toml
[outputs.web]
type = "cmaf"
dir = "out/${film.stem}"
ladders = ["hd"]
```

Source: the manifest's own reference (templates).
"#,
};

/// Looks at every path.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let inputs: Vec<String> = context.manifest.inputs.keys().cloned().collect();
    let vars: Vec<String> = context.manifest.vars.keys().cloned().collect();
    let known = Known {
        inputs: &inputs,
        vars: &vars,
    };
    let leading: HashSet<&str> = context.texts.iter().filter_map(first_variable).collect();
    let in_paths: HashSet<String> = context.texts.iter().flat_map(variables).collect();
    for Written { route, place, text } in context.texts {
        if *place == Place::Variable && leading.contains(&*route.last()) {
            diagnostics.extend(home(route, text));
        }
        let is_variable = *place == Place::Variable && in_paths.contains(&*route.last());
        if !is_path(route, *place) && !is_variable {
            continue;
        }
        let known = match is_variable {
            true => Known {
                inputs: &[],
                ..known
            },
            false => known,
        };
        if let Some(finding) = home(route, text) {
            diagnostics.push(finding);
            continue;
        }
        let Some((start, end, meant)) = slip(text, known, *place) else {
            continue;
        };
        let Some(written) = text.get(start..end) else {
            continue;
        };
        let at = At::Within(route.clone(), start..end);
        diagnostics.push(
            Diagnostic::new(
                &CODE,
                route.clone(),
                format!("`{written}` is not filled in"),
            )
            .label(at.clone(), "would be part of the name")
            .help(match undefined(&meant, &vars) {
                Some(name) => format!("write `{meant}`, and define `{name}` below `vars`"),
                None => format!("write `{meant}`"),
            })
            .fix(at, meant)
            .sure(false),
        );
    }
}

/// The variables that a path names.
fn variables(written: &Written) -> Vec<String> {
    if !is_path(&written.route, written.place) {
        return Vec::new();
    }
    let (pieces, _) = template::parse(&written.text);
    let names = pieces.iter().filter_map(|piece| match piece {
        Piece::Placeholder { name, .. } => Some(name.strip_prefix("vars.")?.to_owned()),
        Piece::Literal(_) => None,
    });
    names.collect()
}

/// The variable that a placeholder names, if there is none of that name.
fn undefined<'a>(placeholder: &'a str, vars: &[String]) -> Option<&'a str> {
    let name = placeholder.strip_prefix("${vars.")?.strip_suffix('}')?;
    let is_one = !name.contains('}');
    (is_one && vars.iter().all(|one| one != name)).then_some(name)
}

/// The variable that a path begins with.
fn first_variable(written: &Written) -> Option<&str> {
    let inner = written.text.strip_prefix("${vars.")?;
    let (name, _) = inner.split_once('}')?;
    is_path(&written.route, written.place).then_some(name)
}

fn home(route: &Route, text: &str) -> Option<Diagnostic> {
    let rest = text.strip_prefix("~/")?;
    let meant = format!("${{env.HOME}}/{rest}");
    Some(
        Diagnostic::new(&CODE, route.clone(), "`~` is not filled in")
            .label(
                At::Within(route.clone(), 0..1),
                "would be a folder of this name",
            )
            .help(format!("write `{meant}`"))
            .cure(Cure::Write(route.clone(), meant.into()))
            .sure(false),
    )
}
