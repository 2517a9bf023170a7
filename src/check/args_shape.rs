//! Raw arguments are options with at most one value each.
//!
//! Unaware of which options ffmpeg has.

use super::Context;
use super::args::{is_option, lists};
use crate::diag::{Code, Cure, Diagnostic, Diagnostics, Severity};

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

Source: ffmpeg's manual (`ffmpeg [options] … output_url`): "anything found on the command line which
cannot be interpreted as an option is considered to be an output url".
"#,
};

/// Walks through every list of arguments; one finding a list, for what follows a slip is off too.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, _, arguments) in lists(context) {
        let mut awaits_value = false;
        for (position, argument) in arguments.iter().enumerate() {
            let argument = argument.as_str();
            let is_value = !is_option(argument);
            if let Some((message, help)) = slip(argument, is_value, awaits_value) {
                let here = route.index(position);
                let finding = Diagnostic::new(&CODE, here.clone(), message);
                let before = route.index(position.saturating_sub(1));
                let finding = finding.here("this item").help(help).also(before);
                diagnostics.push(match argument.split_once(char::is_whitespace) {
                    Some((option, value)) if !is_value && !value.trim().is_empty() => {
                        let items = vec![option.to_string(), value.trim().to_string()];
                        finding.cure(Cure::Split(here, items))
                    }
                    _ => finding,
                });
                break;
            }
            awaits_value = !is_value;
        }
    }
}

fn slip(argument: &str, is_value: bool, awaits_value: bool) -> Option<(String, String)> {
    if argument.is_empty() {
        return Some((
            "an empty argument".into(),
            "remove it, or write the value that the option before it takes".into(),
        ));
    }
    if is_value && !awaits_value {
        let help = if argument.starts_with('-') {
            "write the option's whole name, such as `\"-refs\"`".into()
        } else {
            format!("write the option that takes it before it, such as `\"-refs\", \"{argument}\"`")
        };
        return Some((format!("`{argument}` follows no option"), help));
    }
    if !is_value && let Some((option, value)) = argument.split_once(char::is_whitespace) {
        let value = value.trim();
        return Some((
            format!("an option and its value in one item: `{argument}`"),
            format!("write two items: `\"{option}\", \"{value}\"`"),
        ));
    }
    None
}
