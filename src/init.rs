//! A first manifest for a source: what a person would write, with comments that say what to change.
//!
//! Unaware of files: the caller probes the source and writes the text.

use serde_json::{Map, Value, json};

use crate::check::template::escape;
use crate::document::{Comment, Syntax, write};
use crate::facts::Source;
use crate::ladder;
use crate::manifest::VideoLadder;
use crate::source::Route;

/// The smallest short side that a rung may name, in pixels.
const LEAST: u32 = 16;

/// What the manifest is made for.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// What the source holds.
    pub source: &'a Source,
    /// The source in words.
    pub described: &'a str,
    /// The source as the manifest names it: relative to the manifest's folder, absolute, or a URL.
    pub path: &'a str,
    /// What the job is called.
    pub name: &'a str,
    /// The manifest's own path, for the comments.
    pub manifest: &'a str,
    /// Where the JSON Schema is, for editors; if it is anywhere.
    pub schema: Option<&'a str>,
}

/// The manifest's text; `None` if the source has neither picture nor sound.
pub fn manifest(wish: &Wish<'_>, syntax: Syntax) -> Option<String> {
    let source = wish.source;
    if source.video.is_empty() && source.audio.is_empty() {
        return None;
    }
    let mut table = Map::new();
    if let (Syntax::Json, Some(schema)) = (syntax, wish.schema) {
        table.insert("$schema".to_owned(), schema.into());
    }
    table.insert("version".to_owned(), 1.into());
    table.insert("name".to_owned(), wish.name.into());
    table.insert(
        "inputs".to_owned(),
        json!({ "film": { "path": escape(wish.path) } }),
    );
    let mut ladders = Map::new();
    let mut names: Vec<&str> = Vec::new();
    if !source.video.is_empty() {
        ladders.insert("picture".to_owned(), picture(source));
        names.push("picture");
    }
    if !source.audio.is_empty() {
        let sound = json!({
            "type": "audio",
            "codec": "aac",
            "rungs": [{ "bit_rate": "128k", "channels": 2 }],
        });
        ladders.insert("sound".to_owned(), sound);
        names.push("sound");
    }
    table.insert("ladders".to_owned(), Value::Object(ladders));
    let output = json!({
        "type": "cmaf",
        "dir": "out/${film.stem}",
        "ladders": names,
        "segment_duration": "6s",
    });
    table.insert("outputs".to_owned(), json!({ "web": output }));
    let has_languages = source.audio.iter().all(|track| track.language.is_some());
    let comments = |route: &Route| comment(route, has_languages, syntax).map(Comment::Above);
    let text = write(&table, syntax, &comments);
    let schema = match (syntax, wish.schema) {
        (Syntax::Json, _) => return Some(text),
        (Syntax::Toml, Some(schema)) => format!("#:schema {schema}\n"),
        (Syntax::Yaml, Some(schema)) => format!("# yaml-language-server: $schema={schema}\n"),
        (_, None) => String::new(),
    };
    Some(format!("{schema}{}{text}", opening(wish)))
}

fn opening(wish: &Wish<'_>) -> String {
    let lines = [
        format!("{}: {}.", wish.path, wish.described),
        format!(
            "`rendit plan {0}` shows what would be done, `rendit run {0}` does it.",
            wish.manifest
        ),
    ];
    let lines = lines.map(|line| line.replace(char::is_control, " "));
    format!("# {}\n# {}\n", lines[0], lines[1])
}

/// The video ladder, with the sizes that fit the source.
fn picture(source: &Source) -> Value {
    let mut table = Map::new();
    table.insert("type".to_owned(), "video".into());
    table.insert("codec".to_owned(), "h264".into());
    table.insert("preset".to_owned(), "medium".into());
    let stream = source.video.first();
    if stream.is_some_and(crate::facts::VideoStream::is_interlaced) {
        table.insert("filters".to_owned(), json!(["bwdif=mode=send_frame"]));
    }
    let automatic = VideoLadder {
        auto: true,
        ..VideoLadder::default()
    };
    let fits = stream
        .and_then(|stream| Some((stream, stream.grid()?)))
        .map(|(stream, grid)| ladder::fit(&automatic, stream, grid).0)
        .unwrap_or_default();
    let rungs: Vec<Value> = fits
        .iter()
        .filter_map(|fit| {
            let height = fit.rung.height.filter(|height| *height >= LEAST)?;
            let bit_rate = fit.rung.bit_rate?;
            Some(json!({ "height": height, "bit_rate": bit_rate.to_string() }))
        })
        .collect();
    if rungs.is_empty() {
        table.insert("auto".to_owned(), true.into());
    } else {
        table.insert("rungs".to_owned(), rungs.into());
    }
    Value::Object(table)
}

/// What is said above a value.
fn comment(route: &Route, has_languages: bool, syntax: Syntax) -> Option<String> {
    let text = match route.to_string().as_str() {
        "inputs.film.path" if !has_languages => {
            let language = syntax.entry("language", &"en".into());
            return Some(format!(
                "Relative to this file. The file does not say which language is spoken: add\n{language}"
            ));
        }
        "inputs.film.path" => "Relative to this file.",
        "ladders.picture.codec" => "h264 plays everywhere; hevc, av1 and vp9 need fewer bits.",
        "ladders.picture.preset" => {
            "From ultrafast to veryslow: the slower, the better the picture for the same bits."
        }
        "ladders.picture.filters" => "The source is interlaced.",
        "ladders.picture.rungs" => {
            "Height is the short side in pixels. The largest is the source's own; nothing is enlarged."
        }
        "outputs.web.type" => {
            "Segments for HLS and DASH at once; hls, dash or file (mp4, mkv, webm …) for one of them."
        }
        "outputs.web.dir" => "This folder is replaced as a whole by every run.",
        _ => return None,
    };
    Some(text.to_owned())
}
