//! Writes XML with an indent for each level.
//!
//! Knows no element. Whatever is handed in as text or as an attribute comes out as just that.

use std::fmt::Display;

/// An XML document under construction.
pub(super) struct Xml {
    text: String,
    depth: usize,
}

/// Attributes in order.
pub(super) type Attributes<'a> = &'a [(&'a str, Option<String>)];

/// An attribute that is there.
pub(super) fn given(name: &str, value: impl Display) -> (&str, Option<String>) {
    (name, Some(value.to_string()))
}

impl Xml {
    pub fn new() -> Self {
        Self {
            text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(),
            depth: 0,
        }
    }

    /// The finished text.
    pub fn finish(self) -> String {
        self.text
    }

    /// An element that `inner` fills.
    pub fn element(&mut self, name: &str, attributes: Attributes, inner: impl FnOnce(&mut Self)) {
        self.open(name, attributes);
        self.text.push_str(">\n");
        self.depth += 1;
        inner(self);
        self.depth -= 1;
        self.indent();
        self.text.push_str(&format!("</{name}>\n"));
    }

    /// An element without content.
    pub fn empty(&mut self, name: &str, attributes: Attributes) {
        self.open(name, attributes);
        self.text.push_str("/>\n");
    }

    /// An element that holds text.
    pub fn text(&mut self, name: &str, text: &str) {
        self.open(name, &[]);
        self.text.push_str(&format!(">{}</{name}>\n", escape(text)));
    }

    fn open(&mut self, name: &str, attributes: Attributes) {
        self.indent();
        self.text.push('<');
        self.text.push_str(name);
        for (name, value) in attributes {
            if let Some(value) = value {
                self.text
                    .push_str(&format!(" {name}=\"{}\"", escape(value)));
            }
        }
    }

    fn indent(&mut self) {
        self.text.push_str(&"  ".repeat(self.depth));
    }
}

/// Text as content or between quotes. Characters that XML 1.0 cannot hold at all (§2.2) are replaced.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&apos;"),
            // A parser would turn these into blanks inside an attribute.
            '\t' | '\n' | '\r' => safe.push_str(&format!("&#{};", u32::from(letter))),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            letter => safe.push(letter),
        }
    }
    safe
}
