//! What the verbs say: findings, texts, complaints. With [`super::run`] the only writer to the
//! terminal.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: writes to the terminal"
)]

use std::io::{self, IsTerminal, Write};

use super::{Colour, Common, Exit, Form};
use crate::diag::Diagnostic;
use crate::report::findings::{self, Style};

/// Whether findings are what the verb is for, or talk beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Forms for machines go to standard output.
    Product,
    /// Everything goes to standard error.
    Talk,
}

/// Whether colour is wanted on standard error.
pub fn colour(common: &Common) -> bool {
    match common.color {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => {
            let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
            !refused && !dumb && io::stderr().is_terminal()
        }
    }
}

/// Shows findings in the form that was asked for; `files` is how many manifests there were.
pub fn findings(common: &Common, found: &[Diagnostic], files: usize, stream: Stream) {
    let text = match common.format {
        Form::Human => {
            let style = Style {
                colour: colour(common),
                width: width(),
                ..Style::default()
            };
            let mut text = findings::human(found, style);
            if (!found.is_empty() || stream == Stream::Product) && !common.quiet {
                text += &closing(found, files);
            }
            text
        }
        Form::Short => findings::short(found),
        Form::Json => findings::json(found),
        Form::Github => findings::github(found),
        Form::Sarif => findings::sarif(found),
    };
    let machine = matches!(common.format, Form::Json | Form::Github | Form::Sarif);
    let empty_talk = stream == Stream::Talk && found.is_empty();
    if text.is_empty() || empty_talk {
        return;
    }
    // A closed pipe is nobody's fault.
    let _ = if stream == Stream::Product && machine {
        io::stdout().write_all(text.as_bytes())
    } else {
        io::stderr().write_all(text.as_bytes())
    };
}

fn closing(found: &[Diagnostic], files: usize) -> String {
    if found.is_empty() {
        return match files {
            1 => "no mistakes\n".into(),
            _ => format!("no mistakes in {files} files\n"),
        };
    }
    format!("{}\n", findings::closing(found, files).trim_end())
}

/// Columns to wrap words at.
fn width() -> usize {
    let given = std::env::var("COLUMNS")
        .ok()
        .and_then(|text| text.parse().ok());
    given.unwrap_or(100).clamp(40, 120)
}

/// Writes a text to standard output.
pub fn text(text: &str) -> Exit {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Exit::Failed,
        _ => Exit::Done,
    }
}

/// Says on standard error that the command line is wrong.
pub fn complain(common: &Common, message: &str) {
    if !common.quiet {
        let _ = writeln!(io::stderr(), "error: {message}");
    }
}
