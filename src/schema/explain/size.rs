//! `resolution: 1280x720`, both sides of a picture in one value.
//!
//! Unaware of sizes that stand where one side belongs.

use serde_json::Value;

use super::Site;
use crate::diag::{At, Diagnostic};
use crate::document::{Kind, Node, Syntax};
use crate::schema::keyword::fits;
use crate::schema::shape::property;
use crate::source::Span;

/// Names that people have for it.
const NAMES: [&str; 9] = [
    "res",
    "resolution",
    "size",
    "scale",
    "s",
    "dimensions",
    "frame_size",
    "video_size",
    "geometry",
];

/// The finding with both keys, if `key` is such a value in a table that has them.
pub(super) fn explain(site: &Site<'_>, key: &str, finding: &Diagnostic) -> Option<Diagnostic> {
    let table = site.node.as_map()?;
    let entry = table.get(key)?;
    let is_free = |name: &str| table.get(name).is_none();
    let is_named = NAMES.contains(&key.to_ascii_lowercase().as_str());
    if !is_named || !is_free("width") || !is_free("height") {
        return None;
    }
    let (width, height) = sides(&entry.value)?;
    let fit = |name: &str, value: u64| {
        let kind = property(site.owner, name);
        !kind.is_null() && fits(kind, &Value::from(value))
    };
    if !fit("width", width) || !fit("height", height) {
        return None;
    }
    let one = |name: &str, value: u64| site.syntax.entry(name, &Value::from(value));
    let (first, second) = (one("width", width), one("height", height));
    let route = site.route.key(key);
    let told = finding
        .clone()
        .label(At::Key(route), "both sides in one value")
        .help(format!("write `{first}` and `{second}`"));
    Some(match whole(site, &entry.key_span, &entry.value) {
        Some((span, between)) => told.fix(At::Span(span), format!("{first}{between}{second}")),
        None => told,
    })
}

/// Width and height of `1280x720`, `1280:720` or `[1280, 720]`.
fn sides(value: &Node) -> Option<(u64, u64)> {
    if let Kind::Map(table) = &value.kind {
        let side = |names: [&str; 2]| {
            let mut entries = names.iter().filter_map(|name| table.get(name));
            entries.next()?.value.to_json().as_u64()
        };
        return Some((side(["width", "w"])?, side(["height", "h"])?));
    }
    if let Kind::Seq(items) = &value.kind {
        let side = |node: &Node| node.to_json().as_u64();
        return match items.as_slice() {
            [width, height] => Some((side(width)?, side(height)?)),
            _ => None,
        };
    }
    let text = value.as_str()?.trim();
    let (width, height) = text.split_once(['x', 'X', '×', '*', ':', '/'])?;
    let side = |text: &str| text.trim().trim_end_matches("px").parse().ok();
    Some((side(width)?, side(height)?))
}

/// The whole entry, and what stands between two entries of its table.
fn whole(site: &Site<'_>, key: &Span, value: &Node) -> Option<(Span, String)> {
    let file = &key.file;
    let is_plain = value.via.is_none() && value.span.file.is(file) && value.span.start >= key.end;
    if !is_plain || value.span.text().contains('\n') {
        return None;
    }
    let span = Span::new(file, key.start, value.span.end);
    let is_inline = site.node.span.text().starts_with('{');
    let line = file.line_range(file.line_of(key.start));
    let lead = file.text().get(line.start..key.start)?;
    let indent: String = match site.syntax {
        Syntax::Json => return Some((span, ", ".to_owned())),
        _ if is_inline => return Some((span, ", ".to_owned())),
        Syntax::Yaml => lead
            .chars()
            .map(|c| if c == '-' { ' ' } else { c })
            .collect(),
        Syntax::Toml => lead.to_owned(),
    };
    let end = file.line_end();
    indent
        .chars()
        .all(char::is_whitespace)
        .then(|| (span, format!("{end}{indent}")))
}
