//! A fault told to a person: message, place, what to type instead.
//!
//! Unaware of how findings are shown, and of which of them are echoes of others.

use serde_json::Value;

use super::code::{MISSING_KEY, WRONG_VALUE};
use super::fault::Fault;
use super::keyword::Breach;
use super::shape::{doc, only_value, property};
use crate::diag::{At, Cure, Diagnostic, MOST_FINDINGS, names};
use crate::document::{self, Document, Node, Syntax};
use crate::source::Route;

mod variable;
mod words;
mod beside;
mod people;
mod choice;
mod guess;
mod hex;
mod item;
mod length;
mod magnitude;
mod nameless;
mod tag;
mod reworded;
mod shaped;
mod size;
mod suffixed;
mod remark;
mod target;
mod several;
mod wrapped;
mod unknown;
mod slip;
mod twice;
mod unnamed;
mod value;

use words::{called, described};

pub(super) use words::a_table;

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
    /// A key whose table holds what belongs to the table around it.
    Wraps {
        /// The routes where that belongs.
        meant: Vec<Route>,
    },
    /// A key that is not known in its table, and that has no like there.
    Stray {
        /// The key.
        key: String,
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
    document: &'a Document,
}

impl Explainer<'_> {
    /// Everything that is to be said about the faults of the document; of more than [`MOST_FINDINGS`] one more.
    pub(super) fn explain_all(&self, faults: &[Fault<'_>]) -> Vec<Finding> {
        let mut findings = Vec::new();
        let nameless = nameless::groups(self, faults);
        for group in nameless.iter() {
            findings.push(nameless::explain(self, group).into());
        }
        for fault in faults {
            if findings.len() > MOST_FINDINGS {
                break;
            }
            if !nameless.cover(fault) {
                self.explain(fault, &mut findings);
            }
        }
        findings
    }

    /// Adds what is to be said about one fault; nothing, if the readers said it already.
    fn explain(&self, fault: &Fault<'_>, findings: &mut Vec<Finding>) {
        let (route, owner) = match fault {
            Fault::Plain { route, owner, .. } | Fault::Tag { route, owner, .. } => (route, *owner),
        };
        let site = Site {
            route,
            node: self.document.nearest(route),
            owner,
            syntax: self.document.syntax_at(route),
            document: self.document,
        };
        if matches!(site.node.kind, document::Kind::Bad) {
            return;
        }
        match fault {
            Fault::Tag {
                variants,
                written,
                guess,
                is_misfit,
                ..
            } => match (written, guess) {
                (None, _) => self.no_tag(&site, variants, *guess, findings),
                (Some(_), Some(guess)) if *is_misfit => {
                    findings.push(self.misfit(&site, variants, guess));
                }
                (Some(_), _) => findings.extend(self.wrong_tag(&site, variants, *guess)),
            },
            Fault::Plain { breach, .. } => match breach {
                Breach::Unknown(unexpected) => {
                    let moved = item::explain(&site, unexpected);
                    let (told, moved) = moved.map_or((None, Vec::new()), |(finding, moved)| {
                        (Some(finding), moved)
                    });
                    findings.extend(told);
                    let keys = unexpected.iter().filter(|key| !moved.contains(key));
                    let keys = keys.take(MOST_FINDINGS + 1);
                    findings.extend(keys.map(|key| self.unknown_key(&site, key)));
                }
                Breach::Lacks(key) => findings.extend(self.missing_key(&site, key)),
                Breach::Name(name) => findings.push(value::bad_name(&site, name).into()),
                _ => findings.extend(value::explain(&site, breach).map(Finding::from)),
            },
        }
    }

    fn missing_key(&self, site: &Site<'_>, key: &str) -> Option<Finding> {
        if self.extent == Extent::Part || site.node.partial {
            return None;
        }
        let wanted = property(site.owner, key);
        let sample = beside::sample(self.document, site.route, key, wanted)
            .map(|value| format!("write `{}`", site.syntax.entry(key, &value)));
        let what = match (doc(wanted), sample) {
            (Some(doc), Some(sample)) => Some(format!("{sample}, for example. {doc}")),
            (doc, sample) => doc.or(sample),
        };
        let apart = target::of_playlist(site).filter(|_| key == "dir");
        let what = apart.as_ref().map(|(_, help)| help.clone()).or(what);
        let mut finding = missing(site, key, what);
        if let Some((route, _)) = apart {
            let at = At::Value(route);
            finding.diagnostic = finding.diagnostic.label(at, "a folder and a name");
        }
        if let Some(value) = only_value(wanted) {
            let cure = Cure::Add(site.route.clone(), key.to_owned(), value);
            finding.diagnostic = finding.diagnostic.cure(cure);
        }
        Some(finding)
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
fn refused(site: &Site<'_>) -> Diagnostic {
    let what = called(site.route);
    let written = described(site.node, site.syntax);
    let message = match super::shape::expects(site.owner) {
        Some(expected) => format!("{what} is {written}, but must be {expected}"),
        None => format!("{what} cannot be {written}"),
    };
    let mut diagnostic = Diagnostic::new(&WRONG_VALUE, site.route.clone(), message).here("refused");
    diagnostic.help = doc(site.owner);
    diagnostic
}
