//! Texts and names put together as other languages do: `vars.site + "/" + film.stem`.
//!
//! Unaware of which names are defined.

/// The parts of the path of an input that templates know.
const PARTS: [&str; 6] = ["path", "dir", "name", "stem", "ext", "folder"];

/// What names begin with in other languages, and what stands there in templates.
const OTHERS: [(&str, &str); 9] = [
    ("environ.", "env."),
    ("environment.", "env."),
    ("ENV.", "env."),
    ("getenv.", "env."),
    ("secrets.", "env."),
    ("var.", "vars."),
    ("local.", "vars."),
    ("variables.", "vars."),
    ("inputs.", ""),
];

/// Texts in quotes and names, with `+` between them, as one text; `named` writes a name as templates
/// have it.
pub fn joined(text: &str, named: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    if !text.contains('+') || text.contains("${") {
        return None;
    }
    let mut whole = String::new();
    let (mut terms, mut names) = (0, 0);
    let mut rest = text.trim();
    loop {
        let quote = rest
            .chars()
            .next()
            .filter(|c| matches!(c, '"' | '\'' | '`'));
        let after = match quote {
            Some(quote) => {
                let (literal, after) = rest.get(1..)?.split_once(quote)?;
                if literal.contains(['$', '\\', '"', '\n']) {
                    return None;
                }
                whole += literal;
                after.trim_start()
            }
            None => {
                let end = rest.find('+').unwrap_or(rest.len());
                let (name, after) = rest.split_at_checked(end)?;
                whole += &named(&as_template(name.trim()))?;
                names += 1;
                after
            }
        };
        terms += 1;
        if after.is_empty() {
            break;
        }
        rest = after.strip_prefix('+')?.trim_start();
    }
    (terms > 1 && names > 0).then_some(whole)
}

/// A name as other languages write it, as templates do: `vars['site']`, `env:CDN`, `process.env.CDN`.
pub fn as_template(name: &str) -> String {
    let mut plain = String::new();
    for c in name.trim().chars() {
        match c {
            '[' | '(' | ':' => plain.push('.'),
            ']' | ')' | '\'' | '"' => {}
            _ => plain.push(c),
        }
    }
    let mut plain = plain.as_str();
    for before in ["process.", "os.", "std.", "self.", "this."] {
        plain = plain.strip_prefix(before).unwrap_or(plain);
    }
    for (other, own) in OTHERS {
        if let Some(rest) = plain.strip_prefix(other) {
            return format!("{own}{rest}");
        }
    }
    plain.to_owned()
}

/// The placeholder for a variable as other languages name it, such as `process.env.OUT` or `var.site`.
pub(super) fn variable(name: &str) -> Option<String> {
    let own = as_template(name);
    let is_variable = own.starts_with("vars.") || own.starts_with("env.");
    let is_name = name
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'));
    placeholder(&own).filter(|_| is_variable && is_name)
}

/// A name as a placeholder, if its form is that of a variable, of a part of an input's path, or `job`.
pub(super) fn placeholder(name: &str) -> Option<String> {
    let is_word = |word: &str| {
        let is_letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        !word.is_empty() && word.chars().all(is_letter)
    };
    let is_known = match name.split_once('.') {
        Some(("vars" | "env", variable)) => is_word(variable),
        Some((input, part)) => is_word(input) && PARTS.contains(&part),
        None => name == "job",
    };
    is_known.then(|| format!("${{{name}}}"))
}

/// `vars.site/web` as `${vars.site}/web`.
pub(super) fn bare(text: &str) -> Option<String> {
    let end = text.find('/').unwrap_or(text.len());
    let (name, rest) = text.split_at_checked(end)?;
    let is_variable = name.starts_with("vars.") || name.starts_with("env.");
    let is_plain = is_variable && !rest.contains(['"', '\'', '\\', '$', ' ']);
    let first = placeholder(name).filter(|_| is_plain)?;
    Some(first + rest)
}
