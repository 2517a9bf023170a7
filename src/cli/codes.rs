//! Every diagnostic that rendit knows, from the rooms that raise them.

use crate::check;
use crate::diag::{self, Code};
use crate::{compile, document, exec, gather, probe, schema, stage, verify};

/// All codes, sorted by name.
pub fn all() -> Vec<&'static Code> {
    let lists: [&[&'static Code]; 13] = [
        diag::CODES,
        document::CODES,
        schema::CODES,
        compile::CODES,
        gather::matches::CODES,
        stage::CODES,
        verify::CODES,
        &probe::codes::ALL,
        super::load::CODES,
        crate::allow::CODES,
        super::fix::CODES,
        super::plan::CODES,
        super::run::CODES,
    ];
    let mut all: Vec<&'static Code> = lists.iter().flat_map(|list| list.iter().copied()).collect();
    all.extend(check::RULES.iter().map(|rule| rule.code));
    all.extend(exec::failure::codes());
    all.sort_by_key(|code| code.name);
    all.dedup_by_key(|code| code.name);
    all
}
