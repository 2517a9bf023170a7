//! Placeholders are closed and name something.
//!
//! Unaware of which names there are.

use super::Context;
use super::fill::Kind;
use super::template::Flaw;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};

/// `template-syntax`
pub static CODE: Code = Code {
    name: "template-syntax",
    severity: Severity::Error,
    summary: "a placeholder without `}`, without a name, or with two braces",
    explanation: r#"
`${` begins a placeholder, `}` ends it, and a name stands between. `${{ name }}` is how GitHub Actions
writes it. For a literal `$` before a brace, write `$$`.

Wrong:

```toml
[outputs.web]
type = "cmaf"
dir = "out/${film.stem"
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

/// Tells of malformed placeholders.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for mistake in context.mistakes {
        let Kind::Form(flaw) = &mistake.kind else {
            continue;
        };
        let at = At::Within(mistake.route.clone(), mistake.range.clone());
        let (message, label, help): (_, _, String) = match flaw {
            Flaw::Unclosed(_) => (
                "a placeholder is not closed",
                "no `}` follows",
                "close it with `}`; for a literal `$`, write `$$`".into(),
            ),
            Flaw::Empty => (
                "a placeholder names nothing",
                "no name",
                "write a name between the braces, such as `${job}`; for a literal `$`, write `$$`"
                    .into(),
            ),
            Flaw::Doubled(name) => (
                "a placeholder in two braces, as GitHub Actions has it",
                "one brace on each side is enough",
                format!("write `${{{name}}}`"),
            ),
        };
        let finding = Diagnostic::new(&CODE, mistake.route.clone(), message)
            .label(at.clone(), label)
            .help(help);
        diagnostics.push(match flaw {
            Flaw::Unclosed(name) if *name > 0 => {
                let end = mistake.range.start + "${".len() + name;
                finding.fix(At::Within(mistake.route.clone(), end..end), "}")
            }
            Flaw::Doubled(name) => finding.fix(at, format!("${{{name}}}")),
            Flaw::Unclosed(_) | Flaw::Empty => finding,
        });
    }
}
