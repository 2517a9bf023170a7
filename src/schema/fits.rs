//! Whether a value would be valid somewhere else in the schema.
//!
//! Unaware of why somebody asks.

use serde_json::Value;

/// Whether `value` is valid as what `owner` describes.
pub(super) fn fits(owner: &Value, value: &Value) -> bool {
    may_fit(owner, value)
        && jsonschema::draft7::new(owner).is_ok_and(|validator| validator.is_valid(value))
}

/// A glance that spares most values the making of a validator.
fn may_fit(owner: &Value, value: &Value) -> bool {
    let is_type = |kind: &Value| match kind.as_str() {
        Some("string") => value.is_string(),
        Some("integer" | "number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        Some("null") => value.is_null(),
        _ => true,
    };
    let is_typed = match owner.get("type") {
        None => true,
        Some(Value::Array(kinds)) => kinds.iter().any(is_type),
        Some(kind) => is_type(kind),
    };
    let is_listed = match owner.get("enum") {
        Some(Value::Array(all)) => all.contains(value),
        _ => true,
    };
    let is_branch = match owner.get("oneOf").or_else(|| owner.get("anyOf")) {
        Some(Value::Array(branches)) => branches.iter().any(|branch| may_fit(branch, value)),
        _ => true,
    };
    is_typed && is_listed && is_branch && has_its_keys(owner, value)
}

fn has_its_keys(owner: &Value, value: &Value) -> bool {
    let Value::Object(table) = value else {
        return true;
    };
    let required = owner.get("required").and_then(Value::as_array);
    let mut required = required.into_iter().flatten().filter_map(Value::as_str);
    let is_closed = owner.get("additionalProperties") == Some(&Value::Bool(false));
    let known = owner.get("properties").and_then(Value::as_object);
    let is_known = |key: &String| known.is_some_and(|known| known.contains_key(key));
    required.all(|key| table.contains_key(key)) && (!is_closed || table.keys().all(is_known))
}
