//! The JSON Schema of the manifest: made from the Rust types, and held against what was written.
//!
//! Unaware of what any key means; it sees a schema and a tree. Rules across keys are elsewhere.

use serde_json::Value;

use crate::diag::{Code, Diagnostics, MOST_FINDINGS, Severity};
use crate::document::Document;
use crate::source::{Route, Routes};

mod code;
mod pattern;
mod keyword;
pub mod shape;
mod fault;
mod repair;
mod explain;
mod generate;
mod editors;
mod noise;
mod section;
mod astray;

pub use code::{BAD_FORMAT, MISSING_KEY, OUT_OF_RANGE, UNKNOWN_KEY, WRONG_TYPE, WRONG_VALUE};
pub use editors::for_editors;
pub use generate::generate;
pub use keyword::fold_whole_numbers;

/// Every code that this module raises.
pub static CODES: &[&Code] = &[
    &BAD_FORMAT,
    &MISSING_KEY,
    &OUT_OF_RANGE,
    &UNKNOWN_KEY,
    &WRONG_TYPE,
    &WRONG_VALUE,
];

/// A schema that cannot be used: a mistake in the program, not in a manifest.
#[derive(Debug, thiserror::Error)]
#[error("the schema itself is wrong: {0}")]
pub struct BadSchema(String);

/// What was written, made to fit the schema, so that every later rule can look at all of it.
#[derive(Clone, Debug)]
pub struct Repaired {
    /// The manifest's value. Unknown keys are left out; what is missing or invalid is a stand-in
    /// taken from the schema. Whole numbers written as `2.0` are whole numbers here.
    pub json: Value,
    /// Where stand-ins are, or where what was written is not certain. A finding that rests on one
    /// of these, or on anything below, means nothing. The root, if a syntax error hides text.
    pub tainted: Routes,
}

impl Repaired {
    /// Whether the value at `route` is not what was written.
    pub fn is_tainted(&self, route: &Route) -> bool {
        self.tainted.cover(route)
    }
}

/// Holds documents against one schema.
#[derive(Debug)]
pub struct Checker {
    schema: Value,
}

impl Checker {
    /// Takes a schema as [`generate()`] makes it: draft-07, without references.
    ///
    /// # Errors
    /// It has a keyword that is not understood.
    pub fn new(schema: Value) -> Result<Self, BadSchema> {
        keyword::understand(&schema).map_err(BadSchema)?;
        Ok(Self { schema })
    }

    /// The schema.
    pub fn schema(&self) -> &Value {
        &self.schema
    }

    /// Puts what stands in a wrong place where it belongs, and reports it: sections of a YAML file at a
    /// wrong depth, and entries in a wrong section. `is_part` tells that another file extends this one.
    pub fn straighten(
        &self,
        diagnostics: &mut Diagnostics,
        document: &mut Document,
        is_part: bool,
    ) {
        section::straighten(&self.schema, diagnostics, document);
        astray::gather(&self.schema, diagnostics, document, is_part);
    }

    /// Reports everything in which a whole manifest differs from the schema; the findings are
    /// settled already. `None` if there are so many that the rest is not looked at.
    pub fn check(&self, diagnostics: &mut Diagnostics, document: &Document) -> Option<Repaired> {
        let mut json = instance(document);
        let faults = fault::faults(&self.schema, &json, MOST_FINDINGS);
        self.tell(diagnostics, document, &faults, explain::Extent::Whole);
        if diagnostics.left_out().is_some() {
            return None;
        }
        let mut tainted: Routes = repair::repair(&self.schema, &mut json, faults);
        fold_whole_numbers(&mut json);
        tainted.extend(document.holes());
        if document.is_broken() {
            tainted.insert(Route::root());
        }
        Some(Repaired { json, tainted })
    }

    /// The same for a file that another one extends: it may leave out what that one gives.
    pub fn check_part(&self, diagnostics: &mut Diagnostics, document: &Document) {
        let faults = fault::faults(&self.schema, &instance(document), MOST_FINDINGS);
        self.tell(diagnostics, document, &faults, explain::Extent::Part);
    }

    fn tell(
        &self,
        diagnostics: &mut Diagnostics,
        document: &Document,
        faults: &[fault::Fault<'_>],
        extent: explain::Extent,
    ) {
        let explainer = explain::Explainer {
            schema: &self.schema,
            document,
            extent,
        };
        let findings = explainer.explain_all(faults);
        if faults.len() > MOST_FINDINGS || findings.len() > MOST_FINDINGS {
            diagnostics.leave_out(Severity::Error);
        }
        diagnostics.extend(noise::reduce(findings, document));
    }
}

/// What is validated: the tree without the `$schema` that editors look for, and without the keys of
/// the top level that are the reader's own.
fn instance(document: &Document) -> Value {
    let mut json = document.root.to_json();
    if let Value::Object(table) = &mut json {
        table.retain(|key, _| key != "$schema" && !shape::is_own(key));
    }
    json
}
