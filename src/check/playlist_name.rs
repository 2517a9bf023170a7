//! Playlists and MPDs are files of the package, with the ending that servers know.
//!
//! Unaware of what stands in them.

use camino::Utf8Path;

use super::Context;
use super::paths::ending;
use crate::diag::{Code, Cure, Diagnostic, Diagnostics, Severity};
use crate::manifest::Output;

/// `playlist-name`
pub static CODE: Code = Code {
    name: "playlist-name",
    severity: Severity::Error,
    summary: "the name of a playlist or MPD with a folder, or with another ending",
    explanation: r#"
`playlist` and `mpd` are names of files at the top of the package: everything in them is addressed
relative to there. Servers and players recognise them by `.m3u8` and `.mpd`.

Wrong:

```toml
[outputs.web]
type = "cmaf"
dir = "out/film"
ladders = ["hd"]
playlist = "hls/master"
```

Right:

```toml
[outputs.web]
type = "cmaf"
dir = "out/film"
ladders = ["hd"]
playlist = "master.m3u8"
```

Source: RFC 8216 §4 (`.m3u8`); ISO/IEC 23009-1 Annex C (`.mpd`).
"#,
};

/// Looks at the names of every package.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for output in context.filled_outputs {
        let (playlist, mpd) = match output.output {
            Output::Hls(hls) => (Some(&hls.playlist), None),
            Output::Dash(dash) => (None, Some(&dash.mpd)),
            Output::Cmaf(cmaf) => (Some(&cmaf.playlist), Some(&cmaf.mpd)),
            Output::File(_) => (None, None),
        };
        let names = [("playlist", "m3u8", playlist), ("mpd", "mpd", mpd)];
        for (key, wanted, name) in names {
            let Some(name) = name.map(|name| name.as_str()) else {
                continue;
            };
            let (message, label) = if name.contains('/') {
                (
                    format!("`{key}` is a name, not a path"),
                    "has a `/`".to_string(),
                )
            } else if ending(name) != wanted {
                let message = format!("`{name}` does not end in `.{wanted}`");
                (message, format!("ends in no `.{wanted}`"))
            } else {
                continue;
            };
            let last = Utf8Path::new(name).file_name().unwrap_or_default();
            let stem = Utf8Path::new(last).file_stem().unwrap_or("master");
            let route = output.route.key(key);
            let typed = context.typed(&route).unwrap_or(name);
            let is_bare = !name.contains(['/', '.', '$']);
            let whole = match is_bare && typed != name {
                true => format!("{typed}.{wanted}"),
                false => format!("{stem}.{wanted}"),
            };
            let finding = Diagnostic::new(&CODE, route.clone(), message)
                .here(label)
                .help(format!("write `{key} = \"{whole}\"`"))
                // Without a folder, the path is told with what lacks.
                .also(output.route.key("dir"));
            diagnostics.push(if is_bare {
                finding.cure(Cure::Write(route, whole.into()))
            } else {
                finding
            });
        }
    }
}
