//! What a person, an editor or a server reads: findings and events as text.
//!
//! Unaware of how anything is found or done. Everything here makes strings; only the command line
//! writes them.

pub mod findings;
