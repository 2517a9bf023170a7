//! Plain texts that end otherwise than they were meant to: with a comma or semicolon that other languages
//! have there, or where a `#` begins a comment; and a placeholder that is a mapping without its `$`.
//!
//! Unaware of the tree and of what any key means.

use super::{PATHS, Slip, slip};
use crate::diag::{At, Diagnostic};
use crate::document::node::{Entry, Kind, Map};
use crate::document::yaml::complaint::filled;
use crate::source::Span;

/// Keys whose values are words, numbers and names, which have no such mark at their end.
const WORDS: [&str; 45] = [
    "adaptation_sets",
    "audio",
    "auto",
    "bit_rate",
    "buffer_size",
    "channels",
    "codec",
    "crf",
    "default",
    "encoder",
    "encryption",
    "end",
    "extends",
    "filters",
    "height",
    "id",
    "inputs",
    "iv",
    "key_env",
    "keyframe_interval",
    "ladder",
    "ladders",
    "language",
    "max_bit_rate",
    "max_frame_rate",
    "max_height",
    "min_height",
    "optional",
    "pixel_format",
    "preset",
    "profile",
    "role",
    "rungs",
    "sample_rate",
    "segment_duration",
    "segments",
    "single_file",
    "start",
    "streams",
    "track",
    "tune",
    "type",
    "version",
    "video",
    "width",
];

/// `path: film.mp4,`: the comma is part of the text.
pub(in crate::document::yaml) fn mark_behind(
    key: Option<&str>,
    span: &Span,
    text: &str,
) -> Option<Slip> {
    let inner = text.trim_end_matches([',', ';']);
    let (mark, name) = match text.get(inner.len()..)? {
        "," => (",", "comma"),
        ";" => (";", "semicolon"),
        _ => return None,
    };
    let inner = inner.trim_end();
    let is_known = key.is_some_and(|key| WORDS.contains(&key) || PATHS.contains(&key));
    if inner.is_empty() || !is_known || span.text() != text || inner.contains(", ") {
        return None;
    }
    let file = &span.file;
    let at = Span::new(file, span.end - mark.len(), span.end);
    let gone = Span::new(file, span.start + inner.len(), span.end);
    let finding = slip(
        format!("a {name} behind a value"),
        at,
        "part of the text: a line ends without a mark",
    )
    .help(match key.is_some_and(|key| PATHS.contains(&key)) {
        true => format!("write `{inner}`; or \"{text}\" if the name ends so"),
        false => format!("write `{inner}`"),
    })
    .fix(At::Span(gone), "");
    Some(Slip {
        finding,
        meant: Some(inner.to_owned()),
        ends_reading: false,
    })
}

/// `path: media/film #1.mp4`: what stands behind the space is a comment for YAML.
pub(in crate::document::yaml) fn cut(key: Option<&str>, span: &Span) -> Option<Slip> {
    let key = key.filter(|key| PATHS.contains(key) && *key != "key_uri")?;
    let file = &span.file;
    let line = file.line_range(file.line_of(span.start));
    let behind = file.text().get(span.end..line.end)?;
    let rest = behind.trim_start_matches(' ').strip_prefix('#')?;
    let rest = rest.split(" #").next()?.trim_end();
    let starts = rest.chars().next()?;
    if !behind.starts_with(' ')
        || !starts.is_alphanumeric()
        || rest.contains(['"', '\'', '\\', '`'])
    {
        return None;
    }
    let text = span.text();
    let name = text.rsplit('/').next().unwrap_or(text);
    let is_folder = matches!(key, "dir");
    // A pattern or a placeholder may end the text.
    if !is_folder && name.contains(['*', '}']) {
        return None;
    }
    let is_number = rest.bytes().all(|byte| byte.is_ascii_digit());
    let has_ending = |text: &str| {
        let ending = text.rsplit_once('.').map(|(_, ending)| ending);
        ending.is_some_and(|ending| {
            (2..=5).contains(&ending.len())
                && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
    };
    // A folder needs no ending, and a file that has one is whole.
    let is_cut = match is_folder {
        true => {
            let parts = rest.split_once('/').filter(|_| !rest.contains(' '));
            parts.is_some_and(|(number, below)| {
                number.bytes().all(|byte| byte.is_ascii_digit())
                    && below.contains(char::is_alphabetic)
            })
        }
        false => !has_ending(name) && (has_ending(rest) || is_number),
    };
    if !is_cut || text.contains('\n') {
        return None;
    }
    let length = behind.find(rest)? + rest.len();
    let whole = Span::new(file, span.start, span.end + length);
    let meant = format!("\"{}\"", whole.text());
    let finding = slip(
        "a `#` that begins a comment",
        Span::new(file, span.end, whole.end),
        "no part of the text",
    );
    let finding = finding
        .label(At::Span(span.clone()), "ends here")
        .help(format!(
            "write {meant}; or a space behind the `#` of a comment"
        ))
        .fix(At::Span(whole), meant)
        .sure(false);
    Some(Slip {
        finding,
        meant: None,
        ends_reading: false,
    })
}

/// `{vars.site}`: a mapping of one key without a value; what was meant by it.
pub(in crate::document::yaml) fn lone_name(
    map: &Map,
    whole: &Span,
) -> Option<(Diagnostic, String)> {
    let mut entries = map.iter();
    let is_bare = |entry: &Entry| {
        matches!(entry.value.kind, Kind::Null)
            && entry.value.span.is_empty()
            && entry.key_span.text() == entry.key
    };
    let (Some(_), None) = (entries.next().filter(|one| is_bare(one)), entries.next()) else {
        return None;
    };
    let meant = filled(whole.text())?;
    let finding = slip(
        "a placeholder without `$`",
        whole.clone(),
        "a mapping for YAML",
    )
    .help(format!("write \"{meant}\""))
    .fix(At::Span(whole.clone()), format!("\"{meant}\""));
    Some((finding, meant))
}
