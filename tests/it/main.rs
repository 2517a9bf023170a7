//! The only test binary: one module for each subject.
#![expect(missing_docs, reason = "tests speak for themselves")]

mod document;
mod document_hostile;
mod findings;
mod rational;
mod schema_engine;
