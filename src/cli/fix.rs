//! `rendit fix`: applies what findings leave no doubt about.
//!
//! Unaware of what is wrong: [`crate::fix`] decides what is applied.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: reads and replaces manifests"
)]

use std::fs::{self, OpenOptions};
use std::io::{self, Write};

use camino::{Utf8Path, Utf8PathBuf};
use clap::Args;

use super::{Common, Exit, show};
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::fix;
use crate::gather::texts::{Disk, environment};
use crate::report::diff;
use crate::source::{Route, SourceFile};
use crate::workspace::{self, Loaded, Texts, World};

/// The file cannot be written.
pub static FIX_REFUSED: Code = Code {
    name: "fix-refused",
    severity: Severity::Error,
    summary: "a fixed manifest could not be put in its place",
    explanation: "`rendit fix` writes the fixed text beside the manifest and then puts it in its \
place, so that the manifest is whole at every moment. The file is write-protected, its folder cannot \
be written to, or somebody else changed the file meanwhile. Nothing was changed.\n\n\
Wrong: `rendit fix film.toml`, where `film.toml` is read-only.\n\n\
Right: `chmod u+w film.toml`, then `rendit fix film.toml`; or `rendit fix --diff film.toml`, which \
only shows the changes.",
};

/// Every code that this verb can raise.
pub static CODES: &[&Code] = &[&FIX_REFUSED];

/// Options of `fix`.
#[derive(Clone, Debug, Args)]
pub struct FixArgs {
    /// Manifests: TOML, YAML or JSON. Files that they extend are changed only if they are named, too.
    #[arg(required = true, value_name = "FILES")]
    files: Vec<Utf8PathBuf>,
    /// Show what would change as a unified diff, and touch nothing. Exits with 1 if anything would.
    #[arg(long)]
    diff: bool,
}

/// A file that is to be fixed.
struct Target {
    /// As it was named.
    path: Utf8PathBuf,
    /// One name, however it was named.
    same: Utf8PathBuf,
    /// Its bytes on the disk.
    bytes: Vec<u8>,
    /// Its text as it is after the fixes so far.
    file: SourceFile,
}

/// Fixes, or shows what would change.
pub fn fix(common: &Common, args: &FixArgs) -> Exit {
    let mut found = Vec::new();
    let mut targets = targets(&args.files, &mut found);
    let environment = environment();
    let named: Vec<Utf8PathBuf> = targets.iter().map(|target| target.path.clone()).collect();
    let mut exit = Exit::Done;
    let mut cured = Vec::new();
    let mut parts: Vec<Vec<Utf8PathBuf>> = Vec::new();
    for path in &named {
        let texts = Current {
            targets: &targets,
            over: None,
        };
        parts.push(parts_of(path, &texts, &environment, &common.set));
    }
    for at in 0..targets.len() {
        let Some((file, same)) = targets
            .get(at)
            .map(|target| (target.file.clone(), target.same.clone()))
        else {
            continue;
        };
        let is_user = |at: &usize| parts.get(*at).is_some_and(|parts| parts.contains(&same));
        let users: Vec<usize> = (0..named.len()).filter(is_user).collect();
        let paths: Vec<&Utf8PathBuf> = users.iter().filter_map(|at| named.get(*at)).collect();
        let mut judge = |file: &SourceFile| {
            let texts = Current {
                targets: &targets,
                over: Some((same.clone(), file.clone())),
            };
            paths
                .iter()
                .flat_map(|path| findings(path, &texts, &environment, &common.set))
                .collect()
        };
        let fixed = fix::fix(&file, &mut judge);
        if let Some(target) = targets.get_mut(at) {
            target.file = fixed.file;
        }
        // A fix may change what a manifest extends.
        let changed = if fixed.cured.is_empty() {
            &[]
        } else {
            users.as_slice()
        };
        let texts = Current {
            targets: &targets,
            over: None,
        };
        for user in changed {
            if let (Some(path), Some(parts)) = (named.get(*user), parts.get_mut(*user)) {
                *parts = parts_of(path, &texts, &environment, &common.set);
            }
        }
        cured.push(fixed.cured);
    }
    let mut changes = String::new();
    for (target, cured) in targets.iter().zip(&cured) {
        let new = target.new_bytes();
        if new == target.bytes {
            continue;
        }
        if args.diff {
            let old = String::from_utf8_lossy(&target.bytes);
            changes += &diff::unified(target.path.as_str(), &old, &String::from_utf8_lossy(&new));
            exit = exit.and(Exit::Failed);
            continue;
        }
        match replace(target, &new) {
            Ok(()) => tell(common, &target.path, cured),
            Err(error) => {
                let message = format!("cannot write `{}`: {error}", target.path);
                found.push(
                    Diagnostic::new(&FIX_REFUSED, Route::root(), message)
                        .help("see what would change with: rendit fix --diff"),
                );
            }
        }
    }
    let texts = Current {
        targets: &targets,
        over: None,
    };
    for path in &named {
        found.extend(findings(path, &texts, &environment, &common.set));
    }
    found = once(found);
    if found.iter().any(|one| one.severity() == Severity::Error) {
        exit = exit.and(Exit::Wrong);
    }
    let stream = if args.diff {
        show::Stream::Talk
    } else {
        show::Stream::Product
    };
    show::findings(common, &found, args.files.len(), stream);
    exit.and(show::text(&changes))
}

/// The files to fix, each once.
fn targets(files: &[Utf8PathBuf], found: &mut Vec<Diagnostic>) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    for path in files {
        let same = Disk.same(path);
        if targets.iter().any(|target| target.same == same) {
            continue;
        }
        let file = match Disk.read(path) {
            Ok(file) => file,
            Err(diagnostic) => {
                found.push(*diagnostic);
                continue;
            }
        };
        match Disk.bytes(path) {
            Ok(bytes) => targets.push(Target {
                path: path.clone(),
                same,
                bytes,
                file,
            }),
            Err(error) => found.push(*workspace::unreadable(path, &error.to_string())),
        }
    }
    targets
}

impl Target {
    /// The text as bytes, with the byte order mark that the file has.
    fn new_bytes(&self) -> Vec<u8> {
        let mark = "\u{feff}".as_bytes();
        let mut bytes = Vec::new();
        if self.bytes.starts_with(mark) {
            bytes.extend_from_slice(mark);
        }
        bytes.extend_from_slice(self.file.text().as_bytes());
        bytes
    }
}

/// Texts as they are after the fixes so far, then as they are on the disk.
struct Current<'a> {
    targets: &'a [Target],
    /// The text that is being judged.
    over: Option<(Utf8PathBuf, SourceFile)>,
}

impl Texts for Current<'_> {
    fn read(&self, path: &Utf8Path) -> Result<SourceFile, Box<Diagnostic>> {
        let same = self.same(path);
        if let Some((over, file)) = &self.over
            && *over == same
        {
            return Ok(file.clone());
        }
        match self.targets.iter().find(|target| target.same == same) {
            Some(target) => Ok(target.file.clone()),
            None => Disk.read(path),
        }
    }

    fn same(&self, path: &Utf8Path) -> Utf8PathBuf {
        Disk.same(path)
    }

    fn beside(&self, folder: &Utf8Path) -> Vec<String> {
        Disk.beside(folder)
    }
}

type Environment = std::collections::BTreeMap<String, String>;

fn load(
    path: &Utf8Path,
    texts: &Current<'_>,
    environment: &Environment,
    set: &[String],
) -> Result<Loaded, Vec<Diagnostic>> {
    let world = World {
        texts,
        environment,
        matches: None,
    };
    workspace::load_as_is(&world, path, set)
}

fn findings(
    path: &Utf8Path,
    texts: &Current<'_>,
    environment: &Environment,
    set: &[String],
) -> Vec<Diagnostic> {
    match load(path, texts, environment, set) {
        Ok(loaded) => loaded.found.into_sorted(&loaded.document.files),
        Err(found) => found,
    }
}

/// The files that a manifest is made of, itself among them, each by its one name.
fn parts_of(
    path: &Utf8Path,
    texts: &Current<'_>,
    environment: &Environment,
    set: &[String],
) -> Vec<Utf8PathBuf> {
    let mut parts = vec![texts.same(path)];
    if let Ok(loaded) = load(path, texts, environment, set) {
        let files = loaded.document.files.iter();
        parts.extend(files.map(|file| texts.same(Utf8Path::new(file.name()))));
    }
    parts
}

/// Findings in a file that several manifests extend are told once.
fn once(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut all = Diagnostics::new();
    all.extend(found);
    all.as_slice().to_vec()
}

/// Puts the bytes in the place of the file that the path leads to: whole at every moment, with the
/// mode and the owner that it had.
fn replace(target: &Target, bytes: &[u8]) -> io::Result<()> {
    let real = fs::canonicalize(&target.path)?;
    let data = fs::metadata(&real)?;
    if data.permissions().readonly() {
        return Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            "the file is write-protected",
        ));
    }
    if fs::read(&real)? != target.bytes {
        return Err(io::Error::other("the file was changed meanwhile"));
    }
    let mut name = std::ffi::OsString::from(".");
    name.push(real.file_name().unwrap_or_default());
    name.push(format!(".{}.new", std::process::id()));
    let beside = real.with_file_name(name);
    let written = write_beside(&beside, &data, bytes).and_then(|()| fs::rename(&beside, &real));
    if written.is_err() {
        // Nothing is left behind; if even that fails, the first error says more.
        let _ = fs::remove_file(&beside);
        return written;
    }
    match real.parent() {
        // Some file systems cannot sync folders; the file itself is on the disk.
        Some(folder) => fs::File::open(folder)
            .and_then(|folder| folder.sync_all())
            .or(Ok(())),
        None => Ok(()),
    }
}

fn write_beside(beside: &std::path::Path, data: &fs::Metadata, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(beside)?;
    file.write_all(bytes)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        // Only the superuser may give files away; for everybody else the owner is the same anyway.
        let _ = std::os::unix::fs::fchown(&file, Some(data.uid()), Some(data.gid()));
    }
    file.set_permissions(data.permissions())?;
    file.sync_all()
}

/// Says what was cured, on standard error.
fn tell(common: &Common, path: &Utf8Path, cured: &[(&'static str, String)]) {
    if common.quiet || common.format != super::Form::Human {
        return;
    }
    let mut text = match cured.len() {
        1 => format!("{path}: fixed 1 finding\n"),
        count => format!("{path}: fixed {count} findings\n"),
    };
    if common.verbose {
        for (code, message) in cured {
            text += &format!("  {code}: {message}\n");
        }
    }
    // A closed pipe is nobody's fault.
    let _ = io::stderr().write_all(text.as_bytes());
}
