//! Where the parts of a package stand, and how they are written as URIs (RFC 3986).
//!
//! Unaware of what the parts hold. Paths are relative to the package and use `/`.

use std::fmt::Write;

use crate::plan::Container;

/// Names the files of renditions after a pattern such as `${rendition}/${number}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    pattern: String,
    container: Container,
}

impl Names {
    /// `pattern` is a path without an ending, with `${rendition}` and `${number}` in it.
    pub fn new(pattern: impl Into<String>, container: Container) -> Self {
        Self {
            pattern: pattern.into(),
            container,
        }
    }

    /// Path of a segment; `number` counts from 1 and takes five digits or more.
    pub fn segment(&self, rendition: &str, number: usize) -> String {
        let ending = match self.container {
            Container::Fmp4 => "m4s",
            Container::Ts => "ts",
        };
        self.fill(rendition, &format!("{number:05}"), ending)
    }

    /// Path of the init segment: `init` stands where the number would.
    pub fn init(&self, rendition: &str) -> String {
        self.fill(rendition, "init", "mp4")
    }

    /// Path of the only file of a rendition that is addressed by byte ranges.
    pub fn single_file(&self, rendition: &str) -> String {
        let ending = match self.container {
            Container::Fmp4 => "mp4",
            Container::Ts => "ts",
        };
        self.fill(rendition, "media", ending)
    }

    fn fill(&self, rendition: &str, number: &str, ending: &str) -> String {
        let path = self
            .pattern
            .replace("${number}", number)
            .replace("${rendition}", rendition);
        format!("{path}.{ending}")
    }

    /// `initialization` and `media` of a DASH SegmentTemplate (ISO/IEC 23009-1 §5.3.9.4.4) as URIs
    /// seen from the file `from`.
    pub fn templates(&self, from: &str) -> (String, String) {
        // Literal text is encoded and its dollars doubled, the identifiers are put in afterwards.
        // The two stand-ins are control characters, which no path holds unencoded.
        let marked = self
            .pattern
            .replace("${number}", "\u{1}")
            .replace("${rendition}", "\u{2}");
        let literal: String = relative(from, &marked)
            .split_inclusive(['\u{1}', '\u{2}'])
            .map(|part| match part.strip_suffix(['\u{1}', '\u{2}']) {
                Some(text) => format!("{}{}", encode(text), part.get(text.len()..).unwrap_or("")),
                None => encode(part),
            })
            .collect::<String>()
            .replace('$', "$$")
            .replace('\u{2}', "$RepresentationID$");
        (
            format!("{}.mp4", literal.replace('\u{1}', "init")),
            format!("{}.m4s", literal.replace('\u{1}', "$Number%05d$")),
        )
    }
}

/// The way from the file `from` to the file `to`, both relative to the package.
pub fn relative(from: &str, to: &str) -> String {
    let mut folders = from.split('/').collect::<Vec<_>>();
    folders.pop();
    let parts: Vec<&str> = to.split('/').collect();
    let shared = folders
        .iter()
        .zip(&parts)
        .take_while(|(folder, part)| folder == part)
        .count()
        .min(parts.len().saturating_sub(1));
    let mut way = vec![".."; folders.len() - shared];
    way.extend(parts.iter().skip(shared));
    way.join("/")
}

/// [`relative`] as a URI reference.
pub fn reference(from: &str, to: &str) -> String {
    encode(&relative(from, to))
}

/// A path as a URI reference: all but unreserved characters, `/` and harmless marks become `%XX`. A
/// colon does too, for `a:b` would be read as a scheme.
pub fn encode(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&()*+,;=@".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

/// A URI that somebody else wrote, made safe inside a quoted string: what no URI may hold becomes
/// `%XX`, the rest stays.
pub fn keep(uri: &str) -> String {
    let mut safe = String::with_capacity(uri.len());
    for byte in uri.trim().bytes() {
        if byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte) {
            safe.push(char::from(byte));
        } else {
            let _ = write!(safe, "%{byte:02X}");
        }
    }
    safe
}
