//! Names and calls of programs that stand for a text: what rendit writes for them.
//!
//! Unaware of which variables there are.

/// Longest name of what is called.
const LONGEST: usize = 40;

/// How far the end of a call is looked for, in bytes.
const LONGEST_CALL: usize = 300;

/// Functions that give a variable of the environment.
const ENVIRONMENT: [&str; 7] = [
    "env",
    "getenv",
    "get_env",
    "os.getenv",
    "os.environ.get",
    "Deno.env.get",
    "std::env::var",
];

/// Functions that put the parts of a path together.
const PATHS: [&str; 6] = [
    "path.join",
    "os.path.join",
    "path.resolve",
    "Path",
    "pathlib.Path",
    "join",
];

/// Functions that give back the one thing they are called with.
const SAME: [&str; 9] = [
    "str", "String", "string", "tostring", "Path", "int", "Number", "parseInt", "float",
];

/// Functions that make a list of what they are called with.
const LISTS: [&str; 6] = ["list", "tuple", "set", "Array", "tolist", "toset"];

/// What is called by the text that starts here, up to its parenthesis.
pub(super) fn name(text: &str) -> Option<&str> {
    let is_named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':' | '$');
    let end = text.find(|c: char| !is_named(c))?;
    let name = text.get(..end)?;
    let is_name = text.get(end..)?.starts_with('(')
        && (1..=LONGEST).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    is_name.then_some(name)
}

/// The length of `env("OUT")`, `new Map()` or `environ["OUT"]` at the start of a text.
pub(super) fn length(text: &str) -> Option<usize> {
    let start = text.len() - text.strip_prefix("new ").unwrap_or(text).len();
    let plain = text.get(start..)?;
    let word = match name(plain) {
        Some(known) => known.len(),
        None => {
            let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
            let length = plain.len() - plain.trim_start_matches(is_name).len();
            let rest = plain.get(length..)?.strip_prefix('[')?;
            if length == 0 || !rest.starts_with(['"', '\'']) {
                return None;
            }
            length
        }
    };
    let rest = plain.get(word..)?;
    let end = start + word + group(rest, LONGEST_CALL)?;
    let behind = text.get(end..)?;
    let is_call = rest.starts_with('[') || is_call(plain.get(..word)?, rest.get(1..)?, behind);
    (is_call && !text.get(..end)?.contains('\n')).then_some(end)
}

/// The length of what the bracket opens that `text` starts with; at most so many bytes.
pub(super) fn group(text: &str, most: usize) -> Option<usize> {
    let mut depth: usize = 0;
    let mut quote = None;
    let mut is_escaped = false;
    for (at, c) in text.char_indices().take_while(|(at, _)| *at < most) {
        if let Some(open) = quote {
            match c {
                '\n' => return None,
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                _ if c == open => quote = None,
                _ => {}
            }
            continue;
        }
        match c {
            '"' | '\'' => quote = Some(c),
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether `name` with these arguments is surely no text such as `film(1).mp4`.
fn is_call(name: &str, inside: &str, behind: &str) -> bool {
    let groups: [&[&str]; 4] = [&ENVIRONMENT, &PATHS, &SAME, &LISTS];
    let inside = inside.trim_start();
    let is_word = |c: char| c.is_ascii_alphabetic() || c == '_';
    groups.iter().any(|names| names.contains(&name))
        || inside.starts_with(['"', '\'', '[', '{'])
        || inside.starts_with(is_word) && !behind.starts_with(['.', ' ', '_', '-'])
}

/// What a manifest has for `name(…)`, as JSON writes it.
pub(super) fn meaning(call: &str) -> Option<String> {
    if let Some((name, index)) = call.strip_suffix(']').and_then(|call| call.split_once('[')) {
        let is_environment = matches!(name, "os.environ" | "process.env" | "ENV" | "env");
        let variable = unquoted(index).filter(|one| is_environment && is_plain(one))?;
        return Some(format!("\"${{env.{variable}}}\""));
    }
    let name = name(call)?;
    let inside = call
        .get(name.len()..)?
        .strip_prefix('(')?
        .strip_suffix(')')?;
    if LISTS.contains(&name) && inside.starts_with('[') && inside.ends_with(']') {
        return Some(inside.to_owned());
    }
    if inside.contains(['(', '[', '{']) {
        return None;
    }
    let parts: Vec<&str> = inside.split(',').map(str::trim).collect();
    if name == "dict" {
        let pairs: Option<Vec<String>> = parts.iter().map(|one| pair(one)).collect();
        return pairs.map(|pairs| format!("{{ {} }}", pairs.join(", ")));
    }
    let texts: Option<Vec<&str>> = parts.iter().map(|one| unquoted(one)).collect();
    if let (Some(texts), true) = (&texts, ENVIRONMENT.contains(&name)) {
        let [variable] = texts.as_slice() else {
            return None;
        };
        return is_plain(variable).then(|| format!("\"${{env.{variable}}}\""));
    }
    if let (Some(texts), true) = (&texts, PATHS.contains(&name)) {
        let has_letter = |text: &str| text.contains(|c: char| c.is_alphanumeric());
        let is_odd = |text: &&str| !has_letter(text) || text.contains("..");
        return (!texts.iter().any(is_odd)).then(|| format!("\"{}\"", texts.join("/")));
    }
    if let ([one], true) = (parts.as_slice(), SAME.contains(&name)) {
        let is_numeric = matches!(name, "int" | "Number" | "parseInt" | "float");
        let plain = unquoted(one).unwrap_or(one);
        if is_number(plain) {
            return Some(match is_numeric {
                true => plain.to_owned(),
                false => format!("\"{plain}\""),
            });
        }
        return unquoted(one)
            .filter(|_| !is_numeric)
            .map(|text| format!("\"{text}\""));
    }
    if let (Some(texts), true) = (&texts, LISTS.contains(&name)) {
        return Some(format!("[\"{}\"]", texts.join("\", \"")));
    }
    if let (Some(texts), "var" | "vars") = (&texts, name)
        && let [variable] = texts.as_slice()
    {
        return is_plain(variable).then(|| format!("\"${{vars.{variable}}}\""));
    }
    None
}

/// `key="value"` as JSON has it.
fn pair(written: &str) -> Option<String> {
    let (key, value) = written.split_once('=')?;
    let (key, value) = (key.trim(), value.trim());
    let value = match unquoted(value) {
        Some(text) => format!("\"{text}\""),
        None if is_number(value) => value.to_owned(),
        None => return None,
    };
    is_plain(key).then(|| format!("\"{key}\": {value}"))
}

/// Whether this is a number as every language writes it.
fn is_number(text: &str) -> bool {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    match text.split_once('.') {
        Some((whole, fraction)) => is_digits(whole) && is_digits(fraction),
        None => is_digits(text) && (text == "0" || !text.starts_with('0')),
    }
}

fn is_plain(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    !name.is_empty() && name.chars().all(is_plain)
}

/// What stands between quotes, if it needs no escapes.
fn unquoted(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inside = text.strip_prefix(quote)?.strip_suffix(quote)?;
    (!inside.contains(['"', '\'', '\\'])).then_some(inside)
}
