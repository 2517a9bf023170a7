//! rendit: a declarative job-file runner for video.

pub mod source;
pub mod diag;
pub mod rational;
pub mod facts;
pub mod role;
pub mod codec;
pub mod manifest;
pub mod job;
pub mod check;
pub mod ladder;
pub mod plan;
pub mod event;
