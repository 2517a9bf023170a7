//! A table around keys that belong to the table which holds it: `[outputs.web.options]`.
//!
//! Unaware of keys that belong elsewhere.

use serde_json::Value;

use super::Site;
use crate::diag::{At, Diagnostic, names};
use crate::document::{Map, Node, Syntax};
use crate::schema::shape::keys;
use crate::source::Span;

/// The finding, if all that stands in the value of `key` is known to the table around it, and lacking
/// there.
pub(super) fn explain(site: &Site<'_>, key: &str, diagnostic: &Diagnostic) -> Option<Diagnostic> {
    let table = site.node.as_map()?;
    let entry = table.get(key)?;
    let inner = entry.value.as_map().filter(|inner| !inner.is_empty())?;
    let known = keys(site.owner);
    let is_own = |name: &str| known.contains(&name) && table.get(name).is_none();
    if site.route.is_root() || !inner.iter().all(|one| is_own(&one.key)) {
        return None;
    }
    let holder = site.route.last();
    let own = names(inner.iter().map(|one| one.key.as_str()));
    let finding = diagnostic
        .clone()
        .here(format!("what stands in it belongs to `{holder}` itself"));
    let header = &entry.value.span;
    if site.syntax == Syntax::Toml && header.text().starts_with('[') {
        let above = site.node.span.text();
        let finding = finding.help(match above.starts_with('[') {
            true => format!(
                "remove `{}`, and write {own} below `{above}`",
                header.text()
            ),
            false => format!(
                "remove `{}`, and write {own} into `{holder}`",
                header.text()
            ),
        });
        return Some(match gone(site.node, header) {
            Some(line) => finding.fix(At::Span(line), ""),
            None => finding,
        });
    }
    let short: Vec<String> = inner
        .iter()
        .map(|one| line(site.syntax, &one.key, &one.value.to_json()))
        .collect();
    let short = short.join(", ");
    let is_short = short.len() <= LONGEST && !short.contains('`');
    Some(finding.help(match (site.syntax, is_short) {
        (_, true) => format!("write them without `{key}`: `{short}`"),
        (Syntax::Yaml, false) => format!("remove `{key}:`, and indent {own} like it"),
        (_, false) => format!("remove `{key}`, and write {own} into `{holder}`"),
    }))
}

/// Longer lines are not repeated in a help.
const LONGEST: usize = 80;

fn line(syntax: Syntax, key: &str, value: &Value) -> String {
    syntax.entry(key, value)
}

/// The line of a header that stands below the keys of the table around it, with no other header between
/// them.
fn gone(above: &Node, header: &Span) -> Option<Span> {
    let file = &header.file;
    let own = above.span.text().starts_with('[') && !above.span.text().starts_with("[[");
    let between = file
        .text()
        .get(above.span.end..header.start)
        .filter(|_| own)?;
    let line = file.line_range(file.line_of(header.start));
    let is_alone = file.text().get(line.clone())?.trim() == header.text();
    let is_next = between
        .lines()
        .all(|line| !line.trim_start().starts_with('['));
    let holds_lists = above
        .as_map()
        .is_some_and(|map: &Map| map.iter().any(|one| one.value.span.text().contains('\n')));
    (is_alone && is_next && !holds_lists)
        .then(|| Span::new(file, line.start, (line.end + 1).min(file.text().len())))
}
