//! A file output holds one picture: one video ladder, and a name for each of its rungs.
//!
//! Unaware of which rungs a source leaves.

use super::published::Published;
use super::template::{Piece, parse};
use super::texts::Place;
use super::unfilled::{Known, slip};
use super::{Context, file_ending};
use crate::diag::{At, Code, Cure, Diagnostic, Diagnostics, Severity};
use crate::manifest::{Ladder, Output, VideoLadder};
use crate::source::Route;

/// `file-rungs`
pub static CODE: Code = Code {
    name: "file-rungs",
    severity: Severity::Error,
    summary: "several pictures for one file",
    explanation: r#"
A file holds one picture, so a file output takes one video ladder, and each of its rungs becomes a
file of its own. With several rungs, or `auto`, the path needs `${rung}` (such as `720p`) to tell the
files apart.

Wrong:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2800k" }, { height = 360, bit_rate = "800k" }]

[outputs.web]
type = "file"
path = "out/film.mp4"
ladders = ["hd"]
```

Right:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2800k" }, { height = 360, bit_rate = "800k" }]

[outputs.web]
type = "file"
path = "out/film.${rung}.mp4"
ladders = ["hd"]
```

Source: the manifest's own reference (`outputs.*.path`, `outputs.*.ladders`).
"#,
};

/// Looks at every file output.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for output in context.filled_outputs {
        let Output::File(file) = output.output else {
            continue;
        };
        let mut pictures = output.ladders_of(context.manifest).filter_map(
            |(mention, name, ladder)| match ladder {
                Ladder::Video(ladder) => Some((mention, name, ladder)),
                Ladder::Audio(_) => None,
            },
        );
        let Some((first, name, ladder)) = pictures.next() else {
            continue;
        };
        // A ladder that is listed twice is `repeated-reference`.
        if let Some((second, other, _)) = pictures.find(|(_, other, _)| *other != name) {
            diagnostics.push(
                Diagnostic::new(&CODE, second, "a file holds one picture")
                    .here(format!("`{other}` is a second video ladder"))
                    .label(At::Value(first.clone()), format!("`{name}` is the first"))
                    .help(format!("make a file output of its own for `{other}`"))
                    .also(Route::root().key("ladders").key(other).key("type"))
                    .also(Route::root().key("ladders").key(other).key("codec")),
            );
        }
        // `{rung}` and `$rung` are told as what is not filled in.
        let path = file.path.as_str();
        if !names_rung(path) && !is_slip(path) && !file_ending::is_playlist(path) {
            let written = context.typed(&output.target_route()).unwrap_or(path);
            unnamed(diagnostics, output, written, (name, ladder));
        }
    }
}

fn names_rung(path: &str) -> bool {
    let is_rung = |piece: &Piece<'_>| matches!(piece, Piece::Placeholder { name: "rung", .. });
    parse(path).0.iter().any(is_rung)
}

/// Whether a rung is named as another tool names it.
fn is_slip(path: &str) -> bool {
    let mut rest = path;
    while let Some((_, end, meant)) = slip(rest, Known::default(), Place::File) {
        if meant == "${rung}" {
            return true;
        }
        rest = rest.get(end..).unwrap_or_default();
    }
    false
}

fn unnamed(
    diagnostics: &mut Diagnostics,
    output: &Published<'_>,
    written: &str,
    (name, ladder): (&str, &VideoLadder),
) {
    let at = Route::root().key("ladders").key(name);
    let (label, key) = match ladder.rungs.len() {
        _ if ladder.auto => ("as many rungs as suit the source".to_string(), "auto"),
        0 | 1 => return,
        // All of them are one: that is told.
        _ if ladder
            .rungs
            .iter()
            .all(|rung| ladder.rungs.first() == Some(rung)) =>
        {
            return;
        }
        several => (format!("{several} rungs"), "rungs"),
    };
    let finding = Diagnostic::new(
        &CODE,
        output.target_route(),
        "several rungs would have one file",
    )
    .here("one path for all rungs")
    .label(At::Key(at.key(key)), label)
    .also(at.key("rungs"))
    .also(at.key("auto"));
    diagnostics.push(match with_rung(written) {
        Some(path) => finding
            .help(format!("write `{path}`: `${{rung}}` is the name of each"))
            .cure(Cure::Write(output.target_route(), path.into()))
            .sure(false),
        None => finding.help("put `${rung}` into the path, such as `film.${rung}.mp4`"),
    });
}

/// The path with the rung's name before its ending.
fn with_rung(path: &str) -> Option<String> {
    let (stem, ending) = path.rsplit_once('.')?;
    let is_ending = !ending.is_empty() && ending.bytes().all(|b| b.is_ascii_alphanumeric());
    (is_ending && !stem.is_empty()).then(|| format!("{stem}.${{rung}}.{ending}"))
}
