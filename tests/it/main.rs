//! The only test binary: one module for each subject.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails; clippy excuses only functions marked `#[test]`"
)]

mod rational;
mod failure;
mod launch;
mod progress;
mod report;
mod run;
mod schedule;
