//! An input's `path` is one file of this machine, or an address that can be read.
//!
//! Unaware of whether it is there.

use super::paths::is_url;
use super::{Context, address};
use crate::diag::{Code, Cure, Diagnostic, Diagnostics, Severity};
use crate::source::Route;

/// `input-address`
pub static CODE: Code = Code {
    name: "input-address",
    severity: Severity::Error,
    summary: "an input at an address that cannot be read",
    explanation: r#"
An input is a file of this machine, or an `http` or `https` address. Other schemes, such as `s3` and
`file`, are not read.

Wrong:

```toml
[inputs.film]
path = "s3://bucket/film.mp4"
```

Right:

```toml
[inputs.film]
path = "https://bucket.s3.amazonaws.com/film.mp4"
```

Source: the manifest's own reference (`inputs.*.path`).
"#,
};

/// Looks at the path of every input, filled in.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let route = crate::source::Route::root().key("inputs");
    for (name, input) in &context.filled().inputs {
        let Some(path) = &input.path else { continue };
        let path = path.as_str();
        if let Some(meant) = address::meant(path) {
            let at = route.key(name).key("path");
            let message = format!("no address begins as `{path}` does");
            let is_sure = is_written(context, name, path) && address::is_sure(path, &meant);
            diagnostics.push(
                Diagnostic::new(&CODE, at.clone(), message)
                    .here("a slip in the beginning")
                    .help(format!("write `{meant}`"))
                    .cure(Cure::Write(at, meant.into()))
                    .sure(is_sure),
            );
            continue;
        }
        let Some((scheme, rest)) = path.split_once("://").filter(|_| is_url(path)) else {
            continue;
        };
        let scheme = scheme.to_ascii_lowercase();
        let at = route.key(name).key("path");
        if matches!(scheme.as_str(), "http" | "https") {
            if rest.trim_start_matches('/').is_empty() || rest.starts_with(['/', ':', '?']) {
                let message = format!("`{path}` names no host");
                diagnostics.push(
                    Diagnostic::new(&CODE, at, message)
                        .here("nothing between `//` and the path")
                        .help(format!(
                            "write `{scheme}://HOST/PATH`, with the name of the host"
                        )),
                );
            }
            continue;
        }
        let message = format!("`{scheme}://` cannot be read");
        let finding = Diagnostic::new(&CODE, at.clone(), message);
        diagnostics.push(match scheme.as_str() {
            "file" => {
                let local = rest.find('/').and_then(|start| rest.get(start..));
                let local = local.unwrap_or(rest);
                finding
                    .here("a path is enough")
                    .help(format!("write `{local}`"))
                    .cure(Cure::Write(at, local.into()))
                    .sure(is_written(context, name, path))
            }
            _ => finding
                .here("neither a file nor `http` or `https`")
                .help("copy the file here first, or name an `https://` address"),
        });
    }
}

/// Whether the text is the manifest's own, and not what a template made of it.
fn is_written(context: &Context<'_>, input: &str, path: &str) -> bool {
    let at = Route::root().key("inputs").key(input).key("path");
    context.typed(&at) == Some(path)
}
