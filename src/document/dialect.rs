//! What to type, in the words of the file: rules write their advice as TOML, and a YAML or JSON file
//! is told the same in its own syntax.
//!
//! Unaware of what the advice is about.

use super::Syntax;

/// `text` with every assignment between backticks, such as `` `codec = "h264"` ``, written in
/// `syntax`.
pub fn speak(text: &str, syntax: Syntax) -> String {
    if syntax == Syntax::Toml || !text.contains(" = ") {
        return text.to_owned();
    }
    let parts: Vec<String> = text
        .split('`')
        .enumerate()
        .map(|(position, part)| match position % 2 {
            1 => assignments(part, syntax),
            _ => part.to_owned(),
        })
        .collect();
    parts.join("`")
}

/// Every `key = ` outside of quotes as `key: ` or `"key": `.
fn assignments(code: &str, syntax: Syntax) -> String {
    let mut done = String::with_capacity(code.len());
    for (position, piece) in code.split('"').enumerate() {
        if position > 0 {
            done.push('"');
        }
        if position % 2 == 1 {
            done.push_str(piece);
            continue;
        }
        let mut rest = piece;
        while let Some(at) = rest.find(" = ") {
            let (before, after) = rest.split_at(at);
            let is_part = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
            let key = before.trim_end_matches(is_part).len();
            let (lead, key) = before.split_at(key);
            done.push_str(lead);
            match syntax {
                Syntax::Json => done.push_str(&format!("\"{key}\": ")),
                Syntax::Toml | Syntax::Yaml => done.push_str(&format!("{key}: ")),
            }
            rest = after.get(3..).unwrap_or_default();
        }
        done.push_str(rest);
    }
    done
}
