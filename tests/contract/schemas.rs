//! The JSON Schema of every event, made from its Rust type and kept in `events/schemas`.

use crate::{
    facts::{Described, all},
    repository::{expect_none, files, is_current},
};
use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

const FOLDER: &str = "events/schemas";

fn path(kind: &str) -> String {
    format!("{FOLDER}/{kind}.json")
}

/// Makes the schema of an event: the envelope, with the data of this type.
pub(crate) fn schema(described: &Described) -> Result<Value> {
    let Described { sample, name, schemas } = described;
    let mut definitions = Map::new();
    for (name, schema) in schemas {
        definitions.insert(name.clone(), json!(schema));
    }
    let mut envelope = definitions.remove("Event").context("the envelope has a schema")?;
    let data = definitions.get(name).with_context(|| format!("{name} has a schema"))?;
    let (kind, version) = (&sample.kind, sample.schema_version);
    let described = data["description"].as_str().with_context(|| format!("{name} has a description"))?.to_owned();
    let head = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:pantheon:event:{kind}:{version}"),
        "title": kind,
        "description": described,
    });
    let properties = envelope["properties"].as_object_mut().context("the envelope has properties")?;
    properties["type"]["const"] = json!(kind);
    properties["schema_version"]["const"] = json!(version);
    let about = properties["data"]["description"].take();
    properties["data"] = json!({"$ref": format!("#/$defs/{name}"), "description": about});
    let envelope = envelope.as_object_mut().context("the envelope is an object")?;
    envelope.extend(head.as_object().cloned().unwrap_or_default());
    keep_needed(envelope, definitions)?;
    let mut schema = json!(envelope);
    rewrite(&mut schema);
    Ok(schema)
}

/// Adds the definitions that are referred to, and no others.
fn keep_needed(envelope: &mut Map<String, Value>, mut definitions: Map<String, Value>) -> Result<()> {
    let mut needed = Map::new();
    let mut open = references(&json!(envelope));
    while let Some(name) = open.pop() {
        if let Some(definition) = definitions.remove(&name) {
            open.extend(references(&definition));
            needed.insert(name, definition);
        } else if !needed.contains_key(&name) {
            anyhow::bail!("nothing defines {name}");
        }
    }
    envelope.insert("$defs".to_owned(), json!(needed));
    Ok(())
}

fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().flat_map(references).collect(),
        Value::Object(entries) => {
            let own = entries.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next());
            let own = own.map(str::to_owned).into_iter();
            own.chain(entries.values().flat_map(references)).collect()
        }
        _ => Vec::new(),
    }
}

/// Points references at the schema's own definitions and gives every field a title.
fn rewrite(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(rewrite),
        Value::Object(entries) => {
            if let Some(path) = entries.get_mut("$ref").filter(|path| path.is_string()) {
                *path = json!(path.as_str().unwrap_or_default().replace("#/components/schemas/", "#/$defs/"));
            }
            for (name, field) in entries.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten() {
                if let Some(field) = field.as_object_mut() {
                    field.entry("title").or_insert_with(|| json!(title(name)));
                    hoist_description(field);
                }
            }
            entries.values_mut().for_each(rewrite);
        }
        _ => {}
    }
}

/// Gives an optional field the description that stands on its one variant that is not `null`.
fn hoist_description(field: &mut Map<String, Value>) {
    let mut variants = field.get_mut("oneOf").and_then(Value::as_array_mut).into_iter().flatten();
    let described = variants.find_map(|variant| variant.as_object_mut()?.remove("description"));
    if let Some(described) = described {
        field.entry("description").or_insert(described);
    }
}

/// Returns `account_id` as `Account ID`.
fn title(name: &str) -> String {
    let words: Vec<String> = name
        .split('_')
        .enumerate()
        .map(|(number, word)| match word {
            "id" => "ID".to_owned(),
            word if number == 0 => word[..1].to_uppercase() + &word[1..],
            word => word.to_owned(),
        })
        .collect();
    words.join(" ")
}

#[test]
fn schemas_are_made_from_the_types() -> Result<()> {
    let mut wrong = Vec::new();
    let mut kept = BTreeSet::new();
    for described in all()? {
        let path = path(&described.sample.kind);
        let made = format!("{:#}\n", schema(&described)?);
        if !is_current(&path, &made)? {
            wrong.push(format!("{path} is not what the type says; run `make openapi`"));
        }
        kept.insert(path);
    }
    let left = files(FOLDER, &[".json"])?.into_iter().filter(|path| !kept.contains(path));
    wrong.extend(left.map(|path| format!("{path} belongs to no type of event; delete it")));
    expect_none("schemas of events", wrong);
    Ok(())
}

#[test]
fn schemas_describe_every_field() -> Result<()> {
    let mut wrong = Vec::new();
    for described in all()? {
        let schema = schema(&described)?;
        undescribed(&schema, &described.sample.kind, &mut wrong);
        for definition in schema["$defs"].as_object().into_iter().flatten() {
            undescribed(definition.1, &format!("{}: {}", described.sample.kind, definition.0), &mut wrong);
        }
    }
    expect_none("fields without a title or a description", wrong);
    Ok(())
}

fn undescribed(schema: &Value, place: &str, wrong: &mut Vec<String>) {
    let parts = schema["allOf"].as_array().or(schema["oneOf"].as_array()).into_iter().flatten();
    for schema in parts.chain([schema]) {
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            // The field that tells variants apart has one value, which says it all.
            let is_tag = field["enum"].as_array().is_some_and(|values| values.len() == 1);
            if !is_tag && (field["title"].is_null() || field["description"].is_null()) {
                wrong.push(format!("{place}.{name}"));
            }
        }
    }
}

#[test]
fn schemas_accept_what_the_types_write_and_nothing_less() -> Result<()> {
    let mut wrong = Vec::new();
    for described in all()? {
        let kind = &described.sample.kind;
        let validator = jsonschema::draft202012::new(&schema(&described)?)?;
        let sample = json!(described.sample);
        wrong.extend(validator.iter_errors(&sample).map(|error| format!("{kind}: {} {error}", error.instance_path())));
        for field in described.sample.data.as_object().context("data is an object")?.keys() {
            let mut less = sample.clone();
            less["data"].as_object_mut().context("data is an object")?.remove(field);
            if validator.is_valid(&less) {
                wrong.push(format!("{kind}: is valid without data.{field}"));
            }
        }
        let mut other = sample.clone();
        other["type"] = json!("another.type");
        if validator.is_valid(&other) {
            wrong.push(format!("{kind}: is valid under another type"));
        }
    }
    expect_none("schemas that disagree with their types", wrong);
    Ok(())
}

/// Says what is wrong with an envelope by the schema of its type.
pub(crate) fn violations(envelope: &Value) -> Result<Vec<String>> {
    let kind = envelope["type"].as_str().unwrap_or_default();
    let Some(described) = all()?.into_iter().find(|described| described.sample.kind == kind) else {
        return Ok(vec![format!("{kind:?} is no type of event")]);
    };
    let validator = jsonschema::draft202012::new(&schema(&described)?)?;
    Ok(validator.iter_errors(envelope).map(|error| format!("{} {error}", error.instance_path())).collect())
}
