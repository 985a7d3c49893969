//! Examples of requests, from the sample events, and of answers, from `docs/examples`.

use crate::{
    openapi::{Operation, operations, standalone},
    repository::{expect_none, files, functions, read},
};
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::BTreeSet;

const FOLDER: &str = "docs/examples";

/// Returns the body of the operation's sample event.
pub(crate) fn request(operation: &Operation) -> Result<Value> {
    let function = functions()?.into_iter().find(|function| function.name == operation.id);
    let function = function.with_context(|| format!("{} is no function", operation.id))?;
    let path = format!("events/{}/{}.json", function.context, function.name);
    let sample: Value = serde_json::from_str(&read(&path)?)?;
    let body = sample["body"].as_str().with_context(|| format!("{path} has no body"))?;
    Ok(serde_json::from_str(body)?)
}

/// Returns the example of the operation's answer, or nothing.
pub(crate) fn answer(operation: &Operation) -> Result<Value> {
    match read(&path(&operation.id)) {
        Ok(text) => serde_json::from_str(&text).with_context(|| path(&operation.id)),
        Err(_) => Ok(Value::Null),
    }
}

fn path(operation: &str) -> String {
    format!("{FOLDER}/{operation}.json")
}

#[test]
fn examples_of_answers_fit_their_operations() -> Result<()> {
    let mut wrong = Vec::new();
    let mut used = BTreeSet::new();
    for operation in operations()? {
        for (status, response) in operation.successes() {
            used.insert(path(&operation.id));
            let schema = standalone(&response["content"]["application/json"]["schema"])?.unwrap_or_default();
            let validator = jsonschema::draft202012::new(&schema)?;
            let example = answer(&operation)?;
            let errors = validator.iter_errors(&example);
            wrong.extend(errors.map(|error| format!("{} {status}: {} {error}", operation.id, error.instance_path())));
        }
    }
    let strange = files(FOLDER, &[".json"])?.into_iter().filter(|path| !used.contains(path));
    wrong.extend(strange.map(|path| format!("{path} belongs to no operation that answers with JSON")));
    expect_none("examples of answers", wrong);
    Ok(())
}
