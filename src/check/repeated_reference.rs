//! An output names each input and each ladder once.
//!
//! Unaware of whether they exist.

use std::collections::{HashMap, HashSet};

use super::Context;
use super::published::{Published, is_repeated};
use crate::diag::{At, Code, Cure, Diagnostic, Diagnostics, Severity, names as listed};

/// `repeated-reference`
pub static CODE: Code = Code {
    name: "repeated-reference",
    severity: Severity::Error,
    summary: "an output names the same ladder or input twice",
    explanation: r#"
A ladder or input counts once, however often an output names it; the second mention is a slip,
mostly for another name.

Wrong:

```toml
[outputs.web]
type = "cmaf"
dir = "out/film"
ladders = ["hd", "hd"]
```

Right:

```toml
[outputs.web]
type = "cmaf"
dir = "out/film"
ladders = ["hd"]
```

Source: the manifest's own reference (`outputs.*.ladders`, `outputs.*.inputs`).
"#,
};

/// Looks at the lists of every output.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let outputs = context.outputs;
    let ladders = outputs.iter().map(|output| Some(output.ladders()));
    let ladders = unused(context.manifest.ladders.keys(), ladders);
    let inputs = outputs.iter().map(Published::inputs);
    let inputs = unused(context.manifest.inputs.keys(), inputs);
    for output in outputs {
        let chosen = output.inputs().unwrap_or_default();
        let lists = [
            ("ladders", output.ladders(), &ladders),
            ("inputs", chosen, &inputs),
        ];
        for (key, names, unused) in lists {
            if !is_repeated(names) {
                continue;
            }
            let all = output.route.key(key);
            let mut known: HashMap<&String, usize> = HashMap::new();
            for (position, name) in names.iter().enumerate() {
                let first = *known.entry(name).or_insert(position);
                if first == position {
                    continue;
                }
                let route = all.index(position);
                let finding =
                    Diagnostic::new(&CODE, route.clone(), format!("`{name}` is named twice"))
                        .here("again here")
                        .label(At::Value(all.index(first)), "first here");
                diagnostics.push(match unused.as_slice() {
                    [] => finding
                        .help("remove one, or write the name that was meant")
                        .cure(Cure::Remove(route)),
                    // The name that was meant may be the one that is used nowhere.
                    [other] => finding
                        .help(format!("did you mean `{other}`?"))
                        .cure(Cure::Write(route, (*other).into()))
                        .sure(false),
                    several => finding.help(format!(
                        "remove one, or write the name that was meant: {}",
                        listed(several.iter().copied())
                    )),
                });
            }
        }
    }
}

/// What is defined and named in no list. A list that is left out names all.
fn unused<'a>(
    defined: impl Iterator<Item = &'a String>,
    lists: impl Iterator<Item = Option<&'a [String]>>,
) -> Vec<&'a str> {
    let Some(lists) = lists.collect::<Option<Vec<_>>>() else {
        return Vec::new();
    };
    let named: HashSet<&String> = lists.into_iter().flatten().collect();
    let unused = defined.filter(|name| !named.contains(name));
    unused.map(String::as_str).collect()
}
