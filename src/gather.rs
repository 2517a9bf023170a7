//! What the disk says before a plan is made: the matches of a `glob`, and whether keys are there.
//!
//! Looks and touches nothing. Unaware of what media files hold; [`crate::probe`] asks that.

pub mod matches;
pub mod keys;
pub mod texts;
