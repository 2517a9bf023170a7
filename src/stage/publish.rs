//! Puts a finished, verified output in its place: the old one or the new one stands there at every
//! moment, never a mixture.
//!
//! Unaware of what the output is.
//!
//! Where the file system can exchange two names in one step, that is one moment. Where it cannot, a
//! folder is moved aside first: a run that is killed right then leaves the old package under
//! [`place::aside`], and the next one puts it back ([`mend`]).
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: puts outputs in their places"
)]

use std::fs;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};

use super::claim::Claim;
use super::disk;
use super::receipt::{Receipt, Receipts};
use super::{Failure, bad_track, disk as disk_failure};
use crate::compile::place;
use crate::diag::{Code, Diagnostic, Severity};
use crate::plan::{Output, Plan};
use crate::source::Route;

/// Something in the output's place is not rendit's.
pub static NOT_OURS: Code = Code {
    name: "not-ours",
    severity: Severity::Error,
    summary: "the output's place holds files that rendit did not make",
    explanation: "An output is replaced as a whole, so everything in its folder would go. rendit \
found files there that it did not make, or that were changed after it made them, and leaves them \
alone. What it made is noted in `.rendit/receipts` beside the manifest; without that folder it \
cannot know its own work again.\n\n\
Wrong: `dir = \"public\"`, where the site's other files lie.\n\n\
Right: `dir = \"public/film\"`, a folder that holds nothing but the package; or move the other files \
away.",
};

/// No output can stand there.
pub static BAD_PLACE: Code = Code {
    name: "bad-place",
    severity: Severity::Error,
    summary: "an output cannot be published where the manifest says",
    explanation: "An output is made beside its place and then put there in one step, so the folder \
that holds it must be a folder, and yours to write to. What stands there already can be exchanged \
only if it lies on the same file system: the root of a mounted disk or volume cannot.\n\n\
Wrong: `dir = \"/out\"`, where `/out` is a volume of a container.\n\n\
Right: `dir = \"/out/film\"`, a folder in it.",
};

/// Another run makes the same output.
pub static OUTPUT_BUSY: Code = Code {
    name: "output-busy",
    severity: Severity::Error,
    summary: "another run of rendit is making this output",
    explanation: "Two runs whose manifests lie in different folders publish to one place. Runs of one \
folder wait for each other; these do not, for the second would only replace what the first has just \
made.\n\n\
Wrong: two manifests with `dir = \"/srv/www/film\"`.\n\n\
Right: a folder of its own for each.",
};

/// Refuses, before any work, a place that holds somebody else's files.
pub fn check(plan: &Plan, output: &Output) -> Result<(), Failure> {
    let target = plan.root.join(&output.target);
    let route = route(output);
    check_place(&plan.root, output)?;
    let data = match fs::symlink_metadata(&target) {
        Ok(data) => data,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(disk_failure(&route, &format!("look at `{target}`"), &error)),
    };
    let refuse = |message: String, label: String| -> Failure {
        Box::new(
            Diagnostic::new(&NOT_OURS, route.clone(), message)
                .here(label)
                .help("choose a place of its own for the output, or move those files away"),
        )
    };
    if data.is_dir() == output.entry_points.is_empty() || data.file_type().is_symlink() {
        let kind = if data.file_type().is_symlink() {
            "a symbolic link"
        } else if data.is_dir() {
            "a folder"
        } else {
            "a file"
        };
        return Err(refuse(
            format!("`{}` is in the way", output.target),
            format!("{kind} stands there"),
        ));
    }
    let receipt = Receipts::new(&plan.root).of(&output.target);
    let strangers = receipt
        .strangers(&target)
        .map_err(|error| disk_failure(&route, &format!("look at `{target}`"), &error))?;
    let Some(first) = strangers.first() else {
        return Ok(());
    };
    Err(stranger(output, &receipt, first, strangers.len()))
}

/// The key of the manifest that says where the output goes.
fn route(output: &Output) -> Route {
    output.origin.key(match output.entry_points.as_slice() {
        [] => "path",
        _ => "dir",
    })
}

fn stranger(output: &Output, receipt: &Receipt, first: &Utf8Path, count: usize) -> Failure {
    let verb = if receipt.is_empty() {
        "is not known to be rendit's"
    } else {
        "is not rendit's, or was changed"
    };
    let what = match (first.as_str(), count - 1) {
        ("", _) => format!("the file there {verb}"),
        (first, 0) => format!("`{first}` there {verb}"),
        (first, more) => format!("`{first}` there {verb}; and {more} more"),
    };
    let message = match first.as_str() {
        "" => format!("`{}` is a file that rendit did not make", output.target),
        _ => format!("`{}` holds files that rendit did not make", output.target),
    };
    let mut finding = Diagnostic::new(&NOT_OURS, route(output), message)
        .here(what)
        .help("choose a place of its own for the output, or move those files away");
    if receipt.is_empty() {
        finding = finding.note(
            "what rendit makes is noted in `.rendit/receipts` beside the manifest, and there is no \
             note of this output; if an earlier run made it, remove it",
        );
    }
    Box::new(finding)
}

/// Refuses a place where nothing could be put in the end.
fn check_place(root: &Utf8Path, output: &Output) -> Result<(), Failure> {
    let refuse = |message: String, label: &str, help: &str| -> Result<(), Failure> {
        Err(Box::new(
            Diagnostic::new(&BAD_PLACE, route(output), message)
                .here(label)
                .help(help),
        ))
    };
    let own = "name a folder that you may write to";
    // Shown as the manifest names it, looked at from where we stand.
    for shown in output.target.ancestors().skip(1) {
        let above = &root.join(shown);
        let shown = if shown == "" { root } else { shown };
        match fs::metadata(above) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Ok(data) if data.is_dir() => {
                let access = rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK;
                if let Err(error) = rustix::fs::access(above.as_std_path(), access) {
                    let error = io::Error::from(error);
                    let message = format!("nothing can be written in `{shown}`: {error}");
                    return refuse(message, "would be made there", own);
                }
            }
            Ok(_) | Err(_) => {
                let message = format!("`{shown}` is no folder");
                return refuse(message, "would be made in it", "name another place");
            }
        }
        break;
    }
    if is_mounted(&root.join(&output.target)) {
        return refuse(
            format!("`{}` is the root of a mounted file system", output.target),
            "cannot be exchanged",
            "publish into a folder inside it",
        );
    }
    Ok(())
}

/// Whether something is mounted at this very place: it cannot be renamed then.
#[cfg(target_os = "linux")]
fn is_mounted(place: &Utf8Path) -> bool {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
    let flags = AtFlags::SYMLINK_NOFOLLOW | AtFlags::NO_AUTOMOUNT;
    statx(CWD, place.as_std_path(), flags, StatxFlags::empty())
        .is_ok_and(|found| found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
}

/// Other systems do not say so; the step that publishes does.
#[cfg(not(target_os = "linux"))]
fn is_mounted(_place: &Utf8Path) -> bool {
    false
}

/// Clears what a run that was killed left beside the output's place, after putting back an old
/// package that it had moved aside; then [`check`]s the place.
pub fn mend(plan: &Plan, output: &Output) -> Result<(), Failure> {
    let target = plan.root.join(&output.target);
    let staging = plan.root.join(&output.staging);
    let aside = place::aside(&target);
    let failed = |error: io::Error| {
        let doing = format!("clear what an earlier run left beside `{}`", output.target);
        disk_failure(&route(output), &doing, &error)
    };
    let stands = |path: &Utf8Path| disk::exists(path).unwrap_or(false);
    if ![&staging, &aside, &place::lock(&target)]
        .map(|path| stands(path))
        .contains(&true)
    {
        return check(plan, output);
    }
    let _claim = claim(plan, output)?;
    if stands(&aside) && !stands(&target) {
        fs::rename(&aside, &target).map_err(failed)?;
    }
    check(plan, output)?;
    if stands(&aside) {
        let receipt = Receipts::new(&plan.root).of(&output.target);
        let strangers = receipt.strangers(&aside).map_err(failed)?;
        if let Some(first) = strangers.first() {
            let first = aside.join(first);
            return Err(stranger(output, &receipt, &first, strangers.len()));
        }
        disk::remove(&aside).map_err(failed)?;
    }
    disk::remove(&staging).map_err(failed)
}

/// Says to other runs that this output is being made.
pub fn claim(plan: &Plan, output: &Output) -> Result<Claim, Failure> {
    let claimed = Claim::take(&plan.root.join(&output.target)).map_err(|error| {
        let doing = format!("make `{}`", output.target);
        disk_failure(&route(output), &doing, &error)
    })?;
    claimed.ok_or_else(|| {
        let message = format!("another run is making `{}`", output.target);
        Box::new(
            Diagnostic::new(&OUTPUT_BUSY, route(output), message)
                .here("a manifest in another folder publishes here too")
                .help("give each its own place"),
        )
    })
}

/// Exchanges the staged output with what stands in its place, and removes the old one. Until then it
/// gives up as soon as `stopped` says so.
pub fn publish(plan: &Plan, output: &Output, stopped: &dyn Fn() -> bool) -> Result<(), Failure> {
    check(plan, output)?;
    let failed = |error: io::Error| {
        let doing = format!("publish `{}`", output.target);
        disk_failure(&output.origin, &doing, &error)
    };
    let target = plan.root.join(&output.target);
    let staging = plan.root.join(&output.staging);
    let receipts = Receipts::new(&plan.root);
    let before = receipts.of(&output.target);
    if fs::symlink_metadata(&staging).map_err(failed)?.is_dir() {
        disk::settle_tree(&staging).map_err(failed)?;
    } else {
        disk::settle(&staging).map_err(failed)?;
    }
    let made = Receipt::for_all(&staging, stopped).map_err(failed)?;
    let Some(made) = made.filter(|_| !stopped()) else {
        return Err(bad_track(&output.origin, "interrupted"));
    };
    // First both generations are known as ours, so that a kill at any moment leaves neither
    // looking like a stranger's.
    receipts
        .keep(&output.target, &before.clone().or(&made))
        .map_err(failed)?;
    let replaced = put(&staging, &target).map_err(failed)?;
    // What was added since we looked has come along.
    let strangers = match &replaced {
        Some(old) => before.strangers(old).map_err(failed)?,
        None => Vec::new(),
    };
    if let (Some(old), Some(first)) = (&replaced, strangers.first()) {
        if *old == staging {
            exchange(&staging, &target).map_err(failed)?;
        } else {
            fs::rename(&target, &staging)
                .and_then(|()| fs::rename(old, &target))
                .map_err(failed)?;
        }
        return Err(stranger(output, &before, first, strangers.len()));
    }
    disk::settle(disk::folder_of(&target)).map_err(failed)?;
    // From here on the new one stands. What cannot be done now, the next run does: until then the
    // receipt names both generations, and the old one lies under a name that is ours.
    if let Some(old) = replaced {
        // First its name, then the receipt: half removed, it must not look like somebody else's.
        if old == staging || fs::rename(&old, &staging).is_ok() {
            let _ = receipts.keep(&output.target, &made);
        }
        let _ = disk::remove(&staging);
    } else {
        let _ = receipts.keep(&output.target, &made);
    }
    Ok(())
}

/// Puts the staged output in its place. Gives where the old one lies now, if there was one and it
/// still is somewhere.
fn put(staging: &Utf8Path, target: &Utf8Path) -> io::Result<Option<Utf8PathBuf>> {
    if !disk::exists(target)? {
        return match rename_anew(staging, target) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(io::Error::new(
                error.kind(),
                "somebody has put something there in the meantime",
            )),
            renamed => renamed.map(|()| None),
        };
    }
    match exchange(staging, target) {
        Ok(()) => return Ok(Some(staging.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::Unsupported => {}
        Err(error) => return Err(error),
    }
    if !fs::symlink_metadata(staging)?.is_dir() {
        // A file replaces a file in one step everywhere.
        return fs::rename(staging, target).map(|()| None);
    }
    let aside = place::aside(target);
    disk::remove(&aside)?;
    fs::rename(target, &aside)?;
    if let Err(error) = fs::rename(staging, target) {
        fs::rename(&aside, target)?;
        return Err(error);
    }
    Ok(Some(aside))
}

/// Moves something to a place where nothing stands; fails if something does after all.
fn rename_anew(from: &Utf8Path, to: &Utf8Path) -> io::Result<()> {
    match rename_with(from, to, Manner::Anew) {
        Err(error) if error.kind() == io::ErrorKind::Unsupported => fs::rename(from, to),
        renamed => renamed,
    }
}

/// Two names change places in one step; [`io::ErrorKind::Unsupported`] where the file system
/// cannot.
fn exchange(one: &Utf8Path, other: &Utf8Path) -> io::Result<()> {
    rename_with(one, other, Manner::Exchange)
}

#[derive(Clone, Copy)]
enum Manner {
    Anew,
    Exchange,
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn rename_with(from: &Utf8Path, to: &Utf8Path, manner: Manner) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    let flags = match manner {
        Manner::Anew => RenameFlags::NOREPLACE,
        Manner::Exchange => RenameFlags::EXCHANGE,
    };
    let renamed = renameat_with(CWD, from.as_std_path(), CWD, to.as_std_path(), flags);
    renamed.map_err(|error| match error {
        Errno::INVAL | Errno::NOSYS | Errno::NOTSUP => io::ErrorKind::Unsupported.into(),
        other => other.into(),
    })
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn rename_with(_from: &Utf8Path, _to: &Utf8Path, _manner: Manner) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
