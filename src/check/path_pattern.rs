//! A pattern is a `glob`, and no `path`.
//!
//! Unaware of files: one may really have such a name.

use super::Context;
use super::paths::is_url;
use super::regular::{self, Foreign};
use crate::diag::{At, Code, Cure, Diagnostic, Diagnostics, Severity};
use crate::source::Route;

/// `path-pattern`
pub static CODE: Code = Code {
    name: "path-pattern",
    severity: Severity::Warning,
    summary: "a `path` that looks like a pattern of many files, or a `glob` that is none",
    explanation: r#"
`path` is one file, and is taken as it is written: `*` and `?` are letters of its name. Many files are
a `glob`; the manifest is done once for each of them. A `glob` of a folder's name alone matches no file in
it, and `(mp4|mov)` are letters there: one of several words is `{mp4,mov}`, and `.*` of a regular
expression is `*`.

Wrong:

```toml
[inputs.film]
path = "media/*.mp4"
```

Right:

```toml
[inputs.film]
glob = "media/*.mp4"

[outputs.web]
type = "cmaf"
dir = "out/${film.stem}"
ladders = ["hd"]
```

Source: the manifest's own reference (`inputs.*.glob`).
"#,
};

/// Looks at the path of every input, and at the batch's glob, filled in.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    diagnostics.extend(no_pattern(context));
    let route = Route::root().key("inputs");
    for (name, input) in &context.filled().inputs {
        let written = context.manifest.inputs.get(name);
        let is_path = written.is_some_and(|written| written.path.is_some());
        let Some(path) = input.path.as_ref().filter(|_| is_path) else {
            continue;
        };
        let path = path.as_str();
        let at = route.key(name);
        if is_url(path) {
            continue;
        }
        if path.ends_with('/') {
            let typed = context.typed(&at.key("path")).unwrap_or(path);
            diagnostics.push(
                Diagnostic::new(&CODE, at.key("path"), "a folder, and `path` is one file")
                    .here("a `/` at the end")
                    .help(format!(
                        "write `glob = \"{typed}*\"` for all files in it, or add the name of one file"
                    )),
            );
            continue;
        }
        if !path.contains(['*', '?']) {
            continue;
        }
        if let Some((_, Some(glob))) = regular::foreign(path) {
            diagnostics.push(
                Diagnostic::new(&CODE, at.key("path"), "a pattern, and `path` is one file")
                    .here("matches no file")
                    .help(format!("write `glob = \"{glob}\"`")),
            );
            continue;
        }
        diagnostics.push(
            Diagnostic::new(&CODE, at.key("path"), "a pattern, and `path` is one file")
                .here("`*` and `?` are letters here")
                .label(At::Key(at.key("path")), "one file")
                .help(format!(
                    "write `glob = \"{path}\"` for many files: `path` is the name of one"
                )),
        );
    }
}

/// A glob without a wildcard that names a folder, or with one word of several as other tools write it.
fn no_pattern(context: &Context<'_>) -> Option<Diagnostic> {
    let (input, pattern) = context.glob?;
    let route = Route::root().key("inputs").key(input).key("glob");
    let typed = context.typed(&route).unwrap_or(pattern);
    if is_url(pattern) {
        return None;
    }
    if let Some((kind, meant)) = regular::foreign(typed) {
        let message = match kind {
            Foreign::Expression => "a regular expression, where a `glob` is",
            Foreign::Several => "several patterns in one `glob`",
            Foreign::Blanks => "blanks between the words in braces",
        };
        let finding = Diagnostic::new(&CODE, route.clone(), message).here("matches no such files");
        return Some(match meant {
            Some(meant) => finding
                .help(format!("write \"{meant}\""))
                .cure(Cure::Write(route, meant.into()))
                .sure(false),
            None => {
                finding.help("write a `glob`: `*` is any name, `?` any letter, `{a,b}` either word")
            }
        });
    }
    if let Some((meant, is_sure)) = alternatives(typed) {
        return Some(
            Diagnostic::new(
                &CODE,
                route.clone(),
                "`(`, `|` and `)` are letters in a `glob`",
            )
            .here("matches no such files")
            .help(format!("write \"{meant}\""))
            .cure(Cure::Write(route, meant.into()))
            .sure(is_sure),
        );
    }
    let last = pattern.trim_end_matches('/').rsplit('/').next()?;
    let is_folder = !last.contains('.') || matches!(last, "." | "..");
    if !is_folder || pattern.contains(['*', '?', '[', '{', '\\']) || last.is_empty() {
        return None;
    }
    let meant = format!("{}/*", typed.trim_end_matches('/'));
    Some(
        Diagnostic::new(
            &CODE,
            route.clone(),
            "a `glob` without `*` matches one name",
        )
        .here("a folder, it seems")
        .help(format!("for the files in it, write \"{meant}\""))
        .cure(Cure::Write(route, meant.into()))
        .sure(false),
    )
}

/// `*.(mp4|mov)` and `*.@(mp4|mov)` with braces; whether nothing else can be meant.
fn alternatives(pattern: &str) -> Option<(String, bool)> {
    let (before, rest) = pattern.split_once('(')?;
    let (words, after) = rest.split_once(')')?;
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_list = words.contains('|') && words.split('|').all(is_word);
    if !is_list || after.contains(['(', ')', '|']) || before.ends_with('\\') {
        return None;
    }
    let before = before.strip_suffix(['@', '+']).unwrap_or(before);
    let is_ending = before.ends_with("*.") && after.is_empty();
    Some((
        format!("{before}{{{}}}{after}", words.replace('|', ",")),
        is_ending,
    ))
}
