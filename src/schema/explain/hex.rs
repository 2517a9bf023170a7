//! Hexadecimal digits that are too few, too many, or in groups.
//!
//! Unaware of what they are for.

use serde_json::Value;

use super::Site;
use super::words::called;
use crate::diag::{Cure, Diagnostic};
use crate::schema::code::BAD_FORMAT;
use crate::schema::keyword::fits;
use crate::schema::shape::expects;

/// The finding with how many there are, or with the digits alone.
pub(super) fn told(site: &Site<'_>) -> Option<Diagnostic> {
    let wanted = expects(site.owner)?;
    let most: usize = wanted.strip_suffix(" hex digits")?.parse().ok()?;
    let text = site.node.as_str()?.trim();
    let bare = text.strip_prefix("0x").unwrap_or(text);
    let digits = bare.replace(['-', ':', ' ', '_'], "");
    let count = digits.len();
    let is_hex = count > 0 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_hex {
        return None;
    }
    let name = called(site.route);
    let finding = |message: String| {
        Diagnostic::new(&BAD_FORMAT, site.route.clone(), message).here(format!("{most} are needed"))
    };
    let meant = Value::from(digits.as_str());
    if count == most && fits(site.owner, &meant) {
        return Some(
            finding(format!("{name} is in groups, but must be {wanted}"))
                .help(format!("write {}", site.syntax.value(&meant)))
                .cure(Cure::Write(site.route.clone(), meant)),
        );
    }
    let (much, apart) = match count < most {
        true => ("more", most - count),
        false => ("less", count - most),
    };
    Some(
        finding(format!(
            "{name} has {count} hex digits, but must have {most}"
        ))
        .help(format!("write {apart} {much}")),
    )
}
