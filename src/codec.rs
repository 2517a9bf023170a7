//! What each codec is: its names and its strings.

pub mod rfc6381;
