//! Tags that other programs read, and what a manifest has instead.
//!
//! Unaware of where they stand.

use super::code::{SYNTAX_YAML, YAML_TAG};
use crate::diag::{At, Diagnostic};
use crate::source::{Route, SourceFile, Span};

/// The finding for a tag that is written at `here`, before `value`.
pub(super) fn told(route: Route, tag: &str, here: Span, value: &Span) -> Diagnostic {
    let finding = Diagnostic::new(
        &YAML_TAG,
        route,
        format!("the tag `{tag}` does not fit here"),
    )
    .label(At::Span(here.clone()), "tag");
    let text = value.text().trim_matches(['"', '\'']);
    let is_word = !text.is_empty() && !text.contains(['\n', '`', '"']);
    let name = tag.trim_start_matches('!').to_ascii_lowercase();
    if is_include(&name) {
        let file = if is_word && is_file(text) {
            text
        } else {
            "base.yaml"
        };
        return finding.help(format!(
            "write `extends: [{file}]` at the left edge: what that manifest has is added to this one"
        ));
    }
    if name == "env" || name == "env_var" {
        let bare = text.trim_start_matches(['$', '{']).trim_end_matches('}');
        let bare = bare.strip_prefix("env.").unwrap_or(bare);
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if !bare.is_empty() && bare.chars().all(is_name) {
            let text = format!("\"${{env.{bare}}}\"");
            let whole = Span::new(&here.file, here.start, value.end);
            return finding
                .help(format!("write {text}"))
                .fix(At::Span(whole), text)
                .sure(false);
        }
    }
    finding.help("manifests need no tags: remove it; quote a text that starts with `!`")
}

/// The finding for `!include base.yaml` on a line of its own, which is no key with a value.
pub(super) fn line(file: &SourceFile, at: usize) -> Option<Diagnostic> {
    let range = file.line_range(file.line_of(file.floor(at)));
    let written = file.text().get(range.clone())?;
    let rest = written.trim().strip_prefix('!')?;
    let (tag, name) = rest.split_once([' ', '\t'])?;
    let name = name.split(" #").next()?.trim().trim_matches(['"', '\'']);
    if !is_include(&tag.to_ascii_lowercase()) || !is_file(name) {
        return None;
    }
    let start = range.start + (written.len() - written.trim_start().len());
    let finding = Diagnostic::new(
        &SYNTAX_YAML,
        Route::root(),
        "a file is taken in with a tag, as in other programs",
    );
    let place = Span::new(file, start, start + 1 + tag.len());
    Some(
        finding
            .label(At::Span(place), "manifests have `extends` for it")
            .help(format!("write `extends: [{name}]`, at the left edge")),
    )
}

fn is_include(name: &str) -> bool {
    name.starts_with("include") || name.starts_with("import") || name == "inc"
}

/// Whether a text names a file that can be extended.
fn is_file(text: &str) -> bool {
    let endings = [".yaml", ".yml", ".toml", ".json", ".jsonc"];
    endings.iter().any(|ending| text.ends_with(ending)) && !text.contains([' ', ',', '*'])
}
