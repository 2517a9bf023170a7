//! The JSON Schema of the manifest: made from the Rust types, and held against what was written.
//!
//! Unaware of what any key means; it sees a schema and a tree. Rules across keys are elsewhere.

use jsonschema::Validator;
use serde_json::Value;

use crate::diag::{Code, Diagnostics, MOST_FINDINGS, Severity};
use crate::document::Document;
use crate::source::{Route, Routes};

mod code;
mod fits;
pub mod shape;
mod fault;
mod explain;
mod generate;
mod editors;
mod noise;
mod repair;
mod section;

pub use code::{BAD_FORMAT, MISSING_KEY, OUT_OF_RANGE, UNKNOWN_KEY, WRONG_TYPE, WRONG_VALUE};
pub use editors::for_editors;
pub use generate::generate;

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
    validator: Validator,
}

impl Checker {
    /// Prepares a schema, as [`generate()`] makes it: draft-07, without references.
    ///
    /// # Errors
    /// The schema is no JSON Schema, or a pattern in it is no regular expression.
    pub fn new(schema: Value) -> Result<Self, BadSchema> {
        let validator =
            jsonschema::draft7::new(&schema).map_err(|error| BadSchema(error.to_string()))?;
        Ok(Self { schema, validator })
    }

    /// The schema.
    pub fn schema(&self) -> &Value {
        &self.schema
    }

    /// Puts sections of a YAML file that stand at a wrong depth where they belong, and reports them.
    pub fn straighten(&self, diagnostics: &mut Diagnostics, document: &mut Document) {
        section::straighten(&self.schema, diagnostics, document);
    }

    /// Reports everything in which a whole manifest differs from the schema; the findings are
    /// settled already. `None` if there are so many that the rest is not looked at.
    pub fn check(&self, diagnostics: &mut Diagnostics, document: &Document) -> Option<Repaired> {
        let mut json = instance(document);
        self.tell(diagnostics, document, &json, explain::Extent::Whole);
        if diagnostics.left_out().is_some() {
            return None;
        }
        let mut tainted: Routes = repair::repair(self, &mut json);
        repair::fold_whole_numbers(&mut json);
        tainted.extend(document.holes());
        if document.is_broken() {
            tainted.insert(Route::root());
        }
        Some(Repaired { json, tainted })
    }

    /// The same for a file that another one extends: it may leave out what that one gives.
    pub fn check_part(&self, diagnostics: &mut Diagnostics, document: &Document) {
        let json = instance(document);
        self.tell(diagnostics, document, &json, explain::Extent::Part);
    }

    fn tell(
        &self,
        diagnostics: &mut Diagnostics,
        document: &Document,
        json: &Value,
        extent: explain::Extent,
    ) {
        let explainer = explain::Explainer {
            schema: &self.schema,
            document,
            extent,
        };
        let mut errors = self.validator.iter_errors(json);
        let mut findings = Vec::new();
        let mut count = 0;
        // One error of a value with variants takes kilobytes, so they are read a few at a time.
        loop {
            let some: Vec<_> = errors.by_ref().take(AT_ONCE).collect();
            if some.is_empty() {
                break;
            }
            let faults = fault::flatten(&self.schema, &some, json);
            count += faults.len();
            findings.extend(explainer.explain_all(&faults));
            if count > MOST_FINDINGS || findings.len() > MOST_FINDINGS {
                diagnostics.leave_out(Severity::Error);
                break;
            }
        }
        diagnostics.extend(noise::reduce(findings, document));
    }
}

/// How many errors of the validator are kept at once. One slip that makes many values wrong is told
/// once if they are all among them.
const AT_ONCE: usize = 256;

/// What is validated: the tree without the `$schema` that editors look for, and without the keys of
/// the top level that are the reader's own.
fn instance(document: &Document) -> Value {
    let mut json = document.root.to_json();
    if let Value::Object(table) = &mut json {
        table.retain(|key, _| key != "$schema" && !is_own(key));
    }
    json
}

/// Whether a key of the top level means nothing to rendit, such as `x-common`: with YAML such keys hold
/// what anchors name, as in compose files.
fn is_own(key: &str) -> bool {
    key.starts_with("x-")
}
