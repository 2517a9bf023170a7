//! Where things lie: the work folder, and staging places beside their targets.
//!
//! Unaware of whether anything is there.

use camino::{Utf8Path, Utf8PathBuf};

use crate::job::Job;

/// The folder beside the manifest where rendit keeps what lies between.
pub const STATE: &str = ".rendit";

/// The folder in it where encoded tracks lie until they are packaged.
pub const WORK: &str = "work";

/// The job's own work folder, relative to the root.
pub fn work(job: &Job) -> Utf8PathBuf {
    let name = job_name(job.manifest_path.as_str(), &job.name);
    Utf8PathBuf::from(STATE).join(WORK).join(name)
}

/// A file name for a job: two jobs never share one, for it ends in a digest of the manifest's name
/// and the job's.
pub fn job_name(manifest: &str, job: &str) -> String {
    let manifest = Utf8Path::new(manifest).file_name().unwrap_or("manifest");
    let digest = blake3::hash(format!("{manifest}\n{job}").as_bytes());
    format!("{}-{}", plain(job), &digest.to_hex()[..8])
}

/// Where an output stands: as it was written, without parts that mean nothing (`a/./b`).
pub fn target(written: &str) -> Utf8PathBuf {
    let path: Utf8PathBuf = Utf8Path::new(written).components().collect();
    path.strip_prefix(".")
        .map_or(path.clone(), Utf8Path::to_owned)
}

/// Where an output is made before it takes its place: beside the target, hidden.
pub fn staging(target: &Utf8Path) -> Utf8PathBuf {
    beside(target, "partial")
}

/// Where an old package stands for the moment between two renames, on file systems that cannot
/// exchange two folders in one step.
pub fn aside(target: &Utf8Path) -> Utf8PathBuf {
    beside(target, "old")
}

/// The file that says that an output is being made.
pub fn lock(target: &Utf8Path) -> Utf8PathBuf {
    beside(target, "lock")
}

/// The longest name, in bytes, that is used as it is: some file systems end at 143 (eCryptfs).
const LONGEST_NAME: usize = 120;

/// A hidden name beside `target`, on the same file system.
fn beside(target: &Utf8Path, what: &str) -> Utf8PathBuf {
    let name = target.file_name().unwrap_or("output");
    let hidden = if name.len() <= LONGEST_NAME {
        format!(".{name}.rendit-{what}")
    } else {
        let digest = blake3::hash(name.as_bytes()).to_hex();
        format!(".{}-{}.rendit-{what}", plain(name), &digest[..16])
    };
    target.with_file_name(hidden)
}

/// Letters, digits, `-`, `_` and `.` stay, everything else becomes `_`; at most 40 characters.
pub fn plain(name: &str) -> String {
    let kept: String = name
        .chars()
        .take(40)
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.' {
                c
            } else {
                '_'
            }
        })
        .collect();
    if kept.trim_matches('.').is_empty() {
        "_".into()
    } else {
        kept
    }
}
