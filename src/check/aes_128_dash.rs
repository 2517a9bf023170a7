//! AES-128 is for HLS alone.
//!
//! Unaware of keys.

use super::Context;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::manifest::{Encryption, Output};

/// `aes-128-dash`
pub static CODE: Code = Code {
    name: "aes-128-dash",
    severity: Severity::Error,
    summary: "a `cmaf` output is encrypted with AES-128, which DASH players cannot read",
    explanation: r#"
`aes-128` encrypts every segment as a whole. HLS players decrypt a segment before they parse it; DASH
players parse first and know only Common Encryption, so none of them plays such segments. A `cmaf`
output offers the same segments to both.

Wrong:

```toml
[outputs.web]
type = "cmaf"
dir = "out/film"
ladders = ["hd"]
encryption = "aes"

[encryption.aes]
type = "aes-128"
key_file = "keys/film.key"
key_uri = "https://example.com/film.key"
```

Right:

```toml
[outputs.web]
type = "hls"
dir = "out/film"
ladders = ["hd"]
encryption = "aes"

[encryption.aes]
type = "aes-128"
key_file = "keys/film.key"
key_uri = "https://example.com/film.key"
```

Source: RFC 8216 §4.3.2.4 (`METHOD=AES-128`); ISO/IEC 23009-1 §5.8.4.1 and ISO/IEC 23001-7 (Common
Encryption) for DASH.
"#,
};

/// Looks at the encryption of every `cmaf` output.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for output in context.outputs {
        let (Output::Cmaf(_), Some(name)) = (output.output, output.encryption()) else {
            continue;
        };
        let Some(Encryption::Aes128(_)) = context.manifest.encryption.get(name) else {
            continue;
        };
        diagnostics.push(
            Diagnostic::new(
                &CODE,
                output.route.key("encryption"),
                "no DASH player decrypts whole segments",
            )
            .here(format!("`{name}` is `aes-128`"))
            .label(
                At::Value(output.route.key("type")),
                "these segments are for DASH players, too",
            )
            .help("write `type = \"hls\"` for an encrypted package; a `dash` output beside it stays clear"),
        );
    }
}
