//! A glob can be read.
//!
//! Unaware of what it matches.

use globset::ErrorKind;

use super::Context;
use super::paths::{glob, is_url};
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::source::Route;

/// `glob-syntax`
pub static CODE: Code = Code {
    name: "glob-syntax",
    severity: Severity::Error,
    summary: "a `glob` that cannot be read",
    explanation: r#"
`*` and `?` stand for any name or character within a folder, `**` for any folders, `[ab]` for one of
the characters, `{mov,mp4}` for either word; a `\` takes the meaning from what follows. Brackets and
braces come in pairs. A glob matches files; a URL has no list of files to match.

Wrong:

```toml
[inputs.film]
glob = "media/*.{mov,mp4"

[outputs.web]
type = "cmaf"
dir = "out/${film.stem}"
ladders = ["hd"]
```

Right:

```toml
[inputs.film]
glob = "media/*.{mov,mp4}"

[outputs.web]
type = "cmaf"
dir = "out/${film.stem}"
ladders = ["hd"]
```

Source: the manifest's own reference (`inputs.*.glob`).
"#,
};

/// Reads the batch's glob, filled in.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let Some((input, pattern)) = context.glob else {
        return;
    };
    let route = Route::root().key("inputs").key(input).key("glob");
    let finding = if is_url(pattern) {
        Diagnostic::new(&CODE, route, "a URL cannot be a `glob`")
            .here("files only")
            .help("write one `path` for each URL")
    } else if let Err(error) = glob(pattern) {
        Diagnostic::new(&CODE, route, "the `glob` cannot be read")
            .here(words(error.kind()).0)
            .help(words(error.kind()).1)
    } else {
        return;
    };
    diagnostics.push(finding);
}

/// What is wrong with a pattern, and what to write.
fn words(kind: &ErrorKind) -> (String, String) {
    let (label, help) = match kind {
        ErrorKind::UnclosedClass => (
            "a `[` is not closed",
            "write `]` behind the characters; or `[[]` for a `[` in a name",
        ),
        ErrorKind::InvalidRange(from, to) => {
            let label = format!("`{from}-{to}` runs backwards");
            return (label, format!("write `{to}-{from}`"));
        }
        ErrorKind::UnopenedAlternates => (
            "a `}` closes nothing",
            "write `{` before the words; or `[}]` for a `}` in a name",
        ),
        ErrorKind::UnclosedAlternates => (
            "a `{` is not closed",
            "write `}` behind the words; or `[{]` for a `{` in a name",
        ),
        ErrorKind::NestedAlternates => (
            "braces inside of braces",
            "write all words into one pair of braces",
        ),
        ErrorKind::DanglingEscape => (
            "a `\\` at the end",
            "remove it; folders have `/` between them",
        ),
        _ => (
            "no pattern",
            "close every `[` and `{`; a `\\` before one takes its meaning",
        ),
    };
    (label.to_owned(), help.to_owned())
}
