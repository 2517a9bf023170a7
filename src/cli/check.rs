//! `rendit check`: everything that is wrong with manifests.

use camino::Utf8PathBuf;

use super::job::{each, has_errors};
use super::load::Look;
use super::{Common, Exit, show};

/// Checks; touches nothing. Of each manifest only the findings are kept, so that thousands take
/// little memory.
pub fn check(common: &Common, files: &[Utf8PathBuf]) -> Exit {
    let mut loose = Vec::new();
    let mut own = Vec::new();
    let collisions = each(common, files, Look::AtText, |outcome| match outcome {
        Ok(mut loaded) => own.extend(loaded.take_sorted()),
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
