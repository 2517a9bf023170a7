//! Every placeholder names something that has a value.
//!
//! Unaware of the form of placeholders.

use std::collections::{HashMap, HashSet};

use indexmap::IndexSet;

use super::Context;
use super::fill::{self, Kind, Mistake};
use super::misnamed;
use super::paths::Parts;
use super::texts::Place;
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity, is_clear, names, suggest};
use crate::document::expression;
use crate::manifest::Manifest;
use crate::source::Route;

/// `unknown-name`
pub static CODE: Code = Code {
    name: "unknown-name",
    severity: Severity::Error,
    summary: "a placeholder with a name that has no value here",
    explanation: r#"
These names have a value in templates:

- `${INPUT.path}`, `dir`, `name`, `stem`, `ext`: the path of an input and its parts; `folder`: where
  a match lies relative to the fixed beginning of its `glob`,
- `${vars.NAME}`: a variable of the manifest,
- `${env.NAME}`: a variable of the environment, which must be set,
- `${job}`: the manifest's file name without its ending,
- `${rendition}` and `${number}` in `segment_path`, `${rung}` in the `path` of a file output.

In `vars` only `vars`, `env` and `job` can be named. A generated input (`lavfi`) has no path.

Wrong:

```toml
[outputs.web]
type = "cmaf"
dir = "out/${flim.stem}"
ladders = ["hd"]
```

Right:

```toml
[outputs.web]
type = "cmaf"
dir = "out/${film.stem}"
ladders = ["hd"]
```

Source: the manifest's own reference (templates).
"#,
};

/// Tells of names without a value.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let mut known: HashMap<Place, Known> = HashMap::new();
    // A variable that is not defined is one mistake, however often it is named.
    let mut undefined: HashSet<&str> = HashSet::new();
    let misnamed = misnamed::tell(diagnostics, context, &CODE);
    for mistake in context.mistakes {
        let at = At::Within(mistake.route.clone(), mistake.range.clone());
        let say = |message: String| Diagnostic::new(&CODE, mistake.route.clone(), message);
        let finding = match &mistake.kind {
            Kind::Form(_) | Kind::Cycle(_) | Kind::Limit | Kind::Outside(_) => continue,
            Kind::Unknown { name, .. }
                if misnamed::owner(name).is_some_and(|owner| misnamed.contains(&owner)) =>
            {
                continue;
            }
            Kind::Unknown { name, place } => {
                let known = known
                    .entry(*place)
                    .or_insert_with(|| Known::of(context.manifest, *place));
                let finding = unknown(mistake, name, known, context);
                let is_undefined = finding.fix.is_none() && name.starts_with("vars.");
                if !is_undefined || undefined.insert(name) {
                    diagnostics.push(finding);
                }
                continue;
            }
            Kind::Unset(name) if name.contains([':', '-', '?', '=']) => {
                let bare = name.split([':', '-', '?', '=']).next().unwrap_or(name);
                say(format!("the environment has no `{name}`"))
                    .label(at, "not set")
                    .help(format!(
                        "there are no defaults as in a shell: write `${{env.{bare}}}` and set it"
                    ))
            }
            Kind::Unset(name) => say(format!("the environment has no `{name}`"))
                .label(at, "not set")
                .help(format!("set it: `{name}=… rendit …`")),
            Kind::Elsewhere {
                name,
                where_allowed,
                place,
            } => {
                let finding = say(format!("`${{{name}}}` has a value only {where_allowed}"))
                    .label(at.clone(), "no value here");
                // `${rung}` among the names of a segment.
                match name == "rung" && mistake.route.last() == "segment_path" {
                    true => offer(finding, at, "rendition", false),
                    false => {
                        let known = known
                            .entry(*place)
                            .or_insert_with(|| Known::of(context.manifest, *place));
                        finding.help(instead(*place, &known.listed))
                    }
                }
            }
            Kind::NoPath(input) => {
                let lavfi = Route::root().key("inputs").key(input).key("lavfi");
                say(format!("`{input}` is generated and has no path"))
                    .label(at, "a part of a path")
                    .label(At::Value(lavfi), "generated here")
                    .help("write the text itself here, or name `${job}`")
            }
        };
        diagnostics.push(finding);
    }
}

/// What to do about a name that has no value in such a text.
fn instead(place: Place, listed: &str) -> String {
    match place {
        Place::Folder => format!(
            "leave it out: one folder holds all renditions, each in a folder of its own; names here are {listed}"
        ),
        _ => format!("write the text itself, or one of the names that are known here: {listed}"),
    }
}

/// What people call the parts of a package, none of which is known where its folder is named.
const OF_PACKAGE: [&str; 11] = [
    "height",
    "width",
    "resolution",
    "quality",
    "bit_rate",
    "bitrate",
    "bandwidth",
    "variant",
    "stream",
    "profile",
    "codec",
];

/// The names that can stand in one kind of text.
struct Known {
    place: Place,
    names: IndexSet<String>,
    /// All of them in few words.
    listed: String,
}

impl Known {
    fn of(manifest: &Manifest, place: Place) -> Self {
        let all: IndexSet<String> = fill::names(manifest, place).into_iter().collect();
        // One part of each input stands for all of them.
        let short = all.iter().map(String::as_str);
        let short = short.filter(|name| name.ends_with(".stem") || !is_part(name));
        let listed = names(short.chain(["env.NAME"]));
        Self {
            place,
            names: all,
            listed,
        }
    }
}

fn unknown(mistake: &Mistake, name: &str, known: &Known, context: &Context<'_>) -> Diagnostic {
    let at = At::Within(mistake.route.clone(), mistake.range.clone());
    let (owner, part) = name.rsplit_once('.').unwrap_or((name, ""));
    let has_parts = context.manifest.inputs.contains_key(owner);
    let finding = Diagnostic::new(
        &CODE,
        mistake.route.clone(),
        format!("nothing is called `{name}` here"),
    )
    .label(at.clone(), "unknown");
    // An input by itself: most often its name without the ending.
    if context.manifest.inputs.contains_key(name) && known.names.contains(&*format!("{name}.stem"))
    {
        return offer(finding, at, &format!("{name}.stem"), false);
    }
    let named = |name: &str| {
        let is_own = known.names.contains(name) || is_environment(name);
        is_own.then(|| format!("${{{name}}}"))
    };
    if let Some(whole) = expression::joined(name, &named) {
        let is_sure = !whole.contains("${env.");
        return finding
            .help(format!("write `{whole}`"))
            .fix(at, whole)
            .sure(is_sure);
    }
    let plain = expression::as_template(name);
    if plain != name && !name.contains(":-") && named(&plain).is_some() {
        return offer(finding, at, &plain, known.names.contains(&plain));
    }
    let near = suggest(name, known.names.iter().map(String::as_str));
    let near_variable = near.filter(|near| near.starts_with("vars."));
    if let Some(variable) = name.strip_prefix("vars.")
        && near_variable.is_none()
    {
        return finding.help(format!("define it below `vars`, as `{variable}`"));
    }
    if has_parts {
        return match suggest(part, Parts::NAMES) {
            Some(near) => {
                let is_sure = is_clear(part, near, Parts::NAMES);
                offer(finding, at, &format!("{owner}.{near}"), is_sure)
            }
            None => match other_word(part) {
                Some(meant) => offer(finding, at, &format!("{owner}.{meant}"), false),
                None => finding.help(format!(
                    "write one of {}",
                    names(parts_of(owner).iter().map(String::as_str))
                )),
            },
        };
    }
    let late = match name {
        "name" | "label" if known.names.contains("rendition") => "rendition",
        "name" | "label" if known.names.contains("rung") => "rung",
        "index" | "segment" | "segment_number" | "n" | "seq" => "number",
        "height" | "resolution" | "size" if known.names.contains("rung") => "rung",
        "stream" | "variant" | "representation" | "quality" => "rendition",
        _ => "",
    };
    if known.names.contains(late) {
        return offer(finding, at, late, false);
    }
    // `${movie.stem}`, where only `film` has a path.
    let mut with_part = known.names.iter().filter_map(|one| {
        let (owner, other) = one.rsplit_once('.')?;
        (other == part && owner != "vars").then_some(one)
    });
    if Parts::NAMES.contains(&part)
        && near.is_none()
        && let (Some(only), None) = (with_part.next(), with_part.next())
    {
        return offer(finding, at, only, false);
    }
    // `${input.stem}`, where there is but one.
    if let Some((only, _)) = context.manifest.inputs.first()
        && matches!(owner, "input" | "source" | "src" | "file" | "in")
        && context.manifest.inputs.len() == 1
        && Parts::NAMES.contains(&part)
        && known.names.contains(&*format!("{only}.{part}"))
    {
        return offer(finding, at, &format!("{only}.{part}"), false);
    }
    let short = name.strip_prefix("inputs.").or(match name {
        "name" | "manifest.name" => Some("job"),
        _ => None,
    });
    if let Some(short) = short.filter(|short| known.names.contains(*short)) {
        return offer(finding, at, short, true);
    }
    let variable = format!("vars.{name}");
    if known.names.contains(variable.as_str()) {
        return offer(finding, at, &variable, true);
    }
    if let Some(meant) = of_another_tool(name, known) {
        return offer(finding, at, &meant, false);
    }
    let constant = name.split(':').next().unwrap_or(name);
    let is_constant = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    if constant.len() > 1 && constant.chars().all(is_constant) && near.is_none() {
        let finding = offer(finding, at, &format!("env.{constant}"), false);
        return match constant == name {
            true => finding,
            false => finding.help(format!(
                "there are no defaults as in a shell: write `${{env.{constant}}}` and set it"
            )),
        };
    }
    if let Some(near) = near {
        let is_clear_name = is_clear(name, near, known.names.iter().map(String::as_str));
        // `film` for `film_fr` is no slip of a letter, though their parts are alike.
        let near_owner = near.rsplit_once('.').map_or(near, |(owner, _)| owner);
        let owners = context.manifest.inputs.keys().map(String::as_str);
        let is_sure = is_clear_name && (owner == near_owner || is_clear(owner, near_owner, owners));
        return offer(finding, at, near, is_sure);
    }
    match known.place == Place::Folder && OF_PACKAGE.contains(&name) {
        true => finding.help(instead(known.place, &known.listed)),
        false => finding.help(format!("write one of {}", known.listed)),
    }
}

/// `env.CDN`: a variable of the environment, by its usual form.
fn is_environment(name: &str) -> bool {
    let bare = name.strip_prefix("env.").unwrap_or_default();
    let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
    bare.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && bare.chars().all(is_letter)
}

/// The name for `process.env.OUT`, `env:OUT` and `local.site`, as other tools have them.
fn of_another_tool(name: &str, known: &Known) -> Option<String> {
    let environment = ["process.env.", "os.environ.", "env:", "ENV.", "system.env."];
    let mut rest = environment
        .iter()
        .filter_map(|start| name.strip_prefix(start));
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if let Some(rest) = rest.find(|rest| !rest.is_empty() && rest.chars().all(is_plain)) {
        return Some(format!("env.{rest}"));
    }
    let (group, rest) = name.split_once('.')?;
    let is_group = matches!(
        group,
        "var" | "local" | "locals" | "variables" | "params" | "parameters"
    );
    let meant = format!("vars.{rest}");
    (is_group && known.names.contains(meant.as_str())).then_some(meant)
}

/// What other tools and languages call a part of a path.
fn other_word(part: &str) -> Option<&'static str> {
    Some(match &*part.to_ascii_lowercase() {
        "basename" | "base_name" | "filename" | "file_name" | "file" => "name",
        "base" | "title" | "bare" | "root" | "noext" => "stem",
        "extension" | "suffix" | "ending" | "type" | "format" => "ext",
        "parent" | "directory" | "dirname" | "location" => "dir",
        "fullpath" | "full" | "url" | "uri" => "path",
        _ => return None,
    })
}

/// The parts of an input's path, as they are written.
fn parts_of(input: &str) -> Vec<String> {
    let parts = Parts::NAMES.iter();
    parts.map(|part| format!("${{{input}.{part}}}")).collect()
}

fn is_part(known: &str) -> bool {
    let last = known.rsplit_once('.').map(|(_, part)| part);
    !known.starts_with("vars.") && last.is_some_and(|part| Parts::NAMES.contains(&part))
}

fn offer(finding: Diagnostic, at: At, near: &str, is_sure: bool) -> Diagnostic {
    let text = format!("${{{near}}}");
    finding
        .help(format!("did you mean `{text}`?"))
        .fix(at, text)
        .sure(is_sure)
}
