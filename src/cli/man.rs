//! `rendit man`: the manual pages, from the same words as `--help`.
//!
//! Unaware of what the verbs do.

use clap::{Args, Command};

use super::{Common, Exit, show};
use crate::diag::suggest;

/// Options of `man`.
#[derive(Clone, Debug, Args)]
pub struct ManArgs {
    /// The verb; without it, the page that lists them all.
    #[arg(value_name = "VERB")]
    verb: Option<String>,
}

/// Prints one page as troff, as `man -l -` reads it.
pub fn man(common: &Common, args: &ManArgs, mut command: Command) -> Exit {
    command.build();
    let page = match &args.verb {
        None => command,
        Some(verb) => match command.find_subcommand(verb) {
            Some(found) => found.clone(),
            None => {
                let verbs = command.get_subcommands().map(Command::get_name);
                let hint = suggest(verb, verbs)
                    .map_or_else(String::new, |near| format!(": did you mean `{near}`?"));
                show::complain(common, &format!("there is no verb `{verb}`{hint}"));
                return Exit::Wrong;
            }
        },
    };
    let mut text = Vec::new();
    // Writing to memory cannot fail.
    let _ = clap_mangen::Man::new(page).render(&mut text);
    show::text(&String::from_utf8_lossy(&text))
}
