//! Keys travel encrypted.
//!
//! Unaware of who may fetch a key.

use super::Context;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};

/// `key-uri-http`
pub static CODE: Code = Code {
    name: "key-uri-http",
    severity: Severity::Warning,
    summary: "players fetch a key over plain `http`",
    explanation: r#"
Whoever listens on the way reads a key that is fetched over `http`, and pages that were loaded over
`https` refuse to fetch it at all.

Wrong:

```toml
[encryption.aes]
type = "aes-128"
key_file = "keys/film.key"
key_uri = "http://example.com/film.key"
```

Right:

```toml
[encryption.aes]
type = "aes-128"
key_file = "keys/film.key"
key_uri = "https://example.com/film.key"
```

Source: RFC 8216 §10; W3C Mixed Content.
"#,
};

/// Looks at every key's URI, filled in.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, aes) in Context::encryptions(context.filled()) {
        let Some(uri) = &aes.key_uri else { continue };
        let uri = uri.as_str();
        let is_plain = uri
            .get(..7)
            .is_some_and(|start| start.eq_ignore_ascii_case("http://"));
        if !is_plain {
            continue;
        }
        let host = uri.get(7..).unwrap_or_default();
        let host = host.split(['/', ':']).next().unwrap_or_default();
        if ["localhost", "127.0.0.1"].contains(&host) {
            continue;
        }
        diagnostics.push(
            Diagnostic::new(&CODE, route.key("key_uri"), "the key travels in the clear")
                .here("`http`, not `https`")
                .help("serve the key over `https://`"),
        );
    }
}
