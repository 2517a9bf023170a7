//! The encryption of an output, with what the facts say of its key.
//!
//! Never sees a key: only where it is, and how long.

use crate::diag::{Code, Cure, Diagnostic, Diagnostics, Severity};
use crate::manifest::encryption::hex;
use crate::manifest::{Encryption, Text};
use crate::plan;
use crate::source::Route;

use super::Draft;

/// The key cannot be read, or is no key.
pub static KEY_UNUSABLE: Code = Code {
    name: "key-unusable",
    severity: Severity::Error,
    summary: "the encryption key is missing or is not 16 bytes",
    explanation: "AES-128 takes a key of exactly 16 bytes. A key file holds them as they are, not \
as text; an environment variable holds them as 32 hex digits; a key-info file names the key's URI, \
its file, and optionally the IV, a line each.\n\n\
Wrong: a key file of 32 hex digits and a line feed.\n\n\
Right: `openssl rand 16 > keys/film.key`.\n\nSource: RFC 8216 §5.2; ffmpeg's `doc/muxers.texi`, \
hls_key_info_file.",
};

/// The encryption called `name`; `None` where an error was reported.
pub fn encryption(
    diagnostics: &mut Diagnostics,
    draft: &Draft<'_>,
    name: &str,
) -> Option<plan::Encryption> {
    let Encryption::Aes128(asked) = draft.job.manifest.encryption.get(name)?;
    let origin = Route::root().key("encryption").key(name);
    let known = draft.facts.keys.get(name).cloned().unwrap_or_default();
    let key = if asked.key_info_file.is_some() {
        "key_info_file"
    } else if asked.key_file.is_some() {
        "key_file"
    } else {
        "key_env"
    };
    let unusable = |message: String, label: String, help: &str| {
        Diagnostic::new(&KEY_UNUSABLE, origin.key(key), message)
            .here(label)
            .help(help)
    };
    let source = if let Some(variable) = &asked.key_env {
        Some(plan::KeySource::Environment(variable.clone()))
    } else if let Some(file) = &asked.key_file {
        Some(plan::KeySource::File(file.as_str().into()))
    } else {
        known.path.clone().map(plan::KeySource::File)
    };
    if known.length.is_none()
        && let Some(near) = &known.near
    {
        let written = asked.key_info_file.as_ref().or(asked.key_file.as_ref());
        let written = written.map_or("", Text::as_str);
        let message = format!("the key file `{written}` cannot be read");
        let help = format!("did you mean `{near}`?");
        let finding = unusable(message, "no such file".into(), &help);
        let cure = Cure::Write(origin.key(key), near.as_str().into());
        diagnostics.push(finding.cure(cure).sure(false));
        return None;
    }
    match (&source, known.length) {
        (Some(_), Some(16)) => {}
        (None, _) => {
            diagnostics.push(unusable(
                "the key-info file cannot be read".into(),
                "three lines are expected here".into(),
                "line 1 the key's URI, line 2 the key's file, line 3 (optional) the IV",
            ));
            return None;
        }
        (Some(plan::KeySource::Environment(variable)), length) => {
            let label = match length {
                None => "not set".to_string(),
                Some(_) => "not 32 hex digits".to_string(),
            };
            diagnostics.push(unusable(
                format!("the environment variable `{variable}` holds no key"),
                label,
                &format!("set it to 32 hex digits: export {variable}=$(openssl rand -hex 16)"),
            ));
            return None;
        }
        (Some(plan::KeySource::File(path)), None) => {
            diagnostics.push(unusable(
                format!("the key file `{path}` cannot be read"),
                "no such file".into(),
                &format!("check the name, or make one with: openssl rand 16 > {path}"),
            ));
            return None;
        }
        (Some(plan::KeySource::File(path)), Some(length)) => {
            diagnostics.push(unusable(
                format!("the key file `{path}` is not a key"),
                format!("{length} bytes, 16 are needed"),
                &match length {
                    32..=34 => format!(
                        "hex digits are no raw bytes: xxd -r -p {path} > NEW, or put them into an \
                         environment variable and write `key_env`"
                    ),
                    _ => format!("a key file holds 16 raw bytes: openssl rand 16 > {path}"),
                },
            ));
            return None;
        }
    }
    if let Some(iv) = &known.iv
        && hex(iv).is_none()
    {
        diagnostics.push(unusable(
            "the IV in the key-info file is no IV".into(),
            "line 3 must be 32 hex digits".into(),
            "make one with: openssl rand -hex 16",
        ));
        return None;
    }
    Some(plan::Encryption {
        key: source?,
        key_uri: asked
            .key_uri
            .as_ref()
            .map(|uri| uri.0.clone())
            .or(known.uri)
            .unwrap_or_default(),
        iv: asked.iv.clone().or(known.iv).map(|iv| {
            let digits = iv.trim_start_matches("0x").trim_start_matches("0X");
            digits.to_ascii_lowercase()
        }),
        origin,
    })
}
