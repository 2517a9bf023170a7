//! What the schema says of a place: which keys, which values, which names.
//!
//! Unaware of texts: it asks [`Tags`] for the value of a `type`.

use serde_json::Value;

use crate::schema::shape::{Variants, keys, property};
use crate::source::{Route, Segment};

/// Tells the text at a route, if something is written there.
pub type Tags<'a> = &'a dyn Fn(&Route) -> Option<String>;

/// The schema, to be asked.
#[derive(Clone, Copy)]
pub struct Guide<'a> {
    schema: &'a Value,
    tags: Tags<'a>,
}

/// A key that a table may have.
#[derive(Clone, Debug)]
pub struct Offer<'a> {
    /// Its name.
    pub name: &'a str,
    /// What its value must be.
    pub shape: &'a Value,
    /// Whether the table needs it.
    pub required: bool,
}

impl<'a> Guide<'a> {
    /// A guide through `schema` for a text whose tags are known.
    pub fn new(schema: &'a Value, tags: Tags<'a>) -> Self {
        Self { schema, tags }
    }

    /// What the value at `route` may be; several while a `type` is unknown.
    pub fn at(&self, route: &Route) -> Vec<&'a Value> {
        let mut shapes = vec![self.schema];
        let mut here = Route::root();
        for segment in route.segments() {
            let mut next: Vec<&'a Value> = Vec::new();
            for shape in shapes {
                match segment {
                    Segment::Index(_) => next.extend(shape.get("items")),
                    Segment::Key(key) => {
                        for table in self.settled(shape, &here, Some(key)) {
                            match property(table, key) {
                                Value::Null => next.extend(
                                    table.get("additionalProperties").filter(|p| p.is_object()),
                                ),
                                known => next.push(known),
                            }
                        }
                    }
                }
            }
            here = match segment {
                Segment::Key(key) => here.key(key.as_str()),
                Segment::Index(index) => here.index(*index),
            };
            next.dedup();
            shapes = next;
        }
        shapes
    }

    /// The tables that a shape may be at `route`: of a tagged one, the variant that was meant. All
    /// of them if that is unknown, or if the tag itself is asked for.
    fn settled(&self, shape: &'a Value, route: &Route, key: Option<&str>) -> Vec<&'a Value> {
        let Some(variants) = Variants::of(shape) else {
            return vec![shape];
        };
        let all = || variants.all.iter().map(|(_, branch)| *branch).collect();
        if key == Some(variants.tag) {
            return all();
        }
        let written = (self.tags)(&route.key(variants.tag));
        let position = written.and_then(|written| variants.position(&written));
        match position.and_then(|position| variants.all.get(position)) {
            Some((_, branch)) => vec![branch],
            None => all(),
        }
    }

    /// The keys of the table at `route`, in the order of the schema; needed ones first.
    pub fn keys(&self, route: &Route) -> Vec<Offer<'a>> {
        let mut offers: Vec<Offer<'a>> = Vec::new();
        for shape in self.at(route) {
            for table in self.settled(shape, route, None) {
                let required: Vec<&str> = table
                    .get("required")
                    .and_then(Value::as_array)
                    .map(|all| all.iter().filter_map(Value::as_str).collect())
                    .unwrap_or_default();
                for name in keys(table) {
                    if offers.iter().all(|known| known.name != name) {
                        offers.push(Offer {
                            name,
                            shape: property(table, name),
                            required: required.contains(&name),
                        });
                    }
                }
            }
        }
        offers.sort_by_key(|offer| !offer.required);
        offers
    }

    /// The text that is written at `route`, or that it has from elsewhere.
    pub fn text(&self, route: &Route) -> Option<String> {
        (self.tags)(route)
    }

    /// The pairs of keys of the table at `route` that exclude each other.
    pub fn excludes(&self, route: &Route) -> Vec<(&'a str, &'a str)> {
        let mut all = Vec::new();
        for shape in self.at(route) {
            for table in self.settled(shape, route, None) {
                let pairs = table.get("x-excludes").and_then(Value::as_array);
                all.extend(
                    pairs
                        .into_iter()
                        .flatten()
                        .filter_map(|pair| Some((pair.get(0)?.as_str()?, pair.get(1)?.as_str()?))),
                );
            }
        }
        all
    }

    /// The table whose names may stand at `route`, such as `ladders`.
    pub fn reference(&self, route: &Route) -> Option<&'a str> {
        let of = |route: &Route| {
            let shapes = self.at(route);
            shapes.iter().find_map(|shape| shape.get("x-ref")?.as_str())
        };
        of(route).or_else(|| match route.segments().last() {
            Some(Segment::Index(_)) => of(&route.parent()),
            _ => None,
        })
    }

    /// Whether `${…}` is replaced in the text at `route`.
    pub fn is_template(&self, route: &Route) -> bool {
        let shapes = self.at(route);
        shapes
            .iter()
            .any(|shape| shape.get("x-template") == Some(&Value::Bool(true)))
    }

    /// Whether a table belongs at `route`.
    pub fn is_table(&self, route: &Route) -> bool {
        self.at(route).iter().any(|shape| is_table(shape))
    }

    /// The tables of the manifest whose keys are names of the user's own.
    pub fn kinds(&self) -> Vec<&'a str> {
        let all = self.schema.get("properties").and_then(Value::as_object);
        all.into_iter()
            .flatten()
            .filter(|(_, shape)| has_names(shape))
            .map(|(name, _)| name.as_str())
            .collect()
    }
}

/// Whether the shape is a table.
pub fn is_table(shape: &Value) -> bool {
    shape.get("type").is_some_and(|kind| kind == "object") || shape.get("oneOf").is_some()
}

/// Whether the shape is a table whose keys are names of the user's own.
pub fn has_names(shape: &Value) -> bool {
    shape
        .get("additionalProperties")
        .is_some_and(Value::is_object)
}

/// The type of a shape in a few words, for lists.
pub fn kind(shape: &Value) -> String {
    if let Some(name) = shape.get("x-ref").and_then(Value::as_str) {
        return format!("names of `{name}`").replace('`', "");
    }
    if let Some(title) = shape.get("title").and_then(Value::as_str) {
        return title.to_lowercase();
    }
    if shape.get("enum").is_some() {
        return "one of several words".to_owned();
    }
    let plain = |name: &str| {
        match name {
            "object" => "table",
            "array" => "list",
            "boolean" => "true or false",
            "string" => "text",
            other => other,
        }
        .to_owned()
    };
    match shape.get("type") {
        Some(Value::String(name)) => plain(name),
        Some(Value::Array(names)) => {
            let names: Vec<String> = names.iter().filter_map(Value::as_str).map(plain).collect();
            names.join(" or ")
        }
        _ => "table".to_owned(),
    }
}

/// From what to what a number may be: "16 to 8640".
pub fn bounds(shape: &Value) -> Option<String> {
    let bound = |key: &str| shape.get(key)?.as_number();
    let is_number = matches!(
        shape.get("type").and_then(Value::as_str),
        Some("integer" | "number")
    );
    match (bound("minimum"), bound("maximum")) {
        (Some(least), Some(most)) if is_number && least == most => Some(format!("only {least}")),
        (Some(least), Some(most)) if is_number => Some(format!("{least} to {most}")),
        _ => None,
    }
}

/// The only text that a shape accepts.
fn only(shape: &Value) -> Option<&str> {
    let all = shape.get("enum").and_then(Value::as_array);
    let one = all.filter(|all| all.len() == 1).and_then(|all| all.first());
    shape.get("const").or(one)?.as_str()
}

/// Whether a shape accepts this text and no other.
pub fn means(shape: &Value, text: &str) -> bool {
    only(shape) == Some(text)
}

/// A shape that accepts one text, as an item of a Markdown list.
pub fn variant(shape: &Value) -> Option<String> {
    Some(format!("- `{}`: {}", only(shape)?, doc(shape)))
}

/// The documentation of a shape, as Markdown.
pub fn doc(shape: &Value) -> String {
    let text = ["markdownDescription", "description"]
        .iter()
        .find_map(|key| shape.get(*key)?.as_str());
    text.unwrap_or_default().to_owned()
}
