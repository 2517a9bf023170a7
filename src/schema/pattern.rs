//! Regular expressions of schemas, each made once, when a value is first held against it.
//!
//! Unaware of what they stand for. Both sides of a manifest's schema, editors and rendit, read these
//! expressions: they keep to what ECMA 262 and the crate `regex` read alike.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use foldhash::fast::RandomState;
use regex::Regex;

static KNOWN: LazyLock<RwLock<HashMap<String, Arc<Regex>, RandomState>>> =
    LazyLock::new(RwLock::default);

/// Whether the pattern occurs in a text. What is no regular expression occurs nowhere, so that all is
/// refused.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    made(pattern).is_ok_and(|regex| regex.is_match(text))
}

/// The expression of a pattern.
///
/// # Errors
/// It is none.
fn made(pattern: &str) -> Result<Arc<Regex>, regex::Error> {
    let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(regex) = known.get(pattern) {
        return Ok(Arc::clone(regex));
    }
    drop(known);
    let regex = Arc::new(Regex::new(pattern)?);
    let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
    known.insert(pattern.to_owned(), Arc::clone(&regex));
    Ok(regex)
}
