//! What was written, and where: files, byte spans, and routes through a manifest.
//!
//! Knows nothing of TOML, YAML, video or how a finding is shown.

use std::collections::HashSet;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use foldhash::fast::RandomState;
use smol_str::SmolStr;

/// One text that a person wrote: a manifest, a file it extends, or the command line's `--set`.
///
/// Cheap to clone.
#[derive(Clone)]
pub struct SourceFile(Arc<Inner>);

struct Inner {
    name: String,
    text: Arc<str>,
    line_starts: Vec<usize>,
}

impl SourceFile {
    /// `name` is what findings print, as the user typed it. A byte order mark is not part of the text.
    pub fn new(name: impl Into<String>, text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        let text: Arc<str> = text.strip_prefix('\u{feff}').unwrap_or(text).into();
        let line_starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        Self(Arc::new(Inner {
            name: name.into(),
            text,
            line_starts,
        }))
    }

    /// The name that findings print.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The name without folders and without its ending.
    pub fn stem(&self) -> &str {
        let name = self.name().rsplit(['/', '\\']).next().unwrap_or_default();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The whole text, without a byte order mark.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// How the file ends its lines, by the first of them.
    pub fn line_end(&self) -> &'static str {
        let first = self.text().get(self.line_range(0)).unwrap_or_default();
        match first.ends_with('\r') {
            true => "\r\n",
            false => "\n",
        }
    }

    /// Zero-based line that holds byte `at`.
    pub fn line_of(&self, at: usize) -> usize {
        self.0.line_starts.partition_point(|start| *start <= at) - 1
    }

    /// Byte range of a zero-based line, without its line feed.
    pub fn line_range(&self, line: usize) -> std::ops::Range<usize> {
        let start = self
            .0
            .line_starts
            .get(line)
            .copied()
            .unwrap_or(self.text().len());
        let end = self
            .0
            .line_starts
            .get(line + 1)
            .map_or(self.text().len(), |next| next - 1);
        start..end
    }

    /// How many lines there are; an empty text has one.
    pub fn lines(&self) -> usize {
        self.0.line_starts.len()
    }

    /// One-based line and column of byte `at`; columns count characters.
    pub fn line_column(&self, at: usize) -> (usize, usize) {
        let at = self.floor(at);
        let line = self.line_of(at);
        let start = self.line_range(line).start;
        (line + 1, self.text()[start..at].chars().count() + 1)
    }

    /// The nearest character boundary at or before `at`, inside the text.
    pub fn floor(&self, at: usize) -> usize {
        let mut at = at.min(self.text().len());
        while !self.text().is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// Whether both are the very same file.
    pub fn is(&self, other: &SourceFile) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for SourceFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SourceFile").field(&self.name()).finish()
    }
}

/// A byte range of one [`SourceFile`].
#[derive(Clone, Debug)]
pub struct Span {
    /// The file it lies in.
    pub file: SourceFile,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span of `file`, clipped to character boundaries inside its text.
    pub fn new(file: &SourceFile, start: usize, end: usize) -> Self {
        let start = file.floor(start);
        let end = file.floor(end).max(start);
        Self {
            file: file.clone(),
            start,
            end,
        }
    }

    /// The text it covers.
    pub fn text(&self) -> &str {
        &self.file.text()[self.start..self.end]
    }

    /// Whether it covers nothing.
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// The part of it that lies on its first line.
    pub fn first_line(&self) -> Span {
        let line = self.file.line_range(self.file.line_of(self.start));
        let end = self.end.min(line.end).max(self.start);
        Span::new(&self.file, self.start, end)
    }
}

impl PartialEq for Span {
    fn eq(&self, other: &Self) -> bool {
        self.file.is(&other.file) && self.start == other.start && self.end == other.end
    }
}

impl Eq for Span {}

impl Hash for Span {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (Arc::as_ptr(&self.file.0), self.start, self.end).hash(state);
    }
}

/// One step of a [`Route`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Segment {
    /// A key of a table.
    Key(SmolStr),
    /// A position in a list, from zero.
    Index(usize),
}

/// The way from a manifest's root to one of its values, such as `ladders.hd.rungs[2].bit_rate`.
///
/// A finding, a step of a plan and an argument of ffmpeg all name the route that asked for them;
/// bytes are looked up only when something is shown. Keys that are not plain words are quoted:
/// `vars."a.b"`. Printing and parsing are each other's inverse. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Route(Arc<[Segment]>);

impl Route {
    /// The manifest itself.
    pub fn root() -> Self {
        Self::default()
    }

    /// The route to `key` of the table here.
    pub fn key(&self, key: impl Into<SmolStr>) -> Self {
        self.then(Segment::Key(key.into()))
    }

    /// The route to item `index` of the list here.
    pub fn index(&self, index: usize) -> Self {
        self.then(Segment::Index(index))
    }

    fn then(&self, segment: Segment) -> Self {
        let above = self.0.iter().cloned();
        Self(above.chain(std::iter::once(segment)).collect())
    }

    /// Its steps, from the root.
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    /// The route without its last step; the root's parent is the root.
    pub fn parent(&self) -> Self {
        let above = self.0.len().saturating_sub(1);
        Self(self.0[..above].into())
    }

    /// The outermost list that holds what is there.
    pub fn list(&self) -> Option<Self> {
        let is_position = |segment: &Segment| matches!(segment, Segment::Index(_));
        let depth = self.0.iter().position(is_position)?;
        Some(Self(self.0[..depth].into()))
    }

    /// Its last step as text, empty for the root.
    pub fn last(&self) -> String {
        match self.0.last() {
            Some(Segment::Key(key)) => key.to_string(),
            Some(Segment::Index(index)) => index.to_string(),
            None => String::new(),
        }
    }

    /// Whether it is the root.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether `self` is `other` or lies above it.
    pub fn holds(&self, other: &Route) -> bool {
        other.0.starts_with(&self.0)
    }

    /// Reads what [`fmt::Display`] prints; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut route = Self::root();
        let mut rest = text;
        while !rest.is_empty() {
            if let Some(inner) = rest.strip_prefix('[') {
                let close = inner.find(']')?;
                route = route.index(inner[..close].parse().ok()?);
                rest = &inner[close + 1..];
                continue;
            }
            if !route.is_root() {
                rest = rest.strip_prefix('.')?;
            }
            if rest.starts_with('"') {
                let mut reader = serde_json::Deserializer::from_str(rest).into_iter::<String>();
                let key = reader.next()?.ok()?;
                rest = &rest[reader.byte_offset()..];
                route = route.key(key);
            } else {
                let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
                if end == 0 {
                    return None;
                }
                route = route.key(&rest[..end]);
                rest = &rest[end..];
            }
        }
        Some(route)
    }
}

impl std::borrow::Borrow<[Segment]> for Route {
    fn borrow(&self) -> &[Segment] {
        &self.0
    }
}

/// Routes, asked whether one of them is a route or lies above it.
#[derive(Clone, Debug, Default)]
pub struct Routes(HashSet<Route, RandomState>);

impl Routes {
    /// Whether `route` is among them, or lies below one.
    pub fn cover(&self, route: &Route) -> bool {
        !self.0.is_empty() && (0..=route.0.len()).any(|length| self.0.contains(&route.0[..length]))
    }

    /// Adds one.
    pub fn insert(&mut self, route: Route) {
        self.0.insert(route);
    }

    /// Adds those of another set.
    pub fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &Route> {
        self.0.iter()
    }
}

impl FromIterator<Route> for Routes {
    fn from_iter<I: IntoIterator<Item = Route>>(routes: I) -> Self {
        Self(routes.into_iter().collect())
    }
}

impl Extend<Route> for Routes {
    fn extend<I: IntoIterator<Item = Route>>(&mut self, routes: I) {
        self.0.extend(routes);
    }
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '-' || c == '$'
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, segment) in self.0.iter().enumerate() {
            match segment {
                Segment::Index(index) => write!(f, "[{index}]")?,
                Segment::Key(key) => {
                    if position > 0 {
                        f.write_str(".")?;
                    }
                    if !key.is_empty() && key.chars().all(is_word) {
                        f.write_str(key)?;
                    } else {
                        write!(f, "{}", serde_json::Value::from(key.as_str()))?;
                    }
                }
            }
        }
        Ok(())
    }
}

impl serde::Serialize for Route {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Route {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Route::parse(&text)
            .ok_or_else(|| serde::de::Error::custom(format!("`{text}` is not a route")))
    }
}
