//! rendit: a declarative job-file runner for video.

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
pub mod check;
pub mod ladder;
pub mod plan;
pub mod package;
pub mod compile;
pub mod event;
// Effects below.
pub mod probe;
pub mod gather;
pub mod stage;
pub mod verify;
pub mod exec;
pub mod hands;
pub mod report;
