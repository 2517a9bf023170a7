//! The name of an environment variable, written as a shell or a template would, and a key where its
//! name belongs.
//!
//! Unaware of which key of a manifest it is.

use serde_json::Value;

use super::Site;
use crate::diag::{Cure, Diagnostic};
use crate::document::Kind;
use crate::schema::keyword::fits;

/// The finding with what to type, if the value should be the name of an environment variable
/// (`x-environment`).
pub(super) fn helped(finding: &Diagnostic, site: &Site<'_>) -> Option<Diagnostic> {
    let (Some(_), Kind::Str(text)) = (site.owner.get("x-environment"), &site.node.kind) else {
        return None;
    };
    let text = text.trim();
    if is_key(text) {
        return Some(finding.clone().help(
            "put it into an environment variable such as `FILM_KEY`, and write the name of that: a key \
             never stands in a manifest",
        ));
    }
    let name = text
        .trim_start_matches(['$', '{', '%', '('])
        .trim_end_matches(['}', '%', ')'])
        .trim_start_matches("env.")
        .trim_start_matches("env:")
        .trim();
    let meant = Value::from(name);
    if name != text && fits(site.owner, &meant) {
        return Some(
            finding
                .clone()
                .help(format!(
                    "write its name alone: {}",
                    site.syntax.value(&meant)
                ))
                .cure(Cure::Write(site.route.clone(), meant)),
        );
    }
    let meant = Value::from(name.replace(['-', '.', ' '], "_").to_ascii_uppercase());
    match fits(site.owner, &meant) {
        true => Some(
            finding
                .clone()
                .help(format!("did you mean {}?", site.syntax.value(&meant)))
                .cure(Cure::Write(site.route.clone(), meant))
                .sure(false),
        ),
        false => None,
    }
}

/// Whether a text is a key of AES-128 in hexadecimal digits: no finding shows it.
pub(super) fn is_key(text: &str) -> bool {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}
