//! rendit: a declarative job-file runner for video.

pub mod source;
pub mod diag;
pub mod rational;
pub mod document;
pub mod schema;
pub mod facts;
pub mod plan;
pub mod event;
pub mod report;
