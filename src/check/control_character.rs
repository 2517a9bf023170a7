//! Paths hold no control characters: a backslash in double quotes makes them unseen.
//!
//! Unaware of files: a source may have any name, and a line break within it is let through.

use super::Context;
use super::texts::{Place, Written, is_path};
use crate::diag::{Code, Cure, Diagnostic, Diagnostics, Severity};

/// `control-character`
pub static CODE: Code = Code {
    name: "control-character",
    severity: Severity::Error,
    summary: "a path with a control character",
    explanation: r#"
In double quotes a backslash begins an escape: `"out\film"` has a form feed where the folder's
separator was meant, and `"out\new"` a line break. No player fetches such a name. In YAML, `|` and `>`
end a text with a line break.

Wrong:

```toml
[outputs.web]
type = "cmaf"
dir = "out\film"
ladders = ["hd"]
```

Right:

```toml
[outputs.web]
type = "cmaf"
dir = "out/film"
ladders = ["hd"]
```

Source: TOML 1.0, "String"; YAML 1.2.2 §5.7; RFC 8259 §7.
"#,
};

/// Looks at every path.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for Written { route, place, text } in context.texts {
        if !is_path(route, *place) {
            continue;
        }
        let Some(found) = text.chars().find(|c| c.is_control()) else {
            continue;
        };
        let escape = match found {
            '\u{8}' => "b",
            '\t' => "t",
            '\n' => "n",
            '\u{c}' => "f",
            '\r' => "r",
            _ => "",
        };
        let name = match found {
            '\u{8}' => "a backspace",
            '\t' => "a tab",
            '\n' => "a line break",
            '\u{c}' => "a form feed",
            '\r' => "a carriage return",
            _ => "a control character",
        };
        let finding = Diagnostic::new(&CODE, route.clone(), format!("{name} in a path"));
        // A file may have any name; these are no part of one.
        let is_slip = matches!(found, '\u{8}' | '\u{c}') || text.ends_with('\n');
        if *place == Place::Source && !is_slip {
            continue;
        }
        let bare = text.trim_end_matches(['\n', '\r']);
        if !bare.contains(char::is_control) {
            diagnostics.push(
                finding
                    .here(format!("ends with {name}"))
                    .help(format!("write it on one line: `{bare}`"))
                    .cure(Cure::Write(route.clone(), bare.into())),
            );
            continue;
        }
        if escape.is_empty() {
            diagnostics.push(finding.here("holds it").help("remove the character"));
            continue;
        }
        let meant = text.replacen(found, &format!("/{escape}"), 1);
        diagnostics.push(
            finding
                .here(format!("`\\{escape}` is {name}"))
                .help(format!(
                    "write `/` between folders: `{}`",
                    meant.escape_default()
                ))
                .cure(Cure::Write(route.clone(), meant.into()))
                .sure(false),
        );
    }
}
