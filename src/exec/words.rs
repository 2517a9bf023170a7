//! One line of what ffmpeg says on stderr: where lines end, and what stands in one.
//!
//! Does not know what the words mean; [`super::failure`] does.

/// The longest line kept, in bytes; the rest of a longer one is dropped. Filter graphs are quoted
/// in errors, so this is generous; a damaged file can make a tool print its bytes, so it is bounded.
pub const LONGEST_LINE: usize = 4096;

/// Cuts a stream of bytes into lines that can be shown.
///
/// A line ends at a line feed or a carriage return; empty lines are left out. Bytes that are not
/// UTF-8 and control characters (a source's metadata may hold terminal commands) become U+FFFD.
#[derive(Debug, Default)]
pub struct Lines {
    pending: Vec<u8>,
    cut: bool,
}

impl Lines {
    /// Takes the next bytes and hands out every line that is complete.
    pub fn push(&mut self, bytes: &[u8], each: &mut dyn FnMut(String)) {
        let mut rest = bytes;
        while let Some(at) = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
            let (line, after) = rest.split_at(at);
            self.keep(line);
            self.end(each);
            rest = after.get(1..).unwrap_or_default();
        }
        self.keep(rest);
    }

    /// Hands out what has no line end yet: the stream is over.
    pub fn end(&mut self, each: &mut dyn FnMut(String)) {
        let text = shown(&self.pending, self.cut);
        self.pending.clear();
        self.cut = false;
        if !text.trim().is_empty() {
            each(text);
        }
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = LONGEST_LINE.saturating_sub(self.pending.len());
        let kept = bytes.get(..room).unwrap_or(bytes);
        self.cut |= kept.len() < bytes.len();
        self.pending.extend_from_slice(kept);
    }
}

fn shown(bytes: &[u8], cut: bool) -> String {
    let mut text: String = String::from_utf8_lossy(bytes)
        .chars()
        .map(|c| match c {
            '\t' => ' ',
            c if c.is_control() => char::REPLACEMENT_CHARACTER,
            c => c,
        })
        .collect();
    text.truncate(text.trim_end().len());
    if cut {
        text.push_str(" …");
    }
    text
}

/// How grave ffmpeg calls a line (`-loglevel level+…`, `libavutil/log.h`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// `debug`, `trace`, `verbose` and `info`.
    Info,
    /// `warning`.
    Warning,
    /// `error`.
    Error,
    /// `fatal` and `panic`.
    Fatal,
}

impl Level {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "trace" | "debug" | "verbose" | "info" => Level::Info,
            "warning" => Level::Warning,
            "error" => Level::Error,
            "fatal" | "panic" => Level::Fatal,
            _ => return None,
        })
    }
}

/// A line taken apart: `[vost#0:0/libx264 @ 0x55…] [enc:libx264 @ 0x55…] [error] text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words<'a> {
    /// The parts of ffmpeg that speak, outermost first, without addresses: `vost#0:0/libx264`.
    pub speakers: Vec<&'a str>,
    /// How grave it is; `None` for a line without a level, which continues the one before.
    pub level: Option<Level>,
    /// What is said.
    pub text: &'a str,
}

impl<'a> Words<'a> {
    /// Takes a line apart. x264 and x265 write lines of their own: `x264 [error]: text`.
    pub fn of(line: &'a str) -> Self {
        let mut speakers = Vec::new();
        let mut rest = line.trim();
        for library in ["x264", "x265"] {
            let parts = rest
                .strip_prefix(library)
                .and_then(|rest| rest.strip_prefix(" ["))
                .and_then(|rest| rest.split_once("]: "));
            if let Some((level, text)) = parts
                && let Some(level) = Level::named(level)
            {
                return Self {
                    speakers: vec![library],
                    level: Some(level),
                    text,
                };
            }
        }
        while let Some((name, after)) = rest.strip_prefix('[').and_then(|r| r.split_once("] ")) {
            if let Some(level) = Level::named(name) {
                return Self {
                    speakers,
                    level: Some(level),
                    text: after.trim(),
                };
            }
            let Some((speaker, _)) = name.split_once(" @ 0x") else {
                break;
            };
            speakers.push(speaker);
            rest = after;
        }
        Self {
            speakers,
            level: None,
            text: rest,
        }
    }

    /// Whether it is at least an error.
    pub fn is_error(&self) -> bool {
        self.level >= Some(Level::Error)
    }

    /// The line as people read it: the speakers without addresses, then the text.
    pub fn clean(&self) -> String {
        match self.speakers.last() {
            Some(speaker) => format!("{speaker}: {}", self.text),
            None => self.text.to_owned(),
        }
    }
}
