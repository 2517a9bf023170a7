//! Names and calls of programs that stand for a text: what rendit writes for them.
//!
//! Unaware of which variables there are.

/// Longest name of what is called.
const LONGEST: usize = 40;

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

/// Whether `name` with these arguments is surely no text such as `film(1).mp4`.
pub(super) fn is_call(name: &str, inside: &str, behind: &str) -> bool {
    let groups: [&[&str]; 4] = [&ENVIRONMENT, &PATHS, &SAME, &LISTS];
    let inside = inside.trim_start();
    let is_word = |c: char| c.is_ascii_alphabetic() || c == '_';
    groups.iter().any(|names| names.contains(&name))
        || inside.starts_with(['"', '\'', '[', '{'])
        || inside.starts_with(is_word) && !behind.starts_with(['.', ' ', '_', '-'])
}

/// What JSON has for `name(…)`, as it is written there.
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
        let is_odd = |text: &&str| text.is_empty() || text.contains("..");
        return (!texts.iter().any(is_odd)).then(|| format!("\"{}\"", texts.join("/")));
    }
    if let ([one], true) = (parts.as_slice(), SAME.contains(&name)) {
        let is_number = matches!(name, "int" | "Number" | "parseInt" | "float");
        let plain = unquoted(one).unwrap_or(one);
        if super::word::is_number(plain) {
            return Some(match is_number {
                true => plain.to_owned(),
                false => format!("\"{plain}\""),
            });
        }
        return unquoted(one)
            .filter(|_| !is_number)
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
        None if super::word::is_number(value) => value.to_owned(),
        None => return None,
    };
    is_plain(key).then(|| format!("\"{key}\": {value}"))
}

/// The placeholder for a name such as `process.env.OUT` or `var.site`.
pub(super) fn placeholder(name: &str) -> Option<String> {
    let (group, rest) = [
        ("env", "process.env."),
        ("env", "env."),
        ("env", "ENV."),
        ("vars", "vars."),
        ("vars", "var."),
        ("vars", "local."),
    ]
    .iter()
    .find_map(|(group, start)| Some((*group, name.strip_prefix(start)?)))?;
    is_plain(rest).then(|| format!("${{{group}.{rest}}}"))
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
