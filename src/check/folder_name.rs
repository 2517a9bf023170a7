//! The folder of a package is not named like one of its files.
//!
//! Unaware of what is in it.

use super::Context;
use super::paths::ending;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::manifest::Output;

/// `folder-name`
pub static CODE: Code = Code {
    name: "folder-name",
    severity: Severity::Warning,
    summary: "the folder of a package is named like a file",
    explanation: r#"
`dir` is the folder of the package. ffmpeg and others take the name of the playlist or of the MPD
there; here that would make a folder of this name. The playlist's own name is `playlist`, the MPD's is
`mpd`.

Wrong:

```toml
[outputs.web]
type = "hls"
dir = "out/film/master.m3u8"
ladders = ["hd"]
```

Right:

```toml
[outputs.web]
type = "hls"
dir = "out/film"
playlist = "master.m3u8"
ladders = ["hd"]
```

Source: the manifest's own reference (`outputs.*.dir`).
"#,
};

/// Looks at every package, filled in.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for output in context.filled_outputs {
        let (_, dir) = output.target();
        let (folder, name) = dir.as_str().rsplit_once('/').unwrap_or(("", dir.as_str()));
        let folder = if folder.is_empty() { "out" } else { folder };
        let ending = ending(name);
        let key = match (output.output, ending.as_str()) {
            (Output::File(_), _) => continue,
            (Output::Hls(_) | Output::Cmaf(_), "m3u8") => Some("playlist"),
            (Output::Dash(_) | Output::Cmaf(_), "mpd") => Some("mpd"),
            (_, "m3u8" | "mpd" | "mp4" | "m4s" | "ts" | "mkv" | "webm") => None,
            _ => continue,
        };
        let help = match key {
            Some(key) => format!(
                "let `{}` be `{folder}`, and `{key}` be `{name}`",
                output.target().0
            ),
            None => format!("write a folder, such as `{folder}`"),
        };
        diagnostics.push(
            Diagnostic::new(
                &CODE,
                output.target_route(),
                format!("a folder that is named like a file: `{name}`"),
            )
            .here("becomes a folder")
            .help(help),
        );
    }
}
