//! An encryption says where its key is, once, and where players fetch it.
//!
//! Unaware of the key.

use super::Context;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::manifest::Text;
use crate::manifest::encryption::{Aes128, hex};
use crate::source::Route;

/// `key-source`
pub static CODE: Code = Code {
    name: "key-source",
    severity: Severity::Error,
    summary: "an encryption whose key is missing or given twice",
    explanation: r#"
AES-128 needs the key itself (`key_file` or `key_env`) and the URI that players fetch it from
(`key_uri`). A key-info file as ffmpeg takes it holds both, and the IV, so it stands alone.

Wrong:

```toml
[encryption.aes]
type = "aes-128"
key_file = "keys/film.key"
```

Right:

```toml
[encryption.aes]
type = "aes-128"
key_file = "keys/film.key"
key_uri = "https://example.com/film.key"
```

Source: RFC 8216 §4.3.2.4 (`URI` is required); ffmpeg's `doc/muxers.texi` (`hls_key_info_file`).
"#,
};

/// Looks at every AES-128 encryption.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, aes) in Context::encryptions(context.manifest) {
        let Some(finding) = look(&route, aes) else {
            continue;
        };
        let keys = ["key_file", "key_env", "key_uri", "iv", "key_info_file"];
        let looked_at = keys.iter().map(|key| route.key(*key));
        diagnostics.push(looked_at.fold(finding, Diagnostic::also));
    }
}

fn look(route: &Route, aes: &Aes128) -> Option<Diagnostic> {
    let is_key = |file: &Text| hex(file.as_str()).is_some();
    if aes.key_file.as_ref().is_some_and(is_key) {
        let finding = Diagnostic::new(&CODE, route.key("key_file"), "a key instead of its file");
        return Some(finding.here("a secret").help(
            "put its 16 bytes into a file, and write the path of that, such as \
             `key_file = \"keys/film.key\"`: a key never stands in a manifest",
        ));
    }
    let given = [
        ("key_file", aes.key_file.is_some()),
        ("key_env", aes.key_env.is_some()),
        ("key_uri", aes.key_uri.is_some()),
        ("iv", aes.iv.is_some()),
    ];
    let name = route.last();
    if aes.key_info_file.is_some() {
        let (other, _) = given.iter().find(|(_, is_given)| *is_given)?;
        let message = format!("`{name}` gives its key twice");
        return Some(
            Diagnostic::new(&CODE, route.key(*other), message)
                .label(At::Key(route.key(*other)), "a key-info file says this, too")
                .label(
                    At::Key(route.key("key_info_file")),
                    "key, URI and IV are here",
                )
                .help(format!(
                    "keep `key_info_file` alone, or remove it and keep `{other}`"
                )),
        );
    }
    let (message, help) = match (&aes.key_file, &aes.key_env, &aes.key_uri) {
        (Some(_), Some(_), _) => {
            return Some(
                Diagnostic::new(
                    &CODE,
                    route.key("key_env"),
                    format!("`{name}` gives its key twice"),
                )
                .label(At::Key(route.key("key_env")), "a key again")
                .label(At::Key(route.key("key_file")), "a key already")
                .help("keep one of `key_file` and `key_env`"),
            );
        }
        (None, None, None) => (
            format!("`{name}` has no key"),
            "add `key_file = \"keys/film.key\"` and `key_uri = \"https://…\"`, or `key_info_file`",
        ),
        (None, None, Some(_)) => (
            format!("`{name}` has no key"),
            "add `key_file = \"keys/film.key\"`, or `key_env` with the name of a variable",
        ),
        (_, _, None) => (
            format!("`{name}` does not say where players fetch the key"),
            "add `key_uri = \"https://…\"`",
        ),
        (_, _, Some(_)) => return None,
    };
    Some(
        Diagnostic::new(&CODE, route.clone(), message)
            .here("incomplete")
            .help(help),
    )
}
