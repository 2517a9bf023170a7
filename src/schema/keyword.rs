//! What each keyword of a schema asks of a value: the part of JSON Schema draft-07 that schemas of
//! manifests are made of.
//!
//! Unaware of where a value stands, and of which variant of a tagged enum was meant.
//! Source: JSON Schema Validation draft-07, §6.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::pattern;

/// What a value breaks.
#[derive(Clone, Debug)]
pub(super) enum Breach<'a> {
    /// It has none of these types: a name, or a list of names.
    Type(&'a Value),
    /// It is none of the values of `enum`.
    Choice,
    /// It is not this value.
    Constant(&'a Value),
    /// The text does not match.
    Pattern(&'a str),
    /// The number is below this.
    Least(&'a Value),
    /// The number is not above this.
    Above(&'a Value),
    /// The number is above this.
    Most(&'a Value),
    /// The text has less than so many characters.
    Short(u64),
    /// The list has less than so many items.
    Few(u64),
    /// The list has an item twice.
    Twice,
    /// The table has keys that it may not have.
    Unknown(Vec<String>),
    /// The table lacks a key.
    Lacks(&'a str),
    /// The table has a key that cannot be a name.
    Name(String),
    /// No branch is true.
    NoVariant,
}

/// From a value to one below it.
#[derive(Clone, Copy)]
pub(super) enum Step<'a> {
    /// The value of a key.
    Key(&'a str),
    /// An item of a list.
    Index(usize),
}

/// The keywords that are held against values.
const HELD: [&str; 17] = [
    "additionalProperties",
    "anyOf",
    "const",
    "enum",
    "exclusiveMinimum",
    "items",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "oneOf",
    "pattern",
    "properties",
    "propertyNames",
    "required",
    "type",
    "uniqueItems",
];

/// The keywords that are for people and editors, but for those that begin with `x-`.
const SHOWN: [&str; 10] = [
    "$schema",
    "default",
    "description",
    "enumDescriptions",
    "errorMessage",
    "examples",
    "markdownDescription",
    "markdownEnumDescriptions",
    "patternErrorMessage",
    "title",
];

/// Makes sure that nothing in a schema is passed over in silence.
///
/// # Errors
/// What is not understood.
pub(super) fn understand(schema: &Value) -> Result<(), String> {
    for (keyword, rule) in schema.as_object().into_iter().flatten() {
        let keyword = keyword.as_str();
        let below: Vec<&Value> = match (keyword, rule) {
            ("properties", Value::Object(all)) => all.values().collect(),
            ("oneOf" | "anyOf", Value::Array(all)) => all.iter().collect(),
            ("additionalProperties" | "items" | "propertyNames", one) => vec![one],
            _ => Vec::new(),
        };
        below.into_iter().try_for_each(understand)?;
        let is_known = HELD.contains(&keyword) || SHOWN.contains(&keyword);
        if !is_known && !keyword.starts_with("x-") {
            return Err(format!("nobody holds `{keyword}` against values"));
        }
    }
    Ok(())
}

/// Whether `json` is valid as what `owner` describes.
pub(super) fn fits(owner: &Value, json: &Value) -> bool {
    let Some(keywords) = owner.as_object() else {
        return owner != false;
    };
    let mut keywords = keywords.iter();
    let is_kept = |(keyword, rule): (&String, &Value)| match (keyword.as_str(), rule) {
        ("oneOf" | "anyOf", Value::Array(branches)) => {
            branches.iter().any(|branch| fits(branch, json))
        }
        rule => {
            let mut is_kept = true;
            tell(owner, rule, json, &mut |_| is_kept = false);
            is_kept
        }
    };
    keywords.all(is_kept) && below(owner, json, &mut |_, own, json| fits(own, json))
}

/// Tells what `json` breaks of one keyword of `owner`; branches and values below it are left aside.
pub(super) fn tell<'a>(
    owner: &'a Value,
    (keyword, rule): (&str, &'a Value),
    json: &Value,
    tell: &mut dyn FnMut(Breach<'a>),
) {
    let number = || json.as_f64().zip(rule.as_f64());
    let breach = match (keyword, json) {
        ("type", _) => (!has_type(rule, json)).then_some(Breach::Type(rule)),
        ("const", _) => (!is_same(rule, json)).then_some(Breach::Constant(rule)),
        ("enum", _) => {
            let mut all = rule.as_array().into_iter().flatten();
            (!all.any(|one| is_same(one, json))).then_some(Breach::Choice)
        }
        ("pattern", Value::String(text)) => rule
            .as_str()
            .filter(|pattern| !pattern::matches(pattern, text))
            .map(Breach::Pattern),
        ("minLength", Value::String(text)) => rule
            .as_u64()
            .filter(|least| (text.chars().count() as u64) < *least)
            .map(Breach::Short),
        ("minimum", Value::Number(_)) => number()
            .is_some_and(|(number, least)| number < least)
            .then_some(Breach::Least(rule)),
        ("exclusiveMinimum", Value::Number(_)) => number()
            .is_some_and(|(number, least)| number <= least)
            .then_some(Breach::Above(rule)),
        ("maximum", Value::Number(_)) => number()
            .is_some_and(|(number, most)| number > most)
            .then_some(Breach::Most(rule)),
        ("minItems", Value::Array(items)) => rule
            .as_u64()
            .filter(|least| (items.len() as u64) < *least)
            .map(Breach::Few),
        ("uniqueItems", Value::Array(items)) => {
            let mut seen = HashSet::new();
            let mut is_new = |item: &Value| seen.insert(item.to_string());
            (rule == true && !items.iter().all(&mut is_new)).then_some(Breach::Twice)
        }
        ("required", Value::Object(table)) => {
            let names = rule.as_array().into_iter().flatten();
            let names = names.filter_map(Value::as_str);
            let lacking = names.filter(|name| member(table, name).is_none());
            lacking.for_each(|name| tell(Breach::Lacks(name)));
            None
        }
        ("additionalProperties", Value::Object(table)) if rule == false => {
            let known = rule_of(owner, "properties").and_then(Value::as_object);
            let is_known = |key: &&String| known.is_some_and(|all| member(all, key).is_some());
            let unknown = table.keys().filter(|key| !is_known(key));
            let unknown: Vec<String> = unknown.cloned().collect();
            (!unknown.is_empty()).then_some(Breach::Unknown(unknown))
        }
        ("propertyNames", Value::Object(table)) => {
            let is_name = |key: &&String| fits(rule, &Value::from(key.as_str()));
            let bad = table.keys().filter(|key| !is_name(key));
            bad.for_each(|key| tell(Breach::Name(key.clone())));
            None
        }
        _ => None,
    };
    breach.into_iter().for_each(tell);
}

/// Shows the values below `json`, each with its own part of the schema, as long as `see` wants more;
/// whether it wanted all.
pub(super) fn below<'a>(
    owner: &'a Value,
    json: &Value,
    see: &mut dyn FnMut(Step<'_>, &'a Value, &Value) -> bool,
) -> bool {
    match json {
        Value::Object(table) => {
            let known = rule_of(owner, "properties").and_then(Value::as_object);
            let others = rule_of(owner, "additionalProperties").filter(|one| one.is_object());
            if known.is_none() && others.is_none() {
                return true;
            }
            table.iter().all(|(key, value)| {
                let own = known.and_then(|all| member(all, key)).or(others);
                own.is_none_or(|own| see(Step::Key(key), own, value))
            })
        }
        Value::Array(items) => {
            let Some(own) = rule_of(owner, "items") else {
                return true;
            };
            let mut items = items.iter().enumerate();
            items.all(|(index, item)| see(Step::Index(index), own, item))
        }
        _ => true,
    }
}

/// How many keys are rather compared one by one than hashed: as many as most tables of a manifest and
/// of its schema have at most.
const FEW: usize = 32;

/// The value of a key.
pub(super) fn member<'a>(table: &'a Map<String, Value>, key: &str) -> Option<&'a Value> {
    if table.len() > FEW {
        return table.get(key);
    }
    let (_, value) = table.iter().find(|(name, _)| *name == key)?;
    Some(value)
}

/// What a schema says under a keyword.
pub(super) fn rule_of<'a>(owner: &'a Value, keyword: &str) -> Option<&'a Value> {
    member(owner.as_object()?, keyword)
}

/// Whether a value has one of the named types. `2.0` is an integer (§6.1.1).
fn has_type(rule: &Value, json: &Value) -> bool {
    let is = |name: &Value| match name.as_str() {
        Some("null") => json.is_null(),
        Some("boolean") => json.is_boolean(),
        Some("string") => json.is_string(),
        Some("array") => json.is_array(),
        Some("object") => json.is_object(),
        Some("number") => json.is_number(),
        Some("integer") => {
            json.is_i64() || json.is_u64() || json.as_f64().is_some_and(|one| one.fract() == 0.0)
        }
        _ => false,
    };
    match rule {
        Value::Array(names) => names.iter().any(is),
        name => is(name),
    }
}

/// Whether two values are equal; `1` and `1.0` are.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || one.as_f64() == other.as_f64()
        }
        (one, other) => one == other,
    }
}

/// Whole numbers that were written with a fraction of zero: the schema takes `2.0` for an
/// integer (draft-07 §6.1.1), Rust's decoder does not.
pub fn fold_whole_numbers(json: &mut Value) {
    match json {
        Value::Number(number) => {
            // Beyond 2^53 a float does not say which whole number was meant.
            let whole = number
                .as_f64()
                .filter(|value| number.is_f64() && value.fract() == 0.0 && value.abs() < 9e15);
            if let Some(value) = whole {
                #[expect(clippy::cast_possible_truncation, reason = "whole, and below 2^53")]
                let value = value as i64;
                *number = value.into();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(fold_whole_numbers),
        Value::Object(table) => table.values_mut().for_each(fold_whole_numbers),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}
