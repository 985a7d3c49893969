//! Templates as data: YAML with CloudFormation's short forms written out.

use crate::repository::{files, read};
use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// One template.
#[derive(Debug)]
pub(crate) struct Template {
    /// Its path in the repository.
    pub(crate) path: String,
    /// The whole document.
    pub(crate) document: Value,
}

/// One resource of a template.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Resource<'a> {
    /// Its logical name.
    pub(crate) name: &'a str,
    /// Its type.
    pub(crate) kind: &'a str,
    /// Its properties; `null` if it has none.
    pub(crate) properties: &'a Value,
}

impl Template {
    /// Reads a template.
    pub(crate) fn load(path: &str) -> Result<Self> {
        let document: yaml_serde::Value =
            yaml_serde::from_str(&read(path)?).with_context(|| format!("{path} is no YAML"))?;
        let mut document = plain(document).with_context(|| path.to_owned())?;
        unroll(&mut document["Resources"]);
        Ok(Self { path: path.to_owned(), document })
    }

    /// Reads every template, by its path.
    pub(crate) fn load_all() -> Result<BTreeMap<String, Self>> {
        let mut paths = files("infra", &[".yaml"])?;
        paths.push("template.yaml".to_owned());
        paths.into_iter().map(|path| Ok((path.clone(), Self::load(&path)?))).collect()
    }

    /// Lists the resources.
    pub(crate) fn resources(&self) -> Vec<Resource<'_>> {
        let resources = self.document["Resources"].as_object().into_iter().flatten();
        let resources = resources.map(|(name, resource)| Resource {
            name,
            kind: resource["Type"].as_str().unwrap_or_default(),
            properties: &resource["Properties"],
        });
        resources.collect()
    }

    /// Lists the resources of one type.
    pub(crate) fn of_kind(&self, kind: &str) -> Vec<Resource<'_>> {
        self.resources().into_iter().filter(|resource| resource.kind == kind).collect()
    }

    /// Returns a resource of one type by its name.
    pub(crate) fn find(&self, kind: &str, name: &str) -> Option<Resource<'_>> {
        self.resources().into_iter().find(|resource| resource.kind == kind && resource.name == name)
    }

    /// Returns a property of a function, or what the template says of all functions.
    pub(crate) fn of_function<'a>(&'a self, function: Resource<'a>, property: &str) -> &'a Value {
        match &function.properties[property] {
            Value::Null => &self.document["Globals"]["Function"][property],
            own => own,
        }
    }
}

/// Returns the name behind `Ref` or `Fn::GetAtt`.
pub(crate) fn reference(value: &Value) -> Option<&str> {
    value["Ref"].as_str().or_else(|| match &value["Fn::GetAtt"] {
        Value::String(path) => path.split('.').next(),
        path => path[0].as_str(),
    })
}

/// Writes out what `Fn::ForEach` repeats, as CloudFormation's language extensions do.
fn unroll(resources: &mut Value) {
    let Some(resources) = resources.as_object_mut() else { return };
    let loops: Vec<String> = resources.keys().filter(|name| name.starts_with("Fn::ForEach::")).cloned().collect();
    for name in loops {
        let repeated = resources.remove(&name).unwrap_or_default();
        let (Some(variable), Some(values)) = (repeated[0].as_str(), repeated[1].as_array()) else { continue };
        for value in values.iter().filter_map(Value::as_str) {
            let written = repeated[2].to_string().replace(&format!("${{{variable}}}"), value);
            let written: Value = serde_json::from_str(&written).unwrap_or_default();
            resources.extend(without_idle_sub(written).as_object().cloned().unwrap_or_default());
        }
    }
}

/// Puts the text of each `Fn::Sub` that names nothing any more in its place.
fn without_idle_sub(value: Value) -> Value {
    match value {
        Value::Object(entries) => match entries.get("Fn::Sub").and_then(Value::as_str) {
            Some(text) if !text.contains("${") => json!(text),
            _ => entries.into_iter().map(|(name, value)| (name, without_idle_sub(value))).collect(),
        },
        Value::Array(values) => values.into_iter().map(without_idle_sub).collect(),
        other => other,
    }
}

/// Writes `!Ref x` as `{"Ref": "x"}`, and so on.
fn plain(value: yaml_serde::Value) -> Result<Value> {
    Ok(match value {
        yaml_serde::Value::Null => Value::Null,
        yaml_serde::Value::Bool(value) => json!(value),
        yaml_serde::Value::Number(number) => serde_json::to_value(number)?,
        yaml_serde::Value::String(text) => json!(text),
        yaml_serde::Value::Sequence(values) => values.into_iter().map(plain).collect::<Result<_>>()?,
        yaml_serde::Value::Mapping(entries) => {
            let entry = |(key, value)| match key {
                yaml_serde::Value::String(key) => Ok((key, plain(value)?)),
                yaml_serde::Value::Number(key) => Ok((key.to_string(), plain(value)?)),
                other => bail!("{other:?} is no key"),
            };
            Value::Object(entries.into_iter().map(entry).collect::<Result<Map<_, _>>>()?)
        }
        yaml_serde::Value::Tagged(tagged) => {
            let tag = tagged.tag.to_string();
            let tag = tag.trim_start_matches('!');
            let name = if matches!(tag, "Ref" | "Condition") { tag.to_owned() } else { format!("Fn::{tag}") };
            Value::Object(Map::from_iter([(name, plain(tagged.value)?)]))
        }
    })
}
