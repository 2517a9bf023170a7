//! The ending of a file output names a known container.
//!
//! Unaware of what goes into it.

use super::Context;
use super::paths::ending;
use super::published::Published;
use crate::diag::{At, Code, Cure, Diagnostic, Diagnostics, Severity, names, suggest};
use crate::manifest::Output;
use crate::source::Route;

/// The endings that are known.
const ENDINGS: [&str; 6] = [".mp4", ".m4a", ".mov", ".mkv", ".mka", ".webm"];

/// Endings of containers that one of those replaces.
const RELATIVES: [(&str, &str); 8] = [
    ("m4v", ".mp4"),
    ("avi", ".mkv"),
    ("ts", ".mkv"),
    ("flv", ".mp4"),
    ("wmv", ".mp4"),
    ("mp3", ".m4a"),
    ("ogg", ".mka"),
    ("qt", ".mov"),
];

/// `file-ending`
pub static CODE: Code = Code {
    name: "file-ending",
    severity: Severity::Error,
    summary: "a file output whose ending names no known container",
    explanation: r#"
The ending of a file output says its container: `.mp4`, `.m4a`, `.mov`, `.mkv`, `.mka` or `.webm`.

Wrong:

```toml
[outputs.archive]
type = "file"
path = "out/film.avi"
ladders = ["hd"]
```

Right:

```toml
[outputs.archive]
type = "file"
path = "out/film.mkv"
ladders = ["hd"]
```

Source: the manifest's own reference (`outputs.*.path`).
"#,
};

/// Looks at every file output.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for output in context.filled_outputs {
        let Output::File(file) = output.output else {
            continue;
        };
        if let Some(finding) = of_match(output, context) {
            diagnostics.push(finding);
            continue;
        }
        let ending = ending(file.path.as_str());
        if ENDINGS
            .iter()
            .any(|known| known.strip_prefix('.') == Some(&ending))
        {
            continue;
        }
        let message = if ending.is_empty() {
            "a file without an ending".to_string()
        } else {
            format!("`.{ending}` is no container that is known here")
        };
        let relative = RELATIVES.iter().find(|(other, _)| *other == ending);
        let near = relative
            .map(|(_, known)| *known)
            .or_else(|| suggest(&ending, ENDINGS));
        let finding = Diagnostic::new(&CODE, output.target_route(), message)
            .here("its ending says the container");
        let written = context.typed(&output.target_route());
        if let Some(kind) = PLAYLISTS.iter().find(|kind| kind.ending == ending) {
            diagnostics.push(finding.help(kind.instead(written)));
            continue;
        }
        let whole = written.and_then(|path| match path.ends_with('/') {
            true => within(path, context),
            false => whole(path, &ending, near),
        });
        diagnostics.push(match (whole, near) {
            (Some(path), _) => finding
                .help(format!("write `{path}`; there are {}", names(ENDINGS)))
                .cure(Cure::Write(output.target_route(), path.into()))
                .sure(false),
            (None, Some(near)) => {
                finding.help(format!("write `{near}`; there are {}", names(ENDINGS)))
            }
            (None, None) => finding.help(format!("end it with one of {}", names(ENDINGS))),
        });
    }
}

/// A path that ends as the matches of the glob do, some of which end like no container.
fn of_match(output: &Published<'_>, context: &Context<'_>) -> Option<Diagnostic> {
    let (input, glob) = context.glob?;
    let route = output.target_route();
    let typed = context.typed(&route)?;
    let (start, last) = typed.strip_suffix('}')?.rsplit_once("${")?;
    let part = last.strip_prefix(input)?.strip_prefix('.')?;
    if !matches!(part, "name" | "path" | "ext") {
        return None;
    }
    let (_, endings) = glob.rsplit_once('.')?;
    let endings = endings.trim_start_matches('{').trim_end_matches('}');
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_known = |word: &str| ENDINGS.iter().any(|known| known.get(1..) == Some(word));
    if !endings.split(',').all(is_word) {
        return None;
    }
    let other = endings
        .split(',')
        .find(|word| !is_known(&word.to_ascii_lowercase()))?;
    let stem = match part {
        "ext" => start.trim_end_matches('.').to_owned(),
        _ => format!("{start}${{{input}.stem}}"),
    };
    let path = format!("{stem}.mp4");
    Some(
        Diagnostic::new(
            &CODE,
            route.clone(),
            format!("`.{other}` is no container that is known here"),
        )
        .here("ends as the match does")
        .label(
            At::Value(Route::root().key("inputs").key(input).key("glob")),
            format!("`.{other}` among others"),
        )
        .help(format!("write `{path}`; there are {}", names(ENDINGS)))
        .cure(Cure::Write(route, path.into()))
        .sure(false),
    )
}

/// What has a list of segments, and is no file of its own.
struct Playlist {
    ending: &'static str,
    kind: &'static str,
    key: &'static str,
}

const PLAYLISTS: [Playlist; 2] = [
    Playlist {
        ending: "m3u8",
        kind: "hls",
        key: "playlist",
    },
    Playlist {
        ending: "mpd",
        kind: "dash",
        key: "mpd",
    },
];

impl Playlist {
    /// The keys of a package, in the place of a path.
    fn instead(&self, path: Option<&str>) -> String {
        let Self { kind, key, .. } = self;
        let parts = path.and_then(|path| path.rsplit_once('/'));
        match parts {
            Some((dir, file)) if !dir.is_empty() && !file.contains('$') => format!(
                "write `type = \"{kind}\"`, `dir = \"{dir}\"` and `{key} = \"{file}\"`: a playlist is no file by itself"
            ),
            _ => format!(
                "write `type = \"{kind}\"`, and a folder as `dir`: a playlist is no file by itself"
            ),
        }
    }
}

/// Whether a path ends like a playlist: it is told with its ending.
pub fn is_playlist(path: &str) -> bool {
    PLAYLISTS.iter().any(|kind| kind.ending == ending(path))
}

/// A file in a folder, named after the only input or after the match of the glob.
fn within(folder: &str, context: &Context<'_>) -> Option<String> {
    let mut inputs = context.inputs().map(|(route, _)| route);
    let (input, is_deep) = match (context.glob, inputs.next(), inputs.next()) {
        (Some((input, glob)), ..) => {
            let folders = glob.rsplit_once('/').map_or("", |(folders, _)| folders);
            (input.to_owned(), folders.contains(['*', '?', '[', '{']))
        }
        (None, Some(only), None) => (only.last(), false),
        _ => return None,
    };
    let says = |part: &str| folder.contains(&format!("${{{input}.{part}}}"));
    let is_folder_said = ["folder", "dir", "path"].iter().any(|part| says(part));
    Some(match is_deep && !is_folder_said {
        true => format!("{folder}${{{input}.folder}}/${{{input}.stem}}.mp4"),
        false => format!("{folder}${{{input}.stem}}.mp4"),
    })
}

/// The path as it is written, with an ending that is known; `None` where a placeholder may be the ending.
fn whole(path: &str, ending: &str, near: Option<&str>) -> Option<String> {
    match near {
        Some(near) => {
            let cut = path.len().checked_sub(ending.len() + 1)?;
            let (stem, rest) = path.split_at_checked(cut)?;
            let is_written = rest.get(1..)?.eq_ignore_ascii_case(ending);
            is_written.then(|| format!("{stem}{near}"))
        }
        None if ending.is_empty() && !path.ends_with(['/', '.']) => Some(format!("{path}.mp4")),
        None => None,
    }
}
