//! Every name that an output mentions is defined.
//!
//! Unaware of templates, whose names are another matter.

use std::collections::{HashMap, HashSet};

use indexmap::{IndexMap, IndexSet};

use super::Context;
use super::published::Published;
use crate::diag::{At, Code, Cure, Diagnostic, Diagnostics, Severity, is_clear, names, suggest};
use crate::manifest::{Ladder, Manifest};
use crate::source::{Route, Segment};

/// `unknown-reference`
pub static CODE: Code = Code {
    name: "unknown-reference",
    severity: Severity::Error,
    summary: "an input, ladder or encryption that is not defined",
    explanation: r#"
An output names the inputs, ladders and the encryption that go into it; an adaptation set names a
ladder of its output. Each of them is defined in the manifest (or in one that it `extends`).

Wrong:

```toml
[ladders.sound]
type = "audio"

[outputs.web]
type = "cmaf"
dir = "out/film"
ladders = ["hd", "sond"]
```

Right:

```toml
[ladders.sound]
type = "audio"

[outputs.web]
type = "cmaf"
dir = "out/film"
ladders = ["hd", "sound"]
```

Source: the manifest's own reference (`outputs`).
"#,
};

/// Looks at every reference of every output.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let manifest = context.manifest;
    // A stand-in names nothing.
    let written = |key: &'static str| {
        let is_written =
            move |output: &&Published<'_>| !context.tainted.cover(&output.route.key(key));
        context.outputs.iter().filter(is_written)
    };
    let named = written("inputs").filter_map(Published::inputs).flatten();
    let mut inputs = Defined::of("input", "inputs", manifest.inputs.keys(), named);
    inputs.others = by_file(manifest);
    let named = written("ladders").flat_map(|output| output.ladders());
    let mut ladders = Defined::of("ladder", "ladders", manifest.ladders.keys(), named);
    ladders.others = by_codec(manifest);
    ladders.pictures = lone(manifest, |ladder| matches!(ladder, Ladder::Video(_)));
    ladders.sound = lone(manifest, |ladder| matches!(ladder, Ladder::Audio(_)));
    let all = manifest.encryption.keys();
    let mut encryptions = Defined::of("encryption", "encryption", all, [].iter());
    for (route, aes) in Context::encryptions(manifest) {
        let Some((name, _)) = manifest.encryption.get_key_value(&*route.last()) else {
            continue;
        };
        if let Some(file) = &aes.key_file {
            add(&mut encryptions.others, file.as_str(), name);
        }
    }
    for defined in [&inputs, &ladders] {
        diagnostics.extend(defined.misnamed());
    }
    for output in context.outputs {
        let mut list = |key: &str, names: &[String], defined: &Defined<'_>| {
            for (position, name) in names.iter().enumerate() {
                let route = || output.route.key(key).index(position);
                look(diagnostics, &route, name, defined, names);
            }
        };
        list("inputs", output.inputs().unwrap_or_default(), &inputs);
        list("ladders", output.ladders(), &ladders);
        if let Some(name) = output.encryption() {
            let route = || output.route.key("encryption");
            look(diagnostics, &route, name, &encryptions, &[]);
        }
        for (position, set) in output.adaptation_sets().iter().enumerate() {
            let Some(name) = &set.ladder else { continue };
            let all = output.route.key("adaptation_sets");
            let route = || all.index(position).key("ladder");
            let is_known = |name: &String| ladders.names.contains(name.as_str());
            if is_known(name) {
                // A name that is written wrongly there may be this one.
                if !output.ladders().iter().all(is_known) {
                    continue;
                }
                absent(diagnostics, route(), name, output);
            } else {
                look(diagnostics, &route, name, &ladders, &[]);
            }
        }
    }
}

/// What an output can name in one of its keys.
struct Defined<'a> {
    what: &'static str,
    table: &'static str,
    names: IndexSet<&'a str>,
    /// The one of them that is most likely meant by the one name that is unknown: no list has it.
    /// None if there are several of either.
    only: Option<&'a str>,
    /// An entry that nothing names, under the name by which several places look for it, and how many.
    misspelt: Option<(&'a str, &'a str, usize)>,
    /// What people call an entry by that is not its name, and which that is; none if it is of several.
    others: HashMap<&'a str, Option<&'a str>>,
    /// The only ladder of pictures.
    pictures: Option<&'a str>,
    /// The only ladder of sound.
    sound: Option<&'a str>,
}

/// The names of inputs, by their paths and by the names of their files.
fn by_file(manifest: &Manifest) -> HashMap<&str, Option<&str>> {
    let mut others = HashMap::new();
    for (name, input) in &manifest.inputs {
        let Some(path) = &input.path else { continue };
        let path = path.as_str();
        add(&mut others, path, name);
        if let Some((_, file)) = path.rsplit_once('/') {
            add(&mut others, file, name);
        }
    }
    others
}

/// The names of ladders, by their codecs.
fn by_codec(manifest: &Manifest) -> HashMap<&str, Option<&str>> {
    let mut others = HashMap::new();
    for (name, ladder) in &manifest.ladders {
        let codec = match ladder {
            Ladder::Video(ladder) => ladder.codec.name(),
            Ladder::Audio(ladder) => ladder.codec.name(),
        };
        add(&mut others, codec, name);
    }
    others
}

fn add<'a>(others: &mut HashMap<&'a str, Option<&'a str>>, other: &'a str, name: &'a str) {
    let known = others.entry(other).or_insert(Some(name));
    *known = known.filter(|known| *known == name);
}

/// The name of the only ladder of a kind.
fn lone(manifest: &Manifest, is_one: impl Fn(&Ladder) -> bool) -> Option<&str> {
    let mut all = manifest.ladders.iter().filter(|(_, ladder)| is_one(ladder));
    let (name, _) = all.next()?;
    all.next().is_none().then_some(name.as_str())
}

impl<'a> Defined<'a> {
    fn of(
        what: &'static str,
        table: &'static str,
        names: impl Iterator<Item = &'a String>,
        named: impl Iterator<Item = &'a String>,
    ) -> Self {
        let names: IndexSet<&str> = names.map(String::as_str).collect();
        let mut counts: IndexMap<&str, usize> = IndexMap::new();
        for name in named {
            *counts.entry(name.as_str()).or_default() += 1;
        }
        let named: HashSet<&str> = counts.keys().copied().collect();
        let mut strange = named.iter().filter(|name| !names.contains(*name));
        let is_one = strange.next().is_some() && strange.next().is_none();
        let mut free = names.iter().filter(|name| !named.contains(*name));
        let only = free.next().filter(|_| is_one && free.next().is_none());
        let mut lost = counts.iter().filter(|(name, _)| !names.contains(*name));
        let misspelt = lost.next().filter(|(_, count)| is_one && **count > 1);
        let misspelt = misspelt.and_then(|(meant, count)| {
            let free = names.iter().copied().filter(|name| !named.contains(name));
            let near = suggest(meant, free);
            Some((near.or(only.copied())?, *meant, *count))
        });
        Self {
            what,
            table,
            only: only.copied(),
            misspelt,
            names,
            others: HashMap::new(),
            pictures: None,
            sound: None,
        }
    }

    /// The finding for a name that is misspelt where it is defined.
    fn misnamed(&self) -> Option<Diagnostic> {
        let (written, meant, count) = self.misspelt?;
        let route = Route::root().key(self.table).key(written);
        let message = format!(
            "no {} is called `{meant}`, which {count} places name",
            self.what
        );
        Some(
            Diagnostic::new(&CODE, route.clone(), message)
                .label(At::Key(route), format!("nothing names `{written}`"))
                .help(format!("did you mean `{meant}`?")),
        )
    }

    /// The name that `name` most likely stands for; `used` are those that stand beside it.
    fn near(&self, name: &str, used: &[String]) -> Option<&'a str> {
        let used: HashSet<&str> = used
            .iter()
            .take(MOST_COMPARED)
            .map(String::as_str)
            .collect();
        // A word for the kind, where there is but one of it.
        let kind = match &*name.to_ascii_lowercase() {
            "video" | "picture" | "pictures" => self.pictures,
            "audio" | "sound" | "sounds" => self.sound,
            _ => None,
        };
        if let Some(kind) = kind.filter(|kind| !used.contains(kind)) {
            return Some(kind);
        }
        if let Some(other) = self.called(name).filter(|other| !used.contains(other)) {
            return Some(other);
        }
        // What the list has already is not meant once more.
        let others = self.names.iter().copied().filter(|one| !used.contains(one));
        let near = suggest(name, others);
        match self.only {
            Some(only) if !near.is_some_and(|near| self.is_clear(name, near)) => Some(only),
            _ => near,
        }
    }

    /// The one entry that people call so by what it is.
    fn called(&self, name: &str) -> Option<&'a str> {
        *self.others.get(name)?
    }

    fn is_clear(&self, name: &str, near: &str) -> bool {
        // A path is a file's own name, a codec is none.
        if self.table == "inputs" && self.called(name) == Some(near) {
            return true;
        }
        is_clear(name, near, self.names.iter().copied())
    }
}

/// Most names that are compared to find those that could still be added.
const MOST_COMPARED: usize = 100;

/// Most names that a help lists as all.
const MOST_NAMES: usize = 12;

/// Looks one name up; `used` are those that stand beside it.
fn look(
    diagnostics: &mut Diagnostics,
    route: &dyn Fn() -> Route,
    name: &str,
    among: &Defined<'_>,
    used: &[String],
) {
    let (what, table, defined) = (among.what, among.table, &among.names);
    let is_told = among.misspelt.is_some_and(|(_, meant, _)| meant == name);
    if defined.contains(name) || is_told {
        return;
    }
    let route = route();
    let all = Route::root().key(table);
    let finding = Diagnostic::new(
        &CODE,
        route.clone(),
        format!("no {what} is called `{name}`"),
    )
    .here("not defined");
    let short = name
        .strip_prefix(table)
        .and_then(|rest| rest.strip_prefix('.'));
    let short = short.filter(|short| defined.contains(*short));
    let near = short.or_else(|| among.near(name, used));
    let is_none = matches!(
        name.to_ascii_lowercase().as_str(),
        "none" | "off" | "no" | "false"
    );
    let is_yes = matches!(
        name.to_ascii_lowercase().as_str(),
        "yes" | "on" | "true" | "enabled" | "default"
    );
    let near = near.filter(|_| !is_yes);
    let is_all =
        matches!(name, "*" | "all" | "any") && used.len() == 1 && defined.len() <= MOST_NAMES;
    let near = near.filter(|_| !is_all);
    let several: Vec<&str> = parts(name).collect();
    let finding = match near {
        _ if is_all && !defined.is_empty() => finding.help(format!(
            "write the names of all: {}",
            names(defined.iter().copied())
        )),
        _ if name.contains("${") => {
            finding.help("`${…}` is not filled in here: write the name itself")
        }
        _ if several.len() > 1 && several.iter().all(|one| defined.contains(one)) => {
            let texts: Vec<String> = several.iter().map(|one| (*one).to_owned()).collect();
            let quoted: Vec<String> = several.iter().map(|one| format!("\"{one}\"")).collect();
            let finding = finding.help(format!("write each by itself: {}", quoted.join(", ")));
            match route.segments().last() {
                Some(Segment::Index(_)) => finding.cure(Cure::Split(route, texts)),
                _ => finding,
            }
        }
        // The text is empty, and so is what could be defined.
        _ if name.trim().is_empty() => match defined.iter().next() {
            Some(only) if defined.len() == 1 => {
                finding.help(format!("write its name, `{only}`, or remove it"))
            }
            Some(_) => {
                let all = defined.iter().copied().take(MOST_COMPARED);
                finding.help(format!("name one of {}, or remove it", names(all)))
            }
            None => finding.help("remove it"),
        },
        None if is_yes && what == "encryption" && defined.len() == 1 => {
            let only = defined.first().copied().unwrap_or_default();
            finding
                .label(At::Key(all.key(only)), format!("`{only}` is defined here"))
                .help(format!("write its name: `{only}`"))
                .cure(Cure::Write(route, only.into()))
                .sure(false)
        }
        None if is_none && what == "encryption" => {
            finding.help("to encrypt nothing, remove the key")
        }
        Some(near) => finding
            .label(At::Key(all.key(near)), format!("`{near}` is defined here"))
            .help(format!("did you mean `{near}`?"))
            .cure(Cure::Write(route, near.into()))
            .sure(short.is_some() || among.is_clear(name, near)),
        None if defined.is_empty() => {
            finding.help(format!("there are none yet: define `{table}.{name}`"))
        }
        None => {
            let is_free = |one: &&str| used.iter().take(MOST_COMPARED).all(|name| name != one);
            let all = defined.iter().copied();
            let free: Vec<&str> = all.take(MOST_COMPARED).filter(is_free).collect();
            finding.help(match free.as_slice() {
                [] => format!("define `{table}.{name}`, or remove the name here"),
                [only] => format!("define `{table}.{name}`, or write `{only}`"),
                _ => format!("define `{table}.{name}`, or name one of {}", names(free)),
            })
        }
    };
    diagnostics.push(finding.also(all));
}

/// The names in a text that holds several.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    let parts = name.split([',', ';', ' ', '\t']);
    let is_mark = |part: &str| matches!(part, "" | "-" | "+" | "&" | "|" | "and");
    parts.map(str::trim).filter(move |part| !is_mark(part))
}

/// For a ladder that exists, but not in this output.
fn absent(diagnostics: &mut Diagnostics, route: Route, name: &str, output: &Published<'_>) {
    if output.ladders().iter().any(|ladder| ladder == name) {
        return;
    }
    let ladders = output.route.key("ladders");
    diagnostics.push(
        Diagnostic::new(
            &CODE,
            route,
            format!("the ladder `{name}` is not in `{}`", output.name),
        )
        .here("takes nothing")
        .label(At::Value(ladders), "the ladders of this output")
        .help(format!("add `\"{name}\"` to `ladders`, or remove the set")),
    );
}
