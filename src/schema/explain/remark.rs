//! A key that only remarks on something, such as `description`, where there is none.
//!
//! Unaware of what it says.

use super::Site;
use crate::diag::{At, Diagnostic};
use crate::document::Syntax;
use crate::schema::shape::is_own;

/// Names that people have for it.
const NAMES: [&str; 10] = [
    "description",
    "descr",
    "desc",
    "comment",
    "comments",
    "note",
    "notes",
    "remark",
    "remarks",
    "//",
];

/// Longer remarks are not repeated in a help.
const LONGEST: usize = 60;

/// The finding, if `key` is such a key.
pub(super) fn explain(site: &Site<'_>, key: &str, finding: &Diagnostic) -> Option<Diagnostic> {
    let bare = key.trim_start_matches(['_', '$', '#', '@']);
    let is_named = NAMES.iter().any(|name| name.eq_ignore_ascii_case(bare));
    let entry = site.node.as_map()?.get(key)?;
    if !is_named {
        return None;
    }
    let own = format!("x-{bare}");
    let is_root = site.route.is_root() && bare != "//" && is_own(&own);
    let at = At::Key(site.route.key(key));
    let told = finding.clone().label(at.clone(), "not a key here");
    if is_root {
        let entry = site.syntax.entry(&own, &entry.value.to_json());
        let is_short = entry.len() <= LONGEST;
        let written = if is_short { &entry } else { &own };
        return Some(
            told.help(format!("write `{written}`: such keys are yours"))
                .fix(at, site.syntax.key(&own))
                .sure(false),
        );
    }
    let text = entry.value.as_str().filter(|text| {
        text.len() <= LONGEST && !text.contains(['\n', '`']) && !text.trim().is_empty()
    });
    Some(told.help(match (site.syntax, text) {
        (Syntax::Json, _) => "leave it out: there is no such key".to_owned(),
        (_, Some(text)) => format!("leave it out, or write a comment: `# {text}`"),
        (_, None) => "leave it out, or write a comment, `# …`".to_owned(),
    }))
}
