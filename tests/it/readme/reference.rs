//! The manifest's reference tables, made from its schema.

use serde_json::Value;

/// One key of a table, and the variants of the table that have it.
struct Row {
    key: String,
    value: String,
    meaning: String,
    variants: Vec<String>,
}

/// A table in Markdown for every table of a manifest, the outermost first.
pub fn tables(schema: &Value) -> String {
    let mut text = String::new();
    let mut left = vec![("the manifest".to_owned(), schema)];
    while !left.is_empty() {
        for (title, table) in std::mem::take(&mut left) {
            text += &one(&title, table);
            left.extend(inner(&title, table));
        }
    }
    text
}

/// The variants of a table with the word that tells them; a plain table is its own only one.
fn variants(table: &Value) -> Vec<(String, &Value)> {
    let Some(several) = table["oneOf"].as_array() else {
        return vec![(String::new(), table)];
    };
    let word = |variant: &Value| {
        variant["properties"]["type"]["const"]
            .as_str()
            .map(str::to_owned)
    };
    several
        .iter()
        .map(|variant| (word(variant).unwrap(), variant))
        .collect()
}

fn one(title: &str, table: &Value) -> String {
    let variants = variants(table);
    let mut rows: Vec<Row> = Vec::new();
    for (variant, table) in &variants {
        let required: Vec<&str> = table["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let mut place = 0;
        for (key, value) in table["properties"].as_object().into_iter().flatten() {
            if key == "$schema" {
                continue;
            }
            let mark = if required.contains(&key.as_str()) {
                "\\*"
            } else {
                ""
            };
            let row = Row {
                key: format!("`{key}`{mark}"),
                value: described(value),
                meaning: value["description"]
                    .as_str()
                    .unwrap()
                    .replace("\n\n- ", "<br>")
                    .replace("\n- ", "<br>")
                    .replace('\n', " ")
                    .replace('|', "\\|"),
                variants: vec![format!("`{variant}`")],
            };
            let same = |known: &Row| {
                known.key == row.key && known.value == row.value && known.meaning == row.meaning
            };
            // Keys of several variants stand together, in the order of the first.
            match rows.iter().position(same) {
                Some(at) => {
                    rows[at].variants.extend(row.variants);
                    place = at + 1;
                }
                None => {
                    let after = rows.iter().rposition(|known| known.key == row.key);
                    let at = after.map_or(place, |at| at + 1).min(rows.len());
                    rows.insert(at, row);
                    place = at + 1;
                }
            }
        }
    }
    let several = variants.len() > 1;
    let mut text = format!("\n#### {title}\n\n");
    text += if several {
        "| key | of | value | meaning |\n| --- | --- | --- | --- |\n"
    } else {
        "| key | value | meaning |\n| --- | --- | --- |\n"
    };
    for row in rows {
        let of = match row.variants.len() {
            _ if !several => String::new(),
            all if all == variants.len() => " all |".to_owned(),
            _ => format!(" {} |", row.variants.join(", ")),
        };
        text += &format!("| {} |{of} {} | {} |\n", row.key, row.value, row.meaning);
    }
    text
}

/// What a value looks like.
fn described(value: &Value) -> String {
    if let Some(constant) = value["const"].as_str() {
        return format!("`\"{constant}\"`");
    }
    if let Some(allowed) = value["enum"].as_array() {
        let all: Vec<String> = allowed.iter().map(|one| format!("`{one}`")).collect();
        return all.join(", ");
    }
    if let Some(title) = value["title"].as_str() {
        return title.to_lowercase();
    }
    let kind = value["type"].as_str().unwrap_or_default();
    match kind {
        "boolean" => "`true`, `false`".to_owned(),
        "integer" | "number" => {
            let kind = if kind == "integer" {
                "whole number"
            } else {
                "number"
            };
            match (value["minimum"].as_number(), value["maximum"].as_number()) {
                (Some(least), Some(most)) if least == most => format!("`{least}`"),
                (Some(least), Some(most)) => format!("{kind}, {least} to {most}"),
                _ => kind.to_owned(),
            }
        }
        "array" if is_table(&value["items"]) => "list of tables".to_owned(),
        "array" => format!("list of {}s", described(&value["items"])),
        "object" if is_table(&value["additionalProperties"]) => "tables by name".to_owned(),
        "object" => "texts by name".to_owned(),
        _ => "text".to_owned(),
    }
}

fn is_table(value: &Value) -> bool {
    value["properties"].is_object() || value["oneOf"].is_array()
}

/// The tables inside a table.
fn inner<'a>(title: &str, table: &'a Value) -> Vec<(String, &'a Value)> {
    let lead = match title {
        "the manifest" => String::new(),
        title => format!("{}.", title.trim_matches('`')),
    };
    let mut found: Vec<(String, &Value)> = Vec::new();
    let variants = variants(table);
    for (variant, table) in &variants {
        for (key, value) in table["properties"].as_object().into_iter().flatten() {
            let (place, inside) = if is_table(&value["items"]) {
                (format!("`{lead}{key}[]`"), &value["items"])
            } else if is_table(&value["additionalProperties"]) {
                (
                    format!("`{lead}{key}.NAME`"),
                    &value["additionalProperties"],
                )
            } else {
                continue;
            };
            if found.iter().any(|(_, known)| *known == inside) {
                continue;
            }
            // Of one name and not the same: told apart by the variant.
            let alike = variants
                .iter()
                .filter(|(_, other)| other["properties"][key].is_object());
            let differ = alike
                .clone()
                .any(|(_, other)| other["properties"][key] != *value);
            let title = if differ {
                format!("{place} of `{variant}`")
            } else {
                place
            };
            found.push((title, inside));
        }
    }
    found
}
