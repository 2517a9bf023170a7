//! `rendit verify`: published outputs, read back and held against the manifest.

use camino::Utf8PathBuf;

use super::{Common, Exit, Form, job, show};
use crate::verify;

/// Verifies; touches nothing.
pub fn verify(common: &Common, files: &[Utf8PathBuf]) -> Exit {
    let mut batch = job::plan(common, files, None);
    let mut exit = batch.exit;
    let mut good = String::new();
    for (at, plan) in &batch.plans {
        for output in &plan.outputs {
            match verify::output(plan, output, &output.target) {
                Ok((files, bytes)) => {
                    good += &format!(
                        "{}: {} is as the manifest asks ({files} {}, {})\n",
                        plan.job,
                        plan.reach(&output.target),
                        if files == 1 { "file" } else { "files" },
                        crate::report::bytes(bytes)
                    );
                }
                Err(failure) => {
                    exit = exit.and(Exit::Failed);
                    if let Some(loaded) = batch.loaded.get_mut(*at) {
                        loaded.add([*failure]);
                    }
                }
            }
        }
    }
    let is_for_people = matches!(common.format, Form::Human | Form::Short);
    let stream = if is_for_people {
        show::Stream::Talk
    } else {
        show::Stream::Product
    };
    show::findings(common, &batch.findings(), files.len(), stream);
    if !common.quiet && is_for_people {
        exit = exit.and(show::text(&good));
    }
    exit
}
