//! Sample events have the shape that their trigger sends, and say what our types can read.

use crate::{
    openapi::operations,
    repository::{Function, expect_none, functions, read},
    schemas::violations,
    template::Template,
};
use anyhow::{Context, Result};
use pantheon_core::{estate_event::EstateEvent, event::Event};
use pantheon_testing::{load_frame, load_request};
use serde_json::Value;

fn sample(function: &Function) -> Result<Value> {
    let path = format!("events/{}/{}.json", function.context, function.name);
    serde_json::from_str(&read(&path)?).with_context(|| path)
}

/// Returns the key of the function's route, and whether an authorizer guards it.
fn route(function: &Function) -> Result<Option<(String, bool)>> {
    let template = Template::load(&function.template())?;
    let route = template.find("AWS::ApiGatewayV2::Route", &format!("{}Route", function.stem()));
    let key_and_guard = |properties: &Value| {
        Some((properties["RouteKey"].as_str()?.to_owned(), properties["AuthorizationType"] == "CUSTOM"))
    };
    Ok(route.and_then(|route| key_and_guard(route.properties)))
}

#[test]
fn samples_of_routes_are_requests_that_the_edge_reads() -> Result<()> {
    let mut wrong = Vec::new();
    for function in functions()? {
        let Some((key, guarded)) = route(&function)? else { continue };
        let name = format!("{}/{}", function.context, function.name);
        let sample = sample(&function)?;
        if sample["requestContext"]["routeKey"] != key.as_str() {
            wrong.push(format!("{name}: routeKey is {}, not {key}", sample["requestContext"]["routeKey"]));
        }
        if let Some((method, _)) = key.split_once(' ') {
            if load_request(&name).caller().is_ok() != guarded {
                wrong.push(format!("{name}: the caller does not fit the authorizer of the route"));
            }
            if sample["requestContext"]["http"]["method"] != method {
                wrong.push(format!("{name}: the method is not {method}"));
            }
        } else {
            load_frame(&name);
        }
    }
    expect_none("samples of routes", wrong);
    Ok(())
}

#[test]
fn bodies_of_samples_fit_their_operations() -> Result<()> {
    let mut wrong = Vec::new();
    for operation in operations()? {
        let Some(function) = functions()?.into_iter().find(|function| function.name == operation.id) else { continue };
        let Some(schema) = operation.body_schema()? else { continue };
        let body = sample(&function)?["body"].as_str().map(serde_json::from_str::<Value>).transpose()?;
        let body = body.with_context(|| format!("the sample of {} has no body", operation.id))?;
        let validator = jsonschema::draft202012::new(&schema)?;
        wrong.extend(
            validator.iter_errors(&body).map(|error| format!("{}: {} {error}", operation.id, error.instance_path())),
        );
    }
    expect_none("bodies of samples", wrong);
    Ok(())
}

#[test]
fn samples_of_queues_hold_messages_that_we_send() -> Result<()> {
    let mut wrong = Vec::new();
    for function in functions()? {
        let name = format!("{}/{}", function.context, function.name);
        let sample = sample(&function)?;
        let records = sample["Records"].as_array().into_iter().flatten();
        for record in records.filter(|record| record["eventSource"] == "aws:sqs") {
            let body: Value = serde_json::from_str(record["body"].as_str().unwrap_or_default())?;
            if body["detail"].is_null() {
                if body["tenant_id"].is_null() {
                    wrong.push(format!("{name}: the message names no tenant"));
                }
                continue;
            }
            // What AWS says of watched accounts is no event of ours.
            if body["source"].as_str().is_some_and(|source| source.starts_with("aws.")) {
                serde_json::from_value::<EstateEvent>(body).with_context(|| name.clone())?;
                continue;
            }
            if body["detail-type"] != body["detail"]["type"] || body["source"] != "pantheon" {
                wrong.push(format!("{name}: the bus would not send this source or detail-type"));
            }
            wrong.extend(violations(&body["detail"])?.into_iter().map(|error| format!("{name}: {error}")));
            serde_json::from_value::<Event>(body["detail"].clone()).with_context(|| name.clone())?;
        }
    }
    expect_none("samples of queues", wrong);
    Ok(())
}

#[test]
fn samples_of_streams_hold_rows_of_the_outbox() -> Result<()> {
    let mut wrong = Vec::new();
    let mut events = 0;
    for function in functions()? {
        let sample = sample(&function)?;
        let records = sample["Records"].as_array().into_iter().flatten();
        for record in records.filter(|record| record["eventSource"] == "aws:dynamodb") {
            let name = format!("{}/{}", function.context, function.name);
            let row = &record["dynamodb"]["NewImage"];
            let event: Value = serde_json::from_str(row["event"]["S"].as_str().unwrap_or_default())?;
            if row["entity"]["S"] != "event" || row["sk"]["S"] != event["id"] {
                wrong.push(format!("{name}: the row is not of the outbox"));
            }
            wrong.extend(violations(&event)?.into_iter().map(|error| format!("{name}: {error}")));
            events += 1;
        }
    }
    expect_none("samples of streams", wrong);
    assert!(events > 0, "no sample holds a row of the outbox");
    Ok(())
}

#[test]
fn every_function_has_a_trigger_that_its_sample_shows() -> Result<()> {
    let mut wrong = Vec::new();
    for function in functions()? {
        let sample = sample(&function)?;
        let shows_trigger = ["requestContext", "Records", "detail-type", "RequestType", "routeArn", "methodArn"];
        if !shows_trigger.iter().any(|field| !sample[field].is_null()) {
            wrong.push(format!("events/{}/{}.json", function.context, function.name));
        }
    }
    expect_none("samples that no trigger would send", wrong);
    Ok(())
}
