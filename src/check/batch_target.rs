//! Each match of a `glob` is published at a place of its own.
//!
//! Unaware of how many matches there are: today's one may be two tomorrow.

use std::ops::Range;

use super::Context;
use super::published::Published;
use super::template::{Piece, parse};
use crate::diag::{At, Code, Cure, Diagnostic, Diagnostics, Severity};
use crate::source::Route;

/// Parts of a path that tell the files of one folder apart.
const OF_FILES: [&str; 3] = ["stem", "name", "path"];

/// Parts of a path that tell folders apart.
const OF_FOLDERS: [&str; 3] = ["folder", "dir", "path"];

/// What makes many names of one.
const WILD: [char; 4] = ['*', '?', '[', '{'];

/// `batch-target`
pub static CODE: Code = Code {
    name: "batch-target",
    severity: Severity::Warning,
    summary: "every match of a `glob` would be published at the same place",
    explanation: r#"
A manifest with a `glob` is done once for each match. The path of an output must say for which: with
a second match, both would be published at one place, which is refused (`output-collision`). For
`media/*.mov`, `${film.folder}` does not say it: all lie in one folder. For `media/*/master.mov`,
`${film.stem}` does not: all are called `master`.

Wrong:

```toml
[inputs.film]
glob = "media/*.mov"

[outputs.web]
type = "cmaf"
dir = "out/web"
ladders = ["hd"]
```

Right:

```toml
[inputs.film]
glob = "media/*.mov"

[outputs.web]
type = "cmaf"
dir = "out/${film.stem}"
ladders = ["hd"]
```

Source: the manifest's own reference (`inputs.*.glob`).
"#,
};

/// Looks at every output of a batch of one match, or of matches that nobody has looked for.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let Some((input, glob)) = context.glob.filter(|_| context.jobs.len() < 2) else {
        return;
    };
    // Of several, nobody knows which one is to be the batch.
    let globs = context.inputs().filter(|(_, one)| one.glob.is_some());
    if globs.count() > 1 || !glob.contains(WILD) || is_part(context) {
        return;
    }
    for output in context.outputs {
        let Some((shared, meant)) = shared(output, input, glob) else {
            continue;
        };
        let at = Route::root().key("inputs").key(input).key("glob");
        let every = format!("every match of `{input}`");
        let (who, label) = match shared {
            Shared::Everything => (every, "may match several files".to_owned()),
            Shared::Folder => (
                format!("all matches of `{input}` in one folder"),
                "may match several files there".to_owned(),
            ),
            Shared::Name(name) => (every, format!("all are called `{name}`")),
        };
        let finding = Diagnostic::new(
            &CODE,
            output.target_route(),
            format!("{who} would be published here"),
        )
        .here("the same for all")
        .label(At::Value(at), label)
        .help(format!("write `{meant}`"));
        let cure = Cure::Write(output.target_route(), meant.into());
        diagnostics.push(finding.cure(cure).sure(false));
    }
}

/// Whether a whole section is missing, so that others extend this file, and may say where.
fn is_part(context: &Context<'_>) -> bool {
    let mut sections = ["inputs", "ladders", "outputs"].into_iter();
    sections.any(|section| context.tainted.cover(&Route::root().key(section)))
}

/// What matches have in common that are published at one place.
enum Shared {
    Everything,
    Folder,
    Name(String),
}

/// A placeholder of the target: whose, which part, and its bytes.
struct Named<'t> {
    owner: &'t str,
    part: &'t str,
    range: Range<usize>,
}

/// What all that goes to an output's target has in common, and the target that tells it apart.
fn shared(output: &Published<'_>, input: &str, glob: &str) -> Option<(Shared, String)> {
    let target = output.target().1.as_str();
    // A folder where a file belongs is told as that.
    if !output.is_package() && target.ends_with('/') {
        return None;
    }
    let (pieces, _) = parse(target);
    let named = pieces.iter().filter_map(|piece| match piece {
        Piece::Placeholder { name, range } => {
            let (owner, part) = name.rsplit_once('.')?;
            let range = range.clone();
            Some(Named { owner, part, range })
        }
        Piece::Literal(_) => None,
    });
    let named: Vec<Named<'_>> = named.collect();
    let own: Vec<&Named<'_>> = named.iter().filter(|one| one.owner == input).collect();
    let says = |parts: &[&str]| own.iter().any(|one| parts.contains(&one.part));
    // Braces with folders in them.
    let is_parted = glob.split('{').skip(1).any(|rest| {
        let inner = rest.split('}').next().unwrap_or(rest);
        inner.contains('/')
    });
    if is_parted {
        return None;
    }
    let (folders, file) = glob.rsplit_once('/').unwrap_or(("", glob));
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let put = |at: Range<usize>, text: &str| {
        let mut new = target.to_owned();
        new.replace_range(at, text);
        new
    };
    if own.is_empty() {
        // `{film.stem}` is told as what is not filled in.
        let mut parts = OF_FILES.iter().chain(&OF_FOLDERS);
        if parts.any(|part| target.contains(&format!("{input}.{part}"))) {
            return None;
        }
        let is_deep = folders.contains(WILD);
        return Some((
            Shared::Everything,
            distinct(output, (input, is_deep), &named, put),
        ));
    }
    if stem.contains(WILD) && !says(&OF_FILES) {
        let last = own.last()?.range.end;
        let shared = match folders.contains(WILD) {
            true => Shared::Folder,
            false => Shared::Everything,
        };
        return Some((shared, put(last..last, &format!("/${{{input}.stem}}"))));
    }
    if !stem.contains(WILD) && folders.contains(WILD) && !says(&OF_FOLDERS) {
        let first = own.first()?.range.start;
        let before = target.get(..first)?;
        let at = before.rfind('/').map_or(0, |slash| slash + 1);
        let new = put(at..at, &format!("${{{input}.folder}}/"));
        return Some((Shared::Name(stem.to_owned()), new));
    }
    None
}

/// The target of an output with the name of the match in it.
fn distinct(
    output: &Published<'_>,
    (input, is_deep): (&str, bool),
    named: &[Named<'_>],
    put: impl Fn(Range<usize>, &str) -> String,
) -> String {
    let target = output.target().1.as_str();
    // The name of another input stands where this one's belongs.
    let other = named.iter().find(|one| OF_FILES.contains(&one.part));
    if let Some(other) = other {
        return put(other.range.clone(), &format!("${{{input}.{}}}", other.part));
    }
    // Two folders may hold files of one name.
    let stem = match is_deep {
        true => format!("${{{input}.folder}}/${{{input}.stem}}"),
        false => format!("${{{input}.stem}}"),
    };
    if output.is_package() {
        return format!("{}/{stem}", target.trim_end_matches('/'));
    }
    let start = target.rfind('/').map_or(0, |slash| slash + 1);
    let file = target.get(start..).unwrap_or_default();
    match file.rfind('.').filter(|_| !file.contains("${")) {
        Some(dot) => put(start..start + dot, &stem),
        None => put(start..start, &format!("{stem}/")),
    }
}
