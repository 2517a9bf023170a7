//! rendit: a declarative job-file runner for video.
//!
//! This comment is the architecture. `cargo doc` checks its links, and the test `tidy` holds the
//! source against it.
//!
//! # The one-way street
//!
//! ```text
//!  text ──► Document ──► Manifest ──► Job(s) ─────► Plan ──► Events ──► what people read
//!  files    spanned      typed, as    checked, one  steps    what
//!           tree         written      per source    as data  happens
//!                                        │           ▲
//!                                        └─► Facts ──┘
//!                                     what sources hold,
//!                                      what ffmpeg can do
//! ```
//!
//! Each stop is one type, each arrow one function, and nothing flows back:
//!
//! | from | to | by |
//! | --- | --- | --- |
//! | [`SourceFile`](source::SourceFile) | [`Document`](document::Document) | [`document::parse`] |
//! | [`Document`](document::Document) | [`Manifest`](manifest::Manifest) | [`Checker::check`](schema::Checker::check), then serde |
//! | [`Manifest`](manifest::Manifest) | [`Job`](job::Job)s | [`check::check`] |
//! | [`Job`](job::Job) | [`Facts`](facts::Facts) | [`probe::sources`], [`gather::keys`] |
//! | [`Job`](job::Job) and [`Facts`](facts::Facts) | [`Plan`](plan::Plan) | [`compile::compile`] |
//! | [`Plan`](plan::Plan)s | [`Event`](event::Event)s | [`exec::run::run`] |
//!
//! What checks takes the sink [`Diagnostics`](diag::Diagnostics) first and returns an `Option`:
//! `None` means that an error was reported and the street ends here. The verbs are prefixes of the
//! street: `check` stops at jobs, `plan` at plans, `run` and `verify` go on.
//!
//! # The law
//!
//! **A module imports only modules that are declared above it**, here and inside every room
//! (`foo.rs` and what lies in `foo/` may use each other). Down to [`event`] everything is pure: same
//! inputs, same value; no process, file, environment, clock or terminal. Below are the effects, the
//! only modules that are excused from `clippy.toml`'s list of calls, each file with its reason.
//!
//! | module | its one job |
//! | --- | --- |
//! | [`source`] | What was written and where: files, byte spans, routes such as `ladders.hd.rungs[2].bit_rate`. |
//! | [`diag`] | What is said about it: codes with their explanations, findings, the sink. |
//! | [`rational`] | Exact times and rates. |
//! | [`document`] | TOML, YAML and JSON to one spanned tree; `extends` and `--set` merge trees. |
//! | [`schema`] | A JSON Schema made from types, held against a tree; stand-ins for what is wrong. |
//! | [`facts`] | What the world told us, as plain data. |
//! | [`role`] | What a sound track is for. |
//! | [`language`] | Language tags, of files and of BCP 47. |
//! | [`media`] | What finished media files say, and their samples laid out anew; bytes in, bytes out. |
//! | [`codec`] | What each codec is: encoders, rate control, limits, its name in `CODECS`. |
//! | [`manifest`] | What users may write; the doc comments are the manual. |
//! | [`job`] | One manifest, checked and filled in, for one source. |
//! | [`allow`] | Warnings that a manifest accepts, each with its reason. |
//! | [`check`] | Rules that need no probing, one file each; templates. |
//! | [`keystroke`] | A text that would be right but for one slip of a finger. |
//! | [`fix`] | Applies the sure changes that findings offer, until nothing changes. |
//! | [`workspace`] | A manifest and all that it extends, from the disk or from an editor, to jobs. |
//! | [`ladder`] | Which renditions a source gets. |
//! | [`init`] | A first manifest for a source. |
//! | [`plan`] | The work as data: steps, commands, and who asked for each argument. |
//! | [`package`] | Playlists and MPD as text, from a description of what really stands in a package. |
//! | [`compile`] | Job and facts to plan; reports what only probing reveals. |
//! | [`event`] | What can happen during a run. |
//! | | **effects** |
//! | [`tether`] | Ties child processes to this one, so that none outlives it. |
//! | [`probe`] | Asks ffprobe and ffmpeg. |
//! | [`gather`] | Asks the disk: matches of a `glob`, and whether keys are there. |
//! | [`stage`] | rendit's own work on files: cuts, encrypts, writes packages, publishes, keeps receipts. |
//! | [`verify`] | Reads outputs back and holds them against the plan. |
//! | [`exec`] | Runs plans: what may start, one ffmpeg call from start to end, what its words mean. |
//! | [`hands`] | Gives [`exec`] the hands of [`stage`] and [`verify`]. |
//! | [`report`] | Events, plans and findings as text; only [`lsp`] and [`cli`] use it. |
//! | [`lsp`] | Answers editors: findings while typing, completion, hover, names. |
//! | [`cli`] | Arguments, a file for each verb, exit codes. |
//!
//! Why this order: [`schema`] stands above [`manifest`] since it knows no key; [`role`] and
//! [`language`] are words that [`facts`], [`manifest`] and [`plan`] share; [`media`] stands above
//! [`codec`], which reads codec strings out of sample entries; [`hands`] stands apart so that
//! [`exec`] runs plans without knowing what their steps do.
//!
//! # Where a newcomer adds things
//!
//! | add | touch | what tells you the rest |
//! | --- | --- | --- |
//! | a codec | [`codec`]: a variant, and what its `match`es ask | exhaustive matches; `tests/ui/plan` |
//! | an output format | a variant of [`Output`](manifest::Output); [`compile::output`]; its text in [`package`] | exhaustive matches; a job in `jobs/` |
//! | a diagnostic | `check/NAME.rs` and a line in [`check::RULES`]; one that needs facts: in [`compile`] | names, explanation and fixtures are tested |
//! | a manifest key | a field and its doc comment in [`manifest`]; `UPDATE=1 cargo test` | schema and README are compared; every key stands in a job |
//! | a verb | `cli/NAME.rs` and a variant in [`cli`] | help is compared |
//! | an engine | [`exec::launcher::Launcher`] | `tests/it/launch.rs` |
//!
//! # Points to hold
//!
//! - **Routes, not bytes.** Rules name routes; the document turns them into bytes when a finding is
//!   shown ([`Document::settle`](document::Document::settle)). Typed values carry no spans, so the
//!   schema describes exactly what serde reads.
//! - **Every finding at once.** Stand-ins let every rule run ([`schema::Repaired`]); a finding that
//!   rests on one is dropped.
//! - **A slip is mended, then read.** Where what was meant is known, a syntax error hides nothing: the
//!   readers of [`document`] write down what was meant and read that, and the rest is checked as usual.
//!   Where nobody can know, all from there on is held back, and no fix is offered.
//! - **Provenance to the end.** Every step and argument knows the route that asked for it
//!   ([`plan::Arg`]), so that ffmpeg's failure is shown at the manifest's line.
//! - **No key in a plan**, an argument, a log or an event; keys are read when a step needs them and
//!   wiped ([`stage::keys`]).
//! - **Facts can be given** (`plan --facts`): plans are tested without media.
//! - **ffmpeg's exit code proves nothing.** Finished tracks are measured ([`stage::track`]), outputs
//!   are read back before they are published ([`verify`]).
//! - **An output is whole or absent.** It is made beside its place and renamed into it
//!   ([`stage::publish`]); what rendit did not make is not touched ([`stage::receipt`]).
//! - **Threads, not async**: one thread for each child process, one channel; ffmpeg does the work.

pub mod source;
pub mod diag;
pub mod rational;
pub mod document;
pub mod schema;
pub mod facts;
pub mod role;
pub mod language;
pub mod media;
pub mod codec;
pub mod manifest;
pub mod job;
pub mod allow;
pub mod check;
pub mod keystroke;
pub mod fix;
pub mod workspace;
pub mod ladder;
pub mod init;
pub mod plan;
pub mod package;
pub mod compile;
pub mod event;
// Effects below.
pub mod tether;
pub mod probe;
pub mod gather;
pub mod stage;
pub mod verify;
pub mod exec;
pub mod hands;
pub mod report;
pub mod lsp;
pub mod cli;
