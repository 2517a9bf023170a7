//! Which files belong together: those that a manifest extends, and those that extend it.
//!
//! Looks at the disk for manifests that are not open, within bounds, and only when a name is asked
//! for in all of them.

#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: looks for manifests that extend others"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use camino::{Utf8Path, Utf8PathBuf};

use super::desk::Desk;
use super::guide::Guide;
use super::names::{Mention, Name, mentions};
use super::outline::Outline;
use super::paper::Paper;
use super::recognise::{Kind, recognise};
use crate::document::{ENDINGS, Syntax};
use crate::job::Job;
use crate::source::Segment;
use crate::workspace::Texts;

/// Most entries of folders that are looked at.
const MOST_ENTRIES: usize = 5000;

/// How deep folders are looked into.
const DEEPEST: usize = 4;

/// Largest file that is looked into, in bytes.
const LARGEST: u64 = 1 << 20;

/// Most bytes that are looked into.
const MOST_BYTES: u64 = 64 << 20;

/// One file of a family.
pub struct Member {
    /// Its address.
    pub uri: String,
    /// Its text.
    pub paper: Rc<Paper>,
    /// What it holds.
    pub outline: Outline,
    /// The names in it.
    pub mentions: Vec<Mention>,
    /// The files that it extends, each by its one name.
    extends: Vec<Utf8PathBuf>,
}

/// Files that others extend.
#[derive(Default)]
pub struct Extended {
    /// By whatever file.
    pub by_any: BTreeSet<Utf8PathBuf>,
    /// By a file that is a manifest beyond doubt.
    pub by_manifests: BTreeSet<Utf8PathBuf>,
}

/// The files that are looked for a name in.
pub struct Family<'a> {
    desk: &'a Desk,
    schema: &'a serde_json::Value,
    members: BTreeMap<Utf8PathBuf, Option<Rc<Member>>>,
}

impl<'a> Family<'a> {
    /// Knows no file yet.
    pub fn new(desk: &'a Desk, schema: &'a serde_json::Value) -> Self {
        Self {
            desk,
            schema,
            members: BTreeMap::new(),
        }
    }

    /// One file; `None` if it cannot be read.
    pub fn member(&mut self, path: &Utf8Path) -> Option<Rc<Member>> {
        if let Some(known) = self.members.get(path) {
            return known.clone();
        }
        let member = self.read(path).map(Rc::new);
        self.members.insert(path.to_owned(), member.clone());
        member
    }

    fn read(&self, path: &Utf8Path) -> Option<Member> {
        let (uri, paper) = self.desk.paper(path)?;
        let syntax = Syntax::of(&paper.file)?;
        let outline = Outline::read(syntax, paper.text(), None);
        let tags = |route: &crate::source::Route| outline.text_of(route).map(str::to_owned);
        let mentions = mentions(&outline, &Guide::new(self.schema, &tags));
        let extends = extends(&outline)
            .map(|name| self.desk.same(&Job::root_of(path).join(name)))
            .collect();
        Some(Member {
            uri,
            paper,
            outline,
            mentions,
            extends,
        })
    }

    /// A file and all that it extends.
    pub fn closure(&mut self, path: &Utf8Path) -> BTreeSet<Utf8PathBuf> {
        let mut all = BTreeSet::new();
        let mut open = vec![path.to_owned()];
        while let Some(next) = open.pop() {
            if let Some(member) = self.member(&next)
                && all.insert(next)
            {
                open.extend(member.extends.iter().cloned());
            }
        }
        all
    }

    /// The files in which `name` means the same as in the file at `path`, that one first. `folders`
    /// are looked through for manifests that are not open.
    pub fn of(
        &mut self,
        path: &Utf8Path,
        name: &Name,
        folders: &[Utf8PathBuf],
    ) -> Vec<(Utf8PathBuf, Rc<Member>)> {
        let mut roots: BTreeSet<Utf8PathBuf> =
            self.desk.sheets().map(|(name, _)| name.clone()).collect();
        let mut seen = Seen::default();
        for folder in folders {
            gather(folder, 0, &mut seen, &mut roots);
        }
        let closures: Vec<BTreeSet<Utf8PathBuf>> =
            roots.iter().map(|root| self.closure(root)).collect();
        let mut family = self.closure(path);
        loop {
            let before = family.len();
            let carriers: Vec<Utf8PathBuf> = family
                .iter()
                .filter(|file| *file == path || self.mentions(file, name))
                .cloned()
                .collect();
            for closure in &closures {
                if carriers.iter().any(|file| closure.contains(file)) {
                    family.extend(closure.iter().cloned());
                }
            }
            if family.len() == before {
                break;
            }
        }
        let mut members: Vec<(Utf8PathBuf, Rc<Member>)> = family
            .into_iter()
            .filter_map(|file| self.member(&file).map(|member| (file, member)))
            .collect();
        members.sort_by_key(|(file, _)| file != path);
        members
    }

    /// The files that others below a folder extend, themselves or through others.
    pub fn extended_below(&mut self, folder: &Utf8Path) -> Extended {
        let mut roots = BTreeSet::new();
        gather(folder, 0, &mut Seen::default(), &mut roots);
        let mut all = Extended::default();
        for root in roots {
            let closure = self.closure(&root);
            let files = || closure.iter().filter(|file| **file != root).cloned();
            all.by_any.extend(files());
            if self.is_manifest(&root) {
                all.by_manifests.extend(files());
            }
        }
        all
    }

    /// Whether a file is a manifest beyond doubt.
    fn is_manifest(&mut self, path: &Utf8Path) -> bool {
        let schema = self.schema;
        self.member(path).is_some_and(|member| {
            let outline = || member.outline.clone();
            recognise(path, member.paper.text(), outline, schema) == Kind::Manifest
        })
    }

    fn mentions(&mut self, path: &Utf8Path, name: &Name) -> bool {
        self.member(path)
            .is_some_and(|member| member.mentions.iter().any(|known| known.name == *name))
    }
}

/// The texts of `extends`.
pub fn extends(outline: &Outline) -> impl Iterator<Item = &str> {
    outline.scalars.iter().filter_map(|scalar| {
        let is_entry = matches!(
            scalar.route.segments(),
            [Segment::Key(key), Segment::Index(_)] if key == "extends"
        );
        is_entry.then_some(scalar.text.as_str())
    })
}

/// What was looked at.
#[derive(Default)]
struct Seen {
    entries: usize,
    bytes: u64,
}

/// Adds the manifests below a folder that extend others: only they can share a name.
fn gather(folder: &Utf8Path, depth: usize, seen: &mut Seen, found: &mut BTreeSet<Utf8PathBuf>) {
    let Ok(entries) = folder.read_dir_utf8() else {
        return;
    };
    for entry in entries.flatten() {
        seen.entries += 1;
        if seen.entries > MOST_ENTRIES || seen.bytes > MOST_BYTES {
            return;
        }
        let name = entry.file_name();
        let Ok(data) = entry.metadata() else { continue };
        let is_hidden = name.starts_with('.') || matches!(name, "node_modules" | "target");
        if data.is_dir() {
            if !is_hidden && depth < DEEPEST {
                gather(entry.path(), depth + 1, seen, found);
            }
            continue;
        }
        let ending = name.rsplit_once('.').map(|(_, ending)| ending);
        let is_manifest = ending.is_some_and(|ending| ENDINGS.contains(&ending));
        if !is_manifest || data.len() > LARGEST {
            continue;
        }
        seen.bytes += data.len();
        let extends =
            std::fs::read_to_string(entry.path()).is_ok_and(|text| text.contains("extends"));
        if extends && let Ok(path) = entry.path().canonicalize_utf8() {
            found.insert(path);
        }
    }
}
