//! Loading with a look for a slip of one key, which is judged with the manifest as it would be without.
//!
//! Unaware of what such slips are.

use camino::{Utf8Path, Utf8PathBuf};

use super::{Loaded, Texts, World, load_as_is};
use crate::diag::{Diagnostic, Diagnostics};
use crate::keystroke;
use crate::source::SourceFile;

/// Loads one manifest, with the values of `--set`.
///
/// # Errors
/// The findings, where there is no text to speak of.
pub fn load(world: &World<'_>, path: &Utf8Path, set: &[String]) -> Result<Loaded, Vec<Diagnostic>> {
    let mut loaded = load_as_is(world, path, set);
    let found = match &loaded {
        Ok(loaded) => loaded.found.as_slice(),
        Err(found) => found.as_slice(),
    };
    // What it extends is read again for each try.
    let files = loaded.iter().flat_map(|one| &one.document.files);
    let bytes: usize = files.map(|file| file.text().len()).sum();
    if bytes > keystroke::MOST_BYTES / keystroke::LEAST_TRIES {
        return loaded;
    }
    let mut files = found.iter().filter_map(|one| Some(&one.primary()?.file));
    let Some(file) = files.find(|file| file.name() == path).cloned() else {
        return loaded;
    };
    let slip = keystroke::slip(&file, found, &mut |file| {
        let texts = &Instead {
            texts: world.texts,
            path: world.texts.same(path),
            file: file.clone(),
        };
        let world = World {
            texts,
            matches: None,
            ..*world
        };
        match load_as_is(&world, path, set) {
            Ok(loaded) => loaded.found.into_found(),
            Err(found) => found,
        }
    });
    match (&mut loaded, slip) {
        (_, None) => {}
        (Ok(loaded), Some(slip)) => slip.tell(&mut loaded.found),
        (Err(found), Some(slip)) => {
            let mut all = Diagnostics::new();
            all.extend(found.drain(..));
            slip.tell(&mut all);
            *found = all.into_found();
        }
    }
    loaded
}

/// Texts of which one is another.
struct Instead<'a> {
    texts: &'a dyn Texts,
    path: Utf8PathBuf,
    file: SourceFile,
}

impl Texts for Instead<'_> {
    fn read(&self, path: &Utf8Path) -> Result<SourceFile, Box<Diagnostic>> {
        match self.texts.same(path) == self.path {
            true => Ok(self.file.clone()),
            false => self.texts.read(path),
        }
    }

    fn same(&self, path: &Utf8Path) -> Utf8PathBuf {
        self.texts.same(path)
    }

    fn beside(&self, folder: &Utf8Path) -> Vec<String> {
        self.texts.beside(folder)
    }
}
