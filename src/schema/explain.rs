//! A fault told to a person: message, place, what to type instead.
//!
//! Unaware of how findings are shown, and of which of them are echoes of others.

use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

use super::code::{MISSING_KEY, UNKNOWN_KEY, WRONG_TYPE, WRONG_VALUE};
use super::fault::Fault;
use super::shape::{
    Variants, doc, example, is_sure, keys, meant, only_value, property, tables_with,
};
use crate::diag::{At, Cure, Diagnostic, names};
use crate::document::{self, Document, Node, Syntax};
use crate::source::Route;

mod words;
mod choice;
mod reworded;
mod value;

use words::{called, described};

/// How many names a help lists.
const MANY: usize = 24;

/// Whether the document should be complete.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// A manifest: what is missing is missing.
    Whole,
    /// A file that others extend: what is missing is theirs to give.
    Part,
}

/// What a finding is about, as far as it matters to tell echoes apart.
pub(super) enum About {
    /// A key that is absent from the table at the finding's route.
    Missing {
        /// The key.
        key: String,
        /// What it is for.
        what: Option<String>,
    },
    /// A key with a name that looks like another one.
    Misspelt {
        /// The route of that other one.
        meant: Route,
    },
    /// Anything else.
    Value,
}

/// One thing to say.
pub(super) struct Finding {
    pub(super) diagnostic: Diagnostic,
    pub(super) about: About,
}

impl From<Diagnostic> for Finding {
    fn from(diagnostic: Diagnostic) -> Self {
        Self {
            diagnostic,
            about: About::Value,
        }
    }
}

/// Explains the faults of one document.
pub(super) struct Explainer<'a> {
    pub(super) schema: &'a Value,
    pub(super) document: &'a Document,
    pub(super) extent: Extent,
}

/// The place that a fault is about: what was written there, and what the schema says of it.
struct Site<'a> {
    route: &'a Route,
    node: &'a Node,
    owner: &'a Value,
    syntax: Syntax,
}

impl Explainer<'_> {
    /// Adds what is to be said about one fault; nothing, if the readers said it already.
    pub(super) fn explain(&self, fault: &Fault<'_>, findings: &mut Vec<Finding>) {
        let (route, owner) = match fault {
            Fault::Plain { route, owner, .. } | Fault::Tag { route, owner, .. } => (route, *owner),
        };
        let site = Site {
            route,
            node: self.document.nearest(route),
            owner,
            syntax: self.document.syntax_at(route),
        };
        if matches!(site.node.kind, document::Kind::Bad) {
            return;
        }
        match fault {
            Fault::Tag {
                variants,
                written,
                guess,
                ..
            } => self.tag(&site, variants, written.is_some(), *guess, findings),
            Fault::Plain { error, .. } => match error.kind() {
                Kind::AdditionalProperties { unexpected } => {
                    findings.extend(unexpected.iter().map(|key| self.unknown_key(&site, key)));
                }
                Kind::Required { property } => {
                    let key = property.as_str().unwrap_or_default();
                    findings.extend(self.missing_key(&site, key));
                }
                Kind::PropertyNames { error } => {
                    let name = error.instance().as_str().unwrap_or_default();
                    findings.push(value::bad_name(&site, name).into());
                }
                _ => findings.extend(value::explain(&site, error).map(Finding::from)),
            },
        }
    }

    fn unknown_key(&self, site: &Site<'_>, key: &str) -> Finding {
        let route = site.route.key(key);
        let known = keys(site.owner);
        let table = site.node.as_map();
        let free: Vec<&str> = known
            .iter()
            .copied()
            .filter(|key| table.is_none_or(|table| table.get(key).is_none()))
            .collect();
        let syntax = self.document.syntax_at(&route);
        let at = At::Key(route.clone());
        let diagnostic = Diagnostic::new(&UNKNOWN_KEY, route, format!("unknown key `{key}`"));
        if let Some(name) = meant(site.owner, key, &free) {
            return Finding {
                diagnostic: diagnostic
                    .label(at.clone(), format!("did you mean `{name}`?"))
                    .fix(at, syntax.key(name))
                    .sure(is_sure(site.owner, key, name, &free)),
                about: About::Misspelt {
                    meant: site.route.key(name),
                },
            };
        }
        let elsewhere = tables_with(self.schema, key);
        let mut help = String::new();
        if let Some(rule) = site.owner.get("x-unknown").and_then(Value::as_str) {
            help = format!("{rule}; ");
        } else if !elsewhere.is_empty() {
            let places: Vec<String> = elsewhere
                .iter()
                .take(4)
                .map(|place| format!("`{place}`"))
                .collect();
            help = format!("`{key}` belongs in {}; ", places.join(" or "));
        }
        help += &match known.as_slice() {
            [] => format!("this {} has no keys", site.syntax.table()),
            _ => format!("keys here: {}", listed(&known)),
        };
        diagnostic.label(at, "not a key here").help(help).into()
    }

    fn missing_key(&self, site: &Site<'_>, key: &str) -> Option<Finding> {
        if self.extent == Extent::Part || site.node.partial {
            return None;
        }
        let wanted = property(site.owner, key);
        let sample =
            example(wanted).map(|value| format!("write {}", words::entry(site.syntax, key, value)));
        let what = match (doc(wanted), sample) {
            (Some(doc), Some(sample)) => Some(format!("{doc} For example, {sample}")),
            (doc, sample) => doc.or(sample),
        };
        let mut finding = missing(site, key, what);
        if let Some(value) = only_value(wanted) {
            let cure = Cure::Add(site.route.clone(), key.to_owned(), value);
            finding.diagnostic = finding.diagnostic.cure(cure);
        }
        Some(finding)
    }

    fn tag(
        &self,
        site: &Site<'_>,
        variants: &Variants<'_>,
        is_written: bool,
        guess: Option<&str>,
        findings: &mut Vec<Finding>,
    ) {
        let tag = variants.tag;
        let options = variants.names();
        if !is_written {
            if self.extent == Extent::Whole && !site.node.partial {
                let one_of = format!("one of {}", listed(&options));
                let what = match guess {
                    Some(guess) => format!("{one_of}; the keys here look like `{guess}`"),
                    None => one_of,
                };
                let mut finding = missing(site, tag, Some(what));
                let only = variants.only_fit(&site.node.to_json());
                if let Some(name) = only.or(guess) {
                    let cure = Cure::Add(site.route.clone(), tag.to_owned(), name.into());
                    finding.diagnostic = finding.diagnostic.cure(cure).sure(only.is_some());
                }
                findings.push(finding);
            }
            return;
        }
        let route = site.route.key(tag);
        let node = self.document.nearest(&route);
        if matches!(node.kind, document::Kind::Bad) {
            return;
        }
        let at_tag = Site {
            route: &route,
            node,
            owner: site.owner,
            syntax: self.document.syntax_at(&route),
        };
        let diagnostic = match node.as_str() {
            Some(_) => choice::explain(&at_tag, &options),
            None => Diagnostic::new(
                &WRONG_TYPE,
                route.clone(),
                format!(
                    "{} is {}, but must be a string",
                    called(&route),
                    described(node, at_tag.syntax)
                ),
            )
            .here(format!("expected one of {}", listed(&options))),
        };
        findings.push(diagnostic.into());
    }
}

/// The finding for one missing key; several of one table are joined later.
fn missing(site: &Site<'_>, key: &str, what: Option<String>) -> Finding {
    let holder = if site.route.is_root() {
        format!("the manifest needs `{key}`")
    } else {
        format!("needs `{key}`")
    };
    let mut diagnostic = Diagnostic::new(
        &MISSING_KEY,
        site.route.clone(),
        format!("missing key `{key}`"),
    )
    .here(holder);
    diagnostic.help = what.clone();
    Finding {
        diagnostic,
        about: About::Missing {
            key: key.to_owned(),
            what,
        },
    }
}

/// "`a`, `b`, `c`", and how many more.
fn listed(all: &[&str]) -> String {
    let shown = names(all.iter().copied().take(MANY));
    match all.len().saturating_sub(MANY) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// The finding for something the schema refuses in a way that has no words of its own.
fn refused(site: &Site<'_>, complaint: &str) -> Diagnostic {
    let what = called(site.route);
    let message = match super::shape::expects(site.owner) {
        Some(expected) => format!(
            "{what} is {}, but must be {expected}",
            described(site.node, site.syntax)
        ),
        None => format!("{what} cannot be this: {complaint}"),
    };
    let mut diagnostic = Diagnostic::new(&WRONG_VALUE, site.route.clone(), message).here("refused");
    diagnostic.help = doc(site.owner);
    diagnostic
}
