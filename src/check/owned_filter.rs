//! Filters do not do what rungs and inputs say.
//!
//! Unaware of filters that only look at pictures, or change what they show.

use super::Context;
use super::filter_chain::{filters, lists, pieces};
use crate::diag::{Code, Cure, Diagnostic, Diagnostics, Severity};

/// `owned-filter`
pub static CODE: Code = Code {
    name: "owned-filter",
    severity: Severity::Warning,
    summary: "a filter for what rendit does itself: size, frame rate, cuts, times",
    explanation: r#"
Every rung is scaled to its size and brought to its frame rate after the ladder's `filters`: a picture
that a filter made small is blown up again, and frames that it dropped are shown twice. A filter that
cuts or changes times takes sound and picture apart. `height`, `max_frame_rate`, `start` and `end` say
the same and are right for both.

Wrong:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2M" }]
filters = ["hqdn3d", "fps=25"]
```

Right:

```toml
[ladders.hd]
type = "video"
max_frame_rate = 25
rungs = [{ height = 720, bit_rate = "2M" }]
filters = ["hqdn3d"]
```

Source: the manifest's own reference (`ladders.*.filters`).
"#,
};

/// Looks at every filter.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, _, list) in lists(context) {
        for (position, chain) in list.iter().enumerate() {
            let mut owned = filters(chain.as_str()).filter_map(|(name, options)| {
                let (what, help) = told(name, options)?;
                Some((name, what, help))
            });
            let Some((name, what, help)) = owned.next() else {
                continue;
            };
            let at = route.index(position);
            let finding = Diagnostic::new(&CODE, at.clone(), format!("rendit {what} itself"))
                .here(format!("`{name}` does it before"))
                .help(help);
            let is_alone = filters(chain.as_str()).count() == 1;
            diagnostics.push(match is_alone {
                true => finding.cure(Cure::Remove(at)).sure(false),
                false => finding,
            });
        }
    }
}

/// What rendit does itself, and how that is said.
fn told(name: &str, options: &str) -> Option<(&'static str, String)> {
    let value = |keys: &[&str]| {
        pieces(options, ':')
            .enumerate()
            .find_map(|(position, option)| match option.split_once('=') {
                None => (position == 0 && !option.is_empty()).then_some(option),
                Some((key, value)) => keys.contains(&key.trim()).then_some(value),
            })
    };
    match name {
        // Without a size it changes colours.
        "scale" | "zscale" => {
            value(&["w", "width", "h", "height", "s", "size"])?;
            let help = "remove it: `height` and `width` of the rungs say the size";
            Some(("scales for every rung", help.to_owned()))
        }
        "fps" => {
            let rate = value(&["fps"])
                .filter(|rate| rate.bytes().all(|byte| byte.is_ascii_digit()) && rate.len() < 4);
            let help = match rate {
                Some(rate) => {
                    format!("remove it, and write `max_frame_rate = {rate}` in the ladder")
                }
                None => "remove it: `max_frame_rate` says the most".to_owned(),
            };
            Some(("sets the frame rate", help))
        }
        "trim" | "atrim" => {
            let help = "remove it, and write `start` and `end` in the input";
            Some(("cuts picture and sound together", help.to_owned()))
        }
        // Times begin at nought anyway.
        "setpts" | "asetpts" if options.trim() == "PTS-STARTPTS" => None,
        "setpts" | "asetpts" | "atempo" => {
            let help = "remove it: other times take sound and picture apart";
            Some(("keeps picture and sound in step", help.to_owned()))
        }
        _ => None,
    }
}
