//! The texts of a session: what is open in the editor, and before that nobody looks at the disk.
//!
//! Unaware of what they say.

use std::collections::BTreeMap;
use std::rc::Rc;

use camino::{Utf8Path, Utf8PathBuf};

use super::paper::{Paper, Units};
use super::protocol::{DidChange, Opened};
use super::uri;
use crate::diag::Diagnostic;
use crate::document;
use crate::gather::texts::Disk;
use crate::source::SourceFile;
use crate::workspace::Texts;

/// One open document.
pub struct Sheet {
    /// Its address, as the editor writes it.
    pub uri: String,
    /// Its path.
    pub path: Utf8PathBuf,
    /// Its version.
    pub version: Option<i64>,
    /// Its text.
    pub paper: Rc<Paper>,
}

/// All open documents, by the one name of their file.
pub struct Desk {
    /// What the editor counts in a line.
    pub units: Units,
    sheets: BTreeMap<Utf8PathBuf, Sheet>,
}

impl Desk {
    /// An empty desk.
    pub fn new(units: Units) -> Self {
        Self {
            units,
            sheets: BTreeMap::new(),
        }
    }

    /// Opens a document; its name.
    pub fn open(&mut self, opened: &Opened) -> Utf8PathBuf {
        let mut path = uri::path(&opened.uri);
        // A document that has no file yet is read as its language says.
        if path.extension().is_none() && !opened.uri.starts_with("file:") {
            let ending = match opened.language_id.as_str() {
                "yaml" => "yaml",
                "json" => "json",
                "jsonc" => "jsonc",
                _ => "toml",
            };
            path.set_extension(ending);
        }
        let name = self.same(&path);
        let sheet = Sheet {
            uri: opened.uri.clone(),
            version: Some(opened.version),
            paper: Rc::new(Paper::new(path.as_str(), &opened.text, self.units)),
            path,
        };
        self.sheets.insert(name.clone(), sheet);
        name
    }

    /// Changes a document; its name, if it is open.
    pub fn change(&mut self, change: &DidChange) -> Option<Utf8PathBuf> {
        let name = self.name(&change.text_document.uri)?;
        let sheet = self.sheets.get_mut(&name)?;
        for one in &change.content_changes {
            let text = sheet.paper.changed(one);
            sheet.paper = Rc::new(Paper::new(sheet.path.as_str(), &text, self.units));
        }
        sheet.version = change.text_document.version.or(sheet.version);
        Some(name)
    }

    /// Closes a document; its name, if it was open.
    pub fn close(&mut self, uri: &str) -> Option<Utf8PathBuf> {
        let name = self.name(uri)?;
        self.sheets.remove(&name).map(|_| name)
    }

    /// The name of an open document.
    pub fn name(&self, uri: &str) -> Option<Utf8PathBuf> {
        let open = self.sheets.iter().find(|(_, sheet)| sheet.uri == uri);
        match open {
            Some((name, _)) => Some(name.clone()),
            None => {
                let name = self.same(&uri::path(uri));
                self.sheets.contains_key(&name).then_some(name)
            }
        }
    }

    /// An open document.
    pub fn sheet(&self, name: &Utf8Path) -> Option<&Sheet> {
        self.sheets.get(name)
    }

    /// All open documents with their names.
    pub fn sheets(&self) -> impl Iterator<Item = (&Utf8PathBuf, &Sheet)> {
        self.sheets.iter()
    }

    /// The address of a file, and its text as the editor counts it.
    pub fn place(&self, file: &SourceFile) -> (String, Rc<Paper>) {
        let path = Utf8Path::new(file.name());
        match self.sheets.get(&self.same(path)) {
            Some(sheet) if sheet.paper.file.is(file) => (sheet.uri.clone(), sheet.paper.clone()),
            Some(sheet) => (sheet.uri.clone(), self.counted(file)),
            None => (uri::of(&self.same(path)), self.counted(file)),
        }
    }

    /// A file's text, open or not.
    pub fn paper(&self, path: &Utf8Path) -> Option<(String, Rc<Paper>)> {
        let file = self.read(path).ok()?;
        Some(self.place(&file))
    }

    fn counted(&self, file: &SourceFile) -> Rc<Paper> {
        Rc::new(Paper::of(file.clone(), false, self.units))
    }
}

impl Texts for Desk {
    fn read(&self, path: &Utf8Path) -> Result<SourceFile, Box<Diagnostic>> {
        let Some(sheet) = self.sheets.get(&self.same(path)) else {
            return Disk.read(path);
        };
        let file = &sheet.paper.file;
        document::check_size(file)?;
        if file.text().contains('\0') {
            document::decode(file.name(), file.text().as_bytes())?;
        }
        Ok(file.clone())
    }

    fn same(&self, path: &Utf8Path) -> Utf8PathBuf {
        Disk.same(path)
    }

    fn beside(&self, folder: &Utf8Path) -> Vec<String> {
        Disk.beside(folder)
    }
}
