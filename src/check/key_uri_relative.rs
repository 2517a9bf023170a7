//! A key's URI that names a host has a scheme, and is not the file of the key.
//!
//! Unaware of whether anything answers there.

use super::{Context, address};
use crate::diag::{At, Code, Cure, Diagnostic, Diagnostics, Severity};
use crate::manifest::Text;
use crate::source::Route;

/// `key-uri-relative`
pub static CODE: Code = Code {
    name: "key-uri-relative",
    severity: Severity::Warning,
    summary: "a key's URI that lacks `https://`, has it misspelt, or is a file of this machine",
    explanation: r#"
Without a scheme a URI is relative: players look for the key beside the playlist, in a folder that is
called like the host. With `htps://` or `https:/` they find nothing, or look there as well. The same as
`key_file`, it names a file of this machine.

Wrong:

```toml
[encryption.aes]
type = "aes-128"
key_file = "keys/film.key"
key_uri = "keys.example.com/film.key"
```

Right:

```toml
[encryption.aes]
type = "aes-128"
key_file = "keys/film.key"
key_uri = "https://keys.example.com/film.key"
```

Source: RFC 3986 §4.2 and §5.2; RFC 8216 §4.3.2.4.
"#,
};

/// Looks at every key's URI, filled in.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, aes) in Context::encryptions(context.filled()) {
        let Some(uri) = &aes.key_uri else { continue };
        let uri = uri.as_str();
        if let Some(meant) = address::meant(uri) {
            diagnostics.push(misspelt(context, route.key("key_uri"), uri, meant));
            continue;
        }
        let is_file = |file: &Text| !uri.is_empty() && file.as_str() == uri;
        if aes.key_file.as_ref().is_some_and(is_file) {
            let host = "https://HOST/PATH";
            diagnostics.push(
                Diagnostic::new(
                    &CODE,
                    route.key("key_uri"),
                    "players cannot read the key's file",
                )
                .here("a file of this machine")
                .label(At::Value(route.key("key_file")), "the same")
                .help(format!(
                    "write the address at which players get the key, such as `{host}`"
                ))
                .also(route.key("key_file")),
            );
            continue;
        }
        let Some((host, _)) = uri.split_once('/') else {
            continue;
        };
        if !is_host(host) {
            continue;
        }
        let at = route.key("key_uri");
        let meant = format!("https://{uri}");
        diagnostics.push(
            Diagnostic::new(&CODE, at.clone(), "a URI without `https://`")
                .here(format!("a folder `{host}` beside the playlist"))
                .help(format!("write `{meant}`"))
                .cure(Cure::Write(at, meant.into()))
                .sure(false),
        );
    }
}

/// For an address that begins nearly right.
fn misspelt(context: &Context<'_>, at: Route, uri: &str, meant: String) -> Diagnostic {
    let scheme = meant.split("://").next().unwrap_or("https");
    let message = format!("no address begins as `{uri}` does");
    let finding = Diagnostic::new(&CODE, at.clone(), message).here("a slip in the beginning");
    // A template may have made it.
    match context.typed(&at) == Some(uri) {
        true => {
            let is_sure = address::is_sure(uri, &meant);
            finding
                .help(format!("write `{meant}`"))
                .cure(Cure::Write(at, meant.into()))
                .sure(is_sure)
        }
        false => finding.help(format!("begin it with `{scheme}://`")),
    }
}

/// Whether a word looks like `keys.example.com`, perhaps with a port.
fn is_host(word: &str) -> bool {
    let name = word.split(':').next().unwrap_or(word);
    let mut labels = name.rsplit('.');
    let is_domain = labels.next().is_some_and(|last| {
        (2..=24).contains(&last.len()) && last.chars().all(|c| c.is_ascii_alphabetic())
    });
    let is_word = |label: &str| {
        let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '-';
        !label.is_empty() && label.chars().all(is_letter)
    };
    is_domain && name.contains('.') && labels.all(is_word)
}
