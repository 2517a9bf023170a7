//! `rendit check`: everything that is wrong with manifests.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use camino::Utf8PathBuf;

use super::job::{each, has_errors};
use super::load::Look;
use super::{Common, Exit, show};
use crate::diag::Diagnostic;

/// Checks; touches nothing. Of each manifest only the findings are kept, so that thousands take
/// little memory.
pub fn check(common: &Common, files: &[Utf8PathBuf]) -> Exit {
    let mut loose = Vec::new();
    let mut own = Vec::new();
    // What is wrong in a manifest that several extend is wrong once.
    let mut known = HashSet::new();
    let collisions = each(common, files, Look::AtText, |outcome| match outcome {
        Ok(mut loaded) => {
            let found = loaded.take_sorted().into_iter();
            own.extend(found.filter(|one| known.insert(mark(one))));
        }
        Err(found) => loose.extend(found),
    });
    loose.extend(collisions);
    loose.extend(own);
    show::findings(common, &loose, files.len(), show::Stream::Product);
    if has_errors(&loose) {
        Exit::Wrong
    } else {
        Exit::Done
    }
}

/// A number that tells a finding apart from others, whichever manifest it was found through.
fn mark(finding: &Diagnostic) -> u64 {
    let mut hasher = DefaultHasher::new();
    let place = finding.primary();
    let place = place.map(|span| (span.file.name(), span.start, span.end));
    (finding.code.name, &finding.message, place).hash(&mut hasher);
    hasher.finish()
}
