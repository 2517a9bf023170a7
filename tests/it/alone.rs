//! A manifest that stands alone: one text and no disk.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use rendit::diag::Diagnostic;
use rendit::fix::{Fixed, fix};
use rendit::job::Job;
use rendit::source::SourceFile;
use rendit::workspace::{self, Texts, World};

struct Only(SourceFile);

impl Texts for Only {
    fn read(&self, path: &Utf8Path) -> Result<SourceFile, Box<Diagnostic>> {
        if path == self.0.name() {
            Ok(self.0.clone())
        } else {
            Err(workspace::unreadable(path, "there is no disk"))
        }
    }

    fn same(&self, path: &Utf8Path) -> Utf8PathBuf {
        path.to_owned()
    }
}

/// What is found in it, and its jobs.
pub fn load(file: &SourceFile) -> (Vec<Diagnostic>, Option<Vec<Job>>) {
    let texts = Only(file.clone());
    let world = World {
        texts: &texts,
        environment: &BTreeMap::new(),
        matches: None,
    };
    match workspace::load(&world, Utf8Path::new(file.name()), &[]) {
        Ok(loaded) => (loaded.found.as_slice().to_vec(), loaded.jobs),
        Err(found) => (found, None),
    }
}

/// What is found in it.
pub fn judge(file: &SourceFile) -> Vec<Diagnostic> {
    load(file).0
}

/// What becomes of it with all sure fixes.
pub fn fixed(name: &str, text: &str) -> Fixed {
    fix(&SourceFile::new(name, text), &mut plain)
}

/// What is found in it, without a look for a slip of one key.
pub fn plain(file: &SourceFile) -> Vec<Diagnostic> {
    let texts = Only(file.clone());
    let world = World {
        texts: &texts,
        environment: &BTreeMap::new(),
        matches: None,
    };
    match workspace::load_as_is(&world, Utf8Path::new(file.name()), &[]) {
        Ok(loaded) => loaded.found.into_found(),
        Err(found) => found,
    }
}
