//! Paths have `/` between folders: a backslash is a letter like any other, or makes an escape.
//!
//! Unaware of files.

use super::Context;
use super::paths::is_url;
use super::regular;
use super::texts::{Place, Written, is_path};
use crate::diag::{Code, Cure, Diagnostic, Diagnostics, Severity};

/// `backslash-path`
pub static CODE: Code = Code {
    name: "backslash-path",
    severity: Severity::Warning,
    summary: "a path with a backslash, or with what an escape made of one",
    explanation: r#"
A manifest has `/` between folders on every system. A backslash is a letter of the name, so that
`media\film.mov` is one file in no folder; and in double quotes it begins an escape, so that
`"media\trailer.mov"` has a tab in its name. A file may really be called so: accept the warning then.

Wrong:

```toml
[inputs.film]
path = 'media\film.mov'
```

Right:

```toml
[inputs.film]
path = "media/film.mov"
```

Source: IEEE 1003.1 §3.170, "Filename"; TOML 1.0, "String"; YAML 1.2.2 §5.7.
"#,
};

/// What an escape may have made of a backslash and a letter.
const ESCAPES: [(char, char); 6] = [
    ('\t', 't'),
    ('\n', 'n'),
    ('\r', 'r'),
    ('\u{1b}', 'e'),
    ('\u{7}', 'a'),
    ('\u{b}', 'v'),
];

/// Looks at every path.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for Written { route, place, text } in context.texts {
        // A backspace or a form feed is an error of its own.
        let is_told = text.contains(['\u{8}', '\u{c}']);
        if !is_path(route, *place) || is_url(text) || is_told {
            continue;
        }
        // In a pattern it takes the meaning from what follows; a line break at the end is an error.
        let is_glob = route.last() == "glob";
        // A regular expression is told as such.
        let is_pattern = *place == Place::Source && regular::foreign(text).is_some();
        let is_slash = text.contains('\\') && !is_glob && !is_pattern;
        let escape = ESCAPES.iter().find(|(made, _)| {
            *place == Place::Source && text.trim_end_matches(['\n', '\r']).contains(*made)
        });
        let (message, label) = match escape {
            Some((_, letter)) => (
                "a path with a control character".to_owned(),
                format!("`\\{letter}` is read as an escape"),
            ),
            None if is_slash => (
                "a path with a backslash".to_owned(),
                "a letter of the name, and no folder".to_owned(),
            ),
            None => continue,
        };
        let mut meant = text.clone();
        if !is_glob {
            meant = meant.replace('\\', "/");
        }
        for (made, letter) in ESCAPES {
            meant = meant.replace(made, &format!("/{letter}"));
        }
        let finding = Diagnostic::new(&CODE, route.clone(), message).here(label);
        // `C:/media` and `/media` are no paths below the manifest.
        let is_outside = text.starts_with('\\')
            || meant
                .strip_prefix(|c: char| c.is_ascii_alphabetic())
                .is_some_and(|rest| rest.starts_with(":/"));
        // A shell has `my\ film.mov`, and with `/` in it a backslash may be a letter.
        let is_folder = |part: &str| {
            part.starts_with(char::is_alphanumeric) && part.ends_with(char::is_alphanumeric)
        };
        let is_sure = escape.is_none() && !text.contains('/') && text.split('\\').all(is_folder);
        diagnostics.push(match is_outside {
            true => finding
                .help("write a path from the manifest's folder, with `/` between the folders"),
            false => finding
                .help(format!("write `{meant}`"))
                .cure(Cure::Write(route.clone(), meant.into()))
                .sure(is_sure),
        });
    }
}
