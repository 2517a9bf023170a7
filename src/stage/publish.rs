//! Puts a finished, verified output in its place: the old one or the new one stands there at every
//! moment, never a mixture.
//!
//! Unaware of what the output is.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: puts outputs in their places"
)]

use std::fs;
use std::io;

use camino::Utf8Path;

use super::disk;
use super::receipt::Receipts;
use super::{Failure, disk as disk_failure};
use crate::diag::{Code, Diagnostic, Severity};
use crate::plan::{Output, Plan};

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

/// Refuses, before any work, a place that holds somebody else's files.
pub fn check(plan: &Plan, output: &Output) -> Result<(), Failure> {
    let target = plan.root.join(&output.target);
    let key = if output.entry_points.is_empty() {
        "path"
    } else {
        "dir"
    };
    let route = output.origin.key(key);
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
    let strangers = Receipts::new(&plan.root)
        .of(&output.target)
        .strangers(&target)
        .map_err(|error| disk_failure(&route, &format!("look at `{target}`"), &error))?;
    let Some(first) = strangers.first() else {
        return Ok(());
    };
    let what = if first.as_str().is_empty() {
        "the file there is not rendit's, or was changed".to_string()
    } else if strangers.len() == 1 {
        format!("`{first}` there is not rendit's, or was changed")
    } else {
        format!(
            "`{first}` and {} more there are not rendit's, or were changed",
            strangers.len() - 1
        )
    };
    Err(refuse(
        format!("`{}` holds files that rendit did not make", output.target),
        what,
    ))
}

/// Exchanges the staged output with what stands in its place, and removes the old one.
pub fn publish(plan: &Plan, output: &Output) -> Result<(), Failure> {
    check(plan, output)?;
    exchange(plan, output).map_err(|error| {
        disk_failure(
            &output.origin,
            &format!("publish `{}`", output.target),
            &error,
        )
    })
}

fn exchange(plan: &Plan, output: &Output) -> io::Result<()> {
    let target = plan.root.join(&output.target);
    let staging = plan.root.join(&output.staging);
    let receipts = Receipts::new(&plan.root);
    settle(&staging)?;
    // First both generations are known as ours, so that a kill at any moment leaves neither
    // looking like a stranger's.
    receipts.note(&output.target, &staging, true)?;
    let old = fs::symlink_metadata(&target).is_ok();
    if old && staging.is_dir() {
        swap(&staging, &target)?;
    } else {
        fs::rename(&staging, &target)?;
    }
    if let Some(folder) = target.parent().filter(|folder| *folder != "") {
        disk::settle(folder)?;
    }
    receipts.note(&output.target, &target, false)?;
    if old {
        disk::remove(&staging)?;
    }
    Ok(())
}

/// Every file and folder of the staged output is on the disk before it shows.
fn settle(staging: &Utf8Path) -> io::Result<()> {
    if !staging.is_dir() {
        return disk::settle(staging);
    }
    let mut folders = vec![staging.to_owned()];
    for entry in disk::files(staging)? {
        let file = staging.join(&entry.path);
        disk::settle(&file)?;
        if let Some(folder) = file.parent()
            && !folders.iter().any(|known| known == folder)
        {
            folders.push(folder.to_owned());
        }
    }
    folders.iter().try_for_each(|folder| disk::settle(folder))
}

/// Two folders change places in one step of the file system, where it can.
fn swap(staging: &Utf8Path, target: &Utf8Path) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        let exchanged = renameat_with(
            CWD,
            staging.as_std_path(),
            CWD,
            target.as_std_path(),
            RenameFlags::EXCHANGE,
        );
        match exchanged {
            Ok(()) => return Ok(()),
            Err(
                rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::NOTSUP,
            ) => {}
            Err(error) => return Err(error.into()),
        }
    }
    // File systems without the exchange: two renames, with the old one back in its place if the
    // second fails.
    let name = target.file_name().unwrap_or("output");
    let aside = target.with_file_name(format!(".{name}.rendit-old"));
    disk::remove(&aside)?;
    fs::rename(target, &aside)?;
    if let Err(error) = fs::rename(staging, target) {
        fs::rename(&aside, target)?;
        return Err(error);
    }
    fs::rename(&aside, staging)
}
