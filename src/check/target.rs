//! Where the outputs of jobs are published, so that they can be compared.
//!
//! Unaware of what is on the disk.

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::paths::resolve;
use super::published::outputs;
use crate::diag::At;
use crate::job::Job;
use crate::manifest::Output;
use crate::source::Route;

/// Where an output of a job is published.
pub struct Target {
    /// The path, as seen from where the manifests' paths begin.
    pub path: Utf8PathBuf,
    /// The route of the path.
    pub route: Route,
    /// Where that is written.
    pub place: At,
    /// Of a stream with one kind of playlist, which: `hls` or `dash`. `cmaf` has both.
    pub protocol: Option<&'static str>,
    /// The output's name.
    pub name: String,
    /// Whose it is.
    pub owner: Arc<Owner>,
}

/// What a [`Target`] has to know of its job.
pub struct Owner {
    /// The manifest's file, as it was named.
    pub manifest: Utf8PathBuf,
    /// The manifest's folder, to be compared.
    pub root: Utf8PathBuf,
    /// The file of a batch.
    pub item: Option<Utf8PathBuf>,
}

impl Target {
    /// The path as seen from the manifest's folder.
    pub fn shown(&self) -> &Utf8Path {
        self.path
            .strip_prefix(&self.owner.root)
            .unwrap_or(&self.path)
    }
}

/// The targets of all jobs.
pub fn targets(jobs: &[Job]) -> Vec<Target> {
    let mut all = Vec::new();
    for job in jobs {
        let owner = Arc::new(Owner {
            manifest: job.manifest_path.clone(),
            root: resolve(&job.root, ""),
            item: job.item.clone(),
        });
        for output in outputs(&job.manifest) {
            let route = output.target_route();
            all.push(Target {
                path: output.target_path(&job.root),
                place: At::Value(route.clone()),
                route,
                protocol: match output.output {
                    Output::Hls(_) => Some("hls"),
                    Output::Dash(_) => Some("dash"),
                    Output::Cmaf(_) | Output::File(_) => None,
                },
                name: output.name.to_owned(),
                owner: Arc::clone(&owner),
            });
        }
    }
    all
}
