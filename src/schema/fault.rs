//! What breaks a schema: every fault of a value, each with the part of the schema that it breaks. Of a
//! tagged enum only the variant that was meant speaks.
//!
//! Unaware of spans and of how a fault is told or repaired.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use serde_json::Value;

use super::keyword::{self, Breach, Step};
use super::shape::Variants;
use crate::document::Trail;
use crate::source::{Route, Segment};

mod tagged;

/// One thing that is wrong.
pub(super) enum Fault<'a> {
    /// A keyword of the schema is broken.
    Plain {
        /// Which, and how.
        breach: Breach<'a>,
        /// The value that breaks it.
        route: Route,
        /// The part of the schema that has the keyword.
        owner: &'a Value,
    },
    /// A variant of a tagged enum is not named, or named wrongly.
    Tag {
        /// The table.
        route: Route,
        /// The variants.
        variants: Variants<'a>,
        /// What the tag says; `None` if it is absent.
        written: Option<Value>,
        /// The variant that was probably meant.
        guess: Option<&'a str>,
        /// Whether the tag names a variant, and the rest of the table is another one.
        is_misfit: bool,
        /// The part of the schema that lists the variants.
        owner: &'a Value,
    },
}

/// The faults of `json`; no more than `most` and those of one more value.
pub(super) fn faults<'a>(schema: &'a Value, json: &Value, most: usize) -> Vec<Fault<'a>> {
    let mut search = Search {
        most,
        found: Vec::new(),
        variants: HashMap::default(),
    };
    search.walk(schema, json, &Trail::Root);
    search.found
}

/// All faults of a value that stands at `route`.
pub(super) fn faults_at<'a>(owner: &'a Value, json: &Value, route: &Route) -> Vec<Fault<'a>> {
    let mut search = Search {
        most: usize::MAX,
        found: Vec::new(),
        variants: HashMap::default(),
    };
    search.walk_below(owner, json, route.segments(), &Trail::Root);
    search.found
}

struct Search<'a> {
    most: usize,
    found: Vec<Fault<'a>>,
    /// The variants of each list of branches that was met; `None` if it is no tagged enum.
    variants: HashMap<*const Value, Option<Variants<'a>>, RandomState>,
}

impl<'a> Search<'a> {
    /// Looks at a value and at all below it; whether there is room for more faults.
    fn walk(&mut self, owner: &'a Value, json: &Value, trail: &Trail<'_>) -> bool {
        for (keyword, rule) in owner.as_object().into_iter().flatten() {
            if matches!(keyword.as_str(), "oneOf" | "anyOf") {
                self.branches(owner, rule, json, trail);
                continue;
            }
            let mut tell = |breach| self.add(breach, owner, trail);
            keyword::tell(owner, (keyword, rule), json, &mut tell);
        }
        keyword::below(owner, json, &mut |step, owner, json| match step {
            Step::Key(key) => self.walk(owner, json, &Trail::Key(trail, key)),
            Step::Index(index) => self.walk(owner, json, &Trail::Index(trail, index)),
        }) && self.found.len() <= self.most
    }

    fn walk_below(&mut self, owner: &'a Value, json: &Value, way: &[Segment], trail: &Trail<'_>) {
        match way {
            [] => {
                self.walk(owner, json, trail);
            }
            [Segment::Key(key), below @ ..] => {
                self.walk_below(owner, json, below, &Trail::Key(trail, key));
            }
            [Segment::Index(index), below @ ..] => {
                self.walk_below(owner, json, below, &Trail::Index(trail, *index));
            }
        }
    }

    fn add(&mut self, breach: Breach<'a>, owner: &'a Value, trail: &Trail<'_>) {
        self.found.push(Fault::Plain {
            breach,
            route: trail.route(),
            owner,
        });
    }
}
