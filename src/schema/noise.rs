//! One mistake, one finding: echoes of a mistake are dropped or joined.
//!
//! Unaware of the schema.

use std::collections::{HashMap, HashSet};

use super::explain::{About, Finding};
use crate::diag::{At, Diagnostic, names};
use crate::document::{Document, Kind};
use crate::source::Route;

/// What is worth saying of all that was found.
pub(super) fn reduce(findings: Vec<Finding>, document: &Document) -> Vec<Diagnostic> {
    let findings = without_misspelt_twins(findings);
    let mut kept: Vec<Diagnostic> = Vec::new();
    let mut at_place: HashMap<_, usize> = HashMap::new();
    for finding in join_missing(findings) {
        let is_missing = matches!(finding.about, About::Missing { .. });
        let diagnostic = document.settle(finding.diagnostic);
        let value = document.get(&diagnostic.route);
        let is_empty = value.is_some_and(|value| matches!(value.kind, Kind::Null));
        // What stands on or after the line of a syntax error may be an echo of that, and what is
        // lacking right before it may stand behind it.
        let is_echo = diagnostic.primary().is_some_and(|place| {
            document.is_after_break(place) && !(document.is_bare(place) && is_cure_of(&diagnostic))
        });
        if is_echo || (is_missing || is_empty) && document.ends_at_break(&diagnostic.route) {
            continue;
        }
        // A mistake in an anchored value is found once for every alias.
        let place = diagnostic.primary().cloned();
        let mark = (diagnostic.code.name, diagnostic.message.clone(), place);
        match at_place.get(&mark).and_then(|at| kept.get_mut(*at)) {
            Some(known) => {
                for label in diagnostic.labels.into_iter().skip(1) {
                    if known.labels.iter().all(|other| other.at != label.at) {
                        known.labels.push(label);
                    }
                }
            }
            None => {
                at_place.insert(mark, kept.len());
                kept.push(diagnostic);
            }
        }
    }
    kept
}

/// Whether a finding tells what to write for the whole of what it is about.
fn is_cure_of(finding: &Diagnostic) -> bool {
    let fix = finding.fix.as_ref().filter(|fix| fix.is_sure);
    fix.is_some_and(|fix| matches!(&fix.at, At::Span(span) if Some(span) == finding.primary()))
}

/// A key that is missing because its name is misspelt is one mistake, told at the misspelt name.
fn without_misspelt_twins(findings: Vec<Finding>) -> Vec<Finding> {
    let meant: HashSet<Route> = findings
        .iter()
        .flat_map(|finding| match &finding.about {
            About::Misspelt { meant } => vec![meant.clone()],
            About::Wraps { meant } => meant.clone(),
            About::Missing { .. } | About::Stray { .. } | About::Value => Vec::new(),
        })
        .collect();
    // What the manifest lacks stands too deep.
    let stray: HashSet<String> = findings
        .iter()
        .filter_map(|finding| match &finding.about {
            About::Stray { key } => Some(key.clone()),
            About::Missing { .. } | About::Misspelt { .. } | About::Wraps { .. } | About::Value => {
                None
            }
        })
        .collect();
    findings
        .into_iter()
        .filter(|finding| match &finding.about {
            About::Missing { key, .. } => {
                let route = &finding.diagnostic.route;
                let is_elsewhere = route.is_root() && stray.contains(key);
                !is_elsewhere && !meant.contains(&route.key(key.as_str()))
            }
            About::Misspelt { .. } | About::Wraps { .. } | About::Stray { .. } | About::Value => {
                true
            }
        })
        .collect()
}

/// All that one table lacks is one finding, in the place of the first.
fn join_missing(findings: Vec<Finding>) -> Vec<Finding> {
    let mut joined: Vec<Finding> = Vec::new();
    let mut lacking: HashMap<Route, (usize, Vec<Lack>)> = HashMap::new();
    for finding in findings {
        let About::Missing { key, what } = &finding.about else {
            joined.push(finding);
            continue;
        };
        let lack = Lack {
            key: key.clone(),
            what: what.clone(),
        };
        let route = finding.diagnostic.route.clone();
        match lacking.get_mut(&route) {
            Some((_, lacks)) => lacks.push(lack),
            None => {
                lacking.insert(route, (joined.len(), vec![lack]));
                joined.push(finding);
            }
        }
    }
    for (at, lacks) in lacking.into_values() {
        if let Some(finding) = joined.get_mut(at)
            && lacks.len() > 1
        {
            tell_all(&mut finding.diagnostic, &lacks);
        }
    }
    joined
}

/// One missing key.
struct Lack {
    key: String,
    what: Option<String>,
}

fn tell_all(diagnostic: &mut Diagnostic, lacks: &[Lack]) {
    let keys = names(lacks.iter().map(|lack| lack.key.as_str()));
    // One key would not cure it.
    diagnostic.cure = None;
    diagnostic.message = format!("missing keys {keys}");
    if let Some(label) = diagnostic.labels.first_mut() {
        label.text = format!("needs {keys}");
    }
    let lines: Vec<String> = lacks
        .iter()
        .filter_map(|lack| Some(format!("`{}`: {}", lack.key, lack.what.as_ref()?)))
        .collect();
    diagnostic.help = (!lines.is_empty()).then(|| lines.join("\n"));
}
