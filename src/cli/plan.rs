//! `rendit plan`: what would be done.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: reads the file of `--facts`"
)]

use camino::Utf8PathBuf;
use clap::Args;

use super::Form;
use super::{Common, Exit, job, show};
use crate::diag::{Code, Diagnostic, Severity};
use crate::facts::Facts;
use crate::plan::Plan;
use crate::report::plan::human;
use crate::source::Route;

/// The facts cannot be read.
pub static FACTS_UNREADABLE: Code = Code {
    name: "facts-unreadable",
    severity: Severity::Error,
    summary: "the file of `--facts` cannot be read",
    explanation: "`plan --facts FILE` takes what probing would find from a file, so that neither \
media nor ffmpeg is needed. `rendit probe --facts MANIFEST` writes such a file.\n\n\
Wrong: the output of ffprobe.\n\nRight: `rendit probe --facts film.toml > film.facts.json`.",
};

/// Every code that this verb can raise.
pub static CODES: &[&Code] = &[&FACTS_UNREADABLE];

/// Options of `plan`.
#[derive(Clone, Debug, Args)]
pub struct PlanArgs {
    /// Manifests: TOML, YAML or JSON.
    #[arg(required = true, value_name = "FILES")]
    files: Vec<Utf8PathBuf>,
    /// Take what probing would find from this JSON file; neither media nor ffmpeg is needed.
    #[arg(long, value_name = "FILE")]
    facts: Option<Utf8PathBuf>,
    /// Show the commands as a shell script.
    #[arg(long)]
    shell: bool,
}

/// Plans and shows; touches nothing. With `--format json` the plans themselves are printed.
pub fn plan(common: &Common, args: &PlanArgs) -> Exit {
    let facts = match args.facts.as_ref().map(read).transpose() {
        Ok(facts) => facts,
        Err(diagnostic) => {
            show::findings(common, &[*diagnostic], args.files.len(), show::Stream::Talk);
            return Exit::Wrong;
        }
    };
    let batch = job::plan(common, &args.files, facts.as_ref());
    let plans: Vec<&Plan> = batch.plans.iter().map(|(_, plan)| plan).collect();
    let findings = batch.findings();
    show::findings(common, &findings, args.files.len(), show::Stream::Talk);
    let text = if args.shell {
        let scripts: Vec<String> = plans.iter().map(|plan| plan.to_shell()).collect();
        scripts.join("\n")
    } else if common.format == Form::Json {
        serde_json::to_string_pretty(&plans).map_or_else(|_| String::new(), |text| text + "\n")
    } else {
        let texts: Vec<String> = plans
            .iter()
            .map(|plan| human(plan, common.verbose))
            .collect();
        texts.join("\n")
    };
    batch.exit.and(show::text(&text))
}

fn read(path: &Utf8PathBuf) -> Result<Facts, Box<Diagnostic>> {
    let refuse = |reason: String| {
        Box::new(
            Diagnostic::new(
                &FACTS_UNREADABLE,
                Route::root(),
                format!("cannot read the facts in `{path}`: {reason}"),
            )
            .help("write them with: rendit probe --facts MANIFEST"),
        )
    };
    let text = std::fs::read_to_string(path).map_err(|error| refuse(error.to_string()))?;
    serde_json::from_str(&text).map_err(|error| refuse(error.to_string()))
}
