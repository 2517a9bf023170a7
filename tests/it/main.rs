//! The only test binary: one module for each subject.
#![expect(missing_docs, reason = "tests speak for themselves")]

mod check;
mod rational;
mod template;
