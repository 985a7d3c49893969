//! The description of the API, made from the handlers and kept in `docs/openapi.json`.

use crate::{
    examples,
    repository::{expect_none, is_current},
};
use anyhow::{Context, Result};
use pantheon_core::{Error, permission::Permission, resource::ResourceId};
use pantheon_testing::expect::problem;
use serde_json::{Map, Value, json};
use std::{collections::BTreeSet, time::Duration};
use utoipa::OpenApi;

const PATH: &str = "docs/openapi.json";
const PROBLEM: &str = "application/problem+json";

/// One operation of the API.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// Its identifier, which is the name of its function.
    pub(crate) id: String,
    /// Its method, in capitals.
    pub(crate) method: String,
    /// Its path, with parameters in braces.
    pub(crate) path: String,
    /// Whether anybody may call it.
    pub(crate) is_public: bool,
    /// All that the description says.
    pub(crate) description: Value,
}

impl Operation {
    /// Returns the route as the gateway spells it.
    pub(crate) fn route(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Returns the schema of the body, with everything that it refers to.
    pub(crate) fn body_schema(&self) -> Result<Option<Value>> {
        standalone(&self.description["requestBody"]["content"]["application/json"]["schema"])
    }

    /// Lists the answers with JSON that tell of success, with their statuses.
    pub(crate) fn successes(&self) -> Vec<(&String, &Value)> {
        let responses = self.description["responses"].as_object().into_iter().flatten();
        let successes = responses.filter(|(status, _)| status.starts_with('2'));
        successes.filter(|(_, response)| !response["content"]["application/json"].is_null()).collect()
    }

    fn has_parameter(&self, place: &str, name: Option<&str>) -> bool {
        let parameters = self.description["parameters"].as_array().into_iter().flatten();
        let mut parameters = parameters.filter(|parameter| parameter["in"] == place);
        parameters.any(|parameter| {
            name.is_none_or(|name| parameter["name"].as_str().is_some_and(|own| own.eq_ignore_ascii_case(name)))
        })
    }
}

/// Makes a schema that stands alone out of one that refers to the API's components.
pub(crate) fn standalone(schema: &Value) -> Result<Option<Value>> {
    if schema.is_null() {
        return Ok(None);
    }
    let mut schema = schema.clone();
    schema["components"] = merged()?["components"].clone();
    Ok(Some(schema))
}

/// Lists the operations that the handlers describe.
pub(crate) fn operations() -> Result<Vec<Operation>> {
    let api = merged()?;
    let mut operations = Vec::new();
    for (path, methods) in api["paths"].as_object().context("the API has paths")? {
        for (method, description) in methods.as_object().into_iter().flatten() {
            operations.push(Operation {
                id: description["operationId"].as_str().unwrap_or_default().to_owned(),
                method: method.to_uppercase(),
                path: path.clone(),
                is_public: description["security"]
                    .as_array()
                    .is_some_and(|ways| ways.iter().all(|way| way == &json!({}))),
                description: description.clone(),
            });
        }
    }
    Ok(operations)
}

/// Puts the descriptions of all contexts together.
fn merged() -> Result<Value> {
    let mut api = pantheon_identity::Api::openapi();
    api.merge(pantheon_accounts::Api::openapi());
    api.merge(pantheon_discovery::Api::openapi());
    api.merge(pantheon_security::Api::openapi());
    api.merge(pantheon_freshness::Api::openapi());
    Ok(serde_json::to_value(api)?)
}

/// Makes the whole description: the handlers' own, and what the edge does for all of them.
fn document() -> Result<Value> {
    let mut document = merged()?;
    document["info"] = json!({
        "title": "Pantheon",
        "version": "1",
        "description": "Discovers every resource of an AWS Organization and answers questions about it. \
            Errors are RFC 9457 problems; programs decide by `code`. Lists come in pages: pass `next_cursor` \
            back as `cursor`. Operations with an `Idempotency-Key` carry a repeated request out once.",
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    });
    document["servers"] = json!([{
        "url": "{base}",
        "description": "The address that the deployment prints.",
        "variables": {"base": {"default": "https://api.example.com"}},
    }]);
    document["security"] = json!([{"bearer": []}]);
    document["components"]["securitySchemes"]["bearer"] = json!({
        "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
        "description": "The access token of `POST /v1/auth/login`, an API key, or a token of an identity provider \
            that the tenant trusts. What an operation lists beside it is the permission that it asks for.",
    });
    for operation in operations()? {
        let method = operation.method.to_lowercase();
        document["paths"][&operation.path][&method] = complete(&operation)?;
    }
    Ok(document)
}

fn complete(operation: &Operation) -> Result<Value> {
    let mut description = operation.description.clone();
    for parameter in description.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(schema) = schema_of_the_edge(parameter["name"].as_str().unwrap_or_default()) {
            parameter["schema"] = schema;
        }
    }
    if !description["requestBody"].is_null() {
        description["requestBody"]["content"]["application/json"]["example"] = examples::request(operation)?;
    }
    let successes: Vec<String> = operation.successes().into_iter().map(|(status, _)| status.clone()).collect();
    for status in successes {
        let example = examples::answer(operation)?;
        description["responses"][&status]["content"]["application/json"]["example"] = example;
    }
    let responses = description["responses"].as_object_mut().context("an operation has responses")?;
    for (error, about) in failures(operation) {
        let example = problem(&error);
        add_failure(responses, &example, about);
    }
    Ok(description)
}

/// Returns what the edge takes for a parameter that it reads itself.
fn schema_of_the_edge(name: &str) -> Option<Value> {
    match name {
        "Idempotency-Key" => Some(json!({"type": "string", "pattern": "^[!-~]+$", "minLength": 1, "maxLength": 128})),
        "If-Match" => Some(json!({"type": "string", "pattern": "^\"[0-9]{1,19}\"$"})),
        "page_size" => Some(json!({"type": "integer", "format": "int64", "minimum": 1})),
        "cursor" => Some(json!({"type": "string", "pattern": "^[A-Za-z0-9_-]+$", "minLength": 43})),
        _ => None,
    }
}

/// Adds a failure, or gives one that the handler describes its media type and an example.
fn add_failure(responses: &mut Map<String, Value>, example: &Value, about: &str) {
    let status = example["status"].to_string();
    let response = responses.entry(status).or_insert_with(|| json!({"description": about}));
    let content = json!({PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}});
    if response["content"][PROBLEM]["example"].is_null() {
        response["content"] = content;
    }
}

/// Lists what can go wrong with an operation before, around and after its handler.
fn failures(operation: &Operation) -> Vec<(Error, &'static str)> {
    let mut failures = vec![
        (Error::invalid("/field", "is not known"), "The request is not valid."),
        (
            Error::QuotaExceeded { retry_after: Duration::from_secs(1) },
            "Too many requests; Retry-After says how long to wait.",
        ),
        (Error::internal("a defect"), "Something went wrong on our side."),
        (Error::unavailable("the database", "a fault"), "Something that Pantheon depends on does not answer, for now."),
    ];
    if !operation.is_public {
        failures.push((
            Error::Forbidden { permission: Permission::ScansRead },
            "The token is not valid, or lacks the permission.",
        ));
    }
    failures.push((Error::Unauthenticated { reason: "sign in first" }, "Sign in first."));
    if !operation.description["requestBody"].is_null() {
        failures.push((Error::TooLarge { limit_bytes: 1024 * 1024 }, "The body is too large."));
    }
    if operation.has_parameter("path", None) {
        failures.push((Error::not_found("thing", "of that name"), "There is no such thing."));
    }
    // A public operation has nobody to keep an answer for.
    if !operation.is_public && operation.has_parameter("header", Some("Idempotency-Key")) {
        failures.push((Error::IdempotencyKeyReused, "The Idempotency-Key was used for a different request."));
        failures.push((
            Error::IdempotencyKeyRunning,
            "The state does not allow it, or the first request is still running.",
        ));
    }
    if operation.has_parameter("header", Some("If-Match")) {
        failures.push((Error::PreconditionRequired, "Send the If-Match header."));
        failures.push((Error::PreconditionFailed { kind: "thing" }, "It has changed since you read it."));
    }
    // What only the handler can know keeps its own words, and gets an example of its kind.
    for status in
        operation.description["responses"].as_object().into_iter().flatten().map(|(status, _)| status.as_str())
    {
        match status {
            "403" if operation.is_public => {
                failures.push((Error::Refused { reason: "this token may not be used for that" }, ""));
            }
            "404" => failures.push((Error::not_found("thing", "of that name"), "")),
            "409" => failures.push((Error::conflict("the state does not allow it"), "")),
            _ => {}
        }
    }
    if operation.is_public {
        let own = &operation.description["responses"];
        failures.retain(|(error, _)| !matches!(error, Error::Unauthenticated { .. }) || !own["401"].is_null());
    }
    failures
}

#[test]
fn the_description_is_made_from_the_handlers() -> Result<()> {
    let made = format!("{:#}\n", document()?);
    assert!(is_current(PATH, &made)?, "{PATH} is not what the handlers say; run `make openapi`");
    Ok(())
}

#[test]
fn operations_are_named_once_and_described() -> Result<()> {
    let mut wrong = Vec::new();
    let mut names = BTreeSet::new();
    for operation in operations()? {
        if !names.insert(operation.id.clone()) {
            wrong.push(format!("{} is used twice", operation.id));
        }
        if operation.description["summary"].as_str().is_none_or(str::is_empty) {
            wrong.push(format!("{} has no summary", operation.id));
        }
        if operation.description["tags"].as_array().is_none_or(Vec::is_empty) {
            wrong.push(format!("{} has no tag", operation.id));
        }
    }
    expect_none("operations", wrong);
    Ok(())
}

#[test]
fn every_post_that_makes_something_takes_an_idempotency_key() -> Result<()> {
    // Credentials are never stored to be given out again.
    const WITHOUT: &[&str] = &[
        "change-password",
        "confirm-totp",
        "create-socket-ticket",
        "enroll-totp",
        "exchange-token",
        "login",
        "logout",
        "redeem-oauth-code",
        "register",
    ];
    let posts = operations()?.into_iter().filter(|operation| operation.method == "POST");
    let wrong = posts.filter(|post| !post.has_parameter("header", Some("Idempotency-Key")));
    expect_none(
        "operations that a lost answer would repeat",
        wrong.map(|post| post.id).filter(|id| !WITHOUT.contains(&id.as_str())),
    );
    Ok(())
}

#[test]
fn every_operation_has_an_example_and_the_errors() -> Result<()> {
    let document = document()?;
    let mut wrong = Vec::new();
    for Operation { id, method, path, .. } in operations()? {
        let operation = &document["paths"][&path][method.to_lowercase()];
        let body = &operation["requestBody"]["content"]["application/json"];
        if !operation["requestBody"].is_null() && body["example"].is_null() {
            wrong.push(format!("{id}: the request has no example"));
        }
        for (status, response) in operation["responses"].as_object().into_iter().flatten() {
            for (media, content) in response["content"].as_object().into_iter().flatten() {
                if content["example"].is_null() {
                    wrong.push(format!("{id}: the answer {status} {media} has no example"));
                }
            }
        }
        for status in ["400", "429", "500", "503"] {
            if operation["responses"][status]["content"][PROBLEM].is_null() {
                wrong.push(format!("{id}: the problem {status} is not described"));
            }
        }
    }
    expect_none("operations", wrong);
    Ok(())
}

#[test]
fn every_reference_leads_somewhere() -> Result<()> {
    let document = document()?;
    let text = document.to_string();
    let named = text.split("\"#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next());
    let missing: BTreeSet<&str> = named.filter(|name| document["components"]["schemas"][name].is_null()).collect();
    expect_none("schemas that are referred to and not there", missing);
    Ok(())
}

#[test]
fn the_pattern_of_a_resource_takes_what_is_parsed_and_nothing_else() -> Result<()> {
    let document = merged()?;
    let validator = jsonschema::draft202012::new(&document["components"]["schemas"]["ResourceId"])?;
    let place = "111111111111:eu-west-1";
    let mut wrong = Vec::new();
    for text in [
        format!("{place}:AWS.EC2.Instance:i-0abc"),
        "111111111111:global:AWS.IAM.Role:batch".to_owned(),
        format!("111111111111:{}-a-b:AWS.EC2.Instance:i", "a".repeat(28)),
        format!("111111111111:{}-a-b:AWS.EC2.Instance:i", "a".repeat(29)),
        format!("{place}:{}.B.C:i", "A".repeat(122)),
        format!("{place}:{}.B.C:i", "A".repeat(123)),
        format!("{place}:AWS.EC2:i"),
        format!("{place}:AWS.EC2.Instance:"),
        format!("{place}:AWS.S3.Bucket:a~2Fb"),
        format!("{place}:AWS.S3.Bucket:a~2fb"),
        format!("{place}:AWS.S3.Bucket:a~41"),
        format!("{place}:AWS.S3.Bucket:~C3~A9"),
        format!("{place}:AWS.S3.Bucket:~C3"),
        format!("{place}:AWS.S3.Bucket:~ED~A0~80"),
        format!("{place}:AWS.S3.Bucket:~F0~9F~8C~8D"),
        format!("{place}:AWS.S3.Bucket:a/b"),
    ] {
        if validator.is_valid(&json!(text)) != text.parse::<ResourceId>().is_ok() {
            wrong.push(text);
        }
    }
    expect_none("identifiers of which pattern and parser say different things", wrong);
    Ok(())
}
