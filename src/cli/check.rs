//! `rendit check`: everything that is wrong with manifests.

use camino::Utf8PathBuf;

use super::job;
use super::load::Look;
use super::{Common, Exit, show};

/// Checks; touches nothing.
pub fn check(common: &Common, files: &[Utf8PathBuf]) -> Exit {
    let batch = job::load(common, files, Look::AtText);
    show::findings(
        common,
        &batch.findings(),
        files.len(),
        show::Stream::Product,
    );
    batch.exit
}
