//! `rendit probe`: what rendit understands of media files, or of a manifest's sources.

use camino::Utf8PathBuf;
use clap::Args;

use super::Form;
use super::{Common, Exit, job, show};
use crate::compile::picture::describe;
use crate::probe::{self, Opening};
use crate::source::Route;

/// Options of `probe`.
#[derive(Clone, Debug, Args)]
pub struct ProbeArgs {
    /// Media files or URLs; with `--facts`, one manifest.
    #[arg(required = true, value_name = "MEDIA")]
    files: Vec<Utf8PathBuf>,
    /// Print everything that planning a manifest needs to know, for `plan --facts`.
    #[arg(long)]
    facts: bool,
}

/// Probes and tells; touches nothing.
pub fn probe(common: &Common, args: &ProbeArgs) -> Exit {
    if args.facts {
        return facts(common, &args.files);
    }
    let tools = match job::tools(common) {
        Ok(tools) => tools,
        Err(diagnostic) => {
            show::findings(common, &[*diagnostic], 0, show::Stream::Talk);
            return Exit::Environment;
        }
    };
    let openings: Vec<Opening> = args.files.iter().map(|file| Opening::path(file)).collect();
    let answers = probe::sources(&tools.ffprobe, &openings, 2, probe::LIMIT);
    let mut exit = Exit::Done;
    let mut sources = Vec::new();
    let mut text = String::new();
    let mut findings = Vec::new();
    for (file, answer) in args.files.iter().zip(answers) {
        match answer {
            Ok(source) => {
                text += &format!("{file}: {}\n", describe(&source));
                sources.push(source);
            }
            Err(error) => {
                exit = exit.and(Exit::Failed);
                let mut finding = error.diagnostic(&Route::root());
                finding.labels.clear();
                findings.push(finding);
            }
        }
    }
    if common.format == Form::Json {
        text = serde_json::to_string_pretty(&sources).unwrap_or_default() + "\n";
    }
    show::findings(common, &findings, 0, show::Stream::Talk);
    exit.and(show::text(&text))
}

fn facts(common: &Common, files: &[Utf8PathBuf]) -> Exit {
    let (batch, facts) = job::facts(common, files);
    show::findings(common, &batch.findings(), files.len(), show::Stream::Talk);
    let Some(facts) = facts else {
        return batch.exit.and(Exit::Wrong);
    };
    let text = serde_json::to_string_pretty(&facts).unwrap_or_default() + "\n";
    batch.exit.and(show::text(&text))
}
