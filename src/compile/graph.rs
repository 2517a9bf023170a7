//! A filter graph under construction, with the origin of each part of its text.
//!
//! Unaware of what the filters do.

use crate::plan::{Arg, Part};
use crate::source::Route;

/// Text of a `-filter_complex`, part by part.
#[derive(Default)]
pub struct Graph {
    text: String,
    parts: Vec<Part>,
}

impl Graph {
    /// Adds rendit's own text.
    pub fn own(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds text that the manifest asked for.
    pub fn from(&mut self, text: &str, origin: Route) {
        let start = self.text.len();
        self.text.push_str(text);
        self.parts.push(Part {
            start,
            end: self.text.len(),
            origin,
        });
    }

    /// Begins a further chain.
    pub fn next_chain(&mut self) {
        if !self.text.is_empty() {
            self.text.push(';');
        }
    }

    /// The whole as one argument.
    pub fn into_arg(self) -> Arg {
        Arg {
            text: self.text,
            origin: None,
            parts: self.parts,
        }
    }
}

/// A list of arguments under construction.
#[derive(Default)]
pub struct Args(pub Vec<Arg>);

impl Args {
    /// Adds rendit's own arguments.
    pub fn own(&mut self, words: &[&str]) {
        self.0.extend(words.iter().map(|word| Arg {
            text: (*word).to_string(),
            origin: None,
            parts: Vec::new(),
        }));
    }

    /// Adds one argument that the manifest asked for.
    pub fn from(&mut self, text: impl Into<String>, origin: &Route) {
        self.0.push(Arg {
            text: text.into(),
            origin: Some(origin.clone()),
            parts: Vec::new(),
        });
    }

    /// Adds an option and its value, both with one origin.
    pub fn pair(&mut self, option: &str, value: impl Into<String>, origin: &Route) {
        self.from(option, origin);
        self.from(value, origin);
    }
}
