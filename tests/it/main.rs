//! The only test binary: one module for each subject.
#![expect(
    clippy::disallowed_methods,
    reason = "tests start programs and look at files"
)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails; clippy excuses only functions marked `#[test]`"
)]

mod golden;
mod program;
mod tidy;
mod typed;
mod toml_slips;
mod toml_syntax;
mod schema;
mod ui;
mod cli;
mod jobs;
mod json_comments;
mod hand_slips;
mod heirs;
mod json_rows;
mod json_slips;
mod json_typing;
mod meaning;
mod misnamed;
mod readme;
mod allow;
mod alone;
mod astray;
mod backslashes;
mod brought;
mod check;
mod dialect;
mod document;
mod document_hostile;
mod durable;
mod extends;
mod literal;
mod likely;
mod failure;
mod findings;
mod fuzzed;
mod foreign_habits;
mod formats;
mod fix;
mod init;
mod keystroke;
mod large;
mod launch;
mod media;
mod newcomer;
mod package;
mod pipeline;
mod probe;
mod progress;
mod rational;
mod report;
mod run;
mod schedule;
mod schema_engine;
mod second_best;
mod lsp;
mod lsp_complete;
mod lsp_offers;
mod lsp_outline;
mod lsp_typing;
mod lsp_words;
mod show;
mod side_by_side;
mod slips;
mod yaml_layout;
mod yaml_slips;
mod sources;
mod spelling;
mod syntaxes;
mod template;
mod values;
