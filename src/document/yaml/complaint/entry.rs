//! Entries of sections, such as `film:` below `inputs:`, whose lines stand otherwise than they should:
//! without the section's line, with a value beside their name, as a list, with the first keys beside
//! their name instead of below it.
//!
//! Unaware of the tree; of what a manifest means, only the names of a few keys are known here.

use super::guess::{Guess, Scene};
use super::layout::finding;
use super::line::{Line, MOST};
use crate::diag::At;
use crate::source::{SourceFile, Span};

/// Sections, and the key that each of their entries has.
const SECTIONS: [(&str, &str); 4] = [
    ("inputs", "path"),
    ("ladders", "type"),
    ("outputs", "type"),
    ("encryption", "type"),
];

/// The section that an entry with such a first key belongs to.
fn section_of(first: &Line<'_>) -> Option<&'static str> {
    match (first.key()?, first.value().trim_matches(['"', '\''])) {
        ("path" | "glob" | "lavfi", _) => Some("inputs"),
        ("type", "video" | "audio") => Some("ladders"),
        ("type", "hls" | "dash" | "cmaf" | "file") => Some("outputs"),
        ("type", "aes-128") => Some("encryption"),
        _ => None,
    }
}

/// The lines below that hold more than a comment.
fn below(file: &SourceFile, number: usize) -> impl Iterator<Item = Line<'_>> {
    (number + 1..file.lines())
        .take(MOST)
        .filter_map(|number| Line::of(file, number))
        .filter(Line::says_something)
}

fn opens(line: &Line<'_>) -> bool {
    line.key().is_some() && line.value().is_empty()
}

/// The key of an entry of the section in which a line stands as an entry's name does.
fn main_key(file: &SourceFile, entry: &Line<'_>) -> Option<&'static str> {
    let above = Line::above(file, entry.number).find(|above| above.column < entry.column)?;
    let (_, key) = SECTIONS
        .iter()
        .find(|(name, _)| above.column == 0 && opens(&above) && above.key() == Some(*name))?;
    Some(*key)
}

/// Keys of an entry right below their section, where the entries below have names.
pub(super) fn nameless(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let column = scene.here.column;
    let above = Line::above(file, scene.here.number).find(|above| above.column < column);
    let Some(section) = above.filter(|above| above.column == 0 && opens(above)) else {
        return Vec::new();
    };
    let known = SECTIONS
        .iter()
        .find(|(name, _)| section.key() == Some(*name));
    let first = below(file, section.number).next();
    // A name has its keys below it.
    let is_key = |first: &Line<'_>| !first.is_item() && !opens(first);
    let first = first.filter(|first| first.column > column && is_key(first));
    let (Some((name, _)), Some(first)) = (known, first) else {
        return Vec::new();
    };
    let Some(key) = first.key() else {
        return Vec::new();
    };
    let (meant, is_sure) = name_in(file, name, (&section, column));
    let help = match is_sure {
        true => format!("write `{meant}:` on a line of its own above `{key}`"),
        false => format!("write a name such as `{meant}:` on a line of its own above `{key}`"),
    };
    vec![Guess {
        finding: finding(
            &format!("a name is missing above `{key}`"),
            section.span(file, 0, name.len()),
            "its entries have names",
        )
        .label(
            At::Span(first.span(file, 0, key.len())),
            "belongs to one of them",
        )
        .help(help),
        span: Span::new(file, first.first, first.first),
        text: format!("{}{meant}:{}", " ".repeat(column), file.line_end()),
        is_sure,
    }]
}

/// The only name that is used of a section and that none of its entries has, or else one that is usual;
/// whether it is used.
fn name_in(file: &SourceFile, section: &str, (line, column): (&Line<'_>, usize)) -> (String, bool) {
    let given: Vec<&str> = below(file, line.number)
        .take_while(|line| line.column > 0)
        .filter(|line| line.column == column)
        .filter_map(|line| line.key())
        .collect();
    let mut used: Vec<&str> = Vec::new();
    let mut list = None;
    let lines = (0..file.lines().min(MOST)).filter_map(|number| Line::of(file, number));
    for line in lines.filter(Line::says_something) {
        if section == "inputs" {
            let names = line.content.split("${").skip(1);
            used.extend(names.filter_map(|name| Some(name.split_once('.')?.0)));
        }
        list = list.filter(|owner| line.is_item() && line.indent >= *owner);
        if list.is_some() {
            used.push(line.content);
        }
        if line.column > 0 && line.key() == Some(section) {
            let value = line.value();
            let inner = value
                .strip_prefix('[')
                .and_then(|inner| inner.strip_suffix(']'));
            used.extend(inner.unwrap_or(value).split(','));
            list = value.is_empty().then_some(line.column);
        }
    }
    let is_name = |name: &&str| {
        let is_part = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
        !name.is_empty() && name.chars().all(is_part) && !["vars", "env"].contains(name)
    };
    let mut used: Vec<&str> = used
        .iter()
        .map(|name| name.trim().trim_matches(['"', '\'']))
        .filter(|name| is_name(name) && !given.contains(name))
        .collect();
    used.sort_unstable();
    used.dedup();
    if let [only] = used.as_slice() {
        return ((*only).to_owned(), true);
    }
    let usual = match section {
        "inputs" => ["film", "other"],
        "ladders" => ["hd", "other"],
        "outputs" => ["web", "other"],
        _ => ["aes", "other"],
    };
    let free = usual.into_iter().find(|name| !given.contains(name));
    (free.unwrap_or("more").to_owned(), false)
}

/// An entry below a key of the top level that has its value already.
pub(super) fn without_section(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let top = (0..file.lines())
        .filter_map(|number| Line::of(file, number))
        .find(Line::says_something);
    // The reader takes the depth of the first line for that of the file.
    let top = top.filter(|top| top.column > 0 && scene.here.column == 0);
    let is_below = |before: &Line<'_>| before.column == 0 && !opens(before);
    let here = match &top {
        Some(top) => top,
        None if scene.before.as_ref().is_some_and(is_below) => &scene.here,
        None => return Vec::new(),
    };
    let Some(name) = here.key() else {
        return Vec::new();
    };
    let first = below(file, here.number).next();
    let first = first.filter(|first| first.column > here.column && !first.is_item());
    let is_entry = opens(here) && here.column > 0 && !here.is_item();
    let Some(section) = first.as_ref().and_then(section_of).filter(|_| is_entry) else {
        return Vec::new();
    };
    let is_there = |line: Line<'_>| line.column == 0 && line.key() == Some(section);
    if (0..file.lines())
        .filter_map(|number| Line::of(file, number))
        .any(is_there)
    {
        return Vec::new();
    }
    vec![Guess {
        finding: finding(
            &format!("the line `{section}:` is missing before `{name}`"),
            here.span(file, 0, name.len()),
            format!("belongs in `{section}`"),
        )
        .help(format!("write `{section}:` on a line of its own above")),
        span: Span::new(file, here.first, here.first),
        text: format!("{section}:{}", file.line_end()),
        is_sure: true,
    }]
}

/// `film: film.mp4` with more keys below it.
pub(super) fn value_beside(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let here = &scene.here;
    let Some(entry) = scene.before.as_ref().filter(|entry| !entry.is_item()) else {
        return Vec::new();
    };
    let (Some(name), value) = (entry.key(), entry.value()) else {
        return Vec::new();
    };
    let is_below = here.column > entry.column && here.key().is_some() && !here.is_item();
    let Some(key) = main_key(file, entry).filter(|_| is_below && !value.is_empty()) else {
        return Vec::new();
    };
    let key = match key {
        "path" if value.contains('*') => "glob",
        key => key,
    };
    let is_known = key != "type"
        || ["video", "audio", "hls", "dash", "cmaf", "file", "aes-128"].contains(&value);
    let is_given = std::iter::once(here.key() == Some(key))
        .chain(
            below(file, here.number)
                .take_while(|line| line.column >= here.column)
                .map(|line| line.column == here.column && line.key() == Some(key)),
        )
        .any(|is_key| is_key);
    let Some(at) = entry
        .content
        .get(name.len()..)
        .and_then(|rest| rest.find(value))
    else {
        return Vec::new();
    };
    let at = name.len() + at;
    let told = finding(
        &format!("`{name}` has a value, and keys below it"),
        entry.span(file, at, at + value.len()),
        "belongs on a line of its own",
    );
    let help = match is_known && !is_given {
        true => format!(
            "write `{key}: {value}` in a line below, like `{}`",
            here.key().unwrap_or_default()
        ),
        false => "remove the value, or put it into a key of its own below".to_owned(),
    };
    let (from, to, text) = match is_known && !is_given {
        true => {
            let indent = " ".repeat(here.column);
            (
                name.len() + 1,
                at,
                format!("{}{indent}{key}: ", file.line_end()),
            )
        }
        false => (name.len() + 1, at + value.len(), String::new()),
    };
    vec![Guess {
        finding: told.help(help),
        span: entry.span(file, from, to),
        text,
        is_sure: is_known && !is_given,
    }]
}

/// `film:` with one item below, and more keys that are none of this item.
pub(super) fn as_list(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let here = &scene.here;
    let Some(item) = scene.before.as_ref().filter(|item| item.is_item()) else {
        return Vec::new();
    };
    let Some(entry) = Line::before(file, item.number) else {
        return Vec::new();
    };
    let is_beside = here.column == item.indent && here.key().is_some() && !here.is_item();
    let is_entry = opens(&entry) && !entry.is_item() && entry.column < item.indent;
    if item.key().is_none() || !is_beside || !is_entry || main_key(file, &entry).is_none() {
        return Vec::new();
    }
    let dash = Span::new(file, item.first + item.indent, item.start);
    vec![Guess {
        finding: finding(
            "a list item beside keys",
            dash.clone(),
            format!("`{}` is no list", entry.key().unwrap_or_default()),
        )
        .help("remove the `- `"),
        span: dash,
        text: String::new(),
        is_sure: true,
    }]
}

/// The first keys of an entry, indented as its name is; those that follow are below.
pub(super) fn keys_beside(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let here = &scene.here;
    let is_key = |line: &Line<'_>| line.key().is_some() && !line.is_item();
    let Some(before) = scene.before.as_ref().filter(|line| is_key(line)) else {
        return Vec::new();
    };
    if !is_key(here) || here.column <= before.column {
        return Vec::new();
    }
    let mut first = None;
    let entry = Line::above(file, here.number).find(|line| {
        let is_one = line.column == before.column && is_key(line) && !opens(line);
        if is_one {
            first = Some(line.number);
        }
        !is_one
    });
    let entry =
        entry.filter(|entry| opens(entry) && entry.column == before.column && is_key(entry));
    let first = first.and_then(|first| Line::of(file, first));
    let (Some(entry), Some(first)) = (entry, first) else {
        return Vec::new();
    };
    let mut text = String::new();
    let mut end = first.first;
    for number in first.number..=before.number {
        let Some(line) = Line::of(file, number).filter(Line::says_something) else {
            continue;
        };
        text += file.text().get(end..line.first).unwrap_or_default();
        text += &" ".repeat(here.column);
        end = line.start;
    }
    let (name, key) = (
        entry.key().unwrap_or_default(),
        first.key().unwrap_or_default(),
    );
    vec![Guess {
        finding: finding(
            "the indentation fits nothing above",
            first.span(file, 0, key.len()),
            format!("not below `{name}`"),
        )
        .help(format!(
            "indent it by {} spaces, like `{}` below",
            here.column,
            here.key().unwrap_or_default()
        )),
        span: Span::new(file, first.first, end),
        text,
        is_sure: main_key(file, &entry).is_some(),
    }]
}

/// The first entry of a section at the start of its line, or as an item of a list; the entries after it
/// stand as they should.
pub(super) fn first_apart(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let here = &scene.here;
    if !opens(here) || here.is_item() || here.column == 0 {
        return Vec::new();
    }
    let Some(entry) = Line::above(file, here.number).find(|line| match line.is_item() {
        true => line.indent <= here.column,
        false => line.column < here.column,
    }) else {
        return Vec::new();
    };
    let section = Line::before(file, entry.number).filter(|line| line.column == 0 && opens(line));
    let section = section.and_then(|line| line.key());
    let is_section = |name: &&str| SECTIONS.iter().any(|(section, _)| section == name);
    let (Some(section), Some(name)) = (section.filter(is_section), entry.key()) else {
        return Vec::new();
    };
    let is_known = SECTIONS.iter().any(|(section, _)| *section == name);
    let start = entry.first + entry.indent;
    let guess = match entry.is_item() {
        true if entry.indent == here.column && opens(&entry) => Guess {
            finding: finding(
                "a list item beside keys",
                Span::new(file, start, start + 1),
                format!("`{section}` is no list"),
            )
            .help(format!("write `{name}:`")),
            span: Span::new(file, start, entry.start),
            text: String::new(),
            is_sure: true,
        },
        false if entry.column == 0 && opens(&entry) && !is_known => Guess {
            finding: finding(
                "the indentation fits nothing above",
                entry.span(file, 0, name.len()),
                format!("not below `{section}`"),
            )
            .help(format!(
                "indent it by {} spaces, like `{}` below",
                here.column,
                here.key().unwrap_or_default()
            )),
            span: Span::new(file, entry.first, entry.start),
            text: " ".repeat(here.column),
            is_sure: true,
        },
        _ => return Vec::new(),
    };
    vec![guess]
}

/// `film: path: film.mp4`.
pub(super) fn pair_beside(scene: &Scene<'_>) -> Vec<Guess> {
    let file = scene.file;
    let here = &scene.here;
    let (Some(name), value) = (here.key(), here.value()) else {
        return Vec::new();
    };
    let is_main = |key: &str| matches!(key, "path" | "glob" | "lavfi" | "type");
    let pair = value.split_once(": ").filter(|(key, _)| is_main(key));
    let Some(at) = here.content.find(value) else {
        return Vec::new();
    };
    let is_plain = !value.contains(['{', '[', '"', '\'', ',', '#']);
    let is_last = below(file, here.number)
        .next()
        .is_none_or(|next| next.column <= here.column);
    if pair.is_none() || !is_plain || main_key(file, here).is_none() {
        return Vec::new();
    }
    let meant = format!("{{ {value} }}");
    let span = here.span(file, at, at + value.len());
    vec![Guess {
        finding: finding(
            &format!("a key in the line of `{name}`"),
            span.clone(),
            "belongs in a line below, or in braces",
        )
        .help(format!("write `{name}: {meant}`")),
        span,
        text: meant,
        is_sure: is_last,
    }]
}
