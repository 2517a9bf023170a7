//! `{{ name }}`, a placeholder of other programs, which YAML takes for a mapping in a mapping.
//!
//! Unaware of which names there are; it is told of variables.

use super::complaint::finding;
use crate::diag::{At, Diagnostic};
use crate::source::{SourceFile, Span};

/// The finding, if a mapping that starts at `outer` is a key that starts with a brace too. `knows`
/// tells whether the manifest has a variable of a name.
pub(super) fn placeholder(
    file: &SourceFile,
    outer: usize,
    knows: &dyn Fn(&str) -> bool,
) -> Option<Diagnostic> {
    let line = file.line_range(file.line_of(outer));
    let rest = file.text().get(outer..line.end)?;
    rest.strip_prefix("{{")?;
    let close = rest.find("}}")?;
    let rest = rest.split(" #").next()?.trim_end();
    let before = file.text().get(line.start..outer)?;
    let is_nested = before.contains(['{', '[']);
    let shown = Span::new(file, outer, outer + close + 2);
    let message = format!("`{}` is not filled in", shown.text());
    let finding = finding(&message, shown, "a placeholder of another program");
    let written = translated(rest, knows).filter(|_| !is_nested && !before.trim().is_empty());
    Some(match written {
        Some((text, is_known)) => finding
            .help(format!("write `\"{text}\"`"))
            .fix(
                At::Span(Span::new(file, outer, outer + rest.len())),
                format!("\"{text}\""),
            )
            .sure(is_known),
        None => finding.help("write `\"${vars.NAME}\"`, with quotes: `vars` holds values by name"),
    })
}

/// The text with rendit's own placeholders, and whether all of them are known.
fn translated(text: &str, knows: &dyn Fn(&str) -> bool) -> Option<(String, bool)> {
    let mut done = String::new();
    let mut is_known = true;
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let (inside, after) = after.split_once("}}")?;
        let name = inside.trim().trim_start_matches(['.', '$']);
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        if name.is_empty() || !name.chars().all(is_name) {
            return None;
        }
        let bare = name.strip_prefix("vars.").unwrap_or(name);
        let is_plain = !name.contains('.');
        is_known &= knows(bare) && (is_plain || bare != name);
        done += before;
        done += &match is_plain && name != "job" {
            true => format!("${{vars.{name}}}"),
            false => format!("${{{name}}}"),
        };
        rest = after;
    }
    done += rest;
    (!done.contains(['"', '\\'])).then_some((done, is_known))
}
