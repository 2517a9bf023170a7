//! `rendit lsp`: the language server, for editors.
//!
//! Unaware of the protocol; [`crate::lsp`] speaks it.

#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: speaks over standard input and output"
)]

use clap::Args;

use super::{Common, Exit, codes, job};
use crate::diag::Diagnostic;
use crate::facts::Facts;
use crate::gather::texts::environment;
use crate::job::Job;
use crate::lsp::prober::Prober;
use crate::lsp::session::{self, Setup};

/// Options of `lsp`.
#[derive(Clone, Debug, Args)]
pub struct LspArgs {
    /// Speak over standard input and output: what happens anyway; many editors say it.
    #[arg(long)]
    stdio: bool,
}

struct Tools(Common);

impl Prober for Tools {
    fn facts(&self, job: &Job) -> Result<Facts, Vec<Diagnostic>> {
        let tools = job::tools(&self.0).map_err(|finding| vec![*finding])?;
        let known = job::probe_all(&tools.ffprobe, std::slice::from_ref(job))
            .pop()
            .unwrap_or_else(|| Err(Vec::new()))?;
        Ok(Facts {
            tools,
            sources: known.sources,
            keys: known.keys,
        })
    }
}

/// Serves one editor until it says that it leaves.
pub fn lsp(common: &Common, _args: &LspArgs) -> Exit {
    let setup = Setup {
        set: common.set.clone(),
        environment: environment(),
        codes: codes::all(),
        prober: Box::new(Tools(common.clone())),
    };
    let input = std::io::BufReader::new(std::io::stdin());
    if session::serve(setup, input, std::io::stdout()) {
        Exit::Done
    } else {
        Exit::Failed
    }
}
