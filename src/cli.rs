//! The command line: arguments, one file for each verb, exit codes.
//!
//! Everything that is decided is decided elsewhere; this room joins the others.

pub mod load;
pub mod job;
pub mod show;
pub mod check;
pub mod fix;
pub mod resolved;
pub mod init;
pub mod man;
pub mod plan;
pub mod run;
pub mod verify;
pub mod probe;
pub mod codes;
pub mod explain;
pub mod lsp;

use std::io::Write;
use std::process::ExitCode;

use camino::Utf8PathBuf;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

/// What a process says at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All done.
    Done,
    /// A step failed, or an output did not verify.
    Failed,
    /// A manifest or the command line is wrong.
    Wrong,
    /// The environment cannot do it: no ffmpeg, a missing encoder.
    Environment,
    /// A signal ended it.
    Interrupted,
}

impl Exit {
    /// The number that a shell sees.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Wrong => 2,
            Self::Environment => 3,
            Self::Interrupted => 130,
        }
    }

    /// The worse of two.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let rank = |exit: Self| match exit {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Wrong => 2,
            Self::Environment => 3,
            Self::Interrupted => 4,
        };
        if rank(other) > rank(self) {
            other
        } else {
            self
        }
    }
}

/// Declarative job files for video: checked like source code, planned, run, verified, published.
#[derive(Debug, Parser)]
#[command(
    name = "rendit",
    version,
    max_term_width = 100,
    disable_help_subcommand = true
)]
#[command(
    after_help = "Exit codes: 0 done; 1 a step failed or an output did not verify; \
2 a manifest or the command line is wrong; 3 the environment cannot do it (no ffmpeg, a missing \
encoder); 130 interrupted."
)]
pub struct Cli {
    #[command(subcommand)]
    verb: Verb,
    #[command(flatten)]
    common: Common,
}

/// Options of every verb.
#[derive(Clone, Debug, Args)]
pub struct Common {
    /// Form of findings.
    #[arg(long, global = true, value_enum, default_value_t = Form::Human, value_name = "FORM")]
    pub format: Form,
    /// When to use colour; `NO_COLOR` is honoured.
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub color: Colour,
    /// Say less.
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more.
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// Set a value of the manifest, such as `vars.cdn=https://cdn.example.com`; may be repeated.
    #[arg(long = "set", global = true, value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// The ffmpeg to use.
    #[arg(long, global = true, value_name = "PATH", default_value = "ffmpeg")]
    pub ffmpeg: String,
    /// The ffprobe to use. Default: beside the ffmpeg, else `ffprobe`.
    #[arg(long, global = true, value_name = "PATH")]
    pub ffprobe: Option<String>,
}

/// Form of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// With the lines of the manifest.
    Human,
    /// One line each.
    Short,
    /// JSON; `plan` and `probe` print their product as JSON too.
    Json,
    /// Annotations of GitHub Actions.
    Github,
    /// SARIF 2.1.0.
    Sarif,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Write a first manifest for a source.
    #[command(
        after_help = "Examples:\n  rendit init media/film.mov                   writes film.toml\n  rendit init media/film.mov -o jobs/film.yaml\n  rendit init https://example.com/film.mp4"
    )]
    Init(init::InitArgs),
    /// Say everything that is wrong with manifests; touches nothing and needs no media.
    #[command(
        after_help = "Examples:\n  rendit check jobs/*.toml\n  rendit check --format github jobs/*.toml     in a GitHub workflow\n  rendit check --format sarif film.toml > film.sarif\n\nA warning that is accepted goes into the manifest, with its reason:\n  [allow]\n  key-uri-http = \"the CDN is inside our network\"\n\nExit codes: 0 no errors (perhaps warnings), 2 errors."
    )]
    Check(Files),
    /// Apply what findings leave no doubt about, in place; comments and layout stay.
    #[command(
        after_help = "Examples:\n  rendit fix film.toml\n  rendit fix --diff jobs/*.toml                in CI: exits with 1 if anything would change\n\nOnly what leaves no doubt is changed: a letter too many, a unit in other words, missing quotes. What\nis left is shown as by `check`. Files that a manifest extends are changed only if they are named, and\n`--set` never is.\n\nExit codes: 0 no errors are left; 1 `--diff` has changes to show, or a file could not be written;\n2 errors are left."
    )]
    Fix(fix::FixArgs),
    /// Probe the sources and show what would be done; touches nothing.
    #[command(
        after_help = "Examples:\n  rendit plan film.toml\n  rendit plan --shell film.toml                the commands as a script\n  rendit plan --format json film.toml          for programs\n  rendit plan --facts film.facts.json film.toml"
    )]
    Plan(plan::PlanArgs),
    /// Encode, package, verify and publish.
    #[command(
        after_help = "Examples:\n  rendit run film.toml\n  rendit run --set vars.cdn=https://cdn.example.com film.toml\n  rendit run --progress json jobs/*.toml"
    )]
    Run(run::RunArgs),
    /// Read published outputs back and hold them against the manifest.
    #[command(after_help = "Examples:\n  rendit verify film.toml")]
    Verify(Files),
    /// Say what rendit understands of media files.
    #[command(
        after_help = "Examples:\n  rendit probe media/*.mov\n  rendit probe --facts film.toml > film.facts.json"
    )]
    Probe(probe::ProbeArgs),
    /// Print a manifest after all that it extends, with variables and defaults filled in.
    #[command(
        after_help = "Examples:\n  rendit show film.yaml\n  rendit show --to json film.toml\n  rendit show --origin --to toml film.yaml     where each value comes from\n  rendit show --item media/a.mov batch.toml    one job of a batch\n\nWhat is shown is a manifest that means the same. `${env.NAME}` stays as it is, unless `--env` is given."
    )]
    Show(resolved::ShowArgs),
    /// Print the JSON Schema of manifests.
    #[command(after_help = "Examples:\n  rendit schema > rendit.schema.json")]
    Schema,
    /// Explain a diagnostic at length; without a code, list all.
    #[command(after_help = "Examples:\n  rendit explain\n  rendit explain ladder-order")]
    Explain {
        /// The code, such as `unknown-key`.
        code: Option<String>,
    },
    /// Serve an editor: findings, completion, hover, rename, over standard input and output.
    #[command(
        after_help = "Examples:\n  rendit lsp                                   what an editor starts; see the README for its settings"
    )]
    Lsp(lsp::LspArgs),
    /// Print a manual page, for `man -l -`.
    #[command(after_help = "Examples:\n  rendit man | man -l -\n  rendit man run > rendit-run.1")]
    Man(man::ManArgs),
    /// Print completions for a shell.
    #[command(
        after_help = "Examples:\n  rendit completions bash > ~/.local/share/bash-completion/completions/rendit\n  rendit completions zsh > ~/.zfunc/_rendit\n  rendit completions fish > ~/.config/fish/completions/rendit.fish"
    )]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// Manifests to work on.
#[derive(Clone, Debug, Args)]
pub struct Files {
    /// Manifests: TOML, YAML or JSON.
    #[arg(required = true, value_name = "FILES")]
    pub files: Vec<Utf8PathBuf>,
}

/// Runs the command line.
#[expect(
    clippy::disallowed_methods,
    reason = "an effects module: writes to the terminal"
)]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let fine = !error.use_stderr();
            // A closed pipe is nobody's fault.
            let _ = error.print();
            return ExitCode::from(if fine { Exit::Done } else { Exit::Wrong }.code());
        }
    };
    let exit = match cli.verb {
        Verb::Init(args) => init::init(&cli.common, &args),
        Verb::Check(files) => check::check(&cli.common, &files.files),
        Verb::Fix(args) => fix::fix(&cli.common, &args),
        Verb::Show(args) => resolved::resolved(&cli.common, &args),
        Verb::Plan(args) => plan::plan(&cli.common, &args),
        Verb::Run(args) => run::run(&cli.common, &args),
        Verb::Verify(files) => verify::verify(&cli.common, &files.files),
        Verb::Probe(args) => probe::probe(&cli.common, &args),
        Verb::Schema => show::text(&load::schema_text()),
        Verb::Explain { code } => explain::explain(&cli.common, code.as_deref()),
        Verb::Lsp(args) => lsp::lsp(&cli.common, &args),
        Verb::Man(args) => man::man(&cli.common, &args, Cli::command()),
        Verb::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "rendit", &mut script);
            let _ = std::io::stdout().write_all(&script);
            Exit::Done
        }
    };
    ExitCode::from(exit.code())
}
