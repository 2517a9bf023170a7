//! The validator's errors made flat: of a tagged enum only the variant that was meant speaks.
//!
//! Unaware of spans and of how a fault is told or repaired.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

use super::fits::fits;
use super::shape::{Variants, meant, owner, property};
use crate::diag::MOST_FINDINGS;
use crate::source::Route;

/// One thing that is wrong.
pub(super) enum Fault<'a> {
    /// As the validator says.
    Plain {
        /// What it said.
        error: &'a ValidationError<'a>,
        /// The value it spoke of.
        route: Route,
        /// The part of the schema that is broken.
        owner: &'a Value,
        /// Where that part is.
        owner_path: String,
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

/// All faults of one validation of `json`; of more than [`MOST_FINDINGS`] one more.
pub(super) fn flatten<'a>(
    schema: &'a Value,
    errors: &'a [ValidationError<'a>],
    json: &Value,
) -> Vec<Fault<'a>> {
    let mut faults = Vec::new();
    for error in errors {
        add(schema, error, json, &mut faults);
    }
    faults.truncate(MOST_FINDINGS + 1);
    faults
}

fn add<'a>(
    schema: &'a Value,
    error: &'a ValidationError<'a>,
    json: &Value,
    faults: &mut Vec<Fault<'a>>,
) {
    if faults.len() > MOST_FINDINGS {
        return;
    }
    let keyword_path = error.schema_path().as_str();
    let owner = owner(schema, keyword_path);
    let pointer = error.instance_path().as_str();
    let route = route_of(pointer, json);
    let plain = |route: Route| Fault::Plain {
        error,
        route,
        owner,
        owner_path: keyword_path
            .rsplit_once('/')
            .map_or_else(String::new, |(path, _)| path.to_owned()),
    };
    let (Kind::OneOfNotValid { context } | Kind::AnyOf { context }) = error.kind() else {
        faults.push(plain(route));
        return;
    };
    let table = json.pointer(pointer).and_then(Value::as_object);
    let (Some(variants), Some(table)) = (Variants::of(owner), table) else {
        faults.push(plain(route));
        return;
    };
    let written = table.get(variants.tag);
    let tag_pointer = format!("{pointer}/{}", escape(variants.tag));
    let name = written.and_then(Value::as_str);
    let known = name.and_then(|name| variants.position(name));
    let guess = match (known, name) {
        (Some(_), _) => None,
        (None, Some(name)) => meant(owner, name, &variants.names()).filter(|name| {
            // All that is there speaks for other variants.
            let errors = variants.position(name).and_then(|at| context.get(at));
            let is_off = errors.is_some_and(|errors| {
                let others = errors
                    .iter()
                    .filter(|error| !is_about(error, &tag_pointer, pointer));
                others.count() > 1
            });
            let whole = json.pointer(pointer).unwrap_or(&Value::Null);
            !is_off || variants.valid(whole).is_empty()
        }),
        (None, None) if written.is_none() => variants.by_keys(table),
        (None, None) => None,
    };
    if let (Some(position), Some(written)) = (known, written)
        && context
            .get(position)
            .is_some_and(|errors| errors.len() > 1 && !is_rename(owner, position, errors, table))
        && let Some(other) = variants.only_valid(json.pointer(pointer).unwrap_or(&Value::Null))
    {
        faults.push(Fault::Tag {
            route,
            written: Some(written.clone()),
            guess: Some(other),
            is_misfit: true,
            owner,
            variants,
        });
        return;
    }
    let branch = known.or_else(|| variants.position(guess?));
    if known.is_none() {
        faults.push(Fault::Tag {
            route,
            written: written.cloned(),
            guess,
            is_misfit: false,
            owner,
            variants: Variants::of(owner).unwrap_or(variants),
        });
    }
    let tag = tag_pointer.as_str();
    for error in branch
        .and_then(|branch| context.get(branch))
        .into_iter()
        .flatten()
    {
        if !is_about(error, tag, pointer) {
            add(schema, error, json, faults);
        }
    }
}

/// Whether all that a variant objects to is one key that may be the one that it lacks, under another
/// name.
fn is_rename(
    owner: &Value,
    position: usize,
    errors: &[ValidationError<'_>],
    table: &serde_json::Map<String, Value>,
) -> bool {
    let branches = owner.get("oneOf").or_else(|| owner.get("anyOf"));
    let Some(branch) = branches.and_then(|all| all.get(position)) else {
        return false;
    };
    let (mut strays, mut lacks) = (Vec::new(), Vec::new());
    for error in errors {
        match error.kind() {
            Kind::AdditionalProperties { unexpected } => strays.extend(unexpected),
            Kind::Required { property } => lacks.extend(property.as_str()),
            _ => return false,
        }
    }
    let ([stray], [lack]) = (strays.as_slice(), lacks.as_slice()) else {
        return false;
    };
    let Some(value) = table.get(stray.as_str()) else {
        return false;
    };
    !has_ending(value) && fits(property(branch, lack), value)
}

/// Whether it is a text that ends like a file's name, such as `out/${film.stem}.mp4`.
fn has_ending(value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    let end = text.rsplit(['/', '}']).next();
    end.is_some_and(|end| end.contains('.'))
}

/// Whether an error speaks of the tag itself, which has been dealt with.
fn is_about(error: &ValidationError<'_>, tag: &str, table: &str) -> bool {
    let at = error.instance_path().as_str();
    match error.kind() {
        Kind::Required { property } => {
            let key = property.as_str().unwrap_or_default();
            at == table && tag == format!("{table}/{}", escape(key))
        }
        _ => at == tag,
    }
}

fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// A JSON pointer as a route. Only the value tells whether `0` is a position or a key.
fn route_of(pointer: &str, json: &Value) -> Route {
    let mut route = Route::root();
    let mut here = Some(json);
    for step in pointer.split('/').skip(1) {
        let key = step.replace("~1", "/").replace("~0", "~");
        let index = key.parse::<usize>();
        (route, here) = match (here, index) {
            (Some(Value::Array(items)), Ok(index)) => (route.index(index), items.get(index)),
            (here, _) => {
                let below = here.and_then(|value| value.get(&key));
                (route.key(key.as_str()), below)
            }
        };
    }
    route
}
