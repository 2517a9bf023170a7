//! Stand-ins for what is invalid or missing, so that rules across keys can look at the rest.
//!
//! Unaware of spans and messages.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::fault::{Fault, faults, faults_at};
use super::keyword::{Breach, fits};
use super::shape::{
    at, expects, foreign, group_of, has_entries, is_of_entry, keys, list_of, meant, property,
};
use crate::diag::suggest;
use crate::source::{Route, Routes, Segment};

/// A stand-in can bring new keys with it, which may lack something in turn. The schema's depth
/// bounds how often; this is far beyond it.
const MAX_ROUNDS: usize = 8;

/// A change of a value.
enum Edit {
    /// Take it away.
    Remove,
    /// Take these keys of the table there away.
    Strip(HashSet<String>),
    /// Put a stand-in there.
    Put(Value),
    /// It is as it was, but something that was meant for it stands elsewhere.
    Doubt,
}

/// Makes `json`, which has these faults, fit the schema; returns the routes of the stand-ins.
pub(super) fn repair<'a>(
    schema: &'a Value,
    json: &mut Value,
    mut faults: Vec<Fault<'a>>,
) -> Routes {
    let mut stand_ins = StandIns::default();
    let mut tainted = Routes::default();
    for _ in 0..MAX_ROUNDS {
        let mut edits = Vec::new();
        for fault in &faults {
            stand_ins.edits(fault, json, &mut edits);
            doubt(schema, fault, json, &mut edits);
        }
        if edits.is_empty() {
            break;
        }
        let mut changed = Routes::default();
        for (route, edit) in edits {
            let is_certain = matches!(edit, Edit::Strip(_));
            match edit {
                Edit::Doubt => {}
                // A stand-in can bring a bad name back.
                Edit::Remove => changed.insert(entry_of(&route.parent())),
                Edit::Strip(_) | Edit::Put(_) => changed.insert(entry_of(&route)),
            }
            apply(json, &route, edit);
            if !is_certain {
                tainted.insert(route);
            }
        }
        faults = again(schema, json, &changed);
    }
    tainted
}

/// The way to the entry of a section that a route leads into.
fn entry_of(route: &Route) -> Route {
    let mut entry = route.clone();
    while entry.segments().len() > 2 {
        entry = entry.parent();
    }
    entry
}

/// The faults of what was changed: what stands beside it is as it was.
fn again<'a>(schema: &'a Value, json: &Value, changed: &Routes) -> Vec<Fault<'a>> {
    let is_entry = |route: &Route| route.segments().len() == 2 && !at(schema, route).is_null();
    if !changed.iter().all(is_entry) {
        return faults(schema, json, usize::MAX);
    }
    let mut found = Vec::new();
    for route in changed.iter() {
        if let Some(value) = value_at(json, route) {
            found.extend(faults_at(at(schema, route), value, route));
        }
    }
    found
}

fn apply(json: &mut Value, route: &Route, edit: Edit) {
    let value = match edit {
        Edit::Doubt => return,
        Edit::Strip(keys) => {
            if let Some(Value::Object(table)) = value_at_mut(json, route.segments()) {
                table.retain(|key, _| !keys.contains(key));
            }
            return;
        }
        Edit::Put(value) => Some(value),
        Edit::Remove => None,
    };
    let Some((last, above)) = route.segments().split_last() else {
        *json = value.unwrap_or(Value::Null);
        return;
    };
    let Some(here) = value_at_mut(json, above) else {
        return;
    };
    match (here, last, value) {
        (Value::Object(table), Segment::Key(key), Some(value)) => {
            table.insert(key.to_string(), value);
        }
        (Value::Object(table), Segment::Key(key), None) => {
            table.shift_remove(key.as_str());
        }
        (Value::Array(items), Segment::Index(index), Some(value)) => {
            if let Some(item) = items.get_mut(*index) {
                *item = value;
            }
        }
        _ => {}
    }
}

fn value_at_mut<'a>(json: &'a mut Value, way: &[Segment]) -> Option<&'a mut Value> {
    way.iter().try_fold(json, |here, segment| match segment {
        Segment::Key(key) => here.get_mut(key.as_str()),
        Segment::Index(index) => here.get_mut(index),
    })
}

fn value_at<'a>(json: &'a Value, route: &Route) -> Option<&'a Value> {
    route
        .segments()
        .iter()
        .try_fold(json, |here, segment| match segment {
            Segment::Key(key) => here.get(key.as_str()),
            Segment::Index(index) => here.get(index),
        })
}

/// Doubts tables in which something else was meant to stand than what a fault speaks of: an entry
/// whose name is missing, or that stands at the top level instead.
fn doubt(schema: &Value, fault: &Fault<'_>, json: &Value, edits: &mut Vec<(Route, Edit)>) {
    let Fault::Plain { breach, route, .. } = fault else {
        return;
    };
    if let Breach::Unknown(unexpected) = breach
        && route.is_root()
    {
        for key in unexpected {
            let Some(value) = json.get(key) else { continue };
            if let Some(group) = group_of(schema, value) {
                edits.push((route.key(group), Edit::Doubt));
            }
            // `[[rungs]]` is meant for an entry of some group.
            for group in keys(schema) {
                let Some(entries) = json.get(group).and_then(Value::as_object) else {
                    continue;
                };
                if !is_of_entry(at(schema, &route.key(group)), key, value) {
                    continue;
                }
                for name in entries.keys() {
                    let entry = route.key(group).key(name.as_str());
                    edits.push((entry.key(key.as_str()), Edit::Doubt));
                }
            }
        }
        return;
    }
    let Some(Segment::Key(key)) = route.segments().last() else {
        return;
    };
    let table = route.parent();
    if value_at(json, route).is_some_and(|value| is_of_entry(at(schema, &table), key, value)) {
        edits.push((table, Edit::Doubt));
    }
}

/// Makes stand-ins, each kind once.
#[derive(Default)]
struct StandIns {
    /// By the part of the schema that they are for.
    known: HashMap<*const Value, Value>,
}

impl StandIns {
    fn edits(&mut self, fault: &Fault<'_>, json: &Value, edits: &mut Vec<(Route, Edit)>) {
        let (breach, route, owner) = match fault {
            Fault::Tag {
                route,
                variants,
                guess,
                ..
            } => {
                let name = guess.or_else(|| variants.names().first().copied());
                let name = Value::from(name.unwrap_or_default());
                edits.push((route.key(variants.tag), Edit::Put(name)));
                return;
            }
            Fault::Plain {
                breach,
                route,
                owner,
            } => (breach, route, *owner),
        };
        match breach {
            Breach::Unknown(unexpected) => {
                let written = value_at(json, route);
                let mut free = keys(owner);
                free.retain(|key| written.is_none_or(|table| table.get(*key).is_none()));
                let strip = unexpected.iter().cloned().collect();
                edits.push((route.clone(), Edit::Strip(strip)));
                for key in unexpected {
                    edits.push((route.key(key.as_str()), Edit::Doubt));
                    // A misspelt optional key is not absent; nor is one of those for which the
                    // value would do, if nobody knows what was meant.
                    if let Some(name) = meant(owner, key, &free) {
                        edits.push((route.key(name), Edit::Doubt));
                        continue;
                    }
                    // What is told to write in its place is not absent, either.
                    let told = foreign(owner, key).map_or(Vec::new(), |words| {
                        let parts = words.split('`').skip(1).step_by(2);
                        parts.filter_map(|part| part.split_once(" = ")).collect()
                    });
                    for (name, _) in told {
                        if free.contains(&name) {
                            edits.push((route.key(name), Edit::Doubt));
                        }
                    }
                    if let Some(list) = list_of(owner, key, &free) {
                        edits.push((route.key(list), Edit::Doubt));
                        continue;
                    }
                    let value = written.and_then(|table| table.get(key));
                    // Entries of `[ladder.x]` may be named beside those of `[ladders.y]`.
                    let groups = keys(owner).into_iter();
                    let groups = groups.filter(|name| has_entries(property(owner, name)));
                    if value.is_some_and(Value::is_object)
                        && let Some(name) = suggest(key, groups)
                    {
                        edits.push((route.key(name), Edit::Doubt));
                        continue;
                    }
                    let would_do = |name: &&&str| {
                        value.is_some_and(|value| fits(property(owner, name), value))
                    };
                    for name in free.iter().filter(would_do) {
                        edits.push((route.key(*name), Edit::Doubt));
                    }
                }
            }
            Breach::Lacks(key) => {
                let value = self.make(property(owner, key));
                edits.push((route.key(*key), Edit::Put(value)));
            }
            Breach::Name(name) => edits.push((route.key(name.as_str()), Edit::Remove)),
            _ => {
                let value = self.make(owner);
                edits.push((route.clone(), Edit::Put(value)));
            }
        }
    }

    fn make(&mut self, owner: &Value) -> Value {
        let known = self.known.entry(std::ptr::from_ref(owner));
        known.or_insert_with(|| stand_in(owner)).clone()
    }
}

/// A value that fits: a fixed one, the default, an example, the first of the allowed ones, or the
/// plainest value of its type.
fn stand_in(owner: &Value) -> Value {
    let fixed = ["const", "default"].iter().find_map(|key| owner.get(*key));
    let listed = ["examples", "enum"].iter().flat_map(|key| {
        let values = owner.get(*key).and_then(Value::as_array);
        values.into_iter().flatten()
    });
    let mut values = fixed.into_iter().chain(listed);
    match values.find(|value| fits(owner, value)) {
        Some(value) => value.clone(),
        None => plainest(owner),
    }
}

fn plainest(owner: &Value) -> Value {
    let branches = owner.get("oneOf").or_else(|| owner.get("anyOf"));
    if let Some(branch) = branches.and_then(|all| all.get(0)) {
        return stand_in(branch);
    }
    let kind = owner.get("type").map(|kind| kind.get(0).unwrap_or(kind));
    let number = |key: &str| owner.get(key).and_then(Value::as_u64).unwrap_or(0);
    match kind.and_then(Value::as_str).unwrap_or("object") {
        "string" => match expects(owner) {
            Some(_) => Value::from(""),
            None => "x"
                .repeat(usize::try_from(number("minLength").clamp(1, 64)).unwrap_or(1))
                .into(),
        },
        "integer" | "number" => owner.get("minimum").cloned().unwrap_or_else(|| 1.into()),
        "boolean" => false.into(),
        "null" => Value::Null,
        "array" => {
            let item = || owner.get("items").map_or(Value::Null, stand_in);
            (0..number("minItems").min(64)).map(|_| item()).collect()
        }
        _ => {
            let required = owner.get("required").and_then(Value::as_array);
            let names = required.into_iter().flatten().filter_map(Value::as_str);
            let table: Map<String, Value> = names
                .map(|name| (name.to_owned(), stand_in(property(owner, name))))
                .collect();
            Value::Object(table)
        }
    }
}
