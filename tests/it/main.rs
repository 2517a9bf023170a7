//! The only test binary: one module for each subject.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails; clippy excuses only functions marked `#[test]`"
)]

mod document;
mod document_hostile;
mod media;
mod package;
mod probe;
mod findings;
mod rational;
mod failure;
mod launch;
mod progress;
mod report;
mod run;
mod schedule;
mod pipeline;
mod schema_engine;
