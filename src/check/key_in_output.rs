//! A key is never published.
//!
//! Unaware of whether the key exists.

use std::collections::HashMap;

use super::Context;
use super::paths::resolve;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};

/// `key-in-output`
pub static CODE: Code = Code {
    name: "key-in-output",
    severity: Severity::Error,
    summary: "a key file inside the folder of an output",
    explanation: r#"
The folder of an output is replaced as a whole and put on a server as a whole. A key in it would be
deleted by the first run, or be published beside what it protects.

Wrong:

```toml
[outputs.web]
type = "hls"
dir = "out/film"
ladders = ["hd"]
encryption = "aes"

[encryption.aes]
type = "aes-128"
key_file = "out/film/secret.key"
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

Source: RFC 8216 §10 (keys need access control of their own).
"#,
};

/// Compares every key file with every output of every job.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let targets = context.targets.iter();
    let targets: HashMap<_, _> = targets.map(|one| (one.path.as_path(), one)).collect();
    for job in context.jobs {
        let root = resolve(&job.root, "");
        for (encryption, aes) in Context::encryptions(&job.manifest) {
            let files = [
                ("key_file", &aes.key_file),
                ("key_info_file", &aes.key_info_file),
            ];
            for (key, file) in files {
                let Some(file) = file else { continue };
                let file = resolve(&job.root, file.as_str());
                // An output over the whole folder is `output-over-input`.
                let mut folders = file.ancestors().filter(|folder| !root.starts_with(folder));
                let holder = folders.find_map(|folder| targets.get(folder));
                let Some(output) = holder else { continue };
                diagnostics.push(
                    Diagnostic::new(
                        &CODE,
                        encryption.key(key),
                        format!("the key lies in what `{}` publishes", output.name),
                    )
                    .here("a secret")
                    .label(
                        At::Value(output.route.clone()),
                        "published and replaced as a whole",
                    )
                    .help(format!(
                        "keep keys elsewhere, such as `{key} = \"keys/{}\"`",
                        file.file_name().unwrap_or("film.key")
                    )),
                );
            }
        }
    }
}
