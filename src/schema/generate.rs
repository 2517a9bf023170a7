//! From Rust types to a JSON Schema that editors understand.
//!
//! Unaware of any document. The form is the one that taplo, Tombi and yaml-language-server all
//! complete from and complain with properly: draft-07 without references (taplo #353, #869), plain
//! `enum`s with documentation in each editor's dialect, tagged enums as `oneOf`, and no `null`.

use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

use super::shape::Variants;

/// The schema of `M`, which must not hold itself: everything is written in place.
pub fn generate<M: JsonSchema>() -> Value {
    let mut settings = SchemaSettings::draft07();
    settings.inline_subschemas = true;
    let mut schema = settings
        .with_transform(NoNulls)
        .with_transform(DocumentedEnums)
        .with_transform(DocumentedTags)
        .with_transform(EditorDialects)
        .into_generator()
        .into_root_schema_for::<M>();
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        properties.insert(
            "$schema".to_owned(),
            json!({
                "type": "string",
                "description": "The schema that editors use; rendit itself ignores it.",
                "markdownDescription": "The schema that editors use; rendit itself ignores it.",
                "examples": ["./rendit.schema.json"],
            }),
        );
    }
    schema.to_value()
}

/// An optional value may be left out, not be null: TOML has no null, and `anyOf` with null spoils
/// completion.
#[derive(Clone)]
struct NoNulls;

impl Transform for NoNulls {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        let Some(table) = schema.as_object_mut() else {
            return;
        };
        if let Some(Value::Array(types)) = table.get_mut("type") {
            types.retain(|kind| kind != "null");
            if let [only] = types.as_slice() {
                let only = only.clone();
                table.insert("type".to_owned(), only);
            }
        }
        if let Some(Value::Array(values)) = table.get_mut("enum") {
            values.retain(|value| !value.is_null());
        }
        if table.get("default").is_some_and(Value::is_null) {
            table.remove("default");
        }
        let Some(Value::Array(branches)) = table.get("anyOf") else {
            return;
        };
        let is_null = |branch: &&Value| branch.get("type").is_some_and(|kind| kind == "null");
        let rest: Vec<&Value> = branches.iter().filter(|branch| !is_null(branch)).collect();
        if rest.len() == branches.len() {
            return;
        }
        if let [Value::Object(only)] = rest.as_slice() {
            let only = only.clone();
            table.remove("anyOf");
            for (key, value) in only {
                table.entry(key).or_insert(value);
            }
        }
    }
}

/// `oneOf` of documented constants becomes `enum` with its documentation.
#[derive(Clone)]
struct DocumentedEnums;

impl Transform for DocumentedEnums {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        let Some(table) = schema.as_object_mut() else {
            return;
        };
        let Some(values) = table.get("oneOf").and_then(documented_values) else {
            return;
        };
        let names: Vec<&str> = values.iter().map(|(name, _)| name.as_str()).collect();
        let docs: Vec<&str> = values.iter().map(|(_, doc)| doc.as_str()).collect();
        let replacement = json!({
            "type": "string",
            "enum": names,
            "enumDescriptions": docs,
            "markdownEnumDescriptions": docs,
            "x-taplo": { "docs": { "enumValues": docs } },
        });
        // Tombi shows nothing but the description.
        let head = table
            .get("description")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let list: String = values
            .iter()
            .map(|(name, doc)| format!("\n- `{name}`: {doc}"))
            .collect();
        let description = format!("{head}\n{list}").trim().to_owned();
        table.remove("oneOf");
        table.insert("description".to_owned(), description.into());
        if let Value::Object(replacement) = replacement {
            table.extend(replacement);
        }
    }
}

/// Name and documentation of each value, if all branches are constants or lists of them.
fn documented_values(branches: &Value) -> Option<Vec<(String, String)>> {
    let mut values = Vec::new();
    for branch in branches.as_array()? {
        let doc = branch
            .get("description")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let doc = doc.replace('\n', " ");
        match (branch.get("const"), branch.get("enum")) {
            (Some(value), _) => values.push((value.as_str()?.to_owned(), doc)),
            (None, Some(Value::Array(several))) => {
                for value in several {
                    values.push((value.as_str()?.to_owned(), doc.clone()));
                }
            }
            _ => return None,
        }
    }
    Some(values)
}

/// The variants of a tagged enum get a title, and their tag gets their documentation.
#[derive(Clone)]
struct DocumentedTags;

impl Transform for DocumentedTags {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        let Some(Value::Array(branches)) = schema.get_mut("oneOf") else {
            return;
        };
        let Some(variants) = Variants::among(branches) else {
            return;
        };
        let tag = variants.tag.to_owned();
        // An editor that checks against one variant would say that the tag has to be that one's.
        let expected = format!("one of `{}`", variants.names().join("`, `"));
        for branch in branches {
            let doc = branch.get("description").cloned();
            let Some(constant) = branch.pointer_mut(&format!("/properties/{tag}")) else {
                continue;
            };
            let title = constant
                .get("const")
                .and_then(Value::as_str)
                .map(|name| format!("{tag}: {name}"));
            if let Value::Object(constant) = constant {
                constant.extend(doc.map(|doc| ("description".to_owned(), doc)));
                constant.insert("errorMessage".to_owned(), expected.clone().into());
            }
            if let (Value::Object(branch), Some(title)) = (branch, title) {
                branch.insert("title".to_owned(), title.into());
            }
        }
    }
}

/// What single editors need: Markdown told to be Markdown (yaml-language-server escapes it in
/// `description`), and no formats that only Rust knows.
#[derive(Clone)]
struct EditorDialects;

impl Transform for EditorDialects {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        let Some(table) = schema.as_object_mut() else {
            return;
        };
        drop_rust_formats(table);
        let Some(doc) = table.get("description").cloned() else {
            return;
        };
        // Over the key of a list, taplo shows what its items say.
        if let Some(Value::Object(items)) = table.get_mut("items")
            && !items.contains_key("description")
        {
            items.insert("description".to_owned(), doc.clone());
            items.insert("markdownDescription".to_owned(), doc.clone());
        }
        table.entry("markdownDescription").or_insert(doc);
    }
}

fn drop_rust_formats(table: &mut Map<String, Value>) {
    let format = table
        .get("format")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let is_rust = format.starts_with("int") || format.starts_with("uint");
    if is_rust || matches!(format, "float" | "double") {
        table.remove("format");
    }
}
