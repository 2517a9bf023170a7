//! Raw arguments are options with at most one value each.
//!
//! Unaware of which options ffmpeg has.

use std::collections::HashMap;

use super::Context;
use super::args::{is_option, lists, lists_of, sample, takes_flags};
use super::owned_option::instead;
use crate::diag::{Code, Cure, Diagnostic, Diagnostics, Severity};
use crate::manifest::Text;
use crate::source::Route;

/// `args-shape`
pub static CODE: Code = Code {
    name: "args-shape",
    severity: Severity::Error,
    summary: "`args` is not a list of options, each with its value",
    explanation: r#"
`args` goes to ffmpeg item by item, as if each were quoted on a command line: an option (`-refs`)
and its value (`4`) are two items. A value that no option awaits is taken by ffmpeg for the name of
another output file, and an option with a blank in it is unknown.

Wrong:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2800k" }]
args = ["-refs 4"]
```

Right:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2800k" }]
args = ["-refs", "4"]
```

An option that needs a value and has none would take the next word of rendit's own command line for
it: this is told for well-known options here, and for all others by `plan`, which asks ffmpeg.

Source: ffmpeg's manual (`ffmpeg [options] … output_url`): "anything found on the command line which
cannot be interpreted as an option is considered to be an output url".
"#,
};

/// Walks through every list of arguments; one finding a list, for what follows a slip is off too.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let written: HashMap<Route, &[Text]> = lists_of(context.manifest)
        .into_iter()
        .map(|(route, _, arguments)| (route, arguments))
        .collect();
    for (route, owner, arguments) in lists(context) {
        if arguments.is_empty() {
            continue;
        }
        // What is said and written is what stands there, with its placeholders.
        let typed = |position: usize| {
            let list = written.get(&route).copied().unwrap_or(arguments);
            list.get(position).map_or("", Text::as_str)
        };
        let mut awaits_value = false;
        let mut skipped = None;
        for (position, argument) in arguments.iter().enumerate() {
            let argument = argument.as_str();
            if skipped == Some(position) {
                awaits_value = false;
                continue;
            }
            let is_value = !is_option(argument);
            // It must not be there at all.
            let is_owned = instead(argument, owner).is_some();
            if let Some((message, help)) = slip(argument, typed(position), is_value, awaits_value)
                && !is_owned
            {
                let dashed = dashed(
                    typed(position),
                    arguments.get(position + 1).map(Text::as_str),
                );
                let help = match &dashed {
                    Some(option) => format!("begin an option with one dash: `\"{option}\"`"),
                    None => help,
                };
                let here = route.index(position);
                let finding = Diagnostic::new(&CODE, here.clone(), message);
                let before = route.index(position.saturating_sub(1));
                let finding = finding.here("this item").help(help).also(before);
                if let Some(option) = dashed {
                    let is_sure = typed(position).starts_with("--");
                    diagnostics.push(finding.cure(Cure::Write(here, option.into())).sure(is_sure));
                    break;
                }
                diagnostics.push(match split(typed(position)) {
                    Some((option, value)) if !is_value && !value.is_empty() => {
                        finding.cure(Cure::Split(here, vec![option.to_owned(), value]))
                    }
                    _ => finding,
                });
                break;
            }
            if !is_value
                && !is_owned
                && let Some(value) = without_value(argument, arguments.get(position + 1))
            {
                let here = route.index(position);
                diagnostics.push(
                    Diagnostic::new(&CODE, here, format!("`{argument}` has no value"))
                        .here("takes a value")
                        .help(format!(
                            "write its value after it, such as `\"{argument}\", \"{value}\"`"
                        ))
                        .also(route.index(position + 1)),
                );
                break;
            }
            // `-flags -cgop`.
            if takes_flags(argument)
                && arguments
                    .get(position + 1)
                    .is_some_and(|next| is_option(next.as_str()))
            {
                skipped = Some(position + 1);
            }
            awaits_value = !is_value;
        }
    }
}

/// A value for an option that has none and needs one.
fn without_value(option: &str, next: Option<&Text>) -> Option<&'static str> {
    let value = sample(option)?;
    let is_absent = next.is_none_or(|next| is_option(next.as_str()) && !takes_flags(option));
    is_absent.then_some(value)
}

/// An option and what follows it in the same item, after a blank or `=`; without the quotes that a
/// shell would take away.
fn split(argument: &str) -> Option<(&str, String)> {
    let (option, value) = argument.split_once(|c: char| c.is_whitespace() || c == '=')?;
    Some((option, unquoted(value.trim())))
}

/// A word as a shell hands it on: `'a b'` and `title='a b'` without their quotes.
fn unquoted(word: &str) -> String {
    let Some(start) = word.find(['"', '\'']) else {
        return word.to_owned();
    };
    let (before, rest) = word.split_at(start);
    let mut inner = rest.chars();
    let quote = inner.next();
    let is_whole = inner.next_back() == quote && !inner.as_str().contains(['"', '\'', '\\']);
    // Filters have quotes of their own, behind something else than a name and `=`.
    let is_value = before.is_empty() || before.find('=') == before.len().checked_sub(1);
    match is_whole && is_value && rest.len() > 1 {
        true => format!("{before}{}", inner.as_str()),
        false => word.to_owned(),
    }
}

/// The option that was meant: `--refs`, or `refs` before a value.
fn dashed(argument: &str, next: Option<&str>) -> Option<String> {
    let name = argument.strip_prefix("--").unwrap_or(argument);
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ':'));
    let takes_next = next.is_some_and(|next| !is_option(next));
    (is_name && (argument.starts_with("--") || takes_next)).then(|| format!("-{name}"))
}

fn slip(
    argument: &str,
    typed: &str,
    is_value: bool,
    awaits_value: bool,
) -> Option<(String, String)> {
    if argument.is_empty() {
        return Some((
            "an empty argument".into(),
            "remove it, or write the value that the option before it takes".into(),
        ));
    }
    let is_dashed_twice = argument.starts_with("--");
    if is_value && (!awaits_value || is_dashed_twice) {
        let dashed = format!("-{argument}");
        let help = if let Some(value) = sample(&dashed).filter(|_| !awaits_value) {
            format!("write the option with its dash, and its value: `\"{dashed}\", \"{value}\"`")
        } else if argument.starts_with('-') {
            "write the option's whole name, such as `\"-refs\"`".into()
        } else {
            format!("write the option that takes it before it, such as `\"-refs\", \"{argument}\"`")
        };
        return Some((format!("`{argument}` follows no option"), help));
    }
    if !is_value && split(argument).is_some() {
        let (option, value) = split(typed).or_else(|| split(argument))?;
        return Some((
            format!("an option and its value in one item: `{typed}`"),
            format!("write two items: `\"{option}\", \"{value}\"`"),
        ));
    }
    None
}
